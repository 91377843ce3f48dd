package workbench

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"cordon/internal/people"
)

// Webhook tells a program of somebody else's what happens in an organisation.
type Webhook struct {
	ID           string         `json:"id"`
	Organisation OrganisationID `json:"organisation"`
	URL          string         `json:"url"`
	Topics       []string       `json:"topics"`
	By           AccountID      `json:"by"`
	Created      time.Time      `json:"created"`
	// Failures counts tries in a row that did not arrive. At WebhookFailures nothing is sent any more, until somebody turns it on again.
	Failures int       `json:"failures"`
	Off      time.Time `json:"off,omitzero"`
	// Secret signs what is sent. It has to be kept as it is, and is shown once.
	Secret  string `json:"secret"`
	Version int64  `json:"-"`
}

// Delivery is one message to a webhook, and what became of it.
type Delivery struct {
	ID      string        `json:"id"`
	Webhook string        `json:"webhook"`
	Topic   string        `json:"topic"`
	Made    time.Time     `json:"made"`
	State   DeliveryState `json:"state"`
	Tries   int           `json:"tries"`
	Tried   time.Time     `json:"tried,omitzero"`
	Last    Outcome       `json:"last"`
	Body    []byte        `json:"body"`
	Version int64         `json:"-"`
}

// DeliveryState is what has become of a delivery.
type DeliveryState string

// The states of deliveries.
const (
	Underway  DeliveryState = "underway"  // it waits, perhaps for its next try
	Delivered DeliveryState = "delivered" // it was answered with a status from 200 to 299
	GivenUp   DeliveryState = "given-up"  // it was tried DeliveryTries times, or the webhook is off
)

const (
	kindWebhook  Kind = "webhook"  // owner organisation
	kindDelivery Kind = "delivery" // owner webhook

	maxWebhooks   = 20  // of an organisation
	maxDeliveries = 200 // that are kept of a webhook

	// DeliveryTries is how often a message is sent until it arrives.
	DeliveryTries = 8
	// WebhookFailures is how many tries in a row turn a webhook off.
	WebhookFailures = 40
	// TopicTest is the topic of a message that somebody sends to see whether it arrives.
	TopicTest = "webhook.test"
)

func (h *Webhook) record() (Kind, string, string, string) {
	return kindWebhook, h.ID, string(h.Organisation), ""
}
func (h *Webhook) version() *int64 { return &h.Version }

func (d *Delivery) record() (Kind, string, string, string) {
	return kindDelivery, d.ID, d.Webhook, ""
}
func (d *Delivery) version() *int64 { return &d.Version }

// Webhooks lists the webhooks of an organisation, without their secrets.
func (w *Workbench) Webhooks(ctx context.Context, a Actor, org OrganisationID) ([]Webhook, error) {
	var out []Webhook
	err := w.Store.Read(ctx, func(tx Tx) (err error) {
		if _, err := enter(ctx, tx, a, org, Manage); err != nil {
			return err
		}
		out, err = listOf[Webhook](ctx, tx, string(org), "", most)
		return err
	})
	for i := range out {
		out[i].Secret = ""
	}
	return out, err
}

// MakeWebhook subscribes an address to topics. The secret is shown once.
func (w *Workbench) MakeWebhook(ctx context.Context, a Actor, org OrganisationID, url string, topics []string) (Webhook, people.Secret, error) {
	if err := w.checkWebhook(url, topics); err != nil {
		return Webhook{}, people.Secret{}, err
	}
	secret, err := people.NewSecret(people.Webhook, nil)
	if err != nil {
		return Webhook{}, secret, err
	}
	h := Webhook{ID: w.NewID(), Organisation: org, URL: url, Topics: topics, By: a.Account, Created: w.now(), Secret: secret.Reveal()}
	err = w.Store.Write(ctx, func(tx Tx) error {
		h.Version = 0
		if _, err := enter(ctx, tx, a, org, Manage); err != nil {
			return err
		}
		all, err := listOf[Webhook](ctx, tx, string(org), "", most)
		if err != nil {
			return err
		}
		if len(all) >= maxWebhooks {
			return Errorf(Conflict, "the organisation has %d webhooks; it may not have more", maxWebhooks).WithHint("delete those that nobody uses")
		}
		if err := put(ctx, tx, &h); err != nil {
			return err
		}
		return w.note(ctx, tx, a, Note{Organisation: org, Action: "webhook.made", About: h.ID, New: loggedWebhook(url)})
	})
	h.Secret = ""
	return h, secret, err
}

// SetWebhook changes address and topics, and turns it on or off.
func (w *Workbench) SetWebhook(ctx context.Context, a Actor, org OrganisationID, id, url string, topics []string, on bool) (Webhook, error) {
	if err := w.checkWebhook(url, topics); err != nil {
		return Webhook{}, err
	}
	var h Webhook
	err := w.Store.Write(ctx, func(tx Tx) (err error) {
		if h, err = webhookOf(ctx, tx, a, org, id); err != nil {
			return err
		}
		old := h
		h.URL, h.Topics = url, topics
		switch {
		case on && !h.Off.IsZero():
			h.Off, h.Failures = time.Time{}, 0
		case !on && h.Off.IsZero():
			h.Off = w.now()
		}
		if err := put(ctx, tx, &h); err != nil {
			return err
		}
		return w.note(ctx, tx, a, Note{Organisation: org, Action: "webhook.changed", About: id, Old: old.words(), New: h.words()})
	})
	h.Secret = ""
	return h, err
}

func (h Webhook) words() string {
	state := "on"
	if !h.Off.IsZero() {
		state = "off"
	}
	return fmt.Sprintf("%s (%s) of %s", loggedWebhook(h.URL), state, strings.Join(h.Topics, ", "))
}

// DropWebhook ends a webhook with all that is still to be delivered to it.
func (w *Workbench) DropWebhook(ctx context.Context, a Actor, org OrganisationID, id string) error {
	return w.Store.Write(ctx, func(tx Tx) error {
		h, err := webhookOf(ctx, tx, a, org, id)
		if err != nil {
			return err
		}
		all, err := listOf[Delivery](ctx, tx, id, "", most)
		if err != nil {
			return err
		}
		for _, d := range all {
			if err := drop(ctx, tx, &d); err != nil {
				return err
			}
		}
		if err := drop(ctx, tx, &h); err != nil {
			return err
		}
		return w.note(ctx, tx, a, Note{Organisation: org, Action: "webhook.ended", About: id, Old: loggedWebhook(h.URL)})
	})
}

// Deliveries lists what was sent to a webhook, newest first.
func (w *Workbench) Deliveries(ctx context.Context, a Actor, org OrganisationID, id string) ([]Delivery, error) {
	var out []Delivery
	err := w.Store.Read(ctx, func(tx Tx) error {
		if _, err := webhookOf(ctx, tx, a, org, id); err != nil {
			return err
		}
		all, err := listOf[Delivery](ctx, tx, id, "", most)
		slices.Reverse(all)
		out = all
		return err
	})
	return out, err
}

// TryWebhook sends a message of TopicTest.
func (w *Workbench) TryWebhook(ctx context.Context, a Actor, org OrganisationID, id string) (Delivery, error) {
	var d Delivery
	err := w.Store.Write(ctx, func(tx Tx) error {
		h, err := webhookOf(ctx, tx, a, org, id)
		if err != nil {
			return err
		}
		if !h.Off.IsZero() {
			return Errorf(Conflict, "the webhook is off").WithHint("turn it on first")
		}
		d, err = w.deliver(ctx, tx, h, Event{Organisation: org, Kind: TopicTest, At: w.now(), By: a.Account})
		return err
	})
	return d, err
}

func webhookOf(ctx context.Context, tx Tx, a Actor, org OrganisationID, id string) (Webhook, error) {
	if _, err := enter(ctx, tx, a, org, Manage); err != nil {
		return Webhook{}, err
	}
	h, err := get[Webhook](ctx, tx, id)
	if err == nil && h.Organisation != org {
		err = Errorf(NotFound, "another organisation's")
	}
	return h, hidden(err, "webhook")
}

func (w *Workbench) checkWebhook(url string, topics []string) error {
	if w.Sender == nil {
		return Errorf(Unsupported, "this installation sends nothing to others")
	}
	if err := w.Sender.Check(url); err != nil {
		return err
	}
	e := Errorf(Invalid, "the topics cannot be right").WithHint("topics: %s", strings.Join(Topics, ", "))
	if len(topics) == 0 {
		e.Fields = append(e.Fields, Field{"topics", "choose at least one"})
	}
	for _, t := range topics {
		if !slices.Contains(Topics, t) {
			e.Fields = append(e.Fields, Field{"topics", "there is no topic " + t})
		}
	}
	if e.Fields != nil {
		return e
	}
	return nil
}

// subscribed asks for the delivery of an event to who wants it, in the transaction that made it.
func (w *Workbench) subscribed(ctx context.Context, tx Tx, e Event) error {
	all, err := listOf[Webhook](ctx, tx, string(e.Organisation), "", most)
	if err != nil {
		return err
	}
	for _, h := range all {
		if h.Off.IsZero() && slices.Contains(h.Topics, e.Kind) {
			if _, err := w.deliver(ctx, tx, h, e); err != nil {
				return err
			}
		}
	}
	return nil
}

// deliver keeps a message and asks for its delivery. It says what happened, where and by whom, and no content: whoever manages webhooks may not be
// somebody who may read projects. A token with its own rights reads the rest.
func (w *Workbench) deliver(ctx context.Context, tx Tx, h Webhook, e Event) (Delivery, error) {
	d := Delivery{ID: w.NewID(), Webhook: h.ID, Topic: e.Kind, Made: w.now(), State: Underway}
	e.Data = nil
	var err error
	if d.Body, err = json.Marshal(e); err != nil {
		return d, err
	}
	if err := w.forgetDeliveries(ctx, tx, h.ID); err != nil {
		return d, err
	}
	if err := put(ctx, tx, &d); err != nil {
		return d, err
	}
	if w.Jobs == nil {
		return d, nil
	}
	_, err = w.Jobs.Enqueue(ctx, tx, Job{Kind: JobDeliver, Args: fmt.Appendf(nil, `{"delivery":%q}`, d.ID), Organisation: h.Organisation})
	return d, err
}

// forgetDeliveries makes room for one more.
func (w *Workbench) forgetDeliveries(ctx context.Context, tx Tx, webhook string) error {
	all, err := listOf[Delivery](ctx, tx, webhook, "", most)
	if err != nil {
		return err
	}
	for _, d := range all[:max(0, len(all)-maxDeliveries+1)] {
		if err := drop(ctx, tx, &d); err != nil {
			return err
		}
	}
	return nil
}
