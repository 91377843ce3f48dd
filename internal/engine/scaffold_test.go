package engine

import (
	"context"
	"os"
	"slices"
	"testing"

	"cordon/internal/diag"
	"cordon/internal/knowledge"
)

// scaffoldBase is the tiny base with one kind and one relation that exist only during construction.
func scaffoldBase(t *testing.T) *Base {
	t.Helper()
	var ds diag.List
	k := knowledge.Load(os.DirFS("testdata/base"), "testdata/base", &ds)
	for i := range k.Kinds {
		if k.Kinds[i].ID == "path" {
			k.Kinds[i].Construction = knowledge.Yes
		}
	}
	for i := range k.Relations {
		if k.Relations[i].ID == "deep-inside" {
			k.Relations[i].Construction = knowledge.Yes
		}
	}
	b, err := Compile(k)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestScaffoldIsDropped(t *testing.T) {
	const text = `
lan: network
hub: device.hub
pump: device
app: software
hub on lan
pump on lan
hub trusts pump
app runs-on hub`
	for _, c := range []struct {
		name             string
		base             *Base
		inferred, links  int
		paths, deepLinks bool
	}{
		{"kept", tinyBase, 1, 8, true, true},
		{"dropped", scaffoldBase(t), 0, 4, false, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			an, err := Analyze(context.Background(), c.base, system(t, text))
			if err != nil {
				t.Fatal(err)
			}
			r, err := an.Run(Future)
			if err != nil {
				t.Fatal(err)
			}
			res := r.Result()
			path := slices.ContainsFunc(res.Assets, func(a AssetResult) bool { return a.ID == "path(hub,pump)" })
			deep := an.g.has(an.g.byID["app"], uint16(c.base.relations.at["deep-inside"]), an.g.byID["hub"])
			if res.Counts.AssetsInferred != c.inferred || res.Counts.Links != c.links || path != c.paths || deep != c.deepLinks {
				t.Errorf("inferred %d, links %d, path %v, deep link %v", res.Counts.AssetsInferred, res.Counts.Links, path, deep)
			}
			if !res.Certificate.Verified {
				t.Error(res.Certificate.Reason)
			}
		})
	}
}

func TestUnknownTakesADefaultAway(t *testing.T) {
	var ds diag.List
	k := knowledge.Load(os.DirFS("testdata/base"), "testdata/base", &ds)
	b, err := Compile(k)
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(k.Kinds, func(e knowledge.Kind) bool { return len(e.Facts) > 0 })
	if at < 0 {
		t.Fatal("no kind of the tiny base has a default fact")
	}
	kind, fact := k.Kinds[at].ID, k.Kinds[at].Facts[0]
	for said, want := range map[string]string{"": fact.Value.Text, Unknown: Unknown} {
		a := Asset{ID: "x", Title: "x", Kind: kind}
		if said != "" {
			a.Facts = []FactValue{{fact.Key, said}}
		}
		g, err := newGraph(b, &Input{Assets: []Asset{a}})
		if err != nil {
			t.Fatal(err)
		}
		got := Unknown
		if code := g.fact(0, b.facts.at[fact.Key]); code > 0 {
			got = b.set.Facts[b.facts.at[fact.Key]].Values[code-1]
		}
		if got != want {
			t.Errorf("said %q: fact %s is %q, want %q", said, fact.Key, got, want)
		}
	}
}
