package bdd

import (
	"fmt"
	"math"
)

// ref is the place of a node in a table.
type ref uint32

const (
	zero ref = 0 // the function that is false; the family without any set
	one  ref = 1 // the function that is true; the family of the empty set alone
)

// leaf is the level of zero and one: below all events.
const leaf = math.MaxUint32

// node decides about the event at a level: low is what remains if it does not happen, high if it does. Levels rise downwards.
type node struct {
	level     uint32
	low, high ref
}

// table holds nodes, each once, children before parents. Nothing is freed: a table lives for one question.
type table struct {
	nodes []node
	limit int
	stop  func() error // asked now and then whether to go on
	err   error        // why the table refuses to go on; results are meaningless then

	slots []ref // the nodes by hash, open addressing; zero is free
	done  []result
	work  uint
}

// result is an operation that was done. Results share places, and a later one drops an earlier one.
type result struct {
	op   op
	a, b ref
	is   ref
}

type op uint32

const (
	opNone op = iota
	opAnd
	opOr
	opNot
	opWithout
)

const (
	firstSlots  = 1 << 12
	mostResults = 1 << 22 // 64 MB
	askEvery    = 1 << 12 // operations between two questions whether to stop
)

func newTable(limit int, stop func() error) *table {
	return &table{
		nodes: []node{{leaf, zero, zero}, {leaf, one, one}},
		limit: limit, stop: stop,
		slots: make([]ref, firstSlots), done: make([]result, firstSlots),
	}
}

// function is the node of a Boolean function: an event that decides nothing is left out.
func (t *table) function(level uint32, low, high ref) ref {
	if low == high {
		return low
	}
	return t.node(level, low, high)
}

// family is the node of a family of sets: an event that is in no set is left out.
func (t *table) family(level uint32, low, high ref) ref {
	if high == zero {
		return low
	}
	return t.node(level, low, high)
}

func (t *table) node(level uint32, low, high ref) ref {
	if t.err != nil {
		return zero
	}
	mask := uint32(len(t.slots) - 1)
	i := hash(level, uint32(low), uint32(high)) & mask
	for ; t.slots[i] != zero; i = (i + 1) & mask {
		if n := t.nodes[t.slots[i]]; n.level == level && n.low == low && n.high == high {
			return t.slots[i]
		}
	}
	if len(t.nodes)-2 >= t.limit {
		t.err = fmt.Errorf("%w (%d)", ErrNodes, t.limit)
		return zero
	}
	r := ref(len(t.nodes))
	t.nodes = append(t.nodes, node{level, low, high})
	t.slots[i] = r
	if len(t.nodes) > len(t.slots)/2 {
		t.grow()
	}
	return r
}

// grow doubles the slots, and the place for results up to its bound.
func (t *table) grow() {
	t.slots = make([]ref, 2*len(t.slots))
	mask := uint32(len(t.slots) - 1)
	for r := 2; r < len(t.nodes); r++ {
		n := t.nodes[r]
		i := hash(n.level, uint32(n.low), uint32(n.high)) & mask
		for t.slots[i] != zero {
			i = (i + 1) & mask
		}
		t.slots[i] = ref(r)
	}
	if len(t.done) >= mostResults {
		return
	}
	old := t.done
	t.done = make([]result, 2*len(old))
	for _, d := range old {
		if d.op != opNone {
			t.keep(d.op, d.a, d.b, d.is)
		}
	}
}

// known looks up an operation that was done. It is false when the work must stop: the callers then only unwind.
func (t *table) known(o op, a, b ref) (ref, bool) {
	if t.work++; t.work%askEvery == 0 && t.err == nil {
		t.err = t.stop()
	}
	if t.err != nil {
		return zero, true
	}
	d := t.done[hash(uint32(o), uint32(a), uint32(b))&uint32(len(t.done)-1)]
	return d.is, d.op == o && d.a == a && d.b == b
}

func (t *table) keep(o op, a, b, is ref) ref {
	if t.err == nil {
		t.done[hash(uint32(o), uint32(a), uint32(b))&uint32(len(t.done)-1)] = result{o, a, b, is}
	}
	return is
}

// hash mixes three words by multiplication with large odd numbers; the high bits of the product are the good ones.
func hash(a, b, c uint32) uint32 {
	h := uint64(a)*0x9E3779B97F4A7C15 ^ uint64(b)*0xC2B2AE3D27D4EB4F ^ uint64(c)*0x165667B19E3779F9
	h ^= h >> 29
	h *= 0xBF58476D1CE4E5B9
	return uint32(h >> 32)
}
