// Package riskreport assembles the risk management file of a system (ISO 14971) from the record of its risks: plan, analysis, evaluation,
// control, residual risk, overall judgement, review, and what follows production. It decides nothing; what nobody has said it leaves open,
// and says so.
package riskreport

import (
	"fmt"
	"strings"

	"cordon/internal/decisions"
	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/report/document"
	"cordon/internal/report/document/wording"
	"cordon/internal/riskfile"
)

// Options are what a file is made with besides the record.
type Options struct {
	Version   string             // of the file, in the words of its author
	Date      string             // year-month-day
	Decisions []decisions.Review // with their state on that day
}

// Make assembles the file.
func Make(m *model.Model, ix *knowledge.Index, f *riskfile.File, o Options) *document.Document {
	r := &writer{m: m, ix: ix, f: f, names: wording.NamesOf(m, nil), decided: o.Decisions, doc: &document.Document{
		Title: "Risk management file", Subtitle: "Security and safety of a connected medical device, after ISO 14971", System: strings.TrimSpace(f.System.Name + " " + f.System.Version),
		Version: o.Version, Date: o.Date, Language: "en-GB", Contents: true,
		Digests: wording.Digests(f),
	}}
	r.scope()
	r.plan()
	r.analysis()
	r.evaluation()
	r.control()
	r.residual()
	r.overall()
	r.after()
	return r.doc
}

type writer struct {
	m       *model.Model
	ix      *knowledge.Index
	f       *riskfile.File
	names   wording.Names
	decided []decisions.Review
	doc     *document.Document
}

func (r *writer) add(b document.Block) { r.doc.Blocks = append(r.doc.Blocks, b) }

func (r *writer) heading(level int, id, text string) {
	r.add(document.Block{Heading: &document.Heading{Level: level, ID: id, Text: text}})
}

func (r *writer) text(format string, a ...any) {
	r.add(document.Block{Paragraph: &document.Paragraph{Spans: document.Text(fmt.Sprintf(format, a...))}})
}

func (r *writer) note(format string, a ...any) {
	r.add(document.Block{Note: &document.Note{Spans: document.Text(fmt.Sprintf(format, a...))}})
}

func (r *writer) definitions(list ...document.Definition) {
	if len(list) > 0 {
		r.add(document.Block{Definitions: list})
	}
}

// table adds a table, or says that there is nothing to put into it.
func (r *writer) table(id, caption string, columns []document.Column, rows [][]document.Cell, none string) {
	if len(rows) == 0 {
		r.text("%s", none)
		return
	}
	r.add(document.Block{Table: &document.Table{ID: id, Caption: caption, Columns: columns, Rows: rows}})
}
