package api_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"cordon/internal/server/api"
	"cordon/internal/workbench"
)

func (p *person) entry(org, typ, id string) api.FullEntry {
	p.b.t.Helper()
	var out api.FullEntry
	p.want(http.StatusOK, "GET", "/organisations/"+org+"/knowledge/entry?type="+typ+"&id="+url.QueryEscape(id), nil, &out)
	return out
}

func headings(e api.FullEntry) []string {
	var out []string
	for _, p := range e.Parts {
		out = append(out, p.Heading)
	}
	return out
}

func TestEntriesAreFoundByTypeAndWords(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	path := "/organisations/" + org + "/knowledge"
	var got api.Entries
	o.want(http.StatusOK, "GET", path+"?type=check&query=implant+bears&limit=1", nil, &got)
	if len(got.Items) != 1 || got.Items[0].ID != "CHK-0001" || got.Items[0].Title != "Implant has nobody who bears it" || got.Items[0].Says == "" {
		t.Fatalf("words of a title find %+v", got.Items)
	}
	at := slices.IndexFunc(got.Types, func(x api.EntryType) bool { return x.Type == "check" })
	if want := (api.EntryType{Type: "check", Count: got.Total, Folder: "checks", Prefix: "CHK-"}); got.Types[at] != want {
		t.Errorf("type check: %+v, want %+v", got.Types[at], want)
	}
	o.want(http.StatusOK, "GET", path+"?query=CTL-0001", nil, &got)
	if len(got.Items) == 0 || got.Items[0].ID != "CTL-0001" || got.Total < 2 {
		t.Errorf("an id is not found first, and then what names it: %d, %+v", got.Total, got.Items)
	}
	o.want(http.StatusOK, "GET", path+"?query=no-such-word-anywhere", nil, &got)
	if len(got.Items) != 0 || got.Total != 0 || got.Next != "" {
		t.Errorf("nothing is found as %+v", got.Items)
	}
}

func TestEntriesComeInPages(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	seen := map[string]bool{}
	for cursor := ""; ; {
		var got api.Entries
		o.want(http.StatusOK, "GET", "/organisations/"+org+"/knowledge?limit=500&cursor="+cursor, nil, &got)
		for _, e := range got.Items {
			seen[e.Type+" "+e.ID] = true
		}
		if cursor = got.Next; cursor == "" {
			if len(seen) != got.Total {
				t.Errorf("pages hold %d entries of %d", len(seen), got.Total)
			}
			break
		}
	}
	for _, want := range []string{"threat THR-0001", "clause mdcg-2019-16:r1/3.6#7", "harm harm.inappropriate-treatment"} {
		if !seen[want] {
			t.Errorf("%s is in no page", want)
		}
	}
	if got := o.refused(http.StatusUnprocessableEntity, "GET", "/organisations/"+org+"/knowledge?cursor=x", nil); got.Detail != "the cursor is none of ours" {
		t.Errorf("a cursor of somebody else: %+v", got)
	}
}

func TestAnEntryIsOpenedInFull(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	check := o.entry(org, "check", "CHK-0001")
	if want := []string{"What stays unseen", "What to write", "Where it holds", "Roles", "Links", "Sources"}; !slices.Equal(headings(check), want) {
		t.Errorf("parts %v, want %v", headings(check), want)
	}
	if len(check.Examples) != 2 || check.Examples[0].Expects != "match" || check.Examples[1].Expects != "no-match" || !strings.HasPrefix(check.Examples[0].Model, "assets:\n") {
		t.Errorf("examples: %+v", check.Examples)
	}
	if check.File != "checks/CHK-0001.yaml" || !strings.HasPrefix(check.Text, "id: CHK-0001\n") {
		t.Errorf("file %s: %.40q", check.File, check.Text)
	}
	roles := check.Parts[3].Items
	if want := (api.Piece{Text: "implant", Type: "kind", ID: "device.implant"}); len(roles) == 0 || roles[0][1].Type != want.Type || roles[0][1].ID != want.ID {
		t.Errorf("a role does not lead to its kind: %+v", roles)
	}
	control := o.entry(org, "control", "CTL-0001")
	if !slices.Contains(headings(control), "Named by threats") {
		t.Errorf("what refers to a control is not said: %v", headings(control))
	}
	if named := control.Parts[len(control.Parts)-1]; named.Code != "named-by" || control.Parts[0].Code == "named-by" || control.Parts[0].Code == "" {
		t.Errorf("the first and the last part have the codes %q and %q", control.Parts[0].Code, named.Code)
	}
	clause := o.entry(org, "clause", "mdcg-2019-16:r1/3.6#7")
	if want := []string{"What it asks for", "How it binds", "Stands in"}; !slices.Equal(headings(clause), want) || clause.Title == "" {
		t.Errorf("parts of a clause %v, want %v", headings(clause), want)
	}
	got := o.refused(http.StatusNotFound, "GET", "/organisations/"+org+"/knowledge/entry?type=threat&id=THR-9999", nil)
	if got.Detail != `the knowledge base has no threat "THR-9999"` {
		t.Errorf("an entry that is not there: %+v", got)
	}
}

func TestASkeletonHasTheKeysAnEntryMustHave(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	var got api.Skeleton
	o.want(http.StatusOK, "GET", "/organisations/"+org+"/knowledge/skeleton?type=check&id=CHK-9001", nil, &got)
	want := `id: CHK-9001
title: "" # One line; in rules and threats with roles in braces.
where: # Roles: what each must be.
  name:
    kind: "" # Kind of element.
hint: "" # What to write, in the language of models.
why: "" # What stays unseen while it is missing.
sources: # Where the facts come from.
  - document: "" # Title, with edition or date.
examples: # Small models that must match, and that must not.
  - says: "" # What the example shows.
    expects: match # match, no-match or question.
    model: {} # A model without its header.
`
	if got.File != "checks/CHK-9001.yaml" || got.Text != want {
		t.Errorf("file %s\n%s\nwant\n%s", got.File, got.Text, want)
	}
	if got := o.refused(http.StatusUnprocessableEntity, "GET", "/organisations/"+org+"/knowledge/skeleton?type=nothing&id=x", nil); got.Detail != `there is no type of entry "nothing"` {
		t.Errorf("a type that is none: %+v", got)
	}
}

func TestKnowledgeIsForThoseWhoBelong(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	b.nobody().refused(http.StatusUnauthorized, "GET", "/organisations/"+org+"/knowledge", nil)
	b.outsider(o, org).refused(http.StatusNotFound, "GET", "/organisations/"+org+"/knowledge", nil)
	var got api.Entries
	o.invite(org, workbench.Clinical).want(http.StatusOK, "GET", "/organisations/"+org+"/knowledge?type=harm", nil, &got)
	if got.Total < 50 {
		t.Errorf("a clinician sees %d harms", got.Total)
	}
}
