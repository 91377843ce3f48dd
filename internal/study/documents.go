package study

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"cordon/internal/additions"
	"cordon/internal/civil"
	"cordon/internal/diag"
	"cordon/internal/knowledge"
	"cordon/internal/papers"
	"cordon/internal/report"
	"cordon/internal/report/document"
	"cordon/internal/report/dossier"
	"cordon/internal/workbench"
)

// reportKind is the report of an assessment, which is one page of HTML.
const reportKind = "report"

// Paper is a document of a system.
type Paper struct {
	Kind, Title, Says string
	From, To          []knowledge.Holder
	Formats           []string // ends of file names, without the dot
	Open              []dossier.OpenPoint
	Places            []dossier.Place    // what is left to people, with what they wrote
	Document          *document.Document // nil for the report
}

// papersOf is what all documents of a case are made from, and the documents.
type papersOf struct {
	of        *Case
	facts     *dossier.Facts
	templates []*knowledge.Template
	list      []Paper
}

// bytes is about what documents take in memory with their case, which they keep: far more than the case alone.
func (p *papersOf) bytes() int64 { return 3_000_000 + 10*bytesOf(p.of.judged.Planned) }

// Day is the day that documents of a revision bear where no other is asked for, so that the same revision gives the same bytes.
func Day(r workbench.Revision) string { return r.At.UTC().Format(time.DateOnly) }

// first gives the first of the revisions in a row that hold the same but for signatures. Documents bear its number and day: signing one adds a
// revision, and must not change what was signed.
func (s *Study) first(ctx context.Context, a workbench.Actor, id workbench.ProjectID, rev workbench.RevisionID) (workbench.Revision, error) {
	r, err := s.Workbench.Revision(ctx, a, id, rev)
	for err == nil && r.Parent != "" {
		before, e := s.Workbench.Revision(ctx, a, id, r.Parent)
		if e != nil || before.Tree.Content() != r.Tree.Content() {
			return r, e
		}
		r = before
	}
	return r, err
}

// documentHash is what a signature of a document is bound to: the SHA-256 of its bytes.
func (s *Study) documentHash(ctx context.Context, a workbench.Actor, id workbench.ProjectID, rev workbench.RevisionID, name string) (string, error) {
	_, f, err := s.Document(ctx, a, id, rev, "", name)
	if err != nil {
		return "", err
	}
	return workbench.Hash(f.Data), nil
}

// Papers lists the documents that can be made of a revision, in the order of their kinds. Day "" is that of the revision.
func (s *Study) Papers(ctx context.Context, a workbench.Actor, id workbench.ProjectID, rev workbench.RevisionID, day string) (*Case, []Paper, error) {
	p, err := s.papers(ctx, a, id, rev, day)
	if err != nil {
		return nil, nil, err
	}
	return p.of, p.list, nil
}

func (s *Study) papers(ctx context.Context, a workbench.Actor, id workbench.ProjectID, rev workbench.RevisionID, day string) (*papersOf, error) {
	r, err := s.first(ctx, a, id, rev)
	if err != nil {
		return nil, err
	}
	if day == "" {
		day = Day(r)
	}
	c, err := s.Case(ctx, a, id, r.ID, day)
	if err != nil {
		return nil, err
	}
	return s.assembled.Get(ctx, c.key, func(ctx context.Context) (*papersOf, error) {
		after, err := s.after(ctx, a, id, c)
		if err != nil {
			return nil, err
		}
		added, err := s.added(ctx, a, id, c)
		if err != nil {
			return nil, err
		}
		return c.assemble(ctx, after, added)
	})
}

// assemble makes the documents. They are not changed afterwards.
func (c *Case) assemble(ctx context.Context, after *dossier.After, added *additions.Set) (*papersOf, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.judged.Stop = ctx.Err
	f, err := papers.Facts(ctx, c.judged, c.Day, fmt.Sprintf("revision %d", c.Revision.Number))
	if err != nil {
		return nil, err
	}
	f.After, f.Added = after, added
	p := &papersOf{of: c, facts: f, templates: papers.Fitting(c.judged)}
	if len(f.Notices()) == 0 {
		p.templates = slices.DeleteFunc(p.templates, dossier.Notifies)
	}
	formats := append(papers.Formats(), "json")
	for _, t := range p.templates {
		m := dossier.Make(t, f)
		p.list = append(p.list, Paper{t.ID, t.Title, opening(m.Document), t.From, t.To, formats, m.Open, m.Places, m.Document})
	}
	risk := papers.RiskFile(c.judged, c.Day, f.Version)
	maker, body := knowledge.Holder("manufacturer"), knowledge.Holder("notified-body")
	p.list = append(p.list,
		Paper{papers.RiskFileKind, risk.Title, "Shows each risk from its hazard to what remains of it, with the controls and why it is accepted.", []knowledge.Holder{maker}, []knowledge.Holder{body}, formats, nil, nil, risk},
		Paper{reportKind, "Report of the assessment", "Shows threats, ways to harm, controls, and pictures of the system on one page.", []knowledge.Holder{maker}, []knowledge.Holder{maker}, []string{"html"}, nil, nil, nil})
	return p, nil
}

// opening is the first paragraph of a document: what the template says of it, with the names of the system.
func opening(d *document.Document) string {
	for i := range d.Blocks {
		if p := d.Blocks[i].Paragraph; p != nil {
			var b strings.Builder
			for _, s := range p.Spans {
				b.WriteString(s.Text)
			}
			return b.String()
		}
	}
	return ""
}

// after is what documents say of the year that ends with the day on them; nil where nothing is kept of it.
func (s *Study) after(ctx context.Context, a workbench.Actor, id workbench.ProjectID, c *Case) (out *dossier.After, err error) {
	day, err := civil.Parse(c.Day)
	if err != nil {
		return nil, err
	}
	err = s.Workbench.Inside(ctx, a, id, c.Revision.ID, func(dir string, _ workbench.Revision) error {
		var ds diag.List
		if out, err = papers.After(ctx, dir, c.judged, day.AddMonths(-12), day+civil.Day-1, &ds); err != nil {
			return err
		}
		return recordsWhole(dir, &ds)
	})
	return out, err
}

// paper finds a document.
func (p *papersOf) paper(kind string) (*Paper, error) {
	for i := range p.list {
		if p.list[i].Kind == kind {
			return &p.list[i], nil
		}
	}
	return nil, workbench.Errorf(workbench.NotFound, "there is no document %q of this system", kind)
}

// File is a document as a file.
type File struct {
	Name, MediaType string
	Data            []byte
}

// Document gives a document of a revision by its name and format: security-concept.pdf. The same revision and day give the same bytes.
func (s *Study) Document(ctx context.Context, a workbench.Actor, id workbench.ProjectID, rev workbench.RevisionID, day, name string) (*Case, File, error) {
	all, err := s.papers(ctx, a, id, rev, day)
	if err != nil {
		return nil, File{}, err
	}
	c := all.of
	kind, format, _ := strings.Cut(name, ".")
	p, err := all.paper(kind)
	if err != nil {
		return nil, File{}, err
	}
	as := slices.IndexFunc(document.Formats, func(f document.Format) bool { return f.Extension == "."+format })
	if as < 0 || !slices.Contains(p.Formats, format) {
		return nil, File{}, workbench.Errorf(workbench.NotFound, "the document %s is not made as %q", kind, format).WithHint("it is made as %s", strings.Join(p.Formats, ", "))
	}
	data, err := s.rendered.Get(ctx, c.key+" "+name, func(ctx context.Context) ([]byte, error) {
		var b bytes.Buffer
		if p.Document == nil {
			err := c.report(ctx, &b)
			return b.Bytes(), err
		}
		err := document.Formats[as].Render(&b, p.Document)
		return b.Bytes(), err
	})
	return c, File{name, document.Formats[as].MediaType, data}, err
}

// report writes the report of the assessment.
func (c *Case) report(ctx context.Context, w io.Writer) error {
	pictures, err := report.Pictures(ctx, c.judged.Model, c.judged.Assessment)
	if err != nil {
		return err
	}
	return report.HTML(w, &report.Subject{
		Model: c.judged.Model, Index: c.Index, Assessment: c.judged.Assessment, Defence: c.judged.Defence, Decisions: c.judged.Reviews, Day: c.Day,
	}, pictures)
}

// DocumentChanges says what differs between a document of two revisions, both as of the day of the later one asked for.
func (s *Study) DocumentChanges(ctx context.Context, a workbench.Actor, id workbench.ProjectID, kind string, from, to workbench.RevisionID, day string) ([]papers.Change, error) {
	if day == "" {
		r, err := s.Workbench.Revision(ctx, a, id, to)
		if err != nil {
			return nil, err
		}
		day = Day(r)
	}
	var made [2]*document.Document
	for i, rev := range []workbench.RevisionID{from, to} {
		all, err := s.papers(ctx, a, id, rev, day)
		if err != nil {
			return nil, err
		}
		p, err := all.paper(kind)
		if err != nil {
			return nil, err
		}
		if made[i] = p.Document; made[i] == nil {
			return nil, workbench.Errorf(workbench.Invalid, "the document %s cannot be compared as text", kind)
		}
	}
	return papers.Changes(made[0], made[1]), nil
}
