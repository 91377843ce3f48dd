package names

import (
	"regexp"
	"strings"
)

// Said is what a text says of versions.
type Said struct {
	All     bool
	Clauses []Clause
	Models  []string // what stands in the place of a version and is none: MMT-1715
	Unread  []string // conditions, dates and other words that are not judged
}

// Clause is a set of versions: those of a line (12.2 for 12.2.x.x), or those from and to a limit. Empty limits are none.
type Clause struct {
	Line             string
	From, To         string
	FromOpen, ToOpen bool   // the limit itself is not in it
	ToLine           bool   // all versions of the line To are in it: "11.x and earlier"
	Text             string // for reasons
}

// The words of the grammar, as they stand in the advisories of CISA on medical devices; TestPhrases lists them.
var (
	allForm     = regexp.MustCompile(`^(vers:(all|[a-z]+)/\*|\*|all( (software|firmware|models?|service pack))*( versions?| models?| revisions?)?|any( version)?)$`)
	conditionAt = regexp.MustCompile(`\b(with|running|on|if|included in|wireless|previously|only if|sn|serial|which|when|used|models?|that have|that has|shipped|sold|between)\b`)
	monthForm   = regexp.MustCompile(`\b(january|february|march|april|may|june|july|august|september|october|november|december|manufactured|distributed|released|end-of-life)\b`)
	fillers     = regexp.MustCompile(`\b(all|software|firmware|versions?|revisions?|revs?|releases?|sw|included|only|sp versions|ver\.?)\b|\bfirmware_`)
	leadForm    = regexp.MustCompile(`^(?:with|running|using) (?:software )?(?:versions?|revisions?)?\s*([a-z]?\.?[0-9])`)
	doubleForm  = regexp.MustCompile(`^([<>]=?[^<>]+)([<>]=?[^<>]+)$`)
	suffixForm  = regexp.MustCompile(`^(.*?)[ ,]*(?:and|or|&)? ?(?:all )?\b(prior|earlier|below|lower|older|previous|before|later|newer|above|higher)( versions?)?$`)
	priorForm   = regexp.MustCompile(`^(prior to|before|earlier than|lower than|up to|through)\s+(.*)$`)
	throughForm = regexp.MustCompile(`^(.+?)\s+(?:through to|through|thru|to|up to|-|–)\s+(.+)$`)
	lettersForm = regexp.MustCompile(`^([a-z])\s?-\s?([a-z])$`)
	betweenForm = regexp.MustCompile(`^([^<>=|]+?)\s*(<=|<)\s*([^<>=|]+)$`)
	lineForm    = regexp.MustCompile(`^(.*?)[.]?(?:\.\s?x)+$`)
	versionForm = regexp.MustCompile(`^v?[a-z]{0,3}[ .]?[0-9][0-9a-z]*([._+-][0-9a-z]+)*( (sp|sr|build|b|mr|mr build|service pack|d)\.? ?[0-9][0-9a-z]*)*$|^[a-z]$|^[a-z](\.[0-9a-z]+)+$|^[0-9]+(st|nd|rd|th) edition$|^[a-z]{2,3}-[0-9]+(\.[0-9]+)+$`)
	nextForm    = regexp.MustCompile(`\b((?:and|or) (?:prior|earlier|below|lower|older|newer|later)) +([a-z0-9.]*[0-9])`)
	spacedForm  = regexp.MustCompile(`^[a-z]?[.0-9a-z]*[0-9][.0-9a-z]*( [a-z]?[.0-9a-z]*[0-9][.0-9a-z]*)+$`)
)

// maxVersionText is how much of a text is read. The longest version text of an advisory has 150 characters.
const maxVersionText = 1000

// ParseVersions reads what a text says of versions. It never fails: what it does not understand is in Unread.
func ParseVersions(text string) Said {
	var s Said
	if len(text) > maxVersionText {
		s.Unread = append(s.Unread, text[:60]+"…")
		return s
	}
	low := strings.Join(strings.Fields(fold(text)), " ")
	low = strings.TrimPrefix(strings.TrimPrefix(low, "vers:generic/"), "vers:intdot/")
	outside, inside := parentheses(low)
	outside = strings.TrimSpace(outside)
	if outside == "" && len(inside) == 1 {
		outside, inside = inside[0], nil // (Release 1.3.2 1.4.0)
	}
	s.Unread = append(s.Unread, inside...)
	if len(inside) > 0 && strings.HasPrefix(low, "(") && isVersion(inside[0]) {
		s.one(inside[0]) // (v9.x) model 35700BAX3
		s.Unread = s.Unread[1:]
	}
	outside = s.cutCondition(leadForm.ReplaceAllString(outside, "$1"))
	outside = nextForm.ReplaceAllString(outside, "$1|$2")
	for i, part := range strings.FieldsFunc(outside, func(r rune) bool { return r == '|' || r == ',' || r == ';' }) {
		part = strings.TrimSpace(part)
		if i == 0 && part == "" {
			continue
		}
		s.part(part)
	}
	s.join()
	return s
}

// cutCondition takes what begins with a word such as "with" or "running on" off a text, unless nothing would be left.
func (s *Said) cutCondition(text string) string {
	if monthForm.MatchString(text) || strings.Contains(text, ", firmware") { // the version of one part, and of another
		s.Unread = append(s.Unread, text)
		return ""
	}
	if at := conditionAt.FindStringIndex(text); at != nil {
		rest := strings.TrimSpace(text[at[0]:])
		if name, ok := strings.CutPrefix(rest, "model"); ok {
			if name = strings.TrimSpace(strings.TrimPrefix(name, "s")); name != "" {
				s.Models = append(s.Models, name)
			}
		} else {
			s.Unread = append(s.Unread, rest)
		}
		return strings.Trim(text[:at[0]], " ,.;")
	}
	return text
}

func (s *Said) part(text string) {
	text = strings.TrimSpace(text)
	if text == "" {
		return
	}
	if allForm.MatchString(text) {
		s.All = true
		return
	}
	for _, one := range lists(text) {
		s.one(one)
	}
}

var andForm = regexp.MustCompile(`\s+and\s+`)

// lists cuts "4.20 4.20 sr1 and 4.30" and "4.x and 5.x", but leaves "2.3.6 and below" whole.
func lists(text string) []string {
	var out []string
	for _, p := range andForm.Split(text, -1) {
		if len(out) > 0 && suffixForm.MatchString("x "+p) && !hasDigit(p) {
			out[len(out)-1] += " and " + p
			continue
		}
		bare := strings.TrimSpace(fillers.ReplaceAllString(p, " "))
		bare = strings.Join(strings.Fields(bare), " ")
		if spacedForm.MatchString(bare) && !versionForm.MatchString(bare) {
			out = append(out, strings.Fields(bare)...)
			continue
		}
		out = append(out, p)
	}
	return out
}

func (s *Said) one(text string) {
	comparator := ""
	bare := strings.Join(strings.Fields(fillers.ReplaceAllString(text, " ")), " ")
	if g := doubleForm.FindStringSubmatch(bare); g != nil { // >= 2.0 < 2.2.28
		s.one(g[1])
		s.one(g[2])
		return
	}
	if before, after, found := strings.Cut(bare, " / "); found && isVersion(before) && isVersion(after) {
		s.one(before)
		s.one(after)
		return
	}
	for _, c := range []string{"<=", ">=", "<", ">", "="} {
		if rest, ok := strings.CutPrefix(bare, c); ok {
			comparator, bare = c, strings.TrimSpace(rest)
			break
		}
	}
	bare = strings.Trim(bare, " .:-")
	if bare == "" {
		if comparator == "" {
			s.All = true // "versions"
		}
		return
	}
	if comparator == "" {
		switch g := suffixForm.FindStringSubmatch(bare); {
		case g != nil && strings.TrimSpace(g[1]) != "":
			comparator, bare = "<=", strings.TrimSpace(g[1])
			if strings.Contains("later newer above higher", g[2]) {
				comparator = ">="
			}
		default:
			if g := priorForm.FindStringSubmatch(bare); g != nil {
				comparator, bare = "<", g[2]
				if g[1] == "through" {
					comparator = "<="
				}
			}
		}
	}
	if comparator == "" {
		for _, form := range []*regexp.Regexp{lettersForm, throughForm} {
			if g := form.FindStringSubmatch(bare); g != nil && isVersion(g[1]) && isVersion(g[2]) {
				s.Clauses = append(s.Clauses, limits(g[1], "<=", g[2], text))
				return
			}
		}
		if g := betweenForm.FindStringSubmatch(bare); g != nil && isVersion(g[1]) && isVersion(g[3]) {
			s.Clauses = append(s.Clauses, limits(g[1], g[2], g[3], text))
			return
		}
	}
	s.clause(comparator, bare, text)
}

// limits is from one version to another.
func limits(from, comparator, to, text string) Clause {
	c := Clause{From: from, To: to, ToOpen: comparator == "<", Text: text}
	if g := lineForm.FindStringSubmatch(to); g != nil {
		c.To, c.ToLine = g[1], comparator == "<="
	} else if stem, ok := strings.CutSuffix(to, "x"); ok && hasDigit(stem) {
		c.To, c.ToLine = stem, true // C.0x
	}
	return c
}

func isVersion(s string) bool {
	s = strings.TrimSpace(s)
	return versionForm.MatchString(s) || lineForm.MatchString(s)
}

func (s *Said) clause(comparator, version, text string) {
	line := ""
	if g := lineForm.FindStringSubmatch(version); g != nil && g[1] != "" {
		line = g[1]
	}
	if line == "" && !versionForm.MatchString(version) {
		if comparator == "" {
			s.Models = append(s.Models, version)
		} else {
			s.Unread = append(s.Unread, text)
		}
		return
	}
	c := Clause{Text: text}
	limit := version
	if line != "" {
		limit = line
	}
	switch comparator {
	case "<":
		c.To, c.ToOpen = limit, true
	case "<=":
		c.To, c.ToLine = limit, line != ""
	case ">":
		c.From, c.FromOpen = limit, true
	case ">=":
		c.From = limit
	default:
		if line != "" {
			c.Line = line
		} else {
			c.From, c.To = version, version
		}
	}
	s.Clauses = append(s.Clauses, c)
}

// join makes one clause of a lower limit and the upper one that follows it: ">= 1.0 | <= 1.3".
func (s *Said) join() {
	var out []Clause
	for _, c := range s.Clauses {
		if n := len(out) - 1; n >= 0 && out[n].From != "" && out[n].To == "" && out[n].Line == "" && c.From == "" && c.To != "" {
			last := &out[n]
			last.To, last.ToOpen, last.ToLine = c.To, c.ToOpen, c.ToLine
			last.Text += " " + c.Text
			continue
		}
		out = append(out, c)
	}
	s.Clauses = out
}
