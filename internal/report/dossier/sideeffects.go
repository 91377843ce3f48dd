package dossier

import (
	"strings"

	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/report/document"
	"cordon/internal/report/document/wording"
)

// sideEffects lists what controls ask of care, the threats that they open, and the harms that would be less likely without one.
func (w *writer) sideEffects() {
	if w.card {
		w.felt()
		return
	}
	t := w.table("burdens", "What controls ask of care", "Id", "Control", "At", "Asks")
	for _, u := range w.uses(all) {
		if u.control.Burden != (knowledge.Burden{At: u.control.Burden.At}) {
			t.row(u.from(), u.control.ID, u.control.Title, w.places(&u), strings.Join(u.control.BurdenSays(), "\n"))
		}
	}
	t.end("No control that is in place or planned asks anything of care.")
	w.openedThreats()
	t = w.table("better-without", "Harms that would be less likely without a control", "Id", "Harm", "Now", "Without", "Then")
	for _, h := range w.Defence.Harms {
		for _, l := range h.Relief {
			t.row([]string{h.ID, l.Control}, h.ID, h.Title, rating(h.Now), w.lost(&l), rating(l.Then))
		}
	}
	t.end("No harm would be less likely without a control.")
}

// felt lists the controls that clinical users feel at their work: those that slow them, hinder them in an emergency or shut them out.
func (w *writer) felt() {
	var list []document.Definition
	var from []string
	for _, u := range w.uses(func(c *engine.Control, _ *knowledge.Control) bool { return w.charge(c.Element) != "manufacturer" }) {
		b, k := u.control.Burden, *u.control
		k.Burden = knowledge.Burden{Availability: b.Availability, TaskTime: b.TaskTime, Emergency: b.Emergency, Accessibility: b.Accessibility}
		if b.TaskTime+b.Emergency+b.Accessibility == 0 {
			continue
		}
		var at []string
		for _, c := range u.at {
			at = append(at, w.names.Of(c.Element))
		}
		says := "Where: " + strings.Join(at, ", ") + "\n" + upper(strings.Join(k.BurdenSays(), "; ")) + "."
		list, from = append(list, document.Definition{Term: k.Title, Spans: document.Text(says)}), append(from, u.from()...)
	}
	if len(list) == 0 {
		w.text("No control that is in place or planned is felt by those who give care.", w.template)
		return
	}
	w.add(document.Block{Definitions: list}, from)
}

// notRoutine is the step of risk from which a side effect needs an answer; what is below is watched in routine.
const notRoutine = 2

// openedThreats lists the threats that exist only because of controls.
func (w *writer) openedThreats() {
	scales := &w.Index.Base.Scales
	by := map[string][]string{} // controls by the threats that they open
	for _, u := range w.uses(all) {
		for _, c := range u.at {
			for _, id := range c.Opens {
				by[id] = append(by[id], c.ID)
			}
		}
	}
	t := w.table("opened-threats", "Threats that controls open", "Id", "Threat", "Controls", "Likelihood", "Risk", "Answer")
	for i := range w.Assessment.Threats {
		x := &w.Assessment.Threats[i]
		if !x.Opened || step(scales.Likelihood, x.Likelihood) <= 0 {
			continue
		}
		answer := w.answer(x)
		if answer == "" {
			answer = unanswered
			if step(scales.Risk, x.Risk) >= notRoutine {
				w.open("No control answers a threat that a control opens, and nobody has decided on it", x.ID)
			}
		}
		t.row(append(by[x.ID], x.ID), x.ID, w.names.Of(x.ID), w.each(by[x.ID]), wording.Words(x.Likelihood), wording.Words(x.Risk), answer)
	}
	t.end("No control that is in place or planned opens a threat.")
}
