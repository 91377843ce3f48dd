package record

import (
	"slices"
	"strings"

	"cordon/internal/civil"
)

// Bill finds a bill of materials by its id; nil if there is none.
func (r *Record) Bill(id string) *InventoryEntry {
	i, ok := slices.BinarySearchFunc(r.Inventory, id, func(e InventoryEntry, id string) int { return strings.Compare(e.ID, id) })
	if !ok {
		return nil
	}
	return &r.Inventory[i]
}

// InUse is the release of an element that is in use at an instant: the one installed last, by the events, or else the one that the
// description names, or else the last released. Bill is nil where the record has none of that release.
func (r *Record) InUse(element, described string, at civil.Instant) (release string, since civil.Instant, bill *InventoryEntry) {
	release = described
	for i := range r.Events {
		e := &r.Events[i]
		for _, in := range e.Installs {
			if in.Of.Text == element && e.Holds(at) {
				release, since = in.Release, e.Begin
			}
		}
	}
	var newest *InventoryEntry
	for i := range r.Inventory {
		e := &r.Inventory[i]
		if e.Of.Text != element {
			continue
		}
		if e.Release == release {
			return release, since, e
		}
		if day, err := civil.Parse(e.Released.Text); err == nil && day <= at && (newest == nil || newest.Released.Text < e.Released.Text) {
			newest = e
		}
	}
	if release == "" && newest != nil {
		return newest.Release, since, newest
	}
	return release, since, nil
}

// Element is the element that a component of a bill belongs to.
func (r *Record) Element(bill *InventoryEntry, f *Finding) string {
	for i := range r.Bind {
		b := &r.Bind[i]
		if b.Of.Text == bill.Of.Text && slices.ContainsFunc(b.Components, func(p string) bool { return fits(p, f.Name) || fits(p, f.Component) }) {
			return b.To.Text
		}
	}
	return bill.Of.Text
}

// fits tells whether a text is as a pattern says, in which * stands for any text.
func fits(pattern, text string) bool {
	parts := strings.Split(pattern, "*")
	if len(parts) == 1 {
		return pattern == text
	}
	first, last := parts[0], parts[len(parts)-1]
	if !strings.HasPrefix(text, first) || !strings.HasSuffix(text[len(first):], last) {
		return false
	}
	text = text[len(first) : len(text)-len(last)]
	for _, p := range parts[1 : len(parts)-1] {
		i := strings.Index(text, p)
		if i < 0 {
			return false
		}
		text = text[i+len(p):]
	}
	return true
}
