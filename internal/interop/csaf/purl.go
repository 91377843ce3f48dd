package csaf

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// purl is a package URL in its parts (ECMA-427).
type purl struct {
	kind, namespace, name, version, subpath string
	qualifiers                              map[string]string
}

var (
	purlType     = regexp.MustCompile(`^[a-z.\-+][a-z0-9.\-+]*$`)
	qualifierKey = regexp.MustCompile(`^[a-z.\-_][a-z0-9.\-_]*$`)
)

// parsePURL reads a package URL by the letter, or says why it is none; postmarket.ParsePURL takes what can be understood. It knows the rules that
// hold for all types, and of single types only whether they need a namespace or must not have one: an advisory that names a type of tomorrow is
// not wrong.
func parsePURL(s string) (purl, error) {
	rest, ok := cutScheme(s)
	if !ok {
		return purl{}, errors.New(`it does not begin with "pkg:"`)
	}
	var p purl
	rest, fragment, _ := strings.Cut(rest, "#")
	rest, query, _ := strings.Cut(rest, "?")
	kind, rest, _ := strings.Cut(strings.Trim(rest, "/"), "/")
	if p.kind = strings.ToLower(kind); !purlType.MatchString(p.kind) {
		return purl{}, errors.New("it has no type, or one of a wrong form")
	}
	var err error
	// A version stands after the last @ that has no / behind it; an @ in front belongs to a namespace such as @angular, where it ought to be quoted.
	if i := strings.LastIndexByte(rest, '@'); i > 0 && !strings.Contains(rest[i:], "/") {
		if p.version, err = unquote("version", rest[i+1:]); err != nil {
			return purl{}, err
		}
		rest = rest[:i]
	} else if i == 0 && !strings.Contains(rest, "/") {
		rest = ""
	}
	segments := strings.Split(strings.Trim(rest, "/"), "/")
	if p.name, err = unquote("name", segments[len(segments)-1]); err != nil {
		return purl{}, err
	}
	if p.name == "" {
		return purl{}, errors.New("it has no name")
	}
	if p.namespace, err = unquoteAll("namespace", segments[:len(segments)-1]); err != nil {
		return purl{}, err
	}
	if p.subpath, err = unquoteAll("subpath", strings.Split(strings.Trim(fragment, "/"), "/")); err != nil {
		return purl{}, err
	}
	if p.qualifiers, err = qualifiers(query); err != nil {
		return purl{}, err
	}
	return p, p.typed()
}

func cutScheme(s string) (string, bool) {
	if len(s) < 4 || !strings.EqualFold(s[:4], "pkg:") {
		return s, false
	}
	return s[4:], true
}

func unquote(what, s string) (string, error) {
	out, err := url.PathUnescape(s)
	if err != nil {
		return "", fmt.Errorf("its %s has a %% that quotes nothing", what)
	}
	if strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return "", fmt.Errorf("its %s has a space that is not quoted", what)
	}
	return out, nil
}

// unquoteAll joins the segments of a path that say something.
func unquoteAll(what string, segments []string) (string, error) {
	var out []string
	for _, s := range segments {
		x, err := unquote(what, s)
		switch {
		case err != nil:
			return "", err
		case strings.Contains(x, "/"):
			return "", fmt.Errorf("its %s has a quoted /", what)
		case x != "":
			out = append(out, x)
		}
	}
	return strings.Join(out, "/"), nil
}

func qualifiers(query string) (map[string]string, error) {
	out := map[string]string{}
	if query == "" {
		return out, nil
	}
	for pair := range strings.SplitSeq(query, "&") {
		key, value, _ := strings.Cut(pair, "=")
		key = strings.ToLower(key)
		if !qualifierKey.MatchString(key) {
			return nil, fmt.Errorf("its qualifier %q has a wrong form", short(key))
		}
		if _, twice := out[key]; twice {
			return nil, fmt.Errorf("its qualifier %q stands twice", short(key))
		}
		v, err := unquote("qualifier", value)
		if err != nil {
			return nil, err
		}
		out[key] = v
	}
	return out, nil
}

// Types that cannot name a package without a namespace, and those that have none (definitions in package-url/purl-spec). Go is not among the
// former: its standard library is called pkg:golang/stdlib everywhere.
var (
	withNamespace    = []string{"bitbucket", "composer", "github", "maven", "swift"}
	withoutNamespace = []string{"cargo", "gem", "mlflow", "nuget", "oci", "pypi"}
)

func (p purl) typed() error {
	switch {
	case p.namespace == "" && slices.Contains(withNamespace, p.kind):
		return fmt.Errorf("a package of %s has a namespace", p.kind)
	case p.namespace != "" && slices.Contains(withoutNamespace, p.kind):
		return fmt.Errorf("a package of %s has no namespace", p.kind)
	}
	return nil
}

// base is all but the qualifiers.
func (p purl) base() string {
	return strings.Join([]string{p.kind, p.namespace, p.name, p.version, p.subpath}, "\x00")
}
