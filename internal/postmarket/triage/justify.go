package triage

import (
	"fmt"
	"slices"
	"strings"

	"cordon/internal/postmarket"
)

// States of the analysis of a vulnerability (CycloneDX 1.6), as far as they are proposed here.
const (
	InTriage    = "in_triage"
	Exploitable = "exploitable"
	NotAffected = "not_affected"
)

// JustifyInput is what is known of a vulnerability in a component of a product. Its zero value knows nothing.
type JustifyInput struct {
	Component string // its name, for the argument
	Element   string // of the model that has the component, for the argument; empty where it is bound to none

	InBOM       Is     // the component is in the bill of materials of the release
	BOMComplete Stated // the bill lists all components
	InRange     Is     // the version is one that the advisory names
	Present     Stated // the vulnerable code is in the build
	Reachable   Stated // the vulnerable code can be run
	Compiler    Stated // the compiler protects against it
	Needs       []Need // conditions without which it cannot be used

	Metrics map[string]string // of the CVSS vector, as cvss.Metrics gives them; nil where there is none
	Ways    Ways              // to the element

	Attributes []TrustFall   // trust that the vulnerability takes, as the model's element has it
	Weighed    bool          // the model was propagated with it; Levels then holds all consequences that follow from Attributes
	Levels     []Consequence // at the element and at harms
	Blocks     []Block       // controls without which a level would rise
}

// Need is a condition: a configuration, a dependency or an environment.
type Need struct {
	Sort string // configuration, dependency or environment
	Says string // what is needed, in words
	Met  Stated // whether the product meets it
}

// Ways says by which ways an element can be reached.
type Ways struct {
	Network  Is // a network beyond the one that it shares with its neighbours, such as the internet, by any protocol
	Adjacent Is // a shared network, radio or bus
	Local    Is // somebody or something runs or opens things on it
	Physical Is // hands
}

// TrustFall is a trust attribute that a vulnerability lowers.
type TrustFall struct {
	Attribute string
	Exists    bool // at the element
	Assumed   int  // level before, 0-5
	Then      int  // level with the vulnerability, 0-5
}

// Consequence is a level of a consequence before and with the vulnerability.
type Consequence struct {
	ID, Title     string
	Before, After int  // likelihood, 0-5
	Harm          bool // a harm to somebody
}

// Block is a control that holds a vulnerability back: without it, with all else in place, a level would rise.
type Block struct {
	ID, Title string // as CTL-0001@element
	Layer     string // of the knowledge base: device, interface, host, network, site, cloud, organisation, person
	State     string // present or planned; only a present one counts
}

// Proposal is what a person may decide.
type Proposal struct {
	State         string                   `json:"state"`                   // in_triage, exploitable or not_affected
	Status        string                   `json:"status"`                  // the same as VEX says it: under_investigation, affected, not_affected
	Justification postmarket.Justification `json:"justification,omitempty"` // with not_affected
	OpenVEX       postmarket.Reason        `json:"openvex,omitempty"`       // the nearest of OpenVEX and CSAF
	Argument      []string                 `json:"argument"`                // sentences that carry it
	Open          []string                 `json:"open"`                    // what would settle it, or what a person should look at
}

// Justify proposes whether a product is affected, and why not. It says not_affected only on what is known and stated with a name and a reason;
// otherwise it asks. Each excuse is tried in order, from what needs least argument to what needs most.
func Justify(in JustifyInput) Proposal {
	p := Proposal{Argument: []string{}, Open: []string{}}
	for _, excuse := range []func(*Proposal) postmarket.Justification{in.absent, in.unreachable, in.unmet, in.noWay, in.held} {
		if j := excuse(&p); j != "" {
			p.State, p.Status, p.Justification = NotAffected, NotAffected, j
			p.OpenVEX, _ = (&postmarket.Statement{Justification: j}).Coarse()
			if j == postmarket.CodeNotPresent && in.InBOM == No {
				p.OpenVEX = postmarket.ReasonComponentNotPresent
			}
			p.Open = []string{}
			return p
		}
	}
	in.rest(&p)
	return p
}

func (p *Proposal) argue(format string, args ...any) {
	p.Argument = append(p.Argument, fmt.Sprintf(format, args...))
}

func (p *Proposal) ask(format string, args ...any) {
	p.Open = append(p.Open, fmt.Sprintf(format, args...))
}

// rely argues with a statement that excuses, and asks for name and reason where one has neither.
func (p *Proposal) rely(s Stated, is Is, argument, what string) bool {
	switch {
	case s.excuses(is):
		p.argue("%s, says %s: %s.", argument, s.By, strings.TrimSuffix(s.Because, "."))
		return true
	case s.Is == is:
		p.ask("Who says that %s, and why?", what)
	}
	return false
}

func (in *JustifyInput) absent(p *Proposal) postmarket.Justification {
	name := or(in.Component, "the component")
	switch {
	case in.InBOM == No && p.rely(in.BOMComplete, Yes, name+" is not in the bill of materials, which is complete", "the bill of materials is complete"):
		return postmarket.CodeNotPresent
	case in.InBOM == No && in.BOMComplete.Is != Yes:
		p.ask("%s is not in the bill of materials. Does the bill list all components?", name)
	case in.InRange == No:
		p.argue("The version of %s is none of those that the advisory names.", name)
		return postmarket.CodeNotPresent
	case in.InBOM != No && in.InRange != Yes:
		p.ask("Is the version of %s one of those that the advisory names?", name)
	}
	if p.rely(in.Present, No, "The vulnerable code is not in the build", "the vulnerable code is not in the build") {
		return postmarket.CodeNotPresent
	}
	return ""
}

func (in *JustifyInput) unreachable(p *Proposal) postmarket.Justification {
	if p.rely(in.Reachable, No, "The vulnerable code is never run", "the vulnerable code is never run") {
		return postmarket.CodeNotReachable
	}
	if in.Reachable.Is != Yes && in.Present.Is != No && in.Reachable.Is != No {
		p.ask("Can the vulnerable code be run in this product?")
	}
	if p.rely(in.Compiler, Yes, "The compiler's protection stops it", "the compiler's protection stops it") {
		return postmarket.ProtectedByCompiler
	}
	return ""
}

func (in *JustifyInput) unmet(p *Proposal) postmarket.Justification {
	words := map[string]postmarket.Justification{"configuration": postmarket.RequiresConfiguration, "dependency": postmarket.RequiresDependency, "environment": postmarket.RequiresEnvironment}
	for _, n := range in.Needs {
		word := words[n.Sort]
		if word == "" {
			continue
		}
		if p.rely(n.Met, No, fmt.Sprintf("It needs a %s that the product has not (%s)", n.Sort, n.Says), fmt.Sprintf("the product does not meet %q", n.Says)) {
			return word
		}
		if n.Met.Is != Yes && n.Met.Is != No {
			p.ask("It needs: %s. Does the product meet that?", n.Says)
		}
	}
	return ""
}

// noWay compares the way that the vector needs with those the element has. A vector over a network is used over an adjacent one as well.
func (in *JustifyInput) noWay(p *Proposal) postmarket.Justification {
	at := or(in.Element, "the element")
	switch in.Metrics["AV"] {
	case "N":
		if in.Ways.Network == No && in.Ways.Adjacent == No {
			p.argue("It is used over a network (AV:N), and the model gives %s no network, radio or bus.", at)
			return postmarket.RequiresEnvironment
		}
	case "A":
		if in.Ways.Adjacent == No {
			p.argue("It is used from a neighbour on a network, radio or bus (AV:A), and the model gives %s none.", at)
			return postmarket.RequiresEnvironment
		}
	case "L":
		if in.Ways.Local == No {
			p.argue("It is used by what runs or is opened on the element (AV:L), and nothing of others runs on %s.", at)
			return postmarket.RequiresEnvironment
		}
	case "P":
		if in.Ways.Physical == No {
			p.argue("It takes hands on the element (AV:P), and nobody gets to touch %s.", at)
			return postmarket.RequiresEnvironment
		}
	}
	return ""
}

// held looks whether controls hold all levels down. That nothing rises is no excuse by itself: the model may have assumed the worst before.
func (in *JustifyInput) held(p *Proposal) postmarket.Justification {
	if !in.Weighed || len(in.Attributes) == 0 || len(in.Levels) == 0 {
		return ""
	}
	falls := false
	for _, a := range in.Attributes {
		falls = falls || a.Exists && a.Then < a.Assumed
	}
	const rare = 1 // very-low: rare in the life of a system
	for _, c := range in.Levels {
		if c.After > c.Before || c.After > rare {
			return ""
		}
	}
	present := slices.DeleteFunc(slices.Clone(in.Blocks), func(b Block) bool { return b.State != "present" })
	if !falls || len(present) == 0 {
		return ""
	}
	var names []string
	var word postmarket.Justification
	for _, b := range present {
		names = append(names, or(b.Title, b.ID)+" ("+b.ID+")")
		switch w := layerWord(b.Layer); word {
		case "", w:
			word = w
		default:
			word = postmarket.ProtectedByMitigatingControl
		}
	}
	p.argue("With it no consequence at %s and no harm becomes likelier in the model, and none is likelier than very low.", or(in.Element, "the element"))
	p.argue("What holds it back: %s. It has to be decided anew when one of them is lost.", strings.Join(names, ", "))
	return word
}

// layerWord is the justification that a control of a layer gives.
func layerWord(layer string) postmarket.Justification {
	switch layer {
	case "network", "site":
		return postmarket.ProtectedAtPerimeter
	case "host":
		return postmarket.ProtectedAtRuntime
	}
	return postmarket.ProtectedByMitigatingControl
}

// rest says what is left where no excuse holds: affected, or not settled.
func (in *JustifyInput) rest(p *Proposal) {
	p.State, p.Status = InTriage, "under_investigation"
	var raised []string
	for _, c := range in.Levels {
		if c.After > c.Before {
			raised = append(raised, fmt.Sprintf("%s (%d to %d of 5)", or(c.Title, c.ID), c.Before, c.After))
		}
	}
	present := in.InBOM == Yes && in.InRange == Yes
	switch {
	case len(raised) > 0 && present:
		p.State, p.Status = Exploitable, "affected"
		p.argue("The component is in the product in a version concerned, and the model says that these become likelier: %s.", strings.Join(raised, ", "))
	case len(raised) > 0:
		p.argue("If the product has it, these become likelier: %s.", strings.Join(raised, ", "))
		if in.InBOM != Yes && in.InBOM != No {
			p.ask("Is the component in the product?")
		}
	case in.Weighed && len(in.Attributes) == 0:
		p.argue("The model says of no trust that the weakness takes it.")
		p.ask("What does the weakness take away? Name its CWE, or lower a trust by hand.")
	case in.Weighed && !slices.ContainsFunc(in.Attributes, func(a TrustFall) bool { return a.Exists }):
		p.argue("None of the trust that it takes exists at %s in the model.", or(in.Element, "the element"))
		p.ask("Is it bound to the right element of the model?")
	case in.Weighed && !slices.ContainsFunc(in.Attributes, func(a TrustFall) bool { return a.Exists && a.Then < a.Assumed }):
		p.argue("Nothing becomes likelier, since the model trusted %s no more than that before.", or(in.Element, "the element"))
		p.ask("Is the trust that the model assumes right? If so, it is affected and no worse than assumed.")
	case in.Weighed:
		p.argue("Nothing becomes likelier in the model, and no present control is known that is the reason.")
		p.ask("Why does nothing become likelier? Look whether the model lacks a way.")
	default:
		p.ask("What does it change in the model? It has not been weighed.")
	}
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
