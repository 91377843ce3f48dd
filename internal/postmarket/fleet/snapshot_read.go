package fleet

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"math"
	"slices"
)

// ErrSnapshot says that bytes are no snapshot of a fleet, or a damaged one, or one of another version of the program.
var ErrSnapshot = errors.New("this is no snapshot of a fleet that this program can read, or it is damaged")

// ReadSnapshot reads what WriteSnapshot wrote, and how many bytes of the log it contains.
func ReadSnapshot(data []byte) (f *Fleet, logged int64, err error) {
	body, is := bytes.CutPrefix(data, []byte(snapshotMagic))
	end := len(body) - crc32.Size
	if !is || end < 0 || crc32.Checksum(data[:len(data)-crc32.Size], castagnoli) != binary.LittleEndian.Uint32(body[end:]) {
		return nil, 0, ErrSnapshot
	}
	return readBody(body[:end])
}

func readBody(body []byte) (*Fleet, int64, error) {
	f, r := New(), &snapshotReader{rest: body}
	f.seq, f.known = r.number(math.MaxUint64), r.day()
	logged := int64(r.number(math.MaxInt64))
	for _, list := range []*words{&f.parts.names, &f.products, &f.sites, &f.vulns} {
		for range r.count() {
			r.check(int(list.add(r.text())) == list.len()) // each text stands there once
		}
	}
	for n := range r.count() {
		name := f.parts.names.texts[r.below(len(f.parts.names.texts))]
		r.check(f.parts.add(name, r.text()) == Part(n))
	}
	var set []Part
	sets, items := r.count(), r.count()
	f.sets.start, f.sets.items = slices.Grow(f.sets.start, sets), make([]Part, 0, items)
	for range sets {
		set = r.parts(f.parts.len(), set[:0])
		f.sets.put(set)
	}
	r.releases(f)
	r.devices(f)
	findings := r.count()
	f.found.rows = make([]finding, 0, findings)
	f.found.ofVuln, f.found.ofPart = make([]uint32, 0, len(f.vulns.texts)), make([]uint32, 0, f.parts.len())
	for range findings {
		x := finding{vuln: uint32(r.below(len(f.vulns.texts))), part: Part(r.below(f.parts.len())), from: r.day(), to: r.day(), unsure: r.number(1) == 1}
		if r.wrong {
			break
		}
		f.found.push(x)
	}
	if r.wrong || len(r.rest) > 0 {
		return nil, 0, ErrSnapshot
	}
	return f, logged, nil
}

func (r *snapshotReader) releases(f *Fleet) {
	for n := range r.count() {
		x := release{id: r.text(), product: uint32(r.below(len(f.products.texts))), date: r.day(), known: r.day(), set: uint32(r.below(f.sets.len())), build: uint32(r.number(math.MaxUint32))}
		_, twice := f.release[x.id]
		r.check(!twice)
		f.releases = append(f.releases, x)
		f.release[x.id] = uint32(n)
	}
	plain := 0
	for n := range r.count() {
		b := build{release: uint32(r.below(len(f.releases)))}
		for range r.count() {
			b.changes = append(b.changes, r.text())
		}
		b.removed, b.added = r.parts(f.parts.len(), nil), r.parts(f.parts.len(), nil)
		if r.wrong {
			return
		}
		of := &f.releases[b.release]
		f.addBuild(b, of.set)
		if len(b.changes) > 0 {
			f.build[b.key(of.id)] = uint32(n)
			continue
		}
		plain++
		r.check(of.build == uint32(n))
	}
	r.check(plain == len(f.releases))
}

func (r *snapshotReader) devices(f *Fleet) {
	v := &f.devices
	count := r.count()
	v.rows = make([]row, 0, r.count())
	v.serials.block = make([]byte, 0, r.count())
	v.serials.end, v.udis.end, v.last = make([]uint32, 0, count), make([]uint32, 0, count), make([]uint32, 0, count)
	v.moved, v.many = newBits(count), newBits(count)
	builds := make([]uint32, 0, count) // of the newest states
	for n := range uint32(count) {
		v.serials.add(r.text())
		v.udis.add(r.text())
		v.last = append(v.last, 0)
		for range r.count() {
			v.push(n, row{since: r.day(), known: r.day(), build: uint32(r.below(len(f.builds)+1)) - 1, site: uint32(r.below(len(f.sites.texts))), support: r.day()})
		}
		if r.check(v.last[n] != 0); r.wrong {
			return
		}
		v.moved.remove(n)
		builds = append(builds, f.state(n, When{}).build)
	}
	v.first = []uint32{0}
	for b := range r.count() {
		from := v.first[b]
		to := from + uint32(r.number(uint64(count-int(from))))
		for _, have := range builds[from:to] {
			r.check(have == uint32(b))
		}
		v.first = append(v.first, to)
	}
	for _, have := range builds[v.first[len(v.first)-1]:] {
		r.check(have == retired)
	}
}

// snapshotReader reads a body. The first thing that cannot be makes it wrong and empty, and what it gives from then on is zero.
type snapshotReader struct {
	rest  []byte
	wrong bool
}

func (r *snapshotReader) check(is bool) {
	if !is {
		r.rest, r.wrong = nil, true
	}
}

// number reads a number that is not above another.
func (r *snapshotReader) number(most uint64) uint64 {
	n, size := binary.Uvarint(r.rest)
	if r.check(size > 0 && n <= most); r.wrong {
		return 0
	}
	r.rest = r.rest[size:]
	return n
}

// below reads the place of something in a list. Of an empty list there is none; the 0 that is given then must not be used.
func (r *snapshotReader) below(n int) int {
	r.check(n > 0)
	return int(r.number(uint64(max(0, n-1))))
}

func (r *snapshotReader) day() Day { return Day(r.number(uint64(lastDay))) }

// count reads how many things follow, each of which takes a byte at least.
func (r *snapshotReader) count() int {
	n := r.number(math.MaxUint32)
	if r.check(n <= uint64(len(r.rest))); r.wrong {
		return 0
	}
	return int(n)
}

func (r *snapshotReader) text() string {
	n := r.count()
	s := string(r.rest[:n])
	r.rest = r.rest[n:]
	return s
}

// parts reads ascending components.
func (r *snapshotReader) parts(of int, dst []Part) []Part {
	before := -1
	for range r.count() {
		p := int(r.number(uint64(max(0, of-1))))
		if before >= 0 {
			r.check(p > 0)
			p += before
		}
		if r.check(p < of); r.wrong {
			return dst
		}
		dst = append(dst, Part(p))
		before = p
	}
	return dst
}
