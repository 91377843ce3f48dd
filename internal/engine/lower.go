package engine

import (
	"cmp"
	"strings"

	"cordon/internal/model"
	"cordon/internal/yamltext"
)

// Lower turns a model into the engine's input. Every element becomes an asset of its kind, every reference a link. The
// model must have been validated and checked against the knowledge base.
func Lower(m *model.Model) *Input {
	l := &lowering{in: &Input{}, at: map[string]int{}}
	l.surroundings(m)
	l.assets(m)
	l.data(m)
	l.clinical(m)
	l.links(m)
	l.controls(m)
	return l.in
}

type lowering struct {
	in *Input
	at map[string]int
}

func (l *lowering) add(id string, c model.Common) *Asset {
	a := Asset{ID: id, Title: c.Title, Kind: c.Kind.Text}
	if a.Title == "" {
		a.Title = id
	}
	for _, f := range c.Facts {
		a.Facts = append(a.Facts, FactValue{f.Key, f.Value.Text})
	}
	for _, t := range c.Trust {
		a.Trust = append(a.Trust, TrustLevel{t.Key, uint8(max(0, model.Rank(t.Value)))})
	}
	l.at[id] = len(l.in.Assets)
	l.in.Assets = append(l.in.Assets, a)
	return &l.in.Assets[len(l.in.Assets)-1]
}

// state adds what a field of the model says as a fact; an empty field says nothing.
func (a *Asset) state(fact, value string) {
	if value != "" {
		a.Facts = append(a.Facts, FactValue{fact, value})
	}
}

func yesNo(is bool) string {
	if is {
		return "yes"
	}
	return "no"
}

// link adds a link if both ends exist; an empty reference is one the author left out.
func (l *lowering) link(from, relation string, to ...yamltext.Word) {
	for _, w := range to {
		l.linkID(from, relation, w.Text)
	}
}

func (l *lowering) linkID(from, relation, to string) {
	if to == "" {
		return
	}
	l.in.Links = append(l.in.Links, Link{l.at[from], relation, l.at[to]})
}

func (l *lowering) surroundings(m *model.Model) {
	for _, e := range m.Contexts {
		l.add(e.ID, e.Value.Common)
	}
	for _, e := range m.Zones {
		l.add(e.ID, e.Value.Common)
	}
	for _, e := range m.Places {
		l.add(e.ID, e.Value.Common)
	}
	for _, e := range m.Networks {
		l.add(e.ID, e.Value.Common)
	}
	for _, e := range m.Organisations {
		l.add(e.ID, e.Value.Common)
	}
	for _, e := range m.People {
		l.add(e.ID, e.Value.Common)
	}
}

func (l *lowering) assets(m *model.Model) {
	for _, e := range m.Assets {
		a := l.add(e.ID, e.Value.Common)
		a.Population = max(0, model.Rank(e.Value.Population))
		a.state("component-list", yesNo(e.Value.SBOM != ""))
		a.state("support-end", yesNo(e.Value.Until != ""))
		for i := len(e.ID); a.Population == 0 && i > 0; {
			// A part of a device that exists many times exists many times.
			if i = strings.LastIndexByte(e.ID[:i], '/'); i > 0 {
				if p, ok := l.at[e.ID[:i]]; ok {
					a.Population = l.in.Assets[p].Population
				}
			}
		}
	}
	for _, e := range m.Interfaces {
		a := l.add(e.ID, e.Value.Common)
		a.Population = l.in.Assets[l.at[e.Parent]].Population
	}
}

func (l *lowering) data(m *model.Model) {
	for _, e := range m.Data {
		a := l.add(e.ID, e.Value.Common)
		a.state("sensitivity", string(e.Value.Sensitivity))
	}
	for _, e := range m.Flows {
		l.add(e.ID, e.Value.Common)
	}
}

func (l *lowering) clinical(m *model.Model) {
	for _, e := range m.Functions {
		a := l.add(e.ID, e.Value.Common)
		fallBack := "none"
		if e.Value.FallBack != nil {
			fallBack = string(e.Value.FallBack.Takes)
		}
		a.state("fall-back", fallBack)
		for _, u := range e.Value.Uses {
			l.use(e.ID, u)
		}
	}
	for _, e := range m.Benefits {
		l.add(e.ID, e.Value.Common)
	}
	for _, e := range m.Hazards {
		l.add(e.ID, e.Value.Common)
	}
	for _, e := range m.Harms {
		a := l.add(e.ID, e.Value.Common)
		worst := 0
		for _, s := range e.Value.Severity {
			worst = max(worst, s.Value)
		}
		a.Impacts = map[string]uint8{"occurs": uint8(worst)}
		a.state("time-to-harm", cmp.Or(string(e.Value.TimeToHarm), "unstated"))
		a.state("exposure", cmp.Or(string(e.Value.Exposure), "unstated"))
	}
}

// use makes the dependence of a function on data an element of its own, so that rules can speak of its needs.
func (l *lowering) use(function string, u yamltext.Entry[model.Use]) {
	a := l.add(model.UseID(function, u.Key), model.Common{Kind: yamltext.Word{Text: "use"}})
	a.Title = l.in.Assets[l.at[function]].Title + " with " + l.in.Assets[l.at[u.Key]].Title
	a.state("needs-integrity", string(u.Value.Integrity))
	a.state("needs-availability", string(u.Value.Availability))
	a.state("timeliness", string(u.Value.Timeliness))
	a.state("when-stale", cmp.Or(string(u.Value.WhenStale), "acts"))
}

func (l *lowering) links(m *model.Model) {
	for _, e := range m.Contexts {
		l.link(e.ID, "set-in", e.Value.Place)
	}
	for _, e := range m.Zones {
		l.link(e.ID, "within-zone", e.Value.Within)
		l.link(e.ID, "controlled-by", e.Value.ControlledBy)
	}
	for _, e := range m.Places {
		l.link(e.ID, "within-place", e.Value.Within)
		l.link(e.ID, "in-zone", e.Value.Zone)
		l.link(e.ID, "controlled-by", e.Value.ControlledBy)
	}
	for _, e := range m.Networks {
		l.link(e.ID, "located-in", e.Value.Place)
		l.link(e.ID, "in-zone", e.Value.Zone)
		l.link(e.ID, "joins", e.Value.Joins...)
		l.link(e.ID, "controlled-by", e.Value.ControlledBy)
	}
	for _, e := range m.People {
		l.link(e.ID, "located-in", e.Value.Place)
		l.link(e.ID, "works-for", e.Value.WorksFor)
		l.link(e.ID, "uses", e.Value.Uses...)
		l.link(e.ID, "manages", e.Value.Manages...)
	}
	holding := map[model.Holding]string{model.HoldsPart: "part-of", model.HoldsSoftware: "runs-on"}
	for _, e := range m.Assets {
		l.linkID(e.ID, holding[e.Holding], e.Parent)
		l.link(e.ID, "located-in", e.Value.Place)
		l.link(e.ID, "in-zone", e.Value.Zone)
		l.link(e.ID, "connected-to", e.Value.On...)
		l.link(e.ID, "worn-by", e.Value.WornBy)
		l.link(e.ID, "supplied-by", e.Value.Supplier)
	}
	for _, e := range m.Interfaces {
		l.linkID(e.ID, "interface-of", e.Parent)
		l.link(e.ID, "connects", e.Value.Connects...)
	}
	l.dataLinks(m)
	l.clinicalLinks(m)
}

func (l *lowering) dataLinks(m *model.Model) {
	for _, e := range m.Data {
		l.link(e.ID, "about", e.Value.About)
		l.link(e.ID, "stored-on", e.Value.StoredOn...)
		l.link(e.ID, "made-by", e.Value.MadeBy)
		l.link(e.ID, "made-from", e.Value.MadeFrom...)
	}
	for _, e := range m.Flows {
		l.link(e.ID, "sent-by", e.Value.From)
		l.link(e.ID, "received-by", e.Value.To)
		l.link(e.ID, "carries", e.Value.Carries...)
		l.link(e.ID, "over", e.Value.Over...)
	}
}

func (l *lowering) clinicalLinks(m *model.Model) {
	for _, e := range m.Functions {
		l.link(e.ID, "performed-by", e.Value.By)
		l.link(e.ID, "performed-for", e.Value.For)
		l.link(e.ID, "happens-in", e.Value.Context...)
		for _, u := range e.Value.Uses {
			id := model.UseID(e.ID, u.Key)
			l.linkID(id, "need-of", e.ID)
			l.linkID(id, "of-data", u.Key)
			l.link(id, "read-at", u.Value.Reads)
		}
	}
	for _, e := range m.Benefits {
		l.link(e.ID, "delivered-by", e.Value.From...)
	}
	for _, e := range m.Hazards {
		l.link(e.ID, "comes-from", e.Value.From...)
	}
	for _, e := range m.Harms {
		l.link(e.ID, "arises-from", e.Value.From...)
		l.link(e.ID, "has-hazard", e.Value.Hazard)
		l.link(e.ID, "happens-to", e.Value.To)
		l.link(e.ID, "noticed-by", e.Value.DetectableBy...)
	}
}

func (l *lowering) controls(m *model.Model) {
	for _, c := range m.Controls {
		coverage := uint8(5)
		if r := model.Rank(c.Coverage); r >= 0 {
			coverage = uint8(r)
		}
		for _, w := range c.On {
			if w.Text != "" {
				l.in.Placed = append(l.in.Placed, Placed{c.Control.Text, l.at[w.Text], ControlState(max(0, model.Rank(c.State))), coverage})
			}
		}
	}
}
