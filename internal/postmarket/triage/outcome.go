package triage

import (
	"fmt"
	"strings"
)

// Outcome is what follows from the answers to the rubric, beside the base vector of CVSS 3.1.
type Outcome struct {
	Base
	Vector4 string   `json:"vector-4.0"`
	Points  Points   `json:"points"`  // of SSVC that the answers tell; what they do not tell is absent
	Because []string `json:"because"` // how vector and points were read
}

// serious is the severity from which a harm needs a doctor (ISO 14971 scale of the base), and counts as harm to safety in CVSS 4.0.
const serious = 3

// Outcome derives vectors and points. What the answers do not tell gets its worse reading in vectors, and stays open in points.
func (p *Prefilled) Outcome() Outcome {
	o := Outcome{Base: Apply(p.Answers), Because: []string{}}
	worst, by := p.hurts(o.Metrics)
	o.version4(p, worst, by)
	o.Points = p.points(&o, worst)
	return o
}

func (o *Outcome) say(format string, args ...any) {
	o.Because = append(o.Because, fmt.Sprintf(format, args...))
}

// hurts finds the gravest harm to people's health that hangs on an impact the vulnerability has, and the impacts by which serious ones come.
func (p *Prefilled) hurts(metrics map[string]string) (worst *Hangs, by string) {
	for i := range p.Harms {
		h := &p.Harms[i]
		if h.Class == "privacy" {
			continue
		}
		hit := ""
		for _, impact := range []string{"I", "A"} {
			if strings.Contains(h.Impacts, impact) && metrics[impact] != "N" {
				hit += impact
			}
		}
		if hit == "" {
			continue
		}
		if worst == nil {
			worst = h // the gravest stands first
		}
		if h.Severity >= serious {
			by += hit
		}
	}
	return worst, by
}

// version4 writes the vector of version 4.0.
func (o *Outcome) version4(p *Prefilled, worst *Hangs, by string) {
	m := map[string]string{"AV": o.Metrics["AV"], "PR": o.Metrics["PR"], "AC": "L", "AT": "N", "UI": "N"}
	adv := p.Advisory.Metrics
	if o.Metrics["AC"] == "H" {
		switch {
		case adv["AT"] != "":
			m["AC"], m["AT"] = adv["AC"], adv["AT"]
		default:
			m["AT"] = "P"
			o.say("4.0: special circumstances (XACL) are AT:P; where a built-in defence has to be got around it would be AC:H.")
		}
	}
	if o.Metrics["UI"] == "R" {
		m["UI"] = "P"
		if adv["UI"] == "A" || adv["UI"] == "P" {
			m["UI"] = adv["UI"]
		} else {
			o.say("4.0: that somebody has to act (XUI) is UI:P, the worse of passive and active.")
		}
	}
	for _, impact := range []string{"C", "I", "A"} {
		m["V"+impact], m["S"+impact] = o.Metrics[impact], "N"
	}
	if o.Metrics["S"] == "C" {
		given := adv["SC"] != "" && adv["SC"]+adv["SI"]+adv["SA"] != "NNN"
		for _, impact := range []string{"C", "I", "A"} {
			m["S"+impact] = o.Metrics[impact]
			if given {
				m["S"+impact] = adv["S"+impact]
			}
		}
		if !given {
			o.say("4.0: beyond the component the impact counts as on it, for changed scope (XS) does not say how far it goes.")
		}
	}
	names := []string{"AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA"}
	parts := []string{"CVSS:4.0"}
	for _, name := range names {
		parts = append(parts, name+":"+m[name])
	}
	for _, impact := range []string{"I", "A"} {
		if strings.Contains(by, impact) {
			parts = append(parts, "MS"+impact+":S")
		}
	}
	switch {
	case by != "":
		parts = append(parts, "S:P")
		o.say("4.0: safety is present (S:P); %s, of severity %d of 5, hangs on it.", worst.Title, worst.Severity)
	case p.Told:
		parts = append(parts, "S:N")
	default:
		o.say("4.0: the model does not say which harms hang on it, so safety is not stated.")
	}
	o.Vector4 = strings.Join(parts, "/")
}

// points reads decision points of SSVC off the answers. The readings are ours.
func (p *Prefilled) points(o *Outcome, worst *Hangs) Points {
	out := Points{}
	is := func(id string) Is {
		for _, a := range p.Answers {
			if a.Question == id {
				return a.Is
			}
		}
		return Unknown
	}
	if worst != nil || p.Told {
		out["SI"] = p.safety(o, worst, is("XCPM"))
		out["MI"] = p.mission(o, worst)
	} else {
		o.say("SSVC: the model does not say which harms hang on it, so safety and mission impact are open.")
	}
	total := o.Metrics["C"] == "H" && o.Metrics["I"] == "H" && o.Metrics["A"] == "H"
	out["TI"] = []string{map[bool]string{true: "total", false: "partial"}[total]}
	easy := o.Metrics["AV"] == "N" && o.Metrics["AC"] == "L" && o.Metrics["PR"] == "N" && o.Metrics["UI"] == "N"
	switch {
	case !easy:
		out["A"] = []string{"no"}
	case is("XACL") == Yes && is("XUI") == No && is("XAVT") == Yes:
		out["A"] = []string{"yes"}
	}
	switch is("XCPM") {
	case Yes:
		out["VD"] = []string{"concentrated"}
	case No:
		out["VD"] = []string{"diffuse"}
	}
	switch {
	case p.Exposure == Yes:
		out["EXP"], out["PE"] = []string{"open"}, []string{"yes"}
	case p.Exposure == No && p.Networks > 0:
		out["EXP"], out["PE"] = []string{"controlled"}, []string{"no"}
	case p.Exposure == No:
		out["EXP"], out["PE"] = []string{"small"}, []string{"no"}
	}
	switch {
	case p.Advisory.KEV == Yes:
		out["E"], out["KEV"] = []string{"active"}, []string{"yes"}
	case p.Advisory.PoC == Yes:
		out["E"] = []string{"public poc", "active"}
	case p.Advisory.KEV == No && p.Advisory.PoC == No:
		out["E"] = []string{"none", "active"} // that it is in no list does not show that nobody uses it
	}
	if p.Advisory.KEV == No {
		out["KEV"] = []string{"no"}
	}
	return out
}

// safety is the impact on safety by the gravest harm. IEC 61508, as SSVC reads it, tells one death from several; ISO 14971 does not.
func (p *Prefilled) safety(o *Outcome, worst *Hangs, many Is) []string {
	if worst == nil {
		o.say("SSVC: no harm to health hangs on it, so safety impact is negligible.")
		return []string{"negligible"}
	}
	var out []string
	switch {
	case worst.Severity < serious:
		out = []string{"negligible"}
	case worst.Severity == serious:
		out = []string{"marginal"}
	case worst.Severity == serious+1:
		out = []string{"critical"}
	case many == No:
		out = []string{"critical"}
	case many == Yes:
		out = []string{"catastrophic"}
	default:
		out = []string{"critical", "catastrophic"}
	}
	o.say("SSVC: the gravest harm is %s, of severity %d of 5, so safety impact is %s.", worst.Title, worst.Severity, strings.Join(out, " or "))
	return out
}

// mission is the impact on what the organisation is there for. A clinical function with a fall-back goes on for a time; one without fails.
func (p *Prefilled) mission(o *Outcome, worst *Hangs) []string {
	if worst == nil {
		return []string{"degraded"}
	}
	for _, h := range p.Harms {
		hit := strings.Contains(h.Impacts, "A") && o.Metrics["A"] != "N" || strings.Contains(h.Impacts, "I") && o.Metrics["I"] != "N"
		if h.Class != "privacy" && hit && !h.FallBack {
			o.say("SSVC: %s comes through a function without a fall-back, so an essential function fails.", h.Title)
			return []string{"mef failure"}
		}
	}
	o.say("SSVC: each function concerned has a fall-back, so essential functions lose support and go on for a time.")
	return []string{"mef support crippled"}
}
