package document

import (
	"bytes"
	"encoding/binary"
	"math"
	"sync"
	"unicode/utf16"

	"codeberg.org/go-pdf/fpdf"
)

// EMF is the Enhanced Metafile of MS-EMF: pictures as lines and text that every word processor shows, other than SVG, and in
// whole numbers, so that the same picture gives the same bytes on every machine.

// emfUnits is how many units of the file make a pixel.
const emfUnits = 10

// Types of records.
const (
	emrHeader         = 1
	emrPolygon        = 3
	emrPolyline       = 4
	emrWindowExtent   = 9
	emrWindowOrigin   = 10
	emrViewportExtent = 11
	emrViewportOrigin = 12
	emrEOF            = 14
	emrMapMode        = 17
	emrBackground     = 18
	emrTextAlign      = 22
	emrTextColour     = 24
	emrSelect         = 37
	emrPen            = 38
	emrBrush          = 39
	emrDelete         = 40
	emrFont           = 82
	emrText           = 84
)

// Objects that need not be made.
const (
	noBrush    = 0x80000005
	noPen      = 0x80000008
	systemFont = 0x8000000D
)

// emf collects records.
type emf struct {
	body    bytes.Buffer
	records uint32
}

// record adds one record of 32-bit words.
func (e *emf) record(kind uint32, words ...uint32) {
	e.raw(kind, appendWords(nil, words...))
}

// raw adds one record; the length of data is a multiple of 4.
func (e *emf) raw(kind uint32, data []byte) {
	e.body.Write(appendWords(nil, kind, uint32(len(data)+8)))
	e.body.Write(data)
	e.records++
}

func appendWords(b []byte, words ...uint32) []byte {
	for _, w := range words {
		b = binary.LittleEndian.AppendUint32(b, w)
	}
	return b
}

// units turns pixels into units; coordinates may be negative.
func units(v float64) uint32 { return uint32(int32(math.Round(v * emfUnits))) }

func (c colour) ref() uint32 { return uint32(c.r) | uint32(c.g)<<8 | uint32(c.b)<<16 }

// emf writes a drawing as a metafile.
func (d *drawing) emf() []byte {
	e := &emf{}
	w, h := units(d.w), units(d.h)
	e.record(emrMapMode, 8) // anisotropic: a window on a view of the same size
	e.record(emrWindowOrigin, 0, 0)
	e.record(emrWindowExtent, w, h)
	e.record(emrViewportOrigin, 0, 0)
	e.record(emrViewportExtent, w, h)
	e.record(emrBackground, 1) // transparent
	for i := range d.strokes {
		s := &d.strokes[i]
		if s.text != "" {
			e.text(s)
		} else if len(s.points) > 1 {
			e.shape(s)
		}
	}
	e.record(emrEOF, 0, 16, 20)
	return append(e.header(d), e.body.Bytes()...)
}

// header is the first record, of 88 bytes. The reference device has 960 dots to the inch, that is ten units to a pixel.
func (e *emf) header(d *drawing) []byte {
	w, h := units(d.w), units(d.h)
	hundredths := func(pixels float64) uint32 { return uint32(math.Round(pixels * 2540 / 96)) } // of a millimetre
	const size, objects = 88, 4
	b := appendWords(nil, emrHeader, size, 0, 0, w-1, h-1, 0, 0, hundredths(d.w), hundredths(d.h), 0x464D4520, 0x10000, uint32(size+e.body.Len()), e.records+1, objects)
	return appendWords(b, 0, 0, 0, 96_000, 96_000, 2540, 2540)
}

// shape draws with pen 1 and brush 2.
func (e *emf) shape(s *stroke) {
	drawn := s.line.set && s.width > 0
	if drawn {
		e.record(emrPen, 1, 0, max(1, units(s.width)), 0, s.line.ref())
	}
	if s.fill.set {
		e.record(emrBrush, 2, 0, s.fill.ref(), 0)
		e.record(emrSelect, 2)
	} else {
		e.record(emrSelect, noBrush)
	}
	whole := drawn && len(s.dash) == 0
	if s.fill.set || s.closed && whole {
		e.record(emrSelect, pick(whole && s.closed, 1, noPen))
		e.points(emrPolygon, s.points)
	}
	if drawn {
		e.record(emrSelect, 1)
		switch {
		case len(s.dash) > 0:
			for _, part := range dashes(s) {
				e.points(emrPolyline, part)
			}
		case !s.closed:
			e.points(emrPolyline, s.points)
		}
		e.record(emrSelect, noPen)
		e.record(emrDelete, 1)
	}
	if s.fill.set {
		e.record(emrSelect, noBrush)
		e.record(emrDelete, 2)
	}
}

func pick(yes bool, a, b uint32) uint32 {
	if yes {
		return a
	}
	return b
}

func (e *emf) points(kind uint32, points []point) {
	left, top, right, bottom := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, p := range points {
		left, top, right, bottom = min(left, p.x), min(top, p.y), max(right, p.x), max(bottom, p.y)
	}
	words := []uint32{units(left), units(top), units(right), units(bottom), uint32(len(points))}
	for _, p := range points {
		words = append(words, units(p.x), units(p.y))
	}
	e.record(kind, words...)
}

// arial is the width of each letter of ASCII in thousandths of the font size, upright and bold. Arial is as wide as Helvetica,
// whose widths stand in fpdf.
var arial = sync.OnceValue(func() (out [2][128]float64) {
	f := fpdf.New("P", "pt", "A4", "")
	for i, style := range []string{"", "B"} {
		f.SetFont("Helvetica", style, 1000)
		for c := ' '; c <= '~'; c++ {
			out[i][c] = f.GetStringWidth(string(c))
		}
	}
	return out
})

// advance is how far a letter moves the next one, in pixels. For letters beyond ASCII the Go fonts are near enough.
func advance(r rune, s *stroke) float64 {
	if r < ' ' || r > '~' {
		return width(string(r), s.face(), s.size)
	}
	return arial()[pick(s.bold, 1, 0)][r] * s.size / 1000
}

// text draws with font 3.
func (e *emf) text(s *stroke) {
	if !s.fill.set {
		return
	}
	weight := pick(s.bold, 700, 400)
	font := appendWords(nil, 3, -units(s.size), 0, 0, 0, weight, 0, 0)
	for _, u := range utf16.Encode([]rune("Arial")) {
		font = binary.LittleEndian.AppendUint16(font, u)
	}
	e.raw(emrFont, append(font, make([]byte, 4+320-len(font))...)) // the handle, and a LogFontPanose
	e.record(emrSelect, 3)
	e.record(emrTextColour, s.fill.ref())
	align := map[string]uint32{"middle": 6, "end": 2}[s.anchor] // left if neither
	e.record(emrTextAlign, 24|align)                            // 24: on the base line

	var letters []uint16
	var steps []uint32
	for _, r := range s.text {
		letters = utf16.AppendRune(letters, r)
		steps = append(steps, units(advance(r, s)))
		if r > 0xFFFF {
			steps = append(steps, 0)
		}
	}
	const head = 76
	stored := (2*len(letters) + 3) / 4 * 4
	x, y := units(s.at.x), units(s.at.y)
	scale := math.Float32bits(2540.0 / 960) // hundredths of a millimetre to the unit
	b := appendWords(nil, 0, 0, ^uint32(0), ^uint32(0), 1, scale, scale, x, y, uint32(len(letters)), head, 0, 0, 0, ^uint32(0), ^uint32(0), uint32(head+stored))
	for _, u := range letters {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	b = append(b, make([]byte, stored-2*len(letters))...)
	e.raw(emrText, appendWords(b, steps...))
	e.record(emrSelect, systemFont)
	e.record(emrDelete, 3)
}
