package api_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"cordon/internal/server/api"
	"cordon/internal/study"
	"cordon/internal/workbench"
)

// inbox gives the inbox of a project.
func (p *person) inbox(project string) study.Inbox {
	p.b.t.Helper()
	var out study.Inbox
	p.want(http.StatusOK, "GET", "/projects/"+project+"/revisions/head/after", nil, &out)
	return out
}

func (p *person) detail(project, about string) study.Detail {
	p.b.t.Helper()
	var out study.Detail
	p.want(http.StatusOK, "GET", "/projects/"+project+"/revisions/head/after/vulnerability?about="+url.QueryEscape(about), nil, &out)
	return out
}

func TestAnAdvisoryBecomesADecision(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	op := o.invite(org, workbench.OperatorRole)
	p := o.system(org)
	if before := op.inbox(p.ID); len(before.Items) != 0 || before.Looked != "" || before.Bills != 4 {
		t.Fatalf("before anything was looked up: %+v", before)
	}
	if got := op.refused(http.StatusConflict, "POST", "/projects/"+p.ID+"/after/find", nil); got.Detail != "your organisation has no index of advisories yet" || got.Hint != "take feeds in first" {
		t.Errorf("without an index: %+v", got)
	}
	var in study.TakenIn
	op.want(http.StatusCreated, "POST", "/organisations/"+org+"/feeds/example", nil, &in)
	if in.Advisories != 4 || in.Packages != 6 || in.Sources[0].Path != "example-advisories.zip" {
		t.Errorf("taken in: %+v", in.Synced)
	}
	var found api.Looked
	op.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/after/find", nil, &found)
	if len(found.New) != 5 || found.There != 5 || len(found.Gone) != 0 || found.Revision == nil || found.Revision.Number != 2 {
		t.Fatalf("found: %+v", found)
	}
	got := []string{}
	for _, c := range op.inbox(p.ID).Items {
		got = append(got, fmt.Sprintf("%d %s %s %s %s %t", c.Priority, c.ID, c.Proposed, c.FDA, c.SSVC, c.Exploited))
	}
	want := []string{
		"1 CVE-2099-0502@cloud/ingest affected uncontrolled immediate true",
		"4 CVE-2099-0204@smartbox/os affected controlled out-of-cycle false",
		"5 CVE-2099-0117@smartbox/receiver under_investigation controlled out-of-cycle false",
		"5 CVE-2099-0311@cloud/ingest under_investigation controlled scheduled false",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the inbox holds\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}

	const about = "CVE-2099-0502@cloud/ingest"
	d := op.detail(p.ID, about)
	if len(d.Ways) != 2 || d.Ways[0].Title != "Medication taken after a forged plan" || len(d.Ways[0].Way) != 7 || d.Ways[0].Contexts[0] != "Everyday life at home" {
		t.Errorf("the ways to harm are %+v", d.Ways)
	}
	if d.VEX.Status != "affected" || d.FDARisk.Outcome != "uncontrolled" || d.Rubric == nil || len(d.Rubric.Answers) != 31 || len(d.Takes) == 0 || d.Listed[0].Source != "CISA KEV" {
		t.Errorf("what rules propose: %+v", d)
	}

	var done api.Decided
	decide := map[string]any{"base": found.Revision.ID, "about": []string{about}, "choice": "affected", "action": "Install release 2026.12.", "why": "Frames are read before anybody has logged in.", "role": "hospital IT"}
	op.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/decisions", decide, &done)
	if !slices.Equal(done.Decisions, []string{"cve-2099-0502-cloud-ingest"}) || done.Revision.Number != 3 {
		t.Fatalf("decided: %+v", done)
	}
	d = op.detail(p.ID, about)
	if d.Status != "affected" || d.Stale || len(d.Decisions) != 1 || d.Decisions[0].Who != "Some operator" || d.Decisions[0].Role != "hospital IT" || d.Decisions[0].Action != "Install release 2026.12." {
		t.Errorf("after the decision: %+v", d.Decisions)
	}
	// Deciding again replaces what stands and keeps it as history.
	decide["base"], decide["choice"], decide["action"] = done.Revision.ID, "under-investigation", ""
	op.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/decisions", decide, &done)
	d = op.detail(p.ID, about)
	if d.Status != "under_investigation" || len(d.Decisions) != 2 || !d.Decisions[1].Replaced || d.Decisions[1].Choice != "affected" {
		t.Errorf("after the second decision: %q, %+v", d.Status, d.Decisions)
	}
}

func TestSeveralVulnerabilitiesAreDecidedOnAtOnceOrNotAtAll(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	o.want(http.StatusCreated, "POST", "/organisations/"+org+"/feeds/example", nil, nil)
	var found api.Looked
	o.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/after/find", nil, &found)
	body := func(change func(map[string]any)) map[string]any {
		m := map[string]any{
			"base": found.Revision.ID, "about": []string{"CVE-2099-0117@smartbox/receiver", "CVE-2099-0311@cloud/ingest"}, "choice": "not-affected",
			"justification": "requires_configuration", "why": "The part that has the flaw is switched off.", "role": "security lead",
		}
		change(m)
		return m
	}
	path := "/projects/" + p.ID + "/decisions"
	for name, c := range map[string]struct {
		change func(map[string]any)
		says   string
	}{
		"no reason for not affected": {func(m map[string]any) { delete(m, "justification") }, "justification"},
		"no such vulnerability": {func(m map[string]any) {
			m["about"] = []string{"CVE-2099-0117@smartbox/receiver", "CVE-2099-9999@phone"}
		}, "CVE-2099-9999@phone"},
		"a harm among them":     {func(m map[string]any) { m["about"] = []string{"CVE-2099-0117@smartbox/receiver", "late-adjustment"} }, "only of vulnerabilities"},
		"one id for two":        {func(m map[string]any) { m["id"] = "both" }, "an id names one decision, and these are 2"},
		"ends before it begins": {func(m map[string]any) { m["until"] = "2020-01-01" }, "it ends on 2020-01-01"},
	} {
		got := o.refused(http.StatusUnprocessableEntity, "POST", path, body(c.change))
		if !strings.Contains(fmt.Sprint(got.Detail, got.Fields), c.says) {
			t.Errorf("%s: %+v", name, got)
		}
	}
	var r api.Revision
	o.want(http.StatusOK, "GET", "/projects/"+p.ID+"/revisions/head", nil, &r)
	if r.ID != found.Revision.ID {
		t.Errorf("a refused decision made revision %d", r.Number)
	}
	var done api.Decided
	o.want(http.StatusCreated, "POST", path, body(func(map[string]any) {}), &done)
	if !slices.Equal(done.Decisions, []string{"cve-2099-0117-smartbox-receiver", "cve-2099-0311-cloud-ingest"}) {
		t.Errorf("decided %v", done.Decisions)
	}
	for _, c := range o.inbox(p.ID).Items[2:] {
		if c.Status != "not_affected" {
			t.Errorf("%s is %q", c.ID, c.Status)
		}
	}
}

func TestWhoMayNotTriageOnlyReads(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	assessor := o.invite(org, workbench.Assessor)
	assessor.inbox(p.ID)
	for _, c := range []struct {
		method, path string
		body         any
	}{
		{"POST", "/projects/" + p.ID + "/after/find", nil},
		{"POST", "/projects/" + p.ID + "/decisions", map[string]any{"base": p.Head, "about": []string{"CVE-2099-0502@cloud/ingest"}, "choice": "fixed", "why": "x", "role": "y"}},
		{"POST", "/organisations/" + org + "/feeds/example", nil},
		{"POST", "/organisations/" + org + "/feeds/sync", nil},
		{"DELETE", "/organisations/" + org + "/feeds/uploads/a.json", nil},
		{"PUT", "/organisations/" + org + "/feeds/addresses", map[string]any{"addresses": []string{}}},
	} {
		if got := assessor.refused(http.StatusForbidden, c.method, c.path, c.body); got.Hint == "" {
			t.Errorf("%s %s does not say who may", c.method, c.path)
		}
	}
	b.nobody().refused(http.StatusUnauthorized, "GET", "/projects/"+p.ID+"/revisions/head/after", nil)
	if got := o.refused(http.StatusNotFound, "GET", "/projects/"+p.ID+"/revisions/head/after/vulnerability?about=CVE-1@x", nil); got.Detail != "CVE-1@x is not among what was found in the releases in use" {
		t.Errorf("an unknown vulnerability: %+v", got)
	}
	if got := o.refused(http.StatusUnprocessableEntity, "GET", "/projects/"+p.ID+"/revisions/head/after?at=yesterday", nil); got.Detail != "at is no point in time" {
		t.Errorf("a time that is none: %+v", got)
	}
}
