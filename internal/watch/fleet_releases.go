package watch

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/interop/bom"
	"cordon/internal/postmarket/fleet"
	"cordon/internal/yamltext"
)

// Columns of a list of releases.
var (
	releaseNeeds = []string{"release", "bom"}
	releaseMay   = []string{"product", "date"}
)

// ReleasesFile is a list of releases in YAML.
type ReleasesFile struct {
	Cordon   int             `yaml:"cordon" need:"yes"` // version of the form: 1
	Releases []ListedRelease `yaml:"releases" need:"yes"`
}

// ListedRelease is a release with the file that lists its components. Paths begin where the list is.
type ListedRelease struct {
	Release yamltext.Word `yaml:"release" need:"yes"`
	BOM     yamltext.Word `yaml:"bom" need:"yes"`
	Product string        `yaml:"product"`
	Date    yamltext.Word `yaml:"date"`
}

// LoadReleases records the releases of a list, in YAML or CSV. What is wrong with one is told in ds, and it is left out.
func (s *FleetStore) LoadReleases(ctx context.Context, path string, ds *diag.List, progress func(releases int)) (Taken, error) {
	var t Taken
	src, err := os.ReadFile(path)
	name := filepath.ToSlash(path)
	if err != nil {
		ds.Add(diag.Pos{File: name}, diag.FileUnreadable, "check the path", "cannot read the list of releases: %s", diag.Cause(err))
		return t, nil
	}
	take := func(r listed) error {
		progress(t.Lines)
		t.Lines++
		isNew, ok, err := s.release(r, filepath.Dir(path), ds)
		if isNew {
			t.Changed++
		}
		if !ok {
			t.Wrong++
		}
		return cmp.Or(err, ctx.Err())
	}
	if ext := strings.ToLower(filepath.Ext(path)); ext == ".yaml" || ext == ".yml" {
		return t, yamlReleases(name, src, ds, take)
	}
	l := openList(name, bytes.NewReader(src), releaseNeeds, releaseMay, ds)
	for l != nil {
		more, err := l.next()
		if err != nil || !more {
			t.Wrong += l.wrong
			return t, err
		}
		at := func(column string) diag.Pos {
			return diag.Pos{File: name, Line: l.line, Column: l.column(l.at[column])}
		}
		r := listed{l.cell("release"), l.cell("bom"), l.cell("product"), l.cell("date"), map[string]diag.Pos{}}
		for c := range l.at {
			r.at[c] = at(c)
		}
		if err := take(r); err != nil {
			return t, err
		}
	}
	return t, nil
}

// listed is a release of a list with the places of its words.
type listed struct {
	release, bom, product, date string
	at                          map[string]diag.Pos
}

func yamlReleases(name string, src []byte, ds *diag.List, take func(listed) error) error {
	n := yamltext.Parse(name, src, ds)
	if n == nil {
		return nil
	}
	var f ReleasesFile
	yamltext.Decode(name, n, &f, ds)
	if f.Cordon != 1 {
		ds.Add(diag.Pos{File: name}, diag.WrongVersion, "write cordon: 1", "version %d of the form is not known", f.Cordon)
		return nil
	}
	for _, r := range f.Releases {
		at := map[string]diag.Pos{"release": r.Release.At, "bom": r.BOM.At, "date": r.Date.At, "product": r.Release.At}
		if err := take(listed{r.Release.Text, r.BOM.Text, r.Product, r.Date.Text, at}); err != nil {
			return err
		}
	}
	return nil
}

// release records one. It is not ok where it cannot be, which is told.
func (s *FleetStore) release(r listed, dir string, ds *diag.List) (isNew, ok bool, err error) {
	say := func(column, format string, a ...any) {
		ds.Add(r.at[column], diag.FleetCell, "the release is left out; correct it and load the list again", format, a...)
	}
	x := fleet.Release{ID: r.release, Product: r.product}
	if r.date != "" {
		if x.Date, err = fleet.ParseDay(r.date); err != nil {
			say("date", "%s", err)
			return false, false, nil
		}
	}
	if x.Components, ok = components(filepath.Join(dir, filepath.FromSlash(r.bom)), ds); !ok {
		say("bom", "the bill of materials %s cannot be read", r.bom)
		return false, false, nil
	}
	isNew, err = s.Fleet.AddRelease(x)
	var field *fleet.FieldError
	switch {
	case errors.As(err, &field):
		say(field.Field, "%s", field.Err)
		return false, false, nil
	case err != nil || !isNew:
		return false, true, err
	}
	return true, true, s.add(fleet.Change{Release: &x})
}

// components are the package URLs in a bill of materials, with their versions, each once. A component without one is in no list of advisories by
// package; Quality counts them.
func components(path string, ds *diag.List) ([]string, bool) {
	f, err := os.Open(path)
	if err != nil {
		return nil, false
	}
	defer f.Close()
	var own diag.List
	b := bom.Read(filepath.ToSlash(path), io.Reader(f), &own)
	if b == nil || own.HasErrors() {
		ds.Append(own.Sorted())
		return nil, false
	}
	out := []string{}
	for c := range b.All() {
		name, version, err := fleet.NameOf(c.PURL, c.Version)
		if err != nil {
			continue
		}
		out = append(out, fleet.Label(name, version))
	}
	slices.Sort(out)
	return slices.Compact(out), true
}
