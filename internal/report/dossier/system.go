package dossier

import (
	"fmt"
	"slices"
	"strings"

	"cordon/internal/model"
	"cordon/internal/report/document"
	"cordon/internal/report/document/wording"
)

// system says what is described, who makes it and who runs it.
func (w *writer) system() {
	list := append(wording.System(w.Model), wording.Support(w.Model),
		wording.Definition("Manufacturer", w.holders("manufacturer")), wording.Definition("Operator", w.holders("operator")), w.contact())
	w.definitions([]string{w.Model.System.ID.Text}, list...)
}

// contact is where the manufacturer is told of security matters.
func (w *writer) contact() document.Definition {
	var out []string
	for _, o := range w.Model.Organisations {
		if o.Value.Duty == "manufacturer" && o.Value.Contact != "" && !slices.Contains(out, address(o.Value.Contact)) {
			out = append(out, address(o.Value.Contact))
		}
	}
	return wording.Definition("Contact of the manufacturer for security", strings.Join(out, "; "))
}

// address is a contact as people write it.
func address(contact string) string { return strings.TrimPrefix(contact, "mailto:") }

// digests say what the document was made from.
func (w *writer) digests() {
	a := w.Assessment
	var list []document.Definition
	for _, d := range wording.Digests(w.File) {
		list = append(list, wording.Definition(upper(d.Of)+", SHA-256", d.Value))
	}
	for _, p := range a.Knowledge.Packs {
		list = append(list, wording.Definition("Version of "+p.ID, p.Version))
	}
	checked := "yes, by code that shares nothing with the code that computed them"
	if !a.Engine.Certificate.Verified {
		checked = "no: " + a.Engine.Certificate.Reason
	}
	list = append(list, wording.Definition("Levels checked", checked))
	w.definitions([]string{w.Model.System.ID.Text}, list...)
}

// diagram shows the system by zones.
func (w *writer) diagram() {
	if w.Diagram == "" {
		w.text("There is no picture of the system.", w.template)
		w.open("The picture of the system was not made")
		return
	}
	var zones []string
	for _, z := range w.Model.Zones {
		zones = append(zones, z.ID)
	}
	alt := fmt.Sprintf("Picture of the system. Zones: %s. Assets: %d. Flows: %d.", w.each(zones), len(w.Model.Assets), len(w.Model.Flows))
	w.add(document.Block{Figure: &document.Figure{ID: w.id("diagram"), Caption: "The system by zones", Alt: alt, SVG: w.Diagram}}, append(zones, w.Model.System.ID.Text))
}

func (w *writer) contexts() {
	t := w.table("contexts", "Contexts of use", "Id", "Context", "Kind", "Place")
	for _, c := range w.Model.Contexts {
		t.row([]string{c.ID}, c.ID, w.names.Of(c.ID), w.kind(c.Value.Kind.Text), w.names.Of(c.Value.Place.Text))
	}
	t.end("No context of use is described.")
	if len(w.Model.Contexts) == 0 {
		w.open("No context of use is described")
	}
}

// people lists people by role with what is said of their abilities.
func (w *writer) people() {
	t := w.table("people", "People", "Id", "Person", "Kind", "Works for", "Abilities", "Uses", "Manages")
	for _, p := range w.Model.People {
		v := &p.Value
		employer := "nobody"
		if v.WorksFor.Text != "" {
			employer = w.names.Of(v.WorksFor.Text)
		}
		t.row([]string{p.ID}, p.ID, w.names.Of(p.ID), w.kind(v.Kind.Text), employer, w.abilities(p.ID, v.Kind.Text), w.each(ids(v.Uses)), w.each(ids(v.Manages)))
	}
	t.end("No person is described.")
	if len(w.Model.People) == 0 {
		w.open("No person is described")
	}
}

// abilities are the known facts of a person.
func (w *writer) abilities(id, kind string) string {
	var out []string
	for _, f := range w.Index.Base.Facts {
		if v := w.Fact(id, f.ID); w.applies(f.ID, kind) && v != unknown {
			out = append(out, lower(f.Title)+" "+wording.Words(v))
		}
	}
	if len(out) == 0 {
		w.open("Nothing is said of the abilities of a person", id)
	}
	return wording.Or(strings.Join(out, "; "))
}

func (w *writer) organisations() {
	t := w.table("organisations", "Organisations and their duties", "Id", "Organisation", "Duty", "Contact for security")
	for i := range w.Model.Organisations {
		o := &w.Model.Organisations[i]
		if w.namedAgain(o) {
			continue
		}
		v := &o.Value
		if v.Duty == "" {
			w.open("The duty of an organisation is not stated", o.ID)
		}
		switch {
		case v.Contact != "":
		case v.Duty == "manufacturer":
			w.open("The manufacturer names no contact for security", o.ID)
		default:
			w.open("No contact for security is named", o.ID)
		}
		t.row([]string{o.ID}, o.ID, w.names.Of(o.ID), wording.Or(string(v.Duty)), wording.Or(address(v.Contact)))
	}
	t.end("No organisation is described.")
	for _, duty := range []model.Duty{"manufacturer", "operator"} {
		if w.holders(duty) == "" {
			w.open("No organisation has the duty " + string(duty))
		}
	}
}

// namedAgain tells of a company that a part that is imported names again.
func (w *writer) namedAgain(o *model.Element[model.Organisation]) bool {
	return slices.ContainsFunc(w.Model.Organisations, func(x model.Element[model.Organisation]) bool {
		return len(x.ID) < len(o.ID) && w.names.Of(x.ID) == w.names.Of(o.ID) && x.Value.Duty == o.Value.Duty && x.Value.Contact == o.Value.Contact
	})
}

// zones say where trust changes, and who is in charge there.
func (w *writer) zones() {
	t := w.table("zones", "Zones", "Id", "Zone", "Within", "In charge")
	for _, z := range w.Model.Zones {
		t.row([]string{z.ID}, z.ID, w.names.Of(z.ID), w.each(ids1(z.Value.Within.Text)), w.inCharge(z.ID, z.Value.Kind.Text))
	}
	t.end("No zone is described.")
	t = w.table("places", "Places", "Id", "Place", "Kind", "Zone", "In charge")
	for _, p := range w.Model.Places {
		t.row([]string{p.ID}, p.ID, w.names.Of(p.ID), w.kind(p.Value.Kind.Text), w.each(ids1(p.Value.Zone.Text)), w.inCharge(p.ID, p.Value.Kind.Text))
	}
	t.end("No place is described.")
	t = w.table("networks", "Networks", "Id", "Network", "Kind", "Zone", "Joins", "In charge")
	for _, n := range w.Model.Networks {
		v := &n.Value
		t.row([]string{n.ID}, n.ID, w.names.Of(n.ID), w.kind(v.Kind.Text), w.each(ids1(v.Zone.Text)), w.each(ids(v.Joins)), w.inCharge(n.ID, v.Kind.Text))
	}
	t.end("No network is described.")
	if len(w.Model.Zones) == 0 {
		w.open("No zone of trust is described")
	}
}

// ids1 is a list of one id, or of none.
func ids1(id string) []string {
	if id == "" {
		return nil
	}
	return []string{id}
}

// openToAll are kinds of places and networks that nobody is in charge of.
var openToAll = []string{"network.internet", "place.public"}

// inCharge names who is in charge of an element; where it should be somebody and nobody is named, that is open.
func (w *writer) inCharge(id, kind string) string {
	by := w.owner(id)
	switch {
	case by != "":
		return w.names.Of(by)
	case w.Index.IsAny(kind, openToAll):
		return "nobody"
	}
	w.open("Nobody is said to be in charge", id)
	return wording.Open
}
