package project

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"cordon/internal/assessment"
	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/proportion"
	"cordon/internal/yamltext"
)

func propose(t *testing.T, k *Knowledge, m *model.Model, q proportion.Request) *proportion.Proposal {
	t.Helper()
	p, err := Propose(context.Background(), m, k, q, nil)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// withControls is the model with more controls in place.
func withControls(m *model.Model, ids []string) *model.Model {
	out := *m
	out.Controls = slices.Clone(m.Controls)
	for _, id := range ids {
		control, element, _ := strings.Cut(id, "@")
		out.Controls = append(out.Controls, model.Control{Control: yamltext.Word{Text: control}, On: []yamltext.Word{{Text: element}}, State: "present"})
	}
	return &out
}

func proposed(o *proportion.Option) (ids []string) {
	for _, m := range o.Measures {
		if m.State == "proposed" {
			ids = append(ids, m.ID)
		}
	}
	return ids
}

func wish(id string) []proportion.Obligation {
	return []proportion.Obligation{{Title: id, AnyOf: [][]string{{id}}}}
}

var likelihoods = knowledge.Frequency("").Words()

// What a proposal says is what assessments of models with its controls say: harms, limits, and of each primary control that it is needed.
func TestProposalsHold(t *testing.T) {
	k := shipped(t)
	m := exampleModel(t, k)
	cheapest := propose(t, k, m, proportion.Request{})
	p := propose(t, k, m, proportion.Request{Lower: true})
	names := map[string]string{}
	for _, x := range p.Options[0].Measures {
		_, element, _ := strings.Cut(x.ID, "@")
		names[element] = x.At
	}
	if names["workstation"] != "Clinic workstation" || names["upload"] != "Upload" {
		t.Errorf("elements of measures are called %v", names)
	}
	if len(p.Options) < len(cheapest.Options) || p.Options[0].OneOff+5*p.Options[0].Yearly != cheapest.Options[0].OneOff+5*cheapest.Options[0].Yearly {
		t.Errorf("%d options with less harm, %d without; the first costs something else", len(p.Options), len(cheapest.Options))
	}
	if !p.Possible || !p.Optimal || p.Gap != 0 || len(p.Options) == 0 {
		t.Fatalf("possible %v, optimal %v, gap %d, %d options", p.Possible, p.Optimal, p.Gap, len(p.Options))
	}
	most := map[string]int{}
	for _, l := range p.Limits {
		most[l.Harm] = slices.Index(likelihoods, l.Most)
	}
	if len(most) != len(m.Harms) {
		t.Errorf("%d limits of %d harms", len(most), len(m.Harms))
	}
	primary, rarest := 0, len(likelihoods)
	for i := range p.Options {
		o := &p.Options[i]
		ids := proposed(o)
		after := assessed(t, withControls(m, ids), k, engine.Future)
		for _, h := range o.Harms {
			got := harmOf(t, after, h.Harm)
			if got.Likelihood != h.After || got.Acceptability != h.VerdictAfter {
				t.Errorf("option %d: %s is %s and %s, said to be %s and %s", i, h.Harm, got.Likelihood, got.Acceptability, h.After, h.VerdictAfter)
			}
			if slices.Index(likelihoods, got.Likelihood) > most[h.Harm] {
				t.Errorf("option %d leaves %s at %s, more than asked", i, h.Harm, got.Likelihood)
			}
		}
		worst := 0
		for _, e := range o.SideEffects {
			x := threatOf(t, after, e.Threat)
			if !x.Opened || x.Likelihood != e.Likelihood {
				t.Errorf("option %d: side effect %s is opened %v at %s, said to be %s", i, e.Threat, x.Opened, x.Likelihood, e.Likelihood)
			}
			if e.Clinical {
				worst = max(worst, slices.Index(likelihoods, x.Likelihood))
			}
		}
		if likelihoods[worst] != o.Clinical {
			t.Errorf("option %d: side effects on care up to %s, said to be %s", i, likelihoods[worst], o.Clinical)
		}
		rarest = min(rarest, worst)
		oneOff, yearly := 0, 0
		for _, x := range o.Measures {
			if x.State != "proposed" {
				continue
			}
			oneOff, yearly = oneOff+x.OneOff, yearly+x.Yearly
			without := assessed(t, withControls(m, slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return id == x.ID })), k, engine.Future)
			breaks := slices.ContainsFunc(m.Harms, func(h model.Element[model.Harm]) bool {
				return slices.Index(likelihoods, harmOf(t, without, h.ID).Likelihood) > most[h.ID]
			})
			if breaks != (x.Class == proportion.Primary) { // one that is there for less harm than asked is over-effective
				t.Errorf("option %d: %s is %s, and without it a limit breaks: %v", i, x.ID, x.Class, breaks)
			}
			if x.Class == proportion.Primary {
				primary++
				if len(x.Holds) == 0 {
					t.Errorf("option %d: %s does not say what only it blocks", i, x.ID)
				}
			}
		}
		if oneOff != o.OneOff || yearly != o.Yearly {
			t.Errorf("option %d costs %d and %d, its measures %d and %d", i, o.OneOff, o.Yearly, oneOff, yearly)
		}
	}
	if primary == 0 {
		t.Error("no primary control was tried")
	}
	if first := slices.Index(likelihoods, p.Options[0].Clinical); rarest >= first {
		t.Errorf("no option has rarer side effects than the cheapest: %s", likelihoods[first])
	}
}

// What is asked for is kept to: roles, what is forbidden and wished, budgets, limits of single harms. What cannot be has a reason.
func TestRequestsAreKeptTo(t *testing.T) {
	k := shipped(t)
	m := exampleModel(t, k)
	free := propose(t, k, m, proportion.Request{})
	cost := free.Options[0].OneOff
	first := proposed(&free.Options[0])[0]
	control, _, _ := strings.Cut(first, "@")
	t.Run("without", func(t *testing.T) {
		p := propose(t, k, m, proportion.Request{Without: []string{control}})
		for i := range p.Options {
			for _, id := range proposed(&p.Options[i]) {
				if strings.HasPrefix(id, control+"@") {
					t.Errorf("%s is proposed", id)
				}
			}
		}
		if !p.Possible && len(p.Reason) == 0 {
			t.Error("impossible without a reason")
		}
	})
	t.Run("with", func(t *testing.T) {
		for _, c := range assessed(t, m, k, engine.Future).Controls {
			if c.State != "possible" || slices.Contains(proposed(&free.Options[0]), c.ID) {
				continue
			}
			p := propose(t, k, m, proportion.Request{With: wish(c.ID)})
			if !p.Possible || !slices.Contains(proposed(&p.Options[0]), c.ID) || p.Options[0].OneOff < cost {
				t.Errorf("%s is wished; possible %v, %+v", c.ID, p.Possible, p.Options)
			}
			return
		}
		t.Error("no control to wish for")
	})
	t.Run("one of two", func(t *testing.T) {
		other := ""
		for _, c := range assessed(t, m, k, engine.Future).Controls {
			if c.State == "possible" && !slices.Contains(proposed(&free.Options[0]), c.ID) {
				other = c.ID
			}
		}
		q := proportion.Request{With: []proportion.Obligation{{Title: "contract", AnyOf: [][]string{{other}, {first}}}}}
		if p := propose(t, k, m, q); !p.Possible || p.Options[0].OneOff != cost {
			t.Errorf("%s meets the obligation at no further cost; possible %v, %+v", first, p.Possible, p.Options)
		}
		q.With[0].AnyOf, q.Without = q.With[0].AnyOf[:1], []string{other}
		want := []string{"contract is asked for, and no control that is allowed meets it"}
		if p := propose(t, k, m, q); p.Possible || !slices.Equal(p.Reason, want) {
			t.Errorf("an obligation that is forbidden: possible %v, %q", p.Possible, p.Reason)
		}
	})
	t.Run("roles", func(t *testing.T) {
		p := propose(t, k, m, proportion.Request{Roles: []knowledge.Applier{"operator"}})
		for i := range p.Options {
			for _, id := range proposed(&p.Options[i]) {
				c, _, _ := strings.Cut(id, "@")
				if !slices.Contains(k.Index.Controls[c].AppliedBy, "operator") {
					t.Errorf("%s is not for an operator", id)
				}
			}
		}
		if !p.Possible && len(p.Reason) == 0 {
			t.Error("impossible without a reason")
		}
	})
	t.Run("budget", func(t *testing.T) {
		p := propose(t, k, m, proportion.Request{OneOff: 1})
		if p.Possible || !strings.Contains(strings.Join(p.Reason, "\n"), "budget once") {
			t.Errorf("possible %v for 1 euro of %d, because %q", p.Possible, cost, p.Reason)
		}
	})
	t.Run("limit", func(t *testing.T) {
		p := propose(t, k, m, proportion.Request{Most: map[string]uint8{"wrong-intake": 5}})
		if !p.Possible || len(proposed(&p.Options[0])) != 0 {
			t.Errorf("possible %v; controls are proposed though every likelihood is allowed", p.Possible)
		}
		p = propose(t, k, m, proportion.Request{Most: map[string]uint8{"wrong-titration": 0}})
		if p.Possible || len(p.Reason) == 0 {
			t.Errorf("possible %v, reasons %q; a limit that misuse breaks cannot be met", p.Possible, p.Reason)
		}
	})
	t.Run("what is not there", func(t *testing.T) {
		for _, q := range []proportion.Request{{With: wish("CTL-0001")}, {With: wish("CTL-0001@nowhere")}, {With: []proportion.Obligation{{Title: "nothing"}}}, {Without: []string{"CTL-9999"}}, {Most: map[string]uint8{"nothing": 1}}} {
			if _, err := Propose(context.Background(), m, k, q, nil); err == nil {
				t.Errorf("%+v is taken", q)
			}
		}
	})
}

// Whoever waits sees how far the search is: the best set so far and the bound, then the sets that are compared.
func TestProposalsTellHowFarTheyAre(t *testing.T) {
	k := shipped(t)
	var said []string
	if _, err := Propose(context.Background(), exampleModel(t, k), k, proportion.Request{}, func(s proportion.Stage) { said = append(said, s.Code+": "+s.String()) }); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"finding-threats: finding threats", "choosing-controls: choosing controls", " euro over 5 years found, ", "comparing-sets: comparing sets of controls: 2 found"} {
		if !slices.ContainsFunc(said, func(s string) bool { return strings.Contains(s, want) }) {
			t.Errorf("nothing says %q: %q", want, said)
		}
	}
}

func TestProposalsAreTheSameEachTime(t *testing.T) {
	k := shipped(t)
	m := exampleModel(t, k)
	first, err := json.Marshal(propose(t, k, m, proportion.Request{}))
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if again, err := json.Marshal(propose(t, k, m, proportion.Request{})); err != nil || string(again) != string(first) {
			t.Errorf("another proposal, %v:\n%s\n%s", err, first, again)
		}
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Propose(ctx, m, k, proportion.Request{}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
}

func threatOf(t *testing.T, a *assessment.Assessment, id string) *engine.Threat {
	t.Helper()
	for i := range a.Threats {
		if a.Threats[i].ID == id {
			return &a.Threats[i]
		}
	}
	t.Fatalf("no threat %s", id)
	return nil
}
