package workbench

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"cordon/internal/model/edit"
)

// Change is what somebody wants to do to the folder of a project.
type Change struct {
	// Base is the revision the change was made from.
	Base RevisionID
	// Files holds the changed files whole; nil deletes one.
	Files map[string]*string
	// Message says what was changed and why.
	Message string
	// Choices resolves conflicts that an attempt before has given, by their keys. Ours is the side of who makes the change.
	Choices map[string]edit.Side
}

// Made is what came of a change: a revision, or conflicts and no revision.
type Made struct {
	Revision  Revision        `json:"revision"`
	Conflicts []edit.Conflict `json:"conflicts,omitempty"`
	// Merged tells that somebody else had made a revision since, and both changes are in this one.
	Merged bool `json:"merged"`
}

// maxMessage is how many characters a message may have.
const maxMessage = 4000

// Change makes the next revision. If the base is not the head any more, the change is merged with what others did since;
// conflicts are given back and nothing is written.
func (w *Workbench) Change(ctx context.Context, a Actor, id ProjectID, c Change) (Made, error) {
	return w.change(ctx, a, id, Edit, c)
}

func (w *Workbench) change(ctx context.Context, a Actor, id ProjectID, needs Action, c Change) (Made, error) {
	if utf8.RuneCountInString(c.Message) > maxMessage {
		return Made{}, Errorf(TooLarge, "a message has at most %d characters", maxMessage)
	}
	for _, path := range slices.Sorted(maps.Keys(c.Files)) {
		if ofSignatures(path) {
			e := Errorf(Invalid, "signatures are made by signing, and are neither changed nor deleted")
			e.Fields = []Field{{"files." + path, e.Text}}
			return Made{}, e
		}
	}
	for try := 0; ; try++ {
		made, err := w.attempt(ctx, a, id, needs, c)
		// Merging reads files outside the transaction that writes. If the head moved in between, merge again.
		if FaultOf(err) != Conflict || try == 4 {
			return made, err
		}
	}
}

func (w *Workbench) attempt(ctx context.Context, a Actor, id ProjectID, needs Action, c Change) (Made, error) {
	to, err := w.rebase(ctx, a, id, needs, c)
	made := Made{Conflicts: to.Conflicts, Merged: c.Base != to.Revision.ID}
	if err != nil || len(made.Conflicts) > 0 {
		return made, err
	}
	head := to.Revision
	tree, err := w.treeOf(head.Tree, to.Files)
	if err != nil {
		return Made{}, err
	}
	if tree.Digest() == head.Tree.Digest() {
		made.Revision = head
		return made, nil
	}
	err = w.Store.Write(ctx, func(tx Tx) error {
		acc, err := open(ctx, tx, a, id, needs)
		if err != nil {
			return err
		}
		p := acc.Project
		if p.Head != head.ID {
			return Errorf(Conflict, "somebody made a revision meanwhile").WithHint("try again")
		}
		r := Revision{Tree: tree, Message: c.Message, Parent: head.ID, Number: head.Number}
		if made.Merged {
			r.Merged = c.Base
		}
		made.Revision, err = w.commit(ctx, tx, a, &p, head.Tree, r, to.Files)
		return err
	})
	return made, err
}

// Rebased is a change as it is on the newest revision, or conflicts and no files.
type Rebased struct {
	Revision  Revision
	Files     map[string]*string // what differs from the revision, whole; nil deletes a file
	Conflicts []edit.Conflict
}

// Rebase brings a change to the newest revision by merging it, and writes nothing. The message of the change is not used.
func (w *Workbench) Rebase(ctx context.Context, a Actor, id ProjectID, c Change) (Rebased, error) {
	return w.rebase(ctx, a, id, Edit, c)
}

func (w *Workbench) rebase(ctx context.Context, a Actor, id ProjectID, needs Action, c Change) (Rebased, error) {
	if err := w.checkCount(c.Files); err != nil {
		return Rebased{}, err
	}
	var head, base Revision
	err := w.Store.Read(ctx, func(tx Tx) error {
		acc, err := open(ctx, tx, a, id, needs)
		if err != nil {
			return err
		}
		if head, err = tx.Revision(ctx, id, acc.Project.Head); err != nil {
			return err
		}
		if base = head; c.Base != head.ID {
			base, err = tx.Revision(ctx, id, c.Base)
			return hidden(err, "revision")
		}
		return nil
	})
	if err != nil {
		return Rebased{}, err
	}
	out := Rebased{Revision: head, Files: c.Files}
	if base.ID != head.ID {
		out.Files, out.Conflicts, err = w.merge(ctx, base, head, c)
	}
	return out, err
}

// commit writes a revision with its files as the head of the project. Before is the tree of its parent, if it has one.
func (w *Workbench) commit(ctx context.Context, tx Tx, a Actor, p *Project, before Tree, r Revision, files map[string]*string) (Revision, error) {
	for _, path := range slices.Sorted(maps.Keys(files)) {
		if text := files[path]; text != nil {
			if err := tx.PutBlob(ctx, Hash([]byte(*text)), []byte(*text)); err != nil {
				return r, err
			}
		}
	}
	r.ID, r.Project, r.Number, r.Author, r.At = RevisionID(w.NewID()), p.ID, r.Number+1, a.Account, w.now()
	if err := tx.AddRevision(ctx, r); err != nil {
		return r, err
	}
	old := p.Head
	p.Head, p.Changed = r.ID, r.At
	if err := put(ctx, tx, p); err != nil {
		return r, err
	}
	if err := w.note(ctx, tx, a, Note{Organisation: p.Organisation, Project: p.ID, Action: "revision.made", About: string(r.ID), Reason: r.Message,
		Old: string(old), New: r.Tree.Digest(), Event: true, Data: map[string]any{"revision": r.ID, "number": r.Number}}); err != nil {
		return r, err
	}
	if r.Parent != "" {
		if err := w.noteDecisions(ctx, tx, a, *p, before, r, files); err != nil {
			return r, err
		}
	}
	if w.Jobs == nil {
		return r, nil
	}
	// Each revision has a job of its own: one that runs may have read the revision before, and does not count for this one.
	_, err := w.Jobs.Enqueue(ctx, tx, Job{Kind: "summary", Args: fmt.Appendf(nil, `{"project":%q,"revision":%q}`, p.ID, r.ID), Unique: true, Organisation: p.Organisation, Project: p.ID})
	return r, err
}

// noteDecisions says in the log which decisions a revision changes, by whatever way it came about, so that an auditor finds them beside their
// comments and signatures. Old or new is empty where there is none.
func (w *Workbench) noteDecisions(ctx context.Context, tx Tx, a Actor, p Project, before Tree, r Revision, files map[string]*string) error {
	for _, path := range slices.Sorted(maps.Keys(files)) {
		name, ok := strings.CutPrefix(path, decisionFolder+"/")
		old, _ := before.Get(path)
		now, _ := r.Tree.Get(path)
		if !ok || !described(name) || old.Hash == now.Hash {
			continue
		}
		about := "decision:" + name
		if err := w.note(ctx, tx, a, Note{Organisation: p.Organisation, Project: p.ID, Action: "decision.changed", About: about, Reason: r.Message,
			Old: old.Hash, New: now.Hash, Event: true, Data: map[string]any{"about": about, "revision": r.ID}}); err != nil {
			return err
		}
	}
	return nil
}

// merge brings a change of an old revision to the newest one.
func (w *Workbench) merge(ctx context.Context, base, head Revision, c Change) (map[string]*string, []edit.Conflict, error) {
	var was, theirs map[string][]byte
	look := differing(base.Tree, head.Tree, c.Files)
	err := w.Store.Read(ctx, func(tx Tx) (err error) {
		if was, err = contents(ctx, tx, base.Tree, look); err != nil {
			return err
		}
		theirs, err = contents(ctx, tx, head.Tree, look)
		return err
	})
	if err != nil {
		return nil, nil, err
	}
	ours := maps.Clone(was)
	for path, text := range c.Files {
		if text == nil {
			delete(ours, path)
		} else {
			ours[path] = []byte(*text)
		}
	}
	merged := edit.MergeAgain(w.Trees, was, ours, theirs, c.Choices)
	if len(merged.Conflicts) > 0 {
		return nil, merged.Conflicts, nil
	}
	out := map[string]*string{}
	for path, data := range merged.Files {
		if old, ok := theirs[path]; !ok || !bytes.Equal(old, data) {
			text := string(data)
			out[path] = &text
		}
	}
	for path := range theirs {
		if _, ok := merged.Files[path]; !ok {
			out[path] = nil
		}
	}
	return out, nil, nil
}

// differing lists the files that a merge has to look at: those that differ between the revisions, those that are changed, and all
// files of the description itself, because a reference may lead from any of them to any other.
func differing(base, head Tree, changed map[string]*string) map[string]bool {
	out := map[string]bool{}
	for path := range changed {
		out[path] = true
	}
	for _, f := range base {
		if other, ok := head.Get(f.Path); !ok || other.Hash != f.Hash || described(f.Path) {
			out[f.Path] = true
		}
	}
	for _, f := range head {
		if other, ok := base.Get(f.Path); !ok || other.Hash != f.Hash {
			out[f.Path] = true
		}
	}
	return out
}

// described tells whether a file can be part of a system description.
func described(path string) bool { return strings.HasSuffix(path, ".yaml") }

func contents(ctx context.Context, tx Tx, t Tree, paths map[string]bool) (map[string][]byte, error) {
	out := map[string][]byte{}
	for _, f := range t {
		if paths[f.Path] {
			data, err := tx.Blob(ctx, f.Hash)
			if err != nil {
				return nil, fmt.Errorf("read %s: %w", f.Path, err)
			}
			out[f.Path] = data
		}
	}
	return out, nil
}

// treeOf is the tree after a change, judged.
func (w *Workbench) treeOf(t Tree, files map[string]*string) (Tree, error) {
	if err := w.checkCount(files); err != nil {
		return nil, err
	}
	var changes []File
	for path, text := range files {
		if text == nil {
			changes = append(changes, File{Path: path})
		} else {
			changes = append(changes, File{path, Hash([]byte(*text)), int64(len(*text))})
		}
	}
	out := t.With(changes)
	return out, CheckTree(out, w.limits())
}

// checkCount bounds what one change names: all files that there are, and all that may come.
func (w *Workbench) checkCount(files map[string]*string) error {
	if most := 2 * w.limits().Files; len(files) > most {
		return Errorf(TooLarge, "a change has at most %d files; this one has %d", most, len(files))
	}
	return nil
}

func (w *Workbench) limits() Limits {
	if w.Limits == (Limits{}) {
		return DefaultLimits
	}
	return w.Limits
}

func asChanges(files map[string][]byte) map[string]*string {
	out := make(map[string]*string, len(files))
	for path, data := range files {
		text := string(data)
		out[path] = &text
	}
	return out
}

// Revision gives a revision of a project; the id "" is the head.
func (w *Workbench) Revision(ctx context.Context, a Actor, id ProjectID, rev RevisionID) (Revision, error) {
	var r Revision
	err := w.Store.Read(ctx, func(tx Tx) error {
		acc, err := open(ctx, tx, a, id, Read)
		if err != nil {
			return err
		}
		if rev == "" {
			rev = acc.Project.Head
		}
		r, err = tx.Revision(ctx, id, rev)
		return hidden(err, "revision")
	})
	return r, err
}

// Revisions lists revisions, newest first, those with a smaller number than before (0: all).
func (w *Workbench) Revisions(ctx context.Context, a Actor, id ProjectID, before int64, limit int) ([]Revision, error) {
	var out []Revision
	err := w.Store.Read(ctx, func(tx Tx) error {
		if _, err := open(ctx, tx, a, id, Read); err != nil {
			return err
		}
		var err error
		out, err = tx.Revisions(ctx, id, before, limit)
		return err
	})
	return out, err
}
