// Package cisoassistant writes clauses, and how those of several documents relate, as libraries of CISO Assistant, a tool in which
// organisations keep audits. It reads nothing, and says nothing of whether a clause is met: that is for the audit.
//
// The format is that of the files under backend/library/libraries of intuitem/ciso-assistant-community, of what convert_library_v2.py there
// writes, and of what backend/library/utils.py asks for when it reads them. An edition of a document is a library with one framework; a
// crosswalk is a library with sets of mappings, which needs the libraries of its documents.
package cisoassistant

import (
	"cmp"
	"crypto/sha256"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"cordon/internal/knowledge"
)

// ErrEmpty says that there is nothing to write: a library without content cannot be loaded.
var ErrEmpty = errors.New("there is nothing to write")

// About says of which version a library is.
type About struct {
	Version int    // 1 or more; a library that is loaded is only replaced by one of a higher version. VersionOf makes it.
	Date    string // day of the export, YYYY-MM-DD
}

// VersionOf makes the number of a version from the three numbers of a knowledge base: 1.4.2 becomes 1004002.
func VersionOf(base string) (int, error) {
	n := 0
	parts := strings.Split(base, ".")
	for _, p := range parts {
		x, err := strconv.ParseUint(p, 10, 16)
		if err != nil || x > 999 {
			return 0, fmt.Errorf("%q is not a version of three numbers below 1000", base)
		}
		n = n*1000 + int(x)
	}
	if len(parts) != 3 || n == 0 {
		return 0, fmt.Errorf("%q is not a version of three numbers below 1000", base)
	}
	return n, nil
}

// packager is who puts libraries together. It stands in all URNs: urn:cordon:risk:library:mdcg-2019-16-r1.
const packager = "cordon"

const (
	words  = "The words are those of the Cordon knowledge base, not those of the document. What counts is the text of the document."
	rights = "Words of the Cordon knowledge base. Nothing of the text of the document is in here."
)

// library is a file. The names of keys and their order are those of CISO Assistant.
type library struct {
	Made            string    `yaml:"convert_library_version"`
	URN             string    `yaml:"urn"`
	Locale          string    `yaml:"locale"`
	RefID           string    `yaml:"ref_id"`
	Name            string    `yaml:"name"`
	Description     string    `yaml:"description"`
	Copyright       string    `yaml:"copyright"`
	Version         int       `yaml:"version"`
	PublicationDate yaml.Node `yaml:"publication_date"`
	Provider        string    `yaml:"provider"`
	Packager        string    `yaml:"packager"`
	Dependencies    []string  `yaml:"dependencies,omitempty"`
	Objects         objects   `yaml:"objects"`
}

type objects struct {
	Framework *framework   `yaml:"framework,omitempty"`
	Mappings  []mappingSet `yaml:"requirement_mapping_sets,omitempty"`
}

type framework struct {
	URN         string  `yaml:"urn"`
	RefID       string  `yaml:"ref_id"`
	Name        string  `yaml:"name"`
	Description string  `yaml:"description"`
	Groups      []group `yaml:"implementation_groups_definition,omitempty"`
	Nodes       []node  `yaml:"requirement_nodes"`
}

// group lets an audit take in only what one holder of duties has to do.
type group struct {
	RefID       string `yaml:"ref_id"`
	Name        string `yaml:"name"`
	Description string `yaml:"description"`
}

type node struct {
	URN         string   `yaml:"urn"`
	Assessable  bool     `yaml:"assessable"`
	Depth       int      `yaml:"depth"`
	ParentURN   string   `yaml:"parent_urn,omitempty"`
	RefID       string   `yaml:"ref_id"`
	Name        string   `yaml:"name"`
	Description string   `yaml:"description,omitempty"`
	Annotation  string   `yaml:"annotation,omitempty"`
	Evidence    string   `yaml:"typical_evidence,omitempty"`
	Groups      []string `yaml:"implementation_groups,omitempty"`
}

// Library writes an edition of a document: each clause is a requirement that can be assessed, with what it says, what decides it as typical
// evidence, and the rest as annotation. Who has to do something is an implementation group. Whoever calls it sees to it that the words of the
// document are those of the knowledge base, and not those of a text that others own.
func Library(d *knowledge.Document, a About) ([]byte, error) {
	if len(d.Clauses) == 0 {
		return nil, fmt.Errorf("library of %s: %w", d.ID, ErrEmpty)
	}
	l, err := newLibrary(d.ID, a)
	if err != nil {
		return nil, fmt.Errorf("library of %s: %w", d.ID, err)
	}
	l.Name = name(d.Title, d.ID)
	l.Description = about(d)
	l.Provider = name(d.Issuer, packager)
	l.Objects.Framework = &framework{
		URN: urn("framework", d.ID), RefID: d.ID, Name: l.Name, Description: l.Description, Groups: groups(d), Nodes: nodes(d),
	}
	return yaml.Marshal(l)
}

func newLibrary(id string, a About) (*library, error) {
	if _, err := time.Parse(time.DateOnly, a.Date); err != nil {
		return nil, fmt.Errorf("the date %q is not of the form YYYY-MM-DD", a.Date)
	}
	if a.Version < 1 {
		return nil, fmt.Errorf("the version is %d; it begins with 1", a.Version)
	}
	return &library{
		Made: "v2 ; written by " + packager, URN: urn("library", id), Locale: "en", RefID: id, Copyright: rights, Version: a.Version,
		// A date without quotes: CISO Assistant takes text for something else.
		PublicationDate: yaml.Node{Kind: yaml.ScalarNode, Tag: "!!timestamp", Value: a.Date}, Packager: packager,
	}, nil
}

func urn(object, id string) string { return "urn:" + packager + ":risk:" + object + ":" + id }

// line is text in one line.
func line(s string) string { return strings.Join(strings.Fields(s), " ") }

// name is the first text that says something, in one line of the 200 characters that the database of CISO Assistant has for it.
func name(texts ...string) string {
	for _, s := range texts {
		if r := []rune(line(s)); len(r) > 200 {
			return string(r[:199]) + "…"
		} else if len(r) > 0 {
			return string(r)
		}
	}
	return "untitled"
}

// about says what a document is and how far it counts.
func about(d *knowledge.Document) string {
	s := fmt.Sprintf("A %s, edition %s, issued by %s.", d.Form, d.Edition, cmp.Or(line(d.Issuer), "nobody that is named"))
	if d.Standing != "" {
		s += " It is " + strings.ReplaceAll(string(d.Standing), "-", " ")
		if d.From != "" {
			s += ", from " + d.From
		}
		s += "."
	}
	s += " " + words
	if len(d.Flaws) > 0 {
		s += " Flaws of the document: " + line(strings.Join(d.Flaws, " "))
	}
	return s
}

// groups are the holders of duties in a document, in the order of the list of their words.
func groups(d *knowledge.Document) []group {
	var out []group
	for _, who := range holders(d.Clauses) {
		called := strings.ReplaceAll(who, "-", " ")
		out = append(out, group{RefID: who, Name: strings.ToUpper(called[:1]) + called[1:], Description: "Clauses that are for this holder of duties: " + called + "."})
	}
	return out
}

// holders are those who have to do something about some clauses, each once.
func holders(clauses []knowledge.Clause) []string {
	var out []string
	for _, who := range knowledge.Holder("").Words() {
		if slices.ContainsFunc(clauses, func(c knowledge.Clause) bool { return slices.Contains(c.Who, knowledge.Holder(who)) }) {
			out = append(out, who)
		}
	}
	return out
}

// head is the first word or number of the place of a clause, by which a framework is divided: GSPR of GSPR-17.2, 2 of 2.6.1#3, b of (b)(1).
var head = regexp.MustCompile(`^\(?([A-Za-z]+|[0-9]+)`)

// nodes are the clauses below a node for each beginning of a place; a clause that is alone in that needs none above it.
func nodes(d *knowledge.Document) []node {
	var parts []string
	members := map[string][]int{}
	for i := range d.Clauses {
		part := d.Clauses[i].ID
		if m := head.FindStringSubmatch(part); m != nil {
			part = m[1]
		}
		if members[part] == nil {
			parts = append(parts, part)
		}
		members[part] = append(members[part], i)
	}
	urns := requirements(d)
	var out []node
	for _, part := range parts {
		at := members[part]
		parent, depth := "", 1
		if len(at) > 1 {
			parent, depth = urn("req_node", d.ID+":part:"+suffix(part)), 2
			var inside []knowledge.Clause
			for _, i := range at {
				inside = append(inside, d.Clauses[i])
			}
			out = append(out, node{URN: parent, Depth: 1, RefID: part, Name: "Clauses under " + part, Groups: holders(inside)})
		}
		for _, i := range at {
			c := &d.Clauses[i]
			out = append(out, node{
				URN: urns[i], Assessable: true, Depth: depth, ParentURN: parent, RefID: c.ID, Name: name(c.Title, c.ID),
				Description: strings.TrimSpace(c.Says), Annotation: annotation(d, c), Evidence: strings.TrimSpace(c.Decides), Groups: holders([]knowledge.Clause{*c}),
			})
		}
	}
	return out
}

// annotation says the rest that is known of a clause.
func annotation(d *knowledge.Document, c *knowledge.Clause) string {
	var out []string
	say := func(what string, words ...string) {
		if text := line(strings.Join(words, ", ")); text != "" {
			out = append(out, what+": "+text)
		}
	}
	say("Who", texts(c.Who)...)
	say("Stage", texts(c.Stages)...)
	say("From", cmp.Or(c.From, d.From))
	say("Only where there is", c.Kinds...)
	say("Only for devices of class", texts(c.Classes)...)
	say("How the clause was learnt", string(c.Of(d)))
	say("Nothing can show that it is met", c.Undecidable)
	say("Flaw of the document", c.Flaw)
	return strings.Join(out, "\n")
}

func texts[T ~string](all []T) []string {
	out := make([]string, len(all))
	for i, x := range all {
		out[i] = string(x)
	}
	return out
}

var notURN = regexp.MustCompile(`[^a-z0-9_.()\[\]-]`)

// suffix is what a place is in a URN, which has small letters and few signs.
func suffix(place string) string { return notURN.ReplaceAllString(strings.ToLower(place), "_") }

// requirements are the URNs of clauses, in their order. Where two places become the same, both get a mark made from the place itself, so that
// a URN does not depend on the order of clauses.
func requirements(d *knowledge.Document) []string {
	count := map[string]int{}
	for i := range d.Clauses {
		count[suffix(d.Clauses[i].ID)]++
	}
	out := make([]string, len(d.Clauses))
	for i := range d.Clauses {
		s := suffix(d.Clauses[i].ID)
		if count[s] > 1 {
			s += fmt.Sprintf(":%x", sha256.Sum256([]byte(d.Clauses[i].ID)))[:9]
		}
		out[i] = urn("req_node", d.ID+":"+s)
	}
	return out
}
