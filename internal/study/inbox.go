package study

import (
	"context"
	"slices"
	"strings"

	"cordon/internal/civil"
	"cordon/internal/decisions"
	"cordon/internal/knowledge"
	"cordon/internal/postmarket"
	"cordon/internal/postmarket/triage"
	"cordon/internal/postmarket/weigh"
	"cordon/internal/project"
	"cordon/internal/safety"
	"cordon/internal/workbench"
)

// Inbox is what became known of a system and what it does to patients.
type Inbox struct {
	At      string       `json:"at" format:"date-time"`
	Looked  string       `json:"looked,omitempty" doc:"when the parts were looked up last; absent if never"`
	Bills   int          `json:"bills" doc:"bills of materials in the record"`
	Items   []Concern    `json:"items" doc:"by what they do to patients, the gravest first"`
	Harms   []HarmTurn   `json:"harms" doc:"that are otherwise than described, with all that counts"`
	Besides []Turn       `json:"besides" doc:"what counts beside vulnerabilities: events, readings, age"`
	Waiting []WaitingFor `json:"waiting" doc:"events that do not count until people decide"`
	Absent  []string     `json:"absent" doc:"what cannot be weighed, and why"`
}

// Concern is a vulnerability at an element, in short.
type Concern struct {
	ID            string     `json:"id" doc:"CVE-2026-1234@smartbox/os; decisions are about it"`
	Vulnerability string     `json:"vulnerability"`
	Element       string     `json:"element"`
	Title         string     `json:"title" doc:"of the element"`
	Summary       string     `json:"summary,omitempty"`
	Components    []Part     `json:"components"`
	Known         string     `json:"known" doc:"since when"`
	Unsure        bool       `json:"unsure" doc:"nobody can tell whether the version is concerned"`
	Priority      int        `json:"priority" minimum:"1" maximum:"5" doc:"1: a harm is unacceptable with it; 5: nothing gets likelier than assumed"`
	Because       string     `json:"because"`
	Harms         []HarmTurn `json:"harms"`
	Exploited     bool       `json:"exploited" doc:"listed as exploited"`
	EPSS          *float64   `json:"epss,omitempty" doc:"probability of exploitation within 30 days, 0 to 1"`
	Status        string     `json:"status,omitempty" enum:"affected,not_affected,fixed,under_investigation" doc:"what was decided and still stands"`
	Decision      string     `json:"decision,omitempty" doc:"id of the decision, also where it does not stand any more"`
	Stale         bool       `json:"stale" doc:"something has changed that the decision rested on"`
	// Approval is empty where there is no decision.
	Approval      workbench.Approval `json:"approval,omitempty" enum:"unapproved,asked,refused,approved" doc:"how far the approval of the decision is; others are told what was approved"`
	Proposed      string             `json:"proposed" enum:"affected,not_affected,under_investigation"`
	Justification string             `json:"justification,omitempty" doc:"that is proposed"`
	FDA           string             `json:"fda" enum:"controlled,uncontrolled,cannot-tell"`
	SSVC          string             `json:"ssvc" doc:"for who deploys the product"`
}

// Part is a component that brings a vulnerability.
type Part struct {
	Name     string `json:"name"`
	Versions string `json:"versions" doc:"that are concerned"`
	Bill     string `json:"bill"`
	Known    string `json:"known"`
}

// HarmTurn is a harm that is otherwise than before.
type HarmTurn struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Class    string   `json:"class"`
	Before   HarmIs   `json:"before"`
	After    HarmIs   `json:"after"`
	Contexts []string `json:"contexts" doc:"of use, in which the functions behind it happen"`
	Way      []string `json:"way,omitempty" doc:"the likeliest way to it, step by step"`
}

// HarmIs is the judgement of a harm.
type HarmIs struct {
	Likelihood    string `json:"likelihood" doc:"of the hazardous situation"`
	Severity      string `json:"severity"`
	Acceptability string `json:"acceptability"`
}

// Turn is something that is otherwise than the description says.
type Turn struct {
	Element string `json:"element"`
	Title   string `json:"title"`
	What    string `json:"what" doc:"trust attribute, control, consequence or harm"`
	Sort    string `json:"sort" enum:"trust,control,impact,harm"`
	Op      string `json:"op,omitempty" enum:"is,at-most,at-least"`
	Level   string `json:"level,omitempty"`
	State   string `json:"state,omitempty"`
	From    string `json:"from"`
	Because string `json:"because"`
}

// WaitingFor is an event that does not count yet.
type WaitingFor struct {
	Event   string `json:"event"`
	Needs   int    `json:"needs"`
	Has     int    `json:"has"`
	Because string `json:"because"`
}

// Inbox gives what is known at an instant, with the approvals of decisions by the names of their files.
func (a *After) Inbox(ctx context.Context, at civil.Instant, approvals map[string]workbench.Approval) (*Inbox, error) {
	k, err := a.Known(ctx, at)
	if err != nil {
		return nil, err
	}
	out := &Inbox{At: k.At, Items: []Concern{}, Besides: []Turn{}, Waiting: []WaitingFor{}, Absent: given(k.Absent)}
	err = a.Use(func(p *project.After, set *decisions.Set) error {
		out.Looked, out.Bills = p.Findings.Looked, len(p.Record.Inventory)
		out.Harms = turnsOf(k.Harms, false)
		for i := range k.Vulnerabilities {
			c := concernOf(p, &k.Vulnerabilities[i])
			c.approved(set, approvals)
			out.Items = append(out.Items, c)
		}
		for _, c := range k.Changes {
			out.Besides = append(out.Besides, a.turn(p, c))
		}
		for _, w := range k.Waiting {
			out.Waiting = append(out.Waiting, WaitingFor{w.Event, w.Needs, w.Has, w.Because})
		}
		return nil
	})
	return out, err
}

func concernOf(p *project.After, v *project.Concern) Concern {
	c := Concern{
		ID: v.ID(), Vulnerability: v.Vulnerability, Element: v.Element, Title: p.Title(v.Element), Unsure: v.Unsure(), Components: []Part{},
		Priority: v.Priority.Level, Because: v.Priority.Because, Harms: turnsOf(v.Harms, false),
		Status: string(v.Verdict.Status), Decision: v.Verdict.Decision, Stale: v.Verdict.Stale,
		Proposed: v.VEX.Status, Justification: string(v.VEX.Justification), FDA: v.FDA.Outcome, SSVC: v.Deployer.Outcome,
	}
	for _, f := range v.Findings {
		c.Components = append(c.Components, Part{f.Component, f.Versions, f.Inventory, f.Known})
		if c.Known == "" || f.Known < c.Known {
			c.Known = f.Known
		}
	}
	if f := v.Facts; f != nil {
		c.Summary, c.Exploited = f.Summary, len(f.Exploited) > 0
		if f.EPSS != nil {
			c.EPSS = &f.EPSS.Probability
		}
	}
	return c
}

func (c *Concern) approved(set *decisions.Set, approvals map[string]workbench.Approval) {
	if d := set.Get(c.Decision); d != nil {
		c.Approval = approvals[d.File]
	}
}

func turnsOf(changes []weigh.HarmChange, ways bool) []HarmTurn {
	out := []HarmTurn{}
	for i := range changes {
		h := &changes[i]
		t := HarmTurn{h.ID, h.Title, h.Class, harmIs(&h.Before), harmIs(&h.After), given(h.Contexts), nil}
		if ways && h.Path != nil {
			for _, s := range h.Path.Steps {
				t.Way = append(t.Way, s.Title)
			}
		}
		out = append(out, t)
	}
	return out
}

func harmIs(h *safety.Harm) HarmIs { return HarmIs{h.Likelihood, h.Severity, h.Acceptability} }

func (a *After) turn(p *project.After, c weigh.Change) Turn {
	ix := a.Knowledge.Index
	t := Turn{Element: c.Element, Title: p.Title(c.Element), Op: string(c.Op), State: c.State, From: c.From, Because: c.Because}
	if c.State == "" && c.Harm == "" {
		t.Level = knowledge.Level("").Words()[c.Level]
	}
	switch {
	case c.Trust != "":
		t.Sort, t.What = "trust", c.Trust
		if x := ix.Trust[c.Trust]; x != nil {
			t.What = x.Title
		}
	case c.Control != "":
		t.Sort, t.What = "control", c.Control
		if x := ix.Controls[c.Control]; x != nil {
			t.What = x.Title
		}
	case c.Impact != "":
		t.Sort, t.What = "impact", c.Impact
		if x := ix.Consequences[c.Impact]; x != nil {
			t.What = x.Title
		}
	default:
		t.Sort, t.What = "harm", c.Harm
	}
	return t
}

// Detail is all that is known of a vulnerability at an element.
type Detail struct {
	Concern
	At         string            `json:"at"`
	Aliases    []string          `json:"aliases"`
	Weaknesses []string          `json:"weaknesses" doc:"CWE ids"`
	Published  string            `json:"published,omitempty"`
	Sources    []string          `json:"sources" doc:"feeds that say it"`
	Listed     []Listed          `json:"listed" doc:"who lists it as exploited"`
	Vector     string            `json:"vector,omitempty" doc:"CVSS vector that counts"`
	Rater      string            `json:"rater,omitempty"`
	Ways       []HarmTurn        `json:"ways" doc:"harms that get worse by it alone, with the way to each"`
	Takes      []Turn            `json:"takes" doc:"trust that it takes away"`
	Missing    []string          `json:"missing" doc:"trust that the element does not have"`
	Remarks    []string          `json:"remarks"`
	HeldBy     []Held            `json:"held-by" doc:"controls without which more would get worse"`
	VEX        Proposal          `json:"vex"`
	FDARisk    triage.Risk       `json:"fda-risk"`
	Supplier   Urgency           `json:"ssvc-supplier"`
	Deployer   Urgency           `json:"ssvc-deployer"`
	Rubric     *Rubric           `json:"rubric,omitempty" doc:"absent where the element is no asset"`
	Decisions  []RecordedVerdict `json:"decisions" doc:"on it, newest first"`
}

// Listed is a list that has a vulnerability as exploited.
type Listed struct {
	Source     string `json:"source"`
	Since      string `json:"since,omitempty"`
	Due        string `json:"due,omitempty"`
	Ransomware bool   `json:"ransomware"`
}

// Held is a control that holds a vulnerability back.
type Held struct {
	ID      string `json:"id" doc:"CTL-0001@element"`
	Title   string `json:"title"`
	Element string `json:"element"`
}

// Proposal is what VEX may say.
type Proposal struct {
	Status        string   `json:"status"`
	Justification string   `json:"justification,omitempty"`
	Argument      []string `json:"argument"`
	Open          []string `json:"open" doc:"what would settle it"`
}

// Urgency is what a table of SSVC decides.
type Urgency struct {
	Outcome  string   `json:"outcome"`
	Possible []string `json:"possible"`
	Version  string   `json:"version"`
	From     []string `json:"from" doc:"decision points with what is known of them"`
	Missing  []string `json:"missing" doc:"questions that would narrow it down"`
}

// Rubric is the rubric for medical devices with what model and advisory answer.
type Rubric struct {
	Vector  string         `json:"vector"`
	Vector4 string         `json:"vector-4.0"`
	Answers []Answered     `json:"answers"`
	Open    []string       `json:"open"`
	Hangs   []triage.Hangs `json:"hangs" doc:"harms that hang on the element"`
}

// Answered is a question of the rubric with its answer.
type Answered struct {
	Question string   `json:"question"`
	Asks     string   `json:"asks"`
	Is       string   `json:"is"`
	From     string   `json:"from,omitempty"`
	Because  string   `json:"because"`
	Elements []string `json:"elements"`
}

// RecordedVerdict is a decision on a vulnerability.
type RecordedVerdict struct {
	ID            string             `json:"id"`
	File          string             `json:"file"`
	Choice        string             `json:"choice"`
	Who           string             `json:"who"`
	Role          string             `json:"role"`
	When          string             `json:"when"`
	Why           string             `json:"why"`
	Justification string             `json:"justification,omitempty"`
	Action        string             `json:"action,omitempty"`
	Until         string             `json:"until,omitempty"`
	Replaced      bool               `json:"replaced"`
	Approval      workbench.Approval `json:"approval" enum:"unapproved,asked,refused,approved"`
}

// Detail gives all of one vulnerability at an element, with the approvals of decisions by the names of their files.
func (a *After) Detail(ctx context.Context, at civil.Instant, id string, approvals map[string]workbench.Approval) (*Detail, error) {
	k, err := a.Known(ctx, at)
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(k.Vulnerabilities, func(v project.Concern) bool { return v.ID() == id })
	if i < 0 {
		return nil, workbench.Errorf(workbench.NotFound, "%s is not among what was found in the releases in use", id)
	}
	var d *Detail
	err = a.Use(func(p *project.After, set *decisions.Set) error {
		d = a.detail(p, &k.Vulnerabilities[i])
		d.At, d.Decisions = k.At, verdictsOn(set, id, approvals)
		d.approved(set, approvals)
		return nil
	})
	return d, err
}

func (a *After) detail(p *project.After, v *project.Concern) *Detail {
	d := &Detail{
		Concern: concernOf(p, v), Vector: v.Effect.Vector, Rater: v.Effect.Rater, Ways: turnsOf(v.Harms, true), Takes: []Turn{},
		Aliases: []string{}, Weaknesses: []string{}, Sources: []string{}, Listed: []Listed{}, HeldBy: []Held{},
		Missing: given(v.Effect.Missing), Remarks: given(v.Effect.Losses.Remarks),
		VEX:     Proposal{v.VEX.Status, string(v.VEX.Justification), given(v.VEX.Argument), given(v.VEX.Open)},
		FDARisk: riskOf(v.FDA), Supplier: urgencyOf(v.Supplier), Deployer: urgencyOf(v.Deployer),
	}
	if f := v.Facts; f != nil {
		d.facts(f)
	}
	for _, c := range v.Effect.Changes {
		d.Takes = append(d.Takes, a.turn(p, c))
	}
	for _, id := range v.HeldBy {
		control, element, _ := strings.Cut(id, "@")
		h := Held{id, control, p.Title(element)}
		if c := a.Knowledge.Index.Controls[control]; c != nil {
			h.Title = c.Title
		}
		d.HeldBy = append(d.HeldBy, h)
	}
	if v.Rubric != nil && v.Vectors != nil {
		d.Rubric = &Rubric{Vector: v.Vectors.Vector, Vector4: v.Vectors.Vector4, Open: given(v.Vectors.Open), Hangs: given(v.Rubric.Harms), Answers: []Answered{}}
		for _, x := range v.Rubric.Answers {
			q, _ := triage.QuestionOf(x.Question)
			d.Rubric.Answers = append(d.Rubric.Answers, Answered{x.Question, q.Asks, string(x.Is), string(x.From), x.Because, given(x.Elements)})
		}
	}
	return d
}

func (d *Detail) facts(f *postmarket.Facts) {
	d.Aliases, d.Weaknesses, d.Sources, d.Published = given(f.Aliases), given(f.CWEs), given(f.Sources), f.Published
	for _, x := range f.Exploited {
		d.Listed = append(d.Listed, Listed{x.Source, x.Since, x.Due, x.Ransomware})
	}
}

// given is a list that is never null in JSON.
func given[T any](of []T) []T {
	if of == nil {
		return []T{}
	}
	return of
}

func riskOf(r triage.Risk) triage.Risk {
	r.Because, r.Change, r.Open = given(r.Because), given(r.Change), given(r.Open)
	return r
}

func urgencyOf(t triage.Decision) Urgency {
	u := Urgency{t.Outcome, given(t.Possible), t.Version, []string{}, []string{}}
	for _, s := range t.From {
		u.From = append(u.From, s.Name+": "+strings.Join(s.May, " or "))
	}
	for _, m := range t.Missing {
		u.Missing = append(u.Missing, m.Asks)
	}
	return u
}

func verdictsOn(set *decisions.Set, about string, approvals map[string]workbench.Approval) []RecordedVerdict {
	replaced := map[string]bool{}
	for i := range set.Entries {
		replaced[set.Entries[i].Replaces.Text] = true
	}
	out := []RecordedVerdict{}
	for i := range set.Entries {
		e := &set.Entries[i]
		if e.About.Text == about {
			out = append(out, RecordedVerdict{e.ID, e.File, string(e.Choice), e.Who, e.Role, e.When.Text, e.Why, string(e.Because), e.Action, e.Until.Text, replaced[e.ID], approvals[e.File]})
		}
	}
	slices.SortStableFunc(out, func(x, y RecordedVerdict) int {
		if x.Replaced != y.Replaced {
			if x.Replaced {
				return 1
			}
			return -1
		}
		return strings.Compare(y.When, x.When)
	})
	return out
}
