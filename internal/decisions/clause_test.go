package decisions_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cordon/internal/decisions"
	"cordon/internal/diag"
)

// A statement about a clause rests on what the clause asks: it is current as long as that is the same, stale when our reading changes, and
// orphaned when the clause is gone. Clauses are met, partly met or not applicable, and nothing else is.
func TestStatementsAboutClauses(t *testing.T) {
	const id = "mdcg-2019-16:r1/3.6#4"
	f := found(t, map[string]string{"hub.yaml": hub(t)})
	q := decisions.Request{ID: "layers", About: id, Choice: "met", Who: "B. Okafor", Role: "security lead", Why: "Shown in the layer sheet.", When: "2026-11-25"}
	_, d, err := (&decisions.Set{}).New(f, q)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct{ about, choice, want string }{{id, "accept", "a clause is met"}, {"wrong", "met", "only clauses"}, {"mdcg-2019-16:r1/9.9", "met", "has this id"}} {
		wrong := q
		wrong.About, wrong.Choice = x.about, x.choice
		if _, _, err := (&decisions.Set{}).New(f, wrong); err == nil || !strings.Contains(err.Error(), x.want) {
			t.Errorf("%s %s: error %v, want %q", x.about, x.choice, err, x.want)
		}
	}
	src, err := decisions.Encode("layers", d)
	if err != nil {
		t.Fatal(err)
	}
	state := func(text string) (decisions.State, []string) {
		dir := t.TempDir()
		folder := filepath.Join(dir, decisions.Folder)
		if err := os.Mkdir(folder, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, "layers.yaml"), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		var ds diag.List
		s := decisions.Load(os.DirFS(dir), decisions.Folder, decisions.Folder, &ds)
		if ds.HasErrors() {
			t.Fatal(ds.Sorted())
		}
		r := decisions.Judge(s, f, "2026-12-01", &ds)
		return r[0].State, r[0].Because
	}
	if got, because := state(string(src)); got != decisions.Current {
		t.Errorf("the statement is %s: %v", got, because)
	}
	if got, because := state(strings.Replace(string(src), "clause: ", "clause: 0", 1)); got != decisions.Stale || !slices.ContainsFunc(because, func(s string) bool { return strings.HasPrefix(s, "what the clause asks") }) {
		t.Errorf("with another reading it is %s: %v", got, because)
	}
	if got, because := state(strings.Replace(string(src), id, "mdcg-2019-16:r2/3.6#4", 1)); got != decisions.Orphaned || because[0] != "the knowledge base has no clause mdcg-2019-16:r2/3.6#4" {
		t.Errorf("of another edition it is %s: %v", got, because)
	}
}
