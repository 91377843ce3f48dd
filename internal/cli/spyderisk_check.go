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
		t.item("%d classes, %d relations, %d roles; %d matching patterns on %d root patterns; %d construction patterns",
			len(b.Classes), len(b.Relations), len(b.Roles), len(b.Patterns), len(b.Roots), len(b.Rules))
		t.item("%d threats, %d control strategies, %d controls, %d misbehaviours, %d trustworthiness attributes",
			len(b.Threats), len(b.Strategies), len(b.Controls), len(b.Misbehaviours), len(b.Attributes))
		x := b.Expand()
		t.item("expanded for populations: %d threats, %d controls, %d misbehaviours, %d trustworthiness attributes",
			len(x.Threats), len(x.Controls), len(x.Misbehaviours), len(x.Attributes))
		if m := s.model; m != nil {
			asserted := 0
			for _, a := range m.Assets {
				if a.Asserted {
					asserted++
				}
			}
			t.heading("Model %s", m.Label)
			t.item("%s", m.URI)
			t.item("%d assets asserted, %d inferred; %d links", asserted, len(m.Assets)-asserted, len(m.Links))
			t.item("settings: %d controls, %d trust levels, %d impacts", len(m.Proposals), len(m.TrustLevels), len(m.ImpactLevels))
			if m.HasResults {
				t.item("stored results: %d threats, %d misbehaviours, mode %s, made with base version %s", len(m.Threats), len(m.Misbehaviours), m.Mode, m.DomainVersion)
			} else {
				t.item("no stored results")
			}
		}
		return t.err
	}
	return c
}
