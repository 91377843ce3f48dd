package report

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"cordon/internal/numbers"
	"cordon/internal/safety"
)

// The chart is well-formed, says its figures in words and at the bars, and escapes what a model says.
func TestTornado(t *testing.T) {
	r := &numbers.Result{Worlds: 4096, Seed: 3, Moves: numbers.Moves{Middle: 10, Rest: 0.5, Bars: []numbers.Bar{
		{Title: `A <b>long & hostile title that has to be broken into lines because it says much more than fits beside a bar of this chart`, P: safety.Interval{From: 0, To: 1}, From: 4, To: 20},
		{Title: "Short", From: 9, To: 11},
		{Title: "Moves nothing", From: 10, To: 10},
	}}}
	for name, res := range map[string]*numbers.Result{"bars": r, "no bars": {Moves: numbers.Moves{Middle: 1}}} {
		svg := Tornado("Pump & <co>", res)
		d := xml.NewDecoder(bytes.NewReader(svg))
		for {
			if _, err := d.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		if !bytes.Equal(svg, Tornado("Pump & <co>", res)) {
			t.Errorf("%s: other bytes", name)
		}
	}
	svg := string(Tornado("Pump & <co>", r))
	for _, want := range []string{"Short: from 9 to 11.", ">20<", ">4<", "No other input", "seed 3", "Pump &amp; &lt;co&gt;", `role="img"`} {
		if !strings.Contains(strings.ReplaceAll(svg, "\n", " "), want) {
			t.Errorf("the chart does not say %q", want)
		}
	}
	if n := strings.Count(svg, `class="bar"`); n != 3 {
		t.Errorf("%d bars of 3", n)
	}
}
