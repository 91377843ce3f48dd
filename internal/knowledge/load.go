package knowledge

import (
	"bytes"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// Type names a sort of entry; it is also the name used by `cordon content list --type`.
type Type string

// folder ties a directory of the knowledge base to the entries in it.
type folder struct {
	dir     string
	typ     Type
	shape   func() any // an empty entry
	add     func(b *Base, file string, src []byte, ds *diag.List) *Entry
	entries func(b *Base) []Listed
	join    func(b, pack *Base) // gives b a new list with the pack's entries in it
	sort    func(b *Base)
}

// folders lists the directories of a knowledge base, in the order in which people read them.
var folders = []folder{
	folderOf("kinds", "kind", func(b *Base) *[]Kind { return &b.Kinds }, func(k *Kind) (*Entry, []Source) { return &k.Entry, k.Sources }).only(func(b *Base, i int) bool { return b.Kinds[i].Harm == nil }),
	harms(),
	folderOf("relations", "relation", func(b *Base) *[]Relation { return &b.Relations }, func(r *Relation) (*Entry, []Source) { return &r.Entry, r.Sources }),
	folderOf("facts", "fact", func(b *Base) *[]Fact { return &b.Facts }, func(f *Fact) (*Entry, []Source) { return &f.Entry, f.Sources }),
	folderOf("trust", "trust", func(b *Base) *[]TrustAttribute { return &b.Trust }, func(t *TrustAttribute) (*Entry, []Source) { return &t.Entry, t.Sources }),
	folderOf("consequences", "consequence", func(b *Base) *[]Consequence { return &b.Consequences }, func(c *Consequence) (*Entry, []Source) { return &c.Entry, c.Sources }),
	folderOf("rules", "rule", func(b *Base) *[]ConstructionRule { return &b.Rules }, func(r *ConstructionRule) (*Entry, []Source) { return &r.Entry, r.Sources }).by(inOrder),
	folderOf("threats", "threat", func(b *Base) *[]Threat { return &b.Threats }, func(t *Threat) (*Entry, []Source) { return &t.Entry, t.Sources }),
	folderOf("controls", "control", func(b *Base) *[]Control { return &b.Controls }, func(c *Control) (*Entry, []Source) { return &c.Entry, c.Sources }),
	folderOf("strategies", "strategy", func(b *Base) *[]Strategy { return &b.Strategies }, func(s *Strategy) (*Entry, []Source) { return &s.Entry, s.Sources }),
	folderOf("checks", "check", func(b *Base) *[]ModelCheck { return &b.Checks }, func(c *ModelCheck) (*Entry, []Source) { return &c.Entry, c.Sources }),
	folderOf("weaknesses", "weakness", func(b *Base) *[]Weakness { return &b.Weaknesses }, func(w *Weakness) (*Entry, []Source) { return &w.Entry, w.Sources }),
	folderOf("properties", "property", func(b *Base) *[]Property { return &b.Properties }, func(p *Property) (*Entry, []Source) { return &p.Entry, p.Sources }),
	folderOf("clauses", "document", func(b *Base) *[]Document { return &b.Documents }, func(d *Document) (*Entry, []Source) { return &d.Entry, d.Sources }),
	folderOf("criteria", "criterion", func(b *Base) *[]Criterion { return &b.Criteria }, func(c *Criterion) (*Entry, []Source) { return &c.Entry, c.Sources }),
	folderOf("crosswalks", "crosswalk", func(b *Base) *[]Crosswalk { return &b.Crosswalks }, func(c *Crosswalk) (*Entry, []Source) { return &c.Entry, c.Sources }),
	folderOf("terms", "term", func(b *Base) *[]GlossaryTerm { return &b.Terms }, func(t *GlossaryTerm) (*Entry, []Source) { return &t.Entry, t.Sources }),
	folderOf("roles", "role", func(b *Base) *[]Duty { return &b.Duties }, func(d *Duty) (*Entry, []Source) { return &d.Entry, d.Sources }),
	folderOf("questionnaires", "questionnaire", func(b *Base) *[]Questionnaire { return &b.Questionnaires }, func(q *Questionnaire) (*Entry, []Source) { return &q.Entry, q.Sources }),
	folderOf("templates", "template", func(b *Base) *[]Template { return &b.Templates }, func(t *Template) (*Entry, []Source) { return &t.Entry, t.Sources }),
	folderOf("indicators", "indicator", func(b *Base) *[]Indicator { return &b.Indicators }, func(i *Indicator) (*Entry, []Source) { return &i.Entry, i.Sources }),
	folderOf("clocks", "clock", func(b *Base) *[]ReportingClock { return &b.Clocks }, func(c *ReportingClock) (*Entry, []Source) { return &c.Entry, c.Sources }),
}

// harms are kinds in a folder of their own.
func harms() folder {
	f := folderOf("harms", "harm", func(b *Base) *[]Kind { return &b.Kinds }, func(k *Kind) (*Entry, []Source) { return &k.Entry, k.Sources }).only(func(b *Base, i int) bool { return b.Kinds[i].Harm != nil })
	f.join = func(*Base, *Base) {}
	return f
}

func folderOf[T any](dir string, typ Type, list func(*Base) *[]T, entry func(*T) (*Entry, []Source)) folder {
	return folder{
		dir: dir, typ: typ,
		shape: func() any { return new(T) },
		add: func(b *Base, file string, src []byte, ds *diag.List) *Entry {
			n := yamltext.Parse(file, src, ds)
			if n == nil {
				return nil
			}
			var v T
			yamltext.Decode(file, n, &v, ds)
			l := list(b)
			*l = append(*l, v)
			e, _ := entry(&(*l)[len(*l)-1])
			return e
		},
		entries: func(b *Base) []Listed {
			all := *list(b)
			out := make([]Listed, len(all))
			for i := range all {
				e, sources := entry(&all[i])
				out[i] = Listed{e.ID, typ, e.Title, cmp.Or(e.Status, "draft"), e.At, sources}
			}
			return out
		},
		join: func(b, pack *Base) { *list(b) = slices.Concat(*list(b), *list(pack)) },
		sort: func(b *Base) {
			slices.SortStableFunc(*list(b), func(x, y T) int {
				a, _ := entry(&x)
				b, _ := entry(&y)
				return strings.Compare(a.ID, b.ID)
			})
		},
	}
}

// only leaves out entries of the list that another folder holds.
func (f folder) only(is func(b *Base, i int) bool) folder {
	all := f.entries
	f.entries = func(b *Base) []Listed {
		var out []Listed
		for i, e := range all(b) {
			if is(b, i) {
				out = append(out, e)
			}
		}
		return out
	}
	return f
}

func (f folder) by(sort func(b *Base)) folder {
	f.sort = sort
	return f
}

// inOrder sorts construction rules as they run.
func inOrder(b *Base) {
	slices.SortStableFunc(b.Rules, func(x, y ConstructionRule) int {
		return cmp.Or(cmp.Compare(x.Order, y.Order), strings.Compare(x.ID, y.ID))
	})
}

// Load reads a knowledge base or a pack from its directory. Names in diagnostics begin with shown.
func Load(fsys fs.FS, shown string, ds *diag.List) *Base {
	b := &Base{}
	for _, f := range folders {
		if _, err := fs.Stat(fsys, f.dir); err != nil {
			continue // a pack need not have every sort of entry
		}
		err := fs.WalkDir(fsys, f.dir, func(name string, d fs.DirEntry, err error) error {
			if err != nil {
				return err
			}
			if d.IsDir() || !strings.HasSuffix(name, ".yaml") {
				return nil
			}
			src, err := fs.ReadFile(fsys, name)
			if err != nil {
				return err
			}
			file := path.Join(shown, name)
			if e := f.add(b, file, src, ds); e != nil && e.ID != "" && e.ID+".yaml" != path.Base(name) {
				ds.Add(e.At, diag.EntryID, "rename the file or the entry", "entry %q stands in a file named %q", e.ID, path.Base(name))
			}
			return nil
		})
		if err != nil {
			ds.Add(diag.Pos{File: path.Join(shown, f.dir)}, diag.FileUnreadable, "", "cannot read the folder: %s", err)
		}
	}
	var pack Pack
	if single(fsys, shown, "pack.yaml", &pack, ds) {
		b.Packs = append(b.Packs, pack)
	}
	single(fsys, shown, "scales.yaml", &b.Scales, ds)
	single(fsys, shown, "vectors.yaml", &b.Vectors, ds)
	single(fsys, shown, "ageing.yaml", &b.Ageing, ds)
	b.share()
	b.sort()
	return b
}

// single reads what stands in a file of its own, and tells whether there is one.
func single[T any](fsys fs.FS, shown, name string, into *T, ds *diag.List) bool {
	src, err := fs.ReadFile(fsys, name)
	if err != nil {
		return false
	}
	file := path.Join(shown, name)
	if n := yamltext.Parse(file, src, ds); n != nil {
		yamltext.Decode(file, n, into, ds)
	}
	return true
}

// With returns a base with the pack's entries on top. An id that both have is reported: packs extend, they do not change.
func (b *Base) With(pack *Base, ds *diag.List) *Base {
	taken := map[string]bool{}
	for _, e := range b.List() {
		taken[string(e.Type)+" "+e.ID] = true
	}
	for _, e := range pack.List() {
		if taken[string(e.Type)+" "+e.ID] {
			ds.Add(e.At, diag.DuplicateID, "choose another id; packs add entries, they do not replace them", "%s %q is already in the knowledge base", e.Type, e.ID)
		}
	}
	out := *b
	out.Packs = slices.Concat(b.Packs, pack.Packs)
	if len(pack.Scales.Likelihood) > 0 {
		out.Scales = pack.Scales
	}
	if len(pack.Vectors.Harder) > 0 {
		out.Vectors = pack.Vectors
	}
	if len(pack.Ageing.Rules) > 0 {
		out.Ageing = pack.Ageing
	}
	for _, f := range folders {
		f.join(&out, pack)
	}
	out.share()
	out.sort()
	return &out
}

func (b *Base) sort() {
	for _, f := range folders {
		f.sort(b)
	}
}

// Listed is one line of the list of entries.
type Listed struct {
	ID     string   `json:"id"`
	Type   Type     `json:"type"`
	Title  string   `json:"title"`
	Status Status   `json:"status"`
	At     diag.Pos `json:"-"`

	sources []Source
}

// List returns all entries, by type in reading order, then by id.
func (b *Base) List() []Listed {
	var out []Listed
	for _, f := range folders {
		out = append(out, f.entries(b)...)
	}
	return out
}

// EncodeIndex writes the base as the program embeds it: JSON without positions and examples, one entry a line.
func (b *Base) EncodeIndex() ([]byte, error) {
	raw, err := json.Marshal(b)
	if err != nil {
		return nil, fmt.Errorf("encode knowledge index: %w", err)
	}
	// A line per entry keeps the diff of a content change readable.
	raw = bytes.ReplaceAll(raw, []byte(`{"ID":"`), []byte("\n{\"ID\":\""))
	return append(raw, '\n'), nil
}

// DecodeIndex reads what EncodeIndex wrote and sets the digest.
func DecodeIndex(index []byte) (*Base, error) {
	b := &Base{}
	if err := json.Unmarshal(index, b); err != nil {
		return nil, fmt.Errorf("decode knowledge index: %w", err)
	}
	sum := sha256.Sum256(index)
	b.Digest = hex.EncodeToString(sum[:])
	return b, nil
}

// Sealed returns the base with its digest set.
func (b *Base) Sealed() (*Base, error) {
	index, err := b.EncodeIndex()
	if err != nil {
		return nil, err
	}
	return DecodeIndex(index)
}
