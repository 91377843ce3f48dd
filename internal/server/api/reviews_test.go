package api_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/people"
	"cordon/internal/server/api"
	"cordon/internal/workbench"
)

func (p *person) waiting(org string) []string {
	p.b.t.Helper()
	var out api.Page[workbench.Ask]
	p.want(http.StatusOK, "GET", "/organisations/"+org+"/reviews", nil, &out)
	ids := []string{}
	for _, r := range out.Items {
		ids = append(ids, r.ID)
	}
	return ids
}

func (p *person) asks(project string, q map[string]any) workbench.Ask {
	p.b.t.Helper()
	var r workbench.Ask
	p.want(http.StatusCreated, "POST", "/projects/"+project+"/reviews", q, &r)
	return r
}

func TestAReviewIsDoneWhenAllWhoWereAskedHaveSigned(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	c, reg, e := o.invite(org, workbench.Clinical), o.invite(org, workbench.Regulatory), o.invite(org, workbench.Engineer)
	p := o.system(org)
	r := e.asks(p.ID, map[string]any{"about": late, "meaning": "approval", "roles": []string{"clinical"}, "people": []string{reg.account}, "text": "Please before Friday."})
	if r.State != workbench.AskOpen || r.Words != "decision late-adjustment of Watch, revision 1" || string(r.By) != e.account {
		t.Errorf("asked %+v", r)
	}
	for name, x := range map[string]struct {
		who  *person
		want []string
	}{"clinical": {c, []string{r.ID}}, "regulatory": {reg, []string{r.ID}}, "engineer": {e, []string{}}, "owner": {o, []string{}}} {
		if diff := cmp.Diff(x.want, x.who.waiting(org)); diff != "" {
			t.Errorf("waits for %s: %s", name, diff)
		}
	}
	sign := func(who *person) {
		q := who.signing(p.ID, late, people.Approval)
		q["review"] = r.ID
		who.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/signatures", q, nil)
	}
	sign(c)
	if got := c.waiting(org); len(got) != 0 {
		t.Errorf("after signing %v waits", got)
	}
	q := c.signing(p.ID, late, people.Approval)
	q["review"] = r.ID
	if got := c.refused(http.StatusForbidden, "POST", "/projects/"+p.ID+"/signatures", q); got.Detail != "this review does not wait for you" {
		t.Errorf("signing twice: %q", got.Detail)
	}
	sign(reg)
	var all api.Page[api.Review]
	o.want(http.StatusOK, "GET", "/projects/"+p.ID+"/reviews?about="+late, nil, &all)
	if len(all.Items) != 1 || all.Items[0].State != workbench.AskSigned || len(all.Items[0].Answers) != 2 || all.Items[0].Closed.IsZero() {
		t.Errorf("at the end %+v", all.Items)
	}
	q = o.signing(p.ID, late, people.Review)
	q["review"] = r.ID
	if got := o.refused(http.StatusConflict, "POST", "/projects/"+p.ID+"/signatures", q); got.Detail != "this review is closed: signed" {
		t.Errorf("answering a closed review: %q", got.Detail)
	}
}

func TestAReviewIsRejectedWithAReason(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	c, e := o.invite(org, workbench.Clinical), o.invite(org, workbench.Engineer)
	p := o.system(org)
	r := e.asks(p.ID, map[string]any{"about": late, "meaning": "review", "roles": []string{"clinical"}})
	path := "/projects/" + p.ID + "/reviews/" + r.ID
	no := map[string]any{"reason": "The evidence is of another device."}
	if got := o.refused(http.StatusForbidden, "POST", path+"/reject", no); got.Detail != "this review does not wait for you" {
		t.Errorf("somebody who was not asked: %q", got.Detail)
	}
	if got := c.refused(http.StatusUnprocessableEntity, "POST", path+"/reject", map[string]any{"reason": " "}); got.Detail != "say why, in at most 2000 characters" {
		t.Errorf("without a reason: %q", got.Detail)
	}
	var done workbench.Ask
	c.want(http.StatusOK, "POST", path+"/reject", no, &done)
	if done.State != workbench.AskRejected || len(done.Answers) != 1 || done.Answers[0].Reason != no["reason"] || done.Answers[0].Signature != "" || len(c.waiting(org)) != 0 {
		t.Errorf("rejected %+v", done)
	}
	if got := e.refused(http.StatusConflict, "DELETE", path, nil); got.Detail != "this review is closed: rejected" {
		t.Errorf("taking back what is closed: %q", got.Detail)
	}
}

func TestWhoAskedTakesAReviewBack(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	c, e := o.invite(org, workbench.Clinical), o.invite(org, workbench.Engineer)
	p := o.system(org)
	r := e.asks(p.ID, map[string]any{"about": "revision:" + p.Head, "meaning": "review", "roles": []string{"clinical"}})
	path := "/projects/" + p.ID + "/reviews/" + r.ID
	if got := c.refused(http.StatusForbidden, "DELETE", path, nil); got.Detail != "only who asked takes a review back, or who manages the project" {
		t.Errorf("somebody else: %q", got.Detail)
	}
	var done workbench.Ask
	e.want(http.StatusOK, "DELETE", path, nil, &done)
	if done.State != workbench.AskWithdrawn || len(c.waiting(org)) != 0 {
		t.Errorf("withdrawn %+v", done)
	}
}

func TestWhatCannotBeAskedIsSaidAtItsFields(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	e := o.invite(org, workbench.Engineer)
	p := o.system(org)
	post := "/projects/" + p.ID + "/reviews"
	got := o.refused(http.StatusUnprocessableEntity, "POST", post, map[string]any{"about": "x", "meaning": "approval", "roles": []string{"security-engineer"}})
	want := []workbench.Field{{Path: "roles", Text: "the role security-engineer may not do this"}, {Path: "about", Text: `"x" names nothing that can be spoken of`}}
	if diff := cmp.Diff(want, got.Fields); diff != "" {
		t.Error(diff)
	}
	got = o.refused(http.StatusUnprocessableEntity, "POST", post, map[string]any{"about": late, "meaning": "review"})
	if diff := cmp.Diff([]workbench.Field{{Path: "roles", Text: "choose at least one role or person"}}, got.Fields); diff != "" {
		t.Error(diff)
	}
	got = o.refused(http.StatusUnprocessableEntity, "POST", post, map[string]any{"about": late, "meaning": "approval", "people": []string{e.account}})
	if diff := cmp.Diff([]workbench.Field{{Path: "people", Text: "one of the persons may not do this here"}}, got.Fields); diff != "" {
		t.Error(diff)
	}
}

// TestAReviewIsAnsweredInARoleThatWasAsked: of somebody with several roles, the one that was asked signs; another one would leave the review open for good.
func TestAReviewIsAnsweredInARoleThatWasAsked(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	both, e := o.invite(org, workbench.Regulatory), o.invite(org, workbench.Engineer)
	p := o.system(org)
	o.want(http.StatusNoContent, "PUT", "/projects/"+p.ID+"/grants/"+both.account, map[string]any{"role": "clinical", "reason": "is a nurse too"}, nil)
	r := e.asks(p.ID, map[string]any{"about": late, "meaning": "approval", "roles": []string{"clinical"}})
	q := both.signing(p.ID, late, people.Approval)
	q["review"], q["role"] = r.ID, "regulatory"
	if got := both.refused(http.StatusForbidden, "POST", "/projects/"+p.ID+"/signatures", q); got.Detail != "this review does not wait for a signature of regulatory" {
		t.Errorf("in another role: %q", got.Detail)
	}
	delete(q, "role")
	var made api.Signature
	both.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/signatures", q, &made)
	var all api.Page[api.Review]
	o.want(http.StatusOK, "GET", "/projects/"+p.ID+"/reviews?about="+late, nil, &all)
	if made.Signature.Role != "clinical" || all.Items[0].State != workbench.AskSigned {
		t.Errorf("signed as %s, the review is %s", made.Signature.Role, all.Items[0].State)
	}
}

// TestAReviewIsDoneWhenAllHaveSignedTheSame: who signed an earlier version is asked again.
func TestAReviewIsDoneWhenAllHaveSignedTheSame(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	c, reg, e := o.invite(org, workbench.Clinical), o.invite(org, workbench.Regulatory), o.invite(org, workbench.Engineer)
	p := o.system(org)
	r := e.asks(p.ID, map[string]any{"about": late, "meaning": "approval", "roles": []string{"clinical", "regulatory"}})
	sign := func(who *person, review string) {
		q := who.signing(p.ID, late, people.Approval)
		q["review"] = review
		who.want(http.StatusCreated, "POST", "/projects/"+p.ID+"/signatures", q, nil)
	}
	is := func(when string, state workbench.AskState, approval workbench.Approval, answers int) {
		t.Helper()
		var all api.Page[api.Review]
		o.want(http.StatusOK, "GET", "/projects/"+p.ID+"/reviews?about="+late, nil, &all)
		if x := all.Items[0]; x.State != state || len(x.Answers) != answers {
			t.Errorf("%s: the review is %s with %d answers, want %s with %d", when, x.State, len(x.Answers), state, answers)
		}
		who := workbench.Actor{Account: workbench.AccountID(o.account)}
		head, err := b.w.Revision(t.Context(), who, workbench.ProjectID(p.ID), "")
		if err != nil {
			t.Fatal(err)
		}
		approvals, err := b.w.Approvals(t.Context(), who, workbench.ProjectID(p.ID), head.Tree, b.w.Now())
		if err != nil || approvals["late-adjustment.yaml"] != approval {
			t.Errorf("%s: the decision is %s (%v), want %s", when, approvals["late-adjustment.yaml"], err, approval)
		}
	}
	sign(c, r.ID)
	is("one has signed", workbench.AskOpen, workbench.Asked, 1)
	o.rewords(p.ID, "late-adjustment", "Other words.")
	sign(reg, "")
	is("other words, signed beside the review", workbench.AskOpen, workbench.Asked, 1)
	sign(reg, r.ID)
	is("other words, signed by one", workbench.AskOpen, workbench.Asked, 1)
	if got := c.waiting(org); len(got) != 1 {
		t.Errorf("who signed the earlier words is asked again: %v", got)
	}
	sign(c, r.ID)
	is("both have signed the same", workbench.AskSigned, workbench.Approved, 2)
}
