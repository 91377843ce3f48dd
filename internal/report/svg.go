package report

import (
	"bytes"
	"context"
	"encoding/xml"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// Draw lays a scene out and writes it as a self-contained SVG: no scripts, no fonts, nothing loaded from elsewhere. The same
// scene gives the same bytes.
func Draw(ctx context.Context, s Scene) []byte {
	lay(ctx, &s)
	w := &svgWriter{s: &s}
	return w.write()
}

// Room around a picture, and between it and its title and legend.
const (
	margin    = 16
	legendGap = 14
	sampleW   = 26
	sampleH   = 14
	titleX    = 10 // of the title in its frame
	titleY    = 6
)

type svgWriter struct {
	s *Scene
	b bytes.Buffer
}

func (w *svgWriter) write() []byte {
	s := w.s
	head := wrap(s.Title, faces[FaceHead], max(s.laid.W, 420))
	headW, headH := blockSize(head, faces[FaceHead])
	keys, keysW, keysH := placeKeys(s.Legend, max(s.laid.W, 420))
	width := even(max(s.laid.W, headW, keysW) + 2*margin)
	top := margin + headH + legendGap
	height := even(top + s.laid.H + legendGap + keysH + margin)
	id := idText(s.ID)
	w.raw(`<svg xmlns="http://www.w3.org/2000/svg" class="cordon" viewBox="0 0 %s %s" width="%s" height="%s" role="img" aria-labelledby="%s-title %s-desc">`,
		num(width), num(height), num(width), num(height), id, id)
	w.raw("\n<title id=\"%s-title\">%s</title>\n<desc id=\"%s-desc\">%s</desc>\n", id, esc(s.Title), id, esc(s.Desc))
	w.raw("<style>%s</style>\n", pictureStyle)
	w.raw(`<rect class="paper" width="%s" height="%s"/>`+"\n", num(width), num(height))
	for i, l := range head {
		w.text(margin, margin+float64(i)*faces[FaceHead].lead, l, FaceHead, false)
	}
	// A picture narrower than its title or legend stands in the middle.
	dx, dy := tenth((width-s.laid.W)/2-s.laid.X), tenth(top-s.laid.Y)
	w.raw(`<g transform="translate(%s %s)">`+"\n", num(dx), num(dy))
	for i := range s.Groups {
		w.group(&s.Groups[i])
	}
	for _, above := range []bool{false, true} { // what moves is drawn above what is only connected
		for i := range s.Edges {
			if s.Edges[i].Arrow == above {
				w.line(&s.Edges[i])
			}
		}
	}
	for i := range s.Groups {
		w.groupTitle(&s.Groups[i])
	}
	for i := range s.Boxes {
		w.box(&s.Boxes[i])
	}
	for i := range s.Edges {
		w.label(&s.Edges[i])
	}
	w.raw("</g>\n")
	for i, k := range keys {
		w.key(s.Legend[i], k, height-margin-keysH)
	}
	w.raw("</svg>\n")
	return w.b.Bytes()
}

// begin begins a chart: its title and what it shows in words, for who cannot see it, and the lines of the title on top. The name is that of the chart
// in ids.
func (w *svgWriter) begin(name, title, words string, head []string, width, height float64) {
	w.raw(`<svg xmlns="http://www.w3.org/2000/svg" class="cordon" viewBox="0 0 %s %s" width="%s" height="%s" role="img" aria-labelledby="%s-title %s-desc">`, num(width), num(height), num(width), num(height), name, name)
	w.raw("\n<title id=\"%s-title\">%s</title>\n<desc id=\"%s-desc\">%s</desc>\n", name, esc(title), name, esc(words))
	w.raw("<style>%s</style>\n", pictureStyle)
	w.raw(`<rect class="paper" width="%s" height="%s"/>`+"\n", num(width), num(height))
	for i, l := range head {
		w.text(margin, margin+float64(i)*faces[FaceHead].lead, l, FaceHead, false)
	}
}

func (w *svgWriter) raw(format string, args ...any) { fmt.Fprintf(&w.b, format, args...) }

// text writes one line whose top is at y; centred lines are centred at x.
func (w *svgWriter) text(x, y float64, s string, f Face, centred bool) {
	class := "t " + string(f)
	if centred {
		class += " mid"
	}
	// The baseline stands so that ascenders and descenders of common fonts have equal room.
	base := y + (faces[f].lead+faces[f].size*0.72)/2
	w.raw(`<text class="%s" x="%s" y="%s">%s</text>`, class, num(x), num(base), esc(s))
}

func (w *svgWriter) group(g *Group) {
	w.raw(`<g class="%s"><title>%s</title><rect class="shape" x="%s" y="%s" width="%s" height="%s" rx="10"/>`,
		g.Look, esc(g.Tip), num(g.At.X), num(g.At.Y), num(g.At.W), num(g.At.H))
	w.raw("</g>\n")
}

// groupTitle comes after the lines, with a rim in the colour of its frame, so that a line does not strike it through.
func (w *svgWriter) groupTitle(g *Group) {
	if len(g.Title) == 0 {
		return
	}
	w.raw(`<g class="%s"><title>%s</title>`, g.Look, esc(g.Tip))
	for i, l := range g.Title {
		w.text(g.At.X+titleX, g.At.Y+titleY+float64(i)*faces[FaceGroup].lead, l, FaceGroup, false)
	}
	w.raw("</g>\n")
}

func (w *svgWriter) box(b *Box) {
	w.raw(`<g class="%s"><title>%s</title>%s`, b.Look, esc(b.Tip), outline(b.Shape, b.At))
	if strings.HasPrefix(string(b.Look), string(LookRisk)) {
		w.raw(`<rect class="bar" x="%s" y="%s" width="5" height="%s" rx="2.5"/>`, num(b.At.X), num(b.At.Y+6), num(b.At.H-12))
	}
	height := 0.0
	for _, l := range b.Lines {
		height += faces[l.Face].lead
	}
	x, y := b.At.X+padX, b.At.Y+(b.At.H-height)/2
	centred := b.Shape == Pill || b.Shape == Rounded || b.Shape == Notched
	if centred {
		x = b.At.X + b.At.W/2
	}
	for _, l := range b.Lines {
		w.text(x, y, l.Text, l.Face, centred)
		y += faces[l.Face].lead
	}
	w.raw("</g>\n")
}

// outline is the shape of a box.
func outline(s Shape, r Rect) string {
	if s == Notched {
		const c = 10
		var p []string
		for _, v := range [][2]float64{{c, 0}, {r.W - c, 0}, {r.W, c}, {r.W, r.H - c}, {r.W - c, r.H}, {c, r.H}, {0, r.H - c}, {0, c}} {
			p = append(p, num(r.X+v[0])+","+num(r.Y+v[1]))
		}
		return fmt.Sprintf(`<polygon class="shape" points="%s"/>`, strings.Join(p, " "))
	}
	radius := float64(smallCorner)
	switch s {
	case Pill:
		radius = r.H / 2
	case Rounded:
		radius = min(18, r.H/2)
	}
	return fmt.Sprintf(`<rect class="shape" x="%s" y="%s" width="%s" height="%s" rx="%s"/>`, num(r.X), num(r.Y), num(r.W), num(r.H), num(radius))
}

// line draws an edge and its arrow head; its label comes later, on top of the boxes' frames.
func (w *svgWriter) line(e *Edge) {
	if len(e.Points) == 0 {
		return
	}
	path := "M" + pair(e.Points[0])
	for i := 1; i+2 < len(e.Points); i += 3 {
		path += " C" + pair(e.Points[i]) + " " + pair(e.Points[i+1]) + " " + pair(e.Points[i+2])
	}
	w.raw(`<g class="%s"><title>%s</title><path class="line" d="%s"/>`, e.Look, esc(e.Tip), path)
	if e.Arrow {
		w.raw(`<polygon class="tip" points="%s"/>`, arrowHead(e.Points))
	}
	w.raw("</g>\n")
}

// arrowHead is a triangle at the end of a spline, along its last direction.
func arrowHead(p []Point) string {
	tip := p[len(p)-1]
	from := tip
	for i := len(p) - 2; i >= 0 && from == tip; i-- {
		from = p[i]
	}
	dx, dy := tip.X-from.X, tip.Y-from.Y
	length := math.Hypot(dx, dy)
	if length == 0 {
		dx, length = 1, 1
	}
	dx, dy = dx/length, dy/length
	const long, half = 9, 4
	back := Point{tip.X - dx*long, tip.Y - dy*long}
	return strings.Join([]string{pair(tip), pair(Point{back.X - dy*half, back.Y + dx*half}), pair(Point{back.X + dy*half, back.Y - dx*half})}, " ")
}

func (w *svgWriter) label(e *Edge) {
	if len(e.Label) == 0 {
		return
	}
	w.raw(`<g class="%s"><title>%s</title><rect class="back" x="%s" y="%s" width="%s" height="%s" rx="3"/>`,
		e.Look, esc(e.Tip), num(e.At.X), num(e.At.Y), num(e.At.W), num(e.At.H))
	for i, l := range e.Label {
		w.text(e.At.X+e.At.W/2, e.At.Y+1+float64(i)*faces[FaceLabel].lead, l, FaceLabel, true)
	}
	w.raw("</g>\n")
}

// placeKeys puts the entries of a legend into rows, from the origin on.
func placeKeys(keys []Key, room float64) (at []Rect, w, h float64) {
	x, y := 0.0, 0.0
	row := faces[FaceItem].lead + 8
	for _, k := range keys {
		width := sampleW + 6 + textWidth(k.Says, faces[FaceItem])
		if x > 0 && x+width > room {
			x, y = 0, y+row
		}
		at = append(at, Rect{x, y, width, row})
		w, h = max(w, x+width), y+row
		x += even(width + 18)
	}
	return at, w, h
}

func (w *svgWriter) key(k Key, at Rect, top float64) {
	x, y := margin+at.X, top+at.Y
	mid := y + at.H/2
	sample := Rect{x, mid - sampleH/2, sampleW, sampleH}
	w.raw(`<g class="%s"><title>%s</title>`, k.Look, esc(k.Says))
	switch k.Look {
	case LookFlow, LookLink, LookUse, LookCause:
		w.raw(`<path class="line" d="M%s %s"/>`, pair(Point{x, mid}), pair(Point{x + sampleW, mid}))
		if k.Look == LookFlow || k.Look == LookCause {
			w.raw(`<polygon class="tip" points="%s"/>`, arrowHead([]Point{{x, mid}, {x + sampleW, mid}}))
		}
	case LookNetwork, LookConsequence:
		w.raw("%s", outline(Pill, sample))
	case LookPerson:
		w.raw("%s", outline(Rounded, sample))
	default:
		w.raw("%s", outline(Rectangle, sample))
		if strings.HasPrefix(string(k.Look), string(LookRisk)) {
			w.raw(`<rect class="bar" x="%s" y="%s" width="5" height="%s" rx="2.5"/>`, num(sample.X), num(sample.Y+1), num(sample.H-2))
		}
	}
	w.text(x+sampleW+6, y+4, k.Says, FaceItem, false)
	w.raw("</g>\n")
}

func num(v float64) string { return strconv.FormatFloat(tenth(v)+0, 'f', -1, 64) }

func pair(p Point) string { return num(p.X) + "," + num(p.Y) }

// esc makes text safe in XML; characters that XML cannot hold become U+FFFD.
func esc(s string) string {
	var b strings.Builder
	xml.EscapeText(&b, []byte(s)) //nolint:errcheck // a Builder does not fail
	return b.String()
}

// idText keeps of an id what may stand in the id of an XML element; everything else becomes its code point.
func idText(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r == '-' || r == '_' || r >= '0' && r <= '9' || r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' {
			b.WriteRune(r)
		} else {
			fmt.Fprintf(&b, ".%x.", r)
		}
	}
	return b.String()
}
