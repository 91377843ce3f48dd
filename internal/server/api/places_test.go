package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/server/api"
	"cordon/internal/workbench"
)

const number = "Number of the site for device and security events"

func TestAPlaceOfADocumentIsFilled(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	places := func() api.DocumentPlaces {
		var out api.DocumentPlaces
		o.want(http.StatusOK, "GET", "/projects/"+p.ID+"/revisions/head/documents/clinical-user-card/places", nil, &out)
		return out
	}
	card := func() string {
		_, page := o.ask("GET", "/projects/"+p.ID+"/revisions/head/documents/clinical-user-card.html", nil)
		return string(page)
	}
	fill := func(base, says string) api.Changed {
		var out api.Changed
		o.want(http.StatusOK, "PUT", "/projects/"+p.ID+"/documents/clinical-user-card/places", map[string]any{"section": "What to do then", "asked": number, "says": says, "base": base}, &out)
		return out
	}
	before := places()
	want := api.DocumentPlaces{Items: []api.DocumentPlace{{Section: "What to do then", Asked: number, Asks: number}}, Unasked: []api.DocumentPlace{}, Revision: p.Head}
	if diff := cmp.Diff(want, before); diff != "" {
		t.Fatal(diff)
	}
	openly, second := card(), o.invite(org, workbench.Regulatory)
	made := fill(before.Revision, "0800 1234\n\nAt night: 0800 5678")
	want.Items[0].Says, want.Revision = "0800 1234\n\nAt night: 0800 5678", made.Revision.ID
	if diff := cmp.Diff(want, places()); diff != "" {
		t.Error(diff)
	}
	if made.Revision.Message != "text for clinical-user-card: What to do then" {
		t.Errorf("the revision says %q", made.Revision.Message)
	}
	if now := card(); !strings.Contains(openly, number) || !strings.Contains(now, "At night: 0800 5678") {
		t.Error("the card does not show what was written")
	}
	// Whoever still has the text of before and writes another one is told so; nothing is overwritten.
	var clash api.Changed
	second.want(http.StatusConflict, "PUT", "/projects/"+p.ID+"/documents/clinical-user-card/places", map[string]any{"section": "What to do then", "asked": number, "says": "112", "base": before.Revision}, &clash)
	if len(clash.Conflicts) == 0 || places().Items[0].Says != want.Items[0].Says {
		t.Errorf("conflicts %+v; it says %q", clash.Conflicts, places().Items[0].Says)
	}
	fill(made.Revision.ID, "")
	want.Items[0].Says = ""
	if got := places(); got.Items[0].Says != "" {
		t.Errorf("taken out, it says %q", got.Items[0].Says)
	}
	got := o.refused(http.StatusNotFound, "PUT", "/projects/"+p.ID+"/documents/clinical-user-card/places", map[string]any{"section": "What to do then", "asked": "Anything", "says": "x"})
	if got.Detail != `the document clinical-user-card leaves no "Anything" to people in a section "What to do then"` {
		t.Errorf("a place that is none: %q", got.Detail)
	}
	o.invite(org, workbench.Assessor).refused(http.StatusForbidden, "PUT", "/projects/"+p.ID+"/documents/clinical-user-card/places", map[string]any{"section": "What to do then", "asked": number, "says": "x"})
}

func TestPlacesAreToldOnce(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	at := "/projects/" + p.ID + "/revisions/head/documents/clinical-user-card/places"
	res, _ := o.ask("GET", at, nil)
	again, body := o.ask("GET", at, nil, "If-None-Match", res.Header.Get("ETag"))
	if res.Header.Get("ETag") == "" || again.StatusCode != http.StatusNotModified || len(body) > 0 {
		t.Errorf("ETag %q; again %d %.40q", res.Header.Get("ETag"), again.StatusCode, body)
	}
}

// A file that somebody wrote by hand: a text that no template asks for is shown apart, a broken file stops the documents with its place.
func TestTextsWrittenByHandAreRead(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	file := func(base, text string) (out api.Changed) {
		o.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/revisions", map[string]any{"base": base, "files": map[string]any{"additions/clinical-user-card.yaml": text}, "message": "x"}, &out)
		return out
	}
	made := file(p.Head, "cordon: 1\n\ntexts:\n  old:\n    section: Gone\n    asked: Something\n    says: It was so.\n")
	var got api.DocumentPlaces
	o.want(http.StatusOK, "GET", "/projects/"+p.ID+"/revisions/head/documents/clinical-user-card/places", nil, &got)
	if diff := cmp.Diff([]api.DocumentPlace{{Section: "Gone", Asked: "Something", Says: "It was so."}}, got.Unasked); diff != "" {
		t.Error(diff)
	}
	file(made.Revision.ID, "cordon: 1\ntexts: {x: {says: y}}\n")
	wrong := o.refused(http.StatusConflict, "GET", "/projects/"+p.ID+"/revisions/head/documents", nil)
	if wrong.Detail != "the texts that were added to documents have errors" || len(wrong.Fields) == 0 || wrong.Fields[0].Path != "additions/clinical-user-card.yaml:2:12" {
		t.Errorf("a broken file: %+v", wrong)
	}
}
