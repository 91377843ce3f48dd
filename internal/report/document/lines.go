package document

import "strings"

// run is a stretch of a line in one font.
type run struct {
	text string
	face face
	x, w float64 // from the left of the line, in points
	to   string  // an anchor of the document
	url  string
}

// line is a line of text that fits its width.
type line struct {
	runs []run
	w    float64
}

// letter is a character on its way into a line.
type letter struct {
	r    rune
	span int
	w    float64
}

// breakLines sets spans in lines of at most the width. It breaks at spaces; a word that is too long for a line is broken too,
// behind a hyphen, slash or dot if there is one in its second half.
func breakLines(spans []Span, otherwise face, size, width float64, lacks func(rune)) []line {
	var letters []letter
	var lines []line
	end := func(n int) { // the first n letters become a line
		lines = append(lines, makeLine(letters[:n], spans, otherwise))
	}
	m := measures()
	total, space := 0.0, 0 // width of what is pending; how much of it ends with the last space
	for i, s := range spans {
		f := s.face(otherwise)
		for _, r := range printable(s.Text, f, lacks) {
			if r == '\n' {
				end(len(letters))
				letters, total, space = letters[:0], 0, 0
				continue
			}
			w := float64(m[f].widths[r]) * size / float64(m[f].em)
			for r != ' ' && total+w > width && len(letters) > 0 {
				cut := space
				if cut == 0 {
					cut = breakWord(letters)
				}
				end(cut)
				letters = append(letters[:0], letters[cut:]...)
				total, space = 0, 0
				for _, l := range letters {
					total += l.w
				}
			}
			letters = append(letters, letter{r, i, w})
			total += w
			if r == ' ' {
				space = len(letters)
			}
		}
	}
	if len(letters) > 0 {
		end(len(letters))
	}
	return lines
}

// breakWord is how many letters of a word that is too long come on this line.
func breakWord(letters []letter) int {
	for i := len(letters); i > len(letters)/2; i-- {
		if strings.ContainsRune("-/._:,;=&?", letters[i-1].r) {
			return i
		}
	}
	return len(letters)
}

// makeLine joins letters to runs; spaces at the end of the line are dropped.
func makeLine(letters []letter, spans []Span, otherwise face) line {
	for len(letters) > 0 && letters[len(letters)-1].r == ' ' {
		letters = letters[:len(letters)-1]
	}
	var out line
	for i := 0; i < len(letters); {
		s := spans[letters[i].span]
		part := run{face: s.face(otherwise), x: out.w, to: s.To, url: s.URL}
		var b strings.Builder
		j := i
		for ; j < len(letters) && letters[j].span == letters[i].span; j++ {
			r := letters[j].r
			if r == noBreak {
				r = ' '
			}
			b.WriteRune(r)
			part.w += letters[j].w
		}
		part.text = b.String()
		out.w += part.w
		out.runs = append(out.runs, part)
		i = j
	}
	return out
}
