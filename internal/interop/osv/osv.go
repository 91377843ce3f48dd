// Package osv reads vulnerabilities in the format of OSV (ossf/osv-schema 1.x), one record a file. What a record says of an ecosystem whose
// order is not known is a warning, and the rest of the record counts.
package osv

import (
	"encoding/json"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/postmarket"
	"cordon/internal/vers"
)

// MaxRecord bounds a record in bytes.
const MaxRecord = 16 << 20

type record struct {
	SchemaVersion string     `json:"schema_version"`
	ID            string     `json:"id"`
	Modified      string     `json:"modified"`
	Published     string     `json:"published"`
	Withdrawn     string     `json:"withdrawn"`
	Aliases       []string   `json:"aliases"`
	Summary       string     `json:"summary"`
	Severity      []severity `json:"severity"`
	Affected      []affected `json:"affected"`
	// GitHub keeps the weaknesses here; others keep what they like.
	Specific json.RawMessage `json:"database_specific"`
}

type severity struct {
	Type  string `json:"type"`
	Score string `json:"score"`
}

type affected struct {
	Package struct {
		Ecosystem string `json:"ecosystem"`
		Name      string `json:"name"`
		PURL      string `json:"purl"`
	} `json:"package"`
	Ranges   []ranges `json:"ranges"`
	Versions []string `json:"versions"`
	// Go keeps here the ranges of versions that modules do not have, such as those of a program's releases.
	Specific json.RawMessage `json:"ecosystem_specific"`
}

type ranges struct {
	Type   string  `json:"type"`
	Events []event `json:"events"`
}

type event struct {
	Introduced   string `json:"introduced"`
	Fixed        string `json:"fixed"`
	LastAffected string `json:"last_affected"`
	Limit        string `json:"limit"`
}

// Read reads a record. What is wrong with it is reported under its file; ok says whether there is a record at all.
func Read(file string, src []byte, ds *diag.List) (a postmarket.Advisory, ok bool) {
	if len(src) > MaxRecord {
		ds.Add(diag.Pos{File: file}, diag.OsvForm, "", "the record has %d bytes, more than %d", len(src), MaxRecord)
		return a, false
	}
	var r record
	if err := json.Unmarshal(src, &r); err != nil {
		ds.Add(diag.Pos{File: file}, diag.OsvForm, "a record is one JSON object", "%s", err)
		return a, false
	}
	if r.ID == "" {
		ds.Add(diag.Pos{File: file}, diag.OsvForm, "", "the record has no id")
		return a, false
	}
	a = postmarket.Advisory{
		ID: postmarket.Clean(r.ID), Source: "OSV", Summary: postmarket.Clean(r.Summary), Published: day(r.Published), Modified: moment(r.Modified), Withdrawn: day(r.Withdrawn),
	}
	for _, alias := range r.Aliases {
		a.Aliases = append(a.Aliases, postmarket.Clean(alias))
	}
	for _, s := range r.Severity {
		a.Severity = append(a.Severity, postmarket.Severity{Type: postmarket.Clean(s.Type), Score: postmarket.Clean(s.Score), Source: a.ID})
	}
	for _, c := range weaknesses(r.Specific) {
		a.CWEs = append(a.CWEs, postmarket.Clean(c))
	}
	for i := range r.Affected {
		x, ok := r.read(file, &r.Affected[i], ds)
		if !ok {
			continue
		}
		_, edition, _ := strings.Cut(r.Affected[i].Package.Ecosystem, ":")
		for _, x.Package = range postmarket.EditionKeys(x.Package, edition) {
			a.Affected = append(a.Affected, x)
		}
	}
	return a, true
}

// day is the day of a point in time; the year 1 stands for none.
func day(t string) string {
	if strings.HasPrefix(t, "0001-") || len(t) < 10 {
		return ""
	}
	return postmarket.Clean(t[:10])
}

func moment(t string) string {
	if day(t) == "" {
		return ""
	}
	return postmarket.Clean(t)
}

// purlTypes are the types of package URLs for ecosystems that do not have the same name.
var purlTypes = map[string]string{
	"go": "golang", "crates.io": "cargo", "rubygems": "gem", "packagist": "composer", "alpine": "apk", "wolfi": "apk", "chainguard": "apk", "debian": "deb", "ubuntu": "deb",
	"red hat": "rpm", "rocky linux": "rpm", "almalinux": "rpm", "suse": "rpm", "opensuse": "rpm", "mageia": "rpm", "openeuler": "rpm", "photon os": "rpm", "hex": "hex", "pub": "pub",
	"swifturl": "swift", "conancenter": "conan", "github actions": "githubactions",
}

// namespaces are those that package URLs put before the names of distributions.
var namespaces = map[string]string{
	"alpine": "alpine", "wolfi": "wolfi", "chainguard": "chainguard", "debian": "debian", "ubuntu": "ubuntu", "red hat": "redhat", "rocky linux": "rocky", "almalinux": "almalinux",
	"suse": "suse", "opensuse": "opensuse", "mageia": "mageia", "openeuler": "openeuler", "photon os": "photon",
}

// key is the key of a package as an ecosystem names it.
func key(x *affected) string {
	if x.Package.PURL != "" {
		if p, err := postmarket.ParsePURL(x.Package.PURL); err == nil {
			return p.Key()
		}
	}
	name, _, _ := strings.Cut(x.Package.Ecosystem, ":")
	eco := strings.ToLower(strings.TrimSpace(name))
	typ, known := purlTypes[eco]
	if !known {
		typ = eco
	}
	pkg := x.Package.Name
	if ns := namespaces[eco]; ns != "" {
		pkg = ns + "/" + pkg
	}
	return postmarket.PackageKey(typ, pkg)
}

// read reads one affected package: all its ranges and listed versions together.
func (r *record) read(file string, x *affected, ds *diag.List) (postmarket.Affected, bool) {
	if x.Package.Ecosystem == "" || x.Package.Name == "" {
		return postmarket.Affected{}, false // commits only, or nothing
	}
	scheme, known := vers.Of(x.Package.Ecosystem)
	if !known {
		ds.Add(diag.Pos{File: file}, diag.OsvEcosystem, "its listed versions count, its ranges do not", "%s: nothing is known of how versions of %s are ordered", r.ID, x.Package.Ecosystem)
	}
	out := postmarket.Affected{Package: key(x), Scheme: scheme}
	out.Range = joined(file, r.ID, x, scheme, vers.Versions(scheme, x.Versions), x.Ranges, ds)
	out.Releases = joined(file, r.ID, x, scheme, vers.Range{}, custom(x.Specific), ds)
	return out, !out.Range.Empty() || !out.Releases.Empty()
}

// joined adds ranges to what is known already. Ranges of commits have no order and are left out, and those that follow them count.
func joined(file, id string, x *affected, scheme vers.Scheme, all vers.Range, list []ranges, ds *diag.List) vers.Range {
	for _, r := range list {
		if r.Type == "GIT" || scheme == vers.None {
			continue
		}
		one, err := vers.Events(scheme, events(r.Events))
		if err == nil {
			all, err = union(all, one)
		}
		if err != nil {
			ds.Add(diag.Pos{File: file}, diag.OsvRange, "", "%s, %s: %s", id, x.Package.Name, err)
		}
	}
	return all
}

// union is what either holds; nothing and something is something.
func union(a, b vers.Range) (vers.Range, error) {
	if a.Empty() {
		return b, nil
	}
	return a.Union(b)
}

func events(all []event) []vers.Event {
	out := make([]vers.Event, len(all))
	for i, e := range all {
		out[i] = vers.Event(e)
	}
	return out
}

// custom are the ranges that the Go vulnerability database keeps beside those of modules.
func custom(specific json.RawMessage) []ranges {
	if len(specific) == 0 {
		return nil
	}
	var s struct {
		Ranges []ranges `json:"custom_ranges"`
	}
	if json.Unmarshal(specific, &s) != nil {
		return nil
	}
	return s.Ranges
}

// weaknesses are the ids of the CWE that GitHub gives beside its records.
func weaknesses(specific json.RawMessage) []string {
	var s struct {
		CWEs []string `json:"cwe_ids"`
	}
	if len(specific) == 0 || json.Unmarshal(specific, &s) != nil {
		return nil
	}
	return s.CWEs
}
