package riskreport

import (
	"fmt"
	"slices"
	"strings"

	"cordon/internal/decisions"
	"cordon/internal/report/document"
	"cordon/internal/report/document/wording"
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
			wording.Definition("Hazard", wording.Hazard(&x)),
			wording.Definition("Sequence of events", sequence(&x)),
			wording.Definition("Hazardous situation", x.Situation),
			wording.Definition("Harm", fmt.Sprintf("%s (%s, class %s)", x.Title, x.Harm, x.Class)),
			wording.Definition("Relation of security and safety", string(x.Relation)),
			wording.Definition("Patient", x.Patient),
			wording.Definition("Severity", wording.Groups(&x)),
			wording.Definition("P2", wording.P2(&x)),
			wording.Definition("Benefits of the same functions", wording.List(r.benefits(x.Benefits))),
		)
		var rows [][]document.Cell
		for _, c := range x.Causes {
			rows = append(rows, document.TextCells(string(c.Cause), c.Alone, c.Without))
		}
		r.table(fmt.Sprintf("causes-%d", i+1), "Likelihood of the situation by sort of cause", document.Columns("Cause", "If nothing else could happen", "If this could not happen"), rows, "")
	}
	if len(r.all()) == 0 {
		r.text("No harm is described, so that no risk can be analysed.")
	}
}

// sequence lists the steps of the likeliest way.
func sequence(x *riskfile.Risk) string {
	if len(x.Sequence) == 0 {
		return x.Reading
	}
	var out []string
	for n, s := range x.Sequence {
		out = append(out, fmt.Sprintf("%d. %s.", n+1, s))
	}
	return strings.Join(append(out, "Likelihood of the whole: "+x.Planned.Likelihood+"."), " ")
}

// benefits are the titles of benefits.
func (r *writer) benefits(ids []string) []string {
	var out []string
	for _, id := range ids {
		out = append(out, r.names.Of(id))
	}
	return out
}

func riskID(x *riskfile.Risk) string { return "risk-" + strings.ReplaceAll(x.Harm, "/", "-") }

// evaluation judges each risk before any control.
func (r *writer) evaluation() {
	r.heading(1, "evaluation", "Risk evaluation without controls")
	var rows [][]document.Cell
	for _, x := range r.all() {
		rows = append(rows, []document.Cell{
			{Spans: []document.Span{{Text: x.Title, To: riskID(&x)}}}, document.TextCell(x.Without.Severity), document.TextCell(x.Without.Likelihood),
			document.TextCell(wording.Interval(x.Without.P1)), document.TextCell(wording.Interval(x.Without.Probability)),
			document.TextCell(x.Without.Acceptability),
		})
	}
	r.table("before", "Risks without controls", document.Columns("Harm", "Severity", "Likelihood of situation", "P1 per device-year", "Probability of harm per device-year", "Verdict"), rows, "There is no risk to evaluate.")
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
				evidence = wording.Open
			}
			without := "unchanged"
			if c.Removal != "" {
				without = "likelihood " + c.Removal
			}
			rows = append(rows, document.TextCells(c.ID+"\n"+c.Title, c.Layer, c.State, evidence, c.Verify, wording.Open, without))
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
			document.TextCell(x.Today.Acceptability), document.TextCell(wording.Interval(x.Today.Probability)),
			document.TextCell(x.Planned.Acceptability), document.TextCell(wording.Interval(x.Planned.Probability)),
		})
	}
	r.table("after", "Risks today and as planned", document.Columns("Harm", "Severity", "Without controls", "Today", "Probability of harm today, per device-year", "As planned", "Probability of harm as planned, per device-year"), rows, "There is no residual risk to show.")
	var rise []string
	for _, x := range r.all() {
		for _, c := range x.Causes {
			if c.Cause == "side-effect" && c.Without != x.Planned.Likelihood {
				rise = append(rise, x.Title)
			}
		}
	}
	r.text("Risks that are as high as they are only because of side effects of security controls: %s.", wording.List(rise))
	r.decisions()
}

// decisions lists what was decided on single risks, and whether it still stands.
func (r *writer) decisions() {
	r.heading(2, "decisions", "Decisions on single risks")
	var rows [][]document.Cell
	for _, d := range r.decided {
		if _, clause := r.ix.Clauses[d.About]; !clause && d.About != decisions.Overall {
			rows = append(rows, document.TextCells(wording.Title(d.About, d.Title), wording.Words(string(d.Choice)), d.Who+", "+d.Role, d.When, wording.State(&d), d.Why))
		}
	}
	r.table("decided", "Decisions", []document.Column{
		{Head: "About", Share: 5}, {Head: "Choice", Share: 3}, {Head: "By", Share: 4}, {Head: "On", Share: 3}, {Head: "State", Share: 3}, {Head: "Why", Share: 9},
	}, rows, "No decision on a single risk is recorded.")
}

// overall sets benefits beside risks; the judgement is a person's.
func (r *writer) overall() {
	r.heading(1, "overall", "Overall benefit-risk judgement")
	var rows [][]document.Cell
	for _, b := range r.f.Benefits {
		rows = append(rows, document.TextCells(b.Title, b.Group, wording.Of5(b.Magnitude), wording.Of5(b.Probability), b.Duration, b.Evidence, wording.List(r.benefits(b.Risks)), wording.Lost(&b)))
	}
	r.table("benefits", "Clinical benefits, with the risks of the same functions", document.Columns("Benefit", "Patients", "Magnitude", "Probability", "Duration", "Evidence", "Risks", "Likelihood that it is lost"), rows, "No benefit is described, so that nothing can be weighed.")
	counts := map[string]int{}
	for _, x := range r.f.Risks {
		counts[x.Planned.Acceptability]++
	}
	r.text("Risks to health as planned: acceptable %d, to be reduced as far as possible %d, unacceptable %d.", counts["acceptable"], counts["reduce"], counts["unacceptable"])
	judged := false
	for _, d := range r.decided {
		if d.About == decisions.Overall {
			judged = true
			r.note("%s, by %s, %s, on %s: %s State: %s. %s.", d.Choice, d.Who, d.Role, d.When, d.Why, wording.State(&d), wording.Signatures(&d))
		}
	}
	if !judged {
		r.note("Judgement, by whom, in which role, and when: %s.", wording.Open)
	}
}

// after leaves room for what no tool can say.
func (r *writer) after() {
	r.heading(1, "review", "Review")
	r.note("That the plan was carried out, that overall residual risk is acceptable, and that methods for production and post-production are in place, reviewed by and when: %s.", wording.Open)
	r.heading(1, "post-production", "Production and post-production")
	r.definitions(
		wording.Support(r.m),
		wording.Definition("Collection of information on vulnerabilities, incidents and use", ""),
		wording.Definition("Who reviews it, how often, and what starts a new assessment", ""),
	)
}
