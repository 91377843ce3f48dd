package navigator

import (
	"fmt"

	"cordon/internal/compliance"
	"cordon/internal/knowledge"
	"cordon/internal/report/document"
	"cordon/internal/report/document/wording"
)

// firstGaps is how many things to do the overview names.
const firstGaps = 10

type overviewPage struct {
	frame
	About     []definition
	Digests   []document.Digest
	Packs     []knowledge.Pack
	Statuses  []legend
	Whole     bar
	Forms     []bars // documents that bind, by what they are
	ByRole    []bar
	ByStage   []bar
	Out       []outRow // documents that do not bind
	Questions []string
	First     []criterionView
	Gaps      int
	Unstated  int
}

type definition struct{ Term, Text string }

type legend struct {
	mark
	Says string
}

type bars struct {
	Title string
	Bars  []bar
}

type outRow struct{ Href, Title, Because string }

// forms are the headings under which documents stand.
var forms = []struct {
	form  knowledge.Form
	title string
}{{"law", "Laws"}, {"guidance", "Guidance"}, {"standard", "Standards"}, {"proposal", "Proposals"}}

func (n *navigator) overview() overviewPage {
	a := n.Assessment
	p := overviewPage{
		frame: n.frame("Overview", "index.html"), Packs: a.Knowledge.Packs, Questions: n.Answer.Questions, Gaps: len(n.gaps), Unstated: len(n.unstated), Statuses: legends(),
		Digests: []document.Digest{{Of: "model", Value: a.Model.Digest}, {Of: "knowledge base", Value: a.Knowledge.Digest}, {Of: "engine " + a.Engine.Version, Value: a.Engine.Digest}},
	}
	for _, d := range wording.System(n.Model)[1:] { // its name is the heading
		p.About = append(p.About, definition{d.Term, d.Spans[0].Text})
	}
	whole := compliance.Coverage{Statuses: map[compliance.Status]int{}}
	for i := range n.Answer.Clauses {
		whole.Statuses[n.Answer.Clauses[i].Status]++
	}
	p.Whole = newBar("whole", "All clauses", "clauses.html#status="+binding, "clauses.html#status=", whole)
	p.Forms, p.Out = n.byForm()
	p.ByRole = named("role", n.Answer.ByRole())
	p.ByStage = named("stage", n.Answer.ByStage())
	for i := range n.gaps[:min(firstGaps, len(n.gaps))] {
		p.First = append(p.First, n.criterion(&n.gaps[i].Finding, n.gaps[i].Clauses))
	}
	return p
}

func legends() []legend {
	var out []legend
	for _, s := range statuses {
		out = append(out, legend{s.mark, s.Says})
	}
	return out
}

// binding are the statuses of clauses that bind or may, as the filter takes them.
const binding = "met,partly,open,undecidable"

// byForm are the documents that bind or may, under headings, and the others with their reasons.
func (n *navigator) byForm() (in []bars, out []outRow) {
	coverage := n.Answer.ByDocument()
	for _, f := range forms {
		group := bars{Title: f.title}
		for i, d := range n.Answer.Documents {
			file := documentFile(d.ID)
			switch {
			case d.Form != f.form:
			case coverage[i].Binding() == 0:
				out = append(out, outRow{file, d.Title, sentence(becauseOf(&d))})
			default:
				group.Bars = append(group.Bars, newBar("d-"+d.ID, d.Title, file, file+"#status=", coverage[i]))
			}
		}
		if len(group.Bars) > 0 {
			in = append(in, group)
		}
	}
	return in, out
}

// becauseOf says why a document binds or does not.
func becauseOf(d *compliance.Document) string {
	switch {
	case d.Applies+d.Not+d.Asked == 0:
		return "it has no clause among those that were asked for"
	case d.Because == "" && d.Applies+d.Asked == 0:
		return "none of its clauses binds this system"
	case d.Because == "" && d.Form == "standard":
		return "it has no conditions; a standard is voluntary, and is here because laws refer to the state of the art"
	case d.Because == "":
		return "it has no conditions"
	}
	return d.Because
}

// named are bars by a word of a closed list, without those that count nothing.
func named(field string, all []compliance.Coverage) []bar {
	var out []bar
	for _, c := range all {
		if c.Binding() == 0 {
			continue
		}
		filter := fmt.Sprintf("clauses.html#%s=%s&status=", field, c.Of)
		out = append(out, newBar(field+"-"+c.Of, wording.Words(c.Of), filter+binding, filter, c))
	}
	return out
}
