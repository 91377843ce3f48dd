package spyderisk

import "cordon/internal/diag"

// cardinality is a core#CardinalityConstraint.
type cardinality struct {
	uri            string
	from, to       *Asset
	relation       *Relation
	source, target int
}

// objects makes what the types of the file call for, so that the statements, which stand in any order, find their objects.
func (p *modelReader) objects() {
	for i, q := range p.m.Quads {
		if q.Predicate != rdfType {
			continue
		}
		p.at, p.q = i, q
		if q.Graph != p.asserted && q.Graph != p.inferred {
			p.unknown()
			continue
		}
		if q.Graph == p.inferred {
			p.m.HasResults = true
		}
		if id, ok := local(q.Object, domainNS); ok {
			p.asset(id)
			continue
		}
		if q.Object.IRI() == owlOntology {
			continue
		}
		if !p.object() {
			p.unknown()
		}
	}
}

// unknown keeps a statement as a quad only.
func (p *modelReader) unknown() {
	name := short(p.q.Predicate)
	if p.q.Predicate == rdfType {
		name = "rdf:type " + short(p.q.Object)
	}
	p.m.Unknown[name]++
}

func (p *modelReader) asset(class string) {
	c := p.b.Class(class)
	if c == nil {
		p.fail(diag.ForeignReference, hintBase, "%s is of the class %s, which the base does not define", short(p.q.Subject), class)
		return
	}
	a := &Asset{URI: p.q.Subject.IRI(), Class: c, Asserted: p.q.Graph == p.asserted, Population: NoLevel}
	if old, ok := p.m.byURI[p.q.Subject].(*Asset); ok {
		if old.Class != c {
			p.fail(diag.ForeignMismatch, hintAgain, "the asset %s is of two classes, %s and %s", short(p.q.Subject), old.Class.ID, c.ID)
		}
		old.Asserted = old.Asserted || a.Asserted
		return
	}
	enter(p, &p.m.Assets, a)
}

// object makes the object that a core type calls for. It tells whether it knows the type.
func (p *modelReader) object() bool {
	m, uri := p.m, p.q.Subject.IRI()
	switch name, _ := local(p.q.Object, coreNS); name {
	case "CardinalityConstraint":
		enter(p, &p.cards, &cardinality{uri: uri})
	case "Node":
		enter(p, &m.Nodes, &BoundNode{URI: uri})
	case "MatchingPattern":
		enter(p, &m.Matches, &Match{URI: uri, Population: NoLevel})
	case "Threat":
		enter(p, &m.Threats, &ThreatAt{URI: uri, Frequency: NoLevel, Likelihood: NoLevel, Risk: NoLevel})
	case "ControlStrategy":
		enter(p, &m.Strategies, &StrategyAt{URI: uri, Coverage: NoLevel})
	case "ControlSet":
		enter(p, &m.ControlSets, &ControlSet{URI: uri, Coverage: NoLevel})
	case "MisbehaviourSet":
		enter(p, &m.Misbehaviours, &MisbehaviourSet{URI: uri, Impact: NoLevel, Likelihood: NoLevel, Risk: NoLevel})
	case "TrustworthinessAttributeSet":
		enter(p, &m.TrustSets, &TrustSet{URI: uri, Asserted: NoLevel, Inferred: NoLevel})
	case "TrustworthinessImpactSet":
		enter(p, &m.ImpactSets, &ImpactSet{URI: uri})
	default:
		return false
	}
	return true
}

// enter makes an object known by its URI, and lists it. A repeated type is harmless; two types are not.
func enter[T any](p *modelReader, all *[]*T, x *T) {
	if old := p.m.byURI[p.q.Subject]; old != nil {
		if kind(old) != kind(x) {
			p.fail(diag.ForeignMismatch, hintAgain, "%s is both a %s and a %s", short(p.q.Subject), kind(old), kind(x))
		}
		return
	}
	p.m.byURI[p.q.Subject] = x
	*all = append(*all, x)
}

// kind is what a message calls an object.
func kind(x any) string {
	switch x.(type) {
	case *Asset:
		return "asset"
	case *cardinality:
		return "cardinality"
	case *BoundNode:
		return "node"
	case *Match:
		return "matching pattern"
	case *ThreatAt:
		return "threat"
	case *StrategyAt:
		return "control strategy"
	case *ControlSet:
		return "control set"
	case *MisbehaviourSet:
		return "misbehaviour set"
	case *TrustSet:
		return "trustworthiness attribute set"
	default:
		return "trustworthiness impact set"
	}
}
