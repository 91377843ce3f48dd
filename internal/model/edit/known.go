package edit

import (
	"reflect"
	"slices"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/model"
	"cordon/internal/yamltext"
)

var assetShape = reflect.TypeFor[model.Asset]()

// known reports references in a new value that name nothing, or the wrong sort of element.
func (r *run) known(l yamltext.Literal, sp space, path []string, at diag.Pos) bool {
	ok := true
	see := func(text, blocks string) {
		e := r.f.find(sp.prefix + text)
		switch {
		case e == nil && slices.Contains(path, text): // what is being added may name itself
		case e == nil && len(r.f.broken()) > 0: // it may stand there, and the file is reported by all who read it
		case e == nil && r.failed[sp.prefix+text]:
			ok, r.ok = false, false
		case e == nil:
			ok = false
			r.bad(at, diag.DanglingReference, yamltext.Suggest(text, r.f.visible(sp, blocks)), "%q is not defined in %s", text, readable(blocks))
		case !fits(blocks, e.block):
			ok = false
			r.bad(at, diag.WrongBlock, "", "%q stands in %s; here it must be one of %s", text, e.block, readable(blocks))
		}
	}
	t, f := fileShape, yamltext.Field{}
	for i, key := range path {
		if f.KeyRef != "" && i == len(path)-1 {
			see(key, f.KeyRef)
		}
		t, f = below(t, f, key)
	}
	named(l, t, f, see)
	return ok
}

// visible lists the ids that a file of a space may name in a place, as it names them.
func (f *Folder) visible(sp space, blocks string) []string {
	var out []string
	f.each(func(id string, e *element) {
		if local, ok := strings.CutPrefix(id, sp.prefix); ok && fits(blocks, e.block) {
			out = append(out, local)
		}
	})
	return out
}

// below is the type and field under a key, or of an item.
func below(t reflect.Type, f yamltext.Field, key string) (reflect.Type, yamltext.Field) {
	if t == nil {
		return nil, yamltext.Field{}
	}
	if v, is := yamltext.MapValue(t); is {
		return bare(v), yamltext.Field{}
	}
	if t.Kind() == reflect.Slice {
		return bare(t.Elem()), f
	}
	in, is := fields[t][key]
	if !is {
		return nil, in
	}
	return bare(in.Type), in
}

func bare(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer {
		return t.Elem()
	}
	return t
}

// named calls a function with every reference in a value.
func named(l yamltext.Literal, t reflect.Type, f yamltext.Field, see func(text, blocks string)) {
	switch {
	case l.Kind == yamltext.Scalar:
		if f.Ref != "" && l.Text != "" {
			see(l.Text, f.Ref)
		}
	case t != nil:
		for i, v := range l.Values {
			key := ""
			if l.Kind == yamltext.Block {
				key = l.Keys[i]
				if f.KeyRef != "" {
					see(key, f.KeyRef)
				}
			}
			in, inside := below(t, f, key)
			named(v, in, inside, see)
		}
	}
}

func readable(blocks string) string {
	if blocks == "*" {
		return "the model"
	}
	return strings.ReplaceAll(blocks, ",", " or ")
}
