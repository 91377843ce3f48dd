package study

import (
	"context"
	"slices"

	"cordon/internal/engine"
	"cordon/internal/project"
	"cordon/internal/riskfile"
	"cordon/internal/workbench"
)

// Record gives the record of risks of a revision with the assessment as planned; "" is the head.
func (s *Study) Record(ctx context.Context, a workbench.Actor, id workbench.ProjectID, rev workbench.RevisionID) (*riskfile.File, *Assessed, workbench.Revision, error) {
	as, r, err := s.Assess(ctx, a, id, rev, engine.Future)
	if err != nil {
		return nil, nil, r, err
	}
	if err := as.Whole(); err != nil {
		return nil, nil, r, err
	}
	f, err := s.recorded.Get(ctx, as.from(), func(ctx context.Context) (*riskfile.File, error) {
		f, _, err := project.RiskFile(ctx, as.Model, as.Knowledge, nil)
		return f, err
	})
	return f, as, r, err
}

// Harm is one harm with the likeliest ways to it.
type Harm struct {
	Risk     riskfile.Risk
	Benefits []riskfile.Benefit
	Paths    []Path
	More     bool // other paths exist
	Helps    []Help
}

// Path is a way to a harm or threat in words of the model and of the knowledge base.
type Path struct {
	Likelihood string    `json:"likelihood"`
	Assumes    []Assumed `json:"assumes"`
	Steps      []Step    `json:"steps"`
}

// Assumed is what does not hold at an element, so that the path can begin.
type Assumed struct {
	Element   string `json:"element"`
	Title     string `json:"title"`
	Attribute string `json:"attribute"`
	Says      string `json:"says"` // what is not so
	Level     string `json:"level"`
}

// Step is one threat on a path, and what follows from it.
type Step struct {
	Threat     string `json:"threat"`
	Title      string `json:"title"`
	Likelihood string `json:"likelihood"`
	Secondary  bool   `json:"secondary,omitempty"` // follows by itself
	Follows    []Fact `json:"follows"`
}

// Fact is a state of an element in words, such as "Smartbox is controlled by somebody else".
type Fact struct {
	Element string `json:"element"`
	Text    string `json:"text"`
	Level   string `json:"level"`
}

// Help is a smallest set of controls that are not in place and would make something less likely.
type Help struct {
	Controls []Named `json:"controls"`
	Leaves   string  `json:"leaves"` // likelihood that remains
}

// Named is a control at an element, with titles.
type Named struct {
	ID      string `json:"id"` // CTL-0001@element
	Title   string `json:"title"`
	Element string `json:"element"`
	At      string `json:"at"` // title of the element
}

// Harm explains one harm of a revision; NotFound if the description has none with this id.
func (s *Study) Harm(ctx context.Context, a workbench.Actor, id workbench.ProjectID, rev workbench.RevisionID, harm string) (*Harm, *Assessed, error) {
	f, as, _, err := s.Record(ctx, a, id, rev)
	if err != nil {
		return nil, nil, err
	}
	all := slices.Concat(f.Risks, f.Apart)
	at := slices.IndexFunc(all, func(x riskfile.Risk) bool { return x.Harm == harm })
	if at < 0 {
		return nil, nil, workbench.Errorf(workbench.NotFound, "the description has no harm %q", harm)
	}
	out := &Harm{Risk: all[at], Benefits: []riskfile.Benefit{}}
	for _, b := range f.Benefits {
		if slices.Contains(b.Risks, harm) {
			out.Benefits = append(out.Benefits, b)
		}
	}
	err = as.Try(func() error {
		x, err := project.Explain(as.Assessed, as.Knowledge, harm)
		if err != nil {
			return err
		}
		w := words{as}
		out.Paths, out.More, out.Helps = w.paths(x.Paths), x.More, w.helps(x.CutSets)
		return nil
	})
	return out, as, err
}
