package workbench

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"
)

// Said is a comment on something of a project.
type Said struct {
	ID      string    `json:"id"`
	Project ProjectID `json:"project"`
	// About names what it is on: threat:THR-0001@phone, decision:file, element:phone, document:template, revision:id, review:id.
	About    string    `json:"about"`
	Author   AccountID `json:"author"`
	At       time.Time `json:"at"`
	Text     string    `json:"text"`
	Answers  string    `json:"answers,omitempty"` // id of the comment it answers
	Resolved time.Time `json:"resolved,omitzero"`
	By       AccountID `json:"resolved-by,omitempty"`
	Version  int64     `json:"-"`
}

const kindComment Kind = "comment" // owner project

func (s *Said) record() (Kind, string, string, string) {
	return kindComment, s.ID, string(s.Project), ""
}
func (s *Said) version() *int64 { return &s.Version }

// aboutSorts are what can be commented, reviewed and signed.
var aboutSorts = []string{"threat", "decision", "element", "document", "revision", "review", "harm", "clause", "advisory", "project"}

func checkAbout(about string) error {
	sort, rest, ok := strings.Cut(about, ":")
	if ok && rest != "" && len(about) <= 300 && utf8.ValidString(about) {
		for _, s := range aboutSorts {
			if s == sort {
				return nil
			}
		}
	}
	e := Errorf(Invalid, "%.60q names nothing that can be spoken of", about).WithHint("for instance element:phone; sorts: %s", strings.Join(aboutSorts, ", "))
	e.Fields = []Field{{"about", e.Text}}
	return e
}

// Say comments on something.
func (w *Workbench) Say(ctx context.Context, a Actor, id ProjectID, about, text, answers string) (Said, error) {
	text = strings.TrimSpace(text)
	if err := checkAbout(about); err != nil {
		return Said{}, err
	}
	if text == "" || utf8.RuneCountInString(text) > maxMessage || !utf8.ValidString(text) {
		e := Errorf(Invalid, "a comment has 1 to %d characters", maxMessage)
		e.Fields = []Field{{"text", e.Text}}
		return Said{}, e
	}
	var s Said
	err := w.Store.Write(ctx, func(tx Tx) error {
		acc, err := open(ctx, tx, a, id, Comment)
		if err != nil {
			return err
		}
		if answers != "" {
			other, err := get[Said](ctx, tx, answers)
			if err != nil || other.Project != id {
				return Errorf(NotFound, "there is no such comment to answer")
			}
			about = other.About
		}
		s = Said{ID: w.NewID(), Project: id, About: about, Author: a.Account, At: w.now(), Text: text, Answers: answers}
		if err := put(ctx, tx, &s); err != nil {
			return err
		}
		return w.note(ctx, tx, a, Note{Organisation: acc.Project.Organisation, Project: id, Action: "comment.made", About: about, New: Hash([]byte(text)), Event: true, Data: map[string]string{"about": about, "comment": s.ID}})
	})
	return s, err
}

// Resolve closes a comment, or opens it again. Comments are never changed or deleted.
func (w *Workbench) Resolve(ctx context.Context, a Actor, id ProjectID, comment string, done bool) (Said, error) {
	var s Said
	err := w.Store.Write(ctx, func(tx Tx) error {
		acc, err := open(ctx, tx, a, id, Comment)
		if err != nil {
			return err
		}
		if s, err = get[Said](ctx, tx, comment); err != nil || s.Project != id {
			return Errorf(NotFound, "there is no such comment")
		}
		s.Resolved, s.By = time.Time{}, ""
		if done {
			s.Resolved, s.By = w.now(), a.Account
		}
		if err := put(ctx, tx, &s); err != nil {
			return err
		}
		state := map[bool]string{true: "resolved", false: "open"}[done]
		return w.note(ctx, tx, a, Note{Organisation: acc.Project.Organisation, Project: id, Action: "comment.resolved", About: comment, New: state, Event: true, Data: map[string]string{"about": s.About, "comment": s.ID}})
	})
	return s, err
}

// Comments lists what was said in a project, oldest first, after an id; about "" is everything.
func (w *Workbench) Comments(ctx context.Context, a Actor, id ProjectID, about, after string, limit int) ([]Said, error) {
	var out []Said
	err := w.Store.Read(ctx, func(tx Tx) error {
		out = nil
		if _, err := open(ctx, tx, a, id, Read); err != nil {
			return err
		}
		for len(out) < limit {
			page, err := listOf[Said](ctx, tx, string(id), after, limit)
			if err != nil {
				return err
			}
			for _, s := range page {
				if (about == "" || s.About == about) && len(out) < limit {
					out = append(out, s)
				}
			}
			if len(page) < limit {
				return nil
			}
			after = page[len(page)-1].ID
		}
		return nil
	})
	return out, err
}
