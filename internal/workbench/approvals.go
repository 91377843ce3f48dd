package workbench

import (
	"context"
	"strings"
	"time"

	"cordon/internal/people"
)

// Approval is how far the approval of a decision is.
type Approval string

// The states of an approval.
const (
	Unapproved Approval = "unapproved" // nobody was asked
	Asked      Approval = "asked"      // somebody who was asked has not answered yet
	Refused    Approval = "refused"    // somebody who was asked said no; it is decided anew, or stays unapproved
	Approved   Approval = "approved"   // signed so, and by all who were asked
)

// Approvals says how far the approval of each decision in a tree of the project is, by the name of its file. What counts is said of these very bytes:
// signatures made here until a time, and refusals. A request for approval that is open keeps a decision from being approved whatever it was asked about: a change
// of words answers nobody.
func (w *Workbench) Approvals(ctx context.Context, a Actor, id ProjectID, t Tree, until time.Time) (map[string]Approval, error) {
	signatures, err := w.Signatures(ctx, a, id, "")
	if err != nil {
		return nil, err
	}
	asks, err := w.Reviews(ctx, a, id, "")
	if err != nil {
		return nil, err
	}
	out := map[string]Approval{}
	for _, f := range t {
		if name, ok := strings.CutPrefix(f.Path, decisionFolder+"/"); ok {
			out[name] = Unapproved
		}
	}
	is := func(about, digest string) (name string, ok bool) {
		if name, ok = strings.CutPrefix(about, "decision:"); !ok {
			return "", false
		}
		f, ok := t.Get(decisionFolder + "/" + name)
		return name, ok && f.Hash == digest
	}
	for _, s := range signatures {
		if name, ok := is(s.About, s.Signature.Digest); ok && s.Here && s.Signature.Meaning == people.Approval && !s.Signature.At.After(until) {
			out[name] = Approved
		}
	}
	for _, r := range asks {
		name, same := is(r.About, r.Digest)
		_, there := out[name]
		switch {
		case !there || r.Meaning != people.Approval:
		case r.State == AskRejected && same:
			out[name] = Refused
		case r.State == AskOpen && out[name] != Refused:
			out[name] = Asked
		}
	}
	return out, nil
}
