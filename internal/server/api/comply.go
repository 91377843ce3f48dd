package api

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"cordon/internal/compliance"
	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/study"
	"cordon/internal/workbench"
)

// Compliance is which clauses bind a system and how far each is met. Clauses name findings by their criterion; each stands once.
type Compliance struct {
	Day       string            `json:"day"`
	Drafts    bool              `json:"drafts" doc:"drafts and proposals count as if they were in force"`
	Revision  string            `json:"revision"`
	Documents []BoundDocument   `json:"documents"`
	Clauses   []BoundClause     `json:"clauses"`
	Findings  []CriterionResult `json:"findings"`
	Gaps      []string          `json:"gaps" doc:"criteria that do not hold, by id, the one that most clauses wait for first"`
	Unstated  []string          `json:"unstated" doc:"clauses that no criterion bears on and nobody has stated"`
	Questions []BindingQuestion `json:"questions" doc:"whose answers decide whether clauses bind"`
	Roles     []string          `json:"roles" doc:"all that may have to meet a clause, in their order"`
	Stages    []string          `json:"stages" doc:"all stages in the life of a device, in their order"`
}

// BoundDocument is an edition of a document.
type BoundDocument struct {
	ID       string         `json:"id"`
	Title    string         `json:"title"`
	Issuer   string         `json:"issuer"`
	Form     string         `json:"form" doc:"law, guidance, standard and the like"`
	Standing string         `json:"standing"`
	From     string         `json:"from,omitempty" doc:"month from which it applies"`
	Because  string         `json:"because" doc:"why it binds or not, as a whole"`
	Statuses map[string]int `json:"statuses" doc:"number of clauses by status"`
}

// BoundClause is a clause with whether it binds and how far it is met.
type BoundClause struct {
	ID           string           `json:"id"`
	Document     string           `json:"document"`
	Title        string           `json:"title"`
	Says         string           `json:"says" doc:"what it asks, in our words"`
	Who          []string         `json:"who"`
	Stages       []string         `json:"stages"`
	Certainty    string           `json:"certainty" doc:"how what it asks was learnt: checked, secondary, general"`
	Verdict      string           `json:"verdict" enum:"applies,does-not,asked"`
	Because      string           `json:"because" doc:"of the verdict; empty where it has no conditions"`
	Status       string           `json:"status" enum:"met,partly,open,undecidable,not-applicable"`
	Why          string           `json:"why" doc:"of the status"`
	Criteria     []string         `json:"criteria" doc:"that bear on it"`
	Statement    *ClauseStatement `json:"statement,omitempty"`
	Contradicted bool             `json:"contradicted,omitempty" doc:"the description says otherwise than a signed statement"`
}

// ClauseStatement is what a person said of a clause.
type ClauseStatement struct {
	Decision string   `json:"decision"`
	Choice   string   `json:"choice"`
	Who      string   `json:"who"`
	Role     string   `json:"role"`
	When     string   `json:"when"`
	Why      string   `json:"why"`
	Evidence []string `json:"evidence"`
	Signed   bool     `json:"signed"`
	State    string   `json:"state" doc:"current, stale and the like"`
}

// CriterionResult is what a criterion makes of the system.
type CriterionResult struct {
	Criterion string         `json:"criterion"`
	Title     string         `json:"title"`
	Outcome   string         `json:"outcome" doc:"met, partly, open, asked, nothing"`
	Hint      string         `json:"hint,omitempty" doc:"what to do, where it is not met"`
	Subjects  []LookedAt     `json:"subjects"`
	Clauses   []string       `json:"clauses" doc:"that bind or may, and that it bears on"`
	Controls  []NamedControl `json:"controls" doc:"that hint and reasons name"`
	// Places are CTL-0001@element and element?fact as reasons have them.
	Places map[string]string `json:"places" doc:"titles of controls at elements and of facts of elements, by how reasons name them"`
}

// NamedControl is a control with its title.
type NamedControl struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// LookedAt is something that a criterion looked at.
type LookedAt struct {
	ID      string `json:"id"`
	Name    string `json:"name" doc:"title of the element, or the id again"`
	Outcome string `json:"outcome"`
	Because string `json:"because"`
}

// BindingQuestion is something that the description does not say and that decides whether clauses bind.
type BindingQuestion struct {
	Path    string   `json:"path" doc:"of the key that would answer it: system.regulation.markets"`
	Says    string   `json:"says"`
	Waiting int      `json:"waiting" doc:"clauses"`
	Choices []string `json:"choices"`
	Several bool     `json:"several" doc:"more than one choice may hold"`
}

// ClauseDetail is one clause with all that bears on it.
type ClauseDetail struct {
	BoundClause
	DocumentTitle string            `json:"document-title"`
	Decides       string            `json:"decides" doc:"what decides whether it is met"`
	Findings      []CriterionResult `json:"findings"`
	Related       []MappedClause    `json:"related" doc:"clauses of other documents"`
}

// MappedClause is a clause of another document, and how far one may lean on it.
type MappedClause struct {
	ID       string `json:"id"`
	Title    string `json:"title"`
	Document string `json:"document"`
	Relation string `json:"relation"`
	Because  string `json:"because"`
	Status   string `json:"status"`
}

// choicesOf are what may answer a question that decides whether clauses bind.
var choicesOf = map[string][]string{
	"system.regulation.markets":      model.Market("").Words(),
	"system.regulation.device-class": model.DeviceClass("").Words(),
}

// OnDay is the day that compliance and documents are asked with.
type OnDay struct {
	On string `query:"on" maxLength:"10" pattern:"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$" doc:"day for which to judge, as 2026-11-26"`
}

// day gives the day asked for, or the fallback.
func (q OnDay) day(fallback string) (string, error) {
	if q.On == "" {
		return fallback, nil
	}
	if _, err := time.Parse(time.DateOnly, q.On); err != nil {
		return "", workbench.Errorf(workbench.Invalid, "%q is no day", q.On).WithHint("a day is year-month-day: 2026-11-26")
	}
	return q.On, nil
}

func (a *API) complyOperations() {
	add(a, operation{method: "GET", path: "/projects/{project}/revisions/{revision}/compliance", id: "compliance", summary: "Which clauses bind the system, and how far each is met", needs: needs(workbench.Read), tag: "compliance"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InRevision
			OnDay
			Drafts bool `query:"drafts" doc:"count drafts and proposals as if they were in force"`
		}) (*body[Compliance], error) {
			c, answered, err := a.comply(ctx, who, in.InRevision, in.OnDay, in.Drafts)
			if err != nil {
				return nil, err
			}
			return answer(complianceOf(c, answered, in.Drafts), nil)
		})
	add(a, operation{method: "GET", path: "/projects/{project}/revisions/{revision}/compliance/clause", id: "clause", summary: "One clause: what it asks, why it binds, what was looked at", needs: needs(workbench.Read), tag: "compliance"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InRevision
			OnDay
			Drafts bool   `query:"drafts" doc:"count drafts and proposals as if they were in force"`
			Clause string `query:"clause" maxLength:"300" required:"true" doc:"full id: mdcg-2019-16:r1/3.6#4"`
		}) (*body[ClauseDetail], error) {
			c, answered, err := a.comply(ctx, who, in.InRevision, in.OnDay, in.Drafts)
			if err != nil {
				return nil, err
			}
			out, ok := detailOf(c, answered, in.Clause)
			if !ok {
				return nil, workbench.Errorf(workbench.NotFound, "there is no clause %q", in.Clause)
			}
			return answer(out, nil)
		})
}

func (a *API) comply(ctx context.Context, who workbench.Actor, in InRevision, on OnDay, drafts bool) (*study.Case, *compliance.Answer, error) {
	day, err := on.day(a.Workbench.Now().UTC().Format(time.DateOnly))
	if err != nil {
		return nil, nil, err
	}
	c, err := a.Study.Case(ctx, who, in.Project, in.revision(), day)
	if err != nil {
		return nil, nil, err
	}
	out, err := c.Comply(ctx, drafts)
	return c, out, err
}

func complianceOf(c *study.Case, a *compliance.Answer, drafts bool) Compliance {
	out := Compliance{
		Day: a.Day, Drafts: drafts, Revision: string(c.Revision.ID), Documents: []BoundDocument{}, Clauses: []BoundClause{}, Findings: findingsOf(c, a),
		Gaps: []string{}, Questions: []BindingQuestion{}, Roles: knowledge.Holder("").Words(), Stages: knowledge.Stage("").Words(),
	}
	for _, d := range a.Documents {
		statuses := map[string]int{}
		for s, n := range d.Statuses {
			statuses[string(s)] = n
		}
		out.Documents = append(out.Documents, BoundDocument{d.ID, d.Title, d.Issuer, string(d.Form), string(d.Standing), d.From, d.Because, statuses})
	}
	for i := range a.Clauses {
		out.Clauses = append(out.Clauses, clauseOf(&a.Clauses[i]))
	}
	gaps, unstated := a.Gaps()
	for _, g := range gaps {
		out.Gaps = append(out.Gaps, g.Criterion)
	}
	out.Unstated = unstated
	for _, q := range a.Asking {
		out.Questions = append(out.Questions, BindingQuestion{q.Path, q.Says, q.Waiting, choicesOf[q.Path], q.Path == "system.regulation.markets"})
	}
	return out
}

func clauseOf(c *compliance.Clause) BoundClause {
	out := BoundClause{
		ID: c.ID, Document: c.Document, Title: c.Title, Says: c.Says, Who: plain(c.Who), Stages: plain(c.Stages), Certainty: string(c.Certainty),
		Verdict: string(c.Verdict), Because: c.Because, Status: string(c.Status), Why: c.Why, Criteria: []string{}, Contradicted: c.Contradicted,
	}
	for _, f := range c.Findings {
		out.Criteria = append(out.Criteria, f.Criterion)
	}
	if s := c.Statement; s != nil {
		out.Statement = &ClauseStatement{s.Decision, string(s.Choice), s.Who, s.Role, s.When, s.Why, append([]string{}, s.Evidence...), s.Signed, string(s.State)}
	}
	return out
}

// findingsOf lists what criteria found, once each in the order of their ids, with the clauses that bind or may.
func findingsOf(c *study.Case, a *compliance.Answer) []CriterionResult {
	at := map[string]int{}
	out := []CriterionResult{}
	for i := range a.Clauses {
		x := &a.Clauses[i]
		if x.Verdict == compliance.Not {
			continue
		}
		for j := range x.Findings {
			f := &x.Findings[j]
			k, known := at[f.Criterion]
			if !known {
				k = len(out)
				at[f.Criterion] = k
				out = append(out, findingOf(c, f))
			}
			out[k].Clauses = append(out[k].Clauses, x.ID)
		}
	}
	slices.SortFunc(out, func(x, y CriterionResult) int {
		if x.Criterion < y.Criterion {
			return -1
		}
		return 1
	})
	return out
}

func findingOf(c *study.Case, f *compliance.Finding) CriterionResult {
	out := CriterionResult{Criterion: f.Criterion, Title: f.Title, Outcome: string(f.Outcome), Hint: f.Hint, Subjects: []LookedAt{}, Clauses: []string{}, Controls: []NamedControl{}, Places: map[string]string{}}
	said := f.Hint
	for _, s := range f.Subjects {
		out.Subjects = append(out.Subjects, LookedAt{s.ID, c.Names.Of(s.ID), string(s.Outcome), s.Because})
		said += " " + s.Because
	}
	ids := controlID.FindAllString(said, -1)
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		if x := c.Index.Controls[id]; x != nil {
			out.Controls = append(out.Controls, NamedControl{id, untied(x.Title)})
		}
	}
	for _, m := range atElement.FindAllStringSubmatch(said, -1) {
		if x := c.Index.Controls[m[1]]; x != nil {
			out.Places[m[0]] = untied(x.Title) + " (" + c.Names.Of(m[2]) + ")"
		}
		if x := c.Index.Facts[m[4]]; x != nil {
			out.Places[m[0]] = untied(x.Title) + " (" + c.Names.Of(m[3]) + ")"
		}
	}
	return out
}

// untied is a title without the braces around roles.
func untied(title string) string { return strings.NewReplacer("{", "", "}", "").Replace(title) }

var (
	controlID = regexp.MustCompile(`CTL-[0-9]{4}`)
	atElement = regexp.MustCompile(`(CTL-[0-9]{4})@([\w./-]*\w)|([\w./-]*\w)\?([a-z][a-z0-9-]*)`)
)

func detailOf(c *study.Case, a *compliance.Answer, id string) (ClauseDetail, bool) {
	i := slices.IndexFunc(a.Clauses, func(x compliance.Clause) bool { return x.ID == id })
	if i < 0 {
		return ClauseDetail{}, false
	}
	x := &a.Clauses[i]
	out := ClauseDetail{BoundClause: clauseOf(x), DocumentTitle: c.Index.Documents[x.Document].Title, Decides: x.Decides, Findings: []CriterionResult{}, Related: []MappedClause{}}
	for j := range x.Findings {
		out.Findings = append(out.Findings, findingOf(c, &x.Findings[j]))
	}
	status := map[string]string{}
	for j := range a.Clauses {
		status[a.Clauses[j].ID] = string(a.Clauses[j].Status)
	}
	for _, r := range c.Index.Related(id) {
		other := c.Index.Clauses[r.Clause]
		out.Related = append(out.Related, MappedClause{r.Clause, other.Clause.Title, other.Document.Title, string(r.Relation), r.Because, status[r.Clause]})
	}
	return out, true
}

// plain are words of a closed list.
func plain[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = string(w)
	}
	return out
}
