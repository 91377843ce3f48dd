package decisions

import (
	"fmt"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// Format writes a file of decisions in its canonical form. See [yamltext.Format].
func Format(name string, src []byte, ds *diag.List) ([]byte, error) {
	return yamltext.Format(name, src, &File{}, ds)
}

// Schema is the JSON Schema of a file of decisions, for editors.
func Schema() []byte { return yamltext.Schema("Cordon decisions", &File{}) }

// Encode writes one decision as a file of its own. It fails where the text would not be read back as the same decision.
func Encode(id string, d Decision) ([]byte, error) {
	text, err := yamltext.Encode(&File{Cordon: Version, Decisions: yamltext.Map[Decision]{{Key: id, Value: d}}})
	if err != nil {
		return nil, fmt.Errorf("write decision %s: %w", id, err)
	}
	var ds diag.List
	f := Parse(id+".yaml", []byte(text), &ds)
	if ds.HasErrors() {
		return nil, fmt.Errorf("write decision %s: %s", id, ds.Sorted()[0].Message)
	}
	if again, ok := f.Decisions.Get(id); !ok || string(Message(id, &again)) != string(Message(id, &d)) {
		return nil, fmt.Errorf("write decision %s: a text in it cannot be kept as it is", id)
	}
	return []byte(text), nil
}

// AddSignature writes a signature into the record of a decision in a file, in place of an earlier one by the same key. The
// file comes out in its canonical form. The result is nil when the file is not sound; the reasons are in ds.
func AddSignature(name string, src []byte, id string, s Signature, ds *diag.List) ([]byte, error) {
	f := Parse(name, src, ds)
	d, ok := f.Decisions.Get(id)
	switch {
	case ds.HasErrors():
		return nil, nil
	case !ok:
		return nil, fmt.Errorf("%s: there is no decision %s", name, id)
	}
	all := []Signature{}
	for _, old := range d.Signatures {
		if old.Key.Text != s.Key.Text {
			all = append(all, old)
		}
	}
	return yamltext.Put(name, src, &File{}, []string{"decisions", id}, "signatures", append(all, s), ds)
}
