package api

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"cordon/internal/jobs"
	"cordon/internal/knowledge"
	"cordon/internal/workbench"
)

// PortfolioRow is a project with what its newest summary says.
type PortfolioRow struct {
	Project Project  `json:"project"`
	Summary *Summary `json:"summary,omitempty" doc:"absent until it is computed, soon after the first revision"`
}

// Summary is the newest revision in figures.
type Summary struct {
	Number    int64          `json:"number" doc:"of the revision it was computed of"`
	At        time.Time      `json:"at" doc:"when it was computed"`
	Errors    int            `json:"errors" doc:"in the description; with any, nothing else could be computed"`
	System    string         `json:"system" doc:"name, as on the label"`
	Elements  int            `json:"elements"`
	Threats   int            `json:"threats" doc:"that can happen"`
	Questions int            `json:"questions" doc:"open"`
	Worst     string         `json:"worst" doc:"highest level of risk with a consequence; empty if none"`
	Risk      map[string]int `json:"risk" doc:"consequences by level of risk"`
	Fallen    int            `json:"fallen" doc:"decisions to look at again"`
	Before    *SummaryBefore `json:"before,omitempty" doc:"of the summary before, for what changed"`
}

// SummaryBefore is what a summary said before.
type SummaryBefore struct {
	Number    int64          `json:"number"`
	Worst     string         `json:"worst"`
	Risk      map[string]int `json:"risk"`
	Questions int            `json:"questions"`
	Threats   int            `json:"threats"`
}

// Portfolio is a page of projects with the sums over all of them.
type Portfolio struct {
	Items     []PortfolioRow `json:"items"`
	Next      string         `json:"next,omitempty" doc:"cursor of the next page; absent on the last"`
	Total     int            `json:"total" doc:"projects that fit the search"`
	Worst     map[string]int `json:"worst" doc:"systems by their highest level of risk"`
	Questions int            `json:"questions" doc:"open, in all systems"`
	Fallen    int            `json:"fallen" doc:"decisions to look at again, in all systems"`
	Errors    int            `json:"errors" doc:"systems whose description has errors"`
}

// orders are how a portfolio can be sorted, given the levels of risk from the lowest; equal ones by id.
var orders = map[string]func(a, b workbench.Listed, risk []knowledge.LevelName) int{
	"name": func(a, b workbench.Listed, _ []knowledge.LevelName) int {
		return strings.Compare(strings.ToLower(a.Project.Name), strings.ToLower(b.Project.Name))
	},
	"changed": func(a, b workbench.Listed, _ []knowledge.LevelName) int {
		return b.Project.Changed.Compare(a.Project.Changed)
	},
	"risk": func(a, b workbench.Listed, risk []knowledge.LevelName) int {
		x, y := summed(a), summed(b)
		// Who has no level (-1) has no consequence, and comes last.
		rank := func(s workbench.Summary) int {
			return slices.IndexFunc(risk, func(l knowledge.LevelName) bool { return l.Name == s.Worst })
		}
		return cmp.Or(cmp.Compare(y.Errors, x.Errors), cmp.Compare(rank(y), rank(x)), cmp.Compare(y.Risk[y.Worst], x.Risk[x.Worst]))
	},
	"questions": func(a, b workbench.Listed, _ []knowledge.LevelName) int {
		return cmp.Compare(summed(b).Questions, summed(a).Questions)
	},
}

// summed is the summary, or an empty one.
func summed(l workbench.Listed) workbench.Summary {
	if l.Summary == nil {
		return workbench.Summary{}
	}
	return *l.Summary
}

func (a *API) portfolioOperations() {
	add(a, operation{method: "GET", path: "/organisations/{organisation}/portfolio", id: "portfolio", summary: "Systems with their risk, open questions and what changed", needs: signed, tag: "projects"},
		func(ctx context.Context, who workbench.Actor, in *struct {
			InOrganisation
			Paging
			Order    string         `query:"order" enum:"risk,changed,name,questions" default:"risk"`
			Query    string         `query:"query" maxLength:"200" doc:"part of a name"`
			Sort     workbench.Sort `query:"sort" enum:"system,pack" default:"system"`
			Archived bool           `query:"archived" doc:"those in the archive instead"`
		}) (*body[Portfolio], error) {
			from, err := in.number()
			if err != nil {
				return nil, err
			}
			all, err := a.Workbench.Portfolio(ctx, who, in.Organisation)
			if err != nil {
				return nil, err
			}
			query := strings.ToLower(in.Query)
			all = slices.DeleteFunc(all, func(l workbench.Listed) bool {
				return l.Project.Sort != in.Sort || l.Project.Archived.IsZero() == in.Archived || !strings.Contains(strings.ToLower(l.Project.Name+" "+summed(l).System), query)
			})
			k, err := a.Study.Knowledge(ctx, in.Organisation)
			if err != nil {
				return nil, err
			}
			slices.SortStableFunc(all, func(x, y workbench.Listed) int { return orders[in.Order](x, y, k.Index.Base.Scales.Risk) })
			return answer(portfolioOf(all, from, in.Limit), nil)
		})
	add(a, operation{method: "POST", path: "/organisations/{organisation}/summaries", id: "summarise-all", summary: "Compute the figures of all systems anew, in the background; the job is among those of the organisation", needs: needs(workbench.Manage), tag: "projects", status: http.StatusAccepted},
		func(ctx context.Context, who workbench.Actor, in *InOrganisation) (*body[JobAsked], error) {
			id, err := a.Workbench.SummariseAll(ctx, who, in.Organisation, func(ctx context.Context, tx workbench.Tx, job workbench.Job, part string, items, size int) (int64, error) {
				return a.Jobs.Split(ctx, tx, jobs.Split{Job: job, Shard: part, Items: items, Size: size})
			})
			return answer(JobAsked{id}, err)
		})
	add(a, operation{method: "GET", path: "/projects/{project}/summary", id: "summary", summary: "The newest revision in figures", needs: needs(workbench.Read), tag: "projects"},
		func(ctx context.Context, who workbench.Actor, in *InProject) (*body[PortfolioRow], error) {
			l, err := a.Workbench.Summary(ctx, who, in.Project)
			return answer(rowOf(l), err)
		})
}

func portfolioOf(all []workbench.Listed, from, limit int) Portfolio {
	out := Portfolio{Items: []PortfolioRow{}, Total: len(all), Worst: map[string]int{}}
	for i, l := range all {
		s := summed(l)
		switch {
		case s.Errors > 0:
			out.Errors++
		case s.Worst != "":
			out.Worst[s.Worst]++
		}
		out.Questions += s.Questions
		out.Fallen += s.Fallen
		if i >= from && i < from+limit {
			out.Items = append(out.Items, rowOf(l))
		}
	}
	if from+limit < len(all) {
		out.Next = strconv.Itoa(from + limit)
	}
	return out
}

func rowOf(l workbench.Listed) PortfolioRow {
	row := PortfolioRow{Project: projectOf(l.Project)}
	if s := l.Summary; s != nil {
		row.Summary = &Summary{s.Number, s.At, s.Errors, s.System, s.Elements, s.Threats, s.Questions, s.Worst, s.Risk, s.Fallen, (*SummaryBefore)(s.Before)}
	}
	return row
}
