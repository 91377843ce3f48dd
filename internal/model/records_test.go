package model_test

import (
	"testing"

	"cordon/internal/diag"
	"cordon/internal/model"
)

// What a criterion asks of a key is there, is empty, or stands inside of another.
func TestRecordsSayWhichKeysAreFilled(t *testing.T) {
	f := model.Parse("x.yaml", []byte(`cordon: 1
system: {id: s, name: S, intended-purpose: p, support: {until: 2030-01}}
evidence: [{id: TR-1, title: t, sort: test, when: 2026-01}]
organisations: {maker: {duty: manufacturer}}
assets:
  hub: {kind: device.home-hub, supplier: maker, on: [], interfaces: {usb: {kind: interface.usb}}, runs: {os: {kind: os.linux}}}
harms: {fall: {kind: harm.fall, from: [hub], severity: {adult: 3}}}
`), &diag.List{})
	var ds diag.List
	m := model.FromFile(f, &ds)
	got := map[string]bool{}
	for _, x := range []struct{ block, id, key string }{
		{"system", "s", "support.until"}, {"system", "s", "support.from"}, {"system", "s", "regulation.rule"}, {"system", "s", "name"},
		{"assets", "hub", "supplier"}, {"assets", "hub", "on"}, {"assets", "hub/os", "supplier"}, {"interfaces", "hub/usb", "connects"}, {"interfaces", "hub/usb", "kind"},
		{"evidence", "TR-1", "when"}, {"evidence", "TR-1", "until"}, {"harms", "fall", "severity"}, {"harms", "fall", "hazard"},
	} {
		found := false
		for _, r := range m.Records(x.block) {
			if r.ID == x.id {
				found = true
				got[x.block+" "+x.id+" "+x.key] = r.Has(x.key)
			}
		}
		if !found || !model.HasKey(x.block, x.key) {
			t.Errorf("%s %s: found %v, key %s known %v", x.block, x.id, found, x.key, model.HasKey(x.block, x.key))
		}
	}
	for key, want := range map[string]bool{
		"system s support.until": true, "system s support.from": false, "system s regulation.rule": false, "system s name": true,
		"assets hub supplier": true, "assets hub on": false, "assets hub/os supplier": false, "interfaces hub/usb connects": false, "interfaces hub/usb kind": true,
		"evidence TR-1 when": true, "evidence TR-1 until": false, "harms fall severity": true, "harms fall hazard": false,
	} {
		if got[key] != want {
			t.Errorf("%s: %v, want %v", key, got[key], want)
		}
	}
	for _, x := range [][2]string{{"assets", "supllier"}, {"aassets", "supplier"}, {"system", "support.til"}, {"controls", "state"}, {"system", "name.x"}} {
		if model.HasKey(x[0], x[1]) {
			t.Errorf("%s has a key %s", x[0], x[1])
		}
	}
	if m.Records("nothing") != nil {
		t.Error("an unknown block has records")
	}
}
