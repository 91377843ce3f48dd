package postmarket

// Package is what advisories say of one package, for those who ask for many of its versions.
type Package struct{ found *found }

// Hit is an advisory that concerns a version.
type Hit struct {
	Advisory int  // its number in the index; 0 where the package is of a single advisory
	Unsure   bool // nobody can tell: see Match
}

// Package reads what the index says of a package by its key; nil where it says nothing.
func (ix *Index) Package(key string) (*Package, error) {
	f, err := ix.find(key)
	if f == nil {
		return nil, err
	}
	return &Package{f}, nil
}

// Alone is what a single advisory says of the package that it concerns.
func (a *Affected) Alone() *Package {
	e := foundEntry{versions: span{a.Range.Intervals(), a.Range.Texts()}, releases: span{a.Releases.Intervals(), a.Releases.Texts()}}
	return &Package{&found{scheme: a.Scheme, entries: []foundEntry{e}}}
}

// Concerning are the advisories that concern a version, in the order of their numbers. The error says why the version has no place in the order
// of its ecosystem where it should have one; advisories that concern every version are found even then.
func (p *Package) Concerning(version string) ([]Hit, error) {
	list, err := p.found.hits(version)
	out := make([]Hit, len(list))
	for i, h := range list {
		out[i] = Hit{h.advisory, h.unsure}
	}
	return out, err
}

// Canonical are the names of the vulnerabilities by the numbers of advisories.
func (ix *Index) Canonical() ([]string, error) {
	out := make([]string, ix.advisories.n)
	for i := range out {
		r := ix.record(ix.advisories, i)
		r.bytes()
		if out[i] = r.text(); r.wrong {
			return nil, ErrIndex
		}
	}
	return out, nil
}
