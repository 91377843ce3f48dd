package document

import (
	"bytes"
	"encoding/csv"
	"encoding/xml"
	"math"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
)

// xmlSheet is what the tests read of a sheet.
type xmlSheet struct {
	Pane struct {
		Split int    `xml:"ySplit,attr"`
		State string `xml:"state,attr"`
	} `xml:"sheetViews>sheetView>pane"`
	Rows []struct {
		Cells []struct {
			Ref     string   `xml:"r,attr"`
			Style   int      `xml:"s,attr"`
			Type    string   `xml:"t,attr"`
			Text    string   `xml:"is>t"`
			Value   string   `xml:"v"`
			Formula []string `xml:"f"`
		} `xml:"c"`
	} `xml:"sheetData>row"`
}

func TestXLSXIsReadBack(t *testing.T) {
	parts := files(t, render(t, sample(), XLSX))
	var book struct {
		Sheets []struct {
			Name string `xml:"name,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := xml.Unmarshal([]byte(find(parts, "xl/workbook.xml").data), &book); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, s := range book.Sheets {
		names = append(names, s.Name)
	}
	if diff := cmp.Diff([]string{"About", "1 Numbers", "2 Nothing", "3 Risks", "4 A row longer than a page"}, names); diff != "" {
		t.Fatalf("sheets (-want +got):\n%s", diff)
	}
	n := 1
	for _, b := range sample().cleaned().Blocks {
		if b.Table == nil {
			continue
		}
		n++
		var sheet xmlSheet
		if err := xml.Unmarshal([]byte(find(parts, "xl/worksheets/sheet"+strconv.Itoa(n)+".xml").data), &sheet); err != nil {
			t.Fatal(err)
		}
		if sheet.Pane.Split != 1 || sheet.Pane.State != "frozen" {
			t.Errorf("sheet %d: the head is not fixed: %v", n, sheet.Pane)
		}
		if got, want := len(sheet.Rows), len(b.Table.Rows)+1; got != want {
			t.Fatalf("sheet %d: %d rows, want %d", n, got, want)
		}
		for i, row := range sheet.Rows {
			if len(row.Cells) != len(b.Table.Columns) {
				t.Fatalf("sheet %d, row %d: %d cells", n, i+1, len(row.Cells))
			}
			for j, c := range row.Cells {
				if want := string(rune('A'+j)) + strconv.Itoa(i+1); c.Ref != want || len(c.Formula) > 0 {
					t.Errorf("sheet %d: cell %s with formula %q, want %s without", n, c.Ref, c.Formula, want)
				}
				want := Cell{Spans: Text(b.Table.Columns[j].Head)}
				if i > 0 {
					want = b.Table.Rows[i-1][j]
				}
				if want.Number != nil {
					if v, err := strconv.ParseFloat(c.Value, 64); err != nil || v != *want.Number || c.Type != "" {
						t.Errorf("sheet %d, %s: %q of type %q, want the number %v", n, c.Ref, c.Value, c.Type, *want.Number)
					}
					continue
				}
				if c.Text != plain(want.Spans) || c.Type != "inlineStr" {
					t.Errorf("sheet %d, %s: %q of type %q, want the text %q", n, c.Ref, c.Text, c.Type, plain(want.Spans))
				}
				if quoted := c.Style == cellQuoted; i > 0 && quoted != strings.HasPrefix(c.Text, "=") && quoted != strings.HasPrefix(c.Text, "@") {
					t.Errorf("sheet %d, %s: %q is quoted: %v", n, c.Ref, c.Text, quoted)
				}
			}
		}
	}
}

func TestSheetNames(t *testing.T) {
	taken := map[string]bool{"history": true}
	for _, c := range [][2]string{
		{"1 Risks: [all] */?\\", "1 Risks all"},
		{"1 risks all", "1 risks all 2"},
		{"History", "History 2"},
		{"'quoted'", "quoted"},
		{strings.Repeat("x", 40), strings.Repeat("x", 31)},
		{strings.Repeat("x", 41), strings.Repeat("x", 29) + " 2"},
		{strings.Repeat("🩺", 40), strings.Repeat("🩺", 15)},
	} {
		got := sheetName(c[0], taken)
		if got != c[1] {
			t.Errorf("sheetName(%q) = %q, want %q", c[0], got, c[1])
		}
	}
}

func TestColumnLetters(t *testing.T) {
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 39: "AN"} {
		if got := columnLetters(i); got != want {
			t.Errorf("column %d is %s, want %s", i, got, want)
		}
	}
}

func TestLongCellsAreCutAndSaySo(t *testing.T) {
	d := &Document{Blocks: []Block{{Table: &Table{Columns: []Column{{Head: "a"}}, Rows: [][]Cell{{TextCell(strings.Repeat("🩺", 20_000))}}}}}}
	var sheet xmlSheet
	if err := xml.Unmarshal([]byte(find(files(t, render(t, d, XLSX)), "xl/worksheets/sheet2.xml").data), &sheet); err != nil {
		t.Fatal(err)
	}
	got := sheet.Rows[1].Cells[0].Text
	if n := len(utf16.Encode([]rune(got))); n > 32767 || n < 32700 || !strings.HasSuffix(got, "(cut: too long for a cell of a spreadsheet)") {
		t.Errorf("%d units, ends in %q", n, got[len(got)-60:])
	}
}

func TestCSVIsReadBack(t *testing.T) {
	parts := files(t, render(t, sample(), CSV))
	var names []string
	for _, p := range parts {
		names = append(names, p.name)
	}
	if diff := cmp.Diff([]string{"01-numbers.csv", "02-nothing.csv", "03-risks.csv", "04-a-row-longer-than-a-page.csv"}, names); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	long := strings.Repeat("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", 3)
	got, err := csv.NewReader(strings.NewReader(parts[0].data)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"What", "Count", "Verdict"}, {"Threats", "1636", "reduce"}, {`'=HYPERLINK("http://evil")`, "-0.5", "acceptable"}, {long, "2.75", "'@SUM(A1)"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if strings.Count(parts[0].data, "\r\n") != 4 {
		t.Errorf("lines end otherwise than with CR LF: %q", parts[0].data)
	}
	risks, err := csv.NewReader(strings.NewReader(parts[2].data)).ReadAll()
	if err != nil || len(risks) != 501 || len(risks[0]) != 8 {
		t.Errorf("%d rows: %v", len(risks), err)
	}
}

func TestCSVOfOneTable(t *testing.T) {
	var b bytes.Buffer
	if err := CSVTable(&b, sample(), "small"); err != nil || !strings.HasPrefix(b.String(), "What,Count,Verdict\r\n") {
		t.Errorf("%v, %.40q", err, b.String())
	}
	if err := CSVTable(&b, sample(), "none"); err == nil || err.Error() != `write table as CSV: no table has the id "none"` {
		t.Errorf("got %v", err)
	}
}

func TestHarmless(t *testing.T) {
	for in, want := range map[string]string{
		"=1+1": "'=1+1", "+1": "'+1", "-1": "'-1", "@x": "'@x", " =1": "' =1", "\n=1": "'\n=1", "\u200b=1": "'\u200b=1", "＝1": "'＝1", "|x": "'|x", "%0": "'%0",
		"": "", "a=1": "a=1", "'x": "'x", "1-2": "1-2", "–1": "–1",
	} {
		if got := harmless(in); got != want {
			t.Errorf("harmless(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestWidths(t *testing.T) {
	text := func(heads ...string) *Table {
		t := &Table{}
		for _, h := range heads {
			t.Columns = append(t.Columns, Column{Head: h})
		}
		return t
	}
	shares := text("a", "b")
	shares.Columns[0].Share, shares.Columns[1].Share = 1, 3
	crowded := text("a", strings.Repeat("x", 15), "c")
	crowded.Columns[0].Share, crowded.Columns[1].Share, crowded.Columns[2].Share = 10, 1, 10
	many := text(strings.Split(strings.Repeat("abcdefghijklmnop ", 39)+"x", " ")...)
	for name, table := range map[string]*Table{"shares": shares, "crowded": crowded, "many": many, "one": text("a"), "empty head": text("", "")} {
		got := table.widths(400)
		sum := 0.0
		for _, w := range got {
			sum += w
			if w <= 0 {
				t.Errorf("%s: a column of %v", name, w)
			}
		}
		if math.Abs(sum-400) > 1e-6 {
			t.Errorf("%s: the widths %v add up to %v, want 400", name, got, sum)
		}
	}
	if got := shares.widths(400); math.Abs(got[0]-100) > 1e-9 || math.Abs(got[1]-300) > 1e-9 {
		t.Errorf("shares 1 to 3 of 400 are %v, want 100 and 300", got)
	}
	if got, least := crowded.widths(400)[1], width(strings.Repeat("x", 15), bold, tableSize)+2*cellPadding; got < least {
		t.Errorf("a column of %v is narrower than its word, %v", got, least)
	}
}
