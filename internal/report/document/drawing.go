package document

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
)

// drawing is a picture in strokes that a PDF, or a program that knows no SVG, can be given. Lengths are in pixels of the SVG.
type drawing struct {
	w, h    float64
	strokes []stroke
}

// stroke is a shape, or a text if it has one.
type stroke struct {
	points []point // of a shape; curves are broken into short lines
	closed bool
	fill   colour
	line   colour
	width  float64 // of the line
	dash   []float64

	text   string
	at     point   // the base line
	size   float64 // of the font
	bold   bool
	anchor string // start, middle or end
}

// face is the font of a text.
func (s *stroke) face() face {
	if s.bold {
		return bold
	}
	return regular
}

type point struct{ x, y float64 }

// colour is RGB; nothing is drawn unless it is set.
type colour struct {
	r, g, b uint8
	set     bool
}

// Bounds of a drawing.
const (
	maxStrokes = 20_000
	maxPoints  = 500_000
	maxLength  = 100_000 // pixels
)

// readDrawing reads the part of SVG that internal/report writes: groups that are moved, rectangles, polygons, paths, texts, and a
// style sheet of classes. Of anything else it says that it cannot: a picture that lacks something would mislead.
func readDrawing(svg string) (*drawing, error) {
	r := &drawingReader{out: &drawing{}}
	r.out.w, r.out.h = pictureSize(svg)
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return r.out, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read picture: %w", err)
		}
		switch e := token.(type) {
		case xml.StartElement:
			err = r.start(e)
		case xml.EndElement:
			err = r.end(e.Name.Local)
		case xml.CharData:
			r.chars(string(e))
		}
		if err == nil && (len(r.out.strokes) > maxStrokes || r.points > maxPoints) {
			err = errors.New("it is too large to be drawn")
		}
		if err != nil {
			return nil, fmt.Errorf("read picture: %w", err)
		}
	}
}

type drawingReader struct {
	out    *drawing
	styles []styleRule
	groups []group
	within string // title, desc, style or text, whose characters follow
	held   strings.Builder
	text   stroke
	points int
}

// group is an open element and what it hands down.
type group struct {
	classes []string
	move    point
}

func (r *drawingReader) start(e xml.StartElement) error {
	if r.within != "" {
		return fmt.Errorf("a %s in a %s", e.Name.Local, r.within)
	}
	a := map[string]string{}
	for _, x := range e.Attr {
		a[x.Name.Local] = x.Value
	}
	g := group{classes: strings.Fields(a["class"])}
	if len(r.groups) > 0 {
		g.move = r.groups[len(r.groups)-1].move
	}
	if len(r.groups) > 50 {
		return errors.New("too many elements within each other")
	}
	name := e.Name.Local
	switch name {
	case "svg":
		if len(r.groups) > 0 {
			return errors.New("an svg in an svg")
		}
		if box := strings.Fields(a["viewBox"]); len(box) == 4 && (pixels(box[2]) != r.out.w || pixels(box[3]) != r.out.h || box[0] != "0" || box[1] != "0") {
			return errors.New("its view box is not its size")
		}
	case "g":
		if err := g.translate(a); err != nil {
			return err
		}
	case "title", "desc", "style":
		r.within = name
		r.held.Reset()
	case "rect", "polygon", "path", "text":
		r.groups = append(r.groups, g)
		return r.shape(name, a)
	default:
		return fmt.Errorf("it has a %s", name)
	}
	r.groups = append(r.groups, g)
	return nil
}

func (g *group) translate(a map[string]string) error {
	for name, v := range a {
		switch {
		case name == "class", name == "id":
		case name == "transform":
			list, ok := strings.CutPrefix(v, "translate(")
			list, end := strings.CutSuffix(list, ")")
			n, err := numbers(list)
			if !ok || !end || err != nil || len(n) != 2 {
				return errors.New("a transform that is no translation")
			}
			g.move = point{g.move.x + n[0], g.move.y + n[1]}
		default:
			return fmt.Errorf("a g with %s", name)
		}
	}
	return nil
}

func (r *drawingReader) end(name string) error {
	r.groups = r.groups[:len(r.groups)-1] // the decoder checks that elements are closed in order
	if name == r.within {
		r.within = ""
		switch name {
		case "style":
			r.styles = append(r.styles, parseStyle(r.held.String())...)
		case "text":
			r.text.text = cleanLine(r.held.String())
			r.out.strokes = append(r.out.strokes, r.text)
		}
	}
	return nil
}

func (r *drawingReader) chars(s string) {
	if r.within != "" {
		r.held.WriteString(s)
	}
}

// shape reads a shape or the beginning of a text.
func (r *drawingReader) shape(name string, a map[string]string) error {
	s, err := r.look(a)
	if err != nil {
		return err
	}
	move := r.groups[len(r.groups)-1].move
	length := func(name string) float64 {
		if a[name] == "" || err != nil {
			return 0
		}
		var n []float64
		if n, err = numbers(a[name]); err == nil && len(n) != 1 {
			err = fmt.Errorf("%s is %q", name, a[name])
		}
		if err != nil {
			return 0
		}
		return n[0]
	}
	known := "class id fill stroke stroke-width "
	switch name {
	case "rect":
		known += "x y width height rx"
		s.points, s.closed = rounded(length("x"), length("y"), length("width"), length("height"), length("rx")), true
	case "polygon":
		known += "points"
		var n []float64
		if n, err = numbers(a["points"]); err == nil && len(n)%2 != 0 {
			err = errors.New("a polygon with half a point")
		}
		for i := 0; err == nil && i < len(n); i += 2 {
			s.points = append(s.points, point{n[i], n[i+1]})
		}
		s.closed = true
	case "path":
		known += "d"
		s.points, s.closed, err = parsePath(a["d"])
	case "text":
		known += "x y text-anchor font-family font-size font-weight"
		s.at = point{length("x") + move.x, length("y") + move.y}
	}
	if err != nil {
		return err
	}
	for attr := range a {
		if !strings.Contains(" "+known+" ", " "+attr+" ") {
			return errors.New("a shape with unknown properties")
		}
	}
	for i := range s.points {
		s.points[i].x += move.x
		s.points[i].y += move.y
	}
	r.points += len(s.points)
	if name == "text" {
		r.within, r.text = name, s
		r.held.Reset()
		return nil
	}
	r.out.strokes = append(r.out.strokes, s)
	return nil
}

// numbers reads numbers between spaces and commas.
func numbers(s string) ([]float64, error) {
	var out []float64
	for _, f := range strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' || r == '\n' }) {
		v, err := strconv.ParseFloat(f, 64)
		if err != nil || math.IsNaN(v) || math.Abs(v) > maxLength {
			return nil, fmt.Errorf("%.20q is no length", f)
		}
		out = append(out, v)
	}
	return out, nil
}
