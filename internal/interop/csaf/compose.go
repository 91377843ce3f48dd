package csaf

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Advisory is what one has to say, without the layout of the standard. Compose gives it that of either version.
type Advisory struct {
	Category  string // SecurityAdvisory or VEX; Base and Informational are written as well
	ID        string
	Title     string
	Lang      string // en where empty
	Publisher Publisher
	Label     Label  // of the Traffic Light Protocol, in the words of either version; Clear where empty
	Sharing   string // further limits of sharing, in words
	Licence   string // expression of SPDX; left out where empty
	Severity  *Aggregate

	Status    DocumentStatus // Final where empty
	Revisions []Issue        // in any order, at least one
	Engine    Engine         // the program that writes; left out where it has no name

	Products        []Item
	Vulnerabilities []Entry

	Acknowledgments []Acknowledgment
	Notes           []Note
	References      []Reference
}

// Issue is one version of an advisory.
type Issue struct {
	Number  string // 1, 2, 3 or 1.0.0, 1.1.0, 2.0.0
	When    time.Time
	Summary string
}

// Item is a product.
type Item struct {
	ID   ProductID // by which the rest of the advisory calls it
	Name string    // in full; vendor, product and version where empty
	// Vendor and Product are its branches, with the Family between them and the Version or Range below. A product without Product, or with nothing but
	// that, has a name only.
	Vendor, Family, Product string
	Version                 string
	Range                   string // vers:generic/>=1.0|<2.1, or >=1.0|<2.1
	Helper                  *Helper
	// Part and Whole make it the combination of two others: the software Part installed on the device Whole.
	Part, Whole ProductID
	Relation    RelationshipCategory // InstalledOn where empty
}

// Entry is a vulnerability.
type Entry struct {
	CVE        string
	IDs        []ID
	Title      string
	Weaknesses []string // CWE-79; the first one counts in 2.0, which has one only
	Published  time.Time
	Discovered time.Time

	Statements   []Statement
	Ratings      []Rated
	Exploited    []Exploited
	Remediations []Remediation // of those without products, all affected ones
	Threats      []Threat      // what is known of attacks; why products are not affected is said by Statements

	Acknowledgments []Acknowledgment
	Notes           []Note // the profiles SecurityAdvisory and VEX want one at least
	References      []Reference
}

// Statement is the status of products.
type Statement struct {
	Products      []ProductID
	Status        Status
	Justification Justification // why they are not affected; left out where empty
	Impact        string        // why they are not affected, in words; left out where empty
}

// Rated is a CVSS vector for products.
type Rated struct {
	Vector   string
	Products []ProductID // the affected ones where empty
	Source   string      // URL of who rated; the author where empty
}

// Exploited is a first known exploitation.
type Exploited struct {
	When     time.Time
	Reported time.Time
	Products []ProductID // the affected ones where empty
}

// Compose lays an advisory out as a document of a version. What the version cannot say is left out or said in the nearest way it has; each such loss is a
// line in words. It fails where the advisory refers to products that it does not have, or has a vector or weakness that does not exist. Whether
// the document is valid is for Validate to say.
func Compose(a Advisory, v Version) (d *Document, losses []string, err error) {
	if v != V20 && v != V21 {
		return nil, nil, fmt.Errorf("compose advisory %s: there is no version %q of CSAF that is written", a.ID, v)
	}
	if len(a.Revisions) == 0 {
		return nil, nil, fmt.Errorf("compose advisory %s: %w", a.ID, errNoRevision)
	}
	c := &composer{version: v, known: map[ProductID]bool{}}
	d = &Document{Document: c.meta(a), ProductTree: c.tree(a.Products)}
	if v == V21 {
		d.Schema = SchemaURL
	}
	for i := range a.Vulnerabilities {
		d.Vulnerabilities = append(d.Vulnerabilities, c.vulnerability(&a.Vulnerabilities[i]))
	}
	if err := errors.Join(c.errs...); err != nil {
		return nil, nil, fmt.Errorf("compose advisory %s: %w", a.ID, err)
	}
	return d, c.losses, nil
}

var errNoRevision = errors.New("it has no revision")

type composer struct {
	version Version
	known   map[ProductID]bool
	what    string // the vulnerability that is being laid out, for messages
	losses  []string
	errs    []error
}

func (c *composer) lose(format string, args ...any) {
	c.losses = append(c.losses, c.what+fmt.Sprintf(format, args...))
}

func (c *composer) fail(format string, args ...any) {
	c.errs = append(c.errs, fmt.Errorf("%s"+format, append([]any{c.what}, args...)...))
}

func (c *composer) meta(a Advisory) Meta {
	m := Meta{
		Acknowledgments: a.Acknowledgments, AggregateSeverity: a.Severity, Category: a.Category, CSAFVersion: c.version, Distribution: c.distribution(a),
		Lang: cmp.Or(a.Lang, "en"), LicenseExpression: a.Licence, Notes: c.notes(a.Notes), Publisher: a.Publisher, References: a.References,
		Title: a.Title, Tracking: tracking(a),
	}
	if c.version == V20 && m.LicenseExpression != "" {
		c.lose("the licence %s", m.LicenseExpression)
		m.LicenseExpression = ""
	}
	return m
}

func (c *composer) distribution(a Advisory) *Distribution {
	label := cmp.Or(a.Label, Clear)
	text := a.Sharing
	switch {
	case c.version == V21 && label == White:
		label = Clear
	case c.version == V20 && label == Clear:
		label = White
	case c.version == V20 && label == AmberStrict:
		label, text = Amber, strings.TrimSpace("TLP:AMBER+STRICT. "+text)
		c.lose("the label AMBER+STRICT is written as AMBER, and in words")
	}
	return &Distribution{Text: text, TLP: &TLP{Label: label}}
}

func tracking(a Advisory) Tracking {
	issues := slices.Clone(a.Revisions)
	slices.SortStableFunc(issues, func(x, y Issue) int { return x.When.Compare(y.When) })
	first, last := issues[0], issues[len(issues)-1]
	t := Tracking{
		CurrentReleaseDate: MomentOf(last.When), ID: a.ID, InitialReleaseDate: MomentOf(first.When), Status: cmp.Or(a.Status, Final), Version: last.Number,
	}
	for _, i := range issues {
		t.RevisionHistory = append(t.RevisionHistory, Revision{Date: MomentOf(i.When), Number: i.Number, Summary: i.Summary})
	}
	if a.Engine.Name != "" {
		t.Generator = &Generator{Engine: a.Engine}
	}
	return t
}

// notes takes the products from notes in 2.0, where a note is about all.
func (c *composer) notes(list []Note) []Note {
	if c.version == V21 {
		return list
	}
	out := slices.Clone(list)
	for i, n := range out {
		if len(n.ProductIDs)+len(n.GroupIDs) > 0 {
			c.lose("the note %q does not name its products", cmp.Or(n.Title, short(n.Text)))
			out[i].ProductIDs, out[i].GroupIDs = nil, nil
		}
	}
	return out
}

// tree lays the products out, those of one vendor and name together.
func (c *composer) tree(items []Item) *Tree {
	if len(items) == 0 {
		return nil
	}
	for _, x := range items {
		if c.known[x.ID] {
			c.fail("the product %q is there twice", x.ID)
		}
		c.known[x.ID] = true
	}
	sorted := slices.Clone(items)
	slices.SortStableFunc(sorted, func(a, b Item) int {
		return slices.Compare(append(a.steps(), string(a.ID)), append(b.steps(), string(b.ID)))
	})
	t := &Tree{}
	for _, x := range sorted {
		full := FullProductName{Name: x.fullName(), ProductID: x.ID, ProductIdentificationHelper: c.helper(x)}
		switch {
		case x.Part != "" || x.Whole != "":
			c.refer(x.Part, x.Whole)
			t.Relationships = append(t.Relationships, Relationship{
				Category: cmp.Or(x.Relation, InstalledOn), FullProductName: full, ProductReference: x.Part, RelatesToProductReference: x.Whole,
			})
		case x.Product == "" || x.Vendor+x.Version+x.Range == "":
			t.FullProductNames = append(t.FullProductNames, full)
		default:
			t.Branches = grow(t.Branches, x.branches(), full)
		}
	}
	return t
}

func (x Item) steps() []string {
	return []string{x.Vendor, x.Family, x.Product, x.Version, x.Range}
}

func (x Item) fullName() string {
	return cmp.Or(x.Name, strings.Join(strings.Fields(strings.Join([]string{x.Vendor, x.Product, cmp.Or(x.Version, x.Range)}, " ")), " "), string(x.ID))
}

// branches are the steps to a product, from the vendor.
func (x Item) branches() []Branch {
	var out []Branch
	for _, b := range []Branch{
		{Category: VendorName, Name: x.Vendor}, {Category: ProductFamily, Name: x.Family}, {Category: ProductName, Name: x.Product},
		{Category: ProductVersion, Name: x.Version}, {Category: ProductVersionRange, Name: x.Range},
	} {
		if b.Name != "" && (b.Category != ProductVersionRange || x.Version == "") {
			out = append(out, b)
		}
	}
	return out
}

// grow adds a product below the branches that lead to it. Products come sorted, so that a branch to go on with is the last one.
func grow(list []Branch, steps []Branch, full FullProductName) []Branch {
	step := steps[0]
	if len(steps) == 1 {
		step.Product = &full
		return append(list, step)
	}
	if n := len(list); n == 0 || list[n-1].Category != step.Category || list[n-1].Name != step.Name || list[n-1].Product != nil {
		list = append(list, step)
	}
	last := &list[len(list)-1]
	last.Branches = grow(last.Branches, steps[1:], full)
	return list
}

func (c *composer) helper(x Item) *Helper {
	if x.Helper == nil {
		return nil
	}
	h := *x.Helper
	purls := x.Helper.AllPURLs()
	h.PURL, h.PURLs = "", nil
	switch {
	case len(purls) == 0:
	case c.version == V21:
		h.PURLs = purls
	default:
		h.PURL = purls[0]
		if len(purls) > 1 {
			c.lose("the product %q has one package URL of %d", x.ID, len(purls))
		}
	}
	return &h
}

// refer sees to it that products exist.
func (c *composer) refer(ids ...ProductID) {
	for _, id := range ids {
		if !c.known[id] {
			c.fail("there is no product %q", id)
		}
	}
}

func (c *composer) vulnerability(e *Entry) Vulnerability {
	name := cmp.Or(e.CVE, e.Title, "a vulnerability")
	c.what = name + ": "
	defer func() { c.what = "" }()
	v := Vulnerability{
		Acknowledgments: e.Acknowledgments, CVE: e.CVE, IDs: e.IDs, Notes: c.notes(e.Notes), References: e.References, Title: e.Title,
		DiscoveryDate: momentOrNone(e.Discovered), Threats: slices.Clone(e.Threats),
	}
	if published := momentOrNone(e.Published); c.version == V20 {
		v.ReleaseDate = published
	} else {
		v.DisclosureDate = published
	}
	c.weaknesses(&v, e.Weaknesses)
	c.statements(&v, e.Statements)
	affected := v.ProductStatus.affected()
	c.ratings(&v, e.Ratings, affected)
	c.exploited(&v, e.Exploited, affected)
	c.remediations(&v, e.Remediations, affected)
	for _, t := range e.Threats {
		c.refer(t.ProductIDs...)
	}
	return v
}

func momentOrNone(t time.Time) Moment {
	if t.IsZero() {
		return ""
	}
	return MomentOf(t)
}

// affected are the products that are affected in any way. A nil status has none.
func (s *ProductStatus) affected() []ProductID {
	var out []ProductID
	for status, ids := range s.All() {
		if groupOf[status] == affected {
			out = append(out, ids...)
		}
	}
	return unique(out)
}

func unique(ids []ProductID) []ProductID {
	ids = slices.Clone(ids)
	slices.Sort(ids)
	return slices.Compact(ids)
}

func (c *composer) weaknesses(v *Vulnerability, ids []string) {
	for i, id := range ids {
		name, release, ok := currentWeakness(id)
		switch {
		case !ok:
			c.fail("%q is no weakness of CWE", id)
		case c.version == V21:
			v.CWEs = append(v.CWEs, CWE{ID: id, Name: name, Version: release})
		case i == 0:
			v.CWE = &CWE{ID: id, Name: name}
		default:
			c.lose("%s, which is not its first weakness", id)
		}
	}
}

// statements gathers the products of one status, of one justification and of one reason.
func (c *composer) statements(v *Vulnerability, list []Statement) {
	flags, impacts := map[Justification]int{}, map[string]int{}
	for i, t := range v.Threats {
		if t.Category == Impact {
			impacts[t.Details] = i
			v.Threats[i].ProductIDs = slices.Clone(t.ProductIDs)
		}
	}
	for _, s := range list {
		c.refer(s.Products...)
		if s.Status == Unknown && c.version == V20 {
			c.lose("the status unknown of %s", join(s.Products))
			continue
		}
		if v.ProductStatus == nil {
			v.ProductStatus = &ProductStatus{}
		}
		into := v.ProductStatus.list(s.Status)
		if into == nil {
			c.fail("%q is no status of products", s.Status)
			continue
		}
		*into = append(*into, s.Products...)
		if s.Justification != "" {
			i := place(flags, s.Justification, len(v.Flags))
			if i == len(v.Flags) {
				v.Flags = append(v.Flags, Flag{Label: s.Justification})
			}
			v.Flags[i].ProductIDs = append(v.Flags[i].ProductIDs, s.Products...)
		}
		if s.Impact != "" {
			i := place(impacts, s.Impact, len(v.Threats))
			if i == len(v.Threats) {
				v.Threats = append(v.Threats, Threat{Category: Impact, Details: s.Impact})
			}
			v.Threats[i].ProductIDs = append(v.Threats[i].ProductIDs, s.Products...)
		}
	}
	for _, ids := range v.lists(impacts) {
		*ids = unique(*ids)
	}
}

// place is where something stands, or will stand: at the end.
func place[T comparable](at map[T]int, what T, end int) int {
	if i, ok := at[what]; ok {
		return i
	}
	at[what] = end
	return end
}

// lists are the lists of products that statements add to.
func (v *Vulnerability) lists(impacts map[string]int) []*[]ProductID {
	var out []*[]ProductID
	for status := range v.ProductStatus.All() {
		out = append(out, v.ProductStatus.list(status))
	}
	for i := range v.Flags {
		out = append(out, &v.Flags[i].ProductIDs)
	}
	for i := range v.Threats {
		if _, ok := impacts[v.Threats[i].Details]; ok && v.Threats[i].Category == Impact {
			out = append(out, &v.Threats[i].ProductIDs)
		}
	}
	return out
}

func (c *composer) ratings(v *Vulnerability, list []Rated, affected []ProductID) {
	has := map[scoring]bool{}
	for _, r := range list {
		member, x, err := ScoreOf(r.Vector)
		if err != nil {
			c.fail("%w", err)
			continue
		}
		c.refer(r.Products...)
		products := unique(r.Products)
		if len(products) == 0 {
			products = affected
		}
		if c.version == V21 {
			v.Metrics = append(v.Metrics, Metric{Content: content(member, x), Products: products, Source: r.Source})
			continue
		}
		if member == "cvss_v4" {
			c.lose("the vector %s", r.Vector)
			continue
		}
		// 2.0 has no sources, and one score of a version for a product.
		left := slices.DeleteFunc(slices.Clone(products), func(id ProductID) bool { return has[scoring{id, x.Version(), ""}] })
		if len(left) < len(products) {
			c.lose("a second vector of CVSS %s, %s", x.Version(), r.Vector)
		}
		for _, id := range left {
			has[scoring{id, x.Version(), ""}] = true
		}
		if r.Source != "" {
			c.lose("the source %s of a vector", r.Source)
		}
		if len(left) > 0 {
			now := content(member, x)
			v.Scores = append(v.Scores, Score{CVSS2: now.CVSS2, CVSS3: now.CVSS3, Products: left})
		}
	}
}

func content(member string, x CVSS) Content {
	switch member {
	case "cvss_v2":
		return Content{CVSS2: x}
	case "cvss_v3":
		return Content{CVSS3: x}
	}
	return Content{CVSS4: x}
}

func (c *composer) exploited(v *Vulnerability, list []Exploited, affected []ProductID) {
	for _, x := range list {
		c.refer(x.Products...)
		if c.version == V20 {
			c.lose("its exploitation on %s", x.When.UTC().Format(time.DateOnly))
			continue
		}
		products := unique(x.Products)
		if len(products) == 0 {
			products = affected
		}
		v.FirstKnownExploitationDates = append(v.FirstKnownExploitationDates, Exploitation{Date: MomentOf(x.Reported), ExploitationDate: MomentOf(x.When), ProductIDs: products})
	}
}

// in20 says what 2.0 has in the place of the sorts of remediations that came later.
var in20 = map[RemediationCategory]RemediationCategory{FixPlanned: NoneAvailable, OptionalPatch: VendorFix}

func (c *composer) remediations(v *Vulnerability, list []Remediation, affected []ProductID) {
	for _, r := range list {
		c.refer(r.ProductIDs...)
		if len(r.ProductIDs)+len(r.GroupIDs) == 0 {
			r.ProductIDs = affected
		}
		if old := in20[r.Category]; old != "" && c.version == V20 {
			c.lose("a remediation %s is written as %s", r.Category, old)
			r.Category = old
		}
		r.ProductIDs = unique(r.ProductIDs)
		v.Remediations = append(v.Remediations, r)
	}
}

func join(ids []ProductID) string {
	var out []string
	for _, id := range ids {
		out = append(out, string(id))
	}
	return strings.Join(out, ", ")
}
