package project

import (
	"context"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cordon/internal/assessment"
	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/model"
)

// FuzzAssess reads any bytes as a system of one file. What has no errors can be assessed, written, and certified.
func FuzzAssess(f *testing.F) {
	seeds := 0
	err := filepath.WalkDir("../../examples", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".yaml") {
			return err
		}
		src, err := os.ReadFile(name)
		if err == nil {
			f.Add(src)
			seeds++
		}
		return err
	})
	if err != nil || seeds == 0 {
		f.Fatalf("%d seeds in the examples: %v", seeds, err)
	}
	for _, s := range tiny {
		f.Add([]byte(s))
	}
	k := shipped(f)
	f.Fuzz(func(t *testing.T, src []byte) {
		var ds diag.List
		m := model.FromFile(model.Parse("f.yaml", src, &ds), &ds)
		if ds.HasErrors() {
			return
		}
		if k.Index.Check(m, &ds); ds.HasErrors() {
			return
		}
		// A file can describe more than a fuzz test has time for; that is no failure.
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		an, err := engine.Analyze(ctx, k.engine, engine.Lower(m))
		if ctx.Err() != nil {
			t.Skip("too large")
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, mode := range []engine.Mode{engine.Future, engine.Current} {
			run, err := an.Run(mode)
			if err != nil {
				t.Fatal(err)
			}
			a, err := assessment.Make(m, k.Index, run)
			if err != nil {
				t.Fatal(err)
			}
			if err := a.Encode(io.Discard); err != nil {
				t.Fatal(err)
			}
			if c := a.Engine.Certificate; !c.Verified {
				t.Fatalf("the certificate does not hold: %s", c.Reason)
			}
		}
	})
}

const header = "cordon: 1\nsystem: {id: s, name: S, intended-purpose: P}\n"

// tiny are small systems that are whole, each with another part of the language.
var tiny = []string{
	header,
	header + "assets: {hub: {kind: device.home-hub, on: [net]}}\nnetworks: {net: {kind: network.internet}}\n",
	header + `
places: {home: {kind: place.home}}
networks: {wifi: {kind: network.wifi, place: home, joins: [net]}, net: {kind: network.internet}}
people: {patient: {kind: person.patient, place: home, uses: [hub]}}
assets:
  hub:
    kind: device.home-hub
    place: home
    on: [wifi]
    population: many
    trust: {}
    interfaces: {radio: {kind: interface.ble, connects: [wifi], facts: {pairing: just-works}}}
    parts: {flash: {kind: hardware.storage}}
    runs: {os: {kind: os.linux, facts: {listens: yes}, runs: {app: {kind: software.agent}}}}
  server: {kind: device.server, on: [net]}
data: {motion: {kind: data.health.signal, about: patient, made-by: hub, stored-on: [server]}}
flows: {up: {from: hub, to: server, carries: [motion], over: [wifi, net]}}
functions:
  watch: {kind: function.monitoring, by: patient, for: patient, uses: {motion: {at: server, integrity: high, timeliness: hours}}}
harms: {missed: {kind: harm.missed-deterioration, from: [watch], to: patient, severity: {adult: 4}}}
controls: [{control: CTL-0001, on: [up], state: planned, coverage: low}]
`,
	header + "assets: {a: {kind: device.server, on: [n, m]}, b: {kind: device.server, on: [n]}}\nnetworks: {n: {kind: network.wifi, joins: [m]}, m: {kind: network.internet, joins: [n]}}\nflows: {f: {from: a, to: b, over: [n]}, g: {from: b, to: a, over: [n]}}\n",
}

// The seeds must reach what the test is for.
func TestTinySystemsAreWhole(t *testing.T) {
	k := shipped(t)
	for i, s := range tiny {
		var ds diag.List
		m := model.FromFile(model.Parse("tiny.yaml", []byte(s), &ds), &ds)
		if k.Index.Check(m, &ds); ds.HasErrors() {
			t.Errorf("tiny system %d: %v", i, ds.Sorted())
		}
	}
}
