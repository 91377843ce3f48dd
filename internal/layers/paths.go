package layers

import (
	"cmp"
	"slices"
	"strings"

	"cordon/internal/assessment"
	"cordon/internal/engine"
)

// Path is an attack path with what stands on it. Its likelihoods are those of this path by itself.
type Path struct {
	engine.Chain
	Open        bool      `json:"open"`             // one of the likeliest now; else one that is likely only without the controls
	Bare        string    `json:"without-controls"` // likelihood if no control blocked a step of it
	Measures    []Measure `json:"measures"`         // controls that block a step, from the device outwards
	Layers      []string  `json:"layers"`           // of measures that hold it
	Independent int       `json:"independent-layers"`
}

// Measure is a control, or a set of controls that work only together, that blocks a step of a path.
//
// It holds the path if it alone, with everything else that blocks the path removed, makes the path less likely than it is without
// any control: then removing it as well would let the path through. A control that covers too little, or that stands on a step which
// is not what limits the path, blocks a step and does not hold the path; it is listed and not counted.
type Measure struct {
	Controls []string `json:"controls"` // as CTL-0001@element
	Layers   []string `json:"layers"`
	Alone    string   `json:"alone"` // likelihood of the path with this measure only
	Holds    bool     `json:"holds"`
}

// paths lists the paths of as many harms as an assessment does, the worst ones; of the others it says that more may exist.
func (k *maker) paths(harms []Harm) ([]engine.Ways, error) {
	var ids []string
	for i := range harms {
		if i < assessment.HarmsWithPaths {
			ids = append(ids, occurs(harms[i].ID))
		} else {
			harms[i].MorePaths = true
		}
	}
	ways, err := k.run.Ways(ids, pathsPerHarm, k.stop)
	if err != nil {
		return nil, err
	}
	for i, w := range ways {
		harms[i].MorePaths = w.More
		for n, p := range slices.Concat(w.Open, w.Held) {
			at := k.path(p)
			at.Open = n < len(w.Open)
			harms[i].Paths = append(harms[i].Paths, at)
		}
	}
	return ways, nil
}

func (k *maker) path(w engine.Way) Path {
	p := Path{Chain: w.Chain, Bare: k.likelihood(w.Bare), Measures: []Measure{}, Layers: []string{}}
	var holding []uint16
	for _, s := range w.Standing {
		m := Measure{Controls: s.Controls, Layers: k.layersOf(s.Controls), Alone: k.likelihood(s.Likelihood), Holds: s.Likelihood < w.Bare}
		p.Measures = append(p.Measures, m)
		if m.Holds {
			holding = append(holding, bits(m.Layers))
			p.Layers = append(p.Layers, m.Layers...)
		}
	}
	slices.SortStableFunc(p.Measures, func(a, b Measure) int {
		return cmp.Or(slices.CompareFunc(a.Layers, b.Layers, byLayer), strings.Compare(a.Controls[0], b.Controls[0]))
	})
	slices.SortFunc(p.Layers, byLayer)
	p.Layers = slices.Compact(p.Layers)
	p.Independent = independent(holding)
	return p
}

func (k *maker) likelihood(level uint8) string { return k.ix.Base.Scales.Likelihood[level].Name }

func byLayer(a, b string) int { return cmp.Compare(rank(a), rank(b)) }

// layersOf lists the layers of controls, from the device outwards.
func (k *maker) layersOf(controls []string) []string {
	var out []string
	for _, c := range controls {
		out = append(out, k.layerOf(c))
	}
	slices.SortFunc(out, byLayer)
	return slices.Compact(out)
}

// bits is a set of layers, a bit for each.
func bits(layers []string) uint16 {
	var set uint16
	for _, l := range layers {
		set |= 1 << (rank(l) + 1) // bit 0 for a layer that nobody knows
	}
	return set
}

// independent is the largest number of measures of which no two share a layer. A measure that needs controls of two layers falls
// with either, so it takes both.
func independent(sets []uint16) int {
	sets = slices.Clone(sets)
	slices.Sort(sets)
	return pack(slices.Compact(sets), 0)
}

// pack tries every choice; there are eight layers, so there is little to try.
func pack(sets []uint16, taken uint16) int {
	best := 0
	for i, s := range sets {
		if s&taken == 0 {
			best = max(best, 1+pack(sets[i+1:], taken|s))
		}
	}
	return best
}

// Range is the fewest and the most independent layers on a listed path; false where no path is listed.
func (h *Harm) Range() (fewest, most int, ok bool) {
	for i, p := range h.Paths {
		if i == 0 || p.Independent < fewest {
			fewest = p.Independent
		}
		most = max(most, p.Independent)
	}
	return fewest, most, len(h.Paths) > 0
}

// bare is a control's id without its element.
func bare(control string) string {
	id, _, _ := strings.Cut(control, "@")
	return id
}
