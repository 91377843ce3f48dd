package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"cordon/internal/workbench"
)

// revision is in the sample, so that it never changes.
func revision(p workbench.ProjectID, number int64) workbench.Revision {
	return workbench.Revision{
		ID: workbench.RevisionID(fmt.Sprintf("r%d", number)), Project: p, Number: number, Author: "a1", At: now, Message: "why\n\tĂ",
		Tree: workbench.Tree{{Path: "ä b.yaml", Hash: workbench.Hash(nil), Size: 0}, {Path: "system.yaml", Hash: workbench.Hash([]byte("x")), Size: 1 << 40}},
	}
}

func add(t *testing.T, s workbench.Store, all ...workbench.Revision) {
	t.Helper()
	write(t, s, func(ctx context.Context, tx workbench.Tx) error {
		for _, r := range all {
			if err := tx.AddRevision(ctx, r); err != nil {
				return err
			}
		}
		return nil
	})
}

func history(t *testing.T, s workbench.Store, p workbench.ProjectID, before int64, limit int) []workbench.Revision {
	t.Helper()
	return read(t, s, func(ctx context.Context, tx workbench.Tx) ([]workbench.Revision, error) {
		return tx.Revisions(ctx, p, before, limit)
	})
}

var revisions = map[string]func(*testing.T, Open){
	"a revision comes back as it was added": func(t *testing.T, open Open) {
		s := open(t)
		full := revision("p1", 2)
		full.Parent, full.Merged = "r1", "r0"
		empty := workbench.Revision{ID: "r1", Project: "p1", Number: 1}
		add(t, s, empty, full)
		same(t, "history", history(t, s, "p1", 0, 10), []workbench.Revision{full, empty})
		same(t, "one", read(t, s, func(ctx context.Context, tx workbench.Tx) (workbench.Revision, error) {
			return tx.Revision(ctx, "p1", "r2")
		}), full)
	},
	"revisions are listed from the newest, page by page": func(t *testing.T, open Open) {
		s := open(t)
		var want []workbench.Revision
		for n := int64(1); n <= 12; n++ { // 12 comes before 2 in letters, and after it in numbers
			add(t, s, revision("p1", n), revision("p2", n))
			want = append([]workbench.Revision{revision("p1", n)}, want...)
		}
		var got []workbench.Revision
		for before := int64(0); ; before = got[len(got)-1].Number {
			page := history(t, s, "p1", before, 5)
			if len(page) == 0 {
				break
			}
			got = append(got, page...)
		}
		same(t, "history", got, want)
		same(t, "no limit", len(history(t, s, "p1", 0, 0)), 0)
	},
	"a revision is its project's only": func(t *testing.T, open Open) {
		s := open(t)
		add(t, s, revision("p1", 1), revision("p2", 1)) // the same id in two projects: one may be a copy of the other
		for name, ask := range map[string]struct {
			p  workbench.ProjectID
			id workbench.RevisionID
		}{"other project": {"p3", "r1"}, "other id": {"p1", "r2"}} {
			t.Run(name, func(t *testing.T) {
				faults(t, s, workbench.NotFound, func(ctx context.Context, tx workbench.Tx) error {
					_, err := tx.Revision(ctx, ask.p, ask.id)
					return err
				})
			})
		}
	},
	"a second revision with the number or the id is a conflict": func(t *testing.T, open Open) {
		s := open(t)
		add(t, s, revision("p1", 1))
		number, id := revision("p1", 1), revision("p1", 2)
		number.ID, id.ID = "other", "r1"
		for name, r := range map[string]workbench.Revision{"number": number, "id": id} {
			t.Run(name, func(t *testing.T) {
				faults(t, s, workbench.Conflict, func(ctx context.Context, tx workbench.Tx) error { return tx.AddRevision(ctx, r) })
			})
		}
		same(t, "history", history(t, s, "p1", 0, 10), []workbench.Revision{revision("p1", 1)})
	},
	"times are kept to the millisecond, in UTC": func(t *testing.T, open Open) {
		s := open(t)
		for i, c := range []struct{ in, out time.Time }{
			{time.Time{}, time.Time{}},
			{now.Add(999_999), now}, // what is finer is cut off
			{now.In(time.FixedZone("", 5400)), now},
			{time.Date(1969, 12, 31, 23, 59, 59, 999_500_000, time.UTC), time.Date(1969, 12, 31, 23, 59, 59, 999_000_000, time.UTC)},
			{time.Date(9999, 12, 31, 23, 59, 59, 999_000_000, time.UTC), time.Date(9999, 12, 31, 23, 59, 59, 999_000_000, time.UTC)},
		} {
			r := revision("p1", int64(i+1))
			r.At = c.in
			add(t, s, r)
			got := history(t, s, "p1", 0, 1)[0].At
			if got != c.out { // the same value, and not only the same moment
				t.Errorf("kept %v: got %v, want %v", c.in, got, c.out)
			}
		}
	},
}
