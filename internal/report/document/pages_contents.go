package document

import "strconv"

const (
	contentsTitle  = "Contents"
	contentsLevels = 3    // headings that the contents list
	numberRoom     = 30.0 // for the number of a page
)

// contentsLine is a line of the contents whose page number is still to come.
type contentsLine struct {
	on   int // the page it stands on
	y    float64
	id   string
	fits line
}

// contents sets the table of contents; its length does not depend on the numbers that are filled in later.
func (l *setter) contents() []contentsLine {
	if !l.Contents {
		return nil
	}
	var out []contentsLine
	l.need(60)
	l.put(l.lines(Text(contentsTitle), bold, headingSizes[2], l.measure()), margin, headingSizes[2], 20, false)
	for i, b := range l.Blocks {
		if !b.listed() {
			continue
		}
		indent := float64(b.Heading.Level-1) * 14
		lines := l.lines([]Span{{Text: l.number[i] + "  " + b.Heading.Text, To: l.anchor[i]}}, regular, bodySize, l.measure()-indent-numberRoom)
		l.put(lines, margin+indent, bodySize, bodyLead, false)
		out = append(out, contentsLine{len(l.pages) - 1, l.y - bodyLead, l.anchor[i], line{}})
	}
	if l.y > margin {
		l.open(false)
	}
	return out
}

func (l *setter) fillContents(lines []contentsLine) {
	for _, c := range lines {
		number := strconv.Itoa(l.places[c.id].page + 1)
		w := width(number, regular, bodySize)
		p := l.pages[c.on]
		p.texts = append(p.texts, text{run{text: number, w: w, to: c.id}, p.width() - margin - w, c.y + (bodyLead+bodySize)/2 - bodySize*0.12, bodySize, false})
	}
}
