package riskfile

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
)

// A title that a spreadsheet would run is shown and not run; line breaks, quotes and commas come back as they were.
func TestCSVIsHarmless(t *testing.T) {
	f := &File{Risks: []Risk{
		{Harm: "h", Title: `=HYPERLINK("http://x","y")`, Situation: "two\nlines, \"quoted\"", Hazard: "-1+1", Class: "@direct"},
		{Harm: "+x", Title: "Ältere – 心房細動", Hazard: "a = b"},
	}}
	var out bytes.Buffer
	if err := f.WriteCSV(&out); err != nil {
		t.Fatal(err)
	}
	if strings.Count(out.String(), "\r\n") < 3 {
		t.Error("rows do not end with CR and LF")
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		row, column int
		want        string
	}{
		{0, 0, "Harm id"}, {1, 0, "h"}, {1, 1, "'-1+1"}, {1, 4, "two\nlines, \"quoted\""}, {1, 5, `'=HYPERLINK("http://x","y")`}, {1, 6, "'@direct"},
		{2, 0, "'+x"}, {2, 1, "a = b"}, {2, 5, "Ältere – 心房細動"},
	} {
		if got := rows[c.row][c.column]; got != c.want {
			t.Errorf("row %d column %d is %q, want %q", c.row, c.column, got, c.want)
		}
	}
}
