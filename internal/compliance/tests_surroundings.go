package compliance

import (
	"fmt"
	"slices"
	"strings"

	"cordon/internal/model"
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

// crossing tells whether a flow of the product leaves a zone, or goes over a network that strangers share.
func (c *Case) crossing(f *model.Flow) bool {
	for _, w := range f.Over {
		for _, n := range c.Model.Networks {
			if n.ID == w.Text && c.Index.IsAny(n.Value.Kind.Text, []string{"network.internet", "network.cellular", "network.wifi", "network.body-area", "network.mesh"}) {
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
		secret, whole := c.capability("TXCF", f), c.capability("TXIG", f)
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

// capability is a control with a capability of IEC TR 80001-2-2 in place on a flow, on one of its ends, or on a network on its way.
func (c *Case) capability(code string, f *model.Element[model.Flow]) string {
	at := []string{f.ID, f.Value.From.Text, f.Value.To.Text}
	for _, w := range f.Value.Over {
		at = append(at, w.Text)
	}
	for _, x := range c.inPlace() {
		if slices.Contains(at, x.Element) && slices.Contains(c.Index.Controls[x.Control].References.IEC80001, code) {
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
		switch r := c.decided(x.ID); {
		case r != nil:
			out = append(out, met(x.ID, "decision "+r.ID))
		case gives != "":
			out = append(out, met(x.ID, "access in an emergency: "+gives))
		default:
			out = append(out, open(x.ID, fmt.Sprintf("it hinders access in an emergency (%d of 4), and nothing gives it back", hinders)))
		}
	}
	return out
}

// surroundingsAssigned looks at controls in place that the manufacturer cannot apply: somebody who can is in charge of where they stand.
func (c *Case) surroundingsAssigned() []Subject {
	var out []Subject
	for _, x := range c.inPlace() {
		by := c.Index.Controls[x.Control].AppliedBy
		if slices.Contains(by, "manufacturer") || len(by) == 0 {
			continue
		}
		task := ""
		for _, r := range c.Model.Responsibilities {
			for _, w := range r.Value.About {
				if touches(x.Element, w.Text) {
					task = r.ID
				}
			}
		}
		if task == "" {
			out = append(out, open(x.ID, "no responsibility is assigned for "+x.Element))
		} else {
			out = append(out, met(x.ID, "responsibility "+task))
		}
	}
	return out
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

// supportCovers looks whether the components of the product are supported as long as the product is.
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
	for _, e := range c.Model.Evidence {
		if e.Until != "" && string(e.Until) < c.Day[:7] {
			out = append(out, open(e.ID.Text, "it counted until "+string(e.Until)))
		} else {
			out = append(out, met(e.ID.Text, "made in "+string(e.When)))
		}
	}
	return out
}

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
