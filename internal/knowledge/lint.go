package knowledge

import (
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// Lint checks that a base is well written: ids, references, patterns, prose, sources, coverage and scales. Whether the
// examples of threats hold is checked by running them, which the engine does.
func Lint(b *Base, ds *diag.List) {
	l := &linter{ix: NewIndex(b), b: b, ds: ds}
	l.packs()
	l.ids()
	l.sources()
	l.kinds()
	l.relations()
	l.facts()
	l.trust()
	l.consequences()
	for i := range b.Rules {
		l.rule(&b.Rules[i])
	}
	for i := range b.Threats {
		l.threat(&b.Threats[i])
	}
	for i := range b.Controls {
		l.control(&b.Controls[i])
	}
	for i := range b.Strategies {
		l.strategy(&b.Strategies[i])
	}
	for i := range b.Checks {
		l.check(&b.Checks[i])
	}
	for i := range b.Weaknesses {
		l.weakness(&b.Weaknesses[i])
	}
	for i := range b.Properties {
		l.property(&b.Properties[i])
	}
	l.documents()
	for i := range b.Criteria {
		l.criterion(&b.Criteria[i])
	}
	l.crosswalks()
	l.terms()
	l.duties()
	l.questionnaires()
	l.templates()
	l.indicators()
	l.clocks()
	l.vectors()
	l.ageing()
	l.prose()
	l.coverage()
	l.duplicates()
	l.scales()
	l.plainSeverities()
}

// LintReferences checks only what must hold for a base to be used: ids, references, patterns and scales. A pack in use may
// still lack prose; `cordon content lint` says so.
func LintReferences(b *Base, ds *diag.List) {
	var all diag.List
	Lint(b, &all)
	var hard []diag.Diagnostic
	for _, d := range all.Sorted() {
		switch d.Code {
		case diag.EntryID, diag.EntryReference, diag.EntryPattern, diag.EntryScale, diag.DuplicateID:
			hard = append(hard, d)
		}
	}
	ds.Append(hard)
}

type linter struct {
	ix *Index
	b  *Base
	ds *diag.List
}

var idForms = map[Type]*regexp.Regexp{
	"kind":          regexp.MustCompile(`^[a-z]+(\.[a-z]+(-[a-z]+)*)*$`),
	"harm":          regexp.MustCompile(`^harm\.[a-z]+(-[a-z]+)*$`),
	"relation":      regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`),
	"fact":          regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`),
	"trust":         regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`),
	"consequence":   regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`),
	"rule":          regexp.MustCompile(`^RUL-[0-9]{4}$`),
	"threat":        regexp.MustCompile(`^THR-[0-9]{4}$`),
	"control":       regexp.MustCompile(`^CTL-[0-9]{4}$`),
	"strategy":      regexp.MustCompile(`^STR-[0-9]{4}$`),
	"check":         regexp.MustCompile(`^CHK-[0-9]{4}$`),
	"weakness":      regexp.MustCompile(`^CWE-[0-9]+$`),
	"property":      regexp.MustCompile(`^PID-[0-9]+$`),
	"document":      documentName,
	"criterion":     regexp.MustCompile(`^CRI-[0-9]{4}$`),
	"crosswalk":     documentName,
	"term":          documentName,
	"role":          documentName,
	"questionnaire": documentName,
	"template":      documentName,
	"indicator":     regexp.MustCompile(`^IND-[0-9]{4}$`),
	"clock":         regexp.MustCompile(`^CLK-[0-9]{4}$`),
}

var (
	packID      = regexp.MustCompile(`^[a-z]+(-[a-z0-9]+)*$`)
	packVersion = regexp.MustCompile(`^(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*)){2}$`)
)

func (l *linter) packs() {
	for i, p := range l.b.Packs {
		if p.ID != "" && !packID.MatchString(p.ID) {
			l.ds.Add(p.At, diag.PackName, "use lower-case letters, digits and single hyphens", "a pack cannot have the id %q", p.ID)
		}
		if p.Version != "" && !packVersion.MatchString(p.Version) {
			l.ds.Add(p.At, diag.PackName, "write three numbers, such as 1.4.0", "a pack cannot have the version %q", p.Version)
		}
		if slices.ContainsFunc(l.b.Packs[:i], func(o Pack) bool { return o.ID == p.ID }) {
			l.ds.Add(p.At, diag.PackName, "choose another id", "two packs have the id %q", p.ID)
		}
	}
}

func (l *linter) ids() {
	seen := map[string]diag.Pos{}
	for _, e := range l.b.List() {
		if !idForms[e.Type].MatchString(e.ID) {
			l.ds.Add(e.At, diag.EntryID, "ids of this type look like "+idForms[e.Type].String(), "%s has the id %q", e.Type, e.ID)
		}
		key := string(e.Type) + " " + e.ID
		if first, twice := seen[key]; twice {
			l.ds.Add(e.At, diag.DuplicateID, "choose another id", "%s %q is defined twice; first at %s", e.Type, e.ID, first)
		}
		seen[key] = e.At
	}
}

func (l *linter) sources() {
	for _, e := range l.b.List() {
		if len(e.sources) == 0 && e.Status != Withdrawn {
			l.ds.Add(e.At, diag.EntrySource, "name document and place", "%s %s names no source", e.Type, e.ID)
		}
	}
}

// refer reports a name that is not in a vocabulary.
func refer[T any](l *linter, at diag.Pos, what, name string, vocabulary map[string]*T) bool {
	if _, ok := vocabulary[name]; ok {
		return true
	}
	l.ds.Add(at, diag.EntryReference, yamltext.Suggest(name, slices.Sorted(maps.Keys(vocabulary))), "no %s %q", what, name)
	return false
}

func (l *linter) kinds() {
	for i := range l.b.Kinds {
		k := &l.b.Kinds[i]
		for _, p := range k.Is {
			refer(l, k.At, "kind", p, l.ix.Kinds)
		}
		if dot := strings.LastIndexByte(k.ID, '.'); dot > 0 && l.ix.Kinds[k.ID[:dot]] != nil && !l.ix.Is(k.ID, k.ID[:dot]) {
			parent := k.ID[:dot]
			l.ds.Add(k.At, diag.EntryReference, "add it to `is`", "kind %q is not below %q, as its name says", k.ID, parent)
		}
		circle := func(up string) bool { return l.ix.Kinds[up] != nil && slices.Contains(l.ix.Kinds[up].Is, k.ID) }
		if slices.ContainsFunc(l.ix.above(k.ID), circle) {
			l.ds.Add(k.At, diag.EntryReference, "break the circle", "kind %q is above itself", k.ID)
		}
		for _, f := range k.Facts {
			if refer(l, f.At, "fact", f.Key, l.ix.Facts) && !slices.Contains(l.ix.Facts[f.Key].Words(), f.Value.Text) {
				l.ds.Add(f.Value.At, diag.EntryReference, "", "fact %q has no value %q", f.Key, f.Value.Text)
			}
		}
		if k.Harm != nil {
			l.hazards(k)
		}
	}
}

// hazards checks what is said to lead to a kind of harm. That a hazard does is no news, so the kind must be below it.
func (l *linter) hazards(k *Kind) {
	for i, h := range k.Harm.Hazards {
		switch {
		case !refer(l, k.Harm.At, "kind", h, l.ix.Kinds):
		case h == "hazard" || !l.ix.Is(h, "hazard"):
			l.ds.Add(k.Harm.At, diag.EntryReference, "name a kind below hazard", "%q leads to no harm by itself", h)
		case slices.ContainsFunc(k.Harm.Hazards[:i], func(o string) bool { return l.ix.Is(h, o) || l.ix.Is(o, h) }):
			l.ds.Add(k.Harm.At, diag.EntryReference, "keep one of the two", "hazard %q is named already, by itself or by a kind above or below", h)
		}
	}
}

func (l *linter) relations() {
	for i := range l.b.Relations {
		r := &l.b.Relations[i]
		refer(l, r.At, "kind", r.From, l.ix.Kinds)
		refer(l, r.At, "kind", r.To, l.ix.Kinds)
		for _, p := range r.Is {
			refer(l, r.At, "relation", p, l.ix.Relations)
		}
		if l.aboveItself(r.ID, nil) {
			l.ds.Add(r.At, diag.EntryReference, "break the circle", "relation %q is above itself", r.ID)
		}
	}
}

// aboveItself tells whether a relation is reached again by going upwards from it; seen are those passed on the way.
func (l *linter) aboveItself(relation string, seen []string) bool {
	if len(seen) > 0 && seen[0] == relation {
		return true
	}
	r := l.ix.Relations[relation]
	if r == nil || slices.Contains(seen, relation) {
		return false
	}
	seen = append(slices.Clone(seen), relation)
	return slices.ContainsFunc(r.Is, func(p string) bool { return l.aboveItself(p, seen) })
}

func (l *linter) facts() {
	for i := range l.b.Facts {
		f := &l.b.Facts[i]
		for _, k := range f.On {
			refer(l, f.At, "kind", k, l.ix.Kinds)
		}
		if !strings.Contains(f.Question, "{it}") {
			l.ds.Add(f.At, diag.EntryProse, "write {it} where the element's name belongs", "question of fact %q does not name the element", f.ID)
		}
		for _, s := range f.Sets {
			refer(l, s.At, "trust attribute", s.Trust, l.ix.Trust)
			for _, v := range s.When {
				if !slices.Contains(f.Words(), v) {
					l.ds.Add(s.At, diag.EntryReference, yamltext.Suggest(v, f.Words()), "fact %q has no value %q", f.ID, v)
				}
			}
		}
	}
}

func (l *linter) trust() {
	for i := range l.b.Trust {
		t := &l.b.Trust[i]
		for _, k := range t.On {
			refer(l, t.At, "kind", k, l.ix.Kinds)
		}
		for _, kl := range t.ByKind {
			if refer(l, kl.At, "kind", kl.Kind, l.ix.Kinds) && !l.ix.IsAny(kl.Kind, t.On) {
				l.ds.Add(kl.At, diag.EntryReference, "", "trust attribute %q does not apply to %q", t.ID, kl.Kind)
			}
		}
		if t.UnderminedBy != "" {
			refer(l, t.At, "consequence", t.UnderminedBy, l.ix.Consequences)
		}
	}
}

func (l *linter) consequences() {
	for i := range l.b.Consequences {
		c := &l.b.Consequences[i]
		for _, k := range c.On {
			refer(l, c.At, "kind", k, l.ix.Kinds)
		}
	}
}

// pattern checks roles and links, and returns the roles that exist.
func (l *linter) pattern(at diag.Pos, p *Pattern, extra map[string]string) map[string]Role {
	roles := map[string]Role{}
	var parsed []Link
	for _, r := range p.Where {
		roles[r.Key] = r.Value
		refer(l, r.Value.At, "kind", r.Value.Kind, l.ix.Kinds)
		for _, f := range r.Value.Facts {
			l.guard(r.Value.Kind, f)
		}
	}
	for _, s := range p.Links {
		link, err := ParseLink(s)
		if err != nil {
			l.ds.Add(at, diag.EntryPattern, "write 'role relation role'", "%s", err)
			continue
		}
		l.link(at, s, link, roles, extra)
		parsed = append(parsed, link)
	}
	l.hangsTogether(at, roles, parsed)
	for _, group := range p.Distinct {
		for _, r := range group {
			if _, ok := roles[r]; !ok {
				l.ds.Add(at, diag.EntryPattern, "", "distinct: no role %q", r)
			}
		}
	}
	return roles
}

// hangsTogether reports roles bound one to one that only collecting roles or nothing join: every combination of their
// elements would be tried, and most would mean nothing. It reports collecting roles that no link ties to the rest.
func (l *linter) hangsTogether(at diag.Pos, roles map[string]Role, links []Link) {
	one := func(r string) bool { b := roles[r].Role; return b == One || b == "one" }
	part := map[string]string{} // a role's part, named after one of its roles
	tied := map[string]bool{}
	for r := range roles {
		part[r] = r
	}
	for _, link := range links {
		tied[link.From], tied[link.To] = true, true
		if a, b := part[link.From], part[link.To]; !link.Not && a != b && one(link.From) && one(link.To) {
			for r, p := range part {
				if p == a {
					part[r] = b
				}
			}
		}
	}
	parts := map[string]bool{}
	for r, p := range part {
		switch {
		case one(r):
			parts[p] = true
		case !tied[r]:
			l.ds.Add(at, diag.EntryPattern, "link it to a role bound one to one", "role %q collects elements that nothing ties to the rest", r)
		}
	}
	if len(parts) > 1 {
		l.ds.Add(at, diag.EntryPattern, "link the roles bound one to one with each other; a collecting role does not join them", "the roles bound one to one fall into %d parts", len(parts))
	}
}

func (l *linter) guard(kind string, f yamltext.Entry[[]string]) {
	if !refer(l, f.At, "fact", f.Key, l.ix.Facts) {
		return
	}
	fact := l.ix.Facts[f.Key]
	if !slices.ContainsFunc(fact.On, func(on string) bool { return l.ix.Meets(kind, on) }) {
		l.ds.Add(f.At, diag.EntryPattern, "it applies to "+strings.Join(fact.On, ", "), "fact %q never applies to %q", f.Key, kind)
	}
	for _, v := range f.Value {
		if !slices.Contains(fact.Words(), v) {
			l.ds.Add(f.At, diag.EntryPattern, yamltext.Suggest(v, fact.Words()), "fact %q has no value %q", f.Key, v)
		}
	}
}

func (l *linter) link(at diag.Pos, s string, link Link, roles map[string]Role, extra map[string]string) {
	kindOf := func(role string) (string, bool) {
		if r, ok := roles[role]; ok {
			return r.Kind, true
		}
		k, ok := extra[role]
		return k, ok
	}
	from, okF := kindOf(link.From)
	to, okT := kindOf(link.To)
	if !okF || !okT {
		l.ds.Add(at, diag.EntryPattern, "", "link %q names a role that is not in `where`", s)
		return
	}
	if !refer(l, at, "relation", link.Relation, l.ix.Relations) {
		return
	}
	r := l.ix.Relations[link.Relation]
	if !l.ix.Meets(from, r.From) || !l.ix.Meets(to, r.To) {
		l.ds.Add(at, diag.EntryPattern, "the relation goes from "+r.From+" to "+r.To, "link %q can never hold: it goes from %q to %q", s, from, to)
	}
}

func (l *linter) rule(r *ConstructionRule) {
	extra := map[string]string{}
	for _, i := range r.Infers {
		refer(l, i.Value.At, "kind", i.Value.Kind, l.ix.Kinds)
		extra[i.Key] = i.Value.Kind
	}
	roles := l.pattern(r.At, &r.Pattern, extra)
	for _, i := range r.Infers {
		l.title(i.Value.At, i.Value.Title, roles)
		for _, of := range i.Value.Of {
			if role, ok := roles[of]; !ok || role.Role != One && role.Role != "one" {
				l.ds.Add(i.Value.At, diag.EntryPattern, "", "infers: %q is not a role bound one to one", of)
			}
		}
	}
	for _, s := range r.Adds {
		link, err := ParseLink(s)
		if err != nil {
			l.ds.Add(r.At, diag.EntryPattern, "write 'role relation role'", "%s", err)
			continue
		}
		l.link(r.At, s, link, roles, extra)
	}
	l.examples(r.At, r.ID, r.Status, r.Examples)
}

// examples reports an entry that no example shows at work, or none where it does nothing.
func (l *linter) examples(at diag.Pos, id string, status Status, all []Example) {
	match := slices.ContainsFunc(all, func(e Example) bool { return e.Expects == ExpectMatch })
	noMatch := slices.ContainsFunc(all, func(e Example) bool { return e.Expects != ExpectMatch })
	if status != Withdrawn && !(match && noMatch) {
		l.ds.Add(at, diag.EntryExample, "add the missing example", "%s needs an example that matches and one that does not", id)
	}
}

// check looks at a modelling check. What it is said of is the element of its first role, which an author must be able to write.
func (l *linter) check(c *ModelCheck) {
	roles := l.pattern(c.At, &c.Pattern, nil)
	l.title(c.At, c.Title, roles)
	for _, r := range c.Where {
		if r.Value.Role != One && r.Value.Role != "one" {
			continue
		}
		if l.ix.Kinds[r.Value.Kind] != nil && l.ix.BlockOf(r.Value.Kind) == "" && !l.writable(r.Value.Kind) {
			l.ds.Add(r.Value.At, diag.EntryPattern, "begin with an element that stands in a description", "%s is said of %q, which is inferred", c.ID, r.Value.Kind)
		}
		break
	}
	l.examples(c.At, c.ID, c.Status, c.Examples)
}

// writable tells whether some kind below a kind can stand in a description. The use of data by a function can: it has no block, but a place.
func (l *linter) writable(kind string) bool {
	if kind == "use" {
		return true
	}
	for id := range l.ix.Kinds {
		if l.ix.Is(id, kind) && l.ix.BlockOf(id) != "" {
			return true
		}
	}
	return false
}

func (l *linter) threat(t *Threat) {
	roles := l.pattern(t.At, &t.Pattern, nil)
	for _, s := range t.Causes {
		l.term(t.At, s, roles, true)
	}
	for _, s := range t.Effects {
		l.term(t.At, s, roles, false)
	}
	for _, s := range slices.Concat(t.BlockedBy, t.TriggeredBy) {
		l.answer(t.At, s, roles)
	}
	l.title(t.At, t.Title, roles)
	if t.Status == Withdrawn {
		return
	}
	if len(t.BlockedBy) == 0 && t.Unanswered == "" {
		l.ds.Add(t.At, diag.EntryCoverage, "add blocked-by, or say why not in unanswered", "no control answers %s", t.ID)
	}
	if len(t.BlockedBy) > 0 && t.Unanswered != "" {
		l.ds.Add(t.At, diag.EntryCoverage, "remove `unanswered`", "%s has controls and a reason for having none", t.ID)
	}
	if t.Secondary != Yes && (t.Check == "" || t.FalsePositives == "") {
		l.ds.Add(t.At, diag.EntryProse, "a primary threat says how to check it and when it is a false alarm", "%s lacks `check` or `false-positives`", t.ID)
	}
	l.references(t)
	l.examples(t.At, t.ID, t.Status, t.Examples)
}

var braces = regexp.MustCompile(`\{([^}]*)\}`)

// title reports roles in the braces of a title that the pattern does not have.
func (l *linter) title(at diag.Pos, title string, roles map[string]Role) {
	for _, m := range braces.FindAllStringSubmatch(title, -1) {
		if _, ok := roles[m[1]]; !ok {
			l.ds.Add(at, diag.EntryProse, "", "title names a role %q that is not in `where`", m[1])
		}
	}
}

func (l *linter) term(at diag.Pos, s string, roles map[string]Role, cause bool) {
	t, err := ParseTerm(s)
	if err != nil {
		l.ds.Add(at, diag.EntryPattern, "", "%s", err)
		return
	}
	role, ok := roles[t.Role]
	if !ok {
		l.ds.Add(at, diag.EntryPattern, "", "%q names a role that is not in `where`", s)
		return
	}
	if t.Low {
		if !cause {
			l.ds.Add(at, diag.EntryPattern, "effects are consequences", "%q cannot be an effect", s)
		}
		if refer(l, at, "trust attribute", t.Name, l.ix.Trust) && !l.ix.IsAny(role.Kind, l.ix.Trust[t.Name].On) {
			l.ds.Add(at, diag.EntryPattern, "it applies to "+strings.Join(l.ix.Trust[t.Name].On, ", "), "%q: the attribute does not apply to every %q", s, role.Kind)
		}
		return
	}
	if refer(l, at, "consequence", t.Name, l.ix.Consequences) && !l.ix.IsAny(role.Kind, l.ix.Consequences[t.Name].On) {
		l.ds.Add(at, diag.EntryPattern, "it applies to "+strings.Join(l.ix.Consequences[t.Name].On, ", "), "%q: the consequence does not apply to every %q", s, role.Kind)
	}
}

func (l *linter) answer(at diag.Pos, s string, roles map[string]Role) {
	a, err := ParseAnswer(s)
	if err != nil {
		l.ds.Add(at, diag.EntryPattern, "", "%s", err)
		return
	}
	if a.Strategy != "" {
		if refer(l, at, "strategy", a.Strategy, l.ix.Strategies) {
			st := l.ix.Strategies[a.Strategy]
			for _, n := range st.Needs {
				// What is not a control at a role is reported where the strategy stands.
				if need, err := ParseAnswer(n); err == nil && need.Strategy == "" {
					l.answer(at, n, roles)
				}
			}
		}
		return
	}
	role, ok := roles[a.Role]
	if !ok {
		l.ds.Add(at, diag.EntryPattern, "", "%q names a role that is not in `where`", s)
		return
	}
	if refer(l, at, "control", a.Control, l.ix.Controls) && !slices.ContainsFunc(l.ix.Controls[a.Control].On, func(on string) bool { return l.ix.Meets(role.Kind, on) }) {
		l.ds.Add(at, diag.EntryPattern, "it is made for "+strings.Join(l.ix.Controls[a.Control].On, ", "), "%q: the control never applies to %q", s, role.Kind)
	}
}

var referenceForms = []struct {
	of   func(References) []string
	form *regexp.Regexp
}{
	{func(r References) []string { return r.CWE }, regexp.MustCompile(`^CWE-[0-9]+$`)},
	{func(r References) []string { return r.CAPEC }, regexp.MustCompile(`^CAPEC-[0-9]+$`)},
	{func(r References) []string { return r.Attack }, regexp.MustCompile(`^T[0-9]{4}(\.[0-9]{3})?$`)},
	{func(r References) []string { return r.EMB3D }, regexp.MustCompile(`^TID-[0-9]{3}$`)},
	{func(r References) []string { return r.Atlas }, regexp.MustCompile(`^AML\.T[0-9]{4}(\.[0-9]{3})?$`)},
	{func(r References) []string { return r.OWASP }, regexp.MustCompile(`^(M|I|LLM)(0[1-9]|[1-9]|10):20[0-9]{2}$`)},
	{func(r References) []string { return r.LINDDUN }, regexp.MustCompile(`^(L|I|Nr|D|DD|U|Nc)$`)},
}

func (l *linter) references(t *Threat) {
	for _, f := range referenceForms {
		for _, id := range f.of(t.References) {
			if !f.form.MatchString(id) {
				l.ds.Add(t.References.At, diag.EntryReference, "ids look like "+f.form.String(), "reference %q has a wrong form", id)
			}
		}
	}
}

func (l *linter) control(c *Control) {
	for _, k := range c.On {
		refer(l, c.At, "kind", k, l.ix.Kinds)
	}
	if c.Burden == (Burden{At: c.Burden.At}) && c.NoBurden == "" {
		l.ds.Add(c.At, diag.EntryProse, "name the burden, or say in no-burden-because why there is none", "%s asks nothing of care", c.ID)
	}
	if c.Cost.OneOff == 0 && c.Cost.Yearly == 0 && c.Burden == (Burden{At: c.Burden.At}) {
		l.ds.Add(c.At, diag.EntryProse, "give the cost", "%s is said to be free and without effect on care", c.ID)
	}
	l.plainControl(c)
}

func (l *linter) strategy(s *Strategy) {
	if len(s.Needs) < 2 {
		l.ds.Add(s.At, diag.EntryPattern, "name the control itself in blocked-by", "strategy %s needs only one control", s.ID)
	}
	for _, n := range s.Needs {
		a, err := ParseAnswer(n)
		if err != nil || a.Strategy != "" {
			l.ds.Add(s.At, diag.EntryPattern, "write 'CTL-0001 at role'", "strategy %s: %q is not a control at a role", s.ID, n)
			continue
		}
		refer(l, s.At, "control", a.Control, l.ix.Controls)
	}
}

// coverage reports controls that answer nothing, and consequences, trust attributes and facts that nothing uses.
func (l *linter) coverage() {
	used := map[string]bool{}
	note := func(list []string) {
		for _, s := range list {
			if a, err := ParseAnswer(s); err == nil {
				used["control "+a.Control] = true
				used["strategy "+a.Strategy] = true
				if st := l.ix.Strategies[a.Strategy]; st != nil {
					for _, n := range st.Needs {
						if a, err := ParseAnswer(n); err == nil {
							used["control "+a.Control] = true
						}
					}
				}
			}
		}
	}
	terms := func(prefix string, list []string) {
		for _, s := range list {
			if t, err := ParseTerm(s); err == nil {
				kind := "consequence "
				if t.Low {
					kind = "trust "
				}
				used[prefix+kind+t.Name] = true
			}
		}
	}
	for i := range l.b.Threats {
		t := &l.b.Threats[i]
		if t.Status == Withdrawn {
			continue
		}
		note(t.BlockedBy)
		terms("cause ", t.Causes)
		terms("effect ", t.Effects)
		for _, r := range t.Where {
			for _, f := range r.Value.Facts {
				used["fact "+f.Key] = true
			}
		}
	}
	for i := range l.b.Checks {
		for _, r := range l.b.Checks[i].Where {
			for _, f := range r.Value.Facts {
				used["fact "+f.Key] = true
			}
		}
	}
	report := func(at diag.Pos, ok bool, code diag.Code, hint, what string) {
		if !ok {
			l.ds.Add(at, code, hint, "%s", what)
		}
	}
	for _, c := range l.b.Controls {
		report(c.At, used["control "+c.ID] || c.Status == Withdrawn, diag.EntryCoverage, "name it in the blocked-by of a threat", "control "+c.ID+" answers no threat")
	}
	for _, s := range l.b.Strategies {
		report(s.At, used["strategy "+s.ID] || s.Status == Withdrawn, diag.EntryCoverage, "name it in the blocked-by of a threat", "strategy "+s.ID+" answers no threat")
	}
	for _, c := range l.b.Consequences {
		report(c.At, used["effect consequence "+c.ID], diag.EntryUnreachable, "", "consequence "+c.ID+" is the effect of no threat")
	}
	for _, t := range l.b.Trust {
		report(t.At, used["cause trust "+t.ID], diag.EntryUnreachable, "", "trust attribute "+t.ID+" is the cause of no threat")
	}
	for _, f := range l.b.Facts {
		ok := used["fact "+f.ID] || len(f.Sets) > 0 || slices.Contains([]string{"sensitivity", "dexterity", "memory"}, f.ID)
		report(f.At, ok, diag.EntryUnreachable, "ask only what decides something", "fact "+f.ID+" decides nothing")
	}
}

// duplicates reports entries that say the same: equal titles, or threats with equal pattern, causes and effects.
func (l *linter) duplicates() {
	titles, shapes := map[string]string{}, map[string]string{}
	for _, e := range l.b.List() {
		key := string(e.Type) + " " + strings.ToLower(e.Title)
		if other, ok := titles[key]; ok {
			l.ds.Add(e.At, diag.EntryDuplicate, "make the difference visible, or merge them", "%s has the title of %s", e.ID, other)
		}
		titles[key] = e.ID
	}
	for _, t := range l.b.Threats {
		var kinds []string
		for _, r := range t.Where {
			s := r.Value.Kind + string(r.Value.Role)
			for _, f := range r.Value.Facts {
				s += f.Key + strings.Join(f.Value, "|")
			}
			kinds = append(kinds, s)
		}
		shape := strings.Join(kinds, ",") + " " + strings.Join(t.Links, ",") + " " + strings.Join(t.Causes, ",") + " " + strings.Join(t.Effects, ",") + strings.Join(t.TriggeredBy, ",")
		if other, ok := shapes[shape]; ok {
			l.ds.Add(t.At, diag.EntryDuplicate, "make the difference visible in the pattern, or merge them", "%s has the pattern, causes and effects of %s", t.ID, other)
		}
		shapes[shape] = t.ID
	}
}

// scales checks that tables are complete and rise with both axes, and that intervals are ordered.
func (l *linter) scales() {
	s := &l.b.Scales
	if len(s.Likelihood) == 0 {
		return // a pack without scales uses the shipped ones
	}
	count := func(what string, got, want int) bool {
		if got != want {
			l.ds.Add(s.At, diag.EntryScale, "", "%s has %d levels, not %d", what, got, want)
		}
		return got == want
	}
	count("likelihood", len(s.Likelihood), 6)
	count("trust", len(s.Trust), 6)
	count("impact", len(s.Impact), 6)
	count("risk", len(s.Risk), 5)
	count("severity", len(s.Severity), 5)
	count("probability", len(s.Probability), 5)
	count("probability-bounds", len(s.Bounds), 4)
	l.rising("risk-table", s.RiskTable, 6, 6)
	cells := make([][]int, len(s.HarmTable))
	for i, row := range s.HarmTable {
		for _, c := range row {
			cells[i] = append(cells[i], slices.Index(c.Words(), string(c)))
		}
	}
	l.rising("harm-table", cells, 5, 5)
	for _, group := range []struct {
		what string
		list []Interval
		want int
	}{{"p1", s.P1, 6}, {"p2", s.P2, 5}} {
		if !count(group.what, len(group.list), group.want) {
			continue
		}
		last := 0.0
		for _, i := range group.list {
			from, err1 := strconv.ParseFloat(i.From, 64)
			to, err2 := strconv.ParseFloat(i.To, 64)
			if err1 != nil || err2 != nil || from != last || to <= from || to > 1 {
				l.ds.Add(i.At, diag.EntryScale, "each interval begins where the one before ends, from 0 to 1", "%s: the interval from %s to %s does not fit", group.what, i.From, i.To)
			}
			last = to
		}
	}
	last := 0.0
	for _, b := range s.Bounds {
		bound, err := strconv.ParseFloat(b, 64)
		if err != nil || bound <= last || bound >= 1 {
			l.ds.Add(s.At, diag.EntryScale, "bounds are numbers between 0 and 1, each higher than the one before", "probability-bounds: %q does not fit", b)
		}
		last = bound
	}
}

// rising checks that a table rises with both axes, that its rows differ, and that it is weakly consistent (L. A. Cox, Risk Analysis 28(2),
// 2008): its highest cells mean more risk than its lowest ones whatever lies within the levels. So the two never share an edge, and where
// one of the axes is lowest, no cell is highest.
func (l *linter) rising(what string, table [][]int, rows, columns int) {
	at := l.b.Scales.At
	if len(table) != rows {
		l.ds.Add(at, diag.EntryScale, "", "%s has %d rows, not %d", what, len(table), rows)
		return
	}
	for i, row := range table {
		if len(row) != columns {
			l.ds.Add(at, diag.EntryScale, "", "row %d of %s has %d columns, not %d", i, what, len(row), columns)
			return
		}
		for j, v := range row {
			if j > 0 && v < row[j-1] || i > 0 && v < table[i-1][j] {
				l.ds.Add(at, diag.EntryScale, "", "%s falls at row %d, column %d", what, i, j)
			}
		}
		if i > 0 && slices.Equal(row, table[i-1]) {
			l.ds.Add(at, diag.EntryScale, "two levels that never differ are one level", "rows %d and %d of %s are equal", i-1, i, what)
		}
	}
	highest := table[rows-1][columns-1]
	for i, row := range table {
		for j, v := range row {
			if v != highest || v == 0 {
				continue
			}
			if i == 0 || j == 0 {
				l.ds.Add(at, diag.EntryScale, "what is lowest on one axis cannot be among the highest risks", "%s is highest at row %d, column %d", what, i, j)
			} else if table[i-1][j] == 0 || row[j-1] == 0 {
				l.ds.Add(at, diag.EntryScale, "put a level between them", "%s goes from the lowest to the highest at row %d, column %d", what, i, j)
			}
		}
	}
}
