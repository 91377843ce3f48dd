package decisions

import (
	"errors"
	"fmt"
	"slices"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// Reword writes other words into the record of a decision in a file: all that a person says of it. What it is about, what it
// rested on and which one it replaces stay; comments stay too. The file comes out in its canonical form. All that is wrong with the request is in the
// error, joined of [Wrong]. The result is nil when the file is not sound; the reasons are in ds.
func Reword(name string, src []byte, id string, q Request, ds *diag.List) ([]byte, error) {
	f := Parse(name, src, ds)
	d, ok := f.Decisions.Get(id)
	switch {
	case ds.HasErrors():
		return nil, nil
	case !ok:
		return nil, fmt.Errorf("%s: there is no decision %s", name, id)
	}
	q.ID, q.About = id, d.About.Text
	if wrong := q.check(); len(wrong) > 0 {
		return nil, errors.Join(wrong...)
	}
	for _, k := range []struct {
		key   string
		same  bool
		empty bool
		value any
	}{
		{"choice", q.Choice == string(d.Choice), false, Choice(q.Choice)},
		{"who", q.Who == d.Who, false, q.Who},
		{"role", q.Role == d.Role, false, q.Role},
		{"when", q.When == d.When.Text, false, yamltext.Word{Text: q.When}},
		{"why", q.Why == d.Why, false, q.Why},
		{"evidence", slices.Equal(q.Evidence, d.Evidence), len(q.Evidence) == 0, q.Evidence},
		{"justification", q.Justification == string(d.Because), q.Justification == "", Justification(q.Justification)},
		{"action", q.Action == d.Action, q.Action == "", q.Action},
		{"until", q.Until == d.Until.Text, q.Until == "", yamltext.Word{Text: q.Until}},
	} {
		var err error
		switch {
		case k.same:
			continue
		case k.empty:
			src, err = yamltext.Drop(name, src, &File{}, []string{"decisions", id}, k.key, ds)
		default:
			src, err = yamltext.Put(name, src, &File{}, []string{"decisions", id}, k.key, k.value, ds)
		}
		if src == nil || err != nil {
			return nil, err
		}
	}
	if Parse(name, src, ds); ds.HasErrors() {
		return nil, nil
	}
	return src, nil
}
