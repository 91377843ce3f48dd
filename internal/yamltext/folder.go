package yamltext

import (
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"

	"cordon/internal/diag"
)

// Limits of a folder of records, all files together.
const (
	MaxFiles      = 10_000
	MaxTotalBytes = 256 << 20
)

// Folder gives all `*.yaml` files directly in a folder, by name. A folder that does not exist has none. Shown is the path of the folder as the
// user knows it: at is the name of a file below it, for diagnostics. What cannot be read is reported in ds.
func Folder(fsys fs.FS, folder, shown string, ds *diag.List, see func(name, at string, src []byte)) {
	entries, err := fs.ReadDir(fsys, folder)
	if errors.Is(err, fs.ErrNotExist) {
		return
	}
	if err != nil {
		ds.Add(diag.Pos{File: shown}, diag.FileUnreadable, "it should be a folder with `*.yaml` files", "cannot list the folder: %s", diag.Cause(err))
		return
	}
	files, total := 0, 0
	for _, e := range entries {
		name := e.Name()
		if e.IsDir() || !strings.HasSuffix(name, ".yaml") {
			continue
		}
		if files == MaxFiles || total > MaxTotalBytes {
			ds.Add(diag.Pos{File: shown}, diag.ImportsTooMany, "", "more than %d files or %d MiB in the folder", MaxFiles, MaxTotalBytes>>20)
			return
		}
		at := path.Join(shown, name)
		src, err := readFile(fsys, path.Join(folder, name))
		if err != nil {
			ds.Add(diag.Pos{File: at}, diag.FileUnreadable, "check the permissions", "cannot read the file: %s", diag.Cause(err))
			continue
		}
		files++
		total += len(src)
		see(name, at, src)
	}
}

// readFile reads a file, but no more than one byte beyond what Parse accepts.
func readFile(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, MaxBytes+1))
}
