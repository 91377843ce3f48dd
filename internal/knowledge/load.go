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
	dir   string
	typ   Type
	shape func() any // an empty entry
	add   func(b *Base, file string, src []byte, ds *diag.List) *Entry
}

// folders lists the directories of a knowledge base, in the order in which people read them.
var folders = []folder{
	{"kinds", "kind", shape[Kind], add(func(b *Base) *[]Kind { return &b.Kinds }, func(k *Kind) *Entry { return &k.Entry })},
	{"harms", "harm", shape[Kind], add(func(b *Base) *[]Kind { return &b.Kinds }, func(k *Kind) *Entry { return &k.Entry })},
	{"relations", "relation", shape[Relation], add(func(b *Base) *[]Relation { return &b.Relations }, func(r *Relation) *Entry { return &r.Entry })},
	{"facts", "fact", shape[Fact], add(func(b *Base) *[]Fact { return &b.Facts }, func(f *Fact) *Entry { return &f.Entry })},
	{"trust", "trust", shape[TrustAttribute], add(func(b *Base) *[]TrustAttribute { return &b.Trust }, func(t *TrustAttribute) *Entry { return &t.Entry })},
	{"consequences", "consequence", shape[Consequence], add(func(b *Base) *[]Consequence { return &b.Consequences }, func(c *Consequence) *Entry { return &c.Entry })},
	{"rules", "rule", shape[ConstructionRule], add(func(b *Base) *[]ConstructionRule { return &b.Rules }, func(r *ConstructionRule) *Entry { return &r.Entry })},
	{"threats", "threat", shape[Threat], add(func(b *Base) *[]Threat { return &b.Threats }, func(t *Threat) *Entry { return &t.Entry })},
	{"controls", "control", shape[Control], add(func(b *Base) *[]Control { return &b.Controls }, func(c *Control) *Entry { return &c.Entry })},
	{"strategies", "strategy", shape[Strategy], add(func(b *Base) *[]Strategy { return &b.Strategies }, func(s *Strategy) *Entry { return &s.Entry })},
}

func shape[T any]() any { return new(T) }

func add[T any](list func(*Base) *[]T, entry func(*T) *Entry) func(*Base, string, []byte, *diag.List) *Entry {
	return func(b *Base, file string, src []byte, ds *diag.List) *Entry {
		n := yamltext.Parse(file, src, ds)
		if n == nil {
			return nil
		}
		var v T
		yamltext.Decode(file, n, &v, ds)
		l := list(b)
		*l = append(*l, v)
		return entry(&(*l)[len(*l)-1])
	}
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
	b.loadScales(fsys, shown, ds)
	b.sort()
	return b
}

func (b *Base) loadScales(fsys fs.FS, shown string, ds *diag.List) {
	src, err := fs.ReadFile(fsys, "scales.yaml")
	if err != nil {
		return // packs have none; the shipped base is linted for it
	}
	file := path.Join(shown, "scales.yaml")
	if n := yamltext.Parse(file, src, ds); n != nil {
		yamltext.Decode(file, n, &b.Scales, ds)
	}
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
	if len(pack.Scales.Likelihood) > 0 {
		out.Scales = pack.Scales
	}
	out.Kinds = slices.Concat(b.Kinds, pack.Kinds)
	out.Relations = slices.Concat(b.Relations, pack.Relations)
	out.Facts = slices.Concat(b.Facts, pack.Facts)
	out.Trust = slices.Concat(b.Trust, pack.Trust)
	out.Consequences = slices.Concat(b.Consequences, pack.Consequences)
	out.Rules = slices.Concat(b.Rules, pack.Rules)
	out.Threats = slices.Concat(b.Threats, pack.Threats)
	out.Controls = slices.Concat(b.Controls, pack.Controls)
	out.Strategies = slices.Concat(b.Strategies, pack.Strategies)
	out.sort()
	return &out
}

func (b *Base) sort() {
	byID(b.Kinds, func(k Kind) string { return k.ID })
	byID(b.Relations, func(r Relation) string { return r.ID })
	byID(b.Facts, func(f Fact) string { return f.ID })
	byID(b.Trust, func(t TrustAttribute) string { return t.ID })
	byID(b.Consequences, func(c Consequence) string { return c.ID })
	byID(b.Threats, func(t Threat) string { return t.ID })
	byID(b.Controls, func(c Control) string { return c.ID })
	byID(b.Strategies, func(s Strategy) string { return s.ID })
	slices.SortStableFunc(b.Rules, func(x, y ConstructionRule) int {
		return cmp.Or(cmp.Compare(x.Order, y.Order), strings.Compare(x.ID, y.ID))
	})
}

func byID[T any](s []T, id func(T) string) {
	slices.SortStableFunc(s, func(a, b T) int { return strings.Compare(id(a), id(b)) })
}

// Listed is one line of the list of entries.
type Listed struct {
	ID     string   `json:"id"`
	Type   Type     `json:"type"`
	Title  string   `json:"title"`
	Status Status   `json:"status"`
	At     diag.Pos `json:"-"`
}

// List returns all entries, by type in reading order, then by id.
func (b *Base) List() []Listed {
	var out []Listed
	put := func(t Type, e Entry) {
		status := e.Status
		if status == "" {
			status = "draft"
		}
		out = append(out, Listed{e.ID, t, e.Title, status, e.At})
	}
	for _, k := range b.Kinds {
		if k.Harm == nil {
			put("kind", k.Entry)
		}
	}
	for _, k := range b.Kinds {
		if k.Harm != nil {
			put("harm", k.Entry)
		}
	}
	for _, r := range b.Relations {
		put("relation", r.Entry)
	}
	for _, f := range b.Facts {
		put("fact", f.Entry)
	}
	for _, t := range b.Trust {
		put("trust", t.Entry)
	}
	for _, c := range b.Consequences {
		put("consequence", c.Entry)
	}
	for _, r := range b.Rules {
		put("rule", r.Entry)
	}
	for _, t := range b.Threats {
		put("threat", t.Entry)
	}
	for _, c := range b.Controls {
		put("control", c.Entry)
	}
	for _, s := range b.Strategies {
		put("strategy", s.Entry)
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
