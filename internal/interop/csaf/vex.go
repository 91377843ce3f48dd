package csaf

import (
	"cmp"
	"fmt"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"time"

	"cordon/internal/postmarket"
)

// Titles of notes for what the standard has no member for. They are for people, and are read back by ToVEX. In 2.0, where notes name no products, the
// id of the product stands behind them.
const (
	noteStatus   = "Status"
	noteHarm     = "What it means for patients"
	noteDecided  = "Decided by"
	noteReason   = "Justification in the words of CycloneDX"
	noteNothing  = "Nothing is stated of the vulnerability itself."
	udiNamespace = "http://hl7.org/fhir/NamingSystem/fda-udi" // the name that FHIR gives to device identifiers
)

// FromVEX lays a VEX document out in the VEX profile. The product tree is made from what statements refer to: a part of a product becomes a
// relationship. Losses are in words what the version cannot say. It fails where the standard needs something that the document does not have.
func FromVEX(v *postmarket.VEX, version Version) (d *Document, losses []string, err error) {
	return layVEX(v, version, VEX)
}

// AdvisoryFromVEX lays a VEX document out as a security advisory. In 2.1, where an advisory has affected products for each vulnerability and for each
// fixed one, what has none is left out; what then remains nothing of is an error.
func AdvisoryFromVEX(v *postmarket.VEX, version Version) (d *Document, losses []string, err error) {
	return layVEX(v, version, SecurityAdvisory)
}

func layVEX(v *postmarket.VEX, version Version, profile string) (*Document, []string, error) {
	f := &fromVEX{version: version, profile: profile, items: map[ProductID]bool{}, entry: map[string]*Entry{}, first: map[*Entry]*postmarket.VulnerabilityRef{}, at: map[saying]int{}}
	a, err := f.advisory(v)
	if err != nil {
		return nil, nil, fmt.Errorf("VEX document %s as CSAF: %w", v.ID, err)
	}
	d, losses, err := Compose(a, version)
	if err != nil {
		return nil, nil, err
	}
	return d, append(f.losses.List(), losses...), nil
}

type fromVEX struct {
	version Version
	profile string
	losses  postmarket.Losses

	products []Item
	items    map[ProductID]bool
	order    []*Entry
	entry    map[string]*Entry
	first    map[*Entry]*postmarket.VulnerabilityRef // what was said of it first
	at       map[saying]int                          // where something said of products stands in its list
}

// saying is something that is said of products of a vulnerability. What is said of many products is said once.
type saying struct {
	entry *Entry
	what  any
}

// find tells where something stands, or remembers that it will stand at the end of a list of n.
func (f *fromVEX) find(e *Entry, what any, n int) (i int, found bool) {
	i, found = f.at[saying{e, what}]
	if !found {
		f.at[saying{e, what}] = n
		i = n
	}
	return i, found
}

func (f *fromVEX) lose(is bool, format string, args ...any) { f.losses.Add(is, format, args...) }

func (f *fromVEX) advisory(v *postmarket.VEX) (Advisory, error) {
	a := Advisory{
		Category: f.profile, ID: strings.Join(strings.Fields(v.ID), " "), Title: cmp.Or(v.Title, "Vulnerabilities in "+subjects(v)), Label: Label(v.TLP), Engine: Engine{Name: v.Tooling},
		Publisher: Publisher{
			Category: PublisherCategory(cmp.Or(v.Publisher.Category, postmarket.Vendor)), Name: cmp.Or(v.Publisher.Name, v.Author), Namespace: v.Publisher.Namespace, ContactDetails: v.Publisher.Contact,
		},
	}
	switch {
	case a.ID == "":
		return a, fmt.Errorf("it has no id")
	case a.Publisher.Name == "" || !isURI(a.Publisher.Namespace):
		return a, fmt.Errorf("the standard needs the name of the publisher and a URL that is its own; %q and %q are given", a.Publisher.Name, a.Publisher.Namespace)
	case len(v.Statements) == 0:
		return a, fmt.Errorf("it has no statements")
	}
	if f.version == V20 && a.Publisher.Category == Multiplier {
		a.Publisher.Category = OtherPublisher
		f.lose(true, "that the publisher multiplies what others publish")
	}
	f.lose(v.Publisher.Name != "" && v.Author != "" && v.Author != v.Publisher.Name, "the author %s, who is not the publisher", v.Author)
	f.lose(v.Role != "", "the role of the author")
	for _, text := range v.Notes {
		if text != "" {
			a.Notes = append(a.Notes, Note{Category: General, Text: text})
		}
	}
	var err error
	if a.Revisions, err = f.revisions(v); err != nil {
		return a, err
	}
	last := a.Revisions[len(a.Revisions)-1].When
	for i := range v.Statements {
		f.statement(&v.Statements[i], last)
	}
	a.Vulnerabilities = f.vulnerabilities()
	a.Products = f.products
	if len(a.Vulnerabilities) == 0 {
		return a, fmt.Errorf("a security advisory of version %s is about affected products, and no product is affected", f.version)
	}
	return a, nil
}

// subjects names the first products.
func subjects(v *postmarket.VEX) string {
	var out []string
	seen := map[string]bool{}
	for i := range v.Statements {
		p := v.Statements[i].Product.Label()
		if !seen[p] && len(out) < 3 {
			out = append(out, p)
		}
		seen[p] = true
	}
	if more := len(seen) - len(out); more > 0 {
		out = append(out, fmt.Sprintf("%d other products", more))
	}
	return strings.Join(out, ", ")
}

// revisions is the history. Where it is not known the document begins with version 1: the standard has no document with gaps before it.
func (f *fromVEX) revisions(v *postmarket.VEX) ([]Issue, error) {
	history := v.History
	updated := cmp.Or(v.Updated, v.Issued)
	switch {
	case len(history) > 0:
	case v.Version == 2 && v.Updated != "":
		history = []postmarket.Edition{{Version: 1, Date: v.Issued}, {Version: 2, Date: updated}}
	default:
		history = []postmarket.Edition{{Version: 1, Date: updated}}
		f.lose(v.Version > 1, "version %d becomes version 1, for the history is not known", v.Version)
	}
	var out []Issue
	for i, e := range history {
		when, ok := Moment(e.Date).Time()
		if !ok {
			return nil, fmt.Errorf("version %d has no date: %q", i+1, e.Date)
		}
		if i > 0 && when.Before(out[i-1].When) {
			return nil, fmt.Errorf("version %d is older than the version before it", i+1)
		}
		what := "Changed."
		if i == 0 {
			what = "First version."
		}
		out = append(out, Issue{Number: fmt.Sprint(i + 1), When: when, Summary: cmp.Or(e.Summary, what)})
	}
	return out, nil
}

var statusOf = map[postmarket.VEXStatus]Status{
	postmarket.StatusAffected: KnownAffected, postmarket.StatusNotAffected: KnownNotAffected, postmarket.StatusFixed: Fixed, postmarket.StatusUnderInvestigation: UnderInvestigation,
}

func (f *fromVEX) statement(s *postmarket.Statement, last time.Time) {
	status := statusOf[s.Status]
	if status == "" || s.Vulnerability.ID == "" || s.Product.Key() == "" {
		f.lose(true, "%s: the statement has no status, vulnerability or product", s.Label())
		return
	}
	e := f.vulnerability(&s.Vulnerability, last)
	id := f.product(s)
	reason, exact := s.Coarse()
	said := Statement{Status: status, Justification: Justification(reason), Impact: s.Impact}
	i, found := f.find(e, [3]string{string(status), string(reason), s.Impact}, len(e.Statements))
	if !found {
		e.Statements = append(e.Statements, said)
	}
	e.Statements[i].Products = append(e.Statements[i].Products, id)
	f.note(e, id, Details, noteStatus, s.Notes)
	f.note(e, id, General, noteHarm, s.Harm)
	f.note(e, id, OtherNote, noteDecided, s.By)
	if !exact {
		f.note(e, id, Details, noteReason, string(s.Justification))
	}
	if s.Exploited != "" {
		f.threat(e, id, s.Exploited)
	}
	f.remedies(e, id, s)
	f.lose(s.Issued != "" || s.Updated != "" || s.ActionDate != "", "the dates of statements and actions")
}

// note says something about a product.
func (f *fromVEX) note(e *Entry, id ProductID, category NoteCategory, title, text string) {
	if text == "" {
		return
	}
	n := Note{Category: category, Title: title, Text: text}
	if f.version == V20 {
		n.Title += " (" + string(id) + ")"
		e.Notes = append(e.Notes, n)
		return
	}
	i, found := f.find(e, [2]string{title, text}, len(e.Notes))
	if !found {
		e.Notes = append(e.Notes, n)
	}
	e.Notes[i].ProductIDs = append(e.Notes[i].ProductIDs, id)
}

func (f *fromVEX) threat(e *Entry, id ProductID, details string) {
	i, found := f.find(e, details, len(e.Threats))
	if !found {
		e.Threats = append(e.Threats, Threat{Category: ExploitStatus, Details: details})
	}
	e.Threats[i].ProductIDs = append(e.Threats[i].ProductIDs, id)
}

// vulnerability is the entry of a vulnerability, made from the first statement about it.
func (f *fromVEX) vulnerability(x *postmarket.VulnerabilityRef, last time.Time) *Entry {
	if e := f.entry[x.ID]; e != nil {
		f.lose(!reflect.DeepEqual(*f.first[e], *x), "%s: what a later statement says otherwise of the vulnerability", x.ID)
		return e
	}
	e := &Entry{Title: x.Title}
	f.entry[x.ID], f.first[e] = e, x
	f.order = append(f.order, e)
	for i, id := range append([]string{x.ID}, x.Aliases...) {
		switch {
		case i == 0 && forms["cve"].holds(f.version, id):
			e.CVE = id
		case id != "":
			e.IDs = append(e.IDs, ID{SystemName: system(id), Text: id})
		}
	}
	e.Notes = []Note{{Category: Description, Text: cmp.Or(x.Summary, x.Title, noteNothing)}}
	for _, w := range x.CWEs {
		if _, _, ok := currentWeakness(w); ok {
			e.Weaknesses = append(e.Weaknesses, w)
		} else {
			f.lose(true, "%s: %s, which is no weakness", x.ID, w)
		}
	}
	seen := map[string]bool{}
	for _, vector := range x.Vectors {
		member, score, err := ScoreOf(vector)
		if err != nil || seen[member+score.Version()] {
			f.lose(true, "%s: the vector %s, which gives no score, or is the second of its version", x.ID, vector)
			continue
		}
		seen[member+score.Version()] = true
		e.Ratings = append(e.Ratings, Rated{Vector: vector})
	}
	for _, link := range x.References {
		if isURI(link) {
			e.References = append(e.References, Reference{Summary: x.ID, URL: link})
		} else {
			f.lose(true, "%s: the reference %s, which is no URL", x.ID, link)
		}
	}
	if published, ok := Moment(x.Published).Time(); ok && !published.After(last) {
		e.Published = published
	} else {
		f.lose(x.Published != "", "%s: its publication on %s, which is no date, or lies after this document", x.ID, x.Published)
	}
	return e
}

// system names the catalogue that an id is of, by its first letters.
func system(id string) string {
	head, _, ok := strings.Cut(id, "-")
	switch {
	case head == "GHSA":
		return "GitHub Security Advisories"
	case ok && head != "":
		return head
	}
	return "unnamed"
}

// product puts what a statement is about into the tree.
func (f *fromVEX) product(s *postmarket.Statement) ProductID {
	whole := f.item(&s.Product)
	if s.Component == nil {
		return whole
	}
	part := f.item(s.Component)
	id := part + " in " + whole
	f.add(Item{ID: id, Name: s.Component.Label() + " in " + s.Product.Label(), Part: part, Whole: whole, Relation: DefaultComponentOf})
	return id
}

func (f *fromVEX) add(x Item) {
	if !f.items[x.ID] {
		f.items[x.ID] = true
		f.products = append(f.products, x)
	}
}

func (f *fromVEX) item(p *postmarket.ProductRef) ProductID {
	x := Item{ID: ProductID(p.Key()), Name: p.Label(), Helper: f.helper(p)}
	switch {
	case f.items[x.ID]:
		return x.ID
	case p.Name == "":
		f.lose(p.Supplier != "" || p.Version != "" || p.Range != "", "%s: its supplier and version, for it has no name", p.Label())
	case rangeSign(strings.ToLower(p.Version)) != "", f.version == V21 && p.Version == "" && p.Range != "" && checkRange(p.Range) != nil:
		f.lose(true, "%s: its version, other than in the name, for it is no version or range of the standard", p.Label())
	default:
		x.Vendor, x.Product, x.Version, x.Range = p.Supplier, p.Name, p.Version, p.Range
	}
	f.add(x)
	return x.ID
}

func (f *fromVEX) helper(p *postmarket.ProductRef) *Helper {
	h := &Helper{ModelNumbers: f.numbers(p, "model number", p.ModelNumbers), SerialNumbers: f.numbers(p, "serial number", p.Serials)}
	if p.PURL != "" {
		if _, err := parsePURL(p.PURL); err == nil && forms["purl"].holds(f.version, p.PURL) {
			h.PURLs = []string{p.PURL}
		} else {
			f.lose(true, "%s: %s, which is no package URL", p.Label(), p.PURL)
		}
	}
	if p.CPE != "" {
		if forms["cpe"].holds(f.version, p.CPE) {
			h.CPE = p.CPE
		} else {
			f.lose(true, "%s: %s, which is no CPE", p.Label(), p.CPE)
		}
	}
	if p.UDI != "" {
		h.GenericURIs = []GenericURI{{Namespace: udiNamespace, URI: udiNamespace + "#" + url.PathEscape(p.UDI)}}
	}
	if p.BOM != "" {
		if isURI(p.BOM) {
			h.SBOMURLs = []string{p.BOM}
		} else {
			f.lose(true, "%s: its bill of materials %s, which is no URI", p.Label(), p.BOM)
		}
	}
	if len(h.ModelNumbers)+len(h.SerialNumbers)+len(h.PURLs)+len(h.GenericURIs)+len(h.SBOMURLs) == 0 && h.CPE == "" {
		return nil
	}
	return h
}

// numbers leaves out what the standard does not allow: texts that stand twice, are empty, or have two stars (2.1: 6.1.43 and 6.1.44).
func (f *fromVEX) numbers(p *postmarket.ProductRef, what string, list []string) []string {
	var out []string
	for _, s := range list {
		if s == "" || slices.Contains(out, s) || unescapedStars(s) > 1 {
			f.lose(true, "%s: the %s %q", p.Label(), what, s)
			continue
		}
		out = append(out, s)
	}
	return out
}

// vulnerabilities are the entries, with a rating for somebody each.
func (f *fromVEX) vulnerabilities() []Entry {
	var out []Entry
	for _, e := range f.order {
		name := cmp.Or(e.CVE, e.Title, "a vulnerability")
		if e.CVE == "" && len(e.IDs) > 0 {
			name = e.IDs[0].Text
		}
		if f.profile == SecurityAdvisory && f.version == V21 {
			f.onlyAdvised(name, e)
			if len(e.Statements) == 0 {
				continue
			}
		}
		e.sorted()
		var all []ProductID
		has := false
		for _, s := range e.Statements {
			all = append(all, s.Products...)
			has = has || s.Status == KnownAffected
		}
		if !has {
			for i := range e.Ratings {
				e.Ratings[i].Products = unique(all)
			}
		}
		out = append(out, *e)
	}
	return out
}

// sorted puts products in their order, each once.
func (e *Entry) sorted() {
	for i := range e.Notes {
		e.Notes[i].ProductIDs = unique(e.Notes[i].ProductIDs)
	}
	for i := range e.Threats {
		e.Threats[i].ProductIDs = unique(e.Threats[i].ProductIDs)
	}
	for i := range e.Remediations {
		e.Remediations[i].ProductIDs = unique(e.Remediations[i].ProductIDs)
	}
}

// onlyAdvised leaves out what an advisory of 2.1 may not say: a vulnerability without affected products (6.1.27.12), and a fixed product without an affected
// version (6.1.27.13).
func (f *fromVEX) onlyAdvised(name string, e *Entry) {
	line := map[ProductID]string{}
	for _, x := range f.products {
		line[x.ID] = x.Vendor + "\x00" + x.Product
		if x.Part != "" {
			line[x.ID] = line[x.Part] + "\x00" + line[x.Whole]
		}
	}
	affected := map[string]bool{}
	for _, s := range e.Statements {
		for _, id := range s.Products {
			if s.Status == KnownAffected {
				affected[line[id]] = true
			}
		}
	}
	if len(affected) == 0 {
		f.lose(true, "%s, for no product is affected by it", name)
		e.Statements = nil
		return
	}
	gone := map[ProductID]bool{}
	for _, s := range e.Statements {
		for _, id := range s.Products {
			if s.Status == Fixed && !affected[line[id]] {
				f.lose(true, "%s: the product %s is fixed, for no other version of it is affected", name, id)
				gone[id] = true
			}
		}
	}
	e.without(gone)
}

// without takes products out of all that is said of them.
func (e *Entry) without(gone map[ProductID]bool) {
	left := func(ids *[]ProductID) (none bool) {
		*ids = slices.DeleteFunc(*ids, func(id ProductID) bool { return gone[id] })
		return len(*ids) == 0
	}
	for i := range e.Statements {
		left(&e.Statements[i].Products)
	}
	e.Statements = slices.DeleteFunc(e.Statements, func(s Statement) bool { return len(s.Products) == 0 })
	for i := len(e.Notes) - 1; i >= 0; i-- {
		if len(e.Notes[i].ProductIDs) > 0 && left(&e.Notes[i].ProductIDs) {
			e.Notes = slices.Delete(e.Notes, i, i+1)
		}
	}
	for i := len(e.Threats) - 1; i >= 0; i-- {
		if left(&e.Threats[i].ProductIDs) {
			e.Threats = slices.Delete(e.Threats, i, i+1)
		}
	}
	for i := len(e.Remediations) - 1; i >= 0; i-- {
		if left(&e.Remediations[i].ProductIDs) {
			e.Remediations = slices.Delete(e.Remediations, i, i+1)
		}
	}
}
