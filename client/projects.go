package client

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"time"
)

// Organisation is one that the person is in.
type Organisation struct {
	ID   string   `json:"id"`
	Name string   `json:"name"`
	Role string   `json:"role"` // "" for those who have single projects only
	May  []string `json:"may"`  // actions that the role allows
}

// Organisations lists those that the person of the token is in.
func (c *Client) Organisations(ctx context.Context) ([]Organisation, error) {
	s, err := get[struct {
		Organisations []Organisation `json:"organisations"`
	}](ctx, c, "/session", nil)
	return s.Organisations, err
}

// Project is a system or a pack of knowledge.
type Project struct {
	ID           string    `json:"id"`
	Organisation string    `json:"organisation"`
	Sort         string    `json:"sort"` // system or pack
	Name         string    `json:"name"`
	Head         string    `json:"head"` // the newest revision
	Created      time.Time `json:"created"`
	Changed      time.Time `json:"changed"`
	Archived     time.Time `json:"archived"`
	May          []string  `json:"may"` // actions that are allowed here; of Project only
}

// Projects lists the projects of an organisation that may be read.
func (c *Client) Projects(ctx context.Context, organisation string) ([]Project, error) {
	return all[Project](ctx, c, "/organisations/"+url.PathEscape(organisation)+"/projects")
}

// Project gives one project.
func (c *Client) Project(ctx context.Context, id string) (Project, error) {
	return get[Project](ctx, c, "/projects/"+url.PathEscape(id), nil)
}

// Head names the newest revision, whichever it is.
const Head = "head"

// File gives a file of a revision.
func (c *Client) File(ctx context.Context, project, revision, path string) ([]byte, error) {
	res, err := c.send(ctx, http.MethodGet, inRevision(project, revision)+"/file", url.Values{"path": {path}}, nil)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	return io.ReadAll(res.Body)
}

func inRevision(project, revision string) string {
	return "/projects/" + url.PathEscape(project) + "/revisions/" + url.PathEscape(revision)
}

// Revision is a state of a project's folder.
type Revision struct {
	ID      string    `json:"id"`
	Number  int64     `json:"number"`
	Parent  string    `json:"parent"`
	Author  string    `json:"author"`
	At      time.Time `json:"at"`
	Message string    `json:"message"`
	Digest  string    `json:"digest"` // equal folders have equal digests
}

// Revisions gives the history of a project, newest first.
func (c *Client) Revisions(ctx context.Context, project string) ([]Revision, error) {
	return all[Revision](ctx, c, "/projects/"+url.PathEscape(project)+"/revisions")
}

// Change is a change of files.
type Change struct {
	Base    string             `json:"base"`              // id of the revision it was made from
	Files   map[string]*string `json:"files"`             // changed files whole; nil deletes one
	Message string             `json:"message"`           // what was changed and why
	Choices map[string]string  `json:"choices,omitempty"` // keys of conflicts to "ours" (this change) or "theirs"
}

// Changed is what came of a change. With conflicts nothing was written: send the change again with choices.
type Changed struct {
	Revision  *Revision  `json:"revision"`
	Merged    bool       `json:"merged"` // put together with what others had done since
	Conflicts []Conflict `json:"conflicts"`
}

// Conflict is something that this change and others changed differently.
type Conflict struct {
	Key string `json:"key"` // for Change.Choices
	// Raw is all that the server says of it: what stood there, and what each side wrote.
	Raw json.RawMessage `json:"-"`
}

// UnmarshalJSON implements json.Unmarshaler.
func (c *Conflict) UnmarshalJSON(data []byte) error {
	type plain Conflict
	if err := json.Unmarshal(data, (*plain)(c)); err != nil {
		return err
	}
	c.Raw = append(json.RawMessage(nil), data...)
	return nil
}

// Change changes files of a project; it is merged by meaning if others were faster.
func (c *Client) Change(ctx context.Context, project string, change Change) (Changed, error) {
	res, err := c.send(ctx, http.MethodPost, "/projects/"+url.PathEscape(project)+"/revisions", nil, change, http.StatusConflict)
	if err != nil {
		return Changed{}, err
	}
	return read[Changed](res)
}

// Edit is what somebody has not saved: changed files, and operations on them in the form of the interface.
type Edit struct {
	Base       string             `json:"base,omitempty"` // "" is the newest revision
	Files      map[string]*string `json:"files,omitempty"`
	Operations []json.RawMessage  `json:"operations,omitempty"`
}

// Look is what the server shows of an edit. Nothing of it is kept.
type Look struct {
	Digest string             `json:"digest"`
	Files  map[string]*string `json:"files"` // that the operations changed, whole
	Wrong  []Wrong            `json:"wrong"` // with the operations; then nothing was done
	View   json.RawMessage    `json:"view"`  // diagnostics, questions, graph and levels
}

// Wrong is something that is wrong with an operation.
type Wrong struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Column  int    `json:"column"`
	Code    string `json:"code"`
	Message string `json:"message"`
	Hint    string `json:"hint"`
}

// Look shows what would come of an edit.
func (c *Client) Look(ctx context.Context, project string, edit Edit) (Look, error) {
	res, err := c.send(ctx, http.MethodPost, "/projects/"+url.PathEscape(project)+"/look", nil, edit)
	if err != nil {
		return Look{}, err
	}
	return read[Look](res)
}

// Mode says which controls count.
type Mode string

// The modes: controls that are present, or those that are planned too.
const (
	Current Mode = "current"
	Future  Mode = "future"
)

// Assessment gives the assessment of a revision, as cordon assess --format json writes it; docs/reference/assessment.schema.json describes it.
func (c *Client) Assessment(ctx context.Context, project, revision string, mode Mode) (json.RawMessage, error) {
	return get[json.RawMessage](ctx, c, inRevision(project, revision)+"/assessment", url.Values{"mode": {string(mode)}})
}
