package document

import (
	"encoding/xml"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// elements lists the start tags of a part, with their attributes by local names.
func elements(t *testing.T, src string) []xml.StartElement {
	t.Helper()
	var out []xml.StartElement
	d := xml.NewDecoder(strings.NewReader(src))
	for {
		token, err := d.Token()
		if err != nil {
			return out
		}
		if e, ok := token.(xml.StartElement); ok {
			out = append(out, e.Copy())
		}
	}
}

func value(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func TestDOCXRefersToWhatItHas(t *testing.T) {
	parts := files(t, render(t, sample(), DOCX))
	styles, numbers, bookmarks := []string{}, []string{}, []string{}
	for _, e := range elements(t, find(parts, "word/styles.xml").data) {
		if e.Name.Local == "style" {
			styles = append(styles, value(e, "styleId"))
		}
	}
	for _, e := range elements(t, find(parts, "word/numbering.xml").data) {
		if e.Name.Local == "num" {
			numbers = append(numbers, value(e, "numId"))
		}
	}
	body := elements(t, find(parts, "word/document.xml").data)
	for _, e := range body {
		if e.Name.Local == "bookmarkStart" {
			if slices.Contains(bookmarks, value(e, "name")) {
				t.Errorf("bookmark %s stands twice", value(e, "name"))
			}
			bookmarks = append(bookmarks, value(e, "name"))
		}
	}
	count := map[string]int{}
	for _, e := range body {
		count[e.Name.Local]++
		switch e.Name.Local {
		case "pStyle", "rStyle", "tblStyle":
			if !slices.Contains(styles, value(e, "val")) {
				t.Errorf("no style %q", value(e, "val"))
			}
		case "numId":
			if !slices.Contains(numbers, value(e, "val")) {
				t.Errorf("no numbering %q", value(e, "val"))
			}
		case "hyperlink":
			if to := value(e, "anchor"); to != "" && !slices.Contains(bookmarks, to) {
				t.Errorf("no bookmark %q", to)
			}
		}
	}
	// Worked out from sample: 4 tables and 2 without lines (facts, definitions); 3 sections; a begin, separate and end for the
	// contents and each of 5 captions.
	for name, want := range map[string]int{"tbl": 6, "tblHeader": 4, "sectPr": 3, "fldChar": 3 * 6, "drawing": 1, "tr": 4 + 3 + 1 + 500 + 3 + 5 + 2, "cantSplit": 4 + 3 + 500 + 2 + 5 + 2} {
		if count[name] != want {
			t.Errorf("%d of %s, want %d", count[name], name, want)
		}
	}
}

func TestDOCXTablesFitThePage(t *testing.T) {
	sum, limit := 0, twips(landscapeWidth)+20
	for _, e := range elements(t, find(files(t, render(t, sample(), DOCX)), "word/document.xml").data) {
		switch e.Name.Local {
		case "tblGrid":
			sum = 0
		case "gridCol":
			w, err := strconv.Atoi(value(e, "w"))
			if err != nil {
				t.Fatal(err)
			}
			if sum += w; sum > limit {
				t.Errorf("a table of %d twips, want at most %d", sum, limit)
			}
		}
	}
}

func TestDOCXHasThePicture(t *testing.T) {
	parts := files(t, render(t, sample(), DOCX))
	d, err := readDrawing(sampleSVG)
	if err != nil {
		t.Fatal(err)
	}
	if find(parts, "word/media/picture1.emf").data != string(d.emf()) || !strings.Contains(find(parts, "word/document.xml").data, `descr="A pump that sends data to the cloud."`) {
		t.Error("the picture or its alternative text is not there")
	}
}

func TestDOCXTellsOfAPictureThatCannotBeDrawn(t *testing.T) {
	d := &Document{Blocks: []Block{{Figure: &Figure{Alt: "Two boxes.", SVG: `<svg xmlns="http://www.w3.org/2000/svg"><image/></svg>`}}}}
	if got := find(files(t, render(t, d, DOCX)), "word/document.xml").data; !strings.Contains(got, "The picture is in the HTML edition of this document. It shows: Two boxes.") || strings.Contains(got, "<w:drawing>") {
		t.Errorf("the document is %s", got)
	}
}

func TestPictureSize(t *testing.T) {
	for in, want := range map[string][2]float64{
		`<svg width="40" height="20px"/>`:        {40, 20},
		`<svg viewBox="0 0 30 10"/>`:             {30, 10},
		`<svg width="NaN" height="1e9"/>`:        {800, 600},
		`<svg width="100%" height="100%"/>`:      {800, 600},
		`<svg width="-1" viewBox="0 0 -5 5 1"/>`: {800, 600},
		`<!-- x --><svg width="8" height="9"/>`:  {8, 9},
	} {
		if w, h := pictureSize(in); w != want[0] || h != want[1] {
			t.Errorf("%s: %v by %v, want %v", in, w, h, want)
		}
	}
}
