package workbench

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"cordon/internal/people"
)

// Ask is a request that people review or approve something.
type Ask struct {
	ID      string         `json:"id"`
	Project ProjectID      `json:"project"`
	About   string         `json:"about"` // as in Subject
	Words   string         `json:"words"`
	Digest  string         `json:"digest"` // of it when it was asked, or of what all answers so far signed
	Meaning people.Meaning `json:"meaning"`
	// Roles are asked for one signature each, People each for their own.
	Roles   []Role      `json:"roles"`
	People  []AccountID `json:"people"`
	Text    string      `json:"text"`
	By      AccountID   `json:"by"`
	At      time.Time   `json:"at"`
	Answers []Answer    `json:"answers"`
	State   AskState    `json:"state"`
	Closed  time.Time   `json:"closed,omitzero"`
	Version int64       `json:"-"`
}

// AskState is how far a review is.
type AskState string

// The states of a review.
const (
	AskOpen      AskState = "open"
	AskSigned    AskState = "signed"    // by all who were asked
	AskRejected  AskState = "rejected"  // by one
	AskWithdrawn AskState = "withdrawn" // by who asked
)

// Answer is what one person answered.
type Answer struct {
	Account   AccountID `json:"account"`
	Role      Role      `json:"role"`
	At        time.Time `json:"at"`
	Signature string    `json:"signature,omitempty"` // id; none where it was rejected
	Reason    string    `json:"reason"`
}

// openAsk finds the open reviews of an organisation, for what waits for a person.
type openAsk struct {
	ID           string         `json:"id"`
	Organisation OrganisationID `json:"organisation"`
	Version      int64          `json:"-"`
}

const (
	kindAsk     Kind = "review"      // owner project
	kindOpenAsk Kind = "open-review" // id of the review, owner organisation
)

func (r *Ask) record() (Kind, string, string, string) { return kindAsk, r.ID, string(r.Project), "" }
func (r *Ask) version() *int64                        { return &r.Version }

func (o *openAsk) record() (Kind, string, string, string) {
	return kindOpenAsk, o.ID, string(o.Organisation), ""
}
func (o *openAsk) version() *int64 { return &o.Version }

// maxAsked is how many may be asked at once.
const maxAsked = 50

// AskFor is what a person sends to ask for review or approval.
type AskFor struct {
	About   string
	Meaning people.Meaning // review or approval
	Roles   []Role
	People  []AccountID
	Text    string
}

// AskReview asks roles and persons to review or approve something.
func (w *Workbench) AskReview(ctx context.Context, a Actor, id ProjectID, q AskFor) (Ask, error) {
	q.Text = strings.TrimSpace(q.Text)
	if err := q.check(); err != nil {
		return Ask{}, err
	}
	sub, err := w.Subject(ctx, a, id, q.About)
	if err != nil {
		return Ask{}, err
	}
	var r Ask
	err = w.Store.Write(ctx, func(tx Tx) error {
		acc, err := open(ctx, tx, a, id, Comment)
		if err != nil {
			return err
		}
		org, err := get[Organisation](ctx, tx, string(acc.Project.Organisation))
		if err != nil {
			return err
		}
		needs := meanings[q.Meaning]
		for _, who := range q.People {
			if q.Meaning == people.Approval && org.TwoPeople && sub.by(who) {
				e := Errorf(Invalid, "one of the persons took part in writing this, and does not approve it").WithHint("ask somebody who did not: this organisation wants two people")
				e.Fields = []Field{{"people", e.Text}}
				return e
			}
			roles, err := rolesIn(ctx, tx, Actor{Account: who}, acc.Project)
			if err != nil {
				return err
			}
			if !may(Actor{}, roles, needs) {
				e := Errorf(Invalid, "one of the persons may not do this here").WithHint("ask somebody whose role allows it")
				e.Fields = []Field{{"people", e.Text}}
				return e
			}
		}
		r = Ask{
			ID: w.NewID(), Project: id, About: q.About, Words: sub.Words, Digest: sub.Digest, Meaning: q.Meaning, Roles: append([]Role{}, q.Roles...),
			People: append([]AccountID{}, q.People...), Text: q.Text, By: a.Account, At: w.now(), Answers: []Answer{}, State: AskOpen,
		}
		if err := put(ctx, tx, &r); err != nil {
			return err
		}
		if err := put(ctx, tx, &openAsk{ID: r.ID, Organisation: acc.Project.Organisation}); err != nil {
			return err
		}
		return w.note(ctx, tx, a, Note{
			Organisation: acc.Project.Organisation, Project: id, Action: "review.asked", About: q.About, Reason: q.Text, New: sub.Digest,
			Event: true, Data: map[string]string{"about": q.About, "review": r.ID},
		})
	})
	return r, err
}

func (q AskFor) check() error {
	var fields []Field
	wrong := func(bad bool, field, text string) {
		if bad {
			fields = append(fields, Field{field, text})
		}
	}
	wrong(q.Meaning != people.Review && q.Meaning != people.Approval, "meaning", "one asks for review or approval")
	wrong(len(q.Roles)+len(q.People) == 0, "roles", "choose at least one role or person")
	wrong(len(q.Roles)+len(q.People) > maxAsked, "people", "fewer can be asked at once")
	wrong(utf8.RuneCountInString(q.Text) > maxMessage || !utf8.ValidString(q.Text), "text", "it is too long")
	for _, r := range q.Roles {
		wrong(!r.May(meanings[q.Meaning]), "roles", "the role "+string(r)+" may not do this")
	}
	if err := checkAbout(q.About); err != nil {
		fields = append(fields, Field{"about", err.Error()})
	}
	if fields == nil {
		return nil
	}
	e := Errorf(Invalid, "this cannot be asked so")
	e.Fields = fields
	return e
}

// WaitsFor tells whether an open review waits for somebody who has the roles.
func (r *Ask) WaitsFor(who AccountID, roles []Role) bool {
	if r.State != AskOpen || slices.ContainsFunc(r.Answers, func(x Answer) bool { return x.Account == who }) {
		return false
	}
	return slices.Contains(r.People, who) || slices.ContainsFunc(r.missing(), func(role Role) bool { return slices.Contains(roles, role) })
}

// missing are the roles of which nobody has signed yet.
func (r *Ask) missing() []Role {
	var out []Role
	for _, role := range r.Roles {
		if !slices.ContainsFunc(r.Answers, func(x Answer) bool { return x.Role == role }) {
			out = append(out, role)
		}
	}
	return out
}

func (r *Ask) complete() bool {
	return len(r.missing()) == 0 && !slices.ContainsFunc(r.People, func(who AccountID) bool {
		return !slices.ContainsFunc(r.Answers, func(x Answer) bool { return x.Account == who })
	})
}

// answered notes a signature in the review that it answers.
func (w *Workbench) answered(ctx context.Context, tx Tx, a Actor, p Project, review string, s Signed) error {
	r, roles, err := openReview(ctx, tx, a, p, review)
	if err != nil {
		return err
	}
	role := Role(s.Signature.Role)
	if s.Signature.Digest != r.Digest { // it was changed since: all sign the same, or sign again
		r.Digest, r.Words, r.Answers = s.Signature.Digest, s.Signature.Subject, []Answer{}
	}
	switch {
	case r.About != s.About || r.Meaning != s.Signature.Meaning:
		return Errorf(Invalid, "the review asks for something else: %s of %s", r.Meaning, r.Words)
	case !r.WaitsFor(a.Account, roles):
		return Errorf(Forbidden, "this review does not wait for you")
	case !slices.Contains(r.People, a.Account) && !slices.Contains(r.missing(), role):
		return Errorf(Forbidden, "this review does not wait for a signature of %s", role).WithHint("sign in a role that is asked: %v", r.missing())
	}
	r.Answers = append(r.Answers, Answer{a.Account, role, s.Signature.At, s.ID, s.Signature.Reason})
	if !r.complete() {
		return put(ctx, tx, &r)
	}
	return w.closeReview(ctx, tx, a, p, r, AskSigned, s.Signature.Reason)
}

// askedRoles are the roles of which a review of a project lacks a signature of a digest; none where there is no such review.
func askedRoles(ctx context.Context, tx Tx, p Project, review, digest string) ([]Role, error) {
	if review == "" {
		return nil, nil
	}
	r, err := maybe[Ask](ctx, tx, review)
	if err != nil || r.Project != p.ID {
		return nil, err
	}
	if r.Digest != digest {
		return r.Roles, nil
	}
	return r.missing(), nil
}

// Reject answers a review with no, and closes it.
func (w *Workbench) Reject(ctx context.Context, a Actor, id ProjectID, review, reason string) (Ask, error) {
	reason = strings.TrimSpace(reason)
	if reason == "" || utf8.RuneCountInString(reason) > 2000 || !utf8.ValidString(reason) {
		e := Errorf(Invalid, "say why, in at most 2000 characters")
		e.Fields = []Field{{"reason", e.Text}}
		return Ask{}, e
	}
	return w.end(ctx, a, id, review, func(r *Ask, acc Access) (AskState, string, error) {
		needs := meanings[r.Meaning]
		if !acc.May(needs) {
			return "", "", forbidden(needs, "this project")
		}
		if !r.WaitsFor(a.Account, acc.Roles) {
			return "", "", Errorf(Forbidden, "this review does not wait for you")
		}
		role := acc.Roles[slices.IndexFunc(acc.Roles, func(x Role) bool { return x.May(needs) })]
		r.Answers = append(r.Answers, Answer{Account: a.Account, Role: role, At: w.now(), Reason: reason})
		return AskRejected, reason, nil
	})
}

// Withdraw takes a review back: who asked may, and who manages the project.
func (w *Workbench) Withdraw(ctx context.Context, a Actor, id ProjectID, review string) (Ask, error) {
	return w.end(ctx, a, id, review, func(r *Ask, acc Access) (AskState, string, error) {
		if r.By != a.Account && !acc.May(Manage) {
			return "", "", Errorf(Forbidden, "only who asked takes a review back, or who manages the project")
		}
		return AskWithdrawn, "", nil
	})
}

func (w *Workbench) end(ctx context.Context, a Actor, id ProjectID, review string, how func(*Ask, Access) (AskState, string, error)) (Ask, error) {
	var r Ask
	err := w.Store.Write(ctx, func(tx Tx) error {
		acc, err := open(ctx, tx, a, id, Comment)
		if err != nil {
			return err
		}
		if r, _, err = openReview(ctx, tx, a, acc.Project, review); err != nil {
			return err
		}
		state, reason, err := how(&r, acc)
		if err != nil {
			return err
		}
		err = w.closeReview(ctx, tx, a, acc.Project, r, state, reason)
		r.State, r.Closed = state, w.now()
		return err
	})
	return r, err
}

func (w *Workbench) closeReview(ctx context.Context, tx Tx, a Actor, p Project, r Ask, state AskState, reason string) error {
	r.State, r.Closed = state, w.now()
	if err := put(ctx, tx, &r); err != nil {
		return err
	}
	if err := tx.Delete(ctx, kindOpenAsk, r.ID, 0); err != nil {
		return err
	}
	return w.note(ctx, tx, a, Note{
		Organisation: p.Organisation, Project: p.ID, Action: "review.done", About: r.About, Reason: reason, Old: string(AskOpen), New: string(state),
		Event: true, Data: map[string]string{"about": r.About, "review": r.ID, "state": string(state)},
	})
}

func openReview(ctx context.Context, tx Tx, a Actor, p Project, id string) (Ask, []Role, error) {
	r, err := get[Ask](ctx, tx, id)
	if err != nil && FaultOf(err) != NotFound {
		return r, nil, err
	}
	if err != nil || r.Project != p.ID {
		return r, nil, Errorf(NotFound, "there is no such review")
	}
	if r.State != AskOpen {
		return r, nil, Errorf(Conflict, "this review is closed: %s", r.State).WithHint("load it again")
	}
	roles, err := rolesIn(ctx, tx, a, p)
	return r, roles, err
}

// Reviews lists the reviews of a project, oldest first; about "" is all.
func (w *Workbench) Reviews(ctx context.Context, a Actor, id ProjectID, about string) ([]Ask, error) {
	var out []Ask
	err := w.Store.Read(ctx, func(tx Tx) error {
		if _, err := open(ctx, tx, a, id, Read); err != nil {
			return err
		}
		all, err := listOf[Ask](ctx, tx, string(id), "", most)
		out = slices.DeleteFunc(all, func(r Ask) bool { return about != "" && r.About != about })
		return err
	})
	return out, err
}

// Waiting lists the open reviews of an organisation that wait for the actor, oldest first.
func (w *Workbench) Waiting(ctx context.Context, a Actor, org OrganisationID) ([]Ask, error) {
	if err := w.Belongs(ctx, a, org); err != nil {
		return nil, err
	}
	out := []Ask{}
	err := w.Store.Read(ctx, func(tx Tx) error {
		out = out[:0]
		all, err := listOf[openAsk](ctx, tx, string(org), "", most)
		if err != nil {
			return err
		}
		for _, o := range all {
			r, err := get[Ask](ctx, tx, o.ID)
			if err != nil {
				return err
			}
			p, err := get[Project](ctx, tx, string(r.Project))
			if err != nil {
				return err
			}
			roles, err := rolesIn(ctx, tx, a, p)
			if err != nil {
				return err
			}
			if may(a, roles, Read) && r.WaitsFor(a.Account, roles) {
				out = append(out, r)
			}
		}
		return nil
	})
	return out, err
}
