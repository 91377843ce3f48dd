package api_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
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

// The order of the levels is that of the scales, by which they were given.
func TestThePortfolioIsOrderedByTheScales(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	k, err := b.api.Study.Knowledge(t.Context(), workbench.OrganisationID(org))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{""}
	for _, l := range k.Index.Base.Scales.Risk {
		want = append(want, l.Name)
	}
	slices.Reverse(want)
	if len(want) != 6 {
		t.Fatalf("levels %q", want)
	}
	for _, i := range []int{3, 0, 5, 1, 4, 2} {
		var p api.Project
		o.want(http.StatusCreated, "POST", "/organisations/"+org+"/projects", map[string]any{"name": "System"}, &p)
		if err := b.w.KeepSummary(t.Context(), workbench.Summary{Project: workbench.ProjectID(p.ID), Number: 1, Worst: want[i]}); err != nil {
			t.Fatal(err)
		}
	}
	var all api.Portfolio
	o.want(http.StatusOK, "GET", "/organisations/"+org+"/portfolio", nil, &all)
	var got []string
	for _, row := range all.Items {
		got = append(got, row.Summary.Worst)
	}
	if !slices.Equal(got, want) {
		t.Errorf("systems are in the order %q, want %q", got, want)
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

func TestFiguresOfAllSystemsAreComputedInParts(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	o.refused(http.StatusConflict, "POST", "/organisations/"+org+"/summaries", nil)
	for i := range 51 { // one more than a part has
		o.want(http.StatusCreated, "POST", "/organisations/"+org+"/projects", map[string]any{"name": fmt.Sprintf("System %02d", i)}, nil)
	}
	o.invite(org, workbench.Engineer).refused(http.StatusForbidden, "POST", "/organisations/"+org+"/summaries", nil)
	var asked, again api.JobAsked
	o.want(http.StatusAccepted, "POST", "/organisations/"+org+"/summaries", nil, &asked)
	o.want(http.StatusAccepted, "POST", "/organisations/"+org+"/summaries", nil, &again)
	if asked.Job == 0 || again != asked {
		t.Errorf("asked for job %d, and again for %d", asked.Job, again.Job)
	}
	st := b.api.Study
	job := func() (j jobs.Job, o jobs.Outcome) {
		if err := b.w.Store.Read(t.Context(), func(tx workbench.Tx) (err error) {
			if j, err = b.api.Jobs.Get(t.Context(), tx, asked.Job); err != nil {
				return err
			}
			o, err = b.api.Jobs.Outcome(t.Context(), tx, asked.Job)
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return j, o
	}
	j, parts := job()
	if j.Kind != workbench.JobSummaries || parts.Shards != 2 {
		t.Fatalf("job %+v has %+v", j, parts)
	}
	args := argumentsOf(t, b, org)
	for part, want := range []int{50, 51} {
		write, err := st.SummarisePart(t.Context(), args, part)
		if err != nil {
			t.Fatal(err)
		}
		for range 2 { // a part may be worked twice
			if err := b.w.Store.Write(t.Context(), func(tx workbench.Tx) error { return write(t.Context(), tx) }); err != nil {
				t.Fatal(err)
			}
		}
		var all api.Portfolio
		o.want(http.StatusOK, "GET", "/organisations/"+org+"/portfolio?limit=100", nil, &all)
		got := 0
		for _, row := range all.Items {
			if row.Summary != nil && row.Summary.Number == 1 {
				got++
			}
		}
		if got != want || all.Total != 51 {
			t.Errorf("after part %d, %d of %d systems have figures, want %d of 51", part, got, all.Total, want)
		}
	}
	if _, err := st.SummarisePart(t.Context(), args, 2); workbench.FaultOf(err) != workbench.Invalid || err.Error() != "there is no part 2 of 2" {
		t.Errorf("a third part: %v", err)
	}
}

// argumentsOf are those of a job for all systems, as the workbench makes them.
func argumentsOf(t *testing.T, b *bed, org string) (args []byte) {
	t.Helper()
	_, err := b.w.SummariseAll(t.Context(), workbench.ByProgram(), workbench.OrganisationID(org), func(_ context.Context, _ workbench.Tx, job workbench.Job, _ string, _, _ int) (int64, error) {
		args = job.Args
		return 0, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return args
}
