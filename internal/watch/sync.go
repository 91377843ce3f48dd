// Package watch holds the use cases after release: making an index of advisories from feeds, and matching bills of materials with it. It
// reads and writes files, and prints nothing.
package watch

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"cordon/internal/diag"
	"cordon/internal/interop/osv"
	"cordon/internal/postmarket"
)

// Files of an index in its directory.
const (
	IndexFile   = "advisories.idx"
	SourcesFile = "sources.json"
)

// Source is what an index was made from.
type Source struct {
	Path   string `json:"path"`
	Digest string `json:"sha-256"` // over the names and contents of what was read, in order
	Read   int    `json:"advisories"`
	Other  int    `json:"other-files"` // JSON files that are no advisories of a known format
}

// Synced is what making an index gave.
type Synced struct {
	Sources    []Source `json:"sources"`
	Advisories int      `json:"advisories"`
	Packages   int      `json:"packages"`
	Bytes      int      `json:"bytes"`
}

// feed is a JSON text of a source with its name.
type feed struct {
	name string
	src  []byte
}

// Sync makes the index of the advisories in folders, zips and files, and returns it with what it was made from. What is wrong with single
// records is reported in ds, and they are left out. Progress is told how many files were read; it may be nil.
func Sync(ctx context.Context, sources []string, ds *diag.List, progress func(read int)) ([]byte, *Synced, error) {
	out := &Synced{Sources: []Source{}}
	var all []postmarket.Advisory
	read := 0
	for _, path := range sources {
		s := Source{Path: filepath.ToSlash(path)}
		sum := sha256.New()
		batch := make([]feed, 0, 256)
		flush := func() error {
			list, other := decode(batch, ds)
			all = append(all, list...)
			s.Read += len(list)
			s.Other += other
			read += len(batch)
			batch = batch[:0]
			if progress != nil {
				progress(read)
			}
			return ctx.Err()
		}
		err := each(path, func(name string, src []byte) error {
			digest := sha256.Sum256(src)
			fmt.Fprintf(sum, "%s %x\n", name, digest)
			batch = append(batch, feed{filepath.ToSlash(filepath.Join(path, name)), src})
			if len(batch) == cap(batch) {
				return flush()
			}
			return nil
		})
		if err == nil {
			err = flush()
		}
		if err != nil {
			return nil, nil, fmt.Errorf("read %s: %w", path, err)
		}
		s.Digest = hex.EncodeToString(sum.Sum(nil))
		out.Sources = append(out.Sources, s)
	}
	data := postmarket.BuildIndex(all)
	ix, err := postmarket.OpenIndex(data)
	if err != nil {
		return nil, nil, err
	}
	out.Advisories, out.Packages, out.Bytes = ix.Advisories(), ix.Packages(), len(data)
	return data, out, nil
}

// decode reads records at the same time on all processors; each goroutine ends with the call. The order is that of the files.
func decode(batch []feed, ds *diag.List) (list []postmarket.Advisory, other int) {
	type one struct {
		a  postmarket.Advisory
		ok bool
		is bool
		ds diag.List
	}
	done := make([]one, len(batch))
	var wait sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for i := range next {
				d := &done[i]
				if d.is = osv.Is(batch[i].src); d.is {
					d.a, d.ok = osv.Read(batch[i].name, batch[i].src, &d.ds)
				}
			}
		})
	}
	for i := range batch {
		next <- i
	}
	close(next)
	wait.Wait()
	for i := range done {
		ds.Append(done[i].ds.Sorted())
		switch {
		case !done[i].is:
			other++
		case done[i].ok:
			list = append(list, done[i].a)
		}
	}
	return list, other
}

// ErrTooLarge says that a file in a source is larger than any advisory.
var ErrTooLarge = errors.New("a file is too large")

// each gives the JSON files of a folder, a zip or a single file, sorted by name.
func each(path string, see func(name string, src []byte) error) error {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return err
	case info.IsDir():
		root, err := os.OpenRoot(path)
		if err != nil {
			return err
		}
		defer root.Close()
		return eachIn(root.FS(), see)
	case strings.EqualFold(filepath.Ext(path), ".zip"):
		z, err := zip.OpenReader(path)
		if err != nil {
			return err
		}
		defer z.Close()
		return eachIn(z, see)
	}
	src, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	return see(filepath.Base(path), src)
}

func eachIn(fsys fs.FS, see func(name string, src []byte) error) error {
	var names []string
	err := fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(name, ".json") {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		return err
	}
	slices.Sort(names)
	for _, name := range names {
		src, err := readOne(fsys, name)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := see(name, src); err != nil {
			return err
		}
	}
	return nil
}

// readOne reads a file, but no more than a record can have: a zip may claim anything.
func readOne(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	src, err := io.ReadAll(io.LimitReader(f, osv.MaxRecord+1))
	if err == nil && len(src) > osv.MaxRecord {
		err = ErrTooLarge
	}
	return src, err
}

// WriteSources writes what an index was made from, as JSON.
func (s *Synced) WriteSources(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(s)
}
