package dossier

import (
	"fmt"
	"strings"

	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/report/document"
	"cordon/internal/report/document/wording"
	"cordon/internal/yamltext"
)

// functions say what is done for patients, what it needs, and what is done without it.
func (w *writer) functions() {
	if w.plain || w.card {
		w.fallBacks()
		return
	}
	t := w.table("functions", "Clinical functions", "Id", "Function", "Kind", "By", "For", "Needs", "Fall-back")
	for _, f := range w.Model.Functions {
		v := &f.Value
		about := []string{f.ID}
		var needs []string
		for _, u := range v.Uses {
			about = append(about, u.Key)
			needs = append(needs, w.need(&u))
		}
		fallBack := wording.Open
		if v.FallBack != nil {
			fallBack = fmt.Sprintf("%s; works within %s", v.FallBack.Says, v.FallBack.Takes)
		} else {
			w.open("No fall-back is described", f.ID)
		}
		t.row(about, f.ID, w.names.Of(f.ID), w.kind(v.Kind.Text), w.names.Of(v.By.Text), w.names.Of(v.For.Text), strings.Join(needs, "\n"), fallBack)
	}
	t.end("No clinical function is described.")
	if len(w.Model.Functions) == 0 {
		w.open("No clinical function is described")
	}
}

// fallBacks say to those who give or get care what is done without a function: to patients, of what they do by themselves.
func (w *writer) fallBacks() {
	var list []document.Definition
	var from []string
	for _, f := range w.Model.Functions {
		if w.plain && w.role(f.Value.By.Text) != "patient" {
			continue
		}
		says := wording.Open
		if b := f.Value.FallBack; b != nil {
			says = sentence(upper(b.Says)) + " This works within " + string(b.Takes) + "."
		} else {
			w.open("No fall-back is described", f.ID)
		}
		list, from = append(list, document.Definition{Term: w.names.Of(f.ID), Spans: document.Text(says)}), append(from, f.ID)
	}
	if len(list) == 0 {
		w.text("It is not described what is done without the device.", w.template)
		w.open("It is not described what is done without the device")
		return
	}
	w.add(document.Block{Definitions: list}, from)
}

// need says how much a function depends on data.
func (w *writer) need(u *yamltext.Entry[model.Use]) string {
	out := w.names.Of(u.Key)
	if at := u.Value.Reads.Text; at != "" {
		out += " at " + w.names.Of(at)
	}
	for _, x := range []struct{ what, value string }{
		{"correct", string(u.Value.Integrity)}, {"available", string(u.Value.Availability)}, {"no older than", string(u.Value.Timeliness)},
	} {
		if x.value != "" && x.value != "any" {
			out += "; " + x.what + ": " + x.value
		}
	}
	return out
}

// benefits sets the clinical benefits beside the risks of the same functions.
func (w *writer) benefits() {
	t := w.table("benefits", "Clinical benefits, with the risks of the same functions", "Id", "Benefit", "Patients", "Magnitude", "Probability", "Duration", "Evidence", "Risks", "Likelihood that it is lost")
	for i := range w.File.Benefits {
		b := &w.File.Benefits[i]
		if b.Evidence == "" {
			w.open("No evidence of the benefit is named", b.Benefit)
		}
		if b.Magnitude == 0 || b.Probability == 0 {
			w.open("The size of the benefit is not stated", b.Benefit)
		}
		t.row(append([]string{b.Benefit}, b.Risks...), b.Benefit, b.Title, wording.Or(b.Group), wording.Of5(b.Magnitude), wording.Of5(b.Probability), wording.Or(b.Duration),
			wording.Or(b.Evidence), w.each(b.Risks), wording.Lost(b))
	}
	t.end("No benefit is described, so that nothing can be weighed.")
	if len(w.File.Benefits) == 0 {
		w.open("No clinical benefit is described")
	}
}

// criteria are the scales of threats and of harm, and the table of acceptability.
func (w *writer) criteria() {
	w.threatScales()
	for _, t := range wording.Criteria(&w.Index.Base.Scales) {
		t.ID = w.id("scale-" + t.ID)
		w.add(document.Block{Table: t}, []string{w.template})
	}
}

// threatScales say what the levels of likelihood, impact and risk of a threat mean, and how risk follows; once in a document.
func (w *writer) threatScales() {
	if w.ids["scale-risk-table"] {
		return
	}
	s := &w.Index.Base.Scales
	for _, x := range []struct {
		id, caption string
		levels      []knowledge.LevelName
	}{
		{"likelihood", "Likelihood of a threat", s.Likelihood}, {"impact", "Impact of a bad state", s.Impact}, {"risk", "Risk of a threat, and what it calls for", s.Risk},
	} {
		t := w.table("scale-"+x.id, x.caption, "Level", "Meaning")
		t.shares(2, 7)
		for _, l := range x.levels {
			t.row(nil, wording.Words(l.Name), l.Says)
		}
		t.end("")
	}
	heads := []string{"Impact"}
	for _, l := range s.Likelihood {
		heads = append(heads, wording.Words(l.Name))
	}
	t := w.table("scale-risk-table", "Risk of a threat by impact and likelihood", heads...)
	for i := len(s.RiskTable) - 1; i >= 0; i-- {
		row := []string{wording.Words(s.Impact[i].Name)}
		for _, r := range s.RiskTable[i] {
			row = append(row, wording.Words(s.Risk[r].Name))
		}
		t.row(nil, row...)
	}
	t.end("")
}
