package engine

import (
	"crypto/sha256"
	"encoding/base32"
	"fmt"
	"slices"
	"strings"

	"cordon/internal/knowledge"
)

// instance is one threat found: a rule bound to elements.
type instance struct {
	rule       int32
	population uint8
	node       []int32   // by role; -1 for collecting roles
	group      [][]int32 // by role; nil where no role collects
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

// slot is a place for a control: a control that can stand on a node.
type slot struct {
	control int
	node    int32
}

// Question is an unknown fact that decides whether threats exist.
type question struct {
	asked
	threats []int32 // rules that wait for the answer, rising
}

// MaxThreats bounds the memory of one analysis.
const MaxThreats = 2_000_000

// find matches all threat patterns. It returns the threats in order of rule and elements, and the questions.
func (an *Analysis) find(stop func() error) error {
	m := newMatcher(an.g, stop)
	asks := map[asked][]int32{}
	for i := range an.base.threats {
		if err := stop(); err != nil {
			return err
		}
		t := &an.base.threats[i]
		err := m.match(&t.pattern, true, func(f *binding) {
			if len(f.asks) > 0 {
				for _, a := range f.asks {
					if seen := asks[a]; len(seen) == 0 || seen[len(seen)-1] != int32(i) {
						asks[a] = append(seen, int32(i))
					}
				}
				return
			}
			if len(an.threats) == MaxThreats {
				m.err = fmt.Errorf("more than %d threats: the model is too large to assess as one; assess its parts", MaxThreats)
				return
			}
			an.threat(int32(i), t, f)
		})
		if err != nil {
			return err
		}
	}
	for a, rules := range asks {
		an.questions = append(an.questions, question{a, rules})
	}
	slices.SortFunc(an.questions, func(a, b question) int {
		if a.node != b.node {
			return int(a.node - b.node)
		}
		return a.fact - b.fact
	})
	return nil
}

func (an *Analysis) threat(rule int32, t *threat, f *binding) {
	in := instance{rule: rule, node: an.keep(f.node)}
	if len(t.others) > 0 {
		in.group = make([][]int32, len(t.roles))
		for _, r := range t.others {
			in.group[r] = an.keep(f.group[r])
		}
	}
	for _, r := range t.roots {
		in.population = max(in.population, an.g.nodes[f.node[r]].population)
	}
	for _, s := range t.triggeredBy {
		if si, ok := an.instantiate(s, t, &in); ok {
			in.triggers = append(in.triggers, si)
		}
	}
	if len(t.triggeredBy) > 0 && len(in.triggers) == 0 {
		return // nothing that exists can open it
	}
	for _, s := range t.blockedBy {
		if si, ok := an.instantiate(s, t, &in); ok {
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
func (an *Analysis) instantiate(s int, t *threat, in *instance) (strategyInstance, bool) {
	out := strategyInstance{strategy: int32(s)}
	for _, n := range an.base.strategies[s].needs {
		read, nodes := readCrossed, in.group
		var at []int32
		switch t.roles[n.role].binding {
		case knowledge.One:
			at = in.node[n.role : n.role+1]
		case knowledge.Sufficient:
			read, at = readLowest, nodes[n.role]
		case knowledge.Necessary:
			read, at = readHighest, nodes[n.role]
		default:
			at = nodes[n.role]
		}
		if len(at) == 0 {
			return out, false
		}
		for _, node := range at {
			slot, ok := an.slot(n.control, node)
			if !ok {
				return out, false
			}
			out.slots = append(out.slots, slotUse{slot, read})
		}
	}
	return out, len(out.slots) > 0
}

// slot returns the number of a control's place on a node, making it on first use.
func (an *Analysis) slot(control int, node int32) (int32, bool) {
	if !an.base.controlOn[control][an.g.nodes[node].kind] {
		return 0, false
	}
	key := slot{control, node}
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
	sum := sha256.Sum256([]byte(fmt.Sprintf("%s\x00%d\x00%s", rule, max(1, version), strings.Join(elements, "\x00"))))
	return "T-" + base32.StdEncoding.EncodeToString(sum[:8])[:12]
}

func (an *Analysis) threatID(in *instance) string {
	t := &an.base.threats[in.rule]
	ids := make([]string, 0, len(t.roots))
	for _, r := range t.roots {
		ids = append(ids, an.g.nodes[in.node[r]].id)
	}
	return ThreatID(t.ID, t.Version, ids)
}
