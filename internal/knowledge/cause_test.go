package knowledge

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Each category has the sort of cause that it says itself, unless the entry says another; what a control opens is its side effect.
func TestCausedBy(t *testing.T) {
	want := map[Category]Cause{
		"access": Attack, "spoofing": Attack, "tampering": Attack, "disclosure": Attack, "denial": Attack, "elevation": Attack, "physical": Attack,
		"supply-chain": Attack, "update": Attack, "wireless": Attack, "human": Misuse, "data-quality": Failure, "clinical": Failure,
		"accident": Failure, "side-effect": SideEffect,
	}
	got := map[Category]Cause{}
	for _, w := range Category("").Words() {
		threat := Threat{Category: Category(w)}
		got[Category(w)] = threat.CausedBy()
		threat.Cause = Misuse
		if c := threat.CausedBy(); c != Misuse && w != "side-effect" {
			t.Errorf("%s with cause misuse is %s", w, c)
		}
		threat.TriggeredBy = []string{"CTL-0001 at it"}
		if c := threat.CausedBy(); c != SideEffect {
			t.Errorf("%s that a control opens is %s", w, c)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
