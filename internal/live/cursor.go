package live

import (
	"cmp"
	"reflect"
	"strings"
	"unicode/utf8"

	"cordon/internal/model"
	"cordon/internal/yamltext"
)

// cursor is a place in a text, with what the language has there.
type cursor struct {
	whole *outline // of the whole text
	here  *outline // of the text before the place; its entries begin those of the whole
	token string   // what is typed there already
	from  int      // column of its first character
	line  int
}

// cursorAt finds a place in a text. Line and column count from 1, columns in characters; a place beyond the text is its end.
func cursorAt(text string, line, column int) cursor {
	lines := strings.Split(text, "\n")
	line = min(max(line, 1), len(lines))
	last, size := lines[line-1], 0
	for i := 1; i < column && size < len(last); i++ {
		_, n := utf8.DecodeRuneInString(last[size:])
		size += n
	}
	before := last[:size]
	here := outlineOf(strings.Join(append(lines[:line-1:line-1], before), "\n"))
	c := cursor{whole: outlineOf(text), here: here, token: strings.TrimLeft(string(here.token), `"'`), line: line}
	if !strings.HasSuffix(before, c.token) {
		c.token = ""
	}
	c.from = utf8.RuneCountInString(before) - utf8.RuneCountInString(c.token) + 1
	return c
}

// shape is the type of the value of an entry, and what the language says of its key. The type is nil where the language has nothing.
func (c cursor) shape(entry int) (reflect.Type, yamltext.Field) {
	if entry < 0 {
		return reflect.TypeFor[model.File](), yamltext.Field{}
	}
	e := c.here.entries[entry]
	if e.depth > yamltext.MaxDepth {
		return nil, yamltext.Field{}
	}
	t, f := c.shape(e.parent)
	value, isMap := mapped(t)
	switch {
	case t == nil:
	case e.item && t.Kind() == reflect.Slice && !isMap:
		return bare(t.Elem()), f
	case e.item:
	case isMap:
		return bare(value), yamltext.Field{Name: f.Name, Doc: f.Doc, Range: f.Range}
	case isBlock(t):
		for _, k := range yamltext.Fields(t) {
			if k.Name == e.key {
				return bare(k.Type), k
			}
		}
	}
	return nil, yamltext.Field{}
}

// element is the innermost element around an entry: its entry, block and kind. It is -1 where there is none.
func (c cursor) element(entry int) (at int, block model.Block, kind string) {
	for ; entry >= 0; entry = c.here.entries[entry].parent {
		t, f := c.shape(entry)
		b, ok := blockOf[f.Name]
		if !ok || t != shapes[b] || c.here.entries[entry].parent < 0 {
			continue
		}
		if entry < len(c.whole.entries) { // a broken text may have fewer
			kind = c.whole.entries[entry].kind
		}
		return entry, b, kind
	}
	return -1, "", ""
}

// blockOf gives the block of the elements that stand under a key.
var blockOf = map[string]model.Block{
	"contexts": model.Contexts, "zones": model.Zones, "places": model.Places, "networks": model.Networks, "organisations": model.Organisations,
	"people": model.People, "assets": model.Assets, "parts": model.Assets, "runs": model.Assets, "interfaces": model.Interfaces,
	"data": model.DataBlock, "flows": model.Flows, "functions": model.Functions, "benefits": model.Benefits, "hazards": model.Hazards,
	"harms": model.Harms,
}

func bare(t reflect.Type) reflect.Type {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return t
}

func mapped(t reflect.Type) (reflect.Type, bool) {
	if t == nil {
		return nil, false
	}
	return yamltext.MapValue(t)
}

// isBlock tells whether a type has keys of the language.
func isBlock(t reflect.Type) bool {
	return t != nil && t.Kind() == reflect.Struct && t != reflect.TypeFor[yamltext.Word]()
}

// known lists what can be named, by full id: what the text gives ids to, and what the last good graph has.
func (c cursor) known(g *Graph) map[string]named {
	out := map[string]named{}
	if g != nil {
		for _, n := range g.Nodes {
			out[n.ID] = named{n.Block, n.Kind, n.Title}
		}
		for _, z := range g.Zones {
			out[z.ID] = named{model.Zones, z.Kind, z.Title}
		}
		for _, p := range g.Places {
			out[p.ID] = named{model.Places, p.Kind, p.Title}
		}
		for _, e := range g.Edges {
			if e.Sort == SortFlow {
				out[e.ID] = named{model.Flows, "flow", e.Title}
			}
		}
	}
	full := make([]string, len(c.whole.entries))
	is := make([]model.Block, len(c.whole.entries))
	for i, e := range c.whole.entries {
		if e.parent < 0 || e.item || e.key == "" {
			continue
		}
		holder := c.whole.entries[e.parent]
		block, ok := blockOf[holder.key]
		switch {
		case !ok || holder.item:
			continue
		case holder.parent < 0:
			full[i] = e.key
		case is[holder.parent] == model.Assets:
			full[i] = full[holder.parent] + "/" + e.key
		default:
			continue
		}
		is[i] = block
		out[full[i]] = named{block, e.kind, cmp.Or(e.title, e.key)}
	}
	return out
}

// named is an element that can be referred to.
type named struct {
	block model.Block
	kind  string
	title string
}
