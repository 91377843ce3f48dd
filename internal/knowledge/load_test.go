package knowledge

import (
	"bytes"
	"encoding/hex"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"cordon/internal/diag"
)

func TestLoadSortsAndCounts(t *testing.T) {
	var ds diag.List
	b := Load(with(t, map[string]string{"rules/RUL-0000.yaml": "id: RUL-0000\ntitle: Late\norder: 99\nwhere: {dev: {kind: device}}\nsays: Last.\n"}), "", &ds)
	var got []string
	for _, e := range b.List() {
		got = append(got, string(e.Type)+" "+e.ID+" "+string(e.Status))
	}
	want := []string{
		"kind device draft", "kind device.hub draft", "kind harm draft", "kind network draft", "kind old withdrawn", "kind thing draft",
		"harm harm.words draft", "relation on draft", "relation pains draft", "fact port draft", "trust firm draft",
		"consequence hurts draft", "consequence taken draft",
		"rule RUL-0001 draft", "rule RUL-0000 draft", // by their order
		"threat THR-0001 draft", "threat THR-0002 draft", "control CTL-0001 draft", "control CTL-0002 draft", "control CTL-0003 withdrawn",
		"strategy STR-0001 draft",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestLoadReportsWhatItCannotRead(t *testing.T) {
	var ds diag.List
	Load(fstest.MapFS{
		"kinds/a.yaml":  {Data: []byte("id: a\ntitle: A\nis: [thing\n")},
		"kinds/b.yaml":  {Data: []byte("id: b\ntitle: B\nsays: x\ncolour: red\n")},
		"kinds/c.txt":   {Data: []byte("not an entry")},
		"threats/d":     {Data: []byte("not an entry")},
		"scales.yaml":   {Data: []byte("likelihood: []\n")},
		"readme/e.yaml": {Data: []byte("not an entry")},
	}, "pack", &ds)
	var got []string
	for _, d := range ds.Sorted() {
		got = append(got, d.Pos.String()+" "+string(d.Code))
	}
	want := []string{
		"pack/kinds/a.yaml:4:1 C105", "pack/kinds/b.yaml:4:1 C201",
		"pack/scales.yaml:1:1 C204", // for each scale that is not there
	}
	if diff := cmp.Diff(want, slices.Compact(got)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// What the program embeds says the same as the files, apart from positions and examples.
func TestIndexRoundTrip(t *testing.T) {
	var ds diag.List
	b := Load(with(t, nil), "", &ds)
	index, err := b.EncodeIndex()
	if err != nil {
		t.Fatal(err)
	}
	got, err := DecodeIndex(index)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(b, got, cmpopts.IgnoreTypes(diag.Pos{}, []Example{}), cmpopts.IgnoreFields(Base{}, "Digest"), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("(-files +index):\n%s", diff)
	}
	again, err := got.EncodeIndex()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(index), string(again)); diff != "" {
		t.Errorf("encoded again (-once +twice):\n%s", diff)
	}
	if n := bytes.Count(index, []byte("\n")); n < len(b.List()) {
		t.Errorf("%d lines for %d entries", n, len(b.List()))
	}
	if raw, err := hex.DecodeString(got.Digest); err != nil || len(raw) != 32 {
		t.Errorf("digest %q is not SHA-256 in hexadecimal", got.Digest)
	}
}

func TestDigestChangesWithTheMeaning(t *testing.T) {
	digest := func(changes map[string]string) string {
		var ds diag.List
		b, err := Load(with(t, changes), "", &ds).Sealed()
		if err != nil {
			t.Fatal(err)
		}
		return b.Digest
	}
	same, blanks := digest(nil), digest(map[string]string{"kinds/thing.yaml": "# a comment\n\nid: thing\n\ntitle: Thing\nabstract:   yes\nsays: Anything.\n" + source})
	if same != blanks {
		t.Error("comments and blanks change the digest")
	}
	if same == digest(map[string]string{"threats/all/THR-0001.yaml": "frequency: high => frequency: low"}) {
		t.Error("another frequency does not change the digest")
	}
}

func TestDecodeIndexSaysWhatIsWrong(t *testing.T) {
	_, err := DecodeIndex([]byte("{"))
	if err == nil || err.Error() != "decode knowledge index: unexpected end of JSON input" {
		t.Errorf("got %v", err)
	}
}

var packCases = []struct {
	name string
	pack map[string]string
	ids  []string // new entries
	want []string
}{
	{"a new control", map[string]string{"controls/CTL-9001.yaml": control("CTL-9001", "Padlock")}, []string{"CTL-9001"}, nil},
	{"an id that is taken", map[string]string{"controls/CTL-0001.yaml": control("CTL-0001", "Padlock")}, []string{}, []string{
		`pack/controls/CTL-0001.yaml:1:1: C302: control "CTL-0001" is already in the knowledge base`,
		"    hint: choose another id; packs add entries, they do not replace them",
	}},
	{"the same word as another type", map[string]string{"facts/taken.yaml": "id: taken\ntitle: T\non: [device]\nquestion: Is {it}?\nwhy: It matters.\n"}, []string{"taken"}, nil},
	{"an empty pack", nil, []string{}, nil},
}

func TestWithPack(t *testing.T) {
	for _, c := range packCases {
		t.Run(c.name, func(t *testing.T) {
			var ds diag.List
			base := Load(with(t, nil), "", &ds)
			before := len(base.List())
			fsys := fstest.MapFS{}
			for name, text := range c.pack {
				fsys[name] = &fstest.MapFile{Data: []byte(text)}
			}
			whole := base.With(Load(fsys, "pack", &ds), &ds)
			expect(t, &ds, c.want...)
			if len(base.List()) != before {
				t.Error("the base itself was changed")
			}
			if len(whole.Scales.Likelihood) != 6 {
				t.Error("a pack without scales lost those of the base")
			}
			known := map[string]bool{}
			for _, e := range base.List() {
				known[string(e.Type)+e.ID] = true
			}
			ids := []string{}
			for _, e := range whole.List() {
				if !known[string(e.Type)+e.ID] {
					ids = append(ids, e.ID)
				}
			}
			if diff := cmp.Diff(c.ids, ids); diff != "" {
				t.Errorf("new entries (-want +got):\n%s", diff)
			}
		})
	}
}

// A pack may bring scales of its own: they are policy.
func TestAPackCanReplaceScales(t *testing.T) {
	var ds diag.List
	base := Load(with(t, nil), "", &ds)
	pack := Load(fstest.MapFS{"scales.yaml": {Data: bytes.Replace([]byte(scalesText), []byte("l0"), []byte("never"), 1)}}, "pack", &ds)
	if got := base.With(pack, &ds).Scales.Likelihood[0].Name; got != "never" || base.Scales.Likelihood[0].Name != "l0" {
		t.Errorf("scales begin with %q, those of the base with %q", got, base.Scales.Likelihood[0].Name)
	}
	expect(t, &ds)
}

var parseCases = []struct {
	text string
	want any
}{
	{"a on b", Link{From: "a", Relation: "on", To: "b"}},
	{"not a on b", Link{From: "a", Relation: "on", To: "b", Not: true}},
	{" a  on  b ", Link{From: "a", Relation: "on", To: "b"}},
	{"a on", `link "a on" is not of the form 'role relation role'`},
	{"no a on b", `link "no a on b" is not of the form 'role relation role'`},
	{"", `link "" is not of the form 'role relation role'`},
}

func TestParseLink(t *testing.T) {
	for _, c := range parseCases {
		var got any
		l, err := ParseLink(c.text)
		if got = l; err != nil {
			got = err.Error()
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.text, diff)
		}
	}
}

func TestParseTerm(t *testing.T) {
	for text, want := range map[string]any{
		"dev.taken":     Term{Role: "dev", Name: "taken"},
		"low dev.firm":  Term{Role: "dev", Name: "firm", Low: true},
		"dev":           `"dev" is not of the form 'role.consequence' or 'low role.trust'`,
		".taken":        `".taken" is not of the form 'role.consequence' or 'low role.trust'`,
		"dev.":          `"dev." is not of the form 'role.consequence' or 'low role.trust'`,
		"dev.a.b":       `"dev.a.b" is not of the form 'role.consequence' or 'low role.trust'`,
		"high dev.firm": Term{Role: "high dev", Name: "firm"}, // a role that no pattern has
		"low":           `"low" is not of the form 'role.consequence' or 'low role.trust'`,
	} {
		var got any
		term, err := ParseTerm(text)
		if got = term; err != nil {
			got = err.Error()
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestParseAnswer(t *testing.T) {
	for text, want := range map[string]any{
		"CTL-0001 at dev":     Answer{Control: "CTL-0001", Role: "dev"},
		"STR-0001":            Answer{Strategy: "STR-0001"},
		"CTL-0001":            `"CTL-0001" is not of the form 'CTL-0001 at role' or 'STR-0001'`,
		"CTL-0001 on dev":     `"CTL-0001 on dev" is not of the form 'CTL-0001 at role' or 'STR-0001'`,
		"CTL-0001 at dev net": `"CTL-0001 at dev net" is not of the form 'CTL-0001 at role' or 'STR-0001'`,
	} {
		var got any
		a, err := ParseAnswer(text)
		if got = a; err != nil {
			got = err.Error()
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}
