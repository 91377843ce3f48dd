package cli

import (
	"github.com/spf13/cobra"
)

func spyderiskCheckCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "check [MODEL]",
		Short: "Check a knowledge base, and a model made with it",
		Long: `Check reads the tables of a knowledge base, and a model if one is named, reports everything that is wrong with table and row
or line, and says what they hold.`,
		Args: args(cobra.MaximumNArgs(1)),
	}
	c.RunE = func(c *cobra.Command, paths []string) error {
		path := ""
		if len(paths) > 0 {
			path = paths[0]
		}
		s, err := openSpyderisk(c, path)
		if err != nil {
			return err
		}
		b := s.base
		t := newText(c.OutOrStdout())
		t.heading("Knowledge base %s", b.Name)
		t.item("%s", b.Graph)
		t.item("classes: %d; relations: %d; roles: %d", len(b.Classes), len(b.Relations), len(b.Roles))
		t.item("root patterns: %d; matching patterns: %d; construction patterns: %d", len(b.Roots), len(b.Patterns), len(b.Rules))
		x := b.Expand()
		t.item("threats: %d, expanded for populations %d", len(b.Threats), len(x.Threats))
		t.item("controls: %d, expanded %d; control strategies: %d", len(b.Controls), len(x.Controls), len(b.Strategies))
		t.item("misbehaviours: %d, expanded %d", len(b.Misbehaviours), len(x.Misbehaviours))
		t.item("trustworthiness attributes: %d, expanded %d", len(b.Attributes), len(x.Attributes))
		if m := s.model; m != nil {
			asserted := 0
			for _, a := range m.Assets {
				if a.Asserted {
					asserted++
				}
			}
			t.heading("Model %s", m.Label)
			t.item("%s", m.URI)
			t.item("assets: %d asserted, %d inferred; links: %d", asserted, len(m.Assets)-asserted, len(m.Links))
			t.item("settings of controls: %d, of trust levels: %d, of impacts: %d", len(m.Proposals), len(m.TrustLevels), len(m.ImpactLevels))
			if m.HasResults {
				t.item("stored results: mode %s, made with base version %s; threats: %d, misbehaviours: %d", m.Mode, m.DomainVersion, len(m.Threats), len(m.Misbehaviours))
			} else {
				t.item("no stored results")
			}
		}
		return t.err
	}
	return c
}
