// Package openpsa reads fault trees in the Open-PSA Model Exchange Format (version 2.0d), as published with the Aralia benchmarks. It
// serves the tests and benchmarks of package bdd, and knows of the format what those trees use: and, or, xor, not, atleast, and basic
// events with a number.
package openpsa

import (
	"encoding/xml"
	"fmt"
	"io"
	"strconv"

	"cordon/internal/engine/bdd"
)

// Limits of what is read. The largest tree of Aralia stays under a tenth of each.
const (
	maxBytes = 1 << 20
	maxDepth = 2000
	maxGrid  = 10_000 // of atleast: the least number times the parts, which become as many formulas
)

// Tree is a fault tree as a formula over basic events.
type Tree struct {
	Name        string
	Formulas    *bdd.Formulas
	Top         bdd.Formula
	Events      []string  // names, by number
	Probability []float64 // 0 to 1, by event
	Gates       int
}

// element is any element of the document: the format is plain enough to be read without a type for each.
type element struct {
	XMLName xml.Name
	Name    string    `xml:"name,attr"`
	Min     string    `xml:"min,attr"`
	Value   string    `xml:"value,attr"`
	Parts   []element `xml:",any"`
}

// reader holds what Read has found so far.
type reader struct {
	tree   *Tree
	events map[string]int
	gates  map[string]element
	made   map[string]bdd.Formula
	open   map[string]bool // gates whose formula is being made: none may need itself
}

// Read reads a document with one fault tree. The top is the gate that no other gate names.
func Read(r io.Reader) (*Tree, error) {
	doc, err := decode(r)
	if err != nil {
		return nil, err
	}
	rd := reader{tree: &Tree{}, events: map[string]int{}, gates: map[string]element{}, made: map[string]bdd.Formula{}, open: map[string]bool{}}
	var names []string // of gates, in the order of the document
	for _, part := range doc.Parts {
		switch part.XMLName.Local {
		case "define-fault-tree":
			rd.tree.Name = part.Name
			for _, g := range part.Parts {
				if g.XMLName.Local != "define-gate" || len(g.Parts) != 1 {
					return nil, fmt.Errorf("fault tree %s: <%s name=%q> is not a gate with one formula", part.Name, g.XMLName.Local, g.Name)
				}
				if _, twice := rd.gates[g.Name]; twice {
					return nil, fmt.Errorf("gate %s is defined twice", g.Name)
				}
				rd.gates[g.Name] = g.Parts[0]
				names = append(names, g.Name)
			}
		case "model-data":
			if err := rd.readEvents(part.Parts); err != nil {
				return nil, err
			}
		}
	}
	top, err := findTop(names, rd.gates)
	if err != nil {
		return nil, err
	}
	rd.tree.Gates = len(names)
	rd.tree.Formulas = bdd.NewFormulas(len(rd.tree.Events))
	rd.tree.Top, err = rd.gate(top, 0)
	return rd.tree, err
}

func decode(r io.Reader) (element, error) {
	src, err := io.ReadAll(io.LimitReader(r, maxBytes+1))
	if err != nil {
		return element{}, fmt.Errorf("read a fault tree: %w", err)
	}
	if len(src) > maxBytes {
		return element{}, fmt.Errorf("a fault tree of more than %d bytes", maxBytes)
	}
	var doc element
	if err := xml.Unmarshal(src, &doc); err != nil {
		return element{}, fmt.Errorf("read a fault tree: %w", err)
	}
	if doc.XMLName.Local != "opsa-mef" {
		return element{}, fmt.Errorf("the document is <%s>, not <opsa-mef>", doc.XMLName.Local)
	}
	return doc, nil
}

func (rd *reader) readEvents(parts []element) error {
	for _, e := range parts {
		if e.XMLName.Local != "define-basic-event" || len(e.Parts) != 1 || e.Parts[0].XMLName.Local != "float" {
			return fmt.Errorf("<%s name=%q> is not a basic event with a number", e.XMLName.Local, e.Name)
		}
		p, err := strconv.ParseFloat(e.Parts[0].Value, 64)
		if err != nil || !(p >= 0 && p <= 1) {
			return fmt.Errorf("basic event %s: %q is no probability", e.Name, e.Parts[0].Value)
		}
		if _, twice := rd.events[e.Name]; twice {
			return fmt.Errorf("basic event %s is defined twice", e.Name)
		}
		rd.events[e.Name] = len(rd.tree.Events)
		rd.tree.Events = append(rd.tree.Events, e.Name)
		rd.tree.Probability = append(rd.tree.Probability, p)
	}
	return nil
}

// findTop is the one gate that no formula names.
func findTop(names []string, gates map[string]element) (string, error) {
	named := map[string]bool{}
	var mark func(e element)
	mark = func(e element) {
		if e.XMLName.Local == "gate" {
			named[e.Name] = true
		}
		for _, p := range e.Parts {
			mark(p)
		}
	}
	for _, n := range names {
		mark(gates[n])
	}
	var tops []string
	for _, n := range names {
		if !named[n] {
			tops = append(tops, n)
		}
	}
	if len(tops) != 1 {
		return "", fmt.Errorf("%d gates stand at the top: %v; one is needed", len(tops), tops)
	}
	return tops[0], nil
}

func (rd *reader) gate(name string, depth int) (bdd.Formula, error) {
	if f, ok := rd.made[name]; ok {
		return f, nil
	}
	def, ok := rd.gates[name]
	switch {
	case !ok:
		return 0, fmt.Errorf("gate %s is not defined", name)
	case rd.open[name]:
		return 0, fmt.Errorf("gate %s needs itself", name)
	}
	rd.open[name] = true
	f, err := rd.formula(def, depth)
	if err != nil {
		return 0, fmt.Errorf("gate %s: %w", name, err)
	}
	rd.made[name] = f
	return f, nil
}

func (rd *reader) formula(e element, depth int) (bdd.Formula, error) {
	if depth > maxDepth {
		return 0, fmt.Errorf("formulas nested deeper than %d", maxDepth)
	}
	fs := rd.tree.Formulas
	switch e.XMLName.Local {
	case "gate":
		return rd.gate(e.Name, depth+1)
	case "basic-event":
		n, ok := rd.events[e.Name]
		if !ok {
			return 0, fmt.Errorf("basic event %s is not defined", e.Name)
		}
		return fs.Event(n), nil
	}
	parts := make([]bdd.Formula, len(e.Parts))
	for i, p := range e.Parts {
		var err error
		if parts[i], err = rd.formula(p, depth+1); err != nil {
			return 0, err
		}
	}
	switch kind := e.XMLName.Local; {
	case kind == "and":
		return fs.And(parts...), nil
	case kind == "or":
		return fs.Or(parts...), nil
	case kind == "not" && len(parts) == 1:
		return fs.Not(parts[0]), nil
	case kind == "xor" && len(parts) == 2:
		return fs.Or(fs.And(parts[0], fs.Not(parts[1])), fs.And(fs.Not(parts[0]), parts[1])), nil
	case kind == "atleast":
		k, err := strconv.Atoi(e.Min)
		if err != nil || k < 1 || k > len(parts) {
			return 0, fmt.Errorf("atleast %q of %d", e.Min, len(parts))
		}
		if k*len(parts) > maxGrid {
			return 0, fmt.Errorf("atleast %d of %d is too large", k, len(parts))
		}
		return fs.AtLeast(k, parts...), nil
	}
	return 0, fmt.Errorf("<%s> with %d parts", e.XMLName.Local, len(parts))
}
