package watch

import (
	"archive/zip"
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"cordon/internal/diag"
)

// Limits of what is read of a source. A file that unpacks to more than maxRatio times its size, and to more than a record has, was made to fill a
// disk or memory; feeds unpack to ten or twenty times.
const (
	maxFile   = 512 << 20
	maxSource = 8 << 30
	maxFiles  = 2_000_000
	maxRatio  = 200
	anyRatio  = 16 << 20
)

// part is some files of a source, which are read and kept together. They are some 256 or 32 MiB, so that a run that is stopped loses little.
type part struct {
	digest [sha256.Size]byte // of the names and contents
	load   func(ds *diag.List) []file
}

const (
	partFiles = 256
	partBytes = 32 << 20
)

// file is a file of a source with its name in messages.
type file struct {
	name string
	src  []byte
}

var (
	errTooLarge = fmt.Errorf("it is larger than %d MiB", maxFile>>20)
	errBomb     = fmt.Errorf("it unpacks to more than %d times its size", maxRatio)
)

// complain says that a file cannot be read, and that is all that happens.
func complain(ds *diag.List, name string, err error) {
	code := diag.FeedDamaged
	if errors.Is(err, errTooLarge) || errors.Is(err, errBomb) {
		code = diag.FeedTooLarge
	}
	ds.Add(diag.Pos{File: name}, code, "", "the file is left out: %s", diag.Cause(err))
}

// walk gives the parts of a source: a folder with what is in it, a zip, or a file. What cannot be read is said and left out; only the error of see and
// that of the context end it.
func walk(ctx context.Context, l local, ds *diag.List, see func(part) error) error {
	source := l.path
	info, err := os.Stat(source)
	if err != nil {
		complain(ds, filepath.ToSlash(source), err)
		return ctx.Err()
	}
	if info.IsDir() {
		return walkFolder(ctx, l, ds, see)
	}
	dir, name := filepath.Split(source)
	if dir == "" {
		dir = "."
	}
	return inRoot(dir, source, ds, func(fsys fs.FS) error {
		if isZip(name) {
			return walkZip(ctx, fsys, name, filepath.ToSlash(source), ds, see)
		}
		g := gathering{ctx: ctx, see: see}
		g.add(fsys, name, filepath.ToSlash(source), ds)
		return g.end()
	})
}

func isZip(name string) bool { return strings.EqualFold(path.Ext(name), ".zip") }

func inRoot(dir, source string, ds *diag.List, do func(fs.FS) error) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		complain(ds, filepath.ToSlash(source), err)
		return nil
	}
	defer root.Close()
	return do(root.FS())
}

// walkFolder goes through a folder. Symbolic links to folders are not followed, and those to files only within the folder.
func walkFolder(ctx context.Context, l local, ds *diag.List, see func(part) error) error {
	return inRoot(l.path, l.path, ds, func(fsys fs.FS) error {
		label := func(name string) string { return path.Join(filepath.ToSlash(l.path), name) }
		names, err := slices.Clone(l.files), error(nil)
		if l.files == nil {
			names, err = namesIn(ctx, fsys, label, ds)
		}
		if err != nil {
			return err
		}
		slices.Sort(names)
		g := gathering{ctx: ctx, see: see}
		for _, name := range names {
			if isZip(name) {
				err = walkZip(ctx, fsys, name, label(name), ds, see)
			} else {
				err = g.add(fsys, name, label(name), ds)
			}
			if err != nil {
				return err
			}
		}
		return g.end()
	})
}

// namesIn are the files of a folder that are looked into.
func namesIn(ctx context.Context, fsys fs.FS, label func(string) string, ds *diag.List) (names []string, err error) {
	err = fs.WalkDir(fsys, ".", func(name string, d fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			complain(ds, label(name), err)
			if d != nil && d.IsDir() {
				return fs.SkipDir
			}
		case d.IsDir() || !wanted(name) && !isZip(name):
		case len(names) == maxFiles:
			ds.Add(diag.Pos{File: label(".")}, diag.FeedTooLarge, "", "the folder has more than %d files; those after %s are left out", maxFiles, name)
			return fs.SkipAll
		default:
			names = append(names, name)
		}
		return nil
	})
	return names, err
}

// gathering puts files of a folder together to parts.
type gathering struct {
	ctx   context.Context
	see   func(part) error
	files []file
	bytes int
}

func (g *gathering) add(fsys fs.FS, name, label string, ds *diag.List) error {
	if err := g.ctx.Err(); err != nil {
		return err
	}
	src, err := readFile(fsys, name)
	if err != nil {
		complain(ds, label, err)
		return nil
	}
	g.files = append(g.files, file{strings.TrimSuffix(label, ".gz"), src})
	if g.bytes += len(src); len(g.files) >= partFiles || g.bytes >= partBytes {
		return g.end()
	}
	return nil
}

func (g *gathering) end() error {
	if len(g.files) == 0 {
		return g.ctx.Err()
	}
	files := g.files
	g.files, g.bytes = nil, 0
	sum := sha256.New()
	for _, f := range files {
		fmt.Fprintf(sum, "%q %x\n", f.name, sha256.Sum256(f.src))
	}
	return g.see(part{digest: [sha256.Size]byte(sum.Sum(nil)), load: func(*diag.List) []file { return files }})
}

// readFile reads a file, unpacked where it is packed by gzip.
func readFile(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, errors.New("it is no regular file") // a pipe would wait for ever
	case info.Size() > maxFile:
		return nil, errTooLarge
	}
	if !strings.HasSuffix(strings.ToLower(name), ".gz") {
		return limited(f, maxFile)
	}
	packed := &counting{from: bufio.NewReader(f)}
	z, err := gzip.NewReader(packed)
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	for {
		n, err := io.CopyN(&out, z, 1<<20)
		switch {
		case errors.Is(err, io.EOF):
			return out.Bytes(), nil
		case err != nil:
			return nil, err
		case out.Len() > maxFile:
			return nil, errTooLarge
		case out.Len() > anyRatio && int64(out.Len())/maxRatio > packed.n, n == 0:
			return nil, errBomb
		}
	}
}

// counting counts the bytes that were read.
type counting struct {
	from *bufio.Reader
	n    int64
}

func (c *counting) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.n += int64(n)
	return n, err
}

func (c *counting) ReadByte() (byte, error) {
	b, err := c.from.ReadByte()
	if err == nil {
		c.n++
	}
	return b, err
}

func limited(r io.Reader, most int64) ([]byte, error) {
	src, err := io.ReadAll(io.LimitReader(r, most+1))
	if err == nil && int64(len(src)) > most {
		err = errTooLarge
	}
	return src, err
}

// walkZip gives the parts of a zip. The digest of each is that of the whole zip with the names in it, so that an unchanged zip is not unpacked.
func walkZip(ctx context.Context, fsys fs.FS, name, label string, ds *diag.List, see func(part) error) error {
	f, err := fsys.Open(name)
	if err != nil {
		complain(ds, label, err)
		return nil
	}
	defer f.Close()
	at, ok := f.(io.ReaderAt)
	info, err := f.Stat()
	if err == nil && (!ok || !info.Mode().IsRegular()) {
		err = errors.New("it is no regular file")
	}
	sum := sha256.New()
	if err == nil {
		_, err = io.Copy(sum, canceled{ctx, f})
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	var z *zip.Reader
	if err == nil {
		z, err = zip.NewReader(at, info.Size())
	}
	if err != nil {
		complain(ds, label, err)
		return nil
	}
	for members := range slices.Chunk(members(z, label, ds), partFiles) {
		for len(members) > 0 {
			n, size := 0, uint64(0)
			for n < len(members) && (n == 0 || size+members[n].UncompressedSize64 <= partBytes) {
				size += members[n].UncompressedSize64
				n++
			}
			one := members[:n]
			members = members[n:]
			names := sha256.New()
			fmt.Fprintf(names, "%x %q\n", sum.Sum(nil), label)
			for _, m := range one {
				fmt.Fprintf(names, "%q\n", m.Name)
			}
			if err := see(part{digest: [sha256.Size]byte(names.Sum(nil)), load: func(ds *diag.List) []file { return unpack(one, label, ds) }}); err != nil {
				return err
			}
		}
	}
	return ctx.Err()
}

// canceled ends reading with the context.
type canceled struct {
	ctx  context.Context
	from io.Reader
}

func (c canceled) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.from.Read(p)
}

// members are the files of a zip that are looked into, by name. What is too large by its own account is left out.
func members(z *zip.Reader, label string, ds *diag.List) []*zip.File {
	var out []*zip.File
	total := uint64(0)
	for _, m := range z.File {
		if m.FileInfo().IsDir() || !wanted(m.Name) || strings.HasSuffix(strings.ToLower(m.Name), ".gz") {
			continue
		}
		size, packed := m.UncompressedSize64, m.CompressedSize64
		name := path.Join(label, path.Clean("/"+m.Name))
		switch {
		case size > maxFile:
			complain(ds, name, errTooLarge)
		case size > anyRatio && size/maxRatio > packed:
			complain(ds, name, errBomb)
		case total+size > maxSource || len(out) == maxFiles:
			ds.Add(diag.Pos{File: label}, diag.FeedTooLarge, "", "the zip unpacks to more than %d GiB, or has more than %d files; those from %.100q on are left out", maxSource>>30, maxFiles, m.Name)
			slices.SortStableFunc(out, byName)
			return out
		default:
			total += size
			out = append(out, m)
		}
	}
	slices.SortStableFunc(out, byName)
	return out
}

func byName(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) }

// unpack reads files of a zip.
func unpack(members []*zip.File, label string, ds *diag.List) []file {
	var out []file
	for _, m := range members {
		name := path.Join(label, path.Clean("/"+m.Name))
		f, err := m.Open()
		if err == nil {
			var src []byte
			if src, err = limited(f, int64(m.UncompressedSize64)); err == nil {
				out = append(out, file{name, src})
			}
			f.Close() //nolint:errcheck // nothing was written
		}
		if err != nil {
			complain(ds, name, err)
		}
	}
	return out
}
