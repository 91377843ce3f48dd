package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"sync"
	"time"

	"cordon/internal/workbench"
)

// MaxResult bounds the result of a job, in bytes of JSON. Whatever is larger is kept as a blob, and the result names it.
const MaxResult = 64 << 10

// often is how often a job's progress is written at most.
const often = 500 * time.Millisecond

// Progress is what a handler says of its job. It may be used from several goroutines.
type Progress struct {
	// Job is the job as it was when this try began.
	Job Job

	write func(context.Context, Job) error
	log   *slog.Logger

	mu    sync.Mutex // guards what follows
	out   Output
	wrote time.Time
	dirty bool
}

// At says how much of the work is done, in units that the handler chooses; total 0 means that nobody knows. Stage is a code, and figures are what
// was found on the way; both may be empty. It is written at most twice
// a second, and when the handler ends. A failure to write it is logged: progress is not the work.
func (p *Progress) At(ctx context.Context, done, total int64, stage string, figures map[string]int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.out.Done, p.out.Total, p.out.Stage, p.out.Figures, p.dirty = done, total, stage, figures, true
	if time.Since(p.wrote) >= often {
		p.flush(ctx)
	}
}

// Result keeps a small result with the job, as JSON. It is there when the handler has ended. TooLarge over MaxResult.
func (p *Progress) Result(v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if len(data) > MaxResult {
		return workbench.Errorf(workbench.TooLarge, "the result of a job has at most %d bytes; this one has %d", MaxResult, len(data))
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.out.Result, p.dirty = data, true
	return nil
}

// end writes what has not been written yet. A result that could not be written is an error, for whoever waits for the job reads it there.
func (p *Progress) end(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.dirty {
		p.flush(ctx)
	}
	if p.dirty && p.out.Result != nil {
		return errors.New("the result of the job was not written")
	}
	return nil
}

func (p *Progress) flush(ctx context.Context) {
	j := p.Job
	j.Output = p.out
	if err := p.write(ctx, j); err != nil && ctx.Err() == nil {
		p.log.WarnContext(ctx, "the progress of a job was not written", "job", j.ID, "error", err)
		return
	}
	p.wrote, p.dirty = time.Now(), false
}
