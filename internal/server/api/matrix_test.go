package api_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"cordon/internal/server/api"
	"cordon/internal/workbench"
)

// route is an operation as the description has it.
type route struct{ method, path, id, needs string }

func routes(t *testing.T) []route {
	t.Helper()
	src, err := api.Describe()
	if err != nil {
		t.Fatal(err)
	}
	var spec struct {
		Paths map[string]map[string]struct {
			ID    string `json:"operationId"`
			Needs string `json:"x-cordon-needs"`
		}
	}
	if err := json.Unmarshal(src, &spec); err != nil {
		t.Fatal(err)
	}
	var out []route
	for path, ops := range spec.Paths {
		for method, op := range ops {
			out = append(out, route{strings.ToUpper(method), strings.TrimPrefix(path, "/api/v1"), op.ID, op.Needs})
		}
	}
	slices.SortFunc(out, func(a, b route) int { return strings.Compare(a.id, b.id) })
	if len(out) < 40 {
		t.Fatalf("only %d operations", len(out))
	}
	return out
}

var variable = regexp.MustCompile(`\{(\w+)\}`)

// at fills the variables of a path.
func (r route) at(org, project string) string {
	return variable.ReplaceAllStringFunc(r.path, func(v string) string {
		switch v {
		case "{organisation}":
			return org
		case "{project}":
			return project
		case "{revision}":
			return "head"
		}
		return "06h1fe9jslpcn8904i7kdsfjpg"
	})
}

// body is something to send: it need not be right, for rights are judged first.
func (r route) body() any {
	if r.method == "GET" || r.method == "DELETE" {
		return nil
	}
	return map[string]any{}
}

// faultIn is the kind of a problem; empty if the answer is none.
func faultIn(res *http.Response, raw []byte) string {
	var p api.Problem
	if res.Header.Get("Content-Type") != "application/problem+json" || json.Unmarshal(raw, &p) != nil {
		return ""
	}
	return strings.TrimPrefix(p.Type, "urn:cordon:fault:")
}

// TestWhoMayCallWhat is the authorization matrix: all operations, by all roles, by people of another organisation, by tokens, by nobody.
func TestWhoMayCallWhat(t *testing.T) {
	b := newServer(t)
	owner, org := b.owner()
	project := owner.system(org).ID
	people := map[workbench.Role]*person{}
	for _, role := range workbench.Roles {
		if role != workbench.Owner {
			people[role] = owner.invite(org, role)
		}
	}
	nobody := b.nobody()
	outsider := b.outsider(owner, org)
	reader := owner.withToken(workbench.ScopeRead)
	calls := 0
	ask := func(p *person, r route) (int, string) {
		calls++
		res, raw := p.ask(r.method, r.at(org, project), r.body())
		return res.StatusCode, faultIn(res, raw)
	}
	for _, r := range routes(t) {
		r.path = strings.TrimSuffix(r.path, "/stream") // the list of events needs the same right, and it ends
		public := r.needs == "nobody"
		placed := strings.Contains(r.path, "{organisation}") || strings.Contains(r.path, "{project}")
		if _, fault := ask(nobody, r); !public && fault != "unauthenticated" {
			t.Errorf("nobody may call %s: %q", r.id, fault)
		}
		if public {
			continue
		}
		if placed {
			if _, fault := ask(outsider, r); fault != "not-found" {
				t.Errorf("people of another organisation learn something from %s: %q", r.id, fault)
			}
		}
		action := workbench.Action(r.needs)
		if r.needs == "session" {
			continue
		}
		for role, p := range people {
			status, fault := ask(p, r)
			switch {
			case role.May(action) && (fault == "forbidden" || fault == "unauthenticated"):
				t.Errorf("%s may not call %s, which needs %q: %d %s", role, r.id, r.needs, status, fault)
			case !role.May(action) && fault != "forbidden":
				t.Errorf("%s may call %s, which needs %q: %d %s", role, r.id, r.needs, status, fault)
			}
		}
		if action != workbench.Read && action != workbench.ReadLog {
			if status, fault := ask(reader, r); fault != "forbidden" {
				t.Errorf("a token for reading may call %s: %d %s", r.id, status, fault)
			}
		}
	}
	t.Logf("%d calls", calls)
}

// TestATokenDoesNoMoreThanItsScopes: what needs a session or the right to read is no way around the scopes of a token.
func TestATokenDoesNoMoreThanItsScopes(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	p := o.system(org)
	var own api.Page[api.SessionRow]
	o.want(http.StatusOK, "GET", "/account/sessions", nil, &own)
	var dossier api.Dossier
	o.want(http.StatusAccepted, "POST", "/projects/"+p.ID+"/dossiers", map[string]any{}, &dossier)
	var waiting api.Page[api.Job]
	o.want(http.StatusOK, "GET", "/projects/"+p.ID+"/jobs", nil, &waiting)
	job := strconv.FormatInt(waiting.Items[0].ID, 10)
	reader, manager, writer := o.withToken(workbench.ScopeRead), o.withToken(workbench.ScopeManage), o.withToken(workbench.ScopeWrite)
	var tokens api.Page[api.TokenRow]
	o.want(http.StatusOK, "GET", "/account/tokens", nil, &tokens)

	tokenFor := func(s workbench.Scope) string {
		return tokens.Items[slices.IndexFunc(tokens.Items, func(x api.TokenRow) bool { return slices.Equal(x.Scopes, []workbench.Scope{s}) })].ID
	}

	const personal, reads, changes = "a token cannot do this", "this token does not read", "this token changes nothing"
	for _, x := range []struct {
		who          *person
		method, path string
		in           any
		says         string
	}{
		// An account is its person's, whatever the token may do elsewhere.
		{reader, "PATCH", "/account", map[string]any{"name": "Anybody Else", "language": "en"}, personal},
		{reader, "GET", "/account/sessions", nil, personal},
		{reader, "DELETE", "/account/sessions/" + own.Items[0].ID, nil, personal},
		{reader, "GET", "/account/tokens", nil, personal},
		{reader, "DELETE", "/account/tokens/" + tokenFor(workbench.ScopeManage), nil, personal},
		{reader, "GET", "/account/passkeys", nil, personal},
		// Without the scope read nothing is read, of organisations neither.
		{manager, "GET", "/organisations/" + org, nil, reads},
		{manager, "GET", "/organisations/" + org + "/members", nil, reads},
		{manager, "GET", "/organisations/" + org + "/export", nil, reads},
		{writer, "GET", "/organisations/" + org + "/knowledge", nil, reads},
		{writer, "GET", "/organisations/" + org + "/events", nil, reads},
		// With it alone nothing is changed.
		{reader, "DELETE", "/projects/" + p.ID + "/dossiers/" + dossier.ID, nil, changes},
		{reader, "POST", "/projects/" + p.ID + "/jobs/" + job + "/cancel", map[string]any{}, changes},
		{reader, "POST", "/organisations/" + org + "/jobs/" + job + "/cancel", map[string]any{}, changes},
	} {
		res, raw := x.who.ask(x.method, x.path, x.in)
		var got api.Problem
		_ = json.Unmarshal(raw, &got)
		if res.StatusCode != http.StatusForbidden || got.Detail != x.says {
			t.Errorf("%s %s: status %d, %q, want %q", x.method, x.path, res.StatusCode, got.Detail, x.says)
		}
	}
	var log api.Page[api.LogEntry]
	if o.want(http.StatusOK, "GET", "/organisations/"+org+"/log?about=organisation.exported", nil, &log); len(log.Items) != 0 {
		t.Errorf("logged as exported, though it was refused: %+v", log.Items)
	}
	// A token that fell into wrong hands can be ended by itself.
	reader.want(http.StatusNoContent, "DELETE", "/account/tokens/"+tokenFor(workbench.ScopeRead), nil, nil)
	reader.refused(http.StatusUnauthorized, "GET", "/projects/"+p.ID, nil)
}

// outsider is the owner of another organisation.
func (b *bed) outsider(owner *person, org string) *person {
	b.t.Helper()
	// Taken out again, so that the account is there and belongs nowhere.
	p := owner.invited(org, workbench.Assessor, "outsider@elsewhere.example")
	owner.want(http.StatusNoContent, "PUT", "/organisations/"+org+"/members/"+p.account, map[string]any{"role": "", "reason": "was never here"}, nil)
	return p
}

// withToken is the same person by a token.
func (p *person) withToken(scopes ...workbench.Scope) *person {
	p.b.t.Helper()
	var row api.TokenRow
	p.want(http.StatusCreated, "POST", "/account/tokens", map[string]any{"name": "t", "scopes": scopes, "days": 1}, &row)
	q := p.b.nobody()
	q.token = row.Secret
	return q
}
