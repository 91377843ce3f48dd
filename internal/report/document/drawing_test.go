package document

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReadDrawing(t *testing.T) {
	const src = `<svg xmlns="http://www.w3.org/2000/svg" class="cordon" width="100" height="50" viewBox="0 0 100 50"><title>t</title>
<style>svg.cordon{--c:#fff}@media screen{svg.cordon{--c:#000}.cordon .a{fill:#111111}}.cordon .b .a{fill:#0000ff;fill:var(--c)}.cordon .a{fill:#ff0000;stroke:#00ff00;stroke-width:2px;stroke-dasharray:6 4}.cordon .t{font-size:11px;font-weight:700;text-anchor:middle}</style>
<rect class="a" x="1" y="2" width="10" height="20"/>
<g transform="translate(100 200)"><g class="b"><polygon class="a" points="0,0 1,2"/></g></g>
<path fill="none" stroke="#abc" d="M0,0 10 0 H20 V5 Z"/>
<text class="t" x="3" y="4">a&amp;b</text></svg>`
	got, err := readDrawing(src)
	if err != nil {
		t.Fatal(err)
	}
	red, green, blue := colour{255, 0, 0, true}, colour{0, 255, 0, true}, colour{0, 0, 255, true}
	plain := stroke{size: 16, anchor: "start", closed: true}
	rect, polygon, path := plain, plain, plain
	rect.points, rect.fill, rect.line, rect.width, rect.dash = []point{{1, 2}, {11, 2}, {11, 22}, {1, 22}}, red, green, 2, []float64{6, 4}
	polygon.points, polygon.fill, polygon.line, polygon.width, polygon.dash = []point{{100, 200}, {101, 202}}, blue, green, 2, []float64{6, 4}
	path.points, path.line, path.width = []point{{0, 0}, {10, 0}, {20, 0}, {20, 5}}, colour{0xaa, 0xbb, 0xcc, true}, 1
	text := stroke{fill: colour{set: true}, width: 1, text: "a&b", at: point{3, 4}, size: 11, bold: true, anchor: "middle"}
	want := &drawing{100, 50, []stroke{rect, polygon, path, text}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(drawing{}, stroke{}, point{}, colour{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWhatCannotBeDrawnIsRefused(t *testing.T) {
	for in, want := range map[string]string{
		`<style>.a{display:none}</style><rect class="a"/>`: `the property "display"`,
		`<image/>`:                        "it has a image",
		`<g style="opacity:0"/>`:          "a g with style",
		`<g transform="rotate(3)"/>`:      "a transform that is no translation",
		`<rect width="5" filter="x"/>`:    "a shape with unknown properties",
		`<rect width="1e9"/>`:             `"1e9" is no length`,
		`<rect width="NaN"/>`:             `"NaN" is no length`,
		`<rect fill="red"/>`:              `"red" is no colour that can be drawn`,
		`<rect fill="#ggg"/>`:             `"#ggg" is no colour that can be drawn`,
		`<polygon points="1"/>`:           "a polygon with half a point",
		`<path d="M0 0 A1 1 0 0 0 1 1"/>`: "a path with A and 7 numbers",
		`<path d="L0 0"/>`:                "a path in several parts",
		`<path d="M0 0 M1 1"/>`:           "a path in several parts",
		`<path d="M0 0 C1 2"/>`:           "a path with C and 2 numbers",
		`<text><tspan>x</tspan></text>`:   "a tspan in a text",
		strings.Repeat("<g>", 60):         "too many elements within each other",
		`<svg/>`:                          "an svg in an svg",
		strings.Repeat("<rect/>", 20_001): "it is too large to be drawn",
	} {
		_, err := readDrawing(`<svg xmlns="http://www.w3.org/2000/svg">` + in)
		if err == nil || err.Error() != "read picture: "+want {
			t.Errorf("%.60s: got %v, want %s", in, err, want)
		}
	}
}

// All pictures that the report draws have to be understood.
func TestPicturesOfTheReportAreDrawn(t *testing.T) {
	names, err := filepath.Glob("../testdata/golden/*.svg")
	if err != nil || len(names) == 0 {
		t.Fatalf("no pictures: %v", err)
	}
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		d, err := readDrawing(string(src))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		texts := 0
		for _, s := range d.strokes {
			if s.text != "" {
				texts++
			}
		}
		if want := strings.Count(string(src), "<text"); texts != want {
			t.Errorf("%s: %d texts, want %d", name, texts, want)
		}
	}
}
