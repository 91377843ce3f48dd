package postmarket

import (
	"cmp"
	"slices"
	"strings"

	"cordon/internal/vers"
)

// Advisory is what somebody published about a vulnerability, as far as matching and telling need it.
type Advisory struct {
	ID string
	// Source is whose record it is: OSV, CVE, NVD, or CSAF with the id of the document. Of several with one source and id the last modified counts.
	Source    string
	Aliases   []string // other names of the same vulnerability: CVE, GHSA, GO
	CWEs      []string // CWE-79
	Summary   string
	Published string // YYYY-MM-DD or empty
	Modified  string
	Withdrawn string     // day; such an advisory matches nothing
	Severity  []Severity // as the author rates it
	Exploited []Exploited
	SSVC      []SSVCPoints
	Affected  []Affected
	// Configurations say which products it concerns where these are no packages.
	Configurations []Configuration
	// Files are the source files that the flaw is in, as the CVE records of the Linux kernel name them.
	Files []string
}

// Severity is a rating by its author.
type Severity struct {
	Type   string `json:"type"`             // CVSS_V2, CVSS_V3, CVSS_V4, Ubuntu …
	Score  string `json:"score"`            // a vector or a word
	Source string `json:"source,omitempty"` // who rates: the id of a record, the short name of an organisation
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

// canonical groups names of advisories that name each other, and gives for each name that of its group: the first CVE in it, or else the first.
func canonical(all []Advisory) map[string]string {
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
	best := make([]string, len(parent))
	for name, i := range at {
		if g := find(i); best[g] == "" || preferred(name, best[g]) {
			best[g] = name
		}
	}
	out := make(map[string]string, len(at))
	for name, i := range at {
		out[name] = best[find(i)]
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

// sorted are the advisories by id and source, and apart from them those that were withdrawn.
func sorted(all []Advisory) (kept, withdrawn []Advisory) {
	out := slices.Clone(all)
	slices.SortStableFunc(out, func(a, b Advisory) int {
		return cmp.Or(strings.Compare(a.ID, b.ID), strings.Compare(a.Source, b.Source), strings.Compare(b.Modified, a.Modified))
	})
	out = slices.CompactFunc(out, func(a, b Advisory) bool { return a.ID == b.ID && a.Source == b.Source })
	for i := range out {
		if out[i].Withdrawn != "" {
			withdrawn = append(withdrawn, out[i])
		} else {
			kept = append(kept, out[i])
		}
	}
	return kept, withdrawn
}

// Brief is the first part of a text, for a summary: without space at its ends, and of 1,000 characters at most.
func Brief(s string) string {
	s = strings.Join(strings.Fields(Clean(s)), " ")
	const most = 1000
	if len(s) <= most {
		return s
	}
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// Day is the day of a date or point in time; empty where it is none, or the year 1, which stands for none.
func Day(t string) string {
	day, ok := ParseDate(strings.TrimSpace(t))
	if !ok || strings.HasPrefix(day, "0001-") {
		return ""
	}
	return day
}
