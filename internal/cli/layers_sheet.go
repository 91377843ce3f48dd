package cli

import (
	"fmt"
	"strings"

	"cordon/internal/layers"
)

// sheet shows the controls of each layer.
func (t layerText) sheet(d *layers.Defence) error {
	for _, l := range d.Layers {
		t.heading("Layer %s", l.Layer)
		if len(l.Controls) == 0 {
			t.item("nothing stands here")
		} else if len(l.Harms) > 0 {
			t.item("if the whole layer is lost, these get worse: %s", strings.Join(l.Harms, ", "))
		} else {
			t.item("if the whole layer is lost, no harm gets worse")
		}
		for _, c := range l.Controls {
			t.item("%s (%s)", c.Title, c.ID)
			for _, p := range c.At {
				t.wrapped("    ", "      ", "on "+placeWords(p))
			}
			t.wrapped("    ", "      ", "configure: "+c.Configure)
			t.wrapped("    ", "      ", "verify: "+c.Method)
			t.wrapped("    ", "      ", "must be seen: "+c.Criterion)
		}
	}
	return t.err
}

func placeWords(p layers.Place) string {
	out := fmt.Sprintf("%s, %s", p.Title, p.State)
	if p.Coverage != "" {
		out += ", coverage " + p.Coverage
	}
	if len(p.Evidence) > 0 {
		out += ", evidence " + strings.Join(p.Evidence, ", ")
	}
	if len(p.Alone) > 0 {
		out += "; alone holds " + strings.Join(p.Alone, ", ")
	}
	return out
}
