package navigator

import "cordon/internal/knowledge"

type termsPage struct {
	frame
	Terms []termView
}

type termView struct {
	*knowledge.GlossaryTerm
	Anchor string
	See    []seeLink
}

type seeLink struct{ Title, Anchor string }

func (n *navigator) terms() termsPage {
	p := termsPage{frame: n.frame("Terms", "terms.html")}
	for i := range n.Index.Base.Terms {
		t := &n.Index.Base.Terms[i]
		if t.Status == knowledge.Withdrawn {
			continue
		}
		v := termView{GlossaryTerm: t, Anchor: anchor("term-", t.ID)}
		for _, id := range t.See {
			if other := n.Index.Terms[id]; other != nil && other.Status != knowledge.Withdrawn {
				v.See = append(v.See, seeLink{other.Title, anchor("term-", id)})
			}
		}
		p.Terms = append(p.Terms, v)
	}
	return p
}
