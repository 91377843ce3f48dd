package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/server/api"
	"cordon/internal/study"
)

func TestTwoRevisionsAreComparedAsAssessed(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	_, src := o.ask("GET", "/projects/"+p.ID+"/revisions/head/file?path=controls.yaml", nil)
	var made api.Changed
	o.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/revisions", map[string]any{"base": p.Head, "files": map[string]any{"controls.yaml": weaken(t, string(src))}, "message": "controls go"}, &made)
	var d study.Comparison
	o.want(http.StatusOK, "GET", "/projects/"+p.ID+"/compare/assessment?from="+p.Head+"&to="+made.Revision.ID, nil, &d)
	if d.Verdict == "" || len(d.Controls) == 0 || len(d.Threats.ReRated) == 0 || d.Knowledge {
		t.Errorf("verdict %q, controls %v, re-rated %d", d.Verdict, d.Controls, len(d.Threats.ReRated))
	}
	want := study.HarmMove{
		ID: "exposure-of-illness", Title: "The illness becomes known",
		Before: &study.HarmState{Verdict: "reduce", Severity: "minor", Probability: "probable", Likelihood: "medium"},
		After:  &study.HarmState{Verdict: "reduce", Severity: "minor", Probability: "frequent", Likelihood: "high"},
	}
	i := slices.IndexFunc(d.Harms, func(m study.HarmMove) bool { return m.ID == want.ID })
	if i < 0 {
		t.Fatalf("moved: %+v", d.Harms)
	}
	if diff := cmp.Diff(want, d.Harms[i]); diff != "" || d.Titles["CTL-0163"] != "Erased and brought to a known state between holders" {
		t.Errorf("%s\n%s", diff, d.Titles["CTL-0163"])
	}
	o.refused(http.StatusNotFound, "GET", "/projects/"+p.ID+"/compare/assessment?from=none&to="+p.Head, nil)
}

// weaken makes all controls that are present absent.
func weaken(t *testing.T, src string) string {
	t.Helper()
	out := strings.ReplaceAll(src, "present", "absent")
	if out == src || !slices.Contains(strings.Fields(src), "controls:") {
		t.Fatal("controls.yaml of the example has no control that is present")
	}
	return out
}
