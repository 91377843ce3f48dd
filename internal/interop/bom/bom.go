// Package bom reads a bill of materials in whatever format it is: it tells the formats apart by what a file holds, not by its name. The reading
// itself is in the packages of the formats.
package bom

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/interop/cyclonedx"
	"cordon/internal/interop/spdx"
	"cordon/internal/jsontext"
	"cordon/internal/postmarket"
)

// Format is a format in which a bill of materials is written.
type Format string

// The formats. Unknown is a file that is none.
const (
	Unknown       Format = ""
	CycloneDXJSON Format = "CycloneDX JSON"
	CycloneDXXML  Format = "CycloneDX XML"
	SPDX2JSON     Format = "SPDX 2 JSON"
	SPDX2Tags     Format = "SPDX 2 tags and values"
	SPDX3JSON     Format = "SPDX 3 JSON-LD"
)

// Head is how much of a file Sniff looks at.
const Head = 64 << 10

var readers = map[Format]func(string, io.Reader, *diag.List) *postmarket.BOM{
	CycloneDXJSON: cyclonedx.ReadJSON,
	CycloneDXXML:  cyclonedx.ReadXML,
	SPDX2JSON:     spdx.ReadJSON2,
	SPDX2Tags:     spdx.ReadTags,
	SPDX3JSON:     spdx.ReadJSON3,
}

// Read reads a bill of materials. Name is that of the file in diagnostics, which go to ds. What is wrong in the document is said, and all that can be
// read of it is read; where there was an error, that is less than the document holds. It is nil where the file is no bill of materials.
func Read(name string, r io.Reader, ds *diag.List) *postmarket.BOM {
	in := bufio.NewReaderSize(r, Head)
	head, err := in.Peek(Head)
	if err != nil && !errors.Is(err, io.EOF) {
		ds.Add(diag.Pos{File: name}, diag.FileUnreadable, "", "the file cannot be read: %s", diag.Cause(err))
		return nil
	}
	format := Sniff(head)
	if format == Unknown {
		hint, what := none(head)
		ds.Add(diag.Pos{File: name}, diag.BomUnknown, hint, "%s", what)
		return nil
	}
	return readers[format](name, in, ds)
}

// none says what a file is that is no bill of materials, and what to do about it.
func none(head []byte) (hint, what string) {
	text := bytes.TrimSpace(head)
	switch {
	case len(text) == 0:
		return "export the document again", "the file is empty"
	case bytes.Contains(text, []byte("http://spdx.org/rdf/terms")):
		return "export the document in JSON", "the file is SPDX in RDF, which is not read"
	case bytes.HasPrefix(text, []byte("spdxVersion:")), bytes.Contains(text, []byte("\nspdxVersion:")):
		return "export the document in JSON", "the file is SPDX in YAML, which is not read"
	case bytes.HasPrefix(text, []byte("PK\x03\x04")), bytes.HasPrefix(text, []byte("\x1f\x8b")):
		return "unpack it", "the file is an archive"
	}
	return "what can be read: CycloneDX in JSON and XML, SPDX 2 in JSON and as tags and values, SPDX 3 in JSON", "the file is no bill of materials that can be read here"
}

// Sniff tells the format of a file from its first bytes, Head of them or all there are.
func Sniff(head []byte) Format {
	text := bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")))
	switch {
	case bytes.HasPrefix(text, []byte("{")):
		return sniffJSON(text)
	case bytes.HasPrefix(text, []byte("<")):
		if bytes.Contains(text, []byte("http://cyclonedx.org/schema/bom/")) {
			return CycloneDXXML
		}
	case bytes.HasPrefix(text, []byte("SPDXVersion:")), bytes.Contains(text, []byte("\nSPDXVersion:")):
		return SPDX2Tags
	}
	return Unknown
}

// hints are members that only one format has at the top. They count where the member that names the format comes later than Head.
var hints = map[string]Format{
	"specVersion": CycloneDXJSON, "serialNumber": CycloneDXJSON, "components": CycloneDXJSON, "compositions": CycloneDXJSON,
	"SPDXID": SPDX2JSON, "dataLicense": SPDX2JSON, "documentNamespace": SPDX2JSON, "documentDescribes": SPDX2JSON, "hasExtractedLicensingInfos": SPDX2JSON,
}

func sniffJSON(text []byte) Format {
	d := jsontext.New(bytes.NewReader(text), jsontext.Options{})
	hint := Unknown
	for d.Object(); d.Next(); {
		key := string(d.Key())
		switch key {
		case "bomFormat":
			if d.Text() == "CycloneDX" {
				return CycloneDXJSON
			}
		case "spdxVersion":
			if strings.HasPrefix(d.Text(), "SPDX-2") {
				return SPDX2JSON
			}
		case "@context":
			if spdx3(d) {
				return SPDX3JSON
			}
		}
		if f, ok := hints[key]; ok && hint == Unknown {
			hint = f
		}
	}
	return hint
}

// spdx3 tells whether a context of JSON-LD, or one of several, is that of SPDX 3.
func spdx3(d *jsontext.Decoder) bool {
	switch d.Kind() {
	case jsontext.Text:
		return strings.Contains(d.Text(), "spdx.org/rdf/3")
	case jsontext.List:
		found := false
		for d.List(); d.Next(); {
			found = spdx3(d) || found
		}
		return found
	}
	return false
}
