package layers

import (
	"cmp"
	"slices"
	"strings"

	"cordon/internal/engine"
)

// Gap is a layer in which nothing stands on the likeliest path to a harm, with the controls that could stand there.
type Gap struct {
	Layer      string      `json:"layer"`
	Candidates []Candidate `json:"candidates"` // the cheapest first; empty where the knowledge base knows none for these threats
}

// Candidate is a control, or a set that works only together, that would make the likeliest path less likely.
type Candidate struct {
	Controls []string `json:"controls"`             // as CTL-0001@element; not in place
	OneOff   int      `json:"cost-one-off"`         // cost class 0-4 of an element, of the dearest control
	Yearly   int      `json:"cost-yearly"`          // cost class 0-4
	Cost     []string `json:"cost"`                 // the same in words
	Burden   []string `json:"burden"`               // in words, of all
	Rejected bool     `json:"considered,omitempty"` // the author has considered and not applied it
	Path     string   `json:"path"`                 // likelihood of the path with it
	Harm     Rating   `json:"harm"`                 // the harm with it; other paths may keep it up
	Worsens  []string `json:"worsens"`              // harms that its side effects make worse

	burden int // highest step
}

// gaps looks at the likeliest path of each harm that is not acceptable, among those whose paths are listed.
func (k *maker) gaps(harms []Harm, ways []engine.Ways) error {
	absent := map[string]bool{}
	for _, c := range k.a.Controls {
		absent[c.ID] = c.State == "absent"
	}
	for i, w := range ways {
		h := &harms[i]
		if h.Now.verdict == 0 || len(w.Open) == 0 {
			continue
		}
		best := w.Open[0]
		stands := map[string]bool{}
		for _, s := range best.Standing {
			for _, l := range k.layersOf(s.Controls) {
				stands[l] = true
			}
		}
		at := map[string][]Candidate{}
		for _, m := range best.Missing {
			c, err := k.candidate(h, harms, m, absent)
			if err != nil {
				return err
			}
			for _, l := range k.layersOf(m.Controls) {
				at[l] = append(at[l], c)
			}
		}
		for _, l := range layerNames {
			if stands[l] {
				continue
			}
			g := Gap{Layer: l, Candidates: listed(at[l])}
			slices.SortFunc(g.Candidates, cheaper)
			h.Gaps = append(h.Gaps, g)
		}
	}
	return nil
}

func (k *maker) candidate(h *Harm, harms []Harm, m engine.Measure, absent map[string]bool) (Candidate, error) {
	c := Candidate{Controls: m.Controls, Path: k.likelihood(m.Likelihood), Burden: []string{}, Worsens: []string{}}
	for _, id := range m.Controls {
		c.Rejected = c.Rejected || absent[id]
		e := k.ix.Controls[bare(id)]
		if e == nil {
			continue
		}
		if c.Cost == nil || compareCosts(c.OneOff, c.Yearly, e.Cost.OneOff, e.Cost.Yearly) < 0 {
			c.OneOff, c.Yearly, c.Cost = e.Cost.OneOff, e.Cost.Yearly, e.Cost.Says()
		}
		c.burden = max(c.burden, e.Burden.Heaviest())
		c.Burden = append(c.Burden, e.BurdenSays()...)
	}
	err := k.try(engine.Trial{With: m.Controls}, func() {
		c.Harm = k.now(h.ID)
		for _, other := range harms {
			if k.now(other.ID).Worse(other.Now) {
				c.Worsens = append(c.Worsens, other.ID)
			}
		}
	})
	return c, err
}

// compareCosts compares the higher class first. Classes are ordinal, so they are not added.
func compareCosts(oneA, yearA, oneB, yearB int) int {
	return cmp.Or(cmp.Compare(max(oneA, yearA), max(oneB, yearB)), cmp.Compare(min(oneA, yearA), min(oneB, yearB)))
}

// cheaper puts the cheaper candidate first; of equal ones that with fewer controls, then that with the lighter burden, then that which
// does more for the harm.
func cheaper(a, b Candidate) int {
	return cmp.Or(compareCosts(a.OneOff, a.Yearly, b.OneOff, b.Yearly), cmp.Compare(len(a.Controls), len(b.Controls)),
		cmp.Compare(a.burden, b.burden), cmp.Compare(a.Harm.level, b.Harm.level), strings.Compare(strings.Join(a.Controls, " "), strings.Join(b.Controls, " ")))
}
