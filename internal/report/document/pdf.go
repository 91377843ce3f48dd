package document

import (
	"fmt"
	"io"
	"slices"
	"time"

	"codeberg.org/go-pdf/fpdf"
)

// PDF writes A4 pages with text that can be selected and searched, an outline, links, and fonts embedded. Characters that the
// fonts lack are named in a note on the first page. Pictures are drawn as lines and text; one that cannot be is given by its
// alternative text.
func PDF(w io.Writer, d *Document) error {
	s, err := prepare(d)
	if err != nil {
		return err
	}
	l := lay(s)
	f := newPDF(s)
	links := map[string]int{}
	for _, p := range l.pages { // every link has to be known before the page that it stands on is drawn
		for _, t := range p.texts {
			if _, ok := links[t.to]; !ok && t.to != "" {
				links[t.to] = f.AddLink()
				at := l.places[t.to]
				f.SetLink(links[t.to], at.y, at.page+1)
			}
		}
	}
	next := 0
	for i, p := range l.pages {
		if p.wide {
			f.AddPageFormat("L", fpdf.SizeType{Wd: pageShort, Ht: pageLong})
		} else {
			f.AddPageFormat("P", fpdf.SizeType{Wd: pageShort, Ht: pageLong})
		}
		for ; next < len(l.entries) && l.entries[next].at.page == i; next++ {
			e := l.entries[next]
			f.SetFont(fontFiles[regular].name, "", bodySize)
			f.Bookmark(e.text, e.level-1, e.at.y)
		}
		drawPage(f, p, links)
		foot(f, p, s, i+1, len(l.pages))
	}
	if err := f.Output(w); err != nil {
		return fmt.Errorf("write PDF: %w", err)
	}
	return nil
}

func newPDF(s *sheet) *fpdf.Fpdf {
	f := fpdf.New("P", "pt", "A4", "")
	f.SetMargins(0, 0, 0)
	f.SetAutoPageBreak(false, 0)
	f.SetCatalogSort(true) // the order of fonts in the file
	f.SetProducer("Cordon", true)
	f.SetCreator("Cordon", true)
	f.SetTitle(s.Title, true)
	f.SetSubject(s.System, true)
	f.SetLang(s.Language)
	made := zipTime
	if s.Date != "" {
		made, _ = time.Parse(time.DateOnly, s.Date) // checked
	}
	f.SetCreationDate(made)
	f.SetModificationDate(made)
	for _, file := range fontFiles {
		f.AddUTF8FontFromBytes(file.name, "", slices.Clone(file.ttf)) // fpdf writes into its bytes when it cuts a font of equal widths
	}
	return f
}

func drawPage(f *fpdf.Fpdf, p *page, links map[string]int) {
	f.SetLineWidth(0.5)
	for _, b := range p.boxes {
		how := "D"
		f.SetDrawColor(0xa0, 0xac, 0xb8)
		if b.fill {
			how = "F"
			f.SetFillColor(0xe7, 0xed, 0xf3)
		}
		f.Rect(b.x, b.y, b.w, b.h, how)
	}
	for _, d := range p.figures {
		drawFigure(f, d)
	}
	for _, t := range p.texts {
		f.SetFont(fontFiles[t.face].name, "", t.size)
		switch {
		case t.to != "" || t.url != "":
			f.SetTextColor(0x1a, 0x4f, 0x8f)
		case t.muted:
			f.SetTextColor(0x4a, 0x58, 0x66)
		default:
			f.SetTextColor(0x17, 0x20, 0x2a)
		}
		f.Text(t.x, t.y, t.text)
		switch {
		case t.to != "":
			f.Link(t.x, t.y-t.size, t.w, t.size*1.25, links[t.to])
		case t.url != "":
			f.LinkString(t.x, t.y-t.size, t.w, t.size*1.25, t.url)
		}
	}
}

// smallPrint is the size of what stands above and below each page.
const smallPrint = 8.0

// foot draws what stands below a page, which document this is and which page of how many, and above all pages but the first, which says it
// at length: what it is about, of which day and facts.
func foot(f *fpdf.Fpdf, p *page, s *sheet, n, of int) {
	f.SetFont(fontFiles[regular].name, "", smallPrint)
	f.SetTextColor(0x4a, 0x58, 0x66)
	name := s.Title
	if s.Version != "" {
		name += ", version " + s.Version
	}
	atEnds(f, p, p.height()-margin/2, name, fmt.Sprintf("%d of %d", n, of))
	if left, right := s.running(); n > 1 {
		atEnds(f, p, margin/2+smallPrint, left, right)
	}
}

// atEnds draws one text at the left end of a line and one at the right; the left one gives way.
func atEnds(f *fpdf.Fpdf, p *page, y float64, left, right string) {
	w := width(right, regular, smallPrint)
	f.Text(p.width()-margin-w, y, right)
	lines := breakLines(Text(left), regular, smallPrint, p.width()-2*margin-w-20, func(rune) {})
	if len(lines) > 0 {
		for _, r := range lines[0].runs {
			f.Text(margin+r.x, y, r.text)
		}
	}
}
