package dossier

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/report/document"
	"cordon/internal/report/document/wording"
)

// step is the place of a word on a scale; -1 for a word that is not on it.
func step(scale []knowledge.LevelName, word string) int {
	return slices.IndexFunc(scale, func(l knowledge.LevelName) bool { return l.Name == word })
}

// begins lists the threats that begin chains and can happen: by risk, likelihood and id.
func (w *writer) begins() []*engine.Threat {
	return w.threatsThat(func(t *engine.Threat) bool {
		return t.Root && step(w.Index.Base.Scales.Likelihood, t.Likelihood) > 0
	})
}

// further lists the threats along chains that a control answers, or that can happen and lead to a high risk. What follows by itself
// from another threat is left out.
func (w *writer) further() []*engine.Threat {
	s := &w.Index.Base.Scales
	return w.threatsThat(func(t *engine.Threat) bool {
		answered := slices.ContainsFunc(t.Blocking, func(b engine.Blocking) bool { return b.On })
		return !t.Root && !t.Secondary && (answered || step(s.Likelihood, t.Likelihood) > 0 && step(s.Risk, t.Risk) >= actNow)
	})
}

// threatsThat lists threats by risk, likelihood and id.
func (w *writer) threatsThat(are func(*engine.Threat) bool) []*engine.Threat {
	s := &w.Index.Base.Scales
	var out []*engine.Threat
	for i := range w.Assessment.Threats {
		if t := &w.Assessment.Threats[i]; are(t) {
			out = append(out, t)
		}
	}
	slices.SortFunc(out, func(a, b *engine.Threat) int {
		return cmp.Or(cmp.Compare(step(s.Risk, b.Risk), step(s.Risk, a.Risk)), cmp.Compare(step(s.Likelihood, b.Likelihood), step(s.Likelihood, a.Likelihood)), strings.Compare(a.ID, b.ID))
	})
	return out
}

// unanswered stands where nothing stands against a threat.
const unanswered = "no control is in place or planned"

// Steps of risk from which a threat must not stay without an answer, and from which a remedy has to be found (scales of the knowledge base).
const (
	actNow       = 3
	remedyNeeded = 2
)

// threats lists what begins chains of events, with what answers it.
func (w *writer) threats() {
	t := w.table("threats", "Threats that begin chains of events", "Id", "Threat", "Category", "Likelihood", "Risk", "Answer")
	for _, x := range w.begins() {
		answer := w.answer(x)
		if answer == "" {
			answer = unanswered
			switch risk := step(w.Index.Base.Scales.Risk, x.Risk); {
			case risk >= actNow:
				w.open("No control answers a threat of high risk, and nobody has decided on it", x.ID)
			case risk >= remedyNeeded:
				w.open("No control answers a threat of medium risk, and nobody has decided on it", x.ID)
			}
		}
		t.row(append(bound(x), x.ID), x.ID, w.names.Of(x.ID), wording.Words(string(x.Category)), wording.Words(x.Likelihood), wording.Words(x.Risk), answer)
	}
	t.end("No threat that begins a chain of events was found.")
	t = w.table("threats-further", "Threats further along a chain that a control answers or that lead to a high risk", "Id", "Threat", "Category", "Likelihood", "Risk", "Answer")
	for _, x := range w.further() {
		t.row(append(bound(x), x.ID), x.ID, w.names.Of(x.ID), wording.Words(string(x.Category)), wording.Words(x.Likelihood), wording.Words(x.Risk), cmp.Or(w.answer(x), unanswered))
	}
	t.end("No threat further along a chain is answered by a control or leads to a high risk.")
	w.threatScales()
}

// nameThreats names threats by their titles. Where several have one title, that by which they differ is added: the elements that not all
// of them are found at, or else their id.
func (w *writer) nameThreats() {
	same := map[string][]*engine.Threat{}
	for i := range w.Assessment.Threats {
		t := &w.Assessment.Threats[i]
		w.names[t.ID] = t.Title
		same[t.Title] = append(same[t.Title], t)
	}
	for _, all := range same {
		if len(all) == 1 {
			continue
		}
		at := map[string]int{}
		for _, t := range all {
			for _, e := range facts(bound(t)) {
				at[e]++
			}
		}
		for _, t := range all {
			own := slices.DeleteFunc(facts(bound(t)), func(e string) bool { return at[e] == len(all) || strings.ContainsAny(e, "(,") })
			w.names[t.ID] += " (" + cmp.Or(strings.Join(w.titles(own), ", "), t.ID) + ")"
		}
	}
}

// bound are the elements that a threat is found at.
func bound(t *engine.Threat) []string {
	var out []string
	for _, b := range t.Elements {
		out = append(out, b.Elements...)
	}
	return out
}

// answer says what stands against a threat: controls, a decision, or the reason why there are none; empty where nothing does.
func (w *writer) answer(t *engine.Threat) string {
	var controls []string
	for _, b := range t.Blocking {
		if b.On {
			controls = append(controls, b.Controls...)
		}
	}
	var out []string
	if len(controls) > 0 {
		out = append(out, w.each(facts(controls)))
	}
	if d := w.decided(t.ID); d != nil {
		out = append(out, fmt.Sprintf("decided: %s (%s)", wording.Words(string(d.Choice)), d.State))
	}
	if rule := w.Index.Threats[t.Rule]; len(out) == 0 && rule != nil && rule.Unanswered != "" {
		out = append(out, rule.Unanswered)
	}
	return strings.Join(out, "; ")
}

// threatCategories counts the same threats by category and risk.
func (w *writer) threatCategories() {
	risks := w.Index.Base.Scales.Risk
	heads := []string{"Category"}
	for i := range risks {
		heads = append(heads, upper(wording.Words(risks[i].Name))+" risk")
	}
	count := map[string][]int{}
	var from []string
	for _, t := range w.begins() {
		c := string(t.Category)
		if count[c] == nil {
			count[c] = make([]int, len(risks)+1)
		}
		count[c][max(0, step(risks, t.Risk))]++
		count[c][len(risks)]++
		from = append(from, t.ID)
	}
	t := w.table("threat-categories", "Number of threats that begin chains of events, by category and risk", append(heads, "All")...)
	for _, c := range knowledge.Category("").Words() {
		if count[c] == nil {
			continue
		}
		t.row(nil, wording.Words(c))
		t.numbers(count[c]...)
	}
	t.about = from
	t.end("No threat that begins a chain of events was found.")
}

// numbers adds numbers to the last row.
func (t *table) numbers(all ...int) {
	last := len(t.t.Rows) - 1
	for _, n := range all {
		t.t.Rows[last] = append(t.t.Rows[last], document.NumberCell(float64(n)))
	}
}

// threatCoverage sets interfaces and flows of the product against the categories of threats that were found at them.
func (w *writer) threatCoverage() {
	categories := knowledge.Category("").Words()
	found := map[string]map[string]int{} // by element and category
	for i := range w.Assessment.Threats {
		t := &w.Assessment.Threats[i]
		for _, e := range facts(bound(t)) {
			if found[e] == nil {
				found[e] = map[string]int{}
			}
			found[e][string(t.Category)]++
		}
	}
	var rows []string
	for _, i := range w.Model.Interfaces {
		rows = append(rows, i.ID)
	}
	for _, f := range w.Model.Flows {
		rows = append(rows, f.ID)
	}
	rows = slices.DeleteFunc(rows, func(id string) bool { return !w.product.Has(id) })
	// A column that is all zero takes the room of the others; it is said in words. So are ids: other tables have them.
	var unseen []string
	categories = slices.DeleteFunc(categories, func(c string) bool {
		zero := !slices.ContainsFunc(rows, func(id string) bool { return found[id][c] > 0 })
		if zero {
			unseen = append(unseen, wording.Words(c))
		}
		return zero
	})
	heads := []string{"Interface or flow"}
	for _, c := range categories {
		heads = append(heads, upper(wording.Words(c)))
	}
	t := w.table("threat-coverage", "Number of threats found at interfaces and flows of the product, by category", heads...)
	for _, id := range rows {
		t.row([]string{id}, w.names.Of(id))
		var counts []int
		for _, c := range categories {
			counts = append(counts, found[id][c])
		}
		t.numbers(counts...)
		if len(found[id]) == 0 {
			w.open("No rule of the knowledge base found a threat; a person has to look", id)
		}
	}
	t.end("No interface and no flow of the product is described.")
	if len(rows) > 0 && len(unseen) > 0 {
		w.text("Categories of which no threat was found at any of them: "+wording.List(unseen)+".", w.template)
	}
	w.noProduct()
}
