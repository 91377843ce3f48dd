package api

import (
	"context"
	"net/http"
	"time"

	"cordon/internal/jobs"
	"cordon/internal/study"
	"cordon/internal/watch"
	"cordon/internal/workbench"
)

// Feeds is what an organisation knows of advisories.
type Feeds struct {
	Addresses []string      `json:"addresses" doc:"that are fetched"`
	Uploads   []Upload      `json:"uploads"`
	Lasts     bool          `json:"lasts" doc:"false if the index is gone when this server ends"`
	Made      time.Time     `json:"made,omitzero" doc:"when the index was made; absent if there is none"`
	Index     *watch.Synced `json:"index,omitempty"`
	Job       *jobs.Job     `json:"job,omitempty" doc:"the last time that addresses were fetched"`
}

// Upload is a file with feeds.
type Upload struct {
	Name  string    `json:"name"`
	Bytes int64     `json:"bytes"`
	At    time.Time `json:"at"`
}

func (a *API) feedOperations() {
	add(a, operation{method: "GET", path: "/organisations/{organisation}/feeds", id: "feeds", summary: "Where advisories come from, and what the index of them holds", needs: needs(workbench.Read), tag: "feeds"},
		func(ctx context.Context, who workbench.Actor, in *InOrganisation) (*tagged[Feeds], error) {
			return a.feeds(ctx, who, in.Organisation)
		})
	add(a, operation{method: "PUT", path: "/organisations/{organisation}/feeds/addresses", id: "set-feeds", summary: "Set the addresses that are fetched", needs: needs(workbench.Manage), tag: "feeds"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InOrganisation
			IfMatch string `header:"If-Match" maxLength:"100"`
			Body    struct {
				Addresses []string `json:"addresses" maxItems:"50" doc:"each begins with https://"`
			}
		}) (*tagged[workbench.Feeds], error) {
			v, err := ifMatch(in.IfMatch)
			if err != nil {
				return nil, err
			}
			f, err := a.Workbench.SetFeeds(ctx, who, in.Organisation, v, in.Body.Addresses)
			return &tagged[workbench.Feeds]{etag(f.Version), f}, err
		})
	add(a, operation{method: "POST", path: "/organisations/{organisation}/feeds/sync", id: "sync-feeds", summary: "Fetch the addresses and make the index anew, in the background", needs: needs(workbench.Triage), tag: "feeds", status: http.StatusAccepted},
		func(ctx context.Context, who workbench.Actor, in *InOrganisation) (*tagged[Feeds], error) {
			if _, err := a.Workbench.AskSync(ctx, who, in.Organisation); err != nil {
				return nil, err
			}
			return a.feeds(ctx, who, in.Organisation)
		})
	add(a, operation{method: "POST", path: "/organisations/{organisation}/feeds/uploads", id: "upload-feed", summary: "Take in a file of advisories, or a zip of a folder of them", needs: needs(workbench.Triage), tag: "feeds", status: http.StatusCreated, maxBody: study.UploadBytes + 1},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InOrganisation
			Name    string `query:"name" required:"true" maxLength:"100" doc:"name of the file; one of the same name is replaced"`
			RawBody []byte `contentType:"application/octet-stream"`
		}) (*body[study.TakenIn], error) {
			return taken(a.Study.TakeIn(ctx, who, in.Organisation, in.Name, in.RawBody))
		})
	add(a, operation{method: "POST", path: "/organisations/{organisation}/feeds/example", id: "take-example-feeds", summary: "Take in the invented advisories of the examples", needs: needs(workbench.Triage), tag: "feeds", status: http.StatusCreated},
		func(ctx context.Context, who workbench.Actor, in *InOrganisation) (*body[study.TakenIn], error) {
			return taken(a.Study.TakeExample(ctx, who, in.Organisation))
		})
	add(a, operation{method: "DELETE", path: "/organisations/{organisation}/feeds/uploads/{name}", id: "leave-out-feed", summary: "Take a file out, and make the index of what is left", needs: needs(workbench.Triage), tag: "feeds"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InOrganisation
			Name string `path:"name" maxLength:"100"`
		}) (*body[study.TakenIn], error) {
			return taken(a.Study.LeaveOut(ctx, who, in.Organisation, in.Name))
		})
}

func taken(t *study.TakenIn, err error) (*body[study.TakenIn], error) {
	if err != nil {
		return nil, err
	}
	return answer(*t, nil)
}

func (a *API) feeds(ctx context.Context, who workbench.Actor, org workbench.OrganisationID) (*tagged[Feeds], error) {
	s, err := a.Study.FeedState(ctx, who, org)
	if err != nil {
		return nil, err
	}
	out := Feeds{Addresses: s.Addresses, Uploads: []Upload{}, Lasts: s.Lasts, Made: s.Made, Index: s.Index}
	for _, u := range s.Uploads {
		out.Uploads = append(out.Uploads, Upload{u.Name, u.Bytes, u.At})
	}
	err = a.Workbench.Store.Read(ctx, func(tx workbench.Tx) error {
		list, err := a.Jobs.List(ctx, tx, jobs.Filter{Organisation: org, Kind: "sync", Limit: 1})
		if len(list) > 0 {
			out.Job = &list[0]
		}
		return err
	})
	return &tagged[Feeds]{etag(s.Version), out}, err
}
