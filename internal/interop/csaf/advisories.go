package csaf

import (
	"cmp"
	"strconv"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/postmarket"
	"cordon/internal/vers"
)

// Advisories are the vulnerabilities of a document as advisories, with the products that have a package URL or a CPE name; the others have names
// only (see Concerns). Scores are those of EPSS that a document of 2.1 has. What cannot be read of versions is reported.
func (d *Document) Advisories(ds *diag.List) (all []postmarket.Advisory, scores []postmarket.Score) {
	source := "CSAF " + postmarket.Clean(d.Document.Tracking.ID)
	publisher := postmarket.Clean(d.Document.Publisher.Name)
	for i := range d.Vulnerabilities {
		v := &d.Vulnerabilities[i]
		a := postmarket.Advisory{
			ID: postmarket.Clean(d.name(i)), Source: source, Summary: postmarket.Brief(cmp.Or(v.Title, d.Document.Title)),
			Published: postmarket.Day(string(cmp.Or(v.Published(), d.Document.Tracking.InitialReleaseDate))), Modified: postmarket.Clean(string(d.Document.Tracking.CurrentReleaseDate)),
		}
		if c := d.Document.Category; c == Withdrawn || c == Superseded {
			a.Withdrawn = cmp.Or(postmarket.Day(string(d.Document.Tracking.CurrentReleaseDate)), a.Published)
		}
		for _, c := range v.AllCWEs() {
			a.CWEs = append(a.CWEs, postmarket.Clean(c.ID))
		}
		for _, m := range v.AllMetrics() {
			who := cmp.Or(postmarket.Clean(m.Source), publisher)
			for member, x := range m.Content.Vectors() {
				if x.Vector() != "" {
					a.Severity = append(a.Severity, postmarket.Severity{Type: "CVSS_V" + member[len(member)-1:], Score: postmarket.Clean(x.Vector()), Source: who})
				}
			}
			if p, ok := m.Content.SSVC2.points(); ok {
				p.Source = who
				a.SSVC = append(a.SSVC, p)
			}
			if s, ok := m.Content.EPSS.score(a.ID); ok {
				scores = append(scores, s)
			}
		}
		for _, x := range v.FirstKnownExploitationDates {
			a.Exploited = append(a.Exploited, postmarket.Exploited{Source: source, Since: postmarket.Day(string(x.ExploitationDate))})
		}
		all = append(all, a)
	}
	for _, c := range d.Concerns() {
		if c.Status.Affected() {
			d.affect(&all[c.Number], c, ds)
		}
	}
	return all, scores
}

// affect adds a product to an advisory by its package URLs and CPE name.
func (d *Document) affect(a *postmarket.Advisory, c Concern, ds *diag.List) {
	add := func(scheme vers.Scheme, version string, put func(vers.Range)) {
		r, err := c.Product.versions(scheme, version)
		if err != nil {
			ds.Add(d.Place(c.Product.Pointer), diag.FeedVersions, "", "%s, %.60q: %s", a.ID, c.Product.Name, err)
			return
		}
		put(r)
	}
	for _, text := range c.PURLs() {
		p, err := postmarket.ParsePURL(text)
		if err != nil {
			ds.Add(d.Place(c.Product.Pointer), diag.FeedForm, "", "%s, %.60q: %s", a.ID, text, err)
			continue
		}
		scheme, known := vers.Of(p.Type)
		if !known {
			scheme = vers.Generic
		}
		add(scheme, p.Version, func(r vers.Range) {
			a.Affected = append(a.Affected, postmarket.Affected{Package: p.Key(), Scheme: scheme, Range: r})
		})
	}
	if c.CPE() == "" {
		return
	}
	cpe, err := postmarket.ParseCPE(c.CPE())
	if err != nil {
		ds.Add(d.Place(c.Product.Pointer), diag.FeedCPE, "", "%s: %.100q: %s", a.ID, c.CPE(), err)
		return
	}
	add(vers.Generic, cpe.Version(), func(r vers.Range) {
		m := postmarket.ProductMatch{CPE: cpe, Vulnerable: true, Scheme: vers.Generic, Versions: r}
		a.Configurations = append(a.Configurations, postmarket.Configuration{Products: []postmarket.ProductMatch{m}})
	})
}

// versions are those of a product: the one that its name in another system has, or its branch; the range of its branch; or all.
func (p *Product) versions(scheme vers.Scheme, named string) (vers.Range, error) {
	text := strings.TrimSpace(p.Range)
	switch {
	case named != "":
		return vers.Versions(scheme, []string{named}), nil
	case p.Version != "":
		return vers.Versions(scheme, []string{p.Version}), nil
	case text == "" || text == "vers:all/*":
		return vers.All(scheme), nil
	}
	if rest, ok := strings.CutPrefix(text, "vers:"); ok {
		_, text, _ = strings.Cut(rest, "/")
	}
	return vers.Constraints(scheme, text)
}

// score is a probability as the index keeps it.
func (e *EPSS) score(id string) (postmarket.Score, bool) {
	if e == nil {
		return postmarket.Score{}, false
	}
	probability, err1 := strconv.ParseFloat(e.Probability, 64)
	percentile, err2 := strconv.ParseFloat(e.Percentile, 64)
	day := postmarket.Day(string(e.Timestamp))
	if err1 != nil || err2 != nil || day == "" || !(0 <= probability && probability <= 1) || !(0 <= percentile && percentile <= 1) {
		return postmarket.Score{}, false
	}
	return postmarket.Score{ID: id, EPSS: postmarket.EPSS{Probability: probability, Percentile: percentile, Day: day}}, true
}

// points are the decision points that do not depend on who has the product.
func (s SSVC) points() (p postmarket.SSVCPoints, ok bool) {
	moment, _ := s["timestamp"].(string)
	p.Day = postmarket.Day(moment)
	selections, _ := s["selections"].([]any)
	for _, x := range selections {
		selection, _ := x.(map[string]any)
		name, _ := selection["name"].(string)
		value := ""
		if values, _ := selection["values"].([]any); len(values) > 0 {
			switch v := values[0].(type) {
			case string:
				value = v
			case map[string]any:
				value, _ = v["name"].(string)
			}
		}
		p.Set(name, value)
	}
	return p, p.Known()
}
