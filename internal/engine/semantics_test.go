package engine

import (
	"context"
	"slices"
	"strings"
	"testing"

	"cordon/internal/engine/rules"
)

// toySet is a set of rules by hand: a device of a site, where a copy is made for each device, and a threat from the site to all devices.
func toySet() *rules.Set {
	words := []string{"0", "1", "2", "3", "4", "5"}
	return &rules.Set{
		Scales: rules.Scales{Likelihood: words, Trust: words, Impact: words, Risk: words[:5], RiskTable: [][]int{
			{0, 0, 0, 0, 0, 0}, {0, 0, 0, 0, 1, 1}, {0, 0, 0, 1, 1, 2}, {0, 0, 1, 2, 3, 3}, {0, 1, 2, 3, 3, 4}, {0, 1, 2, 3, 4, 4},
		}},
		Kinds:        []rules.Kind{{Name: "site"}, {Name: "device"}, {Name: "copy"}},
		Relations:    []rules.Relation{{Name: "in"}, {Name: "of"}},
		Attributes:   []rules.Attribute{{Name: "quiet", At: []int8{2, rules.NotHere, rules.NotHere}, UnderminedBy: rules.NotHere}},
		Consequences: []rules.Consequence{{Name: "lost", At: []int8{rules.NotHere, 4, rules.NotHere}}},
		Controls:     []rules.Control{{Name: "lock", Title: "Lock", At: []bool{true, false, false}}},
		Patterns: []rules.Pattern{
			{Roles: []rules.Role{{Name: "d", Kind: 1}}},
			{Roles: []rules.Role{{Name: "s", Kind: 0}, {Name: "d", Kind: 1, Binding: rules.Necessary}}, Links: []rules.Link{{From: 1, Relation: 0, To: 0}}},
		},
		Constructions: []rules.Construction{{Name: "copies", Pattern: 0, Infers: []rules.Infer{{Kind: 2, Of: []int{0}}}, Adds: []rules.Link{{From: 1, Relation: 1, To: 0}}, Rounds: 1}},
		Threats: []rules.Threat{{
			Name: "raid", Title: "raid of {s}", Pattern: 1, Frequency: 5, Future: true, Current: true,
			Causes: []rules.Term{{Role: 0, Name: 0, Low: true}}, Effects: []rules.Term{{Role: 1, Name: 0}},
			BlockedBy: []rules.Strategy{{Name: "locks", Needs: []rules.Need{{Control: 0, Role: 0}}, Effect: 4, Future: true, Current: true}},
		}},
	}
}

func toyInput(population int) *Input {
	return &Input{
		Assets: []Asset{{ID: "s", Kind: "site"}, {ID: "d1", Kind: "device", Population: population}, {ID: "d2", Kind: "device"}},
		Links:  []Link{{1, "in", 0}, {2, "in", 0}},
	}
}

func toyRun(t *testing.T, s Semantics, in *Input) *Run {
	t.Helper()
	an, err := Analyze(context.Background(), NewBase(toySet(), s), in)
	if err != nil {
		t.Fatal(err)
	}
	run, err := an.Run(Future)
	if err != nil {
		t.Fatal(err)
	}
	return run
}

// TestSemantics shows each point in which parity differs.
func TestSemantics(t *testing.T) {
	covered := func(s Semantics) string {
		r := toyRun(t, s, toyInput(0))
		if !r.SetControl("lock", "s", ControlPresent, 3) {
			t.Fatal("the control matters to nothing")
		}
		return members(r, "d1#lost")
	}
	if got := covered(Parity) + covered(Correct); got != " 1 2" {
		t.Errorf("a strategy of effect 4 with coverage 3 leaves%s; want 1 in parity and 2 where coverage counts", got)
	}
	if got := members(toyRun(t, Parity, toyInput(2)), "d1#lost") + members(toyRun(t, Correct, toyInput(2)), "d1#lost"); got != " 0 3 0 3 3 3" {
		t.Errorf("a threat to a single site reaches the least, average and most likely member with%s; want 0 3 0 in parity, and 3 3 3", got)
	}
	if p, c := Parity.takesPart(2, 3), Correct.takesPart(2, 3); !p || c {
		t.Errorf("weakness 2 takes part in likelihood 3: %v in parity, %v else", p, c)
	}
	if p, c := Parity.takesPart(1, 3), Correct.takesPart(3, 3); p || !c {
		t.Errorf("weakness 1 in likelihood 3: %v in parity; weakness 3: %v else", p, c)
	}
	at := func(s Semantics) uint8 {
		r := toyRun(t, s, toyInput(0))
		r.SetTrust("quiet", "s", 1)
		n, _ := r.an.Find("d1")
		node, _ := r.an.CausalNode(Node{Element: n, Member: Average})
		return r.RiskOf(node)
	}
	if got := [2]uint8{at(Parity), at(Correct)}; got != [2]uint8{4, 3} {
		t.Errorf("risk of impact 4 at likelihood 4 is %v; want 4 by Spyderisk's table and 3 by that of the base", got)
	}
}

// TestIdsThatMeet has a naming of inferred elements that gives all of them one id.
func TestIdsThatMeet(t *testing.T) {
	set := toySet()
	set.ID = func(string, []string) string { return "same" }
	if _, err := Analyze(context.Background(), NewBase(set, Parity), toyInput(0)); err == nil || !strings.Contains(err.Error(), "rule copies: the ids of two elements meet in same") {
		t.Errorf("error %v", err)
	}
	an, err := Analyze(context.Background(), NewBase(set, Correct), toyInput(0))
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for n := range an.Elements() {
		ids = append(ids, an.Element(n).ID)
	}
	if !slices.Equal(ids, []string{"s", "d1", "d2", "same", "same-2"}) {
		t.Errorf("ids %v", ids)
	}
}

// TestWholeLinks: a link that none may have spoils a match; one that leaves elements out does not.
func TestWholeLinks(t *testing.T) {
	for whole, want := range map[bool]int{false: 1, true: 0} {
		set := toySet()
		set.Patterns[1].Links = append(set.Patterns[1].Links, rules.Link{From: 1, Relation: 1, To: 0, Not: true, Whole: whole})
		in := toyInput(0)
		in.Links = append(in.Links, Link{2, "of", 0})
		an, err := Analyze(context.Background(), NewBase(set, Correct), in)
		if err != nil {
			t.Fatal(err)
		}
		if an.Threats() != want {
			t.Errorf("whole %v: %d threats, want %d", whole, an.Threats(), want)
		}
	}
}
