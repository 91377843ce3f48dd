package api

import (
	"context"
	"slices"
	"strings"

	"cordon/internal/knowledge"
	"cordon/internal/riskfile"
	"cordon/internal/study"
	"cordon/internal/workbench"
)

// Harms is the record of risks of a revision (ISO 14971), with the table by which they are judged.
type Harms struct {
	System    string             `json:"system"`
	Purpose   string             `json:"intended-purpose"`
	Verified  bool               `json:"verified" doc:"the levels were checked by the independent checker"`
	Risks     []riskfile.Risk    `json:"risks" doc:"harm to health, the worst first"`
	Apart     []riskfile.Risk    `json:"apart" doc:"harm to rights and to others than the patient; not weighed against clinical benefit alone"`
	Benefits  []riskfile.Benefit `json:"benefits"`
	Threshold [][]string         `json:"table" doc:"verdict by severity (rows, lowest first) and probability of harm (columns, lowest first)"`
	Severity  []Meaning          `json:"severity"`
	Frequency []ProbabilityLevel `json:"probability"`
	Titles    map[string]string  `json:"titles" doc:"of elements and persons that risks and benefits name, by id"`
}

// Meaning is a level with what it means.
type Meaning struct {
	Level string `json:"level"`
	Says  string `json:"says"`
}

// ProbabilityLevel is a level of the probability of harm.
type ProbabilityLevel struct {
	Meaning
	Below string `json:"below,omitempty" doc:"upper bound per device-year; absent for the highest level"`
}

// Harm is one harm with the likeliest ways to it.
type Harm struct {
	Risk     riskfile.Risk      `json:"risk"`
	Benefits []riskfile.Benefit `json:"benefits" doc:"benefits of the same functions and data"`
	Paths    []study.Path       `json:"paths" doc:"the likeliest first"`
	More     bool               `json:"more-paths"`
	Helps    []study.Help       `json:"helps" doc:"smallest sets of controls, not in place, that would make it less likely"`
}

// Matching is what revision-bound questions are asked with, so that an answer that did not change is not sent again.
type Matching struct {
	IfNoneMatch string `header:"If-None-Match" maxLength:"200"`
}

func (a *API) harmOperations() {
	add(a, operation{method: "GET", path: "/projects/{project}/revisions/{revision}/harms", id: "harms", summary: "The record of risks: harms and benefits with verdicts without controls, today and as planned", needs: needs(workbench.Read), tag: "assessment"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InRevision
			Matching
		}) (*unchanged[Harms], error) {
			f, as, _, err := a.Study.Record(ctx, who, in.Project, in.revision())
			if err != nil {
				return nil, err
			}
			return unless(in.IfNoneMatch, as.Tag(), harmsOf(f, as)), nil
		})
	add(a, operation{method: "GET", path: "/projects/{project}/revisions/{revision}/harms/{harm}", id: "harm", summary: "One harm: the ways to it, what holds it and what would help", needs: needs(workbench.Read), tag: "assessment"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InRevision
			Harm string `path:"harm" maxLength:"200" doc:"id in the description"`
			Matching
		}) (*unchanged[Harm], error) {
			h, as, err := a.Study.Harm(ctx, who, in.Project, in.revision(), in.Harm)
			if err != nil {
				return nil, err
			}
			return unless(in.IfNoneMatch, as.Tag(), Harm(*h)), nil
		})
}

func harmsOf(f *riskfile.File, as *study.Assessed) Harms {
	scales := &as.Knowledge.Index.Base.Scales
	out := Harms{
		System: f.System.Name, Purpose: f.System.Purpose, Verified: f.Engine.Certificate.Verified, Risks: f.Risks, Apart: f.Apart, Benefits: f.Benefits,
		Threshold: [][]string{}, Severity: meanings(scales.Severity), Frequency: []ProbabilityLevel{}, Titles: as.Titles(named(f)),
	}
	for _, row := range scales.HarmTable {
		var cells []string
		for _, c := range row {
			cells = append(cells, string(c))
		}
		out.Threshold = append(out.Threshold, cells)
	}
	for i, m := range meanings(scales.Probability) {
		p := ProbabilityLevel{Meaning: m}
		if i < len(scales.Bounds) {
			p.Below = scales.Bounds[i]
		}
		out.Frequency = append(out.Frequency, p)
	}
	return out
}

// named are the elements that a record names by their ids.
func named(f *riskfile.File) []string {
	var out []string
	for _, r := range slices.Concat(f.Risks, f.Apart) {
		for _, c := range r.Controls {
			_, element, _ := strings.Cut(c.ID, "@")
			out = append(out, element)
		}
	}
	for _, b := range f.Benefits {
		out = append(out, b.From...)
		for _, t := range b.TakenBy {
			_, element, _ := strings.Cut(t.Control, "@")
			out = append(out, element)
		}
	}
	return out
}

func meanings(levels []knowledge.LevelName) []Meaning {
	out := []Meaning{}
	for _, l := range levels {
		out = append(out, Meaning{l.Name, l.Says})
	}
	return out
}
