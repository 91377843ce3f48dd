package csaf

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
)

// seeds adds the documents under testdata, the examples of mandatory tests and what is wrong with documents.
func seeds(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("testdata", "*.json"))
	if err != nil || len(files) == 0 {
		f.Fatal("there are no documents to begin with")
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, e := range examples(f) {
		for _, v := range e.versions {
			f.Add(patch(f, base(f, v), e.changes))
		}
	}
	for _, tt := range badDocuments {
		if len(tt.src) < 5000 {
			f.Add([]byte(tt.src))
		}
	}
}

// FuzzRead: nothing makes reading, checking and listing products fail, every failure has a place, and what was read without a remark comes back when it
// is written and read again.
func FuzzRead(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		var ds diag.List
		d := Read("f", data, &ds)
		if d == nil {
			if !ds.HasErrors() {
				t.Fatal("nothing is read, and nothing is said")
			}
			return
		}
		d.Products()
		failures := Validate(d)
		for _, x := range failures {
			if x.Says == "" || x.Path == "" || d.Place(x.Path).Line == 0 {
				t.Fatalf("%+v at %v", x, d.Place(x.Path))
			}
		}
		if ds.Len() > 0 {
			return
		}
		out := written(t, d)
		var again diag.List
		back := Read("f", out, &again)
		if again.Len() > 0 {
			t.Fatalf("%v: %q", again.Sorted(), out)
		}
		if got := written(t, back); !bytes.Equal(got, out) {
			t.Fatalf("written again it is %s\nafter %s", got, out)
		}
		if diff := cmp.Diff(failures, Validate(back)); diff != "" {
			t.Fatalf("-want +got:\n%s", diff)
		}
	})
}

// FuzzNames: names of products and licences in the hands of others make nothing fail.
func FuzzNames(f *testing.F) {
	for _, s := range []string{"pkg:npm/%40a/b@1?c=d#e", "vers:npm/>=1|<2", "(MIT OR Apache-2.0) AND GPL-2.0-only WITH Classpath-exception-2.0", "en-Latn-US", "1.0.0-a.1+b", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "AV:N/AC:L/Au:N/C:C/I:C/A:C"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if p, err := parsePURL(s); err == nil && (p.name == "" || p.kind == "") {
			t.Fatalf("%+v", p)
		}
		_ = checkRange(s)
		_, _ = parseLicence(s)
		_ = languageExists(s)
		if a, ok := parseEdition(s); ok && a.compare(a) != 0 {
			t.Fatal(s)
		}
		if name := FileName(s); strings.ContainsAny(name, "/\\") || !strings.HasSuffix(name, ".json") {
			t.Fatal(name)
		}
		if member, x, err := ScoreOf(s); err == nil {
			if says := schemes[x.Version()].wrong("vectorString", s); says != "" || member == "" {
				t.Fatal(says)
			}
		}
	})
}
