package engine

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// The properties run on 300 systems each unless -rapid.checks says otherwise.
func TestMain(m *testing.M) {
	if err := flag.Set("rapid.checks", "300"); err != nil {
		panic(err)
	}
	os.Exit(m.Run())
}

// drawSystem makes a small system over the tiny base: a few elements of each kind, facts known or not, links between
// whatever the relations allow, controls in all states.
func drawSystem(t *rapid.T) *Input {
	in := &Input{}
	trust := func(a *Asset, attribute string) {
		if rapid.IntRange(0, 2).Draw(t, "asserted") > 0 {
			a.Trust = append(a.Trust, TrustLevel{attribute, uint8(rapid.IntRange(0, Top).Draw(t, "level"))})
		}
	}
	fact := func(a *Asset, name string, values ...string) {
		if v := rapid.SampledFrom(append(values, "")).Draw(t, name); v != "" {
			a.Facts = append(a.Facts, FactValue{name, v})
		}
	}
	add := func(kind string, most int) []int {
		var out []int
		for i := range rapid.IntRange(0, most).Draw(t, kind) {
			a := Asset{ID: fmt.Sprintf("%s%d", strings.ReplaceAll(kind, "device.", ""), i), Kind: kind}
			a.Title = a.ID
			a.Population = rapid.SampledFrom([]int{0, 0, 0, 1, 2, 4}).Draw(t, "population")
			switch kind {
			case "network":
				trust(&a, "clean")
			case "software", "lid":
				fact(&a, "watched", "yes", "no", "no")
			case "harm":
				a.Impacts = map[string]uint8{"occurs": uint8(rapid.IntRange(0, Top).Draw(t, "impact"))}
			default:
				trust(&a, "hardened")
				fact(&a, "open-port", "none", "some", "all")
				fact(&a, "portable", "yes", "no")
				fact(&a, "sealed", "yes", "no")
			}
			out = append(out, len(in.Assets))
			in.Assets = append(in.Assets, a)
		}
		return out
	}
	devices := append(add("device.hub", 3), add("device.badge", 2)...)
	programs, lids, networks, harms := add("software", 3), add("lid", 1), add("network", 2), add("harm", 2)
	link := func(from []int, relation string, to []int) {
		for _, f := range from {
			for _, o := range to {
				if f != o && rapid.IntRange(0, 2).Draw(t, relation) == 0 {
					in.Links = append(in.Links, Link{f, relation, o})
				}
			}
		}
	}
	link(devices, "on", networks)
	link(devices, "trusts", devices)
	link(devices, "feeds", harms)
	link(devices, "part-of", devices)
	link(programs, "runs-on", devices)
	link(programs, "feeds", harms)
	link(lids, "part-of", devices)
	for _, c := range tinyBase.Knowledge.Controls {
		for i, a := range in.Assets {
			at := tinyBase.controls.at[c.ID]
			if tinyBase.set.Controls[at].At[tinyBase.kinds.at[a.Kind]] && rapid.IntRange(0, 2).Draw(t, "placed") == 0 {
				in.Placed = append(in.Placed, Placed{c.ID, i, drawState(t), drawCoverage(t)})
			}
		}
	}
	return in
}

func drawState(t *rapid.T) ControlState {
	return rapid.SampledFrom([]ControlState{ControlAbsent, ControlPlanned, ControlPresent}).Draw(t, "state")
}

func drawCoverage(t *rapid.T) uint8 {
	return uint8(rapid.SampledFrom([]int{Top, Top, 4, 3, 2, 1, 0}).Draw(t, "coverage"))
}

func drawRun(t *rapid.T) *Run {
	return runOf(t, drawSystem(t), rapid.SampledFrom([]Mode{Future, Current}).Draw(t, "mode"))
}

func runOf(t *rapid.T, in *Input, mode Mode) *Run {
	t.Helper()
	an, err := Analyze(context.Background(), tinyBase, in)
	if err != nil {
		t.Fatal(err)
	}
	r, err := an.Run(mode)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// allLevels lists all likelihoods as the oracle does.
func allLevels(r *Run) []string {
	var out []string
	for _, n := range r.an.g.nodes {
		for _, c := range r.an.base.conseqs.list {
			id := n.id + "#" + c
			if _, ok := r.Likelihood(id); !ok {
				continue
			}
			l := strings.Fields(members(r, id))
			for len(l) < 3 {
				l = append(l, l[0])
			}
			out = append(out, id+" "+strings.Join(l, " "))
		}
	}
	slices.Sort(out)
	return out
}

func TestEngineEqualsTheOracle(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRun(t)
		o := newOracle(r)
		res := r.Result()
		if diff := cmp.Diff(o.threats(), ofRules(res)); diff != "" {
			t.Fatalf("threats (-oracle +engine):\n%s", diff)
		}
		if diff := cmp.Diff(o.levels(), allLevels(r)); diff != "" {
			t.Fatalf("levels (-oracle +engine):\n%s", diff)
		}
		if !res.Certificate.Verified {
			t.Fatalf("certificate: %s", res.Certificate.Reason)
		}
	})
}

func TestOrderDoesNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawSystem(t)
		mode := rapid.SampledFrom([]Mode{Future, Current}).Draw(t, "mode")
		a, b := runOf(t, in, mode), runOf(t, shuffled(in, rapid.Uint64().Draw(t, "seed")), mode)
		if diff := cmp.Diff(allLevels(a), allLevels(b)); diff != "" {
			t.Fatalf("levels (-one order +another):\n%s", diff)
		}
		x, y := a.Result(), b.Result()
		if diff := cmp.Diff(content(x), content(y)); diff != "" {
			t.Fatalf("content (-one order +another):\n%s", diff)
		}
		if diff := cmp.Diff(x.Counts, y.Counts); diff != "" {
			t.Fatalf("counts (-one order +another):\n%s", diff)
		}
		for _, c := range x.Consequences {
			p, _ := a.Chains(c.ID, 1)
			q, _ := b.Chains(c.ID, 1)
			if p[0].Likelihood != q[0].Likelihood {
				t.Fatalf("first chain to %s: %s, and %s", c.ID, p[0].Likelihood, q[0].Likelihood)
			}
		}
	})
}

// shuffled is the same system with its elements, links and controls in another order.
func shuffled(in *Input, seed uint64) *Input {
	r := rand.New(rand.NewPCG(seed, 1))
	at := r.Perm(len(in.Assets)) // the new place of each element
	out := &Input{Assets: make([]Asset, len(in.Assets)), Links: slices.Clone(in.Links), Placed: slices.Clone(in.Placed)}
	for i, a := range in.Assets {
		out.Assets[at[i]] = a
	}
	for i := range out.Links {
		out.Links[i].From, out.Links[i].To = at[out.Links[i].From], at[out.Links[i].To]
	}
	for i := range out.Placed {
		out.Placed[i].Asset = at[out.Placed[i].Asset]
	}
	r.Shuffle(len(out.Links), func(i, j int) { out.Links[i], out.Links[j] = out.Links[j], out.Links[i] })
	r.Shuffle(len(out.Placed), func(i, j int) { out.Placed[i], out.Placed[j] = out.Placed[j], out.Placed[i] })
	return out
}

// content lists what a result says, with the lists inside of items sorted: their order follows the input.
func content(res *Result) []string {
	var out []string
	events := func(list []Event) string {
		var s []string
		for _, e := range list {
			s = append(s, fmt.Sprint(e))
		}
		slices.Sort(s)
		return fmt.Sprint(s)
	}
	for _, a := range res.Assets {
		out = append(out, fmt.Sprint("element ", a))
	}
	for _, t := range res.Threats {
		line := fmt.Sprint("threat ", t.ID, t.Rule, t.Likelihood, t.Risk, t.Root, t.Opened, t.Secondary, events(t.Causes), events(t.Effects))
		for _, b := range t.Elements {
			line += fmt.Sprint(b.Role, sorted(b.Elements))
		}
		for _, b := range t.Blocking {
			line += fmt.Sprint(b.Strategy, sorted(b.Controls), b.On, b.Effect)
		}
		out = append(out, line)
	}
	for _, c := range res.Consequences {
		out = append(out, fmt.Sprint("consequence ", c))
	}
	for _, c := range res.Controls {
		out = append(out, fmt.Sprint("control ", c))
	}
	for _, q := range res.Questions {
		out = append(out, fmt.Sprint("question ", q))
	}
	return out
}

func sorted(s []string) []string { return slices.Sorted(slices.Values(s)) }

// A control that opens no threat never makes anything likelier; one that does, only what follows from what it opens.
func TestAControlRaisesOnlyWhatItOpens(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRun(t)
		if len(r.an.slots) == 0 {
			return
		}
		s := rapid.IntRange(0, len(r.an.slots)-1).Draw(t, "slot")
		before := slices.Clone(levelsOf(r))
		control, element, _ := strings.Cut(r.an.slotID(int32(s)), "@")
		better := max(r.slots[s].coverage, drawCoverage(t))
		if r.slots[s].state == ControlAbsent {
			better = drawCoverage(t)
		}
		r.SetControl(control, element, ControlPresent, better)
		downstream := r.downstream(int32(s))
		for n, now := range levelsOf(r) {
			if now > before[n] && !downstream[n] {
				o := r.an.owner[n]
				t.Fatalf("%s raises %v of %s from %d to %d", r.an.slotID(int32(s)), o, r.an.g.nodes[o.node].id, before[n], now)
			}
		}
	})
}

func levelsOf(r *Run) []uint8 {
	out := make([]uint8, r.an.causal.Nodes())
	for n := range out {
		out[n] = r.state.Level(n)
	}
	return out
}

// downstream marks the causal nodes that the threats opened by a slot can reach.
func (r *Run) downstream(slot int32) map[int]bool {
	seen := map[int]bool{}
	var queue []int
	from := func(arc int) {
		for _, h := range r.an.causal.Heads(arc) {
			if !seen[int(h)] {
				seen[int(h)] = true
				queue = append(queue, int(h))
			}
		}
	}
	for _, in := range r.an.threats {
		for _, s := range in.triggers {
			if slices.ContainsFunc(s.slots, func(u slotUse) bool { return u.slot == slot }) {
				for _, a := range in.arcs {
					from(int(a))
				}
			}
		}
	}
	for len(queue) > 0 {
		n := queue[0]
		queue = queue[1:]
		for _, a := range r.an.causal.Out(n) {
			from(int(a))
		}
	}
	return seen
}

// Every consequence that can happen has a chain that starts from assumptions, each step of which rests on earlier ones.
func TestChainsAreWellFounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRun(t)
		for n, o := range r.an.owner {
			if o.node < 0 || o.trust || r.state.Level(n) == 0 {
				continue
			}
			paths, _ := r.paths(n, 3)
			if len(paths) == 0 {
				t.Fatalf("no path to %s of %s", r.an.base.conseqs.list[o.name], r.an.g.nodes[o.node].id)
			}
			if paths[0].Likelihood != r.state.Level(n) {
				t.Fatalf("the likeliest path has %d, the consequence %d", paths[0].Likelihood, r.state.Level(n))
			}
			for i, p := range paths {
				if i > 0 && comparePaths(paths[i-1], p) > 0 {
					t.Fatalf("path %d comes before a better one", i-1)
				}
				r.follow(t, p, n)
			}
		}
	})
}

// follow fires the arcs of a path one after another.
func (r *Run) follow(t *rapid.T, p Path, target int) {
	t.Helper()
	reached := map[uint32]bool{}
	least := uint8(Top)
	for i, a := range p.arcs {
		for _, n := range r.an.causal.Tails(int(a)) {
			if r.state.Init(int(n)) < p.Likelihood && !reached[n] {
				t.Fatalf("step %d needs causal node %d, which nothing before it gives", i, n)
			}
		}
		for _, h := range r.an.causal.Heads(int(a)) {
			reached[h] = true
		}
		least = min(least, r.state.ArcLevel(int(a)))
		if slices.Contains(p.arcs[:i], a) {
			t.Fatalf("arc %d stands twice on the path", a)
		}
	}
	if !reached[uint32(target)] || least < p.Likelihood {
		t.Fatalf("the path of likelihood %d reaches its end: %t, at %d", p.Likelihood, reached[uint32(target)], least)
	}
}

// Each cut set lowers its target, and none of its controls could be left out.
func TestCutSetsAreMinimal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRun(t)
		for _, c := range r.Result().Consequences {
			level, _ := r.Likelihood(c.ID)
			sets, _ := r.CutSets(c.ID, 3, 6)
			for _, set := range sets {
				if got := r.with(set.Controls, c.ID); got >= level || r.likelihood(got) != set.Leaves {
					t.Fatalf("%v brings %s from %d to %d, and says it leaves %s", set.Controls, c.ID, level, got, set.Leaves)
				}
				for i := range set.Controls {
					rest := slices.Delete(slices.Clone(set.Controls), i, i+1)
					if got := r.with(rest, c.ID); got < level {
						t.Fatalf("%v brings %s from %d to %d; %s is not needed", rest, c.ID, level, got, set.Controls[i])
					}
				}
			}
		}
	})
}

// with is the likelihood of a consequence with some controls in place.
func (r *Run) with(controls []string, id string) uint8 {
	var slots []int32
	for s := range r.an.slots {
		if slices.Contains(controls, r.an.slotID(int32(s))) {
			slots = append(slots, int32(s))
		}
	}
	undo := r.place(slots)
	defer undo()
	l, _ := r.Likelihood(id)
	return l
}

func TestQueriesLeaveTheRunAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRun(t)
		before, slots := r.Result(), slices.Clone(r.slots)
		var ids []string
		for _, c := range before.Consequences {
			ids = append(ids, c.ID)
		}
		for s := range r.an.slots {
			for _, present := range []bool{true, false} {
				if _, err := r.WithControl(r.an.slotID(int32(s)), present, ids); err != nil {
					t.Fatal(err)
				}
			}
		}
		for _, id := range ids {
			r.Chains(id, 2)
			r.CutSets(id, 2, 3)
		}
		if diff := cmp.Diff(before, r.Result(), cmp.AllowUnexported(Threat{}, Consequence{})); diff != "" {
			t.Fatalf("result (-before +after):\n%s", diff)
		}
		if diff := cmp.Diff(slots, r.slots, cmp.AllowUnexported(placement{})); diff != "" {
			t.Fatalf("placements (-before +after):\n%s", diff)
		}
	})
}

// Changes to a run give what a fresh run of a model with these changes gives.
func TestChangesEqualAFreshRun(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := drawSystem(t)
		mode := rapid.SampledFrom([]Mode{Future, Current}).Draw(t, "mode")
		r := runOf(t, in, mode)
		for range rapid.IntRange(1, 8).Draw(t, "changes") {
			if len(in.Assets) == 0 {
				return
			}
			at := rapid.IntRange(0, len(in.Assets)-1).Draw(t, "element")
			a := &in.Assets[at]
			if rapid.Bool().Draw(t, "trust") {
				attribute := rapid.SampledFrom(tinyBase.trust.list).Draw(t, "attribute")
				level := uint8(rapid.IntRange(0, Top).Draw(t, "level"))
				if r.SetTrust(attribute, a.ID, level) {
					a.Trust = append(a.Trust, TrustLevel{attribute, level})
				}
				continue
			}
			control := rapid.SampledFrom(tinyBase.controls.list).Draw(t, "control")
			p := Placed{control, at, rapid.SampledFrom([]ControlState{ControlPlanned, ControlPresent}).Draw(t, "state"), drawCoverage(t)}
			if r.SetControl(control, a.ID, p.State, p.Coverage) {
				in.Placed = slices.DeleteFunc(in.Placed, func(q Placed) bool { return q.Control == control && q.Asset == at })
				in.Placed = append(in.Placed, p)
			}
		}
		fresh := runOf(t, in, mode)
		if diff := cmp.Diff(fresh.Result(), r.Result(), cmp.AllowUnexported(Threat{}, Consequence{})); diff != "" {
			t.Fatalf("result (-fresh +changed):\n%s", diff)
		}
	})
}
