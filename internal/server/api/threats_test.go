package api_test

import (
	"net/http"
	"slices"
	"testing"

	"cordon/internal/server/api"
	"cordon/internal/study"
	"cordon/internal/workbench"
)

func TestThreatsThatMatterComeFirst(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	path := "/projects/" + p.ID + "/revisions/head/threats"
	var all, next, some api.Threats
	o.want(http.StatusOK, "GET", path+"?limit=20", nil, &all)
	if len(all.Items) != 20 || all.Total != all.All || all.Next != "20" {
		t.Fatalf("%d of %d, all %d, next %q", len(all.Items), all.Total, all.All, all.Next)
	}
	if first := all.Items[0]; first.Secondary || first.Likelihood == "negligible" || first.Ways == 0 || all.Titles[first.Elements[0]] == "" {
		t.Errorf("the first threat does not matter most: %+v", first)
	}
	o.want(http.StatusOK, "GET", path+"?limit=20&cursor="+all.Next, nil, &next)
	if next.Items[0].ID == all.Items[0].ID || len(next.Items) != 20 {
		t.Errorf("the next page begins with %s", next.Items[0].ID)
	}
	o.want(http.StatusOK, "GET", path+"?element=phone/app&cause=attack&primary=true&likelihood=low&limit=500", nil, &some)
	if some.Total == 0 || some.Total >= all.Total {
		t.Fatalf("%d threats fit, of %d", some.Total, all.Total)
	}
	for _, x := range some.Items {
		if !slices.Contains(x.Elements, "phone/app") || x.Cause != "attack" || x.Secondary || slices.Contains([]string{"negligible", "very-low"}, x.Likelihood) {
			t.Errorf("does not fit: %+v", x)
		}
	}
	if got := o.refused(http.StatusUnprocessableEntity, "GET", path+"?cursor=x", nil); got.Detail != "the cursor is none of ours" {
		t.Errorf("a wrong cursor: %+v", got)
	}
}

func TestAThreatSaysWhyItIsThereAndWhereItLeads(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	path := "/projects/" + p.ID + "/revisions/head/threats"
	var all api.Threats
	o.want(http.StatusOK, "GET", path, nil, &all)
	var got api.Threat
	o.want(http.StatusOK, "GET", path+"/"+all.Items[0].ID, nil, &got)
	if got.Title != all.Items[0].Title || got.Ways != all.Items[0].Ways || got.Story == "" || len(got.Found) == 0 || len(got.Effects) == 0 || len(got.Sources) == 0 {
		t.Fatalf("%+v", got)
	}
	if len(got.Leads) == 0 || len(got.Leads[0].Steps) == 0 {
		t.Errorf("it leads to no harm: %+v", got.Leads)
	}
	if got := o.refused(http.StatusNotFound, "GET", path+"/T-none", nil); got.Detail != `there is no threat "T-none" in this revision` {
		t.Errorf("a threat that is not there: %+v", got)
	}
}

// ifHarm finds a harm in the answer of a what-if.
func ifHarm(t *testing.T, w api.WhatIf, id string) study.HarmIf {
	t.Helper()
	at := slices.IndexFunc(w.Harms, func(h study.HarmIf) bool { return h.Harm == id })
	if at < 0 {
		t.Fatalf("the what-if says nothing of %s", id)
	}
	return w.Harms[at]
}

func TestAWhatIfTakesAControlAway(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	path := "/projects/" + p.ID + "/revisions/head/what-if"
	var got, again api.WhatIf
	o.want(http.StatusOK, "POST", path, map[string]any{"controls": []any{map[string]any{"control": "CTL-0001@deliver", "state": "absent"}}}, &got)
	h := ifHarm(t, got, "wrong-intake")
	if h.Before.Likelihood != "medium" || h.After.Likelihood != "high" {
		t.Errorf("without the control the likelihood goes from %s to %s; the record says from medium to high", h.Before.Likelihood, h.After.Likelihood)
	}
	if len(got.Changed) == 0 {
		t.Error("no state on the way changes")
	}
	// Nothing of it is left.
	o.want(http.StatusOK, "POST", path, map[string]any{}, &again)
	if h := ifHarm(t, again, "wrong-intake"); h.Before != h.After || len(again.Changed) > 0 {
		t.Errorf("the next question finds what the last one changed: %+v", h)
	}
}

func TestAWhatIfChangesWhatIsAssumedAndKnown(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	path := "/projects/" + p.ID + "/revisions/head/what-if"
	var harm api.Harm
	o.want(http.StatusOK, "GET", "/projects/"+p.ID+"/revisions/head/harms/wrong-intake", nil, &harm)
	var trust []any
	for _, w := range harm.Paths {
		for _, x := range w.Assumes {
			trust = append(trust, map[string]any{"element": x.Element, "attribute": x.Attribute, "level": "very-low"})
		}
	}
	var got api.WhatIf
	o.want(http.StatusOK, "POST", path, map[string]any{"trust": trust}, &got)
	if len(got.Changed) == 0 {
		t.Error("nothing changes where nothing can be trusted")
	}
	got = api.WhatIf{}
	o.want(http.StatusOK, "POST", path, map[string]any{"facts": []any{map[string]any{"element": "smartbox", "fact": "keeps-secrets", "value": "no"}}}, &got)
	// There is nothing to steal, so that nobody can pretend to be this box.
	if !slices.ContainsFunc(got.Changed, func(c study.ChangedState) bool {
		return c.Element == "smartbox" && c.Before == "medium" && c.After == "negligible"
	}) {
		t.Errorf("a box without secrets is as easy to impersonate: %+v", got.Changed)
	}
	for name, c := range map[string]struct {
		body any
		want string
	}{
		"a control nowhere": {map[string]any{"controls": []any{map[string]any{"control": "CTL-0001", "state": "absent"}}}, "CTL-0001 is not a control on an element"},
		"a level of trust":  {map[string]any{"trust": []any{map[string]any{"element": "smartbox", "attribute": "x", "level": "huge"}}}, `"huge" is no level of trust`},
	} {
		if got := o.refused(http.StatusUnprocessableEntity, "POST", path, c.body); got.Detail != c.want {
			t.Errorf("%s: %q, want %q", name, got.Detail, c.want)
		}
	}
	o.refused(http.StatusUnprocessableEntity, "POST", path, map[string]any{"facts": []any{map[string]any{"element": "nowhere", "fact": "remote-access", "value": "no"}}})
	b.nobody().refused(http.StatusUnauthorized, "POST", path, map[string]any{})
	o.invite(org, workbench.Administrator).refused(http.StatusForbidden, "POST", path, map[string]any{})
}

func TestWhatCanBeTriedIsFound(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	path := "/projects/" + p.ID + "/revisions/head/what-if"
	var got, named api.Page[study.Lever]
	o.want(http.StatusOK, "GET", path+"?query=smartbox", nil, &got)
	sorts := map[string]bool{}
	for _, c := range got.Items {
		sorts[c.Sort] = true
		if c.Title == "" || c.At == "" || len(c.Values) < 2 {
			t.Errorf("%+v", c)
		}
	}
	if !sorts["control"] || !sorts["trust"] {
		t.Errorf("found only %v", sorts)
	}
	o.want(http.StatusOK, "GET", path+"?id=smartbox%3Fremote-access&id=CTL-0001%40deliver", nil, &named)
	if len(named.Items) != 2 || named.Items[0].Now != "present" || named.Items[1].Now != "yes" {
		t.Errorf("by id: %+v", named.Items)
	}
}
