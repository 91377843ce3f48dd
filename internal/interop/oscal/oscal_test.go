package oscal

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/defenseunicorns/go-oscal/src/pkg/validation"
	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
	"cordon/internal/knowledge"
	"cordon/internal/model"
)

var update = flag.Bool("update", false, "write the goldens anew")

var (
	about = About{Date: "2026-11-26", Tool: "cordon 0.9.0", Base: "1.4.0", Digest: "ab12"}
	pump  = System{
		ID: "pump", Name: "Infusion pump", Version: "2.1", Digest: "cd34",
		Elements: []Element{{"gateway", "Ward gateway", "network"}, {"app", "Nurse's app", "software"}},
	}
	law = knowledge.Document{
		Entry:    knowledge.Entry{ID: "law-2026", Title: "A law *for* tests", Status: "reviewed", Version: 2},
		Document: "law", Edition: "2026", Issuer: "Parliament <of tests>", Form: "law", Standing: "in-force", From: "2026-05",
		Markets: []model.Market{"EU", "CH"}, Classes: []model.DeviceClass{"MDR-IIb"}, Kinds: []string{"device"}, Certainty: "checked",
		Clauses: []knowledge.Clause{
			{ID: "1#1", Title: "First", Says: "Do this, and x_y, [that] and `more`.", Who: []knowledge.Holder{"manufacturer", "operator"}, Stages: []knowledge.Stage{"risk"}, Decides: "It is done."},
			{ID: "(b)(2)+", Title: "Second", Says: "Be reasonable.\nIn two lines.", Who: []knowledge.Holder{"patient"}, Stages: []knowledge.Stage{"plan", "operation"}, Decides: "Nothing does.", Undecidable: "Nobody knows what is reasonable.", Flaw: "It points to *nothing*.", Certainty: "general"},
			{ID: "1.2", Title: "Third", Says: "Later.", Who: []knowledge.Holder{"operator"}, Stages: []knowledge.Stage{"operation"}, Decides: "A record.", From: "2027-01", Kinds: []string{"network"}, Classes: []model.DeviceClass{"MDR-III"}},
		},
		Flaws:   []string{"It has no end.", "It has two ends."},
		Sources: []knowledge.Source{{Document: "Law of tests, 2026", Part: "whole"}, {Document: "Official journal"}},
	}
	found = []Result{
		{Clause: "law:2026/1#1", Title: "First", Status: Open, Because: "the gateway is bare", Findings: []Finding{
			{"CRI-0001", "Traffic is protected", "open", []Subject{{"gateway", "open", "no control"}, {ID: "app"}}, "Protect it."}, {"CRI-0002", "", "met", nil, ""},
		}},
		{Clause: "law:2026/(b)(2)+", Title: "Second", Status: Undecidable, Because: "Nobody knows what is reasonable."},
		{Clause: "law:2026/4", Title: "Fourth", Status: Met, Because: "stated and signed", Statement: &Statement{"DEC-7", "A. Person", "regulatory affairs", "2026-10-01", "The file has it.", []string{"EV-1", "EV-2"}, true}},
		{Clause: "law:2026/1.2", Status: Partly, Because: "one of two", Statement: &Statement{Decision: "DEC-8", Who: "A. Person", Why: "Half of it."}, Findings: []Finding{{"CRI-0001", "Traffic is protected", "open", []Subject{{"gateway", "open", "no control"}, {ID: "app"}}, "Protect it."}, {"CRI-0003", "Logs", "partly", []Subject{{"bed-1", "partly", "planned"}}, "Keep logs."}}},
		{Clause: "other:r1/3.6#7", Status: Met, Because: "all there"},
		{Clause: "other:r1/4", Status: Asked, Because: "Is it remote?"},
		{Clause: "other:r1/5", Status: NotApplicable, Because: "its class is MDR-I"},
	}
	parts = []Component{
		{ID: "gateway", Title: "Ward gateway", Type: "hardware", Description: "Passes data on.", Implements: []Implementation{
			{"law:2026/1#1", "It encrypts,\nand *signs*.", []string{"CTL-0001", "CTL-0002"}}, {Clause: "other:r1/4"}, {Clause: "law:2026/1.2", How: "It tells."}, {Clause: "law:2026/1#1", How: "It signs as well."},
		}},
		{ID: "app"},
	}
	walk = knowledge.Crosswalk{
		Entry: knowledge.Entry{ID: "law-to-other", Title: "The law and another", Status: "withdrawn", Version: 3, ReplacedBy: "law-to-all"},
		Says:  "Lean on it a little.\nOr not.", Sources: []knowledge.Source{{Document: "A talk, 2026", Part: "second half"}}, Links: []knowledge.Walk{
			{From: "law:2026/1#1", To: "other:r1/4", Relation: "equal", Because: "Both say so."}, {From: "law:2026/1.2", To: "third:r2/1", Relation: "part-of", Because: "Smaller."},
			{From: "law:2026/(b)(2)+", To: "other:r1/5", Relation: "overlaps", Because: "In part."}, {From: "law:2026/1.2", To: "other:r1/5", Relation: "related", Because: "A little."},
		},
	}
)

// written is one document of each model.
func written(t *testing.T) map[string][]byte {
	t.Helper()
	out := map[string][]byte{}
	put := func(model string, data []byte, err error) {
		if err != nil {
			t.Fatalf("%s: %v", model, err)
		}
		out[model] = data
	}
	data, err := Catalog(&law, about)
	put(CatalogModel, data, err)
	data, err = Profile(pump, []string{"law:2026/1#1", "other:r1/4", "law:2026/1.2", "law:2026/1#1"}, about)
	put(ProfileModel, data, err)
	data, err = Components(pump, parts, about)
	put(ComponentsModel, data, err)
	data, err = Results(pump, found, about)
	put(ResultsModel, data, err)
	data, err = Plan(pump, found, about)
	put(PlanModel, data, err)
	data, err = Mapping(&walk, about)
	put(MappingModel, data, err)
	return out
}

func shipped(t testing.TB) *knowledge.Base {
	t.Helper()
	var ds diag.List
	b := knowledge.Load(os.DirFS(filepath.Join("..", "..", "..", "content")), "content", &ds)
	if ds.HasErrors() || len(b.Documents) < 41 {
		t.Fatalf("%d documents are read, with %v", len(b.Documents), ds.Sorted())
	}
	return b
}

// validate checks a document against the published schema of its version, which it returns.
func validate(t *testing.T, name string, data []byte) string {
	t.Helper()
	v, err := validation.NewValidator(data)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	if err := v.Validate(); err != nil {
		result, _ := v.GetValidationResult()
		t.Fatalf("%s: %v\n%v", name, err, result.Errors)
	}
	return v.GetSchemaVersion()
}

// valid checks a document of ours, also for what a schema cannot say: UUIDs are unique and references lead somewhere.
func valid(t *testing.T, name string, data []byte) {
	t.Helper()
	if version := validate(t, name, data); version != Version {
		t.Errorf("%s is checked against OSCAL %s", name, version)
	}
	var root any
	if err := json.Unmarshal(data, &root); err != nil {
		t.Fatal(err)
	}
	s := scan{ids: map[string]bool{}}
	s.value(t, name, "", root)
	for _, ref := range s.refs {
		if !s.ids[ref] {
			t.Errorf("%s refers to %s, which is not in it", name, ref)
		}
	}
}

// scan collects ids and references of a document.
type scan struct {
	ids  map[string]bool
	refs []string
}

func (s *scan) value(t *testing.T, name, key string, v any) {
	switch x := v.(type) {
	case map[string]any:
		for k, y := range x {
			s.value(t, name, k, y)
		}
	case []any:
		for _, y := range x {
			s.value(t, name, key, y)
		}
	case string:
		switch {
		case key == "uuid" || key == "id" && name != PlanModel:
			if s.ids[x] {
				t.Errorf("%s has the id %s twice", name, x)
			}
			s.ids[x] = true
		case strings.HasSuffix(key, "-uuid"), key == "party-uuids":
			s.refs = append(s.refs, x)
		case key == "href" && strings.HasPrefix(x, "#"):
			s.refs = append(s.refs, x[1:])
		}
	}
}

func TestEachModelIsValid(t *testing.T) {
	for name, data := range written(t) {
		valid(t, name, data)
		golden := filepath.Join("testdata", name+".json")
		if *update {
			if err := os.WriteFile(golden, data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(data)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestSameInputGivesSameBytes(t *testing.T) {
	if diff := cmp.Diff(written(t), written(t)); diff != "" {
		t.Error(diff)
	}
	later := about
	later.Date = "2026-11-27"
	a, err := Catalog(&law, about)
	b, err2 := Catalog(&law, later)
	if err != nil || err2 != nil || root(t, a) == root(t, b) {
		t.Errorf("a document that says something else has the UUID %s as well (%v, %v)", root(t, a), err, err2)
	}
}

// root is the UUID of a document as a whole.
func root(t *testing.T, data []byte) string {
	t.Helper()
	var doc map[string]struct {
		UUID string `json:"uuid"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	for _, d := range doc {
		return d.UUID
	}
	return ""
}

func TestShippedDocumentsAreValidCatalogsAndComeBack(t *testing.T) {
	b := shipped(t)
	controls := map[string]bool{}
	for i := range b.Documents {
		d := &b.Documents[i]
		data, err := Catalog(d, about)
		if err != nil {
			t.Fatal(err)
		}
		name := CatalogName(d.ID)
		valid(t, name, data)
		if again, ok := edition(d.Full(&d.Clauses[0])); ok != nil || CatalogName(again) != name {
			t.Errorf("%s is called %s by its clauses", name, CatalogName(again))
		}
		got := read(t, name, data)
		if !got.Ours || got.Model != CatalogModel {
			t.Errorf("%s is read as %s, ours: %v", name, got.Model, got.Ours)
		}
		if diff := cmp.Diff(d, got.Catalog, ignorePlaces); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		for j := range d.Clauses {
			id := Token(d.Full(&d.Clauses[j]))
			if controls[id] {
				t.Errorf("two clauses have the token %s", id)
			}
			controls[id] = true
			if back, ok := ClauseID(id); !ok || back != d.Full(&d.Clauses[j]) {
				t.Errorf("%s comes back from %s as %q", d.Full(&d.Clauses[j]), id, back)
			}
		}
	}
	for i := range b.Crosswalks {
		data, err := Mapping(&b.Crosswalks[i], about)
		if err != nil {
			t.Fatal(err)
		}
		valid(t, b.Crosswalks[i].ID, data)
		if diff := cmp.Diff(&b.Crosswalks[i], read(t, b.Crosswalks[i].ID, data).Crosswalk, ignorePlaces); diff != "" {
			t.Errorf("%s (-want +got):\n%s", b.Crosswalks[i].ID, diff)
		}
	}
}

// The results for all clauses of the shipped base are valid, name controls and statements of the catalogs, and come back.
func TestResultsForShippedClauses(t *testing.T) {
	b := shipped(t)
	var all []Result
	var clauses []string
	names := map[string]bool{}
	id := regexp.MustCompile(`"id": "([^"]+)"`)
	for i := range b.Documents {
		d := &b.Documents[i]
		data, err := Catalog(d, about)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range id.FindAllStringSubmatch(string(data), -1) {
			names[m[1]] = true
		}
		for j := range d.Clauses {
			c := &d.Clauses[j]
			status := Status(Status("").Words()[len(all)%6])
			clauses = append(clauses, d.Full(c))
			all = append(all, Result{Clause: d.Full(c), Title: c.Title, Status: status, Because: "because of " + c.ID, Findings: []Finding{{fmt.Sprintf("CRI-%04d", j%7), "", "open", []Subject{{ID: "app"}}, "Do."}}})
		}
	}
	for model, data := range map[string][]byte{
		ResultsModel: must(Results(pump, all, about)), PlanModel: must(Plan(pump, all, about)), ProfileModel: must(Profile(pump, clauses, about)),
	} {
		valid(t, model, data)
		refs := regexp.MustCompile(`"(?:target-id|control-id)": "([^"]+)"`).FindAllStringSubmatch(string(data), -1)
		for _, m := range refs {
			if !names[m[1]] {
				t.Fatalf("%s names %s, which no catalog has", model, m[1])
			}
		}
		if len(refs) == 0 && model == ResultsModel {
			t.Error("the results name no control")
		}
	}
	got := read(t, "results.json", must(Results(pump, all, about))).Assessment
	if diff := cmp.Diff(all, got.Results); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func must(data []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return data
}

func TestWhatCannotBeWritten(t *testing.T) {
	bad := about
	bad.Date = "26.11.2026"
	for _, tt := range []struct {
		name string
		err  error
		want string
	}{
		{"a document without clauses", second(Catalog(&knowledge.Document{Entry: knowledge.Entry{ID: "none"}}, about)), "catalog of none: there is nothing to write"},
		{"a date of another form", second(Catalog(&law, bad)), `catalog of law-2026: the date "26.11.2026" is not of the form YYYY-MM-DD`},
		{"no clause for a profile", second(Profile(pump, nil, about)), "profile of pump: there is nothing to write"},
		{"a clause that is no full id", second(Profile(pump, []string{"3.6"}, about)), `profile of pump: "3.6" is not the full id of a clause, such as mdcg-2019-16:r1/3.6#7`},
		{"a profile without a date", second(Profile(pump, []string{"a:1/2"}, About{})), `profile of pump: the date "" is not of the form YYYY-MM-DD`},
		{"no components", second(Components(pump, nil, about)), "components of pump: there is nothing to write"},
		{"components without a date", second(Components(pump, parts, About{})), `components of pump: the date "" is not of the form YYYY-MM-DD`},
		{"a component twice", second(Components(pump, []Component{{ID: "app"}, {ID: " app", Title: "Another"}}, about)), `components of pump: component "app" stands twice`},
		{"a component for no clause", second(Components(pump, []Component{{ID: "app", Implements: []Implementation{{Clause: "x"}}}}, about)), `component app of pump: "x" is not the full id of a clause, such as mdcg-2019-16:r1/3.6#7`},
		{"no results", second(Results(pump, nil, about)), "results of pump: there is nothing to write"},
		{"results without a date", second(Results(pump, found, About{})), `results of pump: the date "" is not of the form YYYY-MM-DD`},
		{"a status of no list", second(Results(pump, []Result{{Clause: "a:1/2", Status: "fine"}}, about)), `results of pump: clause a:1/2 has the status "fine", which is none`},
		{"a clause twice", second(Results(pump, []Result{{Clause: "a:1/2", Status: Met}, {Clause: "a:1/2", Status: Open}}, about)), "results of pump: clause a:1/2 stands twice"},
		{"nothing open", second(Plan(pump, []Result{{Clause: "a:1/2", Status: Met}}, about)), "plan of pump: there is nothing to write"},
		{"a plan without a date", second(Plan(pump, found, About{})), `plan of pump: the date "" is not of the form YYYY-MM-DD`},
		{"no links", second(Mapping(&knowledge.Crosswalk{Entry: knowledge.Entry{ID: "none"}}, about)), "mapping of none: there is nothing to write"},
		{"a mapping without a date", second(Mapping(&walk, About{})), `mapping of law-to-other: the date "" is not of the form YYYY-MM-DD`},
		{"a link from no clause", second(Mapping(&knowledge.Crosswalk{Entry: knowledge.Entry{ID: "w"}, Links: []knowledge.Walk{{From: "x", To: "a:1/2"}}}, about)), `mapping of w: "x" is not the full id of a clause, such as mdcg-2019-16:r1/3.6#7`},
		{"a link to no clause", second(Mapping(&knowledge.Crosswalk{Entry: knowledge.Entry{ID: "w"}, Links: []knowledge.Walk{{From: "a:1/2", To: "x"}}}, about)), `mapping of w: "x" is not the full id of a clause, such as mdcg-2019-16:r1/3.6#7`},
	} {
		if tt.err == nil || tt.err.Error() != tt.want {
			t.Errorf("%s: %v, want %s", tt.name, tt.err, tt.want)
		}
		if strings.Contains(tt.want, "nothing to write") && !errors.Is(tt.err, ErrEmpty) {
			t.Errorf("%s: %v is not ErrEmpty", tt.name, tt.err)
		}
	}
}

func second(_ []byte, err error) error { return err }

// What little is known makes a valid document as well.
func TestBareInputIsValid(t *testing.T) {
	bare := About{Date: "2026-11-26"}
	strange := "a\tb \u00a0\n{{ insert: param, x }} <b> \u2028 ~ ^ * \\ \x00 \xff end "
	d := &knowledge.Document{Document: "d", Edition: "1", Entry: knowledge.Entry{ID: "d-1"}, Clauses: []knowledge.Clause{{ID: "x"}, {ID: "y", Title: strange, Says: strange, Who: []knowledge.Holder{""}}}}
	for name, data := range map[string][]byte{
		CatalogModel: must(Catalog(d, bare)), ProfileModel: must(Profile(System{}, []string{"d:1/x"}, bare)),
		ComponentsModel: must(Components(System{Name: strange}, []Component{{}, {ID: strange, Title: strange, Type: strange, Description: strange}}, bare)),
		ResultsModel:    must(Results(System{}, []Result{{Status: Open}, {Clause: strange, Title: strange, Status: Met, Because: strange, Statement: &Statement{strange, strange, strange, strange, strange, []string{strange, ""}, true}, Findings: []Finding{{strange, strange, strange, []Subject{{strange, strange, strange}, {}}, strange}, {}}}}, bare)),
		PlanModel:       must(Plan(System{}, []Result{{Status: Open, Statement: &Statement{}, Findings: []Finding{{Subjects: []Subject{{}}}}}}, bare)),
		MappingModel:    must(Mapping(&knowledge.Crosswalk{Links: []knowledge.Walk{{From: "d:1/x", To: "d:1/y"}}}, bare)),
	} {
		valid(t, name, data)
	}
}

func TestStatusesAreTold(t *testing.T) {
	for _, word := range Status("").Words() {
		if _, ok := statuses[Status(word)]; !ok {
			t.Errorf("nothing says how %s is told", word)
		}
		if !slices.Contains(severity, Status(word)) {
			t.Errorf("nothing says how grave %s is", word)
		}
	}
	for _, r := range (knowledge.Relates("")).Words() {
		switch word := relationships[knowledge.Relates(r)]; {
		case word == "" && r != "related":
			t.Errorf("OSCAL has a word for %s, and none is given", r)
		case word != "" && relations[word] != knowledge.Relates(r):
			t.Errorf("%s goes out as %s, and is read as %s", r, word, relations[word])
		}
	}
}
