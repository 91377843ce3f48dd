package api_test

import (
	"net/http"
	"slices"
	"testing"

	"cordon/internal/riskfile"
	"cordon/internal/server/api"
	"cordon/internal/workbench"
)

func TestHarmsHaveVerdictsInThreeStates(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	path := "/projects/" + p.ID + "/revisions/head/harms"
	var got api.Harms
	res := o.want(http.StatusOK, "GET", path, nil, &got)
	if len(got.Risks) == 0 || len(got.Benefits) == 0 || len(got.Threshold) != 5 || !got.Verified {
		t.Fatalf("%d risks, %d benefits, a table of %d rows, verified %v", len(got.Risks), len(got.Benefits), len(got.Threshold), got.Verified)
	}
	at := slices.IndexFunc(got.Risks, func(r riskfile.Risk) bool { return r.Harm == "wrong-intake" })
	if at < 0 {
		t.Fatal("the example has no harm wrong-intake")
	}
	r := got.Risks[at]
	if got := [3]string{r.Without.Likelihood, r.Today.Likelihood, r.Planned.Likelihood}; got != [3]string{"high", "medium", "medium"} {
		t.Errorf("likelihood without controls, today and as planned: %v", got)
	}
	if r.Planned.Severity != "critical" || r.Planned.Level != "probable" || got.Threshold[3][3] != r.Planned.Acceptability {
		t.Errorf("the verdict is not that of the table: %+v", r.Planned)
	}
	if got.Titles["deliver"] != "Plan to phone" {
		t.Errorf("titles of elements: %v", got.Titles)
	}
	o.want(http.StatusNotModified, "GET", path, nil, nil, "If-None-Match", res.Header.Get("ETag"))
}

func TestAHarmHasWaysAndWhatHelps(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	path := "/projects/" + p.ID + "/revisions/head/harms"
	var all api.Harms
	o.want(http.StatusOK, "GET", path, nil, &all)
	worst := all.Risks[0]
	var got api.Harm
	o.want(http.StatusOK, "GET", path+"/"+worst.Harm, nil, &got)
	if got.Risk.Title != worst.Title || len(got.Paths) == 0 || len(got.Paths[0].Steps) == 0 || len(got.Paths[0].Assumes) == 0 {
		t.Fatalf("%s: %+v", worst.Harm, got)
	}
	if first := got.Paths[0]; first.Likelihood != worst.Planned.Likelihood {
		t.Errorf("the likeliest way has likelihood %s, the harm %s", first.Likelihood, worst.Planned.Likelihood)
	}
	for _, s := range got.Paths[0].Assumes {
		if s.Title == "" || s.Says == "" {
			t.Errorf("an assumption is not in words: %+v", s)
		}
	}
	for _, s := range got.Paths[0].Steps[:len(got.Paths[0].Steps)-1] {
		if len(s.Follows) == 0 {
			t.Errorf("nothing follows from %s", s.Title)
		}
	}
	if got := o.refused(http.StatusNotFound, "GET", path+"/no-such", nil); got.Detail != `the description has no harm "no-such"` {
		t.Errorf("a harm that is not there: %+v", got)
	}
}

func TestHarmsAreForThoseWhoMayRead(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	path := "/projects/" + p.ID + "/revisions/head/harms"
	b.nobody().refused(http.StatusUnauthorized, "GET", path, nil)
	o.invite(org, workbench.Administrator).refused(http.StatusForbidden, "GET", path, nil)
	var got api.Harms
	o.invite(org, workbench.Assessor).want(http.StatusOK, "GET", path, nil, &got)
	if len(got.Risks) == 0 {
		t.Error("an assessor sees no harms")
	}
}

func TestATextWithErrorsHasNoHarms(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	o.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/revisions", map[string]any{"base": p.Head, "files": map[string]any{"wrong.yaml": "cordon: 1\nassets:\n  x: {kind: no-such}\n"}, "message": "breaks it"}, nil)
	got := o.refused(http.StatusConflict, "GET", "/projects/"+p.ID+"/revisions/head/harms", nil)
	if len(got.Fields) == 0 || got.Hint == "" {
		t.Errorf("what is wrong is not said: %+v", got)
	}
}
