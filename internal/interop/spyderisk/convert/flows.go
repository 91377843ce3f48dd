package convert

import (
	"maps"
	"slices"
	"strings"

	"cordon/internal/model"
	"cordon/internal/yamltext"
)

// joins lets networks pass traffic where a device stands between them: from a network it provides to all others it is on, and
// through a router between any two.
func (c *converter) joins() {
	networks := map[string]*element{}
	for _, e := range c.elements {
		if e.network != nil {
			networks[e.id] = e
		}
	}
	for _, e := range c.elements {
		if !form(aDevice).has(e) {
			continue
		}
		for _, a := range e.asset.On {
			for _, b := range e.asset.On {
				x, y := networks[a.Text], networks[b.Text]
				if x != y && (slices.Contains(c.provides[e], x) || len(c.provides[e]) == 0 && e.kind == "device.router") {
					c.join(x, y)
				}
			}
		}
	}
}

// join is entered once, and at the inner network where the other is the Internet.
func (c *converter) join(x, y *element) {
	if x.kind == "network.internet" {
		x, y = y, x
	}
	if slices.Contains(c.joined[wordOf(x.id)], wordOf(y.id)) {
		return
	}
	addRef(&x.network.Joins, y.id)
	c.joined[wordOf(x.id)] = append(c.joined[wordOf(x.id)], wordOf(y.id))
	c.joined[wordOf(y.id)] = append(c.joined[wordOf(y.id)], wordOf(x.id))
}

// move is a flow with its ends.
type move struct {
	id       string
	from, to *element
	flow     model.Flow
}

// flows turns what programs exchange into flows. Spyderisk says which program calls which, and what each does with which data;
// which way the data goes follows from that.
func (c *converter) flows() {
	for _, l := range c.wired {
		c.wire(l)
	}
	for _, l := range c.calls {
		c.exchange(l)
	}
	for _, l := range c.trained {
		v := c.move(l.from, l.to)
		for _, p := range c.asserted["hasParameters"] {
			if e := c.of[p.To]; p.From == l.to.Asset && form(someData).has(e) {
				addRef(&v.flow.Carries, e.id)
			}
		}
		c.unsaid(l, v)
	}
}

// wire connects a program with a sensor or actuator. What the sensor senses goes to the program, what controls the device to the device.
func (c *converter) wire(l link) {
	program, device := l.from, l.to
	var v *move
	if strings.HasSuffix(l.Relation.ID, "Sensor") {
		v = c.move(device, program)
		for _, s := range c.asserted["senses"] {
			if e := c.of[s.To]; s.From == device.Asset && form(someData).has(e) {
				addRef(&v.flow.Carries, e.id)
				c.reach(program, e, access{needs: true, sensed: true})
			}
		}
	}
	switch l.Relation.ID {
	case "controlsSensor", "amendsSensor", "updatesSensor", "amendsController", "updatesController":
		v = c.move(program, device)
		for _, s := range c.asserted["controlsThing"] {
			if e := c.of[s.From]; s.To == device.Asset && form(someData).has(e) {
				addRef(&v.flow.Carries, e.id)
				c.reach(program, e, access{makes: true, needs: true})
			}
		}
	}
	c.unsaid(l, v)
}

// exchange finds what goes between a program and the one it calls. Data goes to the caller if that needs it and the other has
// it, and from the caller if that makes it. What the caller has from a sensor goes on to the other.
func (c *converter) exchange(l link) {
	caller, called := l.from, l.to
	if l.Relation.ID == "uses" {
		for _, e := range c.dataOf(caller) {
			a := c.access[caller][e]
			b, both := c.access[called][e]
			if !both {
				continue
			}
			if (b.makes || b.passes) && (a.needs || a.passes) && !a.sensed {
				addRef(&c.move(called, caller).flow.Carries, e.id)
			}
			if a.makes && (b.needs || b.passes) || a.passes && b.needs {
				addRef(&c.move(caller, called).flow.Carries, e.id)
			}
			if a.sensed && !a.makes && (b.needs || b.passes) {
				addRef(&c.move(caller, called).flow.Carries, e.id)
				c.note(c.linkName(l.AssetLink), e.name+" is taken to go from "+caller.name+", which has it from its source, to "+called.name)
			}
		}
	}
	if c.moveAt[[2]*element{caller, called}] == nil && c.moveAt[[2]*element{called, caller}] == nil {
		c.unsaid(l, c.move(caller, called))
	}
}

// dataOf lists the data that a program has to do with.
func (c *converter) dataOf(program *element) []*element {
	return slices.SortedFunc(maps.Keys(c.access[program]), func(a, b *element) int { return a.index - b.index })
}

// unsaid notes a flow without data.
func (c *converter) unsaid(l link, v *move) {
	if len(v.flow.Carries) == 0 {
		c.note(c.linkName(l.AssetLink), "becomes the flow "+v.id+", which carries nothing: the model does not say which data")
	}
}

// move is the flow from one element to another; there is one for all data.
func (c *converter) move(from, to *element) *move {
	if v := c.moveAt[[2]*element{from, to}]; v != nil {
		return v
	}
	title := from.name + " to " + to.name
	v := &move{id: c.unique(from.id+" to "+to.id, ""), from: from, to: to}
	v.flow = model.Flow{Common: model.Common{Title: title}, From: wordOf(from.ref()), To: wordOf(to.ref()), Over: c.way(from.outer(), to.outer())}
	c.moveAt[[2]*element{from, to}] = v
	c.moves = append(c.moves, v)
	return v
}

// way is the shortest way between two devices: the interfaces by which they are paired, else the networks from the one to the other.
func (c *converter) way(from, to *element) []yamltext.Word {
	if from == to {
		return nil
	}
	if name := c.paired[[2]*element{from, to}]; name != "" {
		return []yamltext.Word{wordOf(from.ref() + "/" + name), wordOf(to.ref() + "/" + name)}
	}
	before := map[yamltext.Word]yamltext.Word{}
	queue := slices.Clone(from.asset.On)
	for _, n := range queue {
		before[n] = yamltext.Word{}
	}
	for ; len(queue) > 0; queue = queue[1:] {
		n := queue[0]
		if slices.Contains(to.asset.On, n) {
			var way []yamltext.Word
			for ; n.Text != ""; n = before[n] {
				way = append(way, n)
			}
			slices.Reverse(way)
			return way
		}
		for _, next := range c.joined[n] {
			if _, seen := before[next]; !seen {
				before[next] = n
				queue = append(queue, next)
			}
		}
	}
	return nil
}

// storage says where data is kept. Spyderisk says it of the host; in Cordon the copy of a program and that of its host would be
// two, so data that a program of the host has to do with is kept by that program.
func (c *converter) storage() {
	inside := map[*element][]*element{}
	for _, e := range c.elements {
		if e.host != nil {
			inside[e.host] = append(inside[e.host], e)
		}
	}
	for _, l := range c.stored {
		var first, second []*element
		for _, p := range inside[l.from] {
			switch a := c.access[p][l.to]; {
			case a.makes || a.passes:
				first = append(first, p)
			case a.needs:
				second = append(second, p)
			}
		}
		holders := []*element{l.from}
		switch {
		case len(first) > 0:
			holders = first
		case len(second) > 0:
			holders = second
		}
		for _, h := range holders {
			addRef(&l.to.data.StoredOn, h.ref())
		}
	}
	for _, e := range c.elements {
		if e.data != nil {
			for _, w := range append(slices.Clone(e.data.StoredOn), e.data.MadeBy) {
				c.copies[copyAt{e.id, w.Text}] = true
			}
		}
	}
	for _, v := range c.moves {
		for _, w := range v.flow.Carries {
			c.copies[copyAt{w.Text, v.from.ref()}] = true
			c.copies[copyAt{w.Text, v.to.ref()}] = true
		}
	}
	for _, l := range c.reached {
		if !c.copies[copyAt{l.to.id, l.from.ref()}] {
			addRef(&l.to.data.StoredOn, l.from.ref())
			c.copies[copyAt{l.to.id, l.from.ref()}] = true
			c.note(c.linkName(l.AssetLink), l.to.name+" is taken as kept by "+l.from.name+": the model does not say where it comes from")
		}
	}
}

// copyAt says that data is at an asset, which a function can then read it from.
type copyAt struct{ data, asset string }

// predictions makes what a model predicts from what is put into it.
func (c *converter) predictions() {
	for _, p := range c.asserted["predicts"] {
		for _, l := range c.guided {
			result := c.of[p.To]
			if p.From == l.to.Asset && form(someData).has(result) && result != l.from {
				addRef(&result.data.MadeFrom, l.from.id)
			}
		}
	}
}
