package dossier

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"cordon/internal/model"
	"cordon/internal/report/document"
	"cordon/internal/report/document/wording"
	"cordon/internal/riskfile"
	"cordon/internal/safety"
)

// plainTasks say what controls that a patient can apply ask of the patient, for somebody who knows nothing of computers.
var plainTasks = map[string]string{
	"CTL-0004": "Keep the wall between your home network and the Internet switched on. Your router has one, called a firewall. Ask somebody to help you if you are not sure.",
	"CTL-0005": "Use a password for your home network that strangers cannot guess. Do not share it with visitors; most routers offer a guest network for them.",
	"CTL-0012": "Keep the device where visitors cannot take it or open it.",
	"CTL-0021": "Do not leave strangers alone in the room with the device.",
	"CTL-0150": "Always put the device back in the same place. Call the number on the device at once when it is missing.",
	"CTL-0163": "Do not sell the device, give it away or throw it away. Give it back to the clinic, where everything about you is erased from it.",
	"CTL-0168": "Do the checks with the test fluid or the second meter on the days that the instructions name. Do not trust the values when a check is overdue.",
	"CTL-0205": "Choose the setting WPA3 in your router if it has one. Ask somebody to help you if you are not sure.",
	"CTL-0252": "Never change your treatment because somebody calls you. End the call, and ring back on the number of your clinic that you already have.",
	"CTL-0257": "Set up the lock of the app, with your finger, your face or a code. Tell nobody the code.",
	"CTL-0305": "Leave a second key or code with a neighbour or your care service. Helpers must reach the device in an emergency.",
	"CTL-0494": "Name at least one more person who helps you. Have this person set up with an own phone and an own account.",
	"CTL-0496": "Always carry the card with your device, its settings, your medicines and the person to call.",
	"CTL-0503": "Agree on a secret word with your clinic. Ask for it when somebody calls and wants you to change something. No word, no change.",
	"CTL-0505": "Keep the emergency kit beside the device. Look at its seal, and practise with it twice a year.",
	"CTL-0582": "Point the camera only at the bed or the chair. Use its cover when you want to be alone. A lamp shows when it does more than watch.",
}

// severities say the levels of severity of harm to health in plain words, from the lightest.
var severities = []string{
	"The patient may feel unwell for a short time.", "The patient may be hurt a little. It heals without a doctor.", "The patient may be hurt so that a doctor has to help.",
	"The patient may be hurt for life, or be in danger of dying.", "The patient may die.",
}

// losses say the same of harm to rights and to others.
var losses = []string{
	"This is a nuisance.", "This may trouble somebody for a while.", "This may hurt somebody's life in earnest, such as at work or in the family.",
	"This may do lasting damage to somebody's life.", "This may destroy somebody's life.",
}

// residualPlain tells people who use the device what can still go wrong. It names no ids and no levels.
func (w *writer) residualPlain() {
	var list []document.Definition
	var from []string
	for _, x := range w.harms() {
		list = append(list, document.Definition{Term: x.Title, Spans: document.Text(w.warning(&x))})
		from = append(from, x.Harm)
		if x.Situation == "" {
			w.open("Say in plain words how this can come about", x.Harm)
		}
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
}

// warning tells of one harm.
func (w *writer) warning(x *riskfile.Risk) string {
	var out []string
	if x.Situation != "" {
		out = append(out, "How it comes about: "+sentence(x.Situation))
	}
	out = append(out, "How bad it is: "+w.howBad(x), howOften(x.Planned.Probability))
	h := w.harm(x.Harm)
	for _, f := range w.Model.Functions {
		if contains(h.From, f.ID) && f.Value.FallBack != nil {
			who := "What is done instead: "
			if w.role(f.Value.By.Text) == "patient" {
				who = "What you can do instead: "
			}
			out = append(out, who+sentence(upper(f.Value.FallBack.Says)))
		}
	}
	return strings.Join(out, "\n")
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
		var says []string
		if len(kept) > 0 {
			says = append(says, "Kept on: "+w.each(kept)+".")
		}
		if len(to) > 0 {
			says = append(says, "Sent to: "+w.each(to)+".")
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
	words := severities
	if x.Class == "privacy" || x.Class == "third-party" {
		words = losses
	}
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
	if same {
		return words[worst]
	}
	return words[worst] + " This is the worst case, for the group “" + group + "”."
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
