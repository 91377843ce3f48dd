package edit

import (
	"regexp"
	"slices"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

var (
	idForm  = regexp.MustCompile(yamltext.IDPattern)
	refForm = regexp.MustCompile(yamltext.ReferencePattern)
)

// add puts a new element into a block of a file or of an asset.
func (r *run) add() {
	op := r.op
	id, around := op.ID, ""
	if i := strings.LastIndexByte(id, '/'); i >= 0 {
		around, id = id[:i], id[i+1:]
	}
	at := diag.Pos{File: op.File}
	if !idForm.MatchString(id) {
		r.bad(at, diag.BadID, "use lower-case letters, digits and single hyphens, beginning with a letter", "%q is not an id", id)
		return
	}
	if !r.free(op.ID, at) {
		return
	}
	if around != "" {
		if e := r.f.find(around); e != nil {
			r.addInside(e, id)
			return
		}
		sp, ok := r.f.imported(around + "/")
		if !ok {
			r.unknown(around)
			return
		}
		r.addTo(sp, id)
		return
	}
	r.addTo(r.f.all()[0], id)
}

// free tells whether an id is not taken, by an element or by an import.
func (r *run) free(id string, at diag.Pos) bool {
	if e := r.f.find(id); e != nil {
		r.bad(at, diag.DuplicateID, "choose another id", "id %q is taken; it is first used at %s", id, e.at.Pos())
		return false
	}
	if _, is := r.f.imported(id + "/"); is {
		r.bad(at, diag.DuplicateID, "choose another id", "id %q is taken by an import", id)
		return false
	}
	return true
}

func (f *Folder) imported(prefix string) (space, bool) {
	all := f.all()
	if i := slices.IndexFunc(all, func(s space) bool { return s.prefix == prefix }); i >= 0 {
		return all[i], true
	}
	return space{}, false
}

func (r *run) addInside(e *element, id string) {
	b := blockNamed(assetBlocks, r.op.Block)
	if b == nil || !isAsset(e.at) {
		r.bad(e.at.Pos(), diag.WrongBlock, "inside an asset there are "+names(assetBlocks), "%q cannot hold %q", e.at.Key(), r.op.Block)
		return
	}
	path := append(keysTo(e.at), b.name, id)
	if l, ok := r.given(e.space, path, e.at.Pos()); ok && r.ok {
		r.enter(e.at, b.name, id, l)
	}
}

func (r *run) addTo(sp space, id string) {
	b := blockNamed(fileBlocks, r.op.Block)
	if b == nil {
		r.bad(diag.Pos{File: r.op.File}, diag.WrongBlock, "the blocks are "+names(fileBlocks), "%q is no block of elements", r.op.Block)
		return
	}
	name := r.fileFor(sp, b.name)
	if name == "" {
		return
	}
	l, ok := r.given(sp, []string{b.name, id}, diag.Pos{File: name})
	if !ok || !r.ok {
		return
	}
	if _, there := r.f.files[name]; !there {
		r.newFile(name, b.name, id, l)
		return
	}
	r.enter(r.f.draft(name).Root(), b.name, id, l)
}

// enter writes an element into a block below a place.
func (r *run) enter(in *yamltext.Place, block, id string, l yamltext.Literal) {
	b := in.Get(block)
	if b == nil {
		r.check(in, in.Insert(in.Position(block), block, nested([]string{id}, l)))
		return
	}
	at := len(b.Places())
	if r.op.After != "" {
		after := b.Get(last(r.op.After))
		if after == nil {
			r.bad(b.Pos(), diag.NoSuchElement, "", "there is no %q in %s of this file", r.op.After, block)
			return
		}
		at = after.Index() + 1
	}
	if b.Kind() != yamltext.Block {
		r.check(b, b.Set(nested([]string{id}, l)))
		return
	}
	r.check(b, b.Insert(at, id, l))
}

func last(id string) string { return id[strings.LastIndexByte(id, '/')+1:] }

func names(blocks []blockOf) string {
	var out []string
	for _, b := range blocks {
		out = append(out, b.name)
	}
	return strings.Join(out, ", ")
}

// fileFor is the file for a new element: as the operation says, else the first one that has the block, else the one with
// the system. It is empty where none will do.
func (r *run) fileFor(sp space, block string) string {
	if name := r.op.File; name != "" {
		_, there := r.f.files[name]
		switch {
		case there && r.f.draft(name) == nil:
			r.ok = false
			r.ds.Append(r.f.wrong[name])
			return ""
		case there && slices.Contains(sp.files, name), !there && sp.prefix == "" && !strings.Contains(name, "/") && isModel(name) && name != ".yaml":
			return name
		}
		r.bad(diag.Pos{File: name}, diag.OperationForm, "name a file right in the folder that ends in .yaml", "%s is no file of the description", name)
		return ""
	}
	var system string
	for _, name := range sp.files {
		d := r.f.draft(name)
		switch {
		case d == nil:
		case d.Root().Get(block) != nil:
			return name
		case system == "" || d.Root().Get("system") != nil:
			system = name
		}
	}
	if system == "" && r.whole() {
		r.bad(diag.Pos{}, diag.NoSystem, "name the file", "there is no file to put it in")
	}
	return system
}

// newFile makes a file with one element.
func (r *run) newFile(name, block, id string, l yamltext.Literal) {
	text, err := yamltext.Write(fileShape, yamltext.Literal{
		Kind: yamltext.Block, Keys: []string{"cordon", block},
		Values: []yamltext.Literal{{Text: "1"}, nested([]string{id}, l)},
	})
	if err != nil {
		r.bad(diag.Pos{File: name}, diag.NotEditable, "", "it cannot be written: %s", err)
		return
	}
	r.create(name, text)
}

// move puts an element behind another one or into another file.
func (r *run) move() {
	e := r.element(r.op.ID)
	if e == nil {
		return
	}
	if r.op.File != "" && r.op.File != e.file {
		r.moveFile(e)
		return
	}
	block := e.at.Up()
	at := 0
	if r.op.After != "" {
		after := block.Get(last(r.op.After))
		if after == nil || after.Is(e.at) {
			r.bad(block.Pos(), diag.NoSuchElement, "", "there is no other %q in this block of the file", r.op.After)
			return
		}
		at = after.Index() + 1
	}
	if at == e.at.Index() || at == e.at.Index()+1 {
		return
	}
	r.check(e.at, e.at.MoveTo(block, at))
}

func (r *run) moveFile(e *element) {
	block := e.at.Up()
	if block.Up().Up() != nil {
		r.bad(e.at.Pos(), diag.OperationForm, "move the element around it", "%q stands inside another element", r.op.ID)
		return
	}
	name := r.fileFor(e.space, block.Key())
	if name == "" {
		return
	}
	if _, there := r.f.files[name]; !there {
		r.newFile(name, block.Key(), e.at.Key(), e.at.Literal())
		if r.ok {
			r.check(e.at, yamltext.Remove(shell(e.at)))
		}
		return
	}
	root := r.f.draft(name).Root()
	to := root.Get(block.Key())
	if to == nil || to.Kind() != yamltext.Block || len(to.Places()) == 0 {
		r.check(e.at, e.at.CopyInto(root, block.Key()))
	} else {
		at := len(to.Places())
		if r.op.After != "" {
			after := to.Get(last(r.op.After))
			if after == nil {
				r.bad(to.Pos(), diag.NoSuchElement, "", "there is no %q in this block of %s", r.op.After, name)
				return
			}
			at = after.Index() + 1
		}
		r.check(e.at, e.at.CopyTo(to, at))
	}
	if r.ok {
		r.check(e.at, yamltext.Remove(shell(e.at)))
	}
}
