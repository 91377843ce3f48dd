package live

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"

	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/yamltext"
)

// Connection is a line that may be drawn from one element to another, and the operation on the text that makes it. In Path and Value
// stand {from} and {to} for the ids of the two, and {new} for an id that the drawing chooses.
type Connection struct {
	Sort  Sort            `json:"sort"`
	Do    string          `json:"do"`              // set, put (into a list) or add (a new element)
	ID    string          `json:"id,omitempty"`    // element that is changed, or in which the new one is added
	Path  []string        `json:"path,omitempty"`  // for set and put
	Block string          `json:"block,omitempty"` // for add: flows, or parts, runs or interfaces of the element
	Value json.RawMessage `json:"value,omitempty"` // of the key, or of the new element; of an inside one the drawing gives it
}

// Legal lists what may be drawn from an element of one kind to an element of another, by the references of the language; by sort. A kind
// that is not known, or that stands in no block, connects to nothing.
func Legal(ix *knowledge.Index, from, to string) []Connection {
	out := []Connection{}
	a, b := model.Block(ix.BlockOf(from)), model.Block(ix.BlockOf(to))
	if a == "" || b == "" {
		return out
	}
	if a == model.Assets && b == model.Assets {
		out = append(out, Connection{Sort: SortFlow, Do: "add", ID: "{new}", Block: string(model.Flows), Value: json.RawMessage(`{"from":"{from}","to":"{to}"}`)})
	}
	if block := insideOf(ix, from, a); block != "" && b == model.Assets {
		out = append(out, Connection{Sort: SortInside, Do: "add", ID: "{to}/{new}", Block: block})
	}
	for _, r := range references {
		of, other, with := a, b, "{to}"
		id := "{from}"
		if r.back {
			of, other, id, with = b, a, "{to}", "{from}"
		}
		f, ok := fieldOf(r.block, r.key)
		if !ok || r.block != of || !slices.Contains(strings.Split(f.Ref+f.KeyRef, ","), string(other)) {
			continue
		}
		out = append(out, r.connect(f, id, with))
	}
	slices.SortStableFunc(out, func(x, y Connection) int { return strings.Compare(string(x.Sort), string(y.Sort)) })
	return out
}

// connect is the operation that lets an element name another at a key.
func (r reference) connect(f yamltext.Field, id, other string) Connection {
	c := Connection{Sort: r.sort, Do: "set", ID: id, Path: []string{r.key}, Value: json.RawMessage(`"` + other + `"`)}
	switch {
	case f.KeyRef != "":
		c.Path, c.Value = append(c.Path, other), json.RawMessage(`{}`)
	case f.Type.Kind() == reflect.Slice:
		c.Do = "put"
	}
	return c
}

// insideOf is the block of an asset in which elements of a kind may be inside of it; empty for those that are not.
func insideOf(ix *knowledge.Index, kind string, block model.Block) string {
	is := func(relation string) bool {
		r := ix.Relations[relation]
		return r != nil && ix.Is(kind, r.From)
	}
	switch {
	case block == model.Interfaces:
		return "interfaces"
	case block != model.Assets:
		return ""
	case is("runs-on"):
		return "runs"
	case is("part-of"):
		return "parts"
	}
	return ""
}
