package names

import (
	"fmt"
	"slices"
	"strings"
)

// compared is the evidence of one product against one of an advisory, with what the reasons need.
type compared struct {
	entry int32
	Evidence
	vendorSays  string
	agree       []string // words in both
	theirs      []string // words of the advisory's name that the product does not have
	ours        []string // words of the product's name that the advisory does not have
	model       string   // the one that agrees
	number      bool     // it is one that the author gives as a number
	place       Place
	versionSays string
	unread      []string
}

// compare weighs a product against one of an advisory.
func (ix *Index) compare(q *query, n int32) compared {
	e := &ix.entries[n]
	c := compared{entry: n}
	c.Vendor, c.vendorSays = q.vendor.agrees(&e.vendor)
	c.findModel(q, e)
	ix.compareNames(q, e, &c)
	c.weighModel(q, e)
	c.compareVersions(q, e)
	return c
}

// findModel finds the longest model that agrees.
func (c *compared) findModel(q *query, e *entry) {
	for _, m := range q.models {
		if e.models.has(m) && len(m) > len(c.model) {
			c.model = m
		}
	}
	for _, number := range e.named.Numbers {
		if q.hasNumber(number) {
			c.model, c.number = number, true
		}
	}
}

// weighModel tells what the models say. Many devices are called 700 or 4000: a short number says something only beside a word that agrees as well.
func (c *compared) weighModel(q *query, e *entry) {
	word := func(w string) bool { return !hasDigit(w) && !common[w] }
	switch {
	case c.number:
		c.Model = 1
	case c.model != "" && (c.Vendor > vendorUnsaid || len(c.agree) > 1) && e.models.strong(c.model):
		c.Model = 1
	case c.model != "" && slices.ContainsFunc(c.agree, word):
		c.Model = 0.5
	case c.model != "" || len(e.models.said) == 0 || len(q.models) == 0:
		c.Model = 0
	case q.inName:
		c.Model = -1
	default:
		c.Model = -0.5
	}
}

// compareNames finds the name of the advisory that the product has most of, and how much of the product's name the advisory has.
func (ix *Index) compareNames(q *query, e *entry, c *compared) {
	found := func(w string, pair map[string][2]string) bool {
		if q.all[w] {
			return true
		}
		if _, ok := q.joined[w]; ok || q.lines[w] {
			return true
		}
		for joined, two := range pair {
			if (two[0] == w || two[1] == w) && q.all[joined] {
				return true
			}
		}
		return hasDigit(w) && c.model != "" // a list of models holds ours; the others say nothing
	}
	best := -1.0
	for _, variant := range e.variants {
		all, have := 0.0, 0.0
		var theirs []string
		for _, w := range variant.words {
			weight := ix.weight(w)
			all += weight
			if found(w, variant.pairs) {
				have += weight
			} else {
				theirs = append(theirs, w)
			}
		}
		if share := have / all; share > best {
			best, c.theirs = share, theirs
		}
	}
	c.Named = max(best, 0)
	have := 0.0
	for _, w := range q.name {
		inPair := false
		for joined, two := range q.joined {
			inPair = inPair || (two[0] == w || two[1] == w) && e.words[joined]
		}
		_, inTheirs := e.joined[w]
		if e.words[w] || inPair || inTheirs || e.words[lineOf(w)] || hasDigit(w) && e.models.has(w) {
			have += ix.weight(w)
			c.agree = append(c.agree, w)
		} else {
			c.ours = append(c.ours, w)
		}
	}
	if all := ix.total(q.name); all > 0 {
		c.Having = have / all
	}
}

// compareVersions places the version in what the version of the tree says, and in what the name in full says, where that is clearer or says
// something else.
func (c *compared) compareVersions(q *query, e *entry) {
	if len(e.except) > 0 && c.excepted(q, e) {
		c.place, c.Version, c.versionSays = Outside, -1, fmt.Sprintf("the advisory excepts it: not including %s", strings.Join(e.except, " "))
		return
	}
	for i := range e.versions {
		said := e.versions[i]
		c.unread = append(c.unread, said.Unread...)
		place, says := said.Within(q.version, q.order)
		if i == 0 {
			if text := c.modelInVersion(q, e); text != "" {
				place, says = Inside, fmt.Sprintf("the advisory names the model in the place of a version: %s", text)
			}
		}
		switch {
		case i == 0:
		case len(said.Unread) > 0 && c.place != Unknown: // half understood
			continue
		case place == Unknown || place == c.place:
			continue
		case c.place == Inside && place == Outside, c.place == Outside && place == Inside:
			place, says = Unknown, fmt.Sprintf("the advisory says two things: %s; %s", c.versionSays, says)
		case c.place == Inside && len(e.versions[0].Clauses) > 0:
			continue
		}
		c.place, c.versionSays = place, says
	}
	c.unread = slices.Compact(slices.Sorted(slices.Values(c.unread)))
	switch c.place {
	case Inside:
		c.Version = 1
	case Outside:
		c.Version = -1
	}
}

// modelInVersion is what stands in the place of a version, where that is the model or the name of the product.
func (c *compared) modelInVersion(q *query, e *entry) string {
	for i := range e.instead {
		t := &e.instead[i]
		if c.model != "" && t.models.has(c.model) || len(t.words) > 0 && !slices.ContainsFunc(t.words, func(w string) bool { return !q.all[w] && !common[w] }) {
			return t.said
		}
	}
	return ""
}

// excepted tells whether the rest of the product's name stands in what the advisory excepts: of "LOGIQ, not including LOGIQ 100 Pro" that is 100 Pro.
func (c *compared) excepted(q *query, e *entry) bool {
	shared, want := 0, 0
	for _, w := range q.name {
		if slices.Contains(e.except, w) && !common[w] {
			shared++
		}
	}
	for _, w := range e.except {
		if !common[w] && !slices.ContainsFunc(e.variants, func(v variant) bool { return slices.Contains(v.words, w) }) {
			want++
		}
	}
	return shared > 0 && shared >= min(want, len(q.name))
}
