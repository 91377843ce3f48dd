package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"cordon/internal/diag"
	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/postmarket/record"
	"cordon/internal/project"
	"cordon/internal/yamltext"
)

func watchEventCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "event PATH --id ID --kind KIND --title TEXT --from WHO",
		Short: "Record what happened, and what it changes for how long",
		Long: `Event writes an event into a file of its own in the folder watch beside the description: an alert, a finding in a log, a patch, a drift of
configuration, what changes in the care of patients, a notice of a supplier, an incident. It may raise or lower trust, switch controls, and
say which release is installed; until, for and newest say how long it holds, ends names events that are over with it. A change to a
device in use counts when the people under --decided have decided on it: one, or two where it has side effects on care.`,
		Example: `  cordon watch event examples/wearable-monitor --id patched --kind patch-applied --title "Release 2.4 installed" \
    --from "service desk" --install smartbox=2.4 --decided "B. Okafor, security lead"`,
		Args: args(cobra.ExactArgs(1)),
	}
	kind := addChoice(c, "kind", "sort of event", "", record.EventKind("").Words()...)
	f := c.Flags()
	id := f.String("id", "", "id of the event")
	title := f.String("title", "", "what happened")
	from := f.String("from", "", "who or what says so")
	why := f.String("why", "", "why it changes what it changes")
	at := instantFlag(c, "when it became known")
	about := f.StringArray("about", nil, "element or vulnerability that it is about; may be repeated")
	trust := f.StringArray("trust", nil, "trust that it changes, as ELEMENT:ATTRIBUTE:at-most:low (or is, at-least); may be repeated")
	control := f.StringArray("control", nil, "control that it switches, as CTL-0001@ELEMENT=present (or absent); may be repeated")
	install := f.StringArray("install", nil, "release that is in use from now on, as ELEMENT=RELEASE; may be repeated")
	ends := f.StringArray("ends", nil, "event that is over with this one; may be repeated")
	until := f.String("until", "", "when it stops to hold")
	lasts := f.String("for", "", "how long it holds: 12h, 30d, 6mo, 1y")
	newest := f.String("newest", "", "label of a series of which only the newest holds")
	decided := f.StringArray("decided", nil, "person who decided, as NAME, ROLE; may be repeated")
	c.RunE = func(c *cobra.Command, paths []string) error {
		if err := given(c, "id", "kind", "title", "from"); err != nil {
			return err
		}
		now, err := at()
		if err != nil {
			return err
		}
		e := record.Event{
			Kind: record.EventKind(kind.value), Title: *title, From: *from, Why: *why, When: word(now.String()),
			Ends: placed(*ends), Until: word(*until), For: word(*lasts), Newest: word(*newest),
		}
		for _, a := range *about {
			if regexp.MustCompile(yamltext.ReferencePattern).MatchString(a) {
				e.About = append(e.About, word(a))
			} else {
				e.Vulnerabilities = append(e.Vulnerabilities, word(a))
			}
		}
		if err := changed(&e, *trust, *control, *install, *decided, now.String()); err != nil {
			return usageError{err}
		}
		return writeEvent(c, paths[0], *id, e)
	}
	return c
}

func word(s string) yamltext.Word { return yamltext.Word{Text: s} }

func placed(list []string) []yamltext.Word {
	var out []yamltext.Word
	for _, s := range list {
		out = append(out, word(s))
	}
	return out
}

// changed puts what flags say into an event.
func changed(e *record.Event, trust, control, install, decided []string, now string) error {
	for _, s := range trust {
		p := strings.Split(s, ":")
		if len(p) != 4 {
			return fmt.Errorf("--trust %s: write ELEMENT:ATTRIBUTE:at-most:low", s)
		}
		e.Trust = append(e.Trust, record.TrustChange{Of: word(p[0]), Trust: word(p[1]), Op: knowledge.Operator(p[2]), Level: knowledge.Level(p[3])})
	}
	for _, s := range control {
		id, rest, ok := strings.Cut(s, "@")
		on, state, ok2 := strings.Cut(rest, "=")
		if !ok || !ok2 {
			return fmt.Errorf("--control %s: write CTL-0001@ELEMENT=present", s)
		}
		e.Controls = append(e.Controls, record.ControlChange{Control: word(id), On: word(on), State: model.ControlState(state)})
	}
	for _, s := range install {
		of, release, ok := strings.Cut(s, "=")
		if !ok {
			return fmt.Errorf("--install %s: write ELEMENT=RELEASE", s)
		}
		e.Installs = append(e.Installs, record.Install{Of: word(of), Release: release})
	}
	for _, s := range decided {
		who, role, ok := strings.Cut(s, ",")
		if !ok {
			return fmt.Errorf("--decided %s: write NAME, ROLE", s)
		}
		e.Decided = append(e.Decided, record.Approval{Who: strings.TrimSpace(who), Role: strings.TrimSpace(role), When: word(now)})
	}
	return nil
}

// writeEvent writes an event into a file of its own, if the record is sound with it.
func writeEvent(c *cobra.Command, path, id string, e record.Event) error {
	k, m, err := open(c, path)
	if err != nil {
		return err
	}
	var ds diag.List
	text, err := project.EventFile(path, id, e, m, k, &ds)
	if err != nil {
		return refuse(c, "watch event: %s", err)
	}
	if err := sound(c, &ds); err != nil {
		return err
	}
	file, err := writeNew(project.RecordFolder(path), id+".yaml", text)
	if errors.Is(err, fs.ErrExist) {
		return refuse(c, "watch event: there is a file %s already; choose another --id", file)
	}
	if err != nil {
		return fmt.Errorf("write the event: %w", err)
	}
	fmt.Fprintf(c.OutOrStdout(), "wrote event %s to %s\n", id, filepath.ToSlash(file))
	return nil
}
