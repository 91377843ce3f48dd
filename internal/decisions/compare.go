package decisions

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"cordon/internal/assessment"
	"cordon/internal/knowledge"
)

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
	for _, what := range all.inOrder() {
		if was, is := before.values(what), after.values(what); !slices.Equal(was, is) {
			out = append(out, Change{what.String(), strings.Join(was, ", "), strings.Join(is, ", "), what, was, is})
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
	one := func(what Kind, value string) {
		if value != "" {
			f.add(Named{Kind: what}, value)
		}
	}
	one(RuleIs, r.Rule)
	if r.Version > 0 {
		one(RuleVersion, fmt.Sprint(r.Version))
	}
	for _, role := range r.Elements {
		for _, e := range role.Value {
			f.add(Named{Kind: RoleIs, Name: role.Key}, j.names.name(e))
		}
	}
	for _, v := range r.Facts {
		f.add(Named{ElementFact, v.Fact, j.names.name(v.Of)}, v.Is)
	}
	for _, v := range r.Trust {
		f.add(Named{Trust, v.Trust, j.names.name(v.In)}, v.Is)
	}
	for _, c := range r.Controls {
		f.add(Named{Kind: ControlIs, Of: j.names.about(c.Control)}, placedAs(c.State, c.Coverage))
	}
	if r.State != "" {
		one(OwnState, placedAs(r.State, r.Coverage))
	}
	for _, s := range r.Severity {
		f.add(Named{Kind: Severity, Name: s.Key}, s.Value)
	}
	one(VerdictIs, r.Verdict)
	one(ClauseAsks, r.Clause)
	one(P1, r.P1)
	one(P2, r.P2)
	one(OfHarm, r.P)
	one(Likelihood, r.Likely)
	if r.State != "" {
		one(RiskAnswers, r.Risk)
	} else {
		one(RiskOf, r.Risk)
	}
	for _, c := range r.Components {
		f.add(Named{Kind: Component, Name: nameOf(c)}, c)
	}
	for _, w := range r.Weakness {
		one(WeaknessIs, w)
	}
	one(Exploited, r.Exploited)
	for _, c := range r.HeldBy {
		one(HeldBy, j.names.about(c))
	}
	for _, h := range r.Harms {
		f.add(Named{Kind: OnHarm, Of: j.names.about(h.Key)}, h.Value)
	}
	for _, b := range r.Benefits {
		f.add(Named{Kind: BenefitOf, Of: j.names.about(b.Key)}, b.Value)
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
			what := Named{Kind: StepOn, Of: s.Threat}
			now, level := "", -1
			for _, t := range j.threats[j.key(s.Rule, s.Elements)] {
				if l := j.level(t.Likelihood); l > level {
					now, level = t.Likelihood, l
				}
			}
			if level >= j.level(w.Likelihood) {
				continue
			}
			c := Change{what.String(), w.Likelihood + " or more", now, what, []string{w.Likelihood}, []string{}}
			if now != "" {
				c.Now = []string{now}
			}
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b Change) int { return strings.Compare(a.What, b.What) })
	return slices.CompactFunc(out, func(a, b Change) bool { return a.String() == b.String() })
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
