package dossier_test

import (
	"context"
	"strconv"
	"sync"
	"testing"

	"cordon/internal/compliance"
	"cordon/internal/decisions"
	"cordon/internal/diag"
	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/project"
	"cordon/internal/report"
	"cordon/internal/report/document"
	"cordon/internal/report/dossier"
	"cordon/internal/yamltext"
)

const example = "../../../examples/wearable-monitor"

var base = sync.OnceValues(func() (*project.Knowledge, error) {
	var ds diag.List
	return project.OpenKnowledge(nil, &ds)
})

// factsOf assesses a system.
func factsOf(t *testing.T, m *model.Model, set *decisions.Set) *dossier.Facts {
	t.Helper()
	k, err := base()
	if err != nil {
		t.Fatal(err)
	}
	var ds diag.List
	c, err := project.OpenCase(context.Background(), m, k, func(a *project.Assessed) ([]decisions.Review, error) {
		return project.ReviewDecisions(set, project.RestingOn(a, k, nil), "2026-11-26", &ds), nil
	}, "2026-11-26", nil)
	if err != nil {
		t.Fatal(err)
	}
	if ds.HasErrors() {
		t.Fatal(ds.Sorted())
	}
	clauses, err := c.Comply(compliance.Request{Day: "2026-11-26"})
	if err != nil {
		t.Fatal(err)
	}
	filled, err := c.FillAll()
	if err != nil {
		t.Fatal(err)
	}
	return &dossier.Facts{
		Model: m, Index: k.Index, File: c.File, Assessment: c.Assessment, Defence: c.Defence, Fact: c.Run.Fact, Reviews: c.Reviews, Clauses: clauses, Filled: filled,
		Diagram: string(report.Draw(context.Background(), report.System(m, c.Assessment))), Day: "2026-11-26", Version: "4",
	}
}

// products are the assets of the example that its manufacturer supplies.
var products = []string{
	"sensor", "smartbox", "phone/app", "cloud/ingest", "cloud/scoring", "cloud/records", "cloud/physician-tool", "cloud/identity", "cloud/support", "cloud/updates",
}

var (
	wearable      *dossier.Facts
	wearableFirst sync.Once
)

// theExample are the facts of the example, in which the manufacturer is named as the supplier of all its parts.
func theExample(t *testing.T) *dossier.Facts {
	t.Helper()
	wearableFirst.Do(func() {
		k, err := base()
		if err != nil {
			t.Fatal(err)
		}
		var ds diag.List
		m := project.OpenModel(example, k, &ds)
		for i := range m.Assets {
			for _, p := range products {
				if m.Assets[i].ID == p {
					m.Assets[i].Value.Supplier = yamltext.Word{Text: "maker"}
				}
			}
		}
		set := project.OpenDecisions(example, &ds)
		if ds.HasErrors() {
			t.Fatal(ds.Sorted())
		}
		wearable = factsOf(t, m, set)
	})
	if wearable == nil {
		t.Fatal("the example was not assessed")
	}
	return wearable
}

// nothing are the facts of a system with only a header.
func nothing(t *testing.T) *dossier.Facts {
	t.Helper()
	var ds diag.List
	m := model.FromFile(model.Parse("s.yaml", []byte("cordon: 1\nsystem: {id: s, name: Nothing yet, intended-purpose: none yet}\n"), &ds), &ds)
	if ds.HasErrors() {
		t.Fatal(ds.Sorted())
	}
	f := factsOf(t, m, &decisions.Set{})
	f.Diagram = ""
	return f
}

// with is a template with one section of some parts.
func with(parts ...string) *knowledge.Template {
	return &knowledge.Template{
		Entry: knowledge.Entry{ID: "tpl", Title: "A document"}, From: []knowledge.Holder{"manufacturer"}, To: []knowledge.Holder{"operator", "notified-body"},
		Says: "It is about {system}.", Sections: []knowledge.Section{{Heading: "Facts", Parts: parts}},
	}
}

// made makes a document and checks its build.
func made(t *testing.T, tpl *knowledge.Template, f *dossier.Facts) *dossier.Made {
	t.Helper()
	d := dossier.Make(tpl, f)
	if err := d.Document.Check(); err != nil {
		t.Fatal(err)
	}
	return d
}

// text is a block in plain words, for reading in tests: cells with bars between them, rows and items on lines of their own.
func text(b *document.Block) string {
	spans := func(all []document.Span) string {
		s := ""
		for _, x := range all {
			s += x.Text
		}
		return s
	}
	switch {
	case b.Heading != nil:
		return "# " + b.Heading.Text
	case b.Paragraph != nil:
		return spans(b.Paragraph.Spans)
	case b.Note != nil:
		return b.Note.Label + ": " + spans(b.Note.Spans)
	case b.Figure != nil:
		return "[" + b.Figure.Alt + "]"
	case b.List != nil:
		s := ""
		for _, i := range b.List.Items {
			s += "- " + spans(i) + "\n"
		}
		return s
	case b.Table != nil:
		return tableText(b.Table, spans)
	}
	s := ""
	for _, d := range b.Definitions {
		s += d.Term + ": " + spans(d.Spans) + "\n"
	}
	return s
}

func tableText(t *document.Table, spans func([]document.Span) string) string {
	s := t.Caption + "\n"
	for _, c := range t.Columns {
		s += c.Head + " | "
	}
	for _, row := range t.Rows {
		s += "\n"
		for _, c := range row {
			if c.Number != nil {
				s += strconv.Itoa(int(*c.Number)) + " | "
			} else {
				s += spans(c.Spans) + " | "
			}
		}
	}
	return s
}
