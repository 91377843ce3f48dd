package decisions

import "fmt"

// Code names a reason for which a decision does not stand.
type Code string

// Codes of reasons. Beside each stands what Of is.
const (
	Ended      Code = "ended"       // its last day
	ReplacedBy Code = "replaced-by" // a decision
	NotFound   Code = "not-found"   // a vulnerability that is not found there any more
	NoRule     Code = "no-rule"     // a rule that the knowledge base does not have
	NoClause   Code = "no-clause"   // a clause that it does not have
	NotLooked  Code = "not-looked"  // nobody looked for what has come up since release
	NoElement  Code = "no-element"  // an element that is gone; Near is the id that is most like it
	NoLink     Code = "no-link"     // a fact or a link that it needs has changed
)

// Reason is why a decision does not stand.
type Reason struct {
	Code Code   `json:"code"`
	Of   string `json:"of,omitempty"`
	Near string `json:"near,omitempty"`
}

func (r Reason) String() string {
	switch r.Code {
	case Ended:
		return "its last day was " + r.Of
	case ReplacedBy:
		return "replaced by " + r.Of
	case NoRule:
		return "the knowledge base has no rule " + r.Of
	case NoClause:
		return "the knowledge base has no clause " + r.Of
	case NotLooked:
		return "nothing was looked for after release: cordon watch find does"
	case NoElement:
		near := ""
		if r.Near != "" {
			near = fmt.Sprintf(" (the nearest id is %s)", r.Near)
		}
		return fmt.Sprintf("there is no %s any more%s; if it has another id now, say so under `moved`", r.Of, near)
	case NoLink:
		return "it is not found there any more: a fact or a link that it needs has changed"
	}
	return "it is not found there any more"
}

// give adds reasons, as codes and as sentences.
func (r *Review) give(reasons ...Reason) {
	for _, x := range reasons {
		r.Reasons, r.Because = append(r.Reasons, x), append(r.Because, x.String())
	}
}
