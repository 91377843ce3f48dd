package postmarket

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// PURL is a package URL in its normal form: pkg:type/namespace/name@version?qualifiers#subpath.
//
// The grammar is that of ECMA-427, of which the purl specification is the source. Read are also forms that the specification refuses or leaves
// open and that programs write: an @ before a scope, a / written as %2F in a namespace or name, a version without text. What a type requires
// beyond the grammar (a namespace for swift, a version for cran) is not asked for: a package is found without it or not at all.
type PURL struct {
	Type       string
	Namespace  string // segments with / between them; may be empty
	Name       string
	Version    string
	Qualifiers []Qualifier // by key
	Subpath    string      // segments with / between them
}

// Qualifier is one of the pairs after the question mark of a package URL.
type Qualifier struct{ Key, Value string }

// folding says which parts of a name do not depend on capital letters, so that they are written in small ones.
type folding struct{ namespace, name, version bool }

// foldings are those of the types in the purl specification, checked against its tests. Names of npm fold as well, though some old packages differ
// by capital letters only: one package too many is found then, which a person sees, rather than one too few.
var foldings = map[string]folding{
	"alpm": {true, true, false}, "apk": {true, true, false}, "bitbucket": {true, true, false}, "composer": {true, true, false},
	"deb": {true, true, false}, "github": {true, true, false}, "golang": {true, true, false}, "hex": {true, true, false},
	"luarocks": {true, true, false}, "npm": {true, true, false}, "vscode-extension": {true, true, false},
	"bitnami": {false, true, false}, "oci": {false, true, false}, "otp": {false, true, false}, "pub": {false, true, false}, "pypi": {false, true, false},
	"qpkg": {true, false, false}, "rpm": {true, false, false},
	"huggingface": {false, false, true},
}

// ParsePURL reads a package URL and brings it into its normal form.
func ParsePURL(text string) (PURL, error) {
	p, err := parsePURL(text)
	if err != nil {
		return PURL{}, fmt.Errorf("package URL %.200q: %w", text, err)
	}
	return p, nil
}

func parsePURL(rest string) (p PURL, err error) {
	if !utf8.ValidString(rest) {
		return p, errors.New("it is not UTF-8")
	}
	if len(rest) < 4 || !strings.EqualFold(rest[:4], "pkg:") {
		return p, errors.New(`it does not begin with "pkg:"`)
	}
	rest, subpath := cutLast(rest[4:], "#")
	rest, qualifiers := cutLast(rest, "?")
	rest = strings.Trim(rest, "/")
	typ, rest, _ := strings.Cut(rest, "/")
	if p.Type = strings.ToLower(typ); !validType(p.Type) {
		return p, fmt.Errorf("%.40q is no type", typ)
	}
	if at := strings.LastIndexByte(rest, '@'); at >= 0 && !scope(rest, at) {
		if p.Version, err = decode(rest[at+1:]); err != nil {
			return p, err
		}
		rest = rest[:at]
	}
	path, err := decode(rest)
	if err != nil {
		return p, err
	}
	if p.Namespace, p.Name = cutName(segments(path, false)); p.Name == "" {
		return p, errors.New("it has no name")
	}
	if p.Qualifiers, err = parseQualifiers(qualifiers); err != nil {
		return p, err
	}
	if subpath, err = decode(subpath); err != nil {
		return p, err
	}
	p.Subpath = segments(subpath, true)
	p.normalise()
	return p, nil
}

func cutLast(s, sep string) (before, after string) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):]
	}
	return s, ""
}

// scope tells whether an @ begins the scope of an npm package that was not encoded, as in @babel/core, and not a version.
func scope(s string, at int) bool {
	return (at == 0 || s[at-1] == '/') && strings.Contains(s[at:], "/")
}

func validType(t string) bool {
	for i, c := range []byte(t) {
		letter := 'a' <= c && c <= 'z'
		if !letter && (i == 0 || !(('0' <= c && c <= '9') || c == '.' || c == '+' || c == '-')) {
			return false
		}
	}
	return t != ""
}

// segments leaves out empty segments of a path and, for a subpath, those that lead elsewhere.
func segments(path string, dots bool) string {
	if !dots && !strings.HasPrefix(path, "/") && !strings.HasSuffix(path, "/") && !strings.Contains(path, "//") {
		return path
	}
	var out []string
	for s := range strings.SplitSeq(path, "/") {
		if s != "" && !(dots && (s == "." || s == "..")) {
			out = append(out, s)
		}
	}
	return strings.Join(out, "/")
}

func cutName(path string) (namespace, name string) {
	if i := strings.LastIndexByte(path, '/'); i >= 0 {
		return path[:i], path[i+1:]
	}
	return "", path
}

func parseQualifiers(s string) ([]Qualifier, error) {
	if s == "" {
		return nil, nil
	}
	var out []Qualifier
	for pair := range strings.SplitSeq(s, "&") {
		key, text, _ := strings.Cut(pair, "=")
		value, err := decode(text)
		if err != nil {
			return nil, err
		}
		if value == "" {
			continue
		}
		key = strings.ToLower(key)
		if !validKey(key) {
			return nil, fmt.Errorf("%.40q is no name of a qualifier", key)
		}
		out = append(out, Qualifier{key, value})
	}
	slices.SortStableFunc(out, func(a, b Qualifier) int { return cmp.Compare(a.Key, b.Key) })
	for i := 1; i < len(out); i++ {
		if out[i].Key == out[i-1].Key {
			return nil, fmt.Errorf("the qualifier %q stands twice", out[i].Key)
		}
	}
	return out, nil
}

func validKey(key string) bool {
	for i, c := range []byte(key) {
		if letter := 'a' <= c && c <= 'z'; !letter && (i == 0 || !('0' <= c && c <= '9' || c == '.' || c == '-' || c == '_')) {
			return false
		}
	}
	return key != ""
}

// decode turns %41 into A.
func decode(s string) (string, error) {
	if strings.IndexByte(s, '%') < 0 {
		return s, nil
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		if s[i] != '%' {
			b = append(b, s[i])
			continue
		}
		if i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2]) {
			return "", fmt.Errorf("%.40q is no encoding with %%", s)
		}
		b = append(b, unhex(s[i+1])<<4|unhex(s[i+2]))
		i += 2
	}
	if !utf8.Valid(b) {
		return "", fmt.Errorf("%.40q does not encode UTF-8", s)
	}
	return string(b), nil
}

func isHex(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f' }

func unhex(c byte) byte {
	if c <= '9' {
		return c - '0'
	}
	return c | 0x20 - 'a' + 10
}

// normalise applies the rules of the type.
func (p *PURL) normalise() {
	f := foldings[p.Type]
	if f.namespace {
		p.Namespace = strings.ToLower(p.Namespace)
	}
	if f.name {
		p.Name = strings.ToLower(p.Name)
	}
	if f.version {
		p.Version = strings.ToLower(p.Version)
	}
	switch p.Type {
	case "pypi":
		p.Name = runs(p.Name)
	case "pub":
		p.Name = strings.ReplaceAll(p.Name, "-", "_")
	case "cpan":
		p.Namespace = strings.ToUpper(p.Namespace)
	case "mlflow":
		if strings.Contains(p.Qualifier("repository_url"), "databricks") {
			p.Name = strings.ToLower(p.Name)
		}
	}
}

// runs makes a hyphen of each run of hyphens, underscores and dots, as PyPI does (PEP 503).
func runs(name string) string {
	if !strings.ContainsAny(name, "_.") && !strings.Contains(name, "--") {
		return name
	}
	var b strings.Builder
	run := false
	for _, c := range []byte(name) {
		if is := c == '-' || c == '_' || c == '.'; is {
			run = true
			continue
		}
		if run {
			b.WriteByte('-')
			run = false
		}
		b.WriteByte(c)
	}
	if run {
		b.WriteByte('-')
	}
	return b.String()
}

// Qualifier is the value of a qualifier; empty where it is absent.
func (p PURL) Qualifier(key string) string {
	for _, q := range p.Qualifiers {
		if q.Key == key {
			return q.Value
		}
	}
	return ""
}

// Key is what names the package whatever its version is: type/namespace/name. Packages are the same where their keys are.
func (p PURL) Key() string {
	if p.Namespace == "" {
		return p.Type + "/" + p.Name
	}
	return p.Type + "/" + p.Namespace + "/" + p.Name
}

// maxSubpath is how many segments of a subpath may belong to a module. The keys of a path of any length would take its square.
const maxSubpath = 16

// Keys are the keys under which the package may be known, the likeliest first. A Go module whose path is longer than a repository's is
// written by some programs with the rest of the path as subpath, and by others that is a package within the module.
func (p PURL) Keys() []string {
	key := p.Key()
	if p.Type != "golang" || p.Subpath == "" {
		return editionKeys(key, p.Qualifier("distro"))
	}
	var out []string
	path := strings.SplitN(strings.ToLower(p.Subpath), "/", maxSubpath+1)
	sub := strings.Join(path[:min(len(path), maxSubpath)], "/")
	for ; sub != ""; sub, _ = cutName(sub) {
		out = append(out, key+"/"+sub)
	}
	return append(out, key)
}

// PackageKey is the key of a package of which a purl type and the whole name are known, as advisories have them: the namespace stands before
// the name with / between them, or with a colon for Maven.
func PackageKey(purlType, name string) string {
	p := PURL{Type: strings.ToLower(purlType)}
	if p.Type == "maven" {
		name = strings.ReplaceAll(name, ":", "/")
	}
	p.Namespace, p.Name = cutName(segments(name, false))
	p.normalise()
	return p.Key()
}

// String is the package URL in its normal form.
func (p PURL) String() string {
	b := make([]byte, 0, 64)
	b = append(append(b, "pkg:"...), p.Type...)
	b = append(b, '/')
	if p.Namespace != "" {
		b = append(encode(b, p.Namespace, true), '/')
	}
	b = encode(b, p.Name, false)
	if p.Version != "" {
		b = encode(append(b, '@'), p.Version, false)
	}
	sep := byte('?')
	for _, q := range p.Qualifiers {
		b = append(append(append(b, sep), q.Key...), '=')
		b = encode(b, q.Value, false)
		sep = '&'
	}
	if p.Subpath != "" {
		b = encode(append(b, '#'), p.Subpath, true)
	}
	return string(b)
}

// encode writes text with % for all that ECMA-427 does not leave as it is.
func encode(b []byte, s string, path bool) []byte {
	const digits = "0123456789ABCDEF"
	for _, c := range []byte(s) {
		switch {
		case 'a' <= c|0x20 && c|0x20 <= 'z', '0' <= c && c <= '9', c == '-', c == '.', c == '_', c == '~', c == ':', c == '/' && path:
			b = append(b, c)
		default:
			b = append(b, '%', digits[c>>4], digits[c&15])
		}
	}
	return b
}
