package nvd

import (
	"cordon/internal/diag"
	"cordon/internal/postmarket"
	"cordon/internal/vers"
)

// Configuration is a set of products as NVD writes it, and CVE records in cpeApplicability.
type Configuration struct {
	Operator string `json:"operator"` // OR where empty
	Negate   bool   `json:"negate"`
	Nodes    []Node `json:"nodes"`
}

// Node is a part of a configuration.
type Node struct {
	Operator string  `json:"operator"` // OR where empty
	Negate   bool    `json:"negate"`
	Match    []Match `json:"cpeMatch"`
}

// Match is a product with versions.
type Match struct {
	Vulnerable     bool   `json:"vulnerable"`
	Criteria       string `json:"criteria"` // a CPE name
	StartIncluding string `json:"versionStartIncluding"`
	StartExcluding string `json:"versionStartExcluding"`
	EndIncluding   string `json:"versionEndIncluding"`
	EndExcluding   string `json:"versionEndExcluding"`
}

// Configurations reads configurations. What is wrong with single products is reported, and they are left out; a node of which nothing is left is
// left out as well, unless it is one that must be there: the answer to it is then not known, which the match says.
func Configurations(all []Configuration, at diag.Pos, id string, ds *diag.List) []postmarket.Configuration {
	var out []postmarket.Configuration
	for _, c := range all {
		x := postmarket.Configuration{And: c.Operator == "AND", Negate: c.Negate}
		for _, n := range c.Nodes {
			node := postmarket.Configuration{And: n.Operator == "AND", Negate: n.Negate}
			for i := range n.Match {
				if p, ok := n.Match[i].product(at, id, ds); ok {
					node.Products = append(node.Products, p)
				}
			}
			if len(node.Products) > 0 || x.And {
				x.Below = append(x.Below, node)
			}
		}
		if len(x.Below) == 1 {
			x.And = false
		}
		if len(x.Below) > 0 {
			out = append(out, x)
		}
	}
	return out
}

func (m *Match) product(at diag.Pos, id string, ds *diag.List) (p postmarket.ProductMatch, ok bool) {
	cpe, err := postmarket.ParseCPE(m.Criteria)
	if err != nil {
		ds.Add(at, diag.FeedCPE, "", "%s: %.100q: %s", id, m.Criteria, err)
		return p, false
	}
	p = postmarket.ProductMatch{CPE: cpe, Vulnerable: m.Vulnerable, Scheme: vers.Generic}
	span := vers.Span{StartIncluding: m.StartIncluding, StartExcluding: m.StartExcluding, EndIncluding: m.EndIncluding, EndExcluding: m.EndExcluding}
	if span == (vers.Span{}) {
		return p, true
	}
	if p.Versions, err = vers.Between(p.Scheme, span); err != nil {
		ds.Add(at, diag.FeedVersions, "", "%s, %s: %s", id, cpe, err)
		return p, false
	}
	return p, !p.Versions.Empty() // a start above the end means no version
}
