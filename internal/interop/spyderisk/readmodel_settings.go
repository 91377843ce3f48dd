package spyderisk

import (
	"strings"

	"cordon/internal/diag"
)

// setting reads what the user set on a control, trust attribute or misbehaviour at an asset. The set itself need not be described:
// it comes from construction. Its name is <sort>-<entry of the base>-<id of the asset>.
func (p *modelReader) setting() bool {
	set, ok := local(p.q.Subject, systemNS)
	if !ok {
		return false
	}
	sort, rest, _ := strings.Cut(set, "-")
	cut := strings.LastIndexByte(rest, '-')
	if cut < 0 {
		return false
	}
	uri, name, id := p.q.Subject.IRI(), rest[:cut], rest[cut+1:]
	predicate, _ := local(p.q.Predicate, coreNS)
	switch {
	case sort == "CS" && (predicate == "isProposed" || predicate == "hasCoverageLevel"):
		c, v := concerned(p, name, "control", p.b.Control)
		if c == nil {
			return true
		}
		s := keep(p, &Proposal{URI: uri, Control: c, Variant: v, AssetID: id, Coverage: NoLevel})
		if predicate == "isProposed" {
			s.Proposed = p.bool()
		} else {
			p.trust(&s.Coverage)
		}
	case sort == "TWAS" && predicate == "hasAssertedLevel":
		if a, v := concerned(p, name, "trustworthiness attribute", p.b.Attribute); a != nil {
			p.trust(&keep(p, &TrustSetting{URI: uri, Attribute: a, Variant: v, AssetID: id, Level: NoLevel}).Level)
		}
	case sort == "MS" && predicate == "hasImpactLevel":
		if b, v := concerned(p, name, "misbehaviour", p.b.Misbehaviour); b != nil {
			p.impact(&keep(p, &ImpactSetting{URI: uri, Misbehaviour: b, Variant: v, AssetID: id, Level: NoLevel}).Level)
		}
	default:
		return false
	}
	return true
}

// concerned is the entry that a setting concerns.
func concerned[T any](p *modelReader, name, what string, find func(string) *T) (*T, Variant) {
	x, v := variant(name, find)
	if x == nil {
		p.fail(diag.ForeignReference, hintBase, "%s concerns the %s %s, which the base does not define", short(p.q.Subject), what, name)
	}
	return x, v
}

// keep returns the setting that is already known, or makes x known.
func keep[T any](p *modelReader, x *T) *T {
	if old, ok := p.settings[p.q.Subject].(*T); ok {
		return old
	}
	p.settings[p.q.Subject] = x
	return x
}

// settle puts the settings into the model.
func (p *modelReader) settle() {
	for _, x := range p.settings {
		switch x := x.(type) {
		case *Proposal:
			p.m.Proposals = append(p.m.Proposals, *x)
		case *TrustSetting:
			p.m.TrustLevels = append(p.m.TrustLevels, *x)
		case *ImpactSetting:
			p.m.ImpactLevels = append(p.m.ImpactLevels, *x)
		}
	}
}
