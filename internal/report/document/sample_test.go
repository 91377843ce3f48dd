package document

import (
	"fmt"
	"strings"
)

const sampleSVG = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="160" viewBox="0 0 400 160" role="img"><title>Pump and cloud</title><rect x="10" y="40" width="120" height="60" fill="#dcebfb" stroke="#2868a8"/><text x="70" y="75" text-anchor="middle" font-family="sans-serif" font-size="14">Pump</text><path d="M130 70 H270" stroke="#5a6875" fill="none"/><rect x="270" y="40" width="120" height="60" fill="#e3f3ea" stroke="#2b7a51"/><text x="330" y="75" text-anchor="middle" font-family="sans-serif" font-size="14">Cloud</text></svg>`

// sample has every sort of block, and texts made to break things.
func sample() *Document {
	long := strings.Repeat("Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", 3)
	return &Document{
		Title: "Risk management file", Subtitle: "Security risks to care, after ISO 14971", System: "Wearable monitor <b>&\"'", Version: "1.2", Date: "2026-11-25",
		Contents: true,
		Digests: []Digest{
			{"Model, SHA-256", "3b5d5c3712955042212316173ccf37be800b1e1d7e8a3d35e0a7c1f6f6d9a8bb"},
			{"Knowledge base, SHA-256", "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"},
		},
		Blocks: []Block{
			{From: []string{"iso-14971:2019/4.4"}, Heading: &Heading{Level: 1, ID: "plan", Text: "Plan"}},
			{Paragraph: &Paragraph{[]Span{
				{Text: "What is judged, and by whom. See "}, {Text: "the table of risks", To: "risks"}, {Text: ", the "}, {Text: "standard", URL: "https://www.iso.org/standard/72704.html"},
				{Text: " and "}, {Text: "nothing", URL: "javascript:alert(1)"}, {Text: ". "}, {Text: "Strong words", Style: Strong}, {Text: " and "}, {Text: "code_words()", Style: Code}, {Text: ".\nA second line; <script>alert(1)</script> \x1b[31mred\u202Edne"},
			}}},
			{Paragraph: &Paragraph{Text(strings.Repeat("The manufacturer keeps the criteria for acceptability of risk in the plan, and reviews them each year. ", 12))}},
			{Heading: &Heading{Level: 2, Text: "Scope"}},
			{List: &List{Items: [][]Span{Text("The monitor on the wrist"), Text(strings.Repeat("the phone that it is paired with and that sends on what it measures, ", 4)), {{Text: "the cloud", To: "picture"}}}}},
			{List: &List{Ordered: true, Items: [][]Span{Text("Find hazards"), Text("Estimate risks"), Text("Control them")}}},
			{Heading: &Heading{Level: 3, Text: "Roles"}},
			{From: []string{"safety-engineer", `a"<b>&`}, Definitions: []Definition{{"Safety engineer", Text("owns the file; " + strings.Repeat("reads and signs it, ", 10))}, {"Ćwikła, Łukasz Αλέξανδρος Дмитрий", Text("names of European letters: ž š č ř ő ű ğ ı ß ø å æ þ ð €")}}},
			{Note: &Note{Spans: Text("A note that is set apart from the text around it, and is long enough to need more than one line of its own on a page.")}},
			{Heading: &Heading{Level: 4, Text: "A heading of the fourth level with " + long}},
			{Paragraph: &Paragraph{Text("A long word: " + long + " and a long path: /" + strings.Repeat("very-long-directory-name/", 12))}},
			{Paragraph: &Paragraph{Text("Other scripts: 患者の安全 (Han and Kana), سلامة المرضى (Arabic), בטיחות (Hebrew), 🩺 (a sign).")}},
			{Figure: &Figure{ID: "picture", Caption: "The system", Alt: "A pump that sends data to the cloud.", SVG: sampleSVG}},
			{PageBreak: true},
			{Heading: &Heading{Level: 1, ID: "analysis", Text: "Analysis & evaluation"}},
			{Paragraph: &Paragraph{Text("A small table, and an empty one.")}},
			{From: []string{"THR-0001", "CTL-0002@order"}, Table: &Table{ID: "small", Caption: "Numbers", Columns: []Column{{"What", Left, 3}, {"Count", Right, 1}, {"Verdict", Centre, 2}}, Rows: [][]Cell{
				{TextCell("Threats"), NumberCell(1636), TextCell("reduce")},
				{TextCell("=HYPERLINK(\"http://evil\")"), NumberCell(-0.5), {Spans: []Span{{Text: "acceptable", Style: Strong}}}},
				{TextCell(long), {Spans: Text("about 3"), Number: new(2.75)}, TextCell("@SUM(A1)")},
			}}},
			{Table: &Table{Caption: "Nothing", Columns: []Column{{Head: "Harm"}, {Head: "Why"}}}},
			{Heading: &Heading{Level: 1, Text: "All risks"}},
			{Paragraph: &Paragraph{Text("The table is too wide for a page that stands upright.")}},
			{Table: longTable(500)},
			{Heading: &Heading{Level: 2, Text: "After the table"}},
			{Table: &Table{Caption: "A row longer than a page", Columns: []Column{{"Id", Left, 1}, {"Text", Left, 4}}, Rows: [][]Cell{
				{TextCell("a"), TextCell("short")},
				{TextCell("b"), TextCell(strings.Repeat("A sentence that is repeated until it no longer fits a page. ", 200))},
				{TextCell("c"), TextCell("the end")},
			}}},
		},
	}
}

// longTable has 8 columns in the manner of ISO 14971.
func longTable(rows int) *Table {
	t := &Table{ID: "risks", Caption: "Risks", Columns: []Column{{Head: "Id"}, {Head: "Hazard"}, {Head: "Sequence of events"}, {Head: "Hazardous situation"}, {Head: "Harm"}, {Head: "Severity"}, {Head: "P1 × P2", Align: Right}, {Head: "Risk control measure"}}}
	for i := range rows {
		t.Rows = append(t.Rows, []Cell{
			{Spans: []Span{{Text: fmt.Sprintf("RSK-%04d", i+1), Style: Code}}}, TextCell("Wrong data"),
			TextCell(strings.Repeat("Somebody in radio range pairs with the device and changes readings. ", 1+i%3)),
			TextCell("The clinician sees a heart rate that is too low"), TextCell("Delayed treatment"), TextCell("serious"), NumberCell(float64(i) / 8),
			TextCell("Pairing asks for a code that is shown on the device (CTL-0031); radio is off outside of hours"),
		})
	}
	return t
}
