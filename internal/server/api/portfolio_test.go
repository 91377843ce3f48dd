package api_test

import (
	"net/http"
	"testing"

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
