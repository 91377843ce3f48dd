package study

import (
	"slices"
	"testing"

	"cordon/internal/diag"
	"cordon/internal/knowledge"
	"cordon/internal/project"
)

// A type that is new says nothing in lists until somebody says what it says first.
func TestEntriesSayWhatTheyAreAbout(t *testing.T) {
	var ds diag.List
	k, err := project.OpenKnowledge(nil, &ds)
	if err != nil {
		t.Fatal(err)
	}
	titled := []string{"document", "indicator", "questionnaire"}
	for _, e := range k.Index.Base.List() {
		if says := saysOf(k.Index, e); (says == "") != slices.Contains(titled, string(e.Type)) {
			t.Errorf("%s %s says %q", e.Type, e.ID, says)
		}
	}
	for _, name := range knowledge.Types() {
		_, says := firstSaid[knowledge.Type(name)]
		if says == slices.Contains(titled, name) {
			t.Errorf("what a %s says first: %v", name, says)
		}
	}
}
