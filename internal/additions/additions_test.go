package additions_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/additions"
	"cordon/internal/diag"
)

const kept = `cordon: 1

texts:
  # Asked of legal on 2026-11-20.
  parties:
    section: Subject and parties
    asked: Legal names of the parties.
    says: Tremor GmbH and the clinic.
`

var (
	parties = additions.Place{Section: "Subject and parties", Asked: "Legal names of the parties"}
	times   = additions.Place{Section: "1. Times: agreed", Asked: "Times for first answer, remedy"}
)

func put(t *testing.T, src string, p additions.Place, says string) string {
	t.Helper()
	var ds diag.List
	var before []byte
	if src != "" {
		before = []byte(src)
	}
	out, err := additions.Put("k.yaml", before, p, says, &ds)
	if err != nil || ds.Len() > 0 {
		t.Fatal(err, ds.Sorted())
	}
	return string(out)
}

func TestATextIsKeptAtItsPlace(t *testing.T) {
	for _, c := range []struct {
		name, src string
		place     additions.Place
		says      string
		want      string
	}{
		{"the first one makes the file", "", parties, "Tremor GmbH and the clinic.\r\n", strings.Replace(strings.Replace(kept, "  # Asked of legal on 2026-11-20.\n  parties:", "  subject-and-parties:", 1), "parties.\n", "parties\n", 1)},
		{"another one stands behind", kept, times, "One day.\n\nTwo weeks.", kept + "  times-agreed:\n    section: \"1. Times: agreed\"\n    asked: Times for first answer, remedy\n    says: |-\n      One day.\n\n      Two weeks.\n"},
		{"another wording leaves comments alone", kept, parties, "Tremor AG of Lund, and the clinic of the university with its department.", strings.Replace(kept, "Tremor GmbH and the clinic.", "Tremor AG of Lund, and the clinic of the university with its department.", 1)},
		{"an empty text takes the last one out", strings.Replace(kept, "  # Asked of legal on 2026-11-20.\n", "", 1), parties, " \n", ""},
		{"an empty text where there is none", kept, times, "", kept},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := put(t, c.src, c.place, c.says)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSectionsOfTheSameWordsHaveTextsOfTheirOwn(t *testing.T) {
	src := put(t, put(t, "", additions.Place{Section: "Über", Asked: "A"}, "a"), additions.Place{Section: "Über", Asked: "B"}, "b")
	var ds diag.List
	f := additions.Parse("k.yaml", []byte(src), &ds)
	if len(f.Texts) != 2 || f.Texts[0].Key == f.Texts[1].Key || ds.Len() > 0 {
		t.Errorf("%+v %v", f, ds.Sorted())
	}
}

func TestAFolderIsReadByKinds(t *testing.T) {
	var ds diag.List
	set := additions.Load(fstest.MapFS{"additions/agreement.yaml": {Data: []byte(kept)}, "additions/notes.txt": {Data: []byte("x")}}, "additions", "p/additions", &ds)
	if len(set.Kinds()) != 1 || set.Of("agreement").Says(parties) != "Tremor GmbH and the clinic." || set.Of("agreement").Says(times) != "" || set.Of("other").Says(parties) != "" || ds.Len() > 0 {
		t.Errorf("%+v %v", set, ds.Sorted())
	}
	if u := set.Of("agreement").Unasked([]additions.Place{times}); len(u) != 1 || u[0].Place.Section != parties.Section || u[0].At.Line != 6 {
		t.Errorf("nothing asks for %+v", u)
	}
	if u := set.Of("agreement").Unasked([]additions.Place{parties}); u != nil {
		t.Errorf("asked for, and yet %+v", u)
	}
	if none := additions.Load(fstest.MapFS{}, "additions", "p/additions", &ds); len(none.Kinds()) != 0 || ds.Len() > 0 {
		t.Errorf("without a folder there are %v, %v", none, ds.Sorted())
	}
}

func TestTwoTextsAtOnePlaceAreAnError(t *testing.T) {
	var ds diag.List
	additions.Parse("k.yaml", []byte(kept+"  again:\n    section: Subject and parties\n    asked: Legal names of the parties\n    says: x\n"), &ds)
	if all := ds.Sorted(); len(all) != 1 || all[0].Code != diag.AdditionTwice || all[0].Message != `the texts "parties" and "again" stand at the same place` || all[0].Line != 9 {
		t.Errorf("%v", all)
	}
	var none diag.List
	if out, err := additions.Put("k.yaml", []byte(kept), parties, "", &none); out != nil || err == nil || !strings.Contains(err.Error(), "a comment would be lost") {
		t.Errorf("a text with a comment was taken out: %q, %v", out, err)
	}
	if out, err := additions.Put("k.yaml", []byte("texts: [\n"), parties, "x", &ds); out != nil || err != nil {
		t.Errorf("a broken file became %q, %v", out, err)
	}
}

func FuzzPut(f *testing.F) {
	f.Add(kept, "Times", "Remedy", "- one: two\n\n  # three\n")
	f.Add("", "a: b", "\"c\"", "\ttab")
	f.Fuzz(func(t *testing.T, src, section, asked, says string) {
		var ds diag.List
		p := additions.Place{Section: section, Asked: asked}
		out, err := additions.Put("k.yaml", []byte(src), p, says, &ds)
		if err != nil || out == nil {
			return
		}
		var again diag.List
		if got := (additions.Kept{Map: additions.Parse("k.yaml", out, &again).Texts}).Says(p); len(out) > 0 && got != strings.TrimSpace(strings.ReplaceAll(says, "\r\n", "\n")) {
			t.Errorf("%q is kept as %q in %q", says, got, out)
		}
	})
}
