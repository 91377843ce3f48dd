// Package site writes the knowledge base as pages that can be browsed and searched without a server: a page for each entry with its
// pattern drawn, what it refers to and what refers to it. Nothing is loaded from elsewhere.
package site

import (
	"bytes"
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"cordon/internal/knowledge"
	"cordon/internal/report"
)

//go:embed page.html.tmpl site.css search.js
var files embed.FS

var pages = template.Must(template.ParseFS(files, "page.html.tmpl"))

// Write writes the site into a directory that exists, and returns how many files it wrote. Progress is told how many pages of how many
// are done; it may be nil. Each file is complete or not there. The same knowledge base gives the same bytes.
func Write(ctx context.Context, dir string, ix *knowledge.Index, progress func(done, all int)) (int, error) {
	s := newSite(ix)
	out := map[string][]byte{}
	for _, name := range []string{"site.css", "search.js"} {
		data, err := files.ReadFile(name)
		if err != nil {
			return 0, err
		}
		out[name] = data
	}
	var err error
	if out["entries.js"], err = s.entries(); err != nil {
		return 0, err
	}
	if out["index.html"], err = render("index", s.index()); err != nil {
		return 0, err
	}
	for _, t := range knowledge.Types() {
		if out[t+"/index.html"], err = render("list", s.list(knowledge.Type(t))); err != nil {
			return 0, err
		}
	}
	if err := s.draw(ctx, out, progress); err != nil {
		return 0, err
	}
	for _, name := range sortedKeys(out) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return 0, fmt.Errorf("write %s: %w", name, err)
		}
		err := report.ReplaceFile(path, report.Shared, func(w io.Writer) error {
			_, err := w.Write(out[name])
			return err
		})
		if err != nil {
			return 0, fmt.Errorf("write %s: %w", name, err)
		}
	}
	return len(out), nil
}

func sortedKeys(m map[string][]byte) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

func render(name string, data any) ([]byte, error) {
	var b bytes.Buffer
	if err := pages.ExecuteTemplate(&b, name, data); err != nil {
		return nil, fmt.Errorf("write the page %s: %w", name, err)
	}
	return b.Bytes(), nil
}

// draw makes the pages of all entries. Each is made in a goroutine that ends with it; there are never more at work than processors.
func (s *site) draw(ctx context.Context, out map[string][]byte, progress func(done, all int)) error {
	made, errs := make([][]byte, len(s.all)), make([]error, len(s.all))
	var wait sync.WaitGroup
	turn := make(chan struct{}, runtime.GOMAXPROCS(0))
	var mu sync.Mutex
	done := 0
	for i, e := range s.all {
		wait.Go(func() {
			turn <- struct{}{}
			defer func() { <-turn }()
			if ctx.Err() == nil {
				made[i], errs[i] = render("entry", s.page(ctx, e))
			}
			mu.Lock()
			defer mu.Unlock()
			if done++; progress != nil {
				progress(done, len(s.all))
			}
		})
	}
	wait.Wait()
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("write the site: %w", err)
	}
	for i, e := range s.all {
		if errs[i] != nil {
			return errs[i]
		}
		out[fileOf(e)] = made[i]
	}
	return nil
}

// site is the knowledge base with what its pages need to know of each other.
type site struct {
	ix    *knowledge.Index
	all   []knowledge.Listed
	by    map[string]knowledge.Listed // by id; where types share an id, the one that is first in reading order
	shown map[string][]string         // criteria by the clause they bear on
}

func newSite(ix *knowledge.Index) *site {
	s := &site{ix: ix, all: ix.Base.List(), by: map[string]knowledge.Listed{}, shown: map[string][]string{}}
	for _, e := range s.all {
		if _, taken := s.by[e.ID]; !taken {
			s.by[e.ID] = e
		}
	}
	for i := range ix.Base.Criteria {
		c := &ix.Base.Criteria[i]
		for _, id := range c.Clauses() {
			s.shown[id] = append(s.shown[id], c.ID)
		}
	}
	return s
}

func fileOf(e knowledge.Listed) string { return string(e.Type) + "/" + e.ID + ".html" }

// entries is what the search looks through: type, id and title of each entry.
func (s *site) entries() ([]byte, error) {
	rows := make([][3]string, 0, len(s.all))
	for _, e := range s.all {
		rows = append(rows, [3]string{string(e.Type), e.ID, plain(e.Title)})
		if w := s.ix.Weaknesses[e.ID]; w != nil {
			for _, id := range w.Includes {
				rows = append(rows, [3]string{string(e.Type), e.ID, id + " stands with: " + plain(e.Title)})
			}
		}
		if d := s.ix.Documents[e.ID]; d != nil {
			for i := range d.Clauses {
				rows = append(rows, [3]string{string(e.Type), e.ID, d.Full(&d.Clauses[i]) + " " + d.Clauses[i].Title})
			}
		}
	}
	data, err := json.Marshal(rows)
	if err != nil {
		return nil, err
	}
	return slices.Concat([]byte("const entries = "), data, []byte(";\n")), nil
}

// plain is a title without the braces around its roles; one that begins with a role gets a capital.
func plain(title string) string {
	out := strings.NewReplacer("{", "", "}", "").Replace(title)
	if strings.HasPrefix(title, "{") {
		r, size := utf8.DecodeRuneInString(out)
		out = string(unicode.ToUpper(r)) + out[size:]
	}
	return out
}

// frame is what every page has.
type frame struct {
	Title  string
	Root   string // way to the root of the site
	Digest string
	Packs  []knowledge.Pack
	Types  []typeRow
}

type typeRow struct {
	Name, Plural, Says string
	N                  int
}

// about says of each type of entry what it is.
var about = map[knowledge.Type][2]string{
	"kind": {"kinds", "what an element of a system can be"}, "harm": {"harms", "what can happen to people"},
	"relation": {"relations", "how elements are linked"}, "fact": {"facts", "what may be known of an element"},
	"trust": {"trust attributes", "what is assumed of an element"}, "consequence": {"consequences", "bad states of an element"},
	"rule": {"construction rules", "what is inferred from a description"}, "threat": {"threats", "how one thing leads to another"},
	"control": {"controls", "measures, with what they cost and whom they burden"}, "strategy": {"strategies", "controls that work only together"},
	"check": {"modelling checks", "where a description is likely incomplete"}, "weakness": {"weaknesses", "what a weakness of the CWE catalogue takes away"},
	"property": {"properties", "which of our kinds show a property of EMB3D"}, "document": {"documents", "laws, guidance and standards, clause by clause in our words"},
	"criterion": {"criteria", "what a description must show for clauses to be met"}, "crosswalk": {"crosswalks", "how clauses of documents relate, each link with its reason"},
	"term": {"terms", "words of the field: the meaning here, those of sources, and how they differ"}, "role": {"roles", "what a holder of duties is called under each law"},
	"questionnaire": {"questionnaires", "forms that others ask to have filled in"}, "template": {"templates", "kinds of documents, with what they contain"},
	"indicator": {"indicators", "what is asked or measured in operation, and what each answer says of trust"},
	"clock":     {"reporting clocks", "what has to be reported to whom by when, and what starts and stops the time"},
}

func (s *site) frame(title, root string) frame {
	f := frame{Title: title, Root: root, Digest: s.ix.Base.Digest, Packs: s.ix.Base.Packs}
	for _, t := range knowledge.Types() {
		row := typeRow{Name: t, Plural: about[knowledge.Type(t)][0], Says: about[knowledge.Type(t)][1]}
		for _, e := range s.all {
			if string(e.Type) == t {
				row.N++
			}
		}
		f.Types = append(f.Types, row)
	}
	return f
}

func (s *site) index() any {
	return struct{ frame }{s.frame("What Cordon knows", "")}
}

func (s *site) list(t knowledge.Type) any {
	l := struct {
		frame
		Says string
		Rows []span
	}{frame: s.frame(about[t][0], "../"), Says: about[t][1]}
	for _, e := range s.all {
		if e.Type == t {
			l.Rows = append(l.Rows, span{Text: plain(e.Title), Href: e.ID + ".html", Code: e.ID})
		}
	}
	return l
}
