package workbench

import (
	"context"
	"encoding/json"
)

// Note is what the audit log keeps of a change (21 CFR 11.10(e): who, when, what, old and new value, and why).
type Note struct {
	Organisation OrganisationID
	Project      ProjectID
	Action       string // noun.verb, as in Topics
	About        string // id or path of what was changed
	Reason       string
	Old, New     string // values, or digests of what is too long to print
	// Event tells people who are at work that something changed; Data goes with it.
	Event bool
	Data  any
}

// Topics are the actions that become events, for subscriptions. All actions are in the audit log.
var Topics = []string{
	"project.created", "project.renamed", "project.archived", "project.restored", "revision.made", "summary.made",
	"comment.made", "comment.resolved", "review.asked", "review.done", "signature.made", "decision.changed", "vex.published", "share.made", "share.ended",
	"feeds.synced",
}

// note writes what was changed into the audit log, and an event where people at work should hear of it.
func (w *Workbench) note(ctx context.Context, tx Tx, a Actor, n Note) error {
	if err := w.log(ctx, tx, a, n); err != nil {
		return err
	}
	if !n.Event {
		return nil
	}
	e := Event{Organisation: n.Organisation, Project: n.Project, Kind: n.Action, At: w.now(), By: a.Account}
	if n.Data != nil {
		doc, err := json.Marshal(n.Data)
		if err != nil {
			return err
		}
		e.Data = doc
	}
	return w.tell(ctx, tx, e)
}

// tell keeps an event and asks for its delivery to subscribers.
func (w *Workbench) tell(ctx context.Context, tx Tx, e Event) error {
	e, err := tx.AddEvent(ctx, e)
	if err != nil {
		return err
	}
	return w.subscribed(ctx, tx, e)
}
