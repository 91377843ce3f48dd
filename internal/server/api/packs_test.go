package api_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"cordon/internal/server/api"
	"cordon/internal/study"
	"cordon/internal/workbench"
)

// ownThreat is an entry that the example device shows.
const ownThreat = `id: THR-9001
title: Visitors are told the password of {net}
category: access
where:
  net: {kind: network.private}
causes: [low net.kept-from-outsiders]
effects: [net.intruded]
frequency: low
unanswered: The ward wants it so.
story: Who visits often is given the password, and keeps it.
sources: [{document: Own observation, part: ward round of 2026-10-02}]
`

// pack makes a pack with a file and gives it.
func (p *person) pack(org string, files map[string]any) api.Project {
	p.b.t.Helper()
	var out api.Project
	p.want(http.StatusCreated, "POST", "/organisations/"+org+"/projects", map[string]any{"name": "Our ward", "sort": "pack"}, &out)
	if files != nil {
		p.want(http.StatusCreated, "POST", "/projects/"+out.ID+"/revisions", map[string]any{"base": out.Head, "files": files, "message": "own entries"}, nil)
	}
	return out
}

// ownTerm is an entry without anything wrong.
const ownTerm = `id: ward-round
title: ward round
means: Walk of the ward's team from patient to patient, at a fixed time of the day.
because: Decisions on devices are made there, and documents name it.
readings:
  - {source: Own procedures, part: "4", means: The daily visit of the team., certainty: checked}
sources: [{document: Own procedures, part: "4"}]
`

func TestAPackIsLintedAsItIsOnTheScreen(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.pack(org, nil)
	var got api.PackCheck
	o.want(http.StatusOK, "POST", "/projects/"+p.ID+"/lint-pack", map[string]any{}, &got)
	if len(got.Diagnostics) != 0 || len(got.Entries) != 0 {
		t.Errorf("a new pack has %+v and %+v", got.Diagnostics, got.Entries)
	}
	o.want(http.StatusOK, "POST", "/projects/"+p.ID+"/lint-pack", map[string]any{"files": map[string]any{"terms/ward-round.yaml": ownTerm}}, &got)
	if got.Errors != 0 || len(got.Entries) != 1 || got.Entries[0].ID != "ward-round" || got.Files["term ward-round"] != "terms/ward-round.yaml" {
		t.Errorf("a right term: %+v", got)
	}
	wrong := `id: CHK-9001
title: "{x} is alone"
where:
  x: {kind: device.implant, role: one}
hint: write more
why: Nothing else is seen.
sources: [{document: Own}]
examples:
  - {says: no implant, expects: match, model: {assets: {hub: {kind: device.home-hub}}}}
`
	o.want(http.StatusOK, "POST", "/projects/"+p.ID+"/lint-pack", map[string]any{"files": map[string]any{"checks/CHK-9001.yaml": wrong}}, &got)
	want := api.PackDiagnostic{File: "checks/CHK-9001.yaml", Line: 9, Column: 5, Code: "C611", Severity: "error", Message: `CHK-9001: example "no implant" expects match and gives no-match`, Hint: "correct the pattern or the example"}
	if !slices.ContainsFunc(got.Diagnostics, func(d api.PackDiagnostic) bool {
		return d.Message == want.Message && d.File == want.File && d.Line == want.Line && d.Hint == want.Hint
	}) {
		t.Errorf("an example that does not hold: %+v", got.Diagnostics)
	}
	s := o.system(org)
	if got := o.refused(http.StatusUnprocessableEntity, "POST", "/projects/"+s.ID+"/lint-pack", map[string]any{}); got.Detail != "the project Watch is no pack of knowledge" {
		t.Errorf("a system is no pack: %+v", got)
	}
}

func TestAPackInUseCountsInTheRevisionThatWasPutIntoUse(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	system := o.system(org)
	p := o.pack(org, map[string]any{"terms/ward-round.yaml": ownTerm})
	asked := &askedJobs{Jobs: b.w.Jobs}
	b.w.Jobs = asked
	put := map[string]any{"packs": []any{map[string]any{"project": p.ID}}, "reason": "agreed in the ward meeting"}
	o.want(http.StatusNoContent, "PUT", "/organisations/"+org+"/packs", put, nil)
	if len(asked.all) != 1 || !strings.HasPrefix(asked.all[0], `summary {"project":"`+system.ID+`"`) {
		t.Errorf("jobs %v, want the summary of the system", asked.all)
	}
	if got := b.logged(); !strings.Contains(got, `"action":"packs.set"`) || !strings.Contains(got, `"reason":"agreed in the ward meeting"`) || !strings.Contains(got, p.ID) {
		t.Errorf("the audit log ends with %s", got)
	}
	if got := o.entry(org, "term", "ward-round"); got.Pack != p.ID || got.File != "terms/ward-round.yaml" || got.Text != ownTerm {
		t.Errorf("an entry of the pack: %+v", got.Entry)
	}
	var found api.Entries
	o.want(http.StatusOK, "GET", "/organisations/"+org+"/knowledge?pack="+p.ID, nil, &found)
	if found.Total != 1 || found.Items[0].ID != "ward-round" {
		t.Errorf("entries of the pack: %+v", found.Items)
	}
	// A later revision, even a wrong one, changes nothing until it is put into use.
	var head api.Project
	o.want(http.StatusOK, "GET", "/projects/"+p.ID, nil, &head)
	o.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/revisions", map[string]any{"base": head.Head, "files": map[string]any{"terms/wrong.yaml": "id: wrong\n"}, "message": "begun"}, nil)
	o.entry(org, "term", "ward-round")
	var packs api.Page[api.Pack]
	o.want(http.StatusOK, "GET", "/organisations/"+org+"/packs", nil, &packs)
	if len(packs.Items) != 1 || packs.Items[0].Newest.Number != 3 || packs.Items[0].InUse == nil || packs.Items[0].InUse.Number != 2 {
		t.Errorf("packs: %+v", packs.Items)
	}
	got := o.refused(http.StatusConflict, "PUT", "/organisations/"+org+"/packs", put)
	if got.Detail != "revision 3 of the pack has errors, and was not put into use" || len(got.Fields) == 0 || got.Fields[0].Path != "terms/wrong.yaml:1:1" {
		t.Errorf("a pack with errors: %+v", got)
	}
	o.want(http.StatusNoContent, "PUT", "/organisations/"+org+"/packs", map[string]any{"packs": []any{}, "reason": "withdrawn"}, nil)
	o.refused(http.StatusNotFound, "GET", "/organisations/"+org+"/knowledge/entry?type=term&id=ward-round", nil)
}

// A summary that was begun with other packs must not replace the one that their change asked for, which may be made already.
func TestASummaryOfOtherPacksIsNotKept(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	system, own := o.system(org), o.pack(org, map[string]any{"terms/ward-round.yaml": ownTerm})
	id := workbench.ProjectID(system.ID)
	who := workbench.Actor{Account: workbench.AccountID(o.account), Name: "Olga"}
	knowledge := func() string {
		t.Helper()
		row, err := b.w.Summary(t.Context(), who, id)
		if err != nil || row.Summary == nil {
			t.Fatalf("the summary: %+v, %v", row, err)
		}
		return row.Summary.Knowledge
	}
	clock, changed := b.w.Now, false
	b.w.Now = func() time.Time { // decisions are judged as of now, when the assessment has been made
		if !changed {
			changed = true
			if err := b.api.Study.SetPacks(t.Context(), who, workbench.OrganisationID(org), []workbench.PackInUse{{Project: workbench.ProjectID(own.ID)}}, "tried"); err != nil {
				t.Error(err)
			}
			if err := b.api.Study.Summarise(t.Context(), id); err != nil {
				t.Error(err)
			}
		}
		return clock()
	}
	if err := b.api.Study.Summarise(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	first := knowledge()
	if err := b.api.Study.Summarise(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	if !changed || knowledge() != first {
		t.Error("the summary is of the packs of before")
	}
}

// askedJobs notes the jobs that are asked for.
type askedJobs struct {
	workbench.Jobs
	all []string
}

func (j *askedJobs) Enqueue(ctx context.Context, tx workbench.Tx, job workbench.Job) (int64, error) {
	j.all = append(j.all, job.Kind+" "+string(job.Args))
	return j.Jobs.Enqueue(ctx, tx, job)
}

// logged is the last entry of the audit log.
func (b *bed) logged() string {
	b.t.Helper()
	var out string
	err := b.w.Store.Read(b.t.Context(), func(tx workbench.Tx) error {
		size, err := tx.LogSize(b.t.Context())
		if err != nil {
			return err
		}
		leaves, err := tx.Leaves(b.t.Context(), size-1, 1)
		if err == nil {
			out = string(leaves[0])
		}
		return err
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return out
}

func TestWhatAPackChangesForASystem(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	s := o.system(org)
	p := o.pack(org, map[string]any{"threats/own/THR-9001.yaml": ownThreat})
	var got study.Comparison
	o.want(http.StatusOK, "GET", "/projects/"+s.ID+"/pack-effect?pack="+p.ID, nil, &got)
	if !got.Knowledge || len(got.Threats.New) == 0 || len(got.Threats.Gone) != 0 {
		t.Fatalf("the own threat is not new: %+v", got.Threats)
	}
	o.refused(http.StatusUnprocessableEntity, "GET", "/projects/"+s.ID+"/pack-effect?pack="+s.ID, nil)
}

func TestWhoMayChangePacks(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.pack(org, nil)
	change := map[string]any{"base": p.Head, "files": map[string]any{"terms/ward-round.yaml": ownTerm}, "message": "own"}
	o.invite(org, workbench.Clinical).refused(http.StatusForbidden, "POST", "/projects/"+p.ID+"/revisions", change)
	engineer := o.invite(org, workbench.Engineer)
	engineer.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/revisions", change, nil)
	put := map[string]any{"packs": []any{map[string]any{"project": p.ID}}, "reason": ""}
	engineer.refused(http.StatusForbidden, "PUT", "/organisations/"+org+"/packs", put)
	o.invite(org, workbench.Administrator).want(http.StatusNoContent, "PUT", "/organisations/"+org+"/packs", put, nil)
	other := o.system(org)
	if got := o.refused(http.StatusNotFound, "PUT", "/organisations/"+org+"/packs", map[string]any{"packs": []any{map[string]any{"project": other.ID}}, "reason": ""}); got.Detail != "there is no such pack" {
		t.Errorf("a system is put into use as a pack: %+v", got)
	}
	twice := map[string]any{"packs": []any{map[string]any{"project": p.ID}, map[string]any{"project": p.ID}}, "reason": ""}
	if got := o.refused(http.StatusUnprocessableEntity, "PUT", "/organisations/"+org+"/packs", twice); got.Detail != "the pack Our ward is named twice" {
		t.Errorf("a pack twice: %+v", got)
	}
}
