package fleet

import (
	"cmp"
	"errors"

	"cordon/internal/postmarket"
)

// Part is the number of a version of a component.
type Part uint32

// parts are the distinct versions of components.
type parts struct {
	names  words  // package URLs without version
	of     []part // by Part
	byName [][]Part
	at     map[part]Part
	keys   map[string][]uint32 // names by the keys under which advisories know them; nil until it is asked for
}

type part struct {
	name    uint32
	version string
}

func newParts() parts {
	return parts{names: newWords(), byName: make([][]Part, 1), at: map[part]Part{}}
}

func (p *parts) len() int { return len(p.of) }

func (p *parts) add(name, version string) Part {
	x := part{p.names.add(name), version}
	n, known := p.at[x]
	if known {
		return n
	}
	n = Part(len(p.of))
	p.of = append(p.of, x)
	p.at[x] = n
	for int(x.name) >= len(p.byName) {
		p.byName = append(p.byName, nil)
	}
	p.byName[x.name] = append(p.byName[x.name], n)
	if p.keys != nil && len(p.byName[x.name]) == 1 {
		p.index(x.name)
	}
	return n
}

// index files a name under its keys.
func (p *parts) index(name uint32) {
	for _, key := range keys(p.names.texts[name]) {
		p.keys[key] = append(p.keys[key], name)
	}
}

// keys are the keys under which advisories may know a package; none where its name is no package URL.
func keys(name string) []string {
	p, err := postmarket.ParsePURL(name)
	if err != nil {
		return nil
	}
	return p.Keys()
}

// named are the names that an advisory on a package means.
func (p *parts) named(key string) []uint32 {
	if p.keys == nil {
		p.keys = make(map[string][]uint32, p.names.len())
		for n := 1; n < len(p.names.texts); n++ {
			p.index(uint32(n))
		}
	}
	return p.keys[key]
}

// label is the package URL of a component with its version.
func (p *parts) label(n Part) string {
	x := p.of[n]
	return Label(p.names.texts[x.name], x.version)
}

// Label is the package URL of a component. Name and version are as NameOf gives them.
func Label(name, version string) string {
	u, err := postmarket.ParsePURL(name)
	if err != nil {
		return name + "@" + version // never of a name that NameOf gave
	}
	u.Version = version
	return u.String()
}

// errNoPURL says that a component cannot be looked up in advisories by package.
var errNoPURL = errors.New("it has no package URL")

// NameOf is the package of a component and its version, as the fleet keeps them. Qualifiers of package URLs say where a package came from, and
// do not make another component.
func NameOf(purl, version string) (name, v string, err error) {
	if purl == "" {
		return "", "", errNoPURL
	}
	p, err := postmarket.ParsePURL(purl)
	if err != nil {
		return "", "", err
	}
	v = cmp.Or(p.Version, version)
	p.Version, p.Qualifiers = "", nil
	if p.Type != "golang" {
		p.Subpath = "" // a place within the package
	}
	return p.String(), v, nil
}

// Part gives the number of a version of a component. Name and version are as NameOf gives them.
func (f *Fleet) Part(name, version string) Part { return f.parts.add(name, version) }

// partNamed gives the number of a component by its package URL.
func (f *Fleet) partNamed(purl string) (Part, error) {
	name, version, err := NameOf(purl, "")
	if err != nil {
		return 0, err
	}
	return f.Part(name, version), nil
}
