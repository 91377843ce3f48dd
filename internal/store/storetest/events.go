package storetest

import (
	"context"
	"encoding/json"
	"testing"
	"time"

	"cordon/internal/workbench"
)

func announce(t *testing.T, s workbench.Store, all ...workbench.Event) (kept []workbench.Event) {
	t.Helper()
	write(t, s, func(ctx context.Context, tx workbench.Tx) error {
		kept = nil
		for _, e := range all {
			e, err := tx.AddEvent(ctx, e)
			if err != nil {
				return err
			}
			kept = append(kept, e)
		}
		return nil
	})
	return kept
}

func heard(t *testing.T, s workbench.Store, o workbench.OrganisationID, after int64, limit int) []workbench.Event {
	t.Helper()
	return read(t, s, func(ctx context.Context, tx workbench.Tx) ([]workbench.Event, error) {
		return tx.Events(ctx, o, after, limit)
	})
}

var events = map[string]func(*testing.T, Open){
	"events are numbered from one and come back in order": func(t *testing.T, open Open) {
		s := open(t)
		full := workbench.Event{Organisation: "o1", Project: "p1", Kind: "revision", At: now.Add(1000), By: "a1", Data: json.RawMessage(`{"n": 1}`)}
		kept := announce(t, s, full, workbench.Event{Organisation: "o2"}, workbench.Event{Organisation: "o1"})
		full.Number, full.At = 1, now // what is finer than a millisecond is cut off at once
		want := []workbench.Event{full, {Number: 2, Organisation: "o2"}, {Number: 3, Organisation: "o1"}}
		same(t, "given", kept, want)
		same(t, "all", heard(t, s, "o1", 0, 10), []workbench.Event{want[0], want[2]})
		same(t, "after one", heard(t, s, "o1", 1, 10), want[2:])
		same(t, "limit", heard(t, s, "o1", 0, 1), want[:1])
		same(t, "no limit", len(heard(t, s, "o1", 0, 0)), 0)
	},
	"dropped events are gone and their numbers are not given again": func(t *testing.T, open Open) {
		s := open(t)
		other := announce(t, s, workbench.Event{Organisation: "o", At: now}, workbench.Event{Organisation: "o", At: now.Add(time.Millisecond)}, workbench.Event{Organisation: "p", At: now})[2:]
		drop := func(before time.Time) (n int64) {
			write(t, s, func(ctx context.Context, tx workbench.Tx) (err error) {
				n, err = tx.DropEvents(ctx, "o", "", before)
				return err
			})
			return n
		}
		same(t, "dropped before the first", drop(now), 0)
		same(t, "dropped before the second", drop(now.Add(time.Millisecond)), 1)
		same(t, "dropped all", drop(now.Add(time.Hour)), 1)
		same(t, "of another organisation", heard(t, s, "p", 0, 10), other)
		same(t, "next number", announce(t, s, workbench.Event{Organisation: "o"})[0].Number, 4)
	},
	"of dropped events those of other kinds stay": func(t *testing.T, open Open) {
		s := open(t)
		all := announce(t, s, workbench.Event{Organisation: "o", Kind: "a"}, workbench.Event{Organisation: "o", Kind: "b"}, workbench.Event{Organisation: "o"})
		var n int64
		write(t, s, func(ctx context.Context, tx workbench.Tx) (err error) {
			n, err = tx.DropEvents(ctx, "o", "b", now)
			return err
		})
		same(t, "dropped", n, 1)
		same(t, "left", heard(t, s, "o", 0, 10), []workbench.Event{all[0], all[2]})
	},
	"the number of a transaction that is undone is given again": func(t *testing.T, open Open) {
		s := open(t)
		faults(t, s, workbench.Conflict, func(ctx context.Context, tx workbench.Tx) error {
			if _, err := tx.AddEvent(ctx, workbench.Event{Organisation: "o"}); err != nil {
				return err
			}
			return workbench.Errorf(workbench.Conflict, "undone")
		})
		same(t, "number", announce(t, s, workbench.Event{Organisation: "o"})[0].Number, 1)
	},
}
