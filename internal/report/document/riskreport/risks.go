package riskreport

import (
	"fmt"
	"slices"
	"strings"

	"cordon/internal/decisions"
	"cordon/internal/report/document"
	"cordon/internal/riskfile"
)

func (r *writer) all() []riskfile.Risk { return slices.Concat(r.f.Risks, r.f.Apart) }

// analysis tells each risk: hazard, sequence of events, hazardous situation, harm, and where it comes from.
func (r *writer) analysis() {
	r.heading(1, "analysis", "Risk analysis")
	r.text("%d harms to health and %d to rights or to others are described. Harm to rights and to others stands apart: it is not weighed against clinical benefit alone.",
		len(r.f.Risks), len(r.f.Apart))
	for i, x := range r.all() {
		r.heading(2, riskID(&x), x.Title)
		r.definitions(
			definition("Hazard", strings.TrimSpace(x.Hazard+kindOf(x.HazardKind))),
			definition("Sequence of events", x.Reading),
			definition("Hazardous situation", x.Situation),
			definition("Harm", fmt.Sprintf("%s (%s, class %s)", x.Title, x.Harm, x.Class)),
			definition("Relation of security and safety", string(x.Relation)),
			definition("Patient", x.Patient),
			definition("Severity", groups(&x)),
			definition("P2", p2(&x)),
			definition("Benefits of the same functions", list(x.Benefits)),
		)
		var rows [][]document.Cell
		for _, c := range x.Causes {
			rows = append(rows, cells(string(c.Cause), c.Alone, c.Without))
		}
		r.table(fmt.Sprintf("causes-%d", i+1), "Likelihood of the situation by sort of cause", columns("Cause", "If nothing else could happen", "If this could not happen"), rows, "")
	}
	if len(r.all()) == 0 {
		r.text("No harm is described, so that no risk can be analysed.")
	}
}

func riskID(x *riskfile.Risk) string { return "risk-" + strings.ReplaceAll(x.Harm, "/", "-") }

func groups(x *riskfile.Risk) string {
	var out []string
	for _, g := range x.Groups {
		out = append(out, g.Group+": "+g.Severity)
	}
	return strings.Join(out, "; ")
}

func p2(x *riskfile.Risk) string {
	s := interval(x.P2.From, x.P2.To)
	if len(x.P2.Because) > 0 {
		s += "; lowered because " + strings.Join(x.P2.Because, "; ")
	}
	if len(x.P2.Missing) > 0 {
		s += "; not stated, and so not counted: " + strings.Join(x.P2.Missing, ", ")
	}
	return s
}

// evaluation judges each risk before any control.
func (r *writer) evaluation() {
	r.heading(1, "evaluation", "Risk evaluation without controls")
	var rows [][]document.Cell
	for _, x := range r.all() {
		rows = append(rows, []document.Cell{
			{Spans: []document.Span{{Text: x.Title, To: riskID(&x)}}}, document.TextCell(x.Without.Severity), document.TextCell(x.Without.Likelihood),
			document.TextCell(interval(x.Without.P1.From, x.Without.P1.To)), document.TextCell(interval(x.Without.Probability.From, x.Without.Probability.To)),
			document.TextCell(x.Without.Acceptability),
		})
	}
	r.table("before", "Risks without controls", columns("Harm", "Severity", "Likelihood of situation", "P1 per device-year", "Probability of harm per device-year", "Verdict"), rows, "There is no risk to evaluate.")
}

// control lists the controls of each risk, with slots for what has to be shown.
func (r *writer) control() {
	r.heading(1, "control", "Risk control")
	r.text("For each control: where it is, how its implementation is shown, how its effect is to be verified, and what would follow if it alone were missing. Results of " +
		"verification are recorded in the system of the maker; a cell that says so is open.")
	for i, x := range r.all() {
		r.heading(2, "", x.Title)
		var rows [][]document.Cell
		for _, c := range x.Controls {
			evidence := strings.Join(c.Evidence, ", ")
			if evidence == "" {
				evidence = open
			}
			without := "unchanged"
			if c.Removal != "" {
				without = "likelihood " + c.Removal
			}
			rows = append(rows, cells(c.ID+"\n"+c.Title, c.Layer, c.State, evidence, c.Verify, open, without))
		}
		r.table(fmt.Sprintf("controls-%d", i+1), "Controls of “"+x.Title+"”", []document.Column{
			{Head: "Control", Share: 5}, {Head: "Layer", Share: 2}, {Head: "State", Share: 2}, {Head: "Implementation", Share: 3}, {Head: "Verification of effect", Share: 8},
			{Head: "Result", Share: 2}, {Head: "Without it", Share: 3},
		}, rows, "No control answers a threat on the likeliest ways to this harm.")
	}
}

// residual compares the states of the controls.
func (r *writer) residual() {
	r.heading(1, "residual", "Residual risk")
	var rows [][]document.Cell
	for _, x := range r.all() {
		rows = append(rows, []document.Cell{
			{Spans: []document.Span{{Text: x.Title, To: riskID(&x)}}}, document.TextCell(x.Planned.Severity), document.TextCell(x.Without.Acceptability),
			document.TextCell(x.Today.Acceptability), document.TextCell(interval(x.Today.Probability.From, x.Today.Probability.To)),
			document.TextCell(x.Planned.Acceptability), document.TextCell(interval(x.Planned.Probability.From, x.Planned.Probability.To)),
		})
	}
	r.table("after", "Risks today and as planned", columns("Harm", "Severity", "Without controls", "Today", "Probability of harm today, per device-year", "As planned", "Probability of harm as planned, per device-year"), rows, "There is no residual risk to show.")
	var rise []string
	for _, x := range r.all() {
		for _, c := range x.Causes {
			if c.Cause == "side-effect" && c.Without != x.Planned.Likelihood {
				rise = append(rise, x.Title)
			}
		}
	}
	r.text("Risks that are as high as they are only because of side effects of security controls: %s.", list(rise))
	r.decisions()
}

// kindOf is a kind of hazard as it stands behind a title.
func kindOf(kind string) string {
	if kind == "" {
		return ""
	}
	return " (" + kind + ")"
}

// decisions lists what was decided on single risks, and whether it still stands.
func (r *writer) decisions() {
	r.heading(2, "decisions", "Decisions on single risks")
	var rows [][]document.Cell
	for _, d := range r.decided {
		if d.About != decisions.Overall {
			rows = append(rows, cells(title(d.About, d.Title), string(d.Choice), d.Who+", "+d.Role, d.When, state(&d), d.Why))
		}
	}
	r.table("decided", "Decisions", []document.Column{
		{Head: "About", Share: 5}, {Head: "Choice", Share: 3}, {Head: "By", Share: 4}, {Head: "On", Share: 3}, {Head: "State", Share: 3}, {Head: "Why", Share: 9},
	}, rows, "No decision on a single risk is recorded.")
}

// state says whether a decision still stands, and why not.
func state(d *decisions.Review) string {
	return strings.Join(append([]string{string(d.State)}, d.Because...), "; ")
}

// overall sets benefits beside risks; the judgement is a person's.
func (r *writer) overall() {
	r.heading(1, "overall", "Overall benefit-risk judgement")
	var rows [][]document.Cell
	for _, b := range r.f.Benefits {
		rows = append(rows, cells(b.Title, b.Group, of5(b.Magnitude), of5(b.Probability), b.Duration, b.Evidence, list(b.Risks), lost(&b)))
	}
	r.table("benefits", "Clinical benefits, with the risks of the same functions", columns("Benefit", "Patients", "Magnitude", "Probability", "Duration", "Evidence", "Risks", "Likelihood that it is lost"), rows, "No benefit is described, so that nothing can be weighed.")
	counts := map[string]int{}
	for _, x := range r.f.Risks {
		counts[x.Planned.Acceptability]++
	}
	r.text("As planned, %d risks to health are acceptable, %d are to be reduced as far as possible, %d are unacceptable.", counts["acceptable"], counts["reduce"], counts["unacceptable"])
	judged := false
	for _, d := range r.decided {
		if d.About == decisions.Overall {
			judged = true
			r.note("%s, by %s, %s, on %s: %s State: %s. %s.", d.Choice, d.Who, d.Role, d.When, d.Why, state(&d), signatures(&d))
		}
	}
	if !judged {
		r.note("Judgement, by whom, in which role, and when: %s.", open)
	}
}

// lost says how likely a benefit does not come about, and what of that security brings.
func lost(b *riskfile.Benefit) string {
	s := b.Lost
	if b.LostWithoutSideEffects != b.Lost {
		s += "; without side effects of security " + b.LostWithoutSideEffects
	}
	for _, x := range b.TakenBy {
		s += fmt.Sprintf("; without %s %s", x.Control, x.Without)
	}
	return s
}

func signatures(d *decisions.Review) string {
	fits, broken := 0, 0
	for _, s := range d.Signed {
		if s.Fits {
			fits++
		} else {
			broken++
		}
	}
	switch {
	case fits+broken == 0:
		return "Not signed"
	case broken > 0:
		return fmt.Sprintf("Changed after it was signed: %d of %d signatures do not fit", broken, fits+broken)
	}
	return fmt.Sprintf("Signatures that fit the record: %d; whose they are, cordon decide verify says", fits)
}

func of5(n int) string {
	if n == 0 {
		return open
	}
	return fmt.Sprintf("%d of 5", n)
}

// after leaves room for what no tool can say.
func (r *writer) after() {
	r.heading(1, "review", "Review")
	r.note("That the plan was carried out, that overall residual risk is acceptable, and that methods for production and post-production are in place, reviewed by and when: %s.", open)
	r.heading(1, "post-production", "Production and post-production")
	support := open
	if s := r.m.System.Support; s != nil {
		support = strings.TrimSpace(fmt.Sprintf("from %s until %s, updates %s", s.From, s.Until, s.Updates))
	}
	r.definitions(
		definition("Period of support", support),
		definition("Collection of information on vulnerabilities, incidents and use", ""),
		definition("Who reviews it, how often, and what starts a new assessment", ""),
	)
}
