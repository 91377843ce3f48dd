package navigator

import (
	"strings"

	"cordon/internal/compliance"
	"cordon/internal/knowledge"
	"cordon/internal/report/document/wording"
)

type documentPage struct {
	frame
	About   []definition
	Whole   bar
	Flaws   []string
	Sources []knowledge.Source
	Filter  filter
	Clauses []clauseView
}

func (n *navigator) document(d *compliance.Document) documentPage {
	file := documentFile(d.ID)
	known := n.Index.Documents[d.ID]
	clauses := n.of(d.ID)
	p := documentPage{
		frame: n.frame(d.Title, file), Whole: newBar("whole", d.Title, "", "#status=", compliance.Coverage{Statuses: d.Statuses}),
		Flaws: known.Flaws, Sources: known.Sources, Filter: filterFor("clauses", clauses),
	}
	add := func(term, text string) {
		if text != "" {
			p.About = append(p.About, definition{term, text})
		}
	}
	add("What it is", string(d.Form)+" of "+d.Issuer+", "+wording.Words(string(d.Standing)))
	add("Applies from", d.From)
	add("For markets", strings.Join(plain(known.Markets), ", "))
	var classes []string
	for _, c := range known.Classes {
		if c == noDevice {
			c = "products that are no medical devices"
		}
		classes = append(classes, string(c)) // their names have hyphens of their own
	}
	add("For device classes", strings.Join(classes, ", "))
	add("How its clauses were learnt", string(known.Certainty)+": "+learnt[known.Certainty])
	add(binds(d), sentence(becauseOf(d)))
	add("Id", d.ID)
	for _, c := range clauses {
		p.Clauses = append(p.Clauses, n.clause(c))
	}
	return p
}

// noDevice is the class of a product that is no medical device.
const noDevice = "none"

func binds(d *compliance.Document) string {
	switch {
	case d.Applies > 0:
		return "Binds this system"
	case d.Asked > 0:
		return "May bind this system"
	}
	return "Does not bind this system"
}
