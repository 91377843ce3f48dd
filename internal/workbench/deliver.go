package workbench

import (
	"context"
	"time"
)

// Sender sends messages to subscribers.
type Sender interface {
	// Check tells whether a text may be the address of a subscriber.
	Check(url string) error
	// Send sends a message once. It returns when there is an answer, or there will be none.
	Send(ctx context.Context, m Message) Outcome
}

// Message is what is sent.
type Message struct {
	ID, Topic, URL, Secret string
	Body                   []byte
}

// Outcome is the status of an answer, or why there is none.
type Outcome struct {
	Status  int     `json:"status,omitempty"`
	Problem Problem `json:"problem,omitempty"`
}

// Problem is why a message got no answer, for people to act on and no more.
type Problem string

// The problems.
const (
	NotPublic      Problem = "not-public"      // the name leads to an address inside
	UnknownName    Problem = "unknown-name"    // the name is not known
	NoConnection   Problem = "no-connection"   // nobody listens there, or not for us
	BadCertificate Problem = "bad-certificate" // the certificate is not trusted, or of another name
	TooSlow        Problem = "too-slow"        // no answer in ten seconds
)

// Arrived tells whether the subscriber took the message.
func (o Outcome) Arrived() bool { return o.Status >= 200 && o.Status < 300 }

// JobDeliver is the kind of jobs that deliver one message; a try that fails is repeated by the queue.
const JobDeliver = "deliver"

// Deliver tries to send one message. A Conflict says that it did not arrive and should be tried again.
func (w *Workbench) Deliver(ctx context.Context, id string) error {
	var d Delivery
	var h Webhook
	err := w.Store.Read(ctx, func(tx Tx) (err error) {
		if d, err = get[Delivery](ctx, tx, id); err != nil {
			return err
		}
		h, err = get[Webhook](ctx, tx, d.Webhook)
		return err
	})
	if FaultOf(err) == NotFound || err == nil && d.State != Underway {
		return nil // deleted meanwhile, or done before
	}
	if err != nil {
		return err
	}
	if h.Off.IsZero() {
		d.Last = w.Sender.Send(ctx, Message{d.ID, d.Topic, h.URL, h.Secret, d.Body})
		d.Tries++
		d.Tried = w.now()
		if ctx.Err() != nil {
			return ctx.Err() // the program ends: that was no failure of the subscriber
		}
	}
	again := false
	err = w.Store.Write(ctx, func(tx Tx) error {
		var err error
		again, err = w.tried(ctx, tx, d)
		return err
	})
	if err == nil && again {
		return Errorf(Conflict, "the subscriber did not take the message").WithHint("it is tried again")
	}
	return err
}

// tried keeps what became of a try, and tells whether there is another.
func (w *Workbench) tried(ctx context.Context, tx Tx, d Delivery) (again bool, err error) {
	h, err := get[Webhook](ctx, tx, d.Webhook)
	if FaultOf(err) == NotFound {
		return false, nil // deleted while it was sent
	}
	if err != nil {
		return false, err
	}
	switch {
	case d.Last.Arrived():
		d.State, h.Failures = Delivered, 0
	case h.Off.IsZero():
		h.Failures++
		if h.Failures >= WebhookFailures {
			h.Off = w.now()
			if err := w.note(ctx, tx, ByProgram(), Note{Organisation: h.Organisation, Action: "webhook.turned-off", About: h.ID, Reason: "too many failures in a row"}); err != nil {
				return false, err
			}
		}
	}
	if d.State == Underway && (!h.Off.IsZero() || d.Tries >= DeliveryTries) {
		d.State = GivenUp
	}
	if err := put(ctx, tx, &h); err != nil {
		return false, err
	}
	return d.State == Underway, put(ctx, tx, &d)
}

// DeliveryWait is how long the first retry waits; each next one waits twice as long.
const DeliveryWait = 10 * time.Second
