package study

import (
	"fmt"
	"testing"

	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/folder"
	"cordon/internal/project"
	"cordon/internal/workbench"
)

// Harms are told by themselves, so that they are not among the states that are left out.
func TestStatesThatAreLeftOutAreCountedWithoutHarms(t *testing.T) {
	var ds diag.List
	k, err := project.OpenKnowledge(nil, &ds)
	if err != nil {
		t.Fatal(err)
	}
	files, err := exampleFiles("wearable-monitor")
	if err != nil {
		t.Fatal(err)
	}
	as, err := (&Study{Workbench: &workbench.Workbench{}}).assess(t.Context(), k, folder.Files(files), engine.Future)
	if err != nil || as.Assessed == nil {
		t.Fatal(err, as.Diagnostics)
	}
	before, after := state{levels: map[string]uint8{}}, state{levels: map[string]uint8{}}
	for i := range changesShown + 2 {
		after.levels[fmt.Sprintf("a%03d#controlled", i)] = 1
	}
	for i := range 7 {
		after.levels[fmt.Sprintf("z%d#occurs", i)] = 1
	}
	if got := compare(as, as, before, after); len(got.Changed) != changesShown || got.More != 2 {
		t.Errorf("%d states are shown and %d more said to be", len(got.Changed), got.More)
	}
}
