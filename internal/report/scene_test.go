package report

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"cordon/internal/assessment"
	"cordon/internal/model"
)

// scenes are all pictures of an example, not laid out.
func (x example) scenes() []Scene {
	out := []Scene{System(x.m, x.a)}
	for _, z := range x.m.Zones {
		out = append(out, Zone(x.m, x.a, z.ID))
	}
	for _, h := range x.a.Harms {
		out = append(out, Harm(x.m, x.a, h.ID))
	}
	return out
}

// large is a system of several hundred assets in a row, each sending to the next.
func large(n int) (*model.Model, *assessment.Assessment) {
	m, a := &model.Model{}, &assessment.Assessment{}
	for i := range n {
		id := fmt.Sprintf("asset-%04d", i)
		m.Assets = append(m.Assets, model.Element[model.Asset]{ID: id})
		if i > 0 {
			f := model.Element[model.Flow]{ID: "flow-" + id}
			f.Value.From.Text, f.Value.To.Text = fmt.Sprintf("asset-%04d", i-1), id
			m.Flows = append(m.Flows, f)
		}
	}
	return m, a
}

func TestLaidOutScenesAreReadable(t *testing.T) {
	for _, s := range small(t).scenes() {
		t.Run(s.ID, func(t *testing.T) {
			if err := layGraph(context.Background(), &s); err != nil {
				t.Fatal(err)
			}
			s.measure()
			checkScene(t, &s, true)
		})
		t.Run(s.ID+" in a grid", func(t *testing.T) {
			layGrid(&s)
			s.measure()
			checkScene(t, &s, false)
		})
	}
	t.Run("too large for dagre", func(t *testing.T) {
		s := System(large(layoutBoxes + 1))
		lay(context.Background(), &s)
		if got := len(s.Boxes); got != layoutBoxes+1 {
			t.Errorf("%d boxes, want %d", got, layoutBoxes+1)
		}
		checkScene(t, &s, false)
	})
}

// checkScene looks for what makes a picture unreadable. A grid may put labels of edges on top of boxes, a graph may not.
func checkScene(t *testing.T, s *Scene, labels bool) {
	t.Helper()
	groups := map[string]Rect{}
	for _, g := range s.Groups {
		groups[g.ID] = g.At
		if !s.laid.holds(g.At) {
			t.Errorf("group %s at %v is outside of the picture %v", g.ID, g.At, s.laid)
		}
		if p, ok := groups[g.Parent]; ok && !p.holds(g.At) {
			t.Errorf("group %s at %v is outside of %s at %v", g.ID, g.At, g.Parent, p)
		}
		for _, l := range g.Title {
			if w := textWidth(l, faces[FaceGroup]); w > g.At.W {
				t.Errorf("group %s: title %q needs %.0f of %.0f", g.ID, l, w, g.At.W)
			}
		}
	}
	for i, b := range s.Boxes {
		if !s.laid.holds(b.At) {
			t.Errorf("box %s at %v is outside of the picture %v", b.ID, b.At, s.laid)
		}
		if g, ok := groups[b.Group]; ok && !g.holds(b.At) {
			t.Errorf("box %s at %v is outside of its group at %v", b.ID, b.At, g)
		}
		for _, o := range s.Boxes[:i] {
			if o.At.overlaps(b.At) {
				t.Errorf("boxes %s and %s overlap: %v, %v", o.ID, b.ID, o.At, b.At)
			}
		}
		checkText(t, b)
	}
	for _, e := range s.Edges {
		if len(e.Points) < 4 {
			t.Errorf("edge %s to %s is not drawn", e.From, e.To)
		}
		if len(e.Label) == 0 {
			continue
		}
		if !s.laid.holds(e.At) {
			t.Errorf("label %q at %v is outside of the picture", e.Label, e.At)
		}
		for _, b := range s.Boxes {
			if labels && e.At.overlaps(b.At) {
				t.Errorf("label %q at %v covers box %s at %v", e.Label, e.At, b.ID, b.At)
			}
		}
	}
}

func checkText(t *testing.T, b Box) {
	t.Helper()
	height := 0.0
	for _, l := range b.Lines {
		height += faces[l.Face].lead
		if w := textWidth(l.Text, faces[l.Face]); w > b.At.W-2*padX {
			t.Errorf("box %s: %q needs %.0f of %.0f", b.ID, l.Text, w, b.At.W-2*padX)
		}
	}
	if height > b.At.H {
		t.Errorf("box %s: text needs %.0f of %.0f", b.ID, height, b.At.H)
	}
}

func TestSystemShowsAllOfTheModel(t *testing.T) {
	s := System(small(t).m, small(t).a)
	boxes, edges := []string{}, []string{}
	for _, b := range s.Boxes {
		boxes = append(boxes, b.ID+" in "+b.Group)
	}
	for _, e := range s.Edges {
		edges = append(edges, fmt.Sprintf("%s %s %s %q", e.From, e.Look, e.To, strings.Join(e.Label, " ")))
	}
	wantBoxes := []string{"loose in home", "sensor in shelf", "server in away", "air in home", "wire in ", "user in home"}
	if !slices.Equal(boxes, wantBoxes) {
		t.Errorf("boxes:\n got %q\nwant %q", boxes, wantBoxes)
	}
	wantEdges := []string{
		`sensor flow server "up: Value"`, `sensor link air ""`, `server link wire ""`, `air link wire ""`, `user use sensor ""`, `user use server ""`,
	}
	if !slices.Equal(edges, wantEdges) {
		t.Errorf("edges:\n got %q\nwant %q", edges, wantEdges)
	}
}

func TestRiskIsSaidInWordsAndColour(t *testing.T) {
	x := small(t)
	s := System(x.m, x.a)
	b := s.box("sensor")
	last := b.Lines[len(b.Lines)-1]
	if b.Look != "risk4" {
		t.Errorf("the sensor looks like %q, want risk4", b.Look)
	}
	if want := "very high risk"; last.Text != want {
		t.Errorf("mark is %q, want %q", last.Text, want)
	}
}

func TestHarmPictureSharesSteps(t *testing.T) {
	x := small(t)
	s := Harm(x.m, x.a, "hurt")
	seen := map[string]bool{}
	for _, b := range s.Boxes {
		if seen[b.Tip] {
			t.Errorf("%q is drawn twice", b.Tip)
		}
		seen[b.Tip] = true
	}
	if len(x.a.Harms[0].Paths) < 2 {
		t.Fatal("the example has less than two paths")
	}
	for _, b := range s.Boxes {
		if b.Look == LookAssumption {
			return
		}
	}
	t.Error("no assumption is drawn")
}

func TestPicturesOfWhatIsNotThere(t *testing.T) {
	x := small(t)
	for _, s := range []Scene{System(&model.Model{}, &assessment.Assessment{}), Zone(&model.Model{}, &assessment.Assessment{}, "none"), Harm(x.m, x.a, "none")} {
		checkSVG(t, Draw(context.Background(), s))
	}
}

func TestLayoutKeepsToItsTime(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	s := small(t).scenes()[0]
	if _, err := dagre(ctx, &s, arrangement{flow: Rightward, ranker: "network-simplex"}); !errors.Is(err, context.Canceled) {
		t.Errorf("dagre: %v, want %v", err, context.Canceled)
	}
	lay(ctx, &s) // falls back to the grid
	checkScene(t, &s, false)
}

func TestWrap(t *testing.T) {
	for _, c := range []struct {
		text  string
		width float64
		want  []string
	}{
		{"", 100, nil},
		{"short", 100, []string{"short"}},
		{"two words", 60, []string{"two", "words"}},
		{"one  two\nthree", 200, []string{"one two three"}},
		{"firmware-update-agent", 110, []string{"firmware-", "update-agent"}},
		{"Donaudampfschiff", 60, []string{"Donaud", "ampfsc", "hiff"}},
		{"a b c d e f g h i j k l", 26, []string{"a b", "c d", "e…"}},
		{"超音波診断装置", 40, []string{"超音", "波診", "断…"}},
	} {
		got := wrap(c.text, faces[FaceTitle], c.width)
		if !slices.Equal(got, c.want) {
			t.Errorf("wrap %q to %.0f: got %q, want %q", c.text, c.width, got, c.want)
		}
		for _, l := range got {
			if w := textWidth(l, faces[FaceTitle]); w > c.width {
				t.Errorf("%q needs %.1f of %.0f", l, w, c.width)
			}
		}
	}
}
