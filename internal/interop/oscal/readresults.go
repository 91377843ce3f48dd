package oscal

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"

	"cordon/internal/diag"
	"cordon/internal/jsontext"
)

// results reads the latest of the assessments in a document.
func (r *reader) results() *Assessment {
	out := &Assessment{System: r.system(), Title: r.title()}
	var latest *jsontext.Value
	var start time.Time
	count := 0
	for x := range r.objects(r.doc, "the assessment results", "results", true) {
		count++
		if s := r.moment(x, "a result", "start"); latest == nil || s.After(start) {
			latest, start = x, s
		}
	}
	if latest == nil {
		r.report(r.doc.At, diag.OscalForm, "", "the assessment results hold no result")
		return out
	}
	if count > 1 {
		r.report(latest.At, diag.OscalLeftOut, "", "of %d results only the latest is read, which began on %s", count, start.Format(time.DateOnly))
	}
	out.Date = date(start)
	seen := r.observations(latest)
	b := builder{at: map[string]int{}}
	for f := range r.objects(latest, "a result", "findings", false) {
		b.add(r.finding(f, seen))
	}
	out.Results = b.all
	return out
}

// plan reads the items of a plan of action and milestones.
func (r *reader) plan() *Assessment {
	out := &Assessment{System: r.system(), Title: r.title(), Date: date(r.moment(r.meta, "the metadata", "last-modified"))}
	seen := r.observations(r.doc)
	targets := map[string]string{}
	for f := range r.objects(r.doc, "the plan", "findings", false) {
		targets[r.text(f, "a finding", "uuid", true)] = r.target(r.member(f, "a finding", "target", jsontext.Object, true))
	}
	b := builder{at: map[string]int{}}
	for x := range r.objects(r.doc, "the plan", "poam-items", true) {
		res := Result{
			Clause: r.prop(x, propClause), Title: plainLine(r.text(x, "an item", "title", true)), Status: cmp.Or(word[Status](r, x, "status"), Open),
			Because: plain(r.text(x, "an item", "description", true)),
		}
		r.related(x, "an item", seen, &res)
		for f := range r.objects(x, "an item", "related-findings", false) {
			res.Clause = cmp.Or(res.Clause, targets[r.text(f, "a related finding", "finding-uuid", true)])
		}
		if res.Clause == "" {
			r.report(x.At, diag.OscalLeftOut, "", "the item %q names no control; it is read without one", res.Title)
			b.all = append(b.all, res)
			continue
		}
		b.add(res)
	}
	out.Results = b.all
	return out
}

// builder gathers what was found by clause.
type builder struct {
	all []Result
	at  map[string]int
}

// severity orders statuses: of several about one clause, the later one counts.
var severity = []Status{NotApplicable, Met, Undecidable, Asked, Partly, Open}

func (b *builder) add(x Result) {
	i, ok := b.at[x.Clause]
	if !ok {
		b.at[x.Clause] = len(b.all)
		b.all = append(b.all, x)
		return
	}
	have := &b.all[i]
	if slices.Index(severity, x.Status) > slices.Index(severity, have.Status) {
		have.Status, have.Because, have.Title = x.Status, x.Because, x.Title
	}
	have.Findings = append(have.Findings, x.Findings...)
	if have.Statement == nil {
		have.Statement = x.Statement
	}
}

func (r *reader) finding(f *jsontext.Value, seen map[string]observation) Result {
	target := r.member(f, "a finding", "target", jsontext.Object, true)
	res := Result{
		Clause: cmp.Or(r.prop(f, propClause), r.target(target)), Title: plainLine(r.text(f, "a finding", "title", true)), Because: plain(r.text(f, "a finding", "description", true)),
	}
	r.related(f, "a finding", seen, &res)
	told := r.told(target)
	if res.Status = word[Status](r, f, "status"); res.Status != "" {
		return res
	}
	res.Status = told
	if len(res.Findings) == 0 && target != nil {
		// The target is a part of a control or an objective: which one it was is worth keeping.
		res.Findings = []Finding{{Criterion: line(r.text(target, "a target", "target-id", false)), Title: res.Title, Outcome: string(told), Hint: plain(r.text(f, "a finding", "remarks", false))}}
	}
	return res
}

// part is where the id of a part of a control leaves the id of the control: ac-2_smt.a, ac-2_obj.b-1, ac-2_obj-1.
var part = regexp.MustCompile(`_(smt|obj|asm|stm)([.\-].*)?$`)

// target is the clause of a finding.
func (r *reader) target(v *jsontext.Value) string {
	id := line(r.text(v, "a target", "target-id", true))
	return r.clause(line(part.ReplaceAllString(id, "")))
}

// told is the status in the words of OSCAL.
func (r *reader) told(target *jsontext.Value) Status {
	state := r.member(r.member(target, "a target", "status", jsontext.Object, true), "a status", "state", jsontext.Text, true)
	implemented := r.text(r.member(target, "a target", "implementation-status", jsontext.Object, false), "an implementation status", "state", true)
	switch {
	case state == nil:
		return Open
	case state.Text != "satisfied" && state.Text != "not-satisfied":
		r.report(state.At, diag.OscalForm, "satisfied or not-satisfied", "%q is no state of a finding", line(state.Text))
		return Open
	case implemented == "not-applicable":
		return NotApplicable
	case state.Text == "satisfied":
		return Met
	case implemented == "partial":
		return Partly
	}
	return Open
}

// observations are the observations of a document by UUID.
func (r *reader) observations(v *jsontext.Value) map[string]observation {
	out := map[string]observation{}
	names := r.components(v)
	for o := range r.objects(v, "an object", "observations", false) {
		id := r.member(o, "an observation", "uuid", jsontext.Text, true)
		if id == nil {
			continue
		}
		if _, twice := out[id.Text]; twice {
			r.report(id.At, diag.OscalTwice, "remove one of them", "the observation %s stands twice", line(id.Text))
		}
		if r.ours && len(r.props(o, "statement")) > 0 {
			out[id.Text] = observation{statement: r.statement(o)}
			continue
		}
		out[id.Text] = observation{finding: r.observation(o, names)}
	}
	return out
}

// observation is an observation of a document: what a criterion said, or a person.
type observation struct {
	finding   Finding
	statement *Statement
}

func (r *reader) observation(o *jsontext.Value, names map[string]string) Finding {
	f := Finding{
		Criterion: r.prop(o, "criterion"), Outcome: r.prop(o, "outcome"), Title: plainLine(r.text(o, "an observation", "title", false)),
		Hint: plain(r.text(o, "an observation", "remarks", false)),
	}
	if !r.ours {
		f.Title = cmp.Or(f.Title, plainLine(r.text(o, "an observation", "description", true)))
	}
	for s := range r.objects(o, "an observation", "subjects", false) {
		uuid := line(r.text(s, "a subject", "subject-uuid", true))
		id := cmp.Or(r.prop(s, "element"), plainLine(r.text(s, "a subject", "title", false)), names[uuid], uuid)
		f.Subjects = append(f.Subjects, Subject{ID: id, Outcome: r.prop(s, "outcome"), Because: plain(r.text(s, "a subject", "remarks", false))})
	}
	return f
}

func (r *reader) statement(o *jsontext.Value) *Statement {
	s := &Statement{
		Decision: r.prop(o, "statement"), Who: r.prop(o, "who"), Role: r.prop(o, "role"), When: r.prop(o, "when"), Signed: r.prop(o, "signed") == "yes",
		Why: plain(r.text(o, "an observation", "description", true)),
	}
	for e := range r.objects(o, "an observation", "relevant-evidence", false) {
		s.Evidence = append(s.Evidence, plain(r.text(e, "evidence", "description", true)))
	}
	return s
}

// components are the titles of components by UUID.
func (r *reader) components(v *jsontext.Value) map[string]string {
	out := map[string]string{}
	for c := range r.objects(r.member(v, "an object", "local-definitions", jsontext.Object, false), "the local definitions", "components", false) {
		out[line(r.text(c, "a component", "uuid", true))] = plainLine(r.text(c, "a component", "title", true))
	}
	return out
}

// related gives a result the observations that something refers to.
func (r *reader) related(v *jsontext.Value, what string, seen map[string]observation, to *Result) {
	for x := range r.objects(v, what, "related-observations", false) {
		id := r.member(x, "a related observation", "observation-uuid", jsontext.Text, true)
		if id == nil {
			continue
		}
		o, ok := seen[id.Text]
		switch {
		case !ok:
			r.report(id.At, diag.OscalForm, "", "%s refers to the observation %s, which is not in the document", what, strings.TrimSpace(id.Text))
		case o.statement != nil:
			to.Statement = o.statement
		default:
			o.finding.Subjects = slices.Clone(o.finding.Subjects)
			to.Findings = append(to.Findings, o.finding)
		}
	}
}
