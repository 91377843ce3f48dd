package vers

import (
	"bytes"
	"strings"
)

// Order describes the versions of one product line, as its maker writes them: "B.06.18", "U61", "012U000040". It is data,
// to be written by somebody who knows the device.
//
//	Order{Name: "ultrasound", Forms: []Form{
//		{Pattern: "U{build}", Parts: []Part{{Name: "build", Kind: Number}}},
//		{Pattern: "{series}.{major}.{minor}[ SP{pack}]", Parts: []Part{{Name: "series", Kind: Letters}, ...}},
//	}}
type Order struct {
	// Name names the product line in messages.
	Name string
	// Forms are the ways in which its versions were written over the years, oldest first: all versions of one form are older
	// than all of the next.
	Forms []Form
}

// Form is one way of writing versions.
type Form struct {
	// Pattern is the text of a version, with {name} in the place of each part. What stands in [brackets] may be missing, and
	// is then older than with it. A backslash takes the next character as it is. Case and spaces around do not matter.
	Pattern string
	// Parts describe the names in the pattern, each once.
	Parts []Part
	// By names the parts that order versions, heaviest first; parts that are left out have no weight. Default: as in the
	// pattern.
	By []string
}

// PartKind says what a part is made of and how it is ordered.
type PartKind string

// The kinds of parts.
const (
	Number  PartKind = "number"  // digits, by their value
	Letters PartKind = "letters" // ASCII letters: A to Z, then AA; case has no weight
	Word    PartKind = "word"    // one of Words, in their order
	Date    PartKind = "date"    // a date as Layout says
	Skipped PartKind = "skipped" // any text up to what follows in the pattern; it has no weight
)

// Part is one part of a form.
type Part struct {
	// Name is the part's name in the pattern.
	Name string
	Kind PartKind
	// Width is the exact number of characters of a number or of letters. Default: as many as there are.
	Width int
	// Words are the words of a word, oldest first.
	Words []string
	// Layout is the layout of a date: YYYY or YY, MM or WW, DD, and characters between them, as in DD.MM.YYYY. YY below 70 is
	// after 2000.
	Layout string
}

// maxParts is how many parts, and how many brackets, a form may have. It bounds the work of matching.
const maxParts = 8

// Ordered is an Order that is ready for use.
type Ordered struct {
	name  string
	forms []compiledForm
}

// String returns the name of the product line.
func (o *Ordered) String() string { return o.name }

func (*Ordered) keyer() {}

// Key returns the key of a version. Its error is a *VersionError.
func (o *Ordered) Key(version string) ([]byte, error) {
	return o.AppendKey(nil, version)
}

// Compare compares two versions, as the function Compare does.
func (o *Ordered) Compare(a, b string) (int, error) {
	keyA, err := o.Key(a)
	if err != nil {
		return 0, err
	}
	keyB, err := o.Key(b)
	if err != nil {
		return 0, err
	}
	return bytes.Compare(keyA, keyB), nil
}

// AppendKey appends the key of a version to dst: the number of its form, then each part that has weight.
func (o *Ordered) AppendKey(dst []byte, version string) ([]byte, error) {
	text := strings.TrimSpace(version)
	if err := check(text); err != nil {
		return dst, &VersionError{Order: o.name, Version: version, Err: err}
	}
	// The newest form that fits: a maker who changes the form means the new one where both fit.
	for i := len(o.forms) - 1; i >= 0; i-- {
		var values [maxParts]string
		if o.forms[i].match(text, &values) {
			return o.forms[i].appendKey(append(dst, byte(i)), &values), nil
		}
	}
	return dst, &VersionError{Order: o.name, Version: version, Err: ErrSyntax}
}

const (
	partMissing = 0x01
	partPresent = 0x02
)

func (f *compiledForm) appendKey(dst []byte, values *[maxParts]string) []byte {
	for _, i := range f.by {
		if values[i] == "" {
			dst = append(dst, partMissing)
			continue
		}
		dst = f.parts[i].appendValue(append(dst, partPresent), values[i])
	}
	return dst
}

// appendValue appends a value that the part has matched.
func (p *Part) appendValue(dst []byte, value string) []byte {
	switch p.Kind {
	case Letters:
		return appendFolded(append(dst, byte(len(value)>>8), byte(len(value))), value)
	case Word:
		for i, w := range p.Words {
			if strings.EqualFold(w, value) {
				return append(dst, byte(i>>8), byte(i))
			}
		}
	case Date:
		return appendDate(dst, p.Layout, value)
	}
	return appendNumber(dst, value)
}
