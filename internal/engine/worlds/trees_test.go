package worlds

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// treeData holds the published Aralia fault trees with the exact probabilities of their top events.
const treeData = "../../../../shared/data/faulttrees"

// The top probability of each tree lies within its interval. With intervals that miss once in 10^6 the test is right about all of
// them, or the sampler is wrong.
func TestPublishedFaultTrees(t *testing.T) {
	f, err := os.Open(filepath.Join(treeData, "expected.tsv"))
	if err != nil {
		t.Skipf("needs ../shared/data/faulttrees beside the project: %v", err)
	}
	defer f.Close()
	compared, within := 0, 0
	for lines := bufio.NewScanner(f); lines.Scan(); {
		words := strings.Fields(lines.Text())
		if len(words) != 5 || words[0] == "#" {
			continue
		}
		want, err := strconv.ParseFloat(words[4], 64)
		if err != nil {
			t.Fatal(err)
		}
		p, top, err := readTree(filepath.Join(treeData, words[0]+".xml"))
		if err != nil {
			t.Logf("%s is left out: %v", words[0], err)
			continue
		}
		compared++
		res := sample(t, p, Query{Nodes: nodes(top)}, Options{Worlds: 200_000})
		got := res.Nodes[0].High
		if got.From <= want && want <= got.To {
			within++
		}
		const digits = 1e-5 // of the published value
		wide := proportion(int64(math.Round(got.Value*float64(res.Worlds))), int64(res.Worlds), 1e-6)
		if want*(1+digits) < wide.From || want*(1-digits) > wide.To {
			t.Errorf("%s: %v to %v; published is %v", words[0], wide.From, wide.To, want)
		}
	}
	if compared < 22 {
		t.Errorf("only %d trees were compared; only das9601 has gates that no rule can say", compared)
	}
	t.Logf("%d trees compared; %d lie within the interval of 95 %%", compared, within)
}

// element is any element of an Open-PSA file.
type element struct {
	XMLName xml.Name
	Name    string    `xml:"name,attr"`
	Min     int       `xml:"min,attr"`
	Value   float64   `xml:"value,attr"`
	Inside  []element `xml:",any"`
}

// readTree makes a problem of a fault tree: a node for each gate and basic event, a certain rule for each way in which a gate comes about.
func readTree(name string) (p *Problem, top int32, err error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, 0, err
	}
	var file element
	if err := xml.Unmarshal(text, &file); err != nil {
		return nil, 0, err
	}
	var s system
	var gates []element
	place, used := map[string]int32{}, map[int32]bool{}
	for _, part := range file.Inside {
		for _, d := range part.Inside {
			switch d.XMLName.Local {
			case "define-gate":
				gates = append(gates, d)
				place[d.Name] = s.node(Impossible)
			case "define-basic-event":
				place[d.Name] = s.node(exactly(d.Inside[0].Value))
			}
		}
	}
	for _, g := range gates {
		formula := g.Inside[0]
		var in []int32
		parts := formula.Inside
		if len(parts) == 0 {
			parts = g.Inside // the gate is another name of a gate or event
		}
		for _, e := range parts {
			n, ok := place[e.Name]
			if !ok || e.XMLName.Local != "gate" && e.XMLName.Local != "basic-event" {
				return nil, 0, fmt.Errorf("gate %s needs <%s %s>", g.Name, e.XMLName.Local, e.Name)
			}
			in = append(in, n)
			used[n] = true
		}
		least := len(in)
		switch formula.XMLName.Local {
		case "and", "gate", "basic-event":
		case "or":
			least = 1
		case "atleast":
			least = formula.Min
		default:
			return nil, 0, fmt.Errorf("gate %s is <%s>, which no rule can say", g.Name, formula.XMLName.Local)
		}
		choose(in, least, nil, func(tails []int32) { s.rule(Certain, tails, nodes(place[g.Name])) })
	}
	tops := slices.DeleteFunc(gates, func(g element) bool { return used[place[g.Name]] })
	if len(tops) != 1 {
		return nil, 0, fmt.Errorf("%d gates lead nowhere; one should", len(tops))
	}
	return &s.Problem, place[tops[0].Name], nil
}

// choose gives every choice of k of the nodes.
func choose(of []int32, k int, chosen []int32, each func([]int32)) {
	switch {
	case k == 0:
		each(chosen)
	case k <= len(of):
		choose(of[1:], k-1, append(slices.Clone(chosen), of[0]), each)
		choose(of[1:], k, chosen, each)
	}
}
