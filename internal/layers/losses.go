package layers

import (
	"cmp"
	"slices"
	"strings"

	"cordon/internal/engine"
)

// losses takes each control that stands away by itself, then each layer as a whole, and notes what becomes of every harm. It is exact:
// nothing is sampled, and side effects that a control opens go with it.
func (k *maker) losses(harms []Harm) error {
	of := map[string][]string{} // controls by layer
	for _, c := range k.standing {
		layer := k.layerOf(c.ID)
		of[layer] = append(of[layer], c.ID)
		if err := k.lose(harms, Loss{Control: c.ID, Layer: layer}, []string{c.ID}); err != nil {
			return err
		}
	}
	for _, layer := range layerNames {
		if len(of[layer]) == 0 {
			continue
		}
		if err := k.lose(harms, Loss{Layer: layer}, of[layer]); err != nil {
			return err
		}
	}
	for i := range harms {
		slices.SortFunc(harms[i].Single, func(a, b Loss) int { return cmp.Or(cmp.Compare(b.Then.level, a.Then.level), compareLosses(a, b)) })
		slices.SortFunc(harms[i].Relief, func(a, b Loss) int { return cmp.Or(cmp.Compare(a.Then.level, b.Then.level), compareLosses(a, b)) })
	}
	return nil
}

func (k *maker) lose(harms []Harm, l Loss, controls []string) error {
	return k.try(engine.Trial{Without: controls}, func() {
		for i := range harms {
			h := &harms[i]
			switch l.Then = k.now(h.ID); {
			case l.Then.Worse(h.Now):
				h.Single = append(h.Single, l)
			case h.Now.Worse(l.Then):
				h.Relief = append(h.Relief, l)
			}
		}
	})
}

// compareLosses puts single controls first, by id, then whole layers.
func compareLosses(a, b Loss) int {
	if (a.Control == "") != (b.Control == "") {
		return strings.Compare(b.Control, a.Control)
	}
	return cmp.Or(strings.Compare(a.Control, b.Control), byLayer(a.Layer, b.Layer))
}
