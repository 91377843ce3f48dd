package report

import (
	"fmt"
	"slices"
	"strings"

	"cordon/internal/civil"
	"cordon/internal/postmarket/weigh"
)

// Sizes of the drawing of risk over time.
const (
	lanesWidth   = 640
	lanesLeft    = 210 // room for the names of harms
	laneHeight   = 36
	betweenLanes = 10
	lanesFoot    = 44 // room for the days
)

// RiskOverTime draws the verdict on each harm over time, a lane for each harm, as high as the hazardous situation is likely, with both written in. Marks
// name the turns, which are listed below, so that nothing hangs on colour. Points are those of a replay: at least two, the last of which is the end.
func RiskOverTime(title string, points []weigh.Point) []byte {
	w := &svgWriter{s: &Scene{}}
	width := float64(margin + lanesLeft + lanesWidth + margin)
	head := wrap(title, faces[FaceHead], width-2*margin)
	top := margin + float64(len(head))*faces[FaceHead].lead + legendGap + faces[FaceMark].lead
	left := float64(margin + lanesLeft)
	bottom := top + float64(len(points[0].Harms))*(laneHeight+betweenLanes)
	turns := turnsOf(points, width-2*margin)
	height := bottom + lanesFoot + margin
	for _, t := range turns {
		height += float64(len(t)) * faces[FaceItem].lead
	}
	w.raw(`<svg xmlns="http://www.w3.org/2000/svg" class="cordon" viewBox="0 0 %s %s" width="%s" height="%s" role="img" aria-labelledby="risk-title risk-desc">`, num(width), num(height), num(width), num(height))
	w.raw("\n<title id=\"risk-title\">%s</title>\n<desc id=\"risk-desc\">%s</desc>\n", esc(title), esc(RiskInWords(points)))
	w.raw("<style>%s</style>\n", pictureStyle)
	w.raw(`<rect class="paper" width="%s" height="%s"/>`+"\n", num(width), num(height))
	for i, l := range head {
		w.text(margin, margin+float64(i)*faces[FaceHead].lead, l, FaceHead, false)
	}
	at := instants(points)
	first, last := at[0], at[len(at)-1]
	x := func(i int) float64 { return tenth(left + lanesWidth*float64(at[i]-first)/float64(max(1, last-first))) }
	for h := range points[0].Harms {
		y := top + float64(h)*(laneHeight+betweenLanes)
		w.lane(points, h, left, y, x)
	}
	beside := -1e9
	for i := 1; i < len(points)-1; i++ {
		w.raw(`<g class="link"><path class="line" d="M%s %sV%s"/></g>`, num(x(i)), num(top-4), num(bottom))
		if label := fmt.Sprint(i); x(i)-beside > 2*textWidth(label, faces[FaceMark]) { // the list below names the others
			w.text(tenth(x(i)-textWidth(label, faces[FaceMark])/2), top-4-faces[FaceMark].lead, label, FaceMark, false)
			beside = x(i)
		}
	}
	from, to := first.Day(), last.Day()
	w.text(left, bottom+6, from, FaceItem, false)
	w.text(tenth(left+lanesWidth-textWidth(to, faces[FaceItem])), bottom+6, to, FaceItem, false)
	w.raw("\n")
	y := bottom + lanesFoot
	for _, t := range turns {
		for _, l := range t {
			w.text(margin, y, l, FaceItem, false)
			y += faces[FaceItem].lead
		}
	}
	w.raw("</svg>\n")
	return w.b.Bytes()
}

func instants(points []weigh.Point) []civil.Instant {
	out := make([]civil.Instant, len(points))
	for i := range points {
		out[i], _ = civil.Parse(points[i].At) // a replay writes instants
	}
	return out
}

// lane draws one harm: a box for each time in which it stays the same.
func (w *svgWriter) lane(points []weigh.Point, h int, left, y float64, x func(int) float64) {
	name := wrap(points[0].Harms[h].Title, faces[FaceTitle], lanesLeft-padX)
	for i, l := range name[:min(2, len(name))] {
		w.text(margin, y+float64(i)*faces[FaceTitle].lead-2, l, FaceTitle, false)
	}
	for i := 0; i < len(points)-1; {
		j := i + 1
		for j < len(points)-1 && points[j].Harms[h].Rank == points[i].Harms[h].Rank {
			j++
		}
		harm := &points[i].Harms[h]
		says := strings.ReplaceAll(harm.Acceptability+", likelihood "+harm.Likelihood, "-", " ")
		tall := tenth(laneHeight * float64(1+harm.Rank.Likelihood) / 6)
		w.raw(`<g class="harm-%s"><title>%s</title><rect class="shape" x="%s" y="%s" width="%s" height="%s"/></g>`, esc(harm.Acceptability), esc(says+" from "+points[i].At+" to "+points[j].At), num(x(i)), num(y+laneHeight-tall), num(x(j)-x(i)), num(tall))
		for _, text := range []string{says, strings.ReplaceAll(harm.Acceptability, "-", " "), strings.ReplaceAll(harm.Likelihood, "-", " ")} {
			if textWidth(text, faces[FaceItem]) <= x(j)-x(i)-8 {
				w.text(x(i)+5, y+laneHeight-faces[FaceItem].lead-2, text, FaceItem, false)
				break
			}
		}
		w.raw("\n")
		i = j
	}
}

// turnsOf lists what happened at each point between the first and the last, as lines that fit a width.
func turnsOf(points []weigh.Point, width float64) [][]string {
	const causes = 4
	var out [][]string
	for i := 1; i < len(points)-1; i++ {
		p := &points[i]
		list := p.Causes
		if len(list) > causes {
			list = append(slices.Clone(list[:causes]), fmt.Sprintf("%d more", len(p.Causes)-causes))
		}
		out = append(out, wrap(fmt.Sprintf("%d  %s: %s", i, p.At[:10], strings.Join(list, "; ")), faces[FaceItem], width))
	}
	return out
}

// RiskInWords says the same for who cannot see it.
func RiskInWords(points []weigh.Point) string {
	var out []string
	first, last := &points[0], &points[len(points)-1]
	for h := range first.Harms {
		s := fmt.Sprintf("%s: %s at first", first.Harms[h].Title, first.Harms[h].Acceptability)
		before := first.Harms[h].Acceptability
		for i := 1; i < len(points)-1; i++ {
			if now := points[i].Harms[h].Acceptability; now != before {
				s += fmt.Sprintf(", %s from %s", now, points[i].At[:10])
				before = now
			}
		}
		out = append(out, s+".")
	}
	return fmt.Sprintf("From %s to %s. %s", first.At[:10], last.At[:10], strings.Join(out, " "))
}
