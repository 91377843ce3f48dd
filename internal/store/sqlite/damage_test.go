package sqlite_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"cordon/internal/store/storetest"
	"cordon/internal/workbench"
)

func TestDamageIsSaidAndNothingIsBuiltOnIt(t *testing.T) {
	hash := workbench.Hash(nil)
	for name, c := range map[string]struct {
		damage string
		ask    func(context.Context, workbench.Tx) error
		want   string
	}{
		"changed content": {
			`UPDATE blobs SET data = X'00' WHERE hash = '` + hash + `'`,
			func(ctx context.Context, tx workbench.Tx) error { _, err := tx.Blob(ctx, hash); return err },
			"read content " + hash + ": the store holds other bytes than were kept",
		},
		"short hash": {
			`UPDATE log_hashes SET hash = X'00' WHERE number = 1`,
			func(ctx context.Context, tx workbench.Tx) error {
				_, err := tx.LogHashes(ctx, []int64{0, 1})
				return err
			},
			"read hashes of audit log: hash 1 has 1 bytes instead of 32",
		},
		"lost number": {
			`DELETE FROM last_event`,
			func(ctx context.Context, tx workbench.Tx) error {
				_, err := tx.AddEvent(ctx, workbench.Event{})
				return err
			},
			"keep event: the store has lost the last number",
		},
		"number given twice": {
			`UPDATE last_event SET number = 1`,
			func(ctx context.Context, tx workbench.Tx) error {
				_, err := tx.AddEvent(ctx, workbench.Event{})
				return err
			},
			"keep event: constraint failed: UNIQUE constraint failed: events.number (1555)",
		},
		"broken tree": {
			`UPDATE revisions SET tree = '[' WHERE number = 1`,
			func(ctx context.Context, tx workbench.Tx) error {
				_, err := tx.Revisions(ctx, "01JDPROJECT", 0, 5)
				return err
			},
			"list revisions of project 01JDPROJECT: unexpected end of JSON input",
		},
		"lost table": {
			`DROP TABLE revisions`,
			func(ctx context.Context, tx workbench.Tx) error { _, err := tx.Revision(ctx, "p", "r"); return err },
			"read revision r: SQL logic error: no such table: revisions (1)",
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := open(t, filepath.Join(t.TempDir(), "store.db"))
			storetest.WriteSample(t, s)
			if _, err := s.DB().ExecContext(t.Context(), c.damage); err != nil {
				t.Fatal(err)
			}
			err := s.Write(t.Context(), func(tx workbench.Tx) error {
				if err := c.ask(t.Context(), tx); fmt.Sprint(err) != c.want {
					t.Errorf("got %v, want %s", err, c.want)
				}
				return nil
			})
			if fmt.Sprint(err) != c.want {
				t.Errorf("the transaction was kept, or failed with %v", err)
			}
		})
	}
}
