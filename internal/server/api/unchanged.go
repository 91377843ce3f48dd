package api

import "net/http"

// unchanged is an answer that follows from a revision: whoever has it already is told so.
type unchanged[T any] struct {
	Status int
	ETag   string `header:"ETag"`
	Body   *T
}

func unless[T any](known string, tag string, v T) *unchanged[T] {
	out := &unchanged[T]{Status: http.StatusOK, ETag: `"` + tag + `"`}
	if known == out.ETag {
		out.Status = http.StatusNotModified
		return out
	}
	out.Body = &v
	return out
}
