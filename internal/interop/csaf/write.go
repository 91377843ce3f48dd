package csaf

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
)

// Write gives a document as JSON, its members in the order of the alphabet. It checks nothing: Validate and Read do.
func Write(d *Document) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(d)
	return b.Bytes(), err
}

// FileName is the name that the standard gives to the file of a document (2.0: section 5.1), by its id in tracking.
func FileName(id string) string {
	return notInNames.ReplaceAllString(strings.ToLower(id), "_") + ".json"
}

var notInNames = regexp.MustCompile(`[^+\-a-z0-9]+`)
