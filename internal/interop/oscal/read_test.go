package oscal

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"cordon/internal/diag"
	"cordon/internal/knowledge"
)

var ignorePlaces = cmpopts.IgnoreTypes(diag.Pos{})

// read reads a document in which nothing is wrong.
func read(t *testing.T, name string, data []byte) *Contents {
	t.Helper()
	var ds diag.List
	c := Read(name, data, &ds)
	if ds.Len() > 0 || c == nil {
		t.Fatalf("%s: %v", name, ds.Sorted())
	}
	return c
}

func TestWhatIsWrittenComesBack(t *testing.T) {
	docs := written(t)
	system := pump
	system.Elements = nil // they are told as far as findings name them
	open := []Result{found[0], found[3]}
	open[1].Title = "law:2026/1.2"
	all := append([]Result(nil), found...)
	for i := range all {
		if all[i].Title == "" {
			all[i].Title = all[i].Clause
		}
	}
	for model, want := range map[string]*Contents{
		CatalogModel: {Model: CatalogModel, Ours: true, Catalog: &law},
		ProfileModel: {Model: ProfileModel, Ours: true, Selection: &Selection{System: system, Title: "Clauses that apply to Infusion pump", Chosen: []Chosen{
			{Source: "catalog-law-2026.json", Clauses: []string{"law:2026/1#1", "law:2026/1.2"}}, {Source: "catalog-other-r1.json", Clauses: []string{"other:r1/4"}},
		}}},
		ResultsModel: {Model: ResultsModel, Ours: true, Assessment: &Assessment{System: system, Title: "Results for Infusion pump", Date: "2026-11-26", Results: all}},
		PlanModel:    {Model: PlanModel, Ours: true, Assessment: &Assessment{System: system, Title: "What is open for Infusion pump", Date: "2026-11-26", Results: open}},
	} {
		if diff := cmp.Diff(want, read(t, model+".json", docs[model]), ignorePlaces); diff != "" {
			t.Errorf("%s (-want +got):\n%s", model, diff)
		}
	}
}

// Documents as others write them; the words are made up.
func TestForeignDocuments(t *testing.T) {
	for name, tt := range map[string]struct {
		want  *Contents
		diags []string
	}{
		"catalog": {&Contents{Model: CatalogModel, Catalog: &knowledge.Document{
			Entry:    knowledge.Entry{ID: "house-rules-3rd-edition-3-1", Title: "House rules, 3rd edition"},
			Document: "house-rules-3rd-edition", Edition: "3-1", Issuer: "House committee",
			Clauses: []knowledge.Clause{
				{
					ID: "dr-1", Title: "Locked doors",
					Says:    "Doors:\na. are locked [by hand or at [time of day]];\nb. have two, three keys *each*, and {{ insert: param, dr-1_prm_9 }}.",
					Decides: "Every door is locked.",
				},
				{ID: "dr-1.1", Title: "Back door", Says: "It has a bolt.", Decides: "A bolt is seen."},
			},
			Sources: []knowledge.Source{{Document: "https://example.org/rules"}},
		}}, []string{
			"catalog.json:3:14: C725: the catalog does not say form, standing, certainty, who and stages\n    hint: add them to the entry",
			"catalog.json:52:15: C725: withdrawn controls are left out, from this one on (1 in all)",
		}},
		"profile": {&Contents{Model: ProfileModel, Selection: &Selection{Title: "Small house", Chosen: []Chosen{
			{Source: "catalog.json", Clauses: []string{"dr-1", "dr-1.1"}},
			{Source: "#6f1b8a3e-3b0c-4e55-9c63-0d5a4f0a7b12", All: true, Except: []string{"wn-2"}},
			{Source: "other.json", All: true},
		}}}, []string{
			"profile.json:6:87: C725: controls below the chosen ones are chosen as well; they are not read\n    hint: name the controls",
			"profile.json:6:100: C725: controls are chosen by a pattern; such a choice is not read\n    hint: name the controls",
			"profile.json:11:15: C725: the profile changes controls or sets parameters; only its choice is read",
		}},
		"results": {&Contents{Model: ResultsModel, Assessment: &Assessment{Title: "Round of March", Date: "2025-03-01", Results: []Result{
			{Clause: "dr-1", Title: "Loose", Status: Partly, Because: "It locks badly.", Findings: []Finding{
				{Criterion: "dr-1_obj.a", Title: "Locked", Outcome: "met"},
				{Title: "The lock is loose.", Subjects: []Subject{{ID: "Front door"}, {ID: "85555555-5555-4555-8555-555555555555"}}, Hint: "Tighten it."},
			}},
			{Clause: "dr-1.2", Title: "No cat", Status: NotApplicable, Because: "No flap is needed.", Findings: []Finding{{Criterion: "dr-1.2_obj", Title: "No cat", Outcome: "not-applicable", Hint: "Ask again with a cat."}}},
			{Clause: "dr-1.1", Title: "No bolt", Status: Open, Because: "There is none.", Findings: []Finding{{Criterion: "dr-1.1_smt", Title: "No bolt", Outcome: "open"}}},
		}}}, []string{
			"results.json:11:7: C725: of 2 results only the latest is read, which began on 2025-03-01",
		}},
		"plan": {&Contents{Model: PlanModel, Assessment: &Assessment{Title: "To do", Date: "2025-03-03", Results: []Result{
			{Clause: "dr-1.1", Title: "Fit a bolt", Status: Open, Because: "The back door has none.", Findings: []Finding{{Title: "Round", Hint: "Buy one."}}},
			{Title: "Paint", Status: Open, Because: "It peels."},
		}}}, []string{
			`plan.json:21:7: C725: the item "Paint" names no control; it is read without one`,
		}},
	} {
		src, err := os.ReadFile(filepath.Join("testdata", "foreign", name+".json"))
		if err != nil {
			t.Fatal(err)
		}
		validate(t, name, withoutSchema.ReplaceAll(src, nil))
		var ds diag.List
		got := Read(name+".json", src, &ds)
		if diff := cmp.Diff(tt.want, got, ignorePlaces); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if diff := cmp.Diff(tt.diags, printed(&ds)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

var withoutSchema = regexp.MustCompile(`"\$schema": "[^"]*",`)

func printed(ds *diag.List) []string {
	var out []string
	for _, d := range ds.Sorted() {
		out = append(out, d.String())
	}
	return out
}
