package api

import (
	"context"
	"net/http"
	"time"

	"cordon/internal/workbench"
)

// Webhook tells another program what happens in an organisation.
type Webhook struct {
	ID       string    `json:"id"`
	URL      string    `json:"url"`
	Topics   []string  `json:"topics"`
	By       string    `json:"by"`
	Created  time.Time `json:"created"`
	On       bool      `json:"on"`
	Failures int       `json:"failures" doc:"tries in a row that did not arrive; too many turn it off"`
	Secret   string    `json:"secret,omitempty" doc:"key of the signatures; shown once"`
}

func webhookRow(h workbench.Webhook) Webhook {
	return Webhook{h.ID, h.URL, h.Topics, string(h.By), h.Created, h.Off.IsZero(), h.Failures, ""}
}

// Delivery is one message to a webhook.
type Delivery struct {
	ID      string                  `json:"id"`
	Topic   string                  `json:"topic"`
	Made    time.Time               `json:"made"`
	State   workbench.DeliveryState `json:"state" enum:"underway,delivered,given-up"`
	Tries   int                     `json:"tries"`
	Tried   time.Time               `json:"tried,omitzero" doc:"the last time"`
	Status  int                     `json:"status,omitempty" doc:"of the last answer"`
	Problem workbench.Problem       `json:"problem,omitempty" enum:"not-public,unknown-name,no-connection,bad-certificate,too-slow" doc:"why there was no answer"`
}

func deliveryRow(d workbench.Delivery) Delivery {
	return Delivery{d.ID, d.Topic, d.Made, d.State, d.Tries, d.Tried, d.Last.Status, d.Last.Problem}
}

// WebhookList is all webhooks of an organisation, and what can be subscribed to.
type WebhookList struct {
	Page[Webhook]
	Topics []string `json:"topics"`
}

// InWebhook names a webhook.
type InWebhook struct {
	InOrganisation
	Webhook string `path:"webhook" maxLength:"64"`
}

func (a *API) webhookOperations() {
	const path = "/organisations/{organisation}/webhooks"
	add(a, operation{method: "GET", path: path, id: "webhooks", summary: "Webhooks of an organisation", needs: needs(workbench.Manage), tag: "webhooks"},
		func(ctx context.Context, who workbench.Actor, in *InOrganisation) (*body[WebhookList], error) {
			all, err := a.Workbench.Webhooks(ctx, who, in.Organisation)
			out := WebhookList{Page[Webhook]{Items: []Webhook{}}, workbench.Topics}
			for _, h := range all {
				out.Items = append(out.Items, webhookRow(h))
			}
			return answer(out, err)
		})
	add(a, operation{method: "POST", path: path, id: "make-webhook", summary: "Tell an address what happens; the secret is shown once", needs: needs(workbench.Manage), tag: "webhooks", status: http.StatusCreated},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InOrganisation
			Body struct {
				URL    string   `json:"url" maxLength:"2000"`
				Topics []string `json:"topics" maxItems:"100"`
			}
		}) (*body[Webhook], error) {
			h, secret, err := a.Workbench.MakeWebhook(ctx, who, in.Organisation, in.Body.URL, in.Body.Topics)
			row := webhookRow(h)
			row.Secret = secret.Reveal()
			return answer(row, err)
		})
	add(a, operation{method: "PUT", path: path + "/{webhook}", id: "set-webhook", summary: "Change a webhook, turn it on or off", needs: needs(workbench.Manage), tag: "webhooks"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InWebhook
			Body struct {
				URL    string   `json:"url" maxLength:"2000"`
				Topics []string `json:"topics" maxItems:"100"`
				On     bool     `json:"on"`
			}
		}) (*body[Webhook], error) {
			h, err := a.Workbench.SetWebhook(ctx, who, in.Organisation, in.Webhook, in.Body.URL, in.Body.Topics, in.Body.On)
			return answer(webhookRow(h), err)
		})
	add(a, operation{method: "DELETE", path: path + "/{webhook}", id: "end-webhook", summary: "End a webhook", needs: needs(workbench.Manage), tag: "webhooks", status: http.StatusNoContent},
		func(ctx context.Context, who workbench.Actor, in *InWebhook) (*none, error) {
			return nil, a.Workbench.DropWebhook(ctx, who, in.Organisation, in.Webhook)
		})
	add(a, operation{method: "POST", path: path + "/{webhook}/test", id: "test-webhook", summary: "Send a message to see whether it arrives", needs: needs(workbench.Manage), tag: "webhooks", status: http.StatusAccepted},
		func(ctx context.Context, who workbench.Actor, in *InWebhook) (*body[Delivery], error) {
			d, err := a.Workbench.TryWebhook(ctx, who, in.Organisation, in.Webhook)
			return answer(deliveryRow(d), err)
		})
	add(a, operation{method: "GET", path: path + "/{webhook}/deliveries", id: "deliveries", summary: "What was sent to a webhook, newest first; the newest 200 are kept", needs: needs(workbench.Manage), tag: "webhooks"},
		func(ctx context.Context, who workbench.Actor, in *InWebhook) (*body[Page[Delivery]], error) {
			all, err := a.Workbench.Deliveries(ctx, who, in.Organisation, in.Webhook)
			out := Page[Delivery]{Items: []Delivery{}}
			for _, d := range all {
				out.Items = append(out.Items, deliveryRow(d))
			}
			return answer(out, err)
		})
}
