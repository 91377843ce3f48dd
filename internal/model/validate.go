package model

import (
	"slices"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// validate checks what can be checked without knowing what kinds mean.
func (m *Model) validate(ds *diag.List) {
	m.validateMonths(ds)
	nesting(m.Zones, ds, func(z Zone) yamltext.Word { return z.Within })
	nesting(m.Places, ds, func(p Place) yamltext.Word { return p.Within })
	m.validateFlows(ds)
	copies := m.copies()
	m.validateUses(copies, ds)
	m.validateControls(ds)
	m.validateConnections(ds)
	m.validateRecords(ds)
	for _, d := range m.Data {
		if len(copies[d.ID]) == 0 {
			ds.Add(d.At, diag.NowhereStored, "say `stored-on`, or carry it in a flow", "data %q is neither stored nor carried anywhere", d.ID)
		}
	}
}

func (m *Model) validateMonths(ds *diag.List) {
	check := func(at diag.Pos, what string, v Month) {
		if v != "" && !isMonth(string(v)) {
			ds.Add(at, diag.WrongValue, "write it as YYYY-MM", "%s: %q is not a month", what, string(v))
		}
	}
	if s := m.System.Support; s != nil {
		check(s.At, "from", s.From)
		check(s.At, "until", s.Until)
		if isMonth(string(s.From)) && isMonth(string(s.Until)) && s.From > s.Until {
			ds.Add(s.At, diag.DateOrder, "", "support ends in %s, before it begins in %s", s.Until, s.From)
		}
	}
	for _, a := range m.Assets {
		check(a.Value.At, "supported-until", a.Value.Until)
	}
	for _, e := range m.Evidence {
		check(e.At, "when", e.When)
		check(e.At, "until", e.Until)
		if isMonth(string(e.When)) && isMonth(string(e.Until)) && e.When > e.Until {
			ds.Add(e.At, diag.DateOrder, "", "evidence %q counts until %s, before it was made in %s", e.ID.Text, e.Until, e.When)
		}
	}
}

// validateRecords reports evidence and answers that stand twice: neither would be the one meant.
func (m *Model) validateRecords(ds *diag.List) {
	for i := 1; i < len(m.Evidence); i++ {
		if a, b := m.Evidence[i-1], m.Evidence[i]; a.ID.Text != "" && a.ID.Text == b.ID.Text {
			ds.Add(b.ID.At, diag.DuplicateID, "rename one of the two", "evidence %q is taken; it is first used at %s", b.ID.Text, a.ID.At)
		}
	}
	for i := 1; i < len(m.Answers); i++ {
		if a, b := m.Answers[i-1], m.Answers[i]; a.To.Text == b.To.Text && a.Item.Text != "" && a.Item.Text == b.Item.Text {
			ds.Add(b.Item.At, diag.DuplicateID, "keep one of the two", "item %s of %s is answered twice; first at %s", b.Item.Text, b.To.Text, a.Item.At)
		}
	}
}

func isMonth(s string) bool {
	if len(s) != 7 || s[4] != '-' {
		return false
	}
	for i, c := range s {
		if i != 4 && (c < '0' || c > '9') {
			return false
		}
	}
	return s[5:] >= "01" && s[5:] <= "12"
}

func nesting[T any](all []Element[T], ds *diag.List, within func(T) yamltext.Word) {
	around := map[string]string{}
	for _, e := range all {
		around[e.ID] = within(e.Value).Text
	}
	for _, e := range all {
		steps := 0
		for id := around[e.ID]; id != ""; id = around[id] {
			if id == e.ID {
				ds.Add(within(e.Value).At, diag.CyclicNesting, "remove one `within` of the circle", "%q lies within itself", e.ID)
				break
			}
			if steps++; steps > len(all) {
				break // a circle further out; its own members report it
			}
		}
	}
}

func (m *Model) validateFlows(ds *diag.List) {
	on := m.attachments()
	for _, f := range m.Flows {
		v := f.Value
		if v.From.Text != "" && v.From.Text == v.To.Text {
			ds.Add(v.To.At, diag.FlowToItself, "", "flow %q ends where it begins, at %q", f.ID, v.From.Text)
			continue
		}
		networks := slices.DeleteFunc(slices.Clone(v.Over), func(w yamltext.Word) bool { return m.BlockOf(w.Text) != Networks })
		if len(networks) == 0 || v.From.Text == "" || v.To.Text == "" {
			continue
		}
		first, last := networks[0], networks[len(networks)-1]
		reaches := func(asset, network string) bool { return slices.Contains(on[root(asset, m)], network) }
		switch from, to := reaches(v.From.Text, first.Text), reaches(v.To.Text, last.Text); {
		case !from && !to && len(networks) == 1:
			ds.Add(first.At, diag.UnreachableNetwork, "put them on it with `on:`, or correct `over:`", "flow %q goes over %q, but neither %q nor %q is on it", f.ID, first.Text, v.From.Text, v.To.Text)
		default:
			if !from {
				ds.Add(first.At, diag.UnreachableNetwork, "put it on the network with `on:`, or correct `over:`", "flow %q starts over %q, but %q is not on it", f.ID, first.Text, v.From.Text)
			}
			if !to {
				ds.Add(last.At, diag.UnreachableNetwork, "put it on the network with `on:`, or correct `over:`", "flow %q arrives over %q, but %q is not on it", f.ID, last.Text, v.To.Text)
			}
		}
	}
}

// root is the outermost asset around an asset: what is plugged into networks.
func root(id string, m *Model) string {
	for {
		i := strings.LastIndexByte(id, '/')
		if i < 0 || m.BlockOf(id[:i]) != Assets {
			return id
		}
		id = id[:i]
	}
}

// attachments lists the networks of each outermost asset, through itself, its interfaces and everything inside.
func (m *Model) attachments() map[string][]string {
	on := map[string][]string{}
	add := func(asset string, words []yamltext.Word) {
		r := root(asset, m)
		for _, w := range words {
			if m.BlockOf(w.Text) == Networks {
				on[r] = append(on[r], w.Text)
			}
		}
	}
	for _, a := range m.Assets {
		add(a.ID, a.Value.On)
	}
	for _, i := range m.Interfaces {
		add(i.Parent, i.Value.Connects)
	}
	return on
}

// copies lists, for each class of data, the assets that have a copy of it, sorted.
func (m *Model) copies() map[string][]string {
	at := map[string][]string{}
	add := func(data, asset string) {
		if data != "" && asset != "" {
			at[data] = append(at[data], asset)
		}
	}
	for _, d := range m.Data {
		for _, w := range d.Value.StoredOn {
			add(d.ID, w.Text)
		}
		add(d.ID, d.Value.MadeBy.Text)
	}
	for _, f := range m.Flows {
		for _, w := range f.Value.Carries {
			add(w.Text, f.Value.From.Text)
			add(w.Text, f.Value.To.Text)
		}
	}
	for data, assets := range at {
		slices.Sort(assets)
		at[data] = slices.Compact(assets)
	}
	return at
}

// validateUses settles where each function reads its data: said by the author, or the only copy there is.
func (m *Model) validateUses(copies map[string][]string, ds *diag.List) {
	for _, f := range m.Functions {
		for i, u := range f.Value.Uses {
			if u.Key == "" {
				continue
			}
			where := copies[u.Key]
			switch at := u.Value.Reads; {
			case at.Text != "" && !slices.Contains(where, at.Text):
				ds.Add(at.At, diag.NoData, "the data is at: "+strings.Join(where, ", "), "function %q reads %q at %q, where it neither is stored nor arrives", f.ID, u.Key, at.Text)
			case at.Text == "" && at.At.Line == 0 && len(where) == 1:
				f.Value.Uses[i].Value.Reads = yamltext.Word{Text: where[0], At: u.At}
			case at.Text == "" && at.At.Line == 0 && len(where) > 1:
				ds.Add(u.At, diag.AmbiguousCopy, "add `at:` with one of: "+strings.Join(where, ", "), "function %q does not say where it reads %q", f.ID, u.Key)
			}
		}
	}
}

func (m *Model) validateControls(ds *diag.List) {
	type placement struct{ control, element string }
	seen := map[placement]diag.Pos{}
	for _, c := range m.Controls {
		for _, w := range c.On {
			if w.Text == "" || c.Control.Text == "" {
				continue
			}
			p := placement{c.Control.Text, w.Text}
			if first, twice := seen[p]; twice {
				ds.Add(w.At, diag.RepeatedReference, "keep one", "control %s is placed on %q twice; first at %s", p.control, p.element, first)
				continue
			}
			seen[p] = w.At
		}
	}
}

// validateConnections warns of networks, people and outermost assets that neither name another element nor are named:
// they are usually left over, and a reader would believe that they were examined.
func (m *Model) validateConnections(ds *diag.List) {
	connected := map[string]bool{}
	for id := range m.referred {
		connected[root(id, m)] = true
	}
	connect := func(id string, is bool) { connected[id] = connected[id] || is }
	for _, a := range m.Assets {
		connect(root(a.ID, m), len(a.Value.On) > 0 || said(a.Value.Place, a.Value.WornBy))
	}
	for _, i := range m.Interfaces {
		connect(root(i.ID, m), len(i.Value.Connects) > 0)
	}
	for _, n := range m.Networks {
		connect(n.ID, len(n.Value.Joins) > 0)
	}
	for _, p := range m.People {
		connect(p.ID, len(p.Value.Uses) > 0 || len(p.Value.Manages) > 0 || said(p.Value.Place))
	}
	warn := func(id string, at diag.Pos, what string) {
		if !connected[id] {
			ds.Add(at, diag.UnusedElement, "connect it or remove it", "%s %q is connected to nothing", what, id)
		}
	}
	for _, a := range m.Assets {
		if a.Parent == "" {
			warn(a.ID, a.At, "asset")
		}
	}
	for _, n := range m.Networks {
		warn(n.ID, n.At, "network")
	}
	for _, p := range m.People {
		warn(p.ID, p.At, "person")
	}
}

// said tells whether one of the references was given. One that names nothing has no text any more, and still a place.
func said(words ...yamltext.Word) bool {
	return slices.ContainsFunc(words, func(w yamltext.Word) bool { return w.At.Line > 0 })
}
