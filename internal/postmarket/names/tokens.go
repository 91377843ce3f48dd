package names

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold writes a text in small letters without accents and trade marks.
func fold(s string) string {
	s = marks.Replace(s)
	var b strings.Builder
	for _, r := range norm.NFKD.String(s) {
		if !unicode.Is(unicode.Mn, r) {
			b.WriteRune(unicode.ToLower(r))
		}
	}
	return b.String()
}

// marks are what names have and says nothing, and letters that are no accented ones.
var marks = strings.NewReplacer("™", "", "®", "", "©", "", "'", "", "’", "", "´", "", "ß", "ss", "ø", "o", "æ", "ae")

// tokens cuts a text into words and numbers: "Discovery XR656+" gives discovery, xr656, plus. A point between digits belongs to the number. The s
// of a plural is cut off.
func tokens(s string) []string {
	var out []string
	text := []rune(fold(s))
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	for i := 0; i < len(text); {
		if text[i] == '+' && i > 0 && word(text[i-1]) {
			out = append(out, "plus")
		}
		if !word(text[i]) {
			i++
			continue
		}
		end := i + 1
		for end < len(text) && (word(text[end]) || text[end] == '.' && unicode.IsDigit(text[end-1]) && end+1 < len(text) && word(text[end+1])) {
			end++
		}
		out = append(out, singular(pointless.ReplaceAllString(string(text[i:end]), "$1$2")))
		i = end
	}
	return out
}

// pointless is the .0 in 3.0T, which others write as 3T.
var pointless = regexp.MustCompile(`^([0-9]+)\.0([a-z])$`)

func singular(t string) string {
	stem, plural := strings.CutSuffix(t, "s")
	if !plural || len(stem) < 4 || hasDigit(t) || strings.HasSuffix(stem, "s") || strings.HasSuffix(stem, "u") || strings.HasSuffix(stem, "i") {
		return t
	}
	return stem
}

func hasDigit(t string) bool { return strings.ContainsAny(t, "0123456789") }

// isDecimal tells whether a token is a version rather than a model: 8.0, 3.x, 12.2.x.x.
func isDecimal(t string) bool {
	if !strings.Contains(t, ".") {
		return false
	}
	for _, part := range strings.Split(t, ".") {
		if part != "x" && strings.Trim(part, "0123456789") != "" {
			return false
		}
	}
	return true
}

// joins are pairs of neighbours written as one: "EC 40" is also ec40, "PIC iX" is picix.
func joins(list []string) map[string][2]string {
	out := map[string][2]string{}
	for i := 0; i+1 < len(list); i++ {
		if len(list[i])+len(list[i+1]) <= maxJoined {
			out[list[i]+list[i+1]] = [2]string{list[i], list[i+1]}
		}
	}
	return out
}

// maxJoined is how long two words may be that are written as one. Longer ones are always kept apart.
const maxJoined = 12

// parentheses separates what stands in parentheses from the rest. What is not closed goes to the end.
func parentheses(s string) (outside string, inside []string) {
	var out strings.Builder
	for s != "" {
		i := strings.IndexByte(s, '(')
		if i < 0 {
			break
		}
		out.WriteString(s[:i] + " ")
		depth, end := 0, len(s)
		for j := i; j < len(s); j++ {
			if s[j] == '(' {
				depth++
			} else if s[j] == ')' {
				depth--
			}
			if depth == 0 {
				end = j
				break
			}
		}
		inside = append(inside, strings.Trim(s[i:end], "( "))
		s = s[min(end+1, len(s)):]
	}
	out.WriteString(s)
	return out.String(), inside
}
