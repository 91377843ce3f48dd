package document

import (
	"encoding/xml"
	"strconv"
	"strings"
)

// pictureSize is the natural size of a picture in pixels, from its width and height or else its view box; 4 to 3 if it has none.
func pictureSize(svg string) (w, h float64) {
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		token, err := d.Token()
		if err != nil {
			break
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		var box []string
		for _, a := range e.Attr {
			switch a.Name.Local {
			case "width":
				w = pixels(a.Value)
			case "height":
				h = pixels(a.Value)
			case "viewBox":
				box = strings.Fields(a.Value)
			}
		}
		if (w == 0 || h == 0) && len(box) == 4 {
			w, h = pixels(box[2]), pixels(box[3])
		}
		break
	}
	if w == 0 || h == 0 {
		return 800, 600
	}
	return w, h
}

// needsLandscape says whether a picture is much larger on a page that is turned: it is broad, and would have to shrink.
func (f *Figure) needsLandscape() bool {
	w, h := pictureSize(f.SVG)
	return w > 1.15*h && w*pixelPoints > 1.3*portraitWidth
}

// pixelPoints is how many points a pixel has: there are 96 pixels and 72 points to the inch.
const pixelPoints = 0.75

// pixels reads a length; 0 for what is none, or no size of a picture.
func pixels(s string) float64 {
	v, err := strconv.ParseFloat(strings.TrimSuffix(s, "px"), 64)
	if err != nil || !(v >= 1 && v <= 100_000) {
		return 0
	}
	return v
}

// figure writes a picture as a metafile. One that cannot be drawn is given by its alternative text in a frame.
func (x *docx) figure(f *Figure, measure float64) {
	d, err := readDrawing(f.SVG)
	if err != nil {
		x.paragraph("Missing", Text(cannotDraw+f.Alt))
		return
	}
	x.pictures = append(x.pictures, string(d.emf()))
	n := len(x.pictures)
	highest := pageLong - 2*margin - 80
	if measure > portraitWidth {
		highest = pageShort - 2*margin - 80
	}
	scale := min(pixelPoints, measure/d.w, highest/d.h)
	const emu = 12700 // to the point
	cx, cy := max(1, int(d.w*scale*emu)), max(1, int(d.h*scale*emu))
	alt := escape(f.Alt)
	x.printf(`<w:p><w:pPr><w:pStyle w:val="Picture"/></w:pPr><w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/><wp:docPr id="%d" name="Picture %d" descr="%s"/>`, cx, cy, n, n, alt)
	x.printf(`<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="%d" name="Picture %d" descr="%s"/><pic:cNvPicPr/></pic:nvPicPr>`, n, n, alt)
	x.printf(`<pic:blipFill><a:blip r:embed="rIdP%d"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`, n)
	x.printf(`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>`, cx, cy)
}
