package layers

import (
	"cordon/internal/engine"
)

// Surroundings are what the device is placed into and its manufacturer does not provide: the controls there and what is assumed of them.
//
// MDCG 2019-16 Rev. 1, section 3.6, asks that a device be as secure as possible by itself: the operating environment may not make up for a
// weakness of the device unless the technical documentation justifies it. So all of this is taken away at once, and what becomes of
// each harm is said.
type Surroundings struct {
	Controls    []string     `json:"controls"`    // as CTL-0001@element
	Assumptions []Assumption `json:"assumptions"` // trust that was taken away
	InWords     []string     `json:"in-words"`    // assumptions of the model in prose; a calculation cannot take them away
}

// Assumption is trust in a place, a network or a person.
type Assumption struct {
	Element   string `json:"element"`
	Attribute string `json:"attribute"`
	Assumed   string `json:"assumed"`
	Taken     string `json:"taken-to"`
}

// Without is what a harm becomes once the surroundings protect no longer.
type Without struct {
	Controls Rating        `json:"controls"`        // without the controls of the surroundings
	All      Rating        `json:"and-assumptions"` // and without what is assumed of them
	Stays    bool          `json:"stays"`           // the verdict is not worse than now
	Carried  bool          `json:"carried"`         // it becomes unacceptable: the surroundings alone carry it
	Way      *engine.Chain `json:"way,omitempty"`   // the likeliest way, where it does not stay
}

func (k *maker) withoutSurroundings(harms []Harm) (Surroundings, error) {
	s := Surroundings{Controls: []string{}, Assumptions: []Assumption{}, InWords: []string{}}
	c := chargesOf(k.m)
	for _, control := range k.standing {
		if k.surrounds(c, &control) {
			s.Controls = append(s.Controls, control.ID)
		}
	}
	trust := k.assumed(c)
	for _, t := range trust {
		s.Assumptions = append(s.Assumptions, Assumption{t.Element, t.Attribute, k.trust(t.was), k.trust(t.Level)})
	}
	for _, e := range k.m.Assumptions {
		s.InWords = append(s.InWords, e.ID)
	}
	err := k.try(engine.Trial{Without: s.Controls}, func() {
		for i := range harms {
			harms[i].WithoutSurroundings.Controls = k.now(harms[i].ID)
		}
	})
	if err != nil {
		return s, err
	}
	trial := engine.Trial{Without: s.Controls}
	for _, t := range trust {
		trial.Trust = append(trial.Trust, t.TrustAt)
	}
	return s, k.try(trial, func() {
		for i := range harms {
			h := &harms[i]
			w := &h.WithoutSurroundings
			w.All = k.now(h.ID)
			w.Stays = w.All.verdict <= h.Now.verdict
			w.Carried = w.All.Unacceptable() && !h.Now.Unacceptable()
			if w.Stays {
				continue
			}
			if chains, _ := k.run.Chains(occurs(h.ID), 1); len(chains) > 0 {
				w.Way = &chains[0]
			}
		}
	})
}

func (k *maker) trust(level uint8) string { return k.ix.Base.Scales.Trust[level].Name }

// surrounds tells whether a control belongs to the surroundings: its layer is site, network, organisation or person, and the
// manufacturer is not in charge of where it stands. Where nobody is said to be in charge, it does so unless only the manufacturer or
// a supplier can apply it.
func (k *maker) surrounds(c charges, control *engine.Control) bool {
	e := k.ix.Controls[control.Control]
	if e == nil {
		return false
	}
	switch e.Layer {
	case "site", "network", "organisation", "person":
	default:
		return false
	}
	if c.manufacturers(control.Element) {
		return false
	}
	if c.around[control.Element] && c.owner(control.Element) != "" {
		return true
	}
	for _, a := range e.AppliedBy {
		if a != "manufacturer" && a != "supplier" {
			return true
		}
	}
	return false
}

// taken is an assumption with the level it had, 0 to 5.
type taken struct {
	engine.TrustAt
	was uint8
}

// assumed lists what is assumed of the surroundings, and the level that is left. Trust in places and networks falls to the lowest level:
// strangers may stand there and send there. Of people only what the author claims beyond the usual is taken: that somebody turns
// against those they serve is a threat, not a missing protection.
func (k *maker) assumed(c charges) []taken {
	var out []taken
	take := func(element string, left func(engine.Assumption) uint8) {
		if c.manufacturers(element) {
			return
		}
		for _, a := range k.run.Assumptions(element) {
			if to := left(a); to < a.Level {
				out = append(out, taken{engine.TrustAt{Element: element, Attribute: a.Attribute, Level: to}, a.Level})
			}
		}
	}
	lowest := func(engine.Assumption) uint8 { return 0 }
	for _, e := range k.m.Places {
		take(e.ID, lowest)
	}
	for _, e := range k.m.Networks {
		take(e.ID, lowest)
	}
	for _, e := range k.m.People {
		take(e.ID, func(a engine.Assumption) uint8 { return a.Default })
	}
	return out
}
