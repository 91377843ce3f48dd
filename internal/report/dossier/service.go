package dossier

import (
	"slices"
	"time"

	"cordon/internal/model"
	"cordon/internal/report/document/wording"
)

// remoteKinds are the kinds that serve remote service.
var remoteKinds = []string{"service.remote-support", "software.agent.remote-access", "device.gateway.remote-service"}

// remoteEnds are the kinds of which a reader has to know whether staff can get in from afar.
var remoteEnds = []string{"host", "os", "software.server-side"}

// remoteAccess lists the ways into the product for staff who are elsewhere.
func (w *writer) remoteAccess() {
	t := w.table("remote-access", "Ways into the product for remote service", "Id", "Asset", "Who", "By flows", "Over", "Controls")
	w.eachAsset(true, runs, func(id, kind string, _ *model.Asset) {
		var flows, over []string
		for _, f := range w.Model.Flows {
			if f.Value.To.Text == id && w.Index.IsAny(w.assetKind(f.Value.From.Text), remoteKinds) {
				flows, over = append(flows, f.ID), append(over, ids(f.Value.Over)...)
			}
		}
		known := w.Fact(id, "remote-access")
		if known == unknown && w.Index.IsAny(kind, remoteEnds) {
			known = w.fact(id, kind, "remote-access")
		}
		if known != "yes" && len(flows) == 0 {
			return
		}
		who := w.managers(id)
		if len(who) == 0 {
			w.open("It is not said who gets in for remote service", id)
		}
		controls := w.controls(append(flows, id)...)
		if controls == none {
			w.open("Nothing stands in a way in for remote service", id)
		}
		t.row(slices.Concat(flows, who, []string{id}), id, w.names.Of(id), w.employed(who), w.each(flows), w.each(facts(over)), controls)
	})
	t.end("No way into the product for remote service is described.")
	w.noProduct()
}

// managers are the people who look after an asset or what it is inside of.
func (w *writer) managers(id string) []string {
	var out []string
	for _, p := range w.Model.People {
		for _, m := range ids(p.Value.Manages) {
			if w.within(id, m) {
				out = append(out, p.ID)
			}
		}
	}
	return facts(out)
}

// employed names people with whom they work for.
func (w *writer) employed(people []string) string {
	var out []string
	for _, p := range w.Model.People {
		if !slices.Contains(people, p.ID) {
			continue
		}
		s := w.names.Of(p.ID)
		if p.Value.WorksFor.Text != "" {
			s += " (" + w.names.Of(p.Value.WorksFor.Text) + ")"
		}
		out = append(out, s)
	}
	return wording.List(out)
}

// disposal lists what keeps secrets or data, and what erases or seals it before somebody else gets the device.
func (w *writer) disposal() {
	t := w.table("disposal", "What keeps secrets or data", "Id", "Asset", "Keeps", "Keeps secrets", "Given on after use", "Erased or sealed by")
	w.eachAsset(true, []string{"asset"}, func(id, kind string, _ *model.Asset) {
		kept := w.keptOn(id)
		secrets := wording.Words(w.Fact(id, "keeps-secrets"))
		if w.Index.Is(kind, "host") {
			secrets = w.fact(id, kind, "keeps-secrets")
		}
		if len(kept) == 0 && secrets != "yes" {
			return
		}
		erased, from := w.capability("DIDT", w.around(id)...)
		sealed, more := w.capability("STCF", append(w.around(id), kept...)...)
		given := w.givenOn(id)
		if len(from)+len(more) == 0 && given != "no" {
			w.open("It keeps secrets or data, and nothing is named that erases or seals them", id)
		}
		by := slices.DeleteFunc([]string{erased, sealed}, func(s string) bool { return s == none })
		t.row(slices.Concat(from, more, kept, []string{id}), id, w.names.Of(id), w.each(kept), secrets, given, wording.List(by))
	})
	t.end("Nothing in the product is known to keep secrets or data.")
	w.noProduct()
}

func (w *writer) keptOn(id string) []string {
	var out []string
	for _, d := range w.Model.Data {
		if contains(d.Value.StoredOn, id) {
			out = append(out, d.ID)
		}
	}
	return out
}

// givenOn says whether the device that an asset is in is given on after use.
func (w *writer) givenOn(id string) string {
	for _, at := range w.around(id) {
		if kind := w.assetKind(at); w.applies("disposed", kind) {
			return w.fact(at, kind, "disposed")
		}
	}
	return "does not apply"
}

// inWords is a month with its name.
func inWords(m model.Month) string {
	at, err := time.Parse("2006-01", string(m))
	if err != nil {
		return string(m)
	}
	return at.Format("January 2006")
}

// support says how long the product is kept safe, and which components end before.
func (w *writer) support() {
	if w.plain {
		until := ""
		if s := w.Model.System.Support; s != nil {
			until = inWords(s.Until)
		}
		w.definitions([]string{w.Model.System.ID.Text}, wording.Definition("Updates until", until))
		return
	}
	w.definitions([]string{w.Model.System.ID.Text}, wording.System(w.Model)[0], wording.Support(w.Model), w.contact())
	end := ""
	if s := w.Model.System.Support; s != nil {
		end = string(s.Until)
	}
	t := w.table("support", "Components and the period of support", "Id", "Component", "Updates until", "Against the period of support")
	w.eachAsset(true, runs, func(id, kind string, a *model.Asset) {
		until, against := w.until(id), "covers it"
		switch {
		case until == wording.Open || end == "":
			against = wording.Open
		case until[:min(len(until), len(end))] < end:
			against = "ends before it"
			w.open("Security updates of a component end before the period of support", id)
		}
		t.row([]string{id}, id, w.names.Of(id), until, against)
	})
	t.end("No component of the product is described.")
	w.noProduct()
}
