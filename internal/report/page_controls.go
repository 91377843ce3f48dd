package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"cordon/internal/engine"
	"cordon/internal/knowledge"
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
		r.Says, r.Cost, r.Burden = e.Says, costWords(e.Cost), burdenWords(e)
	}
	return r
}

// costClasses are the classes of content/FORMAT.md, per element.
var costClasses = [5]string{"none", "up to 100 euro", "up to 1,000 euro", "up to 10,000 euro", "above 10,000 euro"}

func costWords(c knowledge.Cost) []string {
	return []string{"once: " + costClasses[c.OneOff], "yearly: " + costClasses[c.Yearly]}
}

// burdens are the steps 1 to 4 of content/FORMAT.md.
var burdens = []struct {
	of    func(*knowledge.Burden) int
	name  string
	steps [4]string
}{
	{func(b *knowledge.Burden) int { return b.Latency }, "delay", [4]string{"under 0.1 s", "under 1 s", "under 10 s", "longer than 10 s"}},
	{func(b *knowledge.Burden) int { return b.Availability }, "stops the function", [4]string{"less than yearly", "yearly", "monthly", "weekly"}},
	{func(b *knowledge.Burden) int { return b.TaskTime }, "time per clinical task", [4]string{"under 2 s", "under 10 s", "under 1 min", "longer than 1 min"}},
	{func(b *knowledge.Burden) int { return b.Emergency }, "delay of emergency access", [4]string{"under 10 s", "under 1 min", "under 10 min", "shut out"}},
	{func(b *knowledge.Burden) int { return b.Battery }, "running time on battery", [4]string{"less by under 1 %", "less by under 5 %", "less by under 20 %", "less by more than 20 %"}},
	{func(b *knowledge.Burden) int { return b.Interoperability }, "interoperability", [4]string{"one product to adapt", "some products to adapt", "most products to adapt", "own products only"}},
	{func(b *knowledge.Burden) int { return b.Maintenance }, "maintenance per year", [4]string{"an hour", "a day", "a week", "more than a week"}},
	{func(b *knowledge.Burden) int { return b.Revalidation }, "to repeat", [4]string{"software test", "system test", "usability or performance study", "clinical investigation"}},
	{func(b *knowledge.Burden) int { return b.Accessibility }, "users", [4]string{"some need help once", "some need help often", "some are shut out", "many are shut out"}},
}

func burdenWords(c *knowledge.Control) []string {
	var out []string
	for _, b := range burdens {
		if step := b.of(&c.Burden); step > 0 {
			out = append(out, fmt.Sprintf("%s: %s", b.name, b.steps[step-1]))
		}
	}
	if len(out) == 0 {
		out = append(out, "none")
		if c.NoBurden != "" {
			out[0] = "none: " + c.NoBurden
		}
	}
	return out
}
