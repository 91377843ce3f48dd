package compliance

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
	"cordon/internal/knowledge"
	"cordon/internal/model"
)

// kindsOfProducts has the kinds that the descriptions below name.
func kindsOfProducts() *knowledge.Index {
	kind := func(id string, is ...string) knowledge.Kind {
		return knowledge.Kind{Entry: knowledge.Entry{ID: id}, Is: is}
	}
	return knowledge.NewIndex(&knowledge.Base{Kinds: []knowledge.Kind{
		kind("device"), kind("device.medical", "device"), kind("device.pump", "device.medical"), kind("device.smartphone", "device"),
		kind("software"), kind("software.mobile-app"), kind("software.mobile-app.medical", "software.mobile-app"),
	}})
}

func described(t *testing.T, text string) *model.Model {
	t.Helper()
	var ds diag.List
	m := model.FromFile(model.Parse("s.yaml", []byte("cordon: 1\nsystem: {id: s, name: s, intended-purpose: s}\n"+text), &ds), &ds)
	for _, d := range ds.Sorted() {
		if d.Code == diag.DanglingReference || d.Code == diag.WrongBlock {
			t.Fatal(d)
		}
	}
	return m
}

// has lists what belongs to the product, in the order of the description.
func has(m *model.Model, p *Product) []string {
	var out []string
	m.Each(func(_ model.Block, id string, _ model.Common) {
		if p.Has(id) {
			out = append(out, id)
		}
	})
	return out
}

const organisations = `
organisations:
  maker: {duty: manufacturer}
  chips: {duty: supplier}
  ward: {duty: operator}
`

func TestProductOf(t *testing.T) {
	for _, tt := range []struct {
		name, text string
		named      bool
		want       []string
	}{
		{"nothing is described", "", false, nil},
		{"its supplier is the manufacturer, and parts share it", organisations + `
assets:
  hub: {kind: device, supplier: maker, parts: {board: {kind: device}}, runs: {os: {kind: software, runs: {app: {kind: software}}}}}
  pump: {kind: device.pump}
`, true, []string{"hub", "hub/board", "hub/os", "hub/os/app"}},
		{"a nearer supplier wins", organisations + `
assets:
  hub: {kind: device, supplier: maker, runs: {tool: {kind: software, supplier: ward, runs: {plug: {kind: software}}}}}
  phone: {kind: device.smartphone, supplier: chips, runs: {app: {kind: software.mobile-app, supplier: maker}, os: {kind: software}}}
`, true, []string{"hub", "phone/app"}},
		{"a component that a supplier delivers stays inside", organisations + `
assets:
  hub: {kind: device, supplier: maker, parts: {modem: {kind: device, supplier: chips, runs: {firmware: {kind: software}}}}}
`, true, []string{"hub", "hub/modem", "hub/modem/firmware"}},
		{"no supplier is a manufacturer, so kinds decide", organisations + `
assets:
  pump: {kind: device.pump, supplier: chips, runs: {os: {kind: software}}}
  phone: {kind: device.smartphone, runs: {app: {kind: software.mobile-app.medical}, game: {kind: software.mobile-app}}}
`, false, []string{"phone/app", "pump", "pump/os"}},
		{"interfaces, data, flows and functions go with the assets", organisations + `
people: {nurse: {kind: person}}
assets:
  pump: {kind: device.pump, interfaces: {port: {kind: interface}}}
  phone: {kind: device.smartphone, interfaces: {radio: {kind: interface}}}
  screen: {kind: device}
data:
  dose: {kind: data, stored-on: [pump]}
  alarm: {kind: data, made-by: pump}
  chart: {kind: data, made-by: screen, made-from: [summary]}
  summary: {kind: data, made-by: screen, made-from: [dose]}
  note: {kind: data, stored-on: [screen]}
flows:
  out: {from: pump, to: phone, carries: [alarm]}
  beside: {from: phone, to: screen, carries: [note]}
functions:
  give: {kind: function, by: pump, for: nurse}
  judge: {kind: function, by: nurse, for: nurse, uses: {chart: {at: screen}}}
  write: {kind: function, by: nurse, for: nurse, uses: {note: {at: screen}}}
`, false, []string{"pump", "pump/port", "alarm", "dose", "out", "give", "judge"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			m := described(t, tt.text)
			p := ProductOf(m, kindsOfProducts())
			if diff := cmp.Diff(tt.want, has(m, p)); diff != "" || p.Named != tt.named {
				t.Errorf("named %v (-want +got):\n%s", p.Named, diff)
			}
		})
	}
}
