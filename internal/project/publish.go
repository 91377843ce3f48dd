package project

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"cordon/internal/civil"
	"cordon/internal/decisions"
	"cordon/internal/postmarket"
	"cordon/internal/postmarket/record"
	"cordon/internal/postmarket/weigh"
)

// Publication is what a publisher says of a document besides what was decided.
type Publication struct {
	ID        string
	Version   int
	Namespace string // URL of the publisher
	Decided   bool   // leave out what nobody decided on
	// Before are the earlier versions of the document, oldest first, where they are known; the document then tells its history.
	Before []postmarket.Edition
	// Counts tells of a decision whether it may be said to others; nil: each may. What may not is under investigation.
	Counts func(*decisions.Entry) bool
}

// VEX makes the document that says what the vulnerabilities found in a system are to it, at an instant: what was decided stands as it was decided,
// the rest is under investigation. A stale decision is none. Set are the decisions.
func (a *After) VEX(set *decisions.Set, at civil.Instant, p Publication, stop func() error) (*postmarket.VEX, error) {
	st := a.StateAt(&a.Inputs, at)
	weighed, _, err := a.Weigh(st.Places, a.Findings.Facts, nil, stop)
	if err != nil {
		return nil, err
	}
	sys := &a.Model.System
	v := &postmarket.VEX{
		ID: p.ID, Version: p.Version, Title: "Vulnerabilities in " + sys.Name + " " + sys.Version, Publisher: postmarket.Publisher{Namespace: p.Namespace, Category: postmarket.Vendor},
		Issued: at.String(), Statements: []postmarket.Statement{}, Tooling: "Cordon",
		Notes: []string{"What each vulnerability is to the product was weighed through a model of the product, its surroundings and the patients who depend on it."},
	}
	if len(p.Before) > 0 {
		v.Issued, v.Updated = p.Before[0].Date, v.Issued
		v.History = append(slices.Clone(p.Before), postmarket.Edition{Version: p.Version, Date: v.Updated})
	}
	for _, o := range a.Model.Organisations {
		if o.Value.Duty == "manufacturer" && v.Publisher.Name == "" {
			v.Publisher.Name, v.Publisher.Contact = cmp.Or(o.Value.Title, o.ID), strings.TrimPrefix(o.Value.Contact, "mailto:")
		}
	}
	product := postmarket.ProductRef{ID: sys.ID.Text, Name: sys.Name, Version: sys.Version, Supplier: v.Publisher.Name}
	verdicts := map[string]weigh.Verdict{}
	for i := range st.Places {
		verdicts[st.Places[i].ID()] = st.Verdicts[i]
	}
	for i := range weighed {
		w := &weighed[i]
		verdict := verdicts[w.ID()]
		decision := set.Get(verdict.Decision)
		if verdict.Status != "" && decision != nil && p.Counts != nil && !p.Counts(decision) {
			verdict.Status = ""
		}
		if p.Decided && verdict.Status == "" {
			continue
		}
		for _, f := range w.Findings {
			s := postmarket.Statement{
				Vulnerability: vulnerabilityOf(w), Product: product, Component: partOf(&f),
				Status: cmp.Or(verdict.Status, postmarket.StatusUnderInvestigation), Issued: f.Known, Updated: f.Known, Harm: harmsIn(w),
			}
			if w.Facts != nil && len(w.Facts.Exploited) > 0 {
				s.Exploited = "It is listed as exploited by " + w.Facts.Exploited[0].Source + "."
			}
			if decision != nil && verdict.Status != "" {
				decidedAs(&s, decision)
			}
			v.Statements = append(v.Statements, s)
		}
	}
	return v, nil
}

// decidedAs puts a decision into a statement.
func decidedAs(s *postmarket.Statement, d *decisions.Entry) {
	s.By = d.Role
	if when, err := civil.Parse(d.When.Text); err == nil {
		s.Updated = max(s.Updated, when.String())
	}
	switch s.Status {
	case postmarket.StatusNotAffected:
		s.Justification, s.Impact = postmarket.Justification(d.Because), d.Why
		return
	case postmarket.StatusAffected:
		s.Action, s.ActionDate = d.Action, s.Updated
		s.Remedies = []postmarket.Remedy{{Category: postmarket.Mitigation, Details: d.Action}}
	}
	s.Notes = d.Why
}

func vulnerabilityOf(w *weigh.Weighed) postmarket.VulnerabilityRef {
	r := postmarket.VulnerabilityRef{ID: w.Vulnerability}
	if f := w.Facts; f != nil {
		r.Aliases, r.CWEs, r.Summary = slices.Clone(f.Aliases), slices.Clone(f.CWEs), f.Summary
		if at, err := civil.Parse(f.Published); err == nil {
			r.Published = at.String()
		}
		if w.Effect.Vector != "" {
			r.Vectors = []string{w.Effect.Vector}
		}
	}
	return r
}

// partOf names the component of a finding.
func partOf(f *record.Finding) *postmarket.ProductRef {
	part := &postmarket.ProductRef{Name: f.Component}
	switch {
	case strings.HasPrefix(f.Name, "pkg:"):
		part.PURL = f.Name
		if p, err := postmarket.ParsePURL(f.Name); err == nil {
			part.Name, part.Version = p.Name, p.Version
		}
	case strings.HasPrefix(f.Name, "cpe:"):
		part.CPE = f.Name
	}
	return part
}

// harmsIn says in words what a vulnerability does to patients, as the model has it.
func harmsIn(w *weigh.Weighed) string {
	if len(w.Harms) == 0 {
		return "No harm to patients gets likelier by it in the model of the product."
	}
	var out []string
	for i := range w.Harms {
		h := &w.Harms[i]
		out = append(out, fmt.Sprintf("%s: likelihood %s instead of %s", h.Title, h.After.Likelihood, h.Before.Likelihood))
	}
	return "In the model of the product these get likelier: " + strings.Join(out, "; ") + "."
}
