package compliance

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/yamltext"
)

// law is a base with one document of three clauses.
func law(change func(*knowledge.Document)) *knowledge.Index {
	d := knowledge.Document{
		Entry: knowledge.Entry{ID: "law-1", Title: "A law"}, Document: "law", Edition: "1", Form: "law", Standing: knowledge.InForce, Certainty: "general",
		Clauses: []knowledge.Clause{
			{ID: "1", Title: "Plan", Who: []knowledge.Holder{"manufacturer"}, Stages: []knowledge.Stage{"plan"}},
			{ID: "2#1", Title: "Patch", Who: []knowledge.Holder{"manufacturer", "operator"}, Stages: []knowledge.Stage{"operation"}, Certainty: "checked"},
			{ID: "2#2", Title: "Ask", Who: []knowledge.Holder{"operator"}, Stages: []knowledge.Stage{"operation", "plan"}},
		},
	}
	if change != nil {
		change(&d)
	}
	kinds := []knowledge.Kind{{Entry: knowledge.Entry{ID: "model"}}, {Entry: knowledge.Entry{ID: "model.ai"}, Is: []string{"model"}}, {Entry: knowledge.Entry{ID: "device"}}}
	return knowledge.NewIndex(&knowledge.Base{Documents: []knowledge.Document{d}, Kinds: kinds})
}

func device(class model.DeviceClass, markets []model.Market, kinds ...string) *model.Model {
	m := &model.Model{}
	if class != "" || markets != nil {
		m.System.Regulation = &model.Regulation{Markets: markets, DeviceClass: class}
	}
	for _, k := range kinds {
		e := model.Element[model.Asset]{ID: "the-" + k}
		e.Value.Kind = yamltext.Word{Text: k}
		m.Assets = append(m.Assets, e)
	}
	return m
}

// Each condition lets a document in, keeps it out, or asks; what keeps it out counts more than a question, whichever comes first.
func TestDocumentsApply(t *testing.T) {
	eu, us := []model.Market{"EU"}, []model.Market{"US"}
	mdr := []model.DeviceClass{"MDR-I", "MDR-IIa"}
	for _, tt := range []struct {
		name    string
		change  func(*knowledge.Document)
		m       *model.Model
		q       Request
		verdict Verdict
		because string
	}{
		{"nothing limits it", nil, device("", nil), Request{}, Applies, ""},
		{"its market", func(d *knowledge.Document) { d.Markets = eu }, device("", eu), Request{}, Applies, "the device is meant for the market EU"},
		{"another market", func(d *knowledge.Document) { d.Markets = us }, device("", eu), Request{}, Not, "the device is not meant for the market US"},
		{"market unknown", func(d *knowledge.Document) { d.Markets = us }, device("", nil), Request{}, Asked, "For which markets is the device meant (system, regulation, markets)?"},
		{"its class", func(d *knowledge.Document) { d.Classes = mdr }, device("MDR-IIa", nil), Request{}, Applies, "its class is MDR-IIa"},
		{"another class", func(d *knowledge.Document) { d.Classes = mdr }, device("IVDR-B", nil), Request{}, Not, "its class is IVDR-B, and this is for MDR-I or MDR-IIa"},
		{"class unknown", func(d *knowledge.Document) { d.Classes = mdr }, device("", eu), Request{}, Asked, "Of which class is the device (system, regulation, device-class)?"},
		{"no device", func(d *knowledge.Document) { d.Classes = []model.DeviceClass{"none"} }, device("MDR-IIa", nil), Request{}, Not, "its class is MDR-IIa, and this is for products that are no medical devices"},
		{"a kind below", func(d *knowledge.Document) { d.Kinds = []string{"model"} }, device("", nil, "device", "model.ai"), Request{}, Applies, "there is the-model.ai (model.ai)"},
		{"no such kind", func(d *knowledge.Document) { d.Kinds = []string{"model.ai"} }, device("", nil, "device"), Request{}, Not, "nothing described is of the kind model.ai"},
		{"two reasons", func(d *knowledge.Document) { d.Markets, d.Classes = eu, mdr }, device("MDR-I", eu), Request{}, Applies, "the device is meant for the market EU; its class is MDR-I"},
		{"a question and a no", func(d *knowledge.Document) { d.Markets, d.Classes = us, mdr }, device("IVDR-A", nil), Request{}, Not, "its class is IVDR-A, and this is for MDR-I or MDR-IIa"},
		{"a draft", func(d *knowledge.Document) { d.Standing = knowledge.Draft }, device("", nil), Request{}, Not, "it is a draft"},
		{"drafts count", func(d *knowledge.Document) { d.Standing = knowledge.Draft }, device("", nil), Request{Drafts: true}, Applies, ""},
		{"superseded", func(d *knowledge.Document) { d.Standing = knowledge.Superseded }, device("", nil), Request{Drafts: true}, Not, "another edition has taken its place"},
		{"not yet", func(d *knowledge.Document) { d.From = "2027-12" }, device("", nil), Request{Day: "2027-11-30"}, Not, "it applies from 2027-12"},
		{"from that month", func(d *knowledge.Document) { d.From = "2027-12" }, device("", nil), Request{Day: "2027-12-01"}, Applies, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := Apply(tt.m, law(tt.change), tt.q)
			if len(a.Clauses) != 3 || len(a.Documents) != 1 {
				t.Fatalf("%d clauses of %d documents", len(a.Clauses), len(a.Documents))
			}
			for _, c := range a.Clauses {
				if c.Verdict != tt.verdict || c.Because != tt.because {
					t.Errorf("%s: %s because %q, want %s because %q", c.ID, c.Verdict, c.Because, tt.verdict, tt.because)
				}
			}
			d := a.Documents[0]
			want := map[Verdict][3]int{Applies: {3, 0, 0}, Not: {0, 3, 0}, Asked: {0, 0, 3}}[tt.verdict]
			if got := [3]int{d.Applies, d.Not, d.Asked}; got != want || d.Because != tt.because {
				t.Errorf("the document counts %v because %q, want %v", got, d.Because, want)
			}
			if asked := tt.verdict == Asked; asked != (len(a.Questions) == 1) || asked && a.Questions[0] != tt.because+" 3 clauses wait for the answer." {
				t.Errorf("questions: %q", a.Questions)
			}
		})
	}
}

// Two things that are not described are two questions, each with the number of clauses that wait.
func TestQuestionsAddUp(t *testing.T) {
	ix := law(func(d *knowledge.Document) {
		d.Markets = []model.Market{"EU"}
		d.Clauses[0].Classes = []model.DeviceClass{"MDR-III"}
	})
	want := []string{
		"For which markets is the device meant (system, regulation, markets)? 3 clauses wait for the answer.",
		"Of which class is the device (system, regulation, device-class)? 1 clause waits for the answer.",
	}
	a := Apply(device("", nil), ix, Request{})
	if d := cmp.Diff(want, a.Questions); d != "" {
		t.Error(d)
	}
	asking := []Question{
		{"system.regulation.markets", "For which markets is the device meant (system, regulation, markets)?", 3},
		{"system.regulation.device-class", "Of which class is the device (system, regulation, device-class)?", 1},
	}
	if d := cmp.Diff(asking, a.Asking); d != "" {
		t.Error(d)
	}
}

// A clause can have conditions of its own, and a day.
func TestClausesHaveConditionsOfTheirOwn(t *testing.T) {
	ix := law(func(d *knowledge.Document) {
		d.From = "2027-12"
		d.Clauses[0].From = "2026-09"
		d.Clauses[1].Kinds = []string{"model.ai"}
		d.Clauses[1].From = "2026-09"
	})
	var got []string
	for _, c := range Apply(device("", nil, "device"), ix, Request{Day: "2026-11-26"}).Clauses {
		got = append(got, c.ID+" "+string(c.Verdict)+" "+string(c.Certainty)+" "+c.Because)
	}
	want := []string{"law:1/1 applies general ", "law:1/2#1 does-not checked nothing described is of the kind model.ai", "law:1/2#2 does-not general it applies from 2027-12"}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestRequestsNarrow(t *testing.T) {
	for _, tt := range []struct {
		q    Request
		want []string
	}{
		{Request{Holders: []knowledge.Holder{"operator"}}, []string{"law:1/2#1", "law:1/2#2"}},
		{Request{Stages: []knowledge.Stage{"plan"}}, []string{"law:1/1", "law:1/2#2"}},
		{Request{Stages: []knowledge.Stage{"plan"}, Holders: []knowledge.Holder{"operator"}}, []string{"law:1/2#2"}},
		{Request{Documents: []string{"law"}}, []string{"law:1/1", "law:1/2#1", "law:1/2#2"}},
		{Request{Documents: []string{"law-1"}, Stages: []knowledge.Stage{"risk"}}, nil},
		{Request{Documents: []string{"other"}}, nil},
	} {
		var got []string
		for _, c := range Apply(device("", nil), law(nil), tt.q).Clauses {
			got = append(got, c.ID)
		}
		if d := cmp.Diff(tt.want, got); d != "" {
			t.Errorf("%+v (-want +got):\n%s", tt.q, d)
		}
	}
}
