package presence

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/workbench"
)

var start = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)

// others are the names that a stream is told.
func others(s *Stream, now time.Time) []string {
	_, people := s.Others(now)
	out := []string{}
	for _, p := range people {
		out = append(out, fmt.Sprintf("%s %s %s %t", p.Name, p.File, p.Element, p.Unsaved))
	}
	return out
}

func wants(t *testing.T, when string, s *Stream, now time.Time, want ...string) {
	t.Helper()
	if want == nil {
		want = []string{}
	}
	if diff := cmp.Diff(want, others(s, now)); diff != "" {
		t.Errorf("%s: %s", when, diff)
	}
}

func TestPeopleInAProjectSeeEachOther(t *testing.T) {
	var r Register
	olga, emil, anna := r.Open("o", "Olga"), r.Open("e", "Emil"), r.Open("a", "Anna")
	r.Put(emil.ID, "e", "watch", Place{"system.yaml", "phone", true}, start)
	wants(t, "who has not said where they are is told nothing", olga, start)
	r.Put(olga.ID, "o", "watch", Place{}, start)
	r.Put(anna.ID, "a", "pump", Place{}, start)
	wants(t, "both are there", olga, start, "Emil system.yaml phone true")
	wants(t, "and the other", emil, start, "Olga   false")
	wants(t, "elsewhere", anna, start)
	if p, _ := olga.Others(start); p != "watch" {
		t.Errorf("she is in %q", p)
	}

	// A second window of somebody is no second person; what was said last counts.
	second := r.Open("e", "Emil")
	r.Put(second.ID, "e", "watch", Place{Element: "cloud"}, start.Add(time.Second))
	wants(t, "two windows", olga, start.Add(time.Second), "Emil  cloud false")
	wants(t, "one's own window", emil, start.Add(time.Second), "Olga   false")
	second.Close()
	wants(t, "one window again", olga, start.Add(time.Second), "Emil system.yaml phone true")

	r.Put(emil.ID, "e", "pump", Place{}, start)
	wants(t, "gone to another project", olga, start)
	wants(t, "come to another project", anna, start, "Emil   false")
	r.Leave(emil.ID, "e")
	wants(t, "left", anna, start)
}

func TestAPlaceEndsWithTheStreamAndWithTime(t *testing.T) {
	var r Register
	olga, emil := r.Open("o", "Olga"), r.Open("e", "Emil")
	r.Put(olga.ID, "o", "watch", Place{}, start)
	r.Put(emil.ID, "e", "watch", Place{}, start)
	r.Put(olga.ID, "o", "watch", Place{}, start.Add(time.Minute))
	wants(t, "shortly before the end", olga, start.Add(Life), "Emil   false")
	wants(t, "after it", olga, start.Add(Life+1))
	if p, people := emil.Others(start.Add(Life + 1)); p != "" || people != nil {
		t.Errorf("whose own place has ended is told of %s: %v", p, people)
	}
	r.Put(emil.ID, "e", "watch", Place{}, start.Add(Life+1))
	wants(t, "said again", olga, start.Add(Life+1), "Emil   false")
	emil.Close()
	wants(t, "the stream has ended", olga, start.Add(Life+1))
	if r.Put(emil.ID, "e", "watch", Place{}, start) {
		t.Error("a stream that has ended has a place")
	}
}

func TestOnlyChangesAreTold(t *testing.T) {
	var r Register
	olga, emil := r.Open("o", "Olga"), r.Open("e", "Emil")
	r.Put(olga.ID, "o", "watch", Place{}, start)
	if !olga.Changed() || olga.Changed() {
		t.Error("who comes is not told once who is there")
	}
	r.Put(emil.ID, "e", "watch", Place{}, start)
	r.Put(emil.ID, "e", "watch", Place{Element: "phone"}, start)
	if !olga.Changed() || olga.Changed() {
		t.Error("two changes are not told at once")
	}
	r.Put(emil.ID, "e", "watch", Place{Element: "phone"}, start.Add(time.Second))
	if olga.Changed() {
		t.Error("the same said again is told")
	}
	emil.Close()
	if !olga.Changed() {
		t.Error("that somebody went is not told")
	}
	if !olga.Came() || olga.Came() {
		t.Error("that she came is not told once")
	}
	r.Leave(olga.ID, "o")
	r.Put(olga.ID, "o", "watch", Place{}, start)
	if !olga.Came() || !olga.Changed() {
		t.Error("that she came back is not told")
	}
}

func TestNobodySpeaksForAnother(t *testing.T) {
	var r Register
	olga, emil := r.Open("o", "Olga"), r.Open("e", "Emil")
	r.Put(olga.ID, "o", "watch", Place{}, start)
	if r.Put(emil.ID, "o", "watch", Place{}, start) || r.Leave(olga.ID, "e") || r.Put("none", "o", "watch", Place{}, start) {
		t.Error("somebody used the stream of another")
	}
	wants(t, "nobody else is there", olga, start)
}

func TestPresenceIsBounded(t *testing.T) {
	var r Register
	var own []*Stream
	for range OfOneMost {
		own = append(own, r.Open("o", "Olga"))
	}
	if r.Open("o", "Olga") != nil {
		t.Errorf("somebody has more than %d streams", OfOneMost)
	}
	own[0].Close()
	olga := r.Open("o", "Olga")
	if olga == nil {
		t.Fatal("a stream that ended counts")
	}
	r.Put(olga.ID, "o", "watch", Place{}, start)
	for i := 0; len(r.streams) < StreamsMost; i++ {
		name := fmt.Sprintf("%05d", i)
		if !r.Put(r.Open(workbench.AccountID(name), name).ID, workbench.AccountID(name), "watch", Place{}, start) {
			t.Fatal(name)
		}
	}
	if r.Open("late", "Late") != nil {
		t.Errorf("there are more than %d streams", StreamsMost)
	}
	if _, people := olga.Others(start); len(people) != ToldMost || people[0].Name != "00000" {
		t.Errorf("told of %d, the first is %v", len(people), people[0])
	}
}
