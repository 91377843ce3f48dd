package document

// The pages of a PDF are laid out before anything is drawn, so that contents and footers know the numbers of pages.

// page is a page and what is drawn on it, in points from its upper left corner.
type page struct {
	wide    bool // landscape
	boxes   []box
	texts   []text
	figures []placed
}

// box is a filled or outlined rectangle.
type box struct {
	x, y, w, h float64
	fill       bool // light paint instead of a line around
}

// placed is a picture with its upper left corner, and points to the pixel.
type placed struct {
	*drawing
	x, y, scale float64
}

// text is a run on its base line.
type text struct {
	run
	x, y, size float64
	muted      bool
}

// place is where something stands.
type place struct {
	page int // counted from 0
	y    float64
}

// entry is a line of the contents and of the outline.
type entry struct {
	level int
	text  string
	at    place
	id    string
}

func (p *page) width() float64 {
	if p.wide {
		return pageLong
	}
	return pageShort
}

func (p *page) height() float64 {
	if p.wide {
		return pageShort
	}
	return pageLong
}

// bottom is where the text of a page ends; the footer stands below.
func (p *page) bottom() float64 { return p.height() - margin - 6 }

// setter lays a document out.
type setter struct {
	*sheet
	pages   []*page
	y       float64 // where the next block begins on the last page
	entries []entry
	places  map[string]place // by anchor
	lacking map[rune]int     // characters that the fonts do not have
}

// lay lays a document out. The note on characters that are missing stands on the first page and is known only at the end, so
// a document that needs it is laid out twice.
func lay(s *sheet) *setter {
	first := layWith(s, nil)
	if len(first.lacking) == 0 {
		return first
	}
	return layWith(s, first.lacking)
}

func layWith(s *sheet, lacking map[rune]int) *setter {
	l := &setter{sheet: s, places: map[string]place{}, lacking: map[rune]int{}}
	l.open(false)
	l.front(lacking)
	contents := l.contents()
	for i := range s.Blocks {
		l.block(i)
	}
	l.fillContents(contents)
	return l
}

func (l *setter) lacks(r rune) { l.lacking[r]++ }

func (l *setter) page() *page { return l.pages[len(l.pages)-1] }

func (l *setter) open(wide bool) {
	l.pages = append(l.pages, &page{wide: wide})
	l.y = margin
}

// need turns the page if less than h points are left on it.
func (l *setter) need(h float64) {
	if l.y > margin && l.y+h > l.page().bottom() {
		l.open(l.page().wide)
	}
}

func (l *setter) measure() float64 { return l.page().width() - 2*margin }

func (l *setter) here() place { return place{len(l.pages) - 1, l.y} }

// put draws lines from the place where we are, turning pages as needed. lead is the height of a line.
func (l *setter) put(lines []line, x, size, lead float64, muted bool) {
	for i, ln := range lines {
		if i == 0 && len(lines) > 1 {
			l.need(2 * lead) // no first line alone at the foot of a page
		}
		l.need(lead)
		l.putLine(ln, x, l.y, size, lead, muted)
		l.y += lead
	}
}

func (l *setter) putLine(ln line, x, y, size, lead float64, muted bool) {
	p := l.page()
	for _, r := range ln.runs {
		p.texts = append(p.texts, text{r, x + r.x, y + (lead+size)/2 - size*0.12, size, muted})
	}
}

func (l *setter) lines(spans []Span, f face, size, width float64) []line {
	return breakLines(spans, f, size, width, l.lacks)
}
