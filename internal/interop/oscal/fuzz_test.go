package oscal

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
)

// seeds adds the documents under testdata.
func seeds(f *testing.F) {
	files, err := filepath.Glob(filepath.Join("testdata", "*.json"))
	foreign, err2 := filepath.Glob(filepath.Join("testdata", "foreign", "*.json"))
	if err != nil || err2 != nil || len(files) == 0 || len(foreign) == 0 {
		f.Fatal("there are no documents to begin with")
	}
	for _, name := range append(files, foreign...) {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	// A space before what makes a statement of the id of a control.
	f.Add([]byte(`{"assessment-results": {` + meta + `, "results": [{"start": "2026-11-26T00:00:00Z",
"findings": [{"title": "F", "description": "", "target": {"target-id": "a _smt", "status": {"state": "satisfied"}}}]}]}}`))
	for _, tt := range badDocuments {
		if len(tt.src) < 1000 {
			f.Add([]byte(tt.src))
		}
	}
}

// FuzzRead: nothing makes it fail, something is read or said, and what was read without an error comes back when it is written and read again.
func FuzzRead(f *testing.F) {
	seeds(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		var ds diag.List
		c := Read("f", data, &ds)
		if c == nil {
			if !ds.HasErrors() {
				t.Fatal("nothing is read, and nothing is said")
			}
			return
		}
		if ds.HasErrors() {
			return
		}
		switch {
		case c.Catalog != nil && c.Ours:
			out, err := Catalog(c.Catalog, about)
			if err != nil {
				t.Fatalf("%v: %q", err, data)
			}
			var again diag.List
			got := Read("f", out, &again)
			if diff := cmp.Diff(c.Catalog, got.Catalog, ignorePlaces); diff != "" || again.HasErrors() {
				t.Fatalf("%v (-want +got):\n%s", again.Sorted(), diff)
			}
		case c.Components != nil && c.Ours:
			out, err := Components(c.Components.System, c.Components.Components, about)
			if err != nil {
				t.Fatalf("%v: %q", err, data)
			}
			var again diag.List
			got := Read("f", out, &again)
			if diff := cmp.Diff(c.Components.Components, got.Components.Components); diff != "" || again.HasErrors() {
				t.Fatalf("%v (-want +got):\n%s", again.Sorted(), diff)
			}
		case c.Crosswalk != nil:
			// One of others is written as one of ours.
			out, err := Mapping(c.Crosswalk, about)
			if err != nil {
				t.Fatalf("%v: %q", err, data)
			}
			if c.Crosswalk.Says == "" {
				c.Crosswalk.Says = c.Crosswalk.Title
			}
			var again diag.List
			got := Read("f", out, &again)
			if diff := cmp.Diff(c.Crosswalk, got.Crosswalk, ignorePlaces); diff != "" || again.HasErrors() {
				t.Fatalf("%v (-want +got):\n%s", again.Sorted(), diff)
			}
		case c.Assessment != nil && len(c.Assessment.Results) > 0 && c.Model == ResultsModel:
			out, err := Results(c.Assessment.System, c.Assessment.Results, about)
			if err != nil {
				t.Fatalf("%v: %q", err, data)
			}
			var again diag.List
			got := Read("f", out, &again)
			if diff := cmp.Diff(c.Assessment.Results, got.Assessment.Results); diff != "" || again.HasErrors() {
				t.Fatalf("%v (-want +got):\n%s", again.Sorted(), diff)
			}
		}
	})
}
