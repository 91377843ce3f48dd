package api

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"cordon/internal/workbench"
)

// Problem is an error as RFC 9457 has it.
type Problem struct {
	Type   string            `json:"type" doc:"urn:cordon:fault: and the kind of fault"`
	Title  string            `json:"title" doc:"the kind of fault in words"`
	Status int               `json:"status"`
	Detail string            `json:"detail,omitempty" doc:"what is wrong"`
	Hint   string            `json:"hint,omitempty" doc:"what to do"`
	Fields []workbench.Field `json:"fields,omitempty" doc:"each thing that is wrong in what was sent"`
	cause  error
}

func (p *Problem) Error() string             { return p.Detail }
func (p *Problem) GetStatus() int            { return p.Status }
func (p *Problem) ContentType(string) string { return "application/problem+json" }
func (p *Problem) Unwrap() error             { return p.cause }

var faults = map[workbench.Fault]struct {
	status      int
	name, title string
}{
	workbench.Unknown:         {http.StatusInternalServerError, "internal", "The program failed"},
	workbench.Invalid:         {http.StatusUnprocessableEntity, "invalid", "What was sent cannot be right"},
	workbench.Unauthenticated: {http.StatusUnauthorized, "unauthenticated", "Nobody is signed in"},
	workbench.Forbidden:       {http.StatusForbidden, "forbidden", "Not allowed"},
	workbench.NotFound:        {http.StatusNotFound, "not-found", "Not found"},
	workbench.Conflict:        {http.StatusConflict, "conflict", "Somebody was faster, or it exists already"},
	workbench.TooLarge:        {http.StatusRequestEntityTooLarge, "too-large", "Too large"},
	workbench.TooMany:         {http.StatusTooManyRequests, "too-many", "Too often"},
	workbench.Unsupported:     {http.StatusNotImplemented, "unsupported", "Not possible in this set-up"},
	workbench.Stale:           {http.StatusForbidden, "stale", "Sign in again first"},
}

// problemOf translates an error. What is not a fault of ours is logged here, and people learn nothing of it.
func problemOf(err error) *Problem {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	var e *workbench.Error
	if !errors.As(err, &e) {
		if !errors.Is(err, context.Canceled) { // who asked has gone
			slog.Error("request failed", "error", err)
		}
		e = &workbench.Error{Fault: workbench.Unknown, Text: "something failed that is not your fault", Hint: "try again; the log of the program has the cause"}
	}
	f := faults[e.Fault]
	return &Problem{"urn:cordon:fault:" + f.name, f.title, f.status, e.Text, e.Hint, e.Fields, err}
}

// WriteProblem answers a request that reached no operation.
func WriteProblem(w http.ResponseWriter, err error) { writeProblem(w, problemOf(err)) }

func writeProblem(w http.ResponseWriter, p *Problem) {
	w.Header().Set("Content-Type", "application/problem+json")
	w.WriteHeader(p.Status)
	_ = json.NewEncoder(w).Encode(p)
}

// mostFields is how many things that are wrong in what was sent are told: a small request must not make a large answer.
const mostFields = 100

func init() {
	// What huma finds wrong with a request takes the same form.
	huma.NewError = func(status int, message string, errs ...error) huma.StatusError {
		p := &Problem{Type: "urn:cordon:fault:invalid", Title: http.StatusText(status), Status: status, Detail: message}
		for _, err := range errs[:min(len(errs), mostFields)] {
			var d *huma.ErrorDetail
			if errors.As(err, &d) {
				p.Fields = append(p.Fields, workbench.Field{Path: d.Location, Text: d.Message})
			} else if err != nil {
				p.Fields = append(p.Fields, workbench.Field{Text: err.Error()})
			}
		}
		return p
	}
	huma.NewErrorWithContext = func(_ huma.Context, status int, message string, errs ...error) huma.StatusError {
		return huma.NewError(status, message, errs...)
	}
}
