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

const onExampleDay = "2026-11-26"

func complianceOf(p *person, project, query string) api.Compliance {
	p.b.t.Helper()
	var out api.Compliance
	p.want(http.StatusOK, "GET", "/projects/"+project+"/revisions/head/compliance?on="+onExampleDay+query, nil, &out)
	return out
}

func TestClausesSayWhetherTheyBindAndHowFarTheyAreMet(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	got := complianceOf(o, p.ID, "")
	if got.Day != onExampleDay || got.Revision != p.Head || len(got.Documents) < 10 || len(got.Clauses) < 200 || len(got.Gaps) == 0 {
		t.Fatalf("day %s, revision %s, %d documents, %d clauses, %d gaps", got.Day, got.Revision, len(got.Documents), len(got.Clauses), len(got.Gaps))
	}
	at := slices.IndexFunc(got.Clauses, func(c api.BoundClause) bool { return c.ID == "iec-62443-4-2:2019/CR-1.2" })
	c := got.Clauses[at]
	if c.Verdict != "applies" || c.Status != "open" && c.Status != "partly" || !slices.Contains(c.Criteria, "CRI-0001") || c.Why == "" {
		t.Errorf("the clause is %+v", c)
	}
	// Each clause counts once for its document.
	counted := map[string]int{}
	for _, c := range got.Clauses {
		counted[c.Document+" "+c.Status]++
	}
	for _, d := range got.Documents {
		for s, n := range d.Statuses {
			if counted[d.ID+" "+s] != n {
				t.Errorf("%s: %d clauses are %s, and %d are listed", d.ID, n, s, counted[d.ID+" "+s])
			}
		}
	}
	for _, d := range got.Documents {
		if d.ID == "mhra-cyber-2026" && d.Because != "it is a draft" {
			t.Errorf("of a draft it is said: %q", d.Because)
		}
	}
	// What most clauses wait for comes first; each gap is a finding with something to do.
	waiting := func(id string) int {
		i := slices.IndexFunc(got.Findings, func(f api.CriterionResult) bool { return f.Criterion == id })
		if f := got.Findings[i]; f.Hint == "" {
			t.Errorf("%s says nothing to do", id)
		}
		return i
	}
	for _, id := range got.Gaps {
		waiting(id)
	}
	// What reasons name by ids has a title, with the element that it is at.
	remote := got.Findings[slices.IndexFunc(got.Findings, func(f api.CriterionResult) bool { return f.Criterion == "CRI-0031" })]
	places := 0
	for at, title := range remote.Places {
		if strings.HasPrefix(at, "CTL-") {
			if places++; !strings.HasPrefix(title, "Remote session opened by the operator for each case (") || strings.Contains(title, "@") {
				t.Errorf("%s is called %q", at, title)
			}
		}
	}
	if asked := remote.Places["sensor?remote-access"]; places < 2 || !strings.HasSuffix(asked, "(Motion sensors)") || strings.Contains(asked, "?") {
		t.Errorf("of %d controls and of what is asked it is said: %v", places, remote.Places)
	}
	// Drafts bind only where they are asked for.
	drafts := complianceOf(o, p.ID, "&drafts=true")
	binding := func(c api.Compliance) (n int) {
		for _, x := range c.Clauses {
			if x.Verdict == "applies" {
				n++
			}
		}
		return n
	}
	if before, with := binding(got), binding(drafts); with <= before {
		t.Errorf("%d clauses bind, and %d with drafts", before, with)
	}
}

func TestOneClauseShowsWhatWasLookedAt(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	at := "/projects/" + p.ID + "/revisions/head/compliance/clause?on=" + onExampleDay + "&clause="
	var got api.ClauseDetail
	o.want(http.StatusOK, "GET", at+url.QueryEscape("iec-62443-4-2:2019/CR-1.2"), nil, &got)
	i := slices.IndexFunc(got.Findings, func(f api.CriterionResult) bool { return f.Criterion == "CRI-0001" })
	if i < 0 || got.Decides == "" || len(got.Related) == 0 || got.Related[0].Title == "" || !strings.HasPrefix(got.DocumentTitle, "IEC 62443-4-2") {
		t.Fatalf("the clause is %+v", got)
	}
	secrets := slices.IndexFunc(got.Findings, func(f api.CriterionResult) bool { return f.Criterion == "CRI-0002" })
	if list := got.Findings[secrets].Controls; len(list) != 2 || list[0].ID != "CTL-0100" || list[0].Title == "" || strings.Contains(list[0].Title, "{") || list[1].ID != "CTL-0105" {
		t.Errorf("controls that are named: %+v", list)
	}
	radio := slices.IndexFunc(got.Findings[i].Subjects, func(s api.LookedAt) bool { return s.ID == "sensor/radio" })
	if s := got.Findings[i].Subjects[radio]; s.Outcome != "open" || s.Because != "pairing of sensor/radio is just-works" || s.Name == "" {
		t.Errorf("the radio is %+v", s)
	}
	if p := o.refused(http.StatusNotFound, "GET", at+"mdr:0/x", nil); p.Detail != `there is no clause "mdr:0/x"` {
		t.Errorf("a clause that is not there: %+v", p)
	}
	var later api.Compliance
	o.want(http.StatusOK, "GET", "/projects/"+p.ID+"/revisions/head/compliance?on=2028-09-01", nil, &later)
	for _, d := range later.Documents {
		if d.ID == "ai-act-2024" && (later.Day != "2028-09-01" || d.Because == "it applies from 2028-08") {
			t.Errorf("on %s the document does not bind: %+v", later.Day, d)
		}
	}
	if p := o.refused(http.StatusUnprocessableEntity, "GET", "/projects/"+p.ID+"/revisions/head/compliance?on=2026-02-31", nil); p.Detail != `"2026-02-31" is no day` {
		t.Errorf("a day that is not there: %+v", p)
	}
}

func TestWhatIsNotDescribedIsAskedAndCanBeSet(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	var p api.Project
	o.want(http.StatusCreated, "POST", "/organisations/"+org+"/projects", map[string]any{"name": "Pump"}, &p)
	got := complianceOf(o, p.ID, "")
	if len(got.Questions) != 2 || got.Questions[0].Path != "system.regulation.markets" || !got.Questions[0].Several || got.Questions[0].Waiting == 0 ||
		!slices.Contains(got.Questions[0].Choices, "EU") || got.Questions[1].Path != "system.regulation.device-class" || got.Questions[1].Several {
		t.Fatalf("questions: %+v", got.Questions)
	}
	// As the page does it: an operation gives the text, which is saved.
	var look api.Look
	o.want(http.StatusOK, "POST", "/projects/"+p.ID+"/look", map[string]any{"operations": []any{
		map[string]any{"do": "set", "path": []string{"system", "regulation", "markets"}, "value": []string{"EU"}},
		map[string]any{"do": "set", "path": []string{"system", "regulation", "device-class"}, "value": "MDR-IIa"},
	}}, &look)
	if len(look.Wrong) > 0 {
		t.Fatalf("the operations are wrong: %+v", look.Wrong)
	}
	o.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/revisions", map[string]any{"base": p.Head, "files": look.Files, "message": "markets and class"}, nil)
	after := complianceOf(o, p.ID, "")
	if len(after.Questions) != 0 {
		t.Errorf("after the answers it is still asked: %+v", after.Questions)
	}
}

func TestComplianceIsForReaders(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	at := "/projects/" + p.ID + "/revisions/head/compliance"
	b.nobody().refused(http.StatusUnauthorized, "GET", at, nil)
	o.invite(org, workbench.Administrator).refused(http.StatusForbidden, "GET", at, nil)
	o.invite(org, workbench.Assessor).want(http.StatusOK, "GET", at, nil, nil)
	o.refused(http.StatusNotFound, "GET", "/projects/06h1fe9jslpcn8904i7kdsfjpg/revisions/head/compliance", nil)
}
