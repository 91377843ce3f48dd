package layers

import "cordon/internal/model"

// charges tell who is in charge of what, as far as the model says.
type charges struct {
	by     map[string]string     // organisation or person directly in charge of an element
	within map[string]string     // where an element stands, whose charge it shares if it has none of its own
	around map[string]bool       // places, zones, networks, people and organisations
	duty   map[string]model.Duty // of organisations
}

func chargesOf(m *model.Model) charges {
	c := charges{map[string]string{}, map[string]string{}, map[string]bool{}, map[string]model.Duty{}}
	put := func(id string, around bool, by string, within ...string) {
		c.around[id] = around
		c.by[id] = by
		for _, w := range within {
			if c.within[id] == "" {
				c.within[id] = w
			}
		}
	}
	for _, e := range m.Organisations {
		put(e.ID, true, e.ID)
		c.duty[e.ID] = e.Value.Duty
	}
	for _, e := range m.People {
		put(e.ID, true, e.Value.WorksFor.Text)
	}
	for _, e := range m.Zones {
		put(e.ID, true, e.Value.ControlledBy.Text, e.Value.Within.Text)
	}
	for _, e := range m.Places {
		put(e.ID, true, e.Value.ControlledBy.Text, e.Value.Within.Text, e.Value.Zone.Text)
	}
	for _, e := range m.Networks {
		put(e.ID, true, e.Value.ControlledBy.Text, e.Value.Place.Text, e.Value.Zone.Text)
	}
	for _, e := range m.Assets {
		put(e.ID, false, "", e.Value.Place.Text, e.Value.Zone.Text, e.Parent)
	}
	for _, e := range m.Interfaces {
		put(e.ID, false, "", e.Parent)
	}
	return c
}

// nesting bounds how far places and zones are followed outwards.
const nesting = 32

// owner is the organisation or person in charge of an element, or of what it stands in; empty where the model does not say.
func (c charges) owner(element string) string {
	for range nesting {
		if element == "" || c.by[element] != "" {
			break
		}
		element = c.within[element]
	}
	return c.by[element]
}

// manufacturers tells whether the manufacturer, or somebody who works for it, is in charge of an element.
func (c charges) manufacturers(element string) bool {
	owner := c.owner(element)
	if d, ok := c.duty[owner]; ok {
		return d == "manufacturer"
	}
	return owner != "" && c.duty[c.by[owner]] == "manufacturer"
}

// Owners tells who is in charge of an element, or of what it stands in: an organisation or a person, empty where the model does not say.
func Owners(m *model.Model) func(element string) string { return chargesOf(m).owner }
