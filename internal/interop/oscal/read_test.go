package oscal

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
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
	var filled []Component // what is said where nothing is given
	for _, c := range parts {
		filled = append(filled, c.filled())
	}
	for model, want := range map[string]*Contents{
		CatalogModel: {Model: CatalogModel, Ours: true, Catalog: &law},
		ProfileModel: {Model: ProfileModel, Ours: true, Selection: &Selection{System: system, Title: "Clauses that apply to Infusion pump", Chosen: []Chosen{
			{Source: "catalog-law-2026.json", Clauses: []string{"law:2026/1#1", "law:2026/1.2"}}, {Source: "catalog-other-r1.json", Clauses: []string{"other:r1/4"}},
		}}},
		ResultsModel:    {Model: ResultsModel, Ours: true, Assessment: &Assessment{System: system, Title: "Results for Infusion pump", Date: "2026-11-26", Results: all}},
		ComponentsModel: {Model: ComponentsModel, Ours: true, Components: &Definition{System: system, Title: "Components of Infusion pump", Components: filled}},
		MappingModel:    {Model: MappingModel, Ours: true, Crosswalk: &walk},
		PlanModel:       {Model: PlanModel, Ours: true, Assessment: &Assessment{System: system, Title: "What is open for Infusion pump", Date: "2026-11-26", Results: open}},
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
		"components": {&Contents{Model: ComponentsModel, Components: &Definition{Title: "Things for doors", Components: []Component{
			{ID: "6a1b8a3e-3b0c-4e55-9c63-0d5a4f0a7b02", Title: "Lock *of steel*", Type: "hardware", Implements: []Implementation{
				{Clause: "dr-1", How: "It locks.\ndr-1_smt.a: By hand.\ndr-1_smt.b: With four keys."},
				{Clause: "mdcg-2019-16:r1/3.6#7", How: "It keeps people out."},
				{Clause: "mdr_.2017_-GSPR-17.2", How: "Of another catalog."},
			}},
			{ID: "6a1b8a3e-3b0c-4e55-9c63-0d5a4f0a7b11", Title: "House rules", Type: "policy", Description: "Read them.\n\nTwice."},
		}}}, []string{
			"components.json:5:38: C725: definitions that this one takes components from are not read, from this one on (1 in all)\n    hint: import them one by one",
			"components.json:17:31: C725: values of parameters are left out, from this one on (2 in all)",
			"components.json:44:22: C725: capabilities, which several components have together, are left out, from this one on (1 in all)",
		}},
		"mapping": {&Contents{Model: MappingModel, Crosswalk: &knowledge.Crosswalk{
			Entry: knowledge.Entry{ID: "houses-and-devices", Title: "Houses and devices"}, Says: "What doors and devices share.\nDoors first.",
			Links: []knowledge.Walk{
				{From: "house:1/dr-1", To: "mdcg-2019-16:r1/3.6#7", Relation: "equal", Because: "Both keep people out.\nA door needs a wall."},
				{From: "catalog-mdcg-2019-16-r1:1/4/5", To: "house:1/dr-1_smt.a", Relation: "part-of"},
				{From: "house:1/a", To: "catalog-mdcg-2019-16-r1:1/c", Relation: "part-of"},
				{From: "house:1/b", To: "catalog-mdcg-2019-16-r1:1/c", Relation: "part-of"},
				{From: "vehicles:2nd-ed/v-1", To: "house-2:1/dr-1", Relation: "overlaps"},
				{From: "vehicles:2nd-ed/v-2", To: "house-2:1/dr-1", Relation: "related"},
			},
			Sources: []knowledge.Source{{Document: "Houses and devices, version 2"}, {Document: "https://example.org/how"}},
		}}, []string{
			"mapping.json:8:19: C725: the mapping is said to be superseded\n    hint: look for what replaces it",
			"mapping.json:15:31: C725: lists of controls without a counterpart are left out, from this one on (1 in all)",
			"mapping.json:20:25: C725: documents and editions in ids of clauses are made of the addresses of catalogs, from this one on (4 in all)\n    hint: write those of the entries of your pack",
			"mapping.json:22:11: C725: maps do not say why their controls are related, from this one on (4 in all)\n    hint: add to the links what they share",
			"mapping.json:26:11: C725: maps of several controls are kept as what they say of each pair, from this one on (1 in all)",
			"mapping.json:30:11: C725: maps that say that there is no relation are left out, from this one on (1 in all)",
			`mapping.json:47:77: C725: relations that OSCAL does not know are read as "related", from this one on (1 in all)`,
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

// A relation between sets is kept as far as it holds for each pair of members; what is turned holds from the targets to the sources.
func TestRelationsOfSets(t *testing.T) {
	one, two := []string{"a"}, []string{"a", "b"}
	for _, tt := range []struct {
		relation         string
		sources, targets []string
		want             []string
	}{
		{"equal-to", one, one, []string{"s/a equal t/a"}},
		{"equal-to", two, one, []string{"s/a part-of t/a", "s/b part-of t/a"}},
		{"equal-to", one, two, []string{"t/a part-of s/a", "t/b part-of s/a"}},
		{"equal-to", two, two, []string{"s/a related t/a", "s/a related t/b", "s/b related t/a", "s/b related t/b"}},
		{"subset-of", one, one, []string{"s/a part-of t/a"}},
		{"subset-of", two, one, []string{"s/a part-of t/a", "s/b part-of t/a"}},
		{"subset-of", one, two, []string{"s/a related t/a", "s/a related t/b"}},
		{"superset-of", one, one, []string{"t/a part-of s/a"}},
		{"superset-of", two, one, []string{"t/a related s/a", "t/a related s/b"}},
		{"superset-of", one, two, []string{"t/a part-of s/a", "t/b part-of s/a"}},
		{"intersects-with", one, one, []string{"s/a overlaps t/a"}},
		{"intersects-with", one, two, []string{"s/a related t/a", "s/a related t/b"}},
	} {
		var ds diag.List
		var got []string
		for _, w := range Read("f", []byte(mapping1(tt.relation, tt.sources, tt.targets)), &ds).Crosswalk.Links {
			got = append(got, fmt.Sprintf("%s %s %s", w.From, w.Relation, w.To))
		}
		for i := range got {
			got[i] = strings.ReplaceAll(got[i], ":1/", "/")
		}
		if diff := cmp.Diff(tt.want, got); diff != "" || ds.HasErrors() {
			t.Errorf("%v %s %v: %v (-want +got):\n%s", tt.sources, tt.relation, tt.targets, ds.Sorted(), diff)
		}
	}
}

// mapping1 is a mapping of others with one map, from the catalog s to the catalog t.
func mapping1(relation string, sources, targets []string) string {
	items := func(ids []string) string {
		var out []string
		for _, id := range ids {
			out = append(out, fmt.Sprintf(`{"type": "control", "id-ref": %q}`, id))
		}
		return strings.Join(out, ",")
	}
	return fmt.Sprintf(`{"mapping-collection": {%s, "provenance": {"status": "draft", "mapping-description": ""},
"mappings": {"source-resource": {"href": "s.json"}, "target-resource": {"href": "t.json"},
"maps": [{"relationship": %q, "sources": [%s], "targets": [%s]}]}}}`, meta, relation, items(sources), items(targets))
}

// A profile of others that chooses from a catalog of ours chooses clauses.
func TestForeignProfileOfOurCatalog(t *testing.T) {
	c := read(t, "f", []byte(`{"profile": {`+meta+`, "imports": [{"href": "sent/catalog-law-2026.json", "include-controls": [{"with-ids": ["law_.2026_-1_n1", "other_.r1_-4"]}]}]}}`))
	if diff := cmp.Diff([]string{"law:2026/1#1", "other_.r1_-4"}, c.Selection.Chosen[0].Clauses); diff != "" {
		t.Error(diff)
	}
}

// What is read goes to a terminal, which a document of others must not steer.
func TestControlCharactersAreLeftOut(t *testing.T) {
	c := read(t, "f", []byte(`{"profile": {`+strings.Replace(meta, `"T"`, `"A\u001b[2JB\u009b\tC"`, 1)+`, "imports": [{"href": "a\u0007.json"}]}}`))
	if c.Selection.Title != "A[2JB C" || c.Selection.Chosen[0].Source != "a.json" {
		t.Errorf("%q, %q", c.Selection.Title, c.Selection.Chosen[0].Source)
	}
}

// A source is called by the title of its resource, by where that can be read, or by the reference to it.
func TestSourcesWithoutTitles(t *testing.T) {
	var ds diag.List
	c := Read("f", []byte(`{"catalog": {"metadata": {"title": "T", "version": "1", "oscal-version": "1.0.0",
"links": [{"href": "#a", "rel": "reference"}, {"href": "#b", "rel": "reference"}]}, "controls": [`+control1+`],
"back-matter": {"resources": [{"uuid": "a", "rlinks": [{"href": "a.pdf"}]}, {"uuid": "b", "title": " "}]}}}`), &ds)
	want := []knowledge.Source{{Document: "a.pdf"}, {Document: "#b"}}
	if diff := cmp.Diff(want, c.Catalog.Sources); diff != "" || ds.HasErrors() {
		t.Errorf("%v (-want +got):\n%s", ds.Sorted(), diff)
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
