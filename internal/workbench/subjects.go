package workbench

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// signatureFolder holds the signatures of a project's folder, one file each. Only signing writes there.
const signatureFolder = "signatures"

// decisionFolder is where decisions.Folder says that decisions are.
const decisionFolder = "decisions"

// ofSignatures tells whether a path lies where signatures are. Case does not count: there are disks to which it does not.
func ofSignatures(path string) bool {
	first, _, _ := strings.Cut(path, "/")
	return strings.EqualFold(first, signatureFolder)
}

// Content is the digest of all files but signatures: what a signature of a whole revision is bound to, so that signing does not change it.
func (t Tree) Content() string {
	out := make(Tree, 0, len(t))
	for _, f := range t {
		if !ofSignatures(f.Path) {
			out = append(out, f)
		}
	}
	return out.Digest()
}

// Subject is something that can be reviewed and signed, as it is now.
type Subject struct {
	// About is decision:file, document:name or revision:id.
	About string `json:"about"`
	// Words say what it is, for people who read the signature without the workbench.
	Words string `json:"words"`
	// Digest is the SHA-256 that a signature is bound to: of the decision's file, of the document's bytes, or of all files of the revision but signatures.
	Digest   string     `json:"digest"`
	Revision RevisionID `json:"revision"`
	Number   int64      `json:"number"`
	// Authors took part in writing it since somebody else approved an earlier version, or ever; who came last stands first.
	Authors []AccountID `json:"authors"`
	// content is Content of the revision.
	content string
}

func (s Subject) by(who AccountID) bool { return slices.Contains(s.Authors, who) }

// Subject finds what can be signed. An id of a revision is taken as it is; decisions and documents are those of the newest one.
func (w *Workbench) Subject(ctx context.Context, a Actor, id ProjectID, about string) (Subject, error) {
	hash, content, err := w.document(ctx, a, id, about)
	if err != nil {
		return Subject{}, err
	}
	var s Subject
	err = w.Store.Read(ctx, func(tx Tx) error {
		acc, err := open(ctx, tx, a, id, Read)
		if err != nil {
			return err
		}
		s, err = subject(ctx, tx, acc.Project, about, hash, content)
		return err
	})
	return s, err
}

// document computes the hash of a document that about names, with the content it was made from; neither for what is no document. It takes its time, and
// is done before the transaction.
func (w *Workbench) document(ctx context.Context, a Actor, id ProjectID, about string) (hash, content string, err error) {
	name, ok := strings.CutPrefix(about, "document:")
	if !ok {
		return "", "", nil
	}
	r, err := w.Revision(ctx, a, id, "")
	if err != nil {
		return "", "", err
	}
	if w.DocumentHash == nil {
		return "", "", Errorf(Unsupported, "documents cannot be signed here yet")
	}
	hash, err = w.DocumentHash(ctx, a, id, r.ID, name)
	return hash, r.Tree.Content(), err
}

func subject(ctx context.Context, tx Tx, p Project, about, hash, content string) (Subject, error) {
	sort, name, _ := strings.Cut(about, ":")
	rev := p.Head
	if sort == "revision" {
		rev = RevisionID(name)
	}
	r, err := tx.Revision(ctx, p.ID, rev)
	if err != nil {
		return Subject{}, hidden(err, "revision")
	}
	s := Subject{About: about, Revision: r.ID, Number: r.Number, content: r.Tree.Content()}
	var trace trail = wholeTrail{about}
	switch sort {
	case "revision":
		s.Words, s.Digest = fmt.Sprintf("revision %d of %s", r.Number, p.Name), s.content
	case "decision":
		f, ok := r.Tree.Get(decisionFolder + "/" + name)
		if !ok {
			return s, Errorf(NotFound, "there is no decision's file %q", name)
		}
		s.Words, s.Digest = fmt.Sprintf("decision %s of %s, revision %d", strings.TrimSuffix(name, ".yaml"), p.Name, r.Number), f.Hash
		trace = decisionTrail{f.Path: true}
	case "document":
		if content != s.content {
			return s, Errorf(Conflict, "the folder changed while the document was made").WithHint("try again")
		}
		s.Words, s.Digest = fmt.Sprintf("document %s of %s, revision %d", name, p.Name, r.Number), hash
	default:
		e := Errorf(Invalid, "%.60q cannot be signed", about).WithHint("sign a decision's file, a document or a revision")
		e.Fields = []Field{{"about", e.Text}}
		return s, e
	}
	s.Authors, err = authors(ctx, tx, r, trace)
	return s, err
}
