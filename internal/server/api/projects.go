package api

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"cordon/internal/workbench"
)

// InProject names a project.
type InProject struct {
	Project workbench.ProjectID `path:"project" maxLength:"64"`
}

// Project is a project as the person who asks may see it.
type Project struct {
	ID           string    `json:"id"`
	Organisation string    `json:"organisation"`
	Sort         string    `json:"sort" enum:"system,pack"`
	Name         string    `json:"name"`
	Head         string    `json:"head" doc:"the newest revision"`
	Created      time.Time `json:"created"`
	Changed      time.Time `json:"changed"`
	Archived     time.Time `json:"archived,omitzero"`
	Roles        []string  `json:"roles,omitempty"`
	May          []string  `json:"may,omitempty" doc:"actions that are allowed here"`
}

func projectOf(p workbench.Project) Project {
	return Project{ID: string(p.ID), Organisation: string(p.Organisation), Sort: string(p.Sort), Name: p.Name, Head: string(p.Head), Created: p.Created, Changed: p.Changed, Archived: p.Archived}
}

// etag is the tag of a version.
func etag(version int64) string { return fmt.Sprintf(`"%d"`, version) }

// ifMatch reads the version that a change was made from; 0 if none is named.
func ifMatch(tag string) (int64, error) {
	if tag == "" || tag == "*" {
		return 0, nil
	}
	v, err := strconv.ParseInt(strings.Trim(tag, `"`), 10, 64)
	if err != nil || v <= 0 {
		return 0, workbench.Errorf(workbench.Invalid, "If-Match holds no ETag of ours").WithHint("send the ETag of the answer you have")
	}
	return v, nil
}

func (a *API) projectOperations() {
	add(a, operation{method: "GET", path: "/organisations/{organisation}/projects", id: "projects", summary: "Projects that you may read", needs: signed, tag: "projects"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InOrganisation
			Paging
		}) (*body[Page[Project]], error) {
			all, err := a.Workbench.Projects(ctx, who, in.Organisation, in.Cursor, in.Limit+1)
			var items []Project
			for _, p := range all {
				items = append(items, projectOf(p))
			}
			return answer(page(items, in.Limit, func(p Project) string { return p.ID }), err)
		})
	add(a, operation{method: "POST", path: "/organisations/{organisation}/projects", id: "create-project", summary: "Make a project: empty, or from an example", needs: needs(workbench.Create), tag: "projects", status: http.StatusCreated},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InOrganisation
			Body struct {
				Name    string         `json:"name" maxLength:"500"`
				Sort    workbench.Sort `json:"sort,omitempty" enum:"system,pack" default:"system"`
				Example string         `json:"example,omitempty" maxLength:"100" doc:"one of GET /examples; empty for a folder with the smallest description"`
			}
		}) (*body[Project], error) {
			files, err := a.Study.Starter(in.Body.Sort, in.Body.Example, in.Body.Name)
			if err != nil {
				return nil, err
			}
			p, _, err := a.Workbench.CreateProject(ctx, who, in.Organisation, in.Body.Sort, in.Body.Name, files, "created")
			return answer(projectOf(p), err)
		})
	add(a, operation{method: "POST", path: "/organisations/{organisation}/projects/import", id: "import-project", summary: "Make a project from a zip of a folder", needs: needs(workbench.Create), tag: "projects", status: http.StatusCreated, maxBody: 128 << 20},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InOrganisation
			Name    string         `query:"name" maxLength:"500"`
			Sort    workbench.Sort `query:"sort" enum:"system,pack" default:"system"`
			RawBody []byte         `contentType:"application/zip"`
		}) (*body[Project], error) {
			files, err := a.Workbench.Import(in.RawBody)
			if err != nil {
				return nil, err
			}
			p, _, err := a.Workbench.CreateProject(ctx, who, in.Organisation, in.Sort, in.Name, files, "imported")
			return answer(projectOf(p), err)
		})
	add(a, operation{method: "GET", path: "/examples", id: "examples", summary: "Examples that a project can be made from", needs: signed, tag: "projects"},
		func(context.Context, workbench.Actor, *none) (*body[Page[Example]], error) {
			out := Page[Example]{Items: []Example{}}
			for _, e := range a.Study.Examples() {
				out.Items = append(out.Items, Example{e.ID, e.Title, e.Text})
			}
			return answer(out, nil)
		})
	add(a, operation{method: "GET", path: "/projects/{project}", id: "project", summary: "One project", needs: needs(workbench.Read), tag: "projects"},
		func(ctx context.Context, who workbench.Actor, in *InProject) (*tagged[Project], error) {
			acc, err := a.Workbench.Inspect(ctx, who, in.Project)
			if err != nil {
				return nil, err
			}
			p := projectOf(acc.Project)
			for _, r := range acc.Roles {
				p.Roles = append(p.Roles, string(r))
			}
			p.May = allowed(acc.May)
			return &tagged[Project]{etag(acc.Project.Version), p}, nil
		})
	add(a, operation{method: "PATCH", path: "/projects/{project}", id: "change-project", summary: "Rename a project, or put it into the archive or take it back", needs: needs(workbench.Manage), tag: "projects"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			IfMatch string `header:"If-Match" maxLength:"100"`
			Body    struct {
				Name     string `json:"name,omitempty" maxLength:"500"`
				Archived *bool  `json:"archived,omitempty"`
			}
		}) (*tagged[Project], error) {
			v, err := ifMatch(in.IfMatch)
			if err != nil {
				return nil, err
			}
			var p workbench.Project
			switch {
			case in.Body.Name != "" && in.Body.Archived == nil:
				p, err = a.Workbench.RenameProject(ctx, who, in.Project, v, in.Body.Name)
			case in.Body.Archived != nil && in.Body.Name == "":
				p, err = a.Workbench.ArchiveProject(ctx, who, in.Project, v, *in.Body.Archived)
			default:
				err = workbench.Errorf(workbench.Invalid, "give a name, or archived, and not both")
			}
			return &tagged[Project]{etag(p.Version), projectOf(p)}, err
		})
	add(a, operation{method: "GET", path: "/projects/{project}/export", id: "export-project", summary: "The folder of a revision as a zip", needs: needs(workbench.Read), tag: "projects"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			Revision workbench.RevisionID `query:"revision" maxLength:"64"`
		}) (*huma.StreamResponse, error) {
			// Asked first, so that a refusal is an answer and not half a file.
			r, err := a.Workbench.Revision(ctx, who, in.Project, in.Revision)
			if err != nil {
				return nil, err
			}
			return &huma.StreamResponse{Body: func(c huma.Context) {
				c.SetHeader("Content-Type", "application/zip")
				c.SetHeader("Content-Disposition", fmt.Sprintf(`attachment; filename="%s-%d.zip"`, in.Project, r.Number))
				if err := a.Workbench.Export(ctx, who, in.Project, r.ID, c.BodyWriter()); err != nil {
					abort(err)
				}
			}}, nil
		})
	add(a, operation{method: "GET", path: "/projects/{project}/grants", id: "grants", summary: "Who has a role in this project alone", needs: needs(workbench.Read), tag: "people"},
		func(ctx context.Context, who workbench.Actor, in *InProject) (*body[Page[workbench.Person]], error) {
			all, err := a.Workbench.Grants(ctx, who, in.Project)
			return answer(whole(all), err)
		})
	add(a, operation{method: "PUT", path: "/projects/{project}/grants/{account}", id: "set-grant", summary: "Give a person a role in this project alone; an empty role takes it back", needs: needs(workbench.Manage), tag: "people", status: http.StatusNoContent},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InProject
			Account workbench.AccountID `path:"account" maxLength:"64"`
			Body    roleChange
		}) (*none, error) {
			return nil, a.Workbench.SetGrant(ctx, who, in.Project, in.Account, in.Body.Role, in.Body.Reason)
		})
}

// Example is a system that comes with the program.
type Example struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

// abort ends an answer that has begun so that the client sees that it is not whole.
func abort(err error) { panic(fmt.Errorf("%w: %w", http.ErrAbortHandler, err)) }
