package report

import (
	"fmt"
	"strconv"

	"cordon/internal/numbers"
)

// Sizes of the tornado chart.
const (
	tornadoText = 400 // width of the titles of inputs
	tornadoBars = 420
	tornadoEnds = 64 // room for the figure at each end of a bar
	tornadoGap  = 16
	tornadoBar  = 16 // height of a bar
)

// Tornado draws which inputs move the expected harm to health most: a bar for each, from its low to its high end, around the middle. The figures
// stand at both ends, so that nothing hangs on colour.
func Tornado(system string, r *numbers.Result) []byte {
	w := &svgWriter{s: &Scene{}}
	title := "What moves the expected harm to health most: " + system
	low, high := r.Moves.Middle, r.Moves.Middle
	for _, b := range r.Moves.Bars {
		low, high = min(low, b.From), max(high, b.To)
	}
	left := float64(margin + tornadoText + tornadoGap + tornadoEnds)
	at := func(v float64) float64 {
		if high == low {
			return left + tornadoBars/2
		}
		return tenth(left + tornadoBars*(v-low)/(high-low))
	}
	width := left + tornadoBars + tornadoEnds + margin
	head := wrap(title, faces[FaceHead], width-2*margin)
	y := margin + float64(len(head))*faces[FaceHead].lead + legendGap
	var rows [][]string
	height := y
	for _, b := range r.Moves.Bars {
		lines := wrap(b.Title, faces[FaceItem], tornadoText)
		rows = append(rows, lines)
		height += rowHeight(lines)
	}
	foot := wrap(fmt.Sprintf("Expected harms per 1,000 device-years, one input at a time, all others and P2 in the middle of their intervals; middle %s. No other input moves it by more than %s. %d worlds, seed %d.",
		figure(r.Moves.Middle), figure(r.Moves.Rest), r.Worlds, r.Seed), faces[FaceItem], width-2*margin)
	bottom := height
	height += legendGap + float64(len(foot))*faces[FaceItem].lead + margin
	w.begin("tornado", title, tornadoInWords(r), head, width, height)
	for i, b := range r.Moves.Bars {
		for j, l := range rows[i] {
			w.text(margin, y+float64(j)*faces[FaceItem].lead, l, FaceItem, false)
		}
		middle := y + (rowHeight(rows[i])-tornadoGap/2-tornadoBar)/2
		from, to := at(b.From), at(b.To)
		w.raw(`<g class="risk3"><title>%s</title><rect class="bar" x="%s" y="%s" width="%s" height="%s"/></g>`, esc(b.Title), num(from), num(tenth(middle)), num(tenth(max(1, to-from))), num(tornadoBar))
		w.text(tenth(from-6-textWidth(figure(b.From), faces[FaceItem])), middle, figure(b.From), FaceItem, false)
		w.text(to+6, middle, figure(b.To), FaceItem, false)
		w.raw("\n")
		y += rowHeight(rows[i])
	}
	w.raw(`<g class="link"><path class="line" d="M%s %sV%s"/></g>`+"\n", num(at(r.Moves.Middle)), num(tenth(margin+float64(len(head))*faces[FaceHead].lead+legendGap/2)), num(tenth(bottom)))
	for i, l := range foot {
		w.text(margin, bottom+legendGap+float64(i)*faces[FaceItem].lead, l, FaceItem, false)
	}
	w.raw("</svg>\n")
	return w.b.Bytes()
}

func rowHeight(lines []string) float64 {
	return max(tornadoBar, float64(len(lines))*faces[FaceItem].lead) + tornadoGap/2
}

func figure(x float64) string { return strconv.FormatFloat(x, 'g', 3, 64) }

// tornadoInWords says the same for who cannot see it.
func tornadoInWords(r *numbers.Result) string {
	s := "The longest bars first."
	for _, b := range r.Moves.Bars {
		s += fmt.Sprintf(" %s: from %s to %s.", b.Title, figure(b.From), figure(b.To))
	}
	return s
}
