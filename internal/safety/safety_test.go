package safety

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
	"cordon/internal/knowledge"
	"cordon/internal/model"
)

// scales are those of testdata, so that a change of policy in the shipped ones does not change what is tested here.
func scales(t *testing.T) knowledge.Scales {
	t.Helper()
	var ds diag.List
	b := knowledge.Load(os.DirFS("testdata"), "testdata", &ds)
	if ds.Len() > 0 || len(b.Scales.P1) == 0 {
		t.Fatalf("testdata/scales.yaml: %v", ds.Sorted())
	}
	return b.Scales
}

// judge rates the one harm h of a model, of which only what matters is written. Functions judge and treat are there.
func judge(t *testing.T, harm string, likelihood uint8) Harm {
	t.Helper()
	src := `
cordon: 1
system: {id: s, name: S, intended-purpose: P}
people: {nurse: {kind: k}, doctor: {kind: k}, patient: {kind: k}}
functions:
  judge: {kind: k, by: doctor, for: patient, fall-back: {says: look, takes: minutes}}
  treat: {kind: k, by: doctor, for: patient, fall-back: {says: ask, takes: hours}}
  alone: {kind: k, by: doctor, for: patient}
harms:
  h: {kind: harm.words, from: [judge], severity: {adult: 3}}
`
	src = strings.Replace(src, "from: [judge], severity: {adult: 3}", harm, 1)
	var ds diag.List
	m := model.FromFile(model.Parse("m.yaml", []byte(src), &ds), &ds)
	if ds.HasErrors() {
		t.Fatal(ds.Sorted())
	}
	ix := knowledge.NewIndex(&knowledge.Base{Scales: scales(t), Kinds: []knowledge.Kind{
		{Entry: knowledge.Entry{ID: "harm.words"}, Harm: &knowledge.HarmGuide{Class: "psychological"}},
	}})
	harms, err := Judge(m, ix, func(id string) uint8 { return map[string]uint8{"h": likelihood}[id] })
	if err != nil {
		t.Fatal(err)
	}
	return harms[0]
}

// p2Cases show what each clinical input does to P2: its level, why, and what was not stated.
var p2Cases = []struct {
	name string
	harm string
	want P2
}{
	{
		name: "nothing is stated: nearly certain", harm: "from: [alone], severity: {adult: 3}",
		want: P2{Interval{0.6, 1}, 5, []string{}, []string{"detectable-by", "time-to-harm", "fall-back", "exposure"}},
	},
	{
		name: "noticed, and harm takes minutes", harm: "from: [alone], severity: {adult: 3}, detectable-by: [nurse], time-to-harm: minutes, exposure: continuous",
		want: P2{Interval{0.2, 0.6}, 4, []string{"noticed by nurse before harm, which takes minutes"}, []string{"fall-back"}},
	},
	{
		name: "noticed, but harm takes seconds", harm: "from: [alone], severity: {adult: 3}, detectable-by: [nurse], time-to-harm: seconds, exposure: continuous",
		want: P2{Interval{0.6, 1}, 5, []string{}, []string{"fall-back"}},
	},
	{
		name: "noticed, but nobody says how long harm takes", harm: "from: [alone], severity: {adult: 3}, detectable-by: [nurse], exposure: continuous",
		want: P2{Interval{0.6, 1}, 5, []string{}, []string{"time-to-harm", "fall-back"}},
	},
	{
		name: "harm takes days, but nobody notices", harm: "from: [judge], severity: {adult: 3}, time-to-harm: days, exposure: continuous",
		want: P2{Interval{0.6, 1}, 5, []string{}, []string{"detectable-by"}},
	},
	{
		name: "the first of those who notice is named", harm: "from: [alone], severity: {adult: 3}, detectable-by: [doctor, nurse], time-to-harm: hours, exposure: frequent",
		want: P2{Interval{0.2, 0.6}, 4, []string{"noticed by doctor before harm, which takes hours"}, []string{"fall-back"}},
	},
	{
		name: "a fall-back that works before harm", harm: "from: [judge], severity: {adult: 3}, detectable-by: [nurse], time-to-harm: hours, exposure: continuous",
		want: P2{Interval{0.02, 0.2}, 3, []string{"noticed by nurse before harm, which takes hours", "fall-back (look) works within minutes"}, nil},
	},
	{
		name: "a fall-back as slow as the harm", harm: "from: [treat], severity: {adult: 3}, detectable-by: [nurse], time-to-harm: hours, exposure: continuous",
		want: P2{Interval{0.2, 0.6}, 4, []string{"noticed by nurse before harm, which takes hours"}, nil},
	},
	{
		name: "a fall-back that nobody knows is needed", harm: "from: [judge], severity: {adult: 3}, time-to-harm: days, exposure: continuous",
		want: P2{Interval{0.6, 1}, 5, []string{}, []string{"detectable-by"}},
	},
	{
		name: "of two functions the slower fall-back counts", harm: "from: [judge, treat], severity: {adult: 3}, detectable-by: [nurse], time-to-harm: hours, exposure: continuous",
		want: P2{Interval{0.2, 0.6}, 4, []string{"noticed by nurse before harm, which takes hours"}, nil},
	},
	{
		name: "of two functions one has no fall-back", harm: "from: [judge, alone], severity: {adult: 3}, detectable-by: [nurse], time-to-harm: days, exposure: continuous",
		want: P2{Interval{0.2, 0.6}, 4, []string{"noticed by nurse before harm, which takes days"}, []string{"fall-back"}},
	},
	{
		name: "occasional exposure", harm: "from: [judge], severity: {adult: 3}, exposure: occasional",
		want: P2{Interval{0.2, 0.6}, 4, []string{"patients are occasionally in the situation"}, []string{"detectable-by", "time-to-harm"}},
	},
	{
		name: "rare exposure", harm: "from: [judge], severity: {adult: 3}, exposure: rare",
		want: P2{Interval{0.02, 0.2}, 3, []string{"patients are rarely in the situation"}, []string{"detectable-by", "time-to-harm"}},
	},
	{
		name: "everything helps", harm: "from: [judge], severity: {adult: 3}, detectable-by: [nurse], time-to-harm: days, exposure: rare",
		want: P2{Interval{0, 0.001}, 1, []string{
			"noticed by nurse before harm, which takes days", "fall-back (look) works within minutes", "patients are rarely in the situation",
		}, nil},
	},
}

func TestP2(t *testing.T) {
	for _, c := range p2Cases {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, judge(t, c.harm, 3).P2); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// probabilityCases show P1 times P2 as intervals, and the level of the upper end. P2 is 5, 4, 3 by exposure.
var probabilityCases = []struct {
	likelihood uint8
	exposure   string
	want       string
}{
	{0, "continuous", "negligible: 0-1e-05 x 0.6-1 = 0-1e-05 improbable"},
	{0, "rare", "negligible: 0-1e-05 x 0.02-0.2 = 0-2e-06 improbable"},
	{1, "continuous", "very-low: 1e-05-0.001 x 0.6-1 = 6e-06-0.001 remote"},
	{1, "occasional", "very-low: 1e-05-0.001 x 0.2-0.6 = 2e-06-0.0006 remote"},
	{2, "continuous", "low: 0.001-0.02 x 0.6-1 = 0.0006-0.02 occasional"},
	{2, "rare", "low: 0.001-0.02 x 0.02-0.2 = 2e-05-0.004 occasional"},
	{3, "continuous", "medium: 0.02-0.2 x 0.6-1 = 0.012-0.2 probable"},
	{3, "rare", "medium: 0.02-0.2 x 0.02-0.2 = 0.0004-0.04 probable"},
	{4, "continuous", "high: 0.2-0.6 x 0.6-1 = 0.12-0.6 frequent"},
	{4, "rare", "high: 0.2-0.6 x 0.02-0.2 = 0.004-0.12 probable"},
	{5, "continuous", "very-high: 0.6-1 x 0.6-1 = 0.36-1 frequent"},
	{5, "occasional", "very-high: 0.6-1 x 0.2-0.6 = 0.12-0.6 frequent"},
}

func TestProbability(t *testing.T) {
	for _, c := range probabilityCases {
		h := judge(t, "from: [judge], severity: {adult: 3}, exposure: "+c.exposure, c.likelihood)
		got := fmt.Sprintf("%s: %g-%g x %g-%g = %g-%g %s", h.Likelihood, h.P1.From, h.P1.To, h.P2.From, h.P2.To, h.Probability.From, h.Probability.To, h.Level)
		if got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
}

// A product of decimals is shown as a person would write it.
func TestRound(t *testing.T) {
	got := []float64{round(0.1 * 0.2), round(0.02 * 0.6), round(0.123456), round(1), round(0), round(1.0 / 3)}
	if diff := cmp.Diff([]float64{0.02, 0.012, 0.123, 1, 0, 0.333}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// acceptabilityCases look the groups of a harm up in the table; the worst group decides.
var acceptabilityCases = []struct {
	severity   string
	likelihood uint8
	want       Harm
}{
	{"{adult: 1}", 0, Harm{
		Groups: []Group{{"adult", "negligible", "acceptable"}}, Acceptability: "acceptable", Severity: "negligible",
		Rank: Rank{Likelihood: 0, Severity: 1, Probability: 1, Acceptability: 0},
	}},
	{"{adult: 5}", 0, Harm{
		Groups: []Group{{"adult", "catastrophic", "reduce"}}, Acceptability: "reduce", Severity: "catastrophic",
		Rank: Rank{Likelihood: 0, Severity: 5, Probability: 1, Acceptability: 1},
	}},
	{"{adult: 2, frail: 4, child: 3}", 4, Harm{
		Groups:        []Group{{"adult", "minor", "reduce"}, {"child", "serious", "unacceptable"}, {"frail", "critical", "unacceptable"}},
		Acceptability: "unacceptable", Severity: "critical",
		Rank: Rank{Likelihood: 4, Severity: 4, Probability: 5, Acceptability: 2},
	}},
	{"{adult: 1, frail: 3}", 2, Harm{
		Groups: []Group{{"adult", "negligible", "acceptable"}, {"frail", "serious", "reduce"}}, Acceptability: "reduce", Severity: "serious",
		Rank: Rank{Likelihood: 2, Severity: 3, Probability: 3, Acceptability: 1},
	}},
}

func TestAcceptability(t *testing.T) {
	for _, c := range acceptabilityCases {
		t.Run(c.severity, func(t *testing.T) {
			h := judge(t, "from: [alone], severity: "+c.severity, c.likelihood)
			slices.SortFunc(h.Groups, func(a, b Group) int { return strings.Compare(a.Group, b.Group) })
			got := Harm{Groups: h.Groups, Acceptability: h.Acceptability, Severity: h.Severity, Rank: h.Rank}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestJudgeTakesOverWhatTheAuthorSays(t *testing.T) {
	h := judge(t, "from: [judge], severity: {adult: 3}, title: Words, situation: It was said., to: patient", 2)
	got := Harm{ID: h.ID, Title: h.Title, Kind: h.Kind, Class: h.Class, Situation: h.Situation, To: h.To}
	want := Harm{ID: "h", Title: "Words", Kind: "harm.words", Class: "psychological", Situation: "It was said.", To: "patient"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := judge(t, "from: [judge], severity: {adult: 3}", 2).Title; got != "h" {
		t.Errorf("title %q of a harm without one, want its id", got)
	}
}

// scaleCases are tables that cannot be read; the lint finds them earlier, but packs may come without it.
var scaleCases = []struct {
	name   string
	change func(*knowledge.Scales)
	want   string
}{
	{"p1 too short", func(s *knowledge.Scales) { s.P1 = s.P1[:5] }, "read scales: p1: 5 intervals instead of 6"},
	{"p2 too long", func(s *knowledge.Scales) { s.P2 = s.P1 }, "read scales: p2: 6 intervals instead of 5"},
	{"p1 without a number", func(s *knowledge.Scales) { s.P1[0].To = "few" }, `read scales: p1: strconv.ParseFloat: parsing "few": invalid syntax`},
	{"p2 without a number", func(s *knowledge.Scales) { s.P2[4].From = "" }, `read scales: p2: strconv.ParseFloat: parsing "": invalid syntax`},
	{"a bound without a number", func(s *knowledge.Scales) { s.Bounds[3] = "1/5" }, `read scales: probability-bounds: strconv.ParseFloat: parsing "1/5": invalid syntax`},
	{"bounds missing", func(s *knowledge.Scales) { s.Bounds = nil }, "read scales: severity, probability and harm-table need 5 levels, probability-bounds 4"},
	{"severity missing", func(s *knowledge.Scales) { s.Severity = s.Severity[:4] }, "read scales: severity, probability and harm-table need 5 levels, probability-bounds 4"},
	{"a row missing", func(s *knowledge.Scales) { s.HarmTable = s.HarmTable[1:] }, "read scales: severity, probability and harm-table need 5 levels, probability-bounds 4"},
	{"a cell missing", func(s *knowledge.Scales) { s.HarmTable[2] = s.HarmTable[2][1:] }, "read scales: each row of harm-table needs 5 columns"},
}

func TestScalesThatCannotBeRead(t *testing.T) {
	for _, c := range scaleCases {
		t.Run(c.name, func(t *testing.T) {
			s := scales(t)
			c.change(&s)
			_, err := Judge(&model.Model{}, knowledge.NewIndex(&knowledge.Base{Scales: s}), nil)
			if diff := cmp.Diff(c.want, fmt.Sprint(err)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
