package engine

import "fmt"

// Explanation says why something is as it is: in readable parts, and as the values they were made from.
type Explanation struct {
	ID      string   `json:"id"`
	Type    string   `json:"type"` // threat, consequence, harm or control
	Title   string   `json:"title"`
	Parts   []Part   `json:"parts"`
	Paths   []Chain  `json:"paths,omitempty"`
	More    bool     `json:"more-paths,omitempty"`
	CutSets []CutSet `json:"cut-sets,omitempty"` // smallest sets of controls that would help
	Changes []Change `json:"changes,omitempty"`  // what happens if the control comes or goes
}

// Part is a headed list of sentences; a line that begins with "# N " is step N.
type Part struct {
	Heading string   `json:"heading"`
	Lines   []string `json:"lines"`
}

// Add adds a part, unless it has no lines.
func (x *Explanation) Add(heading string, lines ...string) {
	if len(lines) > 0 {
		x.Parts = append(x.Parts, Part{heading, lines})
	}
}

// Words names things for a reader.
type Words struct {
	Element  func(id string) string        // title of an element
	Controls func(ids []string) string     // titles of controls on elements
	Trust    func(attribute string) string // title of a trust attribute
}

// How much an explanation looks for. What is left out is said.
const (
	explainPaths   = 5
	explainSets    = 8
	explainSetSize = 3
)

// AddWays adds the paths to a consequence and the smallest sets of controls that would lower it.
func (r *Run) AddWays(x *Explanation, id string, w Words) {
	x.Paths, x.More = r.Chains(id, explainPaths)
	for i, p := range x.Paths {
		x.Add(fmt.Sprintf("Path %d, likelihood %s", i+1, p.Likelihood), w.Reading(p)...)
	}
	switch {
	case len(x.Paths) == 0:
		x.Add("Paths", "none: nothing that is described leads here")
	case x.More:
		x.Add("Further paths", "more exist; these are the likeliest and shortest")
	}
	sets, more := r.CutSets(id, explainSetSize, explainSets)
	x.CutSets = sets
	var lines []string
	for _, s := range sets {
		lines = append(lines, fmt.Sprintf("%s: likelihood becomes %s", w.Controls(s.Controls), s.Leaves))
	}
	if more {
		lines = append(lines, fmt.Sprintf("more may exist; sets of up to %d controls were looked for", explainSetSize))
	}
	x.Add("Smallest sets of controls that would lower it", lines...)
}

// AddHolding adds which of some controls that are in place hold a consequence down alone.
func (r *Run) AddHolding(x *Explanation, id string, inPlace []string, w Words) {
	var lines []string
	for _, control := range inPlace {
		changes, err := r.WithControl(control, false, []string{id})
		if err == nil && len(changes) > 0 {
			x.Changes = append(x.Changes, changes...)
			lines = append(lines, fmt.Sprintf("without %s the likelihood becomes %s", w.Controls([]string{control}), changes[0].After))
		}
	}
	x.Add("Controls that hold it down alone", lines...)
}

// Reading is a path as sentences: what does not hold, then step by step what happens.
func (w Words) Reading(p Chain) []string {
	var out []string
	for _, a := range p.Assumes {
		out = append(out, fmt.Sprintf("rests on: trust '%s' in %s, which is %s", w.Trust(a.Low), w.Element(a.Element), a.Level))
	}
	for i, s := range p.Steps {
		out = append(out, fmt.Sprintf("# %d. %s (%s, %s)", i+1, s.Title, s.Likelihood, s.Threat))
	}
	return out
}
