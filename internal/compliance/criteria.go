package compliance

import (
	"fmt"
	"slices"
	"strings"

	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/model"
)

// Examine says what a criterion makes of the system.
func (c *Case) Examine(k *knowledge.Criterion) (*Finding, error) {
	c.prepare()
	var subjects []Subject
	var err error
	switch {
	case k.Each != nil:
		subjects, err = c.look(k.ID, k.Needs, k.Scope)
	case k.Fields != nil:
		subjects = c.fields(k.Fields, k.Scope)
	default:
		subjects = tests[k.Test](c)
	}
	if err != nil {
		return nil, err
	}
	f := &Finding{Criterion: k.ID, Title: k.Title, Outcome: sum(subjects, k.Expected == knowledge.Yes, k.Some == knowledge.Yes), Subjects: slices.Concat([]Subject{}, subjects)}
	if f.Outcome != knowledge.Met && f.Outcome != knowledge.Nothing {
		f.Hint = strings.TrimSpace(k.Hint)
	}
	return f, nil
}

// prepare finds what every criterion needs, once.
func (c *Case) prepare() {
	if c.product != nil {
		return
	}
	c.product = ProductOf(c.Model, c.Index)
	c.placed = map[string]*model.Control{}
	for i := range c.Model.Controls {
		p := &c.Model.Controls[i]
		for _, on := range p.On {
			c.placed[p.Control.Text+"@"+on.Text] = p
		}
	}
}

// sum is the outcome over all that was looked at.
func sum(subjects []Subject, expected, some bool) knowledge.Outcome {
	count := map[knowledge.Outcome]int{}
	for _, s := range subjects {
		count[s.Outcome]++
	}
	n := len(subjects)
	switch {
	case n == 0 && expected:
		return knowledge.Open
	case n == 0:
		return knowledge.Nothing
	case some:
		for _, o := range []knowledge.Outcome{knowledge.Met, knowledge.Partly, knowledge.Asked} {
			if count[o] > 0 {
				return o
			}
		}
		return knowledge.Open
	case count[knowledge.Met] == n:
		return knowledge.Met
	case count[knowledge.Met]+count[knowledge.Partly] > 0:
		return knowledge.Partly
	case count[knowledge.Open] > 0:
		return knowledge.Open
	}
	return knowledge.Asked
}

// order of outcomes, from the best to the worst.
var order = []knowledge.Outcome{knowledge.Met, knowledge.Partly, knowledge.Asked, knowledge.Open}

func worse(a, b Subject) bool { return slices.Index(order, a.Outcome) > slices.Index(order, b.Outcome) }

// look judges the elements that a pattern finds. An element that is found in several ways is as good as the worst of them.
func (c *Case) look(name string, needs []string, scope knowledge.Scope) ([]Subject, error) {
	seen, err := c.Run.Look(name, c.Stop)
	if err != nil {
		return nil, err
	}
	var out []Subject
	at := map[string]int{}
	for i := range seen {
		s := &seen[i]
		if !c.within(s.Subject, scope) {
			continue
		}
		judged := c.need(s, needs)
		if j, again := at[judged.ID]; again {
			if worse(judged, out[j]) {
				out[j] = judged
			}
			continue
		}
		at[judged.ID] = len(out)
		out = append(out, judged)
	}
	slices.SortFunc(out, func(a, b Subject) int { return strings.Compare(a.ID, b.ID) })
	return out, nil
}

// within tells whether an element is in the scope of a criterion.
func (c *Case) within(id string, scope knowledge.Scope) bool {
	switch scope {
	case knowledge.OfAll:
		return true
	case knowledge.OfSurroundings:
		return !c.product.Has(id)
	}
	switch c.Model.BlockOf(id) {
	case model.Assets, model.Interfaces, model.DataBlock, model.Flows, model.Functions:
		return c.product.Has(id)
	}
	return true // people, networks, harms and the like belong to no one
}

// need judges one match: the best of the alternatives counts.
func (c *Case) need(s *engine.Seen, needs []string) Subject {
	if len(s.Asks) > 0 {
		return Subject{s.Subject, knowledge.Asked, "nobody knows " + list(s.Asks)}
	}
	best := Subject{ID: s.Subject, Outcome: knowledge.Open}
	var absent, lacking []string
	for _, text := range needs {
		n, err := knowledge.ParseNeed(text)
		if err != nil {
			continue // the lint reports it
		}
		for _, element := range s.At(n.Role) {
			got := c.meets(element, n)
			got.ID = s.Subject
			if worse(best, got) {
				best = got
			}
			switch id := n.Control + "@" + element; {
			case n.Control != "" && c.absent(id):
				absent = append(absent, id)
			case got.Outcome == knowledge.Open:
				lacking = append(lacking, got.Because)
			}
		}
	}
	if best.Outcome == knowledge.Open {
		best.Because = strings.Join(append(notInPlace(unique(absent)), unique(lacking)...), "; ")
		if best.Because == "" {
			best.Because = "nothing that could meet it is there"
		}
	}
	return best
}

// notInPlace says of controls that none of them is there; nothing where there are none.
func notInPlace(ids []string) []string {
	switch len(ids) {
	case 0:
		return nil
	case 1:
		return []string{ids[0] + " is not in place"}
	}
	return []string{"none of these is in place: " + strings.Join(ids, ", ")}
}

func (c *Case) absent(id string) bool { return c.placed[id] == nil || c.placed[id].State == "absent" }

// meets judges one alternative at one element.
func (c *Case) meets(element string, n knowledge.Need) Subject {
	if n.Control != "" {
		return c.stands(n.Control, element)
	}
	switch v := c.Run.Fact(element, n.Fact); {
	case slices.Contains(n.Values, v):
		return Subject{Outcome: knowledge.Met, Because: fmt.Sprintf("%s of %s is %s", n.Fact, element, v)}
	case v == engine.Unknown:
		return Subject{Outcome: knowledge.Asked, Because: fmt.Sprintf("nobody knows %s?%s", element, n.Fact)}
	default:
		return Subject{Outcome: knowledge.Open, Because: fmt.Sprintf("%s of %s is %s", n.Fact, element, v)}
	}
}

// stands judges a control at an element: it must be present, cover all, and be shown.
func (c *Case) stands(control, element string) Subject {
	id := control + "@" + element
	p := c.placed[id]
	switch {
	case c.absent(id):
		return Subject{Outcome: knowledge.Open, Because: id + " is not in place"}
	case p.State == "planned":
		return Subject{Outcome: knowledge.Open, Because: id + " is planned and not there yet"}
	case p.Coverage != "" && p.Coverage != "safe":
		return Subject{Outcome: knowledge.Partly, Because: fmt.Sprintf("%s is present and covers %s", id, p.Coverage)}
	case len(p.Evidence) == 0:
		return Subject{Outcome: knowledge.Partly, Because: id + " is present, and no evidence is named"}
	}
	return Subject{Outcome: knowledge.Met, Because: fmt.Sprintf("%s is present, shown by %s", id, list(p.Evidence))}
}

// fields judges whether what stands in a block says enough.
func (c *Case) fields(f *knowledge.Fields, scope knowledge.Scope) []Subject {
	var out []Subject
	for _, r := range c.Model.Records(f.Of) {
		if len(f.Kinds) > 0 && !c.Index.IsAny(r.Kind, f.Kinds) || !c.within(r.ID, scope) {
			continue
		}
		var missing []string
		for _, key := range f.Has {
			if !r.Has(key) {
				missing = append(missing, key)
			}
		}
		s := Subject{r.ID, knowledge.Met, "says " + list(f.Has)}
		switch {
		case len(missing) == len(f.Has):
			s.Outcome, s.Because = knowledge.Open, "does not say "+list(missing)
		case len(missing) > 0:
			s.Outcome, s.Because = knowledge.Partly, "does not say "+list(missing)
		}
		out = append(out, s)
	}
	return out
}
