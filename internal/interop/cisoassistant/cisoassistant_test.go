package cisoassistant

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v4"

	"cordon/internal/diag"
	"cordon/internal/knowledge"
	"cordon/internal/model"
)

var update = flag.Bool("update", false, "write the goldens anew")

var (
	first = About{Version: 1004000, Date: "2026-11-26"}
	law   = knowledge.Document{
		Entry:    knowledge.Entry{ID: "law-2026", Title: "A law for tests"},
		Document: "law", Edition: "2026", Issuer: "Parliament of tests", Form: "law", Standing: "in-force", From: "2026-05", Certainty: "checked", Flaws: []string{"It has no end."},
		Clauses: []knowledge.Clause{
			{ID: "1#1", Title: "First: a start", Says: "Do this.", Who: []knowledge.Holder{"operator", "manufacturer"}, Stages: []knowledge.Stage{"risk"}, Decides: "It is done."},
			{ID: "(b)(2)+", Title: "yes", Says: "Be reasonable.\nIn two lines.", Who: []knowledge.Holder{"notified-body"}, Stages: []knowledge.Stage{"plan"}, Decides: "Nothing does.", Undecidable: "Nobody knows.", Flaw: "It points to nothing.", Certainty: "general"},
			{ID: "1.2", Title: "Third", Says: "Later.", Who: []knowledge.Holder{"operator"}, Stages: []knowledge.Stage{"operation", "plan"}, Decides: "A record.", From: "2027-01", Kinds: []string{"network"}, Classes: []model.DeviceClass{"MDR-III"}},
			{ID: "1.2A", Title: "One", Says: "One.", Decides: "One."},
			{ID: "1.2a", Title: "Another", Says: "Another.", Decides: "Another."},
		},
	}
	other = knowledge.Document{
		Entry:    knowledge.Entry{ID: "other-r1"},
		Document: "other", Edition: "r1", Form: "guidance",
		Clauses: []knowledge.Clause{{ID: "4", Says: "Four.", Decides: "Four."}, {ID: "5", Says: "Five.", Decides: "Five."}},
	}
	walk = knowledge.Crosswalk{
		Entry: knowledge.Entry{ID: "law-to-other", Title: "The law and another"}, Says: "Lean on it a little.", Links: []knowledge.Walk{
			{From: "law:2026/1#1", To: "other:r1/4", Relation: "equal", Because: "Both say so."}, {From: "law:2026/1.2", To: "other:r1/4", Relation: "part-of", Because: "Smaller."},
			{From: "law:2026/(b)(2)+", To: "other:r1/5", Relation: "overlaps", Because: "In part."}, {From: "law:2026/1.2", To: "other:r1/5", Relation: "related", Because: "A little."},
			{From: "law:2026/1.2a", To: "law:2026/1.2A", Relation: "equal", Because: "The same."},
		},
	}
)

func TestLibraries(t *testing.T) {
	for name, data := range map[string][]byte{
		"library.yaml": must(Library(&law, first)), "other.yaml": must(Library(&other, first)), "mapping.yaml": must(Mapping(&walk, []knowledge.Document{law, other}, first)),
	} {
		golden := filepath.Join("testdata", name)
		if *update {
			if err := os.WriteFile(golden, data, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(golden)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), string(data)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func must(data []byte, err error) []byte {
	if err != nil {
		panic(err)
	}
	return data
}

// checked is what has been loaded: libraries, and the frameworks of requirements, by URN.
type checked struct {
	libraries  map[string]bool
	frameworks map[string]map[string]bool
}

func TestShippedDocumentsFitTheFormat(t *testing.T) {
	var ds diag.List
	b := knowledge.Load(os.DirFS(filepath.Join("..", "..", "..", "content")), "content", &ds)
	if ds.HasErrors() || len(b.Documents) < 41 {
		t.Fatalf("%d documents are read, with %v", len(b.Documents), ds.Sorted())
	}
	loaded := checked{libraries: map[string]bool{}, frameworks: map[string]map[string]bool{}}
	for i := range b.Documents {
		d := &b.Documents[i]
		l := loaded.library(t, d.ID, must(Library(d, first)))
		assessable := 0
		for _, n := range l.Objects.Framework.Nodes {
			if n.Assessable {
				assessable++
			}
		}
		if assessable != len(d.Clauses) {
			t.Errorf("%s has %d clauses and %d requirements", d.ID, len(d.Clauses), assessable)
		}
	}
	for i := range b.Crosswalks {
		data, err := Mapping(&b.Crosswalks[i], b.Documents, first)
		if errors.Is(err, ErrEmpty) {
			continue
		}
		loaded.library(t, b.Crosswalks[i].ID, must(data, err))
	}
	loaded.library(t, law.ID, must(Library(&law, first)))
	loaded.library(t, other.ID, must(Library(&other, first)))
	loaded.library(t, walk.ID, must(Mapping(&walk, []knowledge.Document{law, other}, first)))
}

// The forms of tools/check_library_v2.py and of URN_REGEX in backend/core/models.py.
var (
	libraryURN = regexp.MustCompile(`^urn:([a-z0-9._-]+:)*[a-z0-9._-]+$`)
	anyURN     = regexp.MustCompile(`^urn:([a-zA-Z0-9_-]+):([a-zA-Z0-9_-]+):([a-zA-Z0-9_-]+)(?::([a-zA-Z0-9_-]+))?:([0-9A-Za-z\[\]()\-._:]+)$`)
	refID      = regexp.MustCompile(`^[a-zA-Z0-9._-]+$`)
	locale     = regexp.MustCompile(`^[a-z0-9]{2}$`)
)

// library checks a library field by field, and loads it.
func (c *checked) library(t *testing.T, name string, data []byte) library {
	t.Helper()
	bad := func(format string, args ...any) {
		t.Helper()
		t.Errorf(name+": "+format, args...)
	}
	var l library
	dec, err := yaml.NewLoader(bytes.NewReader(data), yaml.WithKnownFields())
	if err == nil {
		err = dec.Load(&l)
	}
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, data)
	}
	if !libraryURN.MatchString(l.URN) || !strings.HasPrefix(l.URN, "urn:cordon:risk:library:") || c.libraries[l.URN] || len(l.URN) > 255 {
		bad("the library has the URN %q", l.URN)
	}
	c.libraries[l.URN] = true
	if !refID.MatchString(l.RefID) || len(l.RefID) > 100 {
		bad("ref_id is %q", l.RefID)
	}
	if !locale.MatchString(l.Locale) || l.Version < 1 || l.Version > 1<<31-1 || l.Packager == "" || l.Copyright == "" || l.Description == "" {
		bad("locale %q, version %d, packager %q, copyright %q, description %q", l.Locale, l.Version, l.Packager, l.Copyright, l.Description)
	}
	if l.PublicationDate.Value != first.Date || l.PublicationDate.Tag != "!!timestamp" {
		bad("publication_date is %s %q", l.PublicationDate.Tag, l.PublicationDate.Value)
	}
	for _, s := range []string{l.Name, l.Provider} {
		if s == "" || len([]rune(s)) > 200 {
			bad("a name is %q", s)
		}
	}
	for _, d := range l.Dependencies {
		if !c.libraries[d] {
			bad("it depends on %s, which is no library", d)
		}
	}
	if (l.Objects.Framework == nil) == (len(l.Objects.Mappings) == 0) {
		bad("it holds a framework: %v, and %d mappings", l.Objects.Framework != nil, len(l.Objects.Mappings))
	}
	if f := l.Objects.Framework; f != nil {
		c.framework(bad, f)
	}
	c.mappings(bad, l)
	return l
}

func (c *checked) framework(bad func(string, ...any), f *framework) {
	if !anyURN.MatchString(f.URN) || !strings.HasPrefix(f.URN, "urn:cordon:risk:framework:") || c.frameworks[f.URN] != nil || f.RefID == "" || f.Name == "" || f.Description == "" {
		bad("the framework is %q, %q, %q", f.URN, f.RefID, f.Name)
	}
	var groups []string
	for _, g := range f.Groups {
		if !refID.MatchString(g.RefID) || g.Name == "" || slices.Contains(groups, g.RefID) {
			bad("a group is %q", g.RefID)
		}
		groups = append(groups, g.RefID)
	}
	depth := map[string]int{}
	nodes := map[string]bool{}
	base := strings.Replace(f.URN, ":framework:", ":req_node:", 1) + ":"
	for i, n := range f.Nodes {
		if !anyURN.MatchString(n.URN) || !strings.HasPrefix(n.URN, base) || n.URN != strings.ToLower(n.URN) || nodes[n.URN] || len(n.URN) > 255 {
			bad("a node has the URN %q", n.URN)
		}
		nodes[n.URN], depth[n.URN] = true, n.Depth
		above, ok := depth[n.ParentURN]
		switch {
		case n.ParentURN == "" && n.Depth != 1:
			bad("%s has depth %d, and nothing above it", n.URN, n.Depth)
		case n.ParentURN != "" && (!ok || n.Depth != above+1):
			bad("%s has depth %d below %s, which has %d", n.URN, n.Depth, n.ParentURN, above)
		case i > 0 && n.Depth > f.Nodes[i-1].Depth+1:
			bad("%s jumps to depth %d", n.URN, n.Depth)
		case n.Assessable != (n.Description != "" && n.Evidence != ""):
			bad("%s can be assessed: %v, with %q and %q", n.URN, n.Assessable, n.Description, n.Evidence)
		case n.RefID == "" || len(n.RefID) > 100 || n.Name == "" || len([]rune(n.Name)) > 200:
			bad("%s is called %q, %q", n.URN, n.RefID, n.Name)
		}
		for _, g := range n.Groups {
			if !slices.Contains(groups, g) {
				bad("%s is in the group %q, which is not defined", n.URN, g)
			}
		}
	}
	c.frameworks[f.URN] = nodes
}

func (c *checked) mappings(bad func(string, ...any), l library) {
	seen := map[string]bool{}
	for _, s := range l.Objects.Mappings {
		if !anyURN.MatchString(s.URN) || !strings.HasPrefix(s.URN, "urn:cordon:risk:req_mapping_set:") || seen[s.URN] || s.RefID == "" || len(s.RefID) > 100 || s.Name == "" || s.Description == "" || len(s.Mappings) == 0 {
			bad("a set of mappings is %q, %q, %q with %d mappings", s.URN, s.RefID, s.Name, len(s.Mappings))
		}
		seen[s.URN] = true
		if s.Source == s.Target || c.frameworks[s.Source] == nil || c.frameworks[s.Target] == nil {
			bad("%s goes from %s to %s", s.URN, s.Source, s.Target)
		}
		for _, f := range []string{s.Source, s.Target} {
			if needs := strings.Replace(f, ":framework:", ":library:", 1); !slices.Contains(l.Dependencies, needs) {
				bad("%s is not among the dependencies", needs)
			}
		}
		for _, m := range s.Mappings {
			if !c.frameworks[s.Source][m.Source] || !c.frameworks[s.Target][m.Target] {
				bad("%s and %s are mapped, and not both there", m.Source, m.Target)
			}
			if !slices.Contains([]string{"equal", "subset", "superset", "intersect"}, m.Relationship) || m.Rationale != "semantic" {
				bad("the relationship is %q, the rationale %q", m.Relationship, m.Rationale)
			}
		}
	}
}

// A set that goes the other way round says the same.
func TestMappingsGoBothWays(t *testing.T) {
	var l library
	if err := yaml.Unmarshal(must(Mapping(&walk, []knowledge.Document{law, other}, first)), &l); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, s := range l.Objects.Mappings {
		for _, m := range s.Mappings {
			got = append(got, strings.TrimPrefix(m.Source, "urn:cordon:risk:req_node:")+" "+m.Relationship+" "+strings.TrimPrefix(m.Target, "urn:cordon:risk:req_node:"))
		}
	}
	want := []string{
		"law-2026:1_1 equal other-r1:4", "law-2026:1.2 subset other-r1:4", "law-2026:(b)(2)_ intersect other-r1:5",
		"other-r1:4 equal law-2026:1_1", "other-r1:4 superset law-2026:1.2", "other-r1:5 intersect law-2026:(b)(2)_",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if reversed("superset") != "subset" {
		t.Error("a superset is not the reverse of a subset")
	}
	if !strings.Contains(l.Description, "2 of 5 links") {
		t.Errorf("what is left out is not said: %s", l.Description)
	}
}

// The order of clauses does not change what they are called, even where two are called the same.
func TestURNsDoNotDependOnOrder(t *testing.T) {
	turned := law
	turned.Clauses = slices.Clone(law.Clauses)
	slices.Reverse(turned.Clauses)
	a, b := requirements(&law), requirements(&turned)
	slices.Reverse(b)
	if diff := cmp.Diff(a, b); diff != "" {
		t.Error(diff)
	}
}

func TestVersionOf(t *testing.T) {
	for base, want := range map[string]int{"1.4.2": 1004002, "0.0.1": 1, "12.0.999": 12000999} {
		if got, err := VersionOf(base); err != nil || got != want {
			t.Errorf("%s gives %d, %v; want %d", base, got, err, want)
		}
	}
	for _, base := range []string{"", "1", "1.2", "1.2.3.4", "1.2.x", "0.0.0", "1.1000.0", "1.-1.0"} {
		if got, err := VersionOf(base); err == nil {
			t.Errorf("%q gives %d", base, got)
		} else if want := "is not a version of three numbers below 1000"; !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", base, err)
		}
	}
}

func TestWhatCannotBeWritten(t *testing.T) {
	one := func(links ...knowledge.Walk) *knowledge.Crosswalk {
		return &knowledge.Crosswalk{Entry: knowledge.Entry{ID: "w"}, Links: links}
	}
	both := []knowledge.Document{law, other}
	for _, tt := range []struct {
		name string
		err  error
		want string
	}{
		{"a document without clauses", second(Library(&knowledge.Document{Entry: knowledge.Entry{ID: "none"}}, first)), "library of none: there is nothing to write"},
		{"a date of another form", second(Library(&law, About{Version: 1, Date: "today"})), `library of law-2026: the date "today" is not of the form YYYY-MM-DD`},
		{"no version", second(Library(&law, About{Date: "2026-11-26"})), "library of law-2026: the version is 0; it begins with 1"},
		{"a crosswalk without a date", second(Mapping(&walk, both, About{Version: 1})), `library of law-to-other: the date "" is not of the form YYYY-MM-DD`},
		{"a clause that is nowhere", second(Mapping(one(knowledge.Walk{From: "law:2026/9", To: "other:r1/4", Relation: "equal"}), both, first)), "library of w: law:2026/9 and other:r1/4 are related, and not both in the documents"},
		{"nothing that can be said", second(Mapping(one(knowledge.Walk{From: "law:2026/1.2", To: "other:r1/4", Relation: "related"}), both, first)), "library of w: there is nothing to write"},
	} {
		if tt.err == nil || tt.err.Error() != tt.want {
			t.Errorf("%s: %v, want %s", tt.name, tt.err, tt.want)
		}
	}
}

func second(_ []byte, err error) error { return err }
