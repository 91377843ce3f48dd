package riskreport_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"cordon/internal/decisions"
	"cordon/internal/diag"
	"cordon/internal/model"
	"cordon/internal/project"
	"cordon/internal/report/document"
	"cordon/internal/report/document/riskreport"
)

const example = "../../../../examples/wearable-monitor"

// file makes the file of a system, changed before it is assessed.
func file(t *testing.T, change func(m *model.Model)) (*document.Document, *model.Model) {
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
	change(m)
	f, a, err := project.RiskFile(context.Background(), m, k, nil)
	if err != nil {
		t.Fatal(err)
	}
	var reviews []decisions.Review
	if len(m.Harms) > 0 {
		reviews = project.ReviewDecisions(project.OpenDecisions(example, &ds), project.RestingOn(a, k, nil), "2026-11-26", &ds)
	}
	if ds.HasErrors() {
		t.Fatal(ds.Sorted())
	}
	return riskreport.Make(m, k.Index, f, riskreport.Options{Version: "1", Date: "2026-11-26", Decisions: reviews}), m
}

// texts is all that a document says, block by block.
func texts(t *testing.T, d *document.Document) string {
	t.Helper()
	var b bytes.Buffer
	if err := document.JSON(&b, d); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// What the model says stands in the file: purpose, each harm with its situation, each control in place that holds one down, benefits,
// assumptions, decisions; and what nobody said stands there as not recorded.
func TestFileSaysWhatIsThere(t *testing.T) {
	d, m := file(t, func(*model.Model) {})
	if err := d.Check(); err != nil {
		t.Fatal(err)
	}
	all := texts(t, d)
	want := []string{"not recorded", "Not yet acceptable", "Not signed", "CTL-0001@deliver", "TR-NET-01", m.System.IntendedPurpose}
	for _, h := range m.Harms {
		want = append(want, h.Value.Title, h.Value.Situation)
	}
	for _, b := range m.Benefits {
		want = append(want, b.Value.Title)
	}
	for _, a := range m.Assumptions {
		want = append(want, a.Value.Says)
	}
	for _, w := range want {
		if !strings.Contains(all, w) {
			t.Errorf("the file does not say %q", w)
		}
	}
	headings := map[string]int{}
	for _, b := range d.Blocks {
		if b.Heading != nil && b.Heading.Level == 1 {
			headings[b.Heading.Text]++
		}
	}
	for _, h := range []string{"Scope", "Risk management plan", "Risk analysis", "Risk evaluation without controls", "Risk control", "Residual risk", "Overall benefit-risk judgement", "Review", "Production and post-production"} {
		if headings[h] != 1 {
			t.Errorf("%d chapters %q", headings[h], h)
		}
	}
}

// Each format takes the file, also where a model says next to nothing, or something hostile.
func TestFileIsRendered(t *testing.T) {
	for name, change := range map[string]func(m *model.Model){
		"as it is": func(*model.Model) {},
		"without harms": func(m *model.Model) {
			m.Harms, m.Benefits, m.Hazards, m.Assumptions, m.Responsibilities, m.OpenFacts, m.Controls = nil, nil, nil, nil, nil, nil, nil
			m.System.Regulation, m.System.Support, m.System.Users = nil, nil, nil
		},
		"hostile": func(m *model.Model) {
			m.System.Name = "</title><script>alert(1)</script>\x00\u202e=1+1"
			m.Harms[0].Value.Title = strings.Repeat("x", 5000) + "<b>&"
		},
	} {
		t.Run(name, func(t *testing.T) {
			d, _ := file(t, change)
			for _, f := range document.Formats {
				var b bytes.Buffer
				if err := f.Render(&b, d); err != nil {
					t.Errorf("%s: %v", f.Name, err)
				}
				if b.Len() == 0 || f.Name == "html" && strings.Contains(b.String(), "<script>alert") {
					t.Errorf("%s: %d bytes, or a script that runs", f.Name, b.Len())
				}
			}
			if name == "without harms" && !strings.Contains(texts(t, d), "no risk can be analysed") {
				t.Error("the file does not say that there is nothing to analyse")
			}
		})
	}
}
