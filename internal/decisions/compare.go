package decisions

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"cordon/internal/assessment"
	"cordon/internal/knowledge"
)

// facts are what is compared: a name each, and the values it has. Several values stand beside each other after a split, or
// where a role is played by several elements.
type facts map[string]map[string]bool

func (f facts) add(what, value string) {
	if f[what] == nil {
		f[what] = map[string]bool{}
	}
	f[what][value] = true
}

func (f facts) value(what string) string {
	return strings.Join(slices.Sorted(maps.Keys(f[what])), ", ")
}

// changes compares what a decision rested on with what there is now, sorted by what it is.
func (j *judge) changes(on *RestedOn, now []*RestedOn) []Change {
	before, after := facts{}, facts{}
	j.collect(before, on)
	for _, n := range now {
		j.collect(after, n)
	}
	out := []Change{}
	all := maps.Clone(before)
	maps.Copy(all, after)
	for _, what := range slices.Sorted(maps.Keys(all)) {
		if from, to := before.value(what), after.value(what); from != to {
			out = append(out, Change{what, from, to})
		}
	}
	return append(out, j.ways(on.Ways)...)
}

// Changed lists what a decision rested on that is otherwise now.
func (s *Set) Changed(e *Entry, a *assessment.Assessment, ix *knowledge.Index, now *RestedOn) []Change {
	return newJudge(&Set{Moved: s.Moved}, &Found{Assessment: a, Index: ix}).changes(e.RestedOn, []*RestedOn{now})
}

// collect takes a record apart. Ids are replaced by names that hold over moves. Digests and ways are not among the facts.
func (j *judge) collect(f facts, r *RestedOn) {
	one := func(what, value string) {
		if value != "" {
			f.add(what, value)
		}
	}
	one("the rule", r.Rule)
	if r.Version > 0 {
		one("the version of its rule", fmt.Sprint(r.Version))
	}
	for _, role := range r.Elements {
		for _, e := range role.Value {
			f.add("role "+role.Key, j.names.name(e))
		}
	}
	for _, v := range r.Facts {
		f.add(fmt.Sprintf("fact %s of %s", v.Fact, j.names.name(v.Of)), v.Is)
	}
	for _, v := range r.Trust {
		f.add(fmt.Sprintf("trust %s in %s", v.Trust, j.names.name(v.In)), v.Is)
	}
	for _, c := range r.Controls {
		f.add("control "+j.names.about(c.Control), placedAs(c.State, c.Coverage))
	}
	if r.State != "" {
		f.add("its state", placedAs(r.State, r.Coverage))
	}
	for _, s := range r.Severity {
		f.add("severity for "+s.Key, s.Value)
	}
	one("the verdict", r.Verdict)
	one("what the clause asks", r.Clause)
	one("P1", r.P1)
	one("P2", r.P2)
	one("the probability of harm", r.P)
	one("its likelihood", r.Likely)
	if r.State != "" {
		one("the highest risk of what it answers", r.Risk)
	} else {
		one("the highest risk it leads to", r.Risk)
	}
	for _, c := range r.Components {
		f.add("component "+nameOf(c), c)
	}
	for _, w := range r.Weakness {
		f.add("its weaknesses and vector", w)
	}
	one("what is known of exploitation", r.Exploited)
	for _, c := range r.HeldBy {
		f.add("held back by", j.names.about(c))
	}
	for _, h := range r.Harms {
		f.add("the verdict on "+j.names.about(h.Key), h.Value)
	}
	for _, b := range r.Benefits {
		f.add("benefit "+j.names.about(b.Key), b.Value)
	}
}

// nameOf is a component without its version.
func nameOf(component string) string {
	name, _, _ := strings.Cut(component, "@")
	return name
}

// placedAs says how far a control is in place.
func placedAs(state, coverage string) string {
	if coverage == "" {
		return state
	}
	return state + ", coverage " + coverage
}

// ways looks whether each way on record is still open: each of its threats is there, and none has become less likely than
// the way was. Which of many equal ways an assessment lists depends on the rest of the model, so lists are not compared; a
// likelier way shows in P1.
func (j *judge) ways(ways []Way) []Change {
	var out []Change
	for _, w := range ways {
		for _, s := range w.Steps {
			what := fmt.Sprintf("step %s on a way to it", s.Threat)
			now, level := "", -1
			for _, t := range j.threats[j.key(s.Rule, s.Elements)] {
				if l := j.level(t.Likelihood); l > level {
					now, level = t.Likelihood, l
				}
			}
			if level >= j.level(w.Likelihood) {
				continue
			}
			out = append(out, Change{what, w.Likelihood + " or more", now})
		}
	}
	slices.SortFunc(out, func(a, b Change) int { return strings.Compare(a.What, b.What) })
	return slices.Compact(out)
}

// level is the place of a word among the levels of likelihood; -1 for an unknown one, which is below all.
func (j *judge) level(likelihood string) int {
	scale := j.f.Index.Base.Scales.Likelihood
	for i := range scale {
		if scale[i].Name == likelihood {
			return i
		}
	}
	return -1
}
