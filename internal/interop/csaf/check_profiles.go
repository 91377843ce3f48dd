package csaf

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Tests of what a category demands.

// profileNames are the names and values that a category of one's own must not be like, without signs between words.
var profileNames = map[Version][]string{
	V20: {"securityincidentresponse", "informationaladvisory", "securityadvisory", "vex"},
	V21: {"securityincidentresponse", "informationaladvisory", "securityadvisory", "vex", "deprecatedsecurityadvisory", "withdrawn", "superseded"},
}

var profiles = map[Version][]string{
	V20: {Base, IncidentResponse, Informational, SecurityAdvisory, VEX},
	V21: {Base, IncidentResponse, Informational, SecurityAdvisory, VEX, DeprecatedAdvisory, Withdrawn, Superseded},
}

func categoryName(c *check) {
	category := c.doc.Document.Category
	if slices.Contains(profiles[c.version], category) {
		return
	}
	const at, hint = "/document/category", "write csaf_base, a profile exactly, or another name"
	bare := strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '_' || unicode.Is(unicode.Pd, r) {
			return -1
		}
		return unicode.ToLower(r)
	}, category)
	switch {
	case strings.HasPrefix(strings.ToLower(category), "csaf_"):
		c.fail(at, hint, "%q begins with csaf_, which is reserved", short(category))
	case slices.Contains(profileNames[c.version], bare), slices.Contains(profileNames[c.version], strings.TrimPrefix(bare, "csaf")):
		c.fail(at, hint, "%q is almost the name of a profile", short(category))
	}
}

func profileNotes(c *check) {
	if c.profile(Informational, IncidentResponse) && !slices.ContainsFunc(c.doc.Document.Notes, func(n Note) bool {
		return slices.Contains([]NoteCategory{Description, Details, General, Summary}, n.Category)
	}) {
		c.fail("/document/notes", "add one", "the document has no note of category description, details, general or summary")
	}
}

func profileReferences(c *check) {
	if c.profile(Informational, IncidentResponse) && !slices.ContainsFunc(c.doc.Document.References, func(r Reference) bool { return r.Category != Self }) {
		c.fail("/document/references", "add one", "the document has no reference to anything but itself")
	}
}

func noVulnerabilities(c *check) {
	without := []string{Informational}
	if c.version == V21 {
		without = append(without, Withdrawn, Superseded)
	}
	if c.profile(without...) && len(c.doc.Vulnerabilities) > 0 {
		c.fail("/vulnerabilities", "remove them, or make the category "+Base, "a document of category %s has no vulnerabilities", c.doc.Document.Category)
	}
}

// advisories are the profiles that are about vulnerabilities of products.
func (c *check) advisories() bool {
	return c.profile(SecurityAdvisory, VEX) || c.version == V21 && c.profile(DeprecatedAdvisory)
}

func hasTree(c *check) {
	if c.advisories() && c.doc.ProductTree == nil {
		c.fail("/product_tree", "define the products", "the document has no product tree")
	}
}

func vulnerabilityNotes(c *check) {
	for at, v := range c.vulnerabilities() {
		if c.advisories() && len(v.Notes) == 0 {
			c.fail(at+"/notes", "add a note that describes it", "the vulnerability has no notes")
		}
	}
}

func hasStatus(c *check) {
	for at, v := range c.vulnerabilities() {
		if (c.profile(SecurityAdvisory) || c.version == V21 && c.profile(DeprecatedAdvisory)) && v.ProductStatus == nil {
			c.fail(at+"/product_status", "say which products are affected", "the vulnerability has no product status")
		}
	}
}

func hasVEXStatus(c *check) {
	for at, v := range c.vulnerabilities() {
		s := v.ProductStatus
		if c.profile(VEX) && (s == nil || len(s.Fixed)+len(s.KnownAffected)+len(s.KnownNotAffected)+len(s.UnderInvestigation) == 0) {
			c.fail(at+"/product_status", "say which products are affected, not affected, fixed or under investigation", "no product has one of the statuses of VEX: fixed, known_affected, known_not_affected, under_investigation")
		}
	}
}

func hasID(c *check) {
	for at, v := range c.vulnerabilities() {
		if c.profile(VEX) && v.CVE == "" && len(v.IDs) == 0 {
			c.fail(at, "add cve or ids", "the vulnerability has neither a CVE nor an id")
		}
	}
}

func impactStated(c *check) {
	for at, v := range c.vulnerabilities() {
		if !c.profile(VEX) || v.ProductStatus == nil {
			continue
		}
		said := map[ProductID]bool{}
		for _, f := range v.Flags {
			c.mark(said, f.ProductIDs, f.GroupIDs)
		}
		for _, t := range v.Threats {
			if t.Category == Impact {
				c.mark(said, t.ProductIDs, t.GroupIDs)
			}
		}
		for i, id := range v.ProductStatus.KnownNotAffected {
			if !said[id] {
				c.fail(fmt.Sprintf("%s/product_status/known_not_affected/%d", at, i), "add a flag, or a threat of category impact, for it", "nothing says why the product %q is not affected", short(string(id)))
			}
		}
	}
}

func actionStated(c *check) {
	for at, v := range c.vulnerabilities() {
		if !c.profile(VEX) || v.ProductStatus == nil {
			continue
		}
		said := map[ProductID]bool{}
		for _, r := range v.Remediations {
			c.mark(said, r.ProductIDs, r.GroupIDs)
		}
		for i, id := range v.ProductStatus.KnownAffected {
			if !said[id] {
				c.fail(fmt.Sprintf("%s/product_status/known_affected/%d", at, i), "add a remediation for it, if only that none is available", "nothing says what to do about the affected product %q", short(string(id)))
			}
		}
	}
}

func (c *check) mark(said map[ProductID]bool, products []ProductID, groups []GroupID) {
	for _, id := range c.about(products, groups) {
		said[id] = true
	}
}

func hasVulnerabilities(c *check) {
	if c.advisories() && len(c.doc.Vulnerabilities) == 0 {
		c.fail("/vulnerabilities", "add the vulnerability, or choose another category", "the document has no vulnerabilities")
	}
}

func hasAffected(c *check) {
	for at, v := range c.vulnerabilities() {
		if c.profile(SecurityAdvisory) && (v.ProductStatus == nil || len(v.ProductStatus.KnownAffected) == 0) {
			c.fail(at+"/product_status/known_affected", "say which products are affected, or make the category "+DeprecatedAdvisory, "the vulnerability has no affected products")
		}
	}
}

// fixedWasAffected compares products without their versions: the same line of branches, or the same combination of two such. A product without
// branches has a name only, in which nothing can be told from a version; any affected product without branches may be its other version.
func fixedWasAffected(c *check) {
	if !c.profile(SecurityAdvisory) {
		return
	}
	lines := c.lines()
	for at, v := range c.vulnerabilities() {
		s := v.ProductStatus
		if s == nil {
			continue
		}
		has := map[int]bool{}
		for _, ids := range [][]ProductID{s.FirstAffected, s.KnownAffected, s.LastAffected} {
			for _, id := range ids {
				has[lines[id].own], has[lines[id].alone] = true, true
			}
		}
		for _, status := range []Status{FirstFixed, Fixed} {
			for i, id := range *s.list(status) {
				if l := lines[id]; l.own != 0 && !has[l.own] && !has[l.alone] {
					c.fail(fmt.Sprintf("%s/product_status/%s/%d", at, status, i), "add the versions that were affected", "the product %q is fixed, and no other version of it is affected", short(string(id)))
				}
			}
		}
	}
}

// line is a product without its version, as a number that other versions of it have as well; 0 where the product is not defined. What is installed with
// another product corresponds to the product alone, too.
type line struct{ own, alone int }

// lines are the lines of all products that are defined. A product that is defined by itself has none.
func (c *check) lines() map[ProductID]line {
	out := map[ProductID]line{}
	numbers := map[string]int{}
	number := func(name string) int {
		if numbers[name] == 0 {
			numbers[name] = len(numbers) + 1
		}
		return numbers[name]
	}
	for _, l := range c.leaves {
		var name strings.Builder
		for _, b := range l.steps {
			if !slices.Contains([]BranchCategory{ProductVersion, ProductVersionRange, PatchLevel, ServicePack}, b.Category) {
				fmt.Fprintf(&name, "/%s=%q", b.Category, b.Name)
			}
		}
		n := number(name.String())
		out[l.full().ProductID] = line{n, n}
	}
	t := c.doc.ProductTree
	if t == nil {
		return out
	}
	for _, x := range t.FullProductNames {
		n := number("a name only")
		out[x.ProductID] = line{n, n}
	}
	made := map[ProductID]*Relationship{}
	for i := range t.Relationships {
		made[t.Relationships[i].FullProductName.ProductID] = &t.Relationships[i]
	}
	var combine func(id ProductID) line
	combine = func(id ProductID) line {
		r := made[id]
		if l, done := out[id]; done || r == nil {
			return l
		}
		out[id] = line{} // for a circle that comes by again
		part, whole := combine(r.ProductReference), combine(r.RelatesToProductReference)
		if part.own == 0 || whole.own == 0 {
			return line{}
		}
		l := line{own: number(fmt.Sprintf("%d %s %d", part.own, r.Category, whole.own))}
		if l.alone = l.own; r.Category == InstalledWith {
			l.alone = part.alone
		}
		out[id] = l
		return l
	}
	for i := range t.Relationships {
		combine(t.Relationships[i].FullProductName.ProductID)
	}
	return out
}

func withdrawnNotes(c *check) {
	if c.profile(Withdrawn, Superseded) && !slices.ContainsFunc(c.doc.Document.Notes, func(n Note) bool { return n.Category == Description }) {
		c.fail("/document/notes", "add one", "the document has no note of category description")
	}
}

func noTree(c *check) {
	if c.profile(Withdrawn, Superseded) && c.doc.ProductTree != nil {
		c.fail("/product_tree", "remove it", "a document of category %s has no product tree", c.doc.Document.Category)
	}
}

func withdrawnHistory(c *check) {
	if n := len(c.doc.Document.Tracking.RevisionHistory); c.profile(Withdrawn, Superseded) && n < 2 {
		c.fail("/document/tracking/revision_history", "keep the revisions of the document that is gone, and add one", "the history has %d revision, which is fewer than 2", n)
	}
}

func reasonToWithdraw(c *check) {
	if c.profile(Withdrawn) {
		c.titled("Reasoning for Withdrawal", Description)
	}
}

func reasonToSupersede(c *check) {
	if c.profile(Superseded) {
		c.titled("Reasoning for Supersession", Description)
	}
}

// titled wants exactly one note of the document with a title, and that in a category. Titles are fixed in English only.
func (c *check) titled(title string, category NoteCategory) {
	if !c.english() {
		return
	}
	n := 0
	for i, note := range c.doc.Document.Notes {
		if note.Title != title {
			continue
		}
		n++
		if note.Category != category {
			c.fail(fmt.Sprintf("/document/notes/%d/category", i), "write "+string(category), "the note %q is of category %s, not %s", title, note.Category, category)
		}
	}
	if n != 1 {
		c.fail("/document/notes", "have one", "the document has %d notes with the title %q", n, title)
	}
}

// english tells whether the document is in English, or says nothing of its language.
func (c *check) english() bool {
	language, _, _ := strings.Cut(strings.ToLower(c.doc.Document.Lang), "-")
	return language == "" || language == "en"
}

func successor(c *check) {
	if !c.profile(Superseded) || !c.english() {
		return
	}
	wrong := ""
	for i, r := range c.doc.Document.References {
		if !strings.HasPrefix(r.Summary, "Superseding Document") {
			continue
		}
		if r.Category != Self {
			return
		}
		wrong = fmt.Sprintf("/document/references/%d/category", i)
	}
	if wrong != "" {
		c.fail(wrong, "write external", "the reference to the superseding document is of category self")
		return
	}
	c.fail("/document/references", `add one whose summary begins with "Superseding Document"`, "the document has no reference to the one that supersedes it")
}
