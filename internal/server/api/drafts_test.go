package api_test

import (
	"net/http"
	"testing"

	"cordon/internal/server/api"
	"cordon/internal/workbench"
)

// Somebody with two windows open does not overwrite in one what was changed in the other.
func TestDraftOfAnotherWindowIsNotOverwritten(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	path := "/projects/" + p.ID + "/draft"
	draft := func(text string) map[string]any {
		return map[string]any{"base": p.Head, "files": map[string]string{"notes.md": text}}
	}
	first := o.want(http.StatusOK, "PUT", path, draft("first window"), nil, "If-None-Match", "*").Header.Get("ETag")
	got := o.refused(http.StatusConflict, "PUT", path, draft("second window"), "If-None-Match", "*")
	if got.Detail != "your draft of this was changed in another window" || got.Hint != "save a revision, which merges both, or read the draft again" {
		t.Errorf("%+v", got)
	}
	var kept api.Draft
	res := o.want(http.StatusOK, "GET", path, nil, &kept)
	if *kept.Files["notes.md"] != "first window" || kept.Base != p.Head || res.Header.Get("ETag") != first {
		t.Errorf("%+v with %s, want %s", kept, res.Header.Get("ETag"), first)
	}
	second := o.want(http.StatusOK, "PUT", path, draft("first window, again"), nil, "If-Match", first).Header.Get("ETag")
	o.refused(http.StatusConflict, "PUT", path, draft("from the old one"), "If-Match", first)
	o.refused(http.StatusConflict, "DELETE", path, nil, "If-Match", first)
	o.want(http.StatusNoContent, "DELETE", path, nil, nil, "If-Match", second)
	o.want(http.StatusNotFound, "GET", path, nil, nil)
	// A draft that was dropped is not that of a window that still has its tag, though it is the first again.
	o.refused(http.StatusConflict, "PUT", path, draft("late"), "If-Match", second)
	o.want(http.StatusOK, "PUT", path, draft("new"), nil, "If-None-Match", "*")
	o.refused(http.StatusConflict, "PUT", path, draft("late"), "If-Match", second)
	// Without a word of what was seen, the last one counts.
	o.want(http.StatusOK, "PUT", path, draft("whatever is there"), nil)
	o.want(http.StatusNoContent, "DELETE", path, nil, nil)
	// A draft is a person's own: another one's is neither seen nor in the way.
	o.want(http.StatusOK, "PUT", path, draft("of the owner"), nil, "If-None-Match", "*")
	e := o.invite(org, workbench.Engineer)
	e.want(http.StatusNotFound, "GET", path, nil, nil)
	e.want(http.StatusOK, "PUT", path, draft("of the engineer"), nil, "If-None-Match", "*")
}
