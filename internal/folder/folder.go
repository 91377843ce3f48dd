// Package folder is files in memory as a file system, for what reads folders. It knows nothing of what is in them.
package folder

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// Files are files in memory by their slash-separated paths, as a file system. A folder is there where a file is below it. Opening takes time
// in the number of files; a system has tens.
type Files map[string][]byte

// Open gives a file or folder.
func (f Files) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if data, ok := f[name]; ok {
		return &openFile{info: entry{path.Base(name), int64(len(data)), false}, Reader: bytes.NewReader(data)}, nil
	}
	entries := f.below(name)
	if len(entries) == 0 && name != "." {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &openFolder{info: entry{path.Base(name), 0, true}, name: name, entries: entries}, nil
}

// below lists what is directly in a folder, by name.
func (f Files) below(folder string) []fs.DirEntry {
	seen, out := map[string]bool{}, []fs.DirEntry{}
	for name, data := range f {
		if folder != "." {
			rest, in := strings.CutPrefix(name, folder+"/")
			if !in {
				continue
			}
			name = rest
		}
		first, _, deeper := strings.Cut(name, "/")
		if seen[first] || !fs.ValidPath(name) {
			continue
		}
		seen[first] = true
		e := entry{first, int64(len(data)), deeper}
		if deeper {
			e.size = 0
		}
		out = append(out, e)
	}
	slices.SortFunc(out, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return out
}

type entry struct {
	name   string
	size   int64
	folder bool
}

func (e entry) Name() string               { return e.name }
func (e entry) Size() int64                { return e.size }
func (e entry) IsDir() bool                { return e.folder }
func (e entry) ModTime() time.Time         { return time.Time{} }
func (e entry) Sys() any                   { return nil }
func (e entry) Info() (fs.FileInfo, error) { return e, nil }
func (e entry) Type() fs.FileMode          { return e.Mode().Type() }
func (e entry) String() string             { return fs.FormatDirEntry(e) }

func (e entry) Mode() fs.FileMode {
	if e.folder {
		return fs.ModeDir | 0o555
	}
	return 0o444
}

type openFile struct {
	info entry
	*bytes.Reader
}

func (f *openFile) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *openFile) Close() error               { return nil }

type openFolder struct {
	info    entry
	name    string
	entries []fs.DirEntry
	read    int
}

func (f *openFolder) Stat() (fs.FileInfo, error) { return f.info, nil }
func (f *openFolder) Close() error               { return nil }

func (f *openFolder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.name, Err: fs.ErrInvalid}
}

// ReadDir gives the next entries, all where n is not above 0.
func (f *openFolder) ReadDir(n int) ([]fs.DirEntry, error) {
	left := f.entries[f.read:]
	switch {
	case n <= 0:
		n = len(left)
	case len(left) == 0:
		return nil, io.EOF
	}
	n = min(n, len(left))
	f.read += n
	return slices.Clone(left[:n]), nil
}
