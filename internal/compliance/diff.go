package compliance

import "slices"

// Change is what one document says otherwise than another at one place, and what that means for the system.
type Change struct {
	Change string  `json:"change"` // new, gone, changed or same
	From   *Clause `json:"from,omitempty"`
	To     *Clause `json:"to,omitempty"`
}

// The sorts of change.
const (
	NewClause     = "new"
	GoneClause    = "gone"
	ChangedClause = "changed"
	SameClause    = "same"
)

// Compare sets two documents of judged answers side by side, usually two editions: what is at the same place belongs together. The order is
// that of the later document; what is gone comes last.
func Compare(from, to []Clause) []Change {
	out := []Change{}
	place := func(c *Clause) string { return c.ID[len(c.editionOf()):] }
	taken := map[string]bool{}
	for i := range to {
		c := &to[i]
		j := slices.IndexFunc(from, func(x Clause) bool { return place(&x) == place(c) })
		if j < 0 {
			out = append(out, Change{NewClause, nil, c})
			continue
		}
		taken[from[j].ID] = true
		kind := SameClause
		if from[j].Title != c.Title || from[j].Says != c.Says || !slices.Equal(from[j].Who, c.Who) {
			kind = ChangedClause
		}
		out = append(out, Change{kind, &from[j], c})
	}
	for i := range from {
		if !taken[from[i].ID] {
			out = append(out, Change{GoneClause, &from[i], nil})
		}
	}
	return out
}

// editionOf is the part of the id before the place: mdcg-2019-16:r1/.
func (c *Clause) editionOf() string {
	for i := range len(c.ID) {
		if c.ID[i] == '/' {
			return c.ID[:i+1]
		}
	}
	return ""
}
