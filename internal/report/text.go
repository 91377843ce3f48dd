package report

import (
	"strings"
	"unicode"
)

// The SVG names a font stack and cannot know which font a reader has. So text is measured with the widths of DejaVu Sans, in
// thousandths of the font size: it is the widest of the fonts that system-ui and sans-serif stand for (Segoe UI, San
// Francisco, Roboto, Cantarell, Noto Sans, Liberation Sans). What fits in it fits in all of them; in most there is some room
// left over.
var regularWidths = [95]int{
	318, 401, 460, 838, 637, 951, 780, 275, 391, 391, 500, 838, 318, 361, 318, 337, // space to /
	637, 637, 637, 637, 637, 637, 637, 637, 637, 637, 337, 337, 838, 838, 838, 531, // 0 to ?
	1000, 685, 687, 699, 771, 632, 576, 775, 752, 295, 295, 656, 558, 900, 749, 788, // @ to O
	604, 788, 695, 635, 611, 732, 685, 989, 686, 611, 686, 391, 337, 391, 838, 500, // P to _
	500, 613, 635, 550, 635, 616, 353, 635, 634, 278, 278, 580, 278, 975, 634, 612, // ` to o
	635, 635, 412, 521, 393, 634, 592, 818, 592, 592, 525, 637, 337, 637, 838, // p to ~
}

var boldWidths = [95]int{
	349, 457, 521, 838, 696, 1002, 873, 307, 458, 458, 523, 838, 380, 416, 380, 366,
	696, 696, 696, 696, 696, 696, 696, 696, 696, 696, 400, 400, 838, 838, 838, 581,
	1000, 774, 763, 734, 831, 684, 684, 821, 837, 373, 373, 775, 638, 996, 837, 851,
	733, 851, 771, 721, 683, 813, 774, 1104, 771, 725, 726, 458, 366, 458, 838, 500,
	500, 675, 716, 593, 716, 679, 436, 716, 712, 343, 343, 666, 343, 1042, 712, 688,
	716, 716, 494, 596, 479, 712, 652, 924, 646, 652, 583, 712, 366, 712, 838,
}

// Widths of what is not ASCII: letters of alphabets, and everything else (ideographs, signs, emoji).
const (
	letterWidth = 1000
	wideWidth   = 1450
)

// typeface says how a kind of line is set.
type typeface struct {
	size float64
	bold bool
	lead float64 // height of a line
}

// textWidth is the most room that a text needs on one line.
func textWidth(s string, f typeface) float64 {
	widths := &regularWidths
	if f.bold {
		widths = &boldWidths
	}
	sum := 0
	for _, r := range s {
		switch {
		case r >= ' ' && r <= '~':
			sum += widths[r-' ']
		case unicode.Is(unicode.Mn, r):
		case r < 0x1100 || r >= 0x2010 && r < 0x2200:
			sum += letterWidth
		default:
			sum += wideWidth
		}
	}
	return float64(sum) * f.size / 1000
}

// maxLines is how many lines one text may take in a box; what is left over is said in the tooltip only.
const maxLines = 3

// wrap breaks a text on words into at most maxLines lines of at most the width; a word that is too long is broken too.
func wrap(s string, f typeface, width float64) []string {
	var lines []string
	line := ""
	put := func(word, gap string) {
		if line != "" && textWidth(line+gap+word, f) <= width {
			line += gap + word
			return
		}
		if line != "" {
			lines = append(lines, line)
		}
		for textWidth(word, f) > width {
			head, tail := breakWord(word, f, width)
			lines = append(lines, head)
			word = tail
		}
		line = word
	}
	for _, word := range strings.Fields(s) {
		put(word, " ")
	}
	if line != "" {
		lines = append(lines, line)
	}
	if len(lines) > maxLines {
		lines = lines[:maxLines]
		lines[maxLines-1] = ellipsis(lines[maxLines-1], f, width)
	}
	return lines
}

// breakWord splits a word that is wider than a line, behind a hyphen, slash or dot where there is one in the second half.
func breakWord(word string, f typeface, width float64) (head, tail string) {
	end, mark := 0, 0
	for i, r := range word {
		next := i + len(string(r))
		if i > 0 && textWidth(word[:next], f) > width {
			break
		}
		end = next
		if strings.ContainsRune("-/._:", r) {
			mark = end
		}
	}
	if mark > end/2 {
		end = mark
	}
	return word[:end], word[end:]
}

// ellipsis shortens a line until it has room for the sign that something is missing.
func ellipsis(line string, f typeface, width float64) string {
	r := []rune(line)
	for len(r) > 0 && textWidth(string(r)+"…", f) > width {
		r = r[:len(r)-1]
	}
	return strings.TrimRight(string(r), " ,") + "…"
}
