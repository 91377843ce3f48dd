package people

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

var noon = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)

func TestWaitsDoubleToALimit(t *testing.T) {
	waits := func(b Brake, n int) (out []string) {
		var tries Tries
		now := noon
		for range n {
			w := b.Wait(tries, now)
			out = append(out, w.String())
			now = now.Add(w) // the next try comes as soon as it may
			tries = b.Failed(tries, now)
		}
		return out
	}
	want := []string{"0s", "0s", "0s", "0s", "0s", "2s", "4s", "8s", "16s", "32s", "1m4s", "2m8s", "4m16s", "8m32s", "15m0s", "15m0s"}
	if d := cmp.Diff(want, waits(AccountBrake, 16)); d != "" {
		t.Errorf("account: -want +got\n%s", d)
	}
	want = []string{"0s", "0s", "1s", "2s", "4s", "5s", "5s"}
	if d := cmp.Diff(want, waits(Brake{Free: 2, First: time.Second, Most: 5 * time.Second, Forget: time.Hour}, 7)); d != "" {
		t.Errorf("another: -want +got\n%s", d)
	}
}

func TestWait(t *testing.T) {
	b := AccountBrake
	six := Tries{Failures: 6, Last: noon} // four seconds
	for _, c := range []struct {
		name  string
		tries Tries
		now   time.Time
		want  time.Duration
	}{
		{"no failure", Tries{}, noon, 0},
		{"at once", six, noon, 4 * time.Second},
		{"later", six, noon.Add(3 * time.Second), time.Second},
		{"at the end", six, noon.Add(4 * time.Second), 0},
		{"long after", six, noon.Add(time.Hour), 0},
		{"clock set back by a year", six, noon.AddDate(-1, 0, 0), 4 * time.Second},
		{"forgotten", Tries{Failures: 1000, Last: noon}, noon.Add(24 * time.Hour), 0},
		{"an attacker never locks for good", Tries{Failures: math.MaxInt, Last: noon}, noon, 15 * time.Minute},
	} {
		if got := b.Wait(c.tries, c.now); got != c.want {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
	}
}

func TestFailuresAreForgotten(t *testing.T) {
	old := Tries{Failures: 40, Last: noon}
	for _, c := range []struct {
		after time.Duration
		want  int
	}{{time.Minute, 41}, {24*time.Hour - 1, 41}, {24 * time.Hour, 1}} {
		want := Tries{Failures: c.want, Last: noon.Add(c.after)}
		if d := cmp.Diff(want, AccountBrake.Failed(old, noon.Add(c.after))); d != "" {
			t.Errorf("after %v: -want +got\n%s", c.after, d)
		}
	}
}

func TestGuessesOfADayAreAsDocumented(t *testing.T) {
	// From the moment that the longest wait is reached.
	tries, now, guesses := Tries{Failures: 100, Last: noon}, noon, 0
	for {
		now = now.Add(AccountBrake.Wait(tries, now))
		if now.After(noon.Add(24 * time.Hour)) {
			break
		}
		tries = AccountBrake.Failed(tries, now)
		guesses++
	}
	if guesses != 96 {
		t.Errorf("%d guesses; the comment of Brake says 96", guesses)
	}
}
