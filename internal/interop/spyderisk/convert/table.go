package convert

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"cordon/internal/diag"
	"cordon/internal/interop/spyderisk"
	"cordon/internal/model"
	"cordon/internal/yamltext"
)

// The table of Convert is data, so that people who know devices and no Go can review it.
//
//go:embed table.yaml
var tableYAML []byte

type convertTable struct {
	Classes  []classRow   `yaml:"classes" need:"yes"`
	Hints    []hintRow    `yaml:"hints" need:"yes"`
	Harms    []harmRow    `yaml:"harms" need:"yes"`
	Trust    []trustRow   `yaml:"trust" need:"yes"`
	Controls []controlRow `yaml:"controls" need:"yes"`
}

// classRow says what a class becomes. Without As it becomes nothing.
type classRow struct {
	Class       string                      `yaml:"class" need:"yes"`
	As          form                        `yaml:"as"`
	Kind        string                      `yaml:"kind"`
	Open        tick                        `yaml:"open"`
	OnPhone     string                      `yaml:"on-phone"`
	Called      string                      `yaml:"called"`
	Facts       yamltext.Map[yamltext.Word] `yaml:"facts"`
	Sensitivity model.Sensitivity           `yaml:"sensitivity"`
	Loses       string                      `yaml:"loses"`
}

// hintRow tells a kind by a link or by words of the label.
type hintRow struct {
	As    form     `yaml:"as" need:"yes"`
	Link  string   `yaml:"link"`
	End   linkEnd  `yaml:"end"`
	Words []string `yaml:"words"`
	Kind  string   `yaml:"kind" need:"yes"`
	Sure  tick     `yaml:"sure"`
}

// harmRow says which harm a misbehaviour is, and whether it follows from diagnoses, treatments or the data itself.
type harmRow struct {
	Misbehaviour string `yaml:"misbehaviour" need:"yes"`
	Kind         string `yaml:"kind" need:"yes"`
	From         string `yaml:"from" need:"yes"`
	Title        string `yaml:"title" need:"yes"`
}

type trustRow struct {
	Attribute string   `yaml:"attribute" need:"yes"`
	Same      string   `yaml:"same" need:"yes"`
	On        []string `yaml:"on" need:"yes"`
}

type controlRow struct {
	Control string   `yaml:"control" need:"yes"`
	Same    string   `yaml:"same"`
	On      []string `yaml:"on"`
	See     string   `yaml:"see"`
}

// form is the sort of element that an asset becomes: it decides the block, and which links it can have.
type form string

const (
	aPlace        form = "place"
	aNetwork      form = "network"
	anOrg         form = "organisation"
	aPerson       form = "person"
	aDevice       form = "device"
	aProgram      form = "software"
	someData      form = "data"
	personOrOrg        = aPerson + "," + anOrg
	deviceProgram      = aDevice + "," + aProgram
)

func (form) Words() []string {
	return []string{string(aPlace), string(aNetwork), string(anOrg), string(aPerson), string(aDevice), string(aProgram), string(someData)}
}

type linkEnd string

func (linkEnd) Words() []string { return []string{"from", "to"} }

type tick string

func (tick) Words() []string { return []string{"yes"} }

// conversion is the table. It is part of the program, so a mistake in it is a bug.
var conversion = sync.OnceValue(func() *convertTable {
	var ds diag.List
	t := &convertTable{}
	if n := yamltext.Parse("table.yaml", tableYAML, &ds); n != nil {
		yamltext.Decode("table.yaml", n, t, &ds)
	}
	if ds.HasErrors() {
		panic(fmt.Sprintf("spyderisk: %s", ds.Sorted()[0]))
	}
	return t
})

// row finds what a class becomes: its own row, else that of the nearest ancestor; nil if there is none.
func (t *convertTable) row(class *spyderisk.Class) *classRow {
	seen := map[*spyderisk.Class]bool{}
	for level := []*spyderisk.Class{class}; len(level) > 0; {
		var next []*spyderisk.Class
		for _, c := range level {
			if i := slices.IndexFunc(t.Classes, func(r classRow) bool { return r.Class == c.ID }); i >= 0 {
				return &t.Classes[i]
			}
			for _, p := range c.Parents {
				if !seen[p] {
					seen[p] = true
					next = append(next, p)
				}
			}
		}
		level = next
	}
	return nil
}

// standsOn tells whether a kind begins in one of the ways listed.
func standsOn(kind string, beginnings []string) bool {
	return slices.ContainsFunc(beginnings, func(b string) bool { return strings.HasPrefix(kind, b) })
}
