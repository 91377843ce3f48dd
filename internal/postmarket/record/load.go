package record

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/postmarket/indicators"
	"cordon/internal/postmarket/names"
	"cordon/internal/yamltext"
)

// Record is what is kept of a system, from all files of its folder. The zero Record is empty.
type Record struct {
	Inventory []InventoryEntry // by id
	Products  yamltext.Map[names.Product]
	Bind      []Bind // in the order of the files
	Lifetimes []Lifetime
	Events    []Entry // by time, then id
	Readings  []indicators.Reading
}

// InventoryEntry is a bill of materials with its id.
type InventoryEntry struct {
	ID string
	At diag.Pos
	Inventory
}

// Entry is an event with its id, its file below the folder, and the time for which it holds.
type Entry struct {
	ID   string
	File string
	At   diag.Pos
	Span
	Event
}

// Parse reads one file. The result holds what could be understood; whether anything is wrong with it alone is in ds.
func Parse(name string, src []byte, ds *diag.List) *File {
	f := &File{}
	if n := yamltext.Parse(name, src, ds); n != nil {
		yamltext.Decode(name, n, f, ds)
		f.validate(ds)
	}
	return f
}

// Format writes a file of a record in its canonical form. See [yamltext.Format].
func Format(name string, src []byte, ds *diag.List) ([]byte, error) {
	return yamltext.Format(name, src, &File{}, ds)
}

// Schema is the JSON Schema of a file of a record, for editors.
func Schema() []byte { return yamltext.Schema("Cordon record after release", &File{}) }

// Load reads all `*.yaml` files directly in a folder. A folder that does not exist is an empty record. Names in diagnostics begin with shown,
// the path of the folder as the user knows it. The record is complete only when ds has no errors.
func Load(fsys fs.FS, folder, shown string, ds *diag.List) *Record {
	return LoadWith(fsys, folder, shown, "", nil, ds)
}

// LoadWith is Load with one more file, which is not there yet.
func LoadWith(fsys fs.FS, folder, shown, more string, src []byte, ds *diag.List) *Record {
	r := &Record{}
	first := map[string]diag.Pos{}
	free := func(what, id string, at diag.Pos) bool {
		if old, taken := first[what+id]; taken {
			ds.Add(at, diag.DuplicateID, "rename one of the two", "id %q is taken; it is first used at %s", id, old)
			return false
		}
		first[what+id] = at
		return true
	}
	see := func(name, at string, src []byte) {
		f := Parse(at, src, ds)
		for _, e := range f.Inventory {
			if free("inventory ", e.Key, e.At) {
				r.Inventory = append(r.Inventory, InventoryEntry{e.Key, e.At, e.Value})
			}
		}
		for _, e := range f.Events {
			if free("event ", e.Key, e.At) {
				r.Events = append(r.Events, Entry{ID: e.Key, File: name, At: e.At, Event: e.Value})
			}
		}
		for _, e := range f.Products {
			if free("inventory ", e.Key, e.At) { // findings name both by their ids
				r.Products = append(r.Products, e)
			}
		}
		r.Bind = append(r.Bind, f.Bind...)
		r.Lifetimes = append(r.Lifetimes, f.Lifetimes...)
		r.Readings = append(r.Readings, f.Readings...)
	}
	yamltext.Folder(fsys, folder, shown, ds, see)
	if more != "" {
		see(more, path.Join(shown, more), src)
	}
	slices.SortFunc(r.Inventory, func(a, b InventoryEntry) int { return strings.Compare(a.ID, b.ID) })
	r.spans(ds)
	return r
}

// Get finds an event by its id; nil if there is none.
func (r *Record) Get(id string) *Entry {
	i := slices.IndexFunc(r.Events, func(e Entry) bool { return e.ID == id })
	if i < 0 {
		return nil
	}
	return &r.Events[i]
}
