package weigh

import (
	"fmt"
	"slices"
	"strings"

	"cordon/internal/civil"
	"cordon/internal/knowledge"
	"cordon/internal/postmarket/record"
)

// age adds what time alone takes away, by the rules of the knowledge base: after the end of support of an element, of the release in use or by
// a stated lifetime; since the release in use came out or was installed; and after the end of algorithms, keys and certificates.
func (s *System) age(st *State, r *record.Record) {
	rules := s.Index.Base.Ageing.Rules
	for i := range rules {
		rule := &rules[i]
		for _, e := range s.ends(rule.Since, r, st.At) {
			steps := rule.Steps(e.at, st.At)
			if steps == 0 {
				continue
			}
			because := fmt.Sprintf("%s, %s %s. %s", e.says, e.verb, e.at.Day(), rule.Because)
			if e.control != "" {
				level := max(5-steps, rule.To.Rank())
				st.Context = append(st.Context, Change{Element: e.element, Control: e.control, Op: knowledge.AtMost, Level: uint8(level), From: rule.ID, Since: e.at, Because: because})
				continue
			}
			s.fall(st, rule, e.element, steps, because)
		}
	}
}

// fall lowers trust at an element, where it has that trust and is of a kind that the rule is about.
func (s *System) fall(st *State, rule *knowledge.AgeingRule, element string, steps int, because string) {
	level, there := s.Assumed(element, rule.Trust)
	kind := s.kindOf(element)
	if !there || !slices.ContainsFunc(rule.On, func(k string) bool { return s.Index.Is(kind, k) }) {
		return
	}
	now := max(int(level)-steps, rule.To.Rank())
	if now < int(level) {
		st.Context = append(st.Context, atMost(element, rule.Trust, uint8(now), rule.ID, because))
	}
}

// end is something that ended, or began, and the element or control that it weakens.
type end struct {
	element, control string
	at               civil.Instant
	says, verb       string
}

// day after the last day of something.
func after(day string) (civil.Instant, bool) {
	if len(day) == len("2026-11") { // a month: after its last day
		at, err := civil.Parse(day + "-01")
		return at.AddMonths(1), err == nil
	}
	at, err := civil.Parse(day)
	return at + civil.Day, err == nil
}

func (s *System) ends(since knowledge.AgeingSince, r *record.Record, at civil.Instant) []end {
	var out []end
	switch since {
	case knowledge.SupportEnd:
		for _, a := range s.Model.Assets {
			if day, ok := after(string(a.Value.Until)); ok {
				out = append(out, end{a.ID, "", day, "no more updates of " + s.Title(a.ID), "since"})
			}
			if _, _, bill := r.InUse(a.ID, a.Value.Release, at); bill != nil {
				if day, ok := after(bill.Until.Text); ok {
					out = append(out, end{a.ID, "", day, "no more updates of release " + bill.Release + " of " + s.Title(a.ID), "since"})
				}
			}
		}
	case knowledge.SinceRelease:
		for _, a := range s.Model.Assets {
			_, installed, bill := r.InUse(a.ID, a.Value.Release, at)
			if bill == nil {
				continue
			}
			if day, err := civil.Parse(bill.Released.Text); err == nil || installed > 0 {
				if err != nil {
					day = installed
				}
				for _, e := range s.inside(a.ID, r) {
					out = append(out, end{e, "", day, "release " + bill.Release + " of " + s.Title(a.ID), "out since"})
				}
			}
		}
	}
	of := map[knowledge.AgeingSince]record.Lasting{knowledge.SupportEnd: record.Support, knowledge.AlgorithmEnd: record.Algorithm, knowledge.KeyEnd: record.Key, knowledge.CertificateEnd: record.Certificate}[since]
	for _, l := range r.Lifetimes {
		if day, ok := after(l.Until.Text); ok && l.What == of {
			out = append(out, end{l.Of.Text, l.Control.Text, day, l.Says + " (" + l.Source + ")", "not to be relied on since"})
		}
	}
	return out
}

// inside is an element with the assets inside it that have no bill of their own.
func (s *System) inside(element string, r *record.Record) []string {
	out := []string{element}
	for _, a := range s.Model.Assets {
		own := func(e record.InventoryEntry) bool { // a bill of the asset, or of something between the two
			return strings.HasPrefix(e.Of.Text, element+"/") && strings.HasPrefix(a.ID+"/", e.Of.Text+"/")
		}
		if strings.HasPrefix(a.ID, element+"/") && !slices.ContainsFunc(r.Inventory, own) {
			out = append(out, a.ID)
		}
	}
	return out
}
