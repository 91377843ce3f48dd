package jobs

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"cordon/internal/workbench"
)

// Work does one job. It gets the JSON of workbench.Job.Args. It returns soon after ctx ends, whatever it returns then. An error of a
// kind that no repetition can cure (Invalid, Unauthenticated, Forbidden, NotFound, TooLarge, Unsupported, Stale) fails the job for good;
// any other is tried again. People see the text and hint of a workbench.Error and nothing of other errors.
type Work func(ctx context.Context, args []byte, p *Progress) error

// Kind says how jobs of a kind are worked.
type Kind struct {
	// Name is that of workbench.Job.Kind: two or more letters, digits, hyphens.
	Name string
	// One of the two does the work.
	Work  Work
	Shard ShardWork
	// Timeout is after how long the context of a try ends; 0 means 10 minutes.
	Timeout time.Duration
	// Limit is how many this process works at once; 0 means one.
	Limit int
	// Attempts is how often a job is tried; 0 means 5. A try whose process was killed counts, so that a job that kills its process ends.
	Attempts int
	// Wait is how long the first retry waits; it doubles with each, up to 10 minutes. 0 means 2 seconds.
	Wait time.Duration
}

const longestWait = 10 * time.Minute

// wait is how long a job waits after a number of tries, 1 or more.
func (k Kind) wait(tries int) time.Duration {
	w := k.Wait
	for range tries - 1 {
		if w >= longestWait {
			break
		}
		w *= 2
	}
	return min(w, max(longestWait, k.Wait))
}

func (k Kind) withDefaults() (Kind, error) {
	if (k.Work == nil) == (k.Shard == nil) {
		return k, fmt.Errorf("the kind of jobs %q needs either work or a shard's work", k.Name)
	}
	k.Timeout = cmp.Or(k.Timeout, 10*time.Minute)
	k.Limit = cmp.Or(k.Limit, 1)
	k.Attempts = cmp.Or(k.Attempts, 5)
	k.Wait = cmp.Or(k.Wait, 2*time.Second)
	return k, nil
}

// permanent tells whether an error stays, however often the work is tried.
func permanent(err error) bool {
	switch workbench.FaultOf(err) {
	case workbench.Unknown, workbench.Conflict, workbench.TooMany:
		return false
	}
	return true
}
