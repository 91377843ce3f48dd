package report

import (
	"fmt"
	"slices"
	"strings"

	"cordon/internal/assessment"
	"cordon/internal/engine"
	"cordon/internal/model"
)

// Harm is the picture of the attack paths to one harm, in the direction of time: assumptions that may not hold, threats, what they
// bring about, and the harm. What several paths share is drawn once.
func Harm(m *model.Model, a *assessment.Assessment, harm string) Scene {
	h := &harmScene{names: namesOf(m, a), steps: map[string]*stepNode{}}
	h.s = &Scene{ID: "harm-" + harm, Title: "Paths to: " + h.names.of(harm)}
	i := slices.IndexFunc(a.Harms, func(x assessment.Harm) bool { return x.ID == harm })
	if i < 0 {
		h.s.Boxes = append(h.s.Boxes, newBox("none", "", Rounded, LookStub, "The harm was not assessed", text{FaceTitle, "The harm was not assessed"}))
		return *h.s
	}
	h.end(&a.Harms[i])
	for _, p := range a.Harms[i].Paths {
		h.path(&p, engine.ConsequenceID(harm, "occurs"))
	}
	h.join()
	h.draw()
	h.s.Legend = h.keys()
	h.s.Desc = h.says(&a.Harms[i])
	return *h.s
}

type harmScene struct {
	names names
	s     *Scene
	steps map[string]*stepNode
	order []string // ids of steps in the order in which they were met
	arcs  []arc
}

// stepNode is a threat on one or more paths; then are the mere consequences that were joined to it.
type stepNode struct {
	step engine.Step
	then []engine.Step
	gone bool
}

// arc says that something brings about something else, or an assumption that does not hold allows it. Over is the consequence
// in between: drawn as a shape where show is set, and otherwise said in the tooltip.
type arc struct {
	from, to string
	low      engine.Event // set where the arc comes from an assumption
	over     engine.Event
}

const harmBox = "harm"

func (h *harmScene) end(x *assessment.Harm) {
	says := []text{
		{FaceKind, words(strings.TrimPrefix(x.Kind, "harm."))}, {FaceTitle, x.Title},
		{FaceItem, "severity " + words(x.Severity)}, {FaceItem, "probability " + words(x.Level)}, {FaceMark, verdict(x.Acceptability)},
	}
	if len(x.Paths) == 0 {
		says = append(says, text{FaceItem, "no path to it was found"})
	}
	tip := fmt.Sprintf("Harm: %s. Severity %s, probability %s, %s", x.Title, words(x.Severity), words(x.Level), verdict(x.Acceptability))
	h.s.Boxes = append(h.s.Boxes, newBox(harmBox, "", Rectangle, LookHarm+Look("-"+x.Acceptability), tip, says...))
}

// verdict says an acceptability in words.
func verdict(acceptability string) string {
	if acceptability == "reduce" {
		return "reduce further"
	}
	return acceptability
}

// path adds the steps of a path that are not there yet, and what ties them together.
func (h *harmScene) path(p *engine.Chain, target string) {
	by := map[string]string{} // what brought an event about, on this path
	for _, st := range p.Steps {
		if h.steps[st.Threat] == nil {
			h.steps[st.Threat] = &stepNode{step: st}
			h.order = append(h.order, st.Threat)
		}
		for _, c := range st.Causes {
			if c.Low != "" {
				h.arc(arc{to: st.Threat, low: c})
			} else if from := by[eventID(c)]; from != "" {
				h.arc(arc{from: from, to: st.Threat, over: c})
			}
		}
		for _, e := range st.Effects {
			if by[eventID(e)] == "" {
				by[eventID(e)] = st.Threat
			}
		}
	}
	if from := by[target]; from != "" {
		h.arc(arc{from: from, to: harmBox})
	}
}

func eventID(e engine.Event) string { return engine.ConsequenceID(e.Element, e.Consequence) }

func (h *harmScene) arc(a arc) {
	if !slices.Contains(h.arcs, a) {
		h.arcs = append(h.arcs, a)
	}
}

// shown tells whether the consequence on an arc is drawn: mere consequences of each other follow without it.
func (h *harmScene) shown(a arc) bool {
	return a.over.Consequence != "" && !(h.steps[a.from].step.Secondary && h.steps[a.to].step.Secondary)
}

// join puts mere consequences that only follow from each other into one box.
func (h *harmScene) join() {
	for again := true; again; {
		again = false
		for _, a := range h.arcs {
			if a.from == "" || a.from == a.to || a.to == harmBox || !h.steps[a.from].step.Secondary || !h.steps[a.to].step.Secondary {
				continue
			}
			if h.degree(func(x arc) bool { return x.from == a.from }) == 1 && h.degree(func(x arc) bool { return x.to == a.to }) == 1 {
				h.merge(a)
				again = true
				break
			}
		}
	}
}

func (h *harmScene) degree(is func(arc) bool) int {
	n := 0
	for _, a := range h.arcs {
		if is(a) {
			n++
		}
	}
	return n
}

// merge moves the step at the end of an arc into the box of the one at its start.
func (h *harmScene) merge(a arc) {
	from, to := h.steps[a.from], h.steps[a.to]
	from.then = append(append(from.then, to.step), to.then...)
	to.gone = true
	h.arcs = slices.DeleteFunc(h.arcs, func(x arc) bool { return x == a })
	for i := range h.arcs {
		if h.arcs[i].from == a.to {
			h.arcs[i].from = a.from
		}
	}
}

// draw turns steps and arcs into boxes and edges.
func (h *harmScene) draw() {
	for _, id := range h.order {
		if n := h.steps[id]; !n.gone {
			h.s.Boxes = append(h.s.Boxes, h.stepBox(id, n))
		}
	}
	for _, a := range h.arcs {
		switch {
		case a.low.Low != "":
			id := "low " + a.low.Element + " " + a.low.Low
			h.s.addOnce(newBox(id, "", Notched, LookAssumption,
				fmt.Sprintf("Assumption that may not hold: %s, %s: trust %s", h.names.of(a.low.Element), words(a.low.Low), words(a.low.Level)),
				text{FaceKind, "assumption"}, text{FaceTitle, h.names.of(a.low.Element)}, text{FaceItem, words(a.low.Low) + ": trust " + words(a.low.Level)}))
			h.edge(id, a.to, "")
		case h.shown(a):
			id := "event " + eventID(a.over)
			h.s.addOnce(newBox(id, "", Pill, LookConsequence,
				fmt.Sprintf("%s: %s, likelihood %s", h.names.of(a.over.Element), words(a.over.Consequence), words(a.over.Level)),
				text{FaceItem, h.names.of(a.over.Element)}, text{FaceTitle, words(a.over.Consequence)}))
			h.edge(a.from, id, "")
			h.edge(id, a.to, "")
		default:
			h.edge(a.from, a.to, eventID(a.over))
		}
	}
}

// edge adds an arrow unless it is there.
func (h *harmScene) edge(from, to, over string) {
	if slices.ContainsFunc(h.s.Edges, func(e Edge) bool { return e.From == from && e.To == to }) {
		return
	}
	tip := "brings about"
	if el, c, ok := strings.Cut(over, "#"); ok && el != "" {
		tip += ": " + h.names.of(el) + " " + words(c)
	}
	h.s.connect(newEdge(from, to, LookCause, true, "", tip))
}

// threatText is the width of text in the boxes of threats, whose titles are long.
const threatText = 190

// joined is how many steps of one box are named; the tooltip names all.
const joined = 5

func (h *harmScene) stepBox(id string, n *stepNode) Box {
	st := n.step
	if !st.Secondary {
		return newBoxOf(threatText, id, "", Rectangle, LookThreat, fmt.Sprintf("Threat %s: %s, likelihood %s", st.Rule, st.Title, words(st.Likelihood)),
			text{FaceKind, st.Rule}, text{FaceTitle, st.Title}, text{FaceItem, "likelihood " + words(st.Likelihood)})
	}
	all := append([]engine.Step{st}, n.then...)
	says := []text{}
	tip := "Follows"
	for i, x := range all {
		tip += fmt.Sprintf("; %s (%s)", x.Title, x.Rule)
		switch {
		case i < joined && len(all) > 1:
			says = append(says, text{FaceItem, fmt.Sprintf("%d. %s", i+1, x.Title)})
		case i < joined:
			says = append(says, text{FaceItem, x.Title})
		case i == joined:
			says = append(says, text{FaceItem, fmt.Sprintf("and %s more", count(len(all)-joined, "step"))})
		}
	}
	return newBoxOf(wideText, id, "", Rectangle, LookFollows, tip, says...)
}

func (h *harmScene) keys() []Key {
	var keys []Key
	for _, k := range []Key{
		{LookAssumption, "assumption that may not hold"}, {LookThreat, "threat"}, {LookConsequence, "what it brings about"}, {LookFollows, "what follows from it"},
	} {
		if slices.ContainsFunc(h.s.Boxes, func(b Box) bool { return b.Look == k.Look }) {
			keys = append(keys, k)
		}
	}
	return keys
}

func (h *harmScene) says(x *assessment.Harm) string {
	if len(x.Paths) == 0 {
		return "No path to this harm was found."
	}
	d := fmt.Sprintf("%s to the harm, the likeliest %s.", count(len(x.Paths), "path"), words(x.Paths[0].Likelihood))
	if x.MorePaths {
		d += " There are more."
	}
	return d
}
