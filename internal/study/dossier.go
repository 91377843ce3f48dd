package study

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"os"
	"slices"
	"time"

	"cordon/internal/papers"
	"cordon/internal/report"
	"cordon/internal/report/document"
	"cordon/internal/report/dossier"
	"cordon/internal/workbench"
)

// AskDossier asks for all documents of a revision as a zip, which a job makes. Day "" is that of the revision; no format means all.
func (s *Study) AskDossier(ctx context.Context, a workbench.Actor, id workbench.ProjectID, rev workbench.RevisionID, day string, formats []string) (workbench.Dossier, error) {
	if len(formats) == 0 {
		formats = papers.Formats()
	}
	for _, f := range formats {
		if !slices.Contains(papers.Formats(), f) {
			return workbench.Dossier{}, workbench.Errorf(workbench.Invalid, "documents are not made as %q", f)
		}
	}
	r, err := s.Workbench.Revision(ctx, a, id, rev)
	if err != nil {
		return workbench.Dossier{}, err
	}
	if day == "" {
		day = Day(r)
	}
	return s.Workbench.AskDossier(ctx, a, id, r.ID, day, formats)
}

// dossier is the work of a job: it makes all documents, packs them, and keeps the zip.
func (s *Study) dossier(ctx context.Context, args []byte, p Progress) error {
	var in workbench.DossierJob
	if err := json.Unmarshal(args, &in); err != nil {
		return err
	}
	d, err := s.Workbench.AskedDossier(ctx, in.Dossier)
	if workbench.FaultOf(err) == workbench.NotFound {
		return nil // nobody wants it any more
	}
	if err != nil || d.Hash != "" {
		return err
	}
	p.At(ctx, 0, 0, "assessing", nil)
	all, err := s.papers(ctx, workbench.ByProgram(), d.Project, d.Revision, d.Day)
	if err != nil {
		return err
	}
	data, files, err := all.pack(ctx, s.Workbench.Temp, d.Formats, func(done, all int) { p.At(ctx, int64(done), int64(all), "writing", nil) })
	if err != nil {
		return err
	}
	return s.Workbench.KeepDossier(ctx, d.ID, data, files)
}

// pack writes all documents below temp, and packs them with their index. The same case gives the same bytes.
func (p *papersOf) pack(ctx context.Context, temp string, formats []string, progress func(done, all int)) ([]byte, int, error) {
	var as []document.Format
	for _, f := range document.Formats {
		if slices.Contains(formats, f.Extension[1:]) {
			as = append(as, f)
		}
	}
	dir, err := os.MkdirTemp(temp, "cordon-dossier-")
	if err != nil {
		return nil, 0, err
	}
	defer os.RemoveAll(dir)
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, 0, err
	}
	defer root.Close()
	if err := p.write(ctx, dir, as, progress); err != nil {
		return nil, 0, err
	}
	page, err := root.Create("report.html")
	if err != nil {
		return nil, 0, err
	}
	defer page.Close()
	if err := p.of.report(ctx, page); err != nil {
		return nil, 0, err
	}
	return zipped(root.FS(), p.of.Revision.At)
}

// write makes the documents in a directory. One at a time asks the assessment.
func (p *papersOf) write(ctx context.Context, dir string, formats []document.Format, progress func(done, all int)) error {
	p.of.mu.Lock()
	defer p.of.mu.Unlock()
	risk, err := p.paper(papers.RiskFileKind)
	if err != nil {
		return err
	}
	_, err = dossier.Write(ctx, dir, p.templates, []dossier.Extra{{Kind: risk.Kind, Document: risk.Document}}, p.facts, formats, progress)
	return err
}

// zipped packs the files of a folder in the order of their names, all with one time.
func zipped(files fs.FS, at time.Time) ([]byte, int, error) {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	names, err := fs.Glob(files, "*")
	if err != nil {
		return nil, 0, err
	}
	for _, name := range names {
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, 0, err
		}
		h := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: at.UTC()}
		h.SetMode(report.Shared)
		f, err := z.CreateHeader(h)
		if err != nil {
			return nil, 0, err
		}
		if _, err := f.Write(data); err != nil {
			return nil, 0, err
		}
	}
	err = z.Close()
	return b.Bytes(), len(names), err
}
