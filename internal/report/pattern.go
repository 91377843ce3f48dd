package report

import (
	"fmt"
	"slices"
	"strings"

	"cordon/internal/knowledge"
)

// Pattern is the picture of a pattern: a box for each role with what it must be, what the threat needs of it and what comes of it, and a
// line for each link. Infers are the elements that a construction rule adds; adds, its links.
func Pattern(id, title string, p *knowledge.Pattern, causes, effects []string, infers []knowledge.InferredRole, adds []string) Scene {
	s := &Scene{ID: "pattern-" + id, Title: title, Flow: Rightward}
	var says []string
	for _, e := range p.Where {
		says = append(says, s.role(e.Key, &e.Value, marksOf(e.Key, causes, "needs: "), marksOf(e.Key, effects, "then: ")))
	}
	for _, i := range infers {
		tip := fmt.Sprintf("%s, of the kind %s, is added", words(i.Name), i.Kind)
		s.Boxes = append(s.Boxes, newBox(i.Name, "", Rectangle, LookConsequence, tip, text{FaceTitle, words(i.Name)}, text{FaceKind, i.Kind}, text{FaceMark, "added"}))
		says = append(says, tip)
	}
	for _, l := range p.Links {
		says = append(says, s.patternLink(l, LookLink))
	}
	for _, l := range adds {
		says = append(says, "added: "+s.patternLink(l, LookFlow))
	}
	s.Legend = []Key{{LookAsset, "role"}, {LookLink, "link that must be there"}}
	if len(infers) > 0 {
		s.Legend = append(s.Legend, Key{LookConsequence, "element that is added"})
	}
	if len(adds) > 0 {
		s.Legend = append(s.Legend, Key{LookFlow, "link that is added"})
	}
	s.Desc = strings.Join(slices.DeleteFunc(says, func(s string) bool { return s == "" }), ". ") + "."
	return *s
}

var bindingWords = map[knowledge.Binding]string{
	knowledge.Necessary: "all that fit; all are needed", knowledge.Sufficient: "all that fit; one is enough",
	knowledge.Optional: "all that fit, if any", knowledge.Absent: "there must be none",
}

func (s *Scene) role(name string, r *knowledge.Role, needs, then []string) string {
	lines := []text{{FaceTitle, words(name)}, {FaceKind, r.Kind}}
	parts := []string{words(name) + " is of the kind " + r.Kind}
	look, shape := LookAsset, Rectangle
	if b := bindingWords[r.Role]; b != "" {
		lines = append(lines, text{FaceItem, b})
		parts = append(parts, b)
		look, shape = LookPart, Rounded
	}
	for _, f := range r.Facts {
		fact := words(f.Key) + ": " + strings.Join(f.Value, " or ")
		lines = append(lines, text{FaceItem, fact})
		parts = append(parts, fact)
	}
	for _, m := range slices.Concat(needs, then) {
		lines = append(lines, text{FaceMark, m})
		parts = append(parts, m)
	}
	tip := strings.Join(parts, ", ")
	s.Boxes = append(s.Boxes, newBox(name, "", shape, look, tip, lines...))
	return tip
}

// marksOf are the causes or effects at a role.
func marksOf(role string, terms []string, before string) []string {
	var out []string
	for _, t := range terms {
		term, err := knowledge.ParseTerm(t)
		if err != nil || term.Role != role {
			continue
		}
		what := words(term.Name)
		if term.Low {
			what = "little trust in '" + what + "'"
		}
		out = append(out, before+what)
	}
	return out
}

func (s *Scene) patternLink(link string, look Look) string {
	l, err := knowledge.ParseLink(link)
	if err != nil {
		return ""
	}
	label := words(l.Relation)
	if l.Not {
		label = "not: " + label
	}
	says := fmt.Sprintf("%s %s %s", words(l.From), label, words(l.To))
	if l.From == l.To {
		b := s.box(l.From)
		b.Tip += ", " + label + " itself"
		return says
	}
	s.connect(newEdge(l.From, l.To, look, true, label, says))
	return says
}
