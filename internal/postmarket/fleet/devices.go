package fleet

import (
	"bytes"
	"cmp"
	"hash/maphash"
	"slices"
)

// Device is what is said of a device from a day on. What is left empty stays as it was before that day, but changes: they belong to the release
// that they are said with.
type Device struct {
	Serial     string   `json:"device"`
	UDI        string   `json:"udi,omitempty"` // unique device identifier
	Since      Day      `json:"since"`
	Site       string   `json:"site,omitempty"`
	Release    string   `json:"release"` // Retired for one that is not in the field any more
	Changes    []string `json:"changes,omitempty"`
	SupportEnd Day      `json:"support-end,omitempty"` // last day of support
}

// devices are in the order in which they came; in a fleet that was read from a snapshot, by build and then by serial, so that the devices of a
// build are an interval.
type devices struct {
	serials, udis texts
	udi           map[uint32]string // of devices that came without one
	last          []uint32          // number of the state that was recorded last, and one more
	rows          []row
	first         []uint32 // by build: the first device of its interval, and one more; builds that came later have none
	moved         bits     // devices whose newest state is not of the build in whose interval they stand
	many          bits     // devices with more than one state
	table         []uint32 // of serials: number of the device and one more, at a place near its hash; nil until it is asked for
}

// row is a state of a device: what holds from a day on.
type row struct {
	since, known Day
	build, site  uint32
	support      Day
	before       uint32 // number of the state that was recorded before, and one more
}

func newDevices() devices {
	return devices{udi: map[uint32]string{}}
}

func (v *devices) len() int { return len(v.last) }

// texts are texts by number, in one block of bytes.
type texts struct {
	block []byte
	end   []uint32
}

func (t *texts) add(s string) {
	t.block = append(t.block, s...)
	t.end = append(t.end, uint32(len(t.block)))
}

func (t *texts) at(n uint32) []byte {
	from := uint32(0)
	if n > 0 {
		from = t.end[n-1]
	}
	return t.block[from:t.end[n]]
}

// find gives the number of a device by its serial.
func (f *Fleet) find(serial string) (n uint32, known bool) {
	v := &f.devices
	if v.table == nil || len(v.last)*2 > len(v.table) {
		v.table = make([]uint32, max(64, 4*len(v.last)))
		for d := range uint32(len(v.last)) {
			v.table[f.place(v.serials.at(d))] = d + 1
		}
	}
	n = v.table[f.place([]byte(serial))]
	return n - 1, n > 0
}

// place is where a serial stands in the table, or would stand.
func (f *Fleet) place(serial []byte) int {
	v := &f.devices
	at := int(maphash.Bytes(f.seed, serial) % uint64(len(v.table)))
	for v.table[at] != 0 && !bytes.Equal(v.serials.at(v.table[at]-1), serial) {
		if at++; at == len(v.table) {
			at = 0
		}
	}
	return at
}

// Put records what holds of a device from a day on. It gives what that is with nothing left empty, and whether it was not known. The error is a
// *FieldError.
func (f *Fleet) Put(x Device) (Device, bool, error) {
	if err := checkID(x.Serial); err != nil {
		return x, false, wrong("serial", "%.60q is no serial", x.Serial)
	}
	for _, t := range []struct{ field, text string }{{"udi", x.UDI}, {"site", x.Site}} {
		if t.text != "" && checkID(t.text) != nil {
			return x, false, wrong(t.field, "%.60q is too long, or has spaces or marks that cannot be seen", t.text)
		}
	}
	if x.Since == 0 {
		return x, false, wrong("since", "the day is missing")
	}
	n, known := f.find(x.Serial)
	var have *row
	identified := false
	if known {
		before := f.udi(n)
		if identified = before == "" && x.UDI != ""; x.UDI != before && x.UDI != "" && !identified {
			return x, false, wrong("udi", "device %s is known with the identifier %s", x.Serial, before)
		}
		x.UDI = cmp.Or(x.UDI, before)
		if have = f.state(n, When{Day: x.Since}); have != nil {
			f.inherit(&x, have)
		}
	}
	b, err := f.installed(&x)
	if err != nil {
		return x, false, err
	}
	r := row{since: x.Since, known: f.known, build: b, site: f.sites.add(x.Site), support: x.SupportEnd}
	if identified {
		f.devices.udi[n] = x.UDI
	}
	if have != nil && have.build == r.build && have.site == r.site && have.support == r.support {
		return x, identified, nil
	}
	if !known {
		n = f.newDevice(x.Serial, x.UDI)
	}
	f.devices.push(n, r)
	return x, true, nil
}

// udi is the identifier of a device; empty where it has none.
func (f *Fleet) udi(n uint32) string {
	if later, has := f.devices.udi[n]; has {
		return later
	}
	return string(f.devices.udis.at(n))
}

// inherit fills what is left empty with what held before.
func (f *Fleet) inherit(x *Device, have *row) {
	if x.Site == "" {
		x.Site = f.sites.texts[have.site]
	}
	if x.SupportEnd == 0 {
		x.SupportEnd = have.support
	}
	if x.Release == "" {
		x.Release, x.Changes = f.releaseID(have.build), nil
		if have.build != retired {
			x.Changes = f.builds[have.build].changes
		}
	}
}

// releaseID is the id of the release of a build, or Retired.
func (f *Fleet) releaseID(b uint32) string {
	if b == retired {
		return Retired
	}
	return f.releases[f.builds[b].release].id
}

// installed is the build that a device is said to have.
func (f *Fleet) installed(x *Device) (uint32, error) {
	switch x.Release {
	case "":
		return 0, wrong("release", "the release is missing")
	case Retired:
		return retired, nil
	}
	rel, known := f.release[x.Release]
	if !known {
		return 0, wrong("release", "there is no release %q", x.Release)
	}
	b, err := f.configured(rel, x.Changes)
	if err == nil {
		x.Changes = f.builds[b].changes
	}
	return b, err
}

func (f *Fleet) newDevice(serial, udi string) uint32 {
	v := &f.devices
	n := uint32(len(v.last))
	v.table[f.place([]byte(serial))] = n + 1
	v.serials.add(serial)
	v.udis.add(udi)
	v.last = append(v.last, 0)
	v.moved.grow(len(v.last)).add(n)
	v.many.grow(len(v.last))
	return n
}

// push records a state of a device.
func (v *devices) push(n uint32, r row) {
	if r.before = v.last[n]; r.before != 0 {
		v.many.add(n)
		v.moved.add(n)
	}
	v.rows = append(v.rows, r)
	v.last[n] = uint32(len(v.rows))
}

// state is what held of a device; nil where it was not there, or not known.
func (f *Fleet) state(n uint32, w When) *row {
	v := &f.devices
	var best *row
	for at := v.last[n]; at != 0; {
		r := &v.rows[at-1]
		// Of two states from the same day on the one that was recorded later counts, and that one comes first here.
		if w.holds(r.since, r.known) && (best == nil || r.since > best.since) {
			best = r
		}
		at = r.before
	}
	return best
}

// segments are what held of a device one after the other, the oldest first, by what was known. They are appended to dst.
func (f *Fleet) segments(n uint32, w When, dst []row) []row {
	v := &f.devices
	for at := v.last[n]; at != 0; at = v.rows[at-1].before {
		if r := v.rows[at-1]; w.holds(r.since, r.known) {
			dst = append(dst, r)
		}
	}
	// What was recorded last comes first, and stays so among states from the same day on; it is the one that counts.
	slices.SortStableFunc(dst, func(a, b row) int { return cmp.Compare(a.since, b.since) })
	return slices.CompactFunc(dst, func(a, b row) bool { return a.since == b.since })
}

// view is a device as it was.
func (f *Fleet) view(n uint32, r *row) Device {
	d := Device{
		Serial: string(f.devices.serials.at(n)), UDI: f.udi(n), Since: r.since,
		Site: f.sites.texts[r.site], Release: f.releaseID(r.build), SupportEnd: r.support,
	}
	if r.build != retired {
		d.Changes = f.builds[r.build].changes
	}
	return d
}
