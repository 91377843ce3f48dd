package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/postmarket/weigh"
	"cordon/internal/project"
)

func watchAssessCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "assess PATH",
		Short: "Weigh what is known after release by what it does to patients",
		Long: `Assess takes every vulnerability that was found in the releases in use through the model, and lists them by what they do to patients: first those
by which a harm becomes unacceptable, then by severity and likelihood; exploitation and its probability (EPSS) decide where that is equal, and
CVSS nowhere. What was decided not to affect the product does not count, unless something has changed that the decision rested on. Events,
readings of indicators and ageing are counted with it. With --about it says of one vulnerability by which way it reaches which harm, what
holds it back, and what published rules propose: VEX, the FDA's controlled or uncontrolled, SSVC, and the rubric of MITRE.`,
		Example: `  cordon watch assess examples/wearable-monitor
  cordon watch assess examples/wearable-monitor --about CVE-2026-31337@smartbox/os`,
		Args: args(cobra.ExactArgs(1)),
	}
	about := c.Flags().String("about", "", "one vulnerability in full, as CVE-2026-1234 or CVE-2026-1234@element")
	at := instantFlag(c, "time for which it is weighed")
	format := formatFlag(c)
	least := addChoice(c, "fail-on", "exit 1 if an undecided vulnerability has this priority or a higher one", "", "1", "2", "3", "4")
	c.RunE = func(c *cobra.Command, paths []string) error {
		now, err := at()
		if err != nil {
			return err
		}
		a, err := openAfter(c, paths[0])
		if err != nil {
			return err
		}
		w, err := a.Known(now, c.Context().Err)
		if err != nil {
			return err
		}
		if *about != "" {
			if w.Vulnerabilities = slices.DeleteFunc(w.Vulnerabilities, func(v project.Concern) bool { return v.ID() != *about && v.Vulnerability != *about }); len(w.Vulnerabilities) == 0 {
				return refuse(c, "watch assess: %s is not among what was found in the releases in use", *about)
			}
		}
		if *about == "" {
			for i := range w.Vulnerabilities {
				w.Vulnerabilities[i].Rubric = nil // 31 answers each; one vulnerability in full has them
			}
		}
		switch {
		case format.value == "json":
			err = writeJSON(c, w)
		case *about != "":
			err = printVulnerabilities(newText(c.OutOrStdout()), a, w)
		default:
			err = printAfter(newText(c.OutOrStdout()), w)
		}
		if err != nil || least.value == "" {
			return err
		}
		if slices.ContainsFunc(w.Vulnerabilities, func(v project.Concern) bool {
			return !v.Verdict.Settled() && fmt.Sprint(v.Priority.Level) <= least.value
		}) {
			return exit{exitFindings}
		}
		return nil
	}
	return c
}

// openAfter opens a system with its record after release; what is wrong with files goes to standard error.
func openAfter(c *cobra.Command, path string) (*project.After, error) {
	k, m, err := open(c, path)
	if err != nil {
		return nil, err
	}
	var ds diag.List
	p := newProgress(c.ErrOrStderr())
	a, err := project.OpenAfter(c.Context(), path, m, k, &ds, p.stage)
	p.done()
	if err != nil {
		return nil, err
	}
	return a, sound(c, &ds)
}

// priorities are the levels of priority in words.
var priorities = []string{"", "1 a harm is unacceptable with it", "2 a harm to reduce gets likelier", "3 an acceptable harm gets likelier", "4 no harm gets likelier", "5 nothing gets likelier than assumed"}

func printAfter(t *text, w *project.Known) error {
	t.heading("Harms that are otherwise than described, at %s", w.At)
	printHarmChanges(t, w.Harms)
	if len(w.Harms) == 0 {
		t.item("none")
	}
	t.heading("Vulnerabilities by what they do to patients (%d)", len(w.Vulnerabilities))
	last := 0
	for i := range w.Vulnerabilities {
		v := &w.Vulnerabilities[i]
		if v.Priority.Level != last {
			last = v.Priority.Level
			t.printf("%s\n", priorities[last])
		}
		t.item("%s: %s", v.ID(), v.Priority.Because)
		t.sub("%s", summaryOf(v))
	}
	if len(w.Changes) > 0 {
		t.heading("What counts besides")
		for _, c := range w.Changes {
			t.item("%s: %s", c.From, changeSays(&c))
		}
	}
	for _, x := range w.Waiting {
		t.item("%s does not count yet: %s (%d of %d)", x.Event, x.Because, x.Has, x.Needs)
	}
	for _, s := range w.Absent {
		t.item("not weighed: %s", s)
	}
	return t.err
}

// summaryOf is a vulnerability in a line: what was decided or is proposed, and how likely exploitation is.
func summaryOf(v *project.Concern) string {
	var parts []string
	switch {
	case v.Verdict.Stale:
		parts = append(parts, "to be decided anew: what "+v.Verdict.Decision+" rested on has changed")
	case v.Verdict.Status != "":
		parts = append(parts, fmt.Sprintf("%s, by %s", v.Verdict.Status, v.Verdict.Decision))
	default:
		parts = append(parts, "undecided; proposed: "+v.VEX.Status)
	}
	parts = append(parts, "FDA: "+v.FDA.Outcome, "SSVC: "+v.Deployer.Outcome)
	if v.Facts != nil {
		if len(v.Facts.Exploited) > 0 {
			parts = append(parts, "exploited")
		}
		if v.Facts.EPSS != nil {
			parts = append(parts, fmt.Sprintf("EPSS %.3f", v.Facts.EPSS.Probability))
		}
	}
	if v.Unsure() {
		parts = append(parts, "unsure whether the version is concerned")
	}
	return strings.Join(parts, "; ")
}

func printHarmChanges(t *text, harms []weigh.HarmChange) {
	for i := range harms {
		h := &harms[i]
		t.item("%s: likelihood %s -> %s, %s -> %s%s", h.Title, h.Before.Likelihood, h.After.Likelihood, h.Before.Acceptability, h.After.Acceptability, inContexts(h.Contexts))
	}
}

func inContexts(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return " (" + strings.Join(list, ", ") + ")"
}

// changeSays is a change in words.
func changeSays(c *weigh.Change) string {
	var what string
	switch {
	case c.Trust != "":
		what = fmt.Sprintf("%s of %s %s %s", c.Trust, c.Element, orIs(string(c.Op)), trustWord(c.Level))
	case c.Control != "" && c.State == "":
		what = fmt.Sprintf("coverage of %s at %s %s %s", c.Control, c.Element, orIs(string(c.Op)), trustWord(c.Level))
	case c.Control != "":
		what = fmt.Sprintf("%s at %s %s, coverage %s", c.Control, c.Element, c.State, trustWord(c.Level))
	case c.Impact != "":
		what = fmt.Sprintf("impact of %s at %s is %d of 5", c.Impact, c.Element, c.Level)
	default:
		what = "circumstances of " + c.Harm
	}
	return what + ". " + c.Because
}

func orIs(op string) string {
	if op == "" {
		return "is"
	}
	return strings.ReplaceAll(op, "-", " ")
}

// printVulnerabilities says all of single vulnerabilities.
func printVulnerabilities(t *text, a *project.After, w *project.Known) error {
	for i := range w.Vulnerabilities {
		v := &w.Vulnerabilities[i]
		t.heading("%s in %s", v.Vulnerability, a.Title(v.Element))
		if v.Facts != nil && v.Facts.Summary != "" {
			t.item("%s", v.Facts.Summary)
		}
		for _, f := range v.Findings {
			t.item("%s: %s, known since %s", f.Component, f.Versions, f.Known)
		}
		t.item("%s", summaryOf(v))
		t.printf("What it takes away\n")
		for _, c := range v.Effect.Changes {
			t.item("%s", changeSays(&c))
		}
		for _, s := range v.Effect.Missing {
			t.item("%s has no trust attribute %s", a.Title(v.Element), s)
		}
		for _, s := range v.Effect.Losses.Remarks {
			t.item("look besides: %s", s)
		}
		t.printf("Harms that get worse by it alone\n")
		printHarmChanges(t, v.Harms)
		if len(v.Harms) == 0 {
			t.item("none. %s", v.Priority.Because)
		} else if p := v.Harms[0].Path; p != nil {
			t.printf("The likeliest way to the gravest\n")
			printWay(t, p)
		}
		if len(v.HeldBy) > 0 {
			t.printf("What holds it back\n")
			t.item("%s", strings.Join(v.HeldBy, ", "))
		}
		t.printf("What rules propose\n")
		t.item("VEX: %s", strings.Join(append([]string{strings.TrimSpace(v.VEX.Status + " " + string(v.VEX.Justification))}, v.VEX.Argument...), " "))
		for _, s := range v.VEX.Open {
			t.sub("open: %s", s)
		}
		t.item("FDA: %s. %s", v.FDA.Outcome, strings.Join(v.FDA.Because, " "))
		t.item("SSVC: supplier %s, deployer %s", strings.Join(v.Supplier.Possible, " or "), strings.Join(v.Deployer.Possible, " or "))
		if v.Vectors != nil {
			t.item("by the rubric, for this product: %s (cordon watch rubric shows the answers)", v.Vectors.Vector)
		}
	}
	return t.err
}

// printWay lists the steps of a way.
func printWay(t *text, p *engine.Chain) {
	for _, s := range p.Steps {
		t.sub("%s", s.Title)
	}
}

// trustWord is a level of trust or coverage in words.
func trustWord(level uint8) string { return knowledge.Level("").Words()[level] }
