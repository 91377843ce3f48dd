// Package cyclonedx reads bills of materials in the format CycloneDX, versions 1.2 to 1.7, as JSON and as XML. Of a document it takes what
// package postmarket keeps, and nothing else: no services, no evidence. What documents say of vulnerabilities is read and written apart, as VEX. It
// judges nothing.
//
// Both readers of bills of materials go through a document once. A value of a wrong form is said and left out; a document that breaks off is read up to there.
package cyclonedx

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/postmarket"
)

// versions are those whose components are known to be read.
var versions = []string{"1.0", "1.1", "1.2", "1.3", "1.4", "1.5", "1.6", "1.7"}

// reader is what both formats share.
type reader struct {
	*postmarket.Builder
	start    diag.Pos
	rootPath string
	path     []int // places of the components that are being read, outermost first
	place    func() string

	known      bool // something of CycloneDX was found
	maker      string
	supplier   string
	properties []property // of the document
	services   int
	service    diag.Pos // the first of them
}

type property struct {
	name, value string
	at          diag.Pos
}

// makers are who made a component, in the words of the document.
type makers struct {
	manufacturer, publisher, author string
}

func newReader(file string, ds *diag.List) *reader {
	x := &reader{Builder: postmarket.NewBuilder(postmarket.CycloneDX, file, ds), start: diag.Pos{File: file}}
	x.place = func() string {
		b := []byte("#" + x.rootPath)
		for _, i := range x.path {
			b = strconv.AppendInt(append(b, "/components/"...), int64(i), 10)
		}
		return string(b)
	}
	return x
}

// version is the version of the format.
func (x *reader) version(at diag.Pos, v string) {
	x.BOM.Version = v
	x.known = true
	if !slices.Contains(versions, v) {
		x.Report(at, diag.BomVersion, "known are "+versions[0]+" to "+versions[len(versions)-1], "the document is of version %.40q of CycloneDX", v)
	}
}

// done ends a component.
func (x *reader) done(p *postmarket.Part, m makers) {
	p.Maker = cmp.Or(m.manufacturer, m.publisher, m.author)
	x.Done(p, x.place)
}

// taxonomy is what the names of properties begin with that everybody can know.
const taxonomy = "cdx:"

// ofDocument keeps a property of the document for its root.
func (x *reader) ofDocument(p property) {
	if strings.HasPrefix(p.name, taxonomy) {
		x.properties = append(x.properties, p)
	}
}

// property takes what properties say of support and identity. Their names are those of the CycloneDX property taxonomy: cdx:lifecycle and cdx:device, and
// the proposal cdx:fda (pull request 186); cdx:cle is an older name of the first.
func (x *reader) property(c *postmarket.Component, p property) {
	switch p.name {
	case "cdx:lifecycle:milestone:endOfSupport", "cdx:fda:end-of-support-date", "cdx:cle:eos":
		x.date(&c.EndOfSupport, p)
	case "cdx:lifecycle:milestone:endOfLife", "cdx:fda:end-of-life-date", "cdx:cle:eol":
		x.date(&c.EndOfLife, p)
	case "cdx:fda:level-of-support":
		c.Support = postmarket.ParseSupport(postmarket.Clean(p.value))
	case "cdx:fda:justification":
		if why, ok := strings.CutPrefix(p.value, "cdx:fda:level-of-support:"); ok {
			c.SupportNote = postmarket.Clean(why)
		} else if why, ok := strings.CutPrefix(p.value, "cdx:fda:end-of-support-date:"); ok {
			c.EndNote = postmarket.Clean(why)
		}
	default:
		if strings.HasPrefix(p.name, "cdx:device:gs1:gtin-") {
			x.id(c, "gtin", p.value)
		}
	}
}

func (x *reader) date(to *string, p property) {
	day, ok := postmarket.ParseDate(strings.TrimSpace(p.value))
	if !ok {
		x.Report(p.at, diag.BomForm, "write 2028-12-31", "the property %q is no date: %.40q", p.name, p.value)
		return
	}
	*to = day
}

func (x *reader) id(c *postmarket.Component, kind, value string) {
	if value = postmarket.Clean(value); value != "" {
		c.IDs = append(c.IDs, kind+":"+value)
	}
}

func (x *reader) cpe(c *postmarket.Component, cpe string) {
	if cpe = postmarket.Clean(cpe); cpe != "" {
		c.CPE = append(c.CPE, cpe)
	}
}

// build ends the document. What it says of its subject beside the component of that name goes to that component.
func (x *reader) build(root *postmarket.Part) *postmarket.BOM {
	if !x.known {
		return nil
	}
	if x.services > 0 {
		x.Report(x.service, diag.BomLeftOut, "", "services are not read, from this one on (%d in all)", x.services)
	}
	if root != nil {
		root.Supplier = cmp.Or(root.Supplier, x.supplier)
		root.Maker = cmp.Or(root.Maker, x.maker)
		c := &root.Component
		said := [2]string{c.EndOfSupport, c.EndOfLife}
		for _, p := range x.properties {
			x.property(c, p)
		}
		c.EndOfSupport, c.EndOfLife = cmp.Or(said[0], c.EndOfSupport), cmp.Or(said[1], c.EndOfLife)
		x.BOM.Name = root.Name
	}
	return x.Build()
}

// tool is a program that made the document.
func (x *reader) tool(vendor, name, version string) {
	if name = postmarket.Clean(strings.TrimSpace(name + " " + version)); name != "" {
		x.BOM.Tools = append(x.BOM.Tools, postmarket.Clean(strings.TrimSpace(vendor+" "+name)))
	}
}

func (x *reader) author(name string) {
	if name = postmarket.Clean(name); name != "" {
		x.BOM.Authors = append(x.BOM.Authors, name)
	}
}
