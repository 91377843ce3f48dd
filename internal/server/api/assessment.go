package api

import (
	"bytes"
	"context"
	"net/http"

	"cordon/internal/engine"
	"cordon/internal/workbench"
)

func (a *API) assessmentOperations() {
	add(a, operation{method: "GET", path: "/projects/{project}/revisions/{revision}/assessment", id: "assessment", summary: "The whole assessment, as cordon assess --format json gives it", needs: needs(workbench.Read), tag: "assessment"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InRevision
			Mode        string `query:"mode" enum:"current,future" default:"future" doc:"controls that count: those present, or those planned too"`
			IfNoneMatch string `header:"If-None-Match" maxLength:"200"`
		}) (*fileAnswer, error) {
			s, r, err := a.Study.Assess(ctx, who, in.Project, in.revision(), engine.Mode(in.Mode))
			if err != nil {
				return nil, err
			}
			if err := s.Whole(); err != nil {
				return nil, err
			}
			out := &fileAnswer{Status: http.StatusOK, ContentType: "application/json", ETag: `"` + string(r.ID) + "-" + in.Mode + `"`}
			if in.IfNoneMatch == out.ETag {
				out.Status = http.StatusNotModified
				return out, nil
			}
			var b bytes.Buffer
			err = s.Encode(&b)
			out.Body = b.Bytes()
			return out, err
		})
}
