package triage

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Outcomes of the evaluation of a risk by the FDA's guidance of 2016.
const (
	Controlled   = "controlled"
	Uncontrolled = "uncontrolled"
	CannotTell   = "cannot-tell"
)

// RiskInput is what is known of the risk that a vulnerability brings to patients. Its zero value knows nothing.
type RiskInput struct {
	Weighed     bool              // the model said which harms get likelier; Raised lists them all
	Raised      []RaisedHarm      // harms that get likelier
	Controls    []string          // compensating controls that the levels in Raised count, by name
	Severity    int               // where not weighed: worst harm to a patient, 1 negligible to 5 catastrophic; 0 unknown
	PrivacyOnly Stated            // where not weighed: nothing but privacy is at stake
	Metrics     map[string]string // of the CVSS vector, as cvss.Metrics gives them; nil where there is none
	KEV         Is                // in the list of known exploited vulnerabilities
	PoC         Is                // a method is public
	EPSS        float64           // probability of use within 30 days, 0 to 1; 0 where unknown
	Adverse     Is                // a serious adverse event or a death is known
}

// RaisedHarm is a harm that a vulnerability makes likelier.
type RaisedHarm struct {
	ID            string `json:"id"`
	Title         string `json:"title"`
	Class         string `json:"class"`         // direct, indirect, psychological, privacy or third-party
	Severity      int    `json:"severity"`      // of the worst group, 1-5 (ISO 14971)
	Before        int    `json:"before"`        // likelihood of the hazardous situation, 0-5
	After         int    `json:"after"`         //
	Acceptability string `json:"acceptability"` // after: acceptable, reduce, unacceptable; empty where nobody says
}

// Risk says whether the risk of a vulnerability is controlled.
type Risk struct {
	Outcome        string   `json:"outcome"` // controlled, uncontrolled, cannot-tell
	Exploitability string   `json:"exploitability,omitempty"`
	Severity       string   `json:"severity,omitempty"`
	Harm           string   `json:"harm,omitempty"` // that decides it
	Because        []string `json:"because"`
	Change         []string `json:"change"` // what would change it
	Open           []string `json:"open"`   // what to find out
	Source         string   `json:"source"`
}

const fdaSource = "FDA, Postmarket Management of Cybersecurity in Medical Devices, 2016, section VI; the lines in its figure 1 are our reading"

//go:embed fda.tsv
var fdaText string

type fdaRules struct {
	severity   []string
	levels     []string // of exploitability, from low to high
	matrix     [][]string
	likelihood []string
	harder     []struct {
		metric string
		steps  int
	}
	steps []string
	epss  float64
}

var fda = sync.OnceValue(func() *fdaRules {
	f := &fdaRules{}
	for line := range strings.Lines(fdaText) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		switch cells[0] {
		case "severity":
			f.severity = cells[1:]
		case "matrix":
			f.levels, f.matrix = append(f.levels, cells[1]), append(f.matrix, cells[2:])
		case "likelihood":
			f.likelihood = cells[1:]
		case "harder":
			n, _ := strconv.Atoi(cells[2])
			f.harder = append(f.harder, struct {
				metric string
				steps  int
			}{cells[1], n})
		case "steps":
			f.steps = cells[1:]
		case "epss":
			f.epss, _ = strconv.ParseFloat(cells[1], 64)
		}
	}
	return f
})

// Evaluate says whether the risk to patients is controlled. Loss of privacy alone is controlled, for the guidance is about harm to patients. What
// is not known never makes a risk controlled.
func Evaluate(in RiskInput) Risk {
	r := Risk{Because: []string{}, Change: []string{}, Open: []string{}, Source: fdaSource}
	switch {
	case in.Adverse == Yes:
		r.Outcome = Uncontrolled
		r.say("A serious adverse event or a death is known that comes from it; duties to report begin at once.")
	case in.Weighed:
		r.weighed(in)
	default:
		r.stated(in)
	}
	return r
}

func (r *Risk) say(format string, args ...any) {
	r.Because = append(r.Because, fmt.Sprintf(format, args...))
}

// weighed judges each harm that gets likelier; the worst judgement counts.
func (r *Risk) weighed(in RiskInput) {
	r.Outcome = Controlled
	var privacy []string
	decided := false
	for _, h := range in.Raised {
		if h.Class == "privacy" {
			privacy = append(privacy, h.Title)
			continue
		}
		one := Risk{Harm: h.ID, Because: []string{}, Change: []string{}, Open: []string{}, Source: fdaSource}
		one.say("%s becomes likelier: likelihood %d of 5 before, %d after.", h.Title, h.Before, h.After)
		one.cell(in.raise(fda().levelOf(h.After), &one), h.Severity, h.Acceptability)
		if !decided || one.graver(r) {
			*r, decided = one, true
		}
	}
	switch {
	case decided && len(in.Controls) > 0:
		r.say("Counted are %s.", strings.Join(in.Controls, ", "))
	case decided:
	case len(privacy) > 0:
		r.say("Only loss of privacy becomes likelier (%s); no patient is hurt by that alone. Duties of data protection stay.", strings.Join(privacy, ", "))
	default:
		r.say("No harm becomes likelier through the model.")
		if len(in.Controls) > 0 {
			r.say("That rests on %s.", strings.Join(in.Controls, ", "))
		}
	}
	if !decided && len(in.Controls) > 0 {
		r.Change = append(r.Change, "It is to be evaluated anew when one of these controls is lost: "+strings.Join(in.Controls, ", ")+".")
	}
}

// stated judges by what a person says of the harm, and by the vector.
func (r *Risk) stated(in RiskInput) {
	if in.PrivacyOnly.excuses(Yes) {
		r.Outcome = Controlled
		r.say("Only privacy is at stake, says %s: %s. Duties of data protection stay.", in.PrivacyOnly.By, in.PrivacyOnly.Because)
		return
	}
	r.Outcome = CannotTell
	if in.PrivacyOnly.Is == Yes {
		r.Open = append(r.Open, "Who says that only privacy is at stake, and why?")
	}
	if in.Severity < 1 || in.Severity > len(fda().severity) {
		r.say("It is not known how badly a patient could be hurt.")
		r.Open = append(r.Open, "How grave is the worst harm to a patient, on the scale of ISO 14971?")
	}
	level := fda().levelOfMetrics(in.Metrics, r)
	if level < 0 {
		r.say("It is not known how easily it is exploited.")
		r.Open = append(r.Open, "How easily is it exploited in this device? A CVSS vector or a weighing through the model says so.")
	}
	if len(r.Open) > 0 && (level < 0 || in.Severity < 1 || in.Severity > len(fda().severity)) {
		return
	}
	level = in.raise(level, r)
	if len(in.Controls) > 0 {
		r.say("How far %s hold it back is not known and not counted.", strings.Join(in.Controls, ", "))
		r.Open = append(r.Open, "How far do the compensating controls hold it back?")
	}
	r.cell(level, in.Severity, "")
}

func (f *fdaRules) levelOf(likelihood int) int {
	return slices.Index(f.levels, f.likelihood[min(max(likelihood, 0), len(f.likelihood)-1)])
}

// levelOfMetrics is -1 where the metrics do not say how it is reached.
func (f *fdaRules) levelOfMetrics(metrics map[string]string, r *Risk) int {
	if metrics["AV"] == "" {
		return -1
	}
	steps := 0
	var names []string
	for _, h := range f.harder {
		name, value, _ := strings.Cut(h.metric, ":")
		if metrics[name] == value {
			steps += h.steps
			names = append(names, h.metric)
		}
	}
	level := f.steps[min(steps, len(f.steps)-1)]
	if len(names) > 0 {
		r.say("By its vector exploitability is %s: %s make it harder.", level, strings.Join(names, ", "))
	} else {
		r.say("By its vector exploitability is %s: nothing makes it harder.", level)
	}
	return slices.Index(f.levels, level)
}

// raise counts what is known of use.
func (in RiskInput) raise(level int, r *Risk) int {
	const medium = 1
	switch {
	case in.KEV == Yes:
		r.say("It is known to be exploited, which counts as one step more, and at least as medium.")
		return min(max(level+1, medium), len(fda().levels)-1)
	case in.PoC == Yes && level < medium:
		r.say("A method is public, so exploitability is at least medium.")
		return medium
	case in.EPSS >= fda().epss && level < medium:
		r.say("EPSS gives it %.0f %% within 30 days, so exploitability is at least medium.", in.EPSS*100)
		return medium
	}
	return level
}

// cell looks up the matrix. The maker's own verdict on the harm decides between the lines, and is never softened.
func (r *Risk) cell(level, severity int, acceptability string) {
	f := fda()
	severity = min(max(severity, 1), len(f.severity))
	r.Exploitability, r.Severity = f.levels[level], f.severity[severity-1]
	cell := f.matrix[level][severity-1]
	r.say("Exploitability %s and severity %s: %s.", r.Exploitability, r.Severity, map[string]string{
		Controlled: "controlled", Uncontrolled: "uncontrolled", "judge": "between controlled and uncontrolled",
	}[cell])
	switch {
	case acceptability == "unacceptable" && cell != Uncontrolled:
		r.say("The risk policy of the model calls the risk unacceptable, and that counts.")
		cell = Uncontrolled
	case acceptability == "acceptable" && cell == "judge":
		r.say("The risk policy of the model calls the risk acceptable.")
		cell = Controlled
	case cell == "judge":
		cell = CannotTell
		r.Open = append(r.Open, "Is the residual risk of harm acceptable? A person has to judge; until then treat it as uncontrolled.")
	}
	r.Outcome = cell
	r.changes(level, severity)
}

// changes says how far one of the two factors has to move until the matrix says otherwise.
func (r *Risk) changes(level, severity int) {
	f := fda()
	if r.Outcome == Controlled {
		for l := level + 1; l < len(f.levels); l++ {
			if f.matrix[l][severity-1] != Controlled {
				r.Change = append(r.Change, fmt.Sprintf("With exploitability %s it would no longer be controlled without a judgement.", f.levels[l]))
				break
			}
		}
		return
	}
	for l := level - 1; l >= 0; l-- {
		if f.matrix[l][severity-1] == Controlled {
			r.Change = append(r.Change, fmt.Sprintf("With exploitability %s, for instance by a compensating control, it would be controlled.", f.levels[l]))
			break
		}
	}
	for s := severity - 1; s >= 1; s-- {
		if f.matrix[level][s-1] == Controlled {
			r.Change = append(r.Change, fmt.Sprintf("If the worst harm were %s, it would be controlled.", f.severity[s-1]))
			break
		}
	}
	if len(r.Change) == 0 {
		r.Change = append(r.Change, "No compensating control makes it controlled by this table alone; the residual risk has to be judged acceptable.")
	}
}

// graver tells whether a risk goes before another: by outcome, then severity, then exploitability.
func (r Risk) graver(than *Risk) bool {
	order := []string{Controlled, CannotTell, Uncontrolled}
	a, b := slices.Index(order, r.Outcome), slices.Index(order, than.Outcome)
	if a != b {
		return a > b
	}
	f := fda()
	if x, y := slices.Index(f.severity, r.Severity), slices.Index(f.severity, than.Severity); x != y {
		return x > y
	}
	return slices.Index(f.levels, r.Exploitability) > slices.Index(f.levels, than.Exploitability)
}
