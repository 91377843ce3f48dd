package convert

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"cordon/internal/interop/spyderisk"
	"cordon/internal/model"
	"cordon/internal/yamltext"
)

// settingAt is what the user set at an asset.
type settingAt struct {
	what    string
	assetID string
	variant spyderisk.Variant
}

// settings carries over what the user set: levels of impact and trust, and controls.
func (c *converter) settings() {
	for _, s := range c.m.ImpactLevels {
		at := settingAt{s.Misbehaviour.ID, s.AssetID, s.Variant}
		c.note(c.settingName(at), c.impact(s, at))
	}
	for _, s := range c.m.TrustLevels {
		at := settingAt{s.Attribute.ID, s.AssetID, s.Variant}
		c.note(c.settingName(at), c.trust(s, at))
	}
	c.controls()
}

// at is the element that a setting concerns; nil if it is left out.
func (c *converter) at(s settingAt) *element {
	if a := c.byID[s.assetID]; a != nil && !c.gone(a) {
		return c.of[a]
	}
	return nil
}

func (c *converter) settingName(s settingAt) string {
	if a := c.byID[s.assetID]; a != nil {
		return s.what + s.variant.Suffix() + " at " + c.nameOf(a)
	}
	return s.what + s.variant.Suffix() + " at (" + s.assetID + ")"
}

// impact makes a harm of an impact on a patient, and of the disclosure of health data.
func (c *converter) impact(s spyderisk.ImpactSetting, at settingAt) string {
	level := c.m.Base.Impact.Levels[s.Level].Label
	e := c.at(at)
	i := slices.IndexFunc(c.table.Harms, func(r harmRow) bool { return r.Misbehaviour == s.Misbehaviour.ID })
	if i < 0 || e == nil || s.Variant != spyderisk.Average || c.m.Base.Impact.Top() != topSeverity {
		return fmt.Sprintf("the impact %s is left out: Cordon rates harm to people, not what happens to data and devices", level)
	}
	row := c.table.Harms[i]
	from, victim := c.harmed(row.From, e)
	switch {
	case from == nil && row.From == "data":
		return fmt.Sprintf("the impact %s is left out: Cordon rates the disclosure of health data", level)
	case from == nil:
		return fmt.Sprintf("the impact %s is left out: the model has no %s of the person", level, row.From)
	case s.Level == 0:
		return fmt.Sprintf("the impact %s makes no harm", level)
	}
	h := model.Harm{Common: model.Common{Kind: wordOf(row.Kind), Title: row.Title + " of " + e.name}, From: from}
	group := "adult"
	if victim != nil {
		h.To = wordOf(victim.id)
		if victim.Class.ID == "Child" {
			group = "child"
		}
	}
	putEntry(&h.Severity, group, &s.Level)
	putEntry(&c.file.Harms, c.unique(h.Title, ""), &h)
	return fmt.Sprintf("the impact %s becomes severity %d; the scale of Spyderisk speaks of business, so rate it again", level, s.Level)
}

// topSeverity is the highest severity of a harm, and the value of the highest impact in the bases that we know.
const topSeverity = 5

// harmed finds what a harm follows from, and whom it happens to, if that is known.
func (c *converter) harmed(sort string, e *element) (from []yamltext.Word, victim *element) {
	switch {
	case sort == "data":
		if e.data != nil && (e.row.Sensitivity == "health" || strings.HasPrefix(e.kind, "data.health.")) {
			return []yamltext.Word{wordOf(e.id)}, e.about
		}
	default:
		for _, f := range c.functions {
			if f.sort == sort && f.patient == e {
				from = append(from, wordOf(f.id))
			}
		}
	}
	return from, e
}

// sameTrust gives Cordon's level for each of Spyderisk's, by what the two scales say of them: what Spyderisk calls Medium fails
// "every year or so", what Cordon calls low "fails about yearly".
var sameTrust = []model.Level{"very-low", "very-low", "low", "medium", "high", "safe"}

// trust carries over an assumption that Cordon makes as well.
func (c *converter) trust(s spyderisk.TrustSetting, at settingAt) string {
	e := c.at(at)
	level := c.m.Base.Trust.Levels[s.Level].Label
	i := slices.IndexFunc(c.table.Trust, func(r trustRow) bool { return r.Attribute == s.Attribute.ID && e != nil && standsOn(e.kind, r.On) })
	if i < 0 || s.Variant != spyderisk.Average || c.m.Base.Trust.Top() != len(sameTrust)-1 {
		return fmt.Sprintf("the level %s is left out: Cordon makes no such assumption there", level)
	}
	same := c.table.Trust[i].Same
	putEntry(&e.common.Trust, same, &sameTrust[s.Level])
	return fmt.Sprintf("the level %s becomes %s: %s, of which Cordon says nearly the same", level, same, sameTrust[s.Level])
}

// spends tells whether a control is proposed, and remembers that it is carried over as something else.
func (c *converter) spends(control string, e *element) bool {
	s := settingAt{control, e.ID, spyderisk.Average}
	proposed := c.proposed(s)
	c.spent[s] = c.spent[s] || proposed
	return proposed
}

func (c *converter) proposed(s settingAt) bool {
	return slices.ContainsFunc(c.m.Proposals, func(p spyderisk.Proposal) bool {
		return p.Proposed && settingAt{p.Control.ID, p.AssetID, p.Variant} == s
	})
}

// controls places the controls that mean the same as one of Cordon.
func (c *converter) controls() {
	on := map[string][]yamltext.Word{}
	for _, p := range c.m.Proposals {
		s := settingAt{p.Control.ID, p.AssetID, p.Variant}
		if says := c.control(p, s, on); says != "" {
			c.note(c.settingName(s), says)
		}
		if p.Coverage != spyderisk.NoLevel {
			c.note(c.settingName(s), fmt.Sprintf("the coverage %s is left out", c.m.Base.Trust.Levels[p.Coverage].Label))
		}
	}
	for _, id := range slices.Sorted(maps.Keys(on)) {
		slices.SortFunc(on[id], func(a, b yamltext.Word) int { return strings.Compare(a.Text, b.Text) })
		c.file.Controls = append(c.file.Controls, model.Control{Control: wordOf(id), On: on[id], State: "planned"})
	}
}

func (c *converter) control(p spyderisk.Proposal, s settingAt, on map[string][]yamltext.Word) string {
	e := c.at(s)
	switch {
	case !p.Proposed || c.spent[s]:
		return ""
	case s.variant != spyderisk.Average && c.proposed(settingAt{s.what, s.assetID, spyderisk.Average}):
		return "" // Spyderisk writes it for all members of a population
	case s.what == "SelfCareTreatment" && e != nil && c.selfCare[e]:
		return "" // it says that the function of self-care is meant
	}
	var row controlRow
	if i := slices.IndexFunc(c.table.Controls, func(r controlRow) bool { return r.Control == s.what }); i >= 0 {
		row = c.table.Controls[i]
	}
	ref := ""
	if e != nil && s.variant == spyderisk.Average {
		ref = standing(e, row.On)
	}
	switch {
	case ref != "":
		list := on[row.Same]
		addRef(&list, ref)
		on[row.Same] = list
		return ""
	case row.Same != "":
		return "left out: " + row.Same + " means the same and cannot stand there"
	case row.See != "":
		return "left out: no control of Cordon means the same; " + row.See
	}
	return "left out: no control of Cordon means the same"
}

// standing is the element, or the interface of it, that a control can stand on.
func standing(e *element, beginnings []string) string {
	if standsOn(e.kind, beginnings) {
		return e.ref()
	}
	if e.asset != nil {
		for _, i := range e.asset.Interfaces {
			if standsOn(i.Value.Kind.Text, beginnings) {
				return e.ref() + "/" + i.Key
			}
		}
	}
	return ""
}
