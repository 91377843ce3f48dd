package study

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"cordon/internal/diag"
	"cordon/internal/knowledge"
	"cordon/internal/postmarket/clocks"
	"cordon/internal/workbench"
)

// Reporting is what has to be reported of what happened, by when.
type Reporting struct {
	At     string      `json:"at" format:"date-time"`
	Events []Happening `json:"events" doc:"those first that became known last"`
	Facts  []FactAsked `json:"facts" doc:"all that can decide which duties run"`
	Before []FactGiven `json:"before" doc:"what the newest event says of organisation, market and product"`
	Zone   string      `json:"zone" doc:"of that event"`
	Kinds  []string    `json:"kinds" doc:"sorts of events that a record has"`
}

// Happening is an event with the duties that it starts.
type Happening struct {
	ID     string            `json:"id"`
	File   string            `json:"file"`
	Title  string            `json:"title"`
	Zone   string            `json:"zone" doc:"of the authorities, where the duty names none"`
	Aware  string            `json:"aware,omitempty" doc:"when the organisation came to know of it"`
	Clocks []clocks.Clock    `json:"clocks"`
	Asks   []clocks.Question `json:"asks" doc:"questions that decide, each once"`
}

// FactAsked is a question that decides which duties run.
type FactAsked struct {
	Name     string `json:"name"`
	Asks     string `json:"asks"`
	Standing bool   `json:"standing" doc:"about organisation, market or product, and not about the event"`
}

// FactGiven is an answer to it.
type FactGiven struct {
	Name string `json:"name" maxLength:"60"`
	Is   string `json:"is" enum:"yes,no,unknown"`
}

// Reporting lists the duties to report that run from the events of a revision; "" is the head.
func (s *Study) Reporting(ctx context.Context, a workbench.Actor, id workbench.ProjectID, rev workbench.RevisionID, now time.Time) (*Reporting, error) {
	events, ix, err := s.events(ctx, a, id, rev)
	if err != nil {
		return nil, err
	}
	out := &Reporting{At: now.UTC().Format(time.RFC3339), Events: []Happening{}, Facts: []FactAsked{}, Before: []FactGiven{}, Kinds: eventKinds()}
	for _, f := range knowledge.EventFacts {
		if !slices.ContainsFunc(out.Facts, func(x FactAsked) bool { return x.Name == f.Name }) {
			out.Facts = append(out.Facts, FactAsked{f.Name, f.Asks, f.Standing})
		}
	}
	newest := ""
	for _, file := range slices.Sorted(maps.Keys(events)) {
		e := events[file]
		h := Happening{ID: e.ID, File: file, Title: e.Title, Zone: e.Zone, Aware: awareness(e), Clocks: given(clocks.Run(ix, e, now)), Asks: []clocks.Question{}}
		if h.Zone == "" {
			h.Zone = clocks.ZoneOfUnion
		}
		for i := range h.Clocks {
			h.Clocks[i].Because, h.Clocks[i].Contents = given(h.Clocks[i].Because), given(h.Clocks[i].Contents)
			for _, q := range h.Clocks[i].Asks {
				if !slices.Contains(h.Asks, q) {
					h.Asks = append(h.Asks, q)
				}
			}
		}
		out.Events = append(out.Events, h)
		if h.Aware >= newest {
			newest, out.Zone, out.Before = h.Aware, h.Zone, standing(e)
		}
	}
	slices.SortFunc(out.Events, func(x, y Happening) int {
		if d := strings.Compare(y.Aware, x.Aware); d != 0 {
			return d
		}
		return strings.Compare(x.File, y.File)
	})
	return out, nil
}

func standing(e *clocks.Event) []FactGiven {
	out := []FactGiven{}
	for _, f := range e.Facts {
		if k := knowledge.EventFact(f.Name); k != nil && k.Standing {
			out = append(out, FactGiven{f.Name, string(f.Is)})
		}
	}
	return out
}

func awareness(e *clocks.Event) string {
	for _, x := range e.Anchors {
		if x.Name == knowledge.Awareness {
			if at, err := time.Parse(time.RFC3339, x.Time); err == nil {
				return at.UTC().Format(time.RFC3339) // so that texts sort as times do
			}
			return x.Time
		}
	}
	return ""
}

// events reads the events of a revision, by file. One that is wrong is a fault that says why.
func (s *Study) events(ctx context.Context, a workbench.Actor, id workbench.ProjectID, rev workbench.RevisionID) (map[string]*clocks.Event, *knowledge.Index, error) {
	acc, err := s.Workbench.Inspect(ctx, a, id)
	if err != nil {
		return nil, nil, err
	}
	k, err := s.Knowledge(ctx, acc.Project.Organisation)
	if err != nil {
		return nil, nil, err
	}
	r, err := s.Workbench.Revision(ctx, a, id, rev)
	if err != nil {
		return nil, nil, err
	}
	var ds diag.List
	out := map[string]*clocks.Event{}
	for _, f := range r.Tree {
		if !eventFile(f.Path) {
			continue
		}
		src, _, err := s.Workbench.File(ctx, a, id, r.ID, f.Path)
		if err != nil {
			return nil, nil, err
		}
		if e := clocks.Parse(k.Index, f.Path, src, &ds); e != nil {
			out[f.Path] = e
		}
	}
	if ds.HasErrors() {
		return nil, nil, flawed(ds.Sorted())
	}
	return out, k.Index, nil
}

// eventFile tells whether a path is that of an event: a YAML file directly in the folder events.
func eventFile(path string) bool {
	name, ok := strings.CutPrefix(path, clocks.Folder+"/")
	return ok && strings.HasSuffix(name, ".yaml") && !strings.Contains(name, "/")
}

func (s *Study) event(ctx context.Context, a workbench.Actor, id workbench.ProjectID, rev workbench.RevisionID, file string) (*clocks.Event, *knowledge.Index, error) {
	events, ix, err := s.events(ctx, a, id, rev)
	if err != nil {
		return nil, nil, err
	}
	e := events[file]
	if e == nil {
		return nil, nil, workbench.Errorf(workbench.NotFound, "there is no event %q", file)
	}
	return e, ix, nil
}

// Draft writes the draft of the report for a clock, as Markdown. What nobody has said is marked as open.
func (s *Study) Draft(ctx context.Context, a workbench.Actor, id workbench.ProjectID, rev workbench.RevisionID, file, clock string, now time.Time) (string, error) {
	e, ix, err := s.event(ctx, a, id, rev, file)
	if err != nil {
		return "", err
	}
	list := clocks.Run(ix, e, now)
	i := slices.IndexFunc(list, func(c clocks.Clock) bool { return c.ID == clock })
	if i < 0 {
		return "", workbench.Errorf(workbench.NotFound, "the event does not start %s", clock)
	}
	return clocks.Draft(&list[i], now), nil
}

// Calendar writes the deadlines of an event as a calendar file.
func (s *Study) Calendar(ctx context.Context, a workbench.Actor, id workbench.ProjectID, rev workbench.RevisionID, file string, now time.Time) (string, error) {
	e, ix, err := s.event(ctx, a, id, rev, file)
	if err != nil {
		return "", err
	}
	text := clocks.Calendar(e, clocks.Run(ix, e, now), now)
	if text == "" {
		return "", workbench.Errorf(workbench.Conflict, "no duty runs that has a deadline, so there is nothing for a calendar")
	}
	return text, nil
}

// Moment reads a point in time; without one it is now.
func (s *Study) Moment(field, text string) (time.Time, error) {
	if text == "" {
		return s.Workbench.Now(), nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		e := workbench.Errorf(workbench.Invalid, "%s is no point in time", field).WithHint("write 2026-11-26T14:30:00Z")
		e.Fields = []workbench.Field{{Path: field, Text: fmt.Sprintf("%q is no point in time", text)}}
		return time.Time{}, e
	}
	return at, nil
}
