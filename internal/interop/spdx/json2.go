package spdx

import (
	"io"
	"strconv"

	"cordon/internal/diag"
	"cordon/internal/jsontext"
	"cordon/internal/postmarket"
)

// versions2 are the versions whose packages are known to be read.
var versions2 = []string{"2.0", "2.1", "2.2", "2.3"}

// ReadJSON2 reads a document of version 2 in JSON. File is its name in diagnostics, which go to ds. It is nil where the file holds no SPDX.
func ReadJSON2(file string, r io.Reader, ds *diag.List) *postmarket.BOM {
	x := &json2{reader: newReader(file, ds)}
	x.d = jsontext.New(r, x.options())
	x.document()
	x.d.End()
	if !x.known && !x.d.Failed() {
		x.Report(x.start, diag.BomUnknown, `a document of SPDX 2 has "spdxVersion": "SPDX-2.3"`, "the file is no document of SPDX 2")
	}
	return x.build()
}

type json2 struct {
	*reader
	d *jsontext.Decoder
	n int // of packages
}

func (x *json2) document() {
	d := x.d
	for d.Object(); d.Next(); {
		switch string(d.Key()) {
		case "spdxVersion":
			at := d.Pos()
			x.version(at, version2(d.Text()), versions2...)
		case "SPDXID":
			x.known = true
			x.Other(postmarket.Clean(d.Text()))
		case "name":
			x.BOM.Name = postmarket.Clean(d.Text())
		case "documentNamespace":
			x.BOM.Serial = postmarket.Clean(d.Text())
		case "creationInfo":
			for d.Object(); d.Next(); {
				switch string(d.Key()) {
				case "created":
					x.BOM.Created = postmarket.Clean(d.Text())
				case "creators":
					for d.List(); d.Next(); {
						x.creator(d.Text())
					}
				}
			}
		case "documentDescribes":
			for d.List(); d.Next(); {
				x.describes = append(x.describes, x.Known(d.Bytes()))
			}
		case "packages":
			x.packages()
		case "files", "snippets":
			x.others()
		case "relationships":
			x.relationships()
		}
	}
}

func version2(text string) string {
	const before = "SPDX-"
	if text = postmarket.Clean(text); len(text) > len(before) && text[:len(before)] == before {
		return text[len(before):]
	}
	return text
}

func (x *json2) packages() {
	d := x.d
	place := func() string { return "#/packages/" + strconv.Itoa(x.n) }
	x.n = -1
	for d.List(); d.Next(); {
		x.n++
		x.known = true
		if !d.Is(jsontext.Object) {
			continue
		}
		if p := x.Add(nil, d.Pos()); p != nil {
			x.onePackage(&p.Component)
			x.Done(p, place)
		}
	}
}

func (x *json2) onePackage(c *postmarket.Component) {
	d := x.d
	declared := ""
	for d.Object(); d.Next(); {
		switch string(d.Key()) {
		case "SPDXID":
			c.Ref = d.Text()
		case "name":
			c.Name = said(d.Text())
		case "versionInfo":
			c.Version = said(d.Scalar())
		case "supplier":
			c.Supplier = agent(x.Word(d.Bytes()))
		case "originator":
			c.Maker = agent(x.Word(d.Bytes()))
		case "licenseConcluded":
			license(c, x.Word(d.Bytes()))
		case "licenseDeclared":
			declared = x.Word(d.Bytes())
		case "primaryPackagePurpose":
			c.Type = componentType(x.Word(d.Bytes()))
		case "validUntilDate":
			at := d.Pos()
			x.date(&c.EndOfSupport, at, "validUntilDate", d.Text())
		case "checksums":
			for d.List(); d.Next(); {
				var alg, value string
				for d.Object(); d.Next(); {
					switch string(d.Key()) {
					case "algorithm":
						alg = x.Word(d.Bytes())
					case "checksumValue":
						value = d.Text()
					}
				}
				hash(c, alg, value)
			}
		case "externalRefs":
			for d.List(); d.Next(); {
				var kind, value string
				for d.Object(); d.Next(); {
					switch string(d.Key()) {
					case "referenceType":
						kind = x.Word(d.Bytes())
					case "referenceLocator":
						value = d.Text()
					}
				}
				identifier(c, kind, value)
			}
		}
	}
	license(c, declared)
}

// others are files and snippets, of which relationships speak.
func (x *json2) others() {
	d := x.d
	for d.List(); d.Next(); {
		for d.Object(); d.Next(); {
			if string(d.Key()) == "SPDXID" {
				x.Other(postmarket.Clean(d.Text()))
			}
		}
	}
}

func (x *json2) relationships() {
	d := x.d
	for d.List(); d.Next(); {
		at := d.Pos()
		var from, kind, to string
		for d.Object(); d.Next(); {
			switch string(d.Key()) {
			case "spdxElementId":
				from = x.Known(d.Bytes())
			case "relationshipType":
				kind = x.Word(d.Bytes())
			case "relatedSpdxElement":
				to = x.Known(d.Bytes())
			}
		}
		x.relate(at, from, kind, to)
	}
}
