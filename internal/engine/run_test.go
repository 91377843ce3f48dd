package engine

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/engine/rules"
	"cordon/internal/knowledge"
)

// open is a hub without any defence on a network without any; shut is one that nobody can take.
const (
	open = `
		hub: device.hub hardened:very-low
		lan: network clean:very-low
		hub on lan
	`
	shut = `
		hub: device.hub hardened:safe open-port=none
	`
)

// levelCases show the likelihoods that a system, with controls and a mode, leads to.
var levelCases = []struct {
	name   string
	mode   Mode
	system string
	want   []string // consequence and likelihood
}{
	{"no control: the frequency is the limit", Future, open, []string{"hub#taken high"}},
	{"the strongest of the causes that must all hold decides", Future, `
		hub: device.hub hardened:very-low
		lan: network clean:very-high
		hub on lan`, []string{"hub#taken very-low"}},
	{"a safe cause makes it impossible", Future, `
		hub: device.hub hardened:very-low
		lan: network clean:safe
		hub on lan`, []string{"hub#taken negligible"}},
	{"levels that nobody asserts are the kind's", Future, `
		hub: device.hub
		tag: device.badge
		lan: network clean:very-low
		hub on lan
		tag on lan
		tag trusts hub
		hub trusts tag`, []string{"hub#taken low", "tag#taken medium"}},
	{"a known fact sets trust", Future, `
		a: device.hub sealed=yes
		b: device.hub sealed=no
		lan: network clean:very-low
		a on lan
		b on lan
		a trusts b
		b trusts a`, []string{"a#taken very-low", "b#taken high"}},
	{"of what several facts imply the lowest counts", Future, `
		a: device.hub sealed=yes open-port=all
		b: device.hub sealed=no open-port=all`, []string{"a#taken medium", "b#taken high"}},
	{"what the author asserts goes before what a fact implies", Future, `
		a: device.hub sealed=yes hardened:low
		lan: network clean:very-low
		a on lan`, []string{"a#taken high"}},

	{"a control in place", Future, open + "CTL-0001@hub present", []string{"hub#taken low"}},
	{"a planned control counts at design time", Future, open + "CTL-0001@hub planned", []string{"hub#taken low"}},
	{"a planned control does not count at run time", Current, open + "CTL-0001@hub planned", []string{"hub#taken high"}},
	{"a control in place counts at run time", Current, open + "CTL-0001@hub present", []string{"hub#taken low"}},
	{"an absent control does nothing", Future, open + "CTL-0001@hub absent", []string{"hub#taken high"}},
	{"coverage medium caps a control", Future, open + "CTL-0001@hub present medium", []string{"hub#taken medium"}},
	{"coverage low leaves nearly all open", Future, open + "CTL-0001@hub present low", []string{"hub#taken high"}},
	{"coverage above the effectiveness gives no more", Future, open + "CTL-0001@hub present very-high", []string{"hub#taken low"}},
	{"the best of several controls decides", Future, open + `
		CTL-0001@hub present medium
		CTL-0004@lan present`, []string{"hub#taken low"}},
	{"a control that answers another threat", Future, open + "CTL-0003@hub present", []string{"hub#taken high"}},

	{"a strategy with both controls", Future, open + `
		CTL-0002@hub present
		CTL-0004@lan present`, []string{"hub#taken negligible"}},
	{"a strategy with one control is off", Future, open + "CTL-0002@hub present", []string{"hub#taken high"}},
	{"a strategy is on at run time only if all its controls are", Current, open + `
		CTL-0002@hub present
		CTL-0004@lan planned`, []string{"hub#taken high"}},
	{"the least coverage caps a strategy; the gate alone gives less", Future, open + `
		CTL-0002@hub present medium
		CTL-0004@lan present low`, []string{"hub#taken high"}},
	{"a strategy whose control cannot stand there does not exist", Future, `
		tag: device.badge hardened:very-low
		lan: network clean:very-low
		tag on lan
		CTL-0004@lan present`, []string{"tag#taken low"}},

	{"a control that counts only in future", Future, shut + "CTL-0003@hub present", []string{"hub#slow negligible"}},
	{"it does nothing at run time", Current, "hub: device.hub hardened:very-low \n CTL-0003@hub present", []string{"hub#slow low"}},
	{"a threat that counts only at run time, at design time", Future, `
		tag: device.badge portable=no
		hub: device.hub
		tag trusts hub`, []string{"tag#lost negligible"}},
	{"a threat that counts only at run time, at run time", Current, `
		tag: device.badge portable=no
		hub: device.hub
		tag trusts hub`, []string{"tag#lost high"}},

	{"a side effect is off until its control is in place", Future, shut + `
		h: harm
		hub feeds h`, []string{"h#occurs negligible"}},
	{"a side effect of a control in place", Future, shut + `
		h: harm
		hub feeds h
		CTL-0001@hub present`, []string{"h#occurs medium"}},
	{"a side effect of a planned control, at run time", Current, shut + `
		h: harm
		hub feeds h
		CTL-0001@hub planned`, []string{"h#occurs negligible"}},
	{"a side effect does not care how well the control covers", Future, shut + `
		h: harm
		hub feeds h
		CTL-0001@hub present very-low`, []string{"h#occurs medium"}},
	{"a side effect that is answered", Future, `
		tag: device.badge hardened:safe
		h: harm
		tag feeds h
		CTL-0001@tag present
		CTL-0005@tag present`, []string{"h#occurs very-low"}},

	{"a consequence undermines trust", Future, `
		weak: device.hub hardened:very-low
		firm: device.badge hardened:safe
		lan: network clean:very-low
		weak on lan
		firm on lan`, []string{"firm#taken high", "firm#lost high"}},
	{"sufficient: the likeliest member decides", Future, `
		a: device.hub open-port=all hardened:very-low
		b: device.hub open-port=all hardened:very-high
		h: harm
		a feeds h
		b feeds h`, []string{"a#taken very-high", "b#taken very-low", "h#occurs high"}},
	{"necessary: the least likely member decides", Future, `
		a: device.hub open-port=all hardened:very-low
		b: device.hub open-port=all hardened:medium
		x: software watched=no
		y: software watched=no
		x runs-on a
		y runs-on b
		h: harm
		x feeds h
		y feeds h`, []string{"x#taken very-high", "y#taken medium", "h#occurs medium"}},
	{"optional: a member that is there must fail too", Future, `
		tag: device.badge hardened:very-low
		x: software watched=yes
		x runs-on tag`, []string{"x#taken negligible", "tag#lost negligible"}},
	{"optional: none is no obstacle", Future, `
		tag: device.badge hardened:very-low`, []string{"tag#lost high"}},
	{"two devices that only take each other stay untaken", Future, `
		a: device.hub hardened:safe
		b: device.hub hardened:safe
		lan: network clean:very-low
		a on lan
		b on lan`, []string{"a#taken negligible", "b#taken negligible"}},
}

func TestLevels(t *testing.T) {
	for _, c := range levelCases {
		t.Run(c.name, func(t *testing.T) {
			r := run(t, c.mode, c.system)
			if diff := cmp.Diff(c.want, likelihoods(t, r, c.want)); diff != "" {
				t.Errorf("(-want +got):\n%s\nall that happens: %q", diff, happens(r.Result()))
			}
			if cert := r.Result().Certificate; !cert.Verified {
				t.Errorf("not verified: %s", cert.Reason)
			}
		})
	}
}

// likelihoods looks up what the wanted lines name.
func likelihoods(t *testing.T, r *Run, want []string) []string {
	t.Helper()
	var out []string
	for _, w := range want {
		id, _, _ := strings.Cut(w, " ")
		l, ok := r.Likelihood(id)
		if !ok {
			t.Fatalf("no consequence %q", id)
		}
		out = append(out, id+" "+r.likelihood(l))
	}
	return out
}

// spreadCases is the table of populations of docs and design: lowest and highest level for an average.
var spreadCases = []struct {
	population uint8
	want       [6]string // by average 0 to 5: lowest to highest
}{
	{0, [6]string{"0-0", "1-1", "2-2", "3-3", "4-4", "5-5"}},
	{1, [6]string{"0-2", "0-5", "1-5", "2-5", "3-5", "5-5"}},
	{2, [6]string{"0-5", "0-5", "0-5", "1-5", "2-5", "5-5"}},
	{3, [6]string{"0-5", "0-5", "0-5", "0-5", "1-5", "5-5"}},
	{4, [6]string{"0-5", "0-5", "0-5", "0-5", "0-5", "5-5"}},
}

func TestSpread(t *testing.T) {
	for _, c := range spreadCases {
		var got [6]string
		for average := range got {
			lowest, highest := Spread(uint8(average), c.population)
			got[average] = fmt.Sprintf("%d-%d", lowest, highest)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("population %d (-want +got):\n%s", c.population, diff)
		}
	}
}

// populationCases show levels of the best, the average and the worst member.
var populationCases = []struct {
	name   string
	system string
	want   []string
}{
	{"singletons have one level", open, []string{"hub#taken 4"}},
	{"trust of a population: the worst member has the lowest", `
		hub: device.hub hardened:medium *2
		lan: network clean:very-low
		hub on lan`, []string{"hub#taken 0 3 4"}},
	{"two singletons' worth of trust and a population of few", `
		hub: device.hub hardened:very-low *1
		lan: network clean:very-low
		hub on lan`, []string{"hub#taken 3 4 4"}},
	{"what is safe for all is safe for each", `
		hub: device.hub hardened:safe *4
		lan: network clean:very-low
		hub on lan`, []string{"hub#taken 0 0 0"}},
	{"two populations: best with best, worst with worst", `
		hub: device.hub hardened:high *1
		lan: network clean:medium *1
		hub on lan`, []string{"hub#taken 0 2 3"}},
	{"a population of programs on one device: the same for all", `
		hub: device.hub hardened:very-low open-port=all
		app: software *2
		app runs-on hub`, []string{"hub#taken 5", "app#taken 5 5 5"}},
	{"one program on a population of devices: as bad as the worst", `
		hub: device.hub hardened:medium open-port=all *2
		app: software
		app runs-on hub`, []string{"hub#taken 0 3 5", "app#taken 5"}},
	{"unique to unique: min to min, average to average, max to max", `
		hub: device.hub hardened:medium open-port=all *2
		app: software *2
		app runs-on hub`, []string{"hub#taken 0 3 5", "app#taken 0 3 5"}},
	{"sufficient: the easiest member is the way in", `
		hub: device.hub hardened:medium open-port=all *2
		h: harm
		hub feeds h`, []string{"hub#taken 0 3 5", "h#occurs 4"}},
	{"sufficient, many roots for each member: as if it were unique", `
		hub: device.hub hardened:medium open-port=all *2
		h: harm *2
		hub feeds h`, []string{"hub#taken 0 3 5", "h#occurs 0 3 4"}},
	{"sufficient, more members than roots: the easiest member for all", `
		hub: device.hub hardened:medium open-port=all *2
		h: harm *1
		hub feeds h`, []string{"hub#taken 0 3 5", "h#occurs 4 4 4"}},
	{"sufficient, low trust of members: the least trusted member counts", `
		a: device.hub hardened:high *1
		b: device.hub
		lan: network clean:safe
		a on lan
		b on lan
		b trusts a`, []string{"path(b,a)#broken 3 3 3"}},
	{"necessary: the hardest member must fail too", `
		hub: device.hub hardened:very-low open-port=all *1
		app: software watched=no *1
		app runs-on hub
		h: harm
		app feeds h
		CTL-0006@app absent`, []string{"hub#taken 3 5 5", "app#taken 3 5 5", "h#occurs 3"}},
	{"necessary: the best member may never fail; what the easiest one leaks is another threat", `
		hub: device.hub hardened:medium open-port=all *2
		app: software watched=no *2
		app runs-on hub
		h: harm
		app feeds h`, []string{"app#taken 0 3 5", "h#occurs 1"}},
	{"necessary, as if unique where each root has one", `
		hub: device.hub hardened:very-low open-port=all *1
		app: software watched=no *1
		app runs-on hub
		h: harm *1
		app feeds h
		CTL-0006@app present`, []string{"h#occurs 2 2 2"}},
	{"controls on a unique role: the best covered member is hardest to take", `
		hub: device.hub hardened:very-low *1
		lan: network clean:very-low
		hub on lan
		CTL-0001@hub present medium`, []string{"hub#taken 2 3 4"}},
	{"controls on a sufficient role: the least covered member is the way in", `
		a: device.hub hardened:very-low *1
		b: device.hub hardened:very-low
		lan: network clean:safe
		a on lan
		b on lan
		b trusts a
		CTL-0001@a present high
		CTL-0001@b present high`, []string{"path(b,a)#broken 3 3 3"}},
	{"controls on a necessary role: the best covered member counts", `
		hub: device.hub hardened:very-low open-port=all
		app: software watched=no *1
		app runs-on hub
		h: harm
		app feeds h
		CTL-0006@app present low`, []string{"app#taken 5 5 5", "h#occurs 2"}},
	{"undermined trust: the worst member loses most", `
		weak: device.hub hardened:very-low
		firm: device.badge hardened:safe *2
		lan: network clean:high *2
		weak on lan
		firm on lan`, []string{"weak#taken 4", "firm#taken 0 2 4", "firm#lost 0 2 4"}},
}

func TestPopulations(t *testing.T) {
	for _, c := range populationCases {
		t.Run(c.name, func(t *testing.T) {
			r := run(t, Future, c.system)
			var got []string
			for _, w := range c.want {
				id, _, _ := strings.Cut(w, " ")
				got = append(got, id+members(r, id))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// members writes the levels of the best, average and worst member; one level for a singleton.
func members(r *Run, id string) string {
	element, consequence, _ := strings.Cut(id, "#")
	n, known := r.an.g.byID[element]
	if !known {
		return " no such element"
	}
	out := ""
	for v := range r.an.variants(n) {
		out += fmt.Sprintf(" %d", r.state.Level(int(r.an.causalNode(n, rules.Term{Name: r.an.base.conseqs.at[consequence]}, v))))
	}
	return out
}

func TestRootCauses(t *testing.T) {
	res := run(t, Future, `
		a: device.hub hardened:very-low
		b: device.hub hardened:low
		lan: network clean:very-low
		app: software
		a on lan
		b on lan
		b trusts a
		app runs-on a
		CTL-0003@a present
		CTL-0003@b present`).Result()
	got := map[string]bool{}
	for _, th := range res.Threats {
		if th.Likelihood != "negligible" {
			got[th.says()] = th.Root
		}
	}
	want := map[string]bool{
		"THR-0001 dev=a net=lan":                   true,  // two assumptions
		"THR-0001 dev=b net=lan":                   true,  // the same
		"THR-0002 app=app dev=a":                   false, // only passes on
		"THR-0008 a=b b=a net=lan":                 false, // needs b to be taken
		"THR-0010 net=lan":                         false, // normal operation
		"THR-0011 net=lan devs=a+b":                true,  // follows from normal operation
		"THR-0013 way=path(b,a) net=lan doors=a+b": true,  // one of two assumptions
		"THR-0016 way=path(b,a) nets=lan":          true,  // follows from normal operation
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("active threats, and whether they begin chains (-want +got):\n%s", diff)
	}
}

// One of several members is enough, so one that is external is enough too.
func TestRootCausesThroughOneOfSeveral(t *testing.T) {
	res := run(t, Future, `
		a: device.hub hardened:low
		b: device.hub hardened:low
		lan: network clean:low
		wan: network clean:safe
		a on lan
		b on lan
		a on wan
		b on wan
		a trusts b`).Result()
	got := map[string]bool{}
	for _, th := range res.Threats {
		if th.Rule == "THR-0013" || th.Rule == "THR-0016" {
			got[th.says()] = th.Root
		}
	}
	want := map[string]bool{
		"THR-0013 way=path(a,b) net=lan doors=a+b": true,
		"THR-0013 way=path(a,b) net=wan doors=a+b": true,
		"THR-0016 way=path(a,b) nets=lan+wan":      true, // the noise of the first is there in normal operation
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("threats, and whether they begin chains (-want +got):\n%s", diff)
	}
}

// Trust that has been undermined is no assumption any more, so what rests on it does not begin a chain.
func TestUnderminedTrustIsNotExternal(t *testing.T) {
	res := run(t, Future, `
		weak: device.hub hardened:very-low
		firm: device.hub hardened:safe
		lan: network clean:very-low
		weak on lan
		firm on lan`).Result()
	got := map[string]string{}
	for _, th := range res.Threats {
		if strings.HasPrefix(th.says(), "THR-0007") {
			got[th.says()] = fmt.Sprintf("%s root=%t", th.Likelihood, th.Root)
		}
	}
	want := map[string]string{"THR-0007 dev=weak": "low root=true", "THR-0007 dev=firm": "low root=false"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, a := range res.Assets {
		if a.ID == "firm" {
			want := []Trust{{"hardened", "safe", "low"}, {"roomy", "very-low", "very-low"}}
			if diff := cmp.Diff(want, a.Trust); diff != "" {
				t.Errorf("trust of firm (-want +got):\n%s", diff)
			}
		}
	}
}

// riskSystem has a threat that reaches two harms of different impact and one that reaches none.
const riskSystem = `
	a: device.hub hardened:very-low open-port=all
	b: device.hub hardened:very-low open-port=all
	c: device.hub hardened:very-low open-port=all
	small: harm !2
	great: harm !5
	a feeds small
	a feeds great
	b feeds small`

func TestRiskOfThreats(t *testing.T) {
	res := run(t, Future, riskSystem).Result()
	got := map[string]string{}
	for _, th := range res.Threats {
		got[th.says()] = th.Likelihood + ", risk " + th.Risk
	}
	want := map[string]string{
		"THR-0003 dev=a":                    "very-high, risk very-high",
		"THR-0003 dev=b":                    "very-high, risk low",
		"THR-0003 dev=c":                    "very-high, risk very-low",
		"THR-0004 injury=small sources=a+b": "high, risk low",
		"THR-0004 injury=great sources=a":   "high, risk very-high",
		"THR-0007 dev=a":                    "low, risk very-low",
		"THR-0007 dev=b":                    "low, risk very-low",
		"THR-0007 dev=c":                    "low, risk very-low",
		"THR-0009 dev=a injury=small":       "negligible, risk very-low",
		"THR-0009 dev=a injury=great":       "negligible, risk very-low",
		"THR-0009 dev=b injury=small":       "negligible, risk very-low",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("threats (-want +got):\n%s", diff)
	}
	var conseqs []string
	for _, c := range res.Consequences {
		conseqs = append(conseqs, fmt.Sprintf("%s %s: risk %s, leads to %s", c.ID, c.Likelihood, c.Risk, c.LeadsTo))
	}
	wantC := []string{
		"a#slow low: risk very-low, leads to very-low",
		"a#taken very-high: risk very-low, leads to very-high",
		"b#slow low: risk very-low, leads to very-low",
		"b#taken very-high: risk very-low, leads to low",
		"c#slow low: risk very-low, leads to very-low",
		"c#taken very-high: risk very-low, leads to very-low",
		"great#occurs high: risk very-high, leads to very-high",
		"small#occurs high: risk low, leads to low",
	}
	if diff := cmp.Diff(wantC, conseqs); diff != "" {
		t.Errorf("consequences (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(Counts{
		AssetsAsserted: 5, Links: 3, Threats: 11, ThreatsActive: 8, Consequences: 11, Risk: [5]int{9, 1, 0, 0, 1},
	}, res.Counts); diff != "" {
		t.Errorf("counts (-want +got):\n%s", diff)
	}
}

// The likeliest way decides what a threat leads to: a threat that could only cause less than what is there anyway leads to
// no risk by that way.
func TestRiskOnlyOfThreatsThatGiveTheLevel(t *testing.T) {
	res := run(t, Future, `
		a: device.hub hardened:very-low open-port=all
		b: device.hub hardened:very-high open-port=all
		h: harm !5
		a feeds h
		b feeds h`).Result()
	got := map[string]string{}
	for _, th := range res.Threats {
		if th.Rule == "THR-0003" {
			got[th.says()] = th.Likelihood + ", risk " + th.Risk
		}
	}
	want := map[string]string{"THR-0003 dev=a": "very-high, risk very-high", "THR-0003 dev=b": "very-low, risk very-low"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestControlsInTheResult(t *testing.T) {
	r := run(t, Future, open+`
		tag: device.badge hardened:safe
		h: harm
		hub feeds h
		CTL-0001@hub present high
		CTL-0002@hub planned
		CTL-0004@lan absent
		CTL-0005@tag present`)
	list := func() []string {
		var out []string
		for _, c := range r.Result().Controls {
			out = append(out, strings.Join(strings.Fields(fmt.Sprintf("%s %s %s blocks %d opens %d", c.ID, c.State, c.Coverage, len(c.Blocks), len(c.Opens))), " "))
		}
		return out
	}
	want := []string{
		"CTL-0001@hub present high blocks 1 opens 1",
		"CTL-0002@hub planned blocks 1 opens 0",
		"CTL-0003@hub possible blocks 1 opens 0",
		"CTL-0003@tag possible blocks 2 opens 0",
		"CTL-0004@lan absent blocks 2 opens 0",
		"CTL-0005@tag present blocks 0 opens 0",
	}
	if diff := cmp.Diff(want, list()); diff != "" {
		t.Errorf("as described (-want +got):\n%s", diff)
	}
	r.SetControl("CTL-0001", "hub", ControlAbsent, Top)
	r.SetControl("CTL-0003", "hub", ControlPresent, 2)
	r.SetControl("CTL-0004", "lan", ControlPlanned, Top)
	want[0] = "CTL-0001@hub absent blocks 1 opens 1"
	want[2] = "CTL-0003@hub present medium blocks 1 opens 0"
	want[4] = "CTL-0004@lan planned blocks 2 opens 0"
	if diff := cmp.Diff(want, list()); diff != "" {
		t.Errorf("after changes (-want +got):\n%s", diff)
	}
}

func TestSetRefusesWhatIsNotThere(t *testing.T) {
	r := run(t, Future, open)
	before := happens(r.Result())
	got := map[string]bool{
		"a control that can stand there": r.SetControl("CTL-0001", "hub", ControlAbsent, Top),
		"no such control":                r.SetControl("CTL-9999", "hub", ControlPresent, Top),
		"no such element":                r.SetControl("CTL-0001", "tub", ControlPresent, Top),
		"a control for other kinds":      r.SetControl("CTL-0001", "lan", ControlPresent, Top),
		"a trust attribute":              r.SetTrust("clean", "lan", 0),
		"no such attribute":              r.SetTrust("faith", "lan", 5),
		"an attribute of other kinds":    r.SetTrust("clean", "hub", 5),
		"attribute of no element":        r.SetTrust("clean", "man", 5),
		"a level that does not exist":    r.SetTrust("clean", "lan", 6),
	}
	want := map[string]bool{
		"a control that can stand there": true, "no such control": false, "no such element": false, "a control for other kinds": false,
		"a trust attribute": true, "no such attribute": false, "an attribute of other kinds": false, "attribute of no element": false,
		"a level that does not exist": false,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(before, happens(r.Result())); diff != "" {
		t.Errorf("refused changes changed something:\n%s", diff)
	}
}

// idCases pin threat ids for good: reports, suppressions and comparisons over years rest on them.
var idCases = []struct {
	rule     string
	version  int
	elements []string
	want     string
}{
	{"THR-0001", 0, []string{"hub", "lan"}, "T-AXMYIENKEBIK"},
	{"THR-0001", 1, []string{"hub", "lan"}, "T-AXMYIENKEBIK"},
	{"THR-0001", 2, []string{"hub", "lan"}, "T-64OX2IZ3OX4B"},
	{"THR-0001", 1, []string{"lan", "hub"}, "T-CE7FFLIGP4ZT"},
	{"THR-0002", 1, []string{"hub", "lan"}, "T-LWRHKFX6AYRF"},
	{"THR-0001", 1, []string{"hublan"}, "T-WMEB2PZEXM3M"},
	{"THR-0001", 1, []string{"copy(motion,cloud/records)", "wörter"}, "T-OQXAU7UBOOOL"},
	{"THR-0001", 1, nil, "T-225LS4RJR6JR"},
}

func TestThreatIDsAreForGood(t *testing.T) {
	for _, c := range idCases {
		if got := ThreatID(c.rule, c.version, c.elements); got != c.want {
			t.Errorf("ThreatID(%q, %d, %q) = %q, want %q", c.rule, c.version, c.elements, got, c.want)
		}
	}
}

// A threat keeps its id when titles, order and elements that it does not concern change.
func TestThreatIDsDoNotDependOnTheRest(t *testing.T) {
	idOf := func(text string, change func(*Input)) string {
		in := system(t, text)
		change(in)
		r, err := analyze(t, in).Run(Future)
		if err != nil {
			t.Fatal(err)
		}
		for _, th := range r.Result().Threats {
			if th.says() == "THR-0001 dev=hub net=lan" {
				return th.ID
			}
		}
		return "none"
	}
	none := func(*Input) {}
	want := ThreatID("THR-0001", 1, []string{"hub", "lan"})
	got := map[string]string{
		"as it is": idOf(open, none),
		"other titles": idOf(open, func(in *Input) {
			in.Assets[0].Title, in.Assets[1].Title = "Nabe", "Netz"
		}),
		"other order": idOf(`
			lan: network
			hub: device.hub
			hub on lan`, none),
		"more elements": idOf(`
			a: software
			hub: device.hub hardened:safe open-port=all
			b: harm
			lan: network *3
			c: device.badge
			c on lan
			hub on lan
			CTL-0001@hub present`, none),
	}
	for what, id := range got {
		if id != want {
			t.Errorf("%s: %s, want %s", what, id, want)
		}
	}
}

// Every threat of a system has an id of its own.
func TestThreatIDsAreUnique(t *testing.T) {
	res := run(t, Future, open+riskSystem).Result()
	var ids []string
	for _, th := range res.Threats {
		ids = append(ids, th.ID)
	}
	if n := len(slices.Compact(ids)); n != len(res.Threats) || n == 0 {
		t.Errorf("%d ids for %d threats", n, len(res.Threats))
	}
}

func TestScalesMustHaveAllLevels(t *testing.T) {
	cut := func(change func(*knowledge.Scales)) string {
		k := *tinyBase.Knowledge
		k.Scales.RiskTable = slices.Clone(k.Scales.RiskTable)
		change(&k.Scales)
		_, err := Compile(&k)
		return fmt.Sprint(err)
	}
	got := map[string]string{
		"short likelihood": cut(func(s *knowledge.Scales) { s.Likelihood = s.Likelihood[:5] }),
		"no scales":        cut(func(s *knowledge.Scales) { *s = knowledge.Scales{} }),
		"short row":        cut(func(s *knowledge.Scales) { s.RiskTable[2] = s.RiskTable[2][:5] }),
		"risk 5":           cut(func(s *knowledge.Scales) { s.RiskTable[5] = []int{0, 1, 2, 3, 4, 5} }),
		"risk -1":          cut(func(s *knowledge.Scales) { s.RiskTable[0] = []int{-1, 0, 0, 0, 0, 0} }),
	}
	want := map[string]string{
		"short likelihood": "compile scales: likelihood, trust, impact and risk-table need 6 levels, risk 5",
		"no scales":        "compile scales: likelihood, trust, impact and risk-table need 6 levels, risk 5",
		"short row":        "compile scales: each row of risk-table needs 6 levels of risk",
		"risk 5":           "compile scales: each row of risk-table needs 6 levels of risk",
		"risk -1":          "compile scales: each row of risk-table needs 6 levels of risk",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
