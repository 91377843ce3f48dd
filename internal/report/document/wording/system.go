package wording

import (
	"strings"

	"cordon/internal/model"
	"cordon/internal/report/document"
)

// System says what is described: name, version, purpose, users and regulatory frame.
func System(m *model.Model) []document.Definition {
	s := &m.System
	return []document.Definition{
		Definition("System", s.Name),
		Definition("Version", s.Version),
		Definition("Intended purpose", s.IntendedPurpose),
		Definition("Intended users", strings.Join(s.Users, "; ")),
		Definition("Regulatory frame", regulation(s.Regulation)),
	}
}

func regulation(g *model.Regulation) string {
	if g == nil {
		return ""
	}
	var markets []string
	for _, m := range g.Markets {
		markets = append(markets, string(m))
	}
	out := []string{"markets " + List(markets)}
	for _, x := range []struct{ what, value string }{
		{"class", string(g.DeviceClass)}, {"rule", g.Rule}, {"software safety class", string(g.SoftwareClass)}, {"FDA class", string(g.FDAClass)},
	} {
		if x.value != "" {
			out = append(out, x.what+" "+x.value)
		}
	}
	return strings.Join(out, "; ")
}

// Support says how long and how often there are security updates.
func Support(m *model.Model) document.Definition {
	text := ""
	if s := m.System.Support; s != nil {
		text = "from " + Or(string(s.From)) + " until " + Or(string(s.Until)) + ", updates " + Or(Words(string(s.Updates)))
	}
	return Definition("Period of support", text)
}
