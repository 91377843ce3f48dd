package project

import (
	"os"
	"path/filepath"

	"cordon/internal/additions"
	"cordon/internal/diag"
)

// AdditionsFolder is where texts that people add to documents of the system at a path are kept: a folder in the system's directory.
func AdditionsFolder(path string) string {
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		path = filepath.Dir(path)
	}
	return filepath.Join(path, additions.Folder)
}

// OpenAdditions reads the texts that people add to documents of the system at a path. Without a folder there are none. The set is usable only when
// ds has no errors.
func OpenAdditions(path string, ds *diag.List) *additions.Set {
	folder := AdditionsFolder(path)
	// A root keeps symbolic links from leading out of the system's directory.
	root, err := os.OpenRoot(filepath.Dir(folder))
	if err != nil {
		ds.Add(diag.Pos{File: path}, diag.FileUnreadable, "check the path", "cannot read %s: %s", path, diag.Cause(err))
		return nil
	}
	defer root.Close()
	return additions.Load(root.FS(), additions.Folder, filepath.ToSlash(folder), ds)
}
