package api

import (
	"context"
	"strconv"

	"cordon/internal/engine"
	"cordon/internal/study"
	"cordon/internal/workbench"
)

// ListedThreat is a threat in a list.
type ListedThreat struct {
	ID         string   `json:"id"`
	Rule       string   `json:"rule"`
	Title      string   `json:"title"`
	Category   string   `json:"category"`
	Cause      string   `json:"cause" doc:"attack, misuse, failure or side-effect"`
	Elements   []string `json:"elements"`
	Likelihood string   `json:"likelihood"`
	Risk       string   `json:"risk" doc:"highest risk that it leads to"`
	Secondary  bool     `json:"secondary" doc:"only passes consequences on"`
	Root       bool     `json:"root" doc:"begins chains: all its causes are assumptions"`
	Opened     bool     `json:"opened" doc:"opened by a control that is in place"`
	Ways       int      `json:"ways" doc:"listed ways to harms that it is on"`
}

// Threats is one page of threats, those that matter most first.
type Threats struct {
	Page[ListedThreat]
	Total      int               `json:"total" doc:"threats that fit"`
	All        int               `json:"all" doc:"threats there are"`
	Categories []string          `json:"categories" doc:"that occur, sorted"`
	Titles     map[string]string `json:"titles" doc:"of elements, by id"`
}

// Threat is one threat with why it is there and what follows.
type Threat struct {
	ListedThreat
	Version        int             `json:"version" doc:"of the rule"`
	Story          string          `json:"story"`
	Found          []study.Role    `json:"found" doc:"which elements play which part, and what is known of them"`
	Frequency      string          `json:"frequency" doc:"highest likelihood that such a threat can have"`
	Assumes        []study.Assumed `json:"assumes"`
	Causes         []study.Fact    `json:"causes" doc:"what must have happened before"`
	Paths          []study.Path    `json:"paths" doc:"the likeliest way to each cause"`
	Effects        []study.Fact    `json:"effects"`
	Leads          []study.Lead    `json:"leads" doc:"harms that it can lead to, the worst first"`
	Answers        []study.Answer  `json:"answers" doc:"controls that block it, those in place first"`
	Unanswered     string          `json:"unanswered,omitempty" doc:"why no control answers it"`
	OpenedBy       []string        `json:"opened-by" doc:"controls of which it is a side effect"`
	Check          string          `json:"check,omitempty" doc:"how to find out whether it applies"`
	FalsePositives string          `json:"false-positives,omitempty"`
	References     []string        `json:"references" doc:"CWE, CAPEC, ATT&CK and the like"`
	Sources        []Source        `json:"sources"`
}

// Source is where knowledge comes from.
type Source struct {
	Document string `json:"document"`
	Part     string `json:"part,omitempty"`
}

// tried is a question of a what-if.
type tried struct {
	Controls []triedControl `json:"controls,omitempty" maxItems:"200"`
	Trust    []triedTrust   `json:"trust,omitempty" maxItems:"200"`
	Facts    []triedFact    `json:"facts,omitempty" maxItems:"50"`
}

type triedControl struct {
	Control string `json:"control" maxLength:"300" doc:"as CTL-0001@element"`
	State   string `json:"state" enum:"absent,planned,present"`
}

type triedTrust struct {
	Element   string `json:"element" maxLength:"200"`
	Attribute string `json:"attribute" maxLength:"100"`
	Level     string `json:"level" maxLength:"20"`
}

type triedFact struct {
	Element string `json:"element" maxLength:"200"`
	Fact    string `json:"fact" maxLength:"100"`
	Value   string `json:"value" maxLength:"100"`
}

// WhatIf is what changes would do.
type WhatIf struct {
	Harms   []study.HarmIf       `json:"harms" doc:"all harms, before and after"`
	Changed []study.ChangedState `json:"changed" doc:"other states that become likelier or less likely, the largest changes first"`
	More    int                  `json:"more" doc:"further states that change"`
}

func (a *API) threatOperations() {
	add(a, operation{method: "GET", path: "/projects/{project}/revisions/{revision}/threats", id: "threats", summary: "Threats, those that matter most first", needs: needs(workbench.Read), tag: "assessment"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InRevision
			Paging
			Query      string `query:"query" maxLength:"200" doc:"words that all stand in title, rule or elements"`
			Element    string `query:"element" maxLength:"200"`
			Category   string `query:"category" maxLength:"60"`
			Cause      string `query:"cause" enum:"attack,misuse,failure,side-effect"`
			Likelihood string `query:"likelihood" maxLength:"20" doc:"at least this level"`
			Risk       string `query:"risk" maxLength:"20" doc:"leads at least to this level"`
			Primary    bool   `query:"primary" doc:"leave out those that only pass consequences on"`
			Mode       string `query:"mode" enum:"current,future" default:"future" doc:"controls that count: those present, or those planned too"`
		}) (*body[Threats], error) {
			from, err := in.number()
			if err != nil {
				return nil, err
			}
			all, as, err := a.Study.Threats(ctx, who, in.Project, in.revision(), study.ThreatFilter{
				Query: in.Query, Element: in.Element, Category: in.Category, Cause: in.Cause, Likelihood: in.Likelihood, Risk: in.Risk, Primary: in.Primary, Mode: engine.Mode(in.Mode),
			})
			if err != nil {
				return nil, err
			}
			out := Threats{Total: len(all), All: len(as.Threats), Categories: as.Categories()}
			var ids []string
			all = all[min(from, len(all)):]
			for _, t := range all[:min(len(all), in.Limit)] {
				x := listedOf(t)
				out.Items, ids = append(out.Items, x), append(ids, x.Elements...)
			}
			out.Page, out.Titles = whole(out.Items), as.Titles(ids)
			if len(all) > in.Limit {
				out.Next = strconv.Itoa(from + in.Limit)
			}
			return answer(out, nil)
		})
	add(a, operation{method: "GET", path: "/projects/{project}/revisions/{revision}/threats/{threat}", id: "threat", summary: "One threat: why it is there, what it leads to, and what answers it", needs: needs(workbench.Read), tag: "assessment"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InRevision
			Threat string `path:"threat" maxLength:"100"`
			Matching
		}) (*unchanged[Threat], error) {
			t, as, err := a.Study.Threat(ctx, who, in.Project, in.revision(), in.Threat)
			if err != nil {
				return nil, err
			}
			return unless(in.IfNoneMatch, as.Tag(), threatOf(t)), nil
		})
	add(a, operation{method: "POST", path: "/projects/{project}/revisions/{revision}/what-if", id: "what-if", summary: "What changed controls, assumptions and facts would do; nothing is saved", needs: needs(workbench.Read), tag: "assessment"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InRevision
			Body tried
		}) (*body[WhatIf], error) {
			var t study.Tried
			for _, c := range in.Body.Controls {
				t.Controls = append(t.Controls, study.TriedControl(c))
			}
			for _, c := range in.Body.Trust {
				t.Trust = append(t.Trust, study.TriedTrust(c))
			}
			for _, c := range in.Body.Facts {
				t.Facts = append(t.Facts, study.TriedFact(c))
			}
			w, err := a.Study.Try(ctx, who, in.Project, in.revision(), t)
			if err != nil {
				return nil, err
			}
			return answer(WhatIf(*w), nil)
		})
	add(a, operation{method: "GET", path: "/projects/{project}/revisions/{revision}/what-if", id: "what-if-choices", summary: "What a what-if can change", needs: needs(workbench.Read), tag: "assessment"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InRevision
			Query string   `query:"query" maxLength:"200" doc:"words that all stand in titles or ids"`
			IDs   []string `query:"id,explode" maxItems:"200" doc:"those to give whatever the words are"`
		}) (*body[Page[study.Lever]], error) {
			all, err := a.Study.Levers(ctx, who, in.Project, in.revision(), in.Query, in.IDs)
			return answer(whole(all), err)
		})
}

func listedOf(t study.ListedThreat) ListedThreat {
	out := ListedThreat{t.ID, t.Threat.Rule, t.Title, string(t.Category), string(t.Cause), []string{}, t.Likelihood, t.Risk, t.Secondary, t.Root, t.Opened, t.Ways}
	for _, b := range t.Elements {
		out.Elements = append(out.Elements, b.Elements...)
	}
	return out
}

func threatOf(t *study.Threat) Threat {
	out := Threat{
		ListedThreat: listedOf(t.ListedThreat), Version: max(1, t.Rule.Version), Story: t.Rule.Story, Found: t.Found,
		Frequency: string(t.Rule.Frequency), Assumes: t.Assumes, Causes: t.Causes, Paths: t.Origins, Effects: t.Effects, Leads: t.Leads, Answers: t.Answers, Unanswered: t.Rule.Unanswered,
		OpenedBy: t.OpenedBy, Check: t.Rule.Check, FalsePositives: t.Rule.FalsePositives, References: append([]string{}, t.Rule.References.All()...), Sources: []Source{},
	}
	for _, s := range t.Rule.Sources {
		out.Sources = append(out.Sources, Source{s.Document, s.Part})
	}
	return out
}
