package document_test

import (
	"fmt"
	"strings"

	"cordon/internal/report/document"
)

// A document is assembled once and rendered in any format.
func Example() {
	d := &document.Document{
		Title: "Risk management file", System: "Insulin pump", Version: "3", Date: "2026-11-25", Contents: true,
		Blocks: []document.Block{
			{Heading: &document.Heading{Level: 1, Text: "Residual risk"}},
			{Paragraph: &document.Paragraph{Spans: []document.Span{{Text: "All risks stand in "}, {Text: "the table", To: "risks"}, {Text: "."}}}},
			{Table: &document.Table{
				ID: "risks", Caption: "Residual risks",
				Columns: []document.Column{{Head: "Harm", Share: 3}, {Head: "P1 per device-year", Align: document.Right, Share: 1}},
				Rows:    [][]document.Cell{{document.TextCell("Too much insulin"), document.NumberCell(0.0001)}},
			}},
		},
	}
	for _, f := range document.Formats {
		var b strings.Builder
		if err := f.Render(&b, d); err != nil {
			fmt.Println(err)
		}
		fmt.Println(f.Name, b.Len() > 0)
	}
	var csv strings.Builder
	if err := document.CSVTable(&csv, d, "risks"); err != nil {
		fmt.Println(err)
	}
	fmt.Print(strings.ReplaceAll(csv.String(), "\r\n", "\n"))
	// Output:
	// html true
	// docx true
	// pdf true
	// markdown true
	// xlsx true
	// csv true
	// json true
	// Harm,P1 per device-year
	// Too much insulin,0.0001
}
