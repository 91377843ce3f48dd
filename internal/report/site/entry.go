package site

import (
	"context"
	"fmt"
	"html/template"
	"strconv"
	"strings"

	"cordon/internal/knowledge"
	"cordon/internal/report"
	"cordon/internal/slug"
)

// span is a piece of text that may lead somewhere.
type span struct {
	Text, Href string
	Code       string // an id, shown as such
}

// item is a line made of pieces.
type item []span

// section is a headed part of an entry.
type section struct {
	Anchor  string // where links lead to; empty where none do
	Code    string // names what Heading says, for whoever says it in another language; empty where the heading is content of the base
	Heading string
	Text    string
	Items   []item
	Picture template.HTML
}

// entryPage is the page of an entry.
type entryPage struct {
	frame
	Type, ID, Status string
	Version          int
	Sections         []section
}

func (p *entryPage) text(heading, text string) {
	if text != "" {
		p.Sections = append(p.Sections, section{Code: slug.Of(heading), Heading: heading, Text: text})
	}
}

func (p *entryPage) list(heading string, items ...item) {
	if len(items) > 0 {
		p.Sections = append(p.Sections, section{Code: slug.Of(heading), Heading: heading, Items: items})
	}
}

// to is a link to an entry, or plain text where there is none of that id.
func (s *site) to(id string) span {
	e, ok := s.by[id]
	if !ok {
		return span{Text: id}
	}
	return span{Text: plain(e.Title), Href: "../" + fileOf(e), Code: id}
}

func (s *site) toAll(ids []string) []item {
	var out []item
	for _, id := range ids {
		out = append(out, item{s.to(id)})
	}
	return out
}

func said(format string, args ...any) span { return span{Text: fmt.Sprintf(format, args...)} }

// words writes an id of a word list as words.
func words[T ~string](list ...T) string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = strings.ReplaceAll(string(w), "-", " ")
	}
	return strings.Join(out, ", ")
}

func (s *site) page(ctx context.Context, e knowledge.Listed) *entryPage {
	p := &entryPage{frame: s.frame(plain(e.Title), "../"), Type: string(e.Type), ID: e.ID, Status: string(e.Status)}
	if p.Status == "" {
		p.Status = "draft"
	}
	switch e.Type {
	case "kind", "harm":
		s.kind(p, s.ix.Kinds[e.ID])
	case "relation":
		s.relation(p, s.ix.Relations[e.ID])
	case "fact":
		s.fact(p, s.ix.Facts[e.ID])
	case "trust":
		s.trust(p, s.ix.Trust[e.ID])
	case "consequence":
		s.consequence(p, s.ix.Consequences[e.ID])
	case "rule":
		s.rule(ctx, p, s.ix.Rules[e.ID])
	case "threat":
		s.threat(ctx, p, s.ix.Threats[e.ID])
	case "control":
		s.control(p, s.ix.Controls[e.ID])
	case "strategy":
		s.strategy(p, s.ix.Strategies[e.ID])
	case "check":
		s.check(ctx, p, s.ix.Checks[e.ID])
	case "weakness":
		s.weakness(p, s.ix.Weaknesses[e.ID])
	case "property":
		s.property(p, s.ix.Properties[e.ID])
	case "document":
		s.document(p, s.ix.Documents[e.ID])
	case "criterion":
		s.criterion(ctx, p, s.ix.Criteria[e.ID])
	case "crosswalk":
		s.crosswalk(p, s.ix.Crosswalks[e.ID])
	case "term":
		s.term(p, s.ix.Terms[e.ID])
	case "role":
		s.duty(p, s.ix.Duties[e.ID])
	case "questionnaire":
		s.questionnaire(p, s.ix.Questionnaires[e.ID])
	case "template":
		s.template(p, s.ix.Templates[e.ID])
	case "indicator":
		s.indicator(p, s.ix.Indicators[e.ID])
	case "clock":
		s.clock(p, s.ix.Clocks[e.ID])
	}
	s.users(p)
	return p
}

// users lists what refers to the entry, by type.
func (s *site) users(p *entryPage) {
	by := map[knowledge.Type][]item{}
	for _, u := range s.ix.Users(p.ID) {
		by[u.Type] = append(by[u.Type], item{s.to(u.ID)})
	}
	for _, t := range knowledge.Types() {
		if users := by[knowledge.Type(t)]; len(users) > 0 {
			p.Sections = append(p.Sections, section{Code: NamedBy, Heading: "Named by " + about[knowledge.Type(t)][0], Items: users})
		}
	}
}

func (s *site) sources(p *entryPage, sources []knowledge.Source) {
	var items []item
	for _, x := range sources {
		items = append(items, item{said("%s", strings.TrimSuffix(x.Document+": "+x.Part, ": "))})
	}
	p.list("Sources", items...)
}

func (s *site) kind(p *entryPage, k *knowledge.Kind) {
	p.text("What it is", k.Says)
	p.list("More general", s.toAll(k.Is)...)
	var facts []item
	for _, f := range k.Facts {
		facts = append(facts, item{s.to(f.Key), said(": %s", f.Value.Text)})
	}
	p.list("Holds unless the author says otherwise", facts...)
	if h := k.Harm; h != nil {
		p.text("Class of harm", words(h.Class))
		var groups []item
		for _, g := range h.Severity {
			groups = append(groups, item{said("%s: %d, %s", words(g.Key), g.Value, words(s.ix.Base.Scales.Severity[g.Value-1].Name))})
		}
		p.list("Typical severity by group of patients", groups...)
		p.text("Time to harm", h.Time)
		p.list("Hazards that lead to it", s.toAll(h.Hazards)...)
		var cues []item
		for _, c := range h.Cues {
			cues = append(cues, item{said("%s", c)})
		}
		p.list("What a person would notice", cues...)
	}
	on := func(heading string, t knowledge.Type, is func(id string) bool) {
		var items []item
		for _, e := range s.all {
			if e.Type == t && is(e.ID) {
				items = append(items, item{s.to(e.ID)})
			}
		}
		p.list(heading, items...)
	}
	if k.Harm == nil {
		on("Facts that apply", "fact", func(id string) bool { return s.ix.IsAny(k.ID, s.ix.Facts[id].On) })
		on("What is assumed of it", "trust", func(id string) bool { return s.ix.IsAny(k.ID, s.ix.Trust[id].On) })
		on("What can happen to it", "consequence", func(id string) bool { return s.ix.IsAny(k.ID, s.ix.Consequences[id].On) })
		on("Controls that can stand on it", "control", func(id string) bool { return s.ix.IsAny(k.ID, s.ix.Controls[id].On) })
	}
	s.sources(p, k.Sources)
}

func (s *site) relation(p *entryPage, r *knowledge.Relation) {
	p.text("What it means", r.Says)
	p.list("Leads", item{said("from "), s.to(r.From)}, item{said("to "), s.to(r.To)})
	p.list("More general", s.toAll(r.Is)...)
	s.sources(p, r.Sources)
}

func (s *site) fact(p *entryPage, f *knowledge.Fact) {
	p.text("Question", strings.ReplaceAll(f.Question, "{it}", "the element"))
	p.text("What depends on it", f.Why)
	p.text("Answers", strings.Join(f.Words(), ", "))
	p.list("Applies to", s.toAll(f.On)...)
	var sets []item
	for _, x := range f.Sets {
		sets = append(sets, item{said("%s: ", strings.Join(x.When, " or ")), s.to(x.Trust), said(" is %s", words(x.Level))})
	}
	p.list("Implies", sets...)
	s.sources(p, f.Sources)
}

func (s *site) trust(p *entryPage, t *knowledge.TrustAttribute) {
	p.text("What is assumed", t.Says)
	levels := []item{{said("usually %s", words(t.Default))}}
	for _, l := range t.ByKind {
		levels = append(levels, item{s.to(l.Kind), said(": %s", words(l.Level))})
	}
	p.list("Level", levels...)
	p.list("Applies to", s.toAll(t.On)...)
	if t.UnderminedBy != "" {
		p.list("Is taken away by", item{s.to(t.UnderminedBy)})
	}
	s.sources(p, t.Sources)
}

func (s *site) consequence(p *entryPage, c *knowledge.Consequence) {
	p.text("In a sentence", "The element "+c.Says+".")
	p.list("Applies to", s.toAll(c.On)...)
	s.sources(p, c.Sources)
}

func (s *site) picture(ctx context.Context, p *entryPage, scene report.Scene) {
	svg := template.HTML(report.Draw(ctx, scene)) //nolint:gosec // our own writer made it and escaped the text
	p.Sections = append(p.Sections, section{Code: "where-it-holds", Heading: "Where it holds", Picture: svg})
}

func (s *site) roles(p *entryPage, pattern *knowledge.Pattern) {
	var items []item
	for _, r := range pattern.Where {
		line := item{said("%s: ", words(r.Key)), s.to(r.Value.Kind)}
		if r.Value.Role != knowledge.One {
			line = append(line, said(", %s", words(r.Value.Role)))
		}
		for _, f := range r.Value.Facts {
			line = append(line, said("; "), s.to(f.Key), said(" is %s", strings.Join(f.Value, " or ")))
		}
		items = append(items, line)
	}
	p.list("Roles", items...)
	var links []item
	for _, l := range pattern.Links {
		if link, err := knowledge.ParseLink(l); err == nil {
			not := ""
			if link.Not {
				not = "not: "
			}
			links = append(links, item{said("%s%s ", not, words(link.From)), s.to(link.Relation), said(" %s", words(link.To))})
		}
	}
	for _, group := range pattern.Distinct {
		links = append(links, item{said("%s are different elements", words(group...))})
	}
	p.list("Links", links...)
}

func (s *site) rule(ctx context.Context, p *entryPage, r *knowledge.ConstructionRule) {
	p.text("Why the inference is right", r.Says)
	s.picture(ctx, p, report.Pattern(r.ID, plain(r.Title), &r.Pattern, nil, nil, r.Inferred(), r.Adds))
	s.roles(p, &r.Pattern)
	var adds []item
	for _, i := range r.Inferred() {
		adds = append(adds, item{said("%s: ", words(i.Name)), s.to(i.Kind)})
	}
	p.list("Adds", append(adds, s.linkItems(r.Adds)...)...)
	s.sources(p, r.Sources)
}

func (s *site) linkItems(links []string) []item {
	var out []item
	for _, l := range links {
		if link, err := knowledge.ParseLink(l); err == nil {
			out = append(out, item{said("%s ", words(link.From)), s.to(link.Relation), said(" %s", words(link.To))})
		}
	}
	return out
}

func (s *site) threat(ctx context.Context, p *entryPage, t *knowledge.Threat) {
	p.Version = t.Version
	p.text("How it comes about", t.Story)
	s.picture(ctx, p, report.Pattern(t.ID, plain(t.Title), &t.Pattern, t.Causes, t.Effects, nil, nil))
	s.roles(p, &t.Pattern)
	p.list("Causes: all must hold", s.terms(t.Causes)...)
	p.list("What then holds", s.terms(t.Effects)...)
	p.text("Frequency", "At most "+words(t.Frequency)+"; category "+words(t.Category)+".")
	p.list("Held down by", s.answers(t.BlockedBy)...)
	p.text("Why no control answers it", t.Unanswered)
	p.list("Side effect of", s.answers(t.TriggeredBy)...)
	p.text("How to check", t.Check)
	p.text("When it is a false alarm", t.FalsePositives)
	p.list("In public catalogues", catalogued(t.References.All())...)
	s.sources(p, t.Sources)
}

func (s *site) terms(list []string) []item {
	var out []item
	for _, x := range list {
		if t, err := knowledge.ParseTerm(x); err == nil {
			if t.Low {
				out = append(out, item{said("%s: little trust in ", words(t.Role)), s.to(t.Name)})
			} else {
				out = append(out, item{said("%s: ", words(t.Role)), s.to(t.Name)})
			}
		}
	}
	return out
}

func (s *site) answers(list []string) []item {
	var out []item
	for _, x := range list {
		if a, err := knowledge.ParseAnswer(x); err == nil {
			if a.Strategy != "" {
				out = append(out, item{s.to(a.Strategy)})
			} else {
				out = append(out, item{s.to(a.Control), said(" at the %s", words(a.Role))})
			}
		}
	}
	return out
}

func (s *site) control(p *entryPage, c *knowledge.Control) {
	p.text("What it is", c.Says)
	p.text("How to configure it", c.Configure)
	p.text("Effectiveness", words(c.Effectiveness)+". "+c.Because)
	p.text("Where and who", fmt.Sprintf("Layer %s; applied by %s.", words(c.Layer), words(c.AppliedBy...)))
	p.text("Cost", fmt.Sprintf("Once: %s; each year: %s.", costs[c.Cost.OneOff], costs[c.Cost.Yearly]))
	p.list("What it asks of care, 0 none to 4 severe", burdens(c.Burden)...)
	p.text("Why it asks nothing of care", c.NoBurden)
	p.text("How to verify", c.Verify.Method)
	p.text("What must be seen", c.Verify.Criterion)
	p.list("Can stand on", s.toAll(c.On)...)
	var ids []string
	for _, x := range c.References.IEC62443 {
		ids = append(ids, "IEC 62443-4-2 "+x)
	}
	for _, x := range c.References.IEC80001 {
		ids = append(ids, "IEC TR 80001-2-2 "+x)
	}
	var refs []item
	for _, id := range ids {
		refs = append(refs, item{said("%s", id)})
	}
	p.list("In public catalogues", append(refs, catalogued(c.References.EMB3D)...)...)
	s.sources(p, c.Sources)
}

// costs are the classes of cost for an element.
var costs = []string{"nothing", "up to 100 euro", "up to 1,000 euro", "up to 10,000 euro", "above 10,000 euro"}

func burdens(b knowledge.Burden) []item {
	var out []item
	for _, x := range []struct {
		name  string
		level int
	}{
		{"latency", b.Latency}, {"availability", b.Availability}, {"task time", b.TaskTime}, {"emergency access", b.Emergency}, {"battery", b.Battery},
		{"interoperability", b.Interoperability}, {"maintenance", b.Maintenance}, {"re-validation", b.Revalidation}, {"accessibility", b.Accessibility},
	} {
		if x.level > 0 {
			out = append(out, item{said("%s: %s", x.name, strconv.Itoa(x.level))})
		}
	}
	return out
}

func (s *site) strategy(p *entryPage, x *knowledge.Strategy) {
	p.text("Why only together", x.Says)
	p.list("Needs", s.answers(x.Needs)...)
	p.text("Effectiveness", words(x.Effectiveness)+". "+x.Because)
	s.sources(p, x.Sources)
}

func (s *site) check(ctx context.Context, p *entryPage, c *knowledge.ModelCheck) {
	p.text("What stays unseen", c.Why)
	p.text("What to write", c.Hint)
	s.picture(ctx, p, report.Pattern(c.ID, plain(c.Title), &c.Pattern, nil, nil, nil, nil))
	s.roles(p, &c.Pattern)
	s.sources(p, c.Sources)
}

func (s *site) weakness(p *entryPage, w *knowledge.Weakness) {
	var takes []item
	for _, t := range w.Takes {
		takes = append(takes, item{s.to(t.Trust), said(" falls to %s", words(t.Level))})
	}
	p.list("Takes away from an element that has it", takes...)
	p.text("Why it takes no trust", w.NoTrust)
	p.text("Why", w.Because)
	p.list("More general", s.toAll(w.Is)...)
	p.list("In the catalogue", catalogued([]string{w.ID})...)
	p.list("Stands as well for", inARow(catalogued(w.Includes))...)
	s.sources(p, w.Sources)
}

// inARow joins many short items to one line.
func inARow(items []item) []item {
	var line item
	for i, x := range items {
		if i > 0 {
			line = append(line, said(", "))
		}
		line = append(line, x...)
	}
	if line == nil {
		return nil
	}
	return []item{line}
}

func (s *site) property(p *entryPage, x *knowledge.Property) {
	p.list("Kinds that show it", s.toAll(x.Kinds)...)
	var facts []item
	for _, f := range x.Facts {
		facts = append(facts, item{s.to(f.Fact), said(": %s", words(f.Is...))})
	}
	p.list("With these facts", facts...)
	p.text("Why no kind shows it", x.NoKind)
	p.text("Why", x.Because)
	p.list("More general", s.toAll(x.Is)...)
	s.sources(p, x.Sources)
}

// document lists what an edition asks for. The places are those of the document; the words are ours.
func (s *site) document(p *entryPage, d *knowledge.Document) {
	p.list("What it is", item{said("%s of %s, %s", d.Form, d.Issuer, words(d.Standing))}, item{said("certainty of the clauses: %s", d.Certainty)})
	if d.From != "" {
		p.list("Applies", item{said("from %s", d.From)})
	}
	if len(d.Markets) > 0 {
		p.list("Markets", item{said("%s", words(d.Markets...))})
	}
	if len(d.Classes) > 0 {
		p.list("Device classes", item{said("%s", words(d.Classes...))})
	}
	p.list("Only where there is", s.toAll(d.Kinds)...)
	var flaws []item
	for _, f := range d.Flaws {
		flaws = append(flaws, item{said("%s", f)})
	}
	p.list("Flaws of the document", flaws...)
	for i := range d.Clauses {
		c := &d.Clauses[i]
		p.Sections = append(p.Sections, section{Anchor: anchor(c.ID), Heading: d.Full(c) + " " + c.Title, Text: c.Says, Items: s.clause(d, c)})
	}
	s.sources(p, d.Sources)
}

// clause says of a clause whom it binds, what shows it, and what it is related to.
func (s *site) clause(d *knowledge.Document, c *knowledge.Clause) []item {
	items := []item{{said("who: %s; when: %s; certainty: %s", words(c.Who...), words(c.Stages...), c.Of(d))}, {said("what decides: %s", c.Decides)}}
	if c.Undecidable != "" {
		items = append(items, item{said("undecidable: %s", c.Undecidable)})
	}
	if c.Flaw != "" {
		items = append(items, item{said("flaw of the document: %s", c.Flaw)})
	}
	full := d.Full(c)
	for _, k := range s.shown[full] {
		items = append(items, item{said("looked at by "), s.to(k)})
	}
	for _, r := range s.ix.Related(full) {
		items = append(items, item{said("%s ", r.Relation), s.toClause(r.Clause), said(": %s", r.Because)})
	}
	return items
}

// catalogues are where ids of public catalogues lead, by the beginning of an id.
var catalogues = []struct{ prefix, url, after string }{
	{"CWE-", "https://cwe.mitre.org/data/definitions/", ".html"},
	{"CAPEC-", "https://capec.mitre.org/data/definitions/", ".html"},
	{"TID-", "https://emb3d.mitre.org/threats/TID-", ".html"},
	{"MID-", "https://emb3d.mitre.org/mitigations/MID-", ".html"},
	{"AML.", "https://atlas.mitre.org/techniques/AML.", ""},
	{"T", "https://attack.mitre.org/techniques/T", "/"},
}

func catalogued(ids []string) []item {
	var out []item
	for _, id := range ids {
		x := span{Text: id}
		for _, c := range catalogues {
			if rest, ok := strings.CutPrefix(id, c.prefix); ok {
				x.Href = c.url + strings.ReplaceAll(rest, ".", "/") + c.after
				if c.prefix == "AML." {
					x.Href = c.url + rest
				}
				break
			}
		}
		out = append(out, item{x})
	}
	return out
}
