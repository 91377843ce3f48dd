package convert

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"cordon/internal/interop/spyderisk"
	"cordon/internal/model"
	"cordon/internal/yamltext"
)

// step carries the links of one relation over. What it returns is said of the link: that it is left out, or means something else
// now. Links whose ends are other forms of element than those named have no counterpart.
type step struct {
	relation string
	from, to form // several with commas
	do       func(c *converter, l link) string
}

// steps stand in an order in which each finds what it needs: where a program runs decides its id.
var steps = []step{
	{"hosts", aDevice, aProgram, (*converter).runs},
	{"hosts", aPlace, aProgram, func(c *converter, l link) string { return standsIn(c, link{l.AssetLink, l.to, l.from}) }},
	{"contains", aDevice, aProgram, (*converter).runs},

	{"locatedIn", aDevice, aPlace, func(c *converter, l link) string { return set(&l.from.asset.Place, l.to) }},
	{"resourcedBy", aDevice, aPlace, standsIn},
	{"managedBy", aDevice, aPlace, standsIn},
	{"accessibleFrom", aNetwork, aPlace, func(c *converter, l link) string { return set(&l.from.network.Place, l.to) }},
	{"accessibleVia", aPlace, aPlace, (*converter).within},
	{"canAccess", aPerson, aPlace, func(c *converter, l link) string {
		return cmp.Or(set(&l.from.person.Place, l.to), "is taken as where the person usually is")
	}},
	{"controlledBy", aPlace, personOrOrg, func(c *converter, l link) string { return set(&l.from.place.ControlledBy, l.to) }},
	{"operates", personOrOrg, aPlace, func(c *converter, l link) string { return set(&l.to.place.ControlledBy, l.from) }},
	{"manages", aPerson, aPlace, func(c *converter, l link) string { return set(&l.to.place.ControlledBy, l.from) }},

	{"connectedTo", aDevice, aNetwork, func(c *converter, l link) string {
		addRef(&l.from.asset.On, l.to.ref())
		return ""
	}},
	{"providedBy", aNetwork, aDevice, (*converter).provided},
	{"pairsViaBluetooth", aDevice, aDevice, func(c *converter, l link) string {
		c.pair(l, "bluetooth", "Bluetooth", "interface.ble")
		return "is taken as Bluetooth Low Energy"
	}},
	{"pairsViaUSB", aDevice, aDevice, func(c *converter, l link) string {
		c.pair(l, "usb", "USB", "interface.usb")
		return ""
	}},

	{"worksFor", aPerson, anOrg, func(c *converter, l link) string { return set(&l.from.person.WorksFor, l.to) }},
	{"interactsWith", aPerson, deviceProgram, func(c *converter, l link) string {
		addRef(&l.from.person.Uses, l.to.ref())
		return ""
	}},
	{"manages", aPerson, deviceProgram, func(c *converter, l link) string {
		addRef(&l.from.person.Manages, l.to.ref())
		return ""
	}},
	{"operates", personOrOrg, deviceProgram, func(c *converter, l link) string {
		c.duty(l.from, l.to, "operates", "Operates these elements and answers for them in law.")
		return ""
	}},
	{"hasController", someData, personOrOrg, func(c *converter, l link) string {
		c.duty(l.to, l.from, "controls data", "Is the controller of these data (GDPR Article 4(7)).")
		return ""
	}},

	{"relatesTo", someData, aPerson, func(c *converter, l link) string { return l.from.isAbout(l.to) }},
	{"relatesTo", aDevice, aPerson, func(c *converter, l link) string {
		return cmp.Or(set(&l.from.asset.WornBy, l.to), "is taken as worn by the person")
	}},
	{"definesTreatmentFor", someData, aPerson, (*converter).plan},
	{"diagnosisFor", someData, aPerson, (*converter).plan},
	{"treats", aPerson + "," + aDevice, aPerson, toActs},
	{"diagnoses", aPerson, aPerson, toActs},

	{"senses", aDevice, someData, func(c *converter, l link) string { return set(&l.to.data.MadeBy, l.from) }},
	{"creates", aProgram, someData, makes},
	{"appends", aProgram, someData, makes},
	{"enablesUserInput", aProgram, someData, makes},
	{"predicts", aProgram, someData, makes},
	{"updates", aProgram, someData, reaches(access{makes: true, needs: true})},
	{"amends", aProgram, someData, reaches(access{makes: true, needs: true})},
	{"enablesUserUpdate", aProgram, someData, reaches(access{makes: true, needs: true})},
	{"reads", aProgram, someData, reaches(access{needs: true})},
	{"receives", aProgram, someData, reaches(access{needs: true})},
	{"enablesUserOutput", aProgram, someData, reaches(access{needs: true})},
	{"serves", aProgram, someData, reaches(access{passes: true})},
	{"relays", aProgram, someData, reaches(access{passes: true})},
	{"usesToTrain", aProgram, someData, reaches(access{needs: true})},
	{"usesToTest", aProgram, someData, reaches(access{needs: true})},
	{"usesToValidate", aProgram, someData, reaches(access{needs: true})},
	{"predictionInputs", someData, aProgram, func(c *converter, l link) string {
		c.reach(l.to, l.from, access{needs: true})
		c.reached = append(c.reached, link{l.AssetLink, l.to, l.from})
		return aside(&c.guided, l)
	}},
	{"informs", someData, someData, func(c *converter, l link) string {
		addRef(&l.to.data.MadeFrom, l.from.ref())
		return ""
	}},
	{"hasParameters", aProgram, someData, storedIn},
	{"hasHyperparameters", aProgram, someData, storedIn},
	{"stores", aDevice, someData, toStored},
	{"controlsThing", someData, aDevice, func(c *converter, l link) string {
		addRef(&l.from.data.StoredOn, l.to.ref()) // it is there while it acts
		return ""
	}},

	{"uses", aProgram, aProgram, toCalls},
	{"usesForAuth", aProgram, aProgram, toCalls},
	{"usesForAuthZ", aProgram, aProgram, toCalls},
	{"trains", aProgram, aProgram, toTrained},
	{"readsSensor", aProgram, aDevice, toWired},
	{"pollsSensor", aProgram, aDevice, toWired},
	{"receivesFromSensor", aProgram, aDevice, toWired},
	{"controlsSensor", aProgram, aDevice, toWired},
	{"amendsSensor", aProgram, aDevice, toWired},
	{"updatesSensor", aProgram, aDevice, toWired},
	{"amendsController", aProgram, aDevice, toWired},
	{"updatesController", aProgram, aDevice, toWired},
}

// links carries every asserted link over or says why not, and then settles the kinds, which follow from links.
func (c *converter) links() {
	done := map[*spyderisk.AssetLink]bool{}
	for _, s := range steps {
		for _, l := range c.asserted[s.relation] {
			from, to := c.of[l.From], c.of[l.To]
			if done[l] || !s.from.has(from) || !s.to.has(to) || from == to && s.relation != "treats" {
				continue
			}
			done[l] = true
			if says := s.do(c, link{l, from, to}); says != "" {
				c.note(c.linkName(l), says)
			}
		}
	}
	for _, relation := range slices.Sorted(maps.Keys(c.asserted)) {
		for _, l := range c.asserted[relation] {
			switch {
			case done[l]:
			case c.gone(l.From):
				c.note(c.linkName(l), "left out with "+c.nameOf(l.From))
			case c.gone(l.To):
				c.note(c.linkName(l), "left out with "+c.nameOf(l.To))
			default:
				c.note(c.linkName(l), "left out: Cordon has no such link")
			}
		}
	}
	for _, device := range []bool{true, false} {
		for _, e := range c.elements {
			if e.id != "" && (e.row.As == aDevice) == device {
				c.classify(e)
			}
		}
	}
}

// has tells whether an element is of one of the forms listed.
func (f form) has(e *element) bool {
	return e != nil && e.id != "" && slices.Contains(strings.Split(string(f), ","), string(e.row.As))
}

func (c *converter) gone(a *spyderisk.Asset) bool {
	e := c.of[a]
	return e == nil || e.id == ""
}

func (c *converter) nameOf(a *spyderisk.Asset) string {
	if e := c.of[a]; e != nil {
		return e.name
	}
	return cmp.Or(oneLine(a.Label), "("+a.ID+")")
}

func (c *converter) linkName(l *spyderisk.AssetLink) string {
	return c.nameOf(l.From) + " " + l.Relation.ID + " " + c.nameOf(l.To)
}

// Links of these relations are put aside for a later part of the conversion.

func toActs(c *converter, l link) string    { return aside(&c.acts, l) }
func toCalls(c *converter, l link) string   { return aside(&c.calls, l) }
func toWired(c *converter, l link) string   { return aside(&c.wired, l) }
func toTrained(c *converter, l link) string { return aside(&c.trained, l) }
func toStored(c *converter, l link) string  { return aside(&c.stored, l) }

func aside(list *[]link, l link) string {
	*list = append(*list, l)
	return ""
}

// set fills a reference of which there is one, and says so if it is taken.
func set(to *yamltext.Word, e *element) string {
	if to.Text != "" && to.Text != e.ref() {
		return "left out: Cordon has room for one, and has " + to.Text
	}
	to.Text = e.ref()
	return ""
}

// runs puts a program inside its device.
func (c *converter) runs(l link) string {
	if l.to.host != nil && l.to.host != l.from {
		return "left out: Cordon has a program inside one device, and has it in " + l.to.host.ref()
	}
	l.to.host = l.from
	return ""
}

// standsIn takes it that what a place manages or supplies stands there.
func standsIn(c *converter, l link) string {
	return cmp.Or(set(&l.from.asset.Place, l.to), "is taken as standing there")
}

// within nests a place in the one it is entered from, unless that is next to it rather than around it.
func (c *converter) within(l link) string {
	if l.to.row.Kind == "place.public" {
		return "left out: what is entered from a public place need not lie within it"
	}
	if slices.ContainsFunc(c.asserted["accessibleVia"], func(o *spyderisk.AssetLink) bool { return o.From == l.To && o.To == l.From }) {
		return "left out: each is entered from the other, so neither lies within the other"
	}
	for p := l.to; p != nil; p = c.around[p] {
		if p == l.from {
			return "left out: the one would lie within itself"
		}
	}
	if left := set(&l.from.place.Within, l.to); left != "" {
		return left
	}
	c.around[l.from] = l.to
	return "is taken as lying within"
}

// provided puts a device on the network it provides, which then joins the others that the device is on.
func (c *converter) provided(l link) string {
	addRef(&l.to.asset.On, l.from.ref())
	c.provides[l.to] = append(c.provides[l.to], l.from)
	return "Cordon does not say who provides a network; the device is on it and passes traffic"
}

// pair gives both devices an interface that ends at the other.
func (c *converter) pair(l link, name, title, kind string) {
	for _, p := range [][2]*element{{l.from, l.to}, {l.to, l.from}} {
		all := &p[0].asset.Interfaces
		i := slices.IndexFunc(*all, func(e yamltext.Entry[model.Interface]) bool { return e.Key == name })
		if i < 0 {
			i = len(*all)
			face := model.Interface{Common: model.Common{Kind: wordOf(kind), Title: title + " of " + p[0].name}}
			putEntry(all, name, &face)
		}
		addRef(&(*all)[i].Value.Connects, p[1].ref()+"/"+name)
		c.paired[p] = name
	}
}

// duty makes the task of one owner a responsibility for all elements it concerns.
func (c *converter) duty(owner, about *element, id, says string) {
	all := &c.file.Responsibilities
	i := slices.IndexFunc(*all, func(e yamltext.Entry[model.Responsibility]) bool {
		return e.Value.Owner.Text == owner.ref() && e.Value.Says == says
	})
	if i < 0 {
		i = len(*all)
		*all = append(*all, yamltext.Entry[model.Responsibility]{Key: c.unique(owner.id+" "+id, ""), Value: model.Responsibility{Says: says, Owner: wordOf(owner.ref())}})
	}
	addRef(&(*all)[i].Value.About, about.ref())
}

// isAbout says whom data is about.
func (e *element) isAbout(person *element) string {
	if left := set(&e.data.About, person); left != "" {
		return "is about a second person, and Cordon has room for " + e.data.About.Text
	}
	e.about = person
	return ""
}

// plan remembers that data guides the care of a person; it is about that person.
func (c *converter) plan(l link) string {
	aside(&c.plans, l)
	return l.from.isAbout(l.to)
}

func storedIn(c *converter, l link) string {
	addRef(&l.to.data.StoredOn, l.from.ref())
	return ""
}

// access is what a program does with data: it makes or changes it, needs it, passes it on, or has it straight from a sensor.
type access struct{ makes, needs, passes, sensed bool }

func (c *converter) reach(program, data *element, a access) {
	if c.access[program] == nil {
		c.access[program] = map[*element]access{}
	}
	b := c.access[program][data]
	c.access[program][data] = access{a.makes || b.makes, a.needs || b.needs, a.passes || b.passes, a.sensed || b.sensed}
}

// reaches carries over a link from a program to data.
func reaches(a access) func(*converter, link) string {
	return func(c *converter, l link) string {
		c.reach(l.from, l.to, a)
		return aside(&c.reached, l)
	}
}

// makes carries over that data begins at a program.
func makes(c *converter, l link) string {
	c.reach(l.from, l.to, access{makes: true})
	if set(&l.to.data.MadeBy, l.from) != "" {
		return "Cordon names one maker of data, and has " + l.to.data.MadeBy.Text
	}
	return ""
}
