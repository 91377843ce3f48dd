package record

import (
	"slices"

	"cordon/internal/diag"
	"cordon/internal/knowledge"
	"cordon/internal/yamltext"
)

// Elements tells what a description has, as far as a record refers to it.
type Elements struct {
	All    []string // ids of all elements
	Assets []string // those that can have a bill of materials
	Harms  []string
}

// Check looks whether everything that a record names is there, in the description and in the knowledge base. Which trust an element has, and
// which controls can stand on it, the engine says.
func (r *Record) Check(el Elements, ix *knowledge.Index, ds *diag.List) {
	c := checker{ds}
	for i := range r.Inventory {
		e := &r.Inventory[i]
		c.refer(e.Of, "asset", el.Assets)
		for j := range r.Inventory[:i] {
			if o := &r.Inventory[j]; o.Of.Text == e.Of.Text && o.Release == e.Release {
				ds.Add(e.At, diag.DuplicateID, "remove one of the two", "%q and %q are both release %s of %s", o.ID, e.ID, e.Release, e.Of.Text)
			}
		}
	}
	for i := range r.Products {
		c.refer(r.Products[i].Value.Element, "asset", el.Assets)
	}
	for i := range r.Bind {
		c.refer(r.Bind[i].Of, "asset", el.Assets)
		c.refer(r.Bind[i].To, "asset", el.Assets)
	}
	for i := range r.Lifetimes {
		l := &r.Lifetimes[i]
		c.refer(l.Of, "element", el.All)
		c.known(l.Control, "control", ix.Controls[l.Control.Text] != nil)
	}
	for i := range r.Events {
		r.checkEvent(&r.Events[i], el, ix, c)
	}
}

func (r *Record) checkEvent(e *Entry, el Elements, ix *knowledge.Index, c checker) {
	for _, w := range e.About {
		c.refer(w, "element", el.All)
	}
	for i := range e.Trust {
		c.refer(e.Trust[i].Of, "element", el.All)
		c.known(e.Trust[i].Trust, "trust attribute", ix.Trust[e.Trust[i].Trust.Text] != nil)
	}
	for i := range e.Controls {
		c.refer(e.Controls[i].On, "element", el.All)
		c.known(e.Controls[i].Control, "control", ix.Controls[e.Controls[i].Control.Text] != nil)
	}
	for i := range e.Impacts {
		c.refer(e.Impacts[i].Of, "element", el.All)
		c.known(e.Impacts[i].Consequence, "consequence", ix.Consequences[e.Impacts[i].Consequence.Text] != nil)
	}
	for i := range e.Clinical {
		c.refer(e.Clinical[i].Harm, "harm", el.Harms)
	}
	for i := range e.Installs {
		c.refer(e.Installs[i].Of, "asset", el.Assets)
	}
}

type checker struct{ ds *diag.List }

func (c checker) refer(w yamltext.Word, what string, ids []string) {
	if w.Text != "" && !slices.Contains(ids, w.Text) {
		c.ds.Add(w.At, diag.DanglingReference, yamltext.Suggest(w.Text, ids), "the description has no %s %q", what, w.Text)
	}
}

func (c checker) known(w yamltext.Word, what string, is bool) {
	if w.Text != "" && !is {
		c.ds.Add(w.At, diag.DanglingReference, "", "the knowledge base has no %s %q", what, w.Text)
	}
}
