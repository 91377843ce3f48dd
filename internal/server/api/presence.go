package api

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"

	"cordon/internal/presence"
	"cordon/internal/workbench"
)

// Present is who else has a project open; event presence of the stream, without a number: it is of this moment, and kept nowhere.
type Present struct {
	Project workbench.ProjectID `json:"project"`
	People  []presence.Person   `json:"people"`
}

// InStream names a stream of events of this process, which its first event, hello, tells.
type InStream struct {
	InProject
	Stream string `path:"stream" maxLength:"64"`
}

// noStream is what whoever speaks for a stream is told that is not theirs.
func noStream() error {
	return workbench.Errorf(workbench.NotFound, "you have no such stream of events here").WithHint("open one, and say where you are with the id that it tells; of several server processes each knows its own")
}

func (a *API) presenceOperations() {
	const path = "/projects/{project}/presence/{stream}"
	add(a, operation{method: "PUT", path: path, id: "present", summary: "Say that you have a project open, and where; it holds for 90 seconds, and others who have it open are told over the stream of events", needs: needs(workbench.Read), tag: "events", status: http.StatusNoContent},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InStream
			Body struct {
				File    string `json:"file,omitempty" maxLength:"400" doc:"that is open"`
				Element string `json:"element,omitempty" maxLength:"300" doc:"that is chosen"`
				Unsaved bool   `json:"unsaved,omitempty" doc:"there are changes that are not saved"`
			}
		}) (*none, error) {
			if !a.presence.Put(in.Stream, who.Account, in.Project, presence.Place{File: in.Body.File, Element: in.Body.Element, Unsaved: in.Body.Unsaved}, a.Workbench.Now()) {
				return nil, noStream()
			}
			return nil, nil
		})
	add(a, operation{method: "DELETE", path: path, id: "absent", summary: "Say that you do not have it open any more", needs: needs(workbench.Read), tag: "events", status: http.StatusNoContent},
		func(_ context.Context, who workbench.Actor, in *InStream) (*none, error) {
			if !a.presence.Leave(in.Stream, who.Account) {
				return nil, noStream()
			}
			return nil, nil
		})
}

// present says to a stream who else is where it is; nil if that is as it was told last. Who may not read the project any more is not there any more.
func (a *API) present(ctx context.Context, who workbench.Actor, s *presence.Stream, told []byte) []byte {
	project, people := s.Others(a.Workbench.Now())
	if project == "" {
		return nil
	}
	if a.Workbench.Allowed(ctx, who, project, workbench.Read) != nil {
		a.presence.Leave(s.ID, who.Account)
		people = nil
	}
	now, err := json.Marshal(Present{project, some(people)})
	if err != nil || bytes.Equal(now, told) {
		return nil
	}
	return now
}
