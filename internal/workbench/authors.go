package workbench

import (
	"context"
	"slices"
	"strings"
)

// trail follows what is signed through revisions, back in time.
type trail interface {
	// state gives what a tree has of it, each piece as approvals name it; nothing if it is not there.
	state(Tree) []string
	// back goes from a tree to the one before it.
	back(newer, older Tree)
}

// authors finds who took part in writing what a revision has: who made the changes since the last version that somebody approved who had
// no part in that one. An approval of the very version frees nobody of its authors: they would approve their own words beside it.
func authors(ctx context.Context, tx Tx, r Revision, on trail) ([]AccountID, error) {
	approved, err := approvedApart(ctx, tx, r.Project)
	if err != nil {
		return nil, err
	}
	is := func(state []string) bool {
		return !slices.ContainsFunc(state, func(piece string) bool { return !approved[piece] })
	}
	const step = 50
	out, present := []AccountID{}, on.state(r.Tree)
	note := func(who AccountID) {
		if !slices.Contains(out, who) {
			out = append(out, who)
		}
	}
	now := present
	for {
		older, err := tx.Revisions(ctx, r.Project, r.Number, step)
		if err != nil {
			return nil, err
		}
		for _, o := range older {
			on.back(r.Tree, o.Tree)
			was := on.state(o.Tree)
			if !slices.Equal(now, was) {
				note(r.Author)
			}
			if len(was) == 0 || is(was) && !slices.Equal(was, present) {
				return out, nil
			}
			r, now = o, was
		}
		if len(older) < step {
			note(r.Author)
			return out, nil
		}
	}
}

// wholeTrail follows all files but signatures, for a revision or a document.
type wholeTrail struct{ about string }

func (w wholeTrail) state(t Tree) []string { return []string{approves(w.about, "", t.Content())} }
func (wholeTrail) back(_, _ Tree)          {}

// decisionTrail follows the file of a decision by its paths: it may have had another name.
type decisionTrail map[string]bool

func (d decisionTrail) state(t Tree) (out []string) {
	for _, f := range t {
		if d[f.Path] {
			out = append(out, approves("decision:", f.Hash, ""))
		}
	}
	return out
}

// back follows also what a file came from: files of decisions that went away in the same change, and one with the same words.
func (d decisionTrail) back(newer, older Tree) {
	hashes, appeared := map[string]bool{}, false
	for path := range d {
		f, has := newer.Get(path)
		if _, had := older.Get(path); has && !had {
			hashes[f.Hash], appeared = true, true
		}
	}
	if !appeared {
		return
	}
	for _, f := range older {
		if _, stays := newer.Get(f.Path); strings.HasPrefix(f.Path, decisionFolder+"/") && (!stays || hashes[f.Hash]) {
			d[f.Path] = true
		}
	}
}

// approves names what an approval is of: a decision by its file's words, whatever the file's name; all else by all files.
func approves(about, digest, content string) string {
	switch sort, _, _ := strings.Cut(about, ":"); sort {
	case "decision":
		return "decision " + digest
	case "revision":
		return "revision " + content
	}
	return about + " " + content
}

// approvedApart is what people approved in a project who had no part in it, as approves names it.
func approvedApart(ctx context.Context, tx Tx, id ProjectID) (map[string]bool, error) {
	all, err := listOf[stamped](ctx, tx, string(id), "", most)
	out := make(map[string]bool, len(all))
	for _, s := range all {
		if s.Apart != "" {
			out[s.Apart] = true
		}
	}
	return out, err
}
