package live

import (
	"bytes"
	"encoding/json"
	"slices"
)

// Patch makes one value in a JSON document another: the value itself, or pieces of a list.
type Patch struct {
	Path    []string        `json:"path" doc:"keys from the top"`
	Value   json.RawMessage `json:"value,omitempty" doc:"the value anew; absent where there are splices"`
	Splices []Splice        `json:"splices,omitempty" doc:"pieces of a list that are replaced, from its beginning to its end"`
}

// Splice replaces items of a list.
type Splice struct {
	At   int               `json:"at" doc:"position in the list as it was"`
	Drop int               `json:"drop" doc:"items that go"`
	Put  []json.RawMessage `json:"put" doc:"items that come in their place"`
}

// difference appends what makes a JSON value another one. Before may be nil, where there was none.
func difference(out []Patch, path []string, before, now []byte) []Patch {
	if bytes.Equal(before, now) {
		return out
	}
	a, b := kids(before), kids(now)
	switch {
	case len(before) == 0 || before[0] != now[0]:
	case now[0] == '{' && slices.EqualFunc(a, b, func(x, y kid) bool { return x.key == y.key }):
		for i := range b {
			out = difference(out, append(slices.Clip(path), b[i].key), a[i].value, b[i].value)
		}
		return out
	case now[0] == '[':
		splices, size := splice(a, b)
		if size < len(now)/2 {
			return append(out, Patch{Path: path, Splices: splices})
		}
	}
	return append(out, Patch{Path: path, Value: now})
}

// splice finds the pieces that make one list another, and the bytes that they take. An item is taken for the next equal one of before, so that
// what only moved forward is sent again: lists are sorted, and their items seldom move.
func splice(before, now []kid) ([]Splice, int) {
	next := 0 // the first item of before that is neither kept nor dropped
	for next < len(before) && next < len(now) && bytes.Equal(before[next].value, now[next].value) {
		next++
	}
	now = now[next:]
	end := len(before)
	for end > next && len(now) > 0 && bytes.Equal(before[end-1].value, now[len(now)-1].value) {
		end, now = end-1, now[:len(now)-1]
	}
	at := map[string][]int{}
	for i := next; i < end; i++ {
		at[string(before[i].value)] = append(at[string(before[i].value)], i)
	}
	var out []Splice
	size, put := 0, []json.RawMessage{}
	until := func(i int) {
		if i > next || len(put) > 0 {
			out, size = append(out, Splice{next, i - next, put}), size+40
		}
		put = []json.RawMessage{}
	}
	for _, k := range now {
		same := at[string(k.value)]
		if i, _ := slices.BinarySearch(same, next); i < len(same) {
			until(same[i])
			next = same[i] + 1
			continue
		}
		put, size = append(put, k.value), size+len(k.value)+1
	}
	until(end)
	return out, size
}

// kid is an item of a list, or a value of an object with its key.
type kid struct {
	key   string
	value []byte
}

// kids cuts a list or an object of JSON, as json.Marshal writes it, into its items; a scalar has none.
func kids(raw []byte) []kid {
	if len(raw) < 3 || raw[0] != '[' && raw[0] != '{' {
		return nil
	}
	out := make([]kid, 0, 8+len(raw)/200)
	depth, from, key := 0, 1, ""
	for i := 1; i < len(raw); i++ {
		switch raw[i] {
		case '"':
			for i++; raw[i] != '"'; i++ {
				if raw[i] == '\\' {
					i++
				}
			}
		case ':':
			if depth == 0 {
				_ = json.Unmarshal(raw[from:i], &key) // it was written by json.Marshal
				from = i + 1
			}
		case '[', '{':
			depth++
		case ']', '}':
			if depth--; depth < 0 {
				return append(out, kid{key, raw[from:i]})
			}
		case ',':
			if depth == 0 {
				out = append(out, kid{key, raw[from:i]})
				from = i + 1
			}
		}
	}
	return out
}
