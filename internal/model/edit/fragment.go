package edit

import (
	"encoding/json"

	"cordon/internal/yamltext"
)

// Fragment is an element as a value: what Add takes to make another like it.
type Fragment struct {
	ID    string          `json:"id"`
	Block string          `json:"block"` // of a file, or `interfaces`, `parts` or `runs` of an asset
	Value json.RawMessage `json:"value"`
}

// Fragments gives elements as they are written, in the order asked for. Those that are not there are left out.
func (f *Folder) Fragments(ids []string) []Fragment {
	out := []Fragment{}
	for _, id := range ids {
		e := f.find(id)
		if e == nil {
			continue
		}
		out = append(out, Fragment{id, e.at.Up().Key(), asJSON(nil, e.at.Literal())})
	}
	return out
}

// asJSON appends a value to JSON, with its keys in their order. What looks like a number and is not in quotes is one.
func asJSON(to []byte, l yamltext.Literal) []byte {
	switch l.Kind {
	case yamltext.Block, yamltext.List:
		ends := "[]"
		if l.Kind == yamltext.Block {
			ends = "{}"
		}
		to = append(to, ends[0])
		for i, v := range l.Values {
			if i > 0 {
				to = append(to, ',')
			}
			if l.Kind == yamltext.Block {
				to = append(append(to, quoted(l.Keys[i])...), ':')
			}
			to = asJSON(to, v)
		}
		return append(to, ends[1])
	}
	var n json.Number
	if !l.Quoted && l.Text != "" && l.Text[0] != '"' && json.Unmarshal([]byte(l.Text), &n) == nil && n != "" {
		return append(to, l.Text...)
	}
	return append(to, quoted(l.Text)...)
}

// quoted is a text as JSON; bytes that are no UTF-8 become the sign for that.
func quoted(s string) []byte {
	out, err := json.Marshal(s)
	if err != nil {
		panic(err) // a string has a form in JSON
	}
	return out
}
