package document

import (
	"encoding/binary"
	"slices"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"
)

// emfRecords are records as words, type and size first.
func emfRecords(t testing.TB, data string) [][]uint32 {
	t.Helper()
	var out [][]uint32
	for b := []byte(data); len(b) > 0; {
		if len(b) < 8 {
			t.Fatalf("%d bytes are left over", len(b))
		}
		size := int(binary.LittleEndian.Uint32(b[4:]))
		if size < 8 || size%4 != 0 || size > len(b) {
			t.Fatalf("record %d has the size %d of %d", len(out), size, len(b))
		}
		var words []uint32
		for i := 0; i < size; i += 4 {
			words = append(words, binary.LittleEndian.Uint32(b[i:]))
		}
		out = append(out, words)
		b = b[size:]
	}
	return out
}

func emfKinds(t testing.TB, data string) []uint32 {
	var out []uint32
	for _, r := range emfRecords(t, data) {
		out = append(out, r[0])
	}
	return out
}

// The words were worked out from MS-EMF by hand.
func TestEMF(t *testing.T) {
	d, err := readDrawing(`<svg xmlns="http://www.w3.org/2000/svg" width="96" height="48"><rect x="1" y="2" width="3" height="4" fill="#010203" stroke="#0a0b0c" stroke-width="2"/></svg>`)
	if err != nil {
		t.Fatal(err)
	}
	data := d.emf()
	got := emfRecords(t, string(data))
	want := [][]uint32{
		{1, 88, 0, 0, 959, 479, 0, 0, 2540, 1270, 0x464D4520, 0x10000, uint32(len(data)), 18, 4, 0, 0, 0, 96000, 96000, 2540, 2540},
		{17, 12, 8}, {10, 16, 0, 0}, {9, 16, 960, 480}, {12, 16, 0, 0}, {11, 16, 960, 480}, {18, 12, 1},
		{38, 28, 1, 0, 20, 0, 0x0c0b0a}, {39, 24, 2, 0, 0x030201, 0}, {37, 12, 2}, {37, 12, 1},
		{3, 60, 10, 20, 40, 60, 4, 10, 20, 40, 20, 40, 60, 10, 60},
		{37, 12, 1}, {37, 12, noPen}, {40, 12, 1}, {37, 12, noBrush}, {40, 12, 2}, {14, 20, 0, 16, 20},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestEMFOfAText(t *testing.T) {
	d := &drawing{w: 96, h: 48, strokes: []stroke{{fill: colour{1, 2, 3, true}, text: "a-🩺", at: point{5, 6}, size: 10, bold: true, anchor: "end"}}}
	got := emfRecords(t, string(d.emf()))[7:]
	if diff := cmp.Diff([]uint32{82, 332, 3, ^uint32(99), 0, 0, 0, 700, 0, 0, 'A' | 'r'<<16, 'i' | 'a'<<16, 'l'}, got[0][:13]); diff != "" {
		t.Errorf("font (-want +got):\n%s", diff)
	}
	for _, w := range got[0][13:] {
		if w != 0 {
			t.Errorf("behind the name stands %d", w)
		}
	}
	if diff := cmp.Diff([][]uint32{{37, 12, 3}, {24, 12, 0x030201}, {22, 12, 26}}, got[1:4]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// Bold a is 556 and the hyphen 333 thousandths of 10 pixels; a sign beyond ASCII is as wide as it is high.
	text := got[4]
	pair := utf16.Encode([]rune("🩺"))
	want := []uint32{'a' | '-'<<16, uint32(pair[0]) | uint32(pair[1])<<16, 56, 33, 100, 0}
	if diff := cmp.Diff(want, text[19:]); diff != "" || text[0] != 84 || text[9] != 50 || text[10] != 60 || text[11] != 4 || text[12] != 76 || text[18] != 84 {
		t.Errorf("%v: (-want +got):\n%s", text[:19], diff)
	}
	if diff := cmp.Diff([][]uint32{{37, 12, systemFont}, {40, 12, 3}, {14, 20, 0, 16, 20}}, got[5:]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDashes(t *testing.T) {
	line := []point{{0, 0}, {10, 0}, {10, 10}}
	got := dashes(&stroke{points: line, dash: []float64{6, 6}})
	want := [][]point{{{0, 0}, {6, 0}}, {{10, 2}, {10, 8}}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(point{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	around := dashes(&stroke{points: []point{{0, 0}, {8, 0}}, closed: true, dash: []float64{12, 2}})
	if diff := cmp.Diff([][]point{{{0, 0}, {8, 0}, {4, 0}}, {{2, 0}, {0, 0}}}, around, cmp.AllowUnexported(point{})); diff != "" {
		t.Errorf("closed (-want +got):\n%s", diff)
	}
	for _, dash := range [][]float64{{0, 0}, {-1, 5}, {1e-5, 1e-5}} {
		if got := dashes(&stroke{points: line, dash: dash}); len(got) != 1 || !slices.Equal(got[0], line) {
			t.Errorf("dash %v: %v, want the whole line", dash, got)
		}
	}
	if got := dashes(&stroke{points: line, dash: []float64{0, 5, 3, 0}}); len(got) == 0 || len(got) > 20 {
		t.Errorf("%d parts", len(got))
	}
}
