// Package spdx reads bills of materials in the format SPDX: versions 2.0 to 2.3 in JSON and as tags and values, and version 3 in JSON-LD. Of a document it
// takes what package postmarket keeps: packages and how they hang together. Files, snippets and the texts of licences stay where they are.
// It judges nothing.
//
// All readers go through a document once. A value of a wrong form is said and left out; a document that breaks off is read up to there.
package spdx

import (
	"slices"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/jsontext"
	"cordon/internal/postmarket"
)

// reader is what all versions share.
type reader struct {
	*postmarket.Builder
	start diag.Pos // the file as a whole
	known bool     // something of SPDX was found

	describes []string          // what the document says to be about
	scopes    map[string]string // of what is depended on, the one that matters most
}

func newReader(file string, ds *diag.List) *reader {
	return &reader{
		Builder: postmarket.NewBuilder(postmarket.SPDX, file, ds), start: diag.Pos{File: file},
		scopes: map[string]string{},
	}
}

func (x *reader) options() jsontext.Options {
	return jsontext.Options{
		File: x.start.File, Bytes: postmarket.MaxBytes, Depth: postmarket.MaxDepth, Report: x.Report,
		Malformed: diag.BomMalformed, TooLarge: diag.BomTooLarge, Form: diag.BomForm,
	}
}

// version is the version of the format.
func (x *reader) version(at diag.Pos, v string, known ...string) {
	x.BOM.Version = v
	x.known = true
	if !slices.Contains(known, v) {
		x.Report(at, diag.BomVersion, "known are "+known[0]+" to "+known[len(known)-1], "the document is of version %.40q of SPDX", v)
	}
}

// said is a value, or nothing where the document says that there is none or that it does not know.
func said(value string) string {
	switch value = postmarket.Clean(value); value {
	case "NOASSERTION", "NONE":
		return ""
	}
	return value
}

// agent is the name of a person or organisation: "Organization: Example (mail@example.org)" is "Example".
func agent(text string) string {
	text = said(text)
	if kind, name, ok := strings.Cut(text, ":"); ok && (kind == "Person" || kind == "Organization") {
		text = strings.TrimSpace(name)
	}
	if i := strings.LastIndexByte(text, '('); i > 0 && strings.HasSuffix(text, ")") {
		if mail := text[i+1 : len(text)-1]; mail == "" || strings.Contains(mail, "@") {
			text = strings.TrimSpace(text[:i])
		}
	}
	return said(text)
}

// creator takes who or what made a document of version 2.
func (x *reader) creator(text string) {
	text = said(text)
	if tool, ok := strings.CutPrefix(text, "Tool:"); ok {
		x.BOM.Tools = append(x.BOM.Tools, postmarket.Clean(tool))
	} else if name := agent(text); name != "" {
		x.BOM.Authors = append(x.BOM.Authors, name)
	}
}

// types are the words for purposes of which CycloneDX has another one. Those of version 2 are written in capitals.
var types = map[string]postmarket.ComponentType{
	"operatingsystem": postmarket.OperatingSystem, "operating-system": postmarket.OperatingSystem,
	"devicedriver": postmarket.DeviceDriver, "device-driver": postmarket.DeviceDriver,
	"model": postmarket.MachineLearning,
}

func componentType(purpose string) postmarket.ComponentType {
	word := strings.ToLower(said(purpose))
	if t, ok := types[word]; ok {
		return t
	}
	return postmarket.ComponentType(word)
}

// algorithms are the names of hashes without what is no letter or digit, as CycloneDX writes them.
var algorithms = map[string]string{
	"md5": "MD5", "sha1": "SHA-1", "sha224": "SHA-224", "sha256": "SHA-256", "sha384": "SHA-384", "sha512": "SHA-512",
	"sha3224": "SHA3-224", "sha3256": "SHA3-256", "sha3384": "SHA3-384", "sha3512": "SHA3-512",
	"blake2b256": "BLAKE2b-256", "blake2b384": "BLAKE2b-384", "blake2b512": "BLAKE2b-512", "blake3": "BLAKE3",
}

func hash(c *postmarket.Component, alg, value string) {
	if value = postmarket.Clean(value); value == "" {
		return
	}
	name, ok := algorithms[strings.NewReplacer("-", "", "_", "").Replace(strings.ToLower(alg))]
	if !ok {
		name = postmarket.Clean(alg)
	}
	c.Hashes = append(c.Hashes, postmarket.Hash{Alg: name, Value: value})
}

// identifier takes an identifier of a component. The words are those of both versions.
func identifier(c *postmarket.Component, kind, value string) {
	if value = said(value); value == "" {
		return
	}
	switch strings.ToLower(kind) {
	case "purl", "packageurl":
		switch c.PURL {
		case "", value:
			c.PURL = value
		default:
			c.IDs = append(c.IDs, value)
		}
	case "cpe22type", "cpe23type", "cpe22", "cpe23":
		c.CPE = append(c.CPE, value)
	case "swid", "swh", "swhid", "gitoid":
		kind = strings.ToLower(kind)
		if kind == "swh" {
			kind = "swhid"
		}
		c.IDs = append(c.IDs, kind+":"+strings.TrimPrefix(value, kind+":"))
	}
}

func (x *reader) date(to *string, at diag.Pos, key, value string) {
	if value = said(value); value == "" {
		return
	}
	day, ok := postmarket.ParseDate(value)
	if !ok {
		x.Report(at, diag.BomForm, "write 2028-12-31T00:00:00Z", "%q is no date: %.40q", key, value)
		return
	}
	*to = day
}

// license takes the licence of a component, once, and of very many the first.
func license(c *postmarket.Component, text string) {
	if text = said(text); text != "" && len(c.Licenses) < 100 && !slices.Contains(c.Licenses, text) {
		c.Licenses = append(c.Licenses, text)
	}
}

// depend says that a component depends on another one, in a scope of CycloneDX.
func (x *reader) depend(at diag.Pos, from, on, scope string) {
	if from == "" || on == "" || on == "NOASSERTION" {
		return
	}
	if on == "NONE" {
		x.Depend(at, from)
		return
	}
	x.Depend(at, from, on)
	if old, ok := x.scopes[on]; !ok || weight(scope) > weight(old) {
		x.scopes[on] = scope
	}
}

// The scopes of CycloneDX: what is needed to build and test is no part of the product.
const (
	required = "required"
	optional = "optional"
	excluded = "excluded"
)

func weight(scope string) int { return slices.Index([]string{excluded, optional, required}, scope) }

// relations are the relationships of version 2 that are read. With turned, the second of two depends on the first.
var relations = map[string]struct {
	scope  string
	turned bool
}{
	"DEPENDS_ON": {required, false}, "DYNAMIC_LINK": {required, false}, "STATIC_LINK": {required, false}, "HAS_PREREQUISITE": {required, false},
	"DEPENDENCY_OF": {required, true}, "RUNTIME_DEPENDENCY_OF": {required, true}, "PROVIDED_DEPENDENCY_OF": {required, true}, "PREREQUISITE_FOR": {required, true},
	"OPTIONAL_DEPENDENCY_OF": {optional, true},
	"BUILD_DEPENDENCY_OF":    {excluded, true}, "DEV_DEPENDENCY_OF": {excluded, true}, "TEST_DEPENDENCY_OF": {excluded, true},
}

// relate takes a relationship of version 2.
func (x *reader) relate(at diag.Pos, from, kind, to string) {
	if elsewhere(from) || elsewhere(to) { // of another document
		return
	}
	if r, ok := relations[kind]; ok {
		if r.turned {
			from, to = to, from
		}
		x.depend(at, from, to, r.scope)
		return
	}
	switch kind {
	case "DESCRIBES":
		x.describes = append(x.describes, to)
	case "DESCRIBED_BY":
		x.describes = append(x.describes, from)
	case "CONTAINS":
		x.Hold(from, to)
	case "CONTAINED_BY", "PACKAGE_OF":
		x.Hold(to, from)
	}
}

func elsewhere(ref string) bool { return strings.HasPrefix(ref, "DocumentRef-") }

// build ends the document.
func (x *reader) build() *postmarket.BOM {
	if !x.known {
		return nil
	}
	if roots := slices.Compact(slices.Sorted(slices.Values(x.describes))); len(roots) == 1 {
		x.Root(roots[0])
	}
	b := x.Build()
	for c := range b.All() {
		if s := x.scopes[c.Ref]; s != required && c != b.Root {
			c.Scope = s
		}
	}
	return b
}
