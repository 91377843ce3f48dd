// Package edit changes the text of system descriptions by their meaning: operations that come from a drawing, and merges
// of versions. What is not touched stays byte for byte the same. It knows no kinds: whether a change makes sense for a
// device is said elsewhere.
package edit

import (
	"encoding/json"

	"cordon/internal/diag"
)

// Verb says what an operation does.
type Verb string

// The operations, with the fields of Operation that each needs.
const (
	Add     Verb = "add"     // Block, ID, Value; File and After if it should not stand at the end
	Remove  Verb = "remove"  // ID; All where what names it goes too
	Rename  Verb = "rename"  // ID, To: the new id, without the elements around it
	Set     Verb = "set"     // Path, Value; ID where the path begins in an element
	Unset   Verb = "unset"   // as Set, without a value
	Put     Verb = "put"     // as Set: the value becomes an item of the list, at the end or after the item After
	Take    Verb = "take"    // as Put: the item goes
	Move    Verb = "move"    // ID; File for another file, After for a place behind another element, neither for the first place
	Place   Verb = "place"   // Control, On, State, perhaps Value with further keys: a control is placed on elements
	Release Verb = "release" // Control, On: a control is taken off elements
	Retext  Verb = "text"    // File, Spans: as an inverse has it
)

// Operation is one change of a description. Ids are full: `phone/app` is the app inside the phone, `cloud/ingest` what an
// import calls so.
type Operation struct {
	Do      Verb            `json:"do"`
	File    string          `json:"file,omitempty"`  // path below the folder of the description
	Block   string          `json:"block,omitempty"` // block of a file, or `interfaces`, `parts` or `runs` of an asset
	ID      string          `json:"id,omitempty"`
	To      string          `json:"to,omitempty"`
	After   string          `json:"after,omitempty"` // id of the element, or text of the item, in front; first where empty in a move
	Path    []string        `json:"path,omitempty"`  // keys from the top of a file, or from ID; positions from 0 in lists of blocks
	Value   json.RawMessage `json:"value,omitempty"` // the order of its keys is kept where the language has none
	All     bool            `json:"all,omitempty"`
	Control string          `json:"control,omitempty"`
	On      []string        `json:"on,omitempty"`
	State   string          `json:"state,omitempty"`
	Spans   []Span          `json:"spans,omitempty"`
}

// Span is text of a file in place of other text. It is found again by its surroundings when the file was changed meanwhile.
type Span struct {
	At     int    `json:"at"` // byte offset
	Was    string `json:"was"`
	Now    string `json:"now"`
	Before string `json:"before"` // what stands before and after it, up to three lines
	After  string `json:"after"`
	Makes  bool   `json:"makes,omitempty"` // the file is not there before
	Ends   bool   `json:"ends,omitempty"`  // the file is not there afterwards
}

// Result is what operations did.
type Result struct {
	Files   map[string][]byte // files that are different now; nil for one that is gone
	Inverse []Operation       // gives the same bytes back, in this order
	Removed []string          // ids that went with All, beside those asked for
}

// Apply makes operations on the files of a folder, by their paths below it: the description is what stands right in the
// folder, and what that imports. Either all operations are made, or the diagnostics say what is wrong with each.
func Apply(files map[string][]byte, ops []Operation) (Result, []diag.Diagnostic) {
	return Open(files).Apply(ops)
}
