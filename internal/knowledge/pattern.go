package knowledge

import (
	"fmt"
	"strings"
)

// Link is a parsed link of a pattern: 'from relation to', prohibited when Not is set.
type Link struct {
	From, Relation, To string
	Not                bool
}

// ParseLink reads 'role relation role' or 'not role relation role'.
func ParseLink(s string) (Link, error) {
	words := strings.Fields(s)
	not := len(words) == 4 && words[0] == "not"
	if not {
		words = words[1:]
	}
	if len(words) != 3 {
		return Link{}, fmt.Errorf("link %q is not of the form 'role relation role'", s)
	}
	return Link{From: words[0], Relation: words[1], To: words[2], Not: not}, nil
}

// Term is a parsed cause or effect: a consequence at a role, or, where Low is set, a trust attribute whose level is low.
type Term struct {
	Role, Name string
	Low        bool
}

// ParseTerm reads 'role.consequence' or 'low role.trust'.
func ParseTerm(s string) (Term, error) {
	rest, low := strings.CutPrefix(s, "low ")
	role, name, ok := strings.Cut(strings.TrimSpace(rest), ".")
	if !ok || role == "" || name == "" || strings.ContainsAny(name, " .") {
		return Term{}, fmt.Errorf("%q is not of the form 'role.consequence' or 'low role.trust'", s)
	}
	return Term{Role: role, Name: name, Low: low}, nil
}

// Answer is a parsed item of blocked-by or triggered-by: a control at a role, or a strategy by its id.
type Answer struct {
	Control, Role string
	Strategy      string
}

// ParseAnswer reads 'CTL-0001 at role' or 'STR-0001'.
func ParseAnswer(s string) (Answer, error) {
	words := strings.Fields(s)
	switch {
	case len(words) == 1 && strings.HasPrefix(words[0], "STR-"):
		return Answer{Strategy: words[0]}, nil
	case len(words) == 3 && words[1] == "at":
		return Answer{Control: words[0], Role: words[2]}, nil
	}
	return Answer{}, fmt.Errorf("%q is not of the form 'CTL-0001 at role' or 'STR-0001'", s)
}

// InferredRole is an element that a construction rule adds, with the name of its role.
type InferredRole struct{ Name, Kind string }

// Inferred lists the elements that a rule adds.
func (r *ConstructionRule) Inferred() []InferredRole {
	var out []InferredRole
	for _, e := range r.Infers {
		out = append(out, InferredRole{e.Key, e.Value.Kind})
	}
	return out
}
