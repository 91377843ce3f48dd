package navigator

import (
	"slices"
	"strings"

	"cordon/internal/compliance"
	"cordon/internal/decisions"
	"cordon/internal/knowledge"
	"cordon/internal/report/document/wording"
)

// filter is what can be chosen on a page; a list that is empty has no field.
type filter struct {
	Noun      string // what is counted: clauses
	Statuses  []legend
	Roles     []option
	Stages    []option
	Documents []option
}

type option struct{ Value, Text string }

// filterFor offers the words that some clauses have.
func filterFor(noun string, all []*compliance.Clause) filter {
	f := filter{Noun: noun}
	for _, s := range statuses {
		if slices.ContainsFunc(all, func(c *compliance.Clause) bool { return string(c.Status) == s.Class }) {
			f.Statuses = append(f.Statuses, legend{s.mark, s.Says})
		}
	}
	f.Roles = offered(knowledge.Holder("").Words(), all, func(c *compliance.Clause) []knowledge.Holder { return c.Who })
	f.Stages = offered(knowledge.Stage("").Words(), all, func(c *compliance.Clause) []knowledge.Stage { return c.Stages })
	return f
}

// offered are the words of a closed list that some clauses have, in its order.
func offered[T ~string](words []string, all []*compliance.Clause, of func(*compliance.Clause) []T) []option {
	var out []option
	for _, w := range words {
		if slices.ContainsFunc(all, func(c *compliance.Clause) bool { return slices.Contains(of(c), T(w)) }) {
			out = append(out, option{w, wording.Words(w)})
		}
	}
	return out
}

// item is what the filter looks at.
type item struct{ Status, Document, Roles, Stages string }

func itemOf(c *compliance.Clause) item {
	return item{string(c.Status), c.Document, tokens(c.Who), tokens(c.Stages)}
}

// clauseView is a clause with all that is known of it.
type clauseView struct {
	item
	Anchor, ID, Place     string
	Title, Says           string
	Who, When             string
	Decides               string
	Mark                  mark
	Folded                bool // it does not bind
	Because               string
	Asked                 string // what decides whether it binds, where nobody has said
	Why                   string
	Lacking, Shown, Empty []criterionLink
	Statement             *statementView
	Contradicted          bool
	ToState               string // address of the command that states it
	Undecidable, Flaw     string
	Certainty, Learnt     string
	Related               []relatedView
}

type criterionLink struct {
	Href, ID, Title string
	Mark            mark
}

type statementView struct {
	compliance.Statement
	Says     string
	Evidence string
}

type relatedView struct {
	Relation, Because string
	To                clauseLink
}

// learnt says what the word for a certainty means.
var learnt = map[knowledge.Certainty]string{
	"checked": "compared with the text", "secondary": "from what others write about the text", "general": "of general knowledge; read the text before you rely on it",
}

// clause is a view for the page of its document.
func (n *navigator) clause(c *compliance.Clause) clauseView {
	const root = "../"
	known := n.Index.Clauses[c.ID].Clause
	v := clauseView{
		item: itemOf(c), Anchor: clauseAnchor(c.ID), ID: c.ID, Place: place(c.ID), Title: c.Title, Says: c.Says, Who: strings.Join(plain(c.Who), ", "), When: strings.Join(plain(c.Stages), ", "),
		Decides: c.Decides, Mark: statusMark(c.Status), Folded: c.Verdict == compliance.Not, Because: sentence(c.Because), Contradicted: c.Contradicted,
		Flaw: known.Flaw, Undecidable: known.Undecidable, Certainty: string(c.Certainty), Learnt: learnt[c.Certainty],
	}
	if c.Verdict == compliance.Asked {
		v.Asked, v.Because = c.Because, ""
	}
	if !v.Folded {
		v.judged(c)
	}
	if n.unstated[c.ID] {
		v.ToState = root + "gaps.html#" + statementAnchor(c.ID)
	}
	for _, r := range n.Index.Related(c.ID) {
		v.Related = append(v.Related, relatedView{r.Relation, r.Because, n.link(root, r.Clause)})
	}
	return v
}

// judged tells in words why a clause has its status: by what criteria ask, since nobody knows their ids by heart.
func (v *clauseView) judged(c *compliance.Clause) {
	for _, f := range c.Findings {
		l := criterionLink{"../" + criterionFile(f.Outcome) + "#" + f.Criterion, f.Criterion, f.Title, outcomes[f.Outcome]}
		switch f.Outcome {
		case knowledge.Met:
			v.Shown = append(v.Shown, l)
		case knowledge.Nothing:
			v.Empty = append(v.Empty, l)
		default:
			v.Lacking = append(v.Lacking, l)
		}
	}
	switch {
	case decided(c), c.Status == compliance.Undecidable: // said beside it
	case len(v.Shown)+len(v.Lacking) == 0:
		v.Why = sentence(strings.TrimPrefix(c.Why, "whether it binds is asked: "+c.Because+"; ")) // the question stands beside it
	case c.Status == compliance.Met:
		v.Why = "What holds shows all of it."
	case c.Status == compliance.Partly && len(v.Lacking) == 0:
		v.Why = "What holds shows a part; the rest has to be stated."
	}
	if s := c.Statement; s != nil {
		v.Statement = &statementView{Statement: *s, Says: stated(s), Evidence: strings.Join(s.Evidence, ", ")}
	}
}

// decided tells whether the status is that of a statement.
func decided(c *compliance.Clause) bool {
	s := c.Statement
	return s != nil && s.State == decisions.Current && (s.Signed || s.Choice != decisions.NotApplicable && c.Status != compliance.Met)
}

// stated says who stated what when, and whether that counts.
func stated(s *compliance.Statement) string {
	says := "Stated as " + statusMark(compliance.Status(s.Choice)).Word + " by " + s.Who + " (" + s.Role + ") on " + s.When
	if s.Signed {
		says += ", signed"
	} else {
		says += ", not signed"
	}
	switch {
	case s.State != decisions.Current:
		says += "; it is " + string(s.State) + ", and does not count"
	case !s.Signed && s.Choice == decisions.NotApplicable:
		says += "; it counts once it is signed"
	case !s.Signed:
		says += "; it counts in part until it is signed"
	}
	return says + "."
}

// clausesPage lists all clauses, for the search.
type clausesPage struct {
	frame
	Filter filter
	Groups []clauseGroup
}

type clauseGroup struct {
	ID, Title, Href string
	Clauses         []clauseRow
}

type clauseRow struct {
	item
	Href, ID, Title, Says string
	Who, When             string
	Mark                  mark
	Folded                bool
	Because               string
}

func (n *navigator) list() clausesPage {
	p := clausesPage{frame: n.frame("All clauses", "clauses.html")}
	var all []*compliance.Clause
	var documents []option
	for _, d := range n.Answer.Documents {
		g := clauseGroup{ID: anchor("d-", d.ID), Title: d.Title, Href: documentFile(d.ID)}
		for _, c := range n.of(d.ID) {
			all = append(all, c)
			g.Clauses = append(g.Clauses, clauseRow{
				itemOf(c), documentFile(d.ID) + "#" + clauseAnchor(c.ID), c.ID, c.Title, c.Says, strings.Join(plain(c.Who), ", "), strings.Join(plain(c.Stages), ", "),
				statusMark(c.Status), c.Verdict == compliance.Not, sentence(c.Because),
			})
		}
		if len(g.Clauses) > 0 {
			p.Groups = append(p.Groups, g)
			documents = append(documents, option{d.ID, d.Title})
		}
	}
	p.Filter = filterFor("clauses", all)
	p.Filter.Documents = documents
	return p
}

// of are the clauses of a document.
func (n *navigator) of(document string) []*compliance.Clause {
	var out []*compliance.Clause
	for i := range n.Answer.Clauses {
		if c := &n.Answer.Clauses[i]; c.Document == document {
			out = append(out, c)
		}
	}
	return out
}
