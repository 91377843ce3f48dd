package study

import (
	"context"

	"cordon/internal/diag"
	"cordon/internal/knowledge"
	"cordon/internal/live"
	"cordon/internal/model/edit"
	"cordon/internal/workbench"
)

// Edit is what somebody has on the screen: a revision with files changed, and operations that were drawn since.
type Edit struct {
	Base       workbench.RevisionID
	Files      map[string]*string // changed files whole; nil is one deleted
	Operations []edit.Operation
	Since      string // digest of the view on the screen; "" if there is none
	Against    string // digest of another view to compare with, such as that of the revision; "" for none
}

// Seen is what an editor shows of an edit.
type Seen struct {
	Result  edit.Result
	Wrong   []diag.Diagnostic // of operations that make no sense; then nothing was done
	View    *live.Viewed      // nil if operations are wrong
	Patches []live.Patch      // make View of the view of Since; nil if that is not kept any more
	Changes *live.Changes     // against the view of Since; nil if that is not kept any more
	Against *live.Changes     // against the view of Against; nil likewise
}

// Look applies operations and gives the view of what comes out. Nothing is kept but the view.
func (s *Study) Look(ctx context.Context, a workbench.Actor, id workbench.ProjectID, e Edit) (*Seen, error) {
	acc, err := s.Workbench.Inspect(ctx, a, id)
	if err != nil {
		return nil, err
	}
	k, err := s.Knowledge(ctx, acc.Project.Organisation)
	if err != nil {
		return nil, err
	}
	files, err := s.Workbench.Overlay(ctx, a, id, e.Base, e.Files)
	if err != nil {
		return nil, err
	}
	out := &Seen{}
	if len(e.Operations) > 0 {
		if out.Result, out.Wrong = edit.OpenAgain(s.Workbench.Trees, files).Apply(e.Operations); len(out.Wrong) > 0 {
			return out, nil
		}
		for path, data := range out.Result.Files {
			if data == nil {
				delete(files, path)
			} else {
				files[path] = data
			}
		}
	}
	if out.View, err = s.editor.View(ctx, k, files, Main); err != nil {
		return nil, err
	}
	if before, ok := s.editor.Kept(e.Since); ok {
		out.Changes, out.Patches = live.Change(before.View, out.View.View), out.View.Since(before)
	}
	if before, ok := s.editor.Kept(e.Against); ok {
		out.Against = live.Change(before.View, out.View.View)
	}
	return out, nil
}

// Typing is a place in a text. Since names the view on the screen, for what other files define.
type Typing struct {
	Text         string
	Line, Column int
	Since        string
}

// Complete says what may stand at a place in a text; Explain, what the word there means.
func (s *Study) Complete(ctx context.Context, org workbench.OrganisationID, t Typing) (live.Completions, error) {
	ix, seen, err := s.typing(ctx, org, t)
	if err != nil {
		return live.Completions{}, err
	}
	return live.Complete(ix, t.Text, t.Line, t.Column, seen), nil
}

// Explain says what the word at a place means; nil if nothing is known of it.
func (s *Study) Explain(ctx context.Context, org workbench.OrganisationID, t Typing) (*live.Help, error) {
	ix, seen, err := s.typing(ctx, org, t)
	if err != nil {
		return nil, err
	}
	return live.Hover(ix, t.Text, t.Line, t.Column, seen), nil
}

func (s *Study) typing(ctx context.Context, org workbench.OrganisationID, t Typing) (*knowledge.Index, *live.Graph, error) {
	k, err := s.Knowledge(ctx, org)
	if err != nil {
		return nil, nil, err
	}
	if v, ok := s.editor.Kept(t.Since); ok {
		return k.Index, v.View.Graph, nil
	}
	return k.Index, nil, nil
}
