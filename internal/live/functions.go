package live

import (
	"maps"
	"slices"

	"cordon/internal/model"
)

// Function is a clinical function with all that takes part in it.
type Function struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	Kind    string   `json:"kind"`
	Members []string `json:"members"` // ids of nodes and flows, sorted; the function itself is not among them
	Harms   []string `json:"harms"`   // harms that arise from it, sorted
}

// copyAt is a copy of data at an asset.
type copyAt struct{ data, asset string }

// functions finds who takes part in each function: who does it, for whom, where, and the way of each class of data it uses, back to where
// the data is made.
func (g *graphing) functions() {
	into, made := map[copyAt][]*model.Element[model.Flow]{}, map[string]*model.Element[model.Data]{}
	for i := range g.m.Flows {
		f := &g.m.Flows[i]
		for _, w := range f.Value.Carries {
			at := copyAt{w.Text, f.Value.To.Text}
			into[at] = append(into[at], f)
		}
	}
	for i := range g.m.Data {
		made[g.m.Data[i].ID] = &g.m.Data[i]
	}
	harms := map[string][]string{}
	for i := range g.m.Harms {
		for _, w := range g.m.Harms[i].Value.From {
			harms[w.Text] = append(harms[w.Text], g.m.Harms[i].ID)
		}
	}
	for i := range g.m.Functions {
		e := &g.m.Functions[i]
		in := map[string]bool{}
		put := func(id string) {
			in[id] = id != ""
			in[g.top[id]] = true // an interface or part is seen in the asset around it
		}
		put(e.Value.By.Text)
		put(e.Value.For.Text)
		for _, w := range e.Value.Context {
			put(w.Text)
		}
		var queue []copyAt
		for _, u := range e.Value.Uses {
			queue = append(queue, copyAt{u.Key, u.Value.Reads.Text})
		}
		back(queue, into, made, put)
		delete(in, "")
		f := Function{ID: e.ID, Title: e.Value.Title, Kind: e.Value.Kind.Text, Members: slices.Sorted(maps.Keys(in)), Harms: slices.Concat([]string{}, harms[e.ID])}
		if f.Title == "" {
			f.Title = e.ID
		}
		for _, id := range f.Members {
			g.takes[id] = append(g.takes[id], e.ID)
		}
		g.g.Functions = append(g.g.Functions, f)
	}
}

// back follows copies of data to where they come from, and puts what it meets.
func back(queue []copyAt, into map[copyAt][]*model.Element[model.Flow], made map[string]*model.Element[model.Data], put func(id string)) {
	seen := map[copyAt]bool{}
	for len(queue) > 0 {
		at := queue[0]
		queue = queue[1:]
		if seen[at] {
			continue
		}
		seen[at] = true
		put(at.data)
		put(at.asset)
		for _, f := range into[at] {
			put(f.ID)
			for _, w := range f.Value.Over {
				put(w.Text)
			}
			queue = append(queue, copyAt{at.data, f.Value.From.Text})
		}
		if d := made[at.data]; d != nil && d.Value.MadeBy.Text == at.asset {
			for _, w := range d.Value.MadeFrom {
				queue = append(queue, copyAt{w.Text, at.asset})
			}
		}
	}
}
