package live

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
)

// part is a top-level key of a view in its JSON.
type part struct {
	key      string
	from, to int // of the value
	sum      [sha256.Size]byte
}

// write gives a view as JSON, as json.Marshal does, and where its parts are.
func (v *View) write() ([]byte, []part, error) {
	var out bytes.Buffer
	var parts []part
	put := func(key string, value any) error {
		raw, err := json.Marshal(value)
		if err != nil {
			return fmt.Errorf("write %s: %w", key, err)
		}
		sep := byte(',')
		if len(parts) == 0 {
			sep = '{'
		}
		out.WriteByte(sep)
		fmt.Fprintf(&out, "%q:", key)
		parts = append(parts, part{key, out.Len(), out.Len() + len(raw), sha256.Sum256(raw)})
		out.Write(raw)
		return nil
	}
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
	for _, e := range all {
		if err := put(e.key, e.value); err != nil {
			return nil, nil, err
		}
	}
	out.WriteByte('}')
	return out.Bytes(), parts, nil
}

// Since gives the parts of a view that are not the same in a view from before, as JSON: what a client that has that view needs. All of it
// where before is nil.
func (v *Viewed) Since(before *Viewed) []byte {
	if before == nil {
		return v.JSON
	}
	known := map[string][sha256.Size]byte{}
	for _, p := range before.parts {
		known[p.key] = p.sum
	}
	out := []byte{'{'}
	for _, p := range v.parts {
		if sum, has := known[p.key]; has && sum == p.sum {
			continue
		}
		if len(out) > 1 {
			out = append(out, ',')
		}
		out = fmt.Appendf(out, "%q:", p.key)
		out = append(out, v.JSON[p.from:p.to]...)
	}
	return append(out, '}')
}
