package navigator

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"cordon/internal/compliance"
	"cordon/internal/knowledge"
)

func documentFile(id string) string { return "document/" + id + ".html" }

// anchor makes an id of a page from the place of a clause or another id, each its own. A number sign becomes an underscore, so that most stay
// readable; what must not stand in a fragment is written as in an address, with ~ for %.
func anchor(prefix, place string) string {
	var b strings.Builder
	b.WriteString(prefix)
	for _, c := range []byte(place) {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9', c == '.', c == '-':
			b.WriteByte(c)
		case c == '#':
			b.WriteByte('_')
		default:
			fmt.Fprintf(&b, "~%02X", c)
		}
	}
	return b.String()
}

// place is where a clause stands in its document.
func place(id string) string { return id[strings.IndexByte(id, '/')+1:] }

func clauseAnchor(id string) string { return anchor("c-", place(id)) }

func statementAnchor(id string) string { return anchor("state-", id) }

// mark is a status or an outcome in a word and a symbol, so that nobody has to tell colours apart.
type mark struct{ Class, Symbol, Word string }

// statuses are in the order of legends and filters.
var statuses = []struct {
	mark
	Says string
}{
	{mark{"met", "✓", "met"}, "criteria show all of it, or somebody has stated and signed it"},
	{mark{"partly", "◐", "partly met"}, "a part is shown, or it is stated and not signed"},
	{mark{"open", "○", "open"}, "nothing shows it yet"},
	{mark{"undecidable", "?", "undecidable"}, "the clause is too vague for anything to show it"},
	{mark{"not-applicable", "–", "not applicable"}, "it does not bind this system"},
}

func statusMark(s compliance.Status) mark {
	for _, x := range statuses {
		if x.Class == string(s) {
			return x.mark
		}
	}
	return mark{Word: string(s)}
}

var outcomes = map[knowledge.Outcome]mark{
	knowledge.Met: {"met", "✓", "holds"}, knowledge.Partly: {"partly", "◐", "holds in part"}, knowledge.Open: {"open", "○", "does not hold"},
	knowledge.Asked: {"undecidable", "?", "not known"}, knowledge.Nothing: {"not-applicable", "–", "nothing to look at"},
}

// clauseLink leads to a clause. Of clauses that were not asked for there is no page, and Href is empty.
type clauseLink struct {
	Href, ID, Title string
	Status          *mark
}

func (n *navigator) link(root, id string) clauseLink {
	if c := n.clauses[id]; c != nil {
		m := statusMark(c.Status)
		return clauseLink{root + documentFile(c.Document) + "#" + clauseAnchor(id), id, c.Title, &m}
	}
	l := clauseLink{ID: id}
	if c, known := n.Index.Clauses[id]; known {
		l.Title = c.Clause.Title
	}
	return l
}

func (n *navigator) links(root string, ids []string) []clauseLink {
	out := []clauseLink{}
	for _, id := range ids {
		out = append(out, n.link(root, id))
	}
	return out
}

// sentence begins with a capital, unless it begins with an id, and ends with a full stop.
func sentence(s string) string {
	s = strings.TrimSpace(s)
	if s == "" {
		return ""
	}
	if !strings.HasPrefix(s, "CRI-") {
		first, size := utf8.DecodeRuneInString(s)
		s = string(unicode.ToUpper(first)) + s[size:]
	}
	if !strings.ContainsAny(s[len(s)-1:], ".?!") {
		s += "."
	}
	return s
}

// piece is a part of a text; words to write into a description stand in it between backticks.
type piece struct {
	Text string
	Code bool
}

func pieces(s string) []piece {
	var out []piece
	for i, x := range strings.Split(s, "`") {
		out = append(out, piece{x, i%2 == 1})
	}
	return out
}
