package watch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/interop/bom"
	"cordon/internal/postmarket"
	"cordon/internal/postmarket/names"
	"cordon/internal/postmarket/record"
	"cordon/internal/yamltext"
)

// Find looks every bill of materials of a record up in the index in a directory, and brings what was found before up to date. At is the time, RFC
// 3339 in UTC; folder is where the record lies. A bill that cannot be read is reported in ds, and what was found in it before stays. With sources of
// advisories, products that are elements are looked for by their names too: what is likely is a finding, unsure until a person confirms it.
func Find(ctx context.Context, dir, folder, at string, sources []string, r *record.Record, before *record.Findings, ds *diag.List) (*record.Findings, error) {
	data, err := os.ReadFile(filepath.Join(dir, IndexFile))
	if err != nil {
		return nil, err
	}
	ix, err := postmarket.OpenIndex(data)
	if err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(folder) // keeps symbolic links from leading out of the folder of the record
	if err != nil {
		return nil, err
	}
	defer root.Close()
	var asked []string
	var found []record.Finding
	for i := range r.Inventory {
		e := &r.Inventory[i]
		list, ok, err := findIn(ctx, ix, root, folder, e, ds)
		if err != nil {
			return nil, err
		}
		if ok {
			asked, found = append(asked, e.ID), append(found, list...)
		}
	}
	if len(sources) > 0 {
		list, err := inWords(ctx, sources, r, ds)
		if err != nil {
			return nil, err
		}
		for _, p := range r.Products {
			asked = append(asked, p.Key)
		}
		found = append(found, list...)
	}
	sum := sha256.Sum256(data)
	return before.Update(at, hex.EncodeToString(sum[:]), asked, found, ix.Facts)
}

// News is what looking again changed.
type News struct {
	New   []record.Finding `json:"new"`
	Gone  []record.Finding `json:"gone"`
	There int              `json:"there"` // findings that stand
}

// NewsOf compares what was found with what had been found before.
func NewsOf(before, now *record.Findings) News {
	n := News{New: []record.Finding{}, Gone: []record.Finding{}}
	for _, f := range now.Findings {
		if f.Gone == "" {
			n.There++
		}
		switch {
		case slices.Contains(before.Findings, f):
		case f.Gone == now.Looked:
			n.Gone = append(n.Gone, f)
		case f.Known == now.Looked && f.Gone == "":
			n.New = append(n.New, f)
		}
	}
	return n
}

// inWords finds the advisories that likely concern a product which is an element.
func inWords(ctx context.Context, sources []string, r *record.Record, ds *diag.List) ([]record.Finding, error) {
	n, err := Advisories(ctx, sources, ds, nil)
	if err != nil {
		return nil, err
	}
	products := slices.DeleteFunc(slices.Clone(r.Products), func(e yamltext.Entry[names.Product]) bool { return e.Value.Element.Text == "" })
	matched, err := names.NewIndex(n.Advisories).Match(products, names.LikelyFrom, ctx.Err)
	if err != nil {
		return nil, err
	}
	var out []record.Finding
	for _, m := range matched.Matches {
		p, _ := products.Get(m.Product)
		label := strings.Join(strings.Fields(p.Vendor+" "+p.Product+" "+p.Model+" "+p.Version), " ")
		for _, v := range m.Vulnerabilities {
			out = append(out, record.Finding{
				Vulnerability: v, Inventory: m.Product, Ref: m.Advisory, Component: label, Name: label,
				Versions: fmt.Sprintf("%s, with a probability of %.2f", m.As, m.Probability), Unsure: !m.Confirmed,
			})
		}
	}
	return out, nil
}

func findIn(ctx context.Context, ix *postmarket.Index, root *os.Root, folder string, e *record.InventoryEntry, ds *diag.List) (list []record.Finding, ok bool, err error) {
	f, err := root.Open(filepath.FromSlash(e.File.Text))
	if err != nil {
		ds.Add(e.File.At, diag.FileUnreadable, "check the path, from the folder of the record", "cannot read the bill of materials: %s", diag.Cause(err))
		return nil, false, nil
	}
	defer f.Close()
	b := bom.Read(filepath.ToSlash(filepath.Join(folder, e.File.Text)), f, ds)
	if b == nil {
		return nil, false, nil
	}
	m, err := ix.Match(b, true, ctx.Err)
	if err != nil {
		return nil, false, err
	}
	parts := b.Refs()
	for _, x := range m.Matches {
		label := x.Name()
		if c := parts[x.Ref]; c != nil {
			label = c.Label()
		}
		list = append(list, record.Finding{Vulnerability: x.Advisory, Inventory: e.ID, Ref: x.Ref, Component: label, Name: x.Name(), Versions: x.Because, Unsure: x.Unsure})
	}
	return list, true, nil
}
