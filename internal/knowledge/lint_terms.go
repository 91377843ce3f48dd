package knowledge

import (
	"strings"
	"unicode"

	"cordon/internal/diag"
)

// terms checks the glossary, and that no text of the base uses a term against its meaning.
func (l *linter) terms() {
	for i := range l.b.Terms {
		t := &l.b.Terms[i]
		if len(t.Readings) > 1 && t.Differ == "" {
			l.ds.Add(t.At, diag.EntryProse, "say in differ what matters", "%s has several readings and does not say how they differ", t.ID)
		}
		for _, s := range t.See {
			refer(l, t.At, "term", s, l.ix.Terms)
		}
		for _, m := range t.Misuses {
			if m.Phrase != strings.ToLower(m.Phrase) || len(strings.Fields(m.Phrase)) < 2 {
				l.ds.Add(m.At, diag.EntryPattern, "two or more words in small letters", "%s: %q is no phrase to look for", t.ID, m.Phrase)
			}
		}
	}
	l.b.texts(func(at diag.Pos, id string, texts ...string) {
		for _, text := range texts {
			l.misused(at, id, text)
		}
	})
}

// misused reports phrases in a text that use a term against its meaning.
func (l *linter) misused(at diag.Pos, id, text string) {
	for _, m := range l.ix.Misused(text) {
		l.ds.Add(at, diag.TermMisused, m.Instead, "%s: %q uses the term %q against its meaning", id, m.Found, m.Term)
	}
}

// Misused is a phrase in a text that uses a term against its meaning.
type Misused struct {
	Term, Found, Instead string
}

// Misused finds phrases in a text that use a term against its meaning, in the order of the terms.
func (ix *Index) Misused(text string) []Misused {
	words := spokenWords(text)
	var out []Misused
	for i := range ix.Base.Terms {
		t := &ix.Base.Terms[i]
		for _, m := range t.Misuses {
			if found, ok := phraseIn(words, strings.Fields(m.Phrase)); ok {
				out = append(out, Misused{t.Title, found, m.Instead})
			}
		}
	}
	return out
}

// spokenWords are the words of a text in small letters, without punctuation. The end of a sentence stands as an empty word, so that no phrase reaches over it.
func spokenWords(text string) []string {
	var out []string
	for _, w := range strings.Fields(strings.ToLower(text)) {
		out = append(out, strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }))
		if strings.ContainsAny(w[len(w)-1:], ".;:!?") {
			out = append(out, "")
		}
	}
	return out
}

func phraseIn(words, phrase []string) (string, bool) {
	for i := 0; i+len(phrase) <= len(words); i++ {
		fits := true
		for j, p := range phrase {
			if w := words[i+j]; w == "" || p != "*" && p != w {
				fits = false
				break
			}
		}
		if fits {
			return strings.Join(words[i:i+len(phrase)], " "), true
		}
	}
	return "", false
}
