package live

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// part is a top-level key of a view in its JSON.
type part struct {
	key   string
	value []byte
}

// write gives a view as JSON, as json.Marshal does, and its parts.
func (v *View) write() ([]byte, []part, error) {
	type entry struct {
		key   string
		value any
	}
	all := []entry{{"diagnostics", v.Diagnostics}, {"gaps", v.Gaps}, {"checks", v.Checks}, {"questions", v.Questions}, {"facts", v.Facts}, {"controls", v.Controls}}
	if v.System != nil {
		all = append(all, entry{"system", v.System})
	}
	if v.Graph != nil {
		all = append(all, entry{"graph", v.Graph})
	}
	if v.Levels != nil {
		all = append(all, entry{"levels", v.Levels})
	}
	values, size := make([][]byte, len(all)), 2
	for i, e := range all {
		var err error
		if values[i], err = json.Marshal(e.value); err != nil {
			return nil, nil, fmt.Errorf("write %s: %w", e.key, err)
		}
		size += len(e.key) + len(values[i]) + 4
	}
	out, parts := bytes.NewBuffer(make([]byte, 0, size)), make([]part, len(all))
	for i, e := range all {
		sep := byte(',')
		if i == 0 {
			sep = '{'
		}
		out.WriteByte(sep)
		fmt.Fprintf(out, "%q:", e.key)
		from := out.Len()
		out.Write(values[i])
		parts[i] = part{e.key, out.Bytes()[from:]}
	}
	out.WriteByte('}')
	return out.Bytes(), parts, nil
}

// Since gives what makes a view from one of before: what a client that has that one needs. Parts that a view has no more, because its text has
// errors, stay as they were.
func (v *Viewed) Since(before *Viewed) []Patch {
	known := map[string][]byte{}
	for _, p := range before.parts {
		known[p.key] = p.value
	}
	out := []Patch{}
	for _, p := range v.parts {
		out = difference(out, []string{p.key}, known[p.key], p.value)
	}
	return out
}
