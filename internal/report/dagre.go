package report

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"sync"

	"github.com/dop251/goja"
	"github.com/dop251/goja/parser"
)

//go:embed dagre/dagre.min.js
var dagreSource string

//go:embed layout.js
var layoutSource string

// scripts compiles dagre and its caller for the first layout of the process, so that a command that draws nothing pays nothing.
var scripts = sync.OnceValues(func() ([]*goja.Program, error) {
	var out []*goja.Program
	for _, f := range [][2]string{{"dagre.min.js", dagreSource}, {"layout.js", layoutSource}} {
		// The last line of the bundle names a source map, which goja would look for among the user's files.
		parsed, err := goja.Parse(f[0], f[1], parser.WithDisableSourceMaps)
		if err != nil {
			return nil, err
		}
		p, err := goja.CompileAST(parsed, true)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
})

// dagreGraph is what layout.js is given.
type dagreGraph struct {
	Settings dagreSettings `json:"settings"`
	Groups   []int         `json:"groups"` // the group around each, -1 for none
	Boxes    []dagreBox    `json:"boxes"`
	Edges    []dagreEdge   `json:"edges"`
}

// dagreSettings are those of dagre, in pixels.
type dagreSettings struct {
	Rankdir string  `json:"rankdir"`
	Ranker  string  `json:"ranker"`
	Ranksep float64 `json:"ranksep"` // between ranks
	Nodesep float64 `json:"nodesep"` // between boxes of a rank
	Edgesep float64 `json:"edgesep"` // between edges of a rank
}

type dagreBox struct {
	W     float64 `json:"w"`
	H     float64 `json:"h"`
	Group int     `json:"group"`
}

type dagreEdge struct {
	From   int     `json:"from"`
	To     int     `json:"to"`
	W      float64 `json:"w"` // of the label; 0 for none
	H      float64 `json:"h"`
	Weight int     `json:"weight"` // how much it is kept short
	Minlen int     `json:"minlen"` // least distance of its boxes in ranks
}

// dagrePlaces is what layout.js answers: centres, and the points that an edge passes from border to border.
type dagrePlaces struct {
	Groups []dagreRect  `json:"groups"`
	Boxes  []dagrePoint `json:"boxes"`
	Edges  []struct {
		dagrePoint
		Points []dagrePoint `json:"points"`
	} `json:"edges"`
}

type dagrePoint struct {
	X float64 `json:"x"`
	Y float64 `json:"y"`
}

type dagreRect struct {
	dagrePoint
	W float64 `json:"w"`
	H float64 `json:"h"`
}

// runDagre has dagre lay a graph out, in a runtime of its own: layouts share nothing and may run at the same time. A context
// that ends stops it between two instructions of the script.
func runDagre(ctx context.Context, g *dagreGraph) (*dagrePlaces, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	programs, err := scripts()
	if err != nil {
		return nil, fmt.Errorf("compile dagre: %w", err)
	}
	vm := goja.New()
	stop := context.AfterFunc(ctx, func() { vm.Interrupt(ctx.Err()) })
	defer stop()
	for _, p := range programs {
		if _, err := vm.RunProgram(p); err != nil {
			return nil, dagreError(ctx, err)
		}
	}
	in, err := json.Marshal(g)
	if err != nil {
		return nil, err
	}
	call, ok := goja.AssertFunction(vm.Get("layOut"))
	if !ok {
		return nil, errors.New("layout.js has no function layOut")
	}
	out, err := call(goja.Undefined(), vm.ToValue(string(in)))
	if err != nil {
		return nil, dagreError(ctx, err)
	}
	var places dagrePlaces
	if err := json.Unmarshal([]byte(out.String()), &places); err != nil {
		return nil, fmt.Errorf("read the answer of dagre: %w", err)
	}
	return &places, places.check(g)
}

// dagreError tells an interruption, whose cause is the context's, from a fault of the script.
func dagreError(ctx context.Context, err error) error {
	if stopped := (*goja.InterruptedError)(nil); errors.As(err, &stopped) && ctx.Err() != nil {
		return ctx.Err()
	}
	return fmt.Errorf("run dagre: %w", err)
}

// check makes sure that everything has a place. A number that is none arrives as null, which reads as 0, so an edge without
// points is what shows it.
func (p *dagrePlaces) check(g *dagreGraph) error {
	if len(p.Groups) != len(g.Groups) || len(p.Boxes) != len(g.Boxes) || len(p.Edges) != len(g.Edges) {
		return errors.New("dagre left something out")
	}
	for i, e := range p.Edges {
		if len(e.Points) < 2 {
			return fmt.Errorf("dagre gave edge %d no points", i)
		}
		for _, v := range e.Points {
			if math.IsNaN(v.X) || math.IsNaN(v.Y) {
				return fmt.Errorf("dagre gave edge %d no place", i)
			}
		}
	}
	return nil
}
