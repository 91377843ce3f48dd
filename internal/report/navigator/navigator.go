// Package navigator writes what clauses of laws, guidance and standards ask of one described system, and how far each is met, as pages that can
// be browsed, filtered and searched without a server. It shows what was judged elsewhere and judges nothing; nothing is loaded from elsewhere.
package navigator

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"fmt"
	"html/template"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"cordon/internal/assessment"
	"cordon/internal/compliance"
	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/report"
	"cordon/internal/report/document/wording"
)

//go:embed *.html.tmpl navigator.css navigator.js
var files embed.FS

var pages = template.Must(template.New("").Funcs(template.FuncMap{
	"pieces": pieces,
	"words":  func(command string) []string { return strings.Split(command, " ") }, // a line breaks between them only
}).ParseFS(files, "*.html.tmpl"))

// Subject is what a navigator is about. All of it is from one assessment.
type Subject struct {
	Model      *model.Model
	Index      *knowledge.Index
	Assessment *assessment.Assessment
	Answer     *compliance.Answer // judged
	Request    compliance.Request // what the answer was asked for
	Path       string             // of the description, as it stands in commands to copy
}

// Write writes the pages into a directory that exists, and returns how many files it wrote. Each file is complete or not there. The same subject
// gives the same bytes.
func Write(ctx context.Context, dir string, s *Subject) (int, error) {
	out, err := newNavigator(s).files()
	if err != nil {
		return 0, err
	}
	for _, name := range slices.Sorted(maps.Keys(out)) {
		if err := ctx.Err(); err != nil {
			return 0, fmt.Errorf("write %s: %w", name, err)
		}
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

// navigator is a subject with what its pages need to know of each other.
type navigator struct {
	*Subject
	names    wording.Names
	clauses  map[string]*compliance.Clause // by full id
	gaps     []compliance.Gap
	unstated map[string]bool // clauses that wait for a statement
}

func newNavigator(s *Subject) *navigator {
	n := &navigator{Subject: s, names: wording.NamesOf(s.Model, s.Assessment), clauses: map[string]*compliance.Clause{}, unstated: map[string]bool{}}
	for i := range s.Answer.Clauses {
		n.clauses[s.Answer.Clauses[i].ID] = &s.Answer.Clauses[i]
	}
	var unstated []string
	n.gaps, unstated = s.Answer.Gaps()
	for _, id := range unstated {
		n.unstated[id] = true
	}
	return n
}

// files makes all pages, by the way to them from the root.
func (n *navigator) files() (map[string][]byte, error) {
	out, errs := map[string][]byte{}, []error{}
	for _, name := range []string{"navigator.css", "navigator.js"} {
		data, err := files.ReadFile(name)
		out[name], errs = data, append(errs, err)
	}
	render := func(name, file string, page any) {
		var b bytes.Buffer
		if err := pages.ExecuteTemplate(&b, name, page); err != nil {
			errs = append(errs, fmt.Errorf("write the page %s: %w", file, err))
		}
		out[file] = b.Bytes()
	}
	render("overview", "index.html", n.overview())
	render("clauses", "clauses.html", n.list())
	render("gaps", "gaps.html", n.toDo())
	render("shown", "shown.html", n.shown())
	render("terms", "terms.html", n.terms())
	render("roles", "roles.html", n.roles())
	for i := range n.Answer.Documents {
		d := &n.Answer.Documents[i]
		render("document", documentFile(d.ID), n.document(d))
	}
	return out, errors.Join(errs...)
}

// frame is what every page has.
type frame struct {
	Title    string
	Root     string // way to the root of the pages
	Here     string // file of the page
	System   string
	Day      string
	Narrowed string // what was asked for, where not everything was
	Tabs     []tab
}

type tab struct{ Title, File string }

func (n *navigator) frame(title, file string) frame {
	return frame{
		Title: title, Root: strings.Repeat("../", strings.Count(file, "/")), Here: file, System: n.Model.System.Name, Day: n.Answer.Day, Narrowed: narrowed(n.Request),
		Tabs: []tab{
			{"Overview", "index.html"}, {"All clauses", "clauses.html"}, {"What to do", "gaps.html"}, {"What is shown", "shown.html"}, {"Terms", "terms.html"}, {"Roles", "roles.html"},
		},
	}
}

// narrowed says in words that not all clauses were asked for; nothing where they were.
func narrowed(q compliance.Request) string {
	var out []string
	for _, x := range []struct {
		what string
		all  []string
	}{{"documents", q.Documents}, {"who", plain(q.Holders)}, {"stages", plain(q.Stages)}} {
		if len(x.all) > 0 {
			out = append(out, x.what+": "+strings.Join(x.all, ", "))
		}
	}
	return strings.Join(out, "; ")
}

// plain are the words of a closed list as prose.
func plain[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = wording.Words(string(w))
	}
	return out
}

// tokens are the words of a closed list as the value of an attribute that the filter reads.
func tokens[T ~string](list []T) string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = string(w)
	}
	return strings.Join(out, " ")
}
