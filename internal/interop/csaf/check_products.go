package csaf

import (
	"fmt"
	"iter"
	"slices"
	"strings"
)

// Tests of the product tree and of what refers to it.

func productsDefined(c *check) {
	defined := map[ProductID]bool{}
	for _, n := range c.names {
		defined[n.full.ProductID] = true
	}
	for at, id := range c.doc.productRefs() {
		if !defined[id] {
			c.fail(at, "define it in /product_tree, or correct the id", "the product %q is not defined", short(string(id)))
		}
	}
}

func productsOnce(c *check) {
	for at, id := range twice(func(yield func(string, ProductID) bool) {
		for _, n := range c.names {
			if !yield(n.at+"/product_id", n.full.ProductID) {
				return
			}
		}
	}) {
		c.fail(at, "give one of them another id", "the product %q is defined twice", short(string(id)))
	}
}

// noCircle follows each product of a relationship down to what it is made of. The products that lead to a circle without being in it do not fail.
func noCircle(c *check) {
	if c.doc.ProductTree == nil {
		return
	}
	made := map[ProductID][]ProductID{}
	for _, r := range c.doc.ProductTree.Relationships {
		if id := r.FullProductName.ProductID; id != "" {
			made[id] = append(made[id], r.ProductReference, r.RelatesToProductReference)
		}
	}
	inCircle := circles(made)
	for i, r := range c.doc.ProductTree.Relationships {
		if id := r.FullProductName.ProductID; inCircle[id] {
			c.fail(fmt.Sprintf("/product_tree/relationships/%d/full_product_name/product_id", i), "a relationship combines products that are defined elsewhere", "the product %q is defined by itself", short(string(id)))
		}
	}
}

// circles gives the nodes that lie on a circle: those of each strongly connected part with more than one node, and those that lead to
// themselves. It is the algorithm of Tarjan, without recursion, for a chain may be as long as a document.
func circles(next map[ProductID][]ProductID) map[ProductID]bool {
	type frame struct {
		node ProductID
		edge int
	}
	index, low, on, out := map[ProductID]int{}, map[ProductID]int{}, map[ProductID]bool{}, map[ProductID]bool{}
	var stack []ProductID
	enter := func(n ProductID) frame {
		index[n] = len(index) + 1
		low[n] = index[n]
		stack, on[n] = append(stack, n), true
		return frame{node: n}
	}
	leave := func(n ProductID) {
		if low[n] != index[n] {
			return
		}
		at := len(stack) - 1
		for stack[at] != n {
			at--
		}
		for _, m := range stack[at:] {
			on[m] = false
			out[m] = len(stack)-at > 1
		}
		stack = stack[:at]
	}
	for start := range next {
		if index[start] != 0 {
			continue
		}
		frames := []frame{enter(start)}
		for len(frames) > 0 {
			f := &frames[len(frames)-1]
			if f.edge < len(next[f.node]) {
				to := next[f.node][f.edge]
				f.edge++
				switch {
				case index[to] == 0:
					frames = append(frames, enter(to))
				case on[to]:
					low[f.node] = min(low[f.node], index[to])
				}
				continue
			}
			frames = frames[:len(frames)-1]
			leave(f.node)
			if len(frames) > 0 {
				above := frames[len(frames)-1].node
				low[above] = min(low[above], low[f.node])
			}
		}
	}
	for n, to := range next {
		for _, m := range to {
			out[n] = out[n] || m == n
		}
	}
	return out
}

func groupsDefined(c *check) {
	for at, id := range c.doc.groupRefs() {
		if _, ok := c.members[id]; !ok {
			c.fail(at, "define it in /product_tree/product_groups, or correct the id", "the group %q is not defined", short(string(id)))
		}
	}
}

func groupsOnce(c *check) {
	if c.doc.ProductTree == nil {
		return
	}
	for at, id := range twice(func(yield func(string, GroupID) bool) {
		for i, g := range c.doc.ProductTree.ProductGroups {
			if !yield(fmt.Sprintf("/product_tree/product_groups/%d/group_id", i), g.GroupID) {
				return
			}
		}
	}) {
		c.fail(at, "give one of them another id", "the group %q is defined twice", short(string(id)))
	}
}

// productRefs goes through all that refers to a product.
func (d *Document) productRefs() iter.Seq2[string, ProductID] {
	return func(yield func(string, ProductID) bool) {
		more := true
		list := func(at string, ids []ProductID) {
			for i, id := range ids {
				more = more && yield(fmt.Sprintf("%s/%d", at, i), id)
			}
		}
		if t := d.ProductTree; t != nil {
			for i, g := range t.ProductGroups {
				list(fmt.Sprintf("/product_tree/product_groups/%d/product_ids", i), g.ProductIDs)
			}
			for i, r := range t.Relationships {
				at := fmt.Sprintf("/product_tree/relationships/%d", i)
				more = more && yield(at+"/product_reference", r.ProductReference)
				more = more && yield(at+"/relates_to_product_reference", r.RelatesToProductReference)
			}
		}
		for u := range d.uses() {
			list(u.at+"/product_ids", u.products)
		}
		for i := range d.Vulnerabilities {
			v := &d.Vulnerabilities[i]
			at := fmt.Sprintf("/vulnerabilities/%d", i)
			for status, ids := range v.ProductStatus.All() {
				list(fmt.Sprintf("%s/product_status/%s", at, status), ids)
			}
			for j, m := range v.Metrics {
				list(fmt.Sprintf("%s/metrics/%d/products", at, j), m.Products)
			}
			for j, s := range v.Scores {
				list(fmt.Sprintf("%s/scores/%d/products", at, j), s.Products)
			}
		}
	}
}

// groupRefs goes through all that refers to a group.
func (d *Document) groupRefs() iter.Seq2[string, GroupID] {
	return func(yield func(string, GroupID) bool) {
		for u := range d.uses() {
			for i, id := range u.groups {
				if !yield(fmt.Sprintf("%s/group_ids/%d", u.at, i), id) {
					return
				}
			}
		}
	}
}

// use is something that is said of products and groups.
type use struct {
	at       string
	products []ProductID
	groups   []GroupID
}

// uses goes through all that has product_ids and group_ids.
func (d *Document) uses() iter.Seq[use] {
	return func(yield func(use) bool) {
		more := true
		say := func(at string, i int, products []ProductID, groups []GroupID) {
			if more && len(products)+len(groups) > 0 {
				more = yield(use{fmt.Sprintf("%s/%d", at, i), products, groups})
			}
		}
		for i, n := range d.Document.Notes {
			say("/document/notes", i, n.ProductIDs, n.GroupIDs)
		}
		for i := range d.Vulnerabilities {
			v := &d.Vulnerabilities[i]
			at := fmt.Sprintf("/vulnerabilities/%d", i)
			for j, x := range v.FirstKnownExploitationDates {
				say(at+"/first_known_exploitation_dates", j, x.ProductIDs, x.GroupIDs)
			}
			for j, x := range v.Flags {
				say(at+"/flags", j, x.ProductIDs, x.GroupIDs)
			}
			for j, x := range v.Involvements {
				say(at+"/involvements", j, x.ProductIDs, x.GroupIDs)
			}
			for j, x := range v.Notes {
				say(at+"/notes", j, x.ProductIDs, x.GroupIDs)
			}
			for j, x := range v.Remediations {
				say(at+"/remediations", j, x.ProductIDs, x.GroupIDs)
			}
			for j, x := range v.Threats {
				say(at+"/threats", j, x.ProductIDs, x.GroupIDs)
			}
		}
	}
}

// helpers goes through the identification helpers, with their pointers.
func (c *check) helpers() iter.Seq2[string, *Helper] {
	return func(yield func(string, *Helper) bool) {
		for _, n := range c.names {
			if n.full.ProductIdentificationHelper != nil && !yield(n.at+"/product_identification_helper", n.full.ProductIdentificationHelper) {
				return
			}
		}
	}
}

func purlsValid(c *check) {
	for at, h := range c.helpers() {
		check := func(at, purl string) {
			if _, err := parsePURL(purl); err != nil {
				c.fail(at, "a package URL is pkg:type/namespace/name@version?qualifiers#subpath", "%q is no package URL: %v", short(purl), err)
			}
		}
		if h.PURL != "" {
			check(at+"/purl", h.PURL)
		}
		for i, p := range h.PURLs {
			check(fmt.Sprintf("%s/purls/%d", at, i), p)
		}
	}
}

// purlsAlike compares with the first: one product has one name, and qualifiers say where a copy comes from or how it was built.
func purlsAlike(c *check) {
	for at, h := range c.helpers() {
		if len(h.PURLs) < 2 {
			continue
		}
		first, err := parsePURL(h.PURLs[0])
		if err != nil {
			continue // 6.1.13
		}
		for i, p := range h.PURLs[1:] {
			if other, err := parsePURL(p); err == nil && other.base() != first.base() {
				c.fail(fmt.Sprintf("%s/purls/%d", at, i+1), "products with other names are other products", "%q differs from the first in more than its qualifiers", short(p))
			}
		}
	}
}

func hashedOnce(c *check) {
	for at, h := range c.helpers() {
		for i, file := range h.Hashes {
			for where, name := range twice(func(yield func(string, string) bool) {
				for j, x := range file.FileHashes {
					if !yield(fmt.Sprintf("%s/hashes/%d/file_hashes/%d", at, i, j), x.Algorithm) {
						return
					}
				}
			}) {
				c.fail(where, "a file has one hash of each algorithm; another file is another item of hashes", "the algorithm %q is used twice for one file", short(name))
			}
		}
	}
}

func modelStars(c *check) {
	for at, h := range c.helpers() {
		c.stars(at+"/model_numbers", "model number", h.ModelNumbers)
	}
}

func serialStars(c *check) {
	for at, h := range c.helpers() {
		c.stars(at+"/serial_numbers", "serial number", h.SerialNumbers)
	}
}

func (c *check) stars(at, what string, list []string) {
	for i, s := range list {
		if unescapedStars(s) > 1 {
			c.fail(fmt.Sprintf("%s/%d", at, i), "write the numbers out, or quote the star with \\", "the %s %q has more than one star", what, short(s))
		}
	}
}

// unescapedStars counts the stars that stand for any text. A backslash takes the meaning from what follows it.
func unescapedStars(s string) int {
	n := 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '*':
			n++
		}
	}
	return n
}

const deepest = 30

func branchesDeep(c *check) {
	for _, l := range c.leaves {
		if n := len(l.steps); n > deepest {
			c.fail(l.pointer, "leave branches out that say nothing", "the product stands under %d branches, which are more than %d", n, deepest)
		}
	}
}

// What the standard takes for a sign of a range: these signs anywhere, and these words between spaces. The text of 2.0 asks for the words anywhere,
// yet its own test data have a version called after-eight, and 2.1 says words.
var (
	rangeSigns = []string{"<", ">"}
	rangeWords = []string{"after", "all", "before", "earlier", "later", "prior", "versions"}
)

func noRangeAsVersion(c *check) {
	c.doc.branches(func(at string, steps []*Branch) {
		b := steps[len(steps)-1]
		if b.Category != ProductVersion {
			return
		}
		if sign := rangeSign(strings.ToLower(b.Name)); sign != "" {
			c.fail(at+"/name", "list the versions, or make it a product_version_range", "the product version %q has %q in it, which makes it a range", short(b.Name), sign)
		}
	})
}

func rangeSign(name string) string {
	for _, sign := range rangeSigns {
		if strings.Contains(name, sign) {
			return sign
		}
	}
	for word := range strings.FieldsSeq(name) {
		if slices.Contains(rangeWords, word) {
			return word
		}
	}
	return ""
}

func rangesValid(c *check) {
	c.doc.branches(func(at string, steps []*Branch) {
		b := steps[len(steps)-1]
		if b.Category != ProductVersionRange {
			return
		}
		if err := checkRange(b.Name); err != nil {
			c.fail(at+"/name", "write it as vers:generic/>=1.0|<2.1, or only >=1.0|<2.1", "the product version range %q is not of the form of the standard: %v", short(b.Name), err)
		}
	})
}
