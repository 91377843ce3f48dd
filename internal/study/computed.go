package study

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"

	"cordon/internal/engine"
	"cordon/internal/numbers"
	"cordon/internal/project"
	"cordon/internal/proportion"
	"cordon/internal/workbench"
)

// Computation is the result of long work, as JSON, or the job that computes it.
type Computation struct {
	Result json.RawMessage // nil while it is computed
	Job    int64           // 0 if the result is there
}

// question is what a job is asked.
type question struct {
	Project  workbench.ProjectID
	Revision workbench.RevisionID
	Asked    json.RawMessage
}

// resultKey names the result of a question of a kind. It is that of what the question is worked with: packs in use may change until then.
func resultKey(kind string, as *Assessed, asked []byte) string {
	return fmt.Sprintf("%x", sha256.Sum256(fmt.Appendf(nil, "%s %s %s", kind, as.from(), asked)))
}

// NumbersAsked is what numbers are asked with.
type NumbersAsked struct {
	Worlds int
	Seed   uint64
	Inputs int
	Sample bool
}

// Numbers gives how often harm is expected, or asks for it.
func (s *Study) Numbers(ctx context.Context, a workbench.Actor, id workbench.ProjectID, rev workbench.RevisionID, q NumbersAsked) (Computation, error) {
	return s.ask(ctx, a, id, rev, "numbers", q)
}

// Options gives proportionate sets of controls, or asks for them.
func (s *Study) Options(ctx context.Context, a workbench.Actor, id workbench.ProjectID, rev workbench.RevisionID, q proportion.Request) (Computation, error) {
	return s.ask(ctx, a, id, rev, "options", q)
}

func (s *Study) ask(ctx context.Context, a workbench.Actor, id workbench.ProjectID, rev workbench.RevisionID, kind string, q any) (Computation, error) {
	as, r, err := s.Assess(ctx, a, id, rev, engine.Future)
	if err != nil {
		return Computation{}, err
	}
	if err := as.Whole(); err != nil {
		return Computation{}, err
	}
	asked, err := json.Marshal(q)
	if err != nil {
		return Computation{}, err
	}
	result, err := s.Workbench.Computed(ctx, a, id, resultKey(kind, as, asked))
	if workbench.FaultOf(err) != workbench.NotFound {
		return Computation{Result: result}, err
	}
	args, err := json.Marshal(question{id, r.ID, asked})
	if err != nil {
		return Computation{}, err
	}
	job, err := s.Workbench.Compute(ctx, a, id, kind, args)
	return Computation{Job: job}, err
}

// answer does the work of a question and keeps what comes out. A project that was deleted meanwhile needs no answer.
func (s *Study) answer(ctx context.Context, kind string, args []byte, work func(q question, as *Assessed) (any, error)) error {
	var q question
	if err := json.Unmarshal(args, &q); err != nil {
		return err
	}
	as, err := s.alone(ctx, q)
	switch {
	case workbench.FaultOf(err) == workbench.NotFound:
		return nil
	case err != nil:
		return err
	}
	out, err := work(q, as)
	if err != nil {
		return err
	}
	data, err := json.Marshal(out)
	if err != nil {
		return err
	}
	err = s.Workbench.KeepComputed(ctx, q.Project, resultKey(kind, as, q.Asked), data)
	if workbench.FaultOf(err) == workbench.NotFound {
		return nil
	}
	return err
}

// alone assesses the revision of a question for this work alone, so that nobody waits for the run.
func (s *Study) alone(ctx context.Context, q question) (*Assessed, error) {
	as := workbench.ByProgram()
	acc, err := s.Workbench.Inspect(ctx, as, q.Project)
	if err != nil {
		return nil, err
	}
	k, err := s.Knowledge(ctx, acc.Project.Organisation)
	if err != nil {
		return nil, err
	}
	files, _, err := s.Workbench.Files(ctx, as, q.Project, q.Revision)
	if err != nil {
		return nil, err
	}
	out, err := s.assess(ctx, k, files, engine.Future)
	if err != nil {
		return nil, err
	}
	return out, out.Whole()
}

func (s *Study) workNumbers(ctx context.Context, args []byte, p Progress) error {
	return s.answer(ctx, "numbers", args, func(q question, as *Assessed) (any, error) {
		var n NumbersAsked
		if err := json.Unmarshal(q.Asked, &n); err != nil {
			return nil, err
		}
		return project.Numbers(ctx, as.Assessed, as.Knowledge, numbers.Options{
			Worlds: n.Worlds, Seed: n.Seed, Bars: n.Inputs, Sample: n.Sample,
			Progress: func(done, total int) { p.At(ctx, int64(done), int64(total), "sampling-worlds", nil) },
		})
	})
}

func (s *Study) workOptions(ctx context.Context, args []byte, p Progress) error {
	return s.answer(ctx, "options", args, func(q question, as *Assessed) (any, error) {
		var r proportion.Request
		if err := json.Unmarshal(q.Asked, &r); err != nil {
			return nil, err
		}
		out, err := project.Propose(ctx, as.Model, as.Knowledge, r, func(s proportion.Stage) { p.At(ctx, 0, 0, s.Code, s.Figures) })
		if refused := (proportion.RequestError{}); errors.As(err, &refused) {
			return nil, workbench.Errorf(workbench.Invalid, "%s", refused)
		}
		return out, err
	})
}
