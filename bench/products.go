package bench

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// Products writes a list of different products in the words of real advisories (CSAF) in a folder: the vendor and the name of one, a word of
// another, and versions of both kinds.
func Products(folder string, size int) ([]byte, error) {
	files, err := filepath.Glob(filepath.Join(folder, "ics*.json"))
	if err != nil {
		return nil, err
	}
	var all [][2]string // vendor and name
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		var d struct {
			Tree struct{ Branches []branch } `json:"product_tree"`
		}
		if err := json.Unmarshal(src, &d); err != nil {
			return nil, fmt.Errorf("read %s: %w", file, err)
		}
		for _, vendor := range d.Tree.Branches {
			for _, product := range vendor.Branches {
				all = append(all, [2]string{vendor.Name, product.Name})
			}
		}
	}
	if len(all) == 0 {
		return nil, errors.New("no advisories in the folder")
	}
	var b bytes.Buffer
	b.WriteString("cordon: 1\nproducts:\n")
	for i := range size {
		one, other := all[i%len(all)], all[(i*7+i/len(all))%len(all)]
		words := strings.Fields(other[1])
		name := one[1]
		if i >= len(all) {
			name += " " + words[i%len(words)]
		}
		fmt.Fprintf(&b, "  p%d: {vendor: %q, product: %q, version: \"%d.%d\"}\n", i, one[0], name, i%11, i%23)
	}
	return b.Bytes(), nil
}

type branch struct {
	Name     string
	Branches []branch
}
