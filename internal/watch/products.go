package watch

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"time"

	"cordon/internal/diag"
	"cordon/internal/interop/csaf"
	"cordon/internal/postmarket/names"
	"cordon/internal/yamltext"
)

// Named is advisories that name products in words, and how many files were something else.
type Named struct {
	Advisories []names.Advisory
	Other      int // JSON files that are no CSAF documents
	Wrong      int // CSAF documents that could not be read without errors, which are in the diagnostics
}

// Advisories reads the CSAF documents in folders, zips and files. What is wrong with one is reported in ds and never stops the others; what could
// be read of it counts.
func Advisories(ctx context.Context, sources []string, ds *diag.List, progress func(read int)) (*Named, error) {
	out := &Named{}
	for _, source := range sources {
		if _, err := os.Stat(source); err != nil {
			return nil, fmt.Errorf("read %s: %w", source, err)
		}
		err := walk(ctx, local{path: source, name: filepath.ToSlash(source)}, ds, func(p part) error {
			for _, f := range p.load(ds) {
				out.read(f, ds)
			}
			if progress != nil {
				progress(len(out.Advisories) + out.Other)
			}
			return ctx.Err()
		})
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", source, err)
		}
	}
	return out, nil
}

// read takes a document from a file of a source, if it is one.
func (n *Named) read(f file, ds *diag.List) {
	if !isCSAF(f.src) {
		n.Other++
		return
	}
	var own diag.List
	d := csaf.Read(f.name, f.src, &own)
	ds.Append(own.Sorted())
	if own.HasErrors() {
		n.Wrong++
	}
	if d != nil && d.Document.Tracking.ID != "" {
		n.Advisories = append(n.Advisories, advisory(d))
	}
}

// isCSAF tells a CSAF document from other JSON, such as the feed that lists the documents.
func isCSAF(src []byte) bool { return bytes.Contains(src, []byte(`"csaf_version"`)) }

// advisory takes from a document what names are matched with. Products that are only known as fixed, recommended or not affected are left out;
// those of which the document says nothing are taken for affected, for its list of products has them.
func advisory(d *csaf.Document) names.Advisory {
	a := names.Advisory{ID: d.Document.Tracking.ID, Title: d.Document.Title}
	if t, ok := d.Document.Tracking.CurrentReleaseDate.Time(); ok {
		a.Released = t.UTC().Format(time.RFC3339)
	}
	for i := range d.Vulnerabilities {
		if id := vulnerability(&d.Vulnerabilities[i]); id != "" && !slices.Contains(a.Vulnerabilities, id) {
			a.Vulnerabilities = append(a.Vulnerabilities, id)
		}
	}
	affected, cleared := map[csaf.ProductID]bool{}, map[csaf.ProductID]bool{}
	for _, c := range d.Concerns() {
		if c.Status.Affected() || c.Status == csaf.UnderInvestigation {
			affected[c.Product.ID] = true
		} else {
			cleared[c.Product.ID] = true
		}
	}
	for _, p := range d.Products() {
		if affected[p.ID] || !cleared[p.ID] {
			a.Products = append(a.Products, named(p))
		}
	}
	return a
}

// vulnerability is the CVE id, or the first id that the author gives.
func vulnerability(v *csaf.Vulnerability) string {
	if v.CVE == "" && len(v.IDs) > 0 {
		return v.IDs[0].Text
	}
	return v.CVE
}

func named(p *csaf.Product) names.Named {
	n := names.Named{Vendor: p.Vendor, Family: p.Family, Name: p.Product, Version: p.Version + p.Range, Full: p.Name}
	if h := p.Helper; h != nil {
		n.Numbers = slices.Concat(h.ModelNumbers, h.SKUs)
		for _, u := range h.GenericURIs {
			n.Numbers = append(n.Numbers, u.URI)
		}
	}
	return n
}

// ReadProducts reads a list of products from a file, with its text. What is wrong is in ds.
func ReadProducts(file string, ds *diag.List) (*names.File, []byte) {
	f, err := os.Open(file)
	var src []byte
	if err == nil {
		defer f.Close()
		src, err = io.ReadAll(io.LimitReader(f, yamltext.MaxBytes+1))
	}
	if err != nil {
		ds.Add(diag.Pos{File: filepath.ToSlash(file)}, diag.FileUnreadable, "check the path", "cannot read the list of products: %s", diag.Cause(err))
		return &names.File{}, nil
	}
	return names.ParseFile(filepath.ToSlash(file), src, ds), src
}
