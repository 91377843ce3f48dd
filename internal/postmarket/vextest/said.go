package vextest

import (
	"slices"

	"cordon/internal/diag"
)

// Said are the codes and messages of diagnostics, in order of the letters.
func Said(ds *diag.List) []string {
	var out []string
	for _, d := range ds.Sorted() {
		out = append(out, string(d.Code)+": "+d.Message)
	}
	slices.Sort(out)
	return out
}
