package jsontext

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
)

// options report to a list.
func options(ds *diag.List) Options {
	return Options{File: "f", Report: ds.Add, Malformed: "X1", TooLarge: "X2", Form: "X3"}
}

func printed(ds *diag.List) []string {
	var out []string
	for _, d := range ds.Sorted() {
		out = append(out, d.String())
	}
	return out
}

// value reads the next value as encoding/json does with UseNumber, apart from members that stand twice.
func value(d *Decoder) any {
	switch d.Kind() {
	case Object:
		out := map[string]any{}
		for d.Object(); d.Next(); {
			key := string(d.Key())
			out[key] = value(d)
		}
		return out
	case List:
		out := []any{}
		for d.List(); d.Next(); {
			out = append(out, value(d))
		}
		return out
	case Text:
		return d.Text()
	case Number:
		return json.Number(d.Scalar())
	case Truth:
		return d.Scalar() == "true"
	default:
		d.Skip()
		return nil
	}
}

func TestValues(t *testing.T) {
	for _, src := range []string{
		`{}`, ` [ ] `, `"a"`, `-0.5e+7`, `true`, `false`, `null`,
		`{"a": [1, {"b": "c"}, []], "d": null, "": {}}`,
		`["\"\\\/\b\f\n\r\t", "\u00e9\u20AC", "\ud83d\ude00", "\ud83d", "\ud83d\u0041", "é€😀"]`,
	} {
		dec := json.NewDecoder(strings.NewReader(src))
		dec.UseNumber()
		var want any
		if err := dec.Decode(&want); err != nil {
			t.Fatal(err)
		}
		for name, r := range map[string]io.Reader{"at once": strings.NewReader(src), "byte by byte": iotest.OneByteReader(strings.NewReader(src)), "with a mark": strings.NewReader("\xef\xbb\xbf" + src)} {
			var ds diag.List
			d := New(r, options(&ds))
			got := value(d)
			if diff := cmp.Diff(want, got); diff != "" || !d.End() || ds.Len() > 0 {
				t.Errorf("%s, %s: %v (-want +got):\n%s", src, name, ds.Sorted(), diff)
			}
		}
	}
}

func TestOnlyWhatIsAskedForIsRead(t *testing.T) {
	src := `{"skip": {"a": ["\u0041]", {}], "b": "}"}, "list": [1, "x", [2], "y"], "name": "n", "version": 3, "last": 1}`
	var ds diag.List
	d := New(strings.NewReader(src), options(&ds))
	var got []string
	for d.Object(); d.Next(); {
		switch string(d.Key()) {
		case "list":
			for d.List(); d.Next(); {
				if d.Kind() == Text {
					got = append(got, d.Text())
				}
			}
		case "name":
			got = append(got, d.Text())
		case "version":
			got = append(got, d.Scalar())
		}
	}
	if diff := cmp.Diff([]string{"x", "y", "n", "3"}, got); diff != "" || !d.End() || ds.Len() > 0 {
		t.Errorf("%v (-want +got):\n%s", ds.Sorted(), diff)
	}
}

// A value of another kind is said and passed over; numbers are taken as texts all the same.
func TestOtherKinds(t *testing.T) {
	src := "{\"name\": 1.50,\n \"list\": {\"a\": 1},\n\"texts\": [true, [], null, \"é\", 2],\n \"object\": \"no\", \"text\": {}, \"\": null, \"bad\": \"\xe9\"}"
	var ds diag.List
	d := New(strings.NewReader(src), options(&ds))
	var got []string
	for d.Object(); d.Next(); {
		switch string(d.Key()) {
		case "object", "":
			for d.Object(); d.Next(); {
				t.Error("it is no object")
			}
		case "list":
			for d.List(); d.Next(); {
				t.Error("it is no list")
			}
		case "texts":
			for d.List(); d.Next(); {
				got = append(got, d.Text())
			}
		default:
			got = append(got, d.Text())
		}
	}
	if diff := cmp.Diff([]string{"1.50", "true", "", "", "é", "2", "", "\uFFFD"}, got); diff != "" || !d.End() {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{
		`f:1:10: X3: "name" is a number, not a text`,
		`f:2:10: X3: "list" is an object, not a list`,
		`f:3:11: X3: an item of a list is true or false, not a text`,
		`f:3:17: X3: an item of a list is a list, not a text`,
		`f:3:32: X3: an item of a list is a number, not a text`,
		`f:4:12: X3: "object" is a text, not an object`,
		`f:4:26: X3: "text" is an object, not a text`,
		"f:4:50: X3: a text is not UTF-8; what cannot be read of it is replaced\n    hint: save the file as UTF-8",
	}, printed(&ds)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestBadText(t *testing.T) {
	const here = "\n    hint: the cause is here or just before"
	for src, want := range map[string]string{
		"":                       "f:1:1: X1: the file is empty\n    hint: export the document again",
		" \n":                    "f:2:1: X1: the file breaks off here\n    hint: copy or export the file again",
		`{"a": `:                 "f:1:7: X1: the file breaks off here\n    hint: copy or export the file again",
		`{"a": "b`:               "f:1:9: X1: the file breaks off here\n    hint: copy or export the file again",
		`{"a": "b\`:              "f:1:10: X1: the file breaks off here\n    hint: copy or export the file again",
		`{"a": "\u12`:            "f:1:12: X1: the file breaks off here\n    hint: copy or export the file again",
		`["a"`:                   "f:1:5: X1: the file breaks off here\n    hint: copy or export the file again",
		`{"a"`:                   "f:1:5: X1: the file breaks off here\n    hint: copy or export the file again",
		"{\n\"a\" 1}":            "f:2:5: X1: the file is not JSON: '1' does not belong here" + here,
		`{"a": 1,}`:              "f:1:9: X1: the file is not JSON: '}' does not belong here" + here,
		`{"a": }`:                "f:1:7: X1: the file is not JSON: '}' does not belong here" + here,
		`{1: 2}`:                 "f:1:2: X1: the file is not JSON: '1' does not belong here" + here,
		`{"a": [1}}`:             "f:1:9: X1: the file is not JSON: '}' does not belong here" + here,
		`{"a": "b` + "\n" + `"}`: "f:1:9: X1: the file is not JSON: '\\n' does not belong here" + here,
		`{"b": ["\x"]}`:          "f:1:9: X1: the file is not JSON: a backslash stands before something else than it may" + here,
		`<a/>`:                   "f:1:1: X1: the file is not JSON: '<' does not belong here" + here,
		`€`:                      "f:1:1: X1: the file is not JSON: '€' does not belong here" + here,
		`{"a": tru}`:             "f:1:10: X1: the file is not JSON: \"tru\" is no value\n    hint: the cause is just before",
		`[01]`:                   "f:1:4: X1: the file is not JSON: \"01\" is no value\n    hint: the cause is just before",
		`{} {}`:                  "f:1:4: X1: more text follows the document\n    hint: a file holds one document",
		strings.Repeat("[", 300): "f:1:257: X2: values are nested more than 256 levels deep",
	} {
		for _, r := range []io.Reader{strings.NewReader(src), iotest.OneByteReader(strings.NewReader(src))} {
			var ds diag.List
			d := New(r, options(&ds))
			if d.End() || !d.Failed() {
				t.Errorf("%q is read", src)
			}
			if diff := cmp.Diff([]string{want}, printed(&ds)); diff != "" {
				t.Errorf("%q (-want +got):\n%s", src, diff)
			}
			d.Object()
			d.List()
			if d.Next() || d.Text() != "" || d.Scalar() != "" || d.Kind() != None {
				t.Errorf("%q: something follows", src)
			}
		}
	}
}

func TestLimits(t *testing.T) {
	for _, tt := range []struct {
		r    io.Reader
		opt  Options
		want string
	}{
		{strings.NewReader(`[1,2,3]`), Options{Values: 3}, "f:1:6: X2: the file has more than 3 values"},
		{strings.NewReader(strings.Repeat(" ", 2<<20)), Options{Bytes: 1 << 20}, "f:1:1048577: X2: the file is larger than 1 MiB"},
		{io.MultiReader(strings.NewReader("[\n"), iotest.ErrReader(errors.New("the disk is gone"))), Options{}, "f:2:1: C101: the file cannot be read to its end: the disk is gone"},
	} {
		var ds diag.List
		opt := options(&ds)
		opt.Values, opt.Bytes = tt.opt.Values, tt.opt.Bytes
		if d := New(tt.r, opt); d.End() {
			t.Errorf("read: %s", tt.want)
		}
		if diff := cmp.Diff([]string{tt.want}, printed(&ds)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

// Places are right however the file comes in.
func TestPlaces(t *testing.T) {
	var b strings.Builder
	b.WriteString("[")
	for i := range 20_000 {
		fmt.Fprintf(&b, "%q,%s", strings.Repeat("é", i%7), strings.Repeat("\n", i%3))
	}
	b.WriteString("0]")
	src := b.String()
	d := New(strings.NewReader(src), Options{File: "f"})
	rest := src
	want := diag.Pos{File: "f", Line: 1, Column: 1}
	for d.List(); d.Next(); {
		i := strings.IndexAny(rest, `"0`)
		for _, r := range rest[:i] {
			want.Column++
			if r == '\n' {
				want.Line++
				want.Column = 1
			}
		}
		rest = rest[i:]
		if got := d.Pos(); got != want {
			t.Fatalf("got %v, want %v", got, want)
		}
		n := 1
		if rest[0] == '"' {
			n = strings.IndexByte(rest[1:], '"') + 2
		}
		for range []rune(rest[:n]) {
			want.Column++
		}
		rest = rest[n:]
	}
	if !d.End() {
		t.Error("the list is not read")
	}
}

// FuzzDecoder: what is JSON for encoding/json is JSON here with the same values, and nothing else is.
func FuzzDecoder(f *testing.F) {
	for _, src := range []string{`{"a": [1, {"b": "c\n\u00e9"}, []], "d": null}`, `[-0.5e+7, "😀", true]`, "{\"a\": \"\xe9\"}", `{"a": tru}`, `"\ud83d\ude00\ud83d"`} {
		f.Add([]byte(src))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var ds diag.List
		skipping := New(bytes.NewReader(data), options(&ds))
		skipped := skipping.End()
		reading := New(iotest.HalfReader(bytes.NewReader(data)), Options{})
		got := value(reading)
		read := reading.End()
		valid := json.Valid(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")))
		if skipped != read {
			t.Fatalf("skipped: %v, read: %v", skipped, read)
		}
		if read != valid && !(valid && depth(data) > 256) {
			t.Fatalf("read: %v, JSON: %v: %v", read, valid, ds.Sorted())
		}
		if !read && ds.Len() != 1 {
			t.Fatalf("not read, and said: %v", ds.Sorted())
		}
		if !read {
			return
		}
		dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))))
		dec.UseNumber()
		var want any
		if err := dec.Decode(&want); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(replaced(want), replaced(got)); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	})
}

func depth(data []byte) int { return bytes.Count(data, []byte("[")) + bytes.Count(data, []byte("{")) }

// replaced makes one of several characters that stand for unreadable ones, for the count differs.
func replaced(v any) any {
	switch v := v.(type) {
	case string:
		for strings.Contains(v, "\uFFFD\uFFFD") {
			v = strings.ReplaceAll(v, "\uFFFD\uFFFD", "\uFFFD")
		}
		return v
	case []any:
		for i := range v {
			v[i] = replaced(v[i])
		}
	case map[string]any:
		out := map[string]any{}
		for k, x := range v {
			out[replaced(k).(string)] = replaced(x)
		}
		return out
	}
	return v
}
