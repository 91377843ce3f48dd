package clocks

import (
	"fmt"
	"strings"
	"time"

	"cordon/internal/knowledge"
)

// points fills the contents of a report from what is known.
func (r *run) points(k *knowledge.ReportingClock) []Point {
	out := make([]Point, len(k.Report.Contents))
	for i, x := range k.Report.Contents {
		out[i] = Point{x.Says, x.From, r.fill(k, x.From)}
	}
	return out
}

// fill is what the event says to a point: its own words where it has some, and what it holds otherwise.
func (r *run) fill(k *knowledge.ReportingClock, from string) string {
	if own, ok := r.e.Details.Get(from); ok {
		return strings.TrimSpace(own)
	}
	switch from {
	case "event":
		return fmt.Sprintf("%s (%s)", r.e.Title, r.e.ID)
	case "facts":
		return strings.Join(r.answers(), "\n")
	case "awareness":
		if t := r.e.anchor(knowledge.Awareness); !t.IsZero() && !t.After(r.now) {
			return t.Format(time.RFC3339)
		}
	case "previous":
		if sent := r.e.first(r.sharing(k.Follows), r.now); sent != nil {
			return strings.TrimSuffix(fmt.Sprintf("%s of %s, reference %s", sent.Clock, sent.Time, sent.Reference), ", reference ")
		}
	}
	return ""
}

// answers are the facts about the event as they were answered last, with time and person, in the order of the list of facts.
func (r *run) answers() []string {
	var out []string
	for _, f := range knowledge.EventFacts {
		a := r.known.last(f.Name, r.now)
		if f.Standing || a == nil || a.is == knowledge.IsUnknown {
			continue
		}
		s := fmt.Sprintf("- %s %s", f.Asks, a.is)
		if a.fact.Known != "" {
			s += ", known " + a.fact.Known
		}
		if a.fact.By != "" {
			s += ", by " + a.fact.By
		}
		out = append(out, s)
	}
	return out
}

// Draft writes the draft of the report for a clock as Markdown. What the event does not say is marked as open, for a person to write.
func Draft(c *Clock, now time.Time) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\nDraft of %s for %s. Nothing has been sent.\n\n", c.Report, now.UTC().Format(time.RFC3339), c.ID)
	fmt.Fprintf(&b, "- Duty: %s (%s, %s)\n- To: %s\n- Time: %s\n", c.Title, c.Regime, c.Article, c.Recipient, c.Time)
	if !c.Deadline.IsZero() {
		fmt.Fprintf(&b, "- Ends: %s (%s)\n", c.Deadline.Format(time.RFC3339), c.Zone)
	}
	fmt.Fprintf(&b, "- State: %s\n", c.State)
	for _, q := range c.Asks {
		fmt.Fprintf(&b, "- To be answered first: %s\n", q.Asks)
	}
	open := 0
	for i, p := range c.Contents {
		fmt.Fprintf(&b, "\n## %d. %s\n\n", i+1, strings.TrimSuffix(p.Says, "."))
		if p.Filled != "" {
			b.WriteString(p.Filled + "\n")
			continue
		}
		open++
		fmt.Fprintf(&b, "**OPEN**: %s\n", source(p.From))
	}
	fmt.Fprintf(&b, "\n%d of %d points are open.\n", open, len(c.Contents))
	return b.String()
}

// source says what an open point can be taken from.
func source(from string) string {
	for _, d := range knowledge.Details {
		if d.Name == from {
			return d.Says
		}
	}
	return from
}
