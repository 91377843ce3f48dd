package spyderisk

import (
	"strconv"
	"strings"

	"cordon/internal/diag"
)

// The functions below read the object of the statement. What is wrong with it is a diagnostic.

func (p *modelReader) text(to *string) {
	s, ok := p.q.Object.Text()
	switch {
	case !ok:
		p.fail(diag.ForeignValue, "write a text", "%s of %s is %s; it must be a text", short(p.q.Predicate), short(p.q.Subject), short(p.q.Object))
	case *to != "" && *to != s:
		p.twice()
	default:
		*to = s
	}
}

// assetID reads the id of an asset. Letters and digits only: the ids of sets, threats and matches are made of those of assets, with
// other signs between them.
func (p *modelReader) assetID(to *string) {
	s, _ := p.q.Object.Text()
	other := func(r rune) bool { return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') }
	if strings.ContainsFunc(s, other) {
		p.fail(diag.ForeignValue, "give it an id as Spyderisk makes them, such as aace63f9", "core#hasID of %s is %q; it must be letters and digits only", short(p.q.Subject), s)
		return
	}
	p.text(to)
}

func (p *modelReader) twice() {
	p.fail(diag.ForeignMismatch, hintAgain, "%s of %s has two values", short(p.q.Predicate), short(p.q.Subject))
}

func (p *modelReader) bool() bool {
	switch s, _ := p.q.Object.Text(); s {
	case "true", "1":
		return true
	case "false", "0":
		return false
	}
	p.fail(diag.ForeignValue, "write true or false", "%s of %s is %s; it must be true or false", short(p.q.Predicate), short(p.q.Subject), p.q.Object)
	return false
}

func (p *modelReader) int(to *int) {
	s, _ := p.q.Object.Text()
	n, err := strconv.ParseInt(s, 10, 32)
	if err != nil {
		p.fail(diag.ForeignValue, "write a whole number", "%s of %s is %s; it must be a whole number", short(p.q.Predicate), short(p.q.Subject), p.q.Object)
		return
	}
	*to = int(n)
}

func (p *modelReader) likelihood(to *int) { p.level(to, &p.b.Likelihood, "likelihood") }
func (p *modelReader) impact(to *int)     { p.level(to, &p.b.Impact, "impact") }
func (p *modelReader) risk(to *int)       { p.level(to, &p.b.Risk, "risk") }
func (p *modelReader) trust(to *int)      { p.level(to, &p.b.Trust, "trustworthiness") }
func (p *modelReader) population(to *int) { p.level(to, &p.b.Population, "population") }

func (p *modelReader) level(to *int, s *Scale, what string) {
	id, ok := local(p.q.Object, domainNS)
	v, known := s.Value(id)
	switch {
	case !ok || !known:
		p.fail(diag.ForeignReference, hintBase, "%s of %s is %s, which is no level of %s in the base", short(p.q.Predicate), short(p.q.Subject), short(p.q.Object), what)
	case *to != NoLevel && *to != v:
		p.twice()
	default:
		*to = v
	}
}

// entry is the object as an entry of the base.
func entry[T any](p *modelReader, to **T, what string, find func(string) *T) {
	id, ok := local(p.q.Object, domainNS)
	x := find(id)
	switch {
	case !ok || x == nil:
		p.fail(diag.ForeignReference, hintBase, "%s of %s is %s, which is no %s of the base", short(p.q.Predicate), short(p.q.Subject), short(p.q.Object), what)
	case *to != nil && *to != x:
		p.twice()
	default:
		*to = x
	}
}

// setType is the object as a control, misbehaviour or trust attribute, perhaps with _Min or _Max.
func setType[T any](p *modelReader, to **T, v *Variant, what string, find func(string) *T) {
	entry(p, to, what, func(id string) *T {
		x, which := variant(id, find)
		*v = which
		return x
	})
}

// variant looks a name up, as it is or without _Min or _Max.
func variant[T any](name string, find func(string) *T) (*T, Variant) {
	if x := find(name); x != nil {
		return x, Average
	}
	plain, v := cutVariant(name)
	if v == Average {
		return nil, v
	}
	return find(plain), v
}

// object is the object as a thing the file describes.
func object[T any](p *modelReader) *T {
	if x, ok := p.m.byURI[p.q.Object].(*T); ok {
		return x
	}
	p.fail(diag.ForeignReference, hintWhole, "%s of %s names %s, which the file does not describe as it should", short(p.q.Predicate), short(p.q.Subject), short(p.q.Object))
	return nil
}

func one[T any](p *modelReader, to **T) {
	x := object[T](p)
	if *to != nil && x != nil && *to != x {
		p.twice()
	}
	*to = x
}

func many[T any](p *modelReader, to *[]*T) {
	if x := object[T](p); x != nil {
		*to = append(*to, x)
	}
}
