package spyderisk

import "cordon/internal/diag"

func (p *modelReader) statements() {
	for i, q := range p.m.Quads {
		if q.Predicate == rdfType {
			continue
		}
		p.at, p.q = i, q
		if !p.statement() {
			p.unknown()
		}
	}
}

// statement tells whether it understood the statement.
func (p *modelReader) statement() bool {
	x := p.m.byURI[p.q.Subject]
	switch p.q.Graph {
	case p.ui:
		a, ok := x.(*Asset)
		return ok && p.picture(a)
	case p.asserted:
		if p.setting() {
			return true
		}
	case p.inferred:
		p.m.HasResults = true
	default:
		return false
	}
	if relation, ok := local(p.q.Predicate, domainNS); ok {
		p.link(x, relation)
		return true
	}
	name, _ := local(p.q.Predicate, coreNS)
	switch x := x.(type) {
	case nil:
		return (p.q.Subject == p.asserted || p.q.Subject.IRI() == systemURI) && p.ofSystem(name)
	case *Asset:
		return p.ofAsset(x, name)
	case *cardinality:
		return p.ofCardinality(x, name)
	case *BoundNode:
		return p.ofNode(x, name)
	case *Match:
		return p.ofMatch(x, name)
	case *ThreatAt:
		return p.ofThreat(x, name)
	case *StrategyAt:
		return p.ofStrategy(x, name)
	case *ControlSet:
		return p.ofControlSet(x, name)
	case *MisbehaviourSet:
		return p.ofMisbehaviourSet(x, name)
	case *TrustSet:
		return p.ofTrustSet(x, name)
	case *ImpactSet:
		return p.ofImpactSet(x, name)
	}
	return false
}

// ofSystem reads what is said of the model itself. Spyderisk says some of it of the namespace of all models instead; there the
// validity of risks is always false and means nothing.
func (p *modelReader) ofSystem(name string) bool {
	m := p.m
	switch name {
	case rdfsLabel:
		p.text(&m.Label)
	case rdfsComment:
		p.text(&m.Comment)
	case dcCreated:
		p.text(&m.Created)
	case dcModified:
		p.text(&m.Modified)
	case owlImports, "domainGraph":
	case "domainVersion":
		p.text(&m.DomainVersion)
	case "riskCalculationMode":
		p.mode()
	case "risksValid":
		if v := p.bool(); p.q.Subject == p.asserted {
			m.RisksValid = v
		}
	case "isValid":
		m.Valid = p.bool()
	case "isValidating":
		m.Validating = p.bool()
	case "isCalculatingRisk":
		m.Calculating = p.bool()
	case "hasRisk":
		p.risk(&m.Risk)
	default:
		return false
	}
	return true
}

func (p *modelReader) mode() {
	mode, _ := p.q.Object.Text()
	if p.q.Graph == p.inferred || p.m.Mode == "" {
		p.m.Mode = mode
	}
	if mode != "CURRENT" && mode != "FUTURE" {
		p.fail(diag.ForeignValue, "the modes are CURRENT and FUTURE", "the risk calculation mode is %s", p.q.Object)
	}
}
