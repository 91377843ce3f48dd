package model

import (
	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// Format writes a file of a system description in its canonical form. See [yamltext.Format].
func Format(name string, src []byte, ds *diag.List) ([]byte, error) {
	return yamltext.Format(name, src, &File{}, ds)
}
