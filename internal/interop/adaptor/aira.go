package adaptor

import (
	"fmt"
	"strconv"

	"cordon/internal/civil"
	"cordon/internal/diag"
	"cordon/internal/jsontext"
	"cordon/internal/knowledge"
	"cordon/internal/postmarket/indicators"
)

// flaw is what the privacy of a model lowers here: what the model gives away it gives away by design, to whoever may ask it. The adaptor lowers the
// attributes of its domain for flaws in confidentiality that anybody can reach.
const flaw = "free-of-design-flaws"

// aira reads a privacy assessment of a model. Its aggregate, 0 to 100, becomes a level of trust, one for each twenty points. The scores of
// single attacks are not looked at.
func (r *reader) aira(v *jsontext.Value) {
	score := v.Find("/result/assessment/aggregate_score")
	n, err := strconv.ParseFloat(score.Text, 64)
	if score.Kind != jsontext.Number || err != nil || !(n >= 0 && n <= 100) {
		r.add(score.At, diag.ReportForm, "", "result.assessment.aggregate_score has to be a number from 0 to 100")
		return
	}
	if done := r.text(v, "completed_date"); done != "" {
		if at, err := civil.Parse(toSecond(done)); err != nil {
			r.add(v.Step("completed_date").At, diag.ReportForm, "", "%s", err)
		} else {
			r.came = at
		}
	}
	r.out.Newest = "aira"
	e, ok := r.one(v.At, r.models(), true, "host=ML")
	if !ok {
		return
	}
	level := knowledge.Level("").Words()[min(int(n)/20, 5)]
	r.effect(score.At, indicators.Effect{
		Element: e.ID, Trust: flaw, Op: knowledge.AtMost, Level: level, Because: fmt.Sprintf("privacy score %s of 100 in a report of AIRA", score.Text),
	})
}

// models are the elements that are meant: those with the metadata host=ML, else all models of the description.
func (r *reader) models() []Element {
	if found := r.known("host", "ML"); len(found) > 0 {
		return found
	}
	var out []Element
	for _, e := range r.system.Elements {
		if r.system.Index.Is(e.Kind, "model.ai") {
			out = append(out, e)
		}
	}
	return out
}
