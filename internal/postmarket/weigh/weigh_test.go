package weigh_test

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"cordon/internal/civil"
	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/postmarket/weigh"
	"cordon/internal/project"
	"cordon/internal/yamltext"
)

// Trust in what is tested here is assumed at smartbox/os as high, and at cloud/ingest as medium.
const flaws = "free-of-known-flaws"

var shipped = sync.OnceValue(func() *project.Knowledge {
	var ds diag.List
	k, err := project.OpenKnowledge(nil, &ds)
	if err != nil || ds.HasErrors() {
		panic(fmt.Sprint(err, ds.Sorted()))
	}
	return k
})

var exampleDir = filepath.Join("..", "..", "..", "examples", "wearable-monitor")

func described(t testing.TB) *model.Model {
	t.Helper()
	var ds diag.List
	m := project.OpenModel(exampleDir, shipped(), &ds)
	if ds.HasErrors() {
		t.Fatal(ds.Sorted())
	}
	return m
}

func system(t testing.TB, m *model.Model) *weigh.System {
	t.Helper()
	k := shipped()
	a, err := project.Assess(t.Context(), m, k, engine.Current, nil)
	if err != nil {
		t.Fatal(err)
	}
	s, err := weigh.New(m, k.Index, a.Run, a.Assessment)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func try(t testing.TB, s *weigh.System, changes ...weigh.Change) *weigh.Situation {
	t.Helper()
	sit, err := s.Try(changes, nil)
	if err != nil {
		t.Fatal(err)
	}
	return sit
}

// levels are those of all causal nodes while changes are made.
func levels(t testing.TB, s *weigh.System, changes ...weigh.Change) (levels []uint8) {
	t.Helper()
	if _, err := s.Try(changes, func() error { levels = s.Run.Levels(); return nil }); err != nil {
		t.Fatal(err)
	}
	return levels
}

func instant(t testing.TB, text string) civil.Instant {
	t.Helper()
	at, err := civil.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func goOn() error { return nil }

func trust(element string, op knowledge.Operator, level uint8) weigh.Change {
	return weigh.Change{Element: element, Trust: flaws, Op: op, Level: level}
}

func TestNewWantsTheModeOfUse(t *testing.T) {
	m, k := described(t), shipped()
	a, err := project.Assess(t.Context(), m, k, engine.Future, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := weigh.New(m, k.Index, a.Run, a.Assessment); err == nil {
		t.Error("planned controls count in a system in use")
	}
}

// drawChanges draws changes of everything that can change, some of them at what is not there.
func drawChanges(t *rapid.T, s *weigh.System) []weigh.Change {
	type place struct{ element, trust string }
	places := []place{{"nowhere", flaws}, {"smartbox", "no-such-trust"}}
	for i := range s.Assets {
		for _, a := range s.Run.Assumptions(s.Assets[i].ID) {
			places = append(places, place{a.Element, a.Attribute})
		}
	}
	level := rapid.Uint8Range(0, 5)
	since := func(t *rapid.T) civil.Instant { return civil.Instant(rapid.Int64Range(0, 3).Draw(t, "since")) }
	from := rapid.SampledFrom([]string{"a", "b"})
	one := rapid.Custom(func(t *rapid.T) weigh.Change {
		c := weigh.Change{Level: level.Draw(t, "level"), Since: since(t), From: from.Draw(t, "from")}
		switch rapid.IntRange(0, 4).Draw(t, "what") {
		case 0, 1:
			p := rapid.SampledFrom(places).Draw(t, "place")
			c.Element, c.Trust, c.Op = p.element, p.trust, rapid.SampledFrom([]knowledge.Operator{knowledge.Is, knowledge.AtMost, knowledge.AtLeast}).Draw(t, "op")
		case 2:
			x := &s.Controls[rapid.IntRange(0, len(s.Controls)-1).Draw(t, "control")]
			c.Control, c.Element = x.Control, x.Element
			if c.State = rapid.SampledFrom([]string{"absent", "planned", "present", ""}).Draw(t, "state"); c.State == "" {
				c.Op = knowledge.AtMost
			}
		case 3:
			c.Element, c.Impact = rapid.SampledFrom(places).Draw(t, "element").element, rapid.SampledFrom([]string{"controlled", "out-of-service", "none-such"}).Draw(t, "impact")
		case 4:
			h := &s.Model.Harms[rapid.IntRange(0, len(s.Model.Harms)-1).Draw(t, "harm")]
			c.From = fmt.Sprint(rapid.Int().Draw(t, "event")) // one event says one thing of a harm
			c.Harm, c.Now = h.ID, &weigh.Circumstances{Severity: map[string]int{h.Value.Severity[0].Key: rapid.IntRange(1, 5).Draw(t, "severity")}, NoFallBack: rapid.Bool().Draw(t, "no fall-back")}
		}
		return c
	})
	return rapid.SliceOfN(one, 0, 8).Draw(t, "changes")
}

func TestTryLeavesNothingBehind(t *testing.T) {
	s := system(t, described(t))
	before, plain := s.Run.Levels(), try(t, s)
	impacts := func() map[string]uint8 {
		out := map[string]uint8{}
		s.Run.EachConsequence(func(_ int, element, consequence string) {
			out[element+" "+consequence], _ = s.Run.ImpactAt(consequence, element)
		})
		return out
	}
	meant := impacts()
	rapid.Check(t, func(r *rapid.T) {
		changes := drawChanges(r, s)
		given := slices.Clone(changes)
		if _, err := s.Try(changes, nil); err != nil {
			r.Fatal(err)
		}
		if _, err := s.Try(changes, func() error { return fmt.Errorf("stop") }); err == nil {
			r.Fatal("the error of with is lost")
		}
		if !slices.Equal(before, s.Run.Levels()) {
			r.Fatal("levels are otherwise after the trial")
		}
		if !maps.Equal(meant, impacts()) {
			r.Fatal("impacts are otherwise after the trial")
		}
		if diff := cmp.Diff(given, changes); diff != "" {
			r.Fatal("the changes were changed:", diff)
		}
		if diff := cmp.Diff(plain, try(t, s)); diff != "" {
			r.Fatal("harms are otherwise after the trial:", diff)
		}
	})
}

func TestTryDoesNotCareForOrder(t *testing.T) {
	s := system(t, described(t))
	rapid.Check(t, func(r *rapid.T) {
		changes := drawChanges(r, s)
		if len(changes) == 0 {
			return
		}
		other := rapid.Permutation(changes).Draw(r, "other order")
		if !slices.Equal(levels(t, s, changes...), levels(t, s, other...)) {
			r.Fatal("the order of changes counts for levels")
		}
		a, b := try(t, s, changes...), try(t, s, other...)
		slices.Sort(a.Refused)
		slices.Sort(b.Refused)
		if diff := cmp.Diff(a, b); diff != "" {
			r.Fatal("the order of changes counts:", diff)
		}
	})
}

func TestLevelsOfTrust(t *testing.T) {
	s := system(t, described(t))
	const at = "cloud/ingest"
	assumed, ok := s.Assumed(at, flaws)
	if !ok || assumed < 2 || assumed > 4 {
		t.Fatalf("assumed %d, %t: choose another element", assumed, ok)
	}
	since := func(c weigh.Change, at civil.Instant) weigh.Change { c.Since = at; return c }
	for _, c := range []struct {
		name    string
		changes []weigh.Change
		want    uint8
	}{
		{"is", []weigh.Change{trust(at, knowledge.Is, 0)}, 0},
		{"is, higher", []weigh.Change{trust(at, knowledge.Is, 5)}, 5},
		{"at most", []weigh.Change{trust(at, knowledge.AtMost, 1)}, 1},
		{"at most, higher", []weigh.Change{trust(at, knowledge.AtMost, 5)}, assumed},
		{"at least", []weigh.Change{trust(at, knowledge.AtLeast, 5)}, 5},
		{"at least, lower", []weigh.Change{trust(at, knowledge.AtLeast, 0)}, assumed},
		{"the newest is", []weigh.Change{since(trust(at, knowledge.Is, 4), 2), since(trust(at, knowledge.Is, 1), 1)}, 4},
		{"two at one time: the lower", []weigh.Change{trust(at, knowledge.Is, 1), trust(at, knowledge.Is, 4)}, 1},
		{"the lowest at most", []weigh.Change{trust(at, knowledge.AtMost, 1), since(trust(at, knowledge.AtMost, 3), 9)}, 1},
		{"the highest at least", []weigh.Change{trust(at, knowledge.AtLeast, 5), since(trust(at, knowledge.AtLeast, 1), 9)}, 5},
		{"at most after a later at least", []weigh.Change{trust(at, knowledge.AtMost, 1), since(trust(at, knowledge.AtLeast, 5), 9)}, 1},
		{"at most after a later is", []weigh.Change{trust(at, knowledge.AtMost, 1), since(trust(at, knowledge.Is, 5), 9)}, 1},
		{"at least after a later is", []weigh.Change{trust(at, knowledge.AtLeast, 4), since(trust(at, knowledge.Is, 0), 9)}, 4},
	} {
		if got, want := levels(t, s, c.changes...), levels(t, s, trust(at, knowledge.Is, c.want)); !slices.Equal(got, want) {
			t.Errorf("%s: not as with level %d", c.name, c.want)
		}
	}
	if slices.Equal(levels(t, s, trust(at, knowledge.Is, 0)), levels(t, s, trust(at, knowledge.Is, 5))) {
		t.Error("this trust changes nothing, so the table above shows nothing")
	}
}

// What follows from a change is what follows from a description that says so from the start.
func TestTryIsLikeAFreshAssessment(t *testing.T) {
	s := system(t, described(t))
	rapid.Check(t, func(r *rapid.T) {
		m := described(t)
		var changes []weigh.Change
		for range rapid.IntRange(1, 3).Draw(r, "elements") {
			a := &m.Assets[rapid.IntRange(0, len(m.Assets)-1).Draw(r, "asset")]
			if len(s.Run.Assumptions(a.ID)) == 0 || slices.ContainsFunc(changes, func(c weigh.Change) bool { return c.Element == a.ID }) {
				continue
			}
			attr := rapid.SampledFrom(s.Run.Assumptions(a.ID)).Draw(r, "attribute").Attribute
			level := rapid.IntRange(0, 5).Draw(r, "level")
			a.Value.Trust = append(slices.DeleteFunc(slices.Clone(a.Value.Trust), func(e yamltext.Entry[model.Level]) bool { return e.Key == attr }),
				yamltext.Entry[model.Level]{Key: attr, Value: model.Level(model.Level("").Words()[level])})
			changes = append(changes, weigh.Change{Element: a.ID, Trust: attr, Op: knowledge.Is, Level: uint8(level)})
		}
		fresh := system(t, m)
		if diff := cmp.Diff(try(t, fresh).Harms, try(t, s, changes...).Harms); diff != "" {
			r.Fatalf("%+v (-described +changed):\n%s", changes, diff)
		}
		if !slices.Equal(levels(t, fresh), levels(t, s, changes...)) {
			r.Fatalf("%+v: other levels", changes)
		}
	})
}

func TestStatesOfAControl(t *testing.T) {
	s := system(t, described(t))
	i := slices.IndexFunc(s.Controls, func(c engine.Control) bool {
		x := weigh.Change{Control: c.Control, Element: c.Element, State: "present"}
		return c.State == "present" && c.Coverage == "" && !slices.Equal(levels(t, s), levels(t, s, x)) && differ(t, s, x, 1, 2, 4)
	})
	if i < 0 {
		t.Fatal("the example has no control whose coverage counts")
	}
	id, at := s.Controls[i].Control, s.Controls[i].Element
	if !slices.IsSortedFunc(s.Controls, func(a, b engine.Control) int { return strings.Compare(a.ID, b.ID) }) {
		t.Fatal("controls are not in the order of their ids")
	}
	is := func(state string, level uint8, since civil.Instant) weigh.Change {
		return weigh.Change{Control: id, Element: at, State: state, Level: level, Since: since}
	}
	left := func(level uint8, since civil.Instant) weigh.Change {
		return weigh.Change{Control: id, Element: at, Op: knowledge.AtMost, Level: level, Since: since}
	}
	for _, c := range []struct {
		name    string
		changes []weigh.Change
		want    weigh.Change
	}{
		{"the newest", []weigh.Change{is("present", 5, 2), is("absent", 0, 1)}, is("present", 5, 0)},
		{"the newest, the other way", []weigh.Change{is("absent", 0, 2), is("present", 5, 1)}, is("absent", 0, 0)},
		{"at one time what takes away", []weigh.Change{is("absent", 0, 1), is("present", 5, 1)}, is("absent", 0, 0)},
		{"at one time the smaller", []weigh.Change{is("present", 1, 1), is("present", 4, 1)}, is("present", 1, 0)},
		{"what is left of the described", []weigh.Change{left(2, 1)}, is("present", 2, 0)},
		{"what is left never grows", []weigh.Change{is("present", 1, 0), left(2, 1)}, is("present", 1, 0)},
		{"what is left of nothing", []weigh.Change{is("absent", 0, 0), left(3, 1)}, is("absent", 0, 0)},
		{"the least that is left", []weigh.Change{left(1, 0), left(4, 1)}, is("present", 1, 0)},
		{"renewed", []weigh.Change{left(1, 0), is("present", 5, 1)}, is("present", 5, 0)},
		{"planned is not there", []weigh.Change{is("planned", 5, 0)}, is("absent", 0, 0)},
	} {
		if !slices.Equal(levels(t, s, c.changes...), levels(t, s, c.want)) {
			t.Errorf("%s: not as %s, %d", c.name, c.want.State, c.want.Level)
		}
	}
	// Coverage that is left of a control that is not in place switches nothing on.
	for i := range s.Controls {
		c := &s.Controls[i]
		off := weigh.Change{Control: c.Control, Element: c.Element, Op: knowledge.AtMost, Level: 4}
		if c.State != "present" && !slices.Equal(levels(t, s), levels(t, s, off)) {
			t.Fatalf("%s is %s and was switched on", c.ID, c.State)
		}
	}
}

// differ tells whether each coverage of a control gives other levels.
func differ(t *testing.T, s *weigh.System, c weigh.Change, coverage ...uint8) bool {
	var seen [][]uint8
	for _, c.Level = range coverage {
		is := levels(t, s, c)
		if slices.ContainsFunc(seen, func(o []uint8) bool { return slices.Equal(o, is) }) {
			return false
		}
		seen = append(seen, is)
	}
	return true
}

func TestWhatIsNotThereIsRefused(t *testing.T) {
	s := system(t, described(t))
	plain := try(t, s)
	for says, c := range map[string]weigh.Change{
		"x: nowhere has no trust attribute " + flaws: {From: "x", Element: "nowhere", Trust: flaws},
		"x: smartbox has no trust attribute humble":  {From: "x", Element: "smartbox", Trust: "humble"},
		"x: nowhere has no consequence controlled":   {From: "x", Element: "nowhere", Impact: "controlled"},
		"x: CTL-0001 changes nothing at nowhere":     {From: "x", Element: "nowhere", Control: "CTL-0001", State: "present"},
		"x: CTL-9999 changes nothing at upload":      {From: "x", Element: "upload", Control: "CTL-9999", State: "absent"},
	} {
		sit, err := s.Try([]weigh.Change{c}, nil)
		if err != nil || !slices.Equal(sit.Refused, []string{says}) {
			t.Errorf("%v %v, wanted %q", err, sit, says)
			continue
		}
		if diff := cmp.Diff(plain.Harms, sit.Harms); diff != "" {
			t.Errorf("%s: %s", says, diff)
		}
	}
}

func TestCircumstancesDoNotTouchTheDescription(t *testing.T) {
	m := described(t)
	s := system(t, m)
	i := slices.IndexFunc(m.Harms, func(h model.Element[model.Harm]) bool { return h.ID == "late-adjustment" })
	plain := try(t, s)
	now := func(c weigh.Circumstances) *weigh.Situation {
		return try(t, s, weigh.Change{Harm: "late-adjustment", Now: &c})
	}
	worst := map[string]int{}
	for _, g := range m.Harms[i].Value.Severity {
		worst[g.Key] = 5
	}
	if h := now(weigh.Circumstances{Severity: worst}).Harms[i]; h.Rank.Severity != 5 || plain.Harms[i].Rank.Severity == 5 {
		t.Errorf("severity %d, before %d", h.Rank.Severity, plain.Harms[i].Rank.Severity)
	}
	seen := map[int]bool{}
	for _, e := range model.Exposure("").Words() {
		h, p := now(weigh.Circumstances{Exposure: model.Exposure(e)}).Harms[i], plain.Harms[i]
		seen[h.Rank.Probability] = true
		if h.Rank.Likelihood != p.Rank.Likelihood {
			t.Errorf("exposure %s changes how likely the situation is", e)
		}
	}
	if len(seen) < 2 {
		t.Errorf("no exposure changes how probable the harm is: %v", seen)
	}
	if no := now(weigh.Circumstances{NoFallBack: true}).Harms[i]; no.Rank.Probability < plain.Harms[i].Rank.Probability {
		t.Errorf("without fall-back the harm is less probable: %+v", no)
	}
	for j, h := range now(weigh.Circumstances{Severity: worst, NoFallBack: true}).Harms {
		if j != i && len(m.Harms[j].Value.From) > 0 && !shares(m, i, j) && cmp.Diff(plain.Harms[j], h) != "" {
			t.Errorf("%s changes with another harm", h.ID)
		}
	}
	newest := try(t, s, weigh.Change{Harm: "late-adjustment", Since: 2, Now: &weigh.Circumstances{Severity: worst}}, weigh.Change{Harm: "late-adjustment", Since: 1, Now: &weigh.Circumstances{Severity: map[string]int{"adult": 1, "frail": 1}}})
	if newest.Harms[i].Rank.Severity != 5 {
		t.Error("the older severity counts")
	}
	if diff := cmp.Diff(described(t).Harms, m.Harms); diff != "" {
		t.Error("the harms of the description changed:", diff)
	}
	if diff := cmp.Diff(described(t).Functions, m.Functions); diff != "" {
		t.Error("the functions of the description changed:", diff)
	}
	if diff := cmp.Diff(plain, try(t, s)); diff != "" {
		t.Error(diff)
	}
}

// shares tells whether two harms come from one function.
func shares(m *model.Model, i, j int) bool {
	return slices.ContainsFunc(m.Harms[i].Value.From, func(a yamltext.Word) bool {
		return slices.ContainsFunc(m.Harms[j].Value.From, func(b yamltext.Word) bool { return a.Text == b.Text })
	})
}

func TestASystemWithoutHarms(t *testing.T) {
	m := described(t)
	m.Harms = nil
	s := system(t, m)
	if sit := try(t, s, trust("cloud/ingest", knowledge.Is, 0)); len(sit.Harms) != 0 {
		t.Error(sit)
	}
}
