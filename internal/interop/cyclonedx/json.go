package cyclonedx

import (
	"io"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/jsontext"
	"cordon/internal/postmarket"
)

// ReadJSON reads a document in JSON. File is its name in diagnostics, which go to ds. It is nil where the file holds no CycloneDX.
func ReadJSON(file string, r io.Reader, ds *diag.List) *postmarket.BOM {
	x := &jsonReader{reader: newReader(file, ds)}
	x.d = jsontext.New(r, jsontext.Options{
		File: file, Bytes: postmarket.MaxBytes, Depth: postmarket.MaxDepth, Report: x.Report,
		Malformed: diag.BomMalformed, TooLarge: diag.BomTooLarge, Form: diag.BomForm,
	})
	x.document()
	x.d.End()
	if !x.known && !x.d.Failed() {
		x.Report(x.start, diag.BomUnknown, `a document of CycloneDX has "bomFormat": "CycloneDX"`, "the file is no document of CycloneDX")
	}
	return x.build(x.root)
}

type jsonReader struct {
	*reader
	d    *jsontext.Decoder
	root *postmarket.Part
	refs []string // of one dependency
}

func (x *jsonReader) document() {
	d := x.d
	for d.Object(); d.Next(); {
		switch string(d.Key()) {
		case "bomFormat":
			x.known = string(d.Bytes()) == string(postmarket.CycloneDX) || x.known
		case "specVersion":
			at := d.Pos()
			x.version(at, postmarket.Clean(d.Scalar()))
		case "serialNumber":
			x.BOM.Serial = postmarket.Clean(d.Text())
		case "metadata":
			x.metadata()
		case "components":
			x.known = true
			x.components(nil)
		case "services":
			x.serviceList()
		case "dependencies":
			x.dependencies()
		}
	}
}

func (x *jsonReader) metadata() {
	d := x.d
	maker := ""
	for d.Object(); d.Next(); {
		switch string(d.Key()) {
		case "timestamp":
			x.BOM.Created = postmarket.Clean(d.Text())
		case "authors":
			for d.List(); d.Next(); {
				x.author(x.name())
			}
		case "tools":
			x.tools()
		case "component":
			if x.root == nil && d.Is(jsontext.Object) {
				x.rootPath = "/metadata/component"
				x.root = x.AddRoot(d.Pos())
				x.component(x.root)
				x.rootPath = ""
			}
		case "supplier":
			x.supplier = x.name()
		case "manufacture": // of the product, up to 1.5
			x.maker = x.name()
		case "manufacturer": // of the document, from 1.6
			maker = x.name()
		case "properties":
			x.eachProperty(x.ofDocument)
		}
	}
	x.author(maker)
}

// tools are a list of programs up to 1.4, and later two lists of components and services.
func (x *jsonReader) tools() {
	d := x.d
	if d.Kind() == jsontext.List {
		x.toolList()
		return
	}
	for d.Object(); d.Next(); {
		if key := string(d.Key()); key == "components" || key == "services" {
			x.toolList()
		}
	}
}

func (x *jsonReader) toolList() {
	d := x.d
	for d.List(); d.Next(); {
		var vendor, name, version string
		for d.Object(); d.Next(); {
			switch string(d.Key()) {
			case "vendor", "group":
				vendor = d.Text()
			case "name":
				name = d.Text()
			case "version":
				version = d.Scalar()
			}
		}
		x.tool(vendor, name, version)
	}
}

// name is the name of a person or organisation.
func (x *jsonReader) name() string {
	d := x.d
	name := ""
	for d.Object(); d.Next(); {
		if string(d.Key()) == "name" {
			name = x.Word(d.Bytes())
		}
	}
	return name
}

func (x *jsonReader) components(of *postmarket.Part) {
	d := x.d
	x.path = append(x.path, -1)
	for d.List(); d.Next(); {
		x.path[len(x.path)-1]++
		if !d.Is(jsontext.Object) {
			continue
		}
		if p := x.Add(of, d.Pos()); p != nil {
			x.component(p)
		}
	}
	x.path = x.path[:len(x.path)-1]
}

func (x *jsonReader) component(p *postmarket.Part) {
	d := x.d
	c := &p.Component
	var m makers
	for d.Object(); d.Next(); {
		switch string(d.Key()) {
		case "type":
			c.Type = postmarket.ComponentType(x.Word(d.Bytes()))
		case "bom-ref":
			c.Ref = same(d.Bytes(), c.PURL)
		case "group":
			c.Group = x.Word(d.Bytes())
		case "name":
			c.Name = d.Text()
		case "version":
			c.Version = d.Text()
		case "purl":
			c.PURL = same(d.Bytes(), c.Ref)
		case "cpe":
			x.cpe(c, d.Text())
		case "swid":
			for d.Object(); d.Next(); {
				if string(d.Key()) == "tagId" {
					x.id(c, "swid", d.Text())
				}
			}
		case "omniborId":
			x.ids(c, "omnibor")
		case "swhid":
			x.ids(c, "swhid")
		case "supplier":
			c.Supplier = x.name()
		case "manufacturer":
			m.manufacturer = x.name()
		case "publisher":
			m.publisher = x.Word(d.Bytes())
		case "author": // up to 1.5
			m.author = x.Word(d.Bytes())
		case "authors":
			for d.List(); d.Next(); {
				if name := x.name(); m.author == "" {
					m.author = name
				}
			}
		case "scope":
			c.Scope = x.Word(d.Bytes())
		case "licenses":
			x.licenses(c)
		case "hashes":
			x.hashes(c)
		case "properties":
			x.eachProperty(func(p property) { x.property(c, p) })
		case "components":
			x.components(p)
		}
	}
	x.done(p, m)
}

// same is a text to be kept; often it is one that is kept already.
func same(text []byte, kept string) string {
	if string(text) == kept {
		return kept
	}
	return string(text)
}

func (x *jsonReader) ids(c *postmarket.Component, kind string) {
	d := x.d
	for d.List(); d.Next(); {
		x.id(c, kind, d.Text())
	}
}

func (x *jsonReader) licenses(c *postmarket.Component) {
	d := x.d
	for d.List(); d.Next(); {
		for d.Object(); d.Next(); {
			switch string(d.Key()) {
			case "expression":
				x.license(c, d.Bytes())
			case "license":
				for d.Object(); d.Next(); {
					if key := string(d.Key()); key == "id" || key == "name" {
						x.license(c, d.Bytes())
					}
				}
			}
		}
	}
}

func (x *reader) license(c *postmarket.Component, text []byte) {
	if w := x.Word(text); w != "" {
		c.Licenses = append(c.Licenses, w)
	}
}

func (x *jsonReader) hashes(c *postmarket.Component) {
	d := x.d
	for d.List(); d.Next(); {
		var h postmarket.Hash
		for d.Object(); d.Next(); {
			switch string(d.Key()) {
			case "alg":
				h.Alg = x.Word(d.Bytes())
			case "content":
				h.Value = d.Text()
			}
		}
		if h.Value != "" {
			c.Hashes = append(c.Hashes, h)
		}
	}
}

func (x *jsonReader) eachProperty(do func(property)) {
	d := x.d
	for d.List(); d.Next(); {
		p := property{at: d.Pos()}
		for d.Object(); d.Next(); {
			switch string(d.Key()) {
			case "name":
				p.name = x.Word(d.Bytes())
			case "value":
				if p.name == "" || strings.HasPrefix(p.name, taxonomy) {
					p.value = d.Scalar()
				}
			}
		}
		do(p)
	}
}

// serviceList counts services, and keeps their names, for dependencies speak of them.
func (x *jsonReader) serviceList() {
	d := x.d
	for d.List(); d.Next(); {
		if x.services++; x.services == 1 {
			x.service = d.Pos()
		}
		for d.Object(); d.Next(); {
			switch string(d.Key()) {
			case "bom-ref":
				x.Other(postmarket.Clean(d.Text()))
			case "services":
				x.serviceList()
			}
		}
	}
}

func (x *jsonReader) dependencies() {
	d := x.d
	for d.List(); d.Next(); {
		if !d.Is(jsontext.Object) {
			continue
		}
		at, ref := d.Pos(), ""
		x.refs = x.refs[:0]
		for d.Object(); d.Next(); {
			switch string(d.Key()) {
			case "ref":
				ref = x.Known(d.Bytes())
			case "dependsOn":
				for d.List(); d.Next(); {
					x.refs = append(x.refs, x.Known(d.Bytes()))
				}
			}
		}
		x.Depend(at, ref, x.refs...)
	}
}
