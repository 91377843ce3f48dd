package report

import "slices"

// Scene is a picture: what it shows, and once it is laid out, where.
type Scene struct {
	ID     string // made part of the ids in the SVG, so that several pictures can stand in one page
	Title  string
	Desc   string // said to people who cannot see the picture
	Flow   Flow
	Groups []Group // a group stands after the group around it
	Boxes  []Box
	Edges  []Edge
	Legend []Key

	laid Rect // room taken by groups, boxes and edges
}

// Flow says which way arrows go.
type Flow string

const (
	AnyWay    Flow = "" // the way that gives the better picture
	Rightward Flow = "LR"
	Downward  Flow = "TB"
)

// Rect is a place in a picture; y grows downwards. Units are pixels at natural size.
type Rect struct{ X, Y, W, H float64 }

// Point is a place in a picture.
type Point struct{ X, Y float64 }

// Group is a frame around boxes and other groups.
type Group struct {
	ID     string
	Parent string // group around it; empty at the top
	Look   Look
	Title  []string // lines
	Tip    string
	At     Rect
}

// Box is a shape with text.
type Box struct {
	ID    string
	Group string // empty where it stands in none
	Shape Shape
	Look  Look
	Lines []Line
	Tip   string
	At    Rect // the size is known when the box is made, the place when it is laid out
}

// Edge is a line between two boxes.
type Edge struct {
	From, To string // boxes
	Look     Look
	Arrow    bool
	Label    []string // lines
	Tip      string
	At       Rect    // of the label
	Points   []Point // a cubic Bézier spline: a start, then three points for each piece
}

// Key is an entry of the legend: a sample and what it means.
type Key struct {
	Look Look
	Says string
}

// Shape is the outline of a box.
type Shape string

const (
	Rectangle Shape = "rectangle"
	Rounded   Shape = "rounded"
	Pill      Shape = "pill"
	Notched   Shape = "notched" // corners cut off
)

// Look is the class of a shape in the style sheet.
type Look string

const (
	LookAsset       Look = "asset"
	LookRisk        Look = "risk" // followed by the level, 0 to 4
	LookPart        Look = "part"
	LookData        Look = "data"
	LookNetwork     Look = "network"
	LookPerson      Look = "person"
	LookStub        Look = "stub"
	LookZone        Look = "zone"
	LookHolder      Look = "holder" // frame of an asset around what is inside
	LookAssumption  Look = "assumption"
	LookThreat      Look = "threat"
	LookFollows     Look = "follows"
	LookConsequence Look = "consequence"
	LookHarm        Look = "harm" // followed by the acceptability
	LookFlow        Look = "flow"
	LookLink        Look = "link"
	LookUse         Look = "use"
	LookCause       Look = "cause"
)

// Line is a line of text in a box.
type Line struct {
	Text string
	Face Face
}

// Face is the typeface of a line.
type Face string

const (
	FaceTitle Face = "title"
	FaceKind  Face = "kind"
	FaceItem  Face = "item"
	FaceMark  Face = "mark"
	FaceLabel Face = "label" // of edges
	FaceGroup Face = "group"
	FaceHead  Face = "head" // of the picture
)

// faces lists the typefaces; the style sheet in svg.go sets the same sizes.
var faces = map[Face]typeface{
	FaceTitle: {13, true, 16},
	FaceKind:  {11, false, 14},
	FaceItem:  {11, false, 14},
	FaceMark:  {11, true, 15},
	FaceLabel: {11, false, 13},
	FaceGroup: {12, true, 16},
	FaceHead:  {16, true, 21},
}

// Room between the outline of a box and its text, and widths at which text is wrapped.
const (
	padX, padY  = 12, 8
	pillPad     = 18
	boxText     = 150
	wideText    = 240 // of boxes that tell several steps
	edgeText    = 160
	groupText   = 260
	smallCorner = 6
)

// text is what a box says, before it is wrapped.
type text struct {
	face Face
	says string
}

// newBox makes a box that is as large as its text needs.
func newBox(id, group string, shape Shape, look Look, tip string, says ...text) Box {
	return newBoxOf(boxText, id, group, shape, look, tip, says...)
}

// newBoxOf makes a box whose text is wrapped at the given width.
func newBoxOf(width float64, id, group string, shape Shape, look Look, tip string, says ...text) Box {
	b := Box{ID: id, Group: group, Shape: shape, Look: look, Tip: tip}
	for _, t := range says {
		for _, l := range wrap(t.says, faces[t.face], width) {
			b.Lines = append(b.Lines, Line{l, t.face})
			b.At.W = max(b.At.W, textWidth(l, faces[t.face]))
			b.At.H += faces[t.face].lead
		}
	}
	side := float64(padX)
	if shape == Pill {
		side = pillPad
	}
	b.At.W = even(max(b.At.W, 48) + 2*side)
	b.At.H = even(b.At.H + 2*padY)
	return b
}

// even rounds up to whole pixels, an even number, so that centres are whole too.
func even(v float64) float64 {
	n := int(v)
	if float64(n) < v {
		n++
	}
	return float64(n + n%2)
}

func newGroup(id, parent string, look Look, title, tip string) Group {
	return Group{ID: id, Parent: parent, Look: look, Title: wrap(title, faces[FaceGroup], groupText), Tip: tip}
}

func newEdge(from, to string, look Look, arrow bool, label, tip string) Edge {
	e := Edge{From: from, To: to, Look: look, Arrow: arrow, Label: wrap(label, faces[FaceLabel], edgeText), Tip: tip}
	e.At.W, e.At.H = blockSize(e.Label, faces[FaceLabel])
	return e
}

// blockSize is the room of some lines of one typeface.
func blockSize(lines []string, f typeface) (w, h float64) {
	for _, l := range lines {
		w = max(w, textWidth(l, f))
	}
	if len(lines) == 0 {
		return 0, 0
	}
	return even(w + 6), even(float64(len(lines))*f.lead + 2)
}

// box finds a box by its id.
func (s *Scene) box(id string) *Box {
	if i := slices.IndexFunc(s.Boxes, func(b Box) bool { return b.ID == id }); i >= 0 {
		return &s.Boxes[i]
	}
	return nil
}

// has tells whether a box exists.
func (s *Scene) has(id string) bool { return s.box(id) != nil }

// addOnce adds a box unless there is one of its id.
func (s *Scene) addOnce(b Box) {
	if !s.has(b.ID) {
		s.Boxes = append(s.Boxes, b)
	}
}

// connect adds an edge if both ends are in the picture.
func (s *Scene) connect(e Edge) {
	if e.From != e.To && s.has(e.From) && s.has(e.To) {
		s.Edges = append(s.Edges, e)
	}
}

// dropEmptyGroups removes groups without boxes inside at any depth.
func (s *Scene) dropEmptyGroups() {
	used := map[string]bool{}
	for _, b := range s.Boxes {
		used[b.Group] = true
	}
	for i := len(s.Groups) - 1; i >= 0; i-- { // inner groups stand behind outer ones
		if used[s.Groups[i].ID] {
			used[s.Groups[i].Parent] = true
		}
	}
	s.Groups = slices.DeleteFunc(s.Groups, func(g Group) bool { return !used[g.ID] })
}
