package spyderisk

import (
	"io"
	"strings"
	"unicode/utf8"

	"cordon/internal/diag"
)

const (
	rdfType     = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
	rdfsNS      = "http://www.w3.org/2000/01/rdf-schema#"
	rdfsLabel   = rdfsNS + "label"
	rdfsComment = rdfsNS + "comment"
	owlOntology = "http://www.w3.org/2002/07/owl#Ontology"
	owlImports  = "http://www.w3.org/2002/07/owl#imports"
	dcCreated   = "http://purl.org/dc/terms/created"
	dcModified  = "http://purl.org/dc/terms/modified"
	systemURI   = "http://it-innovation.soton.ac.uk/ontologies/trustworthiness/system"
)

// ReadModel reads a system model from N-Quads, packed or not. The base must be the one the model was made with: a class, relation or
// level that it lacks is a diagnostic. The model is nil if there is any.
func ReadModel(r io.Reader, shown string, base *Base, ds *diag.List) *Model {
	before := ds.Len()
	quads, lines := readQuads(r, shown, 0, ds)
	if ds.Len() > before {
		return nil
	}
	m := &Model{Base: base, Risk: NoLevel, Quads: quads, Unknown: make(map[string]int), byURI: make(map[Term]any), byID: make(map[string]*Asset)}
	p := &modelReader{m: m, b: base, shown: shown, lines: lines, ds: ds, links: make(map[linkKey]*AssetLink), settings: make(map[Term]any)}
	// A step that found errors would make the next one report their consequences.
	for _, step := range []func(){p.graphs, p.objects, p.statements, p.join, p.complete, p.settle} {
		if step(); p.bad > 0 {
			return nil
		}
	}
	m.sort()
	return m
}

// modelReader holds the statement that is being read.
type modelReader struct {
	m     *Model
	b     *Base
	shown string
	lines []int32
	ds    *diag.List
	bad   int

	asserted, inferred, ui Term // graphs

	at       int // index of the statement
	q        Quad
	links    map[linkKey]*AssetLink
	cards    []*cardinality
	settings map[Term]any // *Proposal, *TrustSetting, *ImpactSetting by URI
}

// graphs finds the asserted graph: the one that says which base it uses.
func (p *modelReader) graphs() {
	for i, q := range p.m.Quads {
		if q.Predicate != Term("<"+coreNS+"domainGraph>") || q.Graph == "" || q.Subject != q.Graph {
			continue
		}
		p.at, p.q = i, q
		switch uri := q.Graph.IRI(); {
		case p.m.URI == uri:
		case p.m.URI != "":
			p.fail(diag.ForeignMismatch, "put each model into a file of its own", "the file holds two models, %s and %s", p.m.URI, uri)
			return
		default:
			p.m.URI = uri
			p.asserted, p.inferred, p.ui = q.Graph, IRITerm(uri+"/inf"), IRITerm(uri+"/ui")
		}
		switch got := q.Object.IRI(); got {
		case p.b.Graph:
		case p.b.Graph + unexpanded:
			p.m.Unexpanded = true
		default:
			p.fail(diag.ForeignMismatch, hintBase, "the model uses the base %s, not %s", got, p.b.Graph)
		}
	}
	if p.m.URI == "" {
		p.report(diag.Pos{File: p.shown}, diag.ForeignMismatch, "export the whole model as N-Quads", "no graph says with core#domainGraph which knowledge base it uses, so the file holds no system model")
	}
}

// unexpanded is appended to the name of a base that was converted without the lowest and highest members of populations. Its tables
// are the same.
const unexpanded = "-unexpanded"

const maxModelReports = 200

// Hints that several diagnostics share.
const (
	hintBase  = "use the knowledge base that the model was made with"
	hintAgain = "export the model again"
	hintWhole = "export the whole model again"
)

// fail records a diagnostic at the current statement: at its object, as it stands in canonical form.
func (p *modelReader) fail(code diag.Code, hint, format string, args ...any) {
	col := 3 + utf8.RuneCountInString(string(p.q.Subject)) + utf8.RuneCountInString(string(p.q.Predicate))
	p.report(diag.Pos{File: p.shown, Line: int(p.lines[p.at]), Column: col}, code, hint, format, args...)
}

func (p *modelReader) report(at diag.Pos, code diag.Code, hint, format string, args ...any) {
	p.bad++
	if p.bad <= maxModelReports {
		p.ds.Add(at, code, hint, format, args...)
	}
}

// local is a name in one of our namespaces; outside of it, the whole IRI.
func local(t Term, namespace string) (string, bool) {
	return strings.CutPrefix(t.IRI(), namespace)
}

// short is a term as a message shows it.
func short(t Term) string {
	for _, ns := range []struct{ uri, name string }{{coreNS, "core#"}, {domainNS, "domain#"}, {systemNS, "system#"}, {rdfsNS, "rdfs:"}} {
		if s, ok := local(t, ns.uri); ok {
			return ns.name + s
		}
	}
	return string(t)
}
