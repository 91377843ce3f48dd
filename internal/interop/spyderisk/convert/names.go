package convert

import (
	"slices"
	"strconv"
	"strings"

	"cordon/internal/slug"
	"cordon/internal/yamltext"
)

func wordOf(s string) yamltext.Word { return yamltext.Word{Text: s} }

// addRef puts a reference into a list, once.
func addRef(list *[]yamltext.Word, id string) {
	if !slices.Contains(*list, wordOf(id)) {
		*list = append(*list, wordOf(id))
	}
}

// unique makes an id of a label, or of the class where the label gives none, and adds a number if it is taken.
func (c *converter) unique(label, class string) string {
	base := short(label)
	for _, before := range []string{short(class), "element"} {
		if base == "" || base[0] < 'a' { // an id begins with a letter
			base = strings.Trim(before+"-"+base, "-")
		}
	}
	id := base
	for n := 2; c.taken[id]; n++ {
		id = base + "-" + strconv.Itoa(n)
	}
	c.taken[id] = true
	return id
}

// maxSlug keeps ids readable when a label is a whole paragraph.
const maxSlug = 60

// plainLetters writes the letters of European languages without their marks.
var plainLetters = strings.NewReplacer("à", "a", "á", "a", "â", "a", "ã", "a", "ä", "a", "å", "a", "æ", "ae", "ç", "c", "è", "e", "é", "e", "ê", "e", "ë", "e",
	"ì", "i", "í", "i", "î", "i", "ï", "i", "ñ", "n", "ò", "o", "ó", "o", "ô", "o", "õ", "o", "ö", "o", "ø", "o", "ß", "ss", "ù", "u", "ú", "u", "û", "u", "ü", "u")

// short writes a label as an id, which may be empty or begin with a digit.
func short(label string) string {
	s := slug.Of(plainLetters.Replace(strings.ToLower(label)))
	return strings.TrimRight(s[:min(len(s), maxSlug)], "-")
}

// oneLine is a text without line breaks, control characters and bytes that are not UTF-8, and with single spaces.
func oneLine(s string) string {
	s = strings.Map(func(r rune) rune {
		if r < ' ' || r >= 0x7F && r < 0xA0 || r == 0xFEFF || r == 0xFFFE || r == 0xFFFF || r == 0x2028 || r == 0x2029 {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, " "))
	return strings.Join(strings.Fields(s), " ")
}
