package dossier

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"cordon/internal/assessment"
	"cordon/internal/decisions"
	"cordon/internal/knowledge"
	"cordon/internal/report/document/wording"
	"cordon/internal/riskfile"
)

// harms are the risks to health, the worst first, and then those to rights and to others, which stand apart.
func (w *writer) harms() []riskfile.Risk { return slices.Concat(w.File.Risks, w.File.Apart) }

// noRisk stands where no harm is described.
const noRisk = "No harm is described, so that there is no risk to show."

// noHarm notes that nothing was analysed because no harm is described.
func (w *writer) noHarm() {
	if len(w.harms()) == 0 {
		w.open("No harm is described")
	}
}

// stands says how a risk stands in one state of the controls, on both scales.
func stands(j *riskfile.Judgement) string {
	return wording.Words(j.Acceptability) + "\nlikelihood " + wording.Words(j.Likelihood) + "\n" + wording.Interval(j.Probability) + " per device-year"
}

// risks shows the harms in the three states of the controls.
func (w *writer) risks() {
	t := w.table("risks", "Harms, with verdict and probability of harm", "Id", "Harm", "Class", "Severity", "Without controls", "Today", "As planned")
	for _, x := range w.harms() {
		t.row([]string{x.Harm}, x.Harm, x.Title, wording.Words(x.Class), wording.Groups(&x), stands(&x.Without), stands(&x.Today), stands(&x.Planned))
	}
	t.end(noRisk)
	w.noHarm()
}

// riskReadings tells the likeliest way to each harm, step by step.
func (w *writer) riskReadings() {
	t := w.table("risk-readings", "The likeliest way to each harm, as planned", "Id", "Harm", "Way", "Hazardous situation", "Probability that the situation leads to harm (P2)")
	t.shares(2, 3, 8, 4, 5)
	for _, x := range w.harms() {
		if x.Situation == "" {
			w.open("The hazardous situation is not described", x.Harm)
		}
		if len(x.P2.Missing) > 0 {
			w.open("Clinical circumstances that would lower the probability of harm are not stated", x.Harm)
		}
		t.row([]string{x.Harm}, x.Harm, x.Title, w.way(&x), wording.Or(x.Situation), wording.P2(&x))
	}
	t.end(noRisk)
	w.noHarm()
}

// way lists the steps of the likeliest way to a harm. A decision that one of them cannot happen changes no figure, so that it has to be
// seen here.
func (w *writer) way(x *riskfile.Risk) string {
	i := slices.IndexFunc(w.Assessment.Harms, func(h assessment.Harm) bool { return h.ID == x.Harm })
	if i < 0 || len(w.Assessment.Harms[i].Paths) == 0 {
		return x.Reading
	}
	path := &w.Assessment.Harms[i].Paths[0]
	var out []string
	for n, s := range path.Steps {
		step := fmt.Sprintf("%d. %s", n+1, s.Title)
		if d := w.decided(s.Threat); d != nil {
			step += fmt.Sprintf(" (decided: %s, %s)", wording.Words(string(d.Choice)), d.State)
			if d.Choice == decisions.NotApplicable {
				w.open("The likeliest way to a harm needs a threat that a decision calls not applicable; the figures still count the threat", x.Harm)
			}
		}
		out = append(out, step)
	}
	return strings.Join(append(out, "Likelihood of the whole: "+wording.Words(path.Likelihood)), "\n")
}

// relation says how security and safety meet in each risk.
func (w *writer) relation() {
	t := w.table("relation", "How security and safety meet", "Id", "Harm", "Class", "Hazard", "Relation")
	for _, x := range w.harms() {
		hazard := wording.Hazard(&x)
		if hazard == "" {
			w.open("No hazard is named behind the harm", x.Harm)
		}
		t.row([]string{x.Harm}, x.Harm, x.Title, wording.Words(x.Class), wording.Or(hazard), string(x.Relation))
	}
	t.end(noRisk)
	w.noHarm()
}

// causes says what each sort of cause contributes.
func (w *writer) causes() {
	heads := []string{"Id", "Harm"}
	for _, c := range knowledge.Causes() {
		heads = append(heads, upper(wording.Words(string(c))))
	}
	t := w.table("causes", "Likelihood of the hazardous situation by sort of cause, as planned", heads...)
	for _, x := range w.harms() {
		row := []string{x.Harm, x.Title}
		for _, c := range x.Causes {
			row = append(row, "alone "+wording.Words(c.Alone)+"\nwithout it "+wording.Words(c.Without))
		}
		t.row([]string{x.Harm}, row...)
	}
	t.end(noRisk)
	w.noHarm()
}

// decided is the decision about something that has not been replaced; nil if there is none.
func (w *writer) decided(about string) *decisions.Review {
	for i := range w.Reviews {
		d := &w.Reviews[i]
		if d.State != decisions.Replaced && d.State != decisions.Over && (d.About == about && len(d.Now) == 0 || slices.Contains(d.Now, about)) {
			return d
		}
	}
	return nil
}

// residualRisks shows what is left after the planned controls, and what was decided about it.
func (w *writer) residualRisks() {
	t := w.table("residual-risks", "Risks that are left as planned, with the decisions about them", "Id", "Harm", "Severity", "Probability of harm per device-year", "Verdict", "Decision")
	for _, x := range w.harms() {
		d := w.decided(x.Harm)
		decision, about := none, []string{x.Harm}
		if d != nil {
			decision = said(d)
			about = append(about, d.ID)
		}
		if x.Planned.Acceptability != "acceptable" && (d == nil || !d.Stands()) {
			w.open("A risk is left that is not acceptable by the table, and no decision about it stands", x.Harm)
		}
		t.row(about, x.Harm, x.Title, wording.Groups(&x), wording.Interval(x.Planned.Probability), wording.Words(x.Planned.Acceptability), decision)
	}
	t.end(noRisk)
	w.overall()
	w.noHarm()
}

// said is a decision in a line.
func said(d *decisions.Review) string {
	when := d.When
	if d.Until != "" {
		when += ", until " + d.Until
	}
	return strings.Join([]string{wording.Words(string(d.Choice)), d.Who + ", " + d.Role, when, wording.State(d)}, "; ")
}

// overall shows the judgement on all risks together.
func (w *writer) overall() {
	d := w.decided(decisions.Overall)
	if d == nil {
		w.open("Nobody has judged the benefits against all risks together")
		return
	}
	if !d.Stands() {
		w.open("The judgement of the benefits against all risks together does not stand any more", d.ID)
	}
	if d.Choice != "accept" {
		w.open("The risks together are not accepted: the overall judgement is to "+wording.Words(string(d.Choice)), d.ID)
	}
	w.text("Judgement of the benefits against all risks together: "+said(d)+". "+d.Why, d.ID)
}

// decisions lists what is on record about risks, and whether it stands. Statements about clauses stand with the clauses.
func (w *writer) decisions() {
	t := w.table("decisions", "Decisions on record", "Id", "About", "Choice", "By", "On", "Until", "State", "Signatures", "Why")
	for i := range w.Reviews {
		d := &w.Reviews[i]
		if _, clause := w.Index.Clauses[d.About]; clause {
			continue
		}
		if !d.Stands() {
			w.open("A decision does not stand any more", d.ID)
		}
		t.row(append(slices.Clone(d.Now), d.ID), d.ID, wording.Title(d.About, d.Title), wording.Words(string(d.Choice)), d.Who+", "+d.Role, d.When, cmp.Or(d.Until, "without end"), wording.State(d), wording.Signatures(d), d.Why)
	}
	t.end("No decision is on record.")
	if len(t.t.Rows) == 0 {
		w.open("No decision is on record")
	}
}
