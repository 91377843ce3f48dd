package exchange

import (
	"slices"

	"cordon/internal/compliance"
	"cordon/internal/interop/oscal"
	"cordon/internal/knowledge"
	"cordon/internal/model"
)

// OSCAL is what was found about a system, and what it was compared with: a catalog for each document that binds it, a profile, components,
// results, a plan, and the crosswalks between the catalogs. There are no files where nothing binds.
func OSCAL(a *compliance.Answer, j *compliance.Case) ([]File, error) {
	docs := binding(a, j.Index)
	w := &collector{}
	about := oscal.About{Date: a.Day, Tool: "cordon", Base: baseVersion(j.Index), Digest: j.Index.Base.Digest}
	s := systemOf(j)
	for _, d := range docs {
		body, err := oscal.Catalog(d, about)
		w.add(oscal.CatalogName(d.ID), body, err)
	}
	var bind []string
	results := []oscal.Result{}
	for i := range a.Clauses {
		c := &a.Clauses[i]
		if slices.Contains(docs, j.Index.Documents[c.Document]) {
			results = append(results, resultOf(c))
			if c.Verdict == compliance.Applies {
				bind = append(bind, c.ID)
			}
		}
	}
	body, err := oscal.Profile(s, bind, about)
	w.add("profile.json", body, err)
	body, err = oscal.Components(s, components(a, j, s), about)
	w.add("component-definition.json", body, err)
	body, err = oscal.Results(s, results, about)
	w.add("assessment-results.json", body, err)
	body, err = oscal.Plan(s, results, about)
	w.add("plan-of-action-and-milestones.json", body, err)
	for _, x := range between(j.Index, docs) {
		body, err := oscal.Mapping(x, about)
		w.add("mapping-"+x.ID+".json", body, err)
	}
	return w.files, w.err
}

func systemOf(j *compliance.Case) oscal.System {
	m := j.Assessment.Model
	s := oscal.System{ID: m.ID, Name: m.Name, Version: m.Version, Digest: m.Digest}
	j.Model.Each(func(b model.Block, id string, c model.Common) {
		s.Elements = append(s.Elements, oscal.Element{ID: id, Name: c.Title, Type: componentType(b, j.Index, c.Kind.Text)})
	})
	return s
}

// componentType is the word of OSCAL for what an element is.
func componentType(b model.Block, ix *knowledge.Index, kind string) string {
	switch {
	case b == model.Networks:
		return "network"
	case b == model.Places:
		return "physical"
	case ix.IsAny(kind, []string{"service", "platform"}):
		return "service"
	case ix.IsAny(kind, []string{"software", "os", "model"}):
		return "software"
	case ix.IsAny(kind, []string{"device", "hardware"}):
		return "hardware"
	}
	return "system"
}

// Status is how a clause goes out. What is open only as long as a question is, is asked.
func Status(c *compliance.Clause) oscal.Status {
	if c.Verdict == compliance.Asked && c.Status == compliance.Open {
		return oscal.Asked
	}
	return oscal.Status(c.Status)
}

func resultOf(c *compliance.Clause) oscal.Result {
	r := oscal.Result{Clause: c.ID, Title: c.Title, Status: Status(c), Because: c.Why}
	if x := c.Statement; x != nil {
		r.Statement = &oscal.Statement{Decision: x.Decision, Who: x.Who, Role: x.Role, When: x.When, Why: x.Why, Evidence: x.Evidence, Signed: x.Signed}
	}
	for _, f := range c.Findings {
		x := oscal.Finding{Criterion: f.Criterion, Title: f.Title, Outcome: string(f.Outcome), Hint: f.Hint}
		for _, s := range f.Subjects {
			x.Subjects = append(x.Subjects, oscal.Subject{ID: s.ID, Outcome: string(s.Outcome), Because: s.Because})
		}
		r.Findings = append(r.Findings, x)
	}
	return r
}

// components are the assets of the product that criteria found to meet something, with the clauses that this serves.
func components(a *compliance.Answer, j *compliance.Case, s oscal.System) []oscal.Component {
	product := compliance.ProductOf(j.Model, j.Index)
	at := map[string]int{}
	var out []oscal.Component
	for _, e := range s.Elements {
		if product.Has(e.ID) && j.Model.BlockOf(e.ID) == model.Assets {
			at[e.ID] = len(out)
			out = append(out, oscal.Component{ID: e.ID, Title: e.Name, Type: e.Type})
		}
	}
	for i := range a.Clauses {
		c := &a.Clauses[i]
		for _, f := range c.Findings {
			for _, sub := range f.Subjects {
				k, known := at[assetOf(j.Model, sub.ID)]
				if known && sub.Outcome == knowledge.Met && c.Verdict != compliance.Not {
					out[k].Implements = append(out[k].Implements, oscal.Implementation{Clause: c.ID, How: f.Title + ": " + sub.Because})
				}
			}
		}
	}
	return slices.DeleteFunc(out, func(x oscal.Component) bool { return len(x.Implements) == 0 })
}

// assetOf is an asset itself, or the one that an interface belongs to.
func assetOf(m *model.Model, id string) string {
	if m.BlockOf(id) == model.Interfaces {
		for i := range m.Interfaces {
			if m.Interfaces[i].ID == id {
				return m.Interfaces[i].Parent
			}
		}
	}
	return id
}
