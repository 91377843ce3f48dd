package names

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Index is the products of advisories, ready to be looked up. It does not change; it may be used by several goroutines.
type Index struct {
	advisories []Advisory
	entries    []entry
	weights    map[string]float64 // of words, by how few advisories have them
	rarest     float64            // of a word that no advisory has
	byWord     map[string][]int32 // entries by word
	byVendor   map[string][]int32 // entries by vendor
	byNumber   map[string][]int32 // entries by the numbers that their authors give
	starred    []int32            // entries that have numbers with a star
}

// NewIndex makes an index of advisories. Of several with one id the last released counts, of equal ones the first.
func NewIndex(advisories []Advisory) *Index {
	all := slices.Clone(advisories)
	slices.SortStableFunc(all, func(a, b Advisory) int {
		return cmp.Or(strings.Compare(a.ID, b.ID), strings.Compare(b.Released, a.Released))
	})
	all = slices.CompactFunc(all, func(a, b Advisory) bool { return a.ID == b.ID })
	ix := &Index{advisories: all, weights: map[string]float64{}, byWord: map[string][]int32{}, byVendor: map[string][]int32{}, byNumber: map[string][]int32{}}
	counts := map[string]int{}
	for i := range all {
		seen := map[string]bool{}
		for j := range all[i].Products {
			e := newEntry(&all[i], &all[i].Products[j])
			e.advisory = int32(i)
			ix.entries = append(ix.entries, e)
			for w := range e.words {
				seen[w] = true
			}
		}
		for w := range seen {
			counts[w]++
		}
	}
	ix.weigh(counts)
	for n := range ix.entries {
		e := &ix.entries[n]
		for w := range e.words {
			ix.byWord[w] = append(ix.byWord[w], int32(n))
		}
		for w := range e.joined {
			ix.byWord[w] = append(ix.byWord[w], int32(n))
		}
		for w := range e.models.single {
			if !e.words[w] {
				ix.byWord[w] = append(ix.byWord[w], int32(n))
			}
		}
		for _, k := range e.vendor.keys() {
			ix.byVendor[k] = append(ix.byVendor[k], int32(n))
		}
		for _, k := range e.named.Numbers {
			if strings.ContainsAny(k, "*?") {
				ix.starred = append(ix.starred, int32(n))
			} else {
				ix.byNumber[foldNumber(k)] = append(ix.byNumber[foldNumber(k)], int32(n))
			}
		}
	}
	return ix
}

// Len is the number of advisories.
func (ix *Index) Len() int { return len(ix.advisories) }

// common are words that devices have in their names and that tell none apart. They weigh a quarter.
var common = words("system device product series family model module software app application the and of for with by in on or unit monitor pump patient version medical wireless station server handheld workstation programmer clinician management platform transmitter scanner viewer suite infusion version certain all including only not")

// weigh gives each word the logarithm of how rare it is: log(1 + advisories / advisories that have it).
func (ix *Index) weigh(counts map[string]int) {
	n := float64(max(len(ix.advisories), 2))
	for w, c := range counts {
		ix.weights[w] = math.Log(1 + n/float64(c))
		if common[w] {
			ix.weights[w] /= 4
		}
	}
	ix.rarest = math.Log(1 + 2*n)
}

func (ix *Index) weight(w string) float64 {
	if x, ok := ix.weights[w]; ok {
		return x
	}
	if common[w] {
		return ix.rarest / 4
	}
	return ix.rarest
}

func (ix *Index) total(list []string) float64 {
	sum := 0.0
	for _, w := range list {
		sum += ix.weight(w)
	}
	return sum
}

// foldNumber is a number as it is compared.
func foldNumber(s string) string { return strings.ToLower(strings.TrimSpace(s)) }

// candidates are the entries that are worth comparing: they share a vendor and a word, or a word or model that is rare, or a number.
func (ix *Index) candidates(q *query) []int32 {
	var out []int32
	of := map[int32]bool{}
	for _, k := range q.vendor.keys() {
		for _, n := range ix.byVendor[k] {
			of[n] = true
		}
	}
	rare := func(w string) bool { return ix.weight(w) > ix.rarest-rareBelow && len(w) > 2 && !common[w] }
	for _, w := range q.lookups {
		if common[w] {
			continue
		}
		for _, n := range ix.byWord[w] {
			if of[n] || rare(w) {
				out = append(out, n)
			}
		}
	}
	if len(q.models) > 0 {
		for n := range of {
			if len(ix.entries[n].models.ranges)+len(ix.entries[n].models.wild) > 0 {
				out = append(out, n)
			}
		}
	}
	for k := range q.numbers {
		out = append(out, ix.byNumber[k]...)
	}
	for _, n := range ix.starred {
		if slices.ContainsFunc(ix.entries[n].named.Numbers, q.hasNumber) {
			out = append(out, n)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// rareBelow is how much lighter than a word of no advisory a rare word may be: one of four advisories among a hundred and more.
const rareBelow = 2.1
