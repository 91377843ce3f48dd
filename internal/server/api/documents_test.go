package api_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"cordon/internal/people"
	"cordon/internal/server/api"
	"cordon/internal/workbench"
)

func documentsOf(p *person, project string) api.Documents {
	p.b.t.Helper()
	var out api.Documents
	p.want(http.StatusOK, "GET", "/projects/"+project+"/revisions/head/documents?on="+onExampleDay, nil, &out)
	return out
}

func TestDocumentsAreListedWithWhatIsOpen(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	got := documentsOf(o, p.ID)
	by := map[string]api.Document{}
	for _, d := range got.Items {
		by[d.Kind] = d
		if d.Says == "" || strings.Contains(d.Says, "{") {
			t.Errorf("of %s it is said: %q", d.Kind, d.Says)
		}
	}
	card := by["clinical-user-card"]
	if got.Day != onExampleDay || got.Number != 1 || len(got.Items) < 30 || len(card.Open) != 3 || !slices.Equal(card.To, []string{"professional"}) ||
		card.Open[0].Says == "" || strings.Contains(card.Says, "{") {
		t.Fatalf("%d documents of %s; the card is %+v", len(got.Items), got.Day, card)
	}
	if _, notice := by["customer-notice"]; notice {
		t.Error("there is a notice, and nothing to tell of")
	}
	if !slices.Equal(by["report"].Formats, []string{"html"}) || !slices.Contains(by["risk-management-file"].Formats, "docx") {
		t.Errorf("the report is made as %v, the risk management file as %v", by["report"].Formats, by["risk-management-file"].Formats)
	}
}

func TestADocumentHasTheSameBytesAndRunsNothing(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	at := "/projects/" + p.ID + "/revisions/head/documents/"
	for name, want := range map[string]struct{ kind, begins, disposition string }{
		"clinical-user-card.html": {"text/html; charset=utf-8", "<!", `inline; filename="clinical-user-card.html"`},
		"clinical-user-card.pdf":  {"application/pdf", "%PDF", `attachment; filename="clinical-user-card.pdf"`},
		"clinical-user-card.json": {"application/json", "{", `attachment; filename="clinical-user-card.json"`},
		"report.html":             {"text/html; charset=utf-8", "<!", `inline; filename="report.html"`},
	} {
		res, first := o.ask("GET", at+name, nil)
		_, again := o.ask("GET", at+name, nil)
		if res.StatusCode != http.StatusOK || res.Header.Get("Content-Type") != want.kind || res.Header.Get("Content-Disposition") != want.disposition || !strings.HasPrefix(string(first), want.begins) {
			t.Errorf("%s: %d %v %.40q", name, res.StatusCode, res.Header, first)
		}
		if policy := res.Header.Get("Content-Security-Policy"); strings.Contains(policy, "script-src") || !strings.Contains(policy, "default-src 'none'") || !strings.Contains(policy, "sandbox") {
			t.Errorf("%s may run something: %s", name, policy)
		}
		if !bytes.Equal(first, again) {
			t.Errorf("%s differs from one time to the next", name)
		}
		if res, data := o.ask("GET", at+name, nil, "If-None-Match", res.Header.Get("ETag")); res.StatusCode != http.StatusNotModified || len(data) > 0 {
			t.Errorf("%s: who has it gets it again", name)
		}
	}
	if res, _ := o.ask("GET", at+"report.html?download=true", nil); res.Header.Get("Content-Disposition") != `attachment; filename="report.html"` {
		t.Errorf("asked for as a download: %s", res.Header.Get("Content-Disposition"))
	}
	if p := o.refused(http.StatusNotFound, "GET", at+"report.pdf", nil); p.Detail != `the document report is not made as "pdf"` || p.Hint != "it is made as html" {
		t.Errorf("a format that is not made: %+v", p)
	}
	if p := o.refused(http.StatusNotFound, "GET", at+"nothing.html", nil); p.Detail != `there is no document "nothing" of this system` {
		t.Errorf("a kind that is not there: %+v", p)
	}
}

func TestDocumentsAreForReaders(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	admin := o.invite(org, workbench.Administrator)
	for _, at := range []string{"/revisions/head/documents", "/revisions/head/documents/report.html", "/documents/psur-section/changes?from=" + p.Head + "&to=" + p.Head, "/dossiers"} {
		b.nobody().refused(http.StatusUnauthorized, "GET", "/projects/"+p.ID+at, nil)
		admin.refused(http.StatusForbidden, "GET", "/projects/"+p.ID+at, nil)
	}
	admin.refused(http.StatusForbidden, "POST", "/projects/"+p.ID+"/dossiers", map[string]any{})
}

func TestTwoRevisionsOfADocumentAreComparedAsText(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	var look api.Look
	o.want(http.StatusOK, "POST", "/projects/"+p.ID+"/look", map[string]any{"operations": []any{
		map[string]any{"do": "set", "path": []string{"system", "intended-purpose"}, "value": "Finds falls, and tells somebody."},
	}}, &look)
	var made api.Changed
	o.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/revisions", map[string]any{"base": p.Head, "files": look.Files, "message": "another purpose"}, &made)
	var got api.Page[api.DocumentChange]
	changes := "/projects/" + p.ID + "/documents/security-context-sheet/changes?on=" + onExampleDay
	o.want(http.StatusOK, "GET", changes+"&from="+p.Head+"&to="+made.Revision.ID, nil, &got)
	if !slices.ContainsFunc(got.Items, func(c api.DocumentChange) bool {
		return strings.Contains(c.After, "Finds falls, and tells somebody.") && c.Before != "" && c.Section != ""
	}) {
		t.Errorf("the purpose is not among the changes: %+v", got.Items)
	}
	o.want(http.StatusOK, "GET", changes+"&from="+p.Head+"&to="+p.Head, nil, &got)
	if len(got.Items) != 0 {
		t.Errorf("a revision differs from itself: %+v", got.Items)
	}
	if p := o.refused(http.StatusUnprocessableEntity, "GET", "/projects/"+p.ID+"/documents/report/changes?from="+p.Head+"&to="+p.Head, nil); p.Detail != "the document report cannot be compared as text" {
		t.Errorf("the report is compared: %+v", p)
	}
}

// seen is the progress of a job in a test.
type seen struct {
	done, total int64
	temp        string
	files       int // most that were in temp at once
}

func (s *seen) At(_ context.Context, done, total int64, _ string, _ map[string]int64) {
	s.done, s.total = done, total
	list, _ := os.ReadDir(s.temp) // "" has none
	s.files = max(s.files, len(list))
}
func (s *seen) Result(any) error { return nil }

// dossier does the job that makes one.
func (b *bed) dossier(id string) *seen {
	b.t.Helper()
	args, err := json.Marshal(workbench.DossierJob{Dossier: id})
	if err != nil {
		b.t.Fatal(err)
	}
	s := seen{temp: b.w.Temp}
	if err := b.api.Study.Work()["dossier"](b.t.Context(), args, &s); err != nil {
		b.t.Fatal(err)
	}
	return &s
}

// holds tells whether the store has content.
func (b *bed) holds(data []byte) bool {
	b.t.Helper()
	err := b.w.Store.Read(b.t.Context(), func(tx workbench.Tx) error {
		_, err := tx.Blob(b.t.Context(), workbench.Hash(data))
		return err
	})
	if err != nil && workbench.FaultOf(err) != workbench.NotFound {
		b.t.Fatal(err)
	}
	return err == nil
}

func TestAllDocumentsComeAsAZipUntilItExpires(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	dossiers := "/projects/" + p.ID + "/dossiers"
	var asked api.Dossier
	o.want(http.StatusAccepted, "POST", dossiers, map[string]any{"formats": []string{"md"}, "on": onExampleDay}, &asked)
	if asked.State != "waiting" || asked.Number != 1 || asked.Day != onExampleDay || !slices.Equal(asked.Formats, []string{"md"}) {
		t.Fatalf("what was asked for: %+v", asked)
	}
	if p := o.refused(http.StatusConflict, "GET", dossiers+"/"+asked.ID, nil); p.Detail != "the dossier is not ready" {
		t.Errorf("before it is ready: %+v", p)
	}
	b.w.Temp = t.TempDir() // which the next process empties, if this one is killed
	if s := b.dossier(asked.ID); s.total < 30 || s.done != s.total || s.files != 1 {
		t.Errorf("progress ends at %+v", s)
	}
	if left, err := os.ReadDir(b.w.Temp); err != nil || len(left) > 0 {
		t.Errorf("files are left: %v, %v", left, err)
	}
	b.dossier(asked.ID) // a job may be done twice
	res, data := o.ask("GET", dossiers+"/"+asked.ID, nil)
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil || res.Header.Get("Content-Disposition") != `attachment; filename="documents.zip"` {
		t.Fatalf("no zip: %v, %v", err, res.Header)
	}
	var names []string
	for _, f := range z.File {
		names = append(names, f.Name)
	}
	for _, want := range []string{"index.json", "report.html", "risk-management-file.md", "security-concept.md"} {
		if !slices.Contains(names, want) {
			t.Errorf("%s is not among %v", want, names)
		}
	}
	var all api.Page[api.Dossier]
	o.want(http.StatusOK, "GET", dossiers, nil, &all)
	if len(all.Items) != 1 || all.Items[0].State != "done" || all.Items[0].Files != len(names) || all.Items[0].Bytes != int64(len(data)) {
		t.Errorf("the list says %+v", all.Items)
	}
	o.invite(org, workbench.Assessor).refused(http.StatusForbidden, "DELETE", dossiers+"/"+asked.ID, nil)
	b.later = 8 * 24 * time.Hour
	o = b.again(o)
	o.refused(http.StatusNotFound, "GET", dossiers+"/"+asked.ID, nil)
	o.want(http.StatusOK, "GET", dossiers, nil, &all)
	if len(all.Items) != 0 {
		t.Errorf("after it expired the list says %+v", all.Items)
	}
	if !b.holds(data) {
		t.Error("the zip is gone before the daily work")
	}
	if err := b.w.Retain(t.Context()); err != nil {
		t.Fatal(err)
	}
	if b.holds(data) {
		t.Error("the zip that nobody can fetch is kept for ever")
	}
}

func TestADossierCanBeStoppedAndIsBounded(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	dossiers := "/projects/" + p.ID + "/dossiers"
	var asked api.Dossier
	for range 5 {
		o.want(http.StatusAccepted, "POST", dossiers, map[string]any{}, &asked)
	}
	if p := o.refused(http.StatusTooManyRequests, "POST", dossiers, map[string]any{}); p.Detail != "5 dossiers of this project are being made already" {
		t.Errorf("a sixth at once: %+v", p)
	}
	o.want(http.StatusNoContent, "DELETE", dossiers+"/"+asked.ID, nil, nil)
	o.want(http.StatusAccepted, "POST", dossiers, map[string]any{}, nil)
	if s := b.dossier(asked.ID); s.total != 0 {
		t.Error("one that was stopped is made all the same")
	}
	zip := []byte("a zip")
	var list api.Page[api.Dossier]
	o.want(http.StatusOK, "GET", dossiers, nil, &list)
	if err := b.w.KeepDossier(t.Context(), list.Items[0].ID, zip, 1); err != nil || !b.holds(zip) {
		t.Fatalf("the zip is not kept: %v", err)
	}
	o.want(http.StatusNoContent, "DELETE", dossiers+"/"+list.Items[0].ID, nil, nil)
	if b.holds(zip) {
		t.Error("the zip stays when its dossier was taken away")
	}
	o.want(http.StatusOK, "GET", dossiers, nil, &list)
	for _, d := range list.Items { // make room for others to wait
		o.want(http.StatusNoContent, "DELETE", dossiers+"/"+d.ID, nil, nil)
	}
	for range 20 {
		o.want(http.StatusAccepted, "POST", dossiers, map[string]any{}, &asked)
		if err := b.w.KeepDossier(t.Context(), asked.ID, zip, 1); err != nil {
			t.Fatal(err)
		}
	}
	if p := o.refused(http.StatusTooManyRequests, "POST", dossiers, map[string]any{}); p.Detail != "20 dossiers of this project are kept already" || p.Hint != "take one away that nobody fetches any more; each ends after 7 days" {
		t.Errorf("one more than are kept: %+v", p)
	}
	o.want(http.StatusNoContent, "DELETE", dossiers+"/"+asked.ID, nil, nil)
	if !b.holds(zip) {
		t.Error("a zip that other dossiers have is gone")
	}
	o.want(http.StatusAccepted, "POST", dossiers, map[string]any{}, nil)
	if p := o.refused(http.StatusUnprocessableEntity, "POST", dossiers, map[string]any{"formats": []string{"exe"}}); p.Detail != `documents are not made as "exe"` {
		t.Errorf("a format that is none: %+v", p)
	}
}

func TestALinkLeadsToOneDocumentAndNothingElse(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	share := func(what string) (s api.Share) {
		o.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/shares", map[string]any{"what": what, "title": "For the hospital", "hours": 24}, &s)
		return s
	}
	card, folder := share("document:clinical-user-card.html"), share("folder")
	n := b.nobody()
	res, data := n.ask("POST", "/shared/content", map[string]any{"secret": card.Secret})
	_, mine := o.ask("GET", "/projects/"+p.ID+"/revisions/"+p.Head+"/documents/clinical-user-card.html", nil)
	if res.StatusCode != http.StatusOK || !bytes.Equal(data, mine) || res.Header.Get("Content-Disposition") != `attachment; filename="clinical-user-card.html"` {
		t.Errorf("%d %v: the document differs from the one inside", res.StatusCode, res.Header)
	}
	if p := n.refused(http.StatusNotFound, "POST", "/shared/content", map[string]any{"secret": card.Secret, "path": "system.yaml"}); p.Detail != "this link leads to one document" {
		t.Errorf("a file by the link of a document: %+v", p)
	}
	if res, data := n.ask("POST", "/shared/content", map[string]any{"secret": folder.Secret, "path": "system.yaml"}); res.StatusCode != http.StatusOK || !strings.Contains(string(data), "intended-purpose") {
		t.Errorf("a file of the folder: %d %.80q", res.StatusCode, data)
	}
	if _, data := n.ask("POST", "/shared/content", map[string]any{"secret": folder.Secret}); !strings.HasPrefix(string(data), "PK") {
		t.Errorf("the folder is no zip: %.80q", data)
	}
	n.refused(http.StatusNotFound, "POST", "/shared/content", map[string]any{"secret": folder.Secret, "path": "../system.yaml"})
	o.want(http.StatusNoContent, "DELETE", "/projects/"+p.ID+"/shares/"+card.ID, nil, nil)
	if p := n.refused(http.StatusNotFound, "POST", "/shared/content", map[string]any{"secret": card.Secret}); p.Detail != "this link leads nowhere any more" {
		t.Errorf("after its end: %+v", p)
	}
	b.later = 25 * time.Hour
	n.refused(http.StatusNotFound, "POST", "/shared/content", map[string]any{"secret": folder.Secret})
	n.refused(http.StatusNotFound, "POST", "/shared/content", map[string]any{"secret": "guess"})
}

// A signature adds a file and so a revision; the document stays the one that was signed until something else changes.
func TestASignedDocumentStaysTheSameUntilTheSystemChanges(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	c := o.invite(org, workbench.Clinical)
	p := o.system(org)
	const about = "document:clinical-user-card.pdf"
	_, before := o.ask("GET", "/projects/"+p.ID+"/revisions/head/documents/clinical-user-card.pdf", nil)
	if s := c.subjectOf(p.ID, about); s.Digest != workbench.Hash(before) || s.Words != "document clinical-user-card.pdf of Watch, revision 1" {
		t.Fatalf("what would be signed: %+v", s)
	}
	c.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/signatures", c.signing(p.ID, about, people.Approval), nil)
	var r api.Revision
	o.want(http.StatusOK, "GET", "/projects/"+p.ID+"/revisions/head", nil, &r)
	_, after := o.ask("GET", "/projects/"+p.ID+"/revisions/head/documents/clinical-user-card.pdf", nil)
	if r.Number != 2 || !bytes.Equal(before, after) {
		t.Errorf("revision %d: the signature changed the document", r.Number)
	}
	if all := o.signatures(p.ID); len(all) != 1 || !all[0].Here || !all[0].Current {
		t.Errorf("after signing: %+v", all)
	}
	var look api.Look
	o.want(http.StatusOK, "POST", "/projects/"+p.ID+"/look", map[string]any{"operations": []any{
		map[string]any{"do": "set", "path": []string{"system", "intended-purpose"}, "value": "Finds falls, and tells somebody."},
	}}, &look)
	o.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/revisions", map[string]any{"base": r.ID, "files": look.Files, "message": "another purpose"}, nil)
	if all := o.signatures(p.ID); len(all) != 1 || all[0].Current {
		t.Errorf("after a change of the system: %+v", all)
	}
}
