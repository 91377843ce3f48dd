package site

import (
	"bytes"
	"context"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"cordon/content"
	"cordon/internal/diag"
	"cordon/internal/knowledge"
)

func shipped(t testing.TB) *knowledge.Index {
	t.Helper()
	k, err := knowledge.DecodeIndex(content.Index)
	if err != nil {
		t.Fatal(err)
	}
	return knowledge.NewIndex(k)
}

// TestSite writes the shipped knowledge base, follows every link, and looks for what a page must have.
func TestSite(t *testing.T) {
	if testing.Short() {
		t.Skip("reading all its pages takes a minute under the race detector; TestSameSiteEachTime writes some at once there, and go test without -short runs this one")
	}
	ix, dir := shipped(t), t.TempDir()
	last := 0
	n, err := Write(context.Background(), dir, ix, func(done, _ int) { last = done })
	if err != nil {
		t.Fatal(err)
	}
	all := ix.Base.List()
	if last != len(all) {
		t.Errorf("progress ended at %d of %d", last, len(all))
	}
	pages := map[string]*html.Node{}
	files := map[string]bool{}
	err = fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files[name] = true
		if strings.HasSuffix(name, ".html") {
			data, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				return err
			}
			pages[name], err = html.Parse(bytes.NewReader(data))
			return err
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if want := len(all) + len(knowledge.Types()) + 4; n != want || len(files) != want {
		t.Errorf("%d files said, %d there, want %d", n, len(files), want)
	}
	linked := map[string]bool{"index.html": true}
	ids := map[string]map[string]bool{}
	for name, page := range pages {
		ids[name] = map[string]bool{}
		walk(page, func(n *html.Node) {
			if id := attribute(n, "id"); id != "" {
				if ids[name][id] {
					t.Errorf("%s: id %s stands twice", name, id)
				}
				ids[name][id] = true
			}
		})
	}
	for name, page := range pages {
		walk(page, func(n *html.Node) {
			for _, key := range []string{"href", "src"} {
				to := attribute(n, key)
				switch {
				case to == "" || strings.HasPrefix(to, "https://"):
					if strings.HasPrefix(to, "https://") && n.Data != "a" {
						t.Errorf("%s: %s is loaded from elsewhere", name, to)
					}
				default:
					file, place, _ := strings.Cut(to, "#")
					target := name
					if file != "" {
						target = path.Join(path.Dir(name), file)
						linked[target] = true
					}
					if !files[target] || place != "" && !ids[target][place] {
						t.Errorf("%s: broken link %s", name, to)
					}
				}
			}
		})
	}
	search, err := os.ReadFile(filepath.Join(dir, "entries.js"))
	if err != nil || !bytes.Contains(search, []byte(`["document","mdr-2017","mdr:2017/GSPR-18.8 `)) {
		t.Errorf("the search does not know clauses: %v", err)
	}
	for name := range pages {
		if !linked[name] {
			t.Errorf("no page leads to %s", name)
		}
	}
	text := func(name string) string {
		var b strings.Builder
		walk(pages[name], func(n *html.Node) {
			if n.Type == html.TextNode {
				b.WriteString(n.Data + " ")
			}
		})
		return strings.Join(strings.Fields(b.String()), " ")
	}
	for name, want := range map[string][]string{
		"threat/THR-0109.html":           {"How it comes about", "Causes: all must hold", "Held down by", "How to check", "Sources"},
		"control/CTL-0108.html":          {"What it asks of care", "maintenance: 2", "Named by threats", "IEC TR 80001-2-2 AUTH"},
		"kind/device.infusion-pump.html": {"More general", "Facts that apply", "Controls that can stand on it"},
		"rule/RUL-0001.html":             {"Why the inference is right", "Adds"},
		"criterion/CRI-0001.html":        {"One of these is enough", "What to do where it does not hold", "Shows a part of these clauses", "Software and devices prove who they are"},
		"term/residual-risk.html":        {"Meaning here", "What sources mean by it", "Used against its meaning", "there is no residual risk"},
		"clock/CLK-0032.html":            {"The duty", "NIS2, Article 23(4)(b) (law; certainty: general)", "72 hours from awareness, in the time zone that the event names", "Report before it", "Early warning of a significant incident", "What ends or suspends it"},
		"role/operator.html":             {"What documents call it", "gdpr, Article 4(7): controller.", "Beware"},
		"crosswalk/fda-cra.html":         {"overlaps with", "Coordinated disclosure is inside the plan"},
		"template/mds2.html":             {"By whom, for whom", "Serves"},
		"document/mdcg-2019-16-r1.html":  {"Flaws of the document", "flaw of the document: ", "undecidable: ", "overlaps with"},
		"document/ai-act-2024.html":      {"law of European Union, in force", "from 2028-08", "Only where there is", "ai-act:2024/73 Serious incidents with AI", "who: manufacturer", "certainty: general", "what decides: "},
		"document/mdr-2017.html":         {"MDR IIa", "mdr:2017/GSPR-18.8"},
		"indicator/IND-0001.html":        {"Who gives it, and who sees to it", "Readings and levels", "below 16 days: high.", "How a reading ages", "after 30d one level towards low every 30d"},
		"harm/harm.over-delivery.html":   {"Typical severity by group of patients", "Hazards that lead to it Hazard from energy hazard.energy Too much given, or too fast", "What a person would notice"},
	} {
		if pages[name] == nil {
			t.Errorf("there is no %s", name)
			continue
		}
		for _, w := range want {
			if !strings.Contains(text(name), w) {
				t.Errorf("%s does not say %q:\n%s", name, w, text(name))
			}
		}
	}
}

func walk(n *html.Node, see func(*html.Node)) {
	see(n)
	for c := range n.ChildNodes() {
		walk(c, see)
	}
}

func attribute(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

// TestSameSiteEachTime writes a small knowledge base twice: pages are made several at a time, and the bytes are the same.
func TestSameSiteEachTime(t *testing.T) {
	var ds diag.List
	ix := knowledge.NewIndex(knowledge.Load(os.DirFS("../../engine/testdata/base"), "base", &ds))
	if ds.HasErrors() {
		t.Fatal(ds.Sorted())
	}
	var sites [2]map[string]string
	for i := range sites {
		dir := t.TempDir()
		n, err := Write(context.Background(), dir, ix, nil)
		if err != nil {
			t.Fatal(err)
		}
		sites[i] = map[string]string{}
		err = fs.WalkDir(os.DirFS(dir), ".", func(name string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			data, err := os.ReadFile(filepath.Join(dir, name))
			sites[i][name] = string(data)
			return err
		})
		if err != nil || n != len(sites[i]) || n < len(ix.Base.List()) {
			t.Fatalf("%d files said, %d there, for %d entries: %v", n, len(sites[i]), len(ix.Base.List()), err)
		}
	}
	if diff := cmp.Diff(sites[0], sites[1]); diff != "" {
		t.Error(diff)
	}
}

// TestSiteStops ends with the context, and writes no half of a site.
func TestSiteStops(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	dir := t.TempDir()
	if _, err := Write(ctx, dir, shipped(t), nil); err == nil || !strings.Contains(err.Error(), "context canceled") {
		t.Errorf("error %v", err)
	}
	if files, _ := os.ReadDir(dir); len(files) > 0 {
		t.Errorf("%d files were written", len(files))
	}
}
