package engine

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/knowledge"
	"cordon/internal/yamltext"
)

// constructCases show what the rules of the tiny base add to a system.
var constructCases = []struct {
	name    string
	system  string
	inferer []string // inferred elements with title and population
	links   []string // inferred links
}{
	{
		name: "nothing to infer",
		system: `
			a: device.hub
			lan: network
			a on lan`,
	},
	{
		name: "being inside is closed over any depth",
		system: `
			rack: device.hub
			box: device.hub
			board: device.hub
			app: software
			box part-of rack
			board part-of box
			app runs-on board`,
		links: []string{
			"app deep-inside board", "app deep-inside box", "app deep-inside rack",
			"board deep-inside box", "board deep-inside rack", "box deep-inside rack",
		},
	},
	{
		name: "a circle of parts comes to an end",
		system: `
			a: device.hub
			b: device.hub
			a part-of b
			b part-of a`,
		links: []string{"a deep-inside a", "a deep-inside b", "b deep-inside a", "b deep-inside b"},
	},
	{
		name: "an inferred element is named after its kind and what it was made for, in order",
		system: `
			b: device.hub
			a: device.hub *3
			lan: network
			a on lan
			b on lan
			b trusts a`,
		inferer: []string{"path(b,a) 'Path from b to a' *3"},
		links:   []string{"path(b,a) ends-at a", "path(b,a) starts-at b", "path(b,a) through lan"},
	},
	{
		name: "two matches for the same elements infer one element with the links of both",
		system: `
			a: device.hub
			b: device.hub
			lan: network
			wan: network
			a on lan
			b on lan
			a on wan
			b on wan
			a trusts b`,
		inferer: []string{"path(a,b) 'Path from a to b' *0"},
		links:   []string{"path(a,b) ends-at b", "path(a,b) starts-at a", "path(a,b) through lan", "path(a,b) through wan"},
	},
}

func TestConstruct(t *testing.T) {
	for _, c := range constructCases {
		t.Run(c.name, func(t *testing.T) {
			an := analyze(t, system(t, c.system))
			var nodes, links []string
			for n, node := range an.g.nodes {
				if node.inferred {
					nodes = append(nodes, fmt.Sprintf("%s '%s' *%d", node.id, node.title, node.population))
				}
				for _, e := range an.g.out[n] {
					if e.inferred {
						links = append(links, node.id+" "+an.base.relations.list[e.relation]+" "+an.g.nodes[e.node].id)
					}
				}
			}
			slices.Sort(links)
			if diff := cmp.Diff(c.inferer, nodes); diff != "" {
				t.Errorf("inferred elements (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.links, links); diff != "" {
				t.Errorf("inferred links (-want +got):\n%s", diff)
			}
		})
	}
}

func TestARuleThatNeverEndsIsAnError(t *testing.T) {
	k := *tinyBase.Knowledge
	k.Rules = []knowledge.ConstructionRule{{
		Entry: knowledge.Entry{ID: "RUL-0001"}, Order: 1, Repeat: knowledge.Yes,
		Pattern: knowledge.Pattern{Where: yamltext.Map[knowledge.Role]{{Key: "it", Value: knowledge.Role{Kind: "thing"}}}},
		Infers:  yamltext.Map[knowledge.InferredNode]{{Key: "shadow", Value: knowledge.InferredNode{Kind: "path", Title: "Shadow", Of: []string{"it"}}}},
	}}
	b, err := Compile(&k)
	if err != nil {
		t.Fatal(err)
	}
	// The engine must notice by itself: the count of calls stands in for the patience of the caller.
	calls := 0
	g, err := newGraph(b, system(t, `a: device.hub`))
	if err != nil {
		t.Fatal(err)
	}
	err = g.construct(func() error {
		if calls++; calls > 100 {
			return fmt.Errorf("still running after %d rounds", calls)
		}
		return nil
	})
	if diff := cmp.Diff("rule RUL-0001 does not come to an end", fmt.Sprint(err)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// badInputs are inputs that no model can lead to; the engine says what is wrong with them all the same.
var badInputs = []struct {
	name string
	in   Input
	want string
}{
	{"unknown kind", Input{Assets: []Asset{{ID: "a", Kind: "spoon"}}}, `element a: no kind "spoon"`},
	{"element given twice", Input{Assets: []Asset{{ID: "a", Kind: "lid"}, {ID: "a", Kind: "lid"}}}, `element a is given twice`},
	{"unknown fact", Input{Assets: []Asset{{ID: "a", Kind: "lid", Facts: []FactValue{{"colour", "red"}}}}}, `element a: no fact "colour"`},
	{"unknown value", Input{Assets: []Asset{{ID: "a", Kind: "lid", Facts: []FactValue{{"watched", "red"}}}}}, `element a: fact "watched" has no value "red"`},
	{"unknown relation", Input{Assets: []Asset{{ID: "a", Kind: "lid"}}, Links: []Link{{0, "likes", 0}}}, `link from a: no relation "likes"`},
	{"unknown trust attribute", Input{Assets: []Asset{{ID: "a", Kind: "lid", Trust: []TrustLevel{{"faith", 1}}}}}, `element a: no trust attribute "faith"`},
	{"trust attribute of another kind", Input{Assets: []Asset{{ID: "a", Kind: "lid", Trust: []TrustLevel{{"clean", 1}}}}}, `element a: no trust attribute "clean"`},
	{"unknown control", Input{Assets: []Asset{{ID: "a", Kind: "lid"}}, Placed: []Placed{{Control: "CTL-9999"}}}, `control on a: no control "CTL-9999"`},
}

func TestBadInput(t *testing.T) {
	for _, c := range badInputs {
		t.Run(c.name, func(t *testing.T) {
			an, err := Analyze(context.Background(), tinyBase, &c.in)
			if err == nil {
				_, err = an.Run(Future)
			}
			if diff := cmp.Diff(c.want, fmt.Sprint(err)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestAnalyzeStopsWhenAsked(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	_, err := Analyze(ctx, tinyBase, system(t, `a: device.hub`))
	if diff := cmp.Diff("construct: context canceled", fmt.Sprint(err)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestFactSaysWhatIsKnown(t *testing.T) {
	an, err := Analyze(t.Context(), tinyBase, system(t, `
		hub: device.hub open-port=some`))
	if err != nil {
		t.Fatal(err)
	}
	r, err := an.Run(Future)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ element, fact, want string }{
		{"hub", "open-port", "some"},
		{"tub", "open-port", Unknown},
		{"hub", "no-such-fact", Unknown},
	} {
		if got := r.Fact(c.element, c.fact); got != c.want {
			t.Errorf("fact %s of %s is %q, want %q", c.fact, c.element, got, c.want)
		}
	}
}
