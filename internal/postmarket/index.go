package postmarket

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"sort"
	"strings"

	"cordon/internal/vers"
)

// Index finds the advisories of a package, and the facts of a vulnerability. It is one block of bytes, so that a process that asks for a few
// thousand packages of a hundred thousand reads only these.
//
//	magic, then for each table: how many records it has, and where it begins
//	records, each of which begins with its key
//	tables, by key: where each record begins
//
// The records of advisories are: id, canonical id, summary, published, modified, ratings. Those of packages: key, scheme, entries (advisory,
// intervals, versions known by their text). The others are written and read in index_facts.go, configuration.go and endings.go.
type Index struct {
	data []byte
	tables
}

// tables are the tables of an index.
type tables struct {
	advisories table // by id, then by source
	packages   table
	facts      table // by canonical id
	aliases    table // other names of vulnerabilities, with the canonical one
	configs    table // configurations: the advisory, the tree; in the order of advisories
	products   table // by vendor and product of CPE: the configurations in which it is vulnerable
	endings    table // by package or product: until when its lines are looked after
}

func (t *tables) all() []*table {
	return []*table{&t.advisories, &t.packages, &t.facts, &t.aliases, &t.configs, &t.products, &t.endings}
}

// table is where a number of records are.
type table struct{ n, at int }

const magic = "cordon advisories 2\n"

// header is the length of what stands before the first record.
var header = len(magic) + 16*len(new(tables).all())

// ErrIndex says that bytes are no index, or one of another version of the program.
var ErrIndex = errors.New("this is no index of advisories that this program can read; make it again")

// OpenIndex reads what BuildIndex wrote. The bytes must not change as long as the index is used.
func OpenIndex(data []byte) (*Index, error) {
	if len(data) < header || string(data[:len(magic)]) != magic {
		return nil, ErrIndex
	}
	ix := &Index{data: data}
	for i, t := range ix.all() {
		at := data[len(magic)+16*i:]
		n, from := binary.LittleEndian.Uint64(at), binary.LittleEndian.Uint64(at[8:])
		if n > uint64(len(data)/8) || from < uint64(header) || from > uint64(len(data)) || from+8*n > uint64(len(data)) {
			return nil, ErrIndex
		}
		*t = table{int(n), int(from)}
	}
	return ix, nil
}

// Advisories is the number of advisories in the index.
func (ix *Index) Advisories() int { return ix.advisories.n }

// Packages is the number of packages that advisories concern.
func (ix *Index) Packages() int { return ix.packages.n }

// Products is the number of products, by vendor and name of their CPE, that advisories concern.
func (ix *Index) Products() int { return ix.products.n }

// Lines is the number of packages and products of which the index says until when they are looked after.
func (ix *Index) Lines() int { return ix.endings.n }

// Vulnerabilities is the number of vulnerabilities of which the index has facts.
func (ix *Index) Vulnerabilities() int { return ix.facts.n }

// reader reads a record. The first thing that does not fit makes it empty and wrong.
type reader struct {
	rest  []byte
	wrong bool
}

// record is the record of a number in a table.
func (ix *Index) record(t table, i int) *reader {
	at := binary.LittleEndian.Uint64(ix.data[t.at+8*i:])
	if at < uint64(header) || at > uint64(len(ix.data)) {
		return &reader{wrong: true}
	}
	return &reader{rest: ix.data[at:]}
}

// search finds a record by its key, and returns what follows the key; nil where the table does not have it.
func (ix *Index) search(t table, key string) (*reader, error) {
	wrong := false
	at := sort.Search(t.n, func(i int) bool {
		r := ix.record(t, i)
		k := r.bytes()
		wrong = wrong || r.wrong
		return bytes.Compare(k, []byte(key)) >= 0
	})
	if wrong {
		return nil, ErrIndex
	}
	if at == t.n {
		return nil, nil
	}
	if r := ix.record(t, at); string(r.bytes()) == key {
		return r, nil
	}
	return nil, nil
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
	if advisory < 0 || advisory >= ix.advisories.n {
		return About{}, ErrIndex
	}
	r := ix.record(ix.advisories, advisory)
	a := About{ID: r.text(), Canonical: r.text(), Summary: r.text(), Published: r.text(), Modified: r.text()}
	a.Severity = r.severity()
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
	r, err := ix.search(ix.packages, key)
	if r == nil {
		return nil, err
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

// configured are the configurations in which a product is vulnerable, with their advisories.
func (ix *Index) configured(key string) ([]config, error) {
	r, err := ix.search(ix.products, key)
	if r == nil {
		return nil, err
	}
	var out []config
	for range r.count() {
		n := r.number()
		if n >= ix.configs.n {
			return nil, ErrIndex
		}
		one := ix.record(ix.configs, n)
		c := config{advisory: one.number(), branch: one.configuration(0)}
		if one.wrong {
			return nil, ErrIndex
		}
		out = append(out, c)
	}
	if r.wrong {
		return nil, ErrIndex
	}
	return out, nil
}

// config is a configuration of an advisory.
type config struct {
	advisory int
	branch
}
