package dossier

import (
	"fmt"
	"slices"
	"strings"

	"cordon/internal/report/document"
	"cordon/internal/report/document/wording"
)

// priorities say what each priority of a vulnerability means.
var priorities = []string{
	"1: a harm is unacceptable with it", "2: a harm that has to be reduced gets likelier", "3: an acceptable harm gets likelier", "4: no harm gets likelier",
	"5: nothing gets likelier than was assumed",
}

// ages are the classes of age, by the most days.
var ages = []struct {
	most int
	says string
}{{30, "up to 30 days"}, {90, "31 to 90 days"}, {365, "91 to 365 days"}, {1 << 30, "over 365 days"}}

// period names the period of the figures.
func (w *writer) period() string { return w.After.From + " to " + w.After.To }

// releases lists which releases are in use.
func (w *writer) releases() {
	a := w.After
	w.definitions([]string{w.template}, wording.Definition("Period", w.period()), wording.Definition("First entry of the record", a.Began))
	t := w.table("releases-in-use", "Releases in use on "+a.To, "Id", "Element", "Release", "Released", "In use since", "Bill of materials", "Supported until")
	for _, r := range a.Releases {
		if r.Bill == "" {
			w.open("The record has no bill of materials of the release in use", r.Of)
		}
		if r.Until == "" {
			w.open("The end of support of the release in use is not recorded", r.Of)
		}
		if r.Since == "" {
			w.open("It is not recorded since when the release is in use", r.Of)
		}
		t.row([]string{r.Of}, r.Of, w.names.Of(r.Of), wording.Or(r.Release), wording.Or(r.Released), wording.Or(r.Since), wording.Or(r.Bill), wording.Or(r.Until))
	}
	t.end("No bill of materials is on record.")
	w.open("Number of devices and patients by release and level of patches")
}

// watched says when which bills of materials were searched.
func (w *writer) watched() {
	a := w.After
	if a.Looked == "" {
		w.open("Nobody has looked for vulnerabilities in the bills of materials on record")
		return
	}
	var bills []string
	for _, r := range a.Releases {
		if r.Bill != "" {
			bills = append(bills, r.Bill)
		}
	}
	w.definitions([]string{w.template}, wording.Definition("Last search for vulnerabilities", a.Looked),
		wording.Definition("Digest of the advisories that were searched, SHA-256", a.Index), wording.Definition("Bills of materials of releases in use", wording.List(bills)))
	w.open("Sources of advisories, with the interval in which each is read")
}

// looked notes that nobody has looked, in which case no number says anything.
func (w *writer) looked() bool {
	if w.After.Looked == "" {
		w.text("Nobody has looked for vulnerabilities yet, so their number is unknown.", w.template)
		w.open("Nobody has looked for vulnerabilities in the bills of materials on record")
		return false
	}
	return true
}

// inDays is a number of days with its unit.
func inDays(n int) string {
	if n == 1 {
		return "1 day"
	}
	return fmt.Sprintf("%d days", n)
}

// decision says what was decided on a vulnerability.
func decision(v *Vulnerability) string {
	switch {
	case v.Stale:
		return "to be decided anew"
	case v.Status == "":
		return "undecided"
	}
	s := strings.ReplaceAll(v.Status, "_", " ")
	if d := v.Decision; d != nil {
		s += "\n" + d.Who + ", " + d.Role + ", " + d.When
	}
	return s
}

// vulnerabilities lists those of releases in use at the end of the period.
func (w *writer) vulnerabilities() {
	if !w.looked() {
		return
	}
	t := w.table("vulnerabilities", "Vulnerabilities in releases in use on "+w.After.To, "Vulnerability", "In", "Priority", "What it does to patients", "Known since", "Decision", "FDA, 2016")
	t.shares(4, 5, 2, 6, 3, 4, 3)
	for i := range w.After.Vulnerabilities {
		v := &w.After.Vulnerabilities[i]
		if v.Gone != "" {
			continue
		}
		switch {
		case v.Stale:
			w.open("Something has changed that a decision about a vulnerability rested on: decide anew", v.Element)
		case v.Status == "":
			w.open("Nobody has decided on a vulnerability", v.Element)
		}
		name := v.Name
		if len(v.Exploited) > 0 {
			name += "\nexploited: " + wording.List(v.Exploited)
		}
		in := w.names.Of(v.Element) + "\n" + w.names.Of(v.Of) + ", release " + wording.Or(v.Release) + "\n" + strings.Join(v.Components, "\n")
		t.row([]string{v.Element}, name, in, fmt.Sprint(v.Priority), upper(v.Because), v.Known+"\n"+inDays(v.Age), decision(v), wording.Words(v.Risk))
	}
	t.end("No vulnerability is known in a release in use. Last search: " + w.After.Looked + ".")
}

// vulnerabilityCounts counts vulnerabilities by decision, and the open ones by priority and age.
func (w *writer) vulnerabilityCounts() {
	if !w.looked() {
		return
	}
	w.countTable("vulnerability-counts", "Vulnerabilities, "+w.period(), []string{"This period"}, w.After.Now)
	heads := []string{"Priority"}
	for _, a := range ages {
		heads = append(heads, a.says)
	}
	t := w.table("open-by-age", "Open vulnerabilities by priority and age on "+w.After.To+" (number)", append(heads, "All")...)
	for p, says := range priorities {
		by := make([]int, len(ages)+1)
		for i := range w.After.Vulnerabilities {
			v := &w.After.Vulnerabilities[i]
			if !v.Open() || v.Priority != p+1 {
				continue
			}
			for a := range ages {
				if v.Age <= ages[a].most {
					by[a]++
					break
				}
			}
			by[len(ages)]++
		}
		t.row(nil, says)
		t.numbers(by...)
	}
	t.end("")
}

// countTable sets counts beside each other.
func (w *writer) countTable(id, caption string, heads []string, counts ...Count) {
	t := w.table(id, caption+" (number)", append([]string{"Vulnerabilities"}, heads...)...)
	for _, x := range []struct {
		says string
		of   func(Count) int
	}{
		{"became known", func(c Count) int { return c.Found }},
		{"are in no release in use any more", func(c Count) int { return c.Gone }},
		{"at the end in releases in use", func(c Count) int { return c.NotAffected + c.Fixed + c.Affected + c.Investigated + c.Undecided }},
		{"of these assessed, with a decision that stands", func(c Count) int { return c.NotAffected + c.Fixed + c.Affected + c.Investigated }},
		{"of these not affecting the product", func(c Count) int { return c.NotAffected }},
		{"of these fixed", func(c Count) int { return c.Fixed }},
		{"of these affecting the product", func(c Count) int { return c.Affected }},
		{"of these under investigation", func(c Count) int { return c.Investigated }},
		{"of these without a decision that stands", func(c Count) int { return c.Undecided }},
		{"open at the end", func(c Count) int { return c.Affected + c.Investigated + c.Undecided }},
	} {
		var row []int
		for _, c := range counts {
			row = append(row, x.of(c))
		}
		t.row(nil, x.says)
		t.numbers(row...)
	}
	t.end("")
}

// uncontrolled lists the vulnerabilities of uncontrolled risk that a release in use had in the period.
func (w *writer) uncontrolled() {
	if w.After.Looked == "" {
		return
	}
	t := w.table("uncontrolled", "Vulnerabilities of uncontrolled risk in the period (guidance of the FDA, 2016)", "Vulnerability", "In", "Why", "Time line")
	t.shares(3, 3, 6, 6)
	for i := range w.After.Vulnerabilities {
		v := &w.After.Vulnerabilities[i]
		if v.Risk != "uncontrolled" || v.Gone != "" && !v.GoneHere {
			continue
		}
		var line []string
		for _, m := range v.Line {
			line = append(line, m.Day+": "+m.Says)
		}
		t.row([]string{v.Element}, v.Name, w.names.Of(v.Element), strings.Join(v.RiskBecause, "\n"), strings.Join(line, "\n"))
	}
	t.end("No vulnerability of uncontrolled risk was in a release in use in the period.")
}

// events lists what happened in the period.
func (w *writer) events() {
	t := w.table("events", "Events, incidents and measures, "+w.period(), "Id", "Day", "Sort", "What happened", "About", "Says who", "Decided by")
	t.shares(3, 2, 3, 6, 3, 3, 4)
	serious := 0
	for _, e := range w.After.Events {
		says := e.Title
		if e.Until != "" {
			says += "\nuntil " + e.Until
		}
		if e.Waits != "" {
			says += "\ndoes not count yet: " + e.Waits
			w.open("An event changes nothing until people decide on it: " + e.Title)
		}
		if e.Kind == "incident" {
			serious++
		}
		t.row(e.About, e.ID, e.Day, wording.Words(e.Kind), says, w.each(e.About), e.From, wording.List(e.Deciders))
	}
	t.end("No event is on record in the period.")
	w.text(fmt.Sprintf("Incidents on record in the period: %d.", serious), w.template)
	w.open("Which incidents were serious, field safety corrective actions, and advisories issued")
}

// riskOverTime sets the harms at the beginning and at the end against each other.
func (w *writer) riskOverTime() {
	a := w.After
	t := w.table("risk-over-time", "Harms at the beginning and at the end of the period", "Id", "Harm", "On "+a.From, "On "+a.To, "Difference")
	for i := range a.Last {
		first, last := &a.First[i], &a.Last[i]
		diff := "none"
		switch {
		case last.Rank == first.Rank:
		case last.Rank.Acceptability > first.Rank.Acceptability || last.Rank.Acceptability == first.Rank.Acceptability && last.Rank.Likelihood > first.Rank.Likelihood:
			diff = "worse"
		default:
			diff = "better"
		}
		t.row([]string{last.ID}, last.ID, last.Title, verdict(first.Acceptability, first.Likelihood), verdict(last.Acceptability, last.Likelihood), diff)
	}
	t.end("No harm is described.")
	if a.Picture == "" {
		return
	}
	w.add(document.Block{Figure: &document.Figure{ID: w.id("risk-picture"), Caption: "Verdict on each harm over the period, with what changed it", Alt: a.PictureSays, SVG: a.Picture}}, []string{w.Model.System.ID.Text})
}

// verdict is the judgement of a harm.
func verdict(acceptability, likelihood string) string {
	return wording.Words(acceptability) + "\nlikelihood " + wording.Words(likelihood)
}

// trend sets the period against the one before.
func (w *writer) trend() {
	if !w.looked() {
		return
	}
	a := w.After
	if !a.BeforeRecorded {
		w.open("The period before lies not wholly in the record, which begins on " + wording.Or(a.Began) + ": figures of the last report")
		w.measures([]string{"This period"}, a.Now)
		return
	}
	w.countTable("trend", "Vulnerabilities, this period against one as long before it", []string{"This period", "Period before"}, a.Now, a.Before)
	w.measures([]string{"This period", "Period before"}, a.Now, a.Before)
}

// measures are the three figures of the vulnerability plan.
func (w *writer) measures(heads []string, counts ...Count) {
	t := w.table("measures", "Measures of vulnerability management", append([]string{"Measure", "Unit"}, heads...)...)
	share, days, deployed := []string{"Known vulnerabilities that are in no release in use any more, or decided as fixed", "percent"}, []string{"From known to in no release in use any more, median", "days"}, []string{"From fix to all devices, median", "days"}
	for _, c := range counts {
		done, all := c.Gone+c.Fixed, c.Gone+c.NotAffected+c.Fixed+c.Affected+c.Investigated+c.Undecided
		s, d := "none known", "none removed"
		if all > 0 {
			s = fmt.Sprintf("%d (%d of %d)", (200*done+all)/(2*all), done, all)
		}
		if c.Days >= 0 {
			d = fmt.Sprint(c.Days)
			if c.Days == 0 {
				d = "less than 1"
			}
		}
		share, days, deployed = append(share, s), append(days, d), append(deployed, wording.Open)
	}
	t.row(nil, share...)
	t.row(nil, days...)
	t.row(nil, deployed...)
	t.end("")
	w.open("Time from a fix to the last device: it comes from the register of devices")
}

// endings lists what ends when.
func (w *writer) endings() {
	t := w.table("endings", "What can be relied on until when", "Id", "Element", "What", "Until", "Source")
	for _, e := range w.After.Endings {
		until := wording.Or(e.Until)
		switch {
		case e.Until == "":
			w.open("It is not recorded when this ends: "+e.Says, e.Of)
		case e.Until <= w.After.To:
			until += "\nis over"
			w.open("This has ended, and the element is still in use: "+e.Says, e.Of)
		}
		t.row([]string{e.Of}, e.Of, w.names.Of(e.Of), upper(e.Says), until, e.Source)
	}
	t.end("No end of support and no lifetime is on record.")
}

// forecast says when each harm gets worse if nothing is done.
func (w *writer) forecast() {
	a := w.After
	t := w.table("forecast", "When the judgement of a harm changes if nothing is done, until "+a.Horizon, "Id", "Harm", "On", "Verdict and likelihood", "Because")
	t.shares(3, 5, 3, 4, 8)
	for _, o := range a.Forecast {
		t.row([]string{o.Harm}, o.Harm, w.names.Of(o.Harm), a.To, verdict(o.Verdict, o.Likelihood), "as it is today")
		for _, x := range o.Turns {
			t.row([]string{o.Harm}, o.Harm, w.names.Of(o.Harm), x.Day, verdict(x.Verdict, x.Likelihood), strings.Join(x.Because, "\n"))
		}
	}
	t.end("No harm is described.")
}

// plainVerdicts are the words of the table of acceptability as a sentence goes on with them.
var plainVerdicts = map[string]string{"acceptable": "acceptable", "reduce": "to be reduced further", "unacceptable": "not acceptable"}

// forecastPlain says the same to those who have the product in use.
func (w *writer) forecastPlain() {
	judged := func(verdict, likelihood string) string {
		return plainVerdicts[verdict] + ", likelihood " + wording.Words(likelihood)
	}
	var list []document.Definition
	var from, same []string
	for _, o := range w.After.Forecast {
		if len(o.Turns) == 0 {
			same = append(same, o.Harm)
			continue
		}
		says := "Today: " + judged(o.Verdict, o.Likelihood) + "."
		for _, x := range o.Turns {
			says += fmt.Sprintf("\nFrom %s: %s. Reason: %s.", onDay(x.Day), judged(x.Verdict, x.Likelihood), strings.Join(x.Because, "; "))
		}
		list, from = append(list, document.Definition{Term: w.names.Of(o.Harm), Spans: document.Text(says)}), append(from, o.Harm)
	}
	if len(list) > 0 {
		w.text("These risks change if nothing is done, even if nothing new becomes known. Before each of the days, have replaced what ends or gets old, protect it from the network, or decide to accept the risk.", w.template)
		w.add(document.Block{Definitions: list}, from)
	}
	if len(same) > 0 {
		w.text("Time alone does not change until "+onDay(w.After.Horizon)+": "+apart(w.titles(same))+".", append(same, w.template)...)
	}
}

// actions lists what may be done.
func (w *writer) actions() {
	t := w.table("actions", "What may be done, by what it does for patients", "Id", "Action", "By", "Lowers", "Side effects", "Effort")
	t.shares(4, 5, 3, 6, 4, 4)
	for i := range w.After.Actions {
		a := &w.After.Actions[i]
		effort := "works within " + a.Time
		if a.Cost >= 0 {
			effort = fmt.Sprintf("cost class %d of 4, burden on care %d of 4\nworks within %s", a.Cost, a.Burden, a.Time)
		}
		effort += fmt.Sprintf("\npeople who decide: %d", a.Needs)
		var lowers []string
		for _, r := range a.Better {
			lowers = append(lowers, w.raised(r))
		}
		for _, c := range a.Closes {
			lowers = append(lowers, "closes "+c)
		}
		var worse []string
		for _, r := range a.Worse {
			worse = append(worse, w.raised(r))
		}
		t.row(nil, a.ID, a.Title, strings.Join(a.By, ", "), strings.Join(lowers, "\n"), wording.List(append(worse, a.Opens...)), effort)
	}
	t.end("No control and no release on record lowers a harm as it is on " + w.After.To + ".")
}

// raised is the change of a harm.
func (w *writer) raised(r Raised) string {
	s := w.names.Of(r.Harm) + ": likelihood " + r.Before + " to " + r.After
	if r.Was != r.Is {
		s += ", " + r.Was + " to " + r.Is
	}
	return s
}

// indicators lists those that fit the system.
func (w *writer) indicators() {
	t := w.table("indicators", "Indicators that fit the system", "Id", "Indicator", "At", "Owner", "Read every", "Last reading")
	t.shares(3, 6, 5, 3, 2, 5)
	for i := range w.Index.Base.Indicators {
		x := &w.Index.Base.Indicators[i]
		var at, readings []string
		for j := range w.Assessment.Assets {
			if a := &w.Assessment.Assets[j]; w.product.Has(a.ID) && w.Index.IsAny(a.Kind, x.Target.Kinds) {
				at = append(at, a.ID)
			}
		}
		for _, r := range w.After.Readings {
			if r.Indicator != x.ID {
				continue
			}
			if !slices.Contains(at, r.Element) {
				at = append(at, r.Element)
			}
			says := w.names.Of(r.Element) + ": " + r.Value + ", " + r.When
			if r.Overdue {
				says += ", overdue since " + r.Due
				w.open("A reading is overdue: "+x.Title, r.Element)
			}
			readings = append(readings, says)
		}
		if len(at) == 0 {
			continue
		}
		last := strings.Join(readings, "\n")
		if last == "" {
			last = "no reading yet"
		}
		t.row(at, x.ID, x.Title, w.few(at, 4), wording.Words(string(x.Owner)), x.Refresh, last)
	}
	t.end("No indicator of the knowledge base fits an element of the product.")
}
