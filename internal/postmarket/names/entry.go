package names

import (
	"regexp"
	"slices"
	"strings"
)

// entry is a product of an advisory as it is compared.
type entry struct {
	advisory int32
	named    *Named
	vendor   vendor
	variants []variant // names that it may go by
	words    map[string]bool
	joined   map[string][2]string
	models   models
	except   []string // words of what is "not including"
	versions []Said   // by the version of the tree, by the name in full
	instead  []text   // what stands in the place of a version and may be a model or a name
}

// variant is a name as words, with neighbours written as one.
type variant struct {
	words []string
	pairs map[string][2]string
}

// text is a text with its words and the models in it.
type text struct {
	said   string
	words  []string
	models models
}

// maxName is how many characters of a name are read. The longest name of an advisory has about 300; longer ones cost more than they say.
const maxName = 400

func clip(s string) string {
	if len(s) <= maxName {
		return s
	}
	return strings.ToValidUTF8(s[:maxName], "")
}

// newEntry reads a product of an advisory.
func newEntry(a *Advisory, of *Named) entry {
	n := &Named{Vendor: clip(of.Vendor), Family: clip(of.Family), Name: clip(of.Name), Version: of.Version, Full: clip(of.Full), Numbers: of.Numbers}
	e := entry{named: of, vendor: vendorOf(n.Vendor), words: map[string]bool{}}
	name := strings.TrimSpace(n.Family + " " + n.Name)
	if name == "" {
		name = beforeVersion(n.Full)
	}
	if before, after, found := cutFold(name, "not including"); found {
		name, e.except = strings.TrimRight(before, " ,"), tokens(after)
	}
	title := titleWords(clip(a.Title))
	version := ParseVersions(n.Version)
	e.versions = append(e.versions, version)
	if _, after, found := strings.Cut(n.Full, ": "); found && strings.TrimSpace(after) != "*" {
		e.versions = append(e.versions, ParseVersions(after))
	}
	e.versionOfName(name)
	e.variants = e.names(name, version.Models, title)
	texts := append([]string{name, strings.Join(n.Numbers, " ")}, e.numbers(version)...)
	for _, t := range title {
		if hasDigit(t) && slices.Contains(tokens(n.Full), t) {
			texts = append(texts, t) // SureSigns: VS4 A.07.107 and prior
		}
	}
	e.models = modelsOf(texts...)
	for _, said := range e.numbers(version) {
		e.instead = append(e.instead, text{said, tokens(said), modelsOf(said)})
	}
	lists := [][]string{title, tokens(n.Full), tokens(strings.Join(version.Models, " "))}
	for _, v := range e.variants {
		lists = append(lists, v.words)
	}
	for _, list := range lists {
		for _, w := range e.vendor.strip(list) {
			e.words[w] = true
		}
	}
	e.joined = joins(e.vendor.strip(tokens(name)))
	return e
}

// numbers are the models in the place of a version, and versions that may be models: 24950, 650c.
func (e *entry) numbers(s Said) []string {
	out := slices.Clone(s.Models)
	for _, c := range s.Clauses {
		if c.From == c.To && c.Line == "" && articleForm(c.From) {
			out = append(out, c.From)
		}
	}
	return out
}

// articleForm tells whether a text in the place of a version may be the number of a model: three digits or more without a point; with a single
// letter before them, which versions have as well (L81), four.
func articleForm(s string) bool {
	g := modelForm.FindStringSubmatch(s)
	return g != nil && len(g[2]) >= 3 && (len(g[1]) != 1 || len(g[2]) >= 4)
}

// cutFold is strings.Cut without regard to case.
func cutFold(s, sep string) (before, after string, found bool) {
	i := strings.Index(strings.ToLower(s), sep)
	if i < 0 || i > len(s)-len(sep) {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

func beforeVersion(full string) string {
	before, _, _ := strings.Cut(full, ": ")
	return before
}

// versionOfName reads a version in the name, where the author says nothing else of versions: Xeleris 3.1, IntelliSpace Portal 8.0.x.
func (e *entry) versionOfName(name string) {
	for _, s := range e.versions {
		if len(s.Clauses) > 0 || !s.All {
			return
		}
	}
	var s Said
	for _, t := range tokens(name) {
		if isDecimal(t) {
			s.clause("", t, t)
		}
	}
	if len(s.Clauses) > 0 {
		e.versions = []Said{s}
	}
}

var titleNoise = words("vulnerability vulnerabilities update product medical device a b c d icsma")

// titleWords are the words of a title that may name a product: "ICSMA-17-009-01A_St. Jude Merlin@home Transmitter Vulnerability (Update A)".
func titleWords(title string) []string {
	if _, after, found := strings.Cut(title, "_"); found && strings.HasPrefix(title, "ICS") {
		title = after
	}
	outside, inside := parentheses(title)
	for _, p := range inside {
		if !strings.HasPrefix(p, "Update") {
			outside += " " + p
		}
	}
	return slices.DeleteFunc(tokens(outside), func(t string) bool { return titleNoise[t] })
}

// names are the ways in which a product may be called: in full, without what stands in parentheses, by what stands in them, by each of two words
// with a stroke between, with what stands in the place of the version. A name of common words only is replaced by the title.
func (e *entry) names(name string, models, title []string) []variant {
	var out []variant
	add := func(list []string) {
		list = slices.DeleteFunc(e.vendor.strip(list), isDecimal)
		if slices.ContainsFunc(list, func(t string) bool { return !common[t] }) && !slices.ContainsFunc(out, func(o variant) bool { return slices.Equal(o.words, list) }) {
			out = append(out, variant{list, joins(list)})
		}
	}
	outside, inside := parentheses(name)
	add(tokens(name))
	add(tokens(outside))
	for _, p := range inside {
		if !strings.Contains(p, " ") || len(tokens(p)) <= 2 {
			add(tokens(p))
		}
	}
	for _, m := range models {
		add(tokens(m))
		add(append(tokens(outside), tokens(m)...))
	}
	if before, _, found := cutFold(outside, " with "); found {
		add(tokens(before))
	}
	for _, alternative := range strokes(outside) {
		add(tokens(alternative))
	}
	if g := partOf.FindStringSubmatch(clip(e.named.Full)); g != nil {
		add(tokens(g[1]))
	}
	if len(out) == 0 {
		add(title)
	}
	return out
}

// partOf is the product that has the part which the advisory names.
var partOf = regexp.MustCompile(`(?i)\b(?:included in|integrated into)\s+(?:an?\s+|the\s+)?(.*?)(?:\s+all versions.*|\))?$`)

// strokes gives a name for each of several words with strokes between: EPIQ/Affiniti.
func strokes(name string) []string {
	parts := strings.Fields(name)
	for i, w := range parts {
		if !strings.Contains(w, "/") || hasDigit(w) {
			continue
		}
		var out []string
		for _, one := range strings.Split(w, "/") {
			out = append(out, strings.Join(slices.Concat(parts[:i], []string{one}, parts[i+1:]), " "))
		}
		return out
	}
	return nil
}
