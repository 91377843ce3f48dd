package postmarket

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"

	"cordon/internal/vers"
)

// Index finds the advisories of a package. It is one block of bytes, so that a process that asks for a few thousand packages of a
// hundred thousand reads only these.
//
//	magic, then four numbers: advisories, packages, where the table of packages begins, where the records of advisories begin
//	table of advisories: where each record begins
//	records of advisories: id, canonical id, summary, published, modified, ratings
//	records of packages: key, scheme, entries (advisory, intervals, versions known by their text)
//	table of packages, by key: where each record begins
type Index struct {
	data       []byte
	advisories int
	packages   int
	records    int // where the table of advisories begins
	table      int // where the table of packages begins
}

const magic = "cordon advisories 1\n"

// ErrIndex says that bytes are no index, or one of another version of the program.
var ErrIndex = errors.New("this is no index of advisories that this program can read; make it again")

// header is the length of what stands before the table of advisories.
const header = len(magic) + 3*8

// BuildIndex writes the index of advisories. The same advisories give the same bytes, in whatever order they come.
func BuildIndex(all []Advisory) []byte {
	kept := sorted(all)
	names := canonical(kept)
	entries := map[string][]entryOf{}
	for i := range kept {
		for _, a := range kept[i].Affected {
			entries[a.Package] = append(entries[a.Package], entryOf{i, a})
		}
	}
	keys := make([]string, 0, len(entries))
	for k := range entries {
		keys = append(keys, k)
	}
	slices.Sort(keys)

	b := &writer{}
	b.bytes = append(b.bytes, magic...)
	b.bytes = append(b.bytes, make([]byte, header-len(magic)+8*len(kept))...)
	for i := range kept {
		b.at(header+8*i, len(b.bytes))
		a := &kept[i]
		b.text(a.ID, names[i], a.Summary, a.Published, a.Modified)
		b.number(len(a.Severity))
		for _, s := range a.Severity {
			b.text(s.Type, s.Score)
		}
	}
	places := make([]int, len(keys))
	for i, k := range keys {
		places[i] = len(b.bytes)
		b.text(k)
		b.number(int(entries[k][0].Scheme))
		b.number(len(entries[k]))
		for _, e := range entries[k] {
			b.entry(e)
		}
	}
	b.at(len(magic), len(kept))
	b.at(len(magic)+8, len(keys))
	b.at(len(magic)+16, len(b.bytes))
	for _, p := range places {
		b.bytes = binary.LittleEndian.AppendUint64(b.bytes, uint64(p))
	}
	return b.bytes
}

type entryOf struct {
	advisory int
	Affected
}

type writer struct{ bytes []byte }

func (b *writer) at(place, n int) { binary.LittleEndian.PutUint64(b.bytes[place:], uint64(n)) }

func (b *writer) number(n int) { b.bytes = binary.AppendUvarint(b.bytes, uint64(n)) }

func (b *writer) text(all ...string) {
	for _, s := range all {
		b.number(len(s))
		b.bytes = append(b.bytes, s...)
	}
}

func (b *writer) entry(e entryOf) {
	b.number(e.advisory)
	b.ranges(e.Range)
	b.ranges(e.Releases)
}

func (b *writer) ranges(of vers.Range) {
	intervals := of.Intervals()
	b.number(len(intervals))
	for _, x := range intervals {
		b.text(string(x.Lo))
		if x.Hi == nil {
			b.number(0)
		} else {
			b.number(1)
			b.text(string(x.Hi))
		}
		b.text(x.From, x.To)
	}
	texts := of.Texts()
	b.number(len(texts))
	b.text(texts...)
}

// OpenIndex reads what BuildIndex wrote. The bytes must not change as long as the index is used.
func OpenIndex(data []byte) (*Index, error) {
	if len(data) < header || string(data[:len(magic)]) != magic {
		return nil, ErrIndex
	}
	n := func(at int) int { return int(binary.LittleEndian.Uint64(data[len(magic)+at:])) }
	ix := &Index{data: data, advisories: n(0), packages: n(8), records: header, table: n(16)}
	if ix.advisories < 0 || ix.packages < 0 || ix.advisories > len(data)/8 || ix.packages > len(data)/8 || ix.table < header+8*ix.advisories || ix.table+8*ix.packages != len(data) {
		return nil, ErrIndex
	}
	return ix, nil
}

// Advisories is the number of advisories in the index, and Packages that of packages they concern.
func (ix *Index) Advisories() int { return ix.advisories }

// Packages is the number of packages that advisories concern.
func (ix *Index) Packages() int { return ix.packages }

// reader reads a record. The first thing that does not fit makes it empty and wrong.
type reader struct {
	rest  []byte
	wrong bool
}

func (ix *Index) reader(place int) *reader {
	at := int(binary.LittleEndian.Uint64(ix.data[place:]))
	if at < header || at > ix.table {
		return &reader{wrong: true}
	}
	return &reader{rest: ix.data[at:ix.table]}
}

func (r *reader) number() int {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 || n > 1<<40 {
		r.rest, r.wrong = nil, true
		return 0
	}
	r.rest = r.rest[size:]
	return int(n)
}

func (r *reader) bytes() []byte {
	n := r.number()
	if n > len(r.rest) {
		r.rest, r.wrong = nil, true
		return nil
	}
	out := r.rest[:n]
	r.rest = r.rest[n:]
	return out
}

func (r *reader) text() string { return string(r.bytes()) }

// count reads how many things follow, each of which takes a byte at least.
func (r *reader) count() int {
	n := r.number()
	if n > len(r.rest) {
		r.rest, r.wrong = nil, true
		return 0
	}
	return n
}

// About is what the index says of an advisory.
type About struct {
	ID        string     `json:"id"`
	Canonical string     `json:"canonical"` // the name of the vulnerability over all its aliases
	Summary   string     `json:"summary,omitempty"`
	Published string     `json:"published,omitempty"`
	Modified  string     `json:"modified,omitempty"`
	Severity  []Severity `json:"severity,omitempty"`
}

// About reads an advisory by its number.
func (ix *Index) About(advisory int) (About, error) {
	if advisory < 0 || advisory >= ix.advisories {
		return About{}, ErrIndex
	}
	r := ix.reader(ix.records + 8*advisory)
	a := About{ID: r.text(), Canonical: r.text(), Summary: r.text(), Published: r.text(), Modified: r.text()}
	for range r.count() {
		a.Severity = append(a.Severity, Severity{r.text(), r.text()})
	}
	if r.wrong {
		return About{}, ErrIndex
	}
	return a, nil
}

// found is what the index says of a package.
type found struct {
	scheme  vers.Scheme
	entries []foundEntry
}

type foundEntry struct {
	advisory           int
	versions, releases span
}

// span is a range as the index keeps it.
type span struct {
	intervals []vers.Interval
	texts     []string
}

// find reads a package; nil where the index does not have it.
func (ix *Index) find(key string) (*found, error) {
	wrong := false
	at := sort.Search(ix.packages, func(i int) bool {
		r := ix.reader(ix.table + 8*i)
		k := r.bytes()
		wrong = wrong || r.wrong
		return bytes.Compare(k, []byte(key)) >= 0
	})
	if wrong {
		return nil, ErrIndex
	}
	if at == ix.packages {
		return nil, nil
	}
	r := ix.reader(ix.table + 8*at)
	if r.text() != key {
		return nil, nil
	}
	f := &found{scheme: vers.Scheme(r.number())}
	for range r.count() {
		f.entries = append(f.entries, foundEntry{r.number(), r.span(), r.span()})
	}
	if r.wrong {
		return nil, fmt.Errorf("package %s: %w", key, ErrIndex)
	}
	return f, nil
}

func (r *reader) span() span {
	var s span
	for range r.count() {
		x := vers.Interval{Lo: r.bytes()}
		if r.number() == 1 {
			x.Hi = r.bytes()
		}
		x.From, x.To = r.text(), r.text()
		s.intervals = append(s.intervals, x)
	}
	for range r.count() {
		s.texts = append(s.texts, r.text())
	}
	return s
}

// says are the limits of an interval in words.
func says(x vers.Interval) string {
	out := strings.TrimSpace(x.From + " " + x.To)
	if out == "" {
		return "every version"
	}
	return out
}
