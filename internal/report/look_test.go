package report

import (
	"context"
	"fmt"
	"os"
	"testing"

	"cordon/internal/assessment"
	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/model"
)

func lookLoad(t *testing.T) (*model.Model, *knowledge.Index, *assessment.Assessment) {
	var ds diag.List
	m := model.Load(os.DirFS(lookDir()), ".", "wm", &ds)
	k := knowledge.Load(os.DirFS("../../content"), "content", &ds)
	k, err := k.Sealed()
	if err != nil {
		t.Fatal(err)
	}
	ix := knowledge.NewIndex(k)
	ix.Check(m, &ds)
	for _, d := range ds.Sorted() {
		fmt.Println(d)
	}
	b, err := engine.Compile(k)
	if err != nil {
		t.Fatal(err)
	}
	an, err := engine.Analyze(context.Background(), b, engine.Lower(m))
	if err != nil {
		t.Fatal(err)
	}
	run, err := an.Run(engine.Future)
	if err != nil {
		t.Fatal(err)
	}
	a, err := assessment.Make(m, ix, run)
	if err != nil {
		t.Fatal(err)
	}
	return m, ix, a
}

func TestLookChains(t *testing.T) {
	_, _, a := lookLoad(t)
	fmt.Printf("%+v\n", a.Summary)
	for _, h := range a.Harms {
		fmt.Println("HARM", h.ID, h.Likelihood, h.P1, h.P2, h.Probability, h.Level, h.Acceptability)
		for _, p := range h.Paths {
			fmt.Println("  path", p.Likelihood)
			for _, e := range p.Assumes {
				fmt.Println("     assume", e)
			}
			for _, s := range p.Steps {
				fmt.Println("     ", s.Secondary, s.Rule, s.Title, s.Likelihood, s.Causes, s.Effects)
			}
		}
	}
}

func TestLookDraw(t *testing.T) {
	m, ix, a := lookLoad(t)
	os.MkdirAll("/tmp/look", 0o755)
	n, err := Write(context.Background(), "/tmp/look", m, ix, a)
	fmt.Println(n, err)
}

func lookDir() string {
	if d := os.Getenv("LOOK"); d != "" {
		return d
	}
	return "/tmp/wm"
}

func TestLookErr(t *testing.T) {
	m, _, a := lookLoad(t)
	s := System(m, a)
	_, err := dot(context.Background(), &s, Rightward)
	fmt.Println(err)
	os.WriteFile("/tmp/look/system.dot", dotSource(&s, Rightward), 0o644)
}

func TestLookZoneErr(t *testing.T) {
	m, _, a := lookLoad(t)
	for _, z := range m.Zones {
		s := Zone(m, a, z.ID)
		_, err := dot(context.Background(), &s, Rightward)
		_, err2 := dot(context.Background(), &s, Downward)
		fmt.Println(z.ID, err, err2)
		os.WriteFile("/tmp/look/zone-"+z.ID+".dot", dotSource(&s, Rightward), 0o644)
	}
}
