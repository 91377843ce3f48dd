package adaptor

import (
	"fmt"
	"slices"
	"strconv"

	"cordon/internal/civil"
	"cordon/internal/diag"
	"cordon/internal/jsontext"
	"cordon/internal/knowledge"
	"cordon/internal/postmarket/indicators"
)

// state reads a state report: items that find an asset each, and set levels of trust, impacts and controls there.
func (r *reader) state(v *jsontext.Value) {
	r.expiry(v)
	if s := v.Step("scope"); s != nil && s.Kind == jsontext.Object {
		if sort := r.text(s, "type"); sort != "all" {
			r.add(s.At, diag.ReportUnknown, "it is read as a report about the whole system", "the scope %q is not looked at", short(sort))
		}
	}
	if r.text(v, "type") == "everything" {
		r.add(v.Step("type").At, diag.ReportUnknown, "", "what the report does not list stays as it is")
	}
	for _, item := range r.items(v, "state") {
		a := item.Step("asset")
		if a == nil || a.Kind != jsontext.Object {
			r.add(item.At, diag.ReportAsset, "", "it is not said which asset is meant")
			continue
		}
		e, ok := r.asset(a)
		if !ok {
			continue
		}
		for _, t := range r.items(item, "trustworthiness") {
			r.trust(t, e)
		}
		for _, i := range r.items(item, "impacts") {
			r.impact(i, e)
		}
		for _, c := range r.items(item, "controls") {
			r.control(c, e)
		}
	}
}

// expiry reads when the report stops to count. Of several ends the last counts, as it does in the adaptor.
func (r *reader) expiry(v *jsontext.Value) {
	var last civil.Instant
	ends, forever := false, false
	for _, x := range r.items(v, "expiry") {
		var end civil.Instant
		switch sort := r.text(x, "type"); sort {
		case "newest":
			if r.out.Newest = r.text(x, "label"); r.out.Newest == "" {
				r.add(x.At, diag.ReportForm, "", "an expiry of the type newest needs a label")
			}
			forever = true
			continue
		case "period":
			n, ok := seconds(x.Step("time"))
			if !ok {
				r.add(x.At, diag.ReportForm, "", "an expiry of the type period needs a time in seconds")
				continue
			}
			end = r.came + civil.Instant(n)
		case "timestamp":
			at, err := civil.Parse(toSecond(r.text(x, "time")))
			if err != nil {
				r.add(x.At, diag.ReportForm, "", "%s", err)
				continue
			}
			end = at
		default:
			r.add(x.At, diag.ReportForm, "allowed: newest, period, timestamp", "there is no expiry of the type %q", short(sort))
			continue
		}
		ends, last = true, max(last, end)
	}
	if ends && !forever {
		r.out.Until = last.String()
	}
}

// seconds reads a number of seconds, up to a thousand years.
func seconds(v *jsontext.Value) (int64, bool) {
	if v == nil || v.Kind != jsontext.Number {
		return 0, false
	}
	n, err := strconv.ParseInt(v.Text, 10, 64)
	return n, err == nil && n > 0 && n <= 1000*366*civil.Day
}

// toSecond takes the fraction of a second out of a point in time.
func toSecond(text string) string {
	i := 0
	for i < len(text) && text[i] != '.' {
		i++
	}
	j := min(i+1, len(text))
	for j < len(text) && text[j] >= '0' && text[j] <= '9' {
		j++
	}
	text = text[:i] + text[j:]
	if len(text) == len("2026-11-26T14:30:00") {
		text += "Z" // the adaptor means UTC where no zone is said
	}
	return text
}

// op is an operator of the report.
func (r *reader) op(v *jsontext.Value) (knowledge.Operator, bool) {
	text := r.text(v, "operator")
	op, ok := map[string]knowledge.Operator{"=": knowledge.Is, ">=": knowledge.AtLeast, "<=": knowledge.AtMost}[text]
	if !ok {
		r.add(v.At, diag.ReportForm, "allowed: =, >=, <=", "there is no operator %q", short(text))
	}
	return op, ok
}

// name is what a part of an item is about: by its own name, or by that of its place at an asset.
func (r *reader) name(v *jsontext.Value, key, atAsset, prefix string) string {
	name := r.text(v, key)
	if name == "" {
		name = r.text(v, atAsset)
	}
	if name = local(name, prefix); name == "" {
		r.add(v.At, diag.ReportForm, "", "neither %s nor %s is said", key, atAsset)
	}
	return name
}

func (r *reader) trust(v *jsontext.Value, e Element) {
	name := r.name(v, "trustworthinessAttribute", "trustworthinessAttributeSet", "TWAS")
	op, ok := r.op(v)
	level := word(r.text(v, "level"), "TrustworthinessLevel")
	if knowledge.Level(level).Rank() < 0 {
		r.add(v.At, diag.ReportForm, "levels are TrustworthinessLevelVeryLow to TrustworthinessLevelSafe", "there is no level %q of trust", short(level))
		ok = false
	}
	if name == "" || !ok {
		return
	}
	if same, ok := r.translate(v.At, table().Trust, "trust attribute", name, e); ok {
		r.effect(v.At, indicators.Effect{Element: e.ID, Trust: same, Op: op, Level: level, Because: fmt.Sprintf("%s %s %s in a state report", name, op, level)})
	}
}

func (r *reader) impact(v *jsontext.Value, e Element) {
	name := r.name(v, "misbehaviour", "misbehaviourSet", "MS")
	op, ok := r.op(v)
	level := word(r.text(v, "level"), "ImpactLevel")
	switch level {
	case "negligible":
		level = "none"
	case "very": // so it stands in the list of the adaptor
		level = "very-high"
	}
	if !slices.Contains(knowledge.ImpactLevel("").Words(), level) {
		r.add(v.At, diag.ReportForm, "levels are ImpactLevelNegligible to ImpactLevelVeryHigh", "there is no level %q of impact", short(level))
		ok = false
	}
	if name == "" || !ok {
		return
	}
	x := indicators.Effect{Element: e.ID, Op: op, Level: level, Because: fmt.Sprintf("impact of %s %s %s in a state report", name, op, level)}
	if i := slices.IndexFunc(table().Harms, func(h nameRow) bool { return h.Name == name }); i >= 0 {
		r.harms(v.At, table().Harms[i], e, x)
		return
	}
	if same, ok := r.translate(v.At, table().Consequences, "misbehaviour", name, e); ok {
		x.Impact = same
		r.effect(v.At, x)
	}
}

// harms gives the impact of a misbehaviour at a person to the harms of that kind that happen to the person.
func (r *reader) harms(at int, row nameRow, person Element, x indicators.Effect) {
	found := false
	for _, h := range r.system.Elements {
		if h.To == person.ID && r.system.Index.Is(h.Kind, row.Same) {
			x.Element, x.Impact, found = h.ID, "occurs", true
			r.effect(at, x)
		}
	}
	if !found {
		r.add(at, diag.ReportUnknown, "describe the harm", "no harm of kind %s happens to %s in the description", row.Same, person.ID)
	}
}

func (r *reader) control(v *jsontext.Value, e Element) {
	name := r.name(v, "control", "controlSet", "CS")
	on := v.Step("enabled")
	if on == nil || on.Kind != jsontext.Truth {
		r.add(v.At, diag.ReportForm, "", "enabled has to be true or false")
		return
	}
	if name == "" {
		return
	}
	if same, ok := r.translate(v.At, table().Controls, "control", name, e); ok {
		state := indicators.Absent
		if on.Text == "true" {
			state = indicators.Present
		}
		r.effect(v.At, indicators.Effect{Element: e.ID, Control: same, State: state, Because: fmt.Sprintf("%s is %s in a state report", name, state)})
	}
}
