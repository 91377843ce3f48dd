package spyderisk

func (p *modelReader) ofControlSet(s *ControlSet, name string) bool {
	switch name {
	case "hasControl":
		setType(p, &s.Control, &s.Variant, "control", p.b.Control)
	case "locatedAt":
		one(p, &s.Asset)
	case "isProposed":
		s.Proposed = p.bool()
	case "hasCoverageLevel":
		p.trust(&s.Coverage)
	default:
		return ofPopulation(p, name, &s.Min, &s.Max, &s.Of)
	}
	return true
}

func (p *modelReader) ofMisbehaviourSet(s *MisbehaviourSet, name string) bool {
	switch name {
	case "hasMisbehaviour":
		setType(p, &s.Misbehaviour, &s.Variant, "misbehaviour", p.b.Misbehaviour)
	case "locatedAt":
		one(p, &s.Asset)
	case "hasImpactLevel":
		p.impact(&s.Impact)
	case "hasPrior":
		p.likelihood(&s.Likelihood)
	case "hasRisk":
		p.risk(&s.Risk)
	case "isNormalOpEffect":
		s.NormalOperation = p.bool()
	case "causedBy":
		many(p, &s.CausedBy)
	case "causesThreat":
		many(p, &s.Threats)
	default:
		return ofPopulation(p, name, &s.Min, &s.Max, &s.Of)
	}
	return true
}

func (p *modelReader) ofTrustSet(s *TrustSet, name string) bool {
	switch name {
	case "hasTrustworthinessAttribute":
		setType(p, &s.Attribute, &s.Variant, "trustworthiness attribute", p.b.Attribute)
	case "locatedAt":
		one(p, &s.Asset)
	case "hasAssertedLevel":
		p.trust(&s.Asserted)
	case "hasInferredLevel":
		p.trust(&s.Inferred)
	case "isExternalCause":
		s.External = p.bool()
	case "causesThreat":
		many(p, &s.Threats)
	default:
		return ofPopulation(p, name, &s.Min, &s.Max, &s.Of)
	}
	return true
}

// ofPopulation reads what ties the three sets of a population together.
func ofPopulation[T any](p *modelReader, name string, lowest, highest, average **T) bool {
	switch name {
	case "hasMin":
		one(p, lowest)
	case "hasMax":
		one(p, highest)
	case "minOf", "maxOf":
		one(p, average)
	default:
		return false
	}
	return true
}

func (p *modelReader) ofImpactSet(s *ImpactSet, name string) bool {
	switch name {
	case "affectedBy":
		one(p, &s.Misbehaviour)
	case "affects":
		one(p, &s.Attribute)
	default:
		return false
	}
	return true
}
