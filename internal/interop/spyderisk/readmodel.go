package spyderisk

import (
	"cmp"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"cordon/internal/diag"
)

const (
	rdfType     = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
	rdfsNS      = "http://www.w3.org/2000/01/rdf-schema#"
	rdfsLabel   = rdfsNS + "label"
	rdfsComment = rdfsNS + "comment"
	owlOntology = "http://www.w3.org/2002/07/owl#Ontology"
	owlImports  = "http://www.w3.org/2002/07/owl#imports"
	dcCreated   = "http://purl.org/dc/terms/created"
	dcModified  = "http://purl.org/dc/terms/modified"
	systemURI   = "http://it-innovation.soton.ac.uk/ontologies/trustworthiness/system"
)

// ReadModel reads a system model from N-Quads, packed or not. The base must be the one the model was made with: a class, relation or
// level that it lacks is a diagnostic. The model is nil if there is any.
func ReadModel(r io.Reader, shown string, base *Base, ds *diag.List) *Model {
	before := ds.Len()
	quads, lines := readQuads(r, shown, 0, ds)
	if ds.Len() > before {
		return nil
	}
	m := &Model{Base: base, Risk: NoLevel, Quads: quads, Unknown: make(map[string]int), byURI: make(map[Term]any), byID: make(map[string]*Asset)}
	p := &modelReader{m: m, b: base, shown: shown, lines: lines, ds: ds, links: make(map[linkKey]*AssetLink), settings: make(map[Term]any)}
	// A step that found errors would make the next one report their consequences.
	for _, step := range []func(){p.graphs, p.objects, p.statements, p.join, p.complete, p.settle} {
		if step(); p.bad > 0 {
			return nil
		}
	}
	m.sort()
	return m
}

// modelReader holds the statement that is being read.
type modelReader struct {
	m     *Model
	b     *Base
	shown string
	lines []int32
	ds    *diag.List
	bad   int

	asserted, inferred, ui Term // graphs

	at       int // index of the statement
	q        Quad
	links    map[linkKey]*AssetLink
	cards    []*cardinality
	settings map[Term]any // *Proposal, *TrustSetting, *ImpactSetting by URI
}

type linkKey struct {
	from     *Asset
	relation *Relation
	to       *Asset
}

// cardinality is a core#CardinalityConstraint.
type cardinality struct {
	uri            string
	from, to       *Asset
	relation       *Relation
	source, target int
}

const maxModelReports = 200

// fail records a diagnostic at the current statement: at its object, as it stands in canonical form.
func (p *modelReader) fail(code diag.Code, hint, format string, args ...any) {
	col := 3 + utf8.RuneCountInString(string(p.q.Subject)) + utf8.RuneCountInString(string(p.q.Predicate))
	p.report(diag.Pos{File: p.shown, Line: int(p.lines[p.at]), Column: col}, code, hint, format, args...)
}

func (p *modelReader) report(at diag.Pos, code diag.Code, hint, format string, args ...any) {
	p.bad++
	if p.bad <= maxModelReports {
		p.ds.Add(at, code, hint, format, args...)
	}
}

// local is a name in one of our namespaces.
func local(t Term, namespace string) (string, bool) {
	return strings.CutPrefix(t.IRI(), namespace)
}

// short is a term as a message shows it.
func short(t Term) string {
	for _, ns := range []struct{ uri, name string }{{coreNS, "core#"}, {domainNS, "domain#"}, {systemNS, "system#"}, {rdfsNS, "rdfs:"}} {
		if s, ok := local(t, ns.uri); ok {
			return ns.name + s
		}
	}
	return string(t)
}

// --- graphs ---

// graphs finds the asserted graph: the one that says which base it uses.
func (p *modelReader) graphs() {
	for i, q := range p.m.Quads {
		if q.Predicate != Term("<"+coreNS+"domainGraph>") || q.Graph == "" || q.Subject != q.Graph {
			continue
		}
		p.at, p.q = i, q
		switch uri := q.Graph.IRI(); {
		case p.m.URI == uri:
		case p.m.URI != "":
			p.fail(diag.ForeignMismatch, "put each model into a file of its own", "the file holds two models, %s and %s", p.m.URI, uri)
			return
		default:
			p.m.URI = uri
			p.asserted, p.inferred, p.ui = q.Graph, IRITerm(uri+"/inf"), IRITerm(uri+"/ui")
		}
		if got := q.Object.IRI(); got != p.b.Graph {
			p.fail(diag.ForeignMismatch, "use the knowledge base that the model was made with", "the model uses the base %s, not %s", got, p.b.Graph)
		}
	}
	if p.m.URI == "" {
		p.report(diag.Pos{File: p.shown}, diag.ForeignMismatch, "export the whole model as N-Quads", "no graph says with core#domainGraph which knowledge base it uses, so the file holds no system model")
	}
}

// --- objects ---

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
		x := p.object()
		if x == nil {
			p.unknown()
			continue
		}
		p.enter(x)
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

// enter makes an object known by its URI. A repeated type is harmless; two types are not.
func (p *modelReader) enter(x any) {
	if old := p.m.byURI[p.q.Subject]; old != nil {
		if kind(old) != kind(x) {
			p.fail(diag.ForeignMismatch, "export the model again", "%s is both a %s and a %s", short(p.q.Subject), kind(old), kind(x))
		}
		return
	}
	p.m.byURI[p.q.Subject] = x
	m := p.m
	switch x := x.(type) {
	case *Asset:
		m.Assets = append(m.Assets, x)
	case *cardinality:
		p.cards = append(p.cards, x)
	case *BoundNode:
		m.Nodes = append(m.Nodes, x)
	case *Match:
		m.Matches = append(m.Matches, x)
	case *ThreatAt:
		m.Threats = append(m.Threats, x)
	case *StrategyAt:
		m.Strategies = append(m.Strategies, x)
	case *ControlSet:
		m.ControlSets = append(m.ControlSets, x)
	case *MisbehaviourSet:
		m.Misbehaviours = append(m.Misbehaviours, x)
	case *TrustSet:
		m.TrustSets = append(m.TrustSets, x)
	case *ImpactSet:
		m.ImpactSets = append(m.ImpactSets, x)
	}
}

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

func (p *modelReader) asset(class string) {
	c := p.b.Class(class)
	if c == nil {
		p.fail(diag.ForeignReference, "use the knowledge base that the model was made with", "%s is of the class %s, which the base does not define", short(p.q.Subject), class)
		return
	}
	a := &Asset{URI: p.q.Subject.IRI(), Class: c, Asserted: p.q.Graph == p.asserted, Population: NoLevel}
	if old, ok := p.m.byURI[p.q.Subject].(*Asset); ok {
		if old.Class != c {
			p.fail(diag.ForeignMismatch, "export the model again", "the asset %s is of two classes, %s and %s", short(p.q.Subject), old.Class.ID, c.ID)
		}
		old.Asserted = old.Asserted || a.Asserted
		return
	}
	p.enter(a)
}

// object makes the object that a core type calls for.
func (p *modelReader) object() any {
	uri := p.q.Subject.IRI()
	id, _ := local(p.q.Object, coreNS)
	switch id {
	case "CardinalityConstraint":
		return &cardinality{uri: uri}
	case "Node":
		return &BoundNode{URI: uri}
	case "MatchingPattern":
		return &Match{URI: uri, Population: NoLevel}
	case "Threat":
		return &ThreatAt{URI: uri, Frequency: NoLevel, Likelihood: NoLevel, Risk: NoLevel}
	case "ControlStrategy":
		return &StrategyAt{URI: uri, Coverage: NoLevel}
	case "ControlSet":
		return &ControlSet{URI: uri, Coverage: NoLevel}
	case "MisbehaviourSet":
		return &MisbehaviourSet{URI: uri, Impact: NoLevel, Likelihood: NoLevel, Risk: NoLevel}
	case "TrustworthinessAttributeSet":
		return &TrustSet{URI: uri, Asserted: NoLevel, Inferred: NoLevel}
	case "TrustworthinessImpactSet":
		return &ImpactSet{URI: uri}
	}
	return nil
}

// --- statements ---

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
		if done := p.setting(); done {
			return true
		}
	case p.inferred:
		p.m.HasResults = true
	default:
		return false
	}
	if relation, ok := local(p.q.Predicate, domainNS); ok {
		return p.link(x, relation)
	}
	name, _ := local(p.q.Predicate, coreNS)
	switch x := x.(type) {
	case nil:
		return (p.q.Subject == p.asserted || p.q.Subject.IRI() == systemURI) && p.system(name)
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

func (p *modelReader) link(x any, relation string) bool {
	from, ok := x.(*Asset)
	if !ok {
		p.fail(diag.ForeignReference, "export the model again", "%s has a link, but is not described as an asset", short(p.q.Subject))
		return true
	}
	rel := p.b.Relation(relation)
	if rel == nil {
		p.fail(diag.ForeignReference, "use the knowledge base that the model was made with", "a link of %s has the type %s, which the base does not define", from.ID, relation)
		return true
	}
	to := object[Asset](p)
	if to == nil {
		return true
	}
	key := linkKey{from, rel, to}
	l := p.links[key]
	if l == nil {
		l = &AssetLink{From: from, Relation: rel, To: to}
		p.links[key] = l
		p.m.Links = append(p.m.Links, l)
	}
	l.Asserted = l.Asserted || p.q.Graph == p.asserted
	return true
}

// system reads what is said of the model itself. Spyderisk says some of it of the namespace of all models instead; there the
// validity of risks is always false and means nothing.
func (p *modelReader) system(name string) bool {
	m, own := p.m, p.q.Subject == p.asserted
	switch p.q.Predicate.IRI() {
	case rdfsLabel:
		p.text(&m.Label)
		return true
	case rdfsComment:
		p.text(&m.Comment)
		return true
	case dcCreated:
		p.text(&m.Created)
		return true
	case dcModified:
		p.text(&m.Modified)
		return true
	case owlImports:
		return true
	}
	switch name {
	case "domainGraph":
	case "domainVersion":
		p.text(&m.DomainVersion)
	case "riskCalculationMode":
		mode, _ := p.q.Object.Text()
		if p.q.Graph == p.inferred || m.Mode == "" {
			m.Mode = mode
		}
		if mode != "CURRENT" && mode != "FUTURE" {
			p.fail(diag.ForeignValue, "the modes are CURRENT and FUTURE", "the risk calculation mode is %s", p.q.Object)
		}
	case "risksValid":
		if v := p.bool(); own {
			m.RisksValid = v
		}
	case "isValid":
		m.Valid = p.bool()
	case "isValidating":
		m.Validating = p.bool()
	case "isCalculatingRisk":
		m.Calculating = p.bool()
	case "hasRisk":
		p.level(&m.Risk, &p.b.Risk, "risk")
	default:
		return false
	}
	return true
}

func (p *modelReader) picture(a *Asset) bool {
	name, _ := local(p.q.Predicate, coreNS)
	switch name {
	case "positionX":
		p.int(&a.X)
	case "positionY":
		p.int(&a.Y)
	case "isVisible":
		a.Visible = p.bool()
	default:
		return false
	}
	return true
}

// setting reads what the user set on a control, trust attribute or misbehaviour at an asset. The set itself need not be described:
// it comes from construction.
func (p *modelReader) setting() bool {
	predicate, _ := local(p.q.Predicate, coreNS)
	switch predicate {
	case "isProposed", "hasCoverageLevel", "hasAssertedLevel", "hasImpactLevel":
	default:
		return false
	}
	set, ok := local(p.q.Subject, systemNS)
	if !ok {
		return false
	}
	sort, rest, _ := strings.Cut(set, "-")
	cut := strings.LastIndexByte(rest, '-')
	if cut < 0 {
		return false
	}
	name, id := rest[:cut], rest[cut+1:]
	switch {
	case sort == "CS" && predicate != "hasAssertedLevel" && predicate != "hasImpactLevel":
		c, v := variant(name, p.b.Control)
		if c == nil {
			p.nothing("control", name)
			return true
		}
		s := keep(p, &Proposal{URI: p.q.Subject.IRI(), Control: c, Variant: v, AssetID: id, Coverage: NoLevel})
		if predicate == "isProposed" {
			s.Proposed = p.bool()
		} else {
			p.level(&s.Coverage, &p.b.Trust, "trustworthiness")
		}
	case sort == "TWAS" && predicate == "hasAssertedLevel":
		a, v := variant(name, p.b.Attribute)
		if a == nil {
			p.nothing("trustworthiness attribute", name)
			return true
		}
		p.level(&keep(p, &TrustSetting{URI: p.q.Subject.IRI(), Attribute: a, Variant: v, AssetID: id, Level: NoLevel}).Level, &p.b.Trust, "trustworthiness")
	case sort == "MS" && predicate == "hasImpactLevel":
		b, v := variant(name, p.b.Misbehaviour)
		if b == nil {
			p.nothing("misbehaviour", name)
			return true
		}
		p.level(&keep(p, &ImpactSetting{URI: p.q.Subject.IRI(), Misbehaviour: b, Variant: v, AssetID: id, Level: NoLevel}).Level, &p.b.Impact, "impact")
	default:
		return false
	}
	return true
}

// keep returns the setting that is already known, or makes x known.
func keep[T any](p *modelReader, x *T) *T {
	if old, ok := p.settings[p.q.Subject].(*T); ok {
		return old
	}
	p.settings[p.q.Subject] = x
	return x
}

func (p *modelReader) nothing(what, name string) {
	p.fail(diag.ForeignReference, "use the knowledge base that the model was made with", "%s concerns the %s %s, which the base does not define", short(p.q.Subject), what, name)
}

// variant looks a name up, as it is or without _Min or _Max.
func variant[T any](name string, find func(string) *T) (*T, Variant) {
	if x := find(name); x != nil {
		return x, Average
	}
	plain, v := cutVariant(name)
	if v == Average {
		return nil, v
	}
	return find(plain), v
}

// --- values ---

func (p *modelReader) text(to *string) {
	s, ok := p.q.Object.Text()
	switch {
	case !ok:
		p.fail(diag.ForeignValue, "write a text", "%s of %s is %s; it must be a text", short(p.q.Predicate), short(p.q.Subject), short(p.q.Object))
	case *to != "" && *to != s:
		p.twice()
	default:
		*to = s
	}
}

func (p *modelReader) twice() {
	p.fail(diag.ForeignMismatch, "export the model again", "%s of %s has two values", short(p.q.Predicate), short(p.q.Subject))
}

func (p *modelReader) bool() bool {
	switch s, _ := p.q.Object.Text(); s {
	case "true", "1":
		return true
	case "false", "0":
		return false
	}
	p.fail(diag.ForeignValue, "write true or false", "%s of %s is %s; it must be true or false", short(p.q.Predicate), short(p.q.Subject), p.q.Object)
	return false
}

func (p *modelReader) int(to *int) {
	s, _ := p.q.Object.Text()
	n, err := strconv.ParseInt(s, 10, 32)
	if err != nil {
		p.fail(diag.ForeignValue, "write a whole number", "%s of %s is %s; it must be a whole number", short(p.q.Predicate), short(p.q.Subject), p.q.Object)
		return
	}
	*to = int(n)
}

func (p *modelReader) level(to *int, s *Scale, what string) {
	id, ok := local(p.q.Object, domainNS)
	v, known := s.Value(id)
	switch {
	case !ok || !known:
		p.fail(diag.ForeignReference, "use the knowledge base that the model was made with", "%s of %s is %s, which is no level of %s in the base", short(p.q.Predicate), short(p.q.Subject), short(p.q.Object), what)
	case *to != NoLevel && *to != v:
		p.twice()
	default:
		*to = v
	}
}

// object is the object of the statement as a thing the file describes.
func object[T any](p *modelReader) *T {
	if x, ok := p.m.byURI[p.q.Object].(*T); ok {
		return x
	}
	p.fail(diag.ForeignReference, "export the whole model again", "%s of %s names %s, which the file does not describe as it should", short(p.q.Predicate), short(p.q.Subject), short(p.q.Object))
	return nil
}

func one[T any](p *modelReader, to **T) bool {
	x := object[T](p)
	if *to != nil && x != nil && *to != x {
		p.twice()
	}
	*to = x
	return true
}

func many[T any](p *modelReader, to *[]*T) bool {
	if x := object[T](p); x != nil {
		*to = append(*to, x)
	}
	return true
}

// entry is the object of the statement as an entry of the base.
func entry[T any](p *modelReader, to **T, what string, find func(string) *T) bool {
	id, ok := local(p.q.Object, domainNS)
	x := find(id)
	switch {
	case !ok || x == nil:
		p.fail(diag.ForeignReference, "use the knowledge base that the model was made with", "%s of %s is %s, which is no %s of the base", short(p.q.Predicate), short(p.q.Subject), short(p.q.Object), what)
	case *to != nil && *to != x:
		p.twice()
	default:
		*to = x
	}
	return true
}

// setType is the object as a control, misbehaviour or trust attribute, perhaps with _Min or _Max.
func setType[T any](p *modelReader, to **T, v *Variant, what string, find func(string) *T) bool {
	return entry(p, to, what, func(id string) *T {
		x, which := variant(id, find)
		*v = which
		return x
	})
}

// --- what is said of each sort of object ---

func (p *modelReader) ofAsset(a *Asset, name string) bool {
	if p.q.Predicate.IRI() == rdfsLabel {
		p.text(&a.Label)
		return true
	}
	switch name {
	case "hasID":
		p.text(&a.ID)
	case "population":
		p.level(&a.Population, &p.b.Population, "population")
	case "createdByPattern":
		entry(p, &a.CreatedBy, "construction pattern", p.b.Rule)
	case "minCardinality":
		p.int(&a.MinCardinality)
	case "maxCardinality":
		p.int(&a.MaxCardinality)
	case "displayedAtAsset":
		one(p, &a.DisplayedAt)
	case "displayedAtRelationFrom":
		one(p, &a.DisplayedFrom)
	case "displayedAtRelationTo":
		one(p, &a.DisplayedTo)
	case "displayedAtRelationType":
		entry(p, &a.DisplayedOn, "relation", p.b.Relation)
	default:
		return false
	}
	return true
}

func (p *modelReader) ofCardinality(c *cardinality, name string) bool {
	switch name {
	case "linksFrom":
		one(p, &c.from)
	case "linksTo":
		one(p, &c.to)
	case "linkType":
		entry(p, &c.relation, "relation", p.b.Relation)
	case "sourceCardinality":
		p.int(&c.source)
	case "targetCardinality":
		p.int(&c.target)
	default:
		return false
	}
	return true
}

func (p *modelReader) ofNode(n *BoundNode, name string) bool {
	switch name {
	case "hasAsset":
		return one(p, &n.Asset)
	case "hasRole":
		return entry(p, &n.Role, "role", func(id string) *Role { return p.b.roles[id] })
	}
	return false
}

func (p *modelReader) ofMatch(x *Match, name string) bool {
	if p.q.Predicate.IRI() == rdfsLabel {
		p.text(&x.Label)
		return true
	}
	switch name {
	case "parent":
		return entry(p, &x.Pattern, "matching pattern", p.b.Pattern)
	case "population":
		p.level(&x.Population, &p.b.Population, "population")
		return true
	case "hasNode":
		return many(p, &x.Nodes)
	case "uniqueNodes":
		return many(p, &x.Unique)
	case "hasNecessaryNode":
		return many(p, &x.Necessary)
	case "hasSufficientNode":
		return many(p, &x.Sufficient)
	case "hasOptionalNode":
		return many(p, &x.Optional)
	}
	return false
}

func (p *modelReader) ofThreat(x *ThreatAt, name string) bool {
	switch p.q.Predicate.IRI() {
	case rdfsLabel:
		p.text(&x.Label)
		return true
	case rdfsComment:
		p.text(&x.Comment)
		return true
	}
	switch name {
	case "parent":
		return entry(p, &x.Threat, "threat", p.b.Threat)
	case "appliesTo":
		return one(p, &x.Match)
	case "threatens":
		return one(p, &x.Threatens)
	case "hasMin":
		return one(p, &x.Min)
	case "hasMax":
		return one(p, &x.Max)
	case "minOf":
		x.Variant = Min
		return one(p, &x.Of)
	case "maxOf":
		x.Variant = Max
		return one(p, &x.Of)
	case "hasFrequency":
		p.level(&x.Frequency, &p.b.Likelihood, "likelihood")
	case "hasPrior":
		p.level(&x.Likelihood, &p.b.Likelihood, "likelihood")
	case "hasRisk":
		p.level(&x.Risk, &p.b.Risk, "risk")
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
		return many(p, &x.Effects)
	case "hasEntryPoint":
		return many(p, &x.Entry)
	case "hasSecondaryEffectCondition":
		return many(p, &x.Conditions)
	case "causedBy":
		return p.cause(&x.CausedBy)
	case "causesDirectMisbehaviour":
		return many(p, &x.DirectEffects)
	case "causesIndirectMisbehaviour":
		return many(p, &x.IndirectEffects)
	case "causesIndirectThreat":
		return many(p, &x.IndirectThreats)
	case "blockedBy":
		return many(p, &x.BlockedBy)
	case "mitigatedBy": // in no known model
		return many(p, &x.MitigatedBy)
	case "triggeredBy":
		return many(p, &x.TriggeredBy)
	default:
		return false
	}
	return true
}

func (p *modelReader) cause(to *[]Cause) bool {
	if c, ok := p.m.byURI[p.q.Object].(Cause); ok {
		*to = append(*to, c)
		return true
	}
	object[TrustSet](p) // for its diagnostic
	return true
}

func (p *modelReader) ofStrategy(s *StrategyAt, name string) bool {
	if p.q.Predicate.IRI() == rdfsComment {
		p.text(&s.Comment)
		return true
	}
	switch name {
	case "parent":
		return entry(p, &s.Strategy, "control strategy", p.b.Strategy)
	case "hasCoverageLevel":
		p.level(&s.Coverage, &p.b.Trust, "trustworthiness")
	case "isEnabled":
		s.Enabled = p.bool()
	case "isCurrentRisk":
		s.NotCurrent = !p.bool()
	case "hasMandatoryCS":
		return many(p, &s.Mandatory)
	case "hasOptionalCS": // in no known model
		return many(p, &s.Optional)
	case "blocks":
		return many(p, &s.Blocks)
	case "mitigates": // in no known model
		return many(p, &s.Mitigates)
	case "triggers":
		return many(p, &s.Triggers)
	default:
		return false
	}
	return true
}

func (p *modelReader) ofControlSet(s *ControlSet, name string) bool {
	switch name {
	case "hasControl":
		return setType(p, &s.Control, &s.Variant, "control", p.b.Control)
	case "locatedAt":
		return one(p, &s.Asset)
	case "isProposed":
		s.Proposed = p.bool()
	case "hasCoverageLevel":
		p.level(&s.Coverage, &p.b.Trust, "trustworthiness")
	case "hasMin":
		return one(p, &s.Min)
	case "hasMax":
		return one(p, &s.Max)
	case "minOf", "maxOf":
		return one(p, &s.Of)
	default:
		return false
	}
	return true
}

func (p *modelReader) ofMisbehaviourSet(s *MisbehaviourSet, name string) bool {
	switch name {
	case "hasMisbehaviour":
		return setType(p, &s.Misbehaviour, &s.Variant, "misbehaviour", p.b.Misbehaviour)
	case "locatedAt":
		return one(p, &s.Asset)
	case "hasImpactLevel":
		p.level(&s.Impact, &p.b.Impact, "impact")
	case "hasPrior":
		p.level(&s.Likelihood, &p.b.Likelihood, "likelihood")
	case "hasRisk":
		p.level(&s.Risk, &p.b.Risk, "risk")
	case "isNormalOpEffect":
		s.NormalOperation = p.bool()
	case "causedBy":
		return many(p, &s.CausedBy)
	case "causesThreat":
		return many(p, &s.Threats)
	case "hasMin":
		return one(p, &s.Min)
	case "hasMax":
		return one(p, &s.Max)
	case "minOf", "maxOf":
		return one(p, &s.Of)
	default:
		return false
	}
	return true
}

func (p *modelReader) ofTrustSet(s *TrustSet, name string) bool {
	switch name {
	case "hasTrustworthinessAttribute":
		return setType(p, &s.Attribute, &s.Variant, "trustworthiness attribute", p.b.Attribute)
	case "locatedAt":
		return one(p, &s.Asset)
	case "hasAssertedLevel":
		p.level(&s.Asserted, &p.b.Trust, "trustworthiness")
	case "hasInferredLevel":
		p.level(&s.Inferred, &p.b.Trust, "trustworthiness")
	case "isExternalCause":
		s.External = p.bool()
	case "causesThreat":
		return many(p, &s.Threats)
	case "hasMin":
		return one(p, &s.Min)
	case "hasMax":
		return one(p, &s.Max)
	case "minOf", "maxOf":
		return one(p, &s.Of)
	default:
		return false
	}
	return true
}

func (p *modelReader) ofImpactSet(s *ImpactSet, name string) bool {
	switch name {
	case "affectedBy":
		return one(p, &s.Misbehaviour)
	case "affects":
		return one(p, &s.Attribute)
	}
	return false
}

// --- the end ---

// join makes the index of assets, and gives links their cardinalities. A cardinality without its link has no effect and is only
// kept as quads.
func (p *modelReader) join() {
	for _, a := range p.m.Assets {
		p.needs(a.URI, "asset", "core#hasID", a.ID != "")
		if old := p.m.byID[a.ID]; old != nil && a.ID != "" {
			p.report(diag.Pos{File: p.shown}, diag.ForeignMismatch, "give one of them another URI and id", "the assets %s and %s have the same id %s, so that their threats could not be told apart", old.URI, a.URI, a.ID)
		}
		p.m.byID[a.ID] = a
		a.Population = max(a.Population, 0)
	}
	for _, c := range p.cards {
		l := p.links[linkKey{c.from, c.relation, c.to}]
		switch {
		case l == nil:
			p.m.Unknown["core#CardinalityConstraint without a link"]++
		case l.URI != "":
			p.report(diag.Pos{File: p.shown}, diag.ForeignMismatch, "export the model again", "the link %s from %s to %s has cardinalities twice", l.Relation.ID, l.From.URI, l.To.URI)
		default:
			l.URI, l.SourceCardinality, l.TargetCardinality = c.uri, c.source, c.target
		}
	}
}

// settle puts the settings into the model.
func (p *modelReader) settle() {
	for _, x := range p.settings {
		switch x := x.(type) {
		case *Proposal:
			p.m.Proposals = append(p.m.Proposals, *x)
		case *TrustSetting:
			p.m.TrustLevels = append(p.m.TrustLevels, *x)
		case *ImpactSetting:
			p.m.ImpactLevels = append(p.m.ImpactLevels, *x)
		}
	}
}

func (p *modelReader) needs(uri, what, predicate string, has bool) {
	if !has {
		p.report(diag.Pos{File: p.shown}, diag.ForeignValue, "export the whole model again", "the %s %s has no %s", what, uri, predicate)
	}
}

// complete checks that nothing is absent that an object needs.
func (p *modelReader) complete() {
	m := p.m
	for _, x := range m.Nodes {
		p.needs(x.URI, kind(x), "core#hasRole or core#hasAsset", x.Role != nil && x.Asset != nil)
	}
	for _, x := range m.Matches {
		p.needs(x.URI, kind(x), "core#parent", x.Pattern != nil)
	}
	for _, x := range m.Threats {
		p.needs(x.URI, kind(x), "core#parent or core#appliesTo", x.Threat != nil && x.Match != nil)
	}
	for _, x := range m.Strategies {
		p.needs(x.URI, kind(x), "core#parent", x.Strategy != nil)
	}
	for _, x := range m.ControlSets {
		p.needs(x.URI, kind(x), "core#hasControl or core#locatedAt", x.Control != nil && x.Asset != nil)
	}
	for _, x := range m.Misbehaviours {
		p.needs(x.URI, kind(x), "core#hasMisbehaviour or core#locatedAt", x.Misbehaviour != nil && x.Asset != nil)
	}
	for _, x := range m.TrustSets {
		p.needs(x.URI, kind(x), "core#hasTrustworthinessAttribute or core#locatedAt", x.Attribute != nil && x.Asset != nil)
	}
	for _, x := range m.ImpactSets {
		p.needs(x.URI, kind(x), "core#affectedBy or core#affects", x.Misbehaviour != nil && x.Attribute != nil)
	}
}

// first orders true before false.
func first(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

func byURI[T any](all []*T, uri func(*T) string) []*T {
	slices.SortFunc(all, func(a, b *T) int { return strings.Compare(uri(a), uri(b)) })
	return slices.Compact(all)
}

func (m *Model) sort() {
	slices.SortFunc(m.Assets, func(a, b *Asset) int { return cmp.Or(first(a.Asserted, b.Asserted), strings.Compare(a.URI, b.URI)) })
	slices.SortFunc(m.Links, func(a, b *AssetLink) int {
		return cmp.Or(first(a.Asserted, b.Asserted), strings.Compare(a.From.URI, b.From.URI), strings.Compare(a.Relation.ID, b.Relation.ID), strings.Compare(a.To.URI, b.To.URI))
	})
	slices.SortFunc(m.Proposals, func(a, b Proposal) int { return strings.Compare(a.URI, b.URI) })
	slices.SortFunc(m.TrustLevels, func(a, b TrustSetting) int { return strings.Compare(a.URI, b.URI) })
	slices.SortFunc(m.ImpactLevels, func(a, b ImpactSetting) int { return strings.Compare(a.URI, b.URI) })

	node := func(x *BoundNode) string { return x.URI }
	threat := func(x *ThreatAt) string { return x.URI }
	strategy := func(x *StrategyAt) string { return x.URI }
	control := func(x *ControlSet) string { return x.URI }
	misbehaviour := func(x *MisbehaviourSet) string { return x.URI }
	trust := func(x *TrustSet) string { return x.URI }

	m.Nodes = byURI(m.Nodes, node)
	m.Matches = byURI(m.Matches, func(x *Match) string { return x.URI })
	for _, x := range m.Matches {
		x.Nodes, x.Unique, x.Necessary = byURI(x.Nodes, node), byURI(x.Unique, node), byURI(x.Necessary, node)
		x.Sufficient, x.Optional = byURI(x.Sufficient, node), byURI(x.Optional, node)
	}
	m.Threats = byURI(m.Threats, threat)
	for _, x := range m.Threats {
		x.Effects, x.Conditions, x.Entry = byURI(x.Effects, misbehaviour), byURI(x.Conditions, misbehaviour), byURI(x.Entry, trust)
		x.DirectEffects, x.IndirectEffects = byURI(x.DirectEffects, misbehaviour), byURI(x.IndirectEffects, misbehaviour)
		x.IndirectThreats = byURI(x.IndirectThreats, threat)
		x.BlockedBy, x.MitigatedBy, x.TriggeredBy = byURI(x.BlockedBy, strategy), byURI(x.MitigatedBy, strategy), byURI(x.TriggeredBy, strategy)
		slices.SortFunc(x.CausedBy, func(a, b Cause) int { return strings.Compare(a.causeURI(), b.causeURI()) })
		x.CausedBy = slices.Compact(x.CausedBy)
	}
	m.Strategies = byURI(m.Strategies, strategy)
	for _, x := range m.Strategies {
		x.Mandatory, x.Optional = byURI(x.Mandatory, control), byURI(x.Optional, control)
		x.Blocks, x.Mitigates, x.Triggers = byURI(x.Blocks, threat), byURI(x.Mitigates, threat), byURI(x.Triggers, threat)
	}
	m.ControlSets = byURI(m.ControlSets, control)
	m.Misbehaviours = byURI(m.Misbehaviours, misbehaviour)
	for _, x := range m.Misbehaviours {
		x.CausedBy, x.Threats = byURI(x.CausedBy, threat), byURI(x.Threats, threat)
	}
	m.TrustSets = byURI(m.TrustSets, trust)
	for _, x := range m.TrustSets {
		x.Threats = byURI(x.Threats, threat)
	}
	m.ImpactSets = byURI(m.ImpactSets, func(x *ImpactSet) string { return x.URI })
}
