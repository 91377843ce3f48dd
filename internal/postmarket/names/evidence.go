package names

import (
	"fmt"
	"math"
	"path"
	"slices"
	"strings"

	"cordon/internal/vers"
)

// Evidence is what speaks for and against an advisory concerning a product, each as a number.
type Evidence struct {
	Vendor float64 // 1 the same, 0.7 one belongs to the other, 0 not said, -1 another
	Named  float64 // how much of the advisory's name the product has, by weight of words, 0 to 1
	Having float64 // how much of the product's name the advisory has, by weight of words, 0 to 1
	Model  float64 // 1 a model agrees, 0.5 a short number does, 0 not said, -0.5 a number of the product is not named, -1 those in the names differ
	// Version is 1 where the version is concerned, -1 where it is not, 0 where nobody can tell.
	Version float64
}

// Weights are what the evidence weighs, in the logarithm of the odds.
type Weights struct{ Base, Vendor, Named, Having, Model, Version float64 }

// Fitted are the weights in use. They are fitted to the half of the labelled pairs whose advisory has an even hash, and a test fits them again;
// see docs/user/products.md.
var Fitted = Weights{Base: -10.85, Vendor: 1.93, Named: 5.70, Having: 1.86, Model: 3.68, Version: 4.69}

// List is the evidence as numbers, with 1 for the base.
func (e *Evidence) List() [6]float64 {
	return [6]float64{1, e.Vendor, e.Named, e.Having, e.Model, e.Version}
}

// List are the weights in the order of the evidence.
func (w *Weights) List() [6]float64 {
	return [6]float64{w.Base, w.Vendor, w.Named, w.Having, w.Model, w.Version}
}

// Probability is the probability that evidence means that the advisory concerns the product. Where nobody can tell whether the version is
// concerned, it is the mean of what it would be if it were and if it were not: no labelled pair could say more.
func (w *Weights) Probability(e *Evidence) float64 {
	x := w.Base + w.Vendor*e.Vendor + w.Named*e.Named + w.Having*e.Having + w.Model*e.Model
	in := (1 + e.Version) / 2
	return in*odds(x+w.Version) + (1-in)*odds(x-w.Version)
}

// odds is the probability of which x is the logarithm of the odds.
func odds(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// query is a product as it is compared.
type query struct {
	vendor  vendor
	name    []string // words of the name without the vendor
	all     map[string]bool
	joined  map[string][2]string
	lines   map[string]bool // letters of models in the name, by which a whole line is called: CM of CM12
	models  []string        // what may be a model, in the name and in numbers
	inName  bool            // there is one in the name
	numbers map[string]bool
	lookups []string
	version string
	order   vers.Keyer
}

func newQuery(id string, p *Product) (*query, error) {
	order, err := p.Scheme.Keyer(id)
	if err != nil {
		return nil, fmt.Errorf("product %s: %w", id, err)
	}
	q := &query{vendor: vendorOf(clip(p.Vendor)), all: map[string]bool{}, lines: map[string]bool{}, numbers: map[string]bool{}, version: clip(p.Version), order: order}
	q.name = q.vendor.strip(tokens(clip(p.Product)))
	q.joined = joins(q.name)
	for _, t := range q.name {
		if hasDigit(t) && !isDecimal(t) {
			q.models = appendNew(q.models, t)
			q.inName = true
		}
		q.all[t] = true
		if line := lineOf(t); line != "" {
			q.lines[line] = true
			q.lookups = append(q.lookups, line)
		}
	}
	for joined, pair := range q.joined {
		if hasDigit(joined) && len(pair[0]) <= 4 && !hasDigit(pair[0]) {
			q.models = append(q.models, joined)
		}
	}
	for _, s := range append([]string{p.Model}, p.Models...) {
		list := tokens(clip(s))
		for _, t := range list {
			q.all[t] = true
			if hasDigit(t) && !isDecimal(t) {
				q.models = appendNew(q.models, t)
			}
		}
		if len(list) > 1 {
			q.models = appendNew(q.models, strings.Join(list, ""))
		}
		q.numbers[strings.ToLower(strings.TrimSpace(s))] = true
	}
	q.numbers[strings.ToLower(p.UDI.Text)] = true
	delete(q.numbers, "")
	slices.Sort(q.models)
	for w := range q.all {
		q.lookups = append(q.lookups, w)
	}
	for w := range q.joined {
		q.lookups = append(q.lookups, w)
	}
	for _, m := range q.models {
		q.lookups = append(q.lookups, m)
		if g := modelForm.FindStringSubmatch(m); g != nil && g[1] != "" && len(g[2]) >= 3 {
			q.lookups = append(q.lookups, g[2]+g[3])
		}
	}
	slices.Sort(q.lookups)
	q.lookups = slices.Compact(q.lookups)
	return q, nil
}

// hasNumber tells whether a number of an advisory is one of the product. A star stands for any characters (CSAF 2.0, section 3.1.3.3.5).
func (q *query) hasNumber(number string) bool {
	pattern := strings.ReplaceAll(strings.ToLower(strings.TrimSpace(number)), "/", "|")
	for n := range q.numbers {
		if fits, err := path.Match(pattern, strings.ReplaceAll(n, "/", "|")); err == nil && fits && strings.Trim(pattern, "*?") != "" {
			return true
		}
	}
	return false
}

// lineOf are the letters of a model: CM of CM12. A single letter names no line.
func lineOf(t string) string {
	g := modelForm.FindStringSubmatch(t)
	if g == nil || len(g[1]) < 2 {
		return ""
	}
	return g[1]
}

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
