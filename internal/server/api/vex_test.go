package api_test

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/people"
	"cordon/internal/server/api"
	"cordon/internal/study"
	"cordon/internal/workbench"
)

const (
	ingest         = "CVE-2099-0502@cloud/ingest"
	ingestDecision = "cve-2099-0502-cloud-ingest"
	ingestRecord   = "decision:" + ingestDecision + ".yaml"
	vexQuery       = "?id=tremor-2026.001&namespace=https://maker.example&format="
)

// advised is a project with what was found in the releases in use, and one decision on it by the operator: affected.
func (b *bed) advised() (o, operator *person, org, project string) {
	b.t.Helper()
	o, org = b.owner()
	operator = o.invite(org, workbench.OperatorRole)
	project = o.system(org).ID
	operator.want(http.StatusCreated, "POST", "/organisations/"+org+"/feeds/example", nil, nil)
	operator.want(http.StatusCreated, "POST", "/projects/"+project+"/after/find", nil, nil)
	operator.decides(project)
	return o, operator, org, project
}

func (p *person) decides(project string) {
	p.b.t.Helper()
	p.want(http.StatusCreated, "POST", "/projects/"+project+"/decisions", map[string]any{"about": []string{ingest}, "choice": "affected", "action": "Update.", "why": "It is.", "role": "lead"}, nil)
}

// vex is the preview of a document.
func (p *person) vex(project, format string) api.VEX {
	p.b.t.Helper()
	var out api.VEX
	p.want(http.StatusOK, "GET", "/projects/"+project+"/revisions/head/vex"+vexQuery+format, nil, &out)
	return out
}

func (p *person) approves(project, about string) {
	p.b.t.Helper()
	p.want(http.StatusCreated, "POST", "/projects/"+project+"/signatures", p.signing(project, about, people.Approval), nil)
}

func TestWithNothingFoundThereIsNoVEX(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	if got := o.refused(http.StatusConflict, "GET", "/projects/"+p.ID+"/revisions/head/vex"+vexQuery+"openvex", nil); !strings.Contains(got.Detail, "there is nothing to say") || got.Hint != "" {
		t.Errorf("with nothing found: %+v", got)
	}
}

func TestAVEXDocumentSaysOnlyWhatWasApproved(t *testing.T) {
	b := newServer(t)
	o, operator, org, project := b.advised()
	reg, clinical := o.invite(org, workbench.Regulatory), o.invite(org, workbench.Clinical)
	base := "/projects/" + project + "/revisions/head/vex" + vexQuery
	stands := func(when string, want workbench.Approval) {
		t.Helper()
		v := o.vex(project, "openvex")
		var left []study.StillToSign
		undecided := 3
		if want != workbench.Approved {
			left, undecided = []study.StillToSign{{ID: ingestDecision, About: ingest, Approval: want}}, 4
		} else {
			left = []study.StillToSign{}
		}
		if diff := cmp.Diff(left, v.Unapproved); diff != "" || v.Statements != 4 || v.Undecided != undecided || v.Edition != 1 {
			t.Errorf("%s: %d statements, %d undecided, version %d\n%s", when, v.Statements, v.Undecided, v.Edition, diff)
		}
		if d := o.detail(project, ingest); d.Approval != want || d.Decisions[0].Approval != want {
			t.Errorf("%s: in the detail it is %q, %q", when, d.Approval, d.Decisions[0].Approval)
		}
		i := slices.IndexFunc(o.inbox(project).Items, func(c study.Concern) bool { return c.ID == ingest })
		if got := o.inbox(project).Items[i]; got.Approval != want || got.Status != "affected" {
			t.Errorf("%s: in the inbox it is %q, %q", when, got.Approval, got.Status)
		}
	}
	stands("decided", workbench.Unapproved)
	if got := o.refused(http.StatusConflict, "GET", base+"openvex&decided=true", nil); got.Hint != "decisions that nobody approved are not said to others: open them, and ask for approval" {
		t.Errorf("only what is decided: %+v", got)
	}
	// Who decided does not approve, and a review is no approval.
	operator.refused(http.StatusForbidden, "POST", "/projects/"+project+"/signatures", operator.signing(project, ingestRecord, people.Approval))
	reg.want(http.StatusCreated, "POST", "/projects/"+project+"/signatures", reg.signing(project, ingestRecord, people.Review), nil)
	stands("reviewed", workbench.Unapproved)

	b.later = 2 * time.Hour
	r := operator.asks(project, map[string]any{"about": ingestRecord, "meaning": "approval", "roles": []string{"regulatory", "clinical"}})
	stands("asked", workbench.Asked)
	sign := reg.signing(project, ingestRecord, people.Approval)
	sign["review"] = r.ID
	reg.want(http.StatusCreated, "POST", "/projects/"+project+"/signatures", sign, nil)
	stands("signed by one of two", workbench.Asked)
	sign["review"], sign["digest"] = r.ID, clinical.subjectOf(project, ingestRecord).Digest
	clinical.want(http.StatusCreated, "POST", "/projects/"+project+"/signatures", sign, nil)
	stands("signed by both", workbench.Approved)

	// An hour ago nobody could have said so.
	var before api.VEX
	o.want(http.StatusOK, "GET", base+"openvex&at="+time.Now().Add(time.Hour).UTC().Format(time.RFC3339), nil, &before)
	if len(before.Unapproved) != 1 || before.Undecided != 4 {
		t.Errorf("before it was signed: %+v", before)
	}

	for format, file := range map[string]string{"openvex": "tremor-2026_001.openvex.json", "cyclonedx": "tremor-2026_001.cdx.json", "csaf": "tremor-2026_001.json", "csaf-2.1": "tremor-2026_001.json"} {
		var v api.VEX
		o.want(http.StatusOK, "GET", base+format+"&decided=true", nil, &v)
		if v.Statements != 1 || v.Undecided != 0 || v.File != file || len(v.Fails) != 0 || !strings.Contains(v.Text, "CVE-2099-0502") || strings.Contains(v.Text, "CVE-2099-0117") {
			t.Errorf("%s: %d statements, %d undecided, %v, %s", format, v.Statements, v.Undecided, v.Fails, v.File)
		}
	}
	if got := o.refused(http.StatusUnprocessableEntity, "GET", base+"openvex&advisory=true", nil); got.Detail != "an advisory is a document of CSAF" {
		t.Errorf("an advisory in OpenVEX: %+v", got)
	}

	// Other words are approved anew.
	operator.want(http.StatusOK, "PUT", "/projects/"+project+"/decisions/"+ingestDecision, map[string]any{"choice": "affected", "action": "Update today.", "why": "It is.", "role": "lead"}, nil)
	stands("reworded", workbench.Unapproved)
	reg.approves(project, ingestRecord)
	stands("approved anew", workbench.Approved)
	// A refusal stays, whoever signed.
	r = operator.asks(project, map[string]any{"about": ingestRecord, "meaning": "approval", "roles": []string{"clinical"}})
	clinical.want(http.StatusOK, "POST", "/projects/"+project+"/reviews/"+r.ID+"/reject", map[string]any{"reason": "The action is not possible at night."}, nil)
	stands("refused", workbench.Refused)
}

func TestAnApprovalThatCameWithAnImportIsNone(t *testing.T) {
	b := newServer(t)
	o, _, org, project := b.advised()
	o.approves(project, ingestRecord)
	if v := o.vex(project, "openvex"); len(v.Unapproved) != 0 {
		t.Fatalf("not approved: %+v", v.Unapproved)
	}
	_, packed := o.ask("GET", "/projects/"+project+"/export", nil)
	var other api.Project
	o.want(http.StatusCreated, "POST", "/organisations/"+org+"/projects/import?name=Copy", packed, &other)
	if v := o.vex(other.ID, "openvex"); len(v.Unapproved) != 1 || v.Undecided != v.Statements {
		t.Errorf("in the copy: %+v", v.Unapproved)
	}
	// Equal folders share what is computed; the approvals are those of each project.
	if v := o.vex(project, "openvex"); len(v.Unapproved) != 0 {
		t.Errorf("in the original, afterwards: %+v", v.Unapproved)
	}
}

func TestWhatIsPublishedIsKeptAsItIs(t *testing.T) {
	b := newServer(t)
	o, operator, org, project := b.advised()
	o.approves(project, ingestRecord)
	path := "/projects/" + project + "/publications"
	in := func(format string) map[string]any {
		return map[string]any{"id": "tremor-2026.001", "namespace": "https://maker.example", "format": format, "decided": true}
	}
	publish := func(format string) api.Publication {
		t.Helper()
		var p api.Publication
		operator.want(http.StatusCreated, "POST", path, in(format), &p)
		return p
	}
	file := func(p api.Publication) []byte {
		t.Helper()
		res, text := o.ask("GET", path+"/"+p.ID+"/file", nil)
		sum := sha256.Sum256(text)
		if res.Header.Get("Content-Disposition") != fmt.Sprintf("attachment; filename=%q", p.File) || hex.EncodeToString(sum[:]) != p.Hash || int64(len(text)) != p.Bytes {
			t.Errorf("the file of %+v: %v", p, res.Header)
		}
		return text
	}
	first := publish("openvex")
	if first.Edition != 1 || first.File != "tremor-2026_001.openvex.json" || first.Statements != 1 || first.By != operator.account || first.Number == 0 {
		t.Errorf("published %+v", first)
	}
	was := file(first)
	var doc struct {
		ID         string `json:"@id"`
		Version    int
		Timestamp  time.Time
		Statements []struct{ Status string }
	}
	decodeInto(t, was, &doc)
	if doc.ID != "https://maker.example/tremor-2026.001" || doc.Version != 1 || !doc.Timestamp.Equal(first.At) || doc.Statements[0].Status != "affected" {
		t.Errorf("the document is %+v, published %v", doc, first.At)
	}

	// A document in CSAF tells its versions.
	for edition := 1; edition <= 3; edition++ {
		p := publish("csaf")
		var doc struct {
			Document struct {
				Tracking struct {
					Version  string
					Revision []struct{ Number string } `json:"revision_history"`
				}
			}
		}
		decodeInto(t, file(p), &doc)
		if got := doc.Document.Tracking; p.Edition != edition || got.Version != fmt.Sprint(edition) || len(got.Revision) != edition {
			t.Errorf("version %d is %+v with %+v", edition, p, got)
		}
	}
	// What changes afterwards changes nothing of it.
	operator.decides(project)
	if now := file(first); string(now) != string(was) {
		t.Error("what was published has changed")
	}
	var all api.Page[api.Publication]
	o.want(http.StatusOK, "GET", path, nil, &all)
	got := []string{}
	for _, p := range all.Items {
		got = append(got, fmt.Sprint(p.Format, p.Edition))
	}
	if diff := cmp.Diff([]string{"openvex1", "csaf1", "csaf2", "csaf3"}, got); diff != "" {
		t.Error(diff)
	}
	var log api.Page[api.LogEntry]
	o.want(http.StatusOK, "GET", "/organisations/"+org+"/log?about=vex:tremor-2026.001", nil, &log)
	if len(log.Items) != 4 || log.Items[3].Action != "vex.published" || log.Items[3].Account != operator.account || string(log.Items[3].New) != fmt.Sprintf("%q", "version 1 as openvex, SHA-256 "+first.Hash) {
		t.Errorf("the log has %+v", log.Items)
	}

	_, packed := o.ask("GET", "/organisations/"+org+"/export", nil)
	z, err := zip.NewReader(bytes.NewReader(packed), int64(len(packed)))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"objects/" + first.Hash, "projects/" + project + "/publications.json"} {
		if f, err := z.Open(name); err != nil {
			t.Errorf("the export of everything: %v", err)
		} else {
			f.Close()
		}
	}

	// Now nothing is approved any more.
	if got := operator.refused(http.StatusConflict, "POST", path, in("openvex")); !strings.Contains(got.Detail, "there is nothing to say") {
		t.Errorf("with nothing approved: %+v", got)
	}
	o.invite(org, workbench.Assessor).refused(http.StatusForbidden, "POST", path, in("openvex"))
	operator.refused(http.StatusNotFound, "GET", path+"/06h1fe9jslpcn8904i7kdsfjpg/file", nil)
	other := o.system(org)
	operator.refused(http.StatusNotFound, "GET", "/projects/"+other.ID+"/publications/"+first.ID+"/file", nil)
	bad := in("openvex")
	bad["id"] = "../x"
	operator.refused(http.StatusUnprocessableEntity, "POST", path, bad)
}

func TestTheLogTellsTheLifeOfADecision(t *testing.T) {
	b := newServer(t)
	o, operator, org, project := b.advised()
	operator.want(http.StatusCreated, "POST", "/projects/"+project+"/comments", map[string]any{"about": ingestRecord, "text": "Please look at the action."}, nil)
	o.approves(project, ingestRecord)
	var r api.Revision
	o.want(http.StatusOK, "GET", "/projects/"+project+"/revisions/head", nil, &r)
	o.want(http.StatusCreated, "POST", "/projects/"+project+"/revisions", map[string]any{"base": r.ID, "files": map[string]any{"decisions/" + ingestDecision + ".yaml": nil}, "message": "It was never so."}, nil)
	var log api.Page[api.LogEntry]
	o.want(http.StatusOK, "GET", "/organisations/"+org+"/log?about="+ingestRecord, nil, &log)
	got := []string{}
	for _, e := range slices.Backward(log.Items) {
		var old, now string
		if len(e.Old) > 0 {
			_ = json.Unmarshal(e.Old, &old)
		}
		if len(e.New) > 0 {
			_ = json.Unmarshal(e.New, &now)
		}
		got = append(got, fmt.Sprintf("%s by %s: %s (old %t, new %t)", e.Action, e.Name, e.Reason, old != "", now != ""))
	}
	want := []string{
		"decision.changed by Some operator: decided: affected (" + ingest + ") (old false, new true)",
		"comment.made by Some operator:  (old false, new true)",
		"signature.made by Olga Owner: The benefit outweighs the residual risk. (old false, new true)",
		"decision.changed by Olga Owner: It was never so. (old true, new false)",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
