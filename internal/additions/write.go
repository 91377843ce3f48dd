package additions

import (
	"fmt"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/slug"
	"cordon/internal/yamltext"
)

// Put writes what stands at a place into the file of a kind of document; an empty text takes it out. Src is nil where there is no file yet. Comments
// stay, and the file comes out in its canonical form; it is empty when nothing is left in it. The result is nil when the file is not sound; the
// reasons are in ds.
func Put(name string, src []byte, p Place, says string, ds *diag.List) ([]byte, error) {
	says = strings.TrimSpace(strings.ReplaceAll(says, "\r\n", "\n"))
	if src == nil {
		src = []byte("cordon: 1\n")
	}
	f := Parse(name, src, ds)
	if ds.HasErrors() {
		return nil, nil
	}
	id := ""
	for _, x := range f.Texts {
		if x.Value.at(p) {
			id = x.Key
		}
	}
	out, err := put(name, src, f, id, p, says, ds)
	if err != nil || out == nil {
		return nil, err
	}
	again := Parse(name, out, ds)
	if (Kept{Map: again.Texts}).Says(p) != says || ds.HasErrors() {
		return nil, fmt.Errorf("%s: the text %q cannot be kept as it is", name, p.Asked)
	}
	if len(again.Texts) == 0 {
		return []byte{}, nil
	}
	return out, nil
}

// put leaves alone what is said already; id is that of the text at the place, if there is one.
func put(name string, src []byte, f *File, id string, p Place, says string, ds *diag.List) ([]byte, error) {
	switch {
	case says == "" && id == "":
		return src, nil
	case says == "":
		return yamltext.Drop(name, src, &File{}, []string{"texts"}, id, ds)
	case id != "":
		return yamltext.Put(name, src, &File{}, []string{"texts", id}, "says", says, ds)
	}
	added := Text{Place: p, Says: says}
	id = fresh(p.Section, f)
	if len(f.Texts) == 0 {
		return yamltext.Put(name, src, &File{}, nil, "texts", yamltext.Map[Text]{{Key: id, Value: added}}, ds)
	}
	return yamltext.Put(name, src, &File{}, []string{"texts"}, id, added, ds)
}

// fresh makes an id of a heading that no text of the file has.
func fresh(heading string, f *File) string {
	stem := slug.ID(heading)
	if stem == "" {
		stem = "text"
	}
	for id, n := stem, 2; ; id, n = fmt.Sprintf("%s-%d", stem, n), n+1 {
		if _, taken := f.Texts.Get(id); !taken {
			return id
		}
	}
}
