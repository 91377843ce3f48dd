package store

import (
	"strings"
	"unicode/utf8"

	"cordon/internal/workbench"
)

// MaxName is how many bytes an id, kind, owner or key may have. PostgreSQL keeps at most 2,704 bytes in an entry of an index, and
// three of them share one.
const MaxName = 512

// text is one text that is to be kept.
type text struct {
	field, value string
}

// checkNames refuses names that one of the databases would refuse: it is the same everywhere.
func checkNames(what string, names ...text) error {
	for _, n := range names {
		if len(n.value) > MaxName {
			return workbench.Errorf(workbench.Invalid, "%s: %s has %d bytes; at most %d are kept", what, n.field, len(n.value), MaxName)
		}
	}
	return checkTexts(what, names...)
}

// checkTexts refuses what PostgreSQL cannot keep in a text: the byte 0 and what is not UTF-8.
func checkTexts(what string, texts ...text) error {
	for _, t := range texts {
		if !storable(t.value) {
			return workbench.Errorf(workbench.Invalid, "%s: %s holds the byte 0 or is not UTF-8", what, t.field)
		}
	}
	return nil
}

// storable tells whether a text can be in the store at all. What cannot be is not found, instead of being an error of the database.
func storable(values ...string) bool {
	for _, v := range values {
		if !utf8.ValidString(v) || strings.IndexByte(v, 0) >= 0 {
			return false
		}
	}
	return true
}
