package convert

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"cordon/internal/interop/spyderisk"
	"cordon/internal/model"
)

// element is an asserted asset and what it becomes. Common points into the one value that is not nil.
type element struct {
	*spyderisk.Asset
	index int    // in the order of labels
	title string // label on one line; may be empty
	name  string // what notes call it: the title, with the id where that is not enough
	id    string // own part of the Cordon id; empty if it is left out
	row   *classRow
	kind  string
	host  *element // device a program runs on
	about *element // person that data is about

	common  *model.Common
	place   *model.Place
	network *model.Network
	org     *model.Organisation
	person  *model.Person
	asset   *model.Asset // of a device or program
	data    *model.Data
}

// ref is the full id.
func (e *element) ref() string {
	if e.host != nil {
		return e.host.ref() + "/" + e.id
	}
	return e.id
}

// outer is the device that is plugged into networks.
func (e *element) outer() *element {
	if e.host != nil {
		return e.host
	}
	return e
}

// begin gives an asset its id and its empty element.
func (c *converter) begin(e *element) {
	switch {
	case e.row == nil:
		c.note(e.name, "left out: nothing in Cordon is like the class "+e.Class.ID)
		return
	case e.row.As == "":
		c.note(e.name, "left out: nothing in Cordon is like the class "+e.Class.ID+"; "+e.row.Loses)
		return
	}
	e.id = c.unique(e.title, e.Class.ID)
	switch e.row.As {
	case aPlace:
		e.place = &model.Place{}
		e.common = &e.place.Common
	case aNetwork:
		e.network = &model.Network{}
		e.common = &e.network.Common
	case anOrg:
		e.org = &model.Organisation{}
		e.common = &e.org.Common
	case aPerson:
		e.person = &model.Person{}
		e.common = &e.person.Common
	case someData:
		e.data = &model.Data{Sensitivity: e.row.Sensitivity}
		e.common = &e.data.Common
	default:
		e.asset = &model.Asset{}
		e.common = &e.asset.Common
	}
	e.common.Title = e.title
	e.common.Facts = e.row.Facts
	c.population(e)
	if e.row.Class != e.Class.ID {
		c.note(e.name, "the class "+e.Class.ID+" is taken as "+e.row.Class)
	}
	if e.row.Loses != "" {
		c.note(e.name, "the kind does not say "+e.row.Loses)
	}
}

// population carries the size over; the levels of the two languages have the same order, though Spyderisk gives them numbers.
func (c *converter) population(e *element) {
	words := model.Population("").Words()
	switch {
	case e.Population == 0:
	case e.asset == nil:
		c.note(e.name, fmt.Sprintf("the population %q is left out: Cordon counts assets only", c.m.Base.Population.Levels[e.Population].Label))
	case e.Population >= len(words):
		c.note(e.name, fmt.Sprintf("the population %q is taken as %s", c.m.Base.Population.Levels[e.Population].Label, words[len(words)-1]))
		e.asset.Population = model.Population(words[len(words)-1])
	default:
		e.asset.Population = model.Population(words[e.Population])
	}
}

// classify settles the kind once it is known what runs where. The kind of a network is needed for joins.
func (c *converter) classify(e *element) {
	e.kind = e.row.Kind
	switch {
	case e.row.OnPhone != "" && e.host != nil && e.host.kind == "device.smartphone":
		e.kind = e.row.OnPhone
	case e.row.Called != "" && c.hasLink(e, "uses", "to"):
		e.kind = e.row.Called
	}
	if e.row.Open == "yes" {
		h := cmp.Or(c.hint(e), &hintRow{Kind: e.kind})
		e.kind = h.Kind
		switch guess := fmt.Sprintf("the class %s leaves the kind open; %s is a guess", e.Class.ID, e.kind); {
		case h.Sure == "yes":
		case h.Link != "":
			c.note(e.name, guess+" from the link "+h.Link)
		case h.Words != nil:
			c.note(e.name, guess+" from the label")
		default:
			c.note(e.name, guess)
		}
	}
	if e.row.As != anOrg { // has one kind only, which need not be said
		e.common.Kind = wordOf(e.kind)
	}
	if e.data != nil && strings.HasPrefix(e.kind, "data.health.") && e.data.Sensitivity == "health" {
		e.data.Sensitivity = "" // as usual for the kind
	}
}

// hint finds what tells the kind of an element; nil if nothing does.
func (c *converter) hint(e *element) *hintRow {
	words := strings.Split(short(e.title), "-")
	for i, h := range c.table.Hints {
		byWord := slices.ContainsFunc(h.Words, func(w string) bool { return slices.Contains(words, w) })
		if h.As == e.row.As && (byWord || h.Link != "" && c.hasLink(e, h.Link, h.End)) {
			return &c.table.Hints[i]
		}
	}
	return nil
}

func (c *converter) hasLink(e *element, relation string, at linkEnd) bool {
	return c.ends[endOf{e.Asset, relation, at}]
}
