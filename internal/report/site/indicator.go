package site

import (
	"strings"

	"cordon/internal/knowledge"
)

func (s *site) indicator(p *entryPage, i *knowledge.Indicator) {
	p.text("Question", i.Asks)
	p.text("What is measured", i.Measures)
	p.list("Who gives it, and who sees to it", item{said("given by: %s", i.GivenBy)}, item{said("owner: %s", i.Owner)}, item{said("new again every %s", i.Refresh)})
	p.list("What it changes", item{s.toOf(s.target(i)), said(" is changed: the reading counts as “%s”", words(i.Target.Op))})
	p.list("At elements of these kinds", s.toAll(i.Target.Kinds)...)
	var items []item
	for k := range i.Steps {
		level := "nothing changes"
		if i.Steps[k].Level != "" {
			level = words(i.Steps[k].Level)
		}
		items = append(items, item{said("%s: %s. %s", strings.TrimSpace(i.Range(k)+" "+string(i.Unit)), level, i.Steps[k].Means)})
	}
	p.list("Readings and levels", items...)
	p.text("Why", i.Because)
	basis := map[knowledge.Basis]string{"sourced": "a source below names the thresholds", "policy": "the thresholds are a policy of ours, and a pack may have others"}
	p.list("Thresholds", item{said("%s", basis[i.Basis])})
	ageing := "a reading keeps its meaning"
	if i.Decay.Towards != "" {
		ageing = "after " + i.Refresh + " one level towards " + words(i.Decay.Towards) + " every " + i.Decay.Every
	}
	p.list("How a reading ages", item{said("%s: %s", ageing, i.Decay.Because)})
	s.sources(p, i.Sources)
}

// target is the type and id of what an indicator changes.
func (s *site) target(i *knowledge.Indicator) (knowledge.Type, string) {
	switch t := &i.Target; {
	case t.Trust != "":
		return "trust", t.Trust
	case t.Impact != "":
		return "consequence", t.Impact
	default:
		return "control", t.Control
	}
}
