package assessment

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/engine"
	"cordon/internal/safety"
)

// before is what every comparison starts from: a hub that is taken by a threat with two causes, answered by a control and a
// strategy of two, and one harm.
func before() *Assessment {
	return &Assessment{
		Knowledge: Knowledge{Digest: "k"},
		Assets:    []engine.AssetResult{{ID: "hub"}, {ID: "lan"}},
		Threats: []engine.Threat{{
			ID: "T-1", Title: "Hub is taken", Likelihood: "high", Risk: "medium",
			Causes: []engine.Event{{Element: "hub", Low: "hardened", Level: "low"}, {Element: "lan", Consequence: "entered", Level: "high"}},
			Blocking: []engine.Blocking{
				{Strategy: "CTL-0001", Controls: []string{"CTL-0001@hub"}, Effect: "high"},
				{Strategy: "STR-0001", Controls: []string{"CTL-0002@hub", "CTL-0003@lan"}, On: true, Effect: "low"},
			},
		}},
		Controls:  []engine.Control{{ID: "CTL-0001@hub", State: "possible"}, {ID: "CTL-0002@hub", State: "present"}},
		Questions: []engine.Question{{ID: "hub?sealed"}},
		Harms:     []Harm{harm("h", "reduce", "serious", "occasional", "medium")},
	}
}

func harm(id, acceptability, severity, level, likelihood string) Harm {
	return Harm{Harm: safety.Harm{
		ID: id, Acceptability: acceptability, Severity: severity, Level: level, Likelihood: likelihood,
		Rank: safety.Rank{
			Likelihood:    slices.Index([]string{"negligible", "very-low", "low", "medium", "high", "very-high"}, likelihood),
			Severity:      1 + slices.Index([]string{"negligible", "minor", "serious", "critical", "catastrophic"}, severity),
			Probability:   1 + slices.Index([]string{"improbable", "remote", "occasional", "probable", "frequent"}, level),
			Acceptability: slices.Index([]string{"acceptable", "reduce", "unacceptable"}, acceptability),
		},
	}}
}

// unchanged is the difference between equal assessments; each case fills in what differs.
func unchanged() *Difference {
	none := Changed{New: []string{}, Gone: []string{}}
	return &Difference{
		Elements: none, Questions: none, Controls: []string{}, Harms: []HarmMove{}, Verdict: Same,
		Threats: Threats{New: []Named{}, Gone: []Named{}, ReRated: []ReRated{}},
	}
}

// reRated is a case in which only the threat changes, from high and medium to what is given.
func reRated(to string, because ...string) func(*Difference) {
	return func(d *Difference) {
		d.Threats.ReRated = []ReRated{{"T-1", "Hub is taken", "high, risk medium", to, because}}
	}
}

var diffCases = []struct {
	name   string
	change func(*Assessment)
	want   func(*Difference)
}{
	{"nothing changed", func(*Assessment) {}, func(*Difference) {}},
	{"another knowledge base", func(a *Assessment) { a.Knowledge.Digest = "k2" }, func(d *Difference) { d.Knowledge = true }},
	{"elements come and go", func(a *Assessment) {
		a.Assets = []engine.AssetResult{{ID: "lan"}, {ID: "pump"}, {ID: "app"}}
	}, func(d *Difference) { d.Elements = Changed{New: []string{"app", "pump"}, Gone: []string{"hub"}} }},
	{"a question is answered, another opens", func(a *Assessment) {
		a.Questions = []engine.Question{{ID: "lan?open"}}
	}, func(d *Difference) { d.Questions = Changed{New: []string{"lan?open"}, Gone: []string{"hub?sealed"}} }},

	{"a threat is new", func(a *Assessment) {
		a.Threats = append(a.Threats, engine.Threat{ID: "T-2", Title: "Lan is noisy", Likelihood: "low", Risk: "very-low"})
	}, func(d *Difference) { d.Threats.New = []Named{{"T-2", "Lan is noisy", "low", "very-low"}} }},
	{"a threat is gone", func(a *Assessment) { a.Threats = nil },
		func(d *Difference) { d.Threats.Gone = []Named{{"T-1", "Hub is taken", "high", "medium"}} }},
	{"a threat has another title", func(a *Assessment) { a.Threats[0].Title = "The hub is taken" }, func(*Difference) {}},

	{"trust changed", func(a *Assessment) {
		a.Threats[0].Likelihood, a.Threats[0].Causes[0].Level = "low", "high"
	}, reRated("low, risk medium", "trust hardened in hub went from low to high")},
	{"a consequence before it changed", func(a *Assessment) {
		a.Threats[0].Likelihood, a.Threats[0].Risk, a.Threats[0].Causes[1].Level = "low", "low", "low"
	}, reRated("low, risk low", "lan#entered went from high to low")},
	{"a cause is new", func(a *Assessment) {
		a.Threats[0].Likelihood = "low"
		a.Threats[0].Causes = append(a.Threats[0].Causes, engine.Event{Element: "app", Consequence: "taken", Level: "low"})
	}, reRated("low, risk medium", "app#taken is a new cause")},
	{"a cause is gone", func(a *Assessment) {
		a.Threats[0].Likelihood, a.Threats[0].Causes = "very-high", a.Threats[0].Causes[:1]
	}, reRated("very-high, risk medium", "lan#entered is no longer a cause")},
	{"a control was added", func(a *Assessment) {
		a.Threats[0].Likelihood, a.Threats[0].Blocking[0].On, a.Controls[0].State = "low", true, "present"
	}, func(d *Difference) {
		reRated("low, risk medium", "CTL-0001@hub is now in place")(d)
		d.Controls = []string{"CTL-0001@hub: possible -> present"}
	}},
	{"a control of a strategy was removed", func(a *Assessment) {
		a.Threats[0].Likelihood, a.Threats[0].Blocking[1].On, a.Controls[1].State = "very-high", false, "absent"
	}, func(d *Difference) {
		reRated("very-high, risk medium", "CTL-0002@hub with CTL-0003@lan is no longer in place")(d)
		d.Controls = []string{"CTL-0002@hub: present -> absent"}
	}},
	{"a control covers more", func(a *Assessment) {
		a.Threats[0].Likelihood, a.Threats[0].Blocking[1].Effect = "medium", "medium"
	}, reRated("medium, risk medium", "CTL-0002@hub with CTL-0003@lan went from low to medium")},
	{"what a control that is not in place could do does not matter", func(a *Assessment) {
		a.Threats[0].Risk, a.Threats[0].Blocking[0].Effect = "high", "safe"
	}, reRated("high, risk high", "what it leads to has changed")},
	{"a control that opens it is in place", func(a *Assessment) { a.Threats[0].Likelihood, a.Threats[0].Opened = "very-high", true },
		reRated("very-high, risk medium", "a control that opens it is now in place")},
	{"what it leads to changed", func(a *Assessment) { a.Threats[0].Risk = "very-high" },
		reRated("high, risk very-high", "what it leads to has changed")},

	{"nothing that the threat shows explains it", func(a *Assessment) { a.Threats[0].Likelihood = "low" },
		reRated("low, risk medium", "its rule or the mode has changed")},

	{"a control is new", func(a *Assessment) {
		a.Controls = append(a.Controls, engine.Control{ID: "CTL-0009@lan", State: "planned"}, engine.Control{ID: "CTL-0008@lan", State: "possible"})
	}, func(d *Difference) { d.Controls = []string{"CTL-0009@lan: possible -> planned"} }},
	{"controls are gone", func(a *Assessment) { a.Controls = nil },
		func(d *Difference) { d.Controls = []string{"CTL-0002@hub: present -> gone"} }},

	{"a harm is likelier", func(a *Assessment) { a.Harms[0] = harm("h", "unacceptable", "serious", "frequent", "high") }, func(d *Difference) {
		d.Harms = []HarmMove{{"h", "reduce, severity serious, probability occasional, likelihood medium", "unacceptable, severity serious, probability frequent, likelihood high"}}
		d.Verdict = Worse
	}},
	{"a harm is less likely", func(a *Assessment) { a.Harms[0] = harm("h", "reduce", "serious", "occasional", "low") }, func(d *Difference) {
		d.Harms = []HarmMove{{"h", "reduce, severity serious, probability occasional, likelihood medium", "reduce, severity serious, probability occasional, likelihood low"}}
		d.Verdict = Better
	}},
	{"a harm is as likely and better judged", func(a *Assessment) { a.Harms[0] = harm("h", "acceptable", "serious", "remote", "medium") }, func(d *Difference) {
		d.Harms = []HarmMove{{"h", "reduce, severity serious, probability occasional, likelihood medium", "acceptable, severity serious, probability remote, likelihood medium"}}
		d.Verdict = Better
	}},
	{"a harm is less likely and worse judged, for it is graver", func(a *Assessment) { a.Harms[0] = harm("h", "unacceptable", "catastrophic", "occasional", "low") }, func(d *Difference) {
		d.Harms = []HarmMove{{"h", "reduce, severity serious, probability occasional, likelihood medium", "unacceptable, severity catastrophic, probability occasional, likelihood low"}}
		d.Verdict = Mixed
	}},
	{"a harm is graver, and its verdict the same", func(a *Assessment) { a.Harms[0] = harm("h", "reduce", "critical", "occasional", "medium") }, func(d *Difference) {
		d.Harms = []HarmMove{{"h", "reduce, severity serious, probability occasional, likelihood medium", "reduce, severity critical, probability occasional, likelihood medium"}}
		d.Verdict = Worse
	}},
	{"a harm is new", func(a *Assessment) { a.Harms = append(a.Harms, harm("i", "acceptable", "minor", "remote", "low")) }, func(d *Difference) {
		d.Harms = []HarmMove{{"i", "", "acceptable, severity minor, probability remote"}}
		d.Verdict = Worse
	}},
	{"a harm is gone", func(a *Assessment) { a.Harms = nil }, func(d *Difference) {
		d.Harms = []HarmMove{{"h", "reduce, severity serious, probability occasional", ""}}
		d.Verdict = Better
	}},
	{"one harm for another", func(a *Assessment) { a.Harms[0].ID = "i" }, func(d *Difference) {
		d.Harms = []HarmMove{{"i", "", "reduce, severity serious, probability occasional"}, {"h", "reduce, severity serious, probability occasional", ""}}
		d.Verdict = Mixed
	}},
}

func TestDiff(t *testing.T) {
	for _, c := range diffCases {
		t.Run(c.name, func(t *testing.T) {
			a, b, want := before(), before(), unchanged()
			c.change(b)
			c.want(want)
			if diff := cmp.Diff(want, Diff(a, b)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
