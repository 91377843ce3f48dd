package auditlog

import (
	"golang.org/x/mod/sumdb/tlog"
)

// block is the block being read.
type block struct {
	number  int64
	line    int64 // where it begins
	proof   tlog.RecordProof
	at, end int64 // the entry that comes next, and that after the last one
	items   []item
	spoilt  bool // something is missing, so its hash cannot be computed
}

// item is an entry, or some that are left out.
type item struct {
	line  int64
	index int64
	level int
	hash  tlog.Hash // as the file states it
	found tlog.Hash // as it is computed from the entry
	entry bool
}

// open begins a block.
func (v *verifier) open(number int64, proof tlog.RecordProof) {
	v.close()
	v.stray = false
	if number < v.blocks || number >= blocks(v.Size) {
		v.add(v.number, Order, "block %d does not belong here", number)
		return
	}
	v.skipped(number)
	first := number * blockSize
	v.block = &block{number: number, line: v.number, proof: proof, at: first, end: min(v.Size, first+blockSize)}
	v.blocks = number + 1
}

// skipped reports blocks up to a number that are not there, where all must be.
func (v *verifier) skipped(number int64) {
	if v.full && number > v.blocks {
		v.add(v.number, Missing, "%s should stand before this line", entries(v.blocks*blockSize, min(v.Size, number*blockSize)))
	}
	v.blocks = max(v.blocks, number)
}

// spoil says that a line of the block is lost.
func (v *verifier) spoil() {
	if v.block != nil {
		v.block.spoilt = true
	}
}

// item takes a line of a block.
func (v *verifier) item(l itemLine) {
	b := v.block
	it := item{line: v.number, index: *l.Index, hash: *l.Hash, found: *l.Hash, entry: l.Entry != nil}
	count := int64(1)
	if it.entry {
		v.Shown++
		it.found = tlog.RecordHash(l.Entry)
		v.owner(it.index, l.Entry)
	} else {
		count = l.LeftOut
		for 1<<it.level < count && it.level < blockLevel {
			it.level++
		}
	}
	switch {
	case b == nil:
		if !v.stray {
			v.add(v.number, Order, "from here on, lines are in no block")
		}
		v.stray = true
		return
	case it.index < b.at:
		v.add(v.number, Order, "entry %d stands after entry %d, or twice", it.index, b.at-1)
		b.spoilt = true
		return
	case it.index > b.end-count || count != 1<<it.level || it.index%count != 0:
		v.add(v.number, Order, "%s: the block in line %d has no such part", entries(it.index, it.index+count), b.line)
		b.spoilt = true
		return
	case it.index > b.at:
		v.add(v.number, Missing, "%s should stand before this line", entries(b.at, it.index))
		b.spoilt = true
	}
	if v.full && !it.entry {
		v.add(v.number, Missing, "%s: left out of an export that claims to hold all", entries(it.index, it.index+count))
	}
	b.at = it.index + count
	b.items = append(b.items, it)
}

// owner makes sure that an export of one organisation shows nothing of others, and that the numbers of its entries leave none out.
func (v *verifier) owner(index int64, entry []byte) {
	if v.full {
		return
	}
	of, err := ownerOf(entry)
	switch {
	case err != nil || of.Organisation != v.Organisation:
		v.add(v.number, Changed, "entry %d is not of the organisation that the export is of", index)
	case of.Number == 0 && v.counted == 0:
		v.uncounted = true
		return
	case of.Number != v.counted+1:
		v.add(v.number, Missing, "entry %d has number %d of its organisation; number %d should come first", index, of.Number, v.counted+1)
	}
	v.counted = max(v.counted, of.Number)
}

// close judges the block that was read.
func (v *verifier) close() {
	b := v.block
	if b == nil {
		return
	}
	v.block = nil
	if b.at < b.end {
		v.add(v.number, Missing, "%s should stand before this line", entries(b.at, b.end))
		b.spoilt = true
	}
	stated := func(it item) tlog.Hash { return it.hash }
	found := func(it item) tlog.Hash { return it.found }
	says := "entry %d does not fit the hash beside it"
	switch {
	case b.spoilt:
	case v.leads(b, stated):
		v.prove(b, stated)
		says = "entry %d is not what was logged"
	case v.leads(b, found):
		v.prove(b, found)
		says = "the hash beside entry %d was changed; the entry is what was logged"
	default:
		v.add(b.line, Changed, "%s do not belong to the checkpoint: the proof here, or something in the block, was changed", entries(b.number*blockSize, b.end))
	}
	for _, it := range b.items {
		if it.hash != it.found {
			v.add(it.line, Changed, says, it.index)
		}
	}
}

// leads tells whether the hashes of a block and its proof give the hash of the log.
func (v *verifier) leads(b *block, of func(item) tlog.Hash) bool {
	var s spine
	for _, it := range b.items {
		s.add(it.level, of(it))
	}
	return tlog.CheckRecord(b.proof, blocks(v.Size), v.tree.Hash, b.number, s.root()) == nil
}

// prove counts the entries whose hashes are those of the log.
func (v *verifier) prove(b *block, of func(item) tlog.Hash) {
	for _, it := range b.items {
		if it.entry && it.found == of(it) {
			v.Proved++
		}
		if v.full && it.level == 0 {
			v.earlier.add(it.index, of(it))
		}
	}
}
