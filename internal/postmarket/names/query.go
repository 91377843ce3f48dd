package names

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"cordon/internal/vers"
)

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

// newQuery reads a product. Its error is that of a scheme of versions that is none.
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
		q.numbers[foldNumber(s)] = true
	}
	q.numbers[foldNumber(p.UDI.Text)] = true
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
	pattern := strings.ReplaceAll(foldNumber(number), "/", "|")
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
