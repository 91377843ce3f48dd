package storetest

import (
	"context"
	"encoding/json"
	"testing"

	"cordon/internal/workbench"
)

// The sample has one or more of each thing, with what is easily lost: empty and absent, the smallest and the greatest, letters of
// many languages. It is in the dumps of released schemas, so that it never changes: what comes later is another sample.
var (
	sampleRecords = []workbench.Record{
		record("project", "01JDPROJECT", "01JDORG", "Infusion pump Ä", `{"name": "Infusion pump Ä; -- 'quoted' \\ \n 😀"}`),
		record("project", "01JDPROJECU", "01JDORG", "", `null`),
		record("session", "a", "", "k", `{}`),
		record("session", "A", "", "K", `{}`),
	}
	sampleContent = [][]byte{{}, []byte("system: pump\n"), {0, 1, 254, 255, '\'', '\\'}}
	sampleEvents  = []workbench.Event{
		{Organisation: "01JDORG", Project: "01JDPROJECT", Kind: "revision", At: now, By: "01JDACC", Data: json.RawMessage(`{"a": "'"}`)},
		{Organisation: "01JDORG", Kind: "member", At: now},
	}
)

// WriteSample fills an empty store.
func WriteSample(t *testing.T, s workbench.Store) {
	t.Helper()
	put(t, s, sampleRecords...)
	put(t, s, versioned(sampleRecords[0], 1))
	add(t, s, revision("01JDPROJECT", 1), revision("01JDPROJECT", 2))
	announce(t, s, append(sampleEvents, workbench.Event{})...)
	write(t, s, func(ctx context.Context, tx workbench.Tx) error {
		for _, data := range sampleContent {
			if err := tx.PutBlob(ctx, workbench.Hash(data), data); err != nil {
				return err
			}
		}
		for i := range int64(2) {
			if err := tx.AppendLeaf(ctx, i, sampleContent[2], map[int64][32]byte{i: hashOf(i)}); err != nil {
				return err
			}
		}
		return nil
	})
}

// CheckSample wants the sample, whole, and that the store goes on behind it.
func CheckSample(t *testing.T, s workbench.Store) {
	t.Helper()
	want := []workbench.Record{versioned(sampleRecords[0], 2), versioned(sampleRecords[1], 1)}
	same(t, "projects", list(t, s, "project", "01JDORG", 10), want)
	same(t, "sessions", list(t, s, "session", "", 10), []workbench.Record{versioned(sampleRecords[3], 1), versioned(sampleRecords[2], 1)})
	same(t, "by key", read(t, s, func(ctx context.Context, tx workbench.Tx) (workbench.Record, error) {
		return tx.Find(ctx, "project", sampleRecords[0].Key)
	}), want[0])
	same(t, "history", history(t, s, "01JDPROJECT", 0, 10), []workbench.Revision{revision("01JDPROJECT", 2), revision("01JDPROJECT", 1)})
	events := append([]workbench.Event(nil), sampleEvents...)
	events[0].Number, events[1].Number = 1, 2
	same(t, "events", heard(t, s, "01JDORG", 0, 10), events)
	for _, data := range sampleContent {
		same(t, "content", read(t, s, func(ctx context.Context, tx workbench.Tx) ([]byte, error) { return tx.Blob(ctx, workbench.Hash(data)) }), data)
	}
	same(t, "leaves", read(t, s, func(ctx context.Context, tx workbench.Tx) ([][]byte, error) { return tx.Leaves(ctx, 0, 10) }), [][]byte{sampleContent[2], sampleContent[2]})
	same(t, "hashes", read(t, s, func(ctx context.Context, tx workbench.Tx) ([][32]byte, error) {
		return tx.LogHashes(ctx, []int64{0, 1})
	}), [][32]byte{hashOf(0), hashOf(1)})
	same(t, "next event", announce(t, s, workbench.Event{})[0].Number, 4)
	faults(t, s, workbench.Conflict, func(ctx context.Context, tx workbench.Tx) error { return tx.AppendLeaf(ctx, 1, nil, nil) })
	put(t, s, versioned(sampleRecords[1], 1))
}
