package document

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// styleRule gives properties to elements of a class within elements of other classes, as in .cordon .zone .shape{fill:#fff}.
type styleRule struct {
	classes    []string
	properties [][2]string
}

// parseStyle reads the rules of a style sheet whose selectors are lists of classes. Rules for other media and other selectors are
// left out: they set colours for dark screens.
func parseStyle(s string) []styleRule {
	var out []styleRule
	for s != "" {
		selector, rest, ok := strings.Cut(s, "{")
		if !ok {
			break
		}
		if strings.HasPrefix(strings.TrimSpace(selector), "@") {
			s = afterBlock(rest)
			continue
		}
		var body string
		body, s, _ = strings.Cut(rest, "}")
		rule := styleRule{classes: strings.Fields(selector)}
		if len(rule.classes) == 0 || slices.ContainsFunc(rule.classes, func(c string) bool { return c[0] != '.' || strings.ContainsAny(c[1:], ".:,>+~[#*") }) {
			continue
		}
		for i, c := range rule.classes {
			rule.classes[i] = c[1:]
		}
		for d := range strings.SplitSeq(body, ";") {
			name, value, ok := strings.Cut(d, ":")
			if ok && !strings.Contains(value, "var(") { // the same value stands before, in plain
				rule.properties = append(rule.properties, [2]string{strings.TrimSpace(name), strings.TrimSpace(value)})
			}
		}
		out = append(out, rule)
	}
	// A selector of more classes goes before one of fewer; of two alike the later one.
	slices.SortStableFunc(out, func(a, b styleRule) int { return len(a.classes) - len(b.classes) })
	return out
}

// afterBlock is what follows the brace that closes a block.
func afterBlock(s string) string {
	depth := 1
	for i, r := range s {
		switch r {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return s[i+1:]
			}
		}
	}
	return ""
}

// matches says whether the innermost of the groups has the last class, and groups around it have the others, in order.
func (s *styleRule) matches(groups []group) bool {
	n := len(s.classes) - 1
	last := len(groups) - 1
	if !slices.Contains(groups[last].classes, s.classes[n]) {
		return false
	}
	at := 0
	for _, g := range groups[:last] {
		if at < n && slices.Contains(g.classes, s.classes[at]) {
			at++
		}
	}
	return at == n
}

// look finds how the innermost element is drawn, from its attributes and then from the style sheet.
func (r *drawingReader) look(a map[string]string) (stroke, error) {
	s := stroke{fill: colour{set: true}, width: 1, size: 16, anchor: "start"}
	set := func(name, value string) error {
		var err error
		switch name {
		case "fill":
			s.fill, err = parseColour(value)
		case "stroke":
			s.line, err = parseColour(value)
		case "stroke-width":
			s.width, err = pixelLength(value)
		case "stroke-dasharray":
			s.dash, err = numbers(value)
		case "font-size":
			s.size, err = pixelLength(value)
		case "font-weight":
			s.bold = value == "700" || value == "bold"
		case "text-anchor":
			s.anchor = value
		case "font-family", "stroke-linejoin", "stroke-linecap", "paint-order", "fill-opacity": // what is drawn means the same without
		default:
			err = fmt.Errorf("the property %.20q", name)
		}
		return err
	}
	for _, name := range []string{"fill", "stroke", "stroke-width", "font-size", "font-weight", "text-anchor"} {
		if v, ok := a[name]; ok {
			if err := set(name, v); err != nil {
				return s, err
			}
		}
	}
	for i := range r.styles {
		if !r.styles[i].matches(r.groups) {
			continue
		}
		for _, p := range r.styles[i].properties {
			if err := set(p[0], p[1]); err != nil {
				return s, err
			}
		}
	}
	return s, nil
}

func pixelLength(s string) (float64, error) {
	n, err := numbers(strings.TrimSuffix(s, "px"))
	if err != nil || len(n) != 1 || n[0] < 0 {
		return 0, fmt.Errorf("%.20q is no length", s)
	}
	return n[0], nil
}

func parseColour(s string) (colour, error) {
	if s == "none" {
		return colour{}, nil
	}
	hex, ok := strings.CutPrefix(s, "#")
	if len(hex) == 3 {
		hex = string([]byte{hex[0], hex[0], hex[1], hex[1], hex[2], hex[2]})
	}
	v, err := strconv.ParseUint(hex, 16, 32)
	if !ok || len(hex) != 6 || err != nil {
		return colour{}, fmt.Errorf("%.20q is no colour that can be drawn", s)
	}
	return colour{uint8(v >> 16), uint8(v >> 8), uint8(v), true}, nil
}
