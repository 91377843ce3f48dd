package engine

import (
	"cmp"
	"slices"
	"strings"
)

// Worst is the worst that can happen at an element. Levels are numbers of the scales, as in Result they are words.
type Worst struct {
	Element    string
	Likelihood uint8   // 0-5, highest of its consequences that can happen
	Impact     uint8   // 0-5, highest of those
	Risk       uint8   // 0-4, highest of those by themselves
	LeadsTo    uint8   // 0-4, highest risk that one of those leads to
	Threats    int     // that can happen and have an effect here
	First      []Brief // of those, by risk, by likelihood, then in the order of rules and elements
}

// Brief is a threat in short.
type Brief struct {
	ID, Title  string
	Likelihood uint8 // 0-5
	Risk       uint8 // 0-4, highest that it leads to
}

// Worst gives, by id, the elements of the model at which something can happen, each with up to a number of threats, and the sizes of the
// whole result. It says the same as Result, without naming each threat and control: an editor asks for it at each edit.
func (r *Run) Worst(first int) ([]Worst, Counts) {
	an, at := r.an, r.weigh()
	c := Counts{Threats: len(an.threats), AssetsAsserted: an.asserted, Links: an.g.links}
	of := make([]Worst, an.asserted) // by node
	for n := range an.g.nodes {
		if !an.g.nodes[n].dropped {
			c.AssetsInferred++
		}
		r.worstAt(n, at, of, &c)
	}
	c.AssetsInferred -= an.asserted
	acting := r.acting(at, of, &c)
	named := map[int32]Brief{}
	out := make([]Worst, 0, len(of))
	for n := range of {
		w := &of[n]
		if w.Likelihood == 0 {
			continue
		}
		w.Threats = len(acting[n])
		slices.SortFunc(acting[n], func(x, y weighed) int {
			return cmp.Or(cmp.Compare(y.risk, x.risk), cmp.Compare(y.likelihood, x.likelihood), cmp.Compare(x.threat, y.threat))
		})
		for _, t := range acting[n][:min(first, len(acting[n]))] {
			b, known := named[t.threat]
			if !known {
				in := &an.threats[t.threat]
				b = Brief{an.threatID(in), an.title(in), t.likelihood, t.risk}
				named[t.threat] = b
			}
			w.First = append(w.First, b)
		}
		out = append(out, *w)
	}
	slices.SortFunc(out, func(a, b Worst) int { return strings.Compare(a.Element, b.Element) })
	return out, c
}

// worstAt counts the consequences of an element, and notes the worst of one that the model asserts.
func (r *Run) worstAt(n int, at *Origins, of []Worst, c *Counts) {
	an := r.an
	for q := range an.base.conseqs.list {
		node := int(an.conseq[n*len(an.base.conseqs.list)+q])
		if node < 0 {
			continue
		}
		node += an.variants(int32(n)) - 1 // the worst member
		risk := r.RiskOf(node)
		c.Consequences++
		c.Risk[risk]++
		if level := r.state.Level(node); level > 0 && n < len(of) {
			w := &of[n]
			w.Element = an.g.nodes[n].id
			w.Likelihood, w.Impact = max(w.Likelihood, level), max(w.Impact, r.Impact(node))
			w.Risk, w.LeadsTo = max(w.Risk, risk), max(w.LeadsTo, at.LeadsTo[node])
		}
	}
}

// weighed is a threat with its levels.
type weighed struct {
	threat           int32
	likelihood, risk uint8
}

// acting lists the threats that can happen by the elements that they have an effect at.
func (r *Run) acting(at *Origins, of []Worst, c *Counts) [][]weighed {
	an := r.an
	out := make([][]weighed, len(of))
	for i := range an.threats {
		arc, ok := an.threats[i].worst()
		if !ok || r.state.ArcLevel(int(arc)) == 0 {
			continue
		}
		c.ThreatsActive++
		t := weighed{int32(i), r.state.ArcLevel(int(arc)), at.Risk[arc]}
		for _, head := range an.causal.Heads(int(arc)) {
			r.standsFor(head, func(n uint32) {
				node := int(an.owner[n].node)
				if node >= len(of) {
					return
				}
				if list := out[node]; len(list) == 0 || list[len(list)-1].threat != t.threat {
					out[node] = append(list, t)
				}
			})
		}
	}
	return out
}

// Questions are the unknown facts that rules wait for, by element and fact.
func (r *Run) Questions() []Question {
	res := &Result{}
	r.questionResults(res)
	return res.Questions
}
