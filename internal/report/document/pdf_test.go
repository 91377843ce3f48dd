package document

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func layout(t testing.TB, d *Document) *setter {
	t.Helper()
	s, err := prepare(d)
	if err != nil {
		t.Fatal(err)
	}
	return lay(s)
}

// pagesAsText is what stands on each page and where, rounded to points.
func pagesAsText(l *setter) string {
	var b strings.Builder
	for i, p := range l.pages {
		fmt.Fprintf(&b, "page %d of %d, %.0f x %.0f, %d boxes\n", i+1, len(l.pages), p.width(), p.height(), len(p.boxes))
		for _, f := range p.figures {
			fmt.Fprintf(&b, "%4.0f %4.0f picture of %d strokes, %.0f x %.0f\n", f.x, f.y, len(f.strokes), f.w*f.scale, f.h*f.scale)
		}
		for _, t := range p.texts {
			fmt.Fprintf(&b, "%4.0f %4.0f %4.1f %s %s", t.x, t.y, t.size, fontFiles[t.face].name, strconv.Quote(t.text))
			if t.to != "" || t.url != "" {
				fmt.Fprintf(&b, " -> %s%s", t.to, t.url)
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

func TestNothingIsOutsideOfTheMargins(t *testing.T) {
	for i, p := range layout(t, sample()).pages {
		for _, x := range p.texts {
			if x.x < margin-0.01 || x.x+x.w > p.width()-margin+0.01 || x.y-x.size < margin-1 || x.y > p.bottom()+0.01 {
				t.Errorf("page %d: %q at %.1f, %.1f, %.1f wide", i+1, x.text, x.x, x.y, x.w)
			}
		}
		for _, x := range p.boxes {
			if x.x < margin-0.01 || x.x+x.w > p.width()-margin+0.01 || x.y < margin || x.y+x.h > p.bottom()+0.01 {
				t.Errorf("page %d: box %v", i+1, x)
			}
		}
	}
}

// Pictures are scaled to their page, and stand above their captions.
func TestPicturesFitThePage(t *testing.T) {
	for _, size := range []string{`width="300" height="200"`, `width="3000" height="20"`, `width="20" height="9000"`, `width="90000" height="90000"`} {
		picture := Block{Figure: &Figure{Caption: "c", Alt: "a", SVG: `<svg xmlns="http://www.w3.org/2000/svg" ` + size + `><rect width="5" height="5"/></svg>`}}
		l := layout(t, &Document{Title: "t", Blocks: []Block{{Paragraph: &Paragraph{Text(strings.Repeat("text ", 500))}}, picture}})
		n := 0
		for _, p := range l.pages {
			for _, f := range p.figures {
				n++
				if f.y < margin || f.x < margin || f.x+f.w*f.scale > p.width()-margin+0.01 || f.y+f.h*f.scale > p.bottom()-bodyLead || f.scale > 0.75 {
					t.Errorf("%s: at %.1f, %.1f, scale %.3f", size, f.x, f.y, f.scale)
				}
				if caption := p.texts[len(p.texts)-1]; caption.text != "Figure 1: c" || caption.y < f.y+f.h*f.scale {
					t.Errorf("%s: below it stands %q", size, caption.text)
				}
			}
		}
		if n != 1 {
			t.Errorf("%s: %d pictures, want 1", size, n)
		}
	}
}

func TestAPictureThatCannotBeDrawnIsTold(t *testing.T) {
	d := &Document{Blocks: []Block{{Figure: &Figure{Alt: "Two boxes.", SVG: `<svg xmlns="http://www.w3.org/2000/svg"><image/></svg>`}}}}
	if got := pagesAsText(layout(t, d)); !strings.Contains(got, "The picture is in the HTML edition of this document. It shows: Two boxes.") {
		t.Errorf("the pages have\n%s", got)
	}
}

// Texts of one page must not lie on each other.
func TestNoTextsOverlap(t *testing.T) {
	for i, p := range layout(t, short()).pages {
		for j, a := range p.texts {
			for _, b := range p.texts[j+1:] {
				if a.x < b.x+b.w-0.5 && b.x < a.x+a.w-0.5 && a.y-a.size*0.75 < b.y && b.y-b.size*0.75 < a.y {
					t.Errorf("page %d: %q lies on %q", i+1, a.text, b.text)
				}
			}
		}
	}
}

func TestTableHeadsAreRepeatedAndNoRowIsLost(t *testing.T) {
	d := &Document{Blocks: []Block{{Table: longTable(500)}}}
	l := layout(t, d)
	if len(l.pages) < 30 {
		t.Fatalf("%d pages for 500 rows", len(l.pages))
	}
	var ids []string
	for i, p := range l.pages {
		heads := 0
		for _, x := range p.texts {
			if x.text == "Sequence of events" && x.face == bold {
				heads++
			}
			if strings.HasPrefix(x.text, "RSK-") {
				ids = append(ids, x.text)
			}
		}
		if heads != 1 || !p.wide {
			t.Errorf("page %d: %d heads, landscape %v", i+1, heads, p.wide)
		}
	}
	for i := range 500 {
		if want := fmt.Sprintf("RSK-%04d", i+1); i >= len(ids) || ids[i] != want {
			t.Fatalf("row %d is not in its place, want %s", i+1, want)
		}
	}
	if len(ids) != 500 {
		t.Errorf("%d rows, want 500", len(ids))
	}
}

// Every word of a row that needs several pages is printed once.
func TestALongRowIsContinued(t *testing.T) {
	var words []string
	for i := range 3000 {
		words = append(words, "w"+strconv.Itoa(i))
	}
	d := &Document{Blocks: []Block{{Table: &Table{Columns: []Column{{Head: "H"}, {Head: "T"}}, Rows: [][]Cell{{TextCell("a"), TextCell(strings.Join(words, " "))}}}}}}
	var got []string
	for _, p := range layout(t, d).pages {
		for _, x := range p.texts {
			if strings.HasPrefix(x.text, "w") {
				got = append(got, strings.Fields(x.text)...)
			}
		}
	}
	if !slices.Equal(got, words) {
		t.Errorf("%d words printed of %d", len(got), len(words))
	}
}

func TestContentsGiveThePageOfEachHeading(t *testing.T) {
	l := layout(t, sample())
	for _, e := range l.entries {
		if e.level > contentsLevels {
			continue
		}
		listed, stands := "", ""
		for i, p := range l.pages {
			for j, x := range p.texts {
				if x.to == e.id && x.x > p.width()/2 { // the number at the right margin
					listed = x.text
				}
				if x.face == bold && x.to == "" && strings.HasPrefix(e.text, x.text) && x.size > bodySize && j >= 0 {
					stands = strconv.Itoa(i + 1)
				}
			}
		}
		if listed == "" || listed != stands {
			t.Errorf("%s: contents say page %q, it stands on page %q", e.text, listed, stands)
		}
	}
}

// A PDF is the same whatever was rendered before it: the fonts are shared, and fpdf writes into what it is given.
func TestPDFLeavesTheFontsAsTheyAre(t *testing.T) {
	code := func(s string) *Document {
		return &Document{Blocks: []Block{{Paragraph: &Paragraph{[]Span{{Text: s, Style: Code}}}}}}
	}
	first := render(t, code("a"), PDF)
	render(t, code("m"), PDF)
	if !bytes.Equal(first, render(t, code("a"), PDF)) {
		t.Error("the document differs after another one was rendered")
	}
}

func TestPDFHasOutlineFontsAndPages(t *testing.T) {
	out := render(t, sample(), PDF)
	pages := len(layout(t, sample()).pages)
	if got := len(regexp.MustCompile(`/Type /Page\n`).FindAll(out, -1)); got != pages {
		t.Errorf("%d pages, want %d", got, pages)
	}
	for what, n := range map[string]int{"/Type /Outlines": 1, "/FontFile2": 3, "/ToUnicode": 3, "/Lang": 1, "(D:20261125000000)": 2, "/Title ": 8, "/JavaScript": 0, "javascript:": 0, "https://www.iso.org/standard/72704.html": 1} {
		if got := bytes.Count(out, []byte(what)); got != n && !(what == "(D:20261125000000)" && got > 0) {
			t.Errorf("%q stands %d times, want %d", what, got, n)
		}
	}
}

// Wherever a table begins, the heading, the head of its columns and its first row stand on one page.
func TestNoHeadIsAlone(t *testing.T) {
	for fill := range 60 {
		d := &Document{Title: "T"}
		for range fill {
			d.Blocks = append(d.Blocks, Block{Paragraph: &Paragraph{Spans: Text("x")}})
		}
		d.Blocks = append(d.Blocks, Block{Heading: &Heading{Level: 1, Text: "Section"}},
			Block{Table: &Table{Caption: "Caption", Columns: Columns("Column"), Rows: [][]Cell{TextCells("cell" + strings.Repeat("\nmore", 15))}}})
		on := map[int]bool{}
		for n, p := range layout(t, d).pages {
			for _, x := range p.texts {
				if x.text != "x" && x.text != "T" && x.text != "more" {
					on[n] = true
				}
			}
		}
		if len(on) != 1 {
			t.Errorf("after %d paragraphs: heading, caption, head and row are on %d pages", fill, len(on))
		}
	}
}

// The letters of the official languages of the European Union, and the signs that our texts use. The capital
// ẞ is not among them: it is in no Go font, and most write SS.
func TestFontsHaveEuropeanLetters(t *testing.T) {
	const letters = "ÄÖÜäöüßÀÂÆÇÉÈÊËÎÏÔŒÙÛŸàâæçéèêëîïôœùûÿÁÍÓÚÑáíóúñÃÕãõÅØåøĄĆĘŁŃŚŹŻąćęłńśźżČĎĚŇŘŠŤŮÝŽčďěňřšťůýžĹĽŔĺľŕŐŰőűĂȘȚășțĐđĖĮŲŪėįųūĀĒĢĪĶĻŅāēģīķļņĊĠĦċġħ" +
		"ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЬЮЯабвгдежзийклмнопрстуфхцчшщъьюя" +
		"“”‘’«»–—…•€§°±×÷≤≥≈→←□"
	for f := range fontFiles {
		lacking := ""
		printable(letters, face(f), func(r rune) { lacking += string(r) })
		if lacking != "" {
			t.Errorf("%s lacks %s", fontFiles[f].name, lacking)
		}
	}
}

func TestMissingCharactersAreNamed(t *testing.T) {
	l := layout(t, &Document{Title: "患者 e\u0301", Blocks: []Block{{Table: &Table{Columns: []Column{{Head: "שלום"}}}}}})
	all := pagesAsText(l)
	for _, want := range []string{`"□□ é"`, "Characters not shown", "(Han, Hebrew:", "U+05D5", "U+60A3"} {
		if !strings.Contains(all, want) {
			t.Errorf("the pages do not have %q:\n%s", want, all)
		}
	}
	if strings.Contains(pagesAsText(layout(t, &Document{Title: "Größe"})), "not shown") {
		t.Error("a note on missing characters, and none is missing")
	}
}

// Lines fit their width, and nothing but spaces at the ends of lines is lost.
func TestBreakLines(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	const alphabet = "aW. -/é\n  ß"
	for range 2000 {
		var spans []Span
		for range 1 + random.IntN(4) {
			r := []rune(alphabet)
			s := make([]rune, random.IntN(60))
			for i := range s {
				s[i] = r[random.IntN(len(r))]
			}
			spans = append(spans, Span{Text: string(s), Style: []Style{Plain, Strong, Code}[random.IntN(3)]})
		}
		const wide = 90.0
		var got strings.Builder
		for _, l := range breakLines(spans, regular, 10, wide, func(rune) { t.Fatal("lacks") }) {
			if l.w > wide+0.001 {
				t.Fatalf("%q: a line of %v", spans, l.w)
			}
			for _, r := range l.runs {
				got.WriteString(r.text)
			}
		}
		drop := strings.NewReplacer(" ", "", "\n", "")
		if drop.Replace(got.String()) != drop.Replace(plain(spans)) {
			t.Fatalf("%q came out as %q", plain(spans), got.String())
		}
	}
}

func TestBreakLinesAtKnownPlaces(t *testing.T) {
	lines := func(s string, width float64) []string {
		var out []string
		for _, l := range breakLines(Text(s), mono, 10, width, func(rune) {}) { // 6 points to the letter
			text := ""
			for _, r := range l.runs {
				text += r.text
			}
			out = append(out, text)
		}
		return out
	}
	for _, c := range []struct {
		in    string
		width float64
		want  []string
	}{
		{"one two three", 49, []string{"one two", "three"}},
		{"one\ntwo", 49, []string{"one", "two"}},
		{"abcdefghijkl", 31, []string{"abcde", "fghij", "kl"}},
		{"abc/defghi", 31, []string{"abc/", "defgh", "i"}},
		{"a\u00a0b c", 25, []string{"a b", "c"}},
		{"", 25, nil},
	} {
		if got := lines(c.in, c.width); !slices.Equal(got, c.want) {
			t.Errorf("%q: got %q, want %q", c.in, got, c.want)
		}
	}
}
