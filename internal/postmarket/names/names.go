// Package names tells which product an advisory means by vendor, product, model and version in words, for most advisories on medical devices
// carry neither package URL nor CPE. It gives a probability and reasons; a person confirms once, and that is remembered. It reads no files and
// no formats of advisories.
//
//	Index    the products of advisories, with the weight of each word by how rare it is among them
//	Match    the advisories that may concern a product of a list
//	Said     what a text such as "2.3.6 and below" says of versions
//	File     the list of products, as people write it
package names

// Advisory is what is used of an advisory.
type Advisory struct {
	ID              string
	Title           string
	Released        string   // when this revision was released, RFC 3339 in UTC; of two with one id the later counts
	Vulnerabilities []string // CVE ids, or what the author calls them
	Products        []Named  // the affected ones; those that are fixed or not affected are left out
}

// Named is a product as an advisory names it.
type Named struct {
	Vendor  string
	Family  string
	Name    string
	Version string   // as the author writes it: "9.7", "< 3.0", "2.3.6 and below", "vers:all/*"; also models, in real advisories
	Full    string   // the name in full, which often has the version in other words
	Numbers []string // model numbers, article numbers and device identifiers, where the author gives them
}

// Text is the product as one text, by which a confirmation knows it again.
func (n *Named) Text() string {
	out := n.Vendor
	for _, s := range []string{n.Family, n.Name, n.Version} {
		if s == "" {
			continue
		}
		if out != "" {
			out += " / "
		}
		out += s
	}
	if n.Name == "" && n.Full != "" {
		return n.Full
	}
	return out
}

// Verdict is a probability in a word.
type Verdict string

// The verdicts.
const (
	Likely   Verdict = "likely"
	Possible Verdict = "possible"
	No       Verdict = "no"
)

// The least probability of each verdict. They were chosen on the half of the labelled pairs on which the weights were fitted.
const (
	LikelyFrom   = 0.5
	PossibleFrom = 0.15
)

func verdict(p float64) Verdict {
	switch {
	case p >= LikelyFrom:
		return Likely
	case p >= PossibleFrom:
		return Possible
	}
	return No
}

// Match is an advisory that may concern a product.
type Match struct {
	Product         string   `json:"product"`
	Advisory        string   `json:"advisory"`
	Title           string   `json:"title"`
	As              string   `json:"as"` // the product of the advisory that fits best
	Vulnerabilities []string `json:"vulnerabilities"`
	// Probability that the advisory concerns the product, 0 to 1. It is calibrated on pairs that share a vendor or a rare word; see
	// docs/user/products.md for how well.
	Probability float64  `json:"probability"`
	Verdict     Verdict  `json:"verdict"`
	Confirmed   bool     `json:"confirmed"`     // a person said so, and nothing has changed since
	Again       bool     `json:"confirm-again"` // a person said something, and what it rested on has changed
	Reasons     []string `json:"reasons"`

	evidence Evidence
}

// Evidence is what the match rests on.
func (m *Match) Evidence() Evidence { return m.evidence }
