package crashtest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"cordon/internal/auditlog"
	"cordon/internal/jobs"
	"cordon/internal/workbench"
)

// many is more than there are of anything.
const many = 1 << 20

// check looks at what came since the last look, all in one transaction: each change is there whole, with one entry in the audit log and one event, or not
// at all; those that were acknowledged are there; and the log verifies against its last checkpoint.
func (b *bed) check(t *testing.T) {
	t.Helper()
	b.on(t, func(w *workbench.Workbench, _ *jobs.Queue) {
		if err := w.Store.Read(t.Context(), func(tx workbench.Tx) error { return b.look(t.Context(), tx) }); err != nil {
			t.Fatal(err)
		}
	})
}

func (b *bed) look(ctx context.Context, tx workbench.Tx) error {
	logged, err := b.logged(ctx, tx)
	if err != nil {
		return err
	}
	told, err := b.told(ctx, tx)
	if err != nil {
		return err
	}
	for _, id := range b.projects {
		if err := b.project(ctx, tx, id, logged, told); err != nil {
			return fmt.Errorf("project %s: %w", id, err)
		}
	}
	if len(logged) > 0 || len(told) > 0 {
		return fmt.Errorf("entries %v and events %v are of revisions that are not there", logged, told)
	}
	for _, w := range b.writers {
		if err := w.check(ctx, tx); err != nil {
			return fmt.Errorf("writer %s: %w", w.name, err)
		}
	}
	return b.verify(ctx, tx)
}

// logged counts the new entries of the audit log by the revision they are about.
func (b *bed) logged(ctx context.Context, tx workbench.Tx) (map[workbench.RevisionID]int, error) {
	out := map[workbench.RevisionID]int{}
	leaves, err := tx.Leaves(ctx, b.leaves, many)
	for _, leaf := range leaves {
		var e auditlog.Entry
		if err := json.Unmarshal(leaf, &e); err != nil {
			return nil, fmt.Errorf("entry %d: %w", b.leaves, err)
		}
		if b.leaves++; e.Action == "revision.made" {
			out[workbench.RevisionID(e.About)]++
		}
	}
	return out, err
}

// told counts the new events likewise.
func (b *bed) told(ctx context.Context, tx workbench.Tx) (map[workbench.RevisionID]int, error) {
	out := map[workbench.RevisionID]int{}
	events, err := tx.Events(ctx, b.org, b.event, many)
	for _, e := range events {
		if b.event = e.Number; e.Kind != "revision.made" {
			continue
		}
		var data struct{ Revision workbench.RevisionID }
		if err := json.Unmarshal(e.Data, &data); err != nil {
			return nil, fmt.Errorf("event %d: %w", e.Number, err)
		}
		out[data.Revision]++
	}
	return out, err
}

// project looks at the new revisions, and takes them out of what was logged and told.
func (b *bed) project(ctx context.Context, tx workbench.Tx, id workbench.ProjectID, logged, told map[workbench.RevisionID]int) error {
	r, err := tx.Get(ctx, "project", string(id))
	if err != nil {
		return err
	}
	var p workbench.Project
	if err := json.Unmarshal(r.Doc, &p); err != nil {
		return err
	}
	all, err := tx.Revisions(ctx, id, 0, many)
	if err != nil {
		return err
	}
	if p.Head != all[0].ID || int64(len(all)) < b.numbers[id] {
		return fmt.Errorf("its head is %s, its newest of %d revisions %s; %d were there before", p.Head, len(all), all[0].ID, b.numbers[id])
	}
	for i, r := range all {
		parent := workbench.RevisionID("")
		if i+1 < len(all) {
			parent = all[i+1].ID
		}
		if want := int64(len(all) - i); r.Number != want || r.Parent != parent {
			return fmt.Errorf("revision %s has number %d, want %d, and parent %q, want %q", r.ID, r.Number, want, r.Parent, parent)
		}
		if r.Number <= b.numbers[id] {
			continue
		}
		if logged[r.ID] != 1 || told[r.ID] != 1 {
			return fmt.Errorf("revision %d has %d entries in the audit log and %d events", r.Number, logged[r.ID], told[r.ID])
		}
		delete(logged, r.ID)
		delete(told, r.ID)
		for _, f := range r.Tree {
			if err := b.blob(ctx, tx, f); err != nil {
				return fmt.Errorf("revision %d: %w", r.Number, err)
			}
		}
	}
	b.numbers[id] = int64(len(all))
	return nil
}

func (b *bed) blob(ctx context.Context, tx workbench.Tx, f workbench.File) error {
	if b.blobs[f.Hash] {
		return nil
	}
	data, err := tx.Blob(ctx, f.Hash)
	if err != nil {
		return fmt.Errorf("%s: %w", f.Path, err)
	}
	if int64(len(data)) != f.Size || workbench.Hash(data) != f.Hash {
		return fmt.Errorf("%s has %d bytes of another content", f.Path, len(data))
	}
	b.blobs[f.Hash] = true
	return nil
}

// check wants what was acknowledged to the writer since the last look, and its draft as it was sent last or, at the least, acknowledged last.
func (w *writer) check(ctx context.Context, tx workbench.Tx) error {
	for ; w.checked < len(w.made); w.checked++ {
		m := w.made[w.checked]
		r, err := tx.Revision(ctx, w.project, m.revision)
		if err != nil {
			return fmt.Errorf("change %d was acknowledged as revision %d: %w", m.change, m.number, err)
		}
		if r.Number != m.number || r.Author != w.account || r.Message != fmt.Sprintf("%s %d", w.name, m.change) {
			return fmt.Errorf("change %d was acknowledged as revision %d; there is %d by %s: %q", m.change, m.number, r.Number, r.Author, r.Message)
		}
		for path, want := range w.files(m.change) {
			if f, ok := r.Tree.Get(path); !ok || f.Hash != workbench.Hash([]byte(*want)) {
				return fmt.Errorf("revision %d has another %s than was acknowledged", m.number, path)
			}
		}
	}
	if w.sent == 0 {
		return nil
	}
	r, err := tx.Get(ctx, "draft", string(w.project)+":"+string(w.account))
	if workbench.FaultOf(err) == workbench.NotFound && w.draft == 0 {
		return nil
	}
	if err != nil {
		return err
	}
	var d workbench.Draft
	if err := json.Unmarshal(r.Doc, &d); err != nil {
		return err
	}
	for n := w.draft; n <= w.sent; n++ {
		if same(d.Files, w.files(n)) {
			return nil
		}
	}
	return fmt.Errorf("its draft is none of %d to %d", w.draft, w.sent)
}

func same(a, b map[string]*string) bool {
	for path, text := range b {
		if a[path] == nil || *a[path] != *text {
			return false
		}
	}
	return len(a) == len(b)
}

// verify exports the audit log and checks it with the checkpoint of the last time.
func (b *bed) verify(ctx context.Context, tx workbench.Tx) error {
	var out bytes.Buffer
	if err := auditlog.Write(ctx, &out, tx, b.key, auditlog.Filter{}); err != nil {
		return err
	}
	r, err := auditlog.Verify(&out, auditlog.Against{Key: b.key.Verifier(), Since: b.checkpoint})
	if err != nil {
		return err
	}
	if len(r.Problems) > 0 || !r.Complete || r.Size != b.leaves || r.Proved != r.Size || b.checkpoint != nil && !r.Since.Proved {
		return fmt.Errorf("the audit log does not verify: %+v", *r)
	}
	b.checkpoint = []byte(r.Checkpoint)
	return nil
}
