package api_test

import (
	"net/http"
	"slices"
	"testing"

	"cordon/internal/server/api"
	"cordon/internal/workbench"
)

func TestAProjectIsMadeFromAnExample(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	var r api.Revision
	o.want(http.StatusOK, "GET", "/projects/"+p.ID+"/revisions/head", nil, &r)
	paths := []string{}
	for _, f := range r.Files {
		paths = append(paths, f.Path)
	}
	if r.Number != 1 || !slices.Contains(paths, "system.yaml") || !slices.Contains(paths, "parts/cloud.yaml") || slices.Contains(paths, "expected/review.md") {
		t.Errorf("revision %d holds %v", r.Number, paths)
	}
}

func TestOthersDoNotLearnThatAProjectExists(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	b.nobody().refused(http.StatusUnauthorized, "GET", "/projects/"+p.ID, nil)
	admin := o.invite(org, workbench.Administrator)
	if got := admin.refused(http.StatusForbidden, "GET", "/projects/"+p.ID, nil); got.Hint == "" {
		t.Error("who may not read is not told who may")
	}
	missing := o.refused(http.StatusNotFound, "GET", "/projects/06h1fe9jslpcn8904i7kdsfjpg", nil)
	if missing.Detail != "there is no such project" {
		t.Errorf("a project that is not there: %+v", missing)
	}
}

func TestAChangeOnAnOldRevisionIsMerged(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	e := o.invite(org, workbench.Engineer)
	p := o.system(org)
	base := p.Head
	change := func(who *person, path, text string) api.Changed {
		var out api.Changed
		who.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/revisions", map[string]any{"base": base, "files": map[string]any{path: text}, "message": "says more"}, &out)
		return out
	}
	first := change(o, "notes-a.txt", "by the owner")
	second := change(e, "notes-b.txt", "by the engineer")
	if first.Merged || !second.Merged || second.Revision.Number != 3 || second.Revision.Merged != base {
		t.Fatalf("first %+v, second %+v", first.Revision, second.Revision)
	}
	var r api.Revision
	o.want(http.StatusOK, "GET", "/projects/"+p.ID+"/revisions/head", nil, &r)
	found := 0
	for _, f := range r.Files {
		if f.Path == "notes-a.txt" || f.Path == "notes-b.txt" {
			found++
		}
	}
	if found != 2 {
		t.Errorf("of two files added at once, %d are there", found)
	}
}
