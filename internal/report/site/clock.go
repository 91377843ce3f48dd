package site

import (
	"fmt"
	"strings"

	"cordon/internal/knowledge"
)

func (s *site) clock(p *entryPage, c *knowledge.ReportingClock) {
	p.text("The duty", c.Says)
	p.list("Where it stands", item{said("%s, %s (%s; certainty: %s)", c.Regime, c.Article, words(c.Force), c.Certainty)})
	if c.Clause != "" {
		p.list("Clause", s.toClauses([]string{c.Clause})...)
	}
	if c.From != "" || c.Until != "" {
		p.list("When it applies", item{said("%s", strings.TrimSpace(since("from", c.From)+" "+since("until", c.Until)))})
	}
	p.list("Who reports to whom", item{said("%s, to %s", words(c.Who...), c.Recipient)})
	if len(c.Markets) > 0 {
		p.list("Markets", item{said("%s", words(c.Markets...))})
	}
	var items []item
	for _, w := range c.When {
		items = append(items, item{said("%s", strings.ReplaceAll(w, "-", " "))})
	}
	p.list("All of this must hold", items...)
	zone := "in the time zone " + c.Zone
	if c.Zone == knowledge.EventZone {
		zone = "in the time zone that the event names"
	}
	p.list("How long there is", item{said("%s, %s. %s", c.Time(), zone, c.CountedSince)})
	if c.Follows != "" {
		p.list("Report before it", item{s.to(c.Follows)})
	}
	p.list("One report with", s.toAll(c.OneReportWith)...)
	items = nil
	for _, x := range c.Report.Contents {
		items = append(items, item{said("%s (from: %s)", x.Says, words(x.From))})
	}
	p.list(c.Report.Title, items...)
	items = nil
	for _, x := range c.Stops {
		items = append(items, item{said("%s", x.Because)})
	}
	p.list("What ends or suspends it", items...)
	p.text("Beware", c.Beware)
	s.sources(p, c.Sources)
}

func since(word, day string) string {
	if day == "" {
		return ""
	}
	return fmt.Sprintf("%s %s", word, day)
}
