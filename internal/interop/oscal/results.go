package oscal

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	types "github.com/defenseunicorns/go-oscal/src/types/oscal-1-2-2"
)

// telling is how a status is told in OSCAL, which knows satisfied and not-satisfied with a reason, and how far something is implemented.
type telling struct {
	state, reason, implemented, remark string
}

var statuses = map[Status]telling{
	Met:           {"satisfied", "pass", "implemented", ""},
	Partly:        {"not-satisfied", "fail", "partial", "Met in part."},
	Open:          {"not-satisfied", "fail", "", ""},
	NotApplicable: {"satisfied", "other", "not-applicable", "The clause does not apply, so there is nothing to satisfy."},
	Undecidable:   {"not-satisfied", "other", "", "Undecidable: nothing in a description can show whether the clause is met. It was not found to be unmet."},
	Asked:         {"not-satisfied", "other", "", "Asked: the description does not say what decides the clause. It was not found to be unmet."},
}

// Results writes what was found for clauses: a finding for each, and an observation for what each criterion said.
func Results(s System, all []Result, a About) ([]byte, error) {
	if len(all) == 0 {
		return nil, fmt.Errorf("results of %s: %w", s.ID, ErrEmpty)
	}
	meta, err := a.metadata("Results for "+s.name(), s.version(), s.props()...)
	if err != nil {
		return nil, fmt.Errorf("results of %s: %w", s.ID, err)
	}
	day, _ := a.day()
	meta.Links = catalogs(all)
	run := newRun(s, a, day)
	result := types.Result{
		UUID: uuid("result", s.ID, s.Version, a.Date), Title: titled("What was found for " + s.name()), Start: day,
		Description: markup("Clauses compared with the description of the system by " + a.tool() + "."),
	}
	var reviewed []types.AssessedControlsSelectControlById
	var findings []types.Finding
	seen := map[string]bool{}
	for _, r := range all {
		if _, ok := statuses[r.Status]; !ok {
			return nil, fmt.Errorf("results of %s: clause %s has the status %q, which is none", s.ID, r.Clause, r.Status)
		}
		if seen[r.Clause] {
			return nil, fmt.Errorf("results of %s: clause %s stands twice", s.ID, r.Clause)
		}
		seen[r.Clause] = true
		reviewed = append(reviewed, types.AssessedControlsSelectControlById{ControlId: Token(r.Clause)})
		findings = append(findings, run.finding(r))
	}
	result.ReviewedControls.ControlSelections = []types.AssessedControls{{IncludeControls: &reviewed}}
	meta.Parties = list(run.people)
	result.Findings, result.Observations = &findings, list(run.observations)
	result.LocalDefinitions = &types.LocalDefinitions{Components: &run.components}
	plan := uuid("no plan")
	doc := &types.AssessmentResults{
		Metadata: meta, Results: []types.Result{result}, ImportAp: types.ImportAp{Href: "#" + plan},
		BackMatter: &types.BackMatter{Resources: &[]types.Resource{{
			UUID: plan, Title: "No assessment plan",
			Description: "OSCAL asks for an assessment plan. There is none: the clauses were compared with the description of the system by a program.",
		}}},
	}
	return render(ResultsModel, doc, &doc.UUID)
}

// catalogs are links to the catalogs in which the controls stand. An assessment names them by its plan and the plan of the system, and here
// is neither.
func catalogs(all []Result) *[]types.Link {
	var out []types.Link
	seen := map[string]bool{}
	for _, r := range all {
		if e, err := edition(r.Clause); err == nil && !seen[e] {
			seen[e] = true
			out = append(out, types.Link{Href: CatalogName(e), Rel: "reference"})
		}
	}
	return list(out)
}

// run collects what findings of one day refer to.
type run struct {
	system       System
	date         string
	day          time.Time
	tool         types.SystemComponent
	components   []types.SystemComponent
	observations []types.Observation
	observed     map[string]bool // UUIDs of observations
	people       []types.Party
}

func newRun(s System, a About, day time.Time) *run {
	r := &run{system: s, date: a.Date, day: day, observed: map[string]bool{}}
	r.tool = types.SystemComponent{
		UUID: uuid("tool", a.tool()), Type: "software", Title: titled(a.tool()), Description: "The program that compared the clauses with the description.",
		Status: types.SystemComponentStatus{State: "operational"},
	}
	r.components = []types.SystemComponent{r.tool}
	return r
}

// actors says that the program found something.
func (r *run) actors() []types.OriginActor {
	return []types.OriginActor{{Type: "tool", ActorUuid: r.tool.UUID}}
}

func (r *run) finding(x Result) types.Finding {
	how := statuses[x.Status]
	f := types.Finding{
		UUID: uuid("finding", r.system.ID, r.system.Version, r.date, x.Clause), Title: titled(x.Title, x.Clause), Description: markup(x.Because),
		Props: list(append(ours(propClause, x.Clause), ours("status", x.Status)...)), Origins: &[]types.Origin{{Actors: r.actors()}},
		Target: types.FindingTarget{
			Type: "statement-id", TargetId: statement(x.Clause), Status: types.ObjectiveStatus{State: how.state, Reason: how.reason, Remarks: how.remark},
		},
		RelatedObservations: list(r.observe(x)),
	}
	if how.implemented != "" {
		f.Target.ImplementationStatus = &types.ImplementationStatus{State: how.implemented}
	}
	return f
}

// observe adds an observation for each finding of a result and for the statement of a person, and refers to them. Several clauses that rest
// on the same one share it.
func (r *run) observe(x Result) []types.RelatedObservation {
	var out []types.RelatedObservation
	add := func(o types.Observation) {
		// What it says makes its UUID, together with the system and the day.
		body, _ := encode(o) // texts and times can be encoded
		o.UUID = uuid("observation", r.system.ID, r.system.Version, r.date, string(body))
		out = append(out, types.RelatedObservation{ObservationUuid: o.UUID})
		if !r.observed[o.UUID] {
			r.observed[o.UUID] = true
			r.observations = append(r.observations, o)
		}
	}
	for _, f := range x.Findings {
		add(r.seen(f))
	}
	if x.Statement != nil {
		add(r.said(*x.Statement))
	}
	return out
}

// seen is what a criterion said.
func (r *run) seen(f Finding) types.Observation {
	var names []string
	var subjects []types.SubjectReference
	for _, s := range f.Subjects {
		c := r.component(s.ID)
		names = append(names, s.ID)
		subjects = append(subjects, types.SubjectReference{
			Type: "component", SubjectUuid: c.UUID, Title: c.Title, Props: list(append(ours("element", s.ID), ours("outcome", s.Outcome)...)), Remarks: markup(s.Because),
		})
	}
	text := f.Criterion + ": " + f.Outcome
	if len(names) > 0 {
		text += " at " + strings.Join(names, ", ")
	}
	return types.Observation{
		Title: markupLine(f.Title), Description: markup(text + "."), Methods: []string{"EXAMINE"}, Types: &[]string{"finding"}, Collected: r.day, Subjects: list(subjects),
		Props: list(append(ours("criterion", f.Criterion), ours("outcome", f.Outcome)...)), Origins: &[]types.Origin{{Actors: r.actors()}}, Remarks: markup(f.Hint),
	}
}

// said is what a person said. That is examined as well: the record of it.
func (r *run) said(s Statement) types.Observation {
	who := titled(s.Who, "a person who is not named")
	person := uuid("party", "person", s.Who)
	if !slices.ContainsFunc(r.people, func(p types.Party) bool { return p.UUID == person }) {
		r.people = append(r.people, types.Party{UUID: person, Type: "person", Name: cmp.Or(line(s.Who), "a person who is not named")})
	}
	when, err := time.Parse(time.DateOnly, s.When)
	if err != nil {
		when = r.day
	}
	var evidence []types.RelevantEvidence
	for _, e := range s.Evidence {
		evidence = append(evidence, types.RelevantEvidence{Description: markup(e)})
	}
	signed := "no"
	if s.Signed {
		signed = "yes"
	}
	var props []types.Property
	for _, p := range [][2]string{{"statement", cmp.Or(line(s.Decision), "unnamed")}, {"who", s.Who}, {"role", s.Role}, {"when", s.When}, {"signed", signed}} {
		props = append(props, ours(p[0], p[1])...)
	}
	return types.Observation{
		Title: "Statement of " + who, Description: markup(s.Why), Methods: []string{"EXAMINE"}, Types: &[]string{"finding"}, Collected: when, Props: list(props),
		Origins: &[]types.Origin{{Actors: []types.OriginActor{{Type: "party", ActorUuid: person}}}}, RelevantEvidence: list(evidence),
	}
}

// component is an element as a component, which is defined when it is first named.
func (r *run) component(element string) types.SystemComponent {
	id := uuid("component", r.system.ID, element)
	if i := slices.IndexFunc(r.components, func(c types.SystemComponent) bool { return c.UUID == id }); i >= 0 {
		return r.components[i]
	}
	known := Element{ID: element}
	if i := slices.IndexFunc(r.system.Elements, func(e Element) bool { return e.ID == element }); i >= 0 {
		known = r.system.Elements[i]
	}
	c := types.SystemComponent{
		UUID: id, Type: cmp.Or(line(known.Type), "system"), Title: titled(known.Name, element),
		Description: markup("Element " + element + " of the description."), Props: list(ours("element", element)),
		Status: types.SystemComponentStatus{State: "other", Remarks: "The description does not say."},
	}
	r.components = append(r.components, c)
	return c
}
