package cli

import (
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"cordon/internal/layers"
	"cordon/internal/project"
)

func layersCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "layers PATH",
		Short: "Defence in depth: what stands on the ways to each harm, and what one loss does",
		Long: `Layers says for each harm which layers of controls stand on the ways to it, which loss of one control or of one whole layer
makes it worse, and whether the surroundings alone hold it down. With --harm it shows one harm with its paths and the layers where
nothing stands; with --sheet it shows each layer with its controls, how they are configured and how they are verified.
--format json gives all of it.

A control or a set of controls holds a path if it alone makes the path less likely than no control does. Controls of one layer
count once.`,
		Args: args(cobra.ExactArgs(1)),
		Example: `  cordon layers examples/wearable-monitor
  cordon layers examples/wearable-monitor --harm wrong-intake
  cordon layers examples/wearable-monitor --sheet`,
	}
	format, mode := formatFlag(c), modeFlag(c)
	harm := c.Flags().String("harm", "", "one harm, by its id in the model, with its paths")
	sheet := c.Flags().Bool("sheet", false, "the controls of each layer, with configuration and verification")
	c.RunE = func(c *cobra.Command, a []string) error {
		if *harm != "" && *sheet {
			return usageError{errors.New("layers: --harm and --sheet ask for different texts; give one of them")}
		}
		k, d, err := findLayers(c, a[0], mode.value)
		if err != nil {
			return err
		}
		if *harm != "" {
			at := slices.IndexFunc(d.Harms, func(h layers.Harm) bool { return h.ID == *harm })
			if at < 0 {
				fmt.Fprintf(c.ErrOrStderr(), "cordon: layers: no harm %q\n    hint: cordon layers PATH lists the harms\n", *harm)
				return exit{exitInvalid}
			}
			d.Harms = d.Harms[at : at+1]
		}
		p := layerText{newText(c.OutOrStdout()), k.Index}
		switch {
		case format.value == "json":
			return writeJSON(c, d)
		case *sheet:
			return p.sheet(d)
		case *harm != "":
			return p.harm(d, &d.Harms[0])
		}
		return p.overview(d)
	}
	return c
}

// findLayers assesses the system at a path and judges its layers.
func findLayers(c *cobra.Command, path, mode string) (*project.Knowledge, *layers.Defence, error) {
	k, assessed, err := assess(c, path, mode)
	if err != nil {
		return nil, nil, err
	}
	p := newProgress(c.ErrOrStderr())
	defer p.done()
	d, err := project.Layers(c.Context(), assessed, k, p.stage)
	return k, d, err
}
