package study

import (
	"io/fs"
	"strings"

	"cordon/examples"
	"cordon/internal/diag"
	"cordon/internal/project"
	"cordon/internal/workbench"
)

// Examples lists the systems that come with the program, by id.
func (s *Study) Examples() []Example {
	var out []Example
	dirs, _ := fs.ReadDir(examples.Files, ".")
	for _, d := range dirs {
		sub, err := fs.Sub(examples.Files, d.Name())
		if err != nil {
			continue
		}
		var ds diag.List
		m := project.ReadModel(sub, ".", ".", s.shipped, &ds)
		if !ds.HasErrors() {
			out = append(out, Example{d.Name(), m.System.Name, m.System.IntendedPurpose})
		}
	}
	return out
}

// exampleFiles are the files of an example, without the results that are expected of it.
func exampleFiles(id string) (map[string][]byte, error) {
	none := workbench.Errorf(workbench.Invalid, "there is no example %q", id)
	if workbench.CheckPath(id) != nil || strings.Contains(id, "/") {
		return nil, none
	}
	out := map[string][]byte{}
	err := fs.WalkDir(examples.Files, id, func(p string, d fs.DirEntry, err error) error {
		name := strings.TrimPrefix(p, id+"/")
		switch {
		case err != nil:
			return none
		case d.IsDir() && name == "expected":
			return fs.SkipDir
		case d.IsDir():
			return nil
		}
		out[name], err = examples.Files.ReadFile(p)
		return err
	})
	return out, err
}
