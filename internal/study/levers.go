package study

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/workbench"
)

// Lever is something that a what-if can change.
type Lever struct {
	Sort   string   `json:"sort"` // control, trust or fact
	ID     string   `json:"id"`   // CTL-0001@element, element#attribute or element?fact
	Title  string   `json:"title"`
	At     string   `json:"at"` // title of the element
	Says   string   `json:"says,omitempty"`
	Now    string   `json:"now"`
	Values []string `json:"values"` // what it can be, the present value included
}

// leversShown bounds what a search for levers gives of each sort.
const leversShown = 15

// Levers finds what a what-if can change, by words that all stand in its titles or ids. Ids that are asked for come whatever the words are.
func (s *Study) Levers(ctx context.Context, a workbench.Actor, id workbench.ProjectID, rev workbench.RevisionID, query string, ids []string) ([]Lever, error) {
	as, _, err := s.Assess(ctx, a, id, rev, engine.Future)
	if err != nil {
		return nil, err
	}
	if err := as.Whole(); err != nil {
		return nil, err
	}
	words := strings.Fields(strings.ToLower(query))
	out, found := []Lever{}, []Lever{}
	count := map[string]int{}
	as.levers(func(c Lever) {
		text := strings.ToLower(c.ID + " " + c.Title + " " + c.At)
		switch {
		case slices.Contains(ids, c.ID):
			out = append(out, c)
		case len(ids) > 0 && len(words) == 0:
		case count[c.Sort] < leversShown && !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) }):
			count[c.Sort]++
			found = append(found, c)
		}
	})
	return append(out, found...), nil
}

// levers gives everything that can be tried: controls by the risk that they answer, open questions, what is assumed, and what is stated.
func (a *Assessed) levers(see func(Lever)) {
	w, ix := words{a}, a.Knowledge.Index
	controls := slices.Clone(a.Controls)
	risk := ranks(ix.Base.Scales.Risk)
	slices.SortStableFunc(controls, func(x, y engine.Control) int { return cmp.Compare(risk[y.Risk], risk[x.Risk]) })
	for _, c := range controls {
		if len(c.Blocks)+len(c.Opens) > 0 {
			see(Lever{"control", c.ID, c.Title, w.element(c.Element), "", c.State, []string{"absent", "planned", "present"}})
		}
	}
	open := map[string]bool{}
	for _, q := range a.Questions {
		open[q.ID] = true
		see(Lever{"fact", q.ID, w.fact(q.Fact), w.element(q.Element), q.Question, engine.Unknown, append([]string{engine.Unknown}, q.Answers...)})
	}
	levels := levelNames(ix.Base.Scales.Trust)
	for _, e := range a.Assets {
		for _, t := range e.Trust {
			if k := ix.Trust[t.Attribute]; k != nil {
				see(Lever{"trust", e.ID + "#" + t.Attribute, k.Title, w.element(e.ID), k.Says, t.Assumed, levels})
			}
		}
	}
	a.Model.Each(func(_ model.Block, id string, c model.Common) {
		for _, f := range c.Facts {
			k := ix.Facts[f.Key]
			if k == nil || open[id+"?"+f.Key] {
				continue
			}
			see(Lever{"fact", id + "?" + f.Key, w.fact(f.Key), w.element(id), strings.ReplaceAll(k.Question, "{it}", w.element(id)), f.Value.Text, append([]string{engine.Unknown}, k.Words()...)})
		}
	})
}

func (w words) fact(id string) string {
	if f := w.a.Knowledge.Index.Facts[id]; f != nil {
		return f.Title
	}
	return id
}

func levelNames(levels []knowledge.LevelName) []string {
	var out []string
	for _, l := range levels {
		out = append(out, l.Name)
	}
	return out
}
