package knowledge

import (
	"testing"
	"testing/fstest"

	"cordon/internal/diag"
)

// Texts of a user are tied to clauses by document and place; what fits nothing is told, and nothing else is lost.
func TestTextsBelongToClauses(t *testing.T) {
	var ds diag.List
	ix := NewIndex(Load(with(t, map[string]string{"clauses/law-1.yaml": law}), "", &ds))
	got := ix.LoadTexts(fstest.MapFS{
		"a.yaml": {Data: []byte("cordon: 1\ndocument: law-1\nrights: copy 7\ntexts:\n  - {clause: \"1\", text: The words.}\n  - {clause: \"3\", text: More words.}\n  - {clause: \"1\", text: Again.}\n")},
		"b.yaml": {Data: []byte("cordon: 1\ndocument: law-3\nrights: copy 8\ntexts: [{clause: \"1\", text: Words.}]\n")},
		"c.yaml": {Data: []byte("cordon: 1\ndocument: law-1\ntexts: [{clause: \"2\", text: Words of two.}]\n")},
		"d.txt":  {Data: []byte("not read")},
	}, "texts", &ds)
	expect(t, &ds,
		`texts/a.yaml:6:14: C515: law-1 has no clause "3"`,
		`    hint: allowed: 1, 2`,
		`texts/a.yaml:7:14: C302: clause law:1/1 has a text already`,
		`    hint: keep one of the two`,
		`texts/b.yaml:2:11: C515: no document "law-3"`,
		`    hint: did you mean "law-1"?`,
		"texts/c.yaml:1:1: C204: key \"rights\" is required here",
		`    hint: On what ground the text may be used, for instance the number of the licence.`,
	)
	if got["law:1/1"] != (LicensedText{"The words.", "copy 7"}) || got["law:1/2"].Text != "Words of two." || len(got) != 2 {
		t.Errorf("got %v", got)
	}
}

// FuzzTexts reads anything as a file of texts, and ties it to clauses, without a crash.
func FuzzTexts(f *testing.F) {
	var ds diag.List
	ix := NewIndex(&Base{Documents: []Document{{Entry: Entry{ID: "law-1"}, Document: "law", Edition: "1", Clauses: []Clause{{ID: "1"}}}}})
	f.Add([]byte("cordon: 1\ndocument: law-1\nrights: copy 7\ntexts:\n  - {clause: \"1\", text: The words.}\n"))
	f.Add([]byte("texts: [{}, 1, null]\ndocument: []"))
	f.Fuzz(func(t *testing.T, src []byte) {
		for full := range ix.LoadTexts(fstest.MapFS{"a.yaml": {Data: src}}, "", &ds) {
			if full != "law:1/1" {
				t.Errorf("a text of %q", full)
			}
		}
		ds = diag.List{}
	})
}
