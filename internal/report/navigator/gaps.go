package navigator

import (
	"regexp"
	"slices"
	"strings"

	"cordon/internal/compliance"
	"cordon/internal/decisions"
	"cordon/internal/knowledge"
)

// criterionView is a criterion with what it looked at.
type criterionView struct {
	item
	ID, Title, Hint string
	Mark            mark
	Lacking, Held   []subjectView
	Controls        []controlName // named in what there is to do
	Clauses         []clauseLink
}

type subjectView struct {
	ID, Name, Because string
	Mark              mark
}

type controlName struct{ ID, Title string }

// criterionFile is the page on which a criterion of an outcome stands.
func criterionFile(o knowledge.Outcome) string {
	if o == knowledge.Met || o == knowledge.Nothing {
		return "shown.html"
	}
	return "gaps.html"
}

var controlID = regexp.MustCompile(`CTL-[0-9]{4}`)

func (n *navigator) criterion(f *compliance.Finding, clauses []string) criterionView {
	v := criterionView{ID: f.Criterion, Title: f.Title, Hint: f.Hint, Mark: outcomes[f.Outcome], Clauses: n.links("", clauses)}
	var who []knowledge.Holder
	var stages []knowledge.Stage
	for _, id := range clauses {
		who, stages = append(who, n.clauses[id].Who...), append(stages, n.clauses[id].Stages...)
	}
	slices.Sort(who)
	slices.Sort(stages)
	v.Roles, v.Stages = tokens(slices.Compact(who)), tokens(slices.Compact(stages))
	said := []string{f.Hint}
	for _, s := range f.Subjects {
		x := subjectView{ID: s.ID, Because: sentence(s.Because), Mark: outcomes[s.Outcome]}
		if name := n.names.Of(s.ID); name != s.ID {
			x.Name = name
		}
		if s.Outcome == knowledge.Met {
			v.Held = append(v.Held, x)
		} else {
			v.Lacking = append(v.Lacking, x)
		}
		said = append(said, s.Because)
	}
	ids := controlID.FindAllString(strings.Join(said, " "), -1)
	slices.Sort(ids)
	for _, id := range slices.Compact(ids) {
		if c := n.Index.Controls[id]; c != nil {
			v.Controls = append(v.Controls, controlName{id, strings.NewReplacer("{", "", "}", "").Replace(c.Title)})
		}
	}
	return v
}

// gapsPage is what there is to do: what criteria miss, what people have to state, and statements that do not count yet.
type gapsPage struct {
	frame
	Filter   filter
	Gaps     []criterionView
	Others   []criterionView // do not hold, and no clause waits for them
	Unstated []unstatedGroup
	Waiting  int
	Open     []openStatement
}

type unstatedGroup struct {
	Title, Href string
	Clauses     []unstatedClause
}

type unstatedClause struct {
	item
	Anchor  string
	Link    clauseLink
	Command string
}

type openStatement struct {
	item
	Link              clauseLink
	Says, Why, ToSign string
	Contradicted      bool
}

func (n *navigator) toDo() gapsPage {
	p := gapsPage{frame: n.frame("What to do", "gaps.html"), Waiting: len(n.unstated)}
	gap := map[string]bool{}
	for i := range n.gaps {
		gap[n.gaps[i].Criterion] = true
		p.Gaps = append(p.Gaps, n.criterion(&n.gaps[i].Finding, n.gaps[i].Clauses))
	}
	for _, f := range n.findings() {
		if f.Hint != "" && !gap[f.Criterion] {
			p.Others = append(p.Others, n.criterion(&f.Finding, f.Clauses))
		}
	}
	var waiting []*compliance.Clause
	for _, d := range n.Answer.Documents {
		g := unstatedGroup{Title: d.Title, Href: documentFile(d.ID)}
		for _, c := range n.of(d.ID) {
			if n.unstated[c.ID] {
				g.Clauses = append(g.Clauses, unstatedClause{itemOf(c), statementAnchor(c.ID), n.link("", c.ID), n.command(c.ID)})
			}
			if c.Status == compliance.Open || c.Status == compliance.Partly || c.Contradicted {
				waiting = append(waiting, c)
			}
			if s := c.Statement; s != nil && c.Verdict != compliance.Not && (!s.Signed || s.State != decisions.Current || c.Contradicted) {
				p.Open = append(p.Open, n.openStatement(c))
			}
		}
		if len(g.Clauses) > 0 {
			p.Unstated = append(p.Unstated, g)
		}
	}
	p.Filter = filterFor("things to do", waiting)
	p.Filter.Statuses = nil
	return p
}

func (n *navigator) openStatement(c *compliance.Clause) openStatement {
	s := c.Statement
	o := openStatement{item: itemOf(c), Link: n.link("", c.ID), Says: stated(s), Why: s.Why, Contradicted: c.Contradicted}
	if !s.Signed && s.State == decisions.Current {
		o.ToSign = "cordon decide sign " + quoted(n.Path) + " " + quoted(s.Decision) + " --key KEY"
	}
	return o
}

// command states a clause; words in capitals are for the person who states it.
func (n *navigator) command(clause string) string {
	return "cordon decide new " + quoted(n.Path) + " --about " + quoted(clause) + " --choice met --who NAME --role ROLE --why REASON --evidence DOCUMENT"
}

var unquoted = regexp.MustCompile(`^[A-Za-z0-9_./:@%+=,][A-Za-z0-9_./:@%+=,-]*$`)

// quoted is a word as a shell takes it.
func quoted(s string) string {
	if unquoted.MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// findings are all that criteria found, once each by id, with the clauses that bind or may and that they bear on.
func (n *navigator) findings() []compliance.Gap {
	at := map[string]int{}
	var out []compliance.Gap
	for i := range n.Answer.Clauses {
		c := &n.Answer.Clauses[i]
		if c.Verdict == compliance.Not {
			continue
		}
		for _, f := range c.Findings {
			j, known := at[f.Criterion]
			if !known {
				j = len(out)
				at[f.Criterion] = j
				out = append(out, compliance.Gap{Finding: f})
			}
			out[j].Clauses = append(out[j].Clauses, c.ID)
		}
	}
	slices.SortFunc(out, func(a, b compliance.Gap) int { return strings.Compare(a.Criterion, b.Criterion) })
	return out
}
