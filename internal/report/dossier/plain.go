package dossier

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"cordon/internal/model"
	"cordon/internal/report/document"
	"cordon/internal/report/document/wording"
	"cordon/internal/riskfile"
	"cordon/internal/safety"
)

// residualPlain tells people who use the device what can still go wrong. It names no ids and, to patients, no levels.
func (w *writer) residualPlain() {
	var list []document.Definition
	var from []string
	for _, x := range w.harms() {
		list, from = append(list, w.warning(&x)), append(from, x.Harm)
	}
	if len(list) == 0 {
		w.text("Nobody has described yet what can go wrong.", w.template)
		w.noHarm()
		return
	}
	w.text("Here you read what can go wrong, how often it may happen, and what is done then.", w.template)
	w.add(document.Block{Definitions: list}, from)
	if contact := w.contact(); contact.Spans[0].Text == wording.Open {
		w.open("Name whom people can ask, in words for people who use the device")
	} else {
		w.text("Do you have questions? Ask the maker: "+contact.Spans[0].Text, w.template)
	}
	w.notYetFit()
}

// notYetFit notes why people who use the device should not be told yet that these are the risks.
func (w *writer) notYetFit() {
	for _, x := range w.harms() {
		if d := w.decided(x.Harm); x.Planned.Acceptability == "unacceptable" && (d == nil || !d.Stands()) {
			w.open("A risk is left that is unacceptable, and no decision about it stands, so this must not be handed out yet", x.Harm)
		}
	}
	for _, c := range w.Assessment.Controls {
		if c.State == "planned" {
			w.open("The figures count on a control that is planned and not in place", c.ID)
		}
	}
}

// warning tells of one harm: what can happen, how bad that is, how often it may happen, and what is done then.
func (w *writer) warning(x *riskfile.Risk) document.Definition {
	h := w.harm(x.Harm)
	var term string
	var out []string
	if w.plain {
		term, out = w.canHappen(x, h)
		out = append(out, "How bad it is: "+w.howBad(x))
	} else {
		term, out = x.Title, w.forColleagues(x, h)
	}
	out = append(out, howOften(x.Planned.Probability))
	for _, f := range w.Model.Functions {
		if contains(h.From, f.ID) && f.Value.FallBack != nil {
			who := "What is done instead: "
			if byPatient := w.role(f.Value.By.Text) == "patient"; byPatient && w.plain {
				who = "What you can do instead: "
			} else if byPatient {
				who = "What the patient does instead: "
			}
			out = append(out, who+sentence(upper(f.Value.FallBack.Says)))
		}
	}
	return document.Definition{Term: term, Spans: document.Text(strings.Join(out, "\n"))}
}

// forColleagues says of a harm what those who care for patients need: how it comes about, how grave it is, and the words for patients.
func (w *writer) forColleagues(x *riskfile.Risk, h *model.Harm) []string {
	var out []string
	if x.Situation == "" {
		w.open("The hazardous situation is not described", x.Harm)
	} else {
		out = append(out, "How it comes about: "+sentence(x.Situation))
	}
	if len(x.Groups) == 0 {
		w.open("It is not said how bad this is", x.Harm)
	} else {
		out = append(out, "Severity: "+wording.Groups(x)+".")
	}
	if plain := strings.Join(strings.Fields(h.Plain), " "); plain != "" && !w.card {
		out = append(out, "In words for patients: “"+plain+"”")
	}
	return out
}

// canHappen says what can happen: in plain words, of which the first sentence is the term, or else as the author says it to colleagues.
func (w *writer) canHappen(x *riskfile.Risk, h *model.Harm) (term string, more []string) {
	plain := strings.Join(strings.Fields(h.Plain), " ")
	if plain == "" {
		w.open("No plain words are given for a harm", x.Harm)
		if x.Situation != "" {
			more = append(more, "How it comes about: "+sentence(x.Situation))
		}
		return x.Title, more
	}
	term, rest, _ := strings.Cut(plain, ". ")
	if rest != "" {
		more = append(more, sentence(rest))
	}
	return strings.TrimSuffix(term, "."), more
}

// plainData tells people which data about them are kept, and where they go.
func (w *writer) plainData() {
	var list []document.Definition
	var from []string
	for _, d := range w.Model.Data {
		if d.Value.About.Text == "" {
			continue
		}
		kept, to := ids(d.Value.StoredOn), w.receivers(d.ID)
		to = slices.DeleteFunc(to, func(id string) bool { return slices.Contains(kept, id) })
		var says []string
		if len(kept) > 0 {
			says = append(says, "Kept on: "+w.whose(kept)+".")
		}
		if len(to) > 0 {
			says = append(says, "Sent to: "+w.whose(to)+".")
		}
		if len(says) == 0 {
			says = []string{"It is not kept and not sent."}
		}
		list, from = append(list, document.Definition{Term: w.names.Of(d.ID), Spans: document.Text(strings.Join(says, "\n"))}), append(from, d.ID)
	}
	if len(list) == 0 {
		w.text("It is not described which data about you there are.", w.template)
		w.open("No data about people are described")
		return
	}
	w.add(document.Block{Definitions: list}, from)
}

// whose names assets with who is in charge of them, in words for patients.
func (w *writer) whose(assets []string) string {
	var out []string
	for _, id := range assets {
		by := w.owner(id)
		switch {
		case by == "":
			w.open("Say in plain words who has this", id)
			out = append(out, w.names.Of(id))
		case w.role(by) == "patient":
			out = append(out, w.names.Of(id)+" (with you)")
		default:
			out = append(out, w.names.Of(id)+" ("+w.names.Of(by)+")")
		}
	}
	return strings.Join(out, ", ")
}

// harm is a harm of the description.
func (w *writer) harm(id string) *model.Harm {
	for i := range w.Model.Harms {
		if w.Model.Harms[i].ID == id {
			return &w.Model.Harms[i].Value
		}
	}
	return &model.Harm{}
}

// howBad says the gravest severity, and for which group where groups differ.
func (w *writer) howBad(x *riskfile.Risk) string {
	worst, same := 0, true
	group := ""
	for i, g := range x.Groups {
		at := max(0, step(w.Index.Base.Scales.Severity, g.Severity))
		same = same && (i == 0 || at == worst)
		if i == 0 || at > worst {
			worst, group = at, g.Group
		}
	}
	if len(x.Groups) == 0 {
		w.open("It is not said how bad this is", x.Harm)
		return "nobody has said it yet."
	}
	says := w.severity(x, worst)
	if same {
		return says
	}
	return says + " This is the worst case, for the group “" + group + "”."
}

// severity says a level of severity in plain words: of harm to health, or of harm to rights and to others.
func (w *writer) severity(x *riskfile.Risk, level int) string {
	s := &w.Index.Base.Scales.Severity[level]
	says := s.Plain
	if x.Class == "privacy" || x.Class == "third-party" {
		says = s.PlainLoss
	}
	if says == "" {
		w.open("Say in plain words how bad this is", x.Harm)
		return sentence(upper(s.Says))
	}
	return says
}

// howOften puts a probability per device-year into whole numbers of devices. Ten to ten million devices are counted, as many as make the
// smaller number at least one.
func howOften(p safety.Interval) string {
	devices := 10.0
	for devices < 1e7 && devices*p.From < 1 && (p.From > 0 || devices*p.To < 1) {
		devices *= 10
	}
	most := max(0, math.Ceil(devices*p.To-1e-9))
	if p.From == 0 || devices*p.From < 1 {
		return fmt.Sprintf("How often: if %s devices are used for a year, this may happen with up to %s of them.", thousands(devices), thousands(most))
	}
	return fmt.Sprintf("How often: if %s devices are used for a year, this may happen with %s to %s of them.", thousands(devices), thousands(math.Floor(devices*p.From+1e-9)), thousands(most))
}

// thousands writes a whole number with commas.
func thousands(n float64) string {
	s := strconv.FormatFloat(n, 'f', 0, 64)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// sentence ends a text with a full stop.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" || strings.HasSuffix(s, ".") || strings.HasSuffix(s, "?") || strings.HasSuffix(s, "!") {
		return s
	}
	return s + "."
}
