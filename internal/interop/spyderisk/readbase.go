package spyderisk

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"

	"cordon/internal/diag"
)

// ReadBase reads the tables of a knowledge base. Shown is the folder as the user knows it. Everything that is wrong becomes a
// diagnostic with file, row and column; the base is nil if there is any.
func ReadBase(fsys fs.FS, shown string, ds *diag.List) *Base {
	before := ds.Len()
	if tables, err := fs.Glob(fsys, "*.csv"); err == nil && len(tables) == 0 {
		ds.Add(diag.Pos{File: shown}, diag.ForeignTable, "name the folder that holds DomainModel.csv and the other tables", "the folder holds no table of a knowledge base")
		return nil
	}
	r := &baseReader{fsys: fsys, shown: shown, ds: ds, lost: make(lost), b: &Base{}}
	// A table comes after those it names.
	r.scales()
	r.model()
	r.packages()
	r.vocabulary()
	r.locations()
	r.defaults()
	r.rootPatterns()
	r.matchingPatterns()
	r.rules()
	r.threats()
	r.strategies()
	r.compliance()
	r.oldNames()
	r.unmade()
	if ds.Len() > before {
		return nil
	}
	r.b.Digest = digestOf(fsys)
	return r.b
}

// digestOf is the SHA-256 over all tables, by name.
func digestOf(fsys fs.FS) string {
	sum := sha256.New()
	names, _ := fs.Glob(fsys, "*.csv") // sorted; the pattern is well formed
	for _, name := range names {
		if data, err := readLimited(fsys, name); err == nil {
			fmt.Fprintf(sum, "%s %d\n", name, len(data))
			sum.Write(data)
		}
	}
	return hex.EncodeToString(sum.Sum(nil))
}

type baseReader struct {
	fsys  fs.FS
	shown string
	ds    *diag.List
	lost  lost
	b     *Base
}

func (r *baseReader) table(name string, columns ...string) *table {
	return readTable(r.fsys, r.shown, name, false, columns, r.lost, r.ds)
}

func (r *baseReader) optional(name string, columns ...string) *table {
	return readTable(r.fsys, r.shown, name, true, columns, r.lost, r.ds)
}

// define enters the object of each row under the name in column URI, once.
func define[T any](t *table, prefix string, into *map[string]*T, all *[]*T, build func(w row, id string) *T) {
	for _, w := range t.rows {
		id := t.local(w, "URI", prefix)
		if id == "" {
			t.lost[t.name] = true
			continue
		}
		if *into == nil {
			*into = make(map[string]*T, len(t.rows))
		}
		if _, twice := (*into)[id]; twice {
			t.twice(w, "URI", id)
			t.lost[t.name] = true
			continue
		}
		x := build(w, id)
		(*into)[id] = x
		*all = append(*all, x)
	}
}

// pairs reads a table that ties the object in column URI to that in another column.
func pairs[A, B any](t *table, column string, left func(*table, row, string) *A, right func(*table, row, string) *B, tie func(*A, *B)) {
	for _, w := range t.rows {
		if a, b := left(t, w, "URI"), right(t, w, column); a != nil && b != nil {
			tie(a, b)
		}
	}
}

// ref resolves a cell that names an object of another table.
func ref[T any](t *table, w row, column string, index map[string]*T, where string) *T {
	id := t.local(w, column, "domain")
	if id == "" {
		return nil
	}
	x := index[id]
	if x == nil {
		t.dangling(w, column, id, where)
	}
	return x
}

func (r *baseReader) class(t *table, w row, column string) *Class {
	return ref(t, w, column, r.b.classes, "DomainAsset")
}

func (r *baseReader) relation(t *table, w row, column string) *Relation {
	return ref(t, w, column, r.b.relations, "ObjectProperty")
}

func (r *baseReader) role(t *table, w row, column string) *Role {
	return ref(t, w, column, r.b.roles, "Role")
}

func (r *baseReader) misbehaviour(t *table, w row, column string) *Misbehaviour {
	return ref(t, w, column, r.b.misbehaviours, "Misbehaviour")
}

func (r *baseReader) attribute(t *table, w row, column string) *TrustAttribute {
	return ref(t, w, column, r.b.attributes, "TrustworthinessAttribute")
}

func (r *baseReader) control(t *table, w row, column string) *Control {
	return ref(t, w, column, r.b.controls, "Control")
}

func (r *baseReader) root(t *table, w row, column string) *RootPattern {
	return ref(t, w, column, r.b.roots, "RootPattern")
}

func (r *baseReader) pattern(t *table, w row, column string) *MatchingPattern {
	return ref(t, w, column, r.b.patterns, "MatchingPattern")
}

func (r *baseReader) rule(t *table, w row, column string) *ConstructionPattern {
	return ref(t, w, column, r.b.rules, "ConstructionPattern")
}

func (r *baseReader) threat(t *table, w row, column string) *Threat {
	return ref(t, w, column, r.b.threats, "Threat")
}

func (r *baseReader) strategy(t *table, w row, column string) *Strategy {
	return ref(t, w, column, r.b.strategies, "ControlStrategy")
}

// packageOf reads the column package. It may be empty: the table Likelihood leaves it so in every published base.
func (r *baseReader) packageOf(t *table, w row) string {
	if t.get(w, "package") == "" {
		return ""
	}
	id := t.local(w, "package", "package")
	if id != "" && r.b.packages != nil && r.b.packages[id] == nil {
		t.dangling(w, "package", id, "Packages")
	}
	return id
}

func (t *table) dangling(w row, column, name, where string) {
	if t.lost.in(where + ".csv") {
		t.lost[t.name] = true
		return
	}
	t.wrong(w, column, diag.ForeignReference, "the name must stand in "+where+".csv", "%s is %s, which %s does not define", column, name, where)
}

func (t *table) twice(w row, column, name string) {
	t.wrong(w, column, diag.ForeignDuplicate, "remove one of the rows", "%s is defined twice in %s", name, t.name)
}
