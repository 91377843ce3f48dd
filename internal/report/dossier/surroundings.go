package dossier

import (
	"slices"
	"strings"

	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/report/document/wording"
)

// assumptions state what the product relies on in its surroundings.
func (w *writer) assumptions() {
	t := w.table("assumptions", "Assumptions about the surroundings", "Id", "Assumption", "About", "Who makes it true", "If it does not hold")
	for i := range w.Model.Assumptions {
		a := &w.Model.Assumptions[i]
		about := ids(a.Value.About)
		if a.Value.Owner.Text == "" {
			w.open("Nobody is named who makes an assumption true: “"+strings.TrimSuffix(a.Value.Says, ".")+"”", about...)
		}
		t.row(append(about, a.ID, a.Value.Owner.Text), a.ID, a.Value.Says, w.each(about), w.names.Of(a.Value.Owner.Text), w.ifNot(a))
	}
	t.end("No assumption about the surroundings is stated.")
	if len(w.Model.Assumptions) == 0 {
		w.open("No assumption about the surroundings is stated")
	}
}

// minimumIT says what networks, hosts and people around the product must provide (MDR Annex I 17.4). What the manufacturer is in charge of
// is left out: nobody else has to provide it.
func (w *writer) minimumIT() {
	w.minimumNetworks()
	w.minimumHosts()
	w.minimumPeople()
	t := w.table("minimum-measures", "Security measures that the surroundings must have", "Id", "Measure", "At", "Shown by", "Who")
	for _, u := range w.uses(func(c *engine.Control, _ *knowledge.Control) bool {
		return slices.Contains(w.Defence.Surroundings.Controls, c.ID)
	}) {
		var who []string
		for _, c := range u.at {
			holders, settled := w.appliers(c, u.control)
			if !settled {
				w.open(unsettled, c.ID)
				holders = []string{"not settled: " + strings.Join(holders, " or ")}
			}
			who = append(who, holders...)
		}
		t.row(u.from(), u.control.ID, u.control.Title, w.places(&u), verified(u.control), strings.Join(facts(who), "\n"))
	}
	t.end("No control of the surroundings is in place or planned.")
	w.assumptions()
	w.noProduct()
}

// minimumNetworks lists the networks that the product is on or that its flows pass.
func (w *writer) minimumNetworks() {
	t := w.table("minimum-networks", "Networks that the product needs", "Id", "Network", "Kind", "Lets through", "Has", "In charge")
	for _, n := range w.Model.Networks {
		if w.charge(n.ID) == "manufacturer" {
			continue
		}
		var flows []string
		for _, f := range w.Model.Flows {
			if w.product.Has(f.ID) && contains(f.Value.Over, n.ID) {
				flows = append(flows, f.ID)
			}
		}
		if len(flows) == 0 && !slices.ContainsFunc(w.Model.Assets, func(a model.Element[model.Asset]) bool { return w.product.Has(a.ID) && contains(a.Value.On, n.ID) }) {
			continue
		}
		t.row(append(flows, n.ID), n.ID, w.names.Of(n.ID), w.kind(n.Value.Kind.Text), w.each(flows), w.controls(n.ID), w.inCharge(n.ID, n.Value.Kind.Text))
	}
	t.end("The product is on no network, and no flow of it passes one.")
}

// minimumHosts lists the assets around the product that run a part of it, hold it or exchange data with it.
func (w *writer) minimumHosts() {
	t := w.table("minimum-hosts", "Devices, software and services around the product that it needs", "Id", "Asset", "Kind", "For", "Gets updates", "Has", "In charge")
	for _, a := range w.Model.Assets {
		if w.product.Has(a.ID) || w.charge(a.ID) == "manufacturer" {
			continue
		}
		var purpose, about []string
		for _, inner := range w.Model.Assets {
			if inner.Parent == a.ID && w.product.Has(inner.ID) {
				purpose, about = append(purpose, "runs or holds "+w.names.Of(inner.ID)), append(about, inner.ID)
			}
		}
		for _, f := range w.Model.Flows {
			if w.product.Has(f.ID) && (f.Value.From.Text == a.ID || f.Value.To.Text == a.ID) {
				purpose, about = append(purpose, w.names.Of(f.ID)), append(about, f.ID)
			}
		}
		if len(purpose) == 0 {
			continue
		}
		kind := a.Value.Kind.Text
		t.row(append(about, a.ID), a.ID, w.names.Of(a.ID), w.kind(kind), wording.List(purpose), w.supported(a.ID, kind), w.controls(a.ID), w.names.Of(w.owner(a.ID)))
	}
	t.end("The product needs no asset around it.")
}

// supported says whether an asset gets security updates and, where that is stated, until when.
func (w *writer) supported(id, kind string) string {
	v := w.fact(id, kind, "supported")
	if until := w.until(id); until != wording.Open {
		v += ", until " + until
	}
	return v
}

// minimumPeople lists who uses or manages the product.
func (w *writer) minimumPeople() {
	t := w.table("minimum-people", "People that the product needs", "Id", "Person", "Works with", "Looks after", "Abilities", "Has")
	for _, p := range w.Model.People {
		if w.charge(p.ID) == "manufacturer" {
			continue
		}
		var uses, manages []string
		for _, id := range ids(p.Value.Uses) {
			if w.product.Has(id) {
				uses = append(uses, id)
			}
		}
		for _, id := range ids(p.Value.Manages) {
			if w.product.Has(id) {
				manages = append(manages, id)
			}
		}
		if len(uses)+len(manages) == 0 {
			continue
		}
		t.row(slices.Concat([]string{p.ID}, uses, manages), p.ID, w.names.Of(p.ID), w.each(uses), w.each(manages), w.abilities(p.ID, p.Value.Kind.Text), w.controls(p.ID))
	}
	t.end("It is not described who uses or looks after the product.")
	if len(t.t.Rows) == 0 {
		w.open("It is not described who uses or looks after the product")
	}
}
