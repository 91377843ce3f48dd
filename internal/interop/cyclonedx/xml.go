package cyclonedx

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/postmarket"
)

// namespace stands before the version in the name space of a document in XML.
const namespace = "http://cyclonedx.org/schema/bom/"

// ReadXML reads a document in XML. File is its name in diagnostics, which go to ds. It is nil where the file holds no CycloneDX.
//
// encoding/xml resolves no entities but the five of XML, so that a document can neither grow nor read other files.
func ReadXML(file string, r io.Reader, ds *diag.List) *postmarket.BOM {
	x := &xmlReader{reader: newReader(file, ds), in: &io.LimitedReader{R: r, N: postmarket.MaxBytes + 1}}
	x.dec = xml.NewDecoder(x.in)
	x.dec.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, errEncoding }
	x.each(x.document)
	if !x.known && !x.failed {
		x.Report(x.start, diag.BomUnknown, "a document of CycloneDX begins with <bom>, in a name space that begins with "+namespace, "the file is no document of CycloneDX")
	}
	return x.build(x.root)
}

type xmlReader struct {
	*reader
	in     *io.LimitedReader
	dec    *xml.Decoder
	depth  int
	line   int // where the last token began
	column int
	failed bool
	root   *postmarket.Part
}

var errEncoding = errors.New("not UTF-8")

// each goes through the elements within the one that was entered last, and skips what do does not read of each.
func (x *xmlReader) each(do func(el xml.StartElement)) {
	level := x.depth
	for {
		switch t := x.token().(type) {
		case xml.StartElement:
			do(t)
			for x.depth > level && !x.failed {
				x.token()
			}
		case xml.EndElement, nil:
			return
		}
	}
}

// token is the next token; nil at the end.
func (x *xmlReader) token() xml.Token {
	if x.failed {
		return nil
	}
	x.line, x.column = x.dec.InputPos()
	t, err := x.dec.Token()
	switch {
	case errors.Is(err, io.EOF):
		x.depth = 0
		return nil
	case err != nil:
		x.fail(err)
		return nil
	}
	switch t.(type) {
	case xml.StartElement:
		if x.depth++; x.depth > postmarket.MaxDepth {
			x.failed = true
			x.Report(x.at(), diag.BomTooLarge, "", "elements are nested more than %d levels deep", postmarket.MaxDepth)
			return nil
		}
	case xml.EndElement:
		x.depth--
	}
	return t
}

func (x *xmlReader) fail(err error) {
	x.failed = true
	x.line, x.column = x.dec.InputPos()
	var syntax *xml.SyntaxError
	is := errors.As(err, &syntax)
	switch {
	case x.in.N == 0:
		x.Report(x.start, diag.BomTooLarge, "", "the file is larger than %d MiB", postmarket.MaxBytes>>20)
	case errors.Is(err, errEncoding), is && syntax.Msg == "invalid UTF-8":
		x.Report(x.at(), diag.NotUTF8, "save the file as UTF-8", "the file is not UTF-8 text")
	case is && strings.HasPrefix(syntax.Msg, "unexpected EOF"):
		x.Report(x.at(), diag.BomMalformed, "copy or export the file again", "the file breaks off here")
	case is:
		x.Report(x.at(), diag.BomMalformed, "the cause is here or just before", "the file is not XML: %.100s", postmarket.Clean(syntax.Msg))
	default:
		x.Report(x.at(), diag.FileUnreadable, "", "the file cannot be read to its end: %s", diag.Cause(err))
	}
}

// at is the place of the element that was entered last.
func (x *xmlReader) at() diag.Pos {
	return diag.Pos{File: x.start.File, Line: x.line, Column: x.column}
}

// text is the text of the element that was entered last.
func (x *xmlReader) text() string {
	level := x.depth
	var b []byte
	for x.depth >= level && !x.failed {
		if t, ok := x.token().(xml.CharData); ok {
			b = append(b, t...)
		}
	}
	return postmarket.Clean(string(b))
}

// word is such a text of which many are the same.
func (x *xmlReader) word() string { return x.Word([]byte(x.text())) }

func attr(el xml.StartElement, name string) string {
	for _, a := range el.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return postmarket.Clean(a.Value)
		}
	}
	return ""
}

func (x *xmlReader) document(el xml.StartElement) {
	version, ours := strings.CutPrefix(el.Name.Space, namespace)
	if el.Name.Local != "bom" || !ours {
		return
	}
	x.version(x.at(), version)
	x.BOM.Serial = attr(el, "serialNumber")
	x.each(func(el xml.StartElement) {
		switch el.Name.Local {
		case "metadata":
			x.metadata()
		case "components":
			x.components(nil)
		case "services":
			x.serviceList()
		case "dependencies":
			x.dependencies()
		}
	})
}

func (x *xmlReader) metadata() {
	maker := ""
	x.each(func(el xml.StartElement) {
		switch el.Name.Local {
		case "timestamp":
			x.BOM.Created = x.text()
		case "authors":
			x.each(func(xml.StartElement) { x.author(x.name()) })
		case "tools":
			x.tools()
		case "component":
			if x.root == nil {
				x.rootPath = "/metadata/component"
				x.root = x.AddRoot(x.at())
				x.component(x.root, el)
				x.rootPath = ""
			}
		case "supplier":
			x.supplier = x.name()
		case "manufacture":
			x.maker = x.name()
		case "manufacturer":
			maker = x.name()
		case "properties":
			x.eachProperty(x.ofDocument)
		}
	})
	x.author(maker)
}

func (x *xmlReader) tools() {
	x.each(func(el xml.StartElement) {
		switch el.Name.Local {
		case "components", "services":
			x.each(func(xml.StartElement) { x.oneTool() })
		default:
			x.oneTool()
		}
	})
}

func (x *xmlReader) oneTool() {
	var vendor, name, version string
	x.each(func(el xml.StartElement) {
		switch el.Name.Local {
		case "vendor", "group":
			vendor = x.text()
		case "name":
			name = x.text()
		case "version":
			version = x.text()
		}
	})
	x.tool(vendor, name, version)
}

func (x *xmlReader) name() string {
	name := ""
	x.each(func(el xml.StartElement) {
		if el.Name.Local == "name" {
			name = x.word()
		}
	})
	return name
}

func (x *xmlReader) components(of *postmarket.Part) {
	x.path = append(x.path, -1)
	x.each(func(el xml.StartElement) {
		if el.Name.Local != "component" {
			return
		}
		x.path[len(x.path)-1]++
		if p := x.Add(of, x.at()); p != nil {
			x.component(p, el)
		}
	})
	x.path = x.path[:len(x.path)-1]
}

func (x *xmlReader) component(p *postmarket.Part, el xml.StartElement) {
	c := &p.Component
	c.Type = postmarket.ComponentType(x.Word([]byte(attr(el, "type"))))
	c.Ref = attr(el, "bom-ref")
	var m makers
	x.each(func(el xml.StartElement) {
		switch el.Name.Local {
		case "group":
			c.Group = x.word()
		case "name":
			c.Name = x.text()
		case "version":
			c.Version = x.text()
		case "purl":
			c.PURL = x.text()
		case "cpe":
			x.cpe(c, x.text())
		case "swid":
			x.id(c, "swid", attr(el, "tagId"))
		case "omniborId":
			x.id(c, "omnibor", x.text())
		case "swhid":
			x.id(c, "swhid", x.text())
		case "supplier":
			c.Supplier = x.name()
		case "manufacturer":
			m.manufacturer = x.name()
		case "publisher":
			m.publisher = x.word()
		case "author":
			m.author = x.word()
		case "authors":
			x.each(func(xml.StartElement) {
				if name := x.name(); m.author == "" {
					m.author = name
				}
			})
		case "scope":
			c.Scope = x.word()
		case "licenses":
			x.licenses(c)
		case "hashes":
			x.each(func(el xml.StartElement) {
				if h := (postmarket.Hash{Alg: attr(el, "alg"), Value: x.text()}); h.Value != "" {
					c.Hashes = append(c.Hashes, h)
				}
			})
		case "properties":
			x.eachProperty(func(p property) { x.property(c, p) })
		case "components":
			x.components(p)
		}
	})
	x.done(p, m)
}

func (x *xmlReader) licenses(c *postmarket.Component) {
	x.each(func(el xml.StartElement) {
		if el.Name.Local == "expression" {
			x.license(c, []byte(x.text()))
			return
		}
		x.each(func(el xml.StartElement) {
			if el.Name.Local == "id" || el.Name.Local == "name" {
				x.license(c, []byte(x.text()))
			}
		})
	})
}

func (x *xmlReader) eachProperty(do func(property)) {
	x.each(func(el xml.StartElement) {
		p := property{name: attr(el, "name"), at: x.at()}
		p.value = x.text()
		do(p)
	})
}

func (x *xmlReader) serviceList() {
	x.each(func(el xml.StartElement) {
		if x.services++; x.services == 1 {
			x.service = x.at()
		}
		x.Other(attr(el, "bom-ref"))
		x.each(func(el xml.StartElement) {
			if el.Name.Local == "services" {
				x.serviceList()
			}
		})
	})
}

func (x *xmlReader) dependencies() {
	x.each(func(el xml.StartElement) {
		var on []string
		at := x.at()
		x.each(func(el xml.StartElement) {
			if el.Name.Local == "dependency" {
				on = append(on, x.Known([]byte(attr(el, "ref"))))
			}
		})
		x.Depend(at, x.Known([]byte(attr(el, "ref"))), on...)
	})
}
