package edit

import (
	"bytes"
	"maps"
	"slices"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// Apply makes operations. The folder holds their result afterwards; where there are diagnostics it is as it was.
func (f *Folder) Apply(ops []Operation) (Result, []diag.Diagnostic) {
	before := *f
	before.files, before.drafts, before.wrong = maps.Clone(f.files), maps.Clone(f.drafts), maps.Clone(f.wrong)
	var ds diag.List
	r := run{f: f, ds: &ds, failed: map[string]bool{}}
	for _, op := range ops {
		r.one(op)
	}
	if ds.HasErrors() {
		maps.DeleteFunc(before.drafts, func(_ string, d *yamltext.Draft) bool { return d != nil && d.Spent() })
		*f = before
		return Result{}, ds.Sorted()
	}
	slices.Reverse(r.inverse)
	res := Result{Files: map[string][]byte{}, Inverse: r.inverse, Removed: r.removed}
	for name, src := range f.files {
		if was, there := before.files[name]; !there || !bytes.Equal(was, src) {
			res.Files[name] = src
		}
	}
	for name := range before.files {
		if _, there := f.files[name]; !there {
			res.Files[name] = nil
		}
	}
	return res, nil
}

// run is the state of operations that are made one after the other.
type run struct {
	f       *Folder
	ds      *diag.List
	op      Operation
	ok      bool
	failed  map[string]bool // ids that an earlier operation should have made
	inverse []Operation     // the last one first to be taken back
	removed []string
}

func (r *run) one(op Operation) {
	if r.failed[op.ID] && op.Do != Add {
		return // reported already
	}
	r.op, r.ok = op, true
	does := map[Verb]func(){
		Add: r.add, Remove: r.remove, Rename: r.rename, Set: r.set, Unset: r.unset, Put: r.put, Take: r.take,
		Move: r.move, Place: r.place, Release: r.release, Retext: r.retext,
	}[op.Do]
	if does == nil {
		r.bad(diag.Pos{File: op.File}, diag.OperationForm, "use one of add, remove, rename, set, unset, put, take, move, place, release, text", "%q is no operation", op.Do)
		return
	}
	does()
	if r.ok {
		r.flush()
	} else {
		r.forget()
	}
	if !r.ok {
		r.failed[op.ID] = true
		r.failed[op.To] = true
		delete(r.failed, "")
	}
}

// bad reports what is wrong with the operation.
func (r *run) bad(at diag.Pos, code diag.Code, hint, format string, args ...any) {
	r.ok = false
	r.ds.Add(at, code, hint, format, args...)
}

// check reports a change that the text does not allow.
func (r *run) check(at *yamltext.Place, err error) {
	if err != nil {
		r.bad(at.Pos(), diag.NotEditable, "bring the file into the usual form with cordon fmt, or change the text by hand", "it cannot be changed in place: %s", err)
	}
}

// flush writes the changes of all drafts.
func (r *run) flush() {
	for _, name := range slices.Sorted(maps.Keys(r.f.drafts)) {
		d := r.f.drafts[name]
		if d == nil || !d.Changed() {
			continue
		}
		after, err := d.Done()
		if err != nil {
			r.bad(diag.Pos{File: name}, diag.NotEditable, "bring the file into the usual form with cordon fmt, or change the text by hand", "%s", err)
			r.forget()
			return
		}
		text := after.Text()
		r.inverse = append(r.inverse, Operation{Do: Retext, File: name, Spans: spans(text, after.Changes())})
		r.f.files[name], r.f.drafts[name] = text, after
	}
	r.f.spaces = nil
}

// forget throws away changes that were not written.
func (r *run) forget() {
	for name, d := range r.f.drafts {
		if d != nil && d.Changed() {
			delete(r.f.drafts, name)
		}
	}
}

// element finds what the operation is about.
func (r *run) element(id string) *element {
	if id == "" {
		r.bad(diag.Pos{File: r.op.File}, diag.OperationForm, "", "%s needs an id", r.op.Do)
		return nil
	}
	e := r.f.find(id)
	if e == nil {
		r.unknown(id)
	}
	return e
}

// unknown reports an id that is nowhere. It may stand in a file that cannot be read.
func (r *run) unknown(id string) {
	if broken := r.f.broken(); len(broken) > 0 {
		r.ok = false
		r.ds.Append(broken)
		return
	}
	r.bad(diag.Pos{File: r.op.File}, diag.NoSuchElement, yamltext.Suggest(id, r.f.ids()), "there is no element %q", id)
}

// whole reports files that cannot be read, for operations that concern all files.
func (r *run) whole() bool {
	broken := r.f.broken()
	r.ds.Append(broken)
	r.ok = r.ok && len(broken) == 0
	return r.ok
}

// ids lists all full ids.
func (f *Folder) ids() []string {
	var out []string
	f.each(func(id string, _ *element) { out = append(out, id) })
	return out
}

// each calls a function with every element, in the order of the files; the id is full.
func (f *Folder) each(see func(id string, e *element)) {
	for _, sp := range f.all() {
		for _, name := range sp.files {
			if d := f.draft(name); d != nil {
				eachIn(d.Root(), fileBlocks, sp.prefix, func(id, block string, at *yamltext.Place) {
					see(id, &element{sp, name, at, block})
				})
			}
		}
	}
}

func eachIn(in *yamltext.Place, blocks []blockOf, prefix string, see func(id, block string, at *yamltext.Place)) {
	for _, b := range blocks {
		block := in.Get(b.name)
		if block == nil || block.Kind() != yamltext.Block {
			continue
		}
		for _, at := range block.Places() {
			see(prefix+at.Key(), b.is, at)
			if inside := b.inside(); inside != nil && at.Kind() == yamltext.Block {
				eachIn(at, inside, prefix+at.Key()+"/", see)
			}
		}
	}
}
