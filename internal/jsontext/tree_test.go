package jsontext

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"cordon/internal/diag"
)

func tree(data []byte, ds *diag.List) (*Source, Value, bool) {
	s := &Source{File: "f", Data: data}
	v, ok := s.Tree(TreeOptions{
		Depth: 128, Malformed: diag.OscalJSON, TooLarge: diag.OscalTooLarge,
		Report: func(offset int, code diag.Code, hint, format string, args ...any) {
			ds.Add(s.Place(offset), code, hint, format, args...)
		},
	})
	return s, v, ok
}

// Places are the same whether they are counted from the beginning or from a mark.
func TestPlacesInLongFiles(t *testing.T) {
	line := strings.Repeat("é", 3000)
	s := &Source{File: "f", Data: []byte(line + "\n" + line + "x\n")}
	for offset, want := range map[int]diag.Pos{
		-1: {File: "f"}, 0: {File: "f", Line: 1, Column: 1}, 4096: {File: "f", Line: 1, Column: 2049}, 6000: {File: "f", Line: 1, Column: 3001}, 6001: {File: "f", Line: 2, Column: 1},
		12001: {File: "f", Line: 2, Column: 3001}, 12003: {File: "f", Line: 3, Column: 1}, 99999: {File: "f", Line: 3, Column: 1},
	} {
		if got := s.Place(offset); got != want {
			t.Errorf("offset %d is at %v, want %v", offset, got, want)
		}
	}
}

// FuzzTree: text is JSON here where it is for encoding/json, apart from keys that stand twice and limits, each value lies where it is said to lie, and
// is what encoding/json finds.
func FuzzTree(f *testing.F) {
	for _, src := range []string{
		"", " ", "\xef\xbb\xbf{}", "\xff", "[]", "1", `"a`, "{", `{"a": }`, "{} {}", `{"é": 1, "é": 2}`, strings.Repeat(`{"a":`, 130), strings.Repeat(`{"a":`, 100) + "1" + strings.Repeat("}", 100),
		`{"t": "a\u0001\n\ud800", "n": -1.5e3, "big": 1e999, "yes": true, "no": false, "nil": null, "list": [1, [2, "x"], {"a/b": {"~c": 0}}]}`,
		"{\n\t\"document\": {\"category\": \"csaf_vex\", \"csaf_version\": \"2.1\"},\n\t\"vulnerabilities\": [ {\"cve\":\"CVE-2026-0001\"} , {} ]\n}\n",
	} {
		f.Add([]byte(src))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var ds diag.List
		s, v, ok := tree(data, &ds)
		if ok == ds.HasErrors() {
			t.Fatalf("read: %v, and said: %v", ok, ds.Sorted())
		}
		valid := json.Valid(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
		if ok && !valid {
			t.Fatalf("%q is read, and is no JSON", data)
		}
		if !ok {
			d := ds.Sorted()[0]
			if valid && d.Code == diag.OscalJSON && !strings.Contains(d.Message, "stands twice") && !strings.Contains(d.Message, "does not begin") {
				t.Fatalf("%q is JSON: %v", data, d)
			}
			return
		}
		place(t, s.Data, &v)
		var want any
		if err := json.Unmarshal(s.Data, &want); err == nil {
			if got := v.Plain(); !reflect.DeepEqual(want, got) { // cmp needs exponential time for values that are nested deeply
				t.Fatalf("%v, want %v", got, want)
			}
		}
	})
}

// place checks that a value begins where it is said to.
func place(t *testing.T, data []byte, v *Value) {
	t.Helper()
	first := data[v.At]
	want := map[Kind]string{Object: "{", List: "[", Text: `"`, Number: "-0123456789", Truth: "tf", Null: "n"}[v.Kind]
	if strings.IndexByte(want, first) < 0 {
		t.Fatalf("%s begins with %q at %d", v.Kind, first, v.At)
	}
	for i := range v.Members {
		place(t, data, &v.Members[i].Value)
	}
	for i := range v.Items {
		place(t, data, &v.Items[i])
	}
}
