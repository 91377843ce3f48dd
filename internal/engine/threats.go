package engine

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"slices"
	"strconv"

	"cordon/internal/engine/rules"
)

// match is a place where a pattern holds.
type match struct {
	pattern    *pattern
	population uint8
	node       []int32   // by role; -1 for collecting roles
	group      [][]int32 // by role; nil where no role collects
}

// at lists the elements that play a role.
func (m *match) at(role int) []int32 {
	if m.node[role] >= 0 {
		return m.node[role : role+1]
	}
	if m.group == nil {
		return nil
	}
	return m.group[role]
}

// instance is one threat found: a rule at a match.
type instance struct {
	*match
	rule       int32
	strategies []strategyInstance
	triggers   []strategyInstance
	arcs       []int32 // causal arcs: one, or min, average and max where the threat acts on a population
}

// strategyInstance is a strategy at the elements of one threat, by the slots of its controls.
type strategyInstance struct {
	strategy int32
	slots    []slotUse
}

// slotUse is a control slot together with how its coverage is read where the element stands for many.
type slotUse struct {
	slot    int32
	reading reading
}

// reading says which end of a population's coverage counts for a threat's min, average and max.
type reading uint8

const (
	readCrossed reading = iota // roles bound one to one, and optional ones: min reads the highest, max the lowest
	readLowest                 // sufficient roles: the least covered member is the way in
	readHighest                // necessary roles: all must fail, so the best covered member counts
)

// member says whose control counts for a member of the threat. The least likely attack meets the best covered one.
func (r reading) member(of Member) Member {
	switch r {
	case readLowest:
		return Least
	case readHighest:
		return Most
	}
	return Most - of
}

// slot is a place for a control: a control that can stand on a node.
type slot struct{ control, node int32 } // two of 32 bits: maps have a fast way for keys of 8 bytes without holes

// Question is an unknown fact that decides whether threats exist.
type question struct {
	asked
	threats []int32 // rules that wait for the answer, rising
}

// MaxThreats bounds the memory of one analysis.
const MaxThreats = 2_000_000

// find matches the pattern of each threat, once where several threats share it, and fills in threats and questions.
func (an *Analysis) find(stop func() error) error {
	m := newMatcher(an.g, stop)
	asks := map[asked][]int32{}
	for _, f := range an.base.finds {
		if err := stop(); err != nil {
			return err
		}
		err := m.match(f.pattern, true, func(found *binding) {
			if len(found.asks) > 0 {
				for _, a := range found.asks {
					if seen := asks[a]; len(seen) == 0 || seen[len(seen)-1] != f.threats[len(f.threats)-1] {
						asks[a] = append(seen, f.threats...)
					}
				}
				return
			}
			if len(an.threats)+len(f.threats) > MaxThreats {
				m.err = fmt.Errorf("more than %d threats: the model is too large to assess as one; assess its parts", MaxThreats)
				return
			}
			place := an.match(f.pattern, found)
			for _, t := range f.threats {
				an.threat(t, place)
			}
		})
		if err != nil {
			return err
		}
	}
	for a, threats := range asks {
		slices.Sort(threats)
		an.questions = append(an.questions, question{a, threats})
	}
	slices.SortFunc(an.questions, func(a, b question) int {
		if a.node != b.node {
			return int(a.node - b.node)
		}
		return a.fact - b.fact
	})
	return nil
}

// match keeps what a search found.
func (an *Analysis) match(p *pattern, f *binding) *match {
	m := &match{pattern: p, node: an.keep(f.node)}
	if len(p.others) > 0 {
		m.group = make([][]int32, len(p.Roles))
		for _, r := range p.others {
			m.group[r] = an.keep(f.group[r])
		}
	}
	for _, r := range p.roots {
		if !p.Roles[r].Aside {
			m.population = max(m.population, an.g.nodes[f.node[r]].population)
		}
	}
	an.matches = append(an.matches, m)
	return m
}

func (an *Analysis) threat(rule int32, at *match) {
	in := instance{match: at, rule: rule}
	t := &an.base.threats[rule]
	for _, s := range t.triggeredBy {
		if si, ok := an.instantiate(s, at); ok {
			in.triggers = append(in.triggers, si)
		}
	}
	if len(t.triggeredBy) > 0 && len(in.triggers) == 0 {
		return // nothing that exists can open it
	}
	for _, s := range t.blockedBy {
		if si, ok := an.instantiate(s, at); ok {
			in.strategies = append(in.strategies, si)
		}
	}
	an.threats = append(an.threats, in)
}

// keep copies node numbers into one large block: there are many short lists.
func (an *Analysis) keep(n []int32) []int32 {
	if len(n) == 0 {
		return nil
	}
	if cap(an.block)-len(an.block) < len(n) {
		an.block = make([]int32, 0, max(1<<14, len(n)))
	}
	from := len(an.block)
	an.block = append(an.block, n...)
	return an.block[from:len(an.block):len(an.block)]
}

// instantiate finds the slots of a strategy. It exists only where each control can stand on every element of its role.
func (an *Analysis) instantiate(s int, at *match) (strategyInstance, bool) {
	out := strategyInstance{strategy: int32(s)}
	for _, n := range an.base.strategies[s].Needs {
		elements := at.at(n.Role)
		if len(elements) == 0 && !n.IfBound {
			return out, false
		}
		for _, e := range elements {
			slot, ok := an.slot(n.Control, e)
			if !ok {
				return out, false
			}
			out.slots = append(out.slots, slotUse{slot, an.readingOf(at, n.Role, e)})
		}
	}
	return out, len(out.slots) > 0
}

func (an *Analysis) readingOf(at *match, role int, element int32) reading {
	if an.onePerRoot(at, role, element) {
		return readCrossed
	}
	switch at.pattern.Roles[role].Binding {
	case rules.Sufficient:
		return readLowest
	case rules.Necessary:
		return readHighest
	}
	return readCrossed
}

// slot returns the number of a control's place on a node, making it on first use.
func (an *Analysis) slot(control int, node int32) (int32, bool) {
	if !an.base.set.Controls[control].At[an.g.nodes[node].kind] {
		return 0, false
	}
	key := slot{int32(control), node}
	if i, ok := an.slotAt[key]; ok {
		return i, true
	}
	i := int32(len(an.slots))
	an.slots = append(an.slots, key)
	an.slotAt[key] = i
	return i, true
}

// ThreatID is the permanent id of a threat: made of the rule, its version, and the elements bound one to one in the
// order of the rule's roles. Neither content nor order of a model enters.
func ThreatID(rule string, version int, elements []string) string {
	text := strconv.AppendInt(append(append(make([]byte, 0, 128), rule...), 0), int64(max(1, version)), 10)
	if len(elements) == 0 {
		text = append(text, 0)
	}
	for _, e := range elements {
		text = append(append(text, 0), e...)
	}
	sum := sha256.Sum256(text)
	return "T-" + base32.StdEncoding.EncodeToString(sum[:8])[:12]
}

func (an *Analysis) threatID(in *instance) string {
	t := &an.base.threats[in.rule]
	ids := make([]string, 0, len(t.pattern.roots))
	for _, r := range t.pattern.roots {
		ids = append(ids, an.g.nodes[in.node[r]].id)
	}
	if an.base.set.Threat != nil {
		return an.base.set.Threat(int(in.rule), ids)
	}
	return ThreatID(t.Name, t.Version, ids)
}
