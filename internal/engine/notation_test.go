package engine

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"cordon/internal/diag"
	"cordon/internal/knowledge"
	"cordon/internal/model"
)

// tinyBase is the knowledge base of these tests; testdata/base is small enough to be read beside them.
var tinyBase = func() *Base {
	var ds diag.List
	k := knowledge.Load(os.DirFS("testdata/base"), "testdata/base", &ds)
	if knowledge.LintReferences(k, &ds); ds.HasErrors() {
		panic(fmt.Sprint(ds.Sorted()))
	}
	b, err := Compile(k)
	if err != nil {
		panic(err)
	}
	return b
}()

// system reads a system in the notation of these tests, a line each:
//
//	hub: device.hub open-port=some hardened:low *2 !4    an element: its kind, facts, trust, population and impact
//	hub on lan                                           a link
//	CTL-0001@hub present low                             a control: its state, and its coverage where not complete
func system(t testing.TB, text string) *Input {
	t.Helper()
	in, at := &Input{}, map[string]int{}
	find := func(id string) int {
		i, ok := at[id]
		if !ok {
			t.Fatalf("no element %q", id)
		}
		return i
	}
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		if len(words) == 0 {
			continue
		}
		id, isElement := strings.CutSuffix(words[0], ":")
		control, on, isControl := strings.Cut(words[0], "@")
		switch {
		case isElement:
			at[id] = len(in.Assets)
			in.Assets = append(in.Assets, element(t, id, words[1], words[2:]))
		case isControl:
			p := Placed{Control: control, Asset: find(on), State: ControlState(model.Rank(model.ControlState(words[1]))), Coverage: Top}
			if len(words) > 2 {
				p.Coverage = trustLevel(t, words[2])
			}
			in.Placed = append(in.Placed, p)
		case len(words) == 3:
			in.Links = append(in.Links, Link{find(words[0]), words[1], find(words[2])})
		default:
			t.Fatalf("line %q is neither an element, a link nor a control", line)
		}
	}
	return in
}

func element(t testing.TB, id, kind string, words []string) Asset {
	t.Helper()
	a := Asset{ID: id, Title: id, Kind: kind}
	for _, w := range words {
		fact, value, isFact := strings.Cut(w, "=")
		attribute, level, isTrust := strings.Cut(w, ":")
		switch {
		case isFact:
			a.Facts = append(a.Facts, FactValue{fact, value})
		case isTrust:
			a.Trust = append(a.Trust, TrustLevel{attribute, trustLevel(t, level)})
		case w[0] == '*':
			a.Population = int(w[1] - '0')
		case w[0] == '!':
			a.Impacts = map[string]uint8{"occurs": w[1] - '0'}
		default:
			t.Fatalf("element %s: what is %q?", id, w)
		}
	}
	return a
}

func trustLevel(t testing.TB, word string) uint8 {
	t.Helper()
	l := model.Rank(model.Level(word))
	if l < 0 {
		t.Fatalf("no level %q", word)
	}
	return uint8(l)
}

func analyze(t testing.TB, in *Input) *Analysis {
	t.Helper()
	an, err := Analyze(context.Background(), tinyBase, in)
	if err != nil {
		t.Fatal(err)
	}
	return an
}

func run(t testing.TB, mode Mode, text string) *Run {
	t.Helper()
	r, err := analyze(t, system(t, text)).Run(mode)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// says writes a threat as "THR-0001 dev=hub net=lan".
func (t Threat) says() string {
	out := t.Rule
	for _, b := range t.Elements {
		out += " " + b.Role + "=" + strings.Join(b.Elements, "+")
	}
	return out
}

// ofRules lists the threats of some rules, or of all where none is named, sorted.
func ofRules(res *Result, rules ...string) []string {
	out := []string{}
	for _, t := range res.Threats {
		if len(rules) == 0 || slices.Contains(rules, t.Rule) {
			out = append(out, t.says())
		}
	}
	slices.Sort(out)
	return out
}

// asks lists the questions that decide on some rules, as "hub?open-port THR-0003".
func asks(res *Result, rules ...string) []string {
	out := []string{}
	for _, q := range res.Questions {
		for _, rule := range q.Decides {
			if len(rules) == 0 || slices.Contains(rules, rule) {
				out = append(out, q.ID+" "+rule)
			}
		}
	}
	slices.Sort(out)
	return out
}

// happens lists what has a likelihood above negligible, as "hub#taken medium".
func happens(res *Result) []string {
	out := []string{}
	for _, c := range res.Consequences {
		line := c.ID + " " + c.Likelihood
		if c.Least != "" {
			line += " (least " + c.Least + ")"
		}
		out = append(out, line)
	}
	return out
}
