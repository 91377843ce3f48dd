// Package fleet knows which devices are in the field, what is installed on each and of which components that consists, and which vulnerabilities
// were found in components; so it says which devices a vulnerability concerns, and how far a fix has come.
//
// It is made for a million devices. What is found is kept for each distinct version of a component, never for each device: a device has a
// release, a release has a set of components, and sets are shared. Nothing is overwritten: what holds of a device holds from a day on and was
// recorded on another, so that the fleet can be asked for any day by what was known on any other. It reads no files and knows no clock.
package fleet

import (
	"cmp"
	"errors"
	"fmt"
	"hash/maphash"
	mathbits "math/bits"
	"slices"
)

// Fleet is everything that is recorded. It belongs to one goroutine.
type Fleet struct {
	seq   uint64 // number of the last change
	known Day    // day on which it was recorded

	parts parts
	sets  sets

	releases []release
	release  map[string]uint32
	products words
	builds   []build
	build    map[string]uint32 // by release and changes

	devices devices
	sites   words

	found  found
	vulns  words
	ups    map[Part][]uint32 // builds by a component that was added to them
	seed   maphash.Seed
	turned *inverted // which sets hold a component; nil until it is asked for
}

// New is a fleet of nothing.
func New() *Fleet {
	return &Fleet{
		parts: newParts(), sets: newSets(), release: map[string]uint32{}, products: newWords(), build: map[string]uint32{},
		devices: newDevices(), sites: newWords(), vulns: newWords(), ups: map[Part][]uint32{}, seed: maphash.MakeSeed(),
	}
}

// FieldError says which field of a change is wrong.
type FieldError struct {
	Field string // as the file of the user calls it: release, since
	Err   error
}

func (e *FieldError) Error() string { return e.Field + ": " + e.Err.Error() }
func (e *FieldError) Unwrap() error { return e.Err }

func wrong(field, format string, a ...any) error {
	return &FieldError{field, fmt.Errorf(format, a...)}
}

// ErrBackwards says that something is recorded on a day before that of the last change.
var ErrBackwards = errors.New("what is recorded is recorded in the order of days")

// Known is the day of the last change; none where there was none.
func (f *Fleet) Known() Day { return f.known }

// Seq is the number of the last change.
func (f *Fleet) Seq() uint64 { return f.seq }

// Begin begins to record changes on a day.
func (f *Fleet) Begin(known Day) error {
	if known < f.known || known == 0 {
		return fmt.Errorf("%w; the last change is of %s", ErrBackwards, f.known)
	}
	f.known = known
	return nil
}

// Sizes is how much there is of everything.
type Sizes struct {
	Devices         int `json:"devices"`
	Releases        int `json:"releases"`
	Products        int `json:"products"`
	Sites           int `json:"sites"`
	Components      int `json:"components"` // distinct versions
	Packages        int `json:"packages"`
	Vulnerabilities int `json:"vulnerabilities"` // that were found at any time
}

// Sizes counts what is recorded.
func (f *Fleet) Sizes() Sizes {
	return Sizes{f.devices.len(), len(f.releases), f.products.len(), f.sites.len(), f.parts.len(), f.parts.names.len(), f.vulns.len()}
}

// words are texts with numbers. The empty text is number 0 and always there.
type words struct {
	texts []string
	at    map[string]uint32
}

func newWords() words { return words{[]string{""}, map[string]uint32{"": 0}} }

func (w *words) add(text string) uint32 {
	n, known := w.at[text]
	if !known {
		n = uint32(len(w.texts))
		w.texts = append(w.texts, text)
		w.at[text] = n
	}
	return n
}

// len counts the texts without the empty one.
func (w *words) len() int { return len(w.texts) - 1 }

// bits is a set of small numbers.
type bits []uint64

func newBits(n int) bits         { return make(bits, (n+63)/64) }
func (b bits) has(n uint32) bool { return int(n/64) < len(b) && b[n/64]>>(n%64)&1 == 1 }
func (b bits) add(n uint32)      { b[n/64] |= 1 << (n % 64) }
func (b bits) remove(n uint32)   { b[n/64] &^= 1 << (n % 64) }
func (b *bits) grow(n int) *bits { *b = append(*b, make(bits, max(0, (n+63)/64-len(*b)))...); return b }
func (b bits) each(see func(uint32)) {
	for i, word := range b {
		for ; word != 0; word &= word - 1 {
			see(uint32(i*64 + mathbits.TrailingZeros64(word)))
		}
	}
}

// fill adds the numbers from one to before another.
func (b bits) fill(from, to uint32) {
	for ; from < to && from%64 != 0; from++ {
		b.add(from)
	}
	for ; to-from >= 64 && from < to; from += 64 {
		b[from/64] = ^uint64(0)
	}
	for ; from < to; from++ {
		b.add(from)
	}
}

// unique sorts a list and leaves repetitions out.
func unique[T cmp.Ordered](list []T) []T {
	slices.Sort(list)
	return slices.Compact(list)
}
