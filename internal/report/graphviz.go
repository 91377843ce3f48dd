package report

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/goccy/go-graphviz"
)

// turn is held by whoever uses Graphviz: the library keeps one WebAssembly module for the whole process and is not safe for
// concurrent use, not even graphviz.New (goccy/go-graphviz issue 117).
var turn = make(chan struct{}, 1)

// dot has Graphviz lay a scene out. A layout cannot be interrupted: when the time is over, dot returns, and the goroutine that
// it started ends when Graphviz does; until then it keeps the turn, so that nobody else meets a module in use.
func dot(ctx context.Context, s *Scene, f Flow) (*placement, error) {
	select {
	case turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	type result struct {
		out []byte
		err error
	}
	done := make(chan result, 1)
	source := dotSource(s, f)
	go func() {
		defer func() { <-turn }()
		out, err := runGraphviz(source)
		done <- result{out, err}
	}()
	select {
	case r := <-done:
		if r.err != nil {
			return nil, fmt.Errorf("lay out %s: %w", s.ID, r.err)
		}
		p, err := readPlacement(r.out, s)
		if err != nil {
			return nil, fmt.Errorf("read the layout of %s: %w", s.ID, err)
		}
		return p, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// runGraphviz has its own context: a cancelled one would stop the library between two calls and lose its memory. What closing
// answers is left out of account: it is the count of all errors that the process ever met, not a fault of this layout.
func runGraphviz(source []byte) (out []byte, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("graphviz stopped: %v", p)
		}
	}()
	ctx := context.Background()
	gv, err := graphviz.New(ctx)
	if err != nil {
		return nil, err
	}
	defer gv.Close() //nolint:errcheck // see above
	graph, err := graphviz.ParseBytes(source)
	if err != nil {
		return nil, err
	}
	defer graph.Close() //nolint:errcheck // see above
	var buf bytes.Buffer
	if err := gv.Render(ctx, graph, "json0", &buf); err != nil {
		return nil, err
	}
	return buf.Bytes(), nil
}

// dotSource writes a scene for Graphviz. It carries numbers and sizes only, never the user's text: names are the places in
// the scene's lists, labels are empty tables of the size that our own text needs.
func dotSource(s *Scene, f Flow) []byte {
	var b bytes.Buffer
	ranksep := 0.45
	if s.Flow == Rightward {
		ranksep = 0.28 // a chain has many ranks and no labels between them
	}
	fmt.Fprintf(&b, "digraph {\ngraph [rankdir=%s splines=true nodesep=0.3 ranksep=%g pad=0]\n", f, ranksep)
	b.WriteString("node [shape=box fixedsize=true label=\"\"]\nedge [arrowhead=none]\n")
	boxes, groups := map[string][]int{}, map[string][]int{}
	for i, g := range s.Groups {
		groups[g.Parent] = append(groups[g.Parent], i)
	}
	at := map[string]int{}
	for i, x := range s.Boxes {
		boxes[x.Group] = append(boxes[x.Group], i)
		at[x.ID] = i
	}
	var write func(group string)
	write = func(group string) {
		for _, i := range boxes[group] {
			fmt.Fprintf(&b, "b%d [width=%s height=%s]\n", i, inches(s.Boxes[i].At.W), inches(s.Boxes[i].At.H))
		}
		for _, i := range groups[group] {
			label := `""`
			if w, h := blockSize(s.Groups[i].Title, faces[FaceGroup]); w > 0 {
				label = emptyTable(w, h)
			}
			fmt.Fprintf(&b, "subgraph cluster_%d {\nmargin=14 labelloc=t labeljust=l label=%s\n", i, label)
			write(s.Groups[i].ID)
			b.WriteString("}\n")
		}
	}
	write("")
	for i, e := range s.Edges {
		fmt.Fprintf(&b, "b%d -> b%d [id=e%d%s", at[e.From], at[e.To], i, edgePull(e.Look))
		if len(e.Label) > 0 {
			fmt.Fprintf(&b, " label=%s", emptyTable(e.At.W, e.At.H))
		}
		b.WriteString("]\n")
	}
	b.WriteString("}\n")
	return b.Bytes()
}

// edgePull says how much an edge shapes the picture: flows and causes do, what only belongs together less.
func edgePull(l Look) string {
	if l == LookFlow || l == LookCause {
		return " weight=3"
	}
	return " weight=1"
}

// emptyTable is a label that takes room and shows nothing. The size stands at the cell: a table of fixed size that its content
// does not fit in, if only by a pixel of an empty line, makes Graphviz warn, and go-graphviz v0.2.9 fails on any warning.
func emptyTable(w, h float64) string {
	return fmt.Sprintf(`<<table border="0" cellborder="0" cellpadding="0" cellspacing="0"><tr><td fixedsize="true" width="%d" height="%d"></td></tr></table>>`, int(w), int(h))
}

// inches: Graphviz takes sizes in inches of 72 points; a point is our pixel.
func inches(px float64) string { return strconv.FormatFloat(px/72, 'f', 6, 64) }

// laidOut is the part of Graphviz's JSON that matters.
type laidOut struct {
	BB      string `json:"bb"`
	Objects []struct {
		Name string `json:"name"`
		BB   string `json:"bb"`
		Pos  string `json:"pos"`
	} `json:"objects"`
	Edges []struct {
		ID  string `json:"id"`
		Pos string `json:"pos"`
		LP  string `json:"lp"`
	} `json:"edges"`
}

// readPlacement reads what Graphviz answered and makes sure that nothing is missing.
func readPlacement(out []byte, s *Scene) (*placement, error) {
	var l laidOut
	if err := json.Unmarshal(out, &l); err != nil {
		return nil, err
	}
	whole, err := numbers(l.BB, 4)
	if err != nil {
		return nil, err
	}
	// Graphviz's y grows upwards.
	flip := func(v []float64) Point { return Point{tenth(v[0]), tenth(whole[3] - v[1])} }
	p := &placement{
		w: whole[2], h: whole[3], groups: make([]Rect, len(s.Groups)), boxes: make([]Point, len(s.Boxes)),
		edges: make([][]Point, len(s.Edges)), labels: make([]Point, len(s.Edges)),
	}
	found := 0
	for _, o := range l.Objects {
		if i, ok := index(o.Name, "cluster_", len(s.Groups)); ok {
			v, err := numbers(o.BB, 4)
			if err != nil {
				return nil, err
			}
			a, b := flip(v[:2]), flip(v[2:])
			p.groups[i] = Rect{a.X, b.Y, tenth(b.X - a.X), tenth(a.Y - b.Y)}
			found++
		} else if i, ok := index(o.Name, "b", len(s.Boxes)); ok {
			v, err := numbers(o.Pos, 2)
			if err != nil {
				return nil, err
			}
			p.boxes[i] = flip(v)
			found++
		}
	}
	for _, e := range l.Edges {
		i, ok := index(e.ID, "e", len(s.Edges))
		if !ok {
			return nil, fmt.Errorf("unknown edge %q", e.ID)
		}
		for _, field := range strings.Fields(e.Pos) {
			v, err := numbers(field, 2)
			if err != nil {
				return nil, err
			}
			p.edges[i] = append(p.edges[i], flip(v))
		}
		if len(p.edges[i])%3 != 1 {
			return nil, fmt.Errorf("edge %s: %d points are no spline", e.ID, len(p.edges[i]))
		}
		if len(s.Edges[i].Label) > 0 {
			v, err := numbers(e.LP, 2)
			if err != nil {
				return nil, err
			}
			p.labels[i] = flip(v)
		}
		found++
	}
	if want := len(s.Groups) + len(s.Boxes) + len(s.Edges); found != want {
		return nil, fmt.Errorf("%d of %d shapes have a place", found, want)
	}
	return p, nil
}

// index reads a name like b12.
func index(name, prefix string, below int) (int, bool) {
	digits, ok := strings.CutPrefix(name, prefix)
	i, err := strconv.Atoi(digits)
	return i, ok && err == nil && i >= 0 && i < below
}

func numbers(s string, want int) ([]float64, error) {
	fields := strings.Split(s, ",")
	if len(fields) != want {
		return nil, fmt.Errorf("%q has not %d numbers", s, want)
	}
	out := make([]float64, want)
	for i, f := range fields {
		v, err := strconv.ParseFloat(f, 64)
		if err != nil {
			return nil, err
		}
		out[i] = v
	}
	return out, nil
}
