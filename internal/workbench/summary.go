package workbench

import (
	"context"
	"time"
)

// Summary is what a list of projects shows of one: computed after each revision, by a job. Nothing rests on it.
type Summary struct {
	Project      ProjectID      `json:"project"`
	Organisation OrganisationID `json:"organisation"`
	Revision     RevisionID     `json:"revision"`
	Number       int64          `json:"number"`
	At           time.Time      `json:"at"`        // when it was computed
	Knowledge    string         `json:"knowledge"` // digest of the knowledge base
	Errors       int            `json:"errors"`    // in the text; with any, the rest is of no revision and zero
	System       string         `json:"system"`    // name, as on the label
	Elements     int            `json:"elements"`
	Threats      int            `json:"threats"` // that can happen
	Questions    int            `json:"questions"`
	Worst        string         `json:"worst"` // highest level of risk with a consequence
	Risk         map[string]int `json:"risk"`  // consequences by level of risk
	Fallen       int            `json:"fallen"`
	Before       *Before        `json:"before,omitempty"`
	Version      int64          `json:"-"`
}

// Before is the summary of the revision before, for what changed.
type Before struct {
	Number    int64          `json:"number"`
	Worst     string         `json:"worst"`
	Risk      map[string]int `json:"risk"`
	Questions int            `json:"questions"`
	Threats   int            `json:"threats"`
}

func (s *Summary) record() (Kind, string, string, string) {
	return kindSummary, string(s.Project), string(s.Organisation), ""
}
func (s *Summary) version() *int64 { return &s.Version }

// KeepSummary keeps a summary unless there is one of a newer revision.
func (w *Workbench) KeepSummary(ctx context.Context, s Summary) error {
	return w.Store.Write(ctx, func(tx Tx) error { return w.keepSummary(ctx, tx, s) })
}

func (w *Workbench) keepSummary(ctx context.Context, tx Tx, s Summary) error {
	p, err := get[Project](ctx, tx, string(s.Project))
	if err != nil {
		return hidden(err, "project")
	}
	s.Organisation, s.At = p.Organisation, w.now()
	old, err := get[Summary](ctx, tx, string(s.Project))
	switch {
	case FaultOf(err) == NotFound:
		s.Version = 0
	case err != nil:
		return err
	case old.Number > s.Number:
		return nil
	default:
		s.Version, s.Before = old.Version, old.Before
		if old.Number < s.Number {
			s.Before = &Before{old.Number, old.Worst, old.Risk, old.Questions, old.Threats}
		}
	}
	if err := put(ctx, tx, &s); err != nil {
		return err
	}
	return w.tell(ctx, tx, Event{Organisation: s.Organisation, Project: s.Project, Kind: "summary.made", At: w.now()})
}

// Listed is a project with its summary; nil if there is none yet.
type Listed struct {
	Project Project
	Summary *Summary
}

// Portfolio gives all projects of an organisation that the actor may read, with their summaries, by rising id.
func (w *Workbench) Portfolio(ctx context.Context, a Actor, org OrganisationID) ([]Listed, error) {
	var out []Listed
	for after := ""; ; {
		projects, err := w.Projects(ctx, a, org, after, portfolioStep)
		if err != nil {
			return nil, err
		}
		err = w.Store.Read(ctx, func(tx Tx) error {
			for _, p := range projects {
				s, err := get[Summary](ctx, tx, string(p.ID))
				switch {
				case err == nil:
					out = append(out, Listed{p, &s})
				case FaultOf(err) == NotFound:
					out = append(out, Listed{Project: p})
				default:
					return err
				}
			}
			return nil
		})
		if err != nil || len(projects) < portfolioStep {
			return out, err
		}
		after = string(projects[len(projects)-1].ID)
	}
}

// portfolioStep is how many projects are read in one transaction.
const portfolioStep = 1000

// Summary gives a project with its summary.
func (w *Workbench) Summary(ctx context.Context, a Actor, id ProjectID) (Listed, error) {
	var out Listed
	err := w.Store.Read(ctx, func(tx Tx) error {
		acc, err := open(ctx, tx, a, id, Read)
		if err != nil {
			return err
		}
		out = Listed{Project: acc.Project}
		s, err := get[Summary](ctx, tx, string(id))
		if err == nil {
			out.Summary = &s
		}
		if FaultOf(err) == NotFound {
			return nil
		}
		return err
	})
	return out, err
}
