package project

import (
	"io/fs"
	"path"
	"sync"

	"cordon/content"
	"cordon/internal/knowledge"
)

// shippedFiles finds the file of each shipped entry, by folder and name: threats stand in folders that have no meaning.
var shippedFiles = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	// An embedded file system can be walked.
	_ = fs.WalkDir(content.Entries, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			out[top(name)+"/"+path.Base(name)] = name
		}
		return nil
	})
	return out
})

func top(name string) string {
	for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
		name = dir
	}
	return name
}

// ShippedText gives the file of a shipped entry as it was written, with its examples; false if there is none.
func ShippedText(t knowledge.Type, id string) (file string, text []byte, ok bool) {
	file, ok = shippedFiles()[knowledge.Folder(t)+"/"+id+".yaml"]
	if !ok {
		return "", nil, false
	}
	text, err := content.Entries.ReadFile(file)
	return file, text, err == nil
}
