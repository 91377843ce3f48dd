package postmarket

import (
	"bytes"
	"cmp"
	"fmt"
	"strings"

	"cordon/internal/vers"
)

// Configuration says which products together are vulnerable, as NVD and CVE records lay it out: a tree whose leaves are products. A leaf that is not
// vulnerable is a platform: it never makes an advisory concern anybody, but a vulnerable product may need it ("running on").
type Configuration struct {
	And    bool // all of Below and Products must be there; one of them where false
	Negate bool // it must not be there
	Below  []Configuration
	// Products are leaves.
	Products []ProductMatch
}

// ProductMatch is a product with versions.
type ProductMatch struct {
	CPE        CPE
	Vulnerable bool
	Scheme     vers.Scheme
	// Versions are those concerned where the name says any version; the zero Range stands for all of them.
	Versions vers.Range
}

// maxBelow bounds how deep configurations are nested; those of NVD are two levels deep.
const maxBelow = 16

// keys are what an index finds the vulnerable products by.
func (c *Configuration) keys(see func(key string), depth int) {
	for i := range c.Products {
		if k := c.Products[i].CPE.key(); c.Products[i].Vulnerable && k != "" {
			see(k)
		}
	}
	for i := range c.Below {
		if depth < maxBelow {
			c.Below[i].keys(see, depth+1)
		}
	}
}

// branch is a Configuration as the index keeps it.
type branch struct {
	and, negate bool
	below       []branch
	leaves      []leaf
}

// leaf is a ProductMatch as the index keeps it.
type leaf struct {
	cpe        CPE
	vulnerable bool
	scheme     vers.Scheme
	versions   span
}

// configuration writes a tree. What is deeper than maxBelow is left out.
func (b *writer) configuration(c *Configuration, depth int) {
	b.number(truth(c.And))
	b.number(truth(c.Negate))
	if depth == maxBelow {
		b.number(0)
	} else {
		b.number(len(c.Below))
		for i := range c.Below {
			b.configuration(&c.Below[i], depth+1)
		}
	}
	b.number(len(c.Products))
	for i := range c.Products {
		p := &c.Products[i]
		b.text(p.CPE.String())
		b.number(truth(p.Vulnerable))
		b.number(int(p.Scheme))
		b.ranges(p.Versions)
	}
}

func (r *reader) configuration(depth int) branch {
	c := branch{and: r.number() == 1, negate: r.number() == 1}
	for range r.count() {
		if depth == maxBelow {
			r.rest, r.wrong = nil, true
			return c
		}
		c.below = append(c.below, r.configuration(depth+1))
	}
	for range r.count() {
		l := leaf{vulnerable: false}
		cpe, err := ParseCPE(r.text())
		if err != nil {
			r.rest, r.wrong = nil, true
			return c
		}
		l.cpe, l.vulnerable, l.scheme, l.versions = cpe, r.number() == 1, vers.Scheme(r.number()), r.span()
		c.leaves = append(c.leaves, l)
	}
	return c
}

// answer is whether something holds: no, nobody can tell, or yes; with the reason.
type answer struct {
	sure    sureness
	because string
}

type sureness int

const (
	no sureness = iota
	unsure
	yes
)

// platform is a component by its CPE.
type platform struct {
	cpe     CPE
	version string
}

// concerns tells whether a component is vulnerable in a configuration, given all components of the bill of materials.
func (c *branch) concerns(p platform, all map[string][]platform) answer {
	if c.negate {
		return answer{} // what must not be there is not what is vulnerable
	}
	best := answer{}
	at := -1 // the member through which it is concerned
	see := func(i int, a answer) {
		if a.sure > best.sure {
			best, at = a, i
		}
	}
	for i := range c.leaves {
		if c.leaves[i].vulnerable {
			see(i, c.leaves[i].holds(p))
		}
	}
	for i := range c.below {
		see(len(c.leaves)+i, c.below[i].concerns(p, all))
	}
	if !c.and || best.sure == no {
		return best
	}
	for i := range len(c.leaves) + len(c.below) {
		if i == at {
			continue
		}
		var other answer
		if i < len(c.leaves) {
			other = c.leaves[i].there(all)
		} else {
			other = c.below[i-len(c.leaves)].there(all)
		}
		if other.sure != yes {
			return answer{unsure, best.because + "; " + other.because}
		}
		best.because += ", with " + other.because
	}
	return best
}

// there tells whether the bill of materials has what a configuration wants.
func (c *branch) there(all map[string][]platform) answer {
	out := answer{because: "the configuration is empty"}
	first := true
	for i := range len(c.leaves) + len(c.below) {
		var a answer
		if i < len(c.leaves) {
			a = c.leaves[i].there(all)
		} else {
			a = c.below[i-len(c.leaves)].there(all)
		}
		if first || (a.sure > out.sure) != c.and && a.sure != out.sure {
			out = a
		}
		first = false
	}
	if c.negate {
		switch out.sure {
		case yes:
			return answer{no, out.because + " is in the bill of materials, and must not be"}
		case no:
			return answer{yes, "what must not be there is not in the bill of materials"}
		}
	}
	return out
}

// there tells whether the bill of materials has a product.
func (l *leaf) there(all map[string][]platform) answer {
	what := "platform"
	if l.vulnerable {
		what = "product"
	}
	out := answer{no, fmt.Sprintf("the %s %s is not in the bill of materials", what, l.label())}
	for _, p := range all[l.cpe.key()] {
		if a := l.holds(p); a.sure > out.sure {
			out = answer{a.sure, l.label()}
			if a.sure == unsure {
				out.because = fmt.Sprintf("whether the %s %s is the one in the bill of materials is not known: %s", what, l.label(), a.because)
			}
		}
	}
	return out
}

// label is the product as people say it.
func (l *leaf) label() string {
	words := []string{bare(l.cpe[cpeVendor]), bare(l.cpe[cpeProduct]), l.cpe.Version()}
	return strings.TrimSpace(strings.Join(words, " "))
}

// openWords are the attributes that a component may leave open, as people call them.
var openWords = map[int]string{
	cpeUpdate: "update", cpeEdition: "edition", cpeLanguage: "language", cpeSWEdition: "edition", cpeTargetSW: "target software", cpeTargetHW: "target hardware",
}

// holds tells whether a component is what a leaf names. An attribute that the component leaves open and the leaf does not is unsure, except that
// no update, edition and so on is what a component without one has. A leaf of no version ("-") is what NVD writes for hardware and platforms of
// any version; where it is vulnerable, nobody says in which versions.
func (l *leaf) holds(p platform) answer {
	out := answer{sure: yes}
	doubt := func(why string) {
		if out.sure == yes {
			out.sure = unsure
		}
		out.because = strings.TrimPrefix(out.because+"; "+why, "; ")
	}
	for i, want := range l.cpe {
		if i == cpeVersion {
			continue
		}
		switch CompareAttribute(want, p.cpe[i]) {
		case Disjoint:
			return answer{}
		case Subset, Undefined:
			if word := openWords[i]; word == "" {
				doubt("the component does not say what it is exactly")
			} else if want != noValue {
				doubt(fmt.Sprintf("it is for the %s %s, which the component does not say", word, bare(want)))
			}
		}
	}
	versions := l.version(p.version, doubt)
	if versions == "" {
		return answer{}
	}
	out.because = strings.TrimSuffix(versions+"; "+out.because, "; ")
	return out
}

// version says which versions a leaf means, if that of a component is among them; empty where it is not.
func (l *leaf) version(version string, doubt func(string)) string {
	want := l.cpe[cpeVersion]
	if bounded := len(l.versions.intervals)+len(l.versions.texts) > 0; bounded && want == anyValue {
		key, err := vers.Key(l.scheme, version)
		h, in := l.versions.holds(key, err != nil, version)
		if !in {
			return ""
		}
		if h.unsure {
			doubt("the version cannot be placed")
		}
		return strings.TrimSuffix(h.because, "; the version cannot be placed")
	}
	switch {
	case want == anyValue:
		return "every version"
	case want == noValue:
		if l.vulnerable && l.cpe[cpePart] != "h" && version != "" {
			doubt("no version is named")
		}
		return "no version"
	case version == "":
		doubt("the component has no version")
		return bare(want)
	case wild(want):
		if !fits(want, escaped(version)) {
			return ""
		}
		return bare(want)
	}
	if text := bare(want); text == version || sameVersion(text, version) {
		return text
	}
	return ""
}

// sameVersion tells whether two texts are the same version in the order for all: 1.0 and 1.0.0.
func sameVersion(a, b string) bool {
	x, err1 := vers.Key(vers.Generic, a)
	y, err2 := vers.Key(vers.Generic, b)
	return err1 == nil && err2 == nil && bytes.Equal(x, y)
}

// escaped is a version as a CPE name has it.
func escaped(version string) string {
	var b strings.Builder
	for _, c := range []byte(strings.ToLower(version)) {
		if !plain(c) {
			b.WriteByte('\\')
		}
		b.WriteByte(c)
	}
	return b.String()
}

// platformOf is a component as the one that a CPE name of it says.
func platformOf(c *Component, name string) (platform, error) {
	cpe, err := ParseCPE(name)
	if err != nil {
		return platform{}, err
	}
	return platform{cpe, cmp.Or(cpe.Version(), c.Version)}, nil
}
