package project

import (
	"path/filepath"

	"cordon/internal/additions"
	"cordon/internal/diag"
)

// AdditionsFolder is where texts that people add to documents of the system at a path are kept: a folder in the system's directory.
func AdditionsFolder(path string) string {
	return beside(path, additions.Folder)
}

// OpenAdditions reads the texts that people add to documents of the system at a path. Without a folder there are none. The set is usable only when
// ds has no errors.
func OpenAdditions(path string, ds *diag.List) *additions.Set {
	folder := AdditionsFolder(path)
	root := openAround(path, ds)
	if root == nil {
		return nil
	}
	defer root.Close()
	return additions.Load(root.FS(), additions.Folder, filepath.ToSlash(folder), ds)
}
