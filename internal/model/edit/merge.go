package edit

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/model"
	"cordon/internal/yamltext"
)

// Side is one of two versions.
type Side string

const (
	Ours   Side = "ours"
	Theirs Side = "theirs"
)

// Clash says how two versions do not go together.
type Clash string

const (
	Changed  Clash = "changed"  // both changed it, differently
	Removed  Clash = "removed"  // one side removed what the other changed
	Dangling Clash = "dangling" // one side removed what the other names
	Renamed  Clash = "renamed"  // both gave it another id
	Twice    Clash = "twice"    // both gave one id to different elements
	WholeOf  Clash = "file"     // both changed the file, and it is no text that can be merged
)

// Conflict is one place where somebody has to choose. Base, Ours and Theirs are the values on one line, empty where there
// is nothing; lines are 0 there.
type Conflict struct {
	Key        string   `json:"key"` // names the conflict in the choices
	Clash      Clash    `json:"clash"`
	File       string   `json:"file"`
	Path       []string `json:"path"`
	OursLine   int      `json:"ours-line"`
	TheirsLine int      `json:"theirs-line"`
	Base       string   `json:"base"`
	Ours       string   `json:"ours"`
	Theirs     string   `json:"theirs"`
}

// Merged is what became of two versions. Where there are conflicts the files hold our side of them.
type Merged struct {
	Files     map[string][]byte // the whole folder
	Conflicts []Conflict        // those without a choice, by file and path
}

// Merge puts together what two sides made of the same files, by meaning: what only one side touched is taken from that
// side as it is written, with its comments. Choices settle conflicts by their keys.
func Merge(base, ours, theirs map[string][]byte, choices map[string]Side) Merged {
	return MergeAgain(nil, base, ours, theirs, choices)
}

// MergeAgain is Merge for who reads the same files often: trees, which may be nil, keeps what is made of them.
func MergeAgain(trees *model.Trees, base, ours, theirs map[string][]byte, choices map[string]Side) Merged {
	m := &merger{choices: choices, out: map[string][]byte{}, read: map[string]*yamltext.Draft{}}
	if identical(base, ours) || identical(base, theirs) || identical(ours, theirs) {
		if identical(base, theirs) {
			return Merged{Files: maps.Clone(ours)}
		}
		return Merged{Files: maps.Clone(theirs)}
	}
	m.base, m.ours, m.theirs = OpenAgain(trees, base), OpenAgain(trees, ours), OpenAgain(trees, theirs)
	m.follow()
	base, ours, theirs = m.base.files, m.ours.files, m.theirs.files
	names := map[string]bool{}
	for _, side := range []map[string][]byte{base, ours, theirs} {
		for name := range side {
			names[name] = true
		}
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		m.file(name, version(base, name), version(ours, name), version(theirs, name))
	}
	m.whole()
	slices.SortStableFunc(m.conflicts, func(a, b Conflict) int {
		if c := strings.Compare(a.File, b.File); c != 0 {
			return c
		}
		return strings.Compare(a.Key, b.Key)
	})
	return Merged{m.out, m.conflicts}
}

func version(files map[string][]byte, name string) *[]byte {
	if src, there := files[name]; there {
		return &src
	}
	return nil
}

type merger struct {
	choices            map[string]Side
	base, ours, theirs *Folder
	out                map[string][]byte
	read               map[string]*yamltext.Draft // of out, as far as they are read already
	conflicts          []Conflict
	name               string // of the file that is merged
	err                error
}

func identical(a, b map[string][]byte) bool { return maps.EqualFunc(a, b, bytes.Equal) }

// clash records a conflict unless it is settled, and tells which side is taken.
func (m *merger) clash(c Conflict) Side {
	c.File = m.name
	c.Key = strings.Join(append([]string{m.name + "#"}, c.Path...), "/")
	if c.Clash == Dangling || c.Clash == Renamed || c.Clash == Twice {
		c.Key += "!" + string(c.Clash)
	}
	if side, chosen := m.choices[c.Key]; chosen && (side == Ours || side == Theirs) {
		return side
	}
	m.conflicts = append(m.conflicts, c)
	return Ours
}

func (m *merger) keep(name string, src *[]byte) {
	if src != nil {
		m.out[name] = *src
	}
}

func same(a, b *[]byte) bool {
	return a == b || a != nil && b != nil && bytes.Equal(*a, *b)
}

func (m *merger) file(name string, base, ours, theirs *[]byte) {
	switch {
	case same(ours, theirs), same(base, theirs):
		m.keep(name, ours)
		return
	case same(base, ours):
		m.keep(name, theirs)
		return
	}
	m.name = name
	if ours != nil && theirs != nil && strings.HasSuffix(name, ".yaml") {
		before := len(m.conflicts)
		if after := m.texts(name, base != nil); after != nil {
			m.out[name], m.read[name] = after.Text(), after
			return
		}
		m.conflicts = m.conflicts[:before]
	}
	c := Conflict{Clash: WholeOf, Path: []string{}, Base: sum(base), Ours: sum(ours), Theirs: sum(theirs)}
	if ours == nil || theirs == nil {
		c.Clash = Removed
	}
	if m.clash(c) == Theirs {
		m.keep(name, theirs)
	} else {
		m.keep(name, ours)
	}
}

// sum says how large a file is.
func sum(src *[]byte) string {
	if src == nil {
		return ""
	}
	return fmt.Sprintf("%d bytes", len(*src))
}

// texts merges the versions of a YAML file. It is nil where one of them cannot be changed in places, or has
// a key twice.
func (m *merger) texts(name string, based bool) *yamltext.Draft {
	o, t := m.ours.open(name), m.theirs.open(name)
	if o == nil || t == nil {
		return nil
	}
	var b *yamltext.Place
	if based {
		d := m.base.open(name)
		if d == nil {
			return nil
		}
		b = d.Root()
	}
	if !orderly(b, o.Root(), t.Root()) { // a key stands twice
		return nil
	}
	m.err = nil
	m.entries(b, o.Root(), t.Root(), nil)
	delete(m.ours.drafts, name) // it is used up
	if m.err != nil {
		return nil
	}
	after, err := o.Done()
	if err != nil {
		return nil
	}
	return after
}

// open reads any YAML file of the folder for changing; only those of the description have a shape that is known.
func (f *Folder) open(name string) *yamltext.Draft {
	if _, is := f.spaceOf(name); is {
		return f.draft(name)
	}
	return yamltext.Parser(f.trees.Parse).Open(name, f.files[name], nil, &diag.List{})
}
