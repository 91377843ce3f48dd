package indicators

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"cordon/internal/civil"
	"cordon/internal/diag"
	"cordon/internal/knowledge"
	"cordon/internal/yamltext"
)

// Result is what readings come to at a point in time.
type Result struct {
	Effects []Effect `json:"effects"` // what changes, by element and indicator
	Without []Effect `json:"without"` // readings that count and change nothing
	Later   int      `json:"later"`   // readings after that time, which do not count yet
	Refused int      `json:"refused"` // readings that cannot count; the diagnostics say why
}

// Overdue lists what should have been read again, the longest overdue first.
func (r *Result) Overdue() []Effect {
	var out []Effect
	for _, e := range slices.Concat(r.Effects, r.Without) {
		if e.Aged {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b Effect) int { return cmp.Compare(a.Due, b.Due) })
	return out
}

// Evaluate says what readings change at a point in time. The newest reading of an indicator at an element counts, of two at one time the later in
// the list. Readings that cannot count are reported in ds, each at its place, and the others count.
func Evaluate(ix *knowledge.Index, elements []Element, readings []Reading, at civil.Instant, ds *diag.List) *Result {
	e := evaluation{ix: ix, kinds: make(map[string]string, len(elements)), at: at, ds: ds, newest: map[about]read{}, near: map[string]string{}}
	for _, x := range elements {
		e.kinds[x.ID] = x.Kind
	}
	r := &Result{Effects: []Effect{}, Without: []Effect{}}
	for i := range readings {
		switch when, ok := e.take(&readings[i]); {
		case !ok:
			r.Refused++
		case when > at:
			r.Later++
		}
	}
	for _, k := range slices.SortedFunc(maps.Keys(e.newest), compareAbout) {
		x := e.effect(e.newest[k])
		if x.Level == "" {
			r.Without = append(r.Without, x)
		} else {
			r.Effects = append(r.Effects, x)
		}
	}
	return r
}

type evaluation struct {
	ix     *knowledge.Index
	kinds  map[string]string // of elements
	at     civil.Instant
	ds     *diag.List
	newest map[about]read
	near   map[string]string // hints for names that nothing has: a feed repeats them
}

// about is what a reading is about.
type about struct{ element, indicator string }

func compareAbout(a, b about) int {
	return cmp.Or(cmp.Compare(a.element, b.element), cmp.Compare(a.indicator, b.indicator))
}

// read is a reading that was understood.
type read struct {
	*Reading
	indicator *knowledge.Indicator
	step      *knowledge.IndicatorStep
	when      civil.Instant
}

// take understands a reading, and keeps it where it is the newest.
func (e *evaluation) take(r *Reading) (when civil.Instant, ok bool) {
	when, err := civil.Parse(r.When)
	if err != nil {
		e.ds.Add(r.At, diag.ReadingTime, "", "%s", err)
	}
	i := e.ix.Indicators[r.Indicator]
	kind, known := e.kinds[r.Element]
	if !known {
		e.ds.Add(r.At, diag.ReadingElement, suggest(e, r.Element, e.kinds), "the description has no element %q", r.Element)
	}
	if i == nil {
		e.ds.Add(r.At, diag.ReadingIndicator, suggest(e, r.Indicator, e.ix.Indicators), "there is no indicator %q", r.Indicator)
		return when, false
	}
	if i.Status == knowledge.Withdrawn {
		e.ds.Add(r.At, diag.ReadingIndicator, i.ReplacedBy, "indicator %s is withdrawn", i.ID)
		return when, false
	}
	fits := known && e.ix.IsAny(kind, i.Target.Kinds)
	if known && !fits {
		e.ds.Add(r.At, diag.ReadingElement, fmt.Sprintf("%s is read of %s", i.ID, listed(i.Target.Kinds)), "%s is of kind %s, of which %s is not read", r.Element, kind, i.ID)
	}
	step, problem, hint := i.Step(r.Value)
	if problem != "" {
		e.ds.Add(r.At, diag.ReadingValue, hint, "%s", problem)
	}
	if err != nil || !fits || step == nil {
		return when, false
	}
	key := about{r.Element, r.Indicator}
	if last, had := e.newest[key]; when <= e.at && (!had || when >= last.when) {
		e.newest[key] = read{r, i, step, when}
	}
	return when, true
}

// suggest names what is nearest to a name.
func suggest[T any](e *evaluation, name string, among map[string]T) string {
	hint, ok := e.near[name]
	if !ok {
		hint = yamltext.Suggest(name, slices.Sorted(maps.Keys(among)))
		e.near[name] = hint
	}
	return hint
}

func listed(kinds []string) string {
	out := ""
	for i, k := range kinds {
		switch {
		case i > 0 && i == len(kinds)-1:
			out += " and "
		case i > 0:
			out += ", "
		}
		out += k
	}
	return out
}

// effect is what a reading changes at the time of the evaluation.
func (e *evaluation) effect(r read) Effect {
	t := r.indicator.Target
	a := ageing{indicator: r.indicator, level: r.step.Level, due: r.when}
	if t.Trust != "" {
		a.assumed = string(e.ix.Assumed(t.Trust, e.kinds[r.Element]))
	}
	if p, err := civil.ParsePeriod(r.indicator.Refresh); err == nil { // the lint has made sure that it is one
		a.due = r.when.Add(p)
	}
	if p, err := civil.ParsePeriod(r.indicator.Decay.Every); err == nil {
		a.every = p
	}
	periods, next, later := a.now(e.at)
	x := Effect{
		Element: r.Element, Trust: t.Trust, Impact: t.Impact, Control: t.Control, Op: t.Op, Level: a.at(periods),
		Indicator: r.Reading.Indicator, Value: r.Value, By: r.By, Source: r.Source, Since: r.when.String(), Due: a.due.String(), Aged: periods != fresh, At: r.At,
		Because: r.indicator.Title + ": " + r.Value + unit(r) + ". " + r.step.Means,
	}
	if x.Level != r.step.Level {
		x.Because += " The reading is old: " + r.indicator.Decay.Because
	}
	if later {
		x.Until = next.String()
	}
	return x
}

// unit is the unit of a reading where its value does not say it.
func unit(r read) string {
	if r.indicator.Unit == "" || r.indicator.Unit == "count" || r.indicator.Unit == "score" || slices.ContainsFunc([]rune(r.Value), func(c rune) bool { return c == '%' || c >= 'a' && c <= 'z' }) {
		return ""
	}
	return " " + string(r.indicator.Unit)
}
