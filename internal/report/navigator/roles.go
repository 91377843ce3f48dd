package navigator

import (
	"cordon/internal/compliance"
	"cordon/internal/knowledge"
)

type rolesPage struct {
	frame
	Roles []roleView
}

type roleView struct {
	*knowledge.Duty
	Anchor string
	Names  []roleName
	Bar    *bar // nil where no clause binds that is for it
}

type roleName struct {
	knowledge.DutyName
	Links []documentLink // editions that were asked for
}

type documentLink struct{ Href, ID string }

func (n *navigator) roles() rolesPage {
	p := rolesPage{frame: n.frame("Roles", "roles.html")}
	of := map[knowledge.Holder]compliance.Coverage{}
	for _, c := range n.Answer.ByRole() {
		of[knowledge.Holder(c.Of)] = c
	}
	for i := range n.Index.Base.Duties {
		d := &n.Index.Base.Duties[i]
		if d.Status == knowledge.Withdrawn {
			continue
		}
		v := roleView{Duty: d, Anchor: anchor("role-", d.ID)}
		if all := named("role", []compliance.Coverage{of[d.Holder]}); len(all) > 0 {
			v.Bar = &all[0]
		}
		for _, x := range d.Names {
			name := roleName{DutyName: x}
			for _, doc := range n.Answer.Documents {
				if n.Index.Documents[doc.ID].Document == x.Document {
					name.Links = append(name.Links, documentLink{documentFile(doc.ID), doc.ID})
				}
			}
			v.Names = append(v.Names, name)
		}
		p.Roles = append(p.Roles, v)
	}
	return p
}
