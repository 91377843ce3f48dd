package edit

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"cordon/internal/yamltext"
)

// What says how something differs between two versions.
type What string

const (
	Added   What = "added"
	Gone    What = "removed"
	NewID   What = "renamed" // From and To are ids
	Altered What = "changed" // the value under Path
	State   What = "control" // the state of the control ID on the element in Path; empty where it is not placed
)

// Change is one difference of meaning. Where it is about an element, ID is the full id it has now, or had; else ID tells
// the entry of the block apart, and is empty for the system and for other files.
type Change struct {
	What  What     `json:"what"`
	Block string   `json:"block"` // block of the description; `file` for whole files, empty inside other files
	ID    string   `json:"id,omitempty"`
	Path  []string `json:"path,omitempty"`
	From  string   `json:"from,omitempty"` // values on one line
	To    string   `json:"to,omitempty"`
	File  string   `json:"file"`
	Line  int      `json:"line,omitempty"` // in the version now; in the version before for what is removed
}

// Describe says what changed from one version of a folder to another, by meaning: comments, form, order of keys and the
// file that an element stands in are no changes.
func Describe(base, now map[string][]byte) []Change {
	d := &describer{was: Open(base), is: Open(now)}
	d.renamed()
	d.elements()
	d.rest()
	d.controls()
	d.files()
	slices.SortStableFunc(d.out, func(a, b Change) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), strings.Compare(a.ID, b.ID), slices.Compare(a.Path, b.Path))
	})
	return d.out
}

type describer struct {
	was, is *Folder
	out     []Change
}

// renamed reports elements with another id, and gives it to the version before, so that what names them is no change.
func (d *describer) renamed() {
	ids := renames(d.was, d.is)
	for _, id := range slices.Sorted(maps.Keys(ids)) {
		e := d.is.find(ids[id])
		d.out = append(d.out, Change{What: NewID, Block: e.block, ID: ids[id], From: id, To: ids[id], File: e.file, Line: e.at.Pos().Line})
		carry(Operation{Do: Rename, ID: id, To: last(ids[id])}, d.was)
	}
}

func (d *describer) elements() {
	was, is := d.was.catalogue(), d.is.catalogue()
	for _, id := range slices.Sorted(maps.Keys(is)) {
		e := is[id]
		b := was[id]
		switch {
		case b == nil:
			if around := outer(id); is[around] == nil || was[around] != nil {
				d.out = append(d.out, Change{What: Added, Block: e.block, ID: id, To: e.at.Literal().String(), File: e.file, Line: e.at.Pos().Line})
			}
		default:
			d.compare(Change{Block: e.block, ID: id, File: e.file}, b.at, e.at, nil)
		}
	}
	for _, id := range slices.Sorted(maps.Keys(was)) {
		if around, e := outer(id), was[id]; is[id] == nil && (was[around] == nil || is[around] != nil) {
			d.out = append(d.out, Change{What: Gone, Block: e.block, ID: id, From: e.at.Literal().String(), File: e.file, Line: e.at.Pos().Line})
		}
	}
}

// compare reports the keys that differ. Elements inside an element are reported by their own ids.
func (d *describer) compare(c Change, was, is *yamltext.Place, path []string) {
	c.Path = path
	switch {
	case was != nil && is != nil && was.Literal().Same(is.Literal()):
	case was != nil && is != nil && was.Kind() == yamltext.Block && is.Kind() == yamltext.Block:
		inside := func(p *yamltext.Place) bool {
			return isElement(p) || isAsset(p.Up()) && blockNamed(assetBlocks, p.Key()) != nil
		}
		for _, in := range is.Places() {
			if !inside(in) {
				d.compare(c, was.Get(in.Key()), in, append(slices.Clone(path), in.Key()))
			}
		}
		for _, in := range was.Places() {
			if !inside(in) && is.Get(in.Key()) == nil {
				d.compare(c, in, nil, append(slices.Clone(path), in.Key()))
			}
		}
	default:
		c.What = Altered
		if was != nil {
			c.From, c.Line = was.Literal().String(), was.Pos().Line
		}
		if is != nil {
			c.To, c.Line = is.Literal().String(), is.Pos().Line
		}
		d.out = append(d.out, c)
	}
}

// listed is an item of a list, or a block, with its file.
type listed struct {
	file string
	at   *yamltext.Place
}

// rest compares the system and the lists, except for controls.
func (d *describer) rest() {
	var was, is listed
	d.was.top("system", func(l listed) { was = l })
	d.is.top("system", func(l listed) { is = l })
	if was.at != nil || is.at != nil {
		d.compare(Change{Block: "system", File: cmp.Or(is.file, was.file)}, was.at, is.at, nil)
	}
	for _, block := range []string{"imports", "evidence", "answers"} {
		before, after := d.was.items(block), d.is.items(block)
		for _, name := range slices.Sorted(maps.Keys(after)) {
			now := after[name]
			c := Change{Block: block, ID: name, File: now.file, Line: now.at.Pos().Line}
			if old, there := before[name]; there {
				d.compare(c, old.at, now.at, nil)
			} else {
				c.What, c.To = Added, now.at.Literal().String()
				d.out = append(d.out, c)
			}
		}
		for _, name := range slices.Sorted(maps.Keys(before)) {
			if old := before[name]; after[name].at == nil {
				d.out = append(d.out, Change{What: Gone, Block: block, ID: name, From: old.at.Literal().String(), File: old.file, Line: old.at.Pos().Line})
			}
		}
	}
}

// top calls a function with a block of every file of the folder itself that has it.
func (f *Folder) top(block string, see func(listed)) {
	for _, name := range f.all()[0].files {
		if d := f.draft(name); d != nil {
			if at := d.Root().Get(block); at != nil {
				see(listed{name, at})
			}
		}
	}
}

// items are the entries of a list in all files, by name.
func (f *Folder) items(block string) map[string]listed {
	out := map[string]listed{}
	f.top(block, func(l listed) {
		_, these, _ := naming(nil, l.at, nil)
		for _, in := range these.order {
			out[these.name[in]] = listed{l.file, in}
		}
	})
	return out
}

// placement is a control on one element.
type placement struct{ control, on string }

// controls compares the state of each control on each element, and what else is said of it there.
func (d *describer) controls() {
	was, is := d.was.placements(), d.is.placements()
	all := maps.Clone(was)
	maps.Copy(all, is)
	order := slices.SortedFunc(maps.Keys(all), func(a, b placement) int {
		return cmp.Or(strings.Compare(a.control, b.control), strings.Compare(a.on, b.on))
	})
	for _, p := range order {
		before, after := was[p], is[p]
		l := cmp.Or(after, before)
		c := Change{What: State, Block: "controls", ID: p.control, Path: []string{p.on}, File: l.file, Line: l.at.Pos().Line}
		if c.From, c.To = before.say("state"), after.say("state"); c.From != c.To {
			d.out = append(d.out, c)
		}
		for _, key := range []string{"coverage", "evidence", "note"} {
			if before.at == nil || after.at == nil {
				break
			}
			c.What, c.Path = Altered, []string{p.on, key}
			if c.From, c.To = before.say(key), after.say(key); c.From != c.To {
				d.out = append(d.out, c)
			}
		}
	}
}

func (l listed) say(key string) string {
	if l.at == nil || l.at.Get(key) == nil {
		return ""
	}
	return l.at.Get(key).Literal().String()
}

func (f *Folder) placements() map[placement]listed {
	out := map[placement]listed{}
	f.top("controls", func(l listed) {
		for _, c := range l.at.Places() {
			control, on := c.Get("control"), c.Get("on")
			if control == nil || on == nil {
				continue
			}
			for _, p := range on.Places() {
				out[placement{control.Scalar(), p.Scalar()}] = listed{l.file, c}
			}
		}
	})
	return out
}

// files compares what is no part of the description: YAML key by key, everything else as a whole.
func (d *describer) files() {
	names := map[string]bool{}
	for _, f := range []*Folder{d.was, d.is} {
		for name := range f.files {
			names[name] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		before, there := d.was.files[name]
		after, here := d.is.files[name]
		c := Change{Block: "file", ID: name, File: name}
		_, part := d.is.spaceOf(name)
		_, wasPart := d.was.spaceOf(name)
		switch readable := d.was.open(name) != nil && d.is.open(name) != nil; {
		case there && here && string(before) == string(after), (part || wasPart) && (readable || !there || !here):
		case !there:
			c.What, c.To = Added, sum(&after)
			d.out = append(d.out, c)
		case !here:
			c.What, c.From = Gone, sum(&before)
			d.out = append(d.out, c)
		case strings.HasSuffix(name, ".yaml") && readable:
			d.compare(Change{File: name}, d.was.open(name).Root(), d.is.open(name).Root(), nil)
		default:
			c.What, c.From, c.To = Altered, sum(&before), sum(&after)
			d.out = append(d.out, c)
		}
	}
}
