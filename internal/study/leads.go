package study

import (
	"slices"

	"cordon/internal/engine"
)

// Lead is a harm that a threat can lead to, with the shortest chain of threats in between.
type Lead struct {
	Harm          string `json:"harm"`
	Title         string `json:"title"`
	Severity      string `json:"severity"`
	Acceptability string `json:"acceptability"`
	Steps         []Link `json:"steps"` // threats behind this one, in order; empty where the threat itself is the harm
}

// Link is a threat on the way.
type Link struct {
	Threat string `json:"threat"`
	Title  string `json:"title"`
}

// leads walks from what a threat causes over all threats that can happen. A threat with several causes is taken to go on from any of them:
// the others may come from elsewhere.
func (w words) leads(t *engine.Threat) []Lead {
	all := w.a.Threats
	none := w.a.Knowledge.Index.Base.Scales.Likelihood[0].Name
	by := map[string][]int{}
	for i := range all {
		if all[i].Likelihood == none {
			continue
		}
		for _, c := range all[i].Causes {
			if c.Consequence != "" {
				id := engine.ConsequenceID(c.Element, c.Consequence)
				by[id] = append(by[id], i)
			}
		}
	}
	from := map[string]int{} // consequence: the threat that brings it
	before := map[int]int{}  // threat: the one in front
	reached := map[int]bool{}
	self := slices.IndexFunc(all, func(x engine.Threat) bool { return x.ID == t.ID })
	for queue := []int{self}; len(queue) > 0; {
		at := queue[0]
		queue = queue[1:]
		for _, e := range all[at].Effects {
			id := engine.ConsequenceID(e.Element, e.Consequence)
			if _, seen := from[id]; seen {
				continue
			}
			from[id] = at
			for _, next := range by[id] {
				if next != self && !reached[next] {
					reached[next], before[next] = true, at
					queue = append(queue, next)
				}
			}
		}
	}
	out := []Lead{}
	for _, h := range w.a.Harms {
		at, ok := from[engine.ConsequenceID(h.ID, "occurs")]
		if !ok {
			continue
		}
		l := Lead{h.ID, h.Title, h.Severity, h.Acceptability, []Link{}}
		for ; at != self; at = before[at] {
			l.Steps = append(l.Steps, Link{all[at].ID, all[at].Title})
		}
		slices.Reverse(l.Steps)
		out = append(out, l)
	}
	return out
}
