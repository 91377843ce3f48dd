package project

import (
	"os"
	"path/filepath"

	"cordon/internal/diag"
)

// beside is a folder of a name in the directory of the system at a path.
func beside(path, name string) string {
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		path = filepath.Dir(path)
	}
	return filepath.Join(path, name)
}

// openAround opens the directory of the system at a path in such a way that symbolic links lead nowhere out of it; nil where it cannot be read, which
// ds says.
func openAround(path string, ds *diag.List) *os.Root {
	root, err := os.OpenRoot(beside(path, ""))
	if err != nil {
		ds.Add(diag.Pos{File: path}, diag.FileUnreadable, "check the path", "cannot read %s: %s", path, diag.Cause(err))
	}
	return root
}
