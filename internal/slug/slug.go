// Package slug makes short names of titles, for ids and anchors.
package slug

import "strings"

// Of is a text in lower case with one hyphen for all that stands between letters a to z and digits. It may be empty, or begin with a digit.
func Of(text string) string {
	other := func(r rune) bool { return (r < 'a' || r > 'z') && (r < '0' || r > '9') }
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), other), "-")
}

// ID is Of from its first letter on, as ids begin with one. It may be empty.
func ID(text string) string { return strings.TrimLeft(Of(text), "-0123456789") }
