package live

import (
	"reflect"
	"strings"
	"unicode"
	"unicode/utf8"

	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/yamltext"
)

// Help explains the word at a place of a text, from column From up to To, which is not part of it.
type Help struct {
	Line  int    `json:"line"`
	From  int    `json:"from"`
	To    int    `json:"to"`
	Title string `json:"title"`
	Says  string `json:"says"`
}

// Hover explains the word at a place: a key of the language, a kind, a fact, a trust attribute, a control, or an element that is named. It
// gives nil where there is nothing to say. Arguments are those of Complete.
func Hover(ix *knowledge.Index, text string, line, column int, seen *Graph) *Help {
	if len(text) > yamltext.MaxBytes {
		return nil
	}
	lines := strings.Split(text, "\n")
	if line < 1 || line > len(lines) || column < 1 {
		return nil
	}
	runes := []rune(strings.TrimSuffix(lines[line-1], "\r"))
	end := column - 1
	if end >= len(runes) || !ofWord(runes[end]) {
		return nil
	}
	for end < len(runes) && ofWord(runes[end]) {
		end++
	}
	c := cursorAt(text, line, end+1)
	if c.here.mute || c.token == "" || c.from > column {
		return nil
	}
	w := writer{cursor: c, ix: ix, seen: seen}
	title, says := w.explain()
	if title == "" {
		return nil
	}
	return &Help{line, c.from, c.from + utf8.RuneCountInString(c.token), title, says}
}

func ofWord(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-./_", r)
}

// explain says what the token at the cursor is.
func (w *writer) explain() (title, says string) {
	t, f := w.shape(w.here.at)
	_, isMap := mapped(t)
	switch {
	case t == nil:
		return "", ""
	case w.here.asKey && isMap:
		return w.explainKey(f)
	case w.here.asKey && isBlock(t):
		for _, k := range yamltext.Fields(t) {
			if k.Name == w.token {
				return k.Name, k.Doc
			}
		}
		return "", ""
	}
	return w.explainValue(t, f)
}

// explainKey explains a key that is no word of the language.
func (w *writer) explainKey(f yamltext.Field) (title, says string) {
	if fact := w.ix.Facts[w.token]; fact != nil && f.Name == "facts" {
		return fact.Title, strings.ReplaceAll(fact.Question, "{it}", "it") + " " + fact.Why
	}
	if trust := w.ix.Trust[w.token]; trust != nil && f.Name == "trust" {
		return trust.Title, trust.Says
	}
	if f.KeyRef != "" {
		return w.explainID(w.token)
	}
	return "", ""
}

func (w *writer) explainValue(t reflect.Type, f yamltext.Field) (title, says string) {
	if t.Kind() == reflect.Slice {
		t = bare(t.Elem())
	}
	_, isEnum := reflect.New(t).Interface().(yamltext.Enum)
	switch {
	case f.Ref != "":
		return w.explainID(w.token)
	case f.Name == "kind":
		return w.explainKind(w.token)
	case f.Name == "control":
		if k := w.ix.Controls[w.token]; k != nil {
			return k.ID + " " + k.Title, k.Says
		}
	case f.Name == "facts":
		if fact := w.ix.Facts[w.here.entries[w.here.at].key]; fact != nil {
			return fact.Title, strings.ReplaceAll(fact.Question, "{it}", "it") + " " + fact.Why
		}
	case isEnum:
		return w.token, f.Doc
	}
	return "", ""
}

func (w *writer) explainKind(kind string) (title, says string) {
	if k := w.ix.Kinds[kind]; k != nil {
		return k.Title, k.Says
	}
	return "", ""
}

// explainID explains an element by its kind.
func (w *writer) explainID(id string) (title, says string) {
	n, ok := w.known(w.seen)[id]
	if !ok {
		return "", ""
	}
	kind, says := w.explainKind(n.kind)
	if kind == "" || n.block == model.Zones {
		return n.title, says
	}
	return n.title + " (" + kind + ")", says
}
