package api

import (
	"context"
	"net/http"

	"cordon/internal/postmarket/record"
	"cordon/internal/study"
	"cordon/internal/workbench"
)

// Event is something that happened, as a person says it.
type Event struct {
	Kind            string            `json:"kind" maxLength:"40"`
	Title           string            `json:"title" minLength:"1" maxLength:"500" doc:"what happened"`
	When            string            `json:"when,omitempty" maxLength:"40" doc:"when it became known, RFC 3339; now if absent"`
	From            string            `json:"from" minLength:"1" maxLength:"500" doc:"who or what says so"`
	Why             string            `json:"why,omitempty" maxLength:"4000"`
	About           []string          `json:"about,omitempty" maxItems:"100" doc:"elements"`
	Vulnerabilities []string          `json:"vulnerabilities,omitempty" maxItems:"100"`
	Installs        []Install         `json:"installs,omitempty" maxItems:"20" doc:"releases that are in use from now on"`
	Ends            []string          `json:"ends,omitempty" maxItems:"100" doc:"events that are over with it"`
	Until           string            `json:"until,omitempty" maxLength:"40"`
	Decided         string            `json:"decided,omitempty" maxLength:"200" doc:"your role, if you decide on a change of devices in use with it"`
	Zone            string            `json:"zone,omitempty" maxLength:"60" doc:"of the authorities: Europe/Berlin"`
	Facts           []study.FactGiven `json:"facts,omitempty" maxItems:"120" doc:"what decides which duties to report run; none: nothing has to be reported"`
}

// Install is a release that is in use from now on.
type Install struct {
	Of      string `json:"of" maxLength:"300"`
	Release string `json:"release" maxLength:"100"`
}

// Recorded is an event that was recorded.
type Recorded struct {
	Event string `json:"event" doc:"id; empty if there are conflicts"`
	Changed
}

// InEvent names an event by its file.
type InEvent struct {
	InRevision
	At    string `query:"at" maxLength:"40" doc:"point in time to look from, RFC 3339; now if absent"`
	Event string `query:"event" required:"true" maxLength:"400" doc:"file of the event: events/copied-recordings.yaml"`
}

func (a *API) clockOperations() {
	add(a, operation{method: "GET", path: "/projects/{project}/revisions/{revision}/clocks", id: "clocks", summary: "Duties to report that run from events, each with its end in the zone of the authority", needs: needs(workbench.Read), tag: "after market"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InRevision
			At string `query:"at" maxLength:"40" doc:"point in time to look from, RFC 3339; now if absent"`
		}) (*body[study.Reporting], error) {
			now, err := a.Study.Moment("at", in.At)
			if err != nil {
				return nil, err
			}
			out, err := a.Study.Reporting(ctx, who, in.Project, in.revision(), now)
			if err != nil {
				return nil, err
			}
			return answer(*out, nil)
		})
	add(a, operation{method: "GET", path: "/projects/{project}/revisions/{revision}/clocks/draft", id: "report-draft", summary: "Draft of a report, as Markdown; what nobody has said is marked as open", needs: needs(workbench.Read), tag: "after market"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InEvent
			Clock string `query:"clock" required:"true" maxLength:"20"`
		}) (*fileAnswer, error) {
			now, err := a.Study.Moment("at", in.At)
			if err != nil {
				return nil, err
			}
			text, err := a.Study.Draft(ctx, who, in.Project, in.revision(), in.Event, in.Clock, now)
			return &fileAnswer{Status: http.StatusOK, ContentType: "text/markdown; charset=utf-8", Disposition: "attachment; filename=" + quoted(in.Clock+".md"), Body: []byte(text)}, err
		})
	add(a, operation{method: "GET", path: "/projects/{project}/revisions/{revision}/clocks/calendar", id: "clock-calendar", summary: "Deadlines of an event as a calendar file", needs: needs(workbench.Read), tag: "after market"},
		func(ctx context.Context, who workbench.Actor, in *InEvent) (*fileAnswer, error) {
			now, err := a.Study.Moment("at", in.At)
			if err != nil {
				return nil, err
			}
			text, err := a.Study.Calendar(ctx, who, in.Project, in.revision(), in.Event, now)
			return &fileAnswer{Status: http.StatusOK, ContentType: "text/calendar; charset=utf-8", Disposition: `attachment; filename="deadlines.ics"`, Body: []byte(text)}, err
		})
	add(a, operation{method: "POST", path: "/projects/{project}/after/events", id: "record-event", summary: "Record what happened, and what is known of it for reporting", needs: needs(workbench.Triage), tag: "after market", status: http.StatusCreated},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			Body struct {
				Base  workbench.RevisionID `json:"base" maxLength:"64"`
				Event Event                `json:"event"`
			}
		}) (*changedAnswer[Recorded], error) {
			e := &in.Body.Event
			h := study.Happened{Kind: e.Kind, Title: e.Title, When: e.When, From: e.From, Why: e.Why, About: e.About, Vulnerabilities: e.Vulnerabilities, Ends: e.Ends, Until: e.Until, Decided: e.Decided, Facts: e.Facts, Zone: e.Zone}
			for _, i := range e.Installs {
				h.Installs = append(h.Installs, record.Install{Of: study.Word(i.Of), Release: i.Release})
			}
			id, made, err := a.Study.RecordEvent(ctx, who, in.Project, in.Body.Base, h)
			if err != nil {
				return nil, err
			}
			if len(made.Conflicts) > 0 {
				id = ""
			}
			return &changedAnswer[Recorded]{outcome(http.StatusCreated, made), Recorded{id, changedOf(made, false)}}, nil
		})
	add(a, operation{method: "POST", path: "/projects/{project}/after/events/tell", id: "tell-event", summary: "Add what became known of an event later, and reports that were sent", needs: needs(workbench.Triage), tag: "after market", status: http.StatusCreated},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			Body struct {
				Base  workbench.RevisionID `json:"base" maxLength:"64"`
				Event string               `json:"event" maxLength:"400" doc:"file of the event"`
				Facts []study.FactGiven    `json:"facts,omitempty" maxItems:"120"`
				Sent  []struct {
					Clock     string `json:"clock" maxLength:"20"`
					At        string `json:"at" maxLength:"40" doc:"RFC 3339"`
					Reference string `json:"reference,omitempty" maxLength:"300"`
				} `json:"sent,omitempty" maxItems:"50"`
			}
		}) (*changedAnswer[Changed], error) {
			var sent []study.Sent
			for _, s := range in.Body.Sent {
				sent = append(sent, study.Sent(s))
			}
			made, err := a.Study.Tell(ctx, who, in.Project, in.Body.Base, in.Body.Event, in.Body.Facts, sent)
			if err != nil {
				return nil, err
			}
			return &changedAnswer[Changed]{outcome(http.StatusCreated, made), changedOf(made, false)}, nil
		})
}
