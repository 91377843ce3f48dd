package api_test

import (
	"fmt"
	"net/http"
	"testing"

	"cordon/internal/jobs"
	"cordon/internal/server/api"
	"cordon/internal/study"
	"cordon/internal/workbench"
)

func TestThePortfolioShowsTheWorstFirst(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	var empty api.Project
	o.want(http.StatusCreated, "POST", "/organisations/"+org+"/projects", map[string]any{"name": "Nothing yet"}, &empty)
	p := o.system(org)
	var before api.Portfolio
	o.want(http.StatusOK, "GET", "/organisations/"+org+"/portfolio", nil, &before)
	if before.Total != 2 || before.Items[0].Summary != nil {
		t.Errorf("before anything is computed: %+v", before)
	}
	st, err := study.New(b.w)
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{empty.ID, p.ID} {
		if err := st.Summarise(t.Context(), workbench.ProjectID(id)); err != nil {
			t.Fatal(err)
		}
	}
	var all api.Portfolio
	o.want(http.StatusOK, "GET", "/organisations/"+org+"/portfolio?limit=1", nil, &all)
	first := all.Items[0]
	if all.Total != 2 || all.Next != "1" || first.Project.ID != p.ID || first.Summary == nil || first.Summary.Worst != "high" || first.Summary.Risk["high"] != 6 || first.Summary.System != "Wearable movement monitor" {
		t.Errorf("portfolio %+v, summary %+v", all, first.Summary)
	}
	if all.Worst["high"] != 1 || all.Questions == 0 || all.Questions != first.Summary.Questions {
		t.Errorf("sums: %+v", all)
	}
	var second api.Portfolio
	o.want(http.StatusOK, "GET", "/organisations/"+org+"/portfolio?limit=1&cursor=1", nil, &second)
	if len(second.Items) != 1 || second.Items[0].Project.ID != empty.ID || second.Next != "" {
		t.Errorf("second page: %+v", second)
	}
	var found api.Portfolio
	o.want(http.StatusOK, "GET", "/organisations/"+org+"/portfolio?query=MOVEMENT", nil, &found)
	if found.Total != 1 || found.Items[0].Project.ID != p.ID {
		t.Errorf("search: %+v", found)
	}
	// Others see nothing of it.
	other := o.invite(org, workbench.Administrator)
	var none api.Portfolio
	other.want(http.StatusOK, "GET", "/organisations/"+org+"/portfolio", nil, &none)
	if none.Total != 0 {
		t.Errorf("an administrator sees %d systems", none.Total)
	}
}

// A job that runs may have read the revision before, so a newer revision asks for its own; the older one's then has nothing to do.
func TestEachRevisionAsksForItsSummary(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	o.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/revisions", map[string]any{"base": p.Head, "files": map[string]string{"notes.txt": "more"}, "message": "note"}, nil)
	var waiting []jobs.Job
	if err := b.w.Store.Read(t.Context(), func(tx workbench.Tx) (err error) {
		waiting, err = b.api.Jobs.List(t.Context(), tx, jobs.Filter{Kind: "summary"})
		return err
	}); err != nil || len(waiting) != 2 {
		t.Fatalf("%d jobs for two revisions (%v)", len(waiting), err)
	}
	work := b.api.Study.Work()["summary"]
	for i, want := range []int64{0, 2} { // of the older revision and the newer one
		args := fmt.Sprintf(`{"project":%q,"revision":%q}`, p.ID, p.Head)
		if i == 1 {
			args = fmt.Sprintf(`{"project":%q,"revision":%q}`, p.ID, headOf(t, o, p.ID))
		}
		if err := work(t.Context(), []byte(args), nil); err != nil {
			t.Fatal(err)
		}
		var row api.PortfolioRow
		o.want(http.StatusOK, "GET", "/projects/"+p.ID+"/summary", nil, &row)
		if row.Summary == nil && want != 0 || row.Summary != nil && row.Summary.Number != want {
			t.Errorf("after job %d the summary is %+v, want that of revision %d", i+1, row.Summary, want)
		}
	}
}

func headOf(t *testing.T, p *person, project string) string {
	t.Helper()
	var r api.Revision
	p.want(http.StatusOK, "GET", "/projects/"+project+"/revisions/head", nil, &r)
	return r.ID
}
