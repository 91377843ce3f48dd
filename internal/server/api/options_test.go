package api_test

import (
	"fmt"
	"net/http"
	"testing"

	"cordon/internal/jobs"
	"cordon/internal/numbers"
	"cordon/internal/proportion"
	"cordon/internal/server/api"
	"cordon/internal/workbench"
)

func TestOptionsAreComputedByAJobAndKept(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	path := "/projects/" + p.ID + "/revisions/head/options"
	q := map[string]any{"verdict": "reduce", "limits": map[string]any{"wrong-intake": "low"}, "effort": 20000}
	var asked, twice, got api.Computation[proportion.Proposal]
	o.want(http.StatusAccepted, "POST", path, q, &asked)
	o.want(http.StatusAccepted, "POST", path, q, &twice)
	if asked.Job == 0 || asked.Job != twice.Job || asked.Result != nil {
		t.Fatalf("asked twice: %+v and %+v", asked, twice)
	}
	if j := o.work(p.ID, asked.Job); j.State != jobs.Done || j.Stage != "comparing-sets" || j.Figures["sets"] < 1 {
		t.Fatalf("the job: %+v", j)
	}
	o.want(http.StatusOK, "POST", path, q, &got)
	if got.Job != 0 || got.Result == nil {
		t.Fatalf("the result is not kept: %+v", got)
	}
	for _, l := range got.Result.Limits {
		if l.Harm == "wrong-intake" && l.Most != "low" {
			t.Errorf("the limit asked for is not that of the answer: %+v", l)
		}
	}
	if !got.Result.Possible && len(got.Result.Reason) == 0 || got.Result.Possible && len(got.Result.Options) == 0 {
		t.Errorf("neither a set nor why there is none: %+v", got.Result)
	}
}

func TestAWishThatMakesNoSenseFailsItsJob(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	path := "/projects/" + p.ID + "/revisions/head/options"
	var asked api.Computation[proportion.Proposal]
	o.want(http.StatusAccepted, "POST", path, map[string]any{"without": []string{"CTL-9999"}}, &asked)
	if j := o.work(p.ID, asked.Job); j.State != jobs.Failed || j.Error != `"CTL-9999" answers no threat of this system; cordon assess PATH --format json lists all controls` {
		t.Errorf("the job: %+v", j)
	}
	for want, q := range map[string]any{
		`"often" is no likelihood`:              map[string]any{"limits": map[string]any{"wrong-intake": "often"}},
		`"king" is nobody who applies controls`: map[string]any{"roles": []string{"king"}},
	} {
		if got := o.refused(http.StatusUnprocessableEntity, "POST", path, q); got.Detail != want {
			t.Errorf("%q, want %q", got.Detail, want)
		}
	}
}

func TestNumbersAreIntervals(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	path := "/projects/" + p.ID + "/revisions/head/numbers"
	q := map[string]any{"worlds": 2000, "sample": true, "inputs": 5}
	var asked, got api.Computation[numbers.Result]
	o.want(http.StatusAccepted, "POST", path, q, &asked)
	if j := o.work(p.ID, asked.Job); j.State != jobs.Done || j.Total == 0 {
		t.Fatalf("the job: %+v", j)
	}
	o.want(http.StatusOK, "POST", path, q, &got)
	r := got.Result
	if r == nil || r.Worlds < 2000 || len(r.Harms) == 0 || len(r.Moves.Bars) == 0 || len(r.Moves.Bars) > 5 {
		t.Fatalf("%+v", r)
	}
	for _, h := range r.Harms {
		if h.Per1000.From > h.Per1000.To || h.Per1000.To <= 0 {
			t.Errorf("%s: %+v", h.Harm, h.Per1000)
		}
	}
}

// A job works with the packs that are in use when it works, and its result is kept for these.
func TestNumbersAreKeptForTheKnowledgeThatTheyWereComputedWith(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	own := o.pack(org, map[string]any{"terms/ward-round.yaml": ownTerm})
	path, q := "/projects/"+p.ID+"/revisions/head/numbers", map[string]any{"worlds": 1000, "sample": true}
	use := func(packs ...any) {
		t.Helper()
		o.want(http.StatusNoContent, "PUT", "/organisations/"+org+"/packs", map[string]any{"packs": append([]any{}, packs...), "reason": "tried"}, nil)
	}
	var asked api.Computation[numbers.Result]
	o.want(http.StatusAccepted, "POST", path, q, &asked)
	use(map[string]any{"project": own.ID})
	if j := o.work(p.ID, asked.Job); j.State != jobs.Done {
		t.Fatalf("the job: %+v", j)
	}
	o.want(http.StatusOK, "POST", path, q, nil)
	use()
	o.want(http.StatusAccepted, "POST", path, q, nil)
}

func TestJobsAreSeenAndStoppedByThoseWhoMay(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	var asked api.Computation[numbers.Result]
	o.want(http.StatusAccepted, "POST", "/projects/"+p.ID+"/revisions/head/numbers", map[string]any{}, &asked)
	job := fmt.Sprintf("/projects/%s/jobs/%d", p.ID, asked.Job)
	reader := o.invite(org, workbench.Assessor)
	var seen jobs.Job
	reader.want(http.StatusOK, "GET", job, nil, &seen)
	if seen.Kind != "numbers" || seen.State != jobs.Waiting || string(seen.Account) != o.account {
		t.Errorf("%+v", seen)
	}
	if got := reader.refused(http.StatusForbidden, "POST", job+"/cancel", nil); got.Detail != "somebody else asked for this work" {
		t.Errorf("a reader stops the work of another: %+v", got)
	}
	other := o.system(org)
	if got := o.refused(http.StatusNotFound, "GET", fmt.Sprintf("/projects/%s/jobs/%d", other.ID, asked.Job), nil); got.Detail != "there is no such job" {
		t.Errorf("the job of another project: %+v", got)
	}
	o.want(http.StatusOK, "POST", job+"/cancel", nil, &seen)
	if seen.State != jobs.Cancelled {
		t.Errorf("stopped by who asked for it: %+v", seen)
	}
	var all api.Page[jobs.Job]
	reader.want(http.StatusOK, "GET", "/projects/"+p.ID+"/jobs", nil, &all)
	found := false
	for _, j := range all.Items {
		found = found || j.ID == asked.Job && j.State == jobs.Cancelled
	}
	if !found {
		t.Errorf("the list of jobs: %+v", all.Items)
	}
}

// TestNobodyFillsTheQueue: of long work, one person has a bounded number waiting, whatever is asked; the same question asked again is no more.
func TestNobodyFillsTheQueue(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	e := o.invite(org, workbench.Engineer)
	p, other := o.system(org), o.system(org)
	ask := func(project string, seed int) (string, map[string]any) {
		return "/projects/" + project + "/revisions/head/numbers", map[string]any{"worlds": 1000, "seed": seed, "sample": true}
	}
	for i := range workbench.ComputationsMost {
		path, q := ask([]string{p.ID, other.ID}[i%2], i+1)
		o.want(http.StatusAccepted, "POST", path, q, nil)
	}
	path, q := ask(p.ID, 999)
	if got := o.refused(http.StatusTooManyRequests, "POST", path, q); got.Detail != fmt.Sprintf("%d computations of yours are waiting already", workbench.ComputationsMost) {
		t.Errorf("one more: %q", got.Detail)
	}
	e.want(http.StatusAccepted, "POST", path, q, nil)
	path, q = ask(p.ID, 1)
	var again api.Computation[numbers.Result]
	o.want(http.StatusAccepted, "POST", path, q, &again)
	o.want(http.StatusOK, "POST", fmt.Sprintf("/projects/%s/jobs/%d/cancel", p.ID, again.Job), map[string]any{}, nil)
	path, q = ask(p.ID, 1000)
	o.want(http.StatusAccepted, "POST", path, q, nil)
}
