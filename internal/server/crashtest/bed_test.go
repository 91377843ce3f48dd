package crashtest

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"cordon/internal/auditlog"
	"cordon/internal/jobs"
	"cordon/internal/people"
	"cordon/internal/workbench"
)

// opener opens the store of the program, which is not running or does not mind.
type opener func(context.Context) (workbench.Store, jobs.Database, error)

// bed is a workbench with people who write in it.
type bed struct {
	where    []string // arguments that name the store
	open     opener
	temp     string // the program's folder for temporary files
	org      workbench.OrganisationID
	projects []workbench.ProjectID
	writers  []*writer
	key      auditlog.Key
	startup  time.Duration // the longest so far
	early    int           // rounds that ended before the program served

	// What was looked at already.
	numbers    map[workbench.ProjectID]int64 // of revisions
	blobs      map[string]bool               // by hash
	leaves     int64
	event      int64
	checkpoint []byte
}

// on opens the store for a while.
func (b *bed) on(t *testing.T, f func(*workbench.Workbench, *jobs.Queue)) {
	t.Helper()
	store, db, err := b.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := store.Close(); err != nil {
			t.Error(err)
		}
	}()
	if err := jobs.Migrate(t.Context(), db); err != nil {
		t.Fatal(err)
	}
	q, err := jobs.NewQueue(db)
	if err != nil {
		t.Fatal(err)
	}
	f(&workbench.Workbench{Store: store, Now: time.Now, NewID: workbench.NewID, Jobs: q, Hasher: people.NewHasher(people.HasherOptions{})}, q)
}

// newBed makes an organisation with two projects, and two people who write in each.
func newBed(t *testing.T, where []string, open opener) *bed {
	t.Helper()
	b := &bed{where: where, open: open, temp: t.TempDir(), startup: time.Second, numbers: map[workbench.ProjectID]int64{}, blobs: map[string]bool{}}
	secret, err := auditlog.NewKey("crash.cordon.example/audit")
	if err != nil {
		t.Fatal(err)
	}
	if b.key, err = auditlog.ParseKey(secret); err != nil {
		t.Fatal(err)
	}
	b.on(t, func(w *workbench.Workbench, _ *jobs.Queue) { b.people(t, w) })
	return b
}

func (b *bed) people(t *testing.T, w *workbench.Workbench) {
	t.Helper()
	ctx := t.Context()
	acc, org, err := w.SetUp(ctx, workbench.Newcomer{Email: "owner@crash.example", Name: "Olga Owner", Password: "violet lamp seven rivers", Language: "en"}, "Crash", "")
	if err != nil {
		t.Fatal(err)
	}
	b.org = org.ID
	owner := workbench.Actor{Account: acc.ID, Name: acc.Name}
	for i := range 4 {
		if i%2 == 0 {
			p, _, err := w.CreateProject(ctx, owner, org.ID, workbench.System, fmt.Sprintf("System %d", i), map[string][]byte{
				"system.yaml": []byte("cordon: 1\n\nsystem: {id: station, name: Station, intended-purpose: To be killed.}\n")}, "begun")
			if err != nil {
				t.Fatal(err)
			}
			b.projects = append(b.projects, p.ID)
		}
		name := fmt.Sprintf("w%d", i)
		acc, _, err := w.Invite(ctx, owner, org.ID, workbench.Newcomer{Email: name + "@crash.example", Name: name, Language: "en"}, workbench.Engineer)
		if err != nil {
			t.Fatal(err)
		}
		secret, err := w.Begin(ctx, acc.ID, workbench.ByPassword, "crash test", "", people.Secret{})
		if err != nil {
			t.Fatal(err)
		}
		project := b.projects[len(b.projects)-1]
		head, err := w.Revision(ctx, owner, project, "")
		if err != nil {
			t.Fatal(err)
		}
		b.writers = append(b.writers, &writer{name: name, project: project, account: acc.ID, secret: secret, client: newClient(), base: head.ID})
	}
}

// readBack wants of the program that it has what it had acknowledged before it was killed.
func (b *bed) readBack(t *testing.T, address string) {
	t.Helper()
	for _, w := range b.writers {
		if err := w.last(address); err != nil {
			t.Error(err)
		}
	}
}

// finish starts the program a last time and wants that it does all the work that waited or was broken off, and that the folders of the killed ones
// are gone.
func (b *bed) finish(t *testing.T) {
	t.Helper()
	p := b.start(t)
	b.readBack(t, p.address(t))
	if left := b.left(t); len(left) != 1 {
		t.Errorf("beside the one of the program that runs there are folders of killed ones: %v", left)
	}
	b.on(t, func(w *workbench.Workbench, q *jobs.Queue) {
		var states map[jobs.State]int
		var again int
		for end := time.Now().Add(3 * time.Minute); ; time.Sleep(200 * time.Millisecond) {
			if states, again = b.jobs(t, w, q); len(states) == 1 && states[jobs.Done] > 0 {
				break
			}
			if time.Now().After(end) {
				t.Fatalf("three minutes after the last start, jobs are %v", states)
			}
		}
		t.Logf("jobs: %d done, %d of them begun more than once", states[jobs.Done], again)
		for _, id := range b.projects {
			got, err := w.Summary(t.Context(), workbench.ByProgram(), id)
			if err != nil {
				t.Fatal(err)
			}
			if got.Summary == nil || got.Summary.Revision != got.Project.Head || got.Summary.Errors != 0 || got.Summary.Elements < 2 {
				t.Errorf("the summary of %s is not of its newest revision %s: %+v", id, got.Project.Head, got.Summary)
			}
		}
	})
	b.check(t)
	p.stop(t)
	if left := b.left(t); len(left) != 0 {
		t.Errorf("the program that ended by itself left %v", left)
	}
}

// left lists what is in the program's folder for temporary files.
func (b *bed) left(t *testing.T) []string {
	t.Helper()
	left, err := filepath.Glob(filepath.Join(b.temp, "*"))
	if err != nil {
		t.Fatal(err)
	}
	return left
}

// jobs counts the jobs of the organisation by state, and those that were begun more than once.
func (b *bed) jobs(t *testing.T, w *workbench.Workbench, q *jobs.Queue) (states map[jobs.State]int, again int) {
	t.Helper()
	states = map[jobs.State]int{}
	err := w.Store.Read(t.Context(), func(tx workbench.Tx) error {
		for f := (jobs.Filter{Organisation: b.org, Limit: 1000}); ; {
			all, err := q.List(t.Context(), tx, f)
			if err != nil || len(all) == 0 {
				return err
			}
			for _, j := range all {
				states[j.State]++
				if j.Attempt > 1 {
					again++
				}
			}
			f.Before = all[len(all)-1].ID
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return states, again
}

// report says how much was tested, and fails if it was nothing.
func (b *bed) report(t *testing.T, rounds int) {
	t.Helper()
	acknowledged, refused, sent := 0, 0, 0
	for _, w := range b.writers {
		acknowledged, refused, sent = acknowledged+len(w.made), refused+w.refused, sent+w.sent
	}
	there := int64(0)
	for _, n := range slices.Collect(maps.Values(b.numbers)) {
		there += n
	}
	t.Logf("%d kills, %d of them before the program served; %d changes sent, %d acknowledged, %d refused, %d revisions there; audit log of %d entries; longest start %s",
		rounds, b.early, sent, acknowledged, refused, there, b.leaves, b.startup.Round(time.Millisecond))
	if acknowledged == 0 {
		t.Error("no change was acknowledged in any round: nothing was tested")
	}
}
