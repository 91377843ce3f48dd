package api_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"cordon/internal/auditlog"
	"cordon/internal/server/api"
	"cordon/internal/store/sqlite"
	"cordon/internal/workbench"
)

func TestTheLogIsReadNewestFirstAndPageByPage(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	path := "/organisations/" + org + "/log"
	var whole api.Page[api.LogEntry]
	o.want(http.StatusOK, "GET", path, nil, &whole)
	if len(whole.Items) < 3 || whole.Next != "" {
		t.Fatalf("%+v", whole)
	}
	for i, e := range whole.Items {
		if want := int64(len(whole.Items) - i); e.Number != want || e.Name != "Olga Owner" || e.At.IsZero() || i > 0 && e.Index >= whole.Items[i-1].Index {
			t.Errorf("entry %d: %+v, want number %d", i, e, want)
		}
	}
	var got []api.LogEntry
	for cursor := ""; ; {
		var page api.Page[api.LogEntry]
		o.want(http.StatusOK, "GET", path+"?limit=2&cursor="+cursor, nil, &page)
		got = append(got, page.Items...)
		if cursor = page.Next; cursor == "" {
			break
		}
	}
	a, _ := json.Marshal(got)
	w, _ := json.Marshal(whole.Items)
	if !bytes.Equal(a, w) {
		t.Errorf("by pages: %s\nat once: %s", a, w)
	}
	var some api.Page[api.LogEntry]
	o.want(http.StatusOK, "GET", path+"?about="+p.ID, nil, &some)
	if len(some.Items) == 0 || len(some.Items) >= len(whole.Items) || some.Items[0].Project != p.ID {
		t.Errorf("about the project: %+v", some.Items)
	}
	o.refused(http.StatusUnprocessableEntity, "GET", path+"?cursor=x", nil)
	e := o.invite(org, workbench.Engineer)
	for _, what := range []string{"", "/state", "/export"} {
		e.refused(http.StatusForbidden, "GET", path+what, nil)
		b.nobody().refused(http.StatusUnauthorized, "GET", path+what, nil)
	}
}

func TestTheLogIsExportedAndGoesOnFromACheckpoint(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	o.system(org)
	path := "/organisations/" + org + "/log"
	var then, now api.LogState
	o.want(http.StatusOK, "GET", path+"/state", nil, &then)
	o.system(org)
	assessor := o.invite(org, workbench.Assessor)
	assessor.want(http.StatusOK, "GET", path+"/state", nil, &now)
	if then.Verifier != now.Verifier || !strings.HasPrefix(then.Verifier, "cordon-") || now.Size <= then.Size {
		t.Errorf("%+v, then %+v", then, now)
	}
	res, raw := assessor.ask("GET", path+"/export?since="+json.Number(itoa(then.Size)).String(), nil)
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Disposition") != `attachment; filename="audit-log.jsonl"` {
		t.Fatalf("%d: %s", res.StatusCode, raw)
	}
	report, err := auditlog.Verify(bytes.NewReader(raw), auditlog.Against{Key: then.Verifier, Since: []byte(then.Checkpoint)})
	if err != nil || len(report.Problems) > 0 {
		t.Errorf("%+v, %v", report, err)
	}
	if bytes.Contains(raw, []byte("PRIVATE+KEY")) {
		t.Error("the export holds the key")
	}
	if got := o.refused(http.StatusUnprocessableEntity, "GET", path+"/export?since=100000", nil); !strings.HasSuffix(got.Detail, "it cannot go on from 100000") {
		t.Errorf("%+v", got)
	}
}

func itoa(n int64) string { out, _ := json.Marshal(n); return string(out) }

func TestSettingsAreChangedByThoseWhoManage(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	path := "/organisations/" + org
	var got api.Organisation
	res := o.want(http.StatusOK, "GET", path, nil, &got)
	if got.Name != "Tremor" || !got.TwoPeople || !got.Autosave {
		t.Errorf("%+v", got)
	}
	in := map[string]any{"name": "Tremor Ltd", "autosave": false, "two-people": true, "retain-days": 30}
	e := o.invite(org, workbench.Engineer)
	e.want(http.StatusOK, "GET", path, nil, nil)
	e.refused(http.StatusForbidden, "PUT", path, in)
	o.want(http.StatusOK, "PUT", path, in, &got, "If-Match", res.Header.Get("ETag"))
	if got.Name != "Tremor Ltd" || got.Autosave || got.RetainDays != 30 {
		t.Errorf("%+v", got)
	}
	in["retain-days"] = 29
	if got := o.refused(http.StatusUnprocessableEntity, "PUT", path, in); got.Detail != "what is of use for a while is kept for 30 to 36500 days, or for ever" || got.Hint != "0 is for ever" || len(got.Fields) != 1 || got.Fields[0].Path != "retain-days" {
		t.Errorf("%+v", got)
	}
	in["retain-days"] = 30
	if got := o.refused(http.StatusConflict, "PUT", path, in, "If-Match", res.Header.Get("ETag")); got.Detail != "somebody has changed the settings meanwhile" {
		t.Errorf("%+v", got)
	}
	var log api.Page[api.LogEntry]
	o.want(http.StatusOK, "GET", path+"/log?about=organisation.changed", nil, &log)
	if len(log.Items) != 1 || string(log.Items[0].New) != `"name \"Tremor Ltd\", autosave false, two people true, retain days 30"` {
		t.Errorf("%+v", log.Items)
	}
}

func TestJobsAreSeenAndEndedByWhoAskedAndWhoManages(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	e := o.invite(org, workbench.Engineer)
	other := o.invite(org, workbench.Clinical)
	var id int64
	if err := b.w.Store.Write(t.Context(), func(tx workbench.Tx) (err error) {
		id, err = b.w.Jobs.Enqueue(t.Context(), tx, workbench.Job{Kind: "summary", Organisation: workbench.OrganisationID(org), Account: workbench.AccountID(e.account), Args: []byte(`{"project":"x"}`)})
		return err
	}); err != nil {
		t.Fatal(err)
	}
	path := "/organisations/" + org + "/jobs"
	one := path + "/" + itoa(id)
	var all api.Page[api.Job]
	o.want(http.StatusOK, "GET", path+"?open=true", nil, &all)
	if len(all.Items) != 1 || all.Items[0].ID != id || all.Items[0].State != "waiting" || all.Items[0].Account != e.account {
		t.Errorf("%+v", all.Items)
	}
	e.refused(http.StatusForbidden, "GET", path, nil)
	for _, method := range []string{"GET", "POST"} {
		at := one
		if method == "POST" {
			at += "/cancel"
		}
		if got := other.refused(http.StatusNotFound, method, at, nil); got.Detail != "there is no such job" {
			t.Errorf("%+v", got)
		}
	}
	e.want(http.StatusOK, "GET", one, nil, nil)
	var ended api.Job
	e.want(http.StatusOK, "POST", one+"/cancel", nil, &ended)
	if ended.State != "cancelled" {
		t.Errorf("%+v", ended)
	}
	o.refused(http.StatusNotFound, "GET", path+"/999999", nil)
}

// TestAJobOfAProjectIsForWhoMayReadIt: who asked for it, and may not read the project any more, sees nothing of it.
func TestAJobOfAProjectIsForWhoMayReadIt(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p, other := o.system(org), o.system(org)
	e := o.invite(org, workbench.Engineer)
	var asked api.Computation[json.RawMessage]
	e.want(http.StatusAccepted, "POST", "/projects/"+p.ID+"/revisions/head/numbers", map[string]any{"worlds": 1000, "sample": true}, &asked)
	job := "/organisations/" + org + "/jobs/" + itoa(asked.Job)
	e.want(http.StatusOK, "GET", job, nil, nil)
	o.want(http.StatusNoContent, "PUT", "/organisations/"+org+"/members/"+e.account, map[string]any{"role": "", "reason": "works elsewhere"}, nil)
	o.want(http.StatusNoContent, "PUT", "/projects/"+other.ID+"/grants/"+e.account, map[string]any{"role": "security-engineer", "reason": "helps there"}, nil)
	for method, path := range map[string]string{"GET": job, "POST": job + "/cancel"} {
		if got := e.refused(http.StatusNotFound, method, path, nil); got.Detail != "there is no such job" {
			t.Errorf("%s: %q", method, got.Detail)
		}
	}
	o.want(http.StatusOK, "GET", job, nil, nil)
}

func TestABackupOpensAndItsLogVerifies(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	if got := o.refused(http.StatusNotImplemented, "POST", "/backup", nil); got.Detail != "this installation has no folder for backups" {
		t.Errorf("%+v", got)
	}
	b.w.BackupDir = filepath.Join(t.TempDir(), "backups")
	p := o.system(org)
	var state api.LogState
	o.want(http.StatusOK, "GET", "/organisations/"+org+"/log/state", nil, &state)
	var asked api.JobAsked
	o.want(http.StatusAccepted, "POST", "/backup", nil, &asked)
	admin := o.invite(org, workbench.Administrator)
	for method, path := range map[string]string{"POST": "/backup", "GET": "/backups"} {
		if got := admin.refused(http.StatusForbidden, method, path, nil); got.Detail != "only those who run the installation may do this" {
			t.Errorf("%+v", got)
		}
	}
	var list api.Backups
	o.want(http.StatusOK, "GET", "/backups", nil, &list)
	if len(list.Items) != 0 || len(list.Jobs) != 1 || list.Jobs[0].ID != asked.Job {
		t.Errorf("%+v", list)
	}
	name, err := b.w.MakeBackup(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	o.want(http.StatusOK, "GET", "/backups", nil, &list)
	if len(list.Items) != 1 || list.Items[0].Name != name || list.Items[0].Size == 0 {
		t.Errorf("%+v", list)
	}

	// Restored: another installation on the copy.
	store, err := sqlite.Open(t.Context(), filepath.Join(b.w.BackupDir, name))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close()
	copied := *b.w
	copied.Store = store
	me := workbench.Actor{Account: workbench.AccountID(o.account)}
	if _, r, err := copied.Files(t.Context(), me, workbench.ProjectID(p.ID), ""); err != nil || r.Number != 1 {
		t.Errorf("the project in the copy: %+v, %v", r, err)
	}
	write, err := copied.ExportLog(t.Context(), me, workbench.OrganisationID(org), state.Size)
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	if err := write(t.Context(), &log); err != nil {
		t.Fatal(err)
	}
	report, err := auditlog.Verify(&log, auditlog.Against{Key: state.Verifier, Since: []byte(state.Checkpoint)})
	if err != nil || len(report.Problems) > 0 {
		t.Errorf("the log of the copy: %+v, %v", report, err)
	}
}

func TestEverythingIsExportedForTheOwner(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	text := "a note"
	o.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/revisions", map[string]any{"base": p.Head, "files": map[string]*string{"notes.txt": &text}, "message": "notes"}, nil)
	o.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/comments", map[string]any{"about": "element:phone", "text": "what about this?"}, nil)
	admin := o.invite(org, workbench.Administrator)
	if got := admin.refused(http.StatusForbidden, "GET", "/organisations/"+org+"/export", nil); got.Detail != "only an owner may export everything of the organisation" {
		t.Errorf("%+v", got)
	}
	res, raw := o.ask("GET", "/organisations/"+org+"/export", nil)
	if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != "application/zip" {
		t.Fatalf("%d: %.200s", res.StatusCode, raw)
	}
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if _, twice := files[f.Name]; twice {
			t.Errorf("%s is there twice", f.Name)
		}
		files[f.Name] = string(data)
	}
	dir := "projects/" + p.ID + "/"
	var revisions []workbench.Revision
	if err := json.Unmarshal([]byte(files[dir+"revisions.json"]), &revisions); err != nil || len(revisions) != 2 {
		t.Fatalf("%d revisions, %v", len(revisions), err)
	}
	for _, r := range revisions {
		for _, f := range r.Tree {
			if workbench.Hash([]byte(files["objects/"+f.Hash])) != f.Hash {
				t.Errorf("revision %d: the content of %s is not there", r.Number, f.Path)
			}
		}
	}
	for name, want := range map[string]string{
		dir + "head/notes.txt": "a note", dir + "comments.json": "what about this?", "people.json": "Olga Owner", "organisation.json": "Tremor", dir + "project.json": "Watch",
		"README.txt": "cordon audit verify log.jsonl", dir + "reviews.json": "[]", dir + "signatures.json": "[]",
	} {
		if !strings.Contains(files[name], want) {
			t.Errorf("%s: %.200q does not hold %q", name, files[name], want)
		}
	}
	if report, err := auditlog.Verify(strings.NewReader(files["log.jsonl"]), auditlog.Against{}); err != nil || len(report.Problems) > 0 {
		t.Errorf("%+v, %v", report, err)
	}
	for name, text := range files {
		for _, secret := range []string{"$argon2id$", "PRIVATE+KEY", `"hash":"`} {
			if strings.Contains(text, secret) && !strings.HasSuffix(name, "revisions.json") && !strings.HasSuffix(name, "log.jsonl") {
				t.Errorf("%s holds %q", name, secret)
			}
		}
	}
}

// TestWhoRunsTheInstallationReadsItsLog: sign-ins, passwords, passkeys, tokens and backups are of no organisation, and somebody must be able to look at them (21 CFR
// 11.300(d)); what organisations did is not among them.
func TestWhoRunsTheInstallationReadsItsLog(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	second := o.invite(org, workbench.Owner)
	o.system(org)
	b.nobody().guess("owner@tremor.example", "wrong")
	var log api.Page[api.LogEntry]
	o.want(http.StatusOK, "GET", "/log?limit=2", nil, &log)
	if len(log.Items) != 2 || log.Items[0].Action != "sign-in.failed" || log.Items[0].About != "owner@tremor.example" || log.Items[0].Address != "127.0.0.1" || log.Items[1].Action != "session.begun" || log.Next == "" {
		t.Fatalf("the newest are %+v", log)
	}
	o.want(http.StatusOK, "GET", "/log", nil, &log)
	for _, e := range log.Items {
		if e.Number != 0 || e.Project != "" || strings.HasPrefix(e.Action, "member.") {
			t.Errorf("it holds what is an organisation's: %+v", e)
		}
	}
	var failed api.Page[api.LogEntry]
	o.want(http.StatusOK, "GET", "/log?about=sign-in.failed", nil, &failed)
	if len(failed.Items) != 1 {
		t.Errorf("failed sign-ins: %+v", failed.Items)
	}
	for name, who := range map[string]*person{"another owner": second, "a token": o.withToken(workbench.Scopes...)} {
		if got := who.refused(http.StatusForbidden, "GET", "/log", nil); got.Detail != "only those who run the installation may do this" && got.Detail != "a token cannot do this" {
			t.Errorf("%s: %q", name, got.Detail)
		}
	}
}
