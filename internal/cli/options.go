package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"cordon/internal/knowledge"
	"cordon/internal/project"
	"cordon/internal/proportion"
)

// effort is how long a proof is looked for where nothing is said: some seconds.
const effort = 200_000

func optionsCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "options PATH",
		Short: "Propose controls that are enough, and not more than they cost",
		Long: `Options finds sets of new controls with which no harm has a worse verdict than asked: the cheapest one, with a proof that none is cheaper or
how much cheaper one may be, and those that cost more and ask less of care or have rarer side effects on it. Side effects of controls count: a control whose side effect
breaks a limit is not proposed. For each set it says what changes, which side effects open, and of each control, in place or new, what
it is there for: primary (without it a harm goes beyond what is asked), over-effective, back-stop, ineffective, or harmful. If no set is
enough it says which limits cannot be met together and by which attack.`,
		Args: args(cobra.ExactArgs(1)),
	}
	format := formatFlag(c)
	verdict := addChoice(c, "verdict", "the worst verdict that a harm may have", "reduce", "acceptable", "reduce")
	limits := c.Flags().StringArray("limit", nil, "HARM=LIKELIHOOD: the highest likelihood of its situation, in place of what the verdict allows; may be repeated")
	roles := c.Flags().StringArray("role", nil, "who can act: "+strings.Join(knowledge.Applier("").Words(), ", ")+"; everybody where absent; may be repeated")
	q := proportion.Request{}
	with := c.Flags().StringArray("with", nil, "what the set must contain, as CTL-0001@element; + joins controls that belong together, | separates alternatives; may be repeated")
	c.Flags().StringArrayVar(&q.Without, "without", nil, "control that must not be proposed, as CTL-0001 or CTL-0001@element; may be repeated")
	c.Flags().BoolVar(&q.Lower, "lower", false, "also propose sets that leave less harm than asked, at a higher price")
	c.Flags().IntVar(&q.OneOff, "budget", 0, "the most that new controls may cost once, in euro; 0: no bound")
	c.Flags().IntVar(&q.Yearly, "yearly-budget", 0, "the most that new controls may cost each year, in euro; 0: no bound")
	c.Flags().IntVar(&q.Effort, "effort", effort, "conflicts of the solver after which the search ends with a gap; 0: only with a proof")
	c.RunE = func(c *cobra.Command, paths []string) error {
		q.Verdict = knowledge.HarmCell(verdict.value)
		if err := readRequest(&q, *limits, *roles, *with); err != nil {
			return usageError{err}
		}
		k, m, err := open(c, paths[0])
		if err != nil {
			return err
		}
		pr := newProgress(c.ErrOrStderr())
		p, err := project.Propose(c.Context(), m, k, q, func(s proportion.Stage) { pr.stage(s.String()) })
		pr.done()
		if refused := (proportion.RequestError{}); errors.As(err, &refused) {
			return usageError{refused}
		}
		if err != nil {
			return err
		}
		if format.value == "json" {
			err = writeJSON(c, p)
		} else {
			err = printProposal(newText(c.OutOrStdout()), p)
		}
		if err == nil && !p.Possible {
			return exit{exitFindings}
		}
		return err
	}
	return c
}

func readRequest(q *proportion.Request, limits, roles, with []string) error {
	if q.OneOff < 0 || q.Yearly < 0 || q.Effort < 0 {
		return fmt.Errorf("budgets and effort are 0 or more")
	}
	q.Most = map[string]uint8{}
	for _, l := range limits {
		harm, word, _ := strings.Cut(l, "=")
		level := slices.Index(knowledge.Frequency("").Words(), word)
		if level < 0 {
			return fmt.Errorf("--limit %q: write HARM=LIKELIHOOD with one of %s", l, strings.Join(knowledge.Frequency("").Words(), ", "))
		}
		q.Most[harm] = uint8(level)
	}
	var err error
	if q.Roles, err = flagWords[knowledge.Applier]("role", roles); err != nil {
		return err
	}
	for _, w := range with {
		o := proportion.Obligation{Title: w}
		for _, set := range strings.Split(w, "|") {
			o.AnyOf = append(o.AnyOf, strings.Split(set, "+"))
		}
		q.With = append(q.With, o)
	}
	return nil
}

func printProposal(t *text, p *proportion.Proposal) error {
	t.heading("Asked for: %s", p.Objective)
	for _, l := range p.Limits {
		t.printf("  %s likelihood up to %s %s\n", pad(l.Harm, 30), pad(l.Most, 11), t.level(l.Verdict))
	}
	if len(p.Limits) == 0 {
		t.item("no harm is described, so that nothing limits the risk")
	}
	for _, r := range p.Reason {
		t.item("%s", r)
	}
	if !p.Possible {
		t.heading("No set of controls is enough")
		return t.err
	}
	for i := range p.Options {
		printOption(t, i, p)
	}
	if !p.Complete {
		t.item("other sets may exist that are better in one of these; more --effort looks for them")
	}
	return t.err
}

func printOption(t *text, i int, p *proportion.Proposal) {
	o := &p.Options[i]
	proof := ""
	switch {
	case i > 0:
	case p.Optimal:
		proof = "; proved: none is cheaper"
	default:
		proof = fmt.Sprintf("; another one may be up to %d euro cheaper over five years", p.Gap)
	}
	t.heading("Option %d: up to %d euro once and %d euro a year, burden %d, side effects on care %s%s", i+1, o.OneOff, o.Yearly, o.Burden, o.Clinical, proof)
	for _, m := range o.Harms {
		if m.Before != m.After {
			t.item("%s: likelihood %s to %s, %s to %s", m.Title, m.Before, m.After, t.level(m.VerdictBefore), t.level(m.VerdictAfter))
		}
	}
	for _, m := range o.Measures {
		if m.State == "proposed" {
			t.item("new: %s %s (%s; up to %d euro once, %d a year, burden %d): %s", m.ID, m.Title, m.Layer, m.OneOff, m.Yearly, m.Burden, m.Class)
			t.sub("%s", m.Because)
			if len(m.Holds) > 0 {
				t.sub("only it blocks: %s", strings.Join(m.Holds, "; then "))
			}
		}
	}
	said := ""
	for _, s := range o.SideEffects {
		on := ""
		if s.Clinical {
			on = " on care"
		}
		line := fmt.Sprintf("side effect%s: %s (likelihood %s, leads to risk %s)", on, s.Title, s.Likelihood, s.Risk)
		if line != said { // two controls may do the same at the same place
			t.item("%s", line)
		}
		said = line
	}
	if i > 0 {
		return
	}
	for _, class := range []proportion.Class{proportion.Harmful, proportion.Ineffective, proportion.OverEffective, proportion.BackStop, proportion.Primary} {
		var ids []string
		for _, m := range o.Measures {
			if m.State != "proposed" && m.Class == class {
				ids = append(ids, m.ID)
			}
		}
		if len(ids) > 0 {
			t.item("in place and then %s: %s", class, strings.Join(ids, ", "))
		}
	}
}
