package csaf

import (
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/postmarket"
)

// mostLinks bounds how often a document says something of a product, with its groups written out.
const mostLinks = 1_000_000

// ToVEX takes from a document what it says of products and vulnerabilities: a statement for each status of each product. What is not taken is
// reported with its place, once for each sort.
func ToVEX(d *Document, ds *diag.List) *postmarket.VEX {
	r := &toVEX{doc: d, ds: ds, said: map[string]bool{}, members: d.Members(), products: map[ProductID]*Product{}, refs: map[ProductID]*postmarket.ProductRef{}, left: mostLinks}
	m := &d.Document
	v := &postmarket.VEX{
		ID: m.Tracking.ID, Title: m.Title, Author: m.Publisher.Name, Issued: string(m.Tracking.InitialReleaseDate), Updated: string(m.Tracking.CurrentReleaseDate),
		Publisher: postmarket.Publisher{Name: m.Publisher.Name, Namespace: m.Publisher.Namespace, Contact: m.Publisher.ContactDetails, Category: postmarket.PublisherCategory(m.Publisher.Category)},
	}
	r.history(v)
	if v.Version == 1 && v.Updated == v.Issued {
		v.Updated = ""
	}
	if g := m.Tracking.Generator; g != nil {
		v.Tooling = strings.TrimSpace(g.Engine.Name + " " + g.Engine.Version)
		r.lose(g.Date != "", "/document/tracking/generator/date", "when the document was generated")
	}
	r.sharing(v)
	for _, n := range m.Notes {
		text := n.Text
		if n.Title != "" {
			text = n.Title + ": " + text
		}
		v.Notes = append(v.Notes, text)
	}
	r.meta()
	for _, p := range d.Products() {
		if r.products[p.ID] == nil {
			r.products[p.ID] = p
		}
	}
	for i := range d.Vulnerabilities {
		r.at = fmt.Sprintf("/vulnerabilities/%d", i)
		v.Statements = append(v.Statements, r.vulnerability(&d.Vulnerabilities[i])...)
	}
	return v
}

type toVEX struct {
	doc      *Document
	ds       *diag.List
	said     map[string]bool
	at       string // pointer of the vulnerability being read
	members  map[GroupID][]ProductID
	products map[ProductID]*Product
	refs     map[ProductID]*postmarket.ProductRef
	left     int
}

func (r *toVEX) lose(is bool, pointer, what string) {
	if is && !r.said[what] {
		r.said[what] = true
		r.ds.Add(r.doc.Place(pointer), diag.VexLeftOut, "", "%s: not carried over: %s", pointer, what)
	}
}

// history counts the revisions, whatever their numbers are.
func (r *toVEX) history(v *postmarket.VEX) {
	t := &r.doc.Document.Tracking
	whole := true
	for i, x := range t.RevisionHistory {
		whole = whole && x.Number == fmt.Sprint(i+1)
		v.History = append(v.History, postmarket.Edition{Version: i + 1, Date: string(x.Date), Summary: x.Summary})
	}
	v.Version = max(len(v.History), 1)
	r.lose(!whole || t.Version != fmt.Sprint(v.Version), "/document/tracking/version", "the version "+short(t.Version)+", which is counted as "+fmt.Sprint(v.Version))
	r.lose(t.Status != Final, "/document/tracking/status", "that the document is not final")
}

func (r *toVEX) sharing(v *postmarket.VEX) {
	d := r.doc.Document.Distribution
	if d == nil {
		return
	}
	if d.TLP != nil {
		v.TLP = postmarket.TLP(d.TLP.Label)
		if d.TLP.Label == White {
			v.TLP = postmarket.TLPClear
		}
		if rest, ok := strings.CutPrefix(d.Text, "TLP:AMBER+STRICT."); ok && d.TLP.Label == Amber { // as Compose writes it in 2.0
			v.TLP, d = postmarket.TLPAmberStrict, &Distribution{Text: strings.TrimSpace(rest), SharingGroup: d.SharingGroup}
		}
	}
	r.lose(d.Text != "" || d.SharingGroup != nil, "/document/distribution", "a further limit of sharing")
}

func (r *toVEX) meta() {
	m := &r.doc.Document
	r.lose(len(m.Acknowledgments) > 0, "/document/acknowledgments", "who is thanked")
	r.lose(m.AggregateSeverity != nil, "/document/aggregate_severity", "the severity of all together")
	r.lose(len(m.References) > 0, "/document/references", "a reference of the document")
	r.lose(m.Lang != "" && m.Lang != "en", "/document/lang", "the language "+short(m.Lang))
	r.lose(m.LicenseExpression != "", "/document/license_expression", "the licence")
	r.lose(m.Publisher.IssuingAuthority != "", "/document/publisher/issuing_authority", "the authority of the publisher")
	r.lose(len(m.Tracking.Aliases) > 0, "/document/tracking/aliases", "another id of the document")
	r.lose(m.Category != VEX, "/document/category", "that the document is of category "+short(m.Category))
}

// meaning are the statuses in the words of VEX. Of two that a product has, as known_affected and first_affected, the first one in the order of names counts.
var meaning = map[Status]postmarket.VEXStatus{
	FirstAffected: postmarket.StatusAffected, KnownAffected: postmarket.StatusAffected, LastAffected: postmarket.StatusAffected, KnownNotAffected: postmarket.StatusNotAffected,
	FirstFixed: postmarket.StatusFixed, Fixed: postmarket.StatusFixed, UnderInvestigation: postmarket.StatusUnderInvestigation,
}

func (r *toVEX) vulnerability(v *Vulnerability) []postmarket.Statement {
	ref := r.reference(v)
	var out []postmarket.Statement
	of := map[ProductID]int{}
	for status, ids := range v.ProductStatus.All() {
		r.lose(meaning[status] == "", r.at+"/product_status/"+string(status), "the status "+string(status))
		r.lose(status == FirstAffected || status == LastAffected || status == FirstFixed, r.at+"/product_status/"+string(status), "which version is the first or the last one")
		for i, id := range ids {
			if _, twice := of[id]; twice || meaning[status] == "" || r.left == 0 {
				continue
			}
			r.left--
			of[id] = len(out)
			s := postmarket.Statement{Vulnerability: ref, Status: meaning[status], At: r.doc.Place(fmt.Sprintf("%s/product_status/%s/%d", r.at, status, i))}
			s.Product, s.Component = r.subject(id)
			out = append(out, s)
		}
	}
	each := func(products []ProductID, groups []GroupID, do func(*postmarket.Statement)) {
		say := func(ids []ProductID) {
			for _, id := range ids {
				if i, ok := of[id]; ok && r.left > 0 {
					r.left--
					do(&out[i])
				}
			}
		}
		say(products)
		for _, g := range groups {
			say(r.members[g])
		}
		if r.left == 0 && !r.said["limit"] {
			r.said["limit"] = true
			r.ds.Add(r.doc.Place(r.at), diag.VexTooLarge, "ask its author for several documents", "the document says more than %d things of products; those from here on are not read", mostLinks)
		}
	}
	r.why(v, each)
	r.remediations(v, each)
	r.notes(v, out, each)
	return out
}

type eachOf func([]ProductID, []GroupID, func(*postmarket.Statement))

func (r *toVEX) why(v *Vulnerability, each eachOf) {
	for _, f := range v.Flags {
		each(f.ProductIDs, f.GroupIDs, func(s *postmarket.Statement) { s.Reason = postmarket.Reason(f.Label) })
		r.lose(f.Date != "", r.at+"/flags", "the date of a flag")
	}
	for i, t := range v.Threats {
		at := fmt.Sprintf("%s/threats/%d", r.at, i)
		r.lose(t.Date != "", at, "the date of a threat")
		r.lose(t.Category == TargetSet, at, "who is attacked")
		each(t.ProductIDs, t.GroupIDs, func(s *postmarket.Statement) {
			switch {
			case t.Category == ExploitStatus:
				s.Exploited = paragraph(s.Exploited, t.Details)
			case t.Category == Impact && s.Status == postmarket.StatusNotAffected:
				s.Impact = paragraph(s.Impact, t.Details)
			case t.Category == Impact:
				s.Notes = paragraph(s.Notes, t.Details)
			}
		})
		if len(t.ProductIDs)+len(t.GroupIDs) == 0 {
			r.lose(true, at, "a threat that names no product")
		}
	}
}

func paragraph(before, text string) string {
	if before == "" {
		return text
	}
	return before + "\n\n" + text
}

// fixedIn is how FromVEX writes the version that has a fix.
var fixedIn = regexp.MustCompile(`(?s)^(.+) \(fixed in version ([^()]+)\)$`)

func (r *toVEX) remediations(v *Vulnerability, each eachOf) {
	for i, x := range v.Remediations {
		remedy := postmarket.Remedy{Category: postmarket.RemedyCategory(x.Category), Details: x.Details, URL: x.URL, Date: string(x.Date)}
		if m := fixedIn.FindStringSubmatch(x.Details); m != nil {
			remedy.Details, remedy.Fixed = m[1], m[2]
		}
		r.lose(len(x.Entitlements) > 0 || x.RestartRequired != nil, fmt.Sprintf("%s/remediations/%d", r.at, i), "what a remediation needs (entitlements, restart)")
		each(x.ProductIDs, x.GroupIDs, func(s *postmarket.Statement) { s.Remedies = append(s.Remedies, remedy) })
	}
}

// notes takes those that FromVEX writes; others are about the vulnerability.
func (r *toVEX) notes(v *Vulnerability, all []postmarket.Statement, each eachOf) {
	first := true
	for i, n := range v.Notes {
		title, id, _ := strings.Cut(strings.TrimSuffix(n.Title, ")"), " (")
		products := n.ProductIDs
		if r.doc.Version() == V20 && id != "" {
			products = []ProductID{ProductID(id)}
		}
		known := map[string]func(*postmarket.Statement){
			noteStatus:  func(s *postmarket.Statement) { s.Notes = paragraph(s.Notes, n.Text) },
			noteHarm:    func(s *postmarket.Statement) { s.Harm = n.Text },
			noteDecided: func(s *postmarket.Statement) { s.By = n.Text },
			noteReason: func(s *postmarket.Statement) {
				bare := postmarket.Statement{Justification: postmarket.Justification(n.Text)}
				if reason, _ := bare.Coarse(); reason != "" && reason == s.Reason {
					s.Justification, s.Reason = bare.Justification, ""
				}
			},
		}[title]
		switch {
		case known != nil && len(products)+len(n.GroupIDs) > 0:
			each(products, n.GroupIDs, known)
		case first:
			first = false // the summary
		default:
			r.lose(true, fmt.Sprintf("%s/notes/%d", r.at, i), "a further note of a vulnerability")
		}
	}
}

// reference is what a document says of the vulnerability itself.
func (r *toVEX) reference(v *Vulnerability) postmarket.VulnerabilityRef {
	x := postmarket.VulnerabilityRef{ID: v.CVE, Title: v.Title, Published: string(v.Published())}
	for _, id := range v.IDs {
		if x.ID == "" {
			x.ID = id.Text
		} else {
			x.Aliases = append(x.Aliases, id.Text)
		}
	}
	for _, n := range v.Notes {
		if len(n.ProductIDs)+len(n.GroupIDs) == 0 {
			if n.Text != noteNothing && n.Text != v.Title {
				x.Summary = n.Text
			}
			break
		}
	}
	for _, w := range v.AllCWEs() {
		x.CWEs = append(x.CWEs, w.ID)
	}
	seen := map[string]bool{}
	vector := func(c CVSS) {
		if s := c.Vector(); s != "" && !seen[s] {
			seen[s] = true
			x.Vectors = append(x.Vectors, s)
		}
	}
	for _, s := range v.Scores {
		for _, c := range []CVSS{s.CVSS2, s.CVSS3} {
			vector(c)
		}
	}
	for i, m := range v.Metrics {
		for _, c := range m.Content.Vectors() {
			vector(c)
		}
		r.lose(m.Content.EPSS != nil || m.Content.SSVC2 != nil || m.Content.QualitativeSeverityRating != "", fmt.Sprintf("%s/metrics/%d", r.at, i), "EPSS, SSVC and severities in words")
		r.lose(m.Source != "", fmt.Sprintf("%s/metrics/%d", r.at, i), "who rated a vulnerability")
	}
	for _, ref := range v.References {
		x.References = append(x.References, ref.URL)
	}
	r.lose(len(v.Acknowledgments) > 0, r.at+"/acknowledgments", "who is thanked")
	r.lose(len(v.Involvements) > 0, r.at+"/involvements", "who is involved")
	r.lose(len(v.FirstKnownExploitationDates) > 0, r.at+"/first_known_exploitation_dates", "when exploitation was first known")
	r.lose(v.DiscoveryDate != "", r.at+"/discovery_date", "when the vulnerability was discovered")
	return x
}

// subject is a product, and its part where it is a combination of two.
func (r *toVEX) subject(id ProductID) (postmarket.ProductRef, *postmarket.ProductRef) {
	p := r.products[id]
	if p == nil || p.Relation == nil || p.Relation.Part == nil || p.Relation.Whole == nil || p.Relation.Part.Relation != nil || p.Relation.Whole.Relation != nil {
		return *r.ref(id), nil
	}
	r.lose(p.Helper != nil, p.Pointer, "what identifies a combination of products")
	return *r.ref(p.Relation.Whole.ID), r.ref(p.Relation.Part.ID)
}

func (r *toVEX) ref(id ProductID) *postmarket.ProductRef {
	if known := r.refs[id]; known != nil {
		return known
	}
	x := &postmarket.ProductRef{ID: string(id)}
	r.refs[id] = x
	p := r.products[id]
	switch {
	case p == nil:
		return x
	case p.Relation != nil:
		x.Name = p.Name
		return x
	}
	x.Supplier, x.Name, x.Version, x.Range = p.Vendor, cmp.Or(p.Product, p.Name), p.Version, p.Range
	r.lose(p.Family != "" || len(p.Other) > 0, p.Pointer, "families, and branches other than vendor, product and version")
	if h := p.Helper; h != nil {
		x.CPE, x.ModelNumbers, x.Serials = h.CPE, h.ModelNumbers, h.SerialNumbers
		if purls := h.AllPURLs(); len(purls) > 0 {
			x.PURL = purls[0]
			r.lose(len(purls) > 1, p.Pointer, "a further package URL of a product")
		}
		for _, u := range h.SBOMURLs {
			r.lose(x.BOM != "", p.Pointer, "a further bill of materials of a product")
			x.BOM = cmp.Or(x.BOM, u)
		}
		for _, u := range h.GenericURIs {
			udi, ok := strings.CutPrefix(u.URI, udiNamespace+"#")
			said, err := url.PathUnescape(udi)
			r.lose(!ok || err != nil, p.Pointer, "further names of a product (x_generic_uris)")
			if ok && err == nil {
				x.UDI = said
			}
		}
		r.lose(len(h.Hashes)+len(h.SKUs) > 0, p.Pointer, "hashes and stock numbers of products")
	}
	return x
}
