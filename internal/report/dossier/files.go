package dossier

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"runtime"
	"sync"

	"cordon/internal/knowledge"
	"cordon/internal/report"
	"cordon/internal/report/document"
)

// Index lists the documents that were made, as index.json.
type Index struct {
	System    string  `json:"system"`
	Version   string  `json:"version,omitempty"`
	Day       string  `json:"day"`
	Model     string  `json:"model"`     // digest
	Knowledge string  `json:"knowledge"` // digest
	Documents []Entry `json:"documents"` // in the order of their kinds
}

// Entry is a document of the index.
type Entry struct {
	Kind       string      `json:"kind"`
	Title      string      `json:"title"`
	Files      []string    `json:"files"`
	OpenPoints int         `json:"open-points"`
	Open       []OpenPoint `json:"open"`
}

// Extra is a document that another package assembles and that belongs into the index.
type Extra struct {
	Kind     string
	Document *document.Document
}

// Write makes documents and writes each in every format into a directory that exists, with index.json. Progress is told how many files of how
// many are written; it may be nil. Each file is complete or not there. The same facts give the same bytes.
func Write(ctx context.Context, dir string, templates []*knowledge.Template, extra []Extra, f *Facts, formats []document.Format, progress func(done, all int)) (*Index, error) {
	ix := &Index{
		System: f.Model.System.ID.Text, Version: f.Model.System.Version, Day: f.Day, Model: f.File.System.Digest, Knowledge: f.File.Knowledge.Digest, Documents: []Entry{},
	}
	var all []Extra
	for _, t := range templates {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("make documents: %w", err)
		}
		m := Make(t, f)
		all = append(all, Extra{t.ID, m.Document})
		ix.Documents = append(ix.Documents, Entry{Kind: t.ID, Title: t.Title, OpenPoints: len(m.Open), Open: append([]OpenPoint{}, m.Open...)})
	}
	for _, x := range extra {
		all = append(all, x)
		ix.Documents = append(ix.Documents, Entry{Kind: x.Kind, Title: x.Document.Title, Open: []OpenPoint{}})
	}
	for i := range all {
		for _, as := range formats {
			ix.Documents[i].Files = append(ix.Documents[i].Files, all[i].Kind+as.Extension)
		}
	}
	if err := render(ctx, dir, all, formats, progress); err != nil {
		return nil, err
	}
	err := report.ReplaceFile(filepath.Join(dir, "index.json"), report.Shared, func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(ix)
	})
	return ix, err
}

// render writes each document in each format. Every file is made in a goroutine that ends with it; there are never more at work than processors.
func render(ctx context.Context, dir string, all []Extra, formats []document.Format, progress func(done, all int)) error {
	var wait sync.WaitGroup
	var mu sync.Mutex
	var first error
	done, n := 0, len(all)*len(formats)
	turn := make(chan struct{}, runtime.GOMAXPROCS(0))
	for _, x := range all {
		for _, as := range formats {
			turn <- struct{}{}
			wait.Go(func() {
				defer func() { <-turn }()
				err := ctx.Err()
				if err == nil {
					err = writeFile(filepath.Join(dir, x.Kind+as.Extension), as, x.Document)
				}
				mu.Lock()
				defer mu.Unlock()
				if err != nil && first == nil {
					first = fmt.Errorf("write %s%s: %w", x.Kind, as.Extension, err)
				}
				if done++; progress != nil {
					progress(done, n)
				}
			})
		}
	}
	wait.Wait()
	return first
}

func writeFile(name string, as document.Format, d *document.Document) error {
	var b bytes.Buffer
	if err := as.Render(&b, d); err != nil {
		return err
	}
	return report.ReplaceFile(name, report.Shared, func(w io.Writer) error {
		_, err := w.Write(b.Bytes())
		return err
	})
}
