package yamltext

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"cordon/internal/diag"
)

// Put sets a key of a block inside a file, replacing the value it has, and gives the whole file in its canonical form with
// all comments. The path names the block by its keys from the top; the shape is that of Format. The result is nil when the
// file is not YAML that Parse accepts; the reasons are in ds.
func Put(file string, src []byte, shape any, path []string, key string, v any, ds *diag.List) ([]byte, error) {
	return inBlock(file, src, shape, path, key, ds, func(block *value) error {
		pair := &yaml.Node{Kind: yaml.MappingNode}
		put(pair, key, encode(reflect.ValueOf(v)))
		text, err := yaml.Marshal(pair)
		if err != nil {
			return err
		}
		_, added, err := read(file, text, block.shape)
		if err == nil && len(added.entries) != 1 {
			err = errors.New("the value is empty")
		}
		if err != nil {
			return err
		}
		if e := block.find(key); e != nil {
			e.value = added.entries[0].value
		} else {
			block.entries = append(block.entries, added.entries[0])
		}
		return nil
	})
}

// Drop takes a key out of a block inside a file, as Put sets one. That the block has no such key is no error.
func Drop(file string, src []byte, shape any, path []string, key string, ds *diag.List) ([]byte, error) {
	return inBlock(file, src, shape, path, key, ds, func(block *value) error {
		block.entries = slices.DeleteFunc(block.entries, func(e *entry) bool { return e.key != nil && e.key.Value == key })
		return nil
	})
}

// inBlock changes a block that is named by its keys from the top.
func inBlock(file string, src []byte, shape any, path []string, key string, ds *diag.List, change func(*value) error) ([]byte, error) {
	src, err := Format(file, src, shape, ds)
	if src == nil || err != nil {
		return nil, err
	}
	before, root, err := read(file, src, reflect.TypeOf(shape).Elem())
	if err != nil {
		return nil, err
	}
	block := root
	for _, k := range path {
		e := block.find(k)
		if e == nil {
			return nil, fmt.Errorf("put %s into %s: there is no block %s", key, file, strings.Join(path, "."))
		}
		block = e.value
	}
	if err := change(block); err != nil {
		return nil, fmt.Errorf("put %s into %s: %w", key, file, err)
	}
	out := root.document()
	after, _, err := read(file, out, reflect.TypeOf(shape).Elem())
	if err == nil && !slices.Equal(texts(before.comments), texts(after.comments)) {
		err = errors.New("a comment would be lost; move it out of the value that is replaced")
	}
	if err != nil {
		return nil, fmt.Errorf("put %s into %s: %w", key, file, err)
	}
	return out, nil
}

// read parses a text that is known to be sound.
func read(file string, src []byte, shape reflect.Type) (*source, *value, error) {
	var ds diag.List
	doc := Parse(file, src, &ds)
	if doc == nil {
		return nil, nil, errors.New(ds.Sorted()[0].String())
	}
	s, err := scan(string(src), doc)
	if err != nil {
		return nil, nil, err
	}
	root, err := tree(s, doc, shape)
	return s, root, err
}

// find is the entry of a key, or nil.
func (v *value) find(key string) *entry {
	for _, e := range v.entries {
		if e.key != nil && e.key.Value == key {
			return e
		}
	}
	return nil
}
