package live

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/model"
	"cordon/internal/yamltext"
)

func TestEachReferenceOfTheLanguageIsDrawn(t *testing.T) {
	drawn := map[string]int{}
	for _, r := range references {
		drawn[string(r.block)+" "+r.key]++
	}
	// A flow is an edge of its own.
	for _, key := range []string{"from", "to", "carries", "over"} {
		drawn["flows "+key]++
	}
	of := map[string]int{}
	for block, shape := range shapes {
		for _, f := range yamltext.Fields(shape) {
			if f.Ref+f.KeyRef != "" {
				of[string(block)+" "+f.Name]++
			}
		}
	}
	if d := cmp.Diff(of, drawn); d != "" {
		t.Errorf("references (-language +drawn):\n%s", d)
	}
}

// says writes connections as "sort: do id path=value".
func says(all []Connection) (out []string) {
	for _, c := range all {
		out = append(out, fmt.Sprintf("%s: %s %s %s%s=%s", c.Sort, c.Do, c.ID, c.Block, strings.Join(c.Path, "."), c.Value))
	}
	return out
}

func TestLegal(t *testing.T) {
	ix := knowledgeOf(t).Index
	for _, c := range []struct {
		from, to string
		want     []string
	}{
		{"device.infusion-pump", "device.smartphone", []string{`flow: add {new} flows={"from":"{from}","to":"{to}"}`}},
		{"service.database", "device.server", []string{`flow: add {new} flows={"from":"{from}","to":"{to}"}`, `inside: add {to}/{new} runs=`}},
		{"device.infusion-pump", "network.wifi", []string{`on: put {from} on="{to}"`}},
		{"network.wifi", "device.infusion-pump", nil},
		{"person.patient", "device.smartphone", []string{`manages: put {from} manages="{to}"`, `uses: put {from} uses="{to}"`, `wears: set {to} worn-by="{from}"`}},
		{"device.smartphone", "zone", []string{`zone: set {from} zone="{to}"`}},
		{"device.smartphone", "place.home", []string{`place: set {from} place="{to}"`}},
		{"zone", "zone", []string{`within: set {from} within="{to}"`}},
		{"data.health.signal", "function.monitoring", []string{`informs: set {to} uses.{from}={}`}},
		{"function.monitoring", "harm.missed-deterioration", []string{`leads-to: put {to} from="{from}"`}},
		{"device.smartphone", "data.health.signal", []string{`keeps: put {to} stored-on="{from}"`, `makes: set {to} made-by="{from}"`}},
		{"organisation", "zone", []string{`controls: set {to} controlled-by="{from}"`}},
		{"device.smartphone", "nothing.known", nil},
		{"", "", nil},
	} {
		if d := cmp.Diff(c.want, says(Legal(ix, c.from, c.to))); d != "" {
			t.Errorf("from %s to %s (-want +got):\n%s", c.from, c.to, d)
		}
	}
	if raw, err := json.Marshal(Legal(ix, "", "")); string(raw) != "[]" || err != nil {
		t.Errorf("nothing is written as %s, %v", raw, err)
	}
}

// TestWhatIsDrawnMayBeDrawn asks for each edge of the example whether it is legal.
func TestWhatIsDrawnMayBeDrawn(t *testing.T) {
	v := example(t)
	kind := map[string]string{}
	for _, n := range v.Graph.Nodes {
		kind[n.ID] = n.Kind
	}
	if len(v.Graph.Edges) < 100 {
		t.Fatalf("the example has %d edges: the test shows nothing", len(v.Graph.Edges))
	}
	for _, e := range v.Graph.Edges {
		legal := Legal(knowledgeOf(t).Index, kind[e.From], kind[e.To])
		if !slices.ContainsFunc(legal, func(c Connection) bool { return c.Sort == e.Sort }) {
			t.Errorf("%s (%s to %s) is drawn; legal are %v", e.ID, kind[e.From], kind[e.To], says(legal))
		}
	}
}

func TestPalette(t *testing.T) {
	ix := knowledgeOf(t).Index
	first := func(query string, block model.Block, n int) (out []string) {
		for _, c := range Palette(ix, query, block) {
			if out = append(out, c.Kind); len(out) == n {
				break
			}
		}
		return out
	}
	for _, c := range []struct {
		query string
		block model.Block
		want  []string
	}{
		{"infusion", "", []string{"device.infusion-pump"}},
		{"PUMP infusion", model.Assets, []string{"device.infusion-pump"}},
		{"infusoin", "", []string{"device.infusion-pump"}},
		{"nothing-like-this", "", nil},
		{"", model.Zones, []string{"zone"}},
		{"wifi", model.Networks, []string{"network.wifi"}},
	} {
		if d := cmp.Diff(c.want, first(c.query, c.block, 1)); d != "" {
			t.Errorf("%q in %q (-want +got):\n%s", c.query, c.block, d)
		}
	}
	all := Palette(ix, "", "")
	if len(all) < 300 {
		t.Errorf("an empty query gives %d kinds", len(all))
	}
	for _, c := range all {
		if k := ix.Kinds[c.Kind]; k.Abstract == "yes" || c.Block == "" || c.Title == "" || c.Says == "" {
			t.Errorf("offered %+v", c)
		}
	}
	if d := cmp.Diff(Palette(ix, "device", model.Assets), Palette(ix, "device", model.Assets)); d != "" {
		t.Errorf("two answers differ:\n%s", d)
	}
}
