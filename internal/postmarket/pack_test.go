package postmarket

import (
	"slices"
	"testing"

	"cordon/internal/vers"
)

// packed are feeds with something of everything.
func packed(t testing.TB) *Feeds {
	in := feedsOfOne(t)
	in.Advisories[0].Configurations = []Configuration{{And: true, Below: []Configuration{
		{Products: []ProductMatch{named(t, true, "cpe:/a:acme:server", vers.Span{StartIncluding: "2.0", EndExcluding: "2.5"})}},
		{Negate: true, Products: []ProductMatch{named(t, false, "cpe:/o:microsoft:windows:-", vers.Span{})}},
	}}}
	in.Advisories[0].Files = []string{"a.c"}
	in.Endings = []Ending{{Product: "openssl", Keys: []string{"cpe:openssl:openssl"}, Cycle: "3.0", EndOfLife: "2026-09-07", Source: "endoflife.date"}}
	return in
}

// Feeds that were packed give the same index.
func TestPack(t *testing.T) {
	in := packed(t)
	out, err := Unpack(in.Pack())
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(in.Index(), out.Index()) {
		t.Error("the index is another one")
	}
	if !slices.Equal(in.Pack(), out.Pack()) {
		t.Error("the pack is another one")
	}
}

// FuzzUnpack unpacks anything without a crash.
func FuzzUnpack(f *testing.F) {
	good := packed(f).Pack()
	f.Add(good)
	f.Add(good[:len(good)-3])
	f.Add([]byte(packMagic))
	f.Fuzz(func(t *testing.T, data []byte) {
		if in, err := Unpack(data); err == nil {
			in.Index()
		}
	})
}
