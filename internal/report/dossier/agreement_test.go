package dossier_test

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
	"testing"

	"cordon/internal/report/document"
	"cordon/internal/report/document/riskreport"
	"cordon/internal/report/dossier"
)

// stated is what a document may state: a term, or a cell of a table whose rows begin with an id.
type stated struct{ table, id, head string }

// perTable are heads of columns under which two tables may say different things of the same id, since each shows its own part: the places
// that somebody is in charge of, who else applies a control.
var perTable = []string{"At", "Together with"}

// The same fact never has two values, neither in two documents nor in two tables.
func TestAFactHasOneValueInAllDocuments(t *testing.T) {
	first, where := map[stated]string{}, map[stated]string{}
	agree := func(key stated, value, in string) {
		if before, ok := first[key]; ok && before != value {
			t.Errorf("%s, %s: %s says %q, %s says %q", key.id, key.head, where[key], before, in, value)
		} else if !ok {
			first[key], where[key] = value, in
		}
	}
	terms, cells := 0, 0
	docs := documentsOf(t, theExample(t))
	for _, kind := range slices.Sorted(maps.Keys(docs)) {
		values := statements(docs[kind])
		for key, of := range values {
			value, in := strings.Join(of, "\n"), kind+" ("+key.table+")"
			agree(key, value, in)
			if key.table == "" {
				terms++
				continue
			}
			cells++
			if len(of) == 1 && !slices.Contains(perTable, key.head) {
				agree(stated{"any", key.id, key.head}, value, in)
			}
		}
	}
	if len(docs) < 30 || terms < 100 || cells < 1000 {
		t.Errorf("%d documents with %d terms and %d cells: too few to compare", len(docs), terms, cells)
	}
}

// documentsOf are the documents that can be made of a system, by kind: those of the templates and the risk management file.
func documentsOf(t *testing.T, f *dossier.Facts) map[string]*document.Document {
	t.Helper()
	out := map[string]*document.Document{
		"risk-management-file": riskreport.Make(f.Model, f.Index, f.File, riskreport.Options{Version: f.Version, Date: f.Day, Decisions: f.Reviews}),
	}
	for i := range f.Index.Base.Templates {
		if tpl := &f.Index.Base.Templates[i]; dossier.Fits(tpl, f.Model, f.Index) {
			out[tpl.ID] = made(t, tpl, f).Document
		}
	}
	return out
}

// statements collects what a document states. Several rows of a table with the same id state several values, in their order; a table that
// stands twice is read once.
func statements(d *document.Document) map[stated][]string {
	out := map[stated][]string{}
	seen := map[string]bool{}
	for i := range d.Blocks {
		b := &d.Blocks[i]
		for _, x := range b.Definitions {
			for key, value := range lines(x.Term, words(x.Spans)) {
				if !slices.Contains(out[key], value) {
					out[key] = append(out[key], value)
				}
			}
		}
		if b.Table == nil || b.Table.Columns[0].Head != "Id" || seen[b.Table.Caption] {
			continue
		}
		seen[b.Table.Caption] = true
		for _, row := range b.Table.Rows {
			for at := 1; at < len(row); at++ {
				key := stated{b.Table.Caption, words(row[0].Spans), b.Table.Columns[at].Head}
				value := words(row[at].Spans)
				if row[at].Number != nil {
					value = fmt.Sprint(*row[at].Number)
				}
				out[key] = append(out[key], value)
			}
		}
	}
	return out
}

// lines takes what is said of a term apart: of several lines each begins with what it is about, and a document may leave some out.
func lines(term, says string) iter.Seq2[stated, string] {
	return func(yield func(stated, string) bool) {
		for line := range strings.SplitSeq(says, "\n") {
			key := stated{id: term}
			if about, value, ok := strings.Cut(line, ": "); ok && line != says {
				key.head, line = about, value
			}
			if !yield(key, line) {
				return
			}
		}
	}
}

func words(spans []document.Span) string {
	s := ""
	for _, x := range spans {
		s += x.Text
	}
	return s
}
