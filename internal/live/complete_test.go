package live

import (
	"io/fs"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"cordon/internal/diag"
	"cordon/internal/model"
	"cordon/internal/yamltext"
)

// at cuts the mark ‸ out of a text and gives its place.
func at(t testing.TB, marked string) (text string, line, column int) {
	t.Helper()
	before, after, ok := strings.Cut(marked, "‸")
	if !ok {
		t.Fatalf("no mark in %q", marked)
	}
	line = strings.Count(before, "\n") + 1
	column = utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1
	return before + after, line, column
}

func labels(items []Item) (out []string) {
	for _, it := range items {
		out = append(out, it.Label)
	}
	return out
}

func fields[T any]() (out []string) {
	for _, f := range yamltext.Fields(reflect.TypeFor[T]()) {
		out = append(out, f.Name)
	}
	return out
}

func without(all []string, some ...string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(s string) bool { return slices.Contains(some, s) })
}

func TestComplete(t *testing.T) {
	ix := knowledgeOf(t).Index
	const tail = "\npeople:\n  ann: {kind: person.patient}\n"
	for _, c := range []struct {
		name, text string
		want       []string // the first labels; all where exact
		exact      bool
		insert     string // of the first
	}{
		{"keys of a file", "cordon: 1\n‸", without(fields[model.File](), "cordon"), true, "system:\n  "},
		{"keys of a file that begin so", "cordon: 1\nas‸" + tail, []string{"assets", "assumptions"}, false, "assets:\n  "},
		{"keys of an element", "assets:\n  pump:\n    ‸", fields[model.Asset](), true, "kind: "},
		{"keys not there yet", "assets:\n  pump:\n    kind: x\n    ‸\n    place: y\n", without(fields[model.Asset](), "kind", "place"), true, "title: "},
		{"keys in braces", "assets:\n  pump: {kind: x, ‸" + tail, without(fields[model.Asset](), "kind"), true, "title: "},
		{"keys over lines in braces", "assets:\n  pump: {kind: x,\n    pl‸}\n", []string{"place", "supplier"}, true, "place: "},
		{"kinds of the block", "networks:\n  lan: {kind: network.wi‸", []string{"network.wifi.guest", "network.wifi"}, true, "network.wifi.guest"},
		{"kinds of a zone", "zones:\n  a:\n    kind: ‸", []string{"zone"}, true, "zone"},
		{"kinds of software inside", "assets:\n  a:\n    runs:\n      b: {kind: os.rt‸}\n", []string{"os.rtos"}, true, "os.rtos"},
		{"ids of a block", "networks:\n  lan: {kind: network.wifi}\nassets:\n  pump: {on: [‸" + tail, []string{"lan"}, true, "lan"},
		{"ids where a list is wanted", "networks:\n  lan: {}\nassets:\n  pump:\n    on: ‸" + tail, []string{"lan"}, true, "[lan]"},
		{"ids as items", "networks:\n  lan: {}\n  wan: {}\nassets:\n  pump:\n    on:\n      - lan\n      - w‸", []string{"wan"}, true, "wan"},
		{"ids of what is inside", "assets:\n  pump:\n    runs:\n      app: {}\n    interfaces:\n      usb: {}\nflows:\n  f: {from: ‸", []string{"pump", "pump/app"}, true, "pump"},
		{"ids of other files", "flows:\n  f: {over: [lan‸", []string{"lan-of-another-file"}, true, "lan-of-another-file"},
		{"ids of several blocks", "organisations:\n  maker: {}\nzones:\n  z: {controlled-by: ‸}" + tail, []string{"ann", "maker"}, true, "ann"},
		{"data as keys", "data:\n  dose: {}\nfunctions:\n  f:\n    uses: {‸", []string{"dose"}, true, "dose: "},
		{"facts of the kind", "networks:\n  lan:\n    kind: network.wifi\n    facts: {‸}", nil, false, ""},
		{"words of a fact", "assets:\n  pump:\n    kind: device.infusion-pump\n    facts:\n      portable: ‸", []string{"yes", "no", "unknown"}, true, "yes"},
		{"words", "organisations:\n  maker: {duty: o‸", []string{"operator", "other", "manufacturer", "integrator"}, false, "operator"},
		{"words in a list", "system:\n  regulation: {markets: [EU, U‸", []string{"UK", "US", "EU", "AU"}, true, "UK"},
		{"numbers", "benefits:\n  b: {magnitude: ‸", []string{"1", "2", "3", "4", "5"}, true, "1"},
		{"controls", "controls:\n  - {control: CTL-0004‸", []string{"CTL-0004"}, true, "CTL-0004"},
		{"elements of controls", "assets:\n  pump: {}\ncontrols:\n  - control: CTL-0004\n    on: [p‸", []string{"pump"}, false, "pump"},
		{"trust", "networks:\n  lan: {kind: network.wifi, trust: {‸", nil, false, ""},
		{"groups", "harms:\n  h: {kind: harm.missed-deterioration, severity: {‸", nil, false, ""},
		{"questionnaires", "answers:\n  - {to: ‸", []string{"mds2"}, true, "mds2"},
		{"answers", "answers:\n  - {to: mds2, is: ‸", []string{"yes", "no", "n-a", "see-note"}, true, "yes"},
		{"nothing in a comment", "assets: # k‸", []string{}, true, ""},
		{"nothing in a long text", "system:\n  note: |\n    ki‸", []string{}, true, ""},
		{"nothing for ids that the author chooses", "assets:\n  p‸", []string{}, true, ""},
		{"nothing under an unknown key", "asets:\n  pump: {‸", []string{}, true, ""},
		{"a broken line above", "assets:\n  pump: {kind: [\n  phone:\n    kind: device.smartp‸", []string{}, false, ""},
		{"a broken line below", "networks:\n  lan: {kind: network.wi‸\nassets:\n  - : {{\n", []string{"network.wifi.guest", "network.wifi"}, true, "network.wifi.guest"},
	} {
		t.Run(c.name, func(t *testing.T) {
			text, line, column := at(t, c.text)
			seen := &Graph{Nodes: []Node{{Shown: Shown{ID: "lan-of-another-file", Title: "LAN"}, Block: model.Networks}}}
			if !strings.Contains(c.name, "other files") {
				seen = nil
			}
			got := Complete(ix, text, line, column, seen)
			all := labels(got.Items)
			if c.want == nil && !strings.HasPrefix(c.name, "nothing") && len(all) == 0 {
				t.Fatalf("nothing is proposed")
			}
			if !c.exact {
				all = all[:min(len(all), len(c.want))]
			}
			if d := cmp.Diff(c.want, all); d != "" && c.want != nil && len(c.want)+len(all) > 0 {
				t.Errorf("(-want +got):\n%s", d)
			}
			if c.insert != "" && len(got.Items) > 0 && got.Items[0].Insert != c.insert {
				t.Errorf("inserts %q, want %q", got.Items[0].Insert, c.insert)
			}
			if got.To != column || got.Line != line {
				t.Errorf("replaces line %d, columns %d to %d; the cursor is at %d:%d", got.Line, got.From, got.To, line, column)
			}
		})
	}
}

func TestCompletionsApplyToTheKind(t *testing.T) {
	ix := knowledgeOf(t).Index
	text, line, column := at(t, "networks:\n  lan:\n    kind: network.wifi\n    facts: {‸}")
	got := Complete(ix, text, line, column, nil)
	if len(got.Items) == 0 {
		t.Fatal("no fact is proposed")
	}
	for _, it := range got.Items {
		if f := ix.Facts[it.Label]; f == nil || !ix.IsAny("network.wifi", f.On) || it.Kind != ItemFact {
			t.Errorf("proposed %+v", it)
		}
	}
}

// TestTextsWithoutEndAreBounded would take hours if a word or a list took time in the square of its length.
func TestTextsWithoutEndAreBounded(t *testing.T) {
	ix := knowledgeOf(t).Index
	for name, text := range map[string]string{
		"word": "assets: {" + strings.Repeat("a", 4<<20), "brackets": strings.Repeat("[", 4<<20), "keys": strings.Repeat("a:\n", 1<<20),
		"nested": "assets: " + strings.Repeat("{a: ", 1<<20), "room": "assets: {" + strings.Repeat(" ", 4<<20),
	} {
		lines := strings.Split(text, "\n")
		line, column := len(lines), len(lines[len(lines)-1])+1
		if c := Complete(ix, text, line, column, nil); c.Line != line {
			t.Errorf("%s: %+v", name, c)
		}
		if h := Hover(ix, text, line, column-1, nil); h != nil {
			t.Errorf("%s: %+v", name, h)
		}
	}
}

func TestHover(t *testing.T) {
	ix := knowledgeOf(t).Index
	doc := func(shape reflect.Type, key string) string {
		for _, f := range yamltext.Fields(shape) {
			if f.Name == key {
				return f.Doc
			}
		}
		return "no key " + key
	}
	asset := reflect.TypeFor[model.Asset]()
	for _, c := range []struct {
		name, text string
		want       *Help
	}{
		{"a key", "assets:\n  pump:\n    po‸pulation: many\n", &Help{3, 5, 15, "population", doc(asset, "population")}},
		{"a key in braces", "assets:\n  pump: {‸kind: x", &Help{2, 10, 14, "kind", doc(asset, "kind")}},
		{"a kind", "networks:\n  lan: {kind: network.w‸ifi}", &Help{2, 15, 27, ix.Kinds["network.wifi"].Title, ix.Kinds["network.wifi"].Says}},
		{"a control", "controls:\n  - control: CTL‸-0004\n", &Help{2, 14, 22, "CTL-0004 " + ix.Controls["CTL-0004"].Title, ix.Controls["CTL-0004"].Says}},
		{"an element", "networks:\n  lan: {kind: network.wifi, title: House}\nassets:\n  a: {on: [l‸an]}", &Help{4, 12, 15, "House (" + ix.Kinds["network.wifi"].Title + ")", ix.Kinds["network.wifi"].Says}},
		{"a word", "assets:\n  a: {population: m‸any}", &Help{2, 19, 23, "many", doc(asset, "population")}},
		{"a comment", "assets:\n  a: {} # k‸ind\n", nil},
		{"an unknown key", "assets:\n  a: {ki‸nf: x}\n", nil},
		{"an id", "assets:\n  a‸b: {}\n", nil},
		{"room", "assets:‸ \n", nil},
		{"beyond the text", "assets: ‸", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			text, line, column := at(t, c.text)
			if d := cmp.Diff(c.want, Hover(ix, text, line, column, nil)); d != "" {
				t.Errorf("(-want +got):\n%s", d)
			}
		})
	}
	if h := Hover(ix, "assets: {}", 9, 9, nil); h != nil {
		t.Errorf("a line beyond the text: %+v", h)
	}
	fact := ix.Facts["portable"]
	text, line, column := at(t, "assets:\n  a:\n    facts: {port‸able: yes}")
	if h := Hover(ix, text, line, column, nil); h == nil || h.Title != fact.Title || !strings.HasSuffix(h.Says, fact.Why) || strings.Contains(h.Says, "{it}") {
		t.Errorf("a fact: %+v", h)
	}
}

// TestOutlineReadsAsTheParserDoes compares the keys that the outline finds in files that are YAML with those of the parser.
func TestOutlineReadsAsTheParserDoes(t *testing.T) {
	type keyAt struct {
		Line int
		Path string
	}
	files := 0
	err := fs.WalkDir(os.DirFS("../../examples"), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(name, ".yaml") {
			return err
		}
		src, err := os.ReadFile("../../examples/" + name)
		if err != nil {
			return err
		}
		var ds diag.List
		doc := yamltext.Parse(name, src, &ds)
		if doc == nil {
			t.Fatalf("%s: %v", name, ds.Sorted())
		}
		files++
		var want, got []keyAt
		var walk func(n *yaml.Node, path string)
		walk = func(n *yaml.Node, path string) {
			for i, c := range n.Content {
				switch {
				case n.Kind == yaml.SequenceNode:
					walk(c, path+"/-")
				case n.Kind == yaml.MappingNode && i%2 == 0:
					want = append(want, keyAt{c.Line, path + "/" + c.Value})
					walk(n.Content[i+1], path+"/"+c.Value)
				}
			}
		}
		walk(doc.Content[0], "")
		o := outlineOf(string(src))
		paths := make([]string, len(o.entries))
		for i, e := range o.entries {
			if e.parent >= 0 {
				paths[i] = paths[e.parent]
			}
			if e.item {
				paths[i] += "/-"
				continue
			}
			paths[i] += "/" + e.key
			got = append(got, keyAt{e.line, paths[i]})
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s (-parser +outline):\n%.3000s", name, d)
		}
		return nil
	})
	if err != nil || files < 10 {
		t.Fatalf("%d files read: %v", files, err)
	}
}

func FuzzCompleteAndHover(f *testing.F) {
	ix := knowledgeOf(f).Index
	f.Add(small, 20, 10)
	f.Add("assets:\n  pump: {kind: [\n\t- \"x: {", 3, 9)
	f.Add("a: \"\\", 1, 1<<62)
	f.Add("assets: "+strings.Repeat("[{a: ", 800), 1, 4100)
	f.Add(strings.Repeat("a:\n", 1300), 1300, 1)
	f.Add("- - -\n  - }: ]", 2, 5)
	f.Fuzz(func(t *testing.T, text string, line, column int) {
		if len(text) > 1<<12 {
			return
		}
		c := Complete(ix, text, line, column, nil)
		lines := strings.Split(text, "\n")
		if c.Line < 1 || c.Line > len(lines) || c.From < 1 || c.From > c.To || c.To > utf8.RuneCountInString(lines[c.Line-1])+1 || len(c.Items) > maxItems {
			t.Errorf("completion of %q at %d:%d replaces line %d, columns %d to %d", text, line, column, c.Line, c.From, c.To)
		}
		if h := Hover(ix, text, line, column, nil); h != nil && (h.Line != line || h.From > column || h.To <= column || h.Title == "") {
			t.Errorf("help on %q at %d:%d is %+v", text, line, column, h)
		}
	})
}
