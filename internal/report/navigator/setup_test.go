package navigator_test

import (
	"bytes"
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"golang.org/x/net/html"

	"cordon/internal/compliance"
	"cordon/internal/decisions"
	"cordon/internal/diag"
	"cordon/internal/model"
	"cordon/internal/project"
	"cordon/internal/report/navigator"
)

const (
	example = "../../../examples/wearable-monitor"
	day     = "2026-11-26"
)

var base = sync.OnceValues(func() (*project.Knowledge, error) {
	var ds diag.List
	return project.OpenKnowledge(nil, &ds)
})

// opened assesses a system for which some people have decided something.
func opened(read func(*project.Knowledge, *diag.List) (*model.Model, *decisions.Set)) (*project.Judged, error) {
	k, err := base()
	if err != nil {
		return nil, err
	}
	var ds diag.List
	m, set := read(k, &ds)
	if ds.HasErrors() {
		return nil, fmt.Errorf("%v", ds.Sorted())
	}
	return project.OpenCase(context.Background(), m, k, func(a *project.Assessed) ([]decisions.Review, error) {
		return project.ReviewDecisions(set, project.RestingOn(a, k, nil), day, &ds), nil
	}, day, nil)
}

func openExample() (*project.Judged, error) {
	return opened(func(k *project.Knowledge, ds *diag.List) (*model.Model, *decisions.Set) {
		return project.OpenModel(example, k, ds), project.OpenDecisions(example, ds)
	})
}

var exampleOnce = sync.OnceValues(openExample)

// judged has an answer of its own, which a test may change.
func judged(t *testing.T, open func() (*project.Judged, error), q compliance.Request) *navigator.Subject {
	t.Helper()
	j, err := open()
	if err != nil {
		t.Fatal(err)
	}
	q.Day = day
	a, err := j.Comply(q)
	if err != nil {
		t.Fatal(err)
	}
	return &navigator.Subject{Model: j.Model, Index: j.Index, Assessment: j.Assessment, Answer: a, Request: q, Path: "examples/wearable-monitor"}
}

func theExample(t *testing.T, q compliance.Request) *navigator.Subject {
	t.Helper()
	return judged(t, exampleOnce, q)
}

// described judges a system that is described in a text.
func described(t *testing.T, text string) *navigator.Subject {
	t.Helper()
	return judged(t, func() (*project.Judged, error) {
		return opened(func(_ *project.Knowledge, ds *diag.List) (*model.Model, *decisions.Set) {
			return model.FromFile(model.Parse("s.yaml", []byte(text), ds), ds), &decisions.Set{}
		})
	}, compliance.Request{})
}

// site is what was written.
type site struct {
	files map[string][]byte
	pages map[string]*html.Node
}

func written(t *testing.T, s *navigator.Subject) *site {
	t.Helper()
	dir := t.TempDir()
	n, err := navigator.Write(context.Background(), dir, s)
	if err != nil {
		t.Fatal(err)
	}
	out := &site{map[string][]byte{}, map[string]*html.Node{}}
	err = fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if out.files[name], err = os.ReadFile(filepath.Join(dir, name)); err != nil || !strings.HasSuffix(name, ".html") {
			return err
		}
		out.pages[name], err = html.Parse(bytes.NewReader(out.files[name]))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if n != len(out.files) || len(out.pages) == 0 {
		t.Errorf("%d files said, %d there", n, len(out.files))
	}
	return out
}

// names are the pages in order.
func (s *site) names() []string {
	var out []string
	for name := range s.pages {
		out = append(out, name)
	}
	slices.Sort(out)
	return out
}

func elements(n *html.Node) []*html.Node {
	var out []*html.Node
	for c := range n.Descendants() {
		if c.Type == html.ElementNode {
			out = append(out, c)
		}
	}
	return out
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func has(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

// text is what a reader sees of a node, with single spaces.
func text(n *html.Node) string {
	var b strings.Builder
	for c := range n.Descendants() {
		if c.Type == html.TextNode {
			b.WriteString(c.Data)
		} else if c.Type == html.ElementNode {
			b.WriteString(" ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// find is the element with an id.
func find(t *testing.T, page *html.Node, id string) *html.Node {
	t.Helper()
	for _, e := range elements(page) {
		if attribute(e, "id") == id {
			return e
		}
	}
	t.Fatalf("there is no element %s", id)
	return nil
}
