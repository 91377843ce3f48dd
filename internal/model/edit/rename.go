package edit

import (
	"strings"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// rename gives an element or an import another id, in every file that names it.
func (r *run) rename() {
	to := r.op.To
	if !idForm.MatchString(to) {
		r.bad(diag.Pos{File: r.op.File}, diag.BadID, "use lower-case letters, digits and single hyphens, beginning with a letter", "%q is not an id", to)
		return
	}
	if !r.whole() {
		return
	}
	if as := r.f.alias(r.op.ID); as != nil {
		if r.free(to, as.Pos()) {
			r.renameRefs(map[string]bool{r.op.ID: true}, to)
			r.check(as, as.Set(word(to)))
		}
		return
	}
	e := r.element(r.op.ID)
	if e == nil {
		return
	}
	ids := map[string]bool{}
	r.f.each(func(id string, o *element) {
		if o.at.Is(e.at) {
			ids[id] = true
		}
	})
	for id := range ids {
		if !r.free(id[:len(id)-len(last(id))]+to, e.at.Pos()) {
			return
		}
	}
	r.renameRefs(ids, to)
	r.check(e.at, e.at.Rename(to))
}

// alias is the place that gives an import its name in the folder itself, or nil.
func (f *Folder) alias(id string) *yamltext.Place {
	for _, name := range f.all()[0].files {
		d := f.draft(name)
		if d == nil || d.Root().Get("imports") == nil {
			continue
		}
		for _, imp := range d.Root().Get("imports").Places() {
			if as := imp.Get("as"); as != nil && as.Scalar() == id {
				return as
			}
		}
	}
	return nil
}

// renameRefs changes the last step of some ids in all references to them and to what is inside.
func (r *run) renameRefs(ids map[string]bool, to string) {
	var done []*yamltext.Place
	r.f.references(func(ref reference) {
		for id := ref.id; id != ""; id = outer(id) {
			if !ids[id] || len(id) < len(ref.space.prefix) { // not what the space of the reference itself is called
				continue
			}
			now := strings.TrimPrefix(id[:len(id)-len(last(id))]+to+ref.id[len(id):], ref.space.prefix)
			for _, d := range done {
				if d.Is(ref.at) {
					return
				}
			}
			done = append(done, ref.at)
			if ref.key {
				r.check(ref.at, ref.at.Rename(now))
			} else {
				r.check(ref.at, ref.at.Set(word(now)))
			}
		}
	})
}

// outer is the id of the element around another; empty at the top.
func outer(id string) string {
	if i := strings.LastIndexByte(id, '/'); i >= 0 {
		return id[:i]
	}
	return ""
}
