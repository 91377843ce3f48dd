package cve

import (
	"cmp"
	"strconv"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/postmarket"
	"cordon/internal/vers"
)

// affected is a product with its versions.
type affected struct {
	Vendor     string    `json:"vendor"`
	Product    string    `json:"product"`
	Collection string    `json:"collectionURL"`
	Package    string    `json:"packageName"`
	PURL       string    `json:"packageURL"` // without a version
	CPEs       []string  `json:"cpes"`
	Files      []string  `json:"programFiles"`
	Default    string    `json:"defaultStatus"` // of versions that are not listed: unknown where empty
	Versions   []version `json:"versions"`
}

type version struct {
	Version string   `json:"version"`
	Status  string   `json:"status"` // affected, unaffected, unknown
	Type    string   `json:"versionType"`
	Below   string   `json:"lessThan"`
	UpTo    string   `json:"lessThanOrEqual"`
	Changes []change `json:"changes"`
}

type change struct {
	At     string `json:"at"`
	Status string `json:"status"`
}

// collections are the ecosystems of package collections, by a part of their address.
var collections = []struct{ part, typ string }{
	{"pypi.", "pypi"}, {"registry.npmjs.org", "npm"}, {"npmjs.com", "npm"}, {"repo.maven.apache.org", "maven"}, {"repo1.maven.org", "maven"}, {"crates.io", "cargo"},
	{"rubygems.org", "gem"}, {"pkg.go.dev", "golang"}, {"proxy.golang.org", "golang"}, {"packagist.org", "composer"}, {"nuget.org", "nuget"}, {"hex.pm", "hex"}, {"pub.dev", "pub"},
}

// read adds a product by its package, and by its CPE names. One that has neither is known by its name only, and not read here.
func (x *affected) read(a *postmarket.Advisory, at diag.Pos, ds *diag.List) {
	for _, f := range x.Files {
		if f = postmarket.Clean(f); f != "" {
			a.Files = append(a.Files, f)
		}
	}
	if key, scheme, ok := x.pkg(); ok {
		if r := x.versions(scheme, a.ID, at, ds); !r.Empty() {
			a.Affected = append(a.Affected, postmarket.Affected{Package: key, Scheme: scheme, Range: r})
		}
	}
	if len(x.CPEs) == 0 {
		return
	}
	r := x.versions(vers.Generic, a.ID, at, ds)
	if r.Empty() {
		return
	}
	c := postmarket.Configuration{}
	for _, name := range x.CPEs {
		cpe, err := postmarket.ParseCPE(name)
		if err != nil {
			ds.Add(at, diag.FeedCPE, "", "%s: %.100q: %s", a.ID, name, err)
			continue
		}
		c.Products = append(c.Products, postmarket.ProductMatch{CPE: cpe, Vulnerable: true, Scheme: vers.Generic, Versions: r})
	}
	if len(c.Products) > 0 {
		a.Configurations = append(a.Configurations, c)
	}
}

// pkg is the package that a product is, if the record says it.
func (x *affected) pkg() (key string, scheme vers.Scheme, ok bool) {
	if x.PURL != "" {
		p, err := postmarket.ParsePURL(x.PURL)
		if err != nil {
			return "", 0, false
		}
		scheme, known := vers.Of(p.Type)
		return p.Key(), scheme, known
	}
	if x.Package == "" {
		return "", 0, false
	}
	for _, c := range collections {
		if strings.Contains(x.Collection, c.part) {
			scheme, known := vers.Of(c.typ)
			return postmarket.PackageKey(c.typ, strings.ReplaceAll(x.Package, ":", "/")), scheme, known
		}
	}
	return "", 0, false
}

// versions are the versions that are affected: those that are listed so, and where others are affected by default all that are not listed
// otherwise. Commits have no order and are left out. What is wrong is reported, and the rest counts.
func (x *affected) versions(scheme vers.Scheme, id string, at diag.Pos, ds *diag.List) vers.Range {
	var in, out vers.Range
	for i := range x.Versions {
		v := &x.Versions[i]
		if strings.EqualFold(v.Type, "git") || strings.EqualFold(v.Type, "sourceCode") {
			continue
		}
		a, b, err := v.ranges(scheme)
		if err == nil {
			in, err = in.Union(a)
		}
		if err == nil {
			out, err = out.Union(b)
		}
		if err != nil {
			ds.Add(at, diag.FeedVersions, "", "%s, %.40q: %s", id, cmp.Or(x.Product, x.Package), err)
		}
	}
	if x.Default == "affected" {
		rest, err := vers.All(scheme).Without(out)
		if err == nil {
			in, err = in.Union(rest)
		}
		if err != nil {
			ds.Add(at, diag.FeedVersions, "", "%s, %.40q: %s", id, cmp.Or(x.Product, x.Package), err)
		}
	}
	return in
}

// beginnings are how records write that a range has no beginning, or that every version is meant.
var beginnings = map[string]bool{"": true, "0": true, "*": true, "-": true, "unspecified": true, "n/a": true, "all": true, "all versions": true, "any": true, "unknown": true}

// everyVersion are how records write that every version is meant, where there is no upper limit.
var everyVersion = map[string]bool{"*": true, "all": true, "all versions": true, "any": true}

// ranges are the versions that an entry says are affected, and those that it says are not.
func (v *version) ranges(scheme vers.Scheme) (in, out vers.Range, err error) {
	r, err := v.span(scheme)
	if err != nil {
		return in, out, err
	}
	rest := r
	status := v.Status
	put := func(part vers.Range) error {
		var err error
		switch status {
		case "affected":
			in, err = in.Union(part)
		case "unaffected":
			out, err = out.Union(part)
		}
		return err
	}
	for _, c := range v.Changes { // each says what holds from a version on
		after, err := vers.Between(scheme, vers.Span{StartIncluding: c.At})
		if err != nil {
			return in, out, err
		}
		before, err := rest.Without(after)
		if err != nil {
			return in, out, err
		}
		if err := put(before); err != nil {
			return in, out, err
		}
		if rest, err = rest.Without(before); err != nil {
			return in, out, err
		}
		status = c.Status
	}
	return in, out, put(rest)
}

// span is the range that an entry is about.
func (v *version) span(scheme vers.Scheme) (vers.Range, error) {
	word := strings.ToLower(strings.TrimSpace(v.Version))
	if strings.ContainsAny(v.Version, "<>") && v.Below == "" && v.UpTo == "" {
		return comparisons(scheme, v.Version)
	}
	span := vers.Span{StartIncluding: strings.TrimSpace(v.Version)}
	if beginnings[word] {
		span.StartIncluding = ""
	}
	switch {
	case v.Below == "" && v.UpTo == "":
		if everyVersion[word] {
			return vers.All(scheme), nil
		}
		if beginnings[word] && word != "0" {
			return vers.Range{}, nil // no version is named
		}
		return vers.Versions(scheme, []string{strings.TrimSpace(v.Version)}), nil
	case v.Below == "*" || v.UpTo == "*":
		if span.StartIncluding == "" {
			return vers.All(scheme), nil
		}
	case v.Below != "":
		span.EndExcluding = strings.TrimSpace(v.Below)
	default:
		span.EndIncluding = strings.TrimSpace(v.UpTo)
		if line, ok := strings.CutSuffix(span.EndIncluding, ".*"); ok { // 5.4.* is every version before 5.5
			if next, ok := following(line); ok {
				span.EndIncluding, span.EndExcluding = "", next
			}
		}
	}
	return vers.Between(scheme, span)
}

// following is the line of versions after another one: 5.5 after 5.4.
func following(line string) (string, bool) {
	dot := strings.LastIndexByte(line, '.')
	n, err := strconv.Atoi(line[dot+1:])
	if err != nil || n < 0 || n > 1<<40 {
		return "", false
	}
	return line[:dot+1] + strconv.Itoa(n+1), true
}

// comparisons reads ">= 1.0, < 1.2.3", which authorities of GitHub and others write as a version.
func comparisons(scheme vers.Scheme, text string) (vers.Range, error) {
	var parts []string
	for part := range strings.SplitSeq(text, ",") {
		part = strings.ReplaceAll(strings.TrimSpace(part), " ", "")
		if rest, ok := strings.CutPrefix(part, "="); ok && !strings.HasPrefix(rest, "=") {
			part = rest
		}
		parts = append(parts, part)
	}
	return vers.Constraints(scheme, strings.Join(parts, "|"))
}
