package cli

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"cordon/internal/additions"
	"cordon/internal/diag"
	"cordon/internal/knowledge"
	"cordon/internal/papers"
	"cordon/internal/project"
	"cordon/internal/report/document"
	"cordon/internal/report/dossier"
)

func documentCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "document [KIND] PATH --out DIR",
		Short: "Make documents for assessors, operators, integrators, clinicians and patients",
		Long: `Document makes a kind of document, or with --all every kind that fits the system, from one assessment, so that no two can say different things. It
writes each as DOCX, PDF, XLSX, HTML and Markdown into a directory that must not exist yet or be empty, with index.json: kind, title, files and open points. What a reader needs
and the description does not say is shown as open, at its place and at the end.

What is kept of the system after release (cordon watch) is reported on over a period: to the end of the day on the documents, from --since on. A
notice to those who have the product tells of the vulnerabilities that people decided to affect it or to be fixed.

Kinds are templates of the knowledge base: cordon content list --type template lists them. With --template a file of your own takes the place of a
kind; it has the same form (content/FORMAT.md). The risk management file is the kind ` + papers.RiskFileKind + `.`,
		Example: `  cordon document security-concept examples/wearable-monitor --out concept
  cordon document --all examples/wearable-monitor --out dossier
  cordon document mds2 examples/wearable-monitor --format xlsx --out mds2
  cordon document psur-section examples/wearable-monitor --since 2025-12-01 --out psur`,
		Args: args(cobra.RangeArgs(1, 2)),
	}
	all := c.Flags().Bool("all", false, "make every kind of document that fits the system")
	own := c.Flags().String("template", "", "make a document from this template of your own")
	out := c.Flags().String("out", "", "directory to write into")
	formats := c.Flags().StringArray("format", nil, "only this format: "+strings.Join(papers.Formats(), ", ")+"; may be repeated")
	version := c.Flags().String("file-version", "", "version on the documents")
	day := dayFlag(c, "on", "day on the documents, for which clauses and decisions are judged")
	since := c.Flags().String("since", "", "first day of the period that is reported on, of what is kept after release; a year before where absent")
	about := c.Flags().String("about", "", "make notices about this vulnerability only")
	_ = c.MarkFlagDirname("out")
	_ = c.MarkFlagFilename("template", "yaml")
	c.RunE = func(c *cobra.Command, a []string) error {
		w := &documents{version: *version, out: *out, own: *own, all: *all, from: *since, about: *about}
		if err := w.arguments(a); err != nil {
			return usageError{err}
		}
		if err := given(c, "out"); err != nil {
			return err
		}
		var err error
		if w.formats, err = chosenFormats(*formats); err != nil {
			return usageError{err}
		}
		if w.day, err = day(); err != nil {
			return err
		}
		return w.write(c)
	}
	return c
}

// documents says which documents to make.
type documents struct {
	kind, path, own, out, version, day string
	from, about                        string
	all                                bool
	formats                            []document.Format
}

func (w *documents) arguments(a []string) error {
	whole := w.all || w.own != ""
	switch {
	case w.all && w.own != "":
		return fmt.Errorf("--all and --template: give one of them")
	case whole && len(a) == 2:
		return fmt.Errorf("with --all or --template no kind is named: cordon document --all PATH --out DIR")
	case !whole && len(a) == 1:
		return fmt.Errorf("name a kind of document, or give --all; cordon content list --type template lists the kinds")
	}
	w.path = a[len(a)-1]
	if len(a) == 2 {
		w.kind = a[0]
	}
	return nil
}

func chosenFormats(names []string) ([]document.Format, error) {
	if len(names) == 0 {
		names = papers.Formats()
	}
	var out []document.Format
	for _, n := range names {
		i := slices.IndexFunc(document.Formats, func(f document.Format) bool { return strings.TrimPrefix(f.Extension, ".") == n })
		if i < 0 || !slices.Contains(papers.Formats(), n) {
			return nil, fmt.Errorf("--format %q: one of %s", n, strings.Join(papers.Formats(), ", "))
		}
		out = append(out, document.Formats[i])
	}
	return out, nil
}

func (w *documents) write(c *cobra.Command) error {
	j, err := openCase(c, w.path, w.day, func(ix *knowledge.Index) error {
		if w.kind != "" && w.kind != papers.RiskFileKind && ix.Templates[w.kind] == nil {
			return fmt.Errorf("no kind of document %q; cordon content list --type template lists them", w.kind)
		}
		return nil
	})
	if err != nil {
		return err
	}
	templates, err := w.templates(c, j)
	if err != nil {
		return err
	}
	p := newProgress(c.ErrOrStderr())
	defer p.done()
	p.stage("gathering facts")
	f, err := papers.Facts(c.Context(), j, w.day, w.version)
	if err != nil {
		return err
	}
	if f.Added, err = w.added(c, j, templates); err != nil {
		return err
	}
	if slices.ContainsFunc(templates, dossier.ReadsRecord) {
		if f.After, err = w.after(c, j); err != nil {
			return err
		}
	}
	if templates, err = w.told(c, templates, f); err != nil {
		return err
	}
	var extra []dossier.Extra
	if w.all || w.kind == papers.RiskFileKind {
		extra = append(extra, dossier.Extra{Kind: papers.RiskFileKind, Document: papers.RiskFile(j, w.day, w.version)})
	}
	if err := emptyDir(c, w.out); err != nil {
		return err
	}
	ix, err := dossier.Write(c.Context(), w.out, templates, extra, f, w.formats, func(done, all int) { p.stage(fmt.Sprintf("writing documents: %d of %d files", done, all)) })
	if err != nil {
		return err
	}
	p.done()
	t := newText(c.OutOrStdout())
	for _, d := range ix.Documents {
		open := fmt.Sprintf("%d open points", d.OpenPoints)
		if d.OpenPoints == 1 {
			open = "1 open point"
		}
		t.printf("%s %s %s\n", pad(d.Kind, 34), pad(open, 16), d.Title)
	}
	return t.err
}

// templates are those asked for that fit the system.
func (w *documents) templates(c *cobra.Command, j *project.Judged) ([]*knowledge.Template, error) {
	switch {
	case w.own != "":
		var ds diag.List
		t := project.OpenTemplate(w.own, j.Index, &ds)
		return []*knowledge.Template{t}, sound(c, &ds)
	case w.kind == papers.RiskFileKind:
		return nil, nil
	case w.kind != "":
		t := j.Index.Templates[w.kind]
		if !dossier.Fits(t, j.Model, j.Index) {
			return nil, refuse(c, "document: %s is made only for systems with an element of the kind %s", w.kind, list(t.Kinds, " or "))
		}
		return []*knowledge.Template{t}, nil
	}
	return papers.Fitting(j), nil
}

// added is what people added to documents.
func (w *documents) added(c *cobra.Command, j *project.Judged, templates []*knowledge.Template) (*additions.Set, error) {
	var own *knowledge.Template
	if w.own != "" {
		own = templates[0]
	}
	var ds diag.List
	set := papers.Added(w.path, j.Index, own, &ds)
	return set, sound(c, &ds)
}

// told leaves out notices where there is nothing to tell of.
func (w *documents) told(c *cobra.Command, templates []*knowledge.Template, f *dossier.Facts) ([]*knowledge.Template, error) {
	switch notices := slices.ContainsFunc(templates, dossier.Notifies); {
	case len(f.Notices()) > 0 || !notices:
		return templates, nil
	case w.about != "":
		return nil, refuse(c, "document: nobody has decided by %s that %s affects the product or is fixed (cordon decide new --about %s@ELEMENT --choice affected)", w.day, w.about, w.about)
	case w.all:
		return slices.DeleteFunc(templates, dossier.Notifies), nil
	case w.own != "":
		return templates, nil
	}
	return nil, refuse(c, "document: %s tells of vulnerabilities that affect the product or are fixed, and by %s nobody has decided that of any", w.kind, w.day)
}

// emptyDir makes a directory that nothing stands in yet, so that no old document is taken for a new one.
func emptyDir(c *cobra.Command, dir string) error {
	command := strings.TrimPrefix(c.CommandPath(), "cordon ")
	entries, err := os.ReadDir(dir)
	switch {
	case err == nil && len(entries) > 0:
		return refuse(c, "%s: %s is not empty; choose another --out, or remove what is in it", command, dir)
	case err != nil && !os.IsNotExist(err):
		return refuse(c, "%s: cannot write into %s: %s", command, dir, diag.Cause(err))
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return refuse(c, "%s: cannot make %s: %s", command, dir, diag.Cause(err))
	}
	return nil
}
