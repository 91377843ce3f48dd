// Package convert turns models of the Spyderisk System Modeller into Cordon models, so that their users can move over. It says of
// everything that has no counterpart what becomes of it.
package convert

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"cordon/internal/interop/spyderisk"
	"cordon/internal/model"
	"cordon/internal/yamltext"
)

// Note says what of a Spyderisk model has no counterpart in Cordon, or means something else there.
type Note struct {
	Subject string // the model, an asset by its label, a link "A relation B", or a setting "control at A"
	Says    string
}

// Convert turns what the user of a model asserted into a Cordon model in canonical form, and says in notes, sorted, what could
// not be carried over or was guessed. What Spyderisk inferred or computed is left out: Cordon does that itself. Every asserted
// asset, link and setting is in the text or in a note. The text is nil only if it would be too large for one file; a note says so.
func Convert(m *spyderisk.Model) (text []byte, notes []Note) {
	c := newConverter(m)
	c.links()
	c.joins()
	c.flows()
	c.storage()
	c.predictions()
	c.care()
	c.settings()
	c.about()
	out, err := yamltext.Encode(c.assemble())
	if err != nil {
		c.note("model", "nothing is written: "+err.Error())
	} else {
		text = []byte(out)
	}
	slices.SortFunc(c.notes, func(a, b Note) int {
		return cmp.Or(strings.Compare(a.Subject, b.Subject), strings.Compare(a.Says, b.Says))
	})
	return text, slices.Compact(c.notes)
}

// endOf says that an asset is at one end of an asserted link.
type endOf struct {
	asset    *spyderisk.Asset
	relation string
	at       linkEnd
}

type converter struct {
	m        *spyderisk.Model
	table    *convertTable
	elements []*element // sorted by label, so that neither order nor ids depend on Spyderisk's random URIs
	of       map[*spyderisk.Asset]*element
	byID     map[string]*spyderisk.Asset       // inferred ones, too
	asserted map[string][]*spyderisk.AssetLink // by relation, sorted by labels
	ends     map[endOf]bool
	taken    map[string]bool
	notes    []Note

	provides  map[*element][]*element           // networks of the device that provides them
	joined    map[yamltext.Word][]yamltext.Word // networks, both ways
	paired    map[[2]*element]string            // name of the interfaces that join two devices
	around    map[*element]*element             // place around a place
	access    map[*element]map[*element]access  // what a program does with data
	reached   []link                            // links that say so
	stored    []link                            // device stores data
	calls     []link                            // program uses program
	wired     []link                            // program reads or sets a device
	trained   []link                            // program trains model
	guided    []link                            // program gets its data from other data
	acts      []link                            // person or device treats or diagnoses person
	plans     []link                            // data guides treatment or diagnosis of person
	moves     []*move
	moveAt    map[[2]*element]*move
	copies    map[copyAt]bool
	functions []*function
	selfCare  map[*element]bool  // patients who treat themselves
	spent     map[settingAt]bool // proposals that are carried over as something else than a control
	file      *model.File
}

// link is an asserted link between two elements that are carried over.
type link struct {
	*spyderisk.AssetLink
	from, to *element
}

func newConverter(m *spyderisk.Model) *converter {
	c := &converter{
		m: m, table: conversion(), of: map[*spyderisk.Asset]*element{}, byID: map[string]*spyderisk.Asset{}, asserted: map[string][]*spyderisk.AssetLink{}, ends: map[endOf]bool{},
		taken:    map[string]bool{"bluetooth": true, "usb": true}, // names of interfaces, among those of what a device runs
		provides: map[*element][]*element{}, joined: map[yamltext.Word][]yamltext.Word{}, paired: map[[2]*element]string{},
		around: map[*element]*element{}, access: map[*element]map[*element]access{}, moveAt: map[[2]*element]*move{},
		copies: map[copyAt]bool{}, selfCare: map[*element]bool{}, spent: map[settingAt]bool{}, file: &model.File{Cordon: model.Version},
	}
	c.gatherAssets()
	c.gatherLinks()
	for _, e := range c.elements {
		c.begin(e)
	}
	return c
}

func (c *converter) gatherAssets() {
	titles := map[string]int{}
	for _, a := range c.m.Assets {
		c.byID[a.ID] = a
		if a.Asserted {
			e := &element{Asset: a, title: oneLine(a.Label), row: c.table.row(a.Class)}
			c.elements = append(c.elements, e)
			c.of[a] = e
			titles[e.title]++
		}
	}
	slices.SortFunc(c.elements, func(a, b *element) int {
		return cmp.Or(strings.Compare(a.title, b.title), strings.Compare(a.URI, b.URI))
	})
	for i, e := range c.elements {
		e.index, e.name = i, e.title
		if e.title == "" || titles[e.title] > 1 {
			e.name = strings.TrimSpace(e.title + " (" + e.ID + ")")
		}
	}
}

func (c *converter) gatherLinks() {
	for _, l := range c.m.Links {
		if l.Asserted {
			c.asserted[l.Relation.ID] = append(c.asserted[l.Relation.ID], l)
			c.ends[endOf{l.From, l.Relation.ID, "from"}] = true
			c.ends[endOf{l.To, l.Relation.ID, "to"}] = true
		}
	}
	place := func(a *spyderisk.Asset) int {
		if e := c.of[a]; e != nil {
			return e.index
		}
		return len(c.elements) // inferred
	}
	for _, links := range c.asserted {
		slices.SortStableFunc(links, func(a, b *spyderisk.AssetLink) int {
			return cmp.Or(place(a.From)-place(b.From), place(a.To)-place(b.To))
		})
	}
}

func (c *converter) note(subject, says string) { c.notes = append(c.notes, Note{subject, says}) }

// about says what the file is, and what every conversion leaves out.
func (c *converter) about() {
	title := oneLine(c.m.Label)
	s := &model.System{
		ID: wordOf(cmp.Or(short(title), "spyderisk-model")), Name: cmp.Or(title, "Spyderisk model"), Note: oneLine(c.m.Comment),
		IntendedPurpose: "This description was converted from a Spyderisk model, which states no intended purpose; the author writes it here.",
	}
	if s.ID.Text[0] < 'a' {
		s.ID.Text = "system-" + s.ID.Text
	}
	c.file.System = s
	c.note("model", "the intended purpose, users and regulatory frame are not part of Spyderisk; write them into the system block")
	c.note("model", "levels of trust and impact that nobody asserted are not carried over; Cordon has its own usual levels")
	links := len(c.m.Links)
	for _, all := range c.asserted {
		links -= len(all)
	}
	if assets := len(c.m.Assets) - len(c.elements); assets > 0 || links > 0 {
		c.note("model", fmt.Sprintf("%d inferred assets and %d inferred links are left out; Cordon infers its own", assets, links))
	}
	if n := len(c.m.Unknown); n > 0 {
		c.note("model", fmt.Sprintf("%d kinds of statement that are not known are left out", n))
	}
	if len(c.m.Threats) > 0 {
		c.note("model", "the stored threats and risks are left out; Cordon computes its own")
	}
	if slices.ContainsFunc(c.elements, func(e *element) bool { return e.Visible }) {
		c.note("model", "the layout of the picture is left out; Cordon draws its own")
	}
}

// assemble puts the elements into their blocks. A program goes into its device before the device goes into the file.
func (c *converter) assemble() *model.File {
	f := c.file
	for _, e := range c.elements {
		if e.host != nil {
			if e.asset.Population == e.host.asset.Population {
				e.asset.Population = "" // as many as there are devices
			}
			putEntry(&e.host.asset.Runs, e.id, e.asset)
		}
	}
	for _, e := range c.elements {
		switch {
		case e.host != nil:
		case e.asset != nil:
			putEntry(&f.Assets, e.id, e.asset)
		case e.place != nil:
			putEntry(&f.Places, e.id, e.place)
		case e.network != nil:
			putEntry(&f.Networks, e.id, e.network)
		case e.org != nil:
			putEntry(&f.Organisations, e.id, e.org)
		case e.person != nil:
			putEntry(&f.People, e.id, e.person)
		case e.data != nil:
			putEntry(&f.Data, e.id, e.data)
		}
	}
	for _, v := range c.moves {
		putEntry(&f.Flows, v.id, &v.flow)
	}
	return f
}

func putEntry[T any](m *yamltext.Map[T], key string, v *T) {
	*m = append(*m, yamltext.Entry[T]{Key: key, Value: *v})
}
