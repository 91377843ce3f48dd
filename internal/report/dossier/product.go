package dossier

import (
	"slices"

	"cordon/internal/model"
	"cordon/internal/report/document/wording"
)

// elements lists the assets of the product, and those around it.
func (w *writer) elements() {
	w.assets("product", "Assets of the product", true)
	w.assets("surroundings", "Assets around the product", false)
	w.noProduct()
}

func (w *writer) assets(id, caption string, product bool) {
	t := w.table(id, caption, "Id", "Asset", "Kind", "Inside of", "Zone", "Number in one deployment", "Supplier")
	for _, a := range w.Model.Assets {
		if w.product.Has(a.ID) != product || w.ofMakerOnly(a.ID) {
			continue
		}
		number := w.nearest(a.ID, func(a *model.Asset) string { return string(a.Population) })
		if number == "" {
			number = "single"
		}
		t.row([]string{a.ID}, a.ID, w.names.Of(a.ID), w.kind(a.Value.Kind.Text), w.each(ids1(a.Parent)), w.each(ids1(w.zone(a.ID))),
			wording.Words(number), w.names.Of(w.supplier(a.ID)))
	}
	t.end("None is described: " + lower(caption) + ".")
}

// ofMakerOnly tells of an asset around the product that only the manufacturer has to do with, such as a build server, in a document for
// others.
func (w *writer) ofMakerOnly(id string) bool {
	return w.outside && !w.product.Has(id) && w.charge(id) == "manufacturer"
}

// noProduct notes that nothing is known to be the product.
func (w *writer) noProduct() {
	for _, a := range w.Model.Assets {
		if w.product.Has(a.ID) {
			return
		}
	}
	w.open("Nothing is known to belong to the product: no asset has a manufacturer as its supplier, and none is a medical device or medical software")
}

// software lists the components of the product with where they come from and how long they are kept safe.
func (w *writer) software() {
	t := w.table("software", "Software of the product", "Id", "Component", "Kind", "Supplier", "Release", "List of components", "Updates until")
	for _, a := range w.Model.Assets {
		v := &a.Value
		if !w.product.Has(a.ID) || !w.Index.Is(v.Kind.Text, "software") {
			continue
		}
		supplier := w.supplier(a.ID)
		for _, x := range []struct{ says, value string }{
			{"No supplier is named", supplier}, {"No release is named", v.Release}, {"There is no list of components", v.SBOM},
		} {
			if x.value == "" {
				w.open(x.says, a.ID)
			}
		}
		t.row([]string{a.ID, supplier}, a.ID, w.names.Of(a.ID), w.kind(v.Kind.Text), w.names.Of(supplier), wording.Or(v.Release), wording.Or(v.SBOM), w.until(a.ID))
	}
	t.end("No software of the product is described.")
	w.noProduct()
}

// interfaces lists the ways into the product.
func (w *writer) interfaces() {
	t := w.table("interfaces", "Interfaces of the product", "Id", "Interface", "Kind", "Of", "Enabled", "Reachable without opening", "Asks who is there", "Pairing", "Connects to")
	for _, i := range w.Model.Interfaces {
		if !w.product.Has(i.ID) {
			continue
		}
		kind := i.Value.Kind.Text
		t.row([]string{i.ID}, i.ID, w.names.Of(i.ID), w.kind(kind), w.names.Of(i.Parent), w.fact(i.ID, kind, "enabled"), w.fact(i.ID, kind, "exposed"),
			w.fact(i.ID, kind, "asks-who"), w.fact(i.ID, kind, "pairing"), w.each(ids(i.Value.Connects)))
	}
	t.end("No interface of the product is described.")
	w.noProduct()
}

// ports lists what the product offers to others, and the traffic that networks have to let through for it.
func (w *writer) ports() {
	t := w.table("services", "Services of the product that others reach", "Id", "Service", "Runs on", "Networks", "Called by", "Protocols")
	for _, a := range w.Model.Assets {
		kind := a.Value.Kind.Text
		if !w.product.Has(a.ID) || !w.applies("listens", kind) || w.fact(a.ID, kind, "listens") != "yes" {
			continue
		}
		var callers, protocols, flows []string
		for _, f := range w.flowsTo(a.ID) {
			callers, protocols, flows = append(callers, f.Value.From.Text), append(protocols, w.protocol(f)), append(flows, f.ID)
		}
		if len(flows) == 0 {
			w.open("It accepts connections, and no flow to it is described", a.ID)
		}
		t.row(append(flows, a.ID), a.ID, w.names.Of(a.ID), w.each(ids1(a.Parent)), w.each(w.networks(a.ID)), w.each(facts(callers)), wording.List(facts(protocols)))
	}
	t.end("No service of the product is described that accepts connections of others.")
	w.text("Where no flow ends at a service itself, the flows to what it runs on are meant.", w.template)
	w.traffic()
	w.noProduct()
}

// openedBy names the end of a flow that opens the connection; Open where that does not follow. It is the other end than the only one that
// accepts connections, or, where both do, than the only server. Data can move against that direction, and a filter has to know it.
func (w *writer) openedBy(f *model.Element[model.Flow]) string {
	from, to := f.Value.From.Text, f.Value.To.Text
	there, here := w.listens(from), w.listens(to)
	if there && here {
		there, here = w.Index.Is(w.assetKind(from), "software.server-side"), w.Index.Is(w.assetKind(to), "software.server-side")
	}
	switch {
	case here && !there:
		return w.names.Of(from)
	case there && !here:
		return w.names.Of(to)
	}
	return wording.Open
}

// listens tells whether an asset accepts connections; where that is not said of it, whether something inside of it does.
func (w *writer) listens(id string) bool {
	if own := w.Fact(id, "listens"); own == "yes" || own == "no" {
		return own == "yes"
	}
	return slices.ContainsFunc(w.Model.Assets, func(a model.Element[model.Asset]) bool {
		return a.ID != id && w.within(a.ID, id) && w.Fact(a.ID, "listens") == "yes"
	})
}

// flowsTo are the flows to an asset; where there are none, those to the nearest asset around it, for which it may answer.
func (w *writer) flowsTo(id string) []*model.Element[model.Flow] {
	for _, at := range w.around(id) {
		var out []*model.Element[model.Flow]
		for i := range w.Model.Flows {
			if f := &w.Model.Flows[i]; f.Value.To.Text == at {
				out = append(out, f)
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// noPorts are kinds of networks whose protocols know no numbers of ports.
var noPorts = []string{"network.body-area"}

// traffic lists the flows of the product by the networks that they pass. Who does not belong to the manufacturer has nothing to let through
// on its networks.
func (w *writer) traffic() {
	t := w.table("traffic", "Traffic that networks have to let through", "Flow", "Network", "From", "To", "Opened by", "Protocol", "Data and protection")
	for _, n := range w.Model.Networks {
		if w.outside && w.charge(n.ID) == "manufacturer" {
			continue
		}
		for i := range w.Model.Flows {
			f := &w.Model.Flows[i]
			if !w.product.Has(f.ID) || !contains(f.Value.Over, n.ID) {
				continue
			}
			opener := w.openedBy(f)
			if !w.Index.IsAny(n.Value.Kind.Text, noPorts) {
				if opener == wording.Open {
					w.open("It is not clear which end opens the connection", f.ID)
				}
				w.open("Numbers of ports are not part of a description; they are to be added", f.ID)
			}
			t.row([]string{f.ID, n.ID}, f.ID, w.names.Of(n.ID), w.names.Of(f.Value.From.Text), w.names.Of(f.Value.To.Text), opener, w.protocol(f),
				w.each(ids(f.Value.Carries))+"\nProtection: "+w.controls(f.ID))
		}
	}
	t.end("No flow of the product passes a network.")
}
