package spyderisk

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strconv"
)

// WriteModel writes a model as N-Quads: what the user asserted, statement by statement as it was read, and the results as the
// model holds them now.
func WriteModel(w io.Writer, m *Model) error {
	return WriteQuads(w, append(m.AssertedQuads(), m.ResultQuads()...))
}

// AssertedQuads are the statements outside of the graph of results.
func (m *Model) AssertedQuads() []Quad {
	results := IRITerm(m.URI + "/inf")
	var out []Quad
	for _, q := range m.Quads {
		if q.Graph != results {
			out = append(out, q)
		}
	}
	return out
}

// Digest is the SHA-256 over what the user asserted, in hexadecimal.
func (m *Model) Digest() string {
	sum := sha256.New()
	_ = WriteQuads(sum, m.AssertedQuads()) // a hash takes everything
	return hex.EncodeToString(sum.Sum(nil))
}

// ResultQuads are the statements of the graph of results, made from the objects of the model; none if it has no results.
func (m *Model) ResultQuads() []Quad {
	if !m.HasResults {
		return nil
	}
	w := &quadWriter{b: m.Base, graph: IRITerm(m.URI + "/inf")}
	w.system(m)
	for _, a := range m.Assets {
		if !a.Asserted {
			w.asset(a)
		}
	}
	for _, l := range m.Links {
		w.link(l)
	}
	for _, n := range m.Nodes {
		w.about(n.URI, "Node")
		w.refer("hasAsset", n.Asset.URI)
		w.domain("hasRole", "Role_"+n.Role.ID)
	}
	for _, x := range m.Matches {
		w.match(x)
	}
	for _, x := range m.Threats {
		w.threat(x)
	}
	for _, s := range m.Strategies {
		w.strategy(s)
	}
	for _, s := range m.ControlSets {
		w.controlSet(s)
	}
	for _, s := range m.Misbehaviours {
		w.misbehaviourSet(s)
	}
	for _, s := range m.TrustSets {
		w.trustSet(s)
	}
	for _, s := range m.ImpactSets {
		w.about(s.URI, "TrustworthinessImpactSet")
		w.refer("affectedBy", s.Misbehaviour.URI)
		w.refer("affects", s.Attribute.URI)
	}
	return w.quads
}

// quadWriter makes statements about one subject at a time.
type quadWriter struct {
	b       *Base
	graph   Term
	subject Term
	quads   []Quad
}

func (w *quadWriter) say(predicate, object Term) {
	w.quads = append(w.quads, Quad{w.subject, predicate, object, w.graph})
}

// about begins a subject of a type of the core.
func (w *quadWriter) about(uri, kind string) {
	w.subject = IRITerm(uri)
	w.say(rdfType, IRITerm(coreNS+kind))
}

func (w *quadWriter) refer(name, uri string) { w.say(IRITerm(coreNS+name), IRITerm(uri)) }
func (w *quadWriter) domain(name, id string) { w.say(IRITerm(coreNS+name), IRITerm(domainNS+id)) }
func (w *quadWriter) word(name, text string) { w.say(IRITerm(coreNS+name), TextTerm(text, "")) }
func (w *quadWriter) label(label string)     { w.say(IRITerm(rdfsLabel), TextTerm(label, "")) }
func (w *quadWriter) comment(comment string) { w.say(IRITerm(rdfsComment), TextTerm(comment, "")) }
func (w *quadWriter) bool(name string, v bool) {
	w.say(IRITerm(coreNS+name), TextTerm(strconv.FormatBool(v), xsdBoolean))
}

// flag is written where it is true.
func (w *quadWriter) flag(name string, v bool) {
	if v {
		w.bool(name, true)
	}
}

func (w *quadWriter) int(name string, v int) {
	w.say(IRITerm(coreNS+name), TextTerm(strconv.Itoa(v), xsdInteger))
}

// level is written where there is one.
func (w *quadWriter) level(name string, s *Scale, v int) {
	if v != NoLevel {
		w.domain(name, s.Levels[v].ID)
	}
}

const (
	xsdBoolean = "http://www.w3.org/2001/XMLSchema#boolean"
	xsdInteger = "http://www.w3.org/2001/XMLSchema#integer"
)

// system says what is known of the results as a whole. What a server noted of the model besides (label, times) is no result, and is
// kept as it was read.
func (w *quadWriter) system(m *Model) {
	kept := map[Term]bool{rdfType: true, IRITerm(rdfsLabel): true, IRITerm(rdfsComment): true, IRITerm(dcCreated): true, IRITerm(dcModified): true}
	for _, q := range m.Quads {
		if q.Graph == w.graph && (q.Subject.IRI() == m.URI || q.Subject.IRI() == systemURI) && kept[q.Predicate] {
			w.quads = append(w.quads, q)
		}
	}
	w.subject = IRITerm(m.URI)
	w.level("hasRisk", &w.b.Risk, m.Risk)
	w.word("riskCalculationMode", m.Mode)
	w.bool("risksValid", m.RisksValid)
	w.subject = IRITerm(systemURI)
	w.bool("risksValid", false)
	if m.DomainVersion != "" {
		w.word("domainVersion", m.DomainVersion)
	}
}

func (w *quadWriter) asset(a *Asset) {
	w.subject = IRITerm(a.URI)
	w.say(rdfType, IRITerm(domainNS+a.Class.ID))
	w.label(a.Label)
	w.word("hasID", a.ID)
	w.level("population", &w.b.Population, a.Population)
	if a.CreatedBy != nil {
		w.domain("createdByPattern", a.CreatedBy.ID)
	}
	w.int("minCardinality", a.MinCardinality)
	w.int("maxCardinality", a.MaxCardinality)
	if a.DisplayedAt != nil {
		w.refer("displayedAtAsset", a.DisplayedAt.URI)
	}
	if a.DisplayedOn != nil {
		w.refer("displayedAtRelationFrom", a.DisplayedFrom.URI)
		w.refer("displayedAtRelationTo", a.DisplayedTo.URI)
		w.domain("displayedAtRelationType", a.DisplayedOn.ID)
	}
}

// link says an inferred link, and the cardinalities of any.
func (w *quadWriter) link(l *AssetLink) {
	w.subject = IRITerm(l.URI)
	if !l.Asserted {
		w.say(rdfType, IRITerm(coreNS+"CardinalityConstraint"))
		w.refer("linksFrom", l.From.URI)
		w.refer("linksTo", l.To.URI)
		w.domain("linkType", l.Relation.ID)
	}
	if l.SourceCardinality != 0 {
		w.int("sourceCardinality", l.SourceCardinality)
	}
	if l.TargetCardinality != 0 {
		w.int("targetCardinality", l.TargetCardinality)
	}
	if !l.Asserted {
		w.subject = IRITerm(l.From.URI)
		w.say(IRITerm(domainNS+l.Relation.ID), IRITerm(l.To.URI))
	}
}

func (w *quadWriter) match(x *Match) {
	w.about(x.URI, "MatchingPattern")
	w.label(x.Label)
	w.domain("parent", x.Pattern.ID)
	w.level("population", &w.b.Population, x.Population)
	for _, part := range []struct {
		name  string
		nodes []*BoundNode
	}{{"hasNode", x.Nodes}, {"uniqueNodes", x.Unique}, {"hasNecessaryNode", x.Necessary}, {"hasSufficientNode", x.Sufficient}, {"hasOptionalNode", x.Optional}} {
		for _, n := range part.nodes {
			w.refer(part.name, n.URI)
		}
	}
}

func (w *quadWriter) threat(x *ThreatAt) {
	w.about(x.URI, "Threat")
	w.label(x.Label)
	w.comment(x.Comment)
	w.domain("parent", x.Threat.ID)
	w.refer("appliesTo", x.Match.URI)
	if x.Threatens != nil {
		w.refer("threatens", x.Threatens.URI)
	}
	w.level("hasFrequency", &w.b.Likelihood, x.Frequency)
	w.flag("isNormalOp", x.NormalOperation)
	w.flag("isSecondaryThreat", x.Secondary)
	w.flag("isTriggered", x.Triggered)
	w.level("hasPrior", &w.b.Likelihood, x.Likelihood)
	w.level("hasRisk", &w.b.Risk, x.Risk)
	w.flag("isRootCause", x.RootCause)
	w.flag("isInitialCause", x.InitialCause)
	for _, c := range x.CausedBy {
		w.refer("causedBy", c.causeURI())
	}
	misbehaviour := func(s *MisbehaviourSet) string { return s.URI }
	threat := func(x *ThreatAt) string { return x.URI }
	strategy := func(s *StrategyAt) string { return s.URI }
	each(w, "causesMisbehaviour", x.Effects, misbehaviour)
	each(w, "hasEntryPoint", x.Entry, func(s *TrustSet) string { return s.URI })
	each(w, "hasSecondaryEffectCondition", x.Conditions, misbehaviour)
	each(w, "causesDirectMisbehaviour", x.DirectEffects, misbehaviour)
	each(w, "causesIndirectMisbehaviour", x.IndirectEffects, misbehaviour)
	each(w, "causesIndirectThreat", x.IndirectThreats, threat)
	each(w, "blockedBy", x.BlockedBy, strategy)
	each(w, "mitigatedBy", x.MitigatedBy, strategy)
	each(w, "triggeredBy", x.TriggeredBy, strategy)
	members(w, x.Min, x.Max, x.Of, x.Variant, threat)
}

func each[T any](w *quadWriter, name string, all []*T, uri func(*T) string) {
	for _, x := range all {
		w.refer(name, uri(x))
	}
}

// members ties an average to the lowest and the highest of a population.
func members[T any](w *quadWriter, lowest, highest, of *T, v Variant, uri func(*T) string) {
	if lowest != nil {
		w.refer("hasMin", uri(lowest))
	}
	if highest != nil {
		w.refer("hasMax", uri(highest))
	}
	if of != nil {
		w.refer([...]string{Min: "minOf", Max: "maxOf"}[v], uri(of))
	}
}

func (w *quadWriter) strategy(s *StrategyAt) {
	w.about(s.URI, "ControlStrategy")
	w.comment(s.Comment)
	w.domain("parent", s.Strategy.ID)
	w.level("hasCoverageLevel", &w.b.Trust, s.Coverage)
	w.flag("isEnabled", s.Enabled)
	if s.NotCurrent {
		w.bool("isCurrentRisk", false)
	}
	control := func(s *ControlSet) string { return s.URI }
	threat := func(x *ThreatAt) string { return x.URI }
	each(w, "hasMandatoryCS", s.Mandatory, control)
	each(w, "hasOptionalCS", s.Optional, control)
	each(w, "blocks", s.Blocks, threat)
	each(w, "mitigates", s.Mitigates, threat)
	each(w, "triggers", s.Triggers, threat)
}

func (w *quadWriter) controlSet(s *ControlSet) {
	w.about(s.URI, "ControlSet")
	w.domain("hasControl", s.Control.ID+s.Variant.Suffix())
	w.refer("locatedAt", s.Asset.URI)
	w.flag("isProposed", s.Proposed)
	w.level("hasCoverageLevel", &w.b.Trust, s.Coverage)
	members(w, s.Min, s.Max, s.Of, s.Variant, func(s *ControlSet) string { return s.URI })
}

func (w *quadWriter) misbehaviourSet(s *MisbehaviourSet) {
	w.about(s.URI, "MisbehaviourSet")
	w.domain("hasMisbehaviour", s.Misbehaviour.ID+s.Variant.Suffix())
	w.refer("locatedAt", s.Asset.URI)
	w.level("hasImpactLevel", &w.b.Impact, s.Impact)
	w.level("hasPrior", &w.b.Likelihood, s.Likelihood)
	w.level("hasRisk", &w.b.Risk, s.Risk)
	w.flag("isNormalOpEffect", s.NormalOperation)
	threat := func(x *ThreatAt) string { return x.URI }
	each(w, "causedBy", s.CausedBy, threat)
	each(w, "causesThreat", s.Threats, threat)
	members(w, s.Min, s.Max, s.Of, s.Variant, func(s *MisbehaviourSet) string { return s.URI })
}

func (w *quadWriter) trustSet(s *TrustSet) {
	w.about(s.URI, "TrustworthinessAttributeSet")
	w.domain("hasTrustworthinessAttribute", s.Attribute.ID+s.Variant.Suffix())
	w.refer("locatedAt", s.Asset.URI)
	w.level("hasAssertedLevel", &w.b.Trust, s.Asserted)
	w.level("hasInferredLevel", &w.b.Trust, s.Inferred)
	w.flag("isExternalCause", s.External)
	each(w, "causesThreat", s.Threats, func(x *ThreatAt) string { return x.URI })
	members(w, s.Min, s.Max, s.Of, s.Variant, func(s *TrustSet) string { return s.URI })
}
