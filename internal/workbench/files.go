package workbench

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// File gives the content of one file of a revision.
func (w *Workbench) File(ctx context.Context, a Actor, id ProjectID, rev RevisionID, name string) ([]byte, File, error) {
	r, err := w.Revision(ctx, a, id, rev)
	if err != nil {
		return nil, File{}, err
	}
	f, ok := r.Tree.Get(name)
	if !ok {
		return nil, File{}, Errorf(NotFound, "there is no file %q in revision %d", name, r.Number)
	}
	var data []byte
	err = w.Store.Read(ctx, func(tx Tx) (err error) {
		data, err = tx.Blob(ctx, f.Hash)
		return err
	})
	return data, f, err
}

// Files gives all files of a revision in memory.
func (w *Workbench) Files(ctx context.Context, a Actor, id ProjectID, rev RevisionID) (Folder, Revision, error) {
	r, err := w.Revision(ctx, a, id, rev)
	if err != nil {
		return nil, r, err
	}
	out := Folder{}
	err = w.Store.Read(ctx, func(tx Tx) error {
		for _, f := range r.Tree {
			data, err := tx.Blob(ctx, f.Hash)
			if err != nil {
				return err
			}
			out[f.Path] = data
		}
		return nil
	})
	return out, r, err
}

// Folder is files by path as a file system for reading.
type Folder map[string][]byte

// Texts gives the files as texts.
func (f Folder) Texts() map[string]string {
	out := make(map[string]string, len(f))
	for p, data := range f {
		out[p] = string(data)
	}
	return out
}

// Open implements fs.FS.
func (f Folder) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if data, ok := f[name]; ok {
		return &openFile{entry{path.Base(name), int64(len(data)), 0o444}, bytes.NewReader(data)}, nil
	}
	entries, ok := f.entries(name)
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return &openDir{entry{path.Base(name), 0, fs.ModeDir | 0o555}, entries}, nil
}

// entries lists a directory; false if there is none. The root is always there.
func (f Folder) entries(dir string) ([]fs.DirEntry, bool) {
	prefix := dir + "/"
	if dir == "." {
		prefix = ""
	}
	by := map[string]entry{}
	for p, data := range f {
		rest, ok := strings.CutPrefix(p, prefix)
		if !ok {
			continue
		}
		if name, _, below := strings.Cut(rest, "/"); below {
			by[name] = entry{name, 0, fs.ModeDir | 0o555}
		} else {
			by[name] = entry{name, int64(len(data)), 0o444}
		}
	}
	out := make([]fs.DirEntry, 0, len(by))
	for _, e := range by {
		out = append(out, e)
	}
	slices.SortFunc(out, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return out, len(out) > 0 || dir == "."
}

// entry is a name in a folder, as an fs.DirEntry and fs.FileInfo.
type entry struct {
	name string
	size int64
	mode fs.FileMode
}

func (e entry) Name() string               { return e.name }
func (e entry) Size() int64                { return e.size }
func (e entry) Mode() fs.FileMode          { return e.mode }
func (e entry) Type() fs.FileMode          { return e.mode.Type() }
func (e entry) ModTime() time.Time         { return time.Time{} }
func (e entry) IsDir() bool                { return e.mode.IsDir() }
func (e entry) Sys() any                   { return nil }
func (e entry) Info() (fs.FileInfo, error) { return e, nil }

type openFile struct {
	entry
	*bytes.Reader
}

func (f *openFile) Size() int64                { return f.entry.size }
func (f *openFile) Stat() (fs.FileInfo, error) { return f.entry, nil }
func (f *openFile) Close() error               { return nil }

type openDir struct {
	entry
	rest []fs.DirEntry
}

func (d *openDir) Stat() (fs.FileInfo, error) { return d.entry, nil }
func (d *openDir) Close() error               { return nil }
func (d *openDir) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: d.name, Err: fs.ErrInvalid}
}

// ReadDir implements fs.ReadDirFile.
func (d *openDir) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 {
		out := d.rest
		d.rest = nil
		return out, nil
	}
	if len(d.rest) == 0 {
		return nil, io.EOF
	}
	n = min(n, len(d.rest))
	out := d.rest[:n]
	d.rest = d.rest[n:]
	return out, nil
}
