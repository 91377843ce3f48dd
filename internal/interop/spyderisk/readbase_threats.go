package spyderisk

func (r *baseReader) threats() {
	b := r.b
	t := r.table("ThreatCategory", "URI", "label", "comment")
	define(t, "domain", &b.categories, &b.Categories, func(w row, id string) *Category {
		return &Category{ID: id, Label: t.get(w, "label"), Comment: t.get(w, "comment")}
	})
	t = r.table("Threat", "package", "URI", "label", "hasCategory", "secondaryThreat", "normalOperation", "hasFrequency", "currentRisk", "futureRisk", "comment", "appliesTo", "threatens")
	define(t, "domain", &b.threats, &b.Threats, func(w row, id string) *Threat {
		x := &Threat{
			Index: len(b.Threats), ID: id, Label: t.get(w, "label"), Comment: t.get(w, "comment"), Package: r.packageOf(t, w),
			Pattern: r.pattern(t, w, "appliesTo"), Threatens: r.role(t, w, "threatens"),
			Secondary: t.bool(w, "secondaryThreat"), NormalOperation: t.bool(w, "normalOperation"),
			Current: t.bool(w, "currentRisk"), Future: t.bool(w, "futureRisk"), Frequency: NoLevel,
		}
		// Eight threats of network-ai-harms have no category.
		if t.get(w, "hasCategory") != "" {
			x.Category = ref(t, w, "hasCategory", b.categories, "ThreatCategory")
		}
		// Modelling errors and similar threats have no frequency: they take no part in the risk.
		if t.get(w, "hasFrequency") != "" {
			x.Frequency = r.level(t, w, "hasFrequency", &b.Likelihood, "Likelihood")
		}
		r.within(t, w, "threatens", x.Pattern, x.Threatens)
		return x
	})
	r.consequences("ThreatEffects", "causesMisbehaviour", func(x *Threat, m MisbehaviourAt) { x.Effects = append(x.Effects, m) })
	r.consequences("ThreatSEC", "hasSecondaryEffectCondition", func(x *Threat, m MisbehaviourAt) { x.Conditions = append(x.Conditions, m) })
	t = r.table("ThreatEntryPoints", "URI", "hasEntryPoint")
	for _, w := range t.rows {
		x := r.threat(t, w, "URI")
		if a, ok := r.trustAt(t, w, "hasEntryPoint"); x != nil && ok {
			r.within(t, w, "hasEntryPoint", x.Pattern, a.Role)
			x.EntryPoints = append(x.EntryPoints, a)
		}
	}
}

// consequences reads a table of misbehaviours that threats cause or follow from.
func (r *baseReader) consequences(name, column string, put func(*Threat, MisbehaviourAt)) {
	t := r.table(name, "URI", column)
	for _, w := range t.rows {
		x := r.threat(t, w, "URI")
		if m, ok := r.misbehaviourAt(t, w, column); x != nil && ok {
			r.within(t, w, column, x.Pattern, m.Role)
			put(x, m)
		}
	}
}

func (r *baseReader) strategies() {
	b := r.b
	t := r.table("ControlStrategy", "package", "URI", "label", "comment", "hasBlockingEffect", "currentRisk", "futureRisk")
	define(t, "domain", &b.strategies, &b.Strategies, func(w row, id string) *Strategy {
		return &Strategy{
			Index: len(b.Strategies), ID: id, Label: t.get(w, "label"), Comment: t.get(w, "comment"), Package: r.packageOf(t, w),
			Effect: r.level(t, w, "hasBlockingEffect", &b.Trust, "TrustworthinessLevel"), Current: t.bool(w, "currentRisk"), Future: t.bool(w, "futureRisk"),
		}
	})
	t = r.table("ControlStrategyControls", "URI", "hasControlSet", "optional")
	for _, w := range t.rows {
		s := r.strategy(t, w, "URI")
		c, ok := r.controlAt(t, w, "hasControlSet")
		c.Optional = t.bool(w, "optional")
		if s != nil && ok {
			s.Controls = append(s.Controls, c)
		}
	}
	t = r.table("ControlStrategyBlocks", "URI", "blocks")
	pairs(t, "blocks", r.strategy, r.threat, func(s *Strategy, x *Threat) {
		s.Blocks, x.BlockedBy = append(s.Blocks, x), append(x.BlockedBy, s)
	})
	t = r.table("ControlStrategyMitigates", "URI", "mitigates")
	pairs(t, "mitigates", r.strategy, r.threat, func(s *Strategy, x *Threat) {
		s.Mitigates, x.MitigatedBy = append(s.Mitigates, x), append(x.MitigatedBy, s)
	})
	t = r.table("ControlStrategyTriggers", "URI", "triggers")
	pairs(t, "triggers", r.strategy, r.threat, func(s *Strategy, x *Threat) {
		s.Triggers, x.TriggeredBy = append(s.Triggers, x), append(x.TriggeredBy, s)
	})
}

func (r *baseReader) compliance() {
	b := r.b
	var sets map[string]*ComplianceSet
	t := r.table("ComplianceSet", "package", "URI", "label", "comment")
	define(t, "domain", &sets, &b.Compliance, func(w row, id string) *ComplianceSet {
		return &ComplianceSet{ID: id, Label: t.get(w, "label"), Comment: t.get(w, "comment"), Package: r.packageOf(t, w)}
	})
	set := func(t *table, w row, column string) *ComplianceSet { return ref(t, w, column, sets, "ComplianceSet") }
	t = r.table("ComplianceSetThreats", "URI", "requiresTreatmentOf")
	pairs(t, "requiresTreatmentOf", set, r.threat, func(s *ComplianceSet, x *Threat) { s.Threats = append(s.Threats, x) })
}
