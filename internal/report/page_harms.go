package report

import (
	"strconv"
	"strings"

	"cordon/internal/assessment"
	"cordon/internal/engine"
	"cordon/internal/safety"
)

type harmView struct {
	Anchor, Title, Kind, Class string
	Situation, To              string
	Severity, Likelihood       string
	P1, P2, Probability        string
	P2Level                    int
	Level                      string // of the probability of harm
	Because, Missing           []string
	Acceptability, Verdict     string
	Groups                     []groupView
	Picture                    *picture
	Paths                      []pathView
	MorePaths                  bool
}

type groupView struct{ Group, Severity, Acceptability, Verdict string }

type pathView struct {
	Number     int
	Likelihood string
	Assumes    []assumed
	Steps      []stepView
}

// assumed is a trust attribute that a path rests on.
type assumed struct{ Element, Attribute, Level, Says string }

type stepView struct {
	Title, Rule, Likelihood string
	Secondary               bool
	Then                    []string // what it brings about on this path
}

func (k *maker) harms() []harmView {
	var out []harmView
	for i := range k.a.Harms {
		h := &k.a.Harms[i]
		v := harmView{
			Anchor: idText("harm-" + h.ID), Title: h.Title, Kind: words(strings.TrimPrefix(h.Kind, "harm.")), Class: words(h.Class), Situation: h.Situation,
			Severity: words(h.Severity), Likelihood: words(h.Likelihood), P1: interval(h.P1), P2: interval(h.P2.Interval), P2Level: h.P2.Level,
			Probability: interval(h.Probability), Level: words(h.Level), Because: h.P2.Because, Acceptability: h.Acceptability,
			Verdict: verdict(h.Acceptability), Picture: k.picture("harm-" + h.ID), MorePaths: h.MorePaths,
		}
		if k.ix.Kinds[h.Kind] != nil {
			v.Kind = k.ix.Kinds[h.Kind].Title
		}
		if h.To != "" {
			v.To = k.names.of(h.To)
		}
		for _, m := range h.P2.Missing {
			v.Missing = append(v.Missing, missing(m))
		}
		for _, g := range h.Groups {
			v.Groups = append(v.Groups, groupView{g.Group, words(g.Severity), g.Acceptability, verdict(g.Acceptability)})
		}
		for n, p := range h.Paths {
			v.Paths = append(v.Paths, k.path(n+1, &p, h))
		}
		out = append(out, v)
	}
	return out
}

// missing says in words which input of the harm is not given.
func missing(input string) string {
	switch input {
	case "detectable-by":
		return "who would notice in time (detectable-by)"
	case "time-to-harm":
		return "how long until harm is done (time-to-harm)"
	case "fall-back":
		return "what is done instead (fall-back of the function)"
	case "exposure":
		return "how often patients are in the situation (exposure)"
	}
	return words(input)
}

// interval writes a range of probabilities as decimal numbers.
func interval(i safety.Interval) string {
	f := func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
	return f(i.From) + " to " + f(i.To)
}

func (k *maker) path(number int, p *engine.Chain, h *assessment.Harm) pathView {
	v := pathView{Number: number, Likelihood: words(p.Likelihood)}
	for _, e := range p.Assumes {
		x := assumed{Element: k.names.of(e.Element), Attribute: words(e.Low), Level: words(e.Level)}
		if t := k.ix.Trust[e.Low]; t != nil {
			x.Attribute, x.Says = t.Title, t.Says
		}
		v.Assumes = append(v.Assumes, x)
	}
	for i, st := range p.Steps {
		s := stepView{Title: st.Title, Rule: st.Rule, Likelihood: words(st.Likelihood), Secondary: st.Secondary}
		for _, e := range st.Effects {
			if needed(e, p.Steps[i+1:]) && e.Element != h.ID {
				s.Then = append(s.Then, k.event(e))
			}
		}
		v.Steps = append(v.Steps, s)
	}
	return v
}

// needed tells whether an effect is a cause of a later step; others do not belong to the path.
func needed(e engine.Event, later []engine.Step) bool {
	for _, st := range later {
		for _, c := range st.Causes {
			if c.Element == e.Element && c.Consequence == e.Consequence {
				return true
			}
		}
	}
	return false
}
