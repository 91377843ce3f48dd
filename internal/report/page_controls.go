package report

import (
	"cmp"
	"slices"
	"strings"

	"cordon/internal/engine"
)

// controlGroup is the controls of one state.
type controlGroup struct {
	Anchor, Title, Says string
	Rows                []controlRow
}

// controlRow is one control with all the elements that it stands on, or could stand on, in that state.
type controlRow struct {
	ID, Title, Says string
	Elements        string
	Blocks          []string // titles of threats, the worst first
	MoreBlocks      int
	Risk            string
	Cost            []string
	Burden          []string

	risk, blocked int
}

// stateWords says the state of a control.
func stateWords(state string) string {
	switch state {
	case "present":
		return "in place"
	case "absent":
		return "considered, not applied"
	case "possible":
		return "possible, not decided"
	}
	return state
}

func (k *maker) controls() []controlGroup {
	threats := map[string]*engine.Threat{}
	for i := range k.a.Threats {
		threats[k.a.Threats[i].ID] = &k.a.Threats[i]
	}
	var out []controlGroup
	for _, g := range []struct{ state, title, says string }{
		{"present", "In place", "The model says that these are there."},
		{"planned", "Planned", "These count in future mode only."},
		{"absent", "Considered, not applied", "The author decided against these."},
		{"possible", "Possible", "The knowledge base names these against threats that were found; nobody has decided on them."},
	} {
		by := map[string][]*engine.Control{}
		for i := range k.a.Controls {
			if c := &k.a.Controls[i]; c.State == g.state {
				by[c.Control] = append(by[c.Control], c)
			}
		}
		v := controlGroup{Anchor: "controls-" + g.state, Title: g.title, Says: g.says}
		for _, list := range by {
			v.Rows = append(v.Rows, k.control(list, threats))
		}
		slices.SortFunc(v.Rows, func(x, y controlRow) int {
			return cmp.Or(cmp.Compare(y.risk, x.risk), cmp.Compare(y.blocked, x.blocked), strings.Compare(x.ID, y.ID))
		})
		out = append(out, v)
	}
	return out
}

// control makes the row of one control from its places, which are sorted by id.
func (k *maker) control(list []*engine.Control, threats map[string]*engine.Threat) controlRow {
	r := controlRow{ID: list[0].Control, Title: list[0].Title}
	var elements []string
	var blocked []*engine.Threat
	seen := map[string]bool{}
	for _, c := range list {
		elements = append(elements, c.Element)
		r.risk = max(r.risk, rank(k.scales.Risk, c.Risk))
		for _, id := range c.Blocks {
			if t := threats[id]; t != nil && !seen[id] {
				seen[id] = true
				blocked = append(blocked, t)
			}
		}
	}
	slices.SortStableFunc(blocked, func(x, y *engine.Threat) int {
		return cmp.Or(cmp.Compare(rank(k.scales.Risk, y.Risk), rank(k.scales.Risk, x.Risk)), strings.Compare(x.ID, y.ID))
	})
	const named = 3
	for _, t := range blocked[:min(named, len(blocked))] {
		r.Blocks = append(r.Blocks, t.Title)
	}
	r.MoreBlocks, r.blocked = max(0, len(blocked)-named), len(blocked)
	r.Elements, r.Risk = k.named(elements), words(k.scales.Risk[r.risk].Name)
	if e := k.ix.Controls[r.ID]; e != nil {
		r.Says, r.Cost, r.Burden = e.Says, e.Cost.Says(), e.BurdenSays()
	}
	return r
}
