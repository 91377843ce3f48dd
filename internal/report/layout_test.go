package report

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// drawScene makes up a picture with nested groups, labels of all lengths, edges both ways and edges beside each other.
func drawScene(t *rapid.T) *Scene {
	s := &Scene{ID: "random", Title: "Random"}
	groups := []string{""}
	for i := range rapid.IntRange(0, 4).Draw(t, "groups") {
		id := fmt.Sprintf("group-%d", i)
		parent := rapid.SampledFrom(groups).Draw(t, "parent")
		s.Groups = append(s.Groups, newGroup(id, parent, LookZone, rapid.StringMatching(`[A-Za-z ]{0,40}`).Draw(t, "title"), "tip"))
		groups = append(groups, id)
	}
	shapes := []Shape{Rectangle, Rounded, Pill, Notched}
	for i := range rapid.IntRange(1, 12).Draw(t, "boxes") {
		s.Boxes = append(s.Boxes, newBox(fmt.Sprintf("box-%d", i), rapid.SampledFrom(groups).Draw(t, "group"), rapid.SampledFrom(shapes).Draw(t, "shape"),
			LookPart, "tip", text{FaceTitle, rapid.StringMatching(`[A-Z][A-Za-z ]{0,59}`).Draw(t, "name")}))
	}
	looks := []Look{LookFlow, LookLink, LookUse}
	for range rapid.IntRange(0, 14).Draw(t, "edges") {
		from, to := rapid.SampledFrom(s.Boxes).Draw(t, "from").ID, rapid.SampledFrom(s.Boxes).Draw(t, "to").ID
		look := rapid.SampledFrom(looks).Draw(t, "look")
		label := ""
		if look == LookFlow {
			label = rapid.StringMatching(`[a-z ]{0,40}`).Draw(t, "label")
		}
		s.connect(newEdge(from, to, look, look == LookFlow, label, "tip"))
	}
	s.dropEmptyGroups()
	return s
}

// Each arrangement by itself should give a picture that passes check; here the lines are looked at too. Failures are counted and
// not forbidden, because another arrangement or the grid takes over. Of 1,500 random scenes 24 failed; among 100, more than one in ten
// come by chance once in a million runs.
func TestAnySceneIsReadable(t *testing.T) {
	scenes, failed := 0, 0
	all := slices.Concat(arrangements(&Scene{})...)
	rapid.Check(t, func(t *rapid.T) {
		s := drawScene(t)
		scenes++
		p, err := dagre(context.Background(), s, rapid.SampledFrom(all).Draw(t, "arrangement"))
		if err == nil {
			err = p.check(s)
		}
		if err != nil {
			failed++
			t.Log(err)
			return
		}
		p.apply(s)
		for _, e := range s.Edges {
			checkLine(t, s, &e)
		}
	})
	t.Logf("%d of %d layouts failed", failed, scenes)
	if failed*10 > scenes {
		t.Errorf("%d of %d layouts failed", failed, scenes)
	}
}

// checkLine makes sure that a line begins and ends at its boxes, and passes no box and not its own label.
func checkLine(t *rapid.T, s *Scene, e *Edge) {
	for i, id := range []string{e.From, e.To} {
		p := e.Points[i*(len(e.Points)-1)]
		if b := s.box(id).At; !b.grown(0.11).holds(Rect{p.X, p.Y, 0, 0}) || b.grown(-12).holds(Rect{p.X, p.Y, 0, 0}) {
			t.Errorf("the line from %s to %s ends at %v, not at the border of %v", e.From, e.To, p, b)
		}
	}
	for i := 3; i < len(e.Points); i += 3 {
		for _, at := range []float64{0.1, 0.3, 0.5, 0.7, 0.9} {
			p := bezier(e.Points[i-3:i+1], at)
			for _, b := range s.Boxes {
				in := -1.
				if b.ID == e.From || b.ID == e.To {
					in = -10 // a line may begin within the square of a round corner
				}
				if b.At.grown(in).holds(Rect{p.X, p.Y, 0, 0}) {
					t.Errorf("the line from %s to %s passes %s %s %v at %v: %v", e.From, e.To, b.ID, b.Shape, b.At, p, e.Points)
				}
			}
			if len(e.Label) > 0 && e.At.grown(-1).holds(Rect{p.X, p.Y, 0, 0}) {
				t.Errorf("the line from %s to %s passes its label at %v", e.From, e.To, p)
			}
		}
	}
}

func bezier(p []Point, t float64) Point {
	u := 1 - t
	a, b, c, d := u*u*u, 3*u*u*t, 3*u*t*t, t*t*t
	return Point{a*p[0].X + b*p[1].X + c*p[2].X + d*p[3].X, a*p[0].Y + b*p[1].Y + c*p[2].Y + d*p[3].Y}
}

func TestLargeSceneEndsInTime(t *testing.T) {
	s := System(large(120))
	begin := time.Now()
	lay(context.Background(), &s)
	t.Logf("%d boxes in %v", len(s.Boxes), time.Since(begin))
	if took := time.Since(begin); took > layoutTime+3*time.Second {
		t.Errorf("took %v, the limit is %v", took, layoutTime)
	}
}

// The grid is a last resort: no picture of the example may come to it.
func TestExampleNeedsNoGrid(t *testing.T) {
	if testing.Short() {
		t.Skip("one thing after another, which the race detector makes ten times slower for nothing; go test without -short runs it")
	}
	for _, s := range wearable(t).scenes() {
		t.Run(s.ID, func(t *testing.T) {
			if err := layGraph(context.Background(), &s); err != nil {
				t.Fatal(err)
			}
			s.measure()
			checkScene(t, &s, true)
		})
	}
}
