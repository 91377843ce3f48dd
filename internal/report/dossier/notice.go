package dossier

import (
	"fmt"
	"strings"
	"time"

	"cordon/internal/report/document"
	"cordon/internal/report/document/wording"
	"cordon/internal/riskfile"
)

// onDay is a day with the name of its month.
func onDay(day string) string {
	if len(day) >= len("2006-01-02") {
		if at, err := time.Parse("2006-01-02", day[:10]); err == nil {
			return at.Format("2 January 2006")
		}
	}
	return day
}

// noticed are the weaknesses to tell of. A notice is about weaknesses; without one there is nothing to say.
func (w *writer) noticed() []Vulnerability {
	list := w.Notices()
	if len(list) == 0 {
		w.open("Nobody has decided that a vulnerability affects the product or was fixed")
	}
	return list
}

// where names the product and the release that has a weakness.
func (w *writer) where(v *Vulnerability) string {
	s := w.names.Of(v.Of)
	if v.Release != "" {
		s += ", release " + v.Release
	}
	if v.Element != v.Of {
		s += " (" + w.names.Of(v.Element) + ")"
	}
	return s
}

// tell adds what is said of each weakness, under the product that has it.
func (w *writer) tell(list []Vulnerability, says func(v *Vulnerability) []string) {
	var out []document.Definition
	var from []string
	for i := range list {
		v := &list[i]
		term := w.where(v)
		if len(list) > 1 {
			term += ": " + v.Name
		}
		out, from = append(out, document.Definition{Term: term, Spans: document.Text(strings.Join(says(v), "\n"))}), append(from, v.Element)
	}
	if len(out) > 0 {
		w.add(document.Block{Definitions: out}, from)
	}
}

func (w *writer) noticeWhat() {
	w.tell(w.noticed(), func(v *Vulnerability) []string {
		says := []string{"On " + onDay(v.Known) + " we learned of a weakness in this product. It could be used by people who want to do harm."}
		if len(v.Exploited) > 0 {
			says = append(says, "It is known that attackers use this weakness, in this product or in others.")
		}
		if v.Gone != "" {
			says = append(says, "Since "+onDay(v.Gone)+" a release without the weakness is in use.")
		}
		return append(says, "Its number is "+v.Name+". With this number you find more about it.")
	})
}

// noticeMeans says which harms get likelier, in words for patients.
func (w *writer) noticeMeans() {
	list := w.noticed()
	var out []document.Definition
	var from []string
	for _, x := range w.harms() {
		open, was := false, false
		for i := range list {
			for _, r := range list[i].Harms {
				open, was = open || r.Harm == x.Harm && list[i].Gone == "" && list[i].Status != "fixed", was || r.Harm == x.Harm
			}
		}
		if !was {
			continue
		}
		out, from = append(out, w.danger(&x, open)), append(from, x.Harm)
	}
	switch {
	case len(list) == 0:
	case len(out) == 0:
		w.text("We looked at what can happen to patients. As far as we know, nothing of it gets more likely by the weakness.", w.template)
	default:
		w.text("The following could happen. That it is named here does not mean that it has happened.", w.template)
		w.add(document.Block{Definitions: out}, from)
	}
}

// danger says what can happen to a patient, how bad it is, and what is done instead.
func (w *writer) danger(x *riskfile.Risk, open bool) document.Definition {
	h := w.harm(x.Harm)
	term, says := w.canHappen(x, h)
	says = append(says, "How bad it is: "+w.howBad(x))
	if open {
		says = append(says, "How likely it is: more likely than before, as long as the weakness is there.")
	} else {
		says = append(says, "How likely it is: the weakness is gone and adds nothing any more. Until then it was more likely.")
	}
	for _, f := range w.Model.Functions {
		if contains(h.From, f.ID) && f.Value.FallBack != nil {
			says = append(says, "What works without it: "+sentence(upper(f.Value.FallBack.Says)))
		}
	}
	return document.Definition{Term: term, Spans: document.Text(strings.Join(says, "\n"))}
}

func (w *writer) noticeDo() {
	w.tell(w.noticed(), func(v *Vulnerability) []string {
		switch {
		case v.Decision != nil && v.Decision.Action != "":
			return []string{sentence(upper(v.Decision.Action))}
		case v.Gone != "" || v.Status == "fixed":
			w.open("Say whether people have to do something so that they have the corrected release", v.Element)
		default:
			w.open("Say what people have to do now", v.Element)
		}
		return []string{wording.Open}
	})
}

func (w *writer) noticeMaker() {
	w.tell(w.noticed(), func(v *Vulnerability) []string {
		var says []string
		if v.Decision != nil {
			says = append(says, "On "+onDay(v.Decision.When)+" we judged what it means for patients.")
		}
		switch {
		case v.FixedIn != "" && v.Gone != "":
			says = append(says, fmt.Sprintf("We have corrected it. Release %s does not have the weakness. It is in use since %s.", v.FixedIn, onDay(v.Gone)))
		case v.FixedIn != "":
			says = append(says, "We have corrected it in release "+v.FixedIn+". It still has to be put into use.")
		case v.Status == "fixed" || v.Gone != "":
			says = append(says, "We have corrected it.")
			w.open("Name the release that does not have the weakness", v.Element)
		default:
			says = append(says, "A correction is not there yet.")
			w.open("Say when a correction comes", v.Element)
		}
		return append(says, "We go on watching whether it is used against our product.")
	})
}

// noticeCare says it again for those who care for patients, with levels.
func (w *writer) noticeCare() {
	w.tell(w.noticed(), func(v *Vulnerability) []string {
		says := []string{v.Name}
		if v.Summary != "" {
			says[0] += ": " + sentence(v.Summary)
		}
		for _, r := range v.Harms {
			h := w.harm(r.Harm)
			s := w.raised(r) + "."
			if h.Situation != "" {
				s += " " + sentence(strings.Join(strings.Fields(h.Situation), " "))
			}
			if len(r.Contexts) > 0 {
				s += " In: " + wording.List(r.Contexts) + "."
			}
			says = append(says, s)
		}
		if len(v.Harms) == 0 {
			says = append(says, "No harm gets likelier: "+v.Because+".")
		}
		if len(v.Controls) > 0 {
			says = append(says, "What holds it down today: "+w.each(v.Controls)+".")
		}
		if v.Decision != nil {
			says = append(says, "Reason of the decision: "+sentence(strings.Join(strings.Fields(v.Decision.Why), " ")))
		}
		return says
	})
	if len(w.Notices()) > 0 {
		w.text("Look for the situations named above when you see patients who use the product. Report what you notice to the manufacturer, and through your own channel for incidents. Go on with care as the fall-backs say.", w.template)
	}
}

func (w *writer) noticeContact() {
	if contact := w.contact(); contact.Spans[0].Text != wording.Open {
		w.text("Do you have questions, or have you noticed something? Ask the maker: "+contact.Spans[0].Text, w.template)
		return
	}
	w.open("Name whom people can ask")
}
