package live

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/folder"
)

// patched makes patches on a document, as a client does.
func patched(document any, patches []Patch) any {
	for _, p := range patches {
		document = within(document, p.Path, p)
	}
	return document
}

func within(value any, path []string, p Patch) any {
	if len(path) > 0 {
		object, _ := value.(map[string]any)
		out := map[string]any{}
		for k, v := range object {
			out[k] = v
		}
		out[path[0]] = within(out[path[0]], path[1:], p)
		return out
	}
	if p.Splices == nil {
		return decoded(p.Value)
	}
	list, out, next := value.([]any), []any{}, 0
	for _, s := range p.Splices {
		out = append(out, list[next:s.At]...)
		for _, raw := range s.Put {
			out = append(out, decoded(raw))
		}
		next = s.At + s.Drop
	}
	return append(out, list[next:]...)
}

func decoded(raw []byte) any {
	var v any
	if err := json.Unmarshal(raw, &v); err != nil {
		panic(fmt.Sprintf("%v in %s", err, raw))
	}
	return v
}

func TestPatchesSayWhatChanged(t *testing.T) {
	long := strings.Repeat("x", 400) // a list of which little changes
	for _, c := range []struct{ what, before, now, want string }{
		{"nothing", `{"a":[1,2]}`, `{"a":[1,2]}`, `null`},
		{"an item", `{"a":[{"id":"x","v":1},{"id":"y","v":1},"` + long + `"]}`, `{"a":[{"id":"x","v":1},{"id":"y","v":2},"` + long + `"]}`,
			`[{"path":["a"],"splices":[{"at":1,"drop":1,"put":[{"id":"y","v":2}]}]}]`},
		{"items that come and go", `{"a":["` + long + `","b","c","d"]}`, `{"a":["` + long + `","c","n","d","e"]}`,
			`[{"path":["a"],"splices":[{"at":1,"drop":1,"put":[]},{"at":3,"drop":0,"put":["n"]},{"at":4,"drop":0,"put":["e"]}]}]`},
		{"a list that is another", `{"a":[1,2,3]}`, `{"a":[4,5,6]}`, `[{"path":["a"],"value":[4,5,6]}]`},
		{"a key more", `{"a":{"b":1},"c":"\"{"}`, `{"a":{"b":1,"d":2},"c":"\"{"}`, `[{"path":["a"],"value":{"b":1,"d":2}}]`},
		{"deep down", `{"a":{"b\"":{"c":[]}}}`, `{"a":{"b\"":{"c":[[1,{"x":"]"}]]}}}`, `[{"path":["a","b\"","c"],"value":[[1,{"x":"]"}]]}]`},
		{"another sort", `{"a":[1]}`, `{"a":"[1]"}`, `[{"path":["a"],"value":"[1]"}]`},
	} {
		got, err := json.Marshal(difference(nil, nil, []byte(c.before), []byte(c.now)))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(c.want, string(got)); d != "" {
			t.Errorf("%s: %s", c.what, d)
		}
	}
}

func TestPatchesMakeAViewOfTheOneBefore(t *testing.T) {
	e, k := NewEditor(Options{}), knowledgeOf(t)
	look := func(src string) *Viewed {
		t.Helper()
		v, err := e.View(t.Context(), k, folder.Files{"system.yaml": []byte(src)}, ".")
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	first := look(small)
	paths := func(all []Patch) (out []string) {
		for _, p := range all {
			out = append(out, strings.Join(p.Path, "."))
		}
		return out
	}
	for _, c := range []struct {
		what string
		now  string
		want []string
	}{
		{"the same", small, nil},
		{"another title", strings.Replace(small, "title: Home", "title: Flat", 1), []string{"graph.zones"}},
	} {
		now := look(c.now)
		all := now.Since(first)
		if d := cmp.Diff(c.want, paths(all)); d != "" {
			t.Errorf("%s: %s", c.what, d)
		}
		if d := cmp.Diff(decoded(now.JSON), patched(decoded(first.JSON), all)); d != "" {
			t.Errorf("%s: %s", c.what, d)
		}
	}
	broken := look("cordon: [")
	last := patched(decoded(first.JSON), broken.Since(first)).(map[string]any)
	if d := cmp.Diff(decoded(first.JSON).(map[string]any)["levels"], last["levels"]); d != "" {
		t.Errorf("a text with errors changes the levels: %s", d)
	}
	if d := cmp.Diff(decoded(first.JSON), patched(last, first.Since(broken))); d != "" {
		t.Errorf("mended: %s", d)
	}
}

// FuzzPatch makes one document another that nobody would write.
func FuzzPatch(f *testing.F) {
	for _, pair := range [][2]string{
		{`{"a":[1,2,2,3],"b":{}}`, `{"a":[2,3,2,1],"b":[]}`},
		{`[[],[[]],"\"]",null]`, `["\"]",[],[[]],null,"\\"]`},
		{`{"a":{"b":{"c":[1.5,true]}}}`, `{"a":{"b":{"c":[true]},"d":""}}`},
	} {
		f.Add([]byte(pair[0]), []byte(pair[1]))
	}
	f.Fuzz(func(t *testing.T, before, now []byte) {
		var docs [2]any
		var raw [2][]byte
		for i, src := range [][]byte{before, now} {
			if json.Unmarshal(src, &docs[i]) != nil {
				return
			}
			raw[i], _ = json.Marshal(docs[i])
		}
		if got := patched(docs[0], difference(nil, nil, raw[0], raw[1])); !reflect.DeepEqual(got, docs[1]) {
			t.Errorf("%s of %s became %v", raw[1], raw[0], got)
		}
	})
}
