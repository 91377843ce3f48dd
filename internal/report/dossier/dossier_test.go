package dossier_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/report/dossier"
	"cordon/internal/yamltext"
)

// others are the parts that are written elsewhere; see parts_test.go.
var others = []string{"clause-summary", "clauses", "crosswalk", "documents", "duties", "open-clauses", "questionnaire", "terms"}

// each lists the parts of this package, with an argument where they need one.
func each() []string {
	var out []string
	for _, p := range slices.Sorted(maps.Keys(knowledge.Parts)) {
		switch {
		case slices.Contains(others, p):
		case p == "tasks":
			for _, h := range knowledge.Applier("").Words() {
				out = append(out, p+" "+h)
			}
		default:
			out = append(out, p)
		}
	}
	return out
}

// asText is what a document says, block by block.
func asText(d *dossier.Made) []string {
	var out []string
	for i := range d.Document.Blocks {
		out = append(out, text(&d.Document.Blocks[i]))
	}
	return out
}

func TestEachPartHasBlocksAndNoneTwice(t *testing.T) {
	f := theExample(t)
	for _, p := range each() {
		d := made(t, with(p), f)
		for i, b := range d.Document.Blocks {
			if len(b.From) == 0 {
				t.Errorf("%s: block %d does not say from which facts it is", p, i)
			}
		}
		blocks := asText(d)
		if len(blocks) < 5 { // first paragraph, heading, heading of the open points, their number
			t.Errorf("%s has no block", p)
		}
		for i, b := range blocks {
			if slices.Contains(blocks[:i], b) {
				t.Errorf("%s: stands twice: %s", p, b)
			}
		}
		if strings.Contains(strings.Join(blocks, "\n"), "which is not known") {
			t.Errorf("%s is not known", p)
		}
	}
}

func TestSameBytesEachTime(t *testing.T) {
	f := theExample(t)
	var before string
	for range 3 {
		b, err := json.Marshal(made(t, with(each()...), f))
		if err != nil {
			t.Fatal(err)
		}
		if before != "" && string(b) != before {
			t.Fatal("the document differs from run to run")
		}
		before = string(b)
	}
}

// A term has one value, whichever part names it.
func TestATermHasOneValue(t *testing.T) {
	d := made(t, with(each()...), theExample(t))
	value := map[string]string{}
	for _, b := range d.Document.Blocks {
		for _, x := range b.Definitions {
			if v, ok := value[x.Term]; ok && v != x.Spans[0].Text {
				t.Errorf("%s is %q and %q", x.Term, v, x.Spans[0].Text)
			}
			value[x.Term] = x.Spans[0].Text
		}
	}
	if len(value) == 0 {
		t.Fatal("nothing is defined")
	}
}

// What the reader needs and nobody said is open, each by the part that needs it.
func TestASystemWithOnlyAHeader(t *testing.T) {
	f := nothing(t)
	made(t, with(each()...), f)
	const noProduct = "Nothing is known to belong to the product: no asset has a manufacturer as its supplier, and none is a medical device or medical software"
	for part, want := range map[string]string{
		"system": "Not stated: version", "diagram": "The picture of the system was not made", "contexts": "No context of use is described",
		"people": "No person is described", "organisations": "No organisation has the duty manufacturer", "zones": "No zone of trust is described",
		"elements": noProduct, "software": noProduct, "interfaces": noProduct, "ports": noProduct, "minimum-it": noProduct, "updates": noProduct,
		"remote-access": noProduct, "disposal": noProduct, "accounts": noProduct, "threat-coverage": noProduct,
		"data": "No data are described", "flows": "No flow of data is described", "functions": "No clinical function is described",
		"benefits": "No clinical benefit is described", "risks": "No harm is described", "relation": "No harm is described", "residual-plain": "No harm is described",
		"residual-risks": "Nobody has judged the benefits against all risks together", "decisions": "No decision is on record",
		"requirements": "No control is in place or planned", "evidence": "No evidence is on record", "assumptions": "No assumption about the surroundings is stated",
		"responsibilities": "No responsibility is described", "logging": "No record of security events is described", "support": "Not stated: period of support",
	} {
		d := made(t, with(part), f)
		if !slices.ContainsFunc(d.Open, func(o dossier.OpenPoint) bool { return o.Says == want }) {
			t.Errorf("%s: %q is not among %v", part, want, d.Open)
		}
	}
}

func TestTemplate(t *testing.T) {
	tpl := &knowledge.Template{
		Entry: knowledge.Entry{ID: "tpl-x", Title: "Plan"}, From: []knowledge.Holder{"manufacturer"}, To: []knowledge.Holder{"operator", "notified-body"},
		Says: "About {system} {version} of {manufacturer} for {operator}, {date}.",
		Sections: []knowledge.Section{
			{Heading: "First", Level: 2, Says: "All of it.", Open: []string{"Name the head of {manufacturer}."}},
			{Heading: "Within", Level: 3},
			{Heading: "First", Parts: []string{"contexts", "weather", "tasks nobody"}},
		},
	}
	got := made(t, tpl, theExample(t))
	want := []string{
		"About Wearable movement monitor 2.3 of Manufacturer for Hospital, 2026-11-26.",
		"# First", "All of it.", "Open: Name the head of Manufacturer.",
		"# Within",
		"# First",
		"Contexts of use\nId | Context | Kind | Place | \nat-home | Everyday life at home | Home use | Patient's home | \nin-clinic | Consultation every three months | Clinic use | Outpatient clinic | ",
		`Open: The template asks for a part "weather", which is not known.`,
		"Open: The template asks for the tasks of “nobody”; that is nobody who applies controls.",
		"# Terms",
		"Terms as they are used here\nTerm | Meaning | " +
			"\ncontrol | A measure that makes a threat less likely where it is placed. It is absent, planned or present, covers more or less of the element, and can be taken away in a what-if. | " +
			"\nmanufacturer | Who puts a device on the market under their own name or mark, whoever built it. In a description it is the organisation with that duty. | " +
			"\npatient | The person whose health a device serves and who can be harmed through it. Often also user, and always the one whose data they are. | ",
		"# Open points", "Number of open points: 3.",
		"What is not said and has to be added\nNumber | Section | Open | About | " +
			"\nO-1 | First | Name the head of Manufacturer |  | " +
			"\nO-2 | First | The template asks for a part \"weather\", which is not known |  | " +
			"\nO-3 | First | The template asks for the tasks of “nobody”; that is nobody who applies controls |  | ",
	}
	if diff := cmp.Diff(want, asText(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	d := got.Document
	head := []string{d.Title, d.Subtitle, d.System, d.Version, d.Date}
	if diff := cmp.Diff([]string{"Plan", "By: manufacturer. For: operator, notified body.", "Wearable movement monitor 2.3", "4", "2026-11-26"}, head); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	empty := made(t, tpl, nothing(t))
	if first := text(&empty.Document.Blocks[0]); first != "About Nothing yet not recorded of not recorded for not recorded, 2026-11-26." || len(empty.Open) < 4 {
		t.Errorf("%s\n%v", first, empty.Open)
	}
}

// A document of which nothing is open says so.
func TestNothingIsOpen(t *testing.T) {
	got := asText(made(t, with("contexts"), theExample(t)))
	if last := got[len(got)-1]; last != "Number of open points: none." {
		t.Error(last)
	}
}

// What stands in a document already is pointed to, and an open point is shown and counted once.
func TestAPartTwice(t *testing.T) {
	one, two := made(t, with("interfaces"), theExample(t)), made(t, with("interfaces", "interfaces"), theExample(t))
	if len(one.Open) == 0 || len(one.Open) != len(two.Open) {
		t.Errorf("%d and %d open points", len(one.Open), len(two.Open))
	}
	before, after := asText(one), asText(two)
	i := slices.Index(after, "See the table “Interfaces of the product” in the section “Facts”.")
	if i < 0 || !slices.Equal(before, slices.Delete(after, i, i+1)) {
		t.Errorf("%s", strings.Join(after, "\n"))
	}
}

func TestEvidenceIsLookedAt(t *testing.T) {
	f, m := *theExample(t), *theExample(t).Model
	record := func(id, release string, until model.Month) model.Evidence {
		return model.Evidence{ID: yamltext.Word{Text: id}, Title: "A test", Sort: "test", When: "2026-01", Until: until, Release: release}
	}
	m.Evidence = []model.Evidence{record("TR-BUF-02", "2.3", "2026-10"), record("TR-NET-01", "2.2", ""), record("TR-X", "2.3", "2026-11"), record("TR-Y", "", "")}
	f.Model = &m
	var got []string
	for _, o := range made(t, with("evidence"), &f).Open {
		got = append(got, o.Says+": "+strings.Join(o.About, ", "))
	}
	want := []string{
		"Evidence is out of date: TR-BUF-02", "It is not said who made evidence: TR-BUF-02, TR-NET-01, TR-X, TR-Y", "Evidence was made on another release: TR-NET-01", "It is not said on which release evidence was made: TR-Y",
		"Evidence is named of which there is no record: TR-UI-07",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The shipped templates give sound documents of a full system and of an empty one; a document for patients names no id of controls or threats.
func TestShippedTemplates(t *testing.T) {
	full, empty := theExample(t), nothing(t)
	templates := full.Index.Base.Templates
	if len(templates) == 0 {
		t.Fatal("there are no templates")
	}
	for i := range templates {
		tpl := &templates[i]
		made(t, tpl, empty)
		d := made(t, tpl, full)
		if !slices.Equal(tpl.To, []knowledge.Holder{"patient"}) {
			continue
		}
		for _, b := range asText(d) {
			if strings.Contains(b, "CTL-") || strings.Contains(b, "T-") || strings.Contains(b, "Id |") {
				t.Errorf("%s: %s", tpl.ID, b)
			}
		}
	}
}
