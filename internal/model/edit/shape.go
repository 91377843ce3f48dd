package edit

import (
	"reflect"
	"slices"
	"strings"

	"cordon/internal/model"
	"cordon/internal/yamltext"
)

// blockOf is a key whose keys are ids of elements.
type blockOf struct {
	name  string
	is    string // name of the block as references give it
	value reflect.Type
}

var (
	fileBlocks  = blocksOf(fileShape)
	assetBlocks = blocksOf(reflect.TypeFor[model.Asset]())

	elementShapes = valuesOf(append(slices.Clone(fileBlocks), assetBlocks...))
)

func valuesOf(blocks []blockOf) []reflect.Type {
	var out []reflect.Type
	for _, b := range blocks {
		out = append(out, b.value)
	}
	return out
}

func (b blockOf) inside() []blockOf {
	if b.value == reflect.TypeFor[model.Asset]() {
		return assetBlocks
	}
	return nil
}

// blocksOf finds them: all maps of a file, and, inside an asset, those whose values have a kind.
func blocksOf(t reflect.Type) []blockOf {
	var out []blockOf
	for _, f := range yamltext.Fields(t) {
		value, is := yamltext.MapValue(f.Type)
		if !is || value.Kind() != reflect.Struct {
			continue
		}
		b := blockOf{f.Name, f.Name, value}
		if t != fileShape {
			if _, common := value.FieldByName("Common"); !common {
				continue
			}
			if value == t {
				b.is = string(model.Assets)
			}
		}
		out = append(out, b)
	}
	return out
}

// fields gives the keys of each struct of the language.
var fields = map[reflect.Type]map[string]yamltext.Field{}

// refers tells which types hold references somewhere inside.
var refers = map[reflect.Type]bool{}

func init() { learn(fileShape, nil) }

func learn(t reflect.Type, around []reflect.Type) bool {
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if slices.Contains(around, t) {
		return refers[t]
	}
	around = append(around, t)
	if v, is := yamltext.MapValue(t); is {
		refers[t] = learn(v, around)
		return refers[t]
	}
	switch {
	case t == reflect.TypeFor[yamltext.Word]():
	case t.Kind() == reflect.Slice:
		refers[t] = learn(t.Elem(), around)
	case t.Kind() == reflect.Struct:
		known := map[string]yamltext.Field{}
		for _, f := range yamltext.Fields(t) {
			known[f.Name] = f
			inside := learn(f.Type, around)
			refers[t] = refers[t] || inside || f.Ref != "" || f.KeyRef != ""
		}
		fields[t] = known
	}
	return refers[t]
}

// reference is a place that names an element.
type reference struct {
	at     *yamltext.Place
	id     string // full
	blocks string // where the element must stand; * for anywhere
	key    bool   // the key of the place names it, not the value
	space  space
	file   string
}

// references walks over all of them, in the order of the files. A file that is imported twice is walked twice.
func (f *Folder) references(see func(reference)) {
	for _, sp := range f.all() {
		for _, name := range sp.files {
			if d := f.draft(name); d != nil {
				walk(d.Root(), yamltext.Field{}, func(r reference) {
					r.space, r.file, r.id = sp, name, sp.prefix+r.id
					see(r)
				})
			}
		}
	}
}

func walk(p *yamltext.Place, f yamltext.Field, see func(reference)) {
	if f.Ref != "" {
		switch p.Kind() {
		case yamltext.Scalar:
			if p.Scalar() != "" {
				see(reference{at: p, id: p.Scalar(), blocks: f.Ref})
			}
		case yamltext.List:
			for _, item := range p.Places() {
				if item.Scalar() != "" {
					see(reference{at: item, id: item.Scalar(), blocks: f.Ref})
				}
			}
		}
		return
	}
	t := p.Shape()
	if t == nil || !refers[t] {
		return
	}
	known := fields[t]
	for _, in := range p.Places() {
		if f.KeyRef != "" && in.Key() != "" {
			see(reference{at: in, id: in.Key(), blocks: f.KeyRef, key: true})
		}
		walk(in, known[in.Key()], see)
	}
}

// fits tells whether a reference to some blocks may name an element of a block. Only what has a kind can be named anywhere.
func fits(blocks, block string) bool {
	switch model.Block(block) {
	case "assumptions", "responsibilities", "open-facts":
		return false
	}
	return blocks == "*" || slices.Contains(strings.Split(blocks, ","), block)
}
