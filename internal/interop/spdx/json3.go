package spdx

import (
	"bytes"
	"cmp"
	"io"
	"strconv"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/jsontext"
	"cordon/internal/postmarket"
)

// versions3 are the versions whose packages are known to be read.
var versions3 = []string{"3.0.0", "3.0.1", "3.1"}

// ReadJSON3 reads a document of version 3 in JSON-LD, as the schema of SPDX 3 has it: with the names of its context and all elements in one graph, or
// within each other. File is its name in diagnostics, which go to ds. It is nil where the file holds no SPDX.
func ReadJSON3(file string, r io.Reader, ds *diag.List) *postmarket.BOM {
	x := &json3{
		reader: newReader(file, ds), names: map[string]string{}, licenses: map[string]string{}, infos: map[string]info{}, roots: map[string][]string{},
		agents: map[*postmarket.Part]made{}, licensed: map[string]terms{},
	}
	x.d = jsontext.New(r, x.options())
	x.document()
	x.d.End()
	if !x.known && !x.d.Failed() {
		x.Report(x.start, diag.BomUnknown, `a document of SPDX 3 has "@context" and "@graph"`, "the file is no document of SPDX 3")
	}
	x.resolve()
	return x.build()
}

// json3 reads a graph, in which elements name others that may come later.
type json3 struct {
	*reader
	d     *jsontext.Decoder
	n     int // elements without a name so far
	parts []*postmarket.Part

	names    map[string]string // of agents and tools
	licenses map[string]string // expressions
	infos    map[string]info
	roots    map[string][]string       // what documents and collections are about
	agents   map[*postmarket.Part]made // of components
	licensed map[string]terms          // of components, by their names
	doc      string                    // name of the document
	docInfo  string
}

// made says by name who supplies and who made a component.
type made struct {
	supplied string
	made     string
}

// terms are the licences of a component, by name.
type terms struct{ concluded, declared []string }

// info says how a document was made.
type info struct {
	created, version string
	by, using        []string
}

// element is what was read of an element, whatever its class.
type element struct {
	id, class, name string
	at              diag.Pos

	version, purl, purpose, support, until string
	supplied, origin                       string
	more                                   postmarket.Component // identifiers and hashes

	from, relation, scope, creation string
	to, roots                       []string
	expression                      string
	info                            info
}

func (x *json3) document() {
	d := x.d
	root := element{at: d.Pos()}
	for d.Object(); d.Next(); {
		switch key := string(d.Key()); key {
		case "@context":
			if d.Kind() == jsontext.Text {
				x.known = x.known || strings.Contains(d.Text(), "spdx.org/rdf/3")
			}
		case "@graph":
			for d.List(); d.Next(); {
				x.element()
			}
		default:
			x.member(&root, key)
		}
	}
	if root.class != "" {
		x.take(&root)
	}
}

// element reads an element, and gives its name.
func (x *json3) element() string {
	d := x.d
	if !d.Is(jsontext.Object) {
		return ""
	}
	e := element{at: d.Pos()}
	for d.Object(); d.Next(); {
		x.member(&e, string(d.Key()))
	}
	if e.id == "" {
		x.n++
		e.id = "#/element/" + strconv.Itoa(x.n)
	}
	x.take(&e)
	return e.id
}

// other reads the name of an element, or an element that stands in place of its name.
func (x *json3) other() string {
	if x.d.Kind() == jsontext.Object {
		return x.element()
	}
	return x.Known(x.d.Bytes())
}

// others reads one such name or a list of them.
func (x *json3) others() []string {
	if x.d.Kind() != jsontext.List {
		return []string{x.other()}
	}
	var out []string
	for x.d.List(); x.d.Next(); {
		out = append(out, x.other())
	}
	return out
}

// first reads a value or the first of a list.
func (x *json3) first(read func() string) string {
	if x.d.Kind() != jsontext.List {
		return read()
	}
	first := ""
	for x.d.List(); x.d.Next(); {
		first = cmp.Or(first, read())
	}
	return first
}

// local is a name of the context without what stands before it: packageVersion for software_packageVersion.
func local(name string) string {
	name = name[strings.LastIndexByte(name, '/')+1:]
	return name[strings.IndexByte(name, '_')+1:]
}

func (x *json3) member(e *element, key string) {
	d := x.d
	switch local(key) {
	case "spdxId", "@id":
		e.id = postmarket.Clean(d.Text())
	case "type", "@type":
		e.class = x.first(func() string { return local(x.Word(d.Bytes())) })
	case "name":
		e.name = d.Text()
	case "packageVersion", "hardwareVersion":
		e.version = d.Scalar()
	case "packageUrl":
		e.purl = d.Text()
	case "primaryPurpose":
		e.purpose = local(x.Word(d.Bytes()))
	case "suppliedBy":
		e.supplied = x.other()
	case "originatedBy", "productAgent":
		e.origin = x.first(x.other)
	case "validUntilTime":
		e.until = d.Text()
	case "supportLevel":
		e.support = x.first(func() string { return local(x.Word(d.Bytes())) })
	case "externalIdentifier":
		x.identifiers(&e.more)
	case "partNumber":
		if v := postmarket.Clean(d.Text()); v != "" {
			e.more.IDs = append(e.more.IDs, "part-number:"+v)
		}
	case "verifiedUsing":
		x.hashes(&e.more)
	case "from":
		e.from = x.other()
	case "to":
		e.to = x.others()
	case "relationshipType":
		e.relation = local(x.Word(d.Bytes()))
	case "scope":
		e.scope = local(x.Word(d.Bytes()))
	case "rootElement":
		e.roots = x.others()
	case "import": // of elements of other documents
		for d.List(); d.Next(); {
			for d.Object(); d.Next(); {
				if local(string(d.Key())) == "externalSpdxId" {
					x.Other(postmarket.Clean(d.Text()))
				}
			}
		}
	case "element": // those of a collection stand in the graph as well, or here
		x.others()
	case "licenseExpression":
		e.expression = d.Text()
	case "creationInfo":
		e.creation = x.other()
	case "specVersion":
		e.info.version = d.Text()
	case "created":
		e.info.created = d.Text()
	case "createdBy":
		e.info.by = x.others()
	case "createdUsing":
		e.info.using = x.others()
	}
}

func (x *json3) identifiers(c *postmarket.Component) {
	d := x.d
	for d.List(); d.Next(); {
		var kind, value string
		for d.Object(); d.Next(); {
			switch local(string(d.Key())) {
			case "externalIdentifierType":
				kind = local(x.Word(d.Bytes()))
			case "identifier":
				value = d.Text()
			}
		}
		identifier(c, kind, value)
	}
}

func (x *json3) hashes(c *postmarket.Component) {
	d := x.d
	for d.List(); d.Next(); {
		var class, alg, value string
		for d.Object(); d.Next(); {
			switch key := string(d.Key()); local(key) {
			case "type", "@type":
				class = local(x.Word(d.Bytes()))
			case "algorithm":
				alg = algorithm(d.Bytes())
			case "hashValue":
				value = d.Text()
			}
		}
		if class == "Hash" { // others are codes over all files of a package
			hash(c, alg, value)
		}
	}
}

// algorithm is the name of a hash; it may have a _ of its own.
func algorithm(name []byte) string { return string(name[bytes.LastIndexByte(name, '/')+1:]) }

// take keeps what matters of an element.
func (x *json3) take(e *element) {
	switch {
	case e.class == "Package", e.class == "AIPackage", e.class == "DatasetPackage", strings.HasSuffix(e.class, "Hardware"):
		x.known = true
		x.component(e)
		return
	case e.relation != "":
		x.relationship(e)
		return
	}
	switch e.class {
	case "SpdxDocument":
		x.known = true
		x.doc, x.docInfo = e.id, e.creation
		x.BOM.Serial = e.id
		x.BOM.Name = postmarket.Clean(e.name)
		x.roots[e.id] = append(x.roots[e.id], e.roots...)
	case "Bom", "Sbom", "Bundle":
		x.roots[e.id] = append(x.roots[e.id], e.roots...)
	case "CreationInfo":
		x.infos[e.id] = e.info
		if x.BOM.Version == "" {
			x.version(e.at, postmarket.Clean(e.info.version), versions3...)
		}
	case "Agent", "Person", "Organization", "SoftwareAgent", "Tool":
		x.names[e.id] = said(e.name)
		return
	case "LicenseExpression", "SimpleLicensingText":
		x.licenses[e.id] = cmp.Or(said(e.expression), said(e.name))
	}
	x.Other(e.id)
}

func (x *json3) component(e *element) {
	p := x.Add(nil, e.at)
	if p == nil {
		return
	}
	c := &p.Component
	c.Ref, c.Name, c.Version = e.id, said(e.name), said(e.version)
	if e.purl != "" {
		identifier(c, "purl", e.purl)
	}
	if c.PURL == "" {
		c.PURL = e.more.PURL
	} else if e.more.PURL != "" && e.more.PURL != c.PURL {
		c.IDs = append(c.IDs, e.more.PURL)
	}
	c.CPE, c.Hashes = e.more.CPE, e.more.Hashes
	c.IDs = append(c.IDs, e.more.IDs...)
	c.Type = componentType(e.purpose)
	switch {
	case e.class == "AIPackage":
		c.Type = postmarket.MachineLearning
	case e.class == "DatasetPackage":
		c.Type = postmarket.Data
	case strings.HasSuffix(e.class, "Hardware"):
		c.Type = postmarket.Hardware
	}
	c.Support = postmarket.ParseSupport(postmarket.Clean(e.support))
	x.date(&c.EndOfSupport, e.at, "validUntilTime", e.until)
	x.Done(p, func() string { return e.id })
	x.parts = append(x.parts, p)
	if e.supplied != "" || e.origin != "" {
		x.agents[p] = made{e.supplied, e.origin}
	}
}

// relations3 are the relationships that say that the first element depends on the others.
var relations3 = map[string]string{
	"dependsOn": required, "hasDynamicLink": required, "hasStaticLink": required, "hasPrerequisite": required, "hasProvidedDependency": required,
	"hasOptionalDependency": optional,
}

func (x *json3) relationship(e *element) {
	if scope, ok := relations3[e.relation]; ok {
		switch e.scope {
		case "build", "development", "test":
			scope = excluded
		}
		if len(e.to) == 0 {
			x.depend(e.at, e.from, "NONE", scope)
		}
		for _, to := range e.to {
			if strings.HasSuffix(to, "NoneElement") {
				to = "NONE"
			} else if strings.HasSuffix(to, "NoAssertionElement") {
				to = "NOASSERTION"
			}
			x.depend(e.at, e.from, to, scope)
		}
		return
	}
	for _, to := range e.to {
		switch e.relation {
		case "contains":
			x.Hold(e.from, to)
		case "describes":
			x.roots[e.from] = append(x.roots[e.from], to)
		case "hasDeclaredLicense":
			t := x.licensed[e.from]
			t.declared = append(t.declared, to)
			x.licensed[e.from] = t
		case "hasConcludedLicense":
			t := x.licensed[e.from]
			t.concluded = append(t.concluded, to)
			x.licensed[e.from] = t
		}
	}
}

// resolve puts names in place of what was named.
func (x *json3) resolve() {
	for _, p := range x.parts {
		m := x.agents[p]
		p.Supplier, p.Maker = x.names[m.supplied], x.names[m.made]
		t := x.licensed[p.Ref]
		for _, ids := range [][]string{t.concluded, t.declared} {
			for _, id := range ids {
				license(&p.Component, x.license(id))
			}
		}
	}
	for _, root := range x.roots[x.doc] {
		if inner, ok := x.roots[root]; ok && root != x.doc { // the document holds a bill of materials, which is about something
			x.describes = append(x.describes, inner...)
			x.roots[root] = nil // once
			continue
		}
		x.describes = append(x.describes, root)
	}
	how := x.infos[x.docInfo]
	x.BOM.Created = postmarket.Clean(how.created)
	for _, id := range how.by {
		if name := x.names[id]; name != "" {
			x.BOM.Authors = append(x.BOM.Authors, name)
		}
	}
	for _, id := range how.using {
		if name := x.names[id]; name != "" {
			x.BOM.Tools = append(x.BOM.Tools, name)
		}
	}
}

// license is the expression of an element, or the name of a listed licence.
func (x *json3) license(id string) string {
	if text, ok := x.licenses[id]; ok {
		return text
	}
	if name, ok := strings.CutPrefix(id, "https://spdx.org/licenses/"); ok {
		return name
	}
	return ""
}
