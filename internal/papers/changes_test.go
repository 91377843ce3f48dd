package papers

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/report/document"
)

func TestChangesAreSaidBySection(t *testing.T) {
	number := 3.0
	table := func(rows ...[]document.Cell) document.Block {
		return document.Block{Table: &document.Table{Caption: "Flows", Columns: []document.Column{{Head: "Flow"}, {Head: "Count"}}, Rows: rows}}
	}
	heading := func(s string) document.Block { return document.Block{Heading: &document.Heading{Level: 1, Text: s}} }
	say := func(s string) document.Block {
		return document.Block{Paragraph: &document.Paragraph{Spans: document.Text(s)}}
	}
	before := &document.Document{Title: "Concept", Blocks: []document.Block{
		heading("Flows"), say("The same."), table([]document.Cell{document.TextCell("readings"), {Number: &number}}, []document.Cell{document.TextCell("alarms"), {}}),
		heading("Old"), say("It goes."),
	}}
	after := &document.Document{Title: "Concept", Blocks: []document.Block{
		heading("Flows"), say("The same."), table([]document.Cell{document.TextCell("readings"), document.TextCell("many")}, []document.Cell{document.TextCell("alarms"), {}}),
		{List: &document.List{Items: [][]document.Span{document.Text("It comes.")}}},
	}}
	want := []Change{
		{"Flows", "Flow: readings; Count: 3", "Flow: readings; Count: many"},
		{"Flows", "", "It comes."},
		{"Old", "It goes.", ""},
	}
	if d := cmp.Diff(want, Changes(before, after)); d != "" {
		t.Error(d)
	}
	if same := Changes(after, after); len(same) != 0 {
		t.Errorf("a document differs from itself: %v", same)
	}
}

// A section that is too long to be compared line by line tells only what the other side does not have.
func TestLongSectionsAreComparedByWhatTheyHold(t *testing.T) {
	long := func(extra string) []string {
		lines := []string{extra}
		for i := range 2500 {
			lines = append(lines, fmt.Sprintf("%s line %d", extra[:1], i%3), fmt.Sprint(i))
		}
		return append(lines, extra+" end")
	}
	want := []Change{{"S", "a first", "b first"}, {"S", "a line 0", "b line 0"}}
	got := between("S", long("a first"), long("b first"))
	if d := cmp.Diff(want, got[:2]); d != "" || len(got) != 2502 {
		t.Errorf("%d changes: %s", len(got), d)
	}
}
