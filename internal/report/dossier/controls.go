package dossier

import (
	"cmp"
	"slices"
	"strings"

	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/report/document/wording"
	"cordon/internal/riskfile"
)

// use is a control of the knowledge base with the places where it is in place or planned.
type use struct {
	control *knowledge.Control
	at      []*engine.Control
}

// uses lists the controls in place or planned by id, those for which keep holds.
func (w *writer) uses(keep func(c *engine.Control, k *knowledge.Control) bool) []use {
	by := map[string]*use{}
	for i := range w.Assessment.Controls {
		c := &w.Assessment.Controls[i]
		k := w.Index.Controls[c.Control]
		if k == nil || c.State != "present" && c.State != "planned" || !keep(c, k) {
			continue
		}
		if by[c.Control] == nil {
			by[c.Control] = &use{control: k}
		}
		by[c.Control].at = append(by[c.Control].at, c)
	}
	var out []use
	for _, u := range by {
		out = append(out, *u)
	}
	slices.SortFunc(out, func(a, b use) int { return strings.Compare(a.control.ID, b.control.ID) })
	return out
}

// all is every control.
func all(*engine.Control, *knowledge.Control) bool { return true }

// from are the ids of a control at its places.
func (u *use) from() []string {
	out := []string{u.control.ID}
	for _, c := range u.at {
		out = append(out, c.ID, c.Element)
	}
	return out
}

// places lists where a control is, and in which state.
func (w *writer) places(u *use) string {
	var out []string
	for _, c := range u.at {
		s := w.names.Of(c.Element) + ": " + c.State
		if c.Coverage != "" {
			s += ", covers it to a degree: " + wording.Words(c.Coverage)
		}
		out = append(out, s)
	}
	return strings.Join(out, "\n")
}

// catalogues are the entries of public catalogues that a control belongs to.
func catalogues(k *knowledge.Control) string {
	var out []string
	for _, x := range []struct {
		name string
		ids  []string
	}{{"IEC 62443-4-2", k.References.IEC62443}, {"IEC TR 80001-2-2", k.References.IEC80001}, {"EMB3D", k.References.EMB3D}} {
		if len(x.ids) > 0 {
			out = append(out, x.name+": "+strings.Join(x.ids, ", "))
		}
	}
	if len(out) == 0 {
		return none
	}
	return strings.Join(out, "\n")
}

// mostTraced bounds the threats that a line of the trace names; the threat model has all.
const mostTraced = 5

// requirements states each control as a requirement at its elements, with what asked for it.
func (w *writer) requirements() {
	t := w.table("requirements", "Security requirements", "Id", "Requirement", "At", "Shown by", "Entries of catalogues")
	trace := w.table("requirement-trace", "What asks for each requirement", "Id", "Requirement", "Harms whose likeliest ways it bears on", "Threats that it answers")
	t.shares(2, 6, 5, 5, 4)
	trace.shares(4, 4, 4, 6)
	for _, u := range w.uses(all) {
		t.row(u.from(), u.control.ID, u.control.Title+". "+u.control.Says, w.places(&u), verified(u.control), catalogues(u.control))
		for _, c := range u.at {
			harms, threats := w.heldDownBy(c.ID), w.answeredBy(c)
			if len(harms)+len(threats) == 0 {
				w.open("No threat in the analysis asks for a requirement; it needs another reason", c.ID)
			}
			trace.row(slices.Concat([]string{c.ID, c.Element}, harms, threats), c.ID, w.names.Of(c.ID), w.each(harms), cmp.Or(w.few(threats, mostTraced), none))
		}
	}
	t.end("No control is in place or planned, so that there is no requirement.")
	if len(t.t.Rows) == 0 {
		w.open("No control is in place or planned")
	}
	trace.end("")
	t = w.table("not-applied", "Controls that were considered and not applied", "Id", "Control", "At")
	for _, c := range w.Assessment.Controls {
		if c.State == "absent" {
			t.row([]string{c.ID}, c.ID, c.Title, w.names.Of(c.Element))
		}
	}
	t.end("No control was considered and not applied.")
}

// heldDownBy are the harms of which the record of risks names a control.
func (w *writer) heldDownBy(control string) []string {
	var out []string
	for _, x := range w.harms() {
		if slices.ContainsFunc(x.Controls, func(c riskfile.Control) bool { return c.ID == control }) {
			out = append(out, x.Harm)
		}
	}
	return out
}

// answeredBy are the threats that a control answers, alone or with others, the ones of the highest risk first.
func (w *writer) answeredBy(c *engine.Control) []string {
	risk := map[string]int{}
	for i := range w.Assessment.Threats {
		t := &w.Assessment.Threats[i]
		risk[t.ID] = step(w.Index.Base.Scales.Risk, t.Risk)
	}
	out := facts(c.Blocks)
	slices.SortStableFunc(out, func(a, b string) int { return cmp.Compare(risk[b], risk[a]) })
	return out
}

// layers lists the controls from the device outwards.
func (w *writer) layers() {
	t := w.table("layers", "Controls by layer", "Id", "Layer", "Control", "At")
	var empty []string
	for _, l := range w.Defence.Layers {
		if len(l.Controls) == 0 {
			empty = append(empty, wording.Words(l.Layer))
		}
		for _, u := range w.uses(func(_ *engine.Control, k *knowledge.Control) bool { return string(k.Layer) == l.Layer }) {
			t.row(u.from(), u.control.ID, wording.Words(l.Layer), u.control.Title, w.places(&u))
		}
	}
	t.end("No control is in place or planned.")
	w.text("Layers in which nothing is in place or planned: "+wording.List(empty)+".", w.template)
}

// verification says how each control is shown to be there and to work, and by what it has been shown.
func (w *writer) verification() {
	uses := w.uses(all)
	t := w.table("methods", "How controls are verified", "Id", "Control", "Method", "Criterion")
	for _, u := range uses {
		t.row([]string{u.control.ID}, u.control.ID, u.control.Title, u.control.Verify.Method, u.control.Verify.Criterion)
	}
	t.end("No control is in place or planned, so that there is nothing to verify.")
	t = w.table("verification", "State and evidence at each element", "Id", "Control", "At", "State", "Evidence", "Counts as verified")
	for _, u := range uses {
		for _, c := range u.at {
			evidence := w.evidence(c)
			if c.State == "present" && len(evidence) == 0 {
				w.open("A control is in place, and no evidence shows it", c.ID)
			}
			w.unlisted(evidence)
			t.row(slices.Concat([]string{c.ID, c.Element}, evidence), c.ID, c.Title, w.names.Of(c.Element), c.State, wording.Or(strings.Join(evidence, ", ")), w.counts(c, evidence))
		}
	}
	t.end("")
}

// counts says whether a control counts as verified on the day: by evidence on record that was made on this release and has not run out.
func (w *writer) counts(c *engine.Control, names []string) string {
	var flaws []string
	for _, name := range names {
		i := slices.IndexFunc(w.Model.Evidence, func(e model.Evidence) bool { return e.ID.Text == name })
		if i < 0 {
			flaws = append(flaws, name+" is not on record")
			continue
		}
		flaw, _ := w.flaw(&w.Model.Evidence[i])
		if flaw == "" {
			return "yes, by " + wording.Words(string(w.Model.Evidence[i].Sort))
		}
		flaws = append(flaws, name+": "+flaw)
	}
	switch {
	case len(flaws) > 0:
		return "no: " + strings.Join(flaws, "; ")
	case c.State == "planned":
		return "no: not built yet"
	}
	return "no: without evidence"
}

// flaw says why evidence does not count on the day, in a few words and as an open point; both are empty where it does.
func (w *writer) flaw(e *model.Evidence) (short, point string) {
	switch month := w.Day[:min(len(w.Day), 7)]; {
	case e.Until != "" && month != "" && string(e.Until) < month:
		return "out of date", "Evidence is out of date"
	case e.Release == "":
		return "without a release", "It is not said on which release evidence was made"
	case e.Release != w.Model.System.Version:
		return "made on release " + e.Release, "Evidence was made on another release"
	}
	return "", ""
}

// unlisted notes evidence that is named and of which there is no record.
func (w *writer) unlisted(names []string) {
	for _, n := range names {
		if !slices.ContainsFunc(w.Model.Evidence, func(e model.Evidence) bool { return e.ID.Text == n }) {
			w.open("Evidence is named of which there is no record", n)
		}
	}
}

// evidenceOnRecord lists the evidence, and what is wrong with it on the day of the document.
func (w *writer) evidenceOnRecord() {
	t := w.table("evidence", "Evidence on record", "Id", "Evidence", "Sort", "Made in", "Counts until", "On release", "By", "Independent", "Shows")
	for _, e := range w.Model.Evidence {
		id := e.ID.Text
		if _, point := w.flaw(&e); point != "" {
			w.open(point, id)
		}
		if e.By.Text == "" {
			w.open("It is not said who made evidence", id)
		}
		shows := w.shownBy(id)
		t.row(append([]string{id, e.By.Text}, shows...), id, e.Title, wording.Words(string(e.Sort)), string(e.When), cmp.Or(string(e.Until), "without end"), wording.Or(e.Release),
			w.names.Of(e.By.Text), wording.Or(string(e.Independent)), w.each(shows))
	}
	t.end("No evidence is on record.")
	for _, u := range w.uses(all) {
		for _, c := range u.at {
			w.unlisted(w.evidence(c))
		}
	}
	if len(w.Model.Evidence) == 0 {
		w.open("No evidence is on record")
	}
}

// shownBy are the controls that evidence is named for.
func (w *writer) shownBy(evidence string) []string {
	var out []string
	for _, u := range w.uses(all) {
		for _, c := range u.at {
			if slices.Contains(w.evidence(c), evidence) {
				out = append(out, c.ID)
			}
		}
	}
	return out
}
