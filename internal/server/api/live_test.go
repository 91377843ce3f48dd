package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/live"
	"cordon/internal/model/edit"
	"cordon/internal/server/api"
	"cordon/internal/workbench"
)

func (p *person) look(project string, in map[string]any) api.Look {
	p.b.t.Helper()
	var out api.Look
	p.want(http.StatusOK, "POST", "/projects/"+project+"/look", in, &out)
	return out
}

func TestWhatIsDrawnIsLookedAtAndNotSaved(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	first := o.look(p.ID, map[string]any{})
	off := edit.Operation{Do: edit.Place, Control: "CTL-0020", On: []string{"cloud/platform"}, State: "absent"}
	second := o.look(p.ID, map[string]any{"base": p.Head, "operations": []edit.Operation{off}, "since": first.Digest, "against": first.Digest})
	text := second.Files["controls.yaml"]
	if text == nil || !strings.Contains(*text, "state: absent") || len(second.Inverse) == 0 {
		t.Fatalf("an operation gave files %v and the inverse %v", second.Files, second.Inverse)
	}
	up := []live.Move{{ID: "cloud/platform", From: live.Level{Likelihood: "medium", LeadsTo: "very-low"}, To: live.Level{Likelihood: "medium", LeadsTo: "high"}}}
	if second.Changes == nil || cmp.Diff(up, second.Changes.Up) != "" || cmp.Diff(second.Changes, second.Against) != "" {
		t.Errorf("taking a control away gave changes %+v, against the revision %+v", second.Changes, second.Against)
	}
	third := o.look(p.ID, map[string]any{"base": p.Head, "files": second.Files, "operations": second.Inverse, "since": second.Digest, "against": first.Digest})
	if third.Digest != first.Digest || third.Against == nil || len(third.Against.Up) > 0 || len(third.Changes.Down) != 1 {
		t.Errorf("taking it back gave the view %s with changes %+v, want %s", third.Digest, third.Changes, first.Digest)
	}
	var r api.Revision
	if o.want(http.StatusOK, "GET", "/projects/"+p.ID+"/revisions/head", nil, &r); r.Number != 1 {
		t.Errorf("looking made revision %d", r.Number)
	}
}

func TestOperationsThatMakeNoSenseAreRefusedWithReasons(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	got := o.look(p.ID, map[string]any{"operations": []edit.Operation{{Do: edit.Remove, ID: "no-such"}}})
	if len(got.Wrong) != 1 || !strings.Contains(got.Wrong[0].Message, "no-such") || got.View != nil {
		t.Errorf("removing what is not there: %+v", got)
	}
}

func TestConnectionsAreAskedForManyKindsAtOnce(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	var got api.Page[api.Legal]
	o.want(http.StatusOK, "GET", "/organisations/"+org+"/legal?from=device.smartphone&to=network.wifi,data.health.signal,device.home-hub", nil, &got)
	said := map[string][]live.Sort{}
	for _, l := range got.Items {
		for _, c := range l.Connections {
			said[l.To] = append(said[l.To], c.Sort)
		}
	}
	want := map[string][]live.Sort{"network.wifi": {live.SortOn}, "device.home-hub": {live.SortFlow}, "data.health.signal": {live.SortKeeps, live.SortMakes}}
	if d := cmp.Diff(want, said); d != "" {
		t.Error(d)
	}
}

func TestElementsAreGivenAsValues(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	var got api.Page[edit.Fragment]
	o.want(http.StatusOK, "POST", "/projects/"+p.ID+"/fragments", map[string]any{"ids": []string{"hospital-zone", "gone"}}, &got)
	want := []edit.Fragment{{ID: "hospital-zone", Block: "zones", Value: json.RawMessage(`{"title":"Hospital","controlled-by":"hospital"}`)}}
	if d := cmp.Diff(want, got.Items); d != "" {
		t.Error(d)
	}
	o.invite(org, workbench.Administrator).refused(http.StatusForbidden, "POST", "/projects/"+p.ID+"/fragments", map[string]any{"ids": []string{}})
}

func TestAChangeIsBroughtToTheNewestRevisionWithoutSaving(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	save := func(op edit.Operation) {
		t.Helper()
		files := o.look(p.ID, map[string]any{"operations": []edit.Operation{op}}).Files
		var head api.Revision
		o.want(http.StatusOK, "GET", "/projects/"+p.ID+"/revisions/head", nil, &head)
		o.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/revisions", map[string]any{"base": head.ID, "files": files, "message": "by others"}, nil)
	}
	title := func(id, text string) edit.Operation {
		return edit.Operation{Do: edit.Set, ID: id, Path: []string{"title"}, Value: json.RawMessage(`"` + text + `"`)}
	}
	mine := o.look(p.ID, map[string]any{"base": p.Head, "operations": []edit.Operation{title("maker-zone", "Mine")}}).Files
	save(title("hospital-zone", "Theirs"))
	rebase := func(choices map[string]edit.Side) api.Rebased {
		t.Helper()
		var got api.Rebased
		o.want(http.StatusOK, "POST", "/projects/"+p.ID+"/rebase", map[string]any{"base": p.Head, "files": mine, "choices": choices}, &got)
		return got
	}
	got := rebase(nil)
	text := got.Files["system.yaml"]
	if got.Revision.Number != 2 || len(got.Files) != 1 || text == nil || !strings.Contains(*text, "Mine") || !strings.Contains(*text, "Theirs") {
		t.Fatalf("rebased: %+v", got)
	}
	save(title("maker-zone", "Other"))
	got = rebase(nil)
	if len(got.Conflicts) != 1 || got.Conflicts[0].Ours != "Mine" || got.Conflicts[0].Theirs != "Other" || len(got.Files) != 0 {
		t.Fatalf("a change of the same title: %+v", got)
	}
	got = rebase(map[string]edit.Side{got.Conflicts[0].Key: edit.Theirs})
	if len(got.Conflicts) != 0 || len(got.Files) != 0 {
		t.Errorf("with their side chosen nothing differs from their revision: %+v", got)
	}
	var head api.Revision
	if o.want(http.StatusOK, "GET", "/projects/"+p.ID+"/revisions/head", nil, &head); head.Number != 3 {
		t.Errorf("a rebase made revision %d", head.Number)
	}
	o.invite(org, workbench.Assessor).refused(http.StatusForbidden, "POST", "/projects/"+p.ID+"/rebase", map[string]any{"base": p.Head, "files": mine})
}
