package decisions

import (
	"maps"
	"slices"
	"strings"
)

// Wanted is something that ought to be decided and about which there is no decision.
type Wanted struct {
	About   string `json:"about"`
	Title   string `json:"title"`
	Verdict string `json:"verdict,omitempty"` // of a harm
}

// acceptable is the verdict on a harm whose risk needs no decision of its own.
const acceptable = "acceptable"

// FindWanted lists what ought to be decided and has no decision, whatever its state: the whole (ISO 14971, clause 8), and each harm whose
// risk the table does not accept (clauses 6 and 7). The reviews are those of [Judge].
func FindWanted(f *Found, reviews []Review) []Wanted {
	had := map[string]bool{}
	for _, r := range reviews {
		if r.State == Replaced {
			continue
		}
		for _, id := range r.Now {
			had[id] = true
		}
	}
	out := []Wanted{}
	for i := range f.Assessment.Harms {
		h := &f.Assessment.Harms[i]
		if h.Acceptability != acceptable && !had[h.ID] {
			out = append(out, Wanted{h.ID, h.Title, h.Acceptability})
		}
	}
	if !had[Overall] && len(f.Assessment.Harms) > 0 {
		out = append(out, Wanted{About: Overall, Title: "Overall benefit-risk judgement"})
	}
	return out
}

// Search lists what can be decided on whose id or title holds all words of a text, whatever their case; at most most, harms first, then threats,
// controls, vulnerabilities and clauses.
func (f *Found) Search(text string, most int) []Wanted {
	words := strings.Fields(strings.ToLower(text))
	out := []Wanted{}
	add := func(id, title, verdict string) bool {
		in := strings.ToLower(id + " " + title)
		for _, w := range words {
			if !strings.Contains(in, w) {
				return true
			}
		}
		if len(out) < most {
			out = append(out, Wanted{id, title, verdict})
		}
		return len(out) < most
	}
	a := f.Assessment
	if !add(Overall, "Overall benefit-risk judgement", "") {
		return out
	}
	for i := range a.Harms {
		if !add(a.Harms[i].ID, a.Harms[i].Title, a.Harms[i].Acceptability) {
			return out
		}
	}
	for i := range a.Threats {
		if !add(a.Threats[i].ID, a.Threats[i].Title, "") {
			return out
		}
	}
	for i := range a.Controls {
		if !add(a.Controls[i].ID, a.Controls[i].Title, "") {
			return out
		}
	}
	for _, id := range slices.Sorted(maps.Keys(f.Vulnerabilities)) {
		if !add(id, f.Vulnerabilities[id].Title, "") {
			return out
		}
	}
	for _, id := range slices.Sorted(maps.Keys(f.Index.Clauses)) {
		if !add(id, f.Index.Clauses[id].Clause.Title, "") {
			return out
		}
	}
	return out
}
