package project

import (
	"context"

	"cordon/internal/civil"
	"cordon/internal/postmarket/record"
	"cordon/internal/postmarket/weigh"
)

// Ranks is what a described system says of a fleet of its devices.
type Ranks struct {
	Clinical map[[2]string]int    // by vulnerability and product: 1, where nothing gets likelier, to 5, where a harm is unacceptable with it
	Judged   map[[2]string]string // by vulnerability and release, as product-release: what was decided, in the words of VEX
}

// Ranks weighs what was found in all bills of materials of the record, in use or not. A product is the element that a bill is of. Where a
// vulnerability is in several elements of a release, the worst rank counts, and a decision counts where all of them were decided on alike.
func (a *After) Ranks(ctx context.Context, at civil.Instant) (*Ranks, error) {
	out := &Ranks{map[[2]string]int{}, map[[2]string]string{}}
	var places []weigh.Place
	for i := range a.Findings.Findings {
		f := &a.Findings.Findings[i]
		if bill := a.Record.Bill(f.Inventory); bill != nil && f.Holds(at) {
			places = append(places, weigh.Place{Vulnerability: f.Vulnerability, Element: a.Record.Element(bill, f), Release: bill.Release, Findings: []record.Finding{*f}})
		}
	}
	weighed, _, err := a.Weigh(places, a.Findings.Facts, nil, ctx.Err)
	if err != nil {
		return nil, err
	}
	for i := range weighed {
		w := &weighed[i]
		of := a.Record.Bill(w.Findings[0].Inventory).Of.Text
		product := [2]string{w.Vulnerability, of}
		out.Clinical[product] = max(out.Clinical[product], 6-w.Priority.Level)
		release := [2]string{w.Vulnerability, of + "-" + w.Release}
		status := string(a.Verdict(&w.Place, at, at).Status)
		if was, seen := out.Judged[release]; seen && was != status {
			status = ""
		}
		out.Judged[release] = status
	}
	return out, nil
}
