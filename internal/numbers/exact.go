package numbers

import (
	"context"
	"errors"

	"cordon/internal/engine/bdd"
	"cordon/internal/engine/worlds"
	"cordon/internal/safety"
)

// diagramNodes bounds the decision diagrams that are tried before worlds are sampled: some tenths of a second. Small systems fit.
const diagramNodes = 1 << 18

// exact gives the probabilities of nodes without sampling, with all inputs at their low and at their high ends; nil where the diagrams do not fit.
func exact(ctx context.Context, p *worlds.Problem, asked []int32) ([]safety.Interval, error) {
	out := make([]safety.Interval, len(asked))
	for _, end := range []struct {
		of  func(worlds.Interval) float64
		put func(i int, v float64)
	}{
		{func(i worlds.Interval) float64 { return i.Low }, func(i int, v float64) { out[i].From = v }},
		{func(i worlds.Interval) float64 { return i.High }, func(i int, v float64) { out[i].To = v }},
	} {
		s, probabilities := system(p, end.of)
		d, err := s.Least(ctx, ints(asked), bdd.Options{Nodes: diagramNodes})
		if errors.Is(err, bdd.ErrNodes) {
			return nil, nil
		}
		if err != nil {
			return nil, err
		}
		values, err := d.Probabilities(probabilities)
		if err != nil {
			return nil, err
		}
		for i, v := range values {
			end.put(i, v)
		}
	}
	return out, nil
}

// system makes the rules of a problem, with every event at one end of its interval. What is impossible there is left out, and what is certain is no
// event.
func system(p *worlds.Problem, end func(worlds.Interval) float64) (bdd.System, []float64) {
	s := bdd.System{Nodes: len(p.Nodes)}
	var probabilities []float64
	add := func(e worlds.Event, tails, heads []int) {
		event := bdd.Certain
		switch v := end(e.P); v {
		case 0:
			return
		case 1:
		default:
			event = s.Events
			s.Events++
			probabilities = append(probabilities, v)
		}
		s.Rules = append(s.Rules, bdd.Rule{Event: event, Tails: tails, Heads: heads})
	}
	for n, e := range p.Nodes {
		add(e, nil, []int{n})
	}
	for r, e := range p.Rules {
		add(e, ints(p.Tails.At(r)), ints(p.Heads.At(r)))
	}
	return s, probabilities
}

func ints(list []int32) []int {
	out := make([]int, len(list))
	for i, n := range list {
		out[i] = int(n)
	}
	return out
}
