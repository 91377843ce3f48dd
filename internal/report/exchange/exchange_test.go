package exchange

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/defenseunicorns/go-oscal/src/pkg/validation"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"cordon/internal/compliance"
	"cordon/internal/decisions"
	"cordon/internal/diag"
	"cordon/internal/interop/oscal"
	"cordon/internal/knowledge"
	"cordon/internal/project"
)

const (
	example = "../../../examples/wearable-monitor"
	day     = "2026-11-26"
)

// theExample is the example as the command line judges it.
func theExample(t *testing.T) *project.Judged {
	t.Helper()
	var ds diag.List
	k, err := project.OpenKnowledge(nil, &ds)
	if err != nil {
		t.Fatal(err)
	}
	m := project.OpenModel(example, k, &ds)
	if ds.HasErrors() {
		t.Fatal(ds.Sorted())
	}
	j, err := project.OpenCase(t.Context(), m, k, func(a *project.Assessed) ([]decisions.Review, error) {
		return project.Decided(context.Background(), example, m, k, a, day, &ds)
	}, day, nil)
	if err != nil || ds.HasErrors() {
		t.Fatal(err, ds.Sorted())
	}
	return j
}

// All that is exported of the example is valid OSCAL, refers to what is exported with it, and says the same when it is read.
func TestTheExampleAsOSCAL(t *testing.T) {
	if raceEnabled {
		t.Skip("validation is not looked at for races")
	}
	j := theExample(t)
	for name, q := range map[string]compliance.Request{
		"as it is":         {Day: day},
		"drafts":           {Day: day, Drafts: true},
		"one document":     {Day: day, Documents: []string{"mdcg-2019-16"}},
		"a year before":    {Day: "2025-11-26"},
		"for manufacturer": {Day: day, Holders: []knowledge.Holder{"manufacturer"}},
	} {
		t.Run(name, func(t *testing.T) {
			a, err := j.Comply(q)
			if err != nil {
				t.Fatal(err)
			}
			files, err := OSCAL(a, j.Case)
			if err != nil {
				t.Fatal(err)
			}
			w := want{j: j.Case, a: a, docs: binding(a, j.Index)}
			models := map[string]int{}
			for _, f := range files {
				validate(t, f)
				models[w.check(t, f)]++
			}
			if n := len(w.docs); n == 0 || models[oscal.CatalogModel] != n {
				t.Errorf("%d catalogs for %d documents", models[oscal.CatalogModel], n)
			}
			for _, model := range []string{oscal.ProfileModel, oscal.ComponentsModel, oscal.ResultsModel, oscal.PlanModel} {
				if models[model] != 1 {
					t.Errorf("%d files with a %s", models[model], model)
				}
			}
			if n := len(between(j.Index, w.docs)); models[oscal.MappingModel] != n {
				t.Errorf("%d mappings for %d crosswalks", models[oscal.MappingModel], n)
			}
			leads(t, files)
		})
	}
}

// validate checks a file against the published schema.
func validate(t *testing.T, f File) {
	t.Helper()
	v, err := validation.NewValidator(f.Content)
	if err != nil {
		t.Fatalf("%s: %v", f.Name, err)
	}
	if err := v.Validate(); err != nil {
		result, _ := v.GetValidationResult()
		t.Errorf("%s: %v\n%v", f.Name, err, result.Errors)
	}
	if v.GetSchemaVersion() != oscal.Version {
		t.Errorf("%s is checked against OSCAL %s", f.Name, v.GetSchemaVersion())
	}
}

// want is what files must say.
type want struct {
	j    *compliance.Case
	a    *compliance.Answer
	docs []*knowledge.Document
}

// clauses are those of the exported documents for which something holds, with what goes out about them.
func (w want) clauses(holds func(*compliance.Clause) bool) map[string]oscal.Status {
	out := map[string]oscal.Status{}
	for i := range w.a.Clauses {
		c := &w.a.Clauses[i]
		if slices.Contains(w.docs, w.j.Index.Documents[c.Document]) && holds(c) {
			out[c.ID] = Status(c)
		}
	}
	return out
}

// check reads a file, compares it with what it was made of, and returns its model.
func (w want) check(t *testing.T, f File) string {
	t.Helper()
	var ds diag.List
	x := oscal.Read(f.Name, f.Content, &ds)
	if ds.Len() > 0 || !x.Ours {
		t.Fatalf("%s: %v", f.Name, ds.Sorted())
	}
	var expected, got any
	switch x.Model {
	case oscal.CatalogModel:
		expected, got = w.j.Index.Documents[x.Catalog.ID], x.Catalog
	case oscal.ProfileModel:
		applies := w.clauses(func(c *compliance.Clause) bool { return c.Verdict == compliance.Applies })
		chosen := map[string]oscal.Status{}
		for _, s := range x.Selection.Chosen {
			for _, id := range s.Clauses {
				chosen[id] = applies[id]
			}
		}
		expected, got = applies, chosen
	case oscal.ComponentsModel:
		expected, got = w.served(), x.Components.Components
	case oscal.ResultsModel:
		expected, got = w.clauses(func(*compliance.Clause) bool { return true }), statuses(x.Assessment)
	case oscal.PlanModel:
		open := w.clauses(func(c *compliance.Clause) bool { return Status(c) == oscal.Open || Status(c) == oscal.Partly })
		expected, got = open, statuses(x.Assessment)
	case oscal.MappingModel:
		expected, got = w.j.Index.Crosswalks[x.Crosswalk.ID], x.Crosswalk
	}
	if diff := cmp.Diff(expected, got, cmpopts.IgnoreTypes(diag.Pos{})); diff != "" {
		t.Errorf("%s (-want +got):\n%s", f.Name, diff)
	}
	return x.Model
}

// served are the components as they go out.
func (w want) served() []oscal.Component {
	all := components(w.a, w.j, systemOf(w.j))
	for i := range all {
		all[i].Description = all[i].Title
	}
	return all
}

func statuses(a *oscal.Assessment) map[string]oscal.Status {
	out := map[string]oscal.Status{}
	for _, r := range a.Results {
		out[r.Clause] = r.Status
	}
	return out
}

var (
	ids  = regexp.MustCompile(`"id": "([^"]+)"`)
	refs = regexp.MustCompile(`"(?:control-id|target-id|id-ref)": "([^"]+)"`)
	href = regexp.MustCompile(`"(?:href|source)": "([^"#][^"]*)"`)
)

// leads checks that references between the files lead somewhere.
func leads(t *testing.T, files []File) {
	t.Helper()
	known := map[string]bool{}
	for _, f := range files {
		known[f.Name] = true
		if strings.HasPrefix(f.Name, "catalog-") {
			for _, m := range ids.FindAllSubmatch(f.Content, -1) {
				known[string(m[1])] = true
			}
		}
	}
	seen := 0
	for _, f := range files {
		for _, m := range append(refs.FindAllSubmatch(f.Content, -1), href.FindAllSubmatch(f.Content, -1)...) {
			seen++
			if !known[string(m[1])] {
				t.Errorf("%s refers to %s, which is not there", f.Name, m[1])
			}
		}
	}
	if seen == 0 {
		t.Error("nothing refers to anything")
	}
}

// Where nothing binds there are no files, and no error.
func TestNothingBinds(t *testing.T) {
	j := theExample(t)
	a, err := j.Comply(compliance.Request{Day: day, Documents: []string{"cra"}})
	if err != nil {
		t.Fatal(err)
	}
	files, err := OSCAL(a, j.Case)
	libs, err2 := Libraries(a, j.Index)
	if len(files)+len(libs) > 0 || err != nil || err2 != nil {
		t.Errorf("%d and %d files, %v, %v", len(files), len(libs), err, err2)
	}
}
