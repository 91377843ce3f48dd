package project

import (
	"os"
	"path/filepath"

	"cordon/internal/decisions"
	"cordon/internal/diag"
)

// DecisionsFolder is where the decisions about the system at a path are kept: a folder in the system's directory.
func DecisionsFolder(path string) string {
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		path = filepath.Dir(path)
	}
	return filepath.Join(path, decisions.Folder)
}

// OpenDecisions reads the decisions about the system at a path. Without a folder there are none. The set is usable only when
// ds has no errors.
func OpenDecisions(path string, ds *diag.List) *decisions.Set {
	folder := DecisionsFolder(path)
	// A root keeps symbolic links from leading out of the system's directory.
	root, err := os.OpenRoot(filepath.Dir(folder))
	if err != nil {
		ds.Add(diag.Pos{File: path}, diag.FileUnreadable, "check the path", "cannot read %s: %s", path, diag.Cause(err))
		return &decisions.Set{}
	}
	defer root.Close()
	return decisions.Load(root.FS(), decisions.Folder, filepath.ToSlash(folder), ds)
}

// RestingOn is an assessment in the form that decisions rest on.
func RestingOn(a *Assessed, k *Knowledge) *decisions.Found {
	return &decisions.Found{Assessment: a.Assessment, Model: a.Model, Index: k.Index, Fact: a.Run.Fact}
}

// ReviewDecisions compares decisions with an assessment. Today is a day as YYYY-MM-DD. The reviews are usable only when ds
// has no errors.
func ReviewDecisions(s *decisions.Set, a *Assessed, k *Knowledge, today string, ds *diag.List) []decisions.Review {
	f := RestingOn(a, k)
	if s.CheckMoves(f, ds); ds.HasErrors() {
		return nil
	}
	return decisions.Judge(s, f, today, ds)
}
