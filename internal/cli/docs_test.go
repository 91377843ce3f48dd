package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/spf13/pflag"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	source "github.com/yuin/goldmark/text"

	"cordon/internal/diag"
	"cordon/internal/papers"
	"cordon/internal/project"
)

// Documents are checked as readers use them: links are followed, commands are looked up in the command tree, and what a console shows is run.
//
//   - In a block of the sort sh, each line that begins with cordon is a command. Words in capitals stand for what a reader puts there.
//   - In a block of the sort console, a line that begins with "$ cordon" is run beside a copy of examples/, and one that begins with "$ cat" shows
//     a file that was written. The lines below are what is printed. A line of three dots stands for what is left out.

// page is a document of the repository, parsed.
type page struct {
	name string // from the root of the repository
	src  []byte
	root ast.Node
}

func (p *page) line(offset int) int { return 1 + strings.Count(string(p.src[:offset]), "\n") }

var repository = filepath.Join("..", "..")

// pages are the documents that people read: all of docs, and those beside the content and at the root.
func pages(t *testing.T) []*page {
	t.Helper()
	var names []string
	for _, pattern := range []string{"*.md", "content/*.md"} {
		found, err := filepath.Glob(filepath.Join(repository, pattern))
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, found...)
	}
	err := filepath.WalkDir(filepath.Join(repository, "docs"), func(name string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && filepath.Ext(name) == ".md" {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	parser := goldmark.New(goldmark.WithExtensions(extension.Table)).Parser()
	var out []*page
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		rel, err := filepath.Rel(repository, name)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, &page{filepath.ToSlash(rel), src, parser.Parse(source.NewReader(src))})
	}
	if len(out) < 20 {
		t.Fatalf("only %d documents found", len(out))
	}
	return out
}

// within tells whether a document is in one of some folders.
func (p *page) within(folders ...string) bool {
	return slices.ContainsFunc(folders, func(f string) bool { return strings.HasPrefix(p.name, f) })
}

func (p *page) each(visit func(ast.Node)) {
	_ = ast.Walk(p.root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			visit(n)
		}
		return ast.WalkContinue, nil
	})
}

func TestLinksInDocumentsLeadSomewhere(t *testing.T) {
	all := pages(t)
	anchors := map[string]map[string]bool{}
	for _, p := range all {
		anchors[p.name] = p.anchors()
	}
	followed := 0
	for _, p := range all {
		p.each(func(n ast.Node) {
			var to string
			switch n := n.(type) {
			case *ast.Link:
				to = string(n.Destination)
			case *ast.Image:
				to = string(n.Destination)
			default:
				return
			}
			followed++
			if why := follow(p.name, to, anchors); why != "" {
				t.Errorf("%s: link to %s: %s", p.name, to, why)
			}
		})
	}
	if followed < 50 {
		t.Errorf("only %d links found", followed)
	}
}

// follow says why a link leads nowhere; empty where it leads somewhere, or out of the repository by its address.
func follow(from, to string, anchors map[string]map[string]bool) string {
	u, err := url.Parse(to)
	switch {
	case err != nil:
		return err.Error()
	case u.Scheme != "":
		return ""
	case strings.HasPrefix(u.Path, "/"):
		return "it begins at the root of a disk"
	}
	target := from
	if u.Path != "" {
		target = filepath.ToSlash(filepath.Join(filepath.Dir(from), u.Path))
	}
	if strings.HasPrefix(target, "..") {
		return "it leads out of the repository"
	}
	if _, err := os.Stat(filepath.Join(repository, filepath.FromSlash(target))); err != nil {
		return "there is no such file"
	}
	if u.Fragment != "" && !anchors[target][u.Fragment] {
		return "the file has no such heading"
	}
	return ""
}

var htmlID = regexp.MustCompile(`<a (?:id|name)="([^"]+)"`)

// anchors are the names by which headings of a document can be linked to, as GitHub makes them.
func (p *page) anchors() map[string]bool {
	out := map[string]bool{}
	p.each(func(n ast.Node) {
		h, is := n.(*ast.Heading)
		if !is {
			return
		}
		slug := strings.Map(func(r rune) rune {
			switch {
			case r == ' ':
				return '-'
			case unicode.IsLetter(r), unicode.IsNumber(r), r == '-', r == '_':
				return unicode.ToLower(r)
			}
			return -1
		}, p.words(h))
		name := slug
		for i := 1; out[name]; i++ {
			name = fmt.Sprintf("%s-%d", slug, i)
		}
		out[name] = true
	})
	for _, m := range htmlID.FindAllSubmatch(p.src, -1) {
		out[string(m[1])] = true
	}
	return out
}

// words are the text of a node without marks.
func (p *page) words(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if leaf, is := c.(*ast.Text); is {
			b.Write(leaf.Segment.Value(p.src))
			if leaf.SoftLineBreak() {
				b.WriteByte(' ')
			}
			continue
		}
		b.WriteString(p.words(c))
	}
	return b.String()
}

// block is a fenced block of a document.
type block struct {
	at    string // file and line of its first line
	sort  string
	lines []string
}

func (p *page) blocks() []block {
	var out []block
	p.each(func(n ast.Node) {
		f, is := n.(*ast.FencedCodeBlock)
		if !is || f.Lines().Len() == 0 {
			return
		}
		b := block{at: fmt.Sprintf("%s:%d", p.name, p.line(f.Lines().At(0).Start)), sort: string(f.Language(p.src))}
		for i := range f.Lines().Len() {
			line := f.Lines().At(i)
			b.lines = append(b.lines, strings.TrimRight(string(line.Value(p.src)), " \n"))
		}
		out = append(out, b)
	})
	return out
}

// commands are the calls of the program in a block, each as one line.
func (b block) commands() []string {
	var out []string
	for i := 0; i < len(b.lines); {
		var line string
		line, i = joinedLine(b.lines, i)
		if line = strings.TrimPrefix(line, "$ "); strings.HasPrefix(line, "cordon ") {
			out = append(out, line)
		}
	}
	return out
}

// joinedLine is a line with those that it goes on in, and where the next one begins.
func joinedLine(lines []string, i int) (string, int) {
	line := lines[i]
	for i++; strings.HasSuffix(line, `\`) && i < len(lines); i++ {
		line = strings.TrimSuffix(line, `\`) + lines[i]
	}
	return line, i
}

// Words in code that begin like a call and are none.
var noCommands = []string{"cordon decision 1"}

func TestCommandsInDocumentsExist(t *testing.T) {
	found := 0
	for _, p := range pages(t) {
		if !p.within("docs/guidance/", "docs/user/", "README.md") {
			continue
		}
		for _, b := range p.blocks() {
			if b.sort != "sh" && b.sort != "console" {
				continue
			}
			for _, line := range b.commands() {
				found++
				if err := lookUp(line, true); err != nil {
					t.Errorf("%s: %s: %v", b.at, line, err)
				}
			}
		}
		p.each(func(n ast.Node) {
			if _, is := n.(*ast.CodeSpan); !is {
				return
			}
			line := p.words(n)
			if !strings.HasPrefix(line, "cordon ") || slices.Contains(noCommands, line) {
				return
			}
			found++
			if err := lookUp(line, false); err != nil {
				t.Errorf("%s: `%s`: %v", p.name, line, err)
			}
		})
	}
	if found < 50 {
		t.Errorf("only %d commands found", found)
	}
}

// lookUp tells what is wrong with a call: the command, its flags and their values, and, of a whole call, the number of its arguments.
func lookUp(line string, whole bool) error {
	words, err := shellWords(line)
	if err != nil {
		return err
	}
	root := Root()
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	c, rest, err := root.Find(words[1:])
	if err != nil {
		return err
	}
	if err := c.ParseFlags(rest); err != nil && !errors.Is(err, pflag.ErrHelp) {
		return err
	}
	left := c.Flags().Args()
	if !c.Runnable() && len(left) > 0 {
		return fmt.Errorf("%s has no command %q", c.CommandPath(), left[0])
	}
	if whole && c.Name() != "help" {
		return c.ValidateArgs(left)
	}
	return nil
}

// shellWords takes a line apart as a shell does, as far as documents need it. It ends where the line goes on to another program or a file.
func shellWords(line string) ([]string, error) {
	var out []string
	var word strings.Builder
	inside, quote := false, rune(0)
	end := func() {
		if inside {
			out = append(out, word.String())
		}
		word.Reset()
		inside = false
	}
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '\'' || r == '"':
			quote, inside = r, true
		case unicode.IsSpace(r):
			end()
		case strings.ContainsRune("|>;&", r), r == '#' && !inside:
			end()
			return out, nil
		default:
			word.WriteRune(r)
			inside = true
		}
	}
	end()
	if quote != 0 {
		return nil, errors.New("a quote does not end")
	}
	return out, nil
}

// The page on documents lists every kind with who issues it and whom it is for.
func TestKindsOfDocumentsAreListed(t *testing.T) {
	const name = "docs/user/documents.md"
	src, err := os.ReadFile(filepath.Join(repository, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	var ds diag.List
	k, err := project.OpenKnowledge(nil, &ds)
	if err != nil || k == nil {
		t.Fatal(err, ds.Sorted())
	}
	rows := map[string]bool{"| `" + papers.RiskFileKind + "` | manufacturer | notified-body |": true}
	for _, x := range k.Index.Base.Templates {
		rows[fmt.Sprintf("| `%s` | %s | %s |", x.ID, joined(x.From), joined(x.To))] = true
	}
	if len(rows) < 2 {
		t.Fatal("there are no templates")
	}
	for line := range strings.Lines(string(src)) {
		if cells := strings.SplitAfterN(line, "|", 5); strings.HasPrefix(line, "| `") {
			row := strings.Join(cells[:len(cells)-1], "")
			if !rows[row] {
				t.Errorf("%s: no kind of document is of this sort: %s", name, row)
			}
			delete(rows, row)
		}
	}
	for row := range rows {
		t.Errorf("%s lacks a row: %s", name, row)
	}
}

// What a console shows in a document is what the program prints. Each document is run from top to bottom in a folder of its own.
func TestConsolesInDocumentsAreReal(t *testing.T) {
	examples, err := filepath.Abs(filepath.Join(repository, "examples"))
	if err != nil {
		t.Fatal(err)
	}
	run := 0
	for _, p := range pages(t) {
		var consoles []block
		for _, b := range p.blocks() {
			if b.sort == "console" {
				consoles = append(consoles, b)
			}
		}
		if len(consoles) == 0 {
			continue
		}
		t.Run(p.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			if err := os.CopyFS("examples", os.DirFS(examples)); err != nil {
				t.Fatal(err)
			}
			for _, b := range consoles {
				run += b.check(t)
			}
		})
	}
	if run < 10 {
		t.Errorf("only %d calls were run", run)
	}
}

// check runs the calls of a block and compares what they print with what is shown. It tells how many there were.
func (b block) check(t *testing.T) int {
	t.Helper()
	n := 0
	for i := 0; i < len(b.lines); n++ {
		call, next := joinedLine(b.lines, i)
		end := next
		for end < len(b.lines) && !strings.HasPrefix(b.lines[end], "$ ") {
			end++
		}
		printed, err := printedBy(t, call)
		if err == nil {
			err = matchLines(printed, b.lines[next:end])
		}
		if err != nil {
			t.Errorf("%s: %s: %v; run it and correct the document", b.at, call, err)
		}
		i = end
	}
	return n
}

// printedBy runs a line of a console.
func printedBy(t *testing.T, line string) ([]string, error) {
	words, err := shellWords(strings.TrimPrefix(line, "$ "))
	switch {
	case err != nil:
		return nil, err
	case len(words) == 2 && words[0] == "cat":
		src, err := os.ReadFile(filepath.FromSlash(words[1]))
		return trimmedLines(string(src)), err
	case words[0] != "cordon":
		return nil, errors.New("a console shows cordon and cat")
	}
	c, rest, err := Root().Find(words[1:])
	if err != nil {
		return nil, err
	}
	if err := c.ParseFlags(rest); err != nil {
		return nil, err
	}
	if on := c.Flags().Lookup("on"); on != nil && !on.Changed {
		return nil, errors.New("without --on it prints something else on another day")
	}
	var out, errs strings.Builder
	if code := Main(t.Context(), words[1:], strings.NewReader(""), &out, &errs); code > exitFindings {
		return nil, fmt.Errorf("exit code %d: %s", code, errs.String())
	}
	return trimmedLines(out.String() + errs.String()), nil
}

func trimmedLines(s string) []string {
	var out []string
	for line := range strings.Lines(s) {
		out = append(out, strings.TrimRight(line, " \n"))
	}
	return out
}

const leftOut = "..."

// matchLines tells whether lines are shown in their order, with nothing missing but where dots say so.
func matchLines(printed, shown []string) error {
	at, free := 0, false
	for _, line := range shown {
		if line == leftOut {
			free = true
			continue
		}
		i := slices.Index(printed[at:], line)
		switch {
		case i < 0:
			return fmt.Errorf("it does not print %q there", line)
		case i > 0 && !free:
			return fmt.Errorf("before %q it prints %q", line, printed[at])
		}
		at, free = at+i+1, false
	}
	if at < len(printed) && !free {
		return fmt.Errorf("it also prints %q", printed[at])
	}
	return nil
}
