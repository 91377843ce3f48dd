package indicators

import (
	"slices"

	"cordon/internal/civil"
	"cordon/internal/knowledge"
)

// ageing is a reading that gets older.
type ageing struct {
	indicator *knowledge.Indicator
	level     string // of its step; empty where it changes nothing
	assumed   string // level of the attribute at the kind of the element where nothing is known; empty where there is none
	due       civil.Instant
	every     civil.Period // zero where it keeps its meaning
}

// fresh is the number of a reading that is not due; the numbers after it count the periods that have passed since it was.
const fresh = -1

// at is the level after a number of periods; empty where nothing changes. A level that is worse than where ageing leads stays.
func (a *ageing) at(periods int) string {
	d := a.indicator.Decay
	if periods == fresh || d.Towards == "" {
		return a.level
	}
	t := &a.indicator.Target
	words := t.Levels()
	rank, end := slices.Index(words, a.level), slices.Index(words, d.Towards)
	assumed := slices.Index(words, a.assumed)
	if t.HigherIsWorse() {
		if rank = min(max(rank, 0)+periods, max(rank, end)); rank <= 0 {
			return a.level
		}
		return words[rank]
	}
	if t.Op != knowledge.AtMost && assumed >= 0 {
		// What is assumed without a reading is the most that an old one is worth. A reading that can only lower claims nothing better.
		rank, end = min(rank, assumed), min(end, assumed)
	}
	best := len(words) - 1
	if rank < 0 {
		rank = best
	}
	rank = max(rank-periods, min(rank, end))
	if a.level == "" && rank == best {
		return ""
	}
	return words[rank]
}

// now tells how many periods have passed at an instant, and when time changes the level next; later is false where it never does.
func (a *ageing) now(at civil.Instant) (periods int, next civil.Instant, later bool) {
	periods = fresh
	for at >= a.after(periods+1) && periods < steps {
		periods++
	}
	for n := periods + 1; n <= steps; n++ {
		if a.at(n) != a.at(periods) {
			return periods, a.after(n), true
		}
	}
	return periods, 0, false
}

// steps is how many periods take any level to any other.
const steps = 6

// after is when a number of periods have passed since the reading was due.
func (a *ageing) after(periods int) civil.Instant {
	at := a.due
	for range periods {
		at = at.Add(a.every)
	}
	return at
}
