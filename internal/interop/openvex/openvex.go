// Package openvex reads and writes VEX documents in the format OpenVEX: versions 0.0.1 and 0.2.0 are read, 0.2.0 is written. It judges nothing.
//
// Where the published schema and the reference implementation (openvex/go-vex) part ways, the latter is followed: identifiers are called cpe22 and cpe23,
// and a product that is not affected may have a justification and an impact statement.
package openvex

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strings"

	"cordon/internal/postmarket"
)

const contextURL = "https://openvex.dev/ns/v0.2.0"

// publicNamespace is what the ids of documents begin with whose publisher has no namespace.
const publicNamespace = "https://openvex.dev/docs/public"

type document struct {
	Context     string      `json:"@context"`
	ID          string      `json:"@id"`
	Author      string      `json:"author"`
	Role        string      `json:"role,omitempty"`
	Timestamp   string      `json:"timestamp"`
	LastUpdated string      `json:"last_updated,omitempty"`
	Version     int         `json:"version"`
	Tooling     string      `json:"tooling,omitempty"`
	Statements  []statement `json:"statements"`
}

type statement struct {
	Vulnerability   vulnerability `json:"vulnerability"`
	Timestamp       string        `json:"timestamp,omitempty"`
	LastUpdated     string        `json:"last_updated,omitempty"`
	Products        []product     `json:"products"`
	Status          string        `json:"status"`
	Supplier        string        `json:"supplier,omitempty"`
	StatusNotes     string        `json:"status_notes,omitempty"`
	Justification   string        `json:"justification,omitempty"`
	ImpactStatement string        `json:"impact_statement,omitempty"`
	ActionStatement string        `json:"action_statement,omitempty"`
	ActionTimestamp string        `json:"action_statement_timestamp,omitempty"`
}

type vulnerability struct {
	Name        string   `json:"name"`
	Description string   `json:"description,omitempty"`
	Aliases     []string `json:"aliases,omitempty"`
}

type component struct {
	ID          string            `json:"@id"`
	Identifiers map[string]string `json:"identifiers,omitempty"`
}

type product struct {
	component
	Subcomponents []component `json:"subcomponents,omitempty"`
}

// Write writes a document, a statement for each of it. The same document gives the same bytes; one without an id gets one from its content. What the
// format cannot hold is left out: Losses says what. Whether the document is complete is for VEX.Problems to say.
func Write(w io.Writer, v *postmarket.VEX) error {
	d := lay(v)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(d); err != nil {
		return fmt.Errorf("write OpenVEX: %w", err)
	}
	return nil
}

func lay(v *postmarket.VEX) document {
	base := strings.TrimSuffix(cmp.Or(v.Publisher.Namespace, publicNamespace), "/")
	d := document{
		Context: contextURL, ID: v.ID, Author: cmp.Or(v.Author, v.Publisher.Name), Role: v.Role, Timestamp: v.Issued, LastUpdated: v.Updated, Version: max(v.Version, 1),
		Tooling: v.Tooling, Statements: []statement{},
	}
	for i := range v.Statements {
		d.Statements = append(d.Statements, layStatement(&v.Statements[i], base))
	}
	switch {
	case d.ID == "":
		text, _ := json.Marshal(d) // texts and numbers only, which always can be written
		sum := sha256.Sum256(text)
		d.ID = base + "/vex-" + hex.EncodeToString(sum[:])
	case !isIRI(d.ID):
		d.ID = base + "/" + url.PathEscape(d.ID)
	}
	return d
}

func layStatement(s *postmarket.Statement, base string) statement {
	reason, _ := s.Coarse()
	out := statement{
		Vulnerability: vulnerability{Name: s.Vulnerability.ID, Description: cmp.Or(s.Vulnerability.Summary, s.Vulnerability.Title), Aliases: s.Vulnerability.Aliases},
		Timestamp:     s.Issued, LastUpdated: s.Updated, Status: string(s.Status), Supplier: s.Product.Supplier, StatusNotes: notes(s), Justification: string(reason), ImpactStatement: s.Impact,
	}
	if s.Status == postmarket.StatusAffected {
		out.ActionStatement, out.ActionTimestamp = action(s), s.ActionDate
	}
	p := product{component: layProduct(&s.Product, base)}
	if s.Component != nil {
		p.Subcomponents = []component{layProduct(s.Component, base)}
	}
	out.Products = []product{p}
	return out
}

// action is what to do, in words also where only a word of CycloneDX says it.
func action(s *postmarket.Statement) string {
	if text := s.ActionText(); text != "" {
		return text
	}
	var out []string
	for _, r := range s.Response {
		out = append(out, responses[r])
	}
	return strings.Join(out, " ")
}

var responses = map[postmarket.Response]string{
	postmarket.CanNotFix: "It cannot be fixed.", postmarket.WillNotFix: "It will not be fixed.", postmarket.Update: "Update to a version that has the fix.",
	postmarket.Rollback: "Go back to an earlier version.", postmarket.WorkaroundAvailable: "There is a workaround.",
}

func layProduct(p *postmarket.ProductRef, base string) component {
	c := component{ID: name(p, base), Identifiers: map[string]string{}}
	if p.PURL != "" {
		c.Identifiers["purl"] = p.PURL
	}
	switch {
	case strings.HasPrefix(p.CPE, "cpe:2.3:"):
		c.Identifiers["cpe23"] = p.CPE
	case p.CPE != "":
		c.Identifiers["cpe22"] = p.CPE
	}
	return c
}

// name is the IRI of a product: its id where that is one, or a package URL, or a name below the publisher's namespace.
func name(p *postmarket.ProductRef, base string) string {
	switch {
	case isIRI(p.ID):
		return p.ID
	case p.PURL != "":
		return p.PURL
	}
	return base + "#" + url.PathEscape(p.Key())
}

// isIRI tells whether a text has a scheme and no sign that IRIs do not have.
func isIRI(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme != "" && strings.TrimPrefix(s, u.Scheme+":") != "" && !strings.ContainsAny(s, " \"<>\\^`{|}\n\t\r")
}

// Paragraphs of status_notes for what the format has no member for. They are for people, and are read back.
const (
	forPatients = "For patients: "
	ofAttacks   = "Known of attacks: "
	decidedBy   = "Decided by: "
	inWords     = "Justification in the words of CycloneDX: "
)

func notes(s *postmarket.Statement) string {
	var out []string
	add := func(label, text string) {
		if text != "" {
			out = append(out, label+text)
		}
	}
	add("", s.Notes)
	add(forPatients, s.Harm)
	add(ofAttacks, s.Exploited)
	add(decidedBy, s.By)
	add(inWords, string(s.Justification))
	return strings.Join(out, "\n\n")
}

// Losses says what of a document the format cannot hold, each thing once.
func Losses(v *postmarket.VEX) []string {
	var l postmarket.Losses
	base := strings.TrimSuffix(cmp.Or(v.Publisher.Namespace, publicNamespace), "/")
	l.Add(v.ID != "" && !isIRI(v.ID), "the id %s is written as an IRI", v.ID)
	l.Add(v.Title != "", "the title")
	l.Add(v.Author != "" && v.Publisher.Name != "" && v.Author != v.Publisher.Name, "the publisher %s, who is not the author", v.Publisher.Name)
	l.Add(v.Publisher.Contact != "" || v.Publisher.Namespace != "" || v.Publisher.Category != "", "namespace, contact and role of the publisher")
	l.Add(v.TLP != "" && v.TLP != postmarket.TLPClear, "TLP:%s, the limit of sharing", v.TLP)
	l.Add(len(v.History) > 0, "the history")
	l.Add(len(v.Notes) > 0, "the notes about the document as a whole")
	for i := range v.Statements {
		s := &v.Statements[i]
		x := &s.Vulnerability
		if _, exact := s.Coarse(); !exact {
			l.Add(true, "%s: the justification %s is one of five words, and otherwise in status_notes only", s.Label(), s.Justification)
		}
		l.Add(x.Title != "" && x.Summary != "", "the titles of vulnerabilities")
		l.Add(len(x.CWEs) > 0, "weaknesses (CWE)")
		l.Add(len(x.Vectors) > 0, "CVSS vectors")
		l.Add(x.Published != "" || len(x.References) > 0, "publication dates and references of vulnerabilities")
		l.Add(len(s.Response) > 0, "responses, other than in words where nothing else says what to do")
		l.Add(len(s.Remedies) > 0, "remedies, other than as one text")
		for _, p := range []*postmarket.ProductRef{&s.Product, s.Component} {
			if p == nil {
				continue
			}
			l.Add(p.ID != "" && p.ID != name(p, base), "the product %s is named %s", p.ID, name(p, base))
			l.Add(p.Name != "" || p.Version != "", "names and versions of products")
			l.Add(p.Range != "", "%s: the range of versions %s", p.Key(), p.Range)
			l.Add(len(p.ModelNumbers)+len(p.Serials) > 0 || p.UDI != "", "model numbers, serial numbers and UDI")
			l.Add(p.BOM != "", "places in bills of materials")
		}
		l.Add(s.Component != nil && s.Component.Supplier != "", "suppliers of parts")
	}
	return l.List()
}
