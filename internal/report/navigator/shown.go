package navigator

import "cordon/internal/knowledge"

// shownPage is what criteria found in place, and those that had nothing to look at.
type shownPage struct {
	frame
	Held  []criterionView
	Empty []criterionView
}

func (n *navigator) shown() shownPage {
	p := shownPage{frame: n.frame("What is shown", "shown.html")}
	for _, f := range n.findings() {
		switch f.Outcome {
		case knowledge.Met:
			p.Held = append(p.Held, n.criterion(&f.Finding, f.Clauses))
		case knowledge.Nothing:
			p.Empty = append(p.Empty, n.criterion(&f.Finding, f.Clauses))
		}
	}
	return p
}
