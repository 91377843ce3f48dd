package assessment

import (
	"cmp"
	"slices"
	"strings"

	"cordon/internal/engine"
	"cordon/internal/knowledge"
)

// Top lists up to n threats that matter most: those that can happen and are no mere consequence, by the risk they lead to,
// by how many of the listed ways to harms they are on, by likelihood, and by id. Scales are those of the assessment.
func (a *Assessment) Top(scales *knowledge.Scales, n int) []*engine.Threat {
	ways := map[string]int{}
	for _, h := range a.Harms {
		for _, p := range h.Paths {
			for _, s := range p.Steps {
				ways[s.Threat]++
			}
		}
	}
	var out []*engine.Threat
	for i := range a.Threats {
		if t := &a.Threats[i]; !t.Secondary && t.Likelihood != scales.Likelihood[0].Name {
			out = append(out, t)
		}
	}
	risk, likelihood := ranks(scales.Risk), ranks(scales.Likelihood)
	slices.SortFunc(out, func(x, y *engine.Threat) int {
		return cmp.Or(cmp.Compare(risk[y.Risk], risk[x.Risk]), cmp.Compare(ways[y.ID], ways[x.ID]),
			cmp.Compare(likelihood[y.Likelihood], likelihood[x.Likelihood]), strings.Compare(x.ID, y.ID))
	})
	return out[:min(n, len(out))]
}

func ranks(levels []knowledge.LevelName) map[string]int {
	out := make(map[string]int, len(levels))
	for i, l := range levels {
		out[l.Name] = i
	}
	return out
}
