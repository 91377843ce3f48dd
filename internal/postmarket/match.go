package postmarket

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"cordon/internal/vers"
)

// Match is a component that an advisory concerns.
type Match struct {
	Ref      string `json:"ref"` // of the component in its bill of materials
	PURL     string `json:"purl,omitempty"`
	CPE      string `json:"cpe,omitempty"` // by which it was looked up, where it has no package URL that could be
	By       string `json:"by"`            // purl or cpe: what it was looked up by
	Advisory string `json:"advisory"`      // canonical where aliases were merged
	// Unsure says that nobody can tell: the version has no place in the order of its ecosystem, or the advisory says two things.
	Unsure  bool     `json:"unsure,omitempty"`
	Because string   `json:"because"`       // the versions concerned
	Also    []string `json:"ids,omitempty"` // advisories that were merged into this one
}

// Name is what the component was looked up by: its package URL, or else its CPE name.
func (m *Match) Name() string { return cmp.Or(m.CPE, m.PURL) }

// Matched is what matching a bill of materials gave.
type Matched struct {
	Matches []Match  `json:"matches"` // by package URL or CPE name, then by advisory
	Skipped []string `json:"skipped"` // components that could not be looked up, with the reason
}

// Match looks up every component of a bill of materials. With merge, advisories that name each other count once. It ends early with the
// error of stop.
func (ix *Index) Match(b *BOM, merge bool, stop func() error) (*Matched, error) {
	m := &matcher{ix: ix, bom: b, seen: map[string][]hit{}, about: map[int]About{}, out: &Matched{Matches: []Match{}, Skipped: []string{}}}
	i := 0
	for c := range b.All() {
		if i++; i%1024 == 0 {
			if err := stop(); err != nil {
				return nil, err
			}
		}
		if err := m.component(c, merge); err != nil {
			return nil, err
		}
	}
	slices.SortFunc(m.out.Matches, func(a, b Match) int {
		return cmp.Or(strings.Compare(a.Name(), b.Name()), strings.Compare(a.Advisory, b.Advisory), strings.Compare(a.Ref, b.Ref))
	})
	m.out.Matches = slices.CompactFunc(m.out.Matches, func(a, b Match) bool { return a.Name() == b.Name() && a.Advisory == b.Advisory })
	return m.out, nil
}

type matcher struct {
	ix    *Index
	bom   *BOM
	there map[string][]platform // the components of the bill of materials by their CPE names, once one is looked up by such
	seen  map[string][]hit      // by package and version: a fleet has the same again and again
	about map[int]About
	out   *Matched
}

// hit is an advisory that concerns a version.
type hit struct {
	advisory int
	unsure   bool
	because  string
}

func (m *matcher) component(c *Component, merge bool) error {
	if c.PURL == "" {
		return m.byCPE(c, merge) // an inventory has parts that have neither; Quality counts them
	}
	p, err := ParsePURL(c.PURL)
	if err != nil {
		m.out.Skipped = append(m.out.Skipped, fmt.Sprintf("%s: %s", cut(c.PURL), err))
		return nil
	}
	if p.Type == "generic" && len(c.CPE) > 0 {
		return m.byCPE(c, merge) // no ecosystem has it
	}
	version := cmp.Or(p.Version, c.Version)
	hits := map[int]hit{}
	for _, key := range p.Keys() {
		list, err := m.look(key, version)
		if err != nil {
			return err
		}
		for _, h := range list {
			if old, have := hits[h.advisory]; !have || old.unsure && !h.unsure {
				hits[h.advisory] = h
			}
		}
	}
	return m.add(Match{Ref: c.Ref, PURL: c.PURL, By: "purl"}, hits, merge)
}

// add writes the matches of one component.
func (m *matcher) add(of Match, hits map[int]hit, merge bool) error {
	at := map[string]int{}
	for _, n := range sortedKeys(hits) {
		h := hits[n]
		a, known := m.about[n]
		if !known {
			var err error
			if a, err = m.ix.About(n); err != nil {
				return err
			}
			m.about[n] = a
		}
		id := a.ID
		if merge {
			id = a.Canonical
		}
		i, have := at[id]
		if !have {
			at[id] = len(m.out.Matches)
			m.out.Matches = append(m.out.Matches, of)
			i = at[id]
			m.out.Matches[i].Advisory, m.out.Matches[i].Unsure, m.out.Matches[i].Because = id, h.unsure, h.because
		}
		x := &m.out.Matches[i]
		if x.Unsure && !h.unsure {
			x.Unsure, x.Because = false, h.because
		}
		if a.ID != id {
			x.Also = append(x.Also, a.ID)
		}
	}
	return nil
}

func sortedKeys(hits map[int]hit) []int {
	out := make([]int, 0, len(hits))
	for n := range hits {
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}

// look finds the advisories of a version of a package.
func (m *matcher) look(key, version string) ([]hit, error) {
	id := key + "\x00" + version
	if list, known := m.seen[id]; known {
		return list, nil
	}
	f, err := m.ix.find(key)
	if err != nil {
		return nil, err
	}
	var out []hit
	if f != nil {
		if out, err = f.hits(version); err != nil {
			m.out.Skipped = append(m.out.Skipped, fmt.Sprintf("%s: %s", cut(key), err))
		}
	}
	m.seen[id] = out
	return out, nil
}

// hits are the entries that concern a version. The error says why a version has no place in the order, where that is not its own doing; what
// concerns every version is found even then.
func (f *found) hits(version string) (out []hit, wrong error) {
	k, err := vers.Key(f.scheme, version)
	unplaced := err != nil
	if unplaced && !errors.Is(err, vers.ErrUnplaced) && version != "" {
		wrong = err
	}
	// A version before 0.0.0 is a commit of a module without a release: where a range tells commits apart, that of releases says nothing of them.
	zero, _ := vers.Key(f.scheme, "0.0.0")
	for i := range f.entries {
		if h, yes := f.entries[i].holds(k, unplaced, version, zero); yes {
			out = append(out, h)
		}
	}
	return out, wrong
}

// holds tells whether an entry concerns a version. Where the author counts releases in another way than the package does, and the two do not
// say the same, nobody can tell, unless one of them only fills what the other leaves open.
func (e *foundEntry) holds(key []byte, unplaced bool, version string, zero []byte) (hit, bool) {
	h, yes := e.versions.holds(key, unplaced, version)
	h.advisory = e.advisory
	if len(e.releases.intervals)+len(e.releases.texts) == 0 {
		return h, yes
	}
	r, also := e.releases.holds(key, unplaced, version)
	r.advisory = e.advisory
	r.because += " (releases)"
	switch {
	case also && yes && !r.unsure:
		return r, true
	case yes:
		h.unsure = true
		h.because += "; by the count of releases it is not concerned"
		return h, true
	case !also || unplaced:
		return r, also
	}
	// The package's own count says no, and that of releases says yes.
	switch in := e.releases.around(key); {
	case in == nil || len(in.Lo) > 0 && in.Hi != nil:
		return r, true
	case bytes.Compare(key, zero) < 0 && e.versions.below(zero), e.versions.closes(in, key):
		return hit{}, false
	}
	r.unsure = true
	r.because += "; by the versions of the package it is not concerned"
	return r, true
}

// around is the interval that has a version.
func (s *span) around(key []byte) *vers.Interval {
	i := slices.IndexFunc(s.intervals, func(x vers.Interval) bool {
		return bytes.Compare(key, x.Lo) >= 0 && (x.Hi == nil || bytes.Compare(key, x.Hi) < 0)
	})
	if i < 0 {
		return nil
	}
	return &s.intervals[i]
}

// closes tells whether a range ends an interval that is open on a side, so that a version is beyond that end. The Go vulnerability database splits
// one range of its source so: the limits that are versions of a module stand in its own range, the others in that of releases, each with a side
// open (GO-2026-4964: fixed in 1.73.5 there, introduced in 1.45.0 here).
func (s *span) closes(open *vers.Interval, key []byte) bool {
	between := func(a, b, c []byte) bool { return bytes.Compare(a, b) < 0 && bytes.Compare(b, c) <= 0 }
	return slices.ContainsFunc(s.intervals, func(x vers.Interval) bool {
		return open.Hi == nil && x.Hi != nil && between(open.Lo, x.Hi, key) || len(open.Lo) == 0 && between(key, x.Lo, open.Hi)
	})
}

// below tells whether a range has a limit below a version.
func (s *span) below(key []byte) bool {
	return slices.ContainsFunc(s.intervals, func(x vers.Interval) bool {
		return len(x.Lo) > 0 && bytes.Compare(x.Lo, key) < 0 || x.Hi != nil && bytes.Compare(x.Hi, key) < 0
	})
}

// holds tells whether a range has a version. One without a place in the order is in it for certain where every version is, and else nobody
// can tell.
func (s *span) holds(key []byte, unplaced bool, version string) (hit, bool) {
	if slices.Contains(s.texts, version) {
		return hit{because: "listed"}, true
	}
	for _, x := range s.intervals {
		every := len(x.Lo) == 0 && x.Hi == nil
		switch {
		case unplaced && every:
			return hit{because: says(x)}, true
		case unplaced:
			return hit{unsure: true, because: says(x) + "; the version cannot be placed"}, true
		case bytes.Compare(key, x.Lo) >= 0 && (x.Hi == nil || bytes.Compare(key, x.Hi) < 0):
			return hit{because: says(x)}, true
		}
	}
	return hit{}, false
}

// WriteTSV writes a line for each match: package URL, or the CPE name where there is none, tab, advisory.
func (m *Matched) WriteTSV(w io.Writer) error {
	b := bufio.NewWriter(w)
	for i := range m.Matches {
		b.WriteString(m.Matches[i].Name())
		b.WriteByte('\t')
		b.WriteString(m.Matches[i].Advisory)
		b.WriteByte('\n')
	}
	return b.Flush()
}
