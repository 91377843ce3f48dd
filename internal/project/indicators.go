package project

import (
	"fmt"

	"cordon/internal/civil"
	"cordon/internal/model"
	"cordon/internal/postmarket/indicators"
	"cordon/internal/postmarket/weigh"
)

// Changes puts effects of readings into the form in which they are weighed. Left is what changes nothing in this system, and why.
func Changes(s *weigh.System, effects []indicators.Effect) (changes []weigh.Change, left []string) {
	left = []string{}
	c := converter{s: s}
	var groups []place // of effects that have to be put together before they are weighed
	together := map[place][]indicators.Effect{}
	for _, e := range effects {
		at := place{e.Element, e.Control, e.Impact}
		switch {
		case e.Trust != "":
			changes = append(changes, c.change(e, uint8(max(0, e.Rank()))))
		case e.State != "":
			x := c.change(e, 5)
			x.State = string(e.State)
			changes = append(changes, x)
		default:
			if together[at] == nil {
				groups = append(groups, at)
			}
			together[at] = append(together[at], e)
		}
	}
	for _, at := range groups {
		x, why := c.together(at, together[at])
		if why != "" {
			left = append(left, why)
			continue
		}
		changes = append(changes, x)
	}
	return changes, left
}

// place is a control or a consequence at an element.
type place struct{ element, control, impact string }

type converter struct{ s *weigh.System }

func (c converter) change(e indicators.Effect, level uint8) weigh.Change {
	since, _ := civil.Parse(e.Since) // it was written from an instant
	from := e.Indicator
	if from == "" {
		from = e.Source
	}
	return weigh.Change{Element: e.Element, Trust: e.Trust, Control: e.Control, Impact: e.Impact, Op: e.Op, Level: level, From: from, Since: since, Because: e.Because}
}

// together is the change that all effects on one control or one consequence come to.
func (c converter) together(at place, effects []indicators.Effect) (weigh.Change, string) {
	x := c.change(effects[len(effects)-1], 0)
	if at.control != "" {
		covers, there := c.coverage(at)
		if !there {
			return x, fmt.Sprintf("%s is not in place at %s, so what is read of it changes nothing", at.control, at.element)
		}
		x.State, x.Level = "present", uint8(indicators.Level(covers, effects))
		return x, ""
	}
	for i := range c.s.Model.Harms {
		if h := &c.s.Model.Harms[i]; h.ID == at.element && at.impact == "occurs" {
			now := &weigh.Circumstances{Severity: map[string]int{}}
			for _, g := range h.Value.Severity {
				now.Severity[g.Key] = max(1, indicators.Level(g.Value, effects))
			}
			x.Element, x.Impact, x.Op, x.Harm, x.Now = "", "", "", at.element, now
			return x, ""
		}
	}
	was, ok := c.s.Run.ImpactAt(at.impact, at.element)
	if !ok {
		return x, fmt.Sprintf("%s has no consequence %s", at.element, at.impact)
	}
	x.Level = uint8(indicators.Level(int(was), effects))
	return x, ""
}

// coverage is what a control that is in place covers of an element, 0 to 5.
func (c converter) coverage(at place) (int, bool) {
	for _, x := range c.s.Model.Controls {
		if x.Control.Text != at.control || x.State != "present" {
			continue
		}
		for _, w := range x.On {
			if w.Text == at.element {
				if r := model.Rank(x.Coverage); r >= 0 {
					return r, true
				}
				return 5, true
			}
		}
	}
	return 0, false
}
