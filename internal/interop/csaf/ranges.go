package csaf

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

// checkRange says why a name is no product version range of 2.1: neither a range specifier (vers:type/constraints) in its canonical form, nor its
// constraints alone. Whether constraints stand in the order of their versions is not looked at: that order is known for the versions of few makers.
func checkRange(name string) error {
	rest, isVers := strings.CutPrefix(name, "vers:")
	if !isVers {
		return checkConstraints(name, false)
	}
	kind, constraints, ok := strings.Cut(rest, "/")
	switch {
	case !ok:
		return errors.New("nothing stands after its type")
	case !versType.MatchString(kind):
		return fmt.Errorf("the type %q has a wrong form", short(kind))
	case kind == "all" && constraints != "*":
		return errors.New("vers:all is followed by /* only")
	case kind == "all":
		return nil
	}
	return checkConstraints(constraints, true)
}

var versType = regexp.MustCompile(`^[a-z][a-z0-9.\-+]*$`)

// constraint is one comparator with its version.
type constraint struct{ sign, version string }

func checkConstraints(s string, isVers bool) error {
	if s == "*" {
		return errors.New("all versions are written vers:all/*")
	}
	var list []constraint
	seen := map[string]bool{}
	for part := range strings.SplitSeq(s, "|") {
		c, err := parseConstraint(part)
		if err != nil {
			return err
		}
		if seen[c.version] {
			return fmt.Errorf("the version %q stands twice", short(c.version))
		}
		seen[c.version] = true
		list = append(list, c)
	}
	if len(list) == 1 && list[0].sign == "" && !isVers {
		return errors.New("it is one version, not a range")
	}
	return checkSequence(list)
}

func parseConstraint(s string) (constraint, error) {
	c := constraint{version: strings.TrimLeft(s, "<>=!")}
	c.sign = s[:len(s)-len(c.version)]
	switch c.sign {
	case "", "!=", "<", "<=", ">", ">=":
	case "=":
		return c, errors.New("a single version stands without =")
	default:
		return c, fmt.Errorf("%q is no comparator", short(c.sign))
	}
	switch decoded, err := url.PathUnescape(c.version); {
	case c.version == "":
		return c, fmt.Errorf("a constraint has no version")
	case c.version == "*":
		return c, errors.New("a star stands alone")
	case strings.ContainsFunc(c.version, func(r rune) bool { return r <= ' ' || r == 0x7f }):
		return c, errors.New("it has a space")
	case err != nil:
		return c, errors.New("it has a % that quotes nothing")
	case strings.ContainsAny(decoded, "<>=!*|") && !strings.ContainsRune(c.version, '%'):
		return c, fmt.Errorf("the version %q has a sign of a comparator that is not quoted", short(c.version))
	}
	return c, nil
}

// checkSequence wants what the specification of ranges does of a list without those that are not equal: what closes a range follows what opens it, and no
// single version stands in a range, which has it already.
func checkSequence(list []constraint) error {
	var without []constraint // of !=
	for _, c := range list {
		if c.sign != "!=" {
			without = append(without, c)
		}
	}
	last := ""
	for i, c := range without {
		upper := c.sign == "<" || c.sign == "<="
		if i > 0 && without[i-1].sign == "" && upper {
			return fmt.Errorf("a single version stands before %q, where a range ends", short(c.version))
		}
		switch {
		case c.sign == "":
		case last != "" && upper == (last == "<"):
			return fmt.Errorf("two constraints in a row open or close the range, the second at %q", short(c.version))
		case upper:
			last = "<"
		default:
			last = ">"
		}
	}
	return nil
}
