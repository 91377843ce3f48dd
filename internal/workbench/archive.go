package workbench

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"time"
)

// Import reads a zip of a folder. Paths are judged, sizes are counted while unpacking (a header may lie), links and devices are
// refused, and everything that is wrong is said at once.
func (w *Workbench) Import(src []byte) (map[string][]byte, error) {
	l := w.limits()
	// Reading the list of entries takes several times its size, so that it is looked at before. Zips that lie in the zip as they are count too, hence the margin.
	if most := 20 * l.Files; bytes.Count(src, []byte("PK\x01\x02")) > most {
		return nil, Errorf(TooLarge, "the zip holds more than %d entries; at most %d files are taken", most, l.Files)
	}
	z, err := zip.NewReader(bytes.NewReader(src), int64(len(src)))
	if err != nil {
		return nil, Errorf(Invalid, "this is no zip file that can be read").WithHint("pack the folder of the system description as a zip").Because(err)
	}
	if len(z.File) > 2*l.Files {
		return nil, Errorf(TooLarge, "the zip holds %d entries; at most %d files are taken", len(z.File), l.Files)
	}
	top := topFolder(z.File)
	files := map[string][]byte{}
	var fields []Field
	left := l.TreeBytes
	for _, f := range z.File {
		name := strings.TrimPrefix(f.Name, top)
		switch {
		case strings.HasSuffix(f.Name, "/") || hiddenPath(name):
			continue
		case !f.Mode().IsRegular():
			fields = append(fields, Field{"files." + name, "is a link or device; only plain files are taken"})
			continue
		}
		if err := CheckPath(name); err != nil {
			fields = append(fields, Field{"files." + name, err.Error()})
			continue
		}
		if _, ok := files[name]; ok {
			fields = append(fields, Field{"files." + name, "is there twice"})
			continue
		}
		data, err := unpack(f, min(l.FileBytes, left))
		switch {
		case errors.Is(err, errTooLong):
			return nil, Errorf(TooLarge, "%s is too large: a file has at most %d bytes, a folder %d", name, l.FileBytes, l.TreeBytes)
		case err != nil:
			fields = append(fields, Field{"files." + name, "cannot be unpacked: " + err.Error()})
			continue
		}
		left -= int64(len(data))
		files[name] = data
	}
	if len(fields) > 0 {
		e := Errorf(Invalid, "the zip holds files that cannot be kept")
		e.Fields = fields
		return nil, e
	}
	if len(files) == 0 {
		return nil, Errorf(Invalid, "the zip holds no file").WithHint("pack the folder of the system description as a zip")
	}
	return files, nil
}

// hiddenPath tells of what other programs leave in folders: .git, .DS_Store, __MACOSX.
func hiddenPath(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if part == "__MACOSX" || strings.HasPrefix(part, ".") && part != "." && !strings.HasPrefix(part, "..") {
			return true
		}
	}
	return false
}

// topFolder is the one folder that everything lies in, as most programs pack it; "" if there is none.
func topFolder(files []*zip.File) string {
	top := ""
	for _, f := range files {
		first, _, below := strings.Cut(f.Name, "/")
		if hiddenPath(first) {
			continue
		}
		if !below || first == ".." || first == "." || first == "" || top != "" && top != first+"/" {
			return ""
		}
		top = first + "/"
	}
	return top
}

var errTooLong = errors.New("too long")

func unpack(f *zip.File, most int64) ([]byte, error) {
	if f.UncompressedSize64 > uint64(most) {
		return nil, errTooLong
	}
	r, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := io.ReadAll(io.LimitReader(r, most+1))
	if int64(len(data)) > most {
		return nil, errTooLong
	}
	return data, err
}

// Export writes a revision as a zip. The same revision gives the same bytes.
func (w *Workbench) Export(ctx context.Context, a Actor, id ProjectID, rev RevisionID, out io.Writer) error {
	r, err := w.Revision(ctx, a, id, rev)
	if err != nil {
		return err
	}
	z := zip.NewWriter(out)
	for _, f := range r.Tree {
		data, err := w.blob(ctx, f.Hash)
		if err != nil {
			return fmt.Errorf("read %s: %w", f.Path, err)
		}
		if err := pack(z, f.Path, data, r.At); err != nil {
			return err
		}
	}
	return z.Close()
}

func pack(z *zip.Writer, name string, data []byte, at time.Time) error {
	h := &zip.FileHeader{Name: name, Method: zip.Deflate, Modified: at.UTC()}
	h.SetMode(fs.FileMode(0o644))
	f, err := z.CreateHeader(h)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return err
}
