package mcp_test

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"cordon/internal/server/mcp"
	"cordon/internal/server/servertest"
	"cordon/internal/workbench"
)

// bearer sends a token.
type bearer string

func (b bearer) RoundTrip(r *http.Request) (*http.Response, error) {
	r.Header.Set("Authorization", "Bearer "+string(b))
	return http.DefaultTransport.RoundTrip(r)
}

// connect speaks the protocol with a token.
func connect(ctx context.Context, s *servertest.Server, token string) (*sdk.ClientSession, error) {
	c := sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, nil)
	return c.Connect(ctx, &sdk.StreamableClientTransport{Endpoint: s.URL + "/mcp", HTTPClient: &http.Client{Transport: bearer(token)}, MaxRetries: -1, DisableStandaloneSSE: true}, nil)
}

func dial(t *testing.T, s *servertest.Server, token string) *sdk.ClientSession {
	t.Helper()
	c, err := connect(t.Context(), s, token)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c
}

// call uses a tool and reads its answer; it gives the words of an error.
func call(t *testing.T, c *sdk.ClientSession, name string, in map[string]any, out any) string {
	t.Helper()
	res, err := c.CallTool(t.Context(), &sdk.CallToolParams{Name: name, Arguments: in})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	text := ""
	for _, c := range res.Content {
		if x, ok := c.(*sdk.TextContent); ok {
			text += x.Text
		}
	}
	if res.IsError {
		return text
	}
	raw, err := json.Marshal(res.StructuredContent)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, out); err != nil {
		t.Fatalf("%s: %v in %s", name, err, raw)
	}
	return ""
}

func TestAnAssistantReadsAProject(t *testing.T) {
	s := servertest.New(t)
	c := dial(t, s, s.Token(workbench.ScopeRead))
	tools, err := c.ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, tool := range tools.Tools {
		names = append(names, tool.Name)
		if tool.Annotations == nil || !tool.Annotations.ReadOnlyHint {
			t.Errorf("%s does not say that it only reads", tool.Name)
		}
	}
	slices.Sort(names)
	if want := "assessment explain harms history list_projects open_questions read_description threats"; strings.Join(names, " ") != want {
		t.Errorf("tools %v, want %s", names, want)
	}

	in := map[string]any{"project": string(s.Project)}
	with := func(more ...any) map[string]any {
		out := map[string]any{"project": string(s.Project)}
		for i := 0; i < len(more); i += 2 {
			out[more[i].(string)] = more[i+1]
		}
		return out
	}
	var projects mcp.Projects
	var files, text mcp.Description
	var summary mcp.Summary
	var threats mcp.Threats
	var harms mcp.Harms
	var questions mcp.Questions
	var why mcp.Explained
	var history mcp.History
	for _, step := range []struct {
		tool string
		in   map[string]any
		out  any
	}{
		{"list_projects", nil, &projects}, {"read_description", in, &files}, {"read_description", with("path", "system.yaml"), &text}, {"assessment", with("mode", "current"), &summary},
		{"threats", with("limit", 5), &threats}, {"harms", in, &harms}, {"open_questions", in, &questions}, {"history", in, &history},
	} {
		if got := call(t, c, step.tool, step.in, step.out); got != "" {
			t.Fatalf("%s: %s", step.tool, got)
		}
	}
	if len(projects.Projects) != 1 || projects.Projects[0].Name != "Watch" || projects.Projects[0].Organisation != "Tremor" {
		t.Errorf("%+v", projects)
	}
	if len(files.Files) < 2 || files.Text != "" || !strings.Contains(text.Text, "cordon: 1") || text.Number != 1 {
		t.Errorf("%+v, %.60s", files, text.Text)
	}
	if summary.Summary.Threats == 0 || summary.Revision == "" || len(threats.Threats) != 5 || threats.Total < 5 || len(harms.Harms) == 0 || len(questions.Questions) != summary.Summary.Questions || len(history.Changes) != 1 {
		t.Errorf("%+v; %d threats of %d; %d harms; %d questions; history %+v", summary, len(threats.Threats), threats.Total, len(harms.Harms), len(questions.Questions), history)
	}
	for _, id := range []string{threats.Threats[0].ID, harms.Harms[0].ID} {
		if got := call(t, c, "explain", with("id", id), &why); got != "" || len(why.Parts) == 0 {
			t.Errorf("%s: %s%+v", id, got, why)
		}
	}
	var chosen mcp.Threats
	if call(t, c, "threats", with("risk", threats.Threats[0].Risk, "about", threats.Threats[0].Elements[0]), &chosen); chosen.Total == 0 || chosen.Total >= summary.Summary.Threats {
		t.Errorf("%d of %d threats are chosen", chosen.Total, summary.Summary.Threats)
	}
	for _, wrong := range []struct {
		tool string
		in   map[string]any
		want string
	}{
		{"explain", with("id", "T-nothing"), `nothing here has the id "T-nothing" (threats and harms list ids)`},
		{"threats", with("risk", "huge"), `there is no level of risk "huge"`},
		{"assessment", with("mode", "past"), `there is no mode "past" (modes: future, current)`},
		{"assessment", map[string]any{"project": "06h1fe9jslpcn8904i7kdsfjpg"}, "there is no such project"},
		{"read_description", with("path", "nothing.yaml"), "nothing.yaml"},
	} {
		if got := call(t, c, wrong.tool, wrong.in, new(any)); !strings.Contains(got, wrong.want) {
			t.Errorf("%s %v: %q, want %q", wrong.tool, wrong.in, got, wrong.want)
		}
	}
}

func TestADescriptionWithErrorsSaysSo(t *testing.T) {
	s := servertest.New(t)
	text := "cordon: 1\nsystem: [\n"
	r, err := s.Workbench.Revision(t.Context(), s.Owner, s.Project, "")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Workbench.Change(t.Context(), s.Owner, s.Project, workbench.Change{Base: r.ID, Files: map[string]*string{"system.yaml": &text}, Message: "breaks it"}); err != nil {
		t.Fatal(err)
	}
	c := dial(t, s, s.Token(workbench.ScopeRead))
	got := call(t, c, "assessment", map[string]any{"project": string(s.Project)}, new(any))
	if !strings.HasPrefix(got, "the description has errors, so that nothing can be computed from it") {
		t.Errorf("%q", got)
	}
}

func TestAnAssistantSeesWhatItsPersonMaySee(t *testing.T) {
	s := servertest.New(t)
	admin := s.Invite(workbench.Administrator)
	c := dial(t, s, s.TokenOf(admin, workbench.ScopeRead))
	var projects mcp.Projects
	if got := call(t, c, "list_projects", nil, &projects); got != "" || len(projects.Projects) != 0 {
		t.Errorf("an administrator reads %+v%s", projects, got)
	}
	for _, tool := range []string{"read_description", "assessment", "threats", "harms", "open_questions", "history", "explain"} {
		in := map[string]any{"project": string(s.Project)}
		if tool == "explain" {
			in["id"] = "T-1"
		}
		if got := call(t, c, tool, in, new(any)); !strings.Contains(got, "your role does not allow this here") {
			t.Errorf("%s: %q", tool, got)
		}
	}
}

func TestOnlyATokenThatReadsIsLetIn(t *testing.T) {
	s := servertest.New(t)
	for name, c := range map[string]struct {
		token  string
		status int
		text   string
	}{
		"nobody":      {"", http.StatusUnauthorized, "an assistant needs a token"},
		"wrong":       {"cordon_x", http.StatusUnauthorized, "the Authorization header holds no token of ours"},
		"may do more": {s.Token(workbench.ScopeRead, workbench.ScopeWrite), http.StatusForbidden, "this token can do more than read, which an assistant must not"},
		"cannot read": {s.Token(workbench.ScopeManage), http.StatusForbidden, "this token can do more than read"},
	} {
		r, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/mcp", strings.NewReader(`{"jsonrpc":"2.0","id":1,"method":"tools/list"}`))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Accept", "application/json, text/event-stream")
		if c.token != "" {
			r.Header.Set("Authorization", "Bearer "+c.token)
		}
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		var p struct{ Detail string }
		if err := json.NewDecoder(res.Body).Decode(&p); err != nil {
			t.Fatal(err)
		}
		res.Body.Close()
		if res.StatusCode != c.status || !strings.Contains(p.Detail, c.text) {
			t.Errorf("%s: %d %q", name, res.StatusCode, p.Detail)
		}
	}
	if _, err := connect(t.Context(), s, s.Token(workbench.ScopeManage)); err == nil {
		t.Error("a token that manages is let in")
	}
}
