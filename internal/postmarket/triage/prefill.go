package triage

import (
	"fmt"
	"slices"
	"strings"

	"cordon/internal/model"
	"cordon/internal/yamltext"
)

// Advisory is what an advisory says of a vulnerability. Its zero value says nothing.
type Advisory struct {
	Metrics  map[string]string // of its CVSS vector, as cvss.Metrics gives them
	CWE      []string
	Extended []Answer // of its extended vector
	KEV, PoC Is
}

// Prefilled is the rubric with all answers that the model and the advisory give.
type Prefilled struct {
	Element  string   `json:"element"`
	Answers  []Answer `json:"answers"` // to all 31 questions, in their order
	Harms    []Hangs  `json:"harms"`   // that hang on the element, the gravest first
	Told     bool     `json:"-"`       // the model has harms, and data at the element or an analysis says which hang on it
	Exposure Is       `json:"-"`       // whether strangers reach it over a public network
	Networks int      `json:"-"`       // that it is on
	Advisory Advisory `json:"-"`
}

// Hangs is a harm that hangs on an element: it follows from data or functions that the element gets to.
type Hangs struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Class    string   `json:"class"`    // direct, indirect, psychological, privacy, third-party
	Severity int      `json:"severity"` // of the worst group, 1-5 (ISO 14971)
	Impacts  string   `json:"impacts"`  // C, I and A: from what is known, wrong or missing
	Through  []string `json:"through"`  // data and functions between; empty where the analysis alone says so
	FallBack bool     `json:"-"`        // each function between has something that is done instead
}

// Prefill answers the rubric for an element from what the model knows and an advisory says. Answers of a person are put over them by Override. It is
// false where the model has no asset of the id.
func Prefill(v View, element string, adv Advisory) (Prefilled, bool) {
	s, ok := v.subject(element)
	if !ok {
		return Prefilled{}, false
	}
	f := &filling{subject: s, adv: adv, is: map[string]Answer{}}
	f.vector()
	f.rights()
	f.rest()
	for _, impact := range []string{"C", "I", "A"} {
		f.impact(impact)
	}
	f.many()
	p := Prefilled{Element: element, Harms: s.hanging(), Advisory: adv, Exposure: s.public()}
	p.Told = len(v.Model.Harms) > 0 && (len(s.data) > 0 || v.Raises != nil)
	for _, r := range s.reaches() {
		if r.sort == "network" {
			p.Networks++
		}
	}
	for _, q := range rubric().questions {
		a, known := f.is[q.ID]
		if !known {
			a = Answer{Question: q.ID, Is: Unknown, Because: "Neither model nor advisory says it."}
		}
		p.Answers = append(p.Answers, a)
	}
	p.Override(adv.Extended)
	return p, true
}

// Override puts answers in the place of others. An unknown takes a known answer back.
func (p *Prefilled) Override(answers []Answer) {
	for _, a := range answers {
		if i := slices.IndexFunc(p.Answers, func(x Answer) bool { return x.Question == a.Question }); i >= 0 {
			p.Answers[i] = a
		}
	}
}

// Change is an answer that differs between two fillings.
type Change struct {
	Question string `json:"question"`
	Before   Answer `json:"before"`
	After    Answer `json:"after"`
}

// Compare lists the questions whose answer, or its origin, differs. Reasons and evidence may differ without that.
func Compare(before, after Prefilled) []Change {
	out := []Change{}
	for i := range min(len(before.Answers), len(after.Answers)) {
		a, b := before.Answers[i], after.Answers[i]
		if a.Is != b.Is || a.From != b.From {
			out = append(out, Change{a.Question, a, b})
		}
	}
	return out
}

// filling collects answers.
type filling struct {
	*subject
	adv Advisory
	is  map[string]Answer
}

func (f *filling) model(id string, is Is, elements []string, because string, args ...any) {
	f.put(Answer{Question: id, Is: is, From: FromModel, Because: fmt.Sprintf(because, args...), Elements: elements})
}

func (f *filling) advisory(id string, is Is, elements []string, because string, args ...any) {
	f.put(Answer{Question: id, Is: is, From: FromAdvisory, Because: fmt.Sprintf(because, args...), Elements: elements})
}

// unknown says why nobody knows.
func (f *filling) unknown(id string, elements []string, because string, args ...any) {
	f.put(Answer{Question: id, Is: Unknown, Because: fmt.Sprintf(because, args...), Elements: elements})
}

func (f *filling) put(a Answer) { f.is[a.Question] = a }

// vector answers how the element is reached (AV).
func (f *filling) vector() {
	all := f.reaches()
	var links, touch []reach
	for _, r := range all {
		if r.sort == "touch" {
			touch = append(touch, r)
		} else {
			links = append(links, r)
		}
	}
	av := f.adv.Metrics["AV"]
	switch {
	case av == "P" || av == "L":
		f.advisory("XAVN", No, nil, "The vector says AV:%s.", av)
	case len(links) > 0 && av != "":
		f.advisory("XAVN", Yes, ids(links), "The vector says AV:%s, and %s has ways for it.", av, f.element.ID)
	case len(links) > 0:
		f.model("XAVN", Yes, ids(links), "%s can be reached by %s.", f.element.ID, strings.Join(ids(links), ", "))
	case f.described():
		f.model("XAVN", No, ids(touch), "The model gives %s no network, radio or wire.", f.element.ID)
	default:
		f.unknown("XAVN", nil, "The model gives %s neither interfaces nor networks.", f.element.ID)
	}
	f.layer(links, av)
	f.radio(links)
	f.contact(touch, av)
}

// layer answers XAVT. A vulnerability that is used over any network may use IP wherever there is IP.
func (f *filling) layer(links []reach, av string) {
	ip := where(links, func(r reach) bool { return r.ip == Yes })
	maybe := where(links, func(r reach) bool { return r.ip == Unknown })
	other := where(links, func(r reach) bool { return r.ip == No })
	switch {
	case len(links) == 0:
	case len(ip) > 0 && av == "A" && len(other)+len(maybe) > 0:
		f.unknown("XAVT", ids(links), "The vector says AV:A, which can mean %s or %s.", strings.Join(ids(ip), ", "), strings.Join(ids(slices.Concat(other, maybe)), ", "))
	case len(ip) > 0:
		f.model("XAVT", Yes, ids(ip), "%s: %s", ip[0].id, ip[0].because)
	case len(maybe) > 0:
		f.unknown("XAVT", ids(maybe), "%s: %s", maybe[0].id, maybe[0].because)
	default:
		f.model("XAVT", No, ids(other), "%s", reasons(other))
	}
}

// radio answers XAVW and XAVR, of the links that carry no IP; of several the furthest counts.
func (f *filling) radio(links []reach) {
	low := where(links, func(r reach) bool { return r.ip != Yes })
	radios := where(low, func(r reach) bool { return r.wireless == Yes })
	switch {
	case len(low) == 0:
		return
	case len(radios) == 0:
		f.model("XAVW", No, ids(low), "%s", reasons(low))
		return
	}
	f.model("XAVW", Yes, ids(radios), "%s", reasons(radios))
	far := where(radios, func(r reach) bool { return r.near == No })
	unsure := where(radios, func(r reach) bool { return r.near == Unknown })
	switch {
	case len(far) > 0:
		f.model("XAVR", No, ids(far), "%s", reasons(far))
	case len(unsure) > 0:
		f.unknown("XAVR", ids(unsure), "%s", reasons(unsure))
	default:
		f.model("XAVR", Yes, ids(radios), "%s", reasons(radios))
	}
}

// contact answers XAVP and XAVPA.
func (f *filling) contact(touch []reach, av string) {
	switch {
	case av == "P":
		f.advisory("XAVP", Yes, ids(touch), "The vector says AV:P.")
	case av == "L":
		f.advisory("XAVP", No, nil, "The vector says AV:L.")
	case f.is["XAVN"].Is == No && len(touch) > 0:
		f.model("XAVP", Yes, ids(touch), "%s", reasons(touch))
	}
	users := where(touch, func(r reach) bool { return strings.HasPrefix(r.kind, "interface.user") })
	switch {
	case len(touch) == 0:
	case len(users) == len(touch):
		f.model("XAVPA", Yes, ids(users), "All that can be touched is meant for users.")
	case len(users) == 0:
		f.model("XAVPA", No, ids(touch), "Nothing that can be touched is meant for users.")
	default:
		f.unknown("XAVPA", ids(touch), "Some of what can be touched is meant for users, and some is not.")
	}
}

// rights answers who has to be logged in (PR).
func (f *filling) rights() {
	at, credentials := "", ""
	for _, a := range f.around {
		if v := f.fact(a.ID, "credentials"); v != string(Unknown) && v != "" {
			at, credentials = a.ID, v
			break
		}
	}
	people := slices.Concat(f.people(func(p *model.Person) []yamltext.Word { return p.Uses }), f.people(func(p *model.Person) []yamltext.Word { return p.Manages }))
	switch {
	case f.fact(f.element.ID, "shared-account") == string(Yes):
		f.model("XPRL", No, []string{f.element.ID}, "Several people use %s under one account (shared-account).", f.element.ID)
	case credentials == "none":
		f.model("XPRL", No, []string{at}, "No log-in protects %s (credentials: none).", at)
	case credentials == "same-for-all":
		f.model("XPRL", No, []string{at}, "All units of %s have one log-in (credentials: same-for-all).", at)
	case credentials == "per-user":
		f.model("XPRL", Yes, append([]string{at}, people...), "Each user of %s has a log-in (credentials: per-user).", at)
	case credentials == "per-unit":
		f.unknown("XPRL", append([]string{at}, people...), "%s has a log-in for each unit (credentials: per-unit); whether it tells users apart is not said.", at)
	default:
		f.unknown("XPRL", people, "Nothing is said of log-ins at %s.", f.element.ID)
	}
	switch pr := f.adv.Metrics["PR"]; {
	case pr == "N":
		f.advisory("XPRZ", No, nil, "The vector says PR:N.")
	case pr != "":
		f.advisory("XPRZ", Yes, nil, "The vector says PR:%s.", pr)
		f.advisory("XPRS", map[bool]Is{true: Yes, false: No}[pr == "H"], nil, "The vector says PR:%s.", pr)
	}
}

// rest answers AC, UI and S.
func (f *filling) rest() {
	m := f.adv.Metrics
	switch {
	case m["AC"] == "H" || m["AT"] == "P":
		f.advisory("XACL", No, nil, "The vector says AC:%s%s.", m["AC"], map[bool]string{true: ", AT:P"}[m["AT"] == "P"])
	case m["AC"] != "":
		f.advisory("XACL", Yes, nil, "The vector says AC:%s.", m["AC"])
	}
	users := f.people(func(p *model.Person) []yamltext.Word { return p.Uses })
	switch {
	case m["UI"] == "N":
		f.advisory("XUI", No, nil, "The vector says UI:N.")
	case m["UI"] != "":
		f.advisory("XUI", Yes, users, "The vector says UI:%s.", m["UI"])
	case !f.worn() && len(users) == 0 && len(f.people(func(p *model.Person) []yamltext.Word { return p.Manages })) == 0:
		f.model("XUI", No, nil, "Nobody works with %s in the model, so nobody can be made to act.", f.element.ID)
	}
	switch {
	case m["S"] != "":
		f.advisory("XS", map[bool]Is{true: Yes, false: No}[m["S"] == "C"], nil, "The vector says S:%s.", m["S"])
	case m["SC"] != "":
		beyond := m["SC"] + m["SI"] + m["SA"]
		f.advisory("XS", map[bool]Is{true: No, false: Yes}[beyond == "NNN"], nil, "The vector says SC:%s, SI:%s, SA:%s.", m["SC"], m["SI"], m["SA"])
	}
}

// worn tells whether somebody wears the element or what it is in.
func (f *filling) worn() bool {
	return slices.ContainsFunc(f.around, func(a *model.Element[model.Asset]) bool { return a.Value.WornBy.Text != "" })
}

func ids(list []reach) []string {
	var out []string
	for _, r := range list {
		out = append(out, r.id)
	}
	return out
}

func where(list []reach, is func(reach) bool) []reach {
	var out []reach
	for _, r := range list {
		if is(r) {
			out = append(out, r)
		}
	}
	return out
}

// reasons says why, once for each reason.
func reasons(list []reach) string {
	var out []string
	for _, r := range list {
		if !slices.Contains(out, r.because) {
			out = append(out, r.because)
		}
	}
	return strings.Join(out, " ")
}
