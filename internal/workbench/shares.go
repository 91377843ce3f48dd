package workbench

import (
	"context"
	"maps"
	"strings"
	"time"

	"cordon/internal/people"
)

// Share lets whoever has its link read one document or folder of one revision until it expires.
type Share struct {
	ID       string     `json:"id"`
	Project  ProjectID  `json:"project"`
	Revision RevisionID `json:"revision"`
	// What is "folder" or "document:" with the name of a document and its format: document:sbom.pdf.
	What    string    `json:"what"`
	Title   string    `json:"title"`
	By      AccountID `json:"by"`
	Created time.Time `json:"created"`
	Expires time.Time `json:"expires"`
	Ended   time.Time `json:"ended,omitzero"`
	Opened  int       `json:"opened"` // times
	// Logged is when an opening was logged lately, by the network that it came from.
	Logged  map[string]time.Time `json:"logged,omitempty"`
	Hash    string               `json:"hash"`
	Version int64                `json:"-"`
}

const (
	kindShare Kind = "share" // owner project; key: hash
	// ShareMost is the longest life of a link.
	ShareMost = 90 * 24 * time.Hour
	// openedStep is how exactly openings are logged: whoever has a link could otherwise write into the log without end.
	openedStep = time.Minute
	// openedFrom is of how many networks openings are logged in that time.
	openedFrom = 20
)

func (s *Share) record() (Kind, string, string, string) {
	return kindShare, s.ID, string(s.Project), s.Hash
}
func (s *Share) version() *int64 { return &s.Version }

// MakeShare makes a link. Its secret is shown once.
func (w *Workbench) MakeShare(ctx context.Context, a Actor, id ProjectID, rev RevisionID, what, title string, life time.Duration) (Share, people.Secret, error) {
	title, err := checkName("title", title)
	if err != nil {
		return Share{}, people.Secret{}, err
	}
	e := Errorf(Invalid, "the link cannot be made")
	if name, isDocument := strings.CutPrefix(what, "document:"); what != "folder" && (!isDocument || CheckPath(name) != nil || strings.Contains(name, "/")) {
		e.Fields = append(e.Fields, Field{"what", "share a folder, or a document as document:name.format"})
	}
	if life < time.Hour || life > ShareMost {
		e.Fields = append(e.Fields, Field{"hours", "a link lives between an hour and 90 days"})
	}
	if e.Fields != nil {
		return Share{}, people.Secret{}, e
	}
	secret, err := people.NewSecret(people.Share, nil)
	if err != nil {
		return Share{}, secret, err
	}
	var s Share
	err = w.Store.Write(ctx, func(tx Tx) error {
		acc, err := open(ctx, tx, a, id, Publish)
		if err != nil {
			return err
		}
		if rev == "" {
			rev = acc.Project.Head
		}
		if _, err := tx.Revision(ctx, id, rev); err != nil {
			return hidden(err, "revision")
		}
		now := w.now()
		s = Share{ID: w.NewID(), Project: id, Revision: rev, What: what, Title: title, By: a.Account, Created: now, Expires: now.Add(life), Hash: secret.Hash()}
		if err := put(ctx, tx, &s); err != nil {
			return err
		}
		return w.note(ctx, tx, a, Note{Organisation: acc.Project.Organisation, Project: id, Action: "share.made", About: s.ID, New: what, Event: true})
	})
	return s, secret, err
}

// Shares lists the links of a project.
func (w *Workbench) Shares(ctx context.Context, a Actor, id ProjectID) ([]Share, error) {
	var out []Share
	err := w.Store.Read(ctx, func(tx Tx) error {
		if _, err := open(ctx, tx, a, id, Read); err != nil {
			return err
		}
		var err error
		out, err = listOf[Share](ctx, tx, string(id), "", most)
		return err
	})
	return out, err
}

// EndShare ends a link at once.
func (w *Workbench) EndShare(ctx context.Context, a Actor, id ProjectID, share string) error {
	return w.Store.Write(ctx, func(tx Tx) error {
		acc, err := open(ctx, tx, a, id, Publish)
		if err != nil {
			return err
		}
		s, err := get[Share](ctx, tx, share)
		if err != nil || s.Project != id {
			return Errorf(NotFound, "there is no such link")
		}
		s.Ended = w.now()
		if err := put(ctx, tx, &s); err != nil {
			return err
		}
		return w.note(ctx, tx, a, Note{Organisation: acc.Project.Organisation, Project: id, Action: "share.ended", About: share, Event: true})
	})
}

// logs tells whether an opening from a network is logged, and notes that.
func (s *Share) logs(from string, now time.Time) bool {
	maps.DeleteFunc(s.Logged, func(_ string, at time.Time) bool { return now.Sub(at) >= openedStep })
	if _, again := s.Logged[from]; again || len(s.Logged) >= openedFrom {
		return false
	}
	if s.Logged == nil {
		s.Logged = map[string]time.Time{}
	}
	s.Logged[from] = now
	return true
}

// OpenShare finds what a link leads to, and counts and logs that it was opened. Links that ended, expired or never were are the same to
// whoever asks.
func (w *Workbench) OpenShare(ctx context.Context, secret people.Secret, address string) (Share, Revision, error) {
	var s Share
	var r Revision
	none := Errorf(NotFound, "this link leads nowhere any more").WithHint("ask who sent it for another one")
	err := w.Store.Write(ctx, func(tx Tx) error {
		rec, err := tx.Find(ctx, kindShare, secret.Hash())
		if err != nil {
			if FaultOf(err) == NotFound {
				return none
			}
			return err
		}
		if s, err = decode[Share](rec); err != nil {
			return err
		}
		if !s.Ended.IsZero() || w.now().After(s.Expires) {
			return none
		}
		p, err := get[Project](ctx, tx, string(s.Project))
		if err != nil || !p.Archived.IsZero() {
			return none
		}
		if r, err = tx.Revision(ctx, s.Project, s.Revision); err != nil {
			return err
		}
		s.Opened++
		logs := s.logs(people.Network(address), w.now())
		if err := put(ctx, tx, &s); err != nil || !logs {
			return err
		}
		return w.note(ctx, tx, Actor{Name: "whoever has the link", Address: address}, Note{Organisation: p.Organisation, Project: p.ID, Action: "share.opened", About: s.ID})
	})
	return s, r, err
}
