package adaptor

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// The names are data, so that people who know Spyderisk and no Go can review them.
//
//go:embed table.yaml
var tableYAML []byte

type names struct {
	Trust        []nameRow `yaml:"trust" need:"yes"`
	Consequences []nameRow `yaml:"consequences" need:"yes"`
	Harms        []nameRow `yaml:"harms" need:"yes"`
	Controls     []nameRow `yaml:"controls" need:"yes"`
}

// nameRow says what a name of Spyderisk is called here, at elements of some kinds.
type nameRow struct {
	Name    string   `yaml:"name" need:"yes"`
	Same    string   `yaml:"same"`
	Kinds   []string `yaml:"kinds"`
	Because string   `yaml:"because"`
}

// table is part of the program, so a mistake in it is a bug.
var table = sync.OnceValue(func() *names {
	var ds diag.List
	t := &names{}
	if n := yamltext.Parse("table.yaml", tableYAML, &ds); n != nil {
		yamltext.Decode("table.yaml", n, t, &ds)
	}
	if ds.HasErrors() {
		panic(fmt.Sprintf("adaptor: %s", ds.Sorted()[0]))
	}
	return t
})

// local takes the name out of a URI: domain#ExtrinsicTW, or system#TWAS-ExtrinsicTW-4d2f of an attribute at an asset.
func local(uri, set string) string {
	if i := strings.LastIndexByte(uri, '#'); i >= 0 {
		uri = uri[i+1:]
	}
	name, ok := strings.CutPrefix(uri, set+"-")
	if !ok {
		return uri
	}
	if i := strings.LastIndexByte(name, '-'); i > 0 {
		name = name[:i] // the id of the asset
	}
	return name
}

// word takes the words of a level apart: TrustworthinessLevelVeryLow, VERY_LOW and "Very low" are very-low.
func word(level, prefix string) string {
	level = strings.TrimPrefix(local(level, ""), prefix)
	var b strings.Builder
	for i, c := range level {
		switch {
		case c == ' ' || c == '_':
			c = '-'
		case i > 0 && c >= 'A' && c <= 'Z' && level[i-1] >= 'a' && level[i-1] <= 'z':
			b.WriteByte('-')
		}
		b.WriteRune(c)
	}
	return strings.ToLower(b.String())
}
