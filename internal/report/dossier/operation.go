package dossier

import (
	"cmp"
	"slices"
	"strings"

	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/report/document/wording"
)

// runs are the kinds of assets that hold accounts and get updates.
var runs = []string{"host", "software"}

// eachAsset sees the assets of the product or of its surroundings that are of some kinds.
func (w *writer) eachAsset(product bool, kinds []string, see func(id, kind string, a *model.Asset)) {
	for i := range w.Model.Assets {
		a := &w.Model.Assets[i]
		if kind := a.Value.Kind.Text; w.product.Has(a.ID) == product && w.Index.IsAny(kind, kinds) {
			see(a.ID, kind, &a.Value)
		}
	}
}

// capability says which controls of a security capability (IEC TR 80001-2-2) are in place or planned at an element or at what it is
// inside of, or are to come by a decision that stands, with their ids.
func (w *writer) capability(code string, elements ...string) (says string, from []string) {
	var out []string
	for _, id := range elements {
		for _, c := range w.placed[id] {
			if k := w.Index.Controls[c.Control]; k != nil && slices.Contains(k.References.IEC80001, code) {
				out, from = append(out, c.Title+" ("+c.State+")"), append(from, c.ID)
			}
		}
	}
	for i := range w.Assessment.Controls {
		c := &w.Assessment.Controls[i]
		k := w.Index.Controls[c.Control]
		if c.State == "present" || c.State == "planned" || k == nil || !slices.Contains(elements, c.Element) || !slices.Contains(k.References.IEC80001, code) {
			continue
		}
		if d := w.decided(c.ID); d != nil && d.Choice == "treat" && d.Stands() {
			out, from = append(out, c.Title+" (decided on "+d.When+", not in place)"), append(from, c.ID)
		}
	}
	return wording.List(facts(out)), from
}

// ofCapability lists all controls of a security capability; that there are none is open.
func (w *writer) ofCapability(id, caption, code, none string) {
	t := w.table(id, caption, "Id", "Control", "At", "How")
	for _, u := range w.uses(func(_ *engine.Control, k *knowledge.Control) bool {
		return slices.Contains(k.References.IEC80001, code)
	}) {
		t.row(u.from(), u.control.ID, u.control.Title, w.places(&u), u.control.Configure)
	}
	t.end("")
	if len(t.t.Rows) == 0 {
		w.open(strings.TrimSuffix(none, "."))
	}
}

// accounts say which secrets protect the product at first use, and where several people share an account.
func (w *writer) accounts() {
	t := w.table("accounts", "Accounts of the product", "Id", "Asset", "Log-in secrets at first use", "Shared account", "Controls of log-in", "In charge")
	w.eachAsset(true, runs, func(id, kind string, _ *model.Asset) {
		secrets := w.fact(id, kind, "credentials")
		switch secrets {
		case none:
			w.open("No log-in secret protects it at first use", id)
		case "same for all":
			w.open("All units have the same log-in secret at first use", id)
		}
		controls, from := w.capability("PAUT", w.around(id)...)
		t.row(append(from, id), id, w.names.Of(id), secrets, w.fact(id, kind, "shared-account"), controls, w.names.Of(w.owner(id)))
	})
	t.end("No host and no software of the product is described.")
	w.noProduct()
}

// logging says where the time comes from, and which records of events are kept.
func (w *writer) logging() {
	t := w.table("clocks", "Clocks of the product", "Id", "Host", "Source of time")
	w.eachAsset(true, []string{"host"}, func(id, kind string, _ *model.Asset) {
		t.row([]string{id}, id, w.names.Of(id), w.fact(id, kind, "clock"))
	})
	t.end("No host of the product is described.")
	t = w.table("records", "Records of events", "Id", "Record", "Kind", "Kept on", "Sent to", "Made by")
	for _, d := range w.Model.Data {
		if !w.Index.Is(d.Value.Kind.Text, "data.log") {
			continue
		}
		t.row([]string{d.ID}, d.ID, w.names.Of(d.ID), w.kind(d.Value.Kind.Text), w.each(ids(d.Value.StoredOn)), w.each(w.receivers(d.ID)), w.each(ids1(d.Value.MadeBy.Text)))
	}
	t.end("No record of events is described.")
	if len(t.t.Rows) == 0 {
		w.open("No record of security events is described")
	}
	w.ofCapability("logging-controls", "Controls that record events or look at the records", "AUDT", "No control that records events is in place or planned.")
}

// updates say how hosts and software get updates, and how soon.
func (w *writer) updates() {
	w.updatesOf("updates", "Updates of the product", true)
	w.updatesOf("updates-around", "Updates of what is around the product", false)
	w.ofCapability("update-controls", "Controls that keep updates safe and in time", "CSUP", "No control of updates is in place or planned.")
	w.noProduct()
}

func (w *writer) updatesOf(id, caption string, product bool) {
	t := w.table(id, caption, "Id", "Asset", "Updated", "How soon", "Gets updates", "Updates until", "Brought by")
	w.eachAsset(product, runs, func(id, kind string, _ *model.Asset) {
		if w.ofMakerOnly(id) {
			return
		}
		flows := w.imagesTo(id)
		if product && len(flows) == 0 && w.Fact(id, "updatable") == "over-network" {
			w.open("It is updated over a network, and no flow that brings the updates is described", id)
		}
		t.row(append(flows, id), id, w.names.Of(id), w.updated(id, kind), w.fact(id, kind, "update-time"), w.fact(id, kind, "supported"), w.until(id), w.brought(flows))
	})
	t.end("None is described: " + lower(caption) + ".")
}

func (w *writer) updated(id, kind string) string {
	how := w.fact(id, kind, "updatable")
	if how == "no" {
		w.open("It cannot be updated", id)
		return "not at all"
	}
	return how
}

// imagesTo are the flows by which software comes to an asset, or to what it is inside of, with those before them: from the maker on. Software
// that an asset passes on is not meant for it.
func (w *writer) imagesTo(id string) []string {
	var out []string
	w.eachImage(func(f *model.Element[model.Flow], image string) {
		if slices.Contains(w.around(id), f.Value.To.Text) && !w.sends(f.Value.To.Text, image) {
			out = append(out, w.before(f, image, nil)...)
		}
	})
	return unique(out)
}

// eachImage sees the flows of software, with what they carry.
func (w *writer) eachImage(see func(f *model.Element[model.Flow], image string)) {
	for i := range w.Model.Flows {
		for _, carried := range ids(w.Model.Flows[i].Value.Carries) {
			if slices.ContainsFunc(w.Model.Data, func(d model.Element[model.Data]) bool {
				return d.ID == carried && w.Index.Is(d.Value.Kind.Text, "data.software-image")
			}) {
				see(&w.Model.Flows[i], carried)
			}
		}
	}
}

// sends tells whether software leaves an asset.
func (w *writer) sends(asset, image string) bool {
	found := false
	w.eachImage(func(f *model.Element[model.Flow], carried string) {
		found = found || f.Value.From.Text == asset && carried == image
	})
	return found
}

// before lists a flow of software after those that bring the software to its start.
func (w *writer) before(last *model.Element[model.Flow], image string, after []string) []string {
	after = append(after, last.ID)
	var out []string
	w.eachImage(func(f *model.Element[model.Flow], carried string) {
		if carried == image && f.Value.To.Text == last.Value.From.Text && !slices.Contains(after, f.ID) {
			out = append(out, w.before(f, image, after)...)
		}
	})
	return append(out, last.ID)
}

// unique drops what stands before already.
func unique(all []string) []string {
	var out []string
	for _, x := range all {
		if !slices.Contains(out, x) {
			out = append(out, x)
		}
	}
	return out
}

// brought names flows with where they begin.
func (w *writer) brought(flows []string) string {
	var out []string
	for _, id := range flows {
		for _, f := range w.Model.Flows {
			if f.ID == id {
				out = append(out, w.names.Of(id)+", from "+w.names.Of(f.Value.From.Text))
			}
		}
	}
	return cmp.Or(strings.Join(out, "\n"), none)
}

// secret tells of data that are made anew and not restored; without the key that signs, no update can be made.
func secret(w *writer, d *model.Element[model.Data]) bool {
	return w.Index.Is(d.Value.Kind.Text, "data.secret") && !w.Index.Is(d.Value.Kind.Text, "data.secret.signing-key")
}

// backup lists the data that are kept in one place only, with what restores them. A secret belongs in one place; a new one replaces it.
func (w *writer) backup() {
	t := w.table("backup", "Data that are kept in one place only", "Id", "Data", "Kept on", "Restored by")
	for _, d := range w.Model.Data {
		kept := ids(d.Value.StoredOn)
		if len(kept) != 1 || !w.product.Has(d.ID) || secret(w, &d) {
			continue
		}
		controls, from := w.capability("DTBK", append(w.around(kept[0]), d.ID)...)
		if len(from) == 0 {
			w.open("Data are kept in one place only, and nothing is named that restores them", d.ID)
		}
		t.row(slices.Concat(from, kept, []string{d.ID}), d.ID, w.names.Of(d.ID), w.each(kept), controls)
	}
	t.end("No data of the product are kept in one place only.")
	w.ofCapability("backup-controls", "Controls for copies, restoring and going on without", "DTBK", "No control that keeps copies or restores is in place or planned.")
}
