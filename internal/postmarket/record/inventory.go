package record

import (
	"slices"
	"strings"

	"cordon/internal/civil"
	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// Bill finds a bill of materials by its id; nil if there is none.
func (r *Record) Bill(id string) *InventoryEntry {
	i, ok := slices.BinarySearchFunc(r.Inventory, id, func(e InventoryEntry, id string) int { return strings.Compare(e.ID, id) })
	if !ok {
		return nil
	}
	return &r.Inventory[i]
}

// InUse is the release of an element that is in use at an instant: the one installed last, by the events that somebody decided on, or else the one that the
// description names, or else the last released. Bill is nil where the record has none of that release.
func (r *Record) InUse(element, described string, at civil.Instant) (release string, since civil.Instant, bill *InventoryEntry) {
	release = described
	for i := range r.Events {
		e := &r.Events[i]
		for _, in := range e.Installs {
			if in.Of.Text == element && e.Holds(at) && e.Deciders(at) >= e.installers() {
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

// Until is the record as it was at an instant: without events that began later, and without what they ended.
func (r *Record) Until(at civil.Instant) *Record {
	out := *r
	out.Events = slices.DeleteFunc(slices.Clone(r.Events), func(e Entry) bool { return e.Begin > at })
	out.spans(&diag.List{}) // what is wrong with them was reported
	return &out
}

// Installed is the record with a release of an element in use from an instant on.
func (r *Record) Installed(element, release string, at civil.Instant) *Record {
	out := *r
	out.Events = append(slices.Clone(r.Events), Entry{Span: Span{Begin: at, Open: true}, Event: Event{
		Kind: PatchApplied, Installs: []Install{{Of: yamltext.Word{Text: element}, Release: release}},
		Decided: []Approval{{Who: "supposed", When: yamltext.Word{Text: at.String()}}},
	}})
	return &out
}

// Deciders is the number of people who had decided on an event by an instant.
func (e *Event) Deciders(at civil.Instant) int {
	var who []string
	for _, a := range e.Decided {
		if when, err := civil.Parse(a.When.Text); err == nil && when <= at && !slices.Contains(who, a.Who) {
			who = append(who, a.Who)
		}
	}
	return len(who)
}

// installers is how many people decide before a release that an event installs is in use: one, or two where the event switches a control on as
// well, since that may have side effects on care.
func (e *Event) installers() int {
	if slices.ContainsFunc(e.Controls, func(c ControlChange) bool { return c.State == "present" }) {
		return 2
	}
	return 1
}
