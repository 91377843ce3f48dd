package report

import (
	"bytes"
	"strings"
	"testing"

	"cordon/internal/decisions"
)

// Each state has its colour and its reasons; history is left out, and so is the section where nothing is left.
func TestDecisionsOnThePage(t *testing.T) {
	x := small(t)
	show := func(reviews ...decisions.Review) string {
		t.Helper()
		s := x.subject()
		s.Decisions, s.Day = reviews, "2026-11-26"
		var page bytes.Buffer
		if err := HTML(&page, s, nil); err != nil {
			t.Fatal(err)
		}
		return page.String()
	}
	current := decisions.Review{
		ID: "d1", About: "hurt", Title: "Hurt <b>", Choice: "not-applicable", Who: "A", Role: "lead", When: "2026-01-02", Why: "So.", Until: "2027-01-01",
		State: decisions.Current, Signed: []decisions.Signed{{Key: "K1", Fits: true}},
	}
	stale := decisions.Review{ID: "d2", About: "CTL-0001@x", Choice: "treat", State: decisions.Stale, Because: []string{"its state: planned -> present"}}
	expired := decisions.Review{ID: "d3", State: decisions.Expired, Because: []string{"its last day was 2026-10-01"}}
	broken := decisions.Review{ID: "d4", State: decisions.Current, Signed: []decisions.Signed{{Key: "K2"}}}
	replaced := decisions.Review{ID: "taken-over", State: decisions.Replaced}

	page := show(current, stale, expired, broken, replaced)
	for _, want := range []string{
		`<a href="#decisions">Decisions</a>`, "Of 4 decisions, 3 no longer stand:", "still stands on 2026-11-26</caption>",
		`Hurt &lt;b&gt; <span class="rule">d1</span></th><td>not applicable, until 2027-01-01</td><td>A, lead, on 2026-01-02<br>signed with key K1</td>`,
		`CTL-0001@x <span class="rule">d2</span>`,
		`<span class="badge v-acceptable">current</span></td>`,
		`<span class="badge v-unacceptable">stale</span><ul><li>its state: planned -&gt; present</li></ul>`,
		`<span class="badge v-reduce">expired</span><ul><li>its last day was 2026-10-01</li></ul>`,
		`<br>the record was changed after it was signed with key K2</td><td class="wide"></td><td class="wide"><span class="badge v-unacceptable">current</span>`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not say %q", want)
		}
	}
	if strings.Contains(page, "taken-over") {
		t.Error("the page shows what was replaced")
	}
	if page := show(current, replaced); !strings.Contains(page, "1 decision, and all that was decided still stands.") {
		t.Error("the page does not say that all stands")
	}
	if page := show(replaced); strings.Contains(page, `"#decisions"`) || strings.Contains(page, `id="decisions"`) {
		t.Error("the page has a section without decisions")
	}
}
