package document

import "codeberg.org/go-pdf/fpdf"

// drawFigure draws a picture; nothing of it gets out of its frame.
func drawFigure(f *fpdf.Fpdf, d placed) {
	f.ClipRect(d.x, d.y, d.w*d.scale, d.h*d.scale, false)
	defer f.ClipEnd()
	for i := range d.strokes {
		s := &d.strokes[i]
		if s.text != "" {
			d.drawText(f, s)
		} else if len(s.points) > 1 {
			d.drawShape(f, s)
		}
	}
}

func (d placed) at(p point) (x, y float64) { return d.x + p.x*d.scale, d.y + p.y*d.scale }

func (d placed) drawText(f *fpdf.Fpdf, s *stroke) {
	if !s.fill.set {
		return
	}
	size := s.size * d.scale
	f.SetFont(fontFiles[s.face()].name, "", size)
	f.SetTextColor(int(s.fill.r), int(s.fill.g), int(s.fill.b))
	x, y := d.at(s.at)
	switch w := width(s.text, s.face(), size); s.anchor {
	case "middle":
		x -= w / 2
	case "end":
		x -= w
	}
	f.Text(x, y, s.text)
}

func (d placed) drawShape(f *fpdf.Fpdf, s *stroke) {
	how := ""
	if s.fill.set {
		f.SetFillColor(int(s.fill.r), int(s.fill.g), int(s.fill.b))
		how = "F"
	}
	if s.line.set && s.width > 0 {
		f.SetDrawColor(int(s.line.r), int(s.line.g), int(s.line.b))
		f.SetLineWidth(s.width * d.scale)
		dash := make([]float64, len(s.dash))
		for i, v := range s.dash {
			dash[i] = v * d.scale
		}
		f.SetDashPattern(dash, 0)
		defer f.SetDashPattern(nil, 0)
		how += "D"
	}
	if how == "" {
		return
	}
	f.MoveTo(d.at(s.points[0]))
	for _, p := range s.points[1:] {
		f.LineTo(d.at(p))
	}
	if s.closed {
		f.ClosePath()
	}
	f.DrawPath(how)
}
