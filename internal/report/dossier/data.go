package dossier

import (
	"slices"

	"cordon/internal/model"
	"cordon/internal/report/document/wording"
	"cordon/internal/yamltext"
)

func contains(list []yamltext.Word, id string) bool { return slices.Contains(ids(list), id) }

// sensitivity is how much disclosure of data hurts: as stated, or as usual for its kind.
func (w *writer) sensitivity(d *model.Element[model.Data]) string {
	v := w.Fact(d.ID, "sensitivity")
	if v == unknown {
		w.open("“Sensitivity” is not known", d.ID)
	}
	return wording.Words(v)
}

func (w *writer) data() {
	t := w.table("data", "Classes of data", "Id", "Data", "Kind", "About", "Sensitivity", "Kept on", "Made by")
	for i := range w.Model.Data {
		d := &w.Model.Data[i]
		v := &d.Value
		if v.MadeBy.Text == "" {
			w.open("It is not said what makes the data", d.ID)
		}
		t.row([]string{d.ID}, d.ID, w.names.Of(d.ID), w.kind(v.Kind.Text), w.each(ids1(v.About.Text)), w.sensitivity(d), w.each(ids(v.StoredOn)), w.names.Of(v.MadeBy.Text))
	}
	t.end("No data are described.")
	if len(w.Model.Data) == 0 {
		w.open("No data are described")
	}
}

// personalData lists data about people: where they are kept, and who gets them.
func (w *writer) personalData() {
	if w.plain {
		w.plainData()
		return
	}
	needed := w.needed()
	t := w.table("personal-data", "Data about people", "Id", "Data", "About", "Sensitivity", "Kept on", "Sent to", "In charge of these places")
	for i := range w.Model.Data {
		d := &w.Model.Data[i]
		if d.Value.About.Text == "" {
			continue
		}
		if !needed[d.ID] {
			w.open("No clinical function needs data about people; the purpose is to be added", d.ID)
		}
		kept, to := ids(d.Value.StoredOn), w.receivers(d.ID)
		var charge []string
		for _, at := range facts(slices.Concat(kept, to)) {
			charge = append(charge, w.inCharge(at, w.assetKind(at)))
			w.otherLaw(at)
		}
		t.row([]string{d.ID, d.Value.About.Text}, d.ID, w.names.Of(d.ID), w.names.Of(d.Value.About.Text), w.sensitivity(d), w.each(kept), w.each(to), wording.List(facts(charge)))
	}
	t.end("No data about people are described.")
}

// needed are the data that clinical functions use, and those from which they are made.
func (w *writer) needed() map[string]bool {
	made := map[string][]string{}
	for _, d := range w.Model.Data {
		made[d.ID] = ids(d.Value.MadeFrom)
	}
	needed := map[string]bool{}
	var need func(id string)
	need = func(id string) {
		if needed[id] {
			return
		}
		needed[id] = true
		for _, from := range made[id] {
			need(from)
		}
	}
	for _, f := range w.Model.Functions {
		for _, u := range f.Value.Uses {
			need(u.Key)
		}
	}
	return needed
}

// receivers are the assets that get data by a flow.
func (w *writer) receivers(data string) []string {
	var out []string
	for _, f := range w.Model.Flows {
		if contains(f.Value.Carries, data) {
			out = append(out, f.Value.To.Text)
		}
	}
	return facts(out)
}

// otherLaw notes where data about people come under a law that protects them less, or may.
func (w *writer) otherLaw(asset string) {
	if !w.applies("under-other-law", w.assetKind(asset)) {
		return
	}
	switch w.Fact(asset, "under-other-law") {
	case unknown:
		w.open("It is not known whether data about people come under the law of another country here", asset)
	case "yes":
		w.open("Data about people come under the law of another country here; on what ground is to be added", asset)
	}
}

// protocol names the protocol of a flow; one that passes a network needs it.
func (w *writer) protocol(f *model.Element[model.Flow]) string {
	if f.Value.Protocol == "" && len(f.Value.Over) > 0 {
		w.open("The protocol is not named", f.ID)
	}
	return wording.Or(f.Value.Protocol)
}

func (w *writer) flows() {
	t := w.table("flows", "Flows of data", "Id", "Flow", "From", "To", "Data", "Way", "Protocol", "Protection")
	for i := range w.Model.Flows {
		f := &w.Model.Flows[i]
		v := &f.Value
		if len(v.Over) > 0 && len(w.placed[f.ID]) == 0 {
			w.open("No protection of the flow is described", f.ID)
		}
		t.row(append(w.controlIDs(f.ID), f.ID), f.ID, w.names.Of(f.ID), w.names.Of(v.From.Text), w.names.Of(v.To.Text), w.each(ids(v.Carries)), w.each(ids(v.Over)), w.protocol(f), w.controls(f.ID))
	}
	t.end("No flow of data is described.")
	if len(w.Model.Flows) == 0 {
		w.open("No flow of data is described")
	}
}
