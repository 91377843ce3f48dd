package workbench

import (
	"bytes"
	"context"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"

	"cordon/internal/people"
)

// Signed is an electronic signature as its file holds it. Keys are sorted, so that there is one form of it.
type Signed struct {
	About string `json:"about"` // as in Subject
	// Content is the digest of all files but signatures of the revision in which it was signed.
	Content string    `json:"content"`
	ID      string    `json:"id"`
	Project ProjectID `json:"project"`
	// Proof is the device's own signature, where the person signed with a passkey.
	Proof     *people.Proof    `json:"proof,omitempty"`
	Revision  RevisionID       `json:"revision"`
	Signature people.Signature `json:"signature"`
}

// file is the path and the bytes of a signature.
func (s Signed) file() (string, []byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(s)
	return signatureFolder + "/" + s.ID + ".json", b.Bytes(), err
}

// maxSignature bounds the file of a signature, in bytes.
const maxSignature = 64 << 10

// readSignature reads the file of a signature. What somebody wrote by hand must hold all that a signature has.
func readSignature(src []byte) (Signed, error) {
	var s Signed
	if len(src) > maxSignature {
		return s, Errorf(Invalid, "it has more than %d bytes", maxSignature)
	}
	d := json.NewDecoder(bytes.NewReader(src))
	d.DisallowUnknownFields()
	if err := d.Decode(&s); err != nil {
		return s, Errorf(Invalid, "it is no signature: %s", err)
	}
	if err := checkAbout(s.About); err != nil {
		return s, err
	}
	return s, s.Signature.Check()
}

// Stamp is a signature as people see it.
type Stamp struct {
	Signed
	File string `json:"file"`
	// Here tells that it was made in this project of this workbench, whose log has it. All others were made elsewhere, and nothing is known of them.
	Here bool `json:"here"`
	// Current tells that what was signed is in the newest revision as it was; else an earlier version was signed.
	Current bool `json:"current"`
	// Unreadable says why the file is no signature; then there is nothing else.
	Unreadable string `json:"unreadable,omitempty"`
}

// stamped remembers that a signature was made here, by the hash of its file.
type stamped struct {
	Hash    string    `json:"hash"`
	Project ProjectID `json:"project"`
	// Apart is what was approved, as approves names it, by somebody who had no part in it; "" for all other signatures.
	Apart   string `json:"apart,omitempty"`
	Version int64  `json:"-"`
}

const kindStamped Kind = "stamped" // id project:hash of the file, owner project

func (s *stamped) record() (Kind, string, string, string) {
	return kindStamped, pair(s.Project, s.Hash), string(s.Project), ""
}
func (s *stamped) version() *int64 { return &s.Version }

// Signing is what a person sends to sign.
type Signing struct {
	About   string
	Digest  string // of what the person has seen
	Meaning people.Meaning
	Reason  string
	Role    Role   // in which the person signs; "" is one that the review asks for, or the first that may
	Review  string // the review it answers, if any
	// Password or Passkey is shown with each signature (21 CFR 11.200(a)(1)).
	Password string
	Passkey  *Shown
}

// Shown is the answer of a passkey that was asked by AskSigning.
type Shown struct {
	Passkeys *people.Passkeys
	Browser  people.Secret // that was asked
	State    string
	Answer   []byte
}

func (q Signing) method() people.Method {
	if q.Passkey != nil {
		return people.ByPasskey
	}
	return people.ByPassword
}

// meanings say what one must be allowed to do for which signature.
var meanings = map[people.Meaning]Action{people.Authorship: Edit, people.Review: Review, people.Approval: Approve, people.Responsibility: Approve}

// AskSigning asks the actor's passkey to sign. The options go to the browser, the state comes back with its answer.
func (w *Workbench) AskSigning(ctx context.Context, a Actor, id ProjectID, q Signing, k *people.Passkeys, browser people.Secret) (options json.RawMessage, state string, err error) {
	judge, err := w.judge(ctx, a, id, q)
	if err != nil {
		return nil, "", err
	}
	var s judged
	if err := w.Store.Read(ctx, func(tx Tx) error { s, err = judge(tx); return err }); err != nil {
		return nil, "", err
	}
	p, _, err := w.personOf(ctx, a.Account)
	if err != nil {
		return nil, "", err
	}
	options, asked, err := k.BeginSigning(p, s.Signature.Intent())
	if err != nil {
		return nil, "", refused(Invalid, "", err)
	}
	state, err = w.keepCeremony(ctx, browser, asked)
	return options, state, err
}

// Sign makes an electronic signature, as a file of the next revision.
func (w *Workbench) Sign(ctx context.Context, a Actor, id ProjectID, q Signing) (Stamp, error) {
	judge, err := w.judge(ctx, a, id, q)
	if err != nil {
		return Stamp{}, err
	}
	// Everything is judged before the proof is looked at, and once more when it is written.
	var s judged
	if err := w.Store.Read(ctx, func(tx Tx) error { s, err = judge(tx); return err }); err != nil {
		return Stamp{}, err
	}
	shown := s.Signature.Intent()
	proof, err := w.prove(ctx, a, q, shown)
	if err != nil {
		return Stamp{}, err
	}
	var out Stamp
	for try := 0; ; try++ {
		err = w.Store.Write(ctx, func(tx Tx) error {
			s, err := judge(tx)
			if err != nil {
				return err
			}
			if proof != nil && s.Signature.Intent() != shown {
				return changedSince()
			}
			s.Proof = proof
			out, err = w.stamp(ctx, tx, a, s, q)
			return err
		})
		if FaultOf(err) != Conflict || try == 4 {
			return out, err
		}
	}
}

// judged is a signature that may be made in a project.
type judged struct {
	Signed
	in Project
	// apart is what stamped keeps of it.
	apart string
}

// judge refuses what nobody signs, and gives what judges a request in a transaction.
func (w *Workbench) judge(ctx context.Context, a Actor, id ProjectID, q Signing) (func(Tx) (judged, error), error) {
	if a.Scopes != nil || a.Token != "" || a.program {
		return nil, Errorf(Forbidden, "a token signs nothing: a signature is a person's").WithHint("sign in and sign on the page")
	}
	if _, ok := meanings[q.Meaning]; !ok {
		e := Errorf(Invalid, "%.40q is no meaning of a signature", q.Meaning).WithHint("meanings: %v", people.Meanings)
		e.Fields = []Field{{"meaning", e.Text}}
		return nil, e
	}
	hash, content, err := w.document(ctx, a, id, q.About)
	return func(tx Tx) (judged, error) { return w.signature(ctx, tx, a, id, q, hash, content) }, err
}

func changedSince() error {
	return Errorf(Conflict, "what you were asked to sign has changed").WithHint("read it again and sign it then")
}

// signature judges what somebody wants to sign, and fills it in.
func (w *Workbench) signature(ctx context.Context, tx Tx, a Actor, id ProjectID, q Signing, hash, content string) (judged, error) {
	needs := meanings[q.Meaning]
	acc, err := open(ctx, tx, a, id, needs)
	if err != nil {
		return judged{}, err
	}
	sub, err := subject(ctx, tx, acc.Project, q.About, hash, content)
	if err != nil {
		return judged{}, err
	}
	if sub.Digest != q.Digest {
		return judged{}, changedSince()
	}
	org, err := get[Organisation](ctx, tx, string(acc.Project.Organisation))
	if err != nil {
		return judged{}, err
	}
	switch {
	case q.Meaning == people.Authorship && !sub.by(a.Account):
		return judged{}, Errorf(Forbidden, "only who took part in writing this signs as its author")
	case q.Meaning == people.Approval && org.TwoPeople && sub.by(a.Account):
		return judged{}, Errorf(Forbidden, "you took part in writing this since somebody else approved it, and a person who did not approves it").WithHint("ask somebody else for approval: this organisation wants two people")
	}
	asked, err := askedRoles(ctx, tx, acc.Project, q.Review, sub.Digest)
	if err != nil {
		return judged{}, err
	}
	i := slices.IndexFunc(acc.Roles, func(r Role) bool {
		return r.May(needs) && (r == q.Role || q.Role == "" && slices.Contains(asked, r))
	})
	if i < 0 && q.Role == "" {
		i = slices.IndexFunc(acc.Roles, func(r Role) bool { return r.May(needs) })
	}
	if i < 0 {
		return judged{}, Errorf(Forbidden, "you are no %s here who may sign so", q.Role)
	}
	me, err := get[Account](ctx, tx, string(a.Account))
	if err != nil {
		return judged{}, err
	}
	s := judged{in: acc.Project}
	s.Signed = Signed{
		About: q.About, Content: sub.content, ID: w.NewID(), Project: id, Revision: sub.Revision,
		Signature: people.Signature{
			Account: string(a.Account), At: w.now(), Digest: sub.Digest, Meaning: q.Meaning, Method: q.method(),
			Name: me.Name, Reason: strings.TrimSpace(q.Reason), Role: string(acc.Roles[i]), Subject: sub.Words,
		},
	}
	if s.Signature.Reason == "" {
		e := Errorf(Invalid, "nothing was signed")
		e.Fields = []Field{{"reason", "say why you sign"}}
		return s, e
	}
	if q.Meaning == people.Approval && !sub.by(a.Account) {
		s.apart = approves(sub.About, sub.Digest, sub.content)
	}
	return s, refused(Invalid, "reason", s.Signature.Check())
}

// prove wants that the actor shows a password or passkey now. A passkey signs just this, and gives a proof that is kept.
func (w *Workbench) prove(ctx context.Context, a Actor, q Signing, intent [32]byte) (*people.Proof, error) {
	if q.Passkey == nil {
		return nil, w.showPassword(ctx, a, q.Password)
	}
	asked, err := w.takeCeremony(ctx, q.Passkey.Browser, q.Passkey.State)
	if err != nil {
		return nil, err
	}
	p, _, err := w.personOf(ctx, a.Account)
	if err != nil {
		return nil, err
	}
	used, proof, err := q.Passkey.Passkeys.FinishSigning(p, asked, q.Passkey.Answer, intent)
	if err != nil {
		return nil, w.passkeyRefused(ctx, a, Invalid, err)
	}
	return &proof, w.usePasskey(ctx, a.Account, used)
}

// showPassword wants the password of the actor, with the same brake as signing in.
func (w *Workbench) showPassword(ctx context.Context, a Actor, password string) error {
	var me Account
	var has bool
	err := w.Store.Read(ctx, func(tx Tx) (err error) {
		if me, err = get[Account](ctx, tx, string(a.Account)); err != nil {
			return err
		}
		c, err := get[Credential](ctx, tx, string(a.Account))
		has = c.Password != ""
		return err
	})
	if err != nil {
		return err
	}
	if !has {
		return Errorf(Invalid, "you have no password to sign with").WithHint("sign with a passkey, or set a password on the profile page")
	}
	_, err = w.CheckPassword(ctx, me.Email, password, a.Address)
	if FaultOf(err) == Unauthenticated {
		e := Errorf(Invalid, "nothing was signed")
		e.Fields = []Field{{"password", "this is not your password"}}
		return e
	}
	return err
}

// stamp writes a signature as the next revision, into the log, and into the review it answers.
func (w *Workbench) stamp(ctx context.Context, tx Tx, a Actor, j judged, q Signing) (Stamp, error) {
	s, p := j.Signed, j.in
	head, err := tx.Revision(ctx, p.ID, p.Head)
	if err != nil {
		return Stamp{}, err
	}
	path, data, err := s.file()
	if err != nil {
		return Stamp{}, err
	}
	text := string(data)
	files := map[string]*string{path: &text}
	tree, err := w.treeOf(head.Tree, files)
	if err != nil {
		return Stamp{}, err
	}
	message := "signature: " + string(s.Signature.Meaning) + " of " + s.Signature.Subject
	if _, err := w.commit(ctx, tx, a, &p, head.Tree, Revision{Tree: tree, Message: message, Parent: head.ID, Number: head.Number}, files); err != nil {
		return Stamp{}, err
	}
	if err := put(ctx, tx, &stamped{Hash: Hash(data), Project: p.ID, Apart: j.apart}); err != nil {
		return Stamp{}, err
	}
	sum := s.Signature.Sum()
	note := Note{
		Organisation: p.Organisation, Project: p.ID, Action: "signature.made", About: s.About, Reason: s.Signature.Reason, New: hex.EncodeToString(sum[:]),
		Event: true, Data: map[string]string{"about": s.About, "signature": s.ID, "meaning": string(s.Signature.Meaning)},
	}
	if err := w.note(ctx, tx, a, note); err != nil {
		return Stamp{}, err
	}
	if q.Review != "" {
		if err := w.answered(ctx, tx, a, p, q.Review, s); err != nil {
			return Stamp{}, err
		}
	}
	return Stamp{Signed: s, File: path, Here: true, Current: s.isIn(head.Tree)}, nil
}

// isIn tells whether what was signed is in a tree as it was.
func (s Signed) isIn(t Tree) bool {
	if name, ok := strings.CutPrefix(s.About, "decision:"); ok {
		f, ok := t.Get(decisionFolder + "/" + name)
		return ok && f.Hash == s.Signature.Digest
	}
	return s.Content == t.Content() && (!strings.HasPrefix(s.About, "revision:") || s.Content == s.Signature.Digest)
}

// Signatures lists the signatures of a project, oldest first; about "" is all.
func (w *Workbench) Signatures(ctx context.Context, a Actor, id ProjectID, about string) ([]Stamp, error) {
	r, err := w.Revision(ctx, a, id, "")
	if err != nil {
		return nil, err
	}
	out := []Stamp{}
	err = w.Store.Read(ctx, func(tx Tx) error {
		out = out[:0]
		for _, f := range r.Tree {
			if !ofSignatures(f.Path) || !strings.HasSuffix(f.Path, ".json") {
				continue
			}
			data, err := tx.Blob(ctx, f.Hash)
			if err != nil {
				return err
			}
			s := Stamp{File: f.Path}
			if s.Signed, err = readSignature(data); err != nil {
				s = Stamp{File: f.Path, Unreadable: err.Error()}
			}
			if about != "" && s.About != about {
				continue
			}
			if s.Unreadable == "" {
				s.Current = s.isIn(r.Tree)
				_, err := get[stamped](ctx, tx, pair(id, f.Hash))
				if s.Here = err == nil; err != nil && FaultOf(err) != NotFound {
					return err
				}
			}
			out = append(out, s)
		}
		return nil
	})
	slices.SortStableFunc(out, func(x, y Stamp) int { return x.Signature.At.Compare(y.Signature.At) })
	return out, err
}
