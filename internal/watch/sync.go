// Package watch holds the use cases after release: making an index of advisories from feeds, and matching bills of materials with it. It
// reads and writes files, and prints nothing.
package watch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"cordon/internal/diag"
	"cordon/internal/postmarket"
	"cordon/internal/report"
)

// Files and folders of an index in its directory.
const (
	IndexFile   = "advisories.idx"
	SourcesFile = "sources.json"
	cacheDir    = "cache"
	mirrorDir   = "mirror"
)

// Source is what an index was made from.
type Source struct {
	Path    string         `json:"path"`
	Digest  string         `json:"sha-256"`    // over the names and contents of what was read, in order
	Read    int            `json:"advisories"` // records of all formats
	Formats map[Format]int `json:"files"`      // how many files of each format were read
	Other   int            `json:"other-files"`
	Warned  int            `json:"warnings"` // what was wrong, also what is not said singly
}

// Synced is what making an index gave.
type Synced struct {
	Sources         []Source `json:"sources"`
	Advisories      int      `json:"advisories"`
	Packages        int      `json:"packages"`
	Products        int      `json:"products"`
	Vulnerabilities int      `json:"vulnerabilities"`
	Lines           int      `json:"products-with-end-of-life"`
	Bytes           int      `json:"bytes"`
	// Parts are some hundred files each. Unchanged ones were read before, and are not read again.
	Parts     int `json:"parts"`
	Unchanged int `json:"unchanged,omitempty"`
}

// ErrNothing says that the sources hold nothing that could be read, so that the index stays as it was.
var ErrNothing = errors.New("the sources hold nothing that can be read as a feed; the index stays as it was")

// saidMost bounds how many diagnostics of one code are said of one part and of one source.
const saidMost = 50

// Sync makes the index in a directory of the feeds in folders, zips and files, and at addresses, and says what it was made from. What is wrong with single files and
// records is reported in ds as warnings, and they are left out. Progress is told how many records were read; it may be nil.
//
// The index is replaced at the end and at once, and what was read is kept part by part: a run that is stopped, however, leaves the old index, and
// the next one goes on.
func Sync(ctx context.Context, dir string, sources []string, ds *diag.List, progress func(read int)) (*Synced, error) {
	return index(ctx, dir, newFetcher(filepath.Join(dir, mirrorDir)), sources, ds, progress)
}

// Again is Sync without fetching: addresses count as they were fetched last, and one that never was is left out with a warning.
func Again(ctx context.Context, dir string, sources []string, ds *diag.List, progress func(read int)) (*Synced, error) {
	return index(ctx, dir, &fetcher{dir: filepath.Join(dir, mirrorDir)}, sources, ds, progress)
}

func index(ctx context.Context, dir string, fetcher *fetcher, sources []string, ds *diag.List, progress func(read int)) (*Synced, error) {
	c := &cache{dir: filepath.Join(dir, cacheDir), used: map[string]bool{}}
	here, err := fetcher.fetched(ctx, sources, ds)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(c.dir, 0o755); err != nil {
		return nil, err
	}
	out := &Synced{Sources: []Source{}}
	var feeds postmarket.Feeds
	read := 0
	for _, l := range here {
		s, err := c.source(ctx, l, out, ds, func(f found) {
			feeds.Advisories = append(feeds.Advisories, f.feeds.Advisories...)
			feeds.Facts = append(feeds.Facts, f.feeds.Facts...)
			feeds.Scores = append(feeds.Scores, f.feeds.Scores...)
			feeds.Endings = append(feeds.Endings, f.feeds.Endings...)
			if read += f.Number; progress != nil {
				progress(read)
			}
		})
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", l.name, err)
		}
		out.Sources = append(out.Sources, s)
	}
	if len(feeds.Advisories)+len(feeds.Facts)+len(feeds.Scores)+len(feeds.Endings) == 0 {
		return nil, ErrNothing
	}
	data := feeds.Index()
	ix, err := postmarket.OpenIndex(data)
	if err != nil {
		return nil, err
	}
	out.Advisories, out.Packages, out.Products, out.Vulnerabilities, out.Lines = ix.Advisories(), ix.Packages(), ix.Products(), ix.Vulnerabilities(), ix.Lines()
	out.Bytes = len(data)
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if err := out.write(dir, data); err != nil {
		return nil, err
	}
	c.sweep()
	return out, nil
}

// write replaces the index, and then what it was made from.
func (s *Synced) write(dir string, data []byte) error {
	err := report.ReplaceFile(filepath.Join(dir, IndexFile), report.Shared, func(w io.Writer) error { _, err := w.Write(data); return err })
	if err != nil {
		return fmt.Errorf("write %s: %w", IndexFile, err)
	}
	always := *s
	always.Unchanged = 0 // the same sources give the same file
	if err := report.ReplaceFile(filepath.Join(dir, SourcesFile), report.Shared, always.writeSources); err != nil {
		return fmt.Errorf("write %s: %w", SourcesFile, err)
	}
	left, err := filepath.Glob(filepath.Join(dir, ".cordon-*")) // of runs that were stopped
	for _, f := range left {
		os.Remove(f) //nolint:errcheck // it only takes space
	}
	return err
}

// writeSources writes what an index was made from, as JSON.
func (s *Synced) writeSources(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(s)
}

// source reads one source, part by part, and gives what each has to take.
func (c *cache) source(ctx context.Context, l local, out *Synced, ds *diag.List, take func(found)) (Source, error) {
	s := Source{Path: l.name, Formats: map[Format]int{}}
	sum := sha256.New()
	said := &saying{more: map[diag.Code]int{}, each: map[diag.Code]int{}}
	var walked diag.List
	err := walk(ctx, l, &walked, func(p part) error {
		f, known := c.get(p)
		if !known {
			var err error
			if f, err = read(ctx, p); err != nil {
				return err
			}
			if err := c.put(p, f); err != nil {
				return err
			}
		} else {
			out.Unchanged++
		}
		out.Parts++
		sum.Write(p.digest[:]) //nolint:errcheck // a hash takes everything
		for format, n := range f.Files {
			if format == Other {
				s.Other += n
			} else {
				s.Formats[format] += n
			}
		}
		s.Read += f.Number
		said.add(f.Said, f.More)
		take(f)
		return ctx.Err()
	})
	said.add(walked.Sorted(), nil)
	s.Warned = said.total
	ds.Append(said.list(s.Path))
	s.Digest = hex.EncodeToString(sum.Sum(nil))
	return s, err
}

// read reads the files of a part at the same time on all processors; each goroutine ends with the call. The order is that of the files.
func read(ctx context.Context, p part) (found, error) {
	var ds diag.List
	files := p.load(&ds)
	type one struct {
		feeds  postmarket.Feeds
		format Format
		n      int
		ds     diag.List
	}
	done := make([]one, len(files))
	var wait sync.WaitGroup
	next := make(chan int)
	for range runtime.GOMAXPROCS(0) {
		wait.Go(func() {
			for i := range next {
				d := &done[i]
				if d.format = formatOf(files[i].name, files[i].src); d.format != Other {
					d.n = readers[d.format](files[i].name, files[i].src, &d.feeds, &d.ds)
				}
			}
		})
	}
	for i := range files {
		if ctx.Err() != nil {
			break
		}
		next <- i
	}
	close(next)
	wait.Wait()
	if err := ctx.Err(); err != nil {
		return found{}, err
	}
	f := found{feeds: &postmarket.Feeds{}, about: about{Files: map[Format]int{}}}
	said := &saying{more: map[diag.Code]int{}, each: map[diag.Code]int{}}
	said.add(ds.Sorted(), nil)
	for i := range done {
		d := &done[i]
		f.Files[d.format]++
		f.Number += d.n
		f.feeds.Advisories = append(f.feeds.Advisories, d.feeds.Advisories...)
		f.feeds.Facts = append(f.feeds.Facts, d.feeds.Facts...)
		f.feeds.Scores = append(f.feeds.Scores, d.feeds.Scores...)
		f.feeds.Endings = append(f.feeds.Endings, d.feeds.Endings...)
		said.add(d.ds.Sorted(), nil)
	}
	f.Said, f.More = said.said, said.more
	return f, nil
}

// saying are diagnostics, of which the first of each code are said.
type saying struct {
	said  []diag.Diagnostic
	each  map[diag.Code]int // how many are said
	more  map[diag.Code]int // how many are not
	total int
}

// add takes diagnostics, all as warnings: no single file stops the others.
func (s *saying) add(list []diag.Diagnostic, more map[diag.Code]int) {
	for _, d := range list {
		s.total++
		if s.each[d.Code] == saidMost {
			s.more[d.Code]++
			continue
		}
		s.each[d.Code]++
		d.Severity = diag.Warning
		s.said = append(s.said, d)
	}
	for code, n := range more {
		s.more[code] += n
		s.total += n
	}
}

// list are the diagnostics to show, and how many more there are.
func (s *saying) list(source string) []diag.Diagnostic {
	var ds diag.List
	ds.Append(s.said)
	for _, code := range slices.Sorted(maps.Keys(s.more)) {
		ds.Append([]diag.Diagnostic{{
			Pos: diag.Pos{File: source}, Code: code, Severity: diag.Warning, Message: fmt.Sprintf("%d more of this kind", s.more[code]), Hint: "mend those that are named first",
		}})
	}
	return ds.Sorted()
}

// Words are the files of a source in words.
func (s *Source) Words() string {
	var words []string
	for _, f := range slices.Sorted(maps.Keys(s.Formats)) {
		words = append(words, fmt.Sprintf("%d of %s", s.Formats[f], f))
	}
	if s.Other > 0 {
		words = append(words, fmt.Sprintf("%d of other kinds", s.Other))
	}
	if len(words) == 0 {
		return "nothing"
	}
	return strings.Join(words, ", ")
}
