package spdx

import (
	"bufio"
	"errors"
	"io"
	"strconv"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/postmarket"
)

const maxLine = 16 << 20

// ReadTags reads a document of version 2 as tags and values. File is its name in diagnostics, which go to ds. It is nil where the file holds no SPDX.
func ReadTags(file string, r io.Reader, ds *diag.List) *postmarket.BOM {
	in := &io.LimitedReader{R: r, N: postmarket.MaxBytes + 1}
	x := &tags{reader: newReader(file, ds), lines: bufio.NewScanner(in)}
	x.lines.Buffer(make([]byte, 0, 64<<10), maxLine)
	failed := !x.document()
	switch err := x.lines.Err(); {
	case in.N == 0:
		failed = true
		x.Report(x.start, diag.BomTooLarge, "", "the file is larger than %d MiB", postmarket.MaxBytes>>20)
	case errors.Is(err, bufio.ErrTooLong):
		failed = true
		x.Report(x.at(), diag.BomTooLarge, "", "a line is longer than %d MiB", maxLine>>20)
	case err != nil:
		failed = true
		x.Report(x.at(), diag.FileUnreadable, "", "the file cannot be read to its end: %s", diag.Cause(err))
	}
	if !x.known && !failed {
		x.Report(x.start, diag.BomUnknown, "a document of SPDX 2 has a line SPDXVersion: SPDX-2.3", "the file is no document of SPDX 2")
	}
	return x.build()
}

type tags struct {
	*reader
	lines *bufio.Scanner
	n     int // of the line
	first int // line on which the value that is read began

	of       string           // sort of element that the tags belong to
	p        *postmarket.Part // the package that is read
	begun    int              // line on which it begins
	declared string
	full     bool
}

// Sorts of elements; the tags of other sorts are not read.
const (
	ofDocument = "document"
	ofPackage  = "package"
	ofOther    = "other"
)

func (x *tags) at() diag.Pos { return diag.Pos{File: x.start.File, Line: x.first, Column: 1} }

// document reads all tags. It is false where the file breaks off.
func (x *tags) document() (whole bool) {
	x.of = ofDocument
	defer x.end()
	for x.lines.Scan() && !x.full {
		x.n++
		x.first = x.n
		line := strings.TrimSpace(strings.ToValidUTF8(x.lines.Text(), "\uFFFD"))
		if x.n == 1 {
			line = strings.TrimPrefix(line, "\ufeff")
		}
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		tag, value, ok := strings.Cut(line, ":")
		if !ok {
			x.Report(x.at(), diag.BomForm, "write the name of a tag, a colon and a value", "the line is no tag with a value: %.40q", line)
			continue
		}
		if value, ok = x.value(strings.TrimSpace(value)); !ok {
			x.Report(x.at(), diag.BomMalformed, "copy or export the file again", "the value of %.40q has no end", tag)
			return false
		}
		x.tag(tag, value)
	}
	return true
}

// value is a value, which goes on over several lines where it begins with <text>.
func (x *tags) value(value string) (string, bool) {
	value, long := strings.CutPrefix(value, "<text>")
	if !long {
		return value, true
	}
	var b strings.Builder
	for {
		if text, ok := strings.CutSuffix(value, "</text>"); ok {
			b.WriteString(text)
			return b.String(), true
		}
		if b.Len() < 10_000 { // of a longer text nothing is kept
			b.WriteString(value)
			b.WriteByte('\n')
		}
		if !x.lines.Scan() {
			return "", false
		}
		x.n++
		value = strings.TrimSpace(strings.ToValidUTF8(x.lines.Text(), "\uFFFD"))
	}
}

// begins are the tags with which an element begins that has tags of the same names as a package.
var begins = map[string]string{"PackageName": ofPackage, "FileName": ofOther, "SnippetSPDXID": ofOther, "SnippetSPDXIdentifier": ofOther}

func (x *tags) tag(tag, value string) {
	if of, ok := begins[tag]; ok {
		x.end()
		x.of = of
	}
	switch tag {
	case "SPDXVersion":
		x.version(x.at(), version2(value), versions2...)
	case "DocumentName":
		x.BOM.Name = postmarket.Clean(value)
	case "DocumentNamespace":
		x.BOM.Serial = postmarket.Clean(value)
	case "Creator":
		x.creator(value)
	case "Created":
		x.BOM.Created = postmarket.Clean(value)
	case "Relationship":
		if f := strings.Fields(value); len(f) >= 3 {
			x.relate(x.at(), f[0], f[1], f[2])
		} else {
			x.Report(x.at(), diag.BomForm, "write SPDXRef-A DEPENDS_ON SPDXRef-B", "the line is no relationship: %.40q", value)
		}
	case "SPDXID":
		if x.of != ofPackage {
			x.Other(postmarket.Clean(value))
		}
	case "SnippetSPDXID", "SnippetSPDXIdentifier":
		x.Other(postmarket.Clean(value))
	case "PackageName":
		x.known = true
		if x.p = x.Add(nil, x.at()); x.p == nil {
			x.full = true
			return
		}
		x.begun = x.first
		x.p.Name = said(value)
	}
	if x.of == ofPackage && x.p != nil {
		x.packageTag(&x.p.Component, tag, value)
	}
}

func (x *tags) packageTag(c *postmarket.Component, tag, value string) {
	switch tag {
	case "SPDXID":
		c.Ref = value
	case "PackageVersion":
		c.Version = said(value)
	case "PackageSupplier":
		c.Supplier = agent(value)
	case "PackageOriginator":
		c.Maker = agent(value)
	case "PackageLicenseConcluded":
		license(c, value)
	case "PackageLicenseDeclared":
		x.declared = value
	case "PrimaryPackagePurpose":
		c.Type = componentType(value)
	case "ValidUntilDate":
		x.date(&c.EndOfSupport, x.at(), tag, value)
	case "PackageChecksum":
		alg, sum, _ := strings.Cut(value, ":")
		hash(c, alg, sum)
	case "ExternalRef":
		if f := strings.Fields(value); len(f) >= 3 {
			identifier(c, f[1], f[2])
		} else {
			x.Report(x.at(), diag.BomForm, "write PACKAGE-MANAGER purl pkg:type/name@version", "the line is no reference: %.40q", value)
		}
	}
}

// end ends the package that is read.
func (x *tags) end() {
	if x.p == nil {
		return
	}
	license(&x.p.Component, x.declared)
	x.Done(x.p, func() string { return "#/line/" + strconv.Itoa(x.begun) })
	x.p, x.declared = nil, ""
}
