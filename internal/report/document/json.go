package document

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// maxJSON bounds what Decode reads, in bytes: all texts, some pictures, and the names around them.
const maxJSON = 256 << 20

// JSON writes the form itself, with clean texts. Decode gives it back.
func JSON(w io.Writer, d *Document) error {
	if err := d.Check(); err != nil {
		return err
	}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	if err := e.Encode(d.cleaned()); err != nil {
		return fmt.Errorf("write document as JSON: %w", err)
	}
	return nil
}

// Decode reads a document from JSON and checks it. Unknown names are errors.
func Decode(r io.Reader) (*Document, error) {
	src, err := io.ReadAll(io.LimitReader(r, maxJSON+1))
	if err != nil {
		return nil, fmt.Errorf("read document: %w", err)
	}
	if len(src) > maxJSON {
		return nil, fmt.Errorf("read document: more than %d bytes", maxJSON)
	}
	j := json.NewDecoder(bytes.NewReader(src))
	j.DisallowUnknownFields()
	d := &Document{}
	if err := j.Decode(d); err != nil {
		return nil, fmt.Errorf("read document: %w", err)
	}
	if _, err := j.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("read document: something follows it")
	}
	if err := d.Check(); err != nil {
		return nil, err
	}
	return d, nil
}
