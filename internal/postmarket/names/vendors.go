package names

import (
	_ "embed" // the names of vendors
	"fmt"
	"slices"
	"strings"
	"sync"
)

//go:embed vendors.tsv
var vendorLines string

// alias is another name of a vendor.
type alias struct {
	vendor string
	brand  bool
}

// aliases are the names of vendors, normalised. The file is part of the program, so that a wrong line is a mistake of ours.
var aliases = sync.OnceValue(func() map[string]alias {
	out := map[string]alias{}
	for line := range strings.Lines(vendorLines) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Split(line, "\t")
		if len(f) != 4 || !slices.Contains([]string{"name", "brand", "misspelt"}, f[2]) {
			panic(fmt.Sprintf("names: vendors.tsv: %q has not name, vendor, how and source", line))
		}
		out[plain(f[0])] = alias{short(plain(f[1])), f[2] == "brand"}
	}
	return out
})

// legal are words of legal forms, which say nothing about who somebody is.
var legal = words("inc incorporated ltd limited llc gmbh ag kg kgaa co company corp corporation sa se oy ab bv nv plc e ev spa and the srl pty yhtyma holding holdings group international")

// trade are words that many makers of devices have in their names.
var trade = words("medical healthcare health system diagnostic technologie technology laboratorie laboratory instrument usa us")

func words(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(s) {
		out[w] = true
	}
	return out
}

// vendor is who is meant by a text: one or more vendors, each with the owners that the table knows of.
type vendor struct {
	said   string
	names  []string // normalised, as said
	direct []string // the vendors that these names stand for
	owners []string // who owns them now
}

// vendorOf reads the name of a vendor. Several may be named: "Hillrom and ELI, Baxter International Inc.".
func vendorOf(said string) vendor {
	v := vendor{said: strings.TrimSpace(said)}
	outside, inside := parentheses(said)
	if !v.add(outside) {
		for _, p := range strings.FieldsFunc(outside, func(r rune) bool { return strings.ContainsRune(",/;", r) }) {
			for _, one := range strings.Split(p, " and ") {
				v.add(one)
			}
		}
	}
	for _, p := range inside {
		v.add(p)
	}
	return v
}

// plain is a name of a vendor without legal forms.
func plain(s string) string {
	var kept []string
	for _, t := range tokens(s) {
		if !legal[t] {
			kept = append(kept, t)
		}
	}
	return strings.Join(kept, " ")
}

// short cuts words of the trade off the end of a name: Contec Medical Systems is contec.
func short(name string) string {
	for {
		i := strings.LastIndexByte(name, ' ')
		if i < 0 || !trade[name[i+1:]] {
			return name
		}
		name = name[:i]
	}
}

// add adds what one name stands for, and tells whether the table knows it.
func (v *vendor) add(part string) bool {
	name := plain(part)
	a, known := aliases()[name]
	if !known {
		name = short(name)
		a, known = aliases()[name]
	}
	if first, _, more := strings.Cut(name, " "); !known && more && (first == "ge" || first == "bd") {
		a, known = aliases()[first] // GE Ultrasound, BD Biosciences
	}
	if len(name) < 2 || trade[name] {
		return false // "Medical Systems" alone is nobody
	}
	direct := name
	if known && !a.brand {
		direct = a.vendor
	}
	v.names = appendNew(v.names, name)
	v.direct = appendNew(v.direct, direct)
	at := direct
	for range maxOwners {
		owner, more := aliases()[at]
		if !more || !owner.brand {
			break
		}
		at = owner.vendor
		v.owners = appendNew(v.owners, at)
	}
	return known
}

// maxOwners bounds how often a company may have been bought by one that was bought.
const maxOwners = 4

func appendNew(list []string, s string) []string {
	if slices.Contains(list, s) {
		return list
	}
	return append(list, s)
}

// The ways in which two vendors belong together, as the evidence has them.
const (
	vendorSame    = 1
	vendorOwned   = 0.7
	vendorUnsaid  = 0
	vendorAnother = -1
)

// agrees tells how two vendors belong together.
func (v *vendor) agrees(o *vendor) (float64, string) {
	switch {
	case len(v.direct) == 0 || len(o.direct) == 0:
		return vendorUnsaid, "one of the two names no vendor"
	case shares(v.direct, o.direct):
		return vendorSame, fmt.Sprintf("the vendor agrees: %s", o.said)
	case shares(v.direct, o.owners) || shares(v.owners, o.direct) || shares(v.owners, o.owners):
		return vendorOwned, fmt.Sprintf("the vendors belong together: %s and %s", v.said, o.said)
	}
	return vendorAnother, fmt.Sprintf("the vendors differ: %s and %s", v.said, o.said)
}

func shares(a, b []string) bool {
	return slices.ContainsFunc(a, func(s string) bool { return slices.Contains(b, s) })
}

// keys are the names under which a vendor is looked up.
func (v *vendor) keys() []string { return append(slices.Clone(v.direct), v.owners...) }

// strip takes the names of a vendor out of a name of a product, unless nothing would be left.
func (v *vendor) strip(list []string) []string {
	out := list
	for _, name := range append(slices.Clone(v.names), v.keys()...) {
		parts := strings.Fields(name)
		for i := 0; i+len(parts) <= len(out); i++ {
			if slices.Equal(out[i:i+len(parts)], parts) && len(out) > len(parts) {
				out = slices.Delete(slices.Clone(out), i, i+len(parts))
				i--
			}
		}
	}
	return out
}
