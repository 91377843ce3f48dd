package fleet

import (
	"fmt"
	"slices"
	"strings"
)

// Release is a version of a product that is installed as a whole.
type Release struct {
	ID         string   `json:"release"`
	Product    string   `json:"product,omitempty"`
	Date       Day      `json:"date,omitempty"` // from which on it can be had; empty where nobody says
	Components []string `json:"components"`     // package URLs
}

type release struct {
	id          string
	product     uint32
	date, known Day
	set, build  uint32
}

// build is what runs on a device: a release, and what was changed of it.
type build struct {
	release        uint32
	changes        []string // in their canonical form, sorted
	removed, added []Part   // ascending
}

// retired is the build of a device that is not in the field any more.
const retired = ^uint32(0)

// Retired stands where a release is written, for a device that is not in the field any more.
const Retired = "-"

// AddRelease records a release. One that is known already is left as it is: the error is a *FieldError where it is another one, for a release
// does not change.
func (f *Fleet) AddRelease(r Release) (isNew bool, err error) {
	list := make([]Part, 0, len(r.Components))
	for _, purl := range r.Components {
		if _, _, err := NameOf(purl, ""); err != nil {
			return false, &FieldError{"bom", err}
		}
	}
	for _, purl := range r.Components {
		p, err := f.partNamed(purl)
		if err != nil {
			return false, &FieldError{"bom", err}
		}
		list = append(list, p)
	}
	return f.AddReleaseOf(r, list)
}

// AddReleaseOf is AddRelease with the components by their numbers. The list is used up.
func (f *Fleet) AddReleaseOf(r Release, list []Part) (isNew bool, err error) {
	if err := checkID(r.ID); err != nil || r.ID == Retired {
		return false, wrong("release", "%.60q is no id of a release", r.ID)
	}
	list = unique(list)
	if n, known := f.release[r.ID]; known {
		have := &f.releases[n]
		switch {
		case !slices.Equal(f.sets.list(have.set), list):
			return false, wrong("release", "%s is known with other components; a release does not change, so give this one another id", r.ID)
		case f.products.texts[have.product] != r.Product:
			return false, wrong("product", "%s is known as a release of %q", r.ID, f.products.texts[have.product])
		case have.date != r.Date:
			return false, wrong("date", "%s is known as of %q", r.ID, have.date)
		}
		return false, nil
	}
	set, fresh := f.sets.add(list, f.seed)
	if fresh && f.turned != nil {
		f.turned.after(set, list)
	}
	f.putRelease(release{id: r.ID, product: f.products.add(r.Product), date: r.Date, known: f.known, set: set})
	return true, nil
}

func (f *Fleet) putRelease(r release) {
	n := uint32(len(f.releases))
	r.build = f.addBuild(build{release: n}, r.set)
	f.releases = append(f.releases, r)
	f.release[r.id] = n
}

func (f *Fleet) addBuild(b build, set uint32) uint32 {
	n := uint32(len(f.builds))
	f.builds = append(f.builds, b)
	f.sets.users[set] = append(f.sets.users[set], n)
	for _, p := range b.added {
		f.ups[p] = append(f.ups[p], n)
	}
	return n
}

// checkID refuses what nobody could tell apart in a list.
func checkID(id string) error {
	if id == "" || len(id) > maxText || strings.TrimSpace(id) != id || strings.ContainsFunc(id, func(r rune) bool { return r < ' ' }) {
		return fmt.Errorf("%.60q is no id", id)
	}
	return nil
}

// maxText is the longest serial, id, site or change, in bytes.
const maxText = 1024

// Changes of one device. The component is a package URL, with a version or of any.
//
//	removed pkg:golang/example.com/shell
//	off pkg:generic/telnetd@1.2
//	replaced pkg:generic/openssl@1.0.2 with pkg:generic/openssl@3.0.14
//
// What is removed or switched off is not there as far as vulnerabilities go.
const (
	opRemoved  = "removed"
	opOff      = "off"
	opReplaced = "replaced"
)

// configured gives the build of a release with changes.
func (f *Fleet) configured(rel uint32, changes []string) (uint32, error) {
	r := &f.releases[rel]
	if len(changes) == 0 {
		return r.build, nil
	}
	b := build{release: rel}
	var added []string // nothing is recorded before all of it is right
	for _, c := range changes {
		if err := f.change(&b, r.set, c, &added); err != nil {
			return 0, &FieldError{"changes", err}
		}
	}
	for _, purl := range added {
		p, err := f.partNamed(purl)
		if err != nil {
			return 0, &FieldError{"changes", err}
		}
		b.added = append(b.added, p)
	}
	b.changes, b.removed, b.added = unique(b.changes), unique(b.removed), unique(b.added)
	key := b.key(r.id)
	n, known := f.build[key]
	if !known {
		n = f.addBuild(b, r.set)
		f.build[key] = n
	}
	return n, nil
}

func (f *Fleet) change(b *build, set uint32, text string, added *[]string) error {
	words := strings.Fields(text)
	if len(text) > maxText || len(words) < 2 {
		return badChange(text)
	}
	switch op := words[0]; {
	case (op == opRemoved || op == opOff) && len(words) == 2:
	case op == opReplaced && len(words) == 4 && words[2] == "with":
		if _, _, err := NameOf(words[3], ""); err != nil {
			return err
		}
		*added = append(*added, words[3])
	default:
		return badChange(text)
	}
	name, version, err := NameOf(words[1], "")
	if err != nil {
		return err
	}
	before := len(b.removed)
	for _, p := range f.sets.list(set) {
		if x := f.parts.of[p]; f.parts.names.texts[x.name] == name && (version == "" || version == x.version) {
			b.removed = append(b.removed, p)
		}
	}
	if len(b.removed) == before {
		return fmt.Errorf("the release has no component %s", words[1])
	}
	b.changes = append(b.changes, strings.Join(words, " "))
	return nil
}

func badChange(text string) error {
	return fmt.Errorf("%.80q is no change; write removed PURL, off PURL, or replaced PURL with PURL", text)
}

// key names a build among all.
func (b *build) key(release string) string { return release + "\x00" + strings.Join(b.changes, "\x00") }

// has tells whether a build of a set that holds a component has it still.
func (b *build) has(p Part) bool {
	_, gone := slices.BinarySearch(b.removed, p)
	return !gone
}
