package knowledge

import (
	"regexp"
	"slices"
	"strconv"

	"cordon/internal/civil"
	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

var (
	numberForm = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,9})?$`)
	answerForm = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
)

func (l *linter) indicators() {
	for i := range l.b.Indicators {
		l.indicator(&l.b.Indicators[i])
		for j := range i {
			l.oneDecides(&l.b.Indicators[i], &l.b.Indicators[j])
		}
	}
}

// oneDecides checks that no element has two indicators whose readings decide about one thing: what held would hang on which came last.
func (l *linter) oneDecides(a, b *Indicator) {
	if a.Status == Withdrawn || b.Status == Withdrawn || a.Target.Op != Is || b.Target.Op != Is ||
		a.Target.Trust != b.Target.Trust || a.Target.Impact != b.Target.Impact || a.Target.Control != b.Target.Control {
		return
	}
	for _, k := range a.Target.Kinds {
		for _, o := range b.Target.Kinds {
			if l.ix.Meets(k, o) {
				l.ds.Add(a.Target.At, diag.EntryDuplicate, "let one of them only lower or only raise", "%s and %s both decide about %q at one element", a.ID, b.ID, a.Target.What())
				return
			}
		}
	}
}

// indicator checks that an indicator asks for one thing, that its target can have what it changes, that its steps leave no reading out and go in
// one direction, and that it says how it ages.
func (l *linter) indicator(i *Indicator) {
	if (i.Asks == "") == (i.Measures == "") {
		l.ds.Add(i.At, diag.EntryProse, "write asks for a question, measures for a measurement", "%s has to ask or to measure, and not both", i.ID)
	}
	l.target(i)
	l.steps(i)
	l.decay(i)
}

func (l *linter) target(i *Indicator) {
	t := &i.Target
	var on []string
	set := 0
	if t.Trust != "" {
		set++
		if refer(l, t.At, "trust attribute", t.Trust, l.ix.Trust) {
			on = l.ix.Trust[t.Trust].On
		}
	}
	if t.Impact != "" {
		set++
		if refer(l, t.At, "consequence", t.Impact, l.ix.Consequences) {
			on = l.ix.Consequences[t.Impact].On
		}
	}
	if t.Control != "" {
		set++
		if refer(l, t.At, "control", t.Control, l.ix.Controls) {
			on = l.ix.Controls[t.Control].On
		}
	}
	if set != 1 {
		l.ds.Add(t.At, diag.EntryPattern, "name one of trust, impact and control", "%s has %d things to change", i.ID, set)
	}
	for k, kind := range t.Kinds {
		switch {
		case !refer(l, t.At, "kind", kind, l.ix.Kinds):
		case l.ix.BlockOf(kind) == "":
			l.ds.Add(t.At, diag.EntryReference, "name kinds of which a model has elements", "no model names an element of kind %q, so nothing can be read of it", kind)
		case slices.ContainsFunc(slices.Delete(slices.Clone(t.Kinds), k, k+1), func(o string) bool { return l.ix.Is(kind, o) }):
			l.ds.Add(t.At, diag.EntryReference, "leave it out", "kind %q is among the others already", kind)
		case on != nil && !l.ix.IsAny(kind, on):
			l.ds.Add(t.At, diag.EntryReference, "", "%q does not apply to kind %q", t.What(), kind)
		}
	}
}

// steps checks that each possible reading falls into one step. Below in all steps but the last, and the last beginning where they end, leave
// neither gap nor overlap.
func (l *linter) steps(i *Indicator) {
	if len(i.Steps) < 2 {
		l.ds.Add(i.At, diag.EntryPattern, "an indicator with one step says nothing", "%s has %d steps, and needs two", i.ID, len(i.Steps))
	}
	if i.Unit == "" {
		l.answers(i)
	} else {
		l.thresholds(i)
	}
	l.monotone(i)
}

func (l *linter) answers(i *Indicator) {
	if i.Least != "" || i.Most != "" {
		l.ds.Add(i.At, diag.EntryPattern, "give a unit, or leave least and most out", "%s has bounds and no unit", i.ID)
	}
	seen := map[string]bool{}
	for k := range i.Steps {
		s := &i.Steps[k]
		switch {
		case s.Below != "" || s.From != "" || s.Example != "":
			l.ds.Add(s.At, diag.EntryPattern, "give the indicator a unit, or the step an answer", "%s has no unit, so its steps are answers alone", i.ID)
		case !answerForm.MatchString(s.Answer):
			l.ds.Add(s.At, diag.EntryPattern, "use small letters, digits and single hyphens", "%s: %q is no word to answer with", i.ID, s.Answer)
		case seen[s.Answer]:
			l.ds.Add(s.At, diag.EntryPattern, "keep one", "%s has the answer %q twice", i.ID, s.Answer)
		}
		seen[s.Answer] = true
	}
}

func (l *linter) thresholds(i *Indicator) {
	ok := true
	number := func(at diag.Pos, what, text string) float64 {
		n, _ := strconv.ParseFloat(text, 64)
		if !numberForm.MatchString(text) {
			l.ds.Add(at, diag.EntryPattern, "write a number such as 30 or 0.5", "%s: %s is %q", i.ID, what, text)
			ok = false
		}
		return n
	}
	for what, text := range map[string]string{"least": i.Least, "most": i.Most} {
		if text != "" {
			number(i.At, what, text)
		}
	}
	last, most, bounded := i.Bounds()
	if bounded && last >= most {
		l.ds.Add(i.At, diag.EntryPattern, "", "%s has no number between its least and its most", i.ID)
	}
	for k := range i.Steps {
		s := &i.Steps[k]
		switch final := k == len(i.Steps)-1; {
		case s.Answer != "":
			l.ds.Add(s.At, diag.EntryPattern, "an answer has no unit", "%s is in %s and has the answer %q", i.ID, i.Unit, s.Answer)
			ok = false
		case !final && (s.Below == "" || s.From != ""), final && (s.From == "" || s.Below != ""):
			l.ds.Add(s.At, diag.EntryPattern, "each step but the last has below, and the last has from", "%s leaves readings out, or has them twice", i.ID)
			ok = false
		case final:
			if from := number(s.At, "from", s.From); k > 0 && from != last {
				l.ds.Add(s.At, diag.EntryPattern, "begin where the step before ends", "%s: the last step begins at %s, and the one before ends at %s", i.ID, s.From, i.Steps[k-1].Below)
				ok = false
			}
		default:
			below := number(s.At, "below", s.Below)
			if below <= last || bounded && below > most {
				l.ds.Add(s.At, diag.EntryPattern, "thresholds rise, within what a reading can be", "%s: no reading is in the step below %s", i.ID, s.Below)
				ok = false
			}
			last = below
		}
	}
	for k := range i.Steps {
		s := &i.Steps[k]
		if got, problem, _ := i.Step(s.Example); ok && got != s {
			l.ds.Add(s.At, diag.EntryExample, "give a number of this step as example", "%s: the example %q is not in the step %s%s", i.ID, s.Example, i.Range(k), reason(problem))
		}
	}
}

func reason(problem string) string {
	if problem == "" {
		return ""
	}
	return ": " + problem
}

// monotone checks that levels go in one direction with the readings, and that something changes.
func (l *linter) monotone(i *Indicator) {
	words := i.Target.Levels()
	best := len(words) - 1
	if i.Target.HigherIsWorse() {
		best = 0
	}
	rises, falls := false, false
	for k := range i.Steps {
		s := &i.Steps[k]
		switch {
		case s.Level == "" && i.Target.Op == Is:
			l.ds.Add(s.At, diag.EntryPattern, "give a level, or let op be at-most", "%s: what the reading is decides, and the step %s decides nothing", i.ID, i.Range(k))
		case s.Level != "" && !slices.Contains(words, s.Level):
			l.ds.Add(s.At, diag.EntryPattern, yamltext.Suggest(s.Level, words), "%s: there is no level %q", i.ID, s.Level)
		}
		if k > 0 {
			before, now := rank(words, i.Steps[k-1].Level, best), rank(words, s.Level, best)
			rises, falls = rises || now > before, falls || now < before
		}
	}
	switch {
	case rises && falls:
		l.ds.Add(i.At, diag.EntryPattern, "order the steps so that levels only rise or only fall", "the levels of %s rise and fall", i.ID)
	case !rises && !falls:
		l.ds.Add(i.At, diag.EntryPattern, "", "all steps of %s have the same level", i.ID)
	}
}

func rank(words []string, level string, absent int) int {
	if r := slices.Index(words, level); r >= 0 {
		return r
	}
	return absent
}

func (l *linter) decay(i *Indicator) {
	d := &i.Decay
	for what, text := range map[string]string{"refresh": i.Refresh, "every": d.Every} {
		if text == "" {
			continue
		}
		if _, err := civil.ParsePeriod(text); err != nil {
			l.ds.Add(i.At, diag.EntryPattern, "", "%s: %s: %s", i.ID, what, err)
		}
	}
	if (d.Towards == "") != (d.Every == "") {
		l.ds.Add(i.At, diag.EntryPattern, "give towards and every, or neither", "%s says half of how it ages", i.ID)
	}
	if words := i.Target.Levels(); d.Towards != "" && !slices.Contains(words, d.Towards) {
		l.ds.Add(i.At, diag.EntryPattern, yamltext.Suggest(d.Towards, words), "%s: there is no level %q to age towards", i.ID, d.Towards)
	}
}
