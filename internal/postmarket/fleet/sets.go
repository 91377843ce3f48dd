package fleet

import (
	"hash/maphash"
	"slices"
)

// sets are the distinct sets of components. Releases with the same components have the same set.
type sets struct {
	start []uint32 // where each begins in items, and one more
	items []Part   // ascending within a set
	at    map[uint64][]uint32
	users [][]uint32 // builds by set, those with changes too
}

func newSets() sets { return sets{start: []uint32{0}} }

func (s *sets) len() int { return len(s.start) - 1 }

func (s *sets) list(n uint32) []Part { return s.items[s.start[n]:s.start[n+1]] }

// add gives the number of a set, and whether it is a new one. The list is ascending.
func (s *sets) add(list []Part, seed maphash.Seed) (n uint32, isNew bool) {
	if s.at == nil {
		s.at = make(map[uint64][]uint32, s.len())
		for i := range uint32(s.len()) {
			h := hash(s.list(i), seed)
			s.at[h] = append(s.at[h], i)
		}
	}
	h := hash(list, seed)
	for _, n := range s.at[h] {
		if slices.Equal(s.list(n), list) {
			return n, false
		}
	}
	n = uint32(s.len())
	s.put(list)
	s.at[h] = append(s.at[h], n)
	return n, true
}

func (s *sets) put(list []Part) {
	s.items = append(s.items, list...)
	s.start = append(s.start, uint32(len(s.items)))
	s.users = append(s.users, nil)
}

// hash only shortens the search for an equal list; no result depends on it.
func hash(list []Part, seed maphash.Seed) uint64 {
	var h maphash.Hash
	h.SetSeed(seed)
	var b [4]byte
	for _, p := range list {
		b = [4]byte{byte(p), byte(p >> 8), byte(p >> 16), byte(p >> 24)}
		h.Write(b[:]) //nolint:errcheck // it never fails
	}
	return h.Sum64()
}

// inverted says which sets hold a component.
type inverted struct {
	start []uint32 // by part, and one more
	sets  []uint32
	late  map[Part][]uint32 // of sets that came after it was made
}

// holders calls see with each set that holds a component.
func (f *Fleet) holders(p Part, see func(set uint32)) {
	if f.turned == nil {
		f.turned = f.sets.invert(f.parts.len())
	}
	v := f.turned
	if int(p)+1 < len(v.start) {
		for _, s := range v.sets[v.start[p]:v.start[p+1]] {
			see(s)
		}
	}
	for _, s := range v.late[p] {
		see(s)
	}
}

func (s *sets) invert(parts int) *inverted {
	v := &inverted{start: make([]uint32, parts+2), sets: make([]uint32, len(s.items)), late: map[Part][]uint32{}}
	for _, p := range s.items {
		v.start[p+2]++
	}
	for i := 2; i < len(v.start); i++ {
		v.start[i] += v.start[i-1]
	}
	for n := range uint32(s.len()) {
		for _, p := range s.list(n) {
			v.sets[v.start[p+1]] = n
			v.start[p+1]++
		}
	}
	v.start = v.start[:parts+1]
	return v
}

// after adds a set that came later.
func (v *inverted) after(n uint32, list []Part) {
	for _, p := range list {
		v.late[p] = append(v.late[p], n)
	}
}
