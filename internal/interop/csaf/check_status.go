package csaf

import (
	"fmt"
	"iter"
	"slices"
	"strings"
)

// Tests of what a vulnerability means for products.

// group is a set of statuses that mean the same; two groups contradict each other (2.0: 6.1.6, 2.1: section on product status).
type group string

const (
	affected           group = "Affected"
	notAffected        group = "Not affected"
	isFixed            group = "Fixed"
	underInvestigation group = "Under investigation"
	isUnknown          group = "Unknown"
	isRecommended      group = "Recommended" // contradicts none
)

var groupOf = map[Status]group{
	FirstAffected: affected, KnownAffected: affected, LastAffected: affected, KnownNotAffected: notAffected, FirstFixed: isFixed, Fixed: isFixed,
	UnderInvestigation: underInvestigation, Unknown: isUnknown, Recommended: isRecommended,
}

func statusAgrees(c *check) {
	for at, v := range c.vulnerabilities() {
		first := map[ProductID]Status{}
		for status, ids := range v.ProductStatus.All() {
			if groupOf[status] == isRecommended {
				continue
			}
			for i, id := range ids {
				other, ok := first[id]
				if !ok {
					first[id] = status
				} else if groupOf[other] != groupOf[status] {
					c.fail(fmt.Sprintf("%s/product_status/%s/%d", at, status, i), "leave it in one of the two lists", "the product %q is %s here and in %s as well", short(string(id)), status, other)
				}
			}
		}
	}
}

// scoring is a version of CVSS for a product, as somebody rated it.
type scoring struct {
	product         ProductID
	version, source string
}

func scoredOnce(c *check) {
	for at, v := range c.vulnerabilities() {
		for where, s := range twice(func(yield func(string, scoring) bool) {
			for path, m := range c.metrics(at, v) {
				for name, x := range m.Content.Vectors() {
					for _, id := range m.Products {
						if !yield(path+"/"+name, scoring{id, cvssVersion(name, x), m.Source}) {
							return
						}
					}
				}
			}
		}) {
			c.fail(where, "leave one score of each version for a product", "the product %q has a score of CVSS %s already%s", short(string(s.product)), s.version, from(s.source))
		}
	}
}

// from names who rated, where it was not the author.
func from(source string) string {
	if source == "" {
		return ""
	}
	return " from " + short(source)
}

// oneSeverity compares by product and source.
func oneSeverity(c *check) {
	for at, v := range c.vulnerabilities() {
		scored := map[scoring]bool{}
		for _, m := range c.metrics(at, v) {
			for range m.Content.Vectors() {
				for _, id := range m.Products {
					scored[scoring{product: id, source: m.Source}] = true
				}
			}
		}
		for path, m := range c.metrics(at, v) {
			if m.Content.QualitativeSeverityRating == "" {
				continue
			}
			for _, id := range m.Products {
				if scored[scoring{product: id, source: m.Source}] {
					c.fail(path+"/qualitative_severity_rating", "leave the words out; CVSS says more", "the product %q has CVSS and a severity in words%s", short(string(id)), from(m.Source))
				}
			}
		}
	}
}

func cvesOnce(c *check) {
	for at, cve := range twice(func(yield func(string, string) bool) {
		for at, v := range c.vulnerabilities() {
			if v.CVE != "" && !yield(at+"/cve", v.CVE) {
				return
			}
		}
	}) {
		c.fail(at, "say all about one CVE in one vulnerability", "%s stands in a vulnerability already", cve)
	}
}

// involvement is somebody at a moment. Without a date there is no moment at which two statuses meet.
type involvement struct {
	party Party
	date  string
}

func involvedOnce(c *check) {
	for at, v := range c.vulnerabilities() {
		for where, x := range twice(func(yield func(string, involvement) bool) {
			for i, x := range v.Involvements {
				if x.Date != "" && !yield(fmt.Sprintf("%s/involvements/%d", at, i), involvement{x.Party, x.Date.instant()}) {
					return
				}
			}
		}) {
			c.fail(where, "a party has one status at a time", "the party %s is involved at this date already", x.party)
		}
	}
}

// instant is the same text for the same point in time.
func (m Moment) instant() string {
	if t, ok := m.Time(); ok {
		return string(MomentOf(t))
	}
	return string(m)
}

func remediationsApply(c *check) {
	for at, v := range c.vulnerabilities() {
		for i, r := range v.Remediations {
			if len(r.ProductIDs)+len(r.GroupIDs) == 0 {
				c.fail(fmt.Sprintf("%s/remediations/%d", at, i), "add product_ids or group_ids", "the remediation names no product")
			}
		}
	}
}

func flagsApply(c *check) {
	for at, v := range c.vulnerabilities() {
		for i, f := range v.Flags {
			if len(f.ProductIDs)+len(f.GroupIDs) == 0 {
				c.fail(fmt.Sprintf("%s/flags/%d", at, i), "add product_ids or group_ids", "the flag names no product")
			}
		}
	}
}

func justifiedOnce(c *check) {
	for at, v := range c.vulnerabilities() {
		for where, id := range twice(func(yield func(string, ProductID) bool) {
			for i, f := range v.Flags {
				if !slices.Contains(justifications, string(f.Label)) {
					continue
				}
				for _, id := range c.about(f.ProductIDs, f.GroupIDs) {
					if !yield(fmt.Sprintf("%s/flags/%d", at, i), id) {
						return
					}
				}
			}
		}) {
			c.fail(where, "leave one justification for a product", "the product %q has a justification already", short(string(id)))
		}
	}
}

// excludes lists for each sort of remediation the sorts that contradict it for one product (2.1: table of remediation combinations).
var excludes = map[RemediationCategory][]RemediationCategory{
	Workaround:    {OptionalPatch, NoneAvailable},
	Mitigation:    {OptionalPatch, NoneAvailable},
	VendorFix:     {OptionalPatch, NoneAvailable, FixPlanned, NoFixPlanned},
	OptionalPatch: {Workaround, Mitigation, VendorFix, NoneAvailable, FixPlanned, NoFixPlanned},
	NoneAvailable: {Workaround, Mitigation, VendorFix, OptionalPatch, FixPlanned, NoFixPlanned},
	FixPlanned:    {VendorFix, OptionalPatch, NoneAvailable, NoFixPlanned},
	NoFixPlanned:  {VendorFix, OptionalPatch, NoneAvailable, FixPlanned},
}

// unfit lists for each sort of remediation the groups of statuses that it contradicts (2.1: table of status and remediation).
var unfit = map[RemediationCategory][]group{
	Workaround:    {notAffected, isFixed},
	Mitigation:    {notAffected, isFixed},
	VendorFix:     {notAffected, isFixed},
	OptionalPatch: {affected},
	NoneAvailable: {notAffected, isFixed},
	FixPlanned:    {isFixed},
	NoFixPlanned:  {isFixed},
}

// remediation is one remediation of a vulnerability for one product.
type remediation struct {
	at       string
	category RemediationCategory
	product  ProductID
}

func (c *check) remediations(at string, v *Vulnerability) iter.Seq[remediation] {
	return func(yield func(remediation) bool) {
		for i, r := range v.Remediations {
			for _, id := range c.about(r.ProductIDs, r.GroupIDs) {
				if !yield(remediation{fmt.Sprintf("%s/remediations/%d", at, i), r.Category, id}) {
					return
				}
			}
		}
	}
}

func remediationsAgree(c *check) {
	for at, v := range c.vulnerabilities() {
		before := map[ProductID][]RemediationCategory{}
		for r := range c.remediations(at, v) {
			for _, other := range excludes[r.category] {
				if slices.Contains(before[r.product], other) {
					c.fail(r.at, "leave what still holds", "%s for the product %q contradicts the remediation %s", r.category, short(string(r.product)), other)
				}
			}
			if !slices.Contains(before[r.product], r.category) {
				before[r.product] = append(before[r.product], r.category)
			}
		}
	}
}

func remediationsFit(c *check) {
	for at, v := range c.vulnerabilities() {
		has := map[ProductID][]group{}
		for status, ids := range v.ProductStatus.All() {
			for _, id := range ids {
				if g := groupOf[status]; !slices.Contains(has[id], g) {
					has[id] = append(has[id], g)
				}
			}
		}
		for r := range c.remediations(at, v) {
			for _, g := range has[r.product] {
				if slices.Contains(unfit[r.category], g) {
					c.fail(r.at, "correct the status or the remediation", "%s contradicts the status of the product %q: %s", r.category, short(string(r.product)), strings.ToLower(string(g)))
				}
			}
		}
	}
}
