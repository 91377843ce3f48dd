package spyderisk

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
)

// This file computes the risk of a model a second time, slowly and plainly, in parity mode (design/engine.md section 3, FORMAT.md
// sections 3.7 and 3.8). It is there to find mistakes in the fast engine, and therefore shares nothing with it. It takes the
// structure of a model that was read with its results (which threats, sets and strategies there are and how they hang together)
// and none of the stored levels.
//
// Some rules rest on these documents alone, since no stored result would be another without them: that the lowest asset is enough in a
// sufficient role, which of its assets are actual causes (so also that Spyderisk is off by one, which shows nowhere else), that a
// secondary threat can be an initial but no root cause, that a side effect needs causes, mode CURRENT, and mitigation.
// TestOracleByHand and TestOracleSufficientRole at the end show what we take some of them to mean.

// oracleSettings is what a user can change about a model.
type oracleSettings struct {
	current  bool            // mode CURRENT instead of FUTURE
	proposed map[string]bool // by URI of control set; absent = not proposed
	trust    map[string]int  // asserted level by URI of trust set; every set has one
	impact   map[string]int  // impact by URI of misbehaviour set; every set has one
}

// oracleResult is everything Spyderisk would write. The maps to bool hold true only, the maps to lists no empty list.
type oracleResult struct {
	likelihood, risk map[string]int      // by URI of misbehaviour set; every set has one
	trust            map[string]int      // inferred level by URI of trust set; every set has one
	enabled          map[string]bool     // by URI of strategy
	threat           map[string]int      // likelihood by URI of threat; absent where the threat is not considered
	threatRisk       map[string]int      // by URI of threat; absent as above
	external         map[string]bool     // trust sets that are external causes
	causedBy         map[string][]string // by URI of threat: its causes (misbehaviour sets and trust sets), sorted
	direct           map[string][]string // by URI of threat: its direct effects, sorted
	normalEffect     map[string]bool     // misbehaviour sets that are normal-operation effects
	initial, root    map[string]bool     // threats
	indirectThreats  map[string][]string // of initial and root causes: what follows from them and they themselves, sorted
	indirectEffects  map[string][]string // of initial and root causes, sorted
}

// oracleSettingsOf is what the file says: the user's proposals, the asserted trust levels (the file gives the default where the user
// asserted none) and the impacts. The stored impact is the default even where the user gave one (FORMAT.md 3.4), so these go on top.
func oracleSettingsOf(m *Model) oracleSettings {
	s := oracleSettings{current: m.Mode == "CURRENT", proposed: map[string]bool{}, trust: map[string]int{}, impact: map[string]int{}}
	for _, p := range m.Proposals {
		if p.Proposed {
			s.proposed[p.URI] = true
		}
	}
	for _, x := range m.TrustSets {
		s.trust[x.URI] = x.Asserted
	}
	for _, x := range m.Misbehaviours {
		s.impact[x.URI] = x.Impact
	}
	for _, x := range m.ImpactLevels {
		s.impact[x.URI] = x.Level
	}
	return s
}

// runOracle computes a model's results. Who runs many settings of one model calls newOracle once and run many times.
func runOracle(m *Model, s oracleSettings) oracleResult { return newOracle(m).run(s) }

// oracle is the structure of a model, with numbers in place of URIs. Misbehaviour sets and trust sets, which can both be causes, are
// numbered together, misbehaviour sets first.
type oracle struct {
	top           int // N, the highest level of likelihood and of trust
	riskTable     [][]int
	sets          []string // URI by number
	misbehaviours int      // so many numbers are misbehaviour sets
	undermines    []int    // by number of a trust set: the paired misbehaviour set, or -1
	threats       []oracleThreat
	strategies    []oracleStrategy
}

type oracleThreat struct {
	uri                                string
	current, future                    bool
	normalOperation, secondary         bool
	sideEffect                         bool         // a strategy must trigger it
	frequency                          int          // or NoLevel
	roles                              []oracleRole // those with causes
	causes                             []int        // of all roles, each once
	effects                            []int
	blockers, mitigators, triggeringBy []int // strategies
}

// oracleRole is a role with causes: one group of causes for each asset that plays it.
type oracleRole struct {
	sufficient bool
	assets     [][]int
}

type oracleStrategy struct {
	uri             string
	current, future bool
	effect          int      // blocking effect, as a level of trust
	mandatory       []string // URIs of control sets
}

func newOracle(m *Model) *oracle {
	b := m.Base
	if b.Likelihood.Top() != b.Trust.Top() {
		panic("the scales of likelihood and trust differ in length")
	}
	o := &oracle{top: b.Trust.Top(), riskTable: b.RiskTable, misbehaviours: len(m.Misbehaviours)}
	number := map[string]int{}
	for _, x := range m.Misbehaviours {
		number[x.URI] = len(o.sets)
		o.sets = append(o.sets, x.URI)
	}
	for _, x := range m.TrustSets {
		number[x.URI] = len(o.sets)
		o.sets = append(o.sets, x.URI)
	}
	o.undermines = slices.Repeat([]int{-1}, len(o.sets))
	for _, x := range m.ImpactSets {
		o.undermines[number[x.Attribute.URI]] = number[x.Misbehaviour.URI]
	}
	strategyNumber := map[*StrategyAt]int{}
	for i, x := range m.Strategies {
		strategyNumber[x] = i
		s := oracleStrategy{uri: x.URI, current: x.Strategy.Current, future: x.Strategy.Future, effect: x.Strategy.Effect}
		for _, c := range x.Mandatory {
			s.mandatory = append(s.mandatory, c.URI)
		}
		o.strategies = append(o.strategies, s)
	}
	numbers := func(list []*StrategyAt) (out []int) {
		for _, x := range list {
			out = append(out, strategyNumber[x])
		}
		return out
	}
	for _, x := range m.Threats {
		base := x.Threat
		t := oracleThreat{
			uri: x.URI, current: base.Current, future: base.Future, normalOperation: base.NormalOperation, secondary: base.Secondary,
			sideEffect: len(base.TriggeredBy) > 0, frequency: base.Frequency, roles: oracleRoles(x, number),
			blockers: numbers(x.BlockedBy), mitigators: numbers(x.MitigatedBy), triggeringBy: numbers(x.TriggeredBy),
		}
		for _, r := range t.roles {
			t.causes = append(t.causes, slices.Concat(r.assets...)...)
		}
		slices.Sort(t.causes)
		t.causes = slices.Compact(t.causes)
		if len(t.causes) != len(x.Entry)+len(x.Conditions) {
			panic(x.URI + ": some of the stored causes belong to no role")
		}
		for _, e := range x.Effects {
			t.effects = append(t.effects, number[e.URI])
		}
		o.threats = append(o.threats, t)
	}
	return o
}

// oracleRoles finds out at which role and asset each cause of a threat stands. The base says which attribute or misbehaviour at which
// role is a cause; the match says which assets play the role and whether it is a sufficient one; the stored threat says which of the
// three members (plain, Min, Max) it takes in a population (FORMAT.md 3.7).
func oracleRoles(x *ThreatAt, number map[string]int) (out []oracleRole) {
	stored := map[string]bool{}
	for _, s := range x.Entry {
		stored[s.URI] = true
	}
	for _, s := range x.Conditions {
		stored[s.URI] = true
	}
	member := func(name func(Variant) string) int {
		var found []int
		for _, v := range []Variant{Average, Min, Max} {
			if uri := systemNS + name(v); stored[uri] {
				found = append(found, number[uri])
			}
		}
		if len(found) != 1 {
			panic(fmt.Sprintf("%s: %d members of %s are causes, not one", x.URI, len(found), name(Average)))
		}
		return found[0]
	}
	place := map[*Role]int{}
	for _, n := range x.Match.Nodes {
		var causes []int
		for _, e := range x.Threat.EntryPoints {
			if e.Role == n.Role {
				causes = append(causes, member(func(v Variant) string { return TrustSetName(e.Attribute.ID, v, n.Asset.ID) }))
			}
		}
		for _, e := range x.Threat.Conditions {
			if e.Role == n.Role {
				causes = append(causes, member(func(v Variant) string { return MisbehaviourSetName(e.Misbehaviour.ID, v, n.Asset.ID) }))
			}
		}
		if len(causes) == 0 {
			continue
		}
		i, known := place[n.Role]
		if !known {
			i = len(out)
			place[n.Role] = i
			sufficient := slices.ContainsFunc(x.Match.Sufficient, func(o *BoundNode) bool { return o.Role == n.Role })
			out = append(out, oracleRole{sufficient: sufficient})
		}
		out[i].assets = append(out[i].assets, causes)
	}
	return out
}

// oracleRun is one calculation. Slices are indexed by the number of the set, threat or strategy they speak of.
type oracleRun struct {
	*oracle
	current            bool
	asserted, inferred []int // of trust sets
	impact, likelihood []int // of misbehaviour sets
	on                 []bool
	considered         []bool
	threat, threatRisk []int // of threats that are considered
	external           []bool
	causedBy, direct   [][]int // threats -> sets
	initial, root      []bool
	normalEffect       []bool
	indirect           [][]int // initial and root causes -> threats
}

func (o *oracle) run(s oracleSettings) oracleResult {
	r := &oracleRun{oracle: o, current: s.current, asserted: make([]int, len(o.sets)), impact: make([]int, len(o.sets))}
	for i, uri := range o.sets {
		if i < o.misbehaviours {
			r.impact[i] = oracleLevel(s.impact, uri)
		} else {
			r.asserted[i] = oracleLevel(s.trust, uri)
		}
	}
	r.switchStrategies(s.proposed)
	r.chooseThreats()
	r.findLevels()
	r.attribute()
	r.rateThreats()
	r.findInitialCauses()
	r.findRootCauses()
	return r.result()
}

func oracleLevel(levels map[string]int, uri string) int {
	level, ok := levels[uri]
	if !ok {
		panic("the settings have no level for " + uri)
	}
	return level
}

// switchStrategies: a strategy is on if it is meant for the mode and all its mandatory controls are present (engine.md 3; FORMAT.md
// 3.5). Parity mode ignores the coverage of controls.
func (r *oracleRun) switchStrategies(proposed map[string]bool) {
	r.on = make([]bool, len(r.strategies))
	for i, s := range r.strategies {
		r.on[i] = s.future
		if r.current {
			r.on[i] = s.current
		}
		for _, control := range s.mandatory {
			r.on[i] = r.on[i] && proposed[control]
		}
	}
}

// chooseThreats: a threat is considered if it has causes, is meant for the mode, and is either no side effect of strategies or that of a
// strategy that is on (engine.md 3). FORMAT.md 3.8 can be read so that a side effect needs no causes. The stored results do not tell: the
// only such threat with effects (P.A.HP.6.1, a disabled process is not available) is off in all of them. We follow engine.md.
func (r *oracleRun) chooseThreats() {
	r.considered = make([]bool, len(r.threats))
	for i := range r.threats {
		t := &r.threats[i]
		mode := t.future
		if r.current {
			mode = t.current
		}
		triggered := false
		for _, s := range t.triggeringBy {
			triggered = triggered || r.on[s]
		}
		r.considered[i] = mode && len(t.roles) > 0 && (!t.sideEffect || triggered)
	}
}

// findLevels: trust starts as asserted and consequences start at likelihood 0; then all threats, all consequences and all trust levels
// are computed again and again until nothing changes. A consequence is as likely as the likeliest threat that has it as an effect. A
// trust attribute falls to the inverse of the likelihood of its paired consequence, if that is lower than asserted (engine.md 3).
func (r *oracleRun) findLevels() {
	r.threat = slices.Repeat([]int{NoLevel}, len(r.threats))
	r.likelihood = make([]int, len(r.sets))
	r.inferred = slices.Clone(r.asserted)
	for changed := true; changed; {
		changed = false
		for i := range r.threats {
			if r.considered[i] {
				r.threat[i] = r.threatLikelihood(&r.threats[i])
			}
		}
		for i := range r.threats {
			for _, e := range r.threats[i].effects {
				if r.threat[i] > r.likelihood[e] {
					r.likelihood[e] = r.threat[i]
					changed = true
				}
			}
		}
		for i := r.misbehaviours; i < len(r.sets); i++ {
			if u := r.undermines[i]; u >= 0 && r.top-r.likelihood[u] < r.inferred[i] {
				r.inferred[i] = r.top - r.likelihood[u]
				changed = true
			}
		}
	}
}

// threatLikelihood: all causes are needed, so the highest trust decides. It is taken over the causes at one asset; then over the assets
// of a role, of which the lowest is enough if the role is sufficient; then over the roles and the strategies that are on and block
// the threat. The inverse is the likelihood, capped by the frequency (engine.md 3).
func (r *oracleRun) threatLikelihood(t *oracleThreat) int {
	trust := 0
	for _, role := range t.roles {
		trust = max(trust, r.roleTrust(role))
	}
	for _, s := range t.blockers {
		if r.on[s] {
			trust = max(trust, r.strategies[s].effect)
		}
	}
	for _, s := range t.mitigators { // they count in FUTURE only
		if r.on[s] && !r.current {
			trust = max(trust, r.strategies[s].effect)
		}
	}
	if t.frequency == NoLevel {
		return r.top - trust
	}
	return min(r.top-trust, t.frequency)
}

func (r *oracleRun) roleTrust(role oracleRole) int {
	var assets []int
	for _, causes := range role.assets {
		trust := 0
		for _, c := range causes {
			trust = max(trust, r.causeTrust(c))
		}
		assets = append(assets, trust)
	}
	if role.sufficient {
		return slices.Min(assets)
	}
	return slices.Max(assets)
}

// causeTrust is the inferred level of a trust attribute, or the inverse of the likelihood of a consequence.
func (r *oracleRun) causeTrust(c int) int {
	if c < r.misbehaviours {
		return r.top - r.likelihood[c]
	}
	return r.inferred[c]
}

// attribute: an external cause is a trust attribute that is below Safe and no lower than asserted. A direct effect of a threat with a
// likelihood above 0 is one that has the same likelihood (FORMAT.md 3.8).
func (r *oracleRun) attribute() {
	r.external = make([]bool, len(r.sets))
	for i := r.misbehaviours; i < len(r.sets); i++ {
		r.external[i] = r.inferred[i] == r.asserted[i] && r.inferred[i] < r.top
	}
	r.causedBy = make([][]int, len(r.threats))
	r.direct = make([][]int, len(r.threats))
	for i := range r.threats {
		if r.threat[i] <= 0 {
			continue
		}
		r.causedBy[i] = r.actualCauses(&r.threats[i], r.threat[i])
		for _, e := range r.threats[i].effects {
			if r.likelihood[e] == r.threat[i] {
				r.direct[i] = append(r.direct[i], e)
			}
		}
	}
}

// actualCauses: what a threat of a likelihood above 0 is caused by. A consequence that is at least as likely counts. A trust attribute
// counts if N+1 minus its inferred level is at least the likelihood (one more than exact: Spyderisk is off by one): itself if it is an
// external cause, the paired consequence if that lowered it, and nothing if it is Safe (FORMAT.md 3.8).
func (r *oracleRun) actualCauses(t *oracleThreat, likelihood int) (out []int) {
	for _, c := range t.causes {
		switch {
		case c < r.misbehaviours:
			if r.likelihood[c] >= likelihood {
				out = append(out, c)
			}
		case r.top+1-r.inferred[c] < likelihood:
		case r.external[c]:
			out = append(out, c)
		case r.inferred[c] < r.asserted[c]:
			out = append(out, r.undermines[c])
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// rateThreats: the risk of a threat starts as the highest value in the risk table for the impact of an effect, direct or not, and the
// likelihood of the threat. Then it is raised to the risk of each threat that one of its direct effects causes, until nothing
// changes (FORMAT.md 3.8).
func (r *oracleRun) rateThreats() {
	r.threatRisk = make([]int, len(r.threats))
	follow := make([][]int, len(r.sets)) // threats caused by a set
	for i := range r.threats {
		for _, c := range r.causedBy[i] {
			follow[c] = append(follow[c], i)
		}
		if r.considered[i] {
			for _, e := range r.threats[i].effects {
				r.threatRisk[i] = max(r.threatRisk[i], r.riskTable[r.impact[e]][r.threat[i]])
			}
		}
	}
	for changed := true; changed; {
		changed = false
		for i := range r.threats {
			for _, e := range r.direct[i] {
				for _, next := range follow[e] {
					if r.threatRisk[next] > r.threatRisk[i] {
						r.threatRisk[i] = r.threatRisk[next]
						changed = true
					}
				}
			}
		}
	}
}

// findInitialCauses: an initial cause is a normal-operation or secondary threat with a likelihood above 0 that is caused by external
// causes only. From these and the external causes follow other threats, of normal operation only; the direct effects of them all are
// the normal-operation effects (FORMAT.md 3.8).
func (r *oracleRun) findInitialCauses() {
	r.initial = make([]bool, len(r.threats))
	for i, t := range r.threats {
		r.initial[i] = (t.normalOperation || t.secondary) && r.threat[i] > 0 && r.allIn(r.causedBy[i], r.external)
	}
	joined := r.trace(r.initial, r.external, func(t *oracleThreat) bool { return t.normalOperation })
	r.normalEffect = make([]bool, len(r.sets))
	for i, set := range joined {
		if set != nil {
			for _, e := range r.direct[i] {
				r.normalEffect[e] = true
			}
		}
	}
	r.indirect = make([][]int, len(r.threats))
	r.collect(r.initial, joined)
}

// findRootCauses: let E be the external causes and the normal-operation effects. A root cause is a threat, neither of normal operation
// nor secondary, with a likelihood above 0, that is caused by E only. From these and E follow other threats, but none of normal
// operation (FORMAT.md 3.8).
func (r *oracleRun) findRootCauses() {
	e := slices.Clone(r.external)
	for i, is := range r.normalEffect {
		e[i] = e[i] || is
	}
	r.root = make([]bool, len(r.threats))
	for i, t := range r.threats {
		r.root[i] = !t.normalOperation && !t.secondary && r.threat[i] > 0 && r.allIn(r.causedBy[i], e)
	}
	r.collect(r.root, r.trace(r.root, e, func(t *oracleThreat) bool { return !t.normalOperation }))
}

func (r *oracleRun) allIn(sets []int, known []bool) bool {
	for _, s := range sets {
		if !known[s] {
			return false
		}
	}
	return true
}

// trace finds what follows from origins, and from which of them. Some sets are known from the start, with no origin. A threat with a
// likelihood above 0 joins, if it is an origin or may join, when all its actual causes are found; it takes the union of their
// origins, and an origin itself besides. Its direct effects are then found and take its origins. This is repeated until nothing
// changes (FORMAT.md 3.8). The result gives the origins of each threat that joined, possibly none, and nil for the others.
func (r *oracleRun) trace(origins, known []bool, mayJoin func(*oracleThreat) bool) []originSet {
	empty := func() originSet { return make(originSet, len(r.threats)/64+1) }
	threats := make([]originSet, len(r.threats))
	sets := make([]originSet, len(r.sets))
	for i, is := range known {
		if is {
			sets[i] = empty()
		}
	}
	for changed := true; changed; {
		changed = false
	next:
		for i := range r.threats {
			if r.threat[i] <= 0 || !origins[i] && !mayJoin(&r.threats[i]) {
				continue
			}
			for _, c := range r.causedBy[i] {
				if sets[c] == nil {
					continue next
				}
			}
			if threats[i] == nil {
				threats[i] = empty()
				changed = true
			}
			if origins[i] {
				threats[i].add(i)
			}
			for _, c := range r.causedBy[i] {
				changed = threats[i].unite(sets[c]) || changed
			}
			for _, e := range r.direct[i] {
				if sets[e] == nil {
					sets[e] = empty()
					changed = true
				}
				changed = sets[e].unite(threats[i]) || changed
			}
		}
	}
	return threats
}

// collect turns the result of trace round: for each origin the threats that follow from it.
func (r *oracleRun) collect(origins []bool, joined []originSet) {
	for origin, is := range origins {
		if !is {
			continue
		}
		for i, set := range joined {
			if set != nil && set.has(origin) {
				r.indirect[origin] = append(r.indirect[origin], i)
			}
		}
	}
}

// originSet is a set of threats, one bit each.
type originSet []uint64

func (s originSet) has(i int) bool { return s[i/64]>>(i%64)&1 == 1 }
func (s originSet) add(i int)      { s[i/64] |= 1 << (i % 64) }

// unite adds the members of another set and tells whether one was new.
func (s originSet) unite(other originSet) (grown bool) {
	for i, bits := range other {
		grown = grown || bits&^s[i] != 0
		s[i] |= bits
	}
	return grown
}

// result puts URIs in place of numbers. The risk of a consequence is the value in the risk table for its impact and likelihood (engine.md
// 3). Indirect effects are the direct effects of the indirect threats (FORMAT.md 3.8).
func (r *oracleRun) result() oracleResult {
	out := oracleResult{
		likelihood: map[string]int{}, risk: map[string]int{}, trust: map[string]int{}, enabled: map[string]bool{},
		threat: map[string]int{}, threatRisk: map[string]int{}, external: map[string]bool{},
		causedBy: map[string][]string{}, direct: map[string][]string{}, normalEffect: map[string]bool{},
		initial: map[string]bool{}, root: map[string]bool{}, indirectThreats: map[string][]string{}, indirectEffects: map[string][]string{},
	}
	for i, uri := range r.sets {
		if i < r.misbehaviours {
			out.likelihood[uri] = r.likelihood[i]
			out.risk[uri] = r.riskTable[r.impact[i]][r.likelihood[i]]
		} else {
			out.trust[uri] = r.inferred[i]
		}
		putTrue(out.external, uri, r.external[i])
		putTrue(out.normalEffect, uri, r.normalEffect[i])
	}
	for i, s := range r.strategies {
		putTrue(out.enabled, s.uri, r.on[i])
	}
	for i := range r.threats {
		uri := r.threats[i].uri
		if r.considered[i] {
			out.threat[uri] = r.threat[i]
			out.threatRisk[uri] = r.threatRisk[i]
		}
		putTrue(out.initial, uri, r.initial[i])
		putTrue(out.root, uri, r.root[i])
		r.putSets(out.causedBy, uri, r.causedBy[i])
		r.putSets(out.direct, uri, r.direct[i])
		if !r.initial[i] && !r.root[i] {
			continue
		}
		effect := make([]bool, len(r.sets))
		for _, t := range r.indirect[i] {
			out.indirectThreats[uri] = append(out.indirectThreats[uri], r.threats[t].uri)
			for _, e := range r.direct[t] {
				effect[e] = true
			}
		}
		slices.Sort(out.indirectThreats[uri])
		var effects []int
		for e, is := range effect {
			if is {
				effects = append(effects, e)
			}
		}
		r.putSets(out.indirectEffects, uri, effects)
	}
	return out
}

func putTrue(to map[string]bool, uri string, is bool) {
	if is {
		to[uri] = true
	}
}

func (r *oracleRun) putSets(to map[string][]string, uri string, sets []int) {
	if len(sets) == 0 {
		return
	}
	list := make([]string, len(sets))
	for i, s := range sets {
		list[i] = r.sets[s]
	}
	slices.Sort(list)
	to[uri] = list
}

// oracleComparison counts compared values by field, and those of them where the file stores something: a level above 0, a true, a list.
type oracleComparison struct {
	compared, telling map[string]int
	differences       map[string][]string
}

func newOracleComparison() *oracleComparison {
	return &oracleComparison{map[string]int{}, map[string]int{}, map[string][]string{}}
}

func (c *oracleComparison) same(field, uri string, got, stored any) {
	g, s := fmt.Sprint(got), fmt.Sprint(stored)
	c.compared[field]++
	if s != "0" && s != "-1" && s != "false" && s != "[]" {
		c.telling[field]++
	}
	if g != s {
		c.differences[field] = append(c.differences[field], fmt.Sprintf("%s: got %s, stored %s", strings.TrimPrefix(uri, systemNS), g, s))
	}
}

// report fails with up to ten differences per field.
func (c *oracleComparison) report(t *testing.T) {
	t.Helper()
	for field, all := range c.differences {
		t.Errorf("%s: %d of %d differ, such as\n\t%s", field, len(all), c.compared[field], strings.Join(all[:min(10, len(all))], "\n\t"))
	}
}

// add compares what the oracle computes for the settings in the file with every result the file stores.
func (c *oracleComparison) add(m *Model) {
	got := runOracle(m, oracleSettingsOf(m))
	for _, x := range m.Misbehaviours {
		c.same("likelihood", x.URI, got.likelihood[x.URI], x.Likelihood)
		c.same("risk", x.URI, got.risk[x.URI], x.Risk)
		c.same("normal-operation effect", x.URI, got.normalEffect[x.URI], x.NormalOperation)
	}
	for _, x := range m.TrustSets {
		c.same("trust", x.URI, got.trust[x.URI], x.Inferred)
		c.same("external cause", x.URI, got.external[x.URI], x.External)
	}
	for _, x := range m.Strategies {
		c.same("strategy", x.URI, got.enabled[x.URI], x.Enabled)
	}
	levelOf := func(levels map[string]int, uri string) int {
		if level, ok := levels[uri]; ok {
			return level
		}
		return NoLevel
	}
	for _, x := range m.Threats {
		c.same("threat", x.URI, levelOf(got.threat, x.URI), x.Likelihood)
		c.same("risk of threat", x.URI, levelOf(got.threatRisk, x.URI), x.Risk)
		c.same("caused by", x.URI, got.causedBy[x.URI], oracleURIs(x.CausedBy, Cause.causeURI))
		c.same("direct effects", x.URI, got.direct[x.URI], oracleURIs(x.DirectEffects, (*MisbehaviourSet).causeURI))
		c.same("initial cause", x.URI, got.initial[x.URI], x.InitialCause)
		c.same("root cause", x.URI, got.root[x.URI], x.RootCause)
		c.same("indirect threats", x.URI, got.indirectThreats[x.URI], oracleURIs(x.IndirectThreats, func(t *ThreatAt) string { return t.URI }))
		c.same("indirect effects", x.URI, got.indirectEffects[x.URI], oracleURIs(x.IndirectEffects, (*MisbehaviourSet).causeURI))
	}
}

func oracleURIs[T any](all []T, uri func(T) string) (out []string) {
	for _, x := range all {
		out = append(out, uri(x))
	}
	slices.Sort(out)
	return out
}

// readSmallResults reads the small model under testdata, with its results.
func readSmallResults(t testing.TB) *Model {
	t.Helper()
	var ds diag.List
	m := ReadModel(strings.NewReader(readFile(t, "testdata/small-out.nq")), "small-out.nq", readSmallBase(t), &ds)
	if m == nil {
		t.Fatal(texts(&ds))
	}
	return m
}

// TestOracleAgreesWithStoredResults computes each model with the settings in its file and compares every stored result. That says
// that we have understood the rules; then the oracle may judge settings nobody stored results for.
func TestOracleAgreesWithStoredResults(t *testing.T) {
	// By field: how many values were compared, and how many say more than "nothing", so that no field passes by being empty.
	type counts map[string][2]int
	check := func(t *testing.T, c *oracleComparison, want counts) {
		t.Helper()
		c.report(t)
		got := counts{}
		for field, n := range c.compared {
			got[field] = [2]int{n, c.telling[field]}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("values compared (-want +got):\n%s", diff)
		}
	}
	t.Run("small", func(t *testing.T) {
		c := newOracleComparison()
		c.add(readSmallResults(t))
		check(t, c, counts{
			"caused by": {3, 2}, "direct effects": {3, 2}, "external cause": {3, 1}, "indirect effects": {3, 1}, "indirect threats": {3, 1},
			"initial cause": {3, 0}, "likelihood": {3, 2}, "normal-operation effect": {3, 0}, "risk": {3, 1}, "risk of threat": {3, 2},
			"root cause": {3, 1}, "strategy": {1, 0}, "threat": {3, 2}, "trust": {3, 3},
		})
	})
	t.Run("published", func(t *testing.T) {
		needRealData(t)
		all := newOracleComparison()
		for _, tt := range realModels {
			t.Run(path.Base(tt.file), func(t *testing.T) {
				one := newOracleComparison()
				one.add(realModel(t, tt.file, tt.base))
				one.report(t)
				for field, n := range one.compared {
					all.compared[field] += n
					all.telling[field] += one.telling[field]
				}
			})
		}
		check(t, all, counts{
			"caused by": {8939, 4884}, "direct effects": {8939, 4164}, "external cause": {5390, 300}, "indirect effects": {8939, 271},
			"indirect threats": {8939, 291}, "initial cause": {8939, 178}, "likelihood": {5917, 3229}, "normal-operation effect": {5917, 1333},
			"risk": {5917, 76}, "risk of threat": {8939, 2398}, "root cause": {8939, 113}, "strategy": {4019, 36}, "threat": {8939, 4884},
			"trust": {5390, 3444},
		})
	})
}

// TestOracleByHand has settings that the small model was not stored with. The user also proposes the signature, so that design time has
// the strategy on, which is not meant for run time:
//
//	D.T.DD.1 and loss of control of the pump: 3, as stored
//	DC.I.DDC.2 is blocked by High (3), more than the trust of its cause (5-3 = 2): 5-3 = 2
//	loss of integrity of the copy: 2, impact Medium (3) -> risk 1, which is the risk of both threats
//	D.I.DDC.3 is a side effect of the strategy; upkeep is Medium (2): 5-2 = 3
//	loss of integrity of the plan: 3, impact High (4) -> risk 3
//
// At run time all is as stored.
func TestOracleByHand(t *testing.T) {
	m := readSmallResults(t)
	first, second, side := "D.T.DD.1-MP-DD_"+planID+"_"+pumpID, "DC.I.DDC.2-MP-DDC_"+planID+"_"+pumpID, "D.I.DDC.3-MP-DDC_"+planID+"_"+pumpID
	control, ofCopy, ofPlan := "MS-LossOfControl-"+pumpID, "MS-LossOfIntegrity-"+copyID, "MS-LossOfIntegrity-"+planID
	type levels = map[string]int
	type results struct {
		Threat, ThreatRisk, Likelihood, Risk levels
		Root                                 []string
		Strategies                           int
	}
	for _, tt := range []struct {
		name    string
		current bool
		want    results
	}{
		{"design time", false, results{levels{first: 3, second: 2, side: 3}, levels{first: 1, second: 1, side: 3}, levels{control: 3, ofCopy: 2, ofPlan: 3}, levels{control: 0, ofCopy: 1, ofPlan: 3}, []string{side, first}, 1}},
		{"run time", true, results{levels{first: 3, second: 3}, levels{first: 2, second: 2}, levels{control: 3, ofCopy: 3, ofPlan: 0}, levels{control: 0, ofCopy: 2, ofPlan: 0}, []string{first}, 0}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := oracleSettingsOf(m)
			s.current = tt.current
			s.proposed[sys("CS-Signing-"+copyID)] = true
			r := runOracle(m, s)
			short := func(in map[string]int) levels {
				out := levels{}
				for uri, level := range in {
					out[strings.TrimPrefix(uri, systemNS)] = level
				}
				return out
			}
			got := results{short(r.threat), short(r.threatRisk), short(r.likelihood), short(r.risk), nil, len(r.enabled)}
			for _, uri := range slices.Sorted(maps.Keys(r.root)) {
				got.Root = append(got.Root, strings.TrimPrefix(uri, systemNS))
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("results (-want +got):\n%s", diff)
			}
		})
	}
}

// TestOracleSufficientRole has one threat whose causes are trust attributes a to d at the four assets of a role, with the levels 1, 2, 3
// and 5 (Safe). If one asset is enough, the lowest decides: the likelihood is 5-1 = 4, and a is a cause. So is b in parity mode, since
// 5+1-2 is 4, too, but not c. If all assets are needed, the Safe one keeps the threat from happening.
func TestOracleSufficientRole(t *testing.T) {
	for _, tt := range []struct {
		sufficient bool
		likelihood int
		causedBy   []string
	}{{true, 4, []string{"a", "b"}}, {false, 0, nil}} {
		o := &oracle{
			top: 5, riskTable: [][]int{{0, 0, 0, 0, 0, 0}}, sets: []string{"effect", "a", "b", "c", "d"}, misbehaviours: 1,
			undermines: []int{-1, -1, -1, -1, -1},
			threats: []oracleThreat{{
				uri: "threat", future: true, frequency: NoLevel, causes: []int{1, 2, 3, 4}, effects: []int{0},
				roles: []oracleRole{{sufficient: tt.sufficient, assets: [][]int{{1}, {2}, {3}, {4}}}},
			}},
		}
		r := o.run(oracleSettings{trust: map[string]int{"a": 1, "b": 2, "c": 3, "d": 5}, impact: map[string]int{"effect": 0}})
		if r.threat["threat"] != tt.likelihood || r.likelihood["effect"] != tt.likelihood || !slices.Equal(r.causedBy["threat"], tt.causedBy) {
			t.Errorf("sufficient %v: likelihood %d, of the effect %d, caused by %v; want %d and %v", tt.sufficient, r.threat["threat"], r.likelihood["effect"], r.causedBy["threat"], tt.likelihood, tt.causedBy)
		}
	}
}

// BenchmarkOracle runs the largest model; a test with random settings does so a thousand times.
func BenchmarkOracle(b *testing.B) {
	needRealData(b)
	m := realModel(b, "oracle/star-10-out", network)
	o, s := newOracle(m), oracleSettingsOf(m)
	for b.Loop() {
		o.run(s)
	}
}
