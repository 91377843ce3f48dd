// Package api is the HTTP interface: everything the pages do, under /api/v1. It translates between JSON and use cases and decides nothing.
package api

import (
	"context"
	"encoding/json"
	"math"
	"net/http"
	"path"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"cordon/internal/jobs"
	"cordon/internal/people"
	"cordon/internal/presence"
	"cordon/internal/server/signon"
	"cordon/internal/study"
	"cordon/internal/workbench"
)

// Version is the version of the interface. It rises with every change that its golden file shows.
const Version = "1.0.0"

// API is the interface over a workbench.
type API struct {
	Workbench *workbench.Workbench
	Study     *study.Study
	Jobs      *jobs.Runner
	// Setup tells whether a code is the one that was shown where the program was started.
	Setup func(code string) bool
	// Passkeys holds ceremonies for each origin that browsers have passkeys for.
	Passkeys map[string]*people.Passkeys
	// SignOn are the identity providers.
	SignOn *signon.Providers
	// Program is the version of the program.
	Program string

	huma     huma.API
	presence presence.Register
}

// Register puts all operations on a mux and gives their description.
func (a *API) Register(mux *http.ServeMux) *huma.OpenAPI {
	c := huma.DefaultConfig("Cordon workbench", Version)
	c.OpenAPIPath = "/api/v1/openapi"
	c.DocsPath, c.SchemasPath = "", ""
	huma.DefaultArrayNullable = false
	c.CreateHooks = nil // no $schema in answers
	c.Formats = map[string]huma.Format{"application/json": format, "json": format}
	c.Info.Description = "Everything the pages of the workbench do. Errors are application/problem+json (RFC 9457); lists have items and next; what depends on a revision has an ETag."
	c.Components = &huma.Components{Schemas: huma.NewMapRegistry("#/components/schemas/", schemaName)}
	c.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"session": {Type: "apiKey", In: "cookie", Name: Cookie, Description: "Session of a person, from POST /api/v1/session."},
		"token":   {Type: "http", Scheme: "bearer", Description: "Token with scopes, from the profile page."},
	}
	a.huma = humago.New(mux, c)
	for _, register := range []func(){
		a.sessionOperations,
		a.accountOperations,
		a.organisationOperations,
		a.projectOperations,
		a.portfolioOperations,
		a.revisionOperations,
		a.draftOperations,
		a.passkeyOperations,
		a.commentOperations,
		a.shareOperations,
		a.eventOperations,
		a.presenceOperations,
		a.webhookOperations,
		a.logOperations,
		a.jobOperations,
		a.projectJobOperations,
		a.assessmentOperations,
		a.liveOperations,
		a.afterOperations,
		a.feedOperations,
		a.vexOperations,
		a.clockOperations,
		a.replayOperations,
		a.decisionOperations,
		a.reviewOperations,
		a.signatureOperations,
		a.historyOperations,
		a.harmOperations,
		a.complyOperations,
		a.documentOperations,
		a.threatOperations,
		a.layerOperations,
		a.numbersOperations,
		a.optionOperations,
		a.knowledgeOperations,
		a.packOperations,
	} {
		register()
	}
	return a.huma.OpenAPI()
}

// schemaName names a type in the description. Those of other packages bear the name of theirs, for several have a Level or Change.
func schemaName(t reflect.Type, hint string) string {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	name := huma.DefaultSchemaNamer(t, hint)
	of := path.Base(t.PkgPath())
	if of == "." || of == "api" || of == "" || t.Name() == "" {
		return name
	}
	return strings.ToUpper(of[:1]) + of[1:] + name
}

// access says who may call an operation. It is part of the description (x-cordon-needs), and the matrix test walks it.
type access string

const (
	anybody access = "nobody" // no session is needed
	signed  access = "session"
)

// needs is the access for an action of workbench.
func needs(a workbench.Action) access { return access(a) }

// operation is what an operation says of itself.
type operation struct {
	method, path, id, summary string
	needs                     access
	status                    int   // of success; 0 is 200, or 204 without a body
	maxBody                   int64 // bytes; 0 is 1 MiB
	tag                       string
	// reads tells of a POST that changes nothing, whatever it needs.
	reads bool
}

// bodyTime is how long a body may take, as long as the server lets whole requests take; it would be five seconds, which many uploads need.
const bodyTime = 2 * time.Minute

// add registers an operation whose handler knows who asks.
func add[I, O any](a *API, o operation, handle func(ctx context.Context, who workbench.Actor, in *I) (*O, error)) {
	op := huma.Operation{
		OperationID: o.id, Method: o.method, Path: "/api/v1" + o.path, Summary: o.summary, Tags: []string{o.tag},
		DefaultStatus: o.status, MaxBodyBytes: o.maxBody, BodyReadTimeout: bodyTime,
		Extensions: map[string]any{"x-cordon-needs": string(o.needs)},
		Errors:     []int{http.StatusBadRequest, http.StatusNotFound, http.StatusUnprocessableEntity, http.StatusTooManyRequests},
	}
	if o.needs != anybody {
		op.Security = []map[string][]string{{"session": {}}, {"token": {}}}
		op.Errors = append(op.Errors, http.StatusUnauthorized, http.StatusForbidden)
	}
	if o.method != http.MethodGet {
		op.Errors = append(op.Errors, http.StatusConflict)
	}
	op.Middlewares = huma.Middlewares{a.gate(o.needs)}
	if o.changes() {
		op.Middlewares = append(op.Middlewares, a.once)
		op.Parameters = []*huma.Param{keyParam}
	}
	huma.Register(a.huma, op, func(ctx context.Context, in *I) (*O, error) {
		out, err := handle(ctx, callerOf(ctx).Actor, in)
		if err != nil {
			return nil, problemOf(err)
		}
		return out, nil
	})
}

// gate refuses whoever may not call an operation before anything that was sent is looked at. Use cases ask again: they have callers that
// are no requests, and rights may change in between.
func (a *API) gate(needs access) func(huma.Context, func(huma.Context)) {
	return func(c huma.Context, next func(huma.Context)) {
		if err := a.mayCall(c, needs); err != nil {
			p := problemOf(err)
			c.SetHeader("Content-Type", p.ContentType(""))
			c.SetStatus(p.Status)
			_ = json.NewEncoder(c.BodyWriter()).Encode(p)
			return
		}
		next(c)
	}
}

func (a *API) mayCall(c huma.Context, needs access) error {
	who := callerOf(c.Context()).Actor
	project, organisation := workbench.ProjectID(c.Param("project")), workbench.OrganisationID(c.Param("organisation"))
	switch {
	case needs == anybody:
		return nil
	case who.Account == "":
		return workbench.Errorf(workbench.Unauthenticated, "nobody is signed in").WithHint("sign in and do it again; a program sends a token as Authorization: Bearer")
	case needs == signed && organisation != "":
		return a.Workbench.Belongs(c.Context(), who, organisation)
	case needs == signed:
		return nil
	case project != "":
		return a.Workbench.Allowed(c.Context(), who, project, workbench.Action(needs))
	}
	return a.Workbench.AllowedIn(c.Context(), who, organisation, workbench.Action(needs))
}

// none is an answer or question without content.
type none struct{}

// body is an answer that is a JSON document.
type body[T any] struct{ Body T }

func answer[T any](v T, err error) (*body[T], error) {
	if err != nil {
		return nil, err
	}
	return &body[T]{v}, nil
}

// tagged is an answer with an ETag.
type tagged[T any] struct {
	ETag string `header:"ETag"`
	Body T
}

// Page is one page of a list.
type Page[T any] struct {
	Items []T    `json:"items"`
	Next  string `json:"next,omitempty" doc:"cursor of the next page; absent on the last"`
}

// Paging is what lists are asked with.
type Paging struct {
	Cursor string `query:"cursor" maxLength:"200" doc:"next of the page before"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

// mostCursor keeps the number after a page, which has 500 items at most, from overflowing.
const mostCursor = math.MaxInt - 500

// number reads the cursor of a list whose cursors count; 0 is the first page.
func (p Paging) number() (int, error) {
	if p.Cursor == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(p.Cursor)
	if err != nil || n < 1 || n > mostCursor {
		return 0, workbench.Errorf(workbench.Invalid, "the cursor is none of ours")
	}
	return n, nil
}

// some is a list that is [] where it is empty.
func some[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}

// whole is a list that has no further page.
func whole[T any](items []T) Page[T] {
	return Page[T]{Items: some(items)}
}

// page makes a page of one item more than asked for.
func page[T any](items []T, limit int, cursor func(T) string) Page[T] {
	if len(items) > limit {
		return Page[T]{items[:limit], cursor(items[limit-1])}
	}
	if items == nil {
		items = []T{}
	}
	return Page[T]{Items: items}
}

// Describe gives the OpenAPI document of the interface.
func Describe() ([]byte, error) {
	spec := (&API{}).Register(http.NewServeMux())
	out, err := json.MarshalIndent(spec, "", "  ")
	return append(out, '\n'), err
}
