package spyderisk

func (p *modelReader) ofThreat(x *ThreatAt, name string) bool {
	switch name {
	case rdfsLabel:
		p.text(&x.Label)
	case rdfsComment:
		p.text(&x.Comment)
	case "parent":
		entry(p, &x.Threat, "threat", p.b.Threat)
	case "appliesTo":
		one(p, &x.Match)
	case "threatens":
		one(p, &x.Threatens)
	case "hasMin":
		one(p, &x.Min)
	case "hasMax":
		one(p, &x.Max)
	case "minOf":
		x.Variant = Min
		one(p, &x.Of)
	case "maxOf":
		x.Variant = Max
		one(p, &x.Of)
	case "hasFrequency":
		p.likelihood(&x.Frequency)
	case "hasPrior":
		p.likelihood(&x.Likelihood)
	case "hasRisk":
		p.risk(&x.Risk)
	case "isNormalOp":
		x.NormalOperation = p.bool()
	case "isSecondaryThreat":
		x.Secondary = p.bool()
	case "isTriggered":
		x.Triggered = p.bool()
	case "isRootCause":
		x.RootCause = p.bool()
	case "isInitialCause":
		x.InitialCause = p.bool()
	case "causesMisbehaviour":
		many(p, &x.Effects)
	case "hasEntryPoint":
		many(p, &x.Entry)
	case "hasSecondaryEffectCondition":
		many(p, &x.Conditions)
	case "causedBy":
		p.cause(&x.CausedBy)
	case "causesDirectMisbehaviour":
		many(p, &x.DirectEffects)
	case "causesIndirectMisbehaviour":
		many(p, &x.IndirectEffects)
	case "causesIndirectThreat":
		many(p, &x.IndirectThreats)
	case "blockedBy":
		many(p, &x.BlockedBy)
	case "mitigatedBy": // in no known model
		many(p, &x.MitigatedBy)
	case "triggeredBy":
		many(p, &x.TriggeredBy)
	default:
		return false
	}
	return true
}

func (p *modelReader) cause(to *[]Cause) {
	if c, ok := p.m.byURI[p.q.Object].(Cause); ok {
		*to = append(*to, c)
		return
	}
	object[TrustSet](p) // for its diagnostic
}

func (p *modelReader) ofStrategy(s *StrategyAt, name string) bool {
	switch name {
	case rdfsComment:
		p.text(&s.Comment)
	case "parent":
		entry(p, &s.Strategy, "control strategy", p.b.Strategy)
	case "hasCoverageLevel":
		p.trust(&s.Coverage)
	case "isEnabled":
		s.Enabled = p.bool()
	case "isCurrentRisk":
		s.NotCurrent = !p.bool()
	case "hasMandatoryCS":
		many(p, &s.Mandatory)
	case "hasOptionalCS": // in no known model
		many(p, &s.Optional)
	case "blocks":
		many(p, &s.Blocks)
	case "mitigates": // in no known model
		many(p, &s.Mitigates)
	case "triggers":
		many(p, &s.Triggers)
	default:
		return false
	}
	return true
}
