package mcp

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"cordon/internal/assessment"
	"cordon/internal/engine"
	"cordon/internal/project"
	"cordon/internal/study"
	"cordon/internal/workbench"
)

// reader reads for one person.
type reader struct {
	Options
	who workbench.Actor
}

func (r reader) register(s *mcp.Server) {
	tool(s, "list_projects", "Projects that can be read, with organisation and newest revision", r.projects)
	tool(s, "read_description", "Files of a project's folder, or the text of one; the description of the system is in the YAML files", r.description)
	tool(s, "assessment", "Where a system stands: counts of threats, consequences by risk, harms by severity, and open questions", r.assessment)
	tool(s, "threats", "Threats of a system, highest risk first", r.threats)
	tool(s, "harms", "Harms of a system to patients and others, with likelihood, severity and acceptability", r.harms)
	tool(s, "open_questions", "Facts that the description leaves open, and what they decide", r.questions)
	tool(s, "explain", "Why: for a threat (T-…), a harm, a consequence (element#consequence) or a control (CTL-0001@element)", r.explain)
	tool(s, "history", "Revisions of a project, newest first: who, when, why", r.history)
}

// tool registers a tool that only reads. Errors that are not faults of ours are logged here, and the caller learns nothing of them.
func tool[In, Out any](s *mcp.Server, name, text string, f func(context.Context, In) (Out, error)) {
	closed := false
	t := &mcp.Tool{Name: name, Description: text, Annotations: &mcp.ToolAnnotations{ReadOnlyHint: true, IdempotentHint: true, OpenWorldHint: &closed}}
	mcp.AddTool(s, t, func(ctx context.Context, _ *mcp.CallToolRequest, in In) (*mcp.CallToolResult, Out, error) {
		out, err := f(ctx, in)
		var e *workbench.Error
		switch {
		case errors.As(err, &e) && e.Hint != "":
			err = errors.New(e.Text + " (" + e.Hint + ")")
		case errors.As(err, &e):
			err = errors.New(e.Text)
		case err != nil:
			slog.Error("a tool failed", "tool", name, "error", err)
			err = errors.New("something failed; the log of the program has the cause")
		}
		return nil, out, err
	})
}

// Nothing is what a tool without arguments takes.
type Nothing struct{}

// Of names a revision.
type Of struct {
	Project  string `json:"project" jsonschema:"id of the project"`
	Revision string `json:"revision,omitempty" jsonschema:"id of a revision; empty for the newest"`
}

// Computed names a revision and the controls that count.
type Computed struct {
	Of
	Mode string `json:"mode,omitempty" jsonschema:"future (controls that are present or planned; the default) or current (those that are present)"`
}

// At says of which revision a result is.
type At struct {
	Revision string `json:"revision"`
	Number   int64  `json:"number"`
}

func at(r workbench.Revision) At { return At{string(r.ID), r.Number} }

// Project is a project in a list.
type Project struct {
	ID           string    `json:"id"`
	Name         string    `json:"name"`
	Organisation string    `json:"organisation"`
	Sort         string    `json:"sort"`
	Changed      time.Time `json:"changed"`
	Archived     bool      `json:"archived"`
}

// Projects is a list of projects.
type Projects struct {
	Projects []Project `json:"projects"`
	More     bool      `json:"more" jsonschema:"there are others that are not listed"`
}

const maxProjects = 500

func (r reader) projects(ctx context.Context, _ Nothing) (Projects, error) {
	out := Projects{Projects: []Project{}}
	orgs, err := r.Workbench.Belongings(ctx, r.who)
	if err != nil {
		return out, err
	}
	for _, o := range orgs {
		all, err := r.Workbench.Projects(ctx, r.who, o.ID, "", maxProjects+1)
		if err != nil && workbench.FaultOf(err) != workbench.Forbidden {
			return out, err
		}
		for _, p := range all {
			if len(out.Projects) == maxProjects {
				out.More = true
				return out, nil
			}
			out.Projects = append(out.Projects, Project{string(p.ID), p.Name, o.Name, string(p.Sort), p.Changed, !p.Archived.IsZero()})
		}
	}
	return out, nil
}

// Path names a file.
type Path struct {
	Of
	Path string `json:"path,omitempty" jsonschema:"path of a file; empty lists the files"`
}

// Description is a list of files, or the text of one.
type Description struct {
	At
	Files []workbench.File `json:"files"`
	Text  string           `json:"text,omitempty"`
	Cut   bool             `json:"cut,omitempty" jsonschema:"the text is longer"`
}

// maxText bounds a text that is given, in bytes.
const maxText = 200 << 10

func (r reader) description(ctx context.Context, in Path) (Description, error) {
	rev, err := r.Workbench.Revision(ctx, r.who, workbench.ProjectID(in.Project), workbench.RevisionID(in.Revision))
	if err != nil {
		return Description{}, err
	}
	out := Description{At: at(rev), Files: []workbench.File{}}
	if in.Path == "" {
		out.Files = append(out.Files, rev.Tree...)
		return out, nil
	}
	data, f, err := r.Workbench.File(ctx, r.who, rev.Project, rev.ID, in.Path)
	if err != nil {
		return out, err
	}
	if !utf8.Valid(data) {
		return out, workbench.Errorf(workbench.Invalid, "%s is not text", in.Path)
	}
	out.Files = append(out.Files, f)
	if len(data) > maxText {
		data, out.Cut = data[:maxText], true
	}
	out.Text = strings.ToValidUTF8(string(data), "")
	return out, nil
}

// assessed computes a revision, or says what is wrong with its text.
func (r reader) assessed(ctx context.Context, in Computed) (*study.Assessed, workbench.Revision, error) {
	mode := engine.Mode(in.Mode)
	switch mode {
	case "":
		mode = engine.Future
	case engine.Future, engine.Current:
	default:
		return nil, workbench.Revision{}, workbench.Errorf(workbench.Invalid, "there is no mode %q", in.Mode).WithHint("modes: future, current")
	}
	a, rev, err := r.Study.Assess(ctx, r.who, workbench.ProjectID(in.Project), workbench.RevisionID(in.Revision), mode)
	if err == nil {
		err = a.Whole()
	}
	return a, rev, err
}

// Summary is an assessment in numbers.
type Summary struct {
	At
	Model   assessment.Model   `json:"model"`
	Summary assessment.Summary `json:"summary"`
}

func (r reader) assessment(ctx context.Context, in Computed) (Summary, error) {
	a, rev, err := r.assessed(ctx, in)
	if err != nil {
		return Summary{}, err
	}
	return Summary{at(rev), a.Assessment.Model, a.Summary}, nil
}

// Wanted chooses threats.
type Wanted struct {
	Computed
	Risk  string `json:"risk,omitempty" jsonschema:"only those that lead to this level of risk"`
	About string `json:"about,omitempty" jsonschema:"only those that name this element"`
	Limit int    `json:"limit,omitempty" jsonschema:"how many, at most 200; 50 if missing"`
}

// Threat is a threat in a list.
type Threat struct {
	ID         string   `json:"id"`
	Title      string   `json:"title"`
	Likelihood string   `json:"likelihood"`
	Risk       string   `json:"risk"`
	Elements   []string `json:"elements"`
}

// Threats is a list of threats.
type Threats struct {
	At
	Total   int      `json:"total"`
	Threats []Threat `json:"threats"`
}

func (r reader) threats(ctx context.Context, in Wanted) (Threats, error) {
	a, rev, err := r.assessed(ctx, in.Computed)
	if err != nil {
		return Threats{}, err
	}
	levels := map[string]int{}
	for i, l := range a.Summary.Risk { // lowest first
		levels[l.Risk] = i
	}
	if _, ok := levels[in.Risk]; in.Risk != "" && !ok {
		return Threats{}, workbench.Errorf(workbench.Invalid, "there is no level of risk %q", in.Risk)
	}
	out := Threats{At: at(rev), Threats: []Threat{}}
	for _, t := range a.Threats {
		elements := []string{}
		for _, b := range t.Elements {
			elements = append(elements, b.Elements...)
		}
		if in.Risk != "" && t.Risk != in.Risk || in.About != "" && !slices.Contains(elements, in.About) {
			continue
		}
		out.Threats = append(out.Threats, Threat{t.ID, t.Title, t.Likelihood, t.Risk, elements})
	}
	out.Total = len(out.Threats)
	slices.SortStableFunc(out.Threats, func(x, y Threat) int { return levels[y.Risk] - levels[x.Risk] })
	limit := in.Limit
	if limit <= 0 {
		limit = 50
	}
	out.Threats = out.Threats[:min(len(out.Threats), limit, 200)]
	return out, nil
}

// Harm is a harm in a list.
type Harm struct {
	ID            string `json:"id"`
	Title         string `json:"title"`
	Situation     string `json:"situation,omitempty"`
	To            string `json:"to,omitempty"`
	Likelihood    string `json:"likelihood" jsonschema:"of the hazardous situation"`
	Severity      string `json:"severity" jsonschema:"of the worst group"`
	Acceptability string `json:"acceptability"`
}

// Harms is a list of harms.
type Harms struct {
	At
	Harms []Harm `json:"harms"`
}

func (r reader) harms(ctx context.Context, in Computed) (Harms, error) {
	a, rev, err := r.assessed(ctx, in)
	if err != nil {
		return Harms{}, err
	}
	out := Harms{at(rev), []Harm{}}
	for _, h := range a.Harms {
		out.Harms = append(out.Harms, Harm{h.ID, h.Title, h.Situation, h.To, h.Likelihood, h.Severity, h.Acceptability})
	}
	return out, nil
}

// Questions is a list of open questions.
type Questions struct {
	At
	Questions []engine.Question `json:"questions"`
}

func (r reader) questions(ctx context.Context, in Computed) (Questions, error) {
	a, rev, err := r.assessed(ctx, in)
	if err != nil {
		return Questions{}, err
	}
	return Questions{at(rev), append([]engine.Question{}, a.Questions...)}, nil
}

// About names what is explained.
type About struct {
	Computed
	ID string `json:"id" jsonschema:"id of a threat, harm, consequence or control, as the other tools list them"`
}

// Explained is an explanation in sentences.
type Explained struct {
	At
	Type  string        `json:"type"`
	Title string        `json:"title"`
	Parts []engine.Part `json:"parts"`
}

func (r reader) explain(ctx context.Context, in About) (Explained, error) {
	a, rev, err := r.assessed(ctx, in.Computed)
	if err != nil {
		return Explained{}, err
	}
	var x *engine.Explanation
	if err := a.Try(func() (err error) { x, err = project.Explain(a.Assessed, a.Knowledge, in.ID); return err }); err != nil {
		return Explained{}, workbench.Errorf(workbench.NotFound, "nothing here has the id %q", in.ID).WithHint("threats and harms list ids").Because(err)
	}
	return Explained{at(rev), x.Type, x.Title, append([]engine.Part{}, x.Parts...)}, nil
}

// Back says how far back a history goes.
type Back struct {
	Project string `json:"project" jsonschema:"id of the project"`
	Limit   int    `json:"limit,omitempty" jsonschema:"how many, at most 200; 20 if missing"`
}

// Change is one revision.
type Change struct {
	At
	Time    time.Time `json:"time"`
	Author  string    `json:"author" jsonschema:"id of the account"`
	Message string    `json:"message"`
}

// History is a list of revisions.
type History struct {
	Changes []Change `json:"changes"`
}

func (r reader) history(ctx context.Context, in Back) (History, error) {
	limit := in.Limit
	if limit <= 0 {
		limit = 20
	}
	all, err := r.Workbench.Revisions(ctx, r.who, workbench.ProjectID(in.Project), 0, min(limit, 200))
	out := History{[]Change{}}
	for _, rev := range all {
		out.Changes = append(out.Changes, Change{at(rev), rev.At, string(rev.Author), rev.Message})
	}
	return out, err
}
