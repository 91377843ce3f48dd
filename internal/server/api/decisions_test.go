package api_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/decisions"
	"cordon/internal/server/api"
	"cordon/internal/workbench"
)

const asDecided = "2026-11-26" // the decisions of the example stand on this day

func list(p *person, project string) map[string]decisions.State {
	p.b.t.Helper()
	var out api.Decisions
	p.want(http.StatusOK, "GET", "/projects/"+project+"/revisions/head/decisions?on="+asDecided, nil, &out)
	states := map[string]decisions.State{}
	for _, r := range out.Items {
		states[r.ID] = r.State
	}
	return states
}

func TestDecisionsHaveTheirStatesAndWhatIsWantedIsNamed(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	want := map[string]decisions.State{"app-opens-no-links": "current", "late-adjustment": "current", "overall": "current", "smartbox-is-erased-on-return": "current", "sources-of-security-news": "current"}
	if diff := cmp.Diff(want, list(o, p.ID)); diff != "" {
		t.Error(diff)
	}
	var all api.Decisions
	o.want(http.StatusOK, "GET", "/projects/"+p.ID+"/revisions/head/decisions?on="+asDecided, nil, &all)
	wanted := []string{}
	for _, w := range all.Wanted {
		wanted = append(wanted, w.About+" "+w.Verdict)
	}
	if !slices.Contains(wanted, "wrong-intake unacceptable") || slices.ContainsFunc(wanted, func(s string) bool { return strings.HasPrefix(s, "late-adjustment") || strings.HasPrefix(s, "overall") }) {
		t.Errorf("wanted are %v", wanted)
	}
	got := o.refused(http.StatusUnprocessableEntity, "GET", "/projects/"+p.ID+"/revisions/head/decisions?on=soon", nil)
	if got.Detail != `"soon" is no day` {
		t.Errorf("a day that is none: %q", got.Detail)
	}
}

func TestADecisionSaysWhatItRestsOn(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	var d api.Decision
	o.want(http.StatusOK, "GET", "/projects/"+p.ID+"/revisions/head/decisions/late-adjustment?on="+asDecided, nil, &d)
	if d.Who != "A. Lindgren" || d.File != "late-adjustment.yaml" {
		t.Errorf("%+v", d)
	}
	one := func(kind decisions.Kind, name string) decisions.Fact {
		i := slices.IndexFunc(d.RestsOn, func(x decisions.Fact) bool { return x.Kind == kind && x.Name == name })
		if i < 0 {
			t.Fatalf("it rests on nothing of the kind %s: %+v", kind, d.RestsOn)
		}
		return d.RestsOn[i]
	}
	want := decisions.Fact{What: "severity for frail", Is: "serious", Named: decisions.Named{Kind: "severity", Name: "frail"}, Values: []string{"serious"}}
	if diff := cmp.Diff(want, one("severity", "frail")); diff != "" {
		t.Error(diff)
	}
	threat := one("way", "").Through[0]
	var full struct{ Title string }
	o.want(http.StatusOK, "GET", "/projects/"+p.ID+"/revisions/head/threats/"+threat, nil, &full)
	if full.Title == "" || d.Titles[threat] != full.Title || d.Titles["late-adjustment"] != d.Title {
		t.Errorf("titles are %v; the threat is %q", d.Titles, full.Title)
	}
	got := o.refused(http.StatusNotFound, "GET", "/projects/"+p.ID+"/revisions/head/decisions/none", nil)
	if got.Detail != `there is no decision "none"` {
		t.Errorf("a decision that is not there: %q", got.Detail)
	}
}

func TestRecordsWithErrorsAreSaidWithTheirPlace(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	o.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/revisions", map[string]any{"base": p.Head, "files": map[string]any{"decisions/bad.yaml": "cordon: 1\n\ndecisions:\n  x: {choise: accept}\n"}, "message": "x"}, nil)
	var all api.Decisions
	o.want(http.StatusOK, "GET", "/projects/"+p.ID+"/revisions/head/decisions", nil, &all)
	if len(all.Items) != 0 || len(all.Diagnostics) == 0 || all.Diagnostics[0].File != "decisions/bad.yaml" || all.Diagnostics[0].Line != 4 {
		t.Errorf("listed %+v", all)
	}
	got := o.refused(http.StatusConflict, "GET", "/projects/"+p.ID+"/revisions/head/decisions/late-adjustment", nil)
	if got.Detail != "the files of the decisions have errors" || len(got.Fields) == 0 || !strings.HasPrefix(got.Fields[0].Path, "decisions/bad.yaml:4:") {
		t.Errorf("one decision: %+v", got)
	}
}

func TestANewDecisionIsAFileOfTheNextRevision(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	clinical, assessor := o.invite(org, workbench.Clinical), o.invite(org, workbench.Assessor)
	p := o.system(org)
	in := map[string]any{"about": []string{"wrong-intake"}, "choice": "treat", "who": "A. Lindgren", "role": "clinical lead", "why": "The plan on the phone is to be signed.", "when": asDecided, "until": "2027-05-31", "evidence": []string{"CER 5.3"}}
	if got := assessor.refused(http.StatusForbidden, "POST", "/projects/"+p.ID+"/decisions", in); got.Hint == "" {
		t.Error("who may not decide is not told who may")
	}
	var made api.Decided
	clinical.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/decisions", in, &made)
	if !slices.Equal(made.Decisions, []string{"wrong-intake"}) || made.Revision.Number != 2 || made.Revision.Author != clinical.account || made.Revision.Message != "decided: treat (wrong-intake)" {
		t.Errorf("made %+v", made)
	}
	if got := list(o, p.ID)["wrong-intake"]; got != decisions.Current {
		t.Errorf("the new decision is %q", got)
	}
	_, raw := o.ask("GET", "/projects/"+p.ID+"/revisions/head/file?path=decisions/wrong-intake.yaml", nil)
	if !strings.Contains(string(raw), "verdict: unacceptable") || !strings.Contains(string(raw), `evidence: [CER 5.3]`) {
		t.Errorf("the file is %s", raw)
	}

	again := map[string]any{"about": []string{"wrong-intake"}, "choice": "avoid", "who": "A. Lindgren", "role": "clinical lead", "why": "The diary goes.", "when": asDecided}
	clinical.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/decisions", again, &made)
	if got := list(o, p.ID); got["wrong-intake"] != decisions.Replaced || got["wrong-intake-2"] != decisions.Current {
		t.Errorf("after deciding again: %v", got)
	}
}

func TestWhatIsDecidedOnSaysWhoMay(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	operator, clinical := o.invite(org, workbench.OperatorRole), o.invite(org, workbench.Clinical)
	p := o.system(org)
	o.want(http.StatusCreated, "POST", "/organisations/"+org+"/feeds/example", nil, nil)
	o.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/after/find", nil, nil)
	harm := map[string]any{"about": []string{"wrong-intake"}, "choice": "treat", "role": "lead", "why": "The plan is to be signed."}
	flaw := map[string]any{"about": []string{"CVE-2099-0311@cloud/ingest"}, "choice": "under-investigation", "role": "lead", "why": "The maker was asked."}
	both := map[string]any{"about": []string{"wrong-intake", "CVE-2099-0311@cloud/ingest"}, "choice": "treat", "role": "lead", "why": "x"}
	path := "/projects/" + p.ID + "/decisions"
	for name, x := range map[string]struct {
		who  *person
		body map[string]any
	}{"an operator on a harm": {operator, harm}, "an operator on both": {operator, both}, "a clinician on a vulnerability": {clinical, flaw}, "a clinician on both": {clinical, both}} {
		if got := x.who.refused(http.StatusForbidden, "POST", path, x.body); got.Hint == "" {
			t.Errorf("%s is not told who may", name)
		}
	}
	var made api.Decided
	clinical.want(http.StatusCreated, "POST", path, harm, &made)
	operator.want(http.StatusCreated, "POST", path, flaw, &made)
	words := map[string]any{"choice": "under-investigation", "role": "lead", "why": "The maker was asked today."}
	clinical.refused(http.StatusForbidden, "PUT", path+"/"+made.Decisions[0], words)
	operator.want(http.StatusOK, "PUT", path+"/"+made.Decisions[0], words, &made)
	operator.refused(http.StatusForbidden, "PUT", path+"/wrong-intake", words)
	var d api.Decision
	o.want(http.StatusOK, "GET", "/projects/"+p.ID+"/revisions/head/decisions/"+made.Decisions[0], nil, &d)
	if d.Who != "Some operator" || d.Why != "The maker was asked today." || d.When == "" {
		t.Errorf("who decided and when did not stay: %+v", d.Review)
	}
}

func TestWhatIsWrongWithADecisionIsSaidAtItsFields(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	got := o.refused(http.StatusUnprocessableEntity, "POST", "/projects/"+p.ID+"/decisions",
		map[string]any{"about": []string{"wrong-intak"}, "choice": "met", "who": " ", "role": "lead", "why": "x", "when": asDecided, "until": "2026-01-01", "id": "overall"})
	want := []workbench.Field{
		{Path: "who", Text: "say who decided"},
		{Path: "until", Text: "it ends on 2026-01-01, before it is made on 2026-11-26"},
		{Path: "choice", Text: `only clauses are "met"`},
		{Path: "id", Text: "there is a decision overall already"},
		{Path: "about", Text: `"wrong-intak": no harm, threat, control at an element, vulnerability at an element or clause has this id; did you mean "wrong-intake"?`},
	}
	if diff := cmp.Diff(want, got.Fields); diff != "" || got.Detail != "the decision cannot be kept so" {
		t.Errorf("%q\n%s", got.Detail, diff)
	}
}

func TestTheWordsOfADecisionAreCorrectedAndItStands(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	in := map[string]any{"choice": "accept", "who": "A. Lindgren", "role": "clinical lead", "why": "The consultation takes place all the same.", "when": "2026-11-25", "evidence": []string{}}
	var made api.Decided
	o.want(http.StatusOK, "PUT", "/projects/"+p.ID+"/decisions/late-adjustment", in, &made)
	if made.Revision.Number != 2 {
		t.Fatalf("made %+v", made)
	}
	var d api.Decision
	o.want(http.StatusOK, "GET", "/projects/"+p.ID+"/revisions/head/decisions/late-adjustment?on="+asDecided, nil, &d)
	if d.Why != in["why"] || d.Until != "" || len(d.Evidence) != 0 || d.State != decisions.Current {
		t.Errorf("reworded to %+v", d.Review)
	}
	in["why"] = ""
	got := o.refused(http.StatusUnprocessableEntity, "PUT", "/projects/"+p.ID+"/decisions/late-adjustment", in)
	if diff := cmp.Diff([]workbench.Field{{Path: "why", Text: "say why"}}, got.Fields); diff != "" {
		t.Error(diff)
	}
	o.refused(http.StatusNotFound, "PUT", "/projects/"+p.ID+"/decisions/none", in)
}

func TestWhatCanBeDecidedIsFoundByWords(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	var out api.Page[decisions.Wanted]
	o.want(http.StatusOK, "GET", "/projects/"+p.ID+"/revisions/head/decidable?q=Intake+WRONG", nil, &out)
	if len(out.Items) == 0 || out.Items[0].About != "wrong-intake" || out.Items[0].Verdict != "unacceptable" {
		t.Errorf("found %+v", out.Items)
	}
	o.want(http.StatusOK, "GET", "/projects/"+p.ID+"/revisions/head/decidable?limit=3", nil, &out)
	if len(out.Items) != 3 || out.Items[0].About != decisions.Overall {
		t.Errorf("without words: %+v", out.Items)
	}
}
