package layers

import (
	"context"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing/fstest"

	"cordon/internal/assessment"
	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/model"
)

// tested is a model with all that Make needs.
type tested struct {
	m   *model.Model
	ix  *knowledge.Index
	run *engine.Run
	a   *assessment.Assessment
}

// knowledgeOfTests is the knowledge of testdata/base.txt, ready for use.
var knowledgeOfTests = sync.OnceValue(func() (k struct {
	ix   *knowledge.Index
	base *engine.Base
}) {
	src, err := os.ReadFile("testdata/base.txt")
	if err != nil {
		panic(err)
	}
	files := fstest.MapFS{}
	for _, part := range strings.Split("\n"+string(src), "\n-- ")[1:] {
		name, body, _ := strings.Cut(part, " --\n")
		files[name] = &fstest.MapFile{Data: []byte(body + "\n")}
	}
	var ds diag.List
	base := knowledge.Load(files, "base", &ds)
	if knowledge.LintReferences(base, &ds); ds.HasErrors() {
		panic(fmt.Sprint(ds.Sorted()))
	}
	k.ix = knowledge.NewIndex(base)
	if k.base, err = engine.Compile(base); err != nil {
		panic(err)
	}
	return k
})

// fatal is what tests and properties have in common.
type fatal interface{ Fatal(...any) }

// open assesses a model with the knowledge of the tests.
func open(t fatal, mode engine.Mode, text string) tested {
	k := knowledgeOfTests()
	var ds diag.List
	m := model.FromFile(model.Parse("m.yaml", []byte(text), &ds), &ds)
	k.ix.Check(m, &ds)
	if ds.HasErrors() {
		t.Fatal(ds.Sorted())
	}
	an, err := engine.Analyze(context.Background(), k.base, engine.Lower(m))
	if err != nil {
		t.Fatal(err)
	}
	run, err := an.Run(mode)
	if err != nil {
		t.Fatal(err)
	}
	a, err := assessment.Make(m, k.ix, run)
	if err != nil {
		t.Fatal(err)
	}
	return tested{m, k.ix, run, a}
}

func (x tested) layers(t fatal) *Defence {
	d, err := Make(context.Background(), x.m, x.ix, x.run, x.a, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func (r Rating) says() string { return r.Likelihood + ", " + r.Acceptability }

// says writes a harm in lines.
func (h Harm) says() []string {
	out := []string{h.ID + " " + h.Now.says()}
	for _, p := range h.Paths {
		var measures []string
		for _, m := range p.Measures {
			s := fmt.Sprintf(" [%s] %s %s", strings.Join(m.Layers, " "), strings.Join(m.Controls, " "), m.Alone)
			if !m.Holds {
				s += ", not counted"
			}
			measures = append(measures, s)
		}
		kind := "held"
		if p.Open {
			kind = "open"
		}
		out = append(out, fmt.Sprintf("%s path %s of %s, layers %s, %d independent:%s", kind, p.Likelihood, p.Bare,
			strings.Join(p.Layers, " "), p.Independent, strings.Join(measures, ";")))
	}
	for _, l := range h.Single {
		out = append(out, "lose "+l.says())
	}
	for _, l := range h.Relief {
		out = append(out, "better without "+l.says())
	}
	w := h.WithoutSurroundings
	line := "without the surroundings " + w.Controls.says() + "; then " + w.All.says()
	if w.Stays {
		line += "; stays"
	}
	if w.Carried {
		line += "; carried"
	}
	if w.Way != nil {
		line += " by way of"
		for _, s := range w.Way.Steps {
			line += " " + s.Rule
		}
	}
	return append(out, line)
}

func (l Loss) says() string {
	if l.Control == "" {
		return "layer " + l.Layer + ": " + l.Then.says()
	}
	return l.Control + ": " + l.Then.says()
}

func (g Gap) says() string {
	var list []string
	for _, c := range g.Candidates {
		s := fmt.Sprintf(" %s leaves %s, harm %s", strings.Join(c.Controls, " "), c.Path, c.Harm.Likelihood)
		if len(c.Worsens) > 0 {
			s += ", worsens " + strings.Join(c.Worsens, " ")
		}
		if c.Rejected {
			s += ", considered"
		}
		list = append(list, s)
	}
	return g.Layer + ":" + strings.Join(list, ";")
}
