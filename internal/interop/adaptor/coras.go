package adaptor

import (
	"fmt"
	"slices"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/jsontext"
	"cordon/internal/knowledge"
	"cordon/internal/postmarket/indicators"
)

// coras reads a diagram of CORAS whose nodes have indicators. An indicator of the type CWE is a weakness that an asset has, IN 10 is how well people
// notice deception; the list of the others is not public. Levels are only lowered.
func (r *reader) coras(v *jsontext.Value) {
	for _, node := range r.items(v, "nodes") {
		i := node.Step("indicator")
		if i == nil || i.Kind != jsontext.Object {
			continue // a node without indicator is drawing only
		}
		if is := i.Step("isindicator"); is == nil || is.Kind != jsontext.Truth || is.Text != "true" {
			continue
		}
		r.node(i)
	}
}

func (r *reader) node(i *jsontext.Value) {
	sort, value := r.text(i, "indicator_type"), r.text(i, "indicator_value")
	if sort != "CWE" && (sort != "IN" || value != "10") {
		r.add(i.At, diag.ReportUnknown, "known are CWE with a number, and IN with 10", "nothing is known of the indicator %s %s", short(sort), short(value))
		return
	}
	id := r.text(i, "ssm_asset_identifier")
	e, ok := r.one(i.At, r.known("coras_identifier", id), id != "", "coras_identifier="+short(id))
	if !ok {
		return
	}
	level, said := r.inverse(i)
	if sort == "IN" {
		if !said && r.text(i, "likelihood") == "" {
			r.add(i.At, diag.ReportForm, "", "an indicator of the type IN needs a likelihood")
		}
		if same, ok := r.translate(i.At, table().Trust, "trust attribute", "Astuteness", e); ok && said {
			r.effect(i.At, indicators.Effect{Element: e.ID, Trust: same, Op: knowledge.AtMost, Level: level, Because: "indicator IN 10 in a report of CORAS: likelihood " + likelihood(level)})
		}
		return
	}
	r.weakness(i, e, "CWE-"+strings.TrimPrefix(value, "CWE-"), level, said)
}

// weakness lowers what a weakness takes away. The level is the inverse of the likelihood that the analyst gave; without one it is that of the
// knowledge base, where an access vector and that no log-in is needed count.
func (r *reader) weakness(i *jsontext.Value, e Element, cwe, level string, said bool) {
	metrics := map[string]string{}
	if r.text(i, "accessVector") != "" {
		metrics["AV"] = "N"
	}
	if a := i.Step("authentication"); a == nil || a.Text != "true" {
		metrics["PR"] = "N"
	}
	lost := r.system.Index.Losses([]string{cwe}, metrics)
	switch {
	case len(lost.Unknown) > 0:
		r.add(i.At, diag.ReportUnknown, "name one of the CWE catalogue", "nothing is known of the weakness %s", short(cwe))
		return
	case len(lost.Kept) > 0:
		r.add(i.At, diag.ReportUnknown, lost.Kept[0].Because, "the weakness %s takes no trust away", short(cwe))
		return
	}
	some := false
	for _, l := range lost.Lost {
		t := r.system.Index.Trust[l.Trust]
		if t == nil || !r.system.Index.IsAny(e.Kind, t.On) {
			continue
		}
		some = true
		x := indicators.Effect{Element: e.ID, Trust: l.Trust, Op: knowledge.AtMost, Level: level, Because: fmt.Sprintf("%s in a report of CORAS: likelihood %s", cwe, likelihood(level))}
		if !said {
			x.Level, x.Because = string(l.Level), fmt.Sprintf("%s in a report of CORAS: %s", cwe, strings.Join(l.Because, " "))
		}
		r.effect(i.At, x)
	}
	if !some {
		r.add(i.At, diag.ReportUnknown, "", "what %s takes away does not exist at %s, which is of kind %s", short(cwe), e.ID, e.Kind)
	}
}

// inverse is the level of trust opposite to the likelihood of an indicator.
func (r *reader) inverse(i *jsontext.Value) (level string, said bool) {
	text := r.text(i, "likelihood")
	if text == "" {
		return "", false
	}
	words := knowledge.Frequency("").Words()
	rank := slices.Index(words, word(text, "Likelihood"))
	if rank < 0 {
		r.add(i.At, diag.ReportForm, "allowed: "+strings.Join(words, ", "), "there is no likelihood %q", short(text))
		return "", false
	}
	return knowledge.Level("").Words()[len(words)-1-rank], true
}

// likelihood is the word opposite to a level of trust.
func likelihood(level string) string {
	words := knowledge.Frequency("").Words()
	if rank := knowledge.Level(level).Rank(); rank >= 0 {
		return words[len(words)-1-rank]
	}
	return ""
}
