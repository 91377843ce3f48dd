package api_test

import (
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"cordon/internal/workbench"
)

// What people sign in with is deleted when it counts no more; tokens a month later, for their owners look at the list.
func TestSweepingDeletesWhatHasRunOutOfAccounts(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	o.withToken(workbench.ScopeRead) // for a day
	o.want(http.StatusCreated, "POST", "/organisations/"+org+"/members", map[string]any{"email": "new@tremor.example", "name": "New", "role": "clinical", "language": "en"}, nil)
	var invited string
	if err := b.w.Store.Read(t.Context(), func(tx workbench.Tx) error {
		r, err := tx.Find(t.Context(), "account", "new@tremor.example")
		invited = r.ID
		return err
	}); err != nil {
		t.Fatal(err)
	}
	left := func(later time.Duration) (out [3]int) {
		b.later = later
		if err := b.w.Sweep(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := b.w.Store.Read(t.Context(), func(tx workbench.Tx) error {
			for i, r := range []struct{ kind, owner string }{{"session", o.account}, {"invitation", invited}, {"token", o.account}} {
				all, err := tx.List(t.Context(), workbench.Kind(r.kind), r.owner, "", 10)
				if err != nil {
					return err
				}
				out[i] = len(all)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		return out
	}
	const day = 24 * time.Hour
	for _, c := range []struct {
		later time.Duration
		want  [3]int // sessions, invitations, tokens
	}{{0, [3]int{1, 1, 1}}, {workbench.SessionIdle + time.Hour, [3]int{0, 1, 1}}, {8 * day, [3]int{0, 0, 1}}, {30 * day, [3]int{0, 0, 1}}, {32 * day, [3]int{}}} {
		if got := left(c.later); got != c.want {
			t.Errorf("after %s there are %v sessions, invitations and tokens, want %v", c.later, got, c.want)
		}
	}
}

// TestTimesInTheDocument holds what docs/user/serve.md promises to the program.
func TestTimesInTheDocument(t *testing.T) {
	raw, err := os.ReadFile("../../../docs/user/serve.md")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(string(raw)), " ")
	for _, want := range []string{
		fmt.Sprintf("sessions (%.0f hours without use, %.0f days in all)", workbench.SessionIdle.Hours(), workbench.SessionMost.Hours()/24),
		fmt.Sprintf("`Idempotency-Key` (%.0f hours)", workbench.OnceFor.Hours()),
		fmt.Sprintf("The zip of a dossier can be fetched for %.0f days", workbench.DossierLife.Hours()/24),
		fmt.Sprintf("among its settings (%d or more;", workbench.RetainLeast),
	} {
		if !strings.Contains(text, want) {
			t.Errorf("docs/user/serve.md does not say %q", want)
		}
	}
}
