package report

import (
	"fmt"
	"math"
	"strconv"

	"cordon/internal/postmarket/fleet"
)

// Sizes of the curve of a rollout.
const (
	rolloutWidth  = 640
	rolloutHeight = 280
	rolloutLeft   = 76 // room for the numbers of devices
	rolloutRight  = 110
	rolloutFoot   = 48 // room for the days
)

// Rollout draws how many devices have a fix, day by day, below the number of those that needed it. Each line is named at its end, so that nothing
// hangs on colour.
func Rollout(r *fleet.Rollout) []byte {
	w := &svgWriter{s: &Scene{}}
	title := "Devices with the fix: " + r.Of
	width := float64(margin + rolloutLeft + rolloutWidth + rolloutRight + margin)
	head := wrap(title, faces[FaceHead], width-2*margin)
	top := margin + float64(len(head))*faces[FaceHead].lead + legendGap + faces[FaceItem].lead // a line for what is counted
	left, bottom := float64(margin+rolloutLeft), top+rolloutHeight
	height := bottom + rolloutFoot + margin
	w.begin("rollout", title, rolloutInWords(r), head, width, height)
	if len(r.Points) == 0 {
		w.text(left, top, "No device needed it.", FaceItem, false)
		w.raw("</svg>\n")
		return w.b.Bytes()
	}
	first, last := r.Points[0].Day, r.Points[len(r.Points)-1].Day
	x := func(d fleet.Day) float64 {
		return tenth(left + rolloutWidth*float64(d-first)/float64(max(1, last-first)))
	}
	step := niceStep(r.Devices)
	most := (r.Devices + step - 1) / step * step
	y := func(n int) float64 { return tenth(bottom - rolloutHeight*float64(n)/float64(most)) }
	for n := 0; n <= most; n += step {
		w.raw(`<g class="link"><path class="line" d="M%s %sH%s"/></g>`, num(left), num(y(n)), num(left+rolloutWidth))
		label := strconv.Itoa(n)
		w.text(tenth(left-8-textWidth(label, faces[FaceItem])), y(n)-faces[FaceItem].lead/2, label, FaceItem, false)
	}
	w.text(margin, top-faces[FaceItem].lead-4, "devices", FaceItem, false)
	for i := range rolloutTicks(first, last) {
		d := first + fleet.Day(int(last-first)*i/max(1, rolloutTicks(first, last)-1))
		w.raw(`<g class="link"><path class="line" d="M%s %sv6"/></g>`, num(x(d)), num(bottom))
		w.text(tenth(x(d)-textWidth(d.String(), faces[FaceItem])/2), bottom+10, d.String(), FaceItem, false)
	}
	w.text(left, bottom+10+faces[FaceItem].lead, "day", FaceItem, false)
	w.raw("\n")
	needed := func(p fleet.Point) int { return p.Fixed + p.Open + p.Retired }
	fixed := func(p fleet.Point) int { return p.Fixed }
	for _, line := range []struct {
		class, name string
		of          func(fleet.Point) int
	}{{"use", "needed it", needed}, {"flow", "have it", fixed}} {
		path := ""
		for i, p := range r.Points {
			if i == 0 {
				path = fmt.Sprintf("M%s %s", num(x(p.Day)), num(y(line.of(p))))
				continue
			}
			path += fmt.Sprintf("H%sV%s", num(x(p.Day)), num(y(line.of(p))))
		}
		end := line.of(r.Points[len(r.Points)-1])
		w.raw(`<g class="%s"><title>%s</title><path class="line" d="%sH%s"/></g>`, line.class, esc(line.name), path, num(left+rolloutWidth))
		at := y(end) - faces[FaceItem].lead/2
		if line.class == "flow" && math.Abs(y(end)-y(r.Devices)) < faces[FaceItem].lead {
			at += faces[FaceItem].lead // the two names would stand on each other
		}
		w.text(left+rolloutWidth+8, at, fmt.Sprintf("%d %s", end, line.name), FaceItem, false)
		w.raw("\n")
	}
	w.raw("</svg>\n")
	return w.b.Bytes()
}

// rolloutTicks is how many days are written below the curve.
func rolloutTicks(first, last fleet.Day) int { return min(5, int(last-first)+1) }

// niceStep is the distance of lines that are easy to count in: 1, 2 or 5 times a power of ten, at most about five lines.
func niceStep(most int) int {
	for magnitude := 1; ; magnitude *= 10 {
		for _, times := range []int{1, 2, 5} {
			if step := times * magnitude; most <= 5*step {
				return step
			}
		}
	}
}

// rolloutInWords says the same for who cannot see it.
func rolloutInWords(r *fleet.Rollout) string {
	s := fmt.Sprintf("%d devices needed the fix; %d have it, %d still need it, %d left the field without.", r.Devices, r.Fixed, r.Open, r.Retired)
	if n := len(r.Points); n > 0 {
		s += fmt.Sprintf(" The curve goes from %s to %s.", r.Points[0].Day, r.Points[n-1].Day)
	}
	if m := r.FromFix.Median; m != nil {
		s += fmt.Sprintf(" Half of the devices had it %d days after it could be had.", *m)
	}
	return s
}
