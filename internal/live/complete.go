package live

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/yamltext"
)

// Completions are what may stand at a place in a text. What is chosen replaces the columns from From up to To, which is not part of it.
type Completions struct {
	Line  int    `json:"line"`
	From  int    `json:"from"`
	To    int    `json:"to"`
	Items []Item `json:"items"` // those that begin with what is typed, then those that have it inside; at most maxItems
	More  bool   `json:"more,omitempty"`
}

// Item is one of them.
type Item struct {
	Label  string   `json:"label"`
	Detail string   `json:"detail"` // title or sentence
	Insert string   `json:"insert"`
	Kind   ItemKind `json:"kind"`
}

// ItemKind says what an item is.
type ItemKind string

const (
	ItemKey     ItemKind = "key"
	ItemID      ItemKind = "id"
	ItemOfKind  ItemKind = "kind"
	ItemFact    ItemKind = "fact"
	ItemTrust   ItemKind = "trust"
	ItemControl ItemKind = "control"
	ItemWord    ItemKind = "word"
)

// maxItems is far more than a person reads, and less than all kinds.
const maxItems = 200

// Complete says what may stand at a place. Line and column count from 1, columns in characters. The text need not be YAML. Seen is the last
// good graph of the system, for what other files define; it may be nil.
func Complete(ix *knowledge.Index, text string, line, column int, seen *Graph) Completions {
	out := Completions{Line: line, From: column, To: column, Items: []Item{}}
	if len(text) > yamltext.MaxBytes {
		return out
	}
	c := cursorAt(text, line, column)
	out.Line, out.From, out.To = c.line, c.from, c.from+len([]rune(c.token))
	if c.here.mute {
		return out
	}
	w := writer{cursor: c, ix: ix, seen: seen}
	w.propose()
	typed := strings.ToLower(c.token)
	var begin, hold []Item
	for _, it := range w.items {
		switch {
		case strings.HasPrefix(strings.ToLower(it.Label), typed):
			begin = append(begin, it)
		case strings.Contains(strings.ToLower(it.Label), typed) || begins(strings.ToLower(it.Detail), typed):
			hold = append(hold, it)
		}
	}
	out.Items = append(append(out.Items, begin...), hold...)
	if out.More = len(out.Items) > maxItems; out.More {
		out.Items = out.Items[:maxItems]
	}
	return out
}

// writer collects what may be written at a cursor.
type writer struct {
	cursor
	ix    *knowledge.Index
	seen  *Graph
	items []Item
}

func (w *writer) add(kind ItemKind, label, detail, insert string) {
	w.items = append(w.items, Item{label, detail, insert, kind})
}

func (w *writer) propose() {
	at := w.here.at
	t, f := w.shape(at)
	if !w.here.asKey {
		w.values(t, f)
		return
	}
	value, isMap := mapped(t)
	switch {
	case t == nil:
	case isMap:
		w.mapKeys(at, value, f)
	case isBlock(t):
		w.keys(at, t)
	default: // a word or an item on a line of its own
		w.values(t, f)
	}
}

// keys proposes the keys of a block that it does not have yet.
func (w *writer) keys(at int, t reflect.Type) {
	has := w.has(at)
	for _, f := range yamltext.Fields(t) {
		if !has[f.Name] {
			w.add(ItemKey, f.Name, f.Doc, f.Name+w.behind(f.Type))
		}
	}
}

// has are the keys that the block of the cursor has already.
func (w *writer) has(at int) map[string]bool {
	if at >= len(w.whole.entries) { // a broken text may have fewer
		return nil
	}
	return w.whole.keys(at)
}

// behind is what stands behind a key before its value: in blocks of lines, what has keys itself begins on the next line.
func (w *writer) behind(t reflect.Type) string {
	t = bare(t)
	_, isMap := yamltext.MapValue(t)
	nested := isMap || isBlock(t)
	if !nested || len(w.here.flows) > 0 {
		return ": "
	}
	return ":\n" + strings.Repeat(" ", w.from+1)
}

// mapKeys proposes keys of a block whose keys are no words of the language: data, facts, trust attributes, groups of patients.
func (w *writer) mapKeys(at int, value reflect.Type, f yamltext.Field) {
	_, _, kind := w.element(at)
	has := w.has(at)
	put := func(item ItemKind, label, detail string) {
		if !has[label] {
			w.add(item, label, detail, label+w.behind(value))
		}
	}
	switch {
	case f.KeyRef != "":
		w.ids(f.KeyRef, func(id string, n named) { put(ItemID, id, w.describe(n)) })
	case f.Name == "facts":
		for i := range w.ix.Base.Facts {
			if b := &w.ix.Base.Facts[i]; kind == "" || w.ix.IsAny(kind, b.On) {
				put(ItemFact, b.ID, b.Title)
			}
		}
	case f.Name == "trust":
		for i := range w.ix.Base.Trust {
			if b := &w.ix.Base.Trust[i]; kind == "" || w.ix.IsAny(kind, b.On) {
				put(ItemTrust, b.ID, b.Says)
			}
		}
	case f.Name == "severity":
		if k := w.ix.Kinds[kind]; k != nil && k.Harm != nil {
			for _, g := range k.Harm.Severity {
				put(ItemWord, g.Key, fmt.Sprintf("typically %d", g.Value))
			}
		}
	}
}

// values proposes what may stand as a value, or as an item of a list.
func (w *writer) values(t reflect.Type, f yamltext.Field) {
	if t == nil {
		return
	}
	list := t.Kind() == reflect.Slice
	inList := list && (len(w.here.flows) > 0 || w.here.asKey)
	if list {
		t = bare(t.Elem())
	}
	put := func(kind ItemKind, label, detail string) {
		insert := label
		if list && !inList {
			insert = "[" + label + "]"
		}
		w.add(kind, label, detail, insert)
	}
	_, block, kind := w.element(w.here.at)
	switch words, isEnum := reflect.New(t).Interface().(yamltext.Enum); {
	case f.Ref != "":
		w.ids(f.Ref, func(id string, n named) { put(ItemID, id, w.describe(n)) })
	case isEnum:
		for _, word := range words.Words() {
			put(ItemWord, word, f.Doc)
		}
	case t.Kind() == reflect.Int && f.Range != "":
		var low, high int
		if n, err := fmt.Sscanf(f.Range, "%d-%d", &low, &high); n == 2 && err == nil {
			for i := low; i <= high; i++ {
				put(ItemWord, fmt.Sprint(i), f.Doc)
			}
		}
	case f.Name == "kind" && block != "":
		for _, k := range Palette(w.ix, "", block) {
			put(ItemOfKind, k.Kind, k.Title)
		}
	case f.Name == "facts":
		if fact := w.ix.Facts[w.here.entries[w.here.at].key]; fact != nil && (kind == "" || w.ix.IsAny(kind, fact.On)) {
			for _, word := range append(slices.Clone(fact.Words()), "unknown") {
				put(ItemWord, word, fact.Title)
			}
		}
	default:
		w.records(f, put)
	}
}

// records proposes what the blocks that are lists name: controls, questionnaires and their items.
func (w *writer) records(f yamltext.Field, put func(kind ItemKind, label, detail string)) {
	at := w.here.at
	if at < 0 || w.here.entries[at].parent < 0 {
		return
	}
	switch t, _ := w.shape(w.here.entries[at].parent); {
	case t == reflect.TypeFor[model.Control]() && f.Name == "control":
		for i := range w.ix.Base.Controls {
			if k := &w.ix.Base.Controls[i]; k.Status != knowledge.Withdrawn {
				put(ItemControl, k.ID, k.Title)
			}
		}
	case t == reflect.TypeFor[model.Answer]() && f.Name == "to":
		for i := range w.ix.Base.Questionnaires {
			put(ItemID, w.ix.Base.Questionnaires[i].ID, w.ix.Base.Questionnaires[i].Title)
		}
	case t == reflect.TypeFor[model.Answer]():
		var q *knowledge.Questionnaire
		for _, e := range w.whole.entries {
			if e.parent == w.here.entries[at].parent && e.key == "to" {
				q = w.ix.Questionnaires[e.value]
			}
		}
		switch {
		case q != nil && f.Name == "item":
			for _, it := range q.Items {
				put(ItemID, it.ID, it.Asks)
			}
		case f.Name == "is":
			for _, word := range knowledge.Reply("").Words() {
				put(ItemWord, word, f.Doc)
			}
		}
	}
}

// ids proposes what stands in one of some blocks, by id; `*` means all of them.
func (w *writer) ids(blocks string, see func(id string, n named)) {
	known := w.known(w.seen)
	ids := make([]string, 0, len(known))
	for id, n := range known {
		if blocks == "*" || slices.Contains(strings.Split(blocks, ","), string(n.block)) {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	for _, id := range ids {
		see(id, known[id])
	}
}

// describe says what an element is.
func (w *writer) describe(n named) string {
	if k := w.ix.Kinds[n.kind]; k != nil {
		return n.title + " (" + k.Title + ")"
	}
	return n.title
}
