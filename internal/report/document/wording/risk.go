package wording

import (
	"fmt"
	"strings"

	"cordon/internal/decisions"
	"cordon/internal/riskfile"
)

// Groups is the severity for each group of patients.
func Groups(x *riskfile.Risk) string {
	var out []string
	for _, g := range x.Groups {
		out = append(out, g.Group+": "+g.Severity)
	}
	return strings.Join(out, "; ")
}

// P2 is the probability that the situation leads to harm, with what was and was not counted.
func P2(x *riskfile.Risk) string {
	s := Interval(x.P2.Interval)
	if len(x.P2.Because) > 0 {
		s += "; lowered because " + strings.Join(x.P2.Because, "; ")
	}
	if len(x.P2.Missing) > 0 {
		s += "; not stated, and so not counted: " + strings.Join(x.P2.Missing, ", ")
	}
	return s
}

// Hazard is a hazard with its kind.
func Hazard(x *riskfile.Risk) string {
	if x.HazardKind == "" {
		return x.Hazard
	}
	return strings.TrimSpace(x.Hazard + " (" + x.HazardKind + ")")
}

// Lost says how likely a benefit does not come about, and what of that security brings.
func Lost(b *riskfile.Benefit) string {
	s := b.Lost
	if b.LostWithoutSideEffects != b.Lost {
		s += "; without side effects of security " + b.LostWithoutSideEffects
	}
	for _, x := range b.TakenBy {
		s += fmt.Sprintf("; without %s %s", x.Control, x.Without)
	}
	return s
}

// State says whether a decision still stands, and why not.
func State(d *decisions.Review) string {
	return strings.Join(append([]string{string(d.State)}, d.Because...), "; ")
}

// Signatures says whether the signatures on a decision fit.
func Signatures(d *decisions.Review) string {
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
