package api

import (
	"context"
	"net/http"
	"time"

	"cordon/internal/workbench"
)

// InOrganisation names an organisation.
type InOrganisation struct {
	Organisation workbench.OrganisationID `path:"organisation" maxLength:"64"`
}

// Invited is an account that was invited.
type Invited struct {
	Account string `json:"account"`
	Secret  string `json:"secret,omitempty" doc:"for the person to choose a password with; shown once; absent if the person has come in before"`
}

// Organisation is an organisation with its settings.
type Organisation struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	Created   time.Time `json:"created"`
	Autosave  bool      `json:"autosave" doc:"drafts are kept while people type"`
	TwoPeople bool      `json:"two-people" doc:"who took part in writing something does not approve it"`
	// RetainDays is 0 for ever.
	RetainDays int `json:"retain-days" doc:"days for which drafts, settled messages to webhooks and events are kept; 0: for ever"`
}

func organisationOf(o workbench.Organisation) *tagged[Organisation] {
	return &tagged[Organisation]{etag(o.Version), Organisation{string(o.ID), o.Name, o.Created, o.Autosave, o.TwoPeople, o.RetainDays}}
}

func (a *API) organisationOperations() {
	add(a, operation{method: "GET", path: "/organisations/{organisation}", id: "organisation", summary: "An organisation with its settings", needs: signed, tag: "people"},
		func(ctx context.Context, who workbench.Actor, in *InOrganisation) (*tagged[Organisation], error) {
			o, err := a.Workbench.Organisation(ctx, who, in.Organisation)
			return organisationOf(o), err
		})
	add(a, operation{method: "PUT", path: "/organisations/{organisation}", id: "set-organisation", summary: "Change the settings of an organisation", needs: needs(workbench.Manage), tag: "people"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InOrganisation
			IfMatch string `header:"If-Match" maxLength:"100"`
			Body    struct {
				Name       string `json:"name" maxLength:"500"`
				Autosave   bool   `json:"autosave"`
				TwoPeople  bool   `json:"two-people"`
				RetainDays int    `json:"retain-days" minimum:"0" doc:"0, or 30 to 36500"`
			}
		}) (*tagged[Organisation], error) {
			v, err := ifMatch(in.IfMatch)
			if err != nil {
				return nil, err
			}
			o, err := a.Workbench.SetOrganisation(ctx, who, in.Organisation, v, workbench.Settings(in.Body))
			return organisationOf(o), err
		})
	add(a, operation{method: "GET", path: "/organisations/{organisation}/members", id: "members", summary: "People of an organisation", needs: signed, tag: "people"},
		func(ctx context.Context, who workbench.Actor, in *InOrganisation) (*body[Page[workbench.Person]], error) {
			all, err := a.Workbench.Members(ctx, who, in.Organisation)
			return answer(whole(all), err)
		})
	add(a, operation{method: "POST", path: "/organisations/{organisation}/members", id: "invite", summary: "Invite a person", needs: needs(workbench.Manage), tag: "people", status: http.StatusCreated},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InOrganisation
			Body struct {
				Email    string         `json:"email" maxLength:"1016"`
				Name     string         `json:"name" maxLength:"500"`
				Role     workbench.Role `json:"role"`
				Language string         `json:"language" enum:"en,de"`
			}
		}) (*body[Invited], error) {
			acc, secret, err := a.Workbench.Invite(ctx, who, in.Organisation, workbench.Newcomer{Email: in.Body.Email, Name: in.Body.Name, Language: in.Body.Language}, in.Body.Role)
			return answer(Invited{string(acc.ID), secret.Reveal()}, err)
		})
	add(a, operation{method: "PUT", path: "/organisations/{organisation}/members/{account}", id: "set-role", summary: "Give a person a role; an empty role takes the person out", needs: needs(workbench.Manage), tag: "people", status: http.StatusNoContent},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InOrganisation
			Account workbench.AccountID `path:"account" maxLength:"64"`
			Body    roleChange
		}) (*none, error) {
			return nil, a.Workbench.SetRole(ctx, who, in.Organisation, in.Account, in.Body.Role, in.Body.Reason)
		})
}

type roleChange struct {
	Role   workbench.Role `json:"role" doc:"empty: none"`
	Reason string         `json:"reason" maxLength:"4000" doc:"for the audit log"`
}
