package postmarket

import (
	"slices"
	"strings"

	"cordon/internal/vers"
)

// Advisory is what somebody published about a vulnerability, as far as matching and telling need it.
type Advisory struct {
	ID        string
	Aliases   []string // other names of the same vulnerability: CVE, GHSA, GO
	Summary   string
	Published string // YYYY-MM-DD or empty
	Modified  string
	Withdrawn string     // day; such an advisory matches nothing
	Severity  []Severity // as the author rates it
	Affected  []Affected
}

// Severity is a rating by its author.
type Severity struct {
	Type  string // CVSS_V3, CVSS_V4, Ubuntu …
	Score string // a vector or a word
}

// Affected is a package with the versions of it that an advisory concerns.
type Affected struct {
	Package string // key, as PackageKey gives it
	Scheme  vers.Scheme
	Range   vers.Range
	// Releases are the versions concerned in the author's count of releases, where that is another than the versions of the package; empty where
	// it is not. What Range holds and Releases do not is unsure.
	Releases vers.Range
}

// canonical groups advisories that name each other, and gives each the id of its group: the first CVE in it, or else the first id.
func canonical(all []Advisory) []string {
	at := map[string]int{} // id or alias -> group
	parent := []int{}
	find := func(i int) int {
		for parent[i] != i {
			parent[i] = parent[parent[i]]
			i = parent[i]
		}
		return i
	}
	group := func(name string) int {
		g, known := at[name]
		if !known {
			g = len(parent)
			parent = append(parent, g)
			at[name] = g
		}
		return find(g)
	}
	for i := range all {
		g := group(all[i].ID)
		for _, alias := range all[i].Aliases {
			if o := group(alias); o != find(g) {
				parent[o] = find(g)
			}
		}
	}
	best := map[int]string{}
	for name := range at {
		g := find(at[name])
		if have, ok := best[g]; !ok || preferred(name, have) {
			best[g] = name
		}
	}
	out := make([]string, len(all))
	for i := range all {
		out[i] = best[find(at[all[i].ID])]
	}
	return out
}

// preferred tells whether a name of a vulnerability goes before another: CVE ids first, then in the order of the letters.
func preferred(name, than string) bool {
	a, b := strings.HasPrefix(name, "CVE-"), strings.HasPrefix(than, "CVE-")
	if a != b {
		return a
	}
	return name < than
}

// sorted are the advisories by id, without those that were withdrawn; of one id the last modified counts.
func sorted(all []Advisory) []Advisory {
	out := slices.Clone(all)
	slices.SortStableFunc(out, func(a, b Advisory) int {
		if a.ID != b.ID {
			return strings.Compare(a.ID, b.ID)
		}
		return strings.Compare(b.Modified, a.Modified)
	})
	out = slices.CompactFunc(out, func(a, b Advisory) bool { return a.ID == b.ID })
	return slices.DeleteFunc(out, func(a Advisory) bool { return a.Withdrawn != "" })
}
