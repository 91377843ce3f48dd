package engine

import (
	"context"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"cordon/internal/engine/worlds"
)

// simple is a table in which levels are easy to tell apart in a product.
var simple = Odds{{}, {Low: 0.05, High: 0.1}, {Low: 0.1, High: 0.2}, {Low: 0.3, High: 0.4}, {Low: 0.5, High: 0.6}, {Low: 0.8, High: 0.9}}

const pair = `
	weak: device.hub hardened:very-low
	firm: device.badge hardened:safe
	lan: network clean:very-low
	weak on lan
	firm on lan
`

// Each case is worked out by hand from the threats that the system has in the tiny base.
var oddsCases = []struct {
	name, system, consequence string
	mode                      Mode
	low, high                 float64
}{
	{"two assumptions at very low trust (5) and a threat of high frequency (4)", open, "hub#taken", Future, 0.8 * 0.8 * 0.5, 0.9 * 0.9 * 0.6},
	{"a control lowers the threat to 2", open + "CTL-0001@hub present", "hub#taken", Future, 0.8 * 0.8 * 0.1, 0.9 * 0.9 * 0.2},
	{"a planned control does nothing at run time", open + "CTL-0001@hub planned", "hub#taken", Current, 0.8 * 0.8 * 0.5, 0.9 * 0.9 * 0.6},
	{"a side effect that nothing opens is impossible", shut + "h: harm \n hub feeds h", "h#occurs", Future, 0, 0},
	{"a side effect of frequency medium (3) that a control opens", shut + "h: harm \n hub feeds h \n CTL-0001@hub present", "h#occurs", Future, 0.8 * 0.3, 0.9 * 0.4},
	{"what merely passes on is certain; the worst member counts", `
		hub: device.hub hardened:medium open-port=all *2
		app: software *2
		app runs-on hub`, "app#taken", Future, 0.8 * 0.8, 0.9 * 0.9},
	{"two that can take each other: the first stays as likely as its way in", pair, "weak#taken", Future, 0.8 * 0.8 * 0.5, 0.9 * 0.9 * 0.6},
	{"the second is taken over the first alone, by a threat (5)", pair, "firm#taken", Future, 0.32 * 0.8, 0.486 * 0.9},
	{"then its trust is gone for certain, and a threat (4) follows", pair, "firm#lost", Future, 0.256 * 0.5, 0.4374 * 0.6},
}

func TestWorlds(t *testing.T) {
	for _, c := range oddsCases {
		t.Run(c.name, func(t *testing.T) {
			got := odds(t, run(t, c.mode, c.system), c.consequence, simple)
			// Six standard deviations of a proportion of a million worlds are at most 0.003.
			if math.Abs(got.Low.Value-c.low) > 0.003 || math.Abs(got.High.Value-c.high) > 0.003 || c.high == 0 && got.High.Value > 0 {
				t.Errorf("%.4f to %.4f, want %.4f to %.4f", got.Low.Value, got.High.Value, c.low, c.high)
			}
		})
	}
}

func odds(t *testing.T, r *Run, consequence string, table Odds) worlds.Range {
	t.Helper()
	n, ok := r.WorldsNode(consequence)
	if !ok {
		t.Fatalf("no consequence %q", consequence)
	}
	res, err := worlds.Sample(context.Background(), r.Worlds(table), worlds.Query{Nodes: []int32{n}}, worlds.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return res.Nodes[0]
}

// A level says what can be derived from events of that level and above. So where these are certain and all others impossible, the
// worlds must hold exactly the nodes of that level and above, whatever the system.
func TestWorldsAgreeWithLevels(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := drawRun(t)
		q := worlds.Query{}
		for n := range r.an.owner {
			q.Nodes = append(q.Nodes, int32(n))
		}
		for level := uint8(1); level <= Top; level++ {
			var table Odds
			for l := level; l <= Top; l++ {
				table[l] = worlds.Certain
			}
			res, err := worlds.Sample(context.Background(), r.Worlds(table), q, worlds.Options{Worlds: 1, Threads: 1})
			if err != nil {
				t.Fatal(err)
			}
			for n, got := range res.Nodes {
				want := 0.0
				if r.state.Level(n) >= level {
					want = 1
				}
				if got.Low.Value != want || got.High.Value != want {
					t.Fatalf("node %d has level %d; from level %d on it holds in %v of the worlds", n, r.state.Level(n), level, got.High.Value)
				}
			}
		}
	})
}

// Safe is likelihood 0, and what that means is up to the table. THR-0007 needs a weak hub and has a low frequency (2).
func TestWhatIsSafeHasTheProbabilityOfLikelihood0(t *testing.T) {
	table := simple
	for want, p := range map[float64]worlds.Interval{0: {}, 0.5 * 0.2: {Low: 0, High: 0.5}} {
		table[0] = p
		if got := odds(t, run(t, Future, shut), "hub#slow", table); got.Low.Value != 0 || math.Abs(got.High.Value-want) > 0.003 {
			t.Errorf("likelihood 0 is %v: %.4f to %.4f, want 0 to %v", p, got.Low.Value, got.High.Value, want)
		}
	}
}

// Random numbers go with ids: what has nothing to do with an addition keeps its estimate to the last digit.
func TestAnAdditionElsewhereDoesNotMoveAnEstimate(t *testing.T) {
	before := odds(t, run(t, Future, open), "hub#taken", simple)
	after := odds(t, run(t, Future, "other: device.hub hardened:low \n wan: network \n other on wan"+open), "hub#taken", simple)
	if diff := cmp.Diff(before, after); diff != "" {
		t.Error(diff)
	}
}

func TestWorldsCausesAreNamed(t *testing.T) {
	r := run(t, Future, `
		hub: device.hub hardened:medium open-port=all *2
		app: software
		app runs-on hub`)
	rules := map[string]string{}
	for _, t := range r.Result().Threats {
		rules[t.ID] = t.says()
	}
	got := map[Cause]int{}
	p := r.Worlds(simple)
	for n := range p.Nodes {
		if c, ok := r.WorldsCause(false, n); ok {
			got[c]++
		} else if p.Nodes[n].P != worlds.Impossible {
			t.Errorf("node %d has no name and the probability %v", n, p.Nodes[n].P)
		}
	}
	for a := range p.Rules {
		if c, ok := r.WorldsCause(true, a); ok {
			c.Threat = rules[c.Threat]
			got[c]++
		} else if p.Rules[a].P != worlds.Certain {
			t.Errorf("rule %d has no name and the probability %v", a, p.Rules[a].P)
		}
	}
	want := map[Cause]int{}
	for m := range Most + 1 {
		want[Cause{Threat: "THR-0002 app=app dev=hub", Member: m}] = 1
		want[Cause{Threat: "THR-0003 dev=hub", Member: m}] = 1
		want[Cause{Threat: "THR-0007 dev=hub", Member: m}] = 1
		want[Cause{Attribute: "hardened", Element: "hub", Member: m}] = 1
		want[Cause{Attribute: "roomy", Element: "hub", Member: m}] = 1
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
