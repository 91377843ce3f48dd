package fleet

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/binary"
	"hash/crc32"
	"io"
	"slices"
)

// A snapshot is the whole fleet as one block of bytes: the magic, the body, and a checksum of both. In it, numbers are of variable length and
// texts have their length before them:
//
//	number and day of the last change, length of the log that is contained
//	names, products, sites, vulnerabilities: texts; components: name, version
//	sets: how many, and how many components in all; their components, each as the distance from the one before
//	releases: id, product, date, day of recording, set; builds with changes: release, changes, removed, added
//	devices, how many, with how many states and bytes of serials in all; by the build of their newest state and then by serial: serial, identifier, states in the order of their recording
//	how many devices each build has
//	findings in the order of their recording: vulnerability, component, days, unsure
const snapshotMagic = "cordon fleet 1\n"

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// WriteSnapshot writes the fleet. Logged is how many bytes of the log it contains.
func (f *Fleet) WriteSnapshot(to io.Writer, logged int64) error {
	sum := crc32.New(castagnoli)
	w := &snapshotWriter{to: bufio.NewWriterSize(io.MultiWriter(to, sum), 1<<16)}
	w.raw(snapshotMagic)
	w.numbers(f.seq, uint64(f.known), uint64(logged))
	for _, list := range []*words{&f.parts.names, &f.products, &f.sites, &f.vulns} {
		w.number(uint64(list.len()))
		w.texts(list.texts[1:])
	}
	w.number(uint64(f.parts.len()))
	for _, p := range f.parts.of {
		w.number(uint64(p.name))
		w.text(p.version)
	}
	w.numbers(uint64(f.sets.len()), uint64(len(f.sets.items)))
	for n := range uint32(f.sets.len()) {
		w.parts(f.sets.list(n))
	}
	f.writeReleases(w)
	f.writeDevices(w)
	w.number(uint64(len(f.found.rows)))
	for _, x := range f.found.rows {
		unsure := uint64(0)
		if x.unsure {
			unsure = 1
		}
		w.numbers(uint64(x.vuln), uint64(x.part), uint64(x.from), uint64(x.to), unsure)
	}
	if w.err == nil {
		w.err = w.to.Flush()
	}
	if w.err != nil {
		return w.err
	}
	_, err := to.Write(binary.LittleEndian.AppendUint32(nil, sum.Sum32()))
	return err
}

func (f *Fleet) writeReleases(w *snapshotWriter) {
	w.number(uint64(len(f.releases)))
	for i := range f.releases {
		r := &f.releases[i]
		w.text(r.id)
		w.numbers(uint64(r.product), uint64(r.date), uint64(r.known), uint64(r.set), uint64(r.build))
	}
	w.number(uint64(len(f.builds)))
	for i := range f.builds {
		b := &f.builds[i]
		w.numbers(uint64(b.release), uint64(len(b.changes)))
		w.texts(b.changes)
		w.parts(b.removed)
		w.parts(b.added)
	}
}

func (f *Fleet) writeDevices(w *snapshotWriter) {
	v := &f.devices
	order, of := f.byBuild()
	w.numbers(uint64(v.len()), uint64(len(v.rows)), uint64(len(v.serials.block)))
	var states []row
	for _, d := range order {
		w.bytes(v.serials.at(d))
		w.text(f.udi(d))
		states = states[:0]
		for at := v.last[d]; at != 0; at = v.rows[at-1].before {
			states = append(states, v.rows[at-1])
		}
		w.number(uint64(len(states)))
		for _, r := range slices.Backward(states) {
			w.numbers(uint64(r.since), uint64(r.known), uint64(r.build+1), uint64(r.site), uint64(r.support)) // retired is 0
		}
	}
	w.number(uint64(len(of)))
	for _, n := range of {
		w.number(uint64(n))
	}
}

// byBuild are the devices by the build of their newest state, those in the field first, and then by serial; and how many each build has.
func (f *Fleet) byBuild() (order []uint32, of []int) {
	v := &f.devices
	of = make([]int, len(f.builds))
	type entry struct{ device, build uint32 }
	all := make([]entry, v.len())
	for d := range uint32(v.len()) {
		r := f.state(d, When{})
		all[d] = entry{d, r.build}
		if r.build != retired {
			of[r.build]++
		}
	}
	slices.SortFunc(all, func(a, b entry) int {
		if a.build != b.build {
			return cmp.Compare(a.build, b.build)
		}
		return bytes.Compare(v.serials.at(a.device), v.serials.at(b.device))
	})
	order = make([]uint32, len(all))
	for i, e := range all {
		order[i] = e.device
	}
	return order, of
}

type snapshotWriter struct {
	to  *bufio.Writer
	err error
}

func (w *snapshotWriter) raw(s string) {
	if w.err == nil {
		_, w.err = w.to.WriteString(s)
	}
}

func (w *snapshotWriter) number(n uint64) {
	if w.err == nil {
		_, w.err = w.to.Write(binary.AppendUvarint(w.to.AvailableBuffer(), n))
	}
}

func (w *snapshotWriter) numbers(all ...uint64) {
	for _, n := range all {
		w.number(n)
	}
}

func (w *snapshotWriter) text(s string) {
	w.number(uint64(len(s)))
	w.raw(s)
}

func (w *snapshotWriter) bytes(b []byte) {
	w.number(uint64(len(b)))
	if w.err == nil {
		_, w.err = w.to.Write(b)
	}
}

func (w *snapshotWriter) texts(list []string) {
	for _, s := range list {
		w.text(s)
	}
}

// parts writes ascending components.
func (w *snapshotWriter) parts(list []Part) {
	w.number(uint64(len(list)))
	before := Part(0)
	for _, p := range list {
		w.number(uint64(p - before))
		before = p
	}
}
