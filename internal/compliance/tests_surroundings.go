package compliance

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/yamltext"
)

// listeningHasFlow looks at hosts and software of the product that wait for others: some flow ends at each, or inside of it.
func (c *Case) listeningHasFlow() []Subject {
	var out []Subject
	for _, a := range c.Model.Assets {
		if !c.product.Has(a.ID) || c.Run.Fact(a.ID, "listens") != "yes" {
			continue
		}
		reached := slices.ContainsFunc(c.Model.Flows, func(f model.Element[model.Flow]) bool {
			return touches(f.Value.To.Text, a.ID) || touches(a.ID, f.Value.To.Text)
		})
		if reached {
			out = append(out, met(a.ID, "a flow ends at it"))
		} else {
			out = append(out, open(a.ID, "it listens, and no flow is described that ends at it"))
		}
	}
	return out
}

// touches tells whether one asset is another or inside of it.
func touches(inner, outer string) bool { return inner == outer || strings.HasPrefix(inner, outer+"/") }

// shared are kinds of networks and interfaces that strangers can reach as well.
var shared = []string{"network.internet", "network.cellular", "network.wifi", "network.body-area", "network.mesh", "interface.radio"}

// crossing tells whether a flow of the product leaves a zone, or goes over a network or through the air, where strangers are too.
func (c *Case) crossing(f *model.Flow) bool {
	for _, w := range f.Over {
		for _, n := range c.Model.Networks {
			if n.ID == w.Text && c.Index.IsAny(n.Value.Kind.Text, shared) {
				return true
			}
		}
		for _, i := range c.Model.Interfaces {
			if i.ID == w.Text && c.Index.IsAny(i.Value.Kind.Text, shared) {
				return true
			}
		}
	}
	from, to := c.zoneOf(f.From.Text), c.zoneOf(f.To.Text)
	return from != to && from != "" && to != ""
}

// zoneOf is the zone of an asset, its own or that of what holds it.
func (c *Case) zoneOf(asset string) string {
	for id := asset; id != ""; {
		i := slices.IndexFunc(c.Model.Assets, func(a model.Element[model.Asset]) bool { return a.ID == id })
		if i < 0 {
			return ""
		}
		if z := c.Model.Assets[i].Value.Zone.Text; z != "" {
			return z
		}
		id = c.Model.Assets[i].Parent
	}
	return ""
}

// crossingFlows looks whether flows that cross a boundary are kept secret and whole.
func (c *Case) crossingFlows() []Subject {
	var out []Subject
	for i := range c.Model.Flows {
		f := &c.Model.Flows[i]
		if !c.product.Has(f.ID) || !c.crossing(&f.Value) {
			continue
		}
		secret, whole := c.capability(f, "TXCF"), c.capability(f, "TXIG", "IGAU")
		switch {
		case secret != "" && whole != "":
			out = append(out, met(f.ID, "kept secret and whole by "+list(slices.Compact([]string{secret, whole}))))
		case secret != "" || whole != "":
			out = append(out, partly(f.ID, "protected in part by "+secret+whole))
		default:
			out = append(out, open(f.ID, "it crosses a boundary, and no control in place keeps it secret or whole"))
		}
	}
	return out
}

// capability is a control in place with one of some capabilities of IEC TR 80001-2-2: on a flow, on one of its ends or on what it goes over,
// with the first of them; or on all data that it carries, with any.
func (c *Case) capability(f *model.Element[model.Flow], codes ...string) string {
	at := []string{f.ID, f.Value.From.Text, f.Value.To.Text}
	for _, w := range f.Value.Over {
		at = append(at, w.Text)
	}
	for _, element := range at {
		if id := c.capable(element, codes[:1]); id != "" {
			return id
		}
	}
	found := ""
	for _, w := range f.Value.Carries {
		if found = c.capable(w.Text, codes); found == "" {
			return ""
		}
	}
	return found
}

// capable is a control in place on an element that has one of some capabilities.
func (c *Case) capable(element string, codes []string) string {
	for _, x := range c.inPlace() {
		has := c.Index.Controls[x.Control].References.IEC80001
		if x.Element == element && slices.ContainsFunc(codes, func(code string) bool { return slices.Contains(has, code) }) {
			return x.ID
		}
	}
	return ""
}

// emergencyAccess looks at controls in place that hinder access in an emergency: some control gives that access back, or somebody has decided.
func (c *Case) emergencyAccess() []Subject {
	var out []Subject
	var gives string
	for _, x := range c.inPlace() {
		if slices.Contains(c.Index.Controls[x.Control].References.IEC80001, "EMRG") {
			gives = x.ID
			break
		}
	}
	for _, x := range c.inPlace() {
		hinders := c.Index.Controls[x.Control].Burden.Emergency
		if hinders == 0 {
			continue
		}
		if gives != "" {
			out = append(out, met(x.ID, "access in an emergency: "+gives))
		} else {
			out = append(out, c.byDecision(x.ID, open(x.ID, fmt.Sprintf("it hinders access in an emergency (%d of 4), and nothing gives it back", hinders))))
		}
	}
	return out
}

// surroundingsAssigned looks at controls in place that the manufacturer cannot apply, save in rooms and networks of its own: somebody who can
// is in charge of where they stand.
func (c *Case) surroundingsAssigned() []Subject {
	var out []Subject
	for _, x := range c.inPlace() {
		by := c.Index.Controls[x.Control].AppliedBy
		if slices.Contains(by, "manufacturer") || len(by) == 0 || c.inHouse(x.Element) {
			continue
		}
		able, other := "", ""
		for _, r := range c.Model.Responsibilities {
			if !slices.ContainsFunc(r.Value.About, func(w yamltext.Word) bool { return touches(x.Element, w.Text) }) {
				continue
			}
			if c.canApply(r.Value.Owner.Text, by) {
				able = r.ID
			} else {
				other = r.ID
			}
		}
		switch {
		case able != "":
			out = append(out, met(x.ID, "responsibility "+able))
		case other != "":
			out = append(out, partly(x.ID, fmt.Sprintf("responsibility %s is not with %s, who can apply it", other, words(by))))
		default:
			out = append(out, open(x.ID, "no responsibility is assigned for "+x.Element))
		}
	}
	return out
}

// inHouse tells whether a manufacturer is in charge of a network, a place or a zone.
func (c *Case) inHouse(element string) bool {
	var by string
	for _, e := range c.Model.Networks {
		if e.ID == element {
			by = e.Value.ControlledBy.Text
		}
	}
	for _, e := range c.Model.Places {
		if e.ID == element {
			by = e.Value.ControlledBy.Text
		}
	}
	for _, e := range c.Model.Zones {
		if e.ID == element {
			by = e.Value.ControlledBy.Text
		}
	}
	return c.duty(cmp.Or(c.worksFor(by), by)) == "manufacturer"
}

// duty is that of an organisation.
func (c *Case) duty(organisation string) model.Duty {
	for _, o := range c.Model.Organisations {
		if o.ID == organisation {
			return o.Value.Duty
		}
	}
	return ""
}

// canApply tells whether an organisation, or a person for it, is one of those who can apply a control. A person who works for no organisation
// is of the patient's side.
func (c *Case) canApply(owner string, by []knowledge.Applier) bool {
	who := cmp.Or(c.worksFor(owner), owner)
	if !slices.ContainsFunc(c.Model.Organisations, func(o model.Element[model.Organisation]) bool { return o.ID == who }) {
		return slices.Contains(by, "patient")
	}
	d := c.duty(who)
	return d == "" || d == "other" || slices.Contains(by, knowledge.Applier(d))
}

// surroundingsTold looks at what the description relies on: each assumption says whom it binds, on what it is, and what follows otherwise.
func (c *Case) surroundingsTold() []Subject {
	var out []Subject
	for _, a := range c.Model.Assumptions {
		var lacks []string
		for _, x := range []struct {
			what string
			has  bool
		}{{"an owner", a.Value.Owner.Text != ""}, {"elements", len(a.Value.About) > 0}, {"what follows otherwise", a.Value.IfNot != ""}} {
			if !x.has {
				lacks = append(lacks, x.what)
			}
		}
		switch {
		case len(lacks) == 0:
			out = append(out, met(a.ID, "it has an owner, elements and what follows otherwise"))
		case a.Value.Owner.Text == "":
			out = append(out, open(a.ID, "it lacks "+list(lacks)))
		default:
			out = append(out, partly(a.ID, "it lacks "+list(lacks)))
		}
	}
	return out
}

// supportCovers looks whether the components of the product are supported as long as the product is. What the manufacturer is named as the
// supplier of is supported with the product, unless it says otherwise.
func (c *Case) supportCovers() []Subject {
	var out []Subject
	until := ""
	if s := c.Model.System.Support; s != nil {
		until = string(s.Until)
	}
	for _, a := range c.Model.Assets {
		if !c.product.Has(a.ID) || !c.Index.IsAny(a.Value.Kind.Text, []string{"software", "os"}) {
			continue
		}
		switch end := string(a.Value.Until); {
		case until == "":
			out = append(out, open(a.ID, "no end of support is given for the system"))
		case end == "" && c.duty(a.Value.Supplier.Text) == "manufacturer":
			out = append(out, met(a.ID, "the manufacturer's own, supported with the system until "+until))
		case end == "":
			out = append(out, open(a.ID, "no end of support is given"))
		case end < until:
			out = append(out, open(a.ID, fmt.Sprintf("its support ends in %s, that of the system in %s", end, until)))
		default:
			out = append(out, met(a.ID, fmt.Sprintf("supported until %s, as long as the system", end)))
		}
	}
	return out
}

// supportLong looks for five years of support, the least that Regulation (EU) 2024/2847 Article 13(8) asks unless the product is used for less.
func (c *Case) supportLong() []Subject {
	id, s := c.Model.System.ID.Text, c.Model.System.Support
	if s == nil || len(s.From) != 7 || len(s.Until) != 7 {
		return []Subject{open(id, "the period of support is not given from month to month")}
	}
	months := func(m model.Month) int {
		n := 0
		for _, d := range string(m[:4]) {
			n = n*10 + int(d-'0')
		}
		return n*12 + int(m[5]-'0')*10 + int(m[6]-'0')
	}
	if n := months(s.Until) - months(s.From) + 1; n < 60 {
		return []Subject{partly(id, fmt.Sprintf("support of %d months needs the reason that the product is used for no longer", n))}
	}
	return []Subject{met(id, fmt.Sprintf("supported from %s to %s", s.From, s.Until))}
}

func (c *Case) evidenceInDate() []Subject {
	var out []Subject
	for i := range c.Model.Evidence {
		if e := &c.Model.Evidence[i]; c.outOfDate(e) {
			out = append(out, open(e.ID.Text, "it counted until "+string(e.Until)))
		} else {
			out = append(out, met(e.ID.Text, "made in "+string(e.When)))
		}
	}
	return out
}

func (c *Case) outOfDate(e *model.Evidence) bool { return e.Until != "" && string(e.Until) < c.Day[:7] }

func (c *Case) evidenceOfRelease() []Subject {
	var out []Subject
	release := c.Model.System.Version
	for _, e := range c.Model.Evidence {
		if !slices.Contains(showing, e.Sort) {
			continue
		}
		switch {
		case e.Release == "" || release == "":
			out = append(out, partly(e.ID.Text, "it is not said on which release it was made"))
		case e.Release != release:
			out = append(out, open(e.ID.Text, fmt.Sprintf("it was made on release %s, and this is %s", e.Release, release)))
		default:
			out = append(out, met(e.ID.Text, "made on release "+release))
		}
	}
	return out
}

func (c *Case) independentTesting() []Subject {
	var out []Subject
	for _, e := range c.Model.Evidence {
		switch {
		case e.Sort != "penetration-test":
		case e.Independent == "yes":
			out = append(out, met(e.ID.Text, "made by somebody who did not develop it"))
		case e.Independent == "":
			out = append(out, partly(e.ID.Text, "it is not said whether the tester is independent"))
		default:
			out = append(out, open(e.ID.Text, "the tester developed what was tested"))
		}
	}
	return out
}
