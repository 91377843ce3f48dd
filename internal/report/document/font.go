package document

import (
	"fmt"
	"sync"
	"unicode"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/gomono"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
	"golang.org/x/text/unicode/norm"
)

// The Go fonts are embedded in a PDF. They have the letters of European languages (Latin, Greek, Cyrillic) and no others.
// Widths of tables in DOCX are measured with them too: the fonts of word processors are about as wide.
type face int

const (
	regular face = iota
	bold
	mono
)

var fontFiles = [...]struct {
	name string
	ttf  []byte
}{regular: {"go", goregular.TTF}, bold: {"gobold", gobold.TTF}, mono: {"gomono", gomono.TTF}}

// measure is what is known of one font: the width of each letter that it has, in units of the em.
type measure struct {
	widths map[rune]int
	em     int
}

var measures = sync.OnceValue(func() *[len(fontFiles)]measure {
	var all [len(fontFiles)]measure
	for i, file := range fontFiles {
		f, err := sfnt.Parse(file.ttf)
		if err != nil {
			panic(fmt.Sprintf("parse the built-in font %s: %v", file.name, err)) // a constant of the program
		}
		all[i] = measure{map[rune]int{}, int(f.UnitsPerEm())}
		var b sfnt.Buffer
		for r := rune(' '); r <= 0xFFFF; r++ { // fpdf knows no characters beyond
			g, err := f.GlyphIndex(&b, r)
			if err != nil || g == 0 {
				continue
			}
			if a, err := f.GlyphAdvance(&b, g, fixed.I(int(f.UnitsPerEm())), font.HintingNone); err == nil {
				all[i].widths[r] = a.Round()
			}
		}
	}
	return &all
})

// stand gives signs that the fonts lack by signs that mean the same; 0 leaves a sign without width out.
var stand = map[rune]rune{
	0xA0: noBreak, 0x202F: noBreak, 0x2007: noBreak, 0x2010: '-', 0x2011: '-', 0x2012: '–', 0x2212: '−',
	0x200B: 0, 0x200C: 0, 0x200D: 0, 0x200E: 0, 0x200F: 0, 0x2060: 0, 0xAD: 0, 0xFE0E: 0, 0xFE0F: 0, 0x061C: 0,
}

// noBreak is a space at which no line ends. It is drawn as a space.
const noBreak rune = 0xA0

// printable is a text in the characters of the fonts: composed, signs without a glyph replaced. What is missing is handed to
// lacks, and the sign for it stands in the text.
func printable(s string, f face, lacks func(rune)) string {
	ascii := true
	for i := range len(s) {
		if (s[i] < ' ' || s[i] > '~') && s[i] != '\n' {
			ascii = false
			break
		}
	}
	if ascii {
		return s
	}
	widths := measures()[f].widths
	out := make([]rune, 0, len(s))
	for _, r := range norm.NFC.String(s) {
		if to, ok := stand[r]; ok {
			r = to
		}
		switch {
		case r == 0:
			continue
		case unicode.Is(unicode.Zs, r) && r != noBreak:
			r = ' '
		case r == '\n' || widths[r] > 0:
		default:
			lacks(r)
			r = missing
		}
		out = append(out, r)
	}
	return string(out)
}

// missing stands in a PDF for a character that its fonts do not have. A note on the first page says so.
const missing = '□'

// width of a text in points.
func width(s string, f face, size float64) float64 {
	m := &measures()[f]
	sum := 0
	for _, r := range s {
		w, ok := m.widths[r]
		if !ok {
			w = m.em
		}
		sum += w
	}
	return float64(sum) * size / float64(m.em)
}

func (s Span) face(otherwise face) face {
	switch s.Style {
	case Code:
		return mono
	case Strong:
		return bold
	}
	return otherwise
}
