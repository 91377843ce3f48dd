package fleet

import (
	"cmp"
	"slices"
	"strings"

	"cordon/internal/postmarket"
)

// found is which vulnerabilities were found in which components, and when that was known.
type found struct {
	rows   []finding
	ofVuln []uint32 // by vulnerability: number of the finding that was recorded last, and one more
	ofPart []uint32 // the same by component
}

// finding is that a vulnerability was found in a version of a component, from the day on which that was recorded until it was taken back.
type finding struct {
	vuln             uint32
	part             Part
	from, to         Day // to is 0 where it stands
	unsure           bool
	beforeV, beforeP uint32 // the finding of the same vulnerability, and on the same component, that was recorded before; and one more
}

func (x *finding) stands(w When) bool {
	if w.Known == 0 {
		return x.to == 0
	}
	return x.from <= w.Known && (x.to == 0 || w.Known < x.to)
}

// Found is a vulnerability in a version of a component, as a source of advisories has it. Unsure says that nobody can tell.
type Found struct {
	Vulnerability string
	Unsure        bool
}

// Source says what advisories know of the versions of a package: for each version, each vulnerability once. Keys are those of postmarket.PURL.
type Source func(keys, versions []string) ([][]Found, error)

// News is what has come to be known of a vulnerability. Components are package URLs, sorted.
type News struct {
	Vulnerability string   `json:"vulnerability"`
	Found         []string `json:"found,omitempty"`
	Unsure        []string `json:"unsure,omitempty"` // found there perhaps
	Gone          []string `json:"gone,omitempty"`   // found there before, and not any more
}

// Delta is what a source says and the fleet has not recorded yet. It holds for the fleet as it was when it was made.
type Delta struct {
	lines []deltaLine // by vulnerability, then by component
}

type deltaLine struct {
	vuln string
	part Part
	kind deltaKind
}

type deltaKind uint8

const (
	isFound deltaKind = iota
	isUnsure
	isGone
)

// Len is the number of findings that are new or gone.
func (d *Delta) Len() int { return len(d.lines) }

// Vulnerabilities are those that something is new of, sorted.
func (d *Delta) Vulnerabilities() []string {
	var out []string
	for i := range d.lines {
		if i == 0 || d.lines[i].vuln != d.lines[i-1].vuln {
			out = append(out, d.lines[i].vuln)
		}
	}
	return out
}

// Touched are the packages that an advisory speaks of and the fleet has, for Compare.
func (f *Fleet) Touched(a *postmarket.Advisory) []uint32 {
	out := []uint32{} // not nil, which would be all
	for i := range a.Affected {
		out = append(out, f.parts.named(a.Affected[i].Package)...)
	}
	return unique(out)
}

// Compare asks a source about packages, all where the list is nil, and tells what is not recorded yet. Each version of a component is asked for
// once, however many releases and devices have it.
func (f *Fleet) Compare(names []uint32, source Source, stop func() error) (*Delta, error) {
	if names == nil {
		for n := 1; n < len(f.parts.names.texts); n++ {
			names = append(names, uint32(n))
		}
	}
	d := &Delta{}
	var versions []string
	for i, n := range names {
		if i%1024 == 0 {
			if err := stop(); err != nil {
				return nil, err
			}
		}
		list := f.parts.byName[n]
		versions = versions[:0]
		for _, p := range list {
			versions = append(versions, f.parts.of[p].version)
		}
		says, err := source(keys(f.parts.names.texts[n]), versions)
		if err != nil {
			return nil, err
		}
		for j, p := range list {
			f.compare(d, p, says[j])
		}
	}
	slices.SortFunc(d.lines, func(a, b deltaLine) int {
		return cmp.Or(strings.Compare(a.vuln, b.vuln), cmp.Compare(a.part, b.part), cmp.Compare(b.kind, a.kind))
	})
	return d, nil
}

// compare tells what a source says of one component with what is recorded of it.
func (f *Fleet) compare(d *Delta, p Part, says []Found) {
	have := map[string]bool{} // unsure by vulnerability
	for at := f.found.lastOfPart(p); at != 0; {
		x := &f.found.rows[at-1]
		if x.to == 0 {
			have[f.vulns.texts[x.vuln]] = x.unsure
		}
		at = x.beforeP
	}
	for _, s := range says {
		unsure, known := have[s.Vulnerability]
		delete(have, s.Vulnerability)
		if known && unsure == s.Unsure {
			continue
		}
		kind := isFound
		if s.Unsure {
			kind = isUnsure
		}
		d.lines = append(d.lines, deltaLine{s.Vulnerability, p, kind})
	}
	for v := range have { // the lines are sorted later
		d.lines = append(d.lines, deltaLine{v, p, isGone})
	}
}

func (x *found) lastOfPart(p Part) uint32 {
	if int(p) >= len(x.ofPart) {
		return 0
	}
	return x.ofPart[p]
}

// News puts a delta into words.
func (f *Fleet) News(d *Delta) []News {
	var out []News
	for _, l := range d.lines {
		if len(out) == 0 || out[len(out)-1].Vulnerability != l.vuln {
			out = append(out, News{Vulnerability: l.vuln})
		}
		n := &out[len(out)-1]
		list := [...]*[]string{&n.Found, &n.Unsure, &n.Gone}[l.kind]
		*list = append(*list, f.parts.label(l.part))
	}
	for i := range out {
		for _, list := range [][]string{out[i].Found, out[i].Unsure, out[i].Gone} {
			slices.Sort(list)
		}
	}
	return out
}

// Learn records a delta.
func (f *Fleet) Learn(d *Delta) {
	for _, l := range d.lines {
		f.learn(f.vulns.add(l.vuln), l.part, l.kind)
	}
}

// LearnNews records news. The error is a *FieldError.
func (f *Fleet) LearnNews(n News) error {
	if err := checkID(n.Vulnerability); err != nil {
		return wrong("vulnerability", "%.60q is no id of a vulnerability", n.Vulnerability)
	}
	v := f.vulns.add(n.Vulnerability)
	for kind, list := range [][]string{n.Found, n.Unsure, n.Gone} {
		for _, purl := range list {
			name, version, err := NameOf(purl, "")
			if err != nil {
				return &FieldError{"component", err}
			}
			p, known := f.parts.at[part{f.parts.names.at[name], version}]
			if !known {
				return wrong("component", "no release has %s", purl)
			}
			f.learn(v, p, deltaKind(kind))
		}
	}
	return nil
}

// learn takes back what was recorded of a vulnerability in a component, and records what holds now.
func (f *Fleet) learn(v uint32, p Part, kind deltaKind) {
	x := &f.found
	for at := x.lastOfPart(p); at != 0; at = x.rows[at-1].beforeP {
		if r := &x.rows[at-1]; r.vuln == v && r.to == 0 {
			r.to = f.known
		}
	}
	if kind == isGone {
		return
	}
	x.push(finding{vuln: v, part: p, from: f.known, unsure: kind == isUnsure})
}

func (x *found) push(r finding) {
	for int(r.vuln) >= len(x.ofVuln) {
		x.ofVuln = append(x.ofVuln, 0)
	}
	for int(r.part) >= len(x.ofPart) {
		x.ofPart = append(x.ofPart, 0)
	}
	r.beforeV, r.beforeP = x.ofVuln[r.vuln], x.ofPart[r.part]
	x.rows = append(x.rows, r)
	x.ofVuln[r.vuln], x.ofPart[r.part] = uint32(len(x.rows)), uint32(len(x.rows))
}

// hit is a component in which a vulnerability was found.
type hit struct {
	part   Part
	unsure bool
}

// hits are the components in which a vulnerability is found, by what was known. They are appended to dst.
func (f *Fleet) hits(v uint32, w When, dst []hit) []hit {
	if int(v) >= len(f.found.ofVuln) {
		return dst
	}
	for at := f.found.ofVuln[v]; at != 0; {
		x := &f.found.rows[at-1]
		if x.stands(w) {
			dst = append(dst, hit{x.part, x.unsure})
		}
		at = x.beforeV
	}
	return dst
}

// identified is the first day on which a vulnerability was found in a component of the fleet, by what was known; none where it was not.
func (f *Fleet) identified(v uint32, w When) Day {
	var first Day
	if int(v) >= len(f.found.ofVuln) {
		return 0
	}
	for at := f.found.ofVuln[v]; at != 0; {
		x := &f.found.rows[at-1]
		if w.knew(x.from) && (first == 0 || x.from < first) {
			first = x.from
		}
		at = x.beforeV
	}
	return first
}

// concerned are the components that a single advisory concerns.
func (f *Fleet) concerned(a *postmarket.Advisory) []hit {
	var out []hit
	at := map[Part]int{}
	for i := range a.Affected {
		pkg := a.Affected[i].Alone()
		for _, n := range f.parts.named(a.Affected[i].Package) {
			for _, p := range f.parts.byName[n] {
				list, _ := pkg.Concerning(f.parts.of[p].version) // why a version has no place is told where its bill of materials is matched
				if len(list) == 0 {
					continue
				}
				j, known := at[p]
				if !known {
					j = len(out)
					at[p] = j
					out = append(out, hit{p, true})
				}
				out[j].unsure = out[j].unsure && list[0].Unsure
			}
		}
	}
	return out
}
