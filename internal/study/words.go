package study

import (
	"cmp"
	"slices"
	"strings"

	"cordon/internal/engine"
)

// words puts what the engine says into the words of the model and of the knowledge base.
type words struct{ a *Assessed }

// Titles gives the titles of elements by id.
func (a *Assessed) Titles(ids []string) map[string]string {
	out := map[string]string{}
	for _, id := range ids {
		out[id] = words{a}.element(id)
	}
	return out
}

func (w words) element(id string) string {
	at, ok := slices.BinarySearchFunc(w.a.Assessment.Assets, id, func(x engine.AssetResult, id string) int { return strings.Compare(x.ID, id) })
	if !ok {
		return id
	}
	return cmp.Or(w.a.Assessment.Assets[at].Title, id)
}

func (w words) paths(chains []engine.Chain) []Path {
	out := []Path{}
	for _, c := range chains {
		p := Path{Likelihood: c.Likelihood, Assumes: []Assumed{}, Steps: []Step{}}
		for _, e := range c.Assumes {
			p.Assumes = append(p.Assumes, w.assumed(e))
		}
		for _, s := range c.Steps {
			p.Steps = append(p.Steps, Step{s.Threat, s.Title, s.Likelihood, s.Secondary, w.facts(s.Effects)})
		}
		out = append(out, p)
	}
	return out
}

func (w words) assumed(e engine.Event) Assumed {
	out := Assumed{Element: e.Element, Title: w.element(e.Element), Attribute: e.Low, Level: e.Level}
	if t := w.a.Knowledge.Index.Trust[e.Low]; t != nil {
		out.Says = t.Says
	}
	return out
}

// facts are the events that are consequences.
func (w words) facts(events []engine.Event) []Fact {
	out := []Fact{}
	for _, e := range events {
		if c := w.a.Knowledge.Index.Consequences[e.Consequence]; c != nil {
			out = append(out, Fact{e.Element, w.element(e.Element) + " " + c.Says, e.Level})
		}
	}
	return out
}

func (w words) helps(sets []engine.CutSet) []Help {
	out := []Help{}
	for _, s := range sets {
		out = append(out, Help{w.controls(s.Controls), s.Leaves})
	}
	return out
}

func (w words) controls(ids []string) []Named {
	out := []Named{}
	for _, id := range ids {
		control, element, _ := strings.Cut(id, "@")
		n := Named{ID: id, Title: control, Element: element, At: w.element(element)}
		if c := w.a.Knowledge.Index.Controls[control]; c != nil {
			n.Title = c.Title
		}
		out = append(out, n)
	}
	return out
}
