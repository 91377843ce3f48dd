package report

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"

	"cordon/internal/postmarket/weigh"
	"cordon/internal/safety"
)

func TestRiskOverTime(t *testing.T) {
	long := strings.Repeat("A harm with a long name <&> ", 8)
	point := func(at, verdict string, rank int, causes ...string) weigh.Point {
		h := safety.Harm{ID: "h", Title: long, Acceptability: verdict, Likelihood: "very-high"}
		h.Rank.Likelihood = rank
		return weigh.Point{At: at, Causes: causes, Harms: []safety.Harm{h, {ID: "g", Title: "G", Acceptability: "reduce", Likelihood: "low"}}}
	}
	many := []weigh.Point{point("2026-01-01T00:00:00Z", "acceptable", 0)}
	for i := range 20 {
		many = append(many, point(fmt.Sprintf("2026-02-01T%02d:00:00Z", i), []string{"acceptable", "unacceptable"}[i%2], i%6, strings.Repeat("cause ", 60), "b", "c", "d", "e"))
	}
	many = append(many, point("2026-12-31T00:00:00Z", "reduce", 5))
	for name, points := range map[string][]weigh.Point{"two": {many[0], many[21]}, "many": many, "no harms": {{At: "2026-01-01T00:00:00Z"}, {At: "2026-01-02T00:00:00Z"}}} {
		out := RiskOverTime(long, points)
		var width, height float64
		for d := xml.NewDecoder(bytes.NewReader(out)); ; {
			x, err := d.Token()
			if err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: %s", name, err)
			}
			e, ok := x.(xml.StartElement)
			if !ok {
				continue
			}
			at := map[string]float64{}
			for _, a := range e.Attr {
				at[a.Name.Local], _ = strconv.ParseFloat(a.Value, 64)
			}
			if e.Name.Local == "svg" {
				width, height = at["width"], at["height"]
			}
			if at["x"] < 0 || at["y"] < 0 || at["x"]+at["width"] > width || at["y"] > height {
				t.Errorf("%s: %s at %v is beyond the picture of %g by %g", name, e.Name.Local, at, width, height)
			}
		}
		for _, s := range []string{`<title id="risk-title">A harm with a long name &lt;&amp;&gt;`, `<desc id="risk-desc">From 2026-01-01 to `} {
			if !strings.Contains(string(out), s) {
				t.Errorf("%s: the picture lacks %q", name, s)
			}
		}
		if !bytes.Equal(out, RiskOverTime(long, points)) {
			t.Errorf("%s: two runs differ", name)
		}
	}
}
