package watch

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"cordon/internal/diag"
	"cordon/internal/interop/csaf"
	"cordon/internal/interop/cyclonedx"
	"cordon/internal/interop/openvex"
	"cordon/internal/jsontext"
	"cordon/internal/postmarket"
)

// VEXFormat is a format in which a VEX document is written.
type VEXFormat string

// The formats.
const (
	OpenVEX      VEXFormat = "openvex"
	CycloneDXVEX VEXFormat = "cyclonedx"
	CSAF20       VEXFormat = "csaf"
	CSAF21       VEXFormat = "csaf-2.1"
)

// VEXFormats lists the formats.
var VEXFormats = []VEXFormat{OpenVEX, CycloneDXVEX, CSAF20, CSAF21}

// vexFile is a file that was read, before anything is made of it.
type vexFile struct {
	name   string
	src    []byte
	format VEXFormat // of CSAF in any version, CSAF20
}

// openVEX reads a file and tells its format by the members that each format has. Text that is no JSON is left to the reader of OpenVEX, which says why.
func openVEX(file string, ds *diag.List) (f vexFile, ok bool) {
	f = vexFile{name: filepath.ToSlash(file), format: OpenVEX}
	r, err := os.Open(file)
	if err == nil {
		defer r.Close()
		f.src, err = io.ReadAll(io.LimitReader(r, jsontext.TreeBytes+1))
	}
	if err != nil {
		ds.Add(diag.Pos{File: f.name}, diag.FileUnreadable, "check the path", "cannot read the document: %s", diag.Cause(err))
		return f, false
	}
	var head struct {
		Context  json.RawMessage `json:"@context"`
		Format   json.RawMessage `json:"bomFormat"`
		Document json.RawMessage `json:"document"`
	}
	_ = json.Unmarshal(f.src, &head) // what cannot be read has no members
	switch {
	case head.Document != nil:
		f.format = CSAF20
	case head.Format != nil:
		f.format = CycloneDXVEX
	case head.Context == nil && json.Valid(f.src):
		ds.Add(diag.Pos{File: f.name}, diag.VexUnknown, "OpenVEX has @context, CycloneDX has bomFormat, CSAF has document", "the file is no VEX document in a format that is read")
		return f, false
	}
	return f, true
}

// ReadVEX reads a VEX document in any of the formats. It is nil where the file holds none; the reasons are in ds.
func ReadVEX(file string, ds *diag.List) *postmarket.VEX {
	f, ok := openVEX(file, ds)
	if !ok {
		return nil
	}
	switch f.format {
	case CycloneDXVEX:
		return cyclonedx.ReadVEX(f.name, f.src, ds)
	case CSAF20:
		if d := csaf.Read(f.name, f.src, ds); d != nil {
			return csaf.ToVEX(d, ds)
		}
		return nil
	}
	return openvex.Read(f.name, f.src, ds)
}

// Written is a VEX document in a format.
type Written struct {
	Data   []byte
	Losses []string // what the format cannot hold
	Fails  []string // mandatory tests of CSAF that it does not pass
}

// WriteVEX writes a VEX document in a format; of CSAF, as a security advisory where that is asked for.
func WriteVEX(v *postmarket.VEX, format VEXFormat, advisory bool) (*Written, error) {
	var b bytes.Buffer
	switch format {
	case OpenVEX:
		err := openvex.Write(&b, v)
		return &Written{Data: b.Bytes(), Losses: openvex.Losses(v)}, err
	case CycloneDXVEX:
		err := cyclonedx.WriteVEX(&b, v)
		return &Written{Data: b.Bytes(), Losses: cyclonedx.VEXLosses(v)}, err
	case CSAF20, CSAF21:
		return writeCSAF(v, format, advisory)
	}
	return nil, fmt.Errorf("there is no format %q of VEX", format)
}

func writeCSAF(v *postmarket.VEX, format VEXFormat, advisory bool) (*Written, error) {
	version, lay := csaf.V20, csaf.FromVEX
	if format == CSAF21 {
		version = csaf.V21
	}
	if advisory {
		lay = csaf.AdvisoryFromVEX
	}
	d, losses, err := lay(v, version)
	if err != nil {
		return nil, err
	}
	w := &Written{Losses: losses}
	if w.Data, err = csaf.Write(d); err != nil {
		return nil, err
	}
	var ds diag.List // the form: of texts that were taken over
	d = csaf.Read(csaf.FileName(v.ID), w.Data, &ds)
	for _, x := range ds.Sorted() {
		w.Fails = append(w.Fails, x.Message)
	}
	for _, f := range csaf.Validate(d) {
		w.Fails = append(w.Fails, f.String())
	}
	return w, nil
}

// CheckVEX reports what is wrong with a VEX document, or with any document of CSAF: its form, the mandatory tests of CSAF, the minimum requirements
// for the others. It is false where the file holds no such document.
func CheckVEX(file string, ds *diag.List) bool {
	f, ok := openVEX(file, ds)
	if !ok {
		return false
	}
	if f.format == CSAF20 {
		d := csaf.Read(f.name, f.src, ds)
		if d == nil {
			return false
		}
		for _, x := range csaf.Validate(d) {
			ds.Add(d.Place(x.Path), diag.CsafTest, x.Hint, "%s", x)
		}
		return true
	}
	read := openvex.Read
	if f.format == CycloneDXVEX {
		read = cyclonedx.ReadVEX
	}
	v := read(f.name, f.src, ds)
	if v == nil {
		return false
	}
	for _, p := range v.Problems() {
		if p.At == (diag.Pos{}) {
			p.At.File = f.name
		}
		ds.Add(p.At, diag.VexRule, p.Hint, "%s", p)
	}
	return true
}
