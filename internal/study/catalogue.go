package study

import (
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"sync"

	"cordon/internal/diag"
	"cordon/internal/knowledge"
	"cordon/internal/project"
	"cordon/internal/report/site"
	"cordon/internal/workbench"
)

// Known is an entry of a knowledge base, or a clause of a document, as lists show it.
type Known struct {
	knowledge.Listed                     // clauses have the type Clause and their full id
	Says             string              // what it is about, in a few words
	Pack             workbench.ProjectID // "" for the shipped base
	text             string              // for searching, in small letters
	file             string              // in its pack
	whole            []byte              // the file; nil for shipped entries
}

// Catalogue is a knowledge base made ready for reading and searching. It may be used from several goroutines.
type Catalogue struct {
	Digest  string
	entries []Known // in reading order; clauses after their documents
	by      map[string]int
	index   *knowledge.Index
	pages   *site.Pages
	similar func() []knowledge.Pair
}

// Clause is the type by which clauses stand beside their documents.
const Clause = site.Clause

// alike is from how much in common, in percent, entries are shown as similar.
const alike = 50

// Catalogue gives the knowledge base of an organisation for reading. It does not ask who wants to know.
func (s *Study) Catalogue(ctx context.Context, org workbench.OrganisationID) (*Catalogue, error) {
	packs, err := s.Workbench.PacksOf(ctx, org)
	if err != nil {
		return nil, err
	}
	var key strings.Builder // entries name the project of their pack
	for _, p := range packs {
		fmt.Fprintf(&key, "%s %s ", p.Project, p.Tree.Digest())
	}
	return s.listed.Get(ctx, key.String(), func(ctx context.Context) (*Catalogue, error) {
		k, err := s.base(ctx, packs)
		if err != nil {
			return nil, err
		}
		own := map[string]Known{}
		for _, p := range packs {
			if err := s.read(ctx, p, own); err != nil {
				return nil, err
			}
		}
		return catalogue(k.Index, own)
	})
}

// read adds the entries of a pack, with their files.
func (s *Study) read(ctx context.Context, p workbench.Revision, into map[string]Known) error {
	dir, release, err := s.Workbench.CheckoutOf(ctx, p)
	if err != nil {
		return err
	}
	defer release()
	files := folderAt(dir)
	var ds diag.List // the base was made of it: it has no errors
	for _, e := range knowledge.Load(files, ".", &ds).List() {
		whole, err := fs.ReadFile(files, e.At.File)
		if err != nil {
			return err
		}
		into[keyOf(e.Type, e.ID)] = Known{Pack: p.Project, file: e.At.File, whole: whole}
	}
	return nil
}

func folderAt(dir string) fs.FS { return os.DirFS(dir) }

func keyOf(t knowledge.Type, id string) string { return string(t) + " " + id }

func catalogue(ix *knowledge.Index, own map[string]Known) (*Catalogue, error) {
	c := &Catalogue{Digest: ix.Base.Digest, index: ix, pages: site.Open(ix), by: map[string]int{},
		similar: sync.OnceValue(func() []knowledge.Pair { return ix.Base.Similar(alike) })}
	add := func(k Known) {
		c.by[keyOf(k.Type, k.ID)] = len(c.entries)
		c.entries = append(c.entries, k)
	}
	for _, e := range ix.Base.List() {
		text, err := ix.Text(e)
		if err != nil {
			return nil, err
		}
		k := own[keyOf(e.Type, e.ID)]
		k.Listed, k.Says = e, saysOf(ix, e)
		k.Title = site.Title(e.Title)
		k.text = strings.ToLower(text)
		add(k)
		if e.Type != "document" {
			continue
		}
		d := ix.Documents[e.ID]
		for i := range d.Clauses {
			clause := &d.Clauses[i]
			add(Known{Listed: knowledge.Listed{ID: d.Full(clause), Type: Clause, Title: clause.Title, Status: e.Status}, Says: clause.Says, Pack: k.Pack,
				text: strings.ToLower(clause.Says + "\n" + d.Title)})
		}
	}
	return c, nil
}

// saysOf is what an entry says of itself first; "" for documents, questionnaires and indicators, which have their title.
func saysOf(ix *knowledge.Index, e knowledge.Listed) string {
	if says := firstSaid[e.Type]; says != nil {
		return says(ix, e.ID)
	}
	return ""
}

// firstSaid gives of each type what an entry of an id says first.
var firstSaid = map[knowledge.Type]func(ix *knowledge.Index, id string) string{
	"kind":        func(ix *knowledge.Index, id string) string { return ix.Kinds[id].Says },
	"harm":        func(ix *knowledge.Index, id string) string { return ix.Kinds[id].Says },
	"relation":    func(ix *knowledge.Index, id string) string { return ix.Relations[id].Says },
	"fact":        func(ix *knowledge.Index, id string) string { return ix.Facts[id].Why },
	"trust":       func(ix *knowledge.Index, id string) string { return ix.Trust[id].Says },
	"consequence": func(ix *knowledge.Index, id string) string { return "The element " + ix.Consequences[id].Says + "." },
	"rule":        func(ix *knowledge.Index, id string) string { return ix.Rules[id].Says },
	"threat":      func(ix *knowledge.Index, id string) string { return ix.Threats[id].Story },
	"control":     func(ix *knowledge.Index, id string) string { return ix.Controls[id].Says },
	"strategy":    func(ix *knowledge.Index, id string) string { return ix.Strategies[id].Says },
	"check":       func(ix *knowledge.Index, id string) string { return ix.Checks[id].Why },
	"weakness": func(ix *knowledge.Index, id string) string {
		return cmp.Or(ix.Weaknesses[id].Because, ix.Weaknesses[id].NoTrust)
	},
	"property": func(ix *knowledge.Index, id string) string {
		return cmp.Or(ix.Properties[id].Because, ix.Properties[id].NoKind)
	},
	"criterion": func(ix *knowledge.Index, id string) string { return ix.Criteria[id].Hint },
	"crosswalk": func(ix *knowledge.Index, id string) string { return ix.Crosswalks[id].Says },
	"term":      func(ix *knowledge.Index, id string) string { return ix.Terms[id].Means },
	"role":      func(ix *knowledge.Index, id string) string { return ix.Duties[id].Says },
	"template":  func(ix *knowledge.Index, id string) string { return ix.Templates[id].Says },
	"clock":     func(ix *knowledge.Index, id string) string { return ix.Clocks[id].Says },
}

// Wanted narrows a list of entries. The zero value wants all.
type Wanted struct {
	Type   knowledge.Type
	Query  string // words that must all be in title, id or text
	Pack   string // a project, or "shipped"
	Status knowledge.Status
}

// Find lists what is wanted, what bears the words in its title or id first, and how many there are of each type if the type is left open.
func (c *Catalogue) Find(w Wanted) (found []Known, types map[knowledge.Type]int) {
	words := strings.Fields(strings.ToLower(w.Query))
	types = map[knowledge.Type]int{}
	rank := map[string]int{}
	for _, k := range c.entries {
		name := strings.ToLower(k.ID + " " + k.Title)
		titled := hasAll(name, words)
		if !titled && !hasAll(name+"\n"+k.text, words) || w.Status != "" && k.Status != w.Status ||
			w.Pack == Shipped && k.Pack != "" || w.Pack != "" && w.Pack != Shipped && string(k.Pack) != w.Pack {
			continue
		}
		types[k.Type]++
		if w.Type != "" && k.Type != w.Type {
			continue
		}
		if !titled {
			rank[keyOf(k.Type, k.ID)] = 1
		}
		found = append(found, k)
	}
	slices.SortStableFunc(found, func(x, y Known) int { return rank[keyOf(x.Type, x.ID)] - rank[keyOf(y.Type, y.ID)] })
	return found, types
}

// Shipped stands for the shipped base in Wanted.Pack.
const Shipped = "shipped"

func hasAll(text string, words []string) bool {
	return !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(text, w) })
}

// Opened is an entry in full.
type Opened struct {
	Known
	Sections []site.Section
	Examples []knowledge.WrittenExample
	Similar  []Alike
	File     string // in the base or its pack; "" for a clause
	Text     string // the file
}

// Alike is an entry that may say the same. Percent is how much the two have in common, 0-100.
type Alike struct {
	Known
	Percent int
}

// Open gives an entry in full; NotFound if there is none.
func (c *Catalogue) Open(ctx context.Context, t knowledge.Type, id string) (*Opened, error) {
	at, ok := c.by[keyOf(t, id)]
	if !ok {
		return nil, workbench.Errorf(workbench.NotFound, "the knowledge base has no %s %q", t, id)
	}
	out := &Opened{Known: c.entries[at]}
	if t == Clause {
		out.Sections = c.pages.ClauseOf(c.index.Clauses[id])
		return out, nil
	}
	out.Sections = c.pages.Entry(ctx, out.Listed)
	if out.Pack == "" {
		file, text, _ := project.ShippedText(t, id)
		out.File, out.Text = file, string(text)
	} else {
		out.File, out.Text = out.file, string(out.whole)
	}
	out.Examples = knowledge.WrittenExamples([]byte(out.Text))
	for _, p := range c.similar() {
		for _, both := range [][2]knowledge.Listed{{p.First, p.Second}, {p.Second, p.First}} {
			if both[0].Type == t && both[0].ID == id && len(out.Similar) < 5 {
				out.Similar = append(out.Similar, Alike{c.entries[c.by[keyOf(t, both[1].ID)]], max(p.Title, p.Pattern)})
			}
		}
	}
	return out, nil
}
