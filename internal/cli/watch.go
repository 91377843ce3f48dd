package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"github.com/spf13/cobra"

	"cordon/internal/diag"
	"cordon/internal/postmarket"
	"cordon/internal/watch"
)

func watchCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "watch",
		Short: "After release: what becomes known of a product, and what it does to patients",
		Long: `Watch makes an index of advisories from feeds (sync), looks the parts of a system up in it (find; match for a bill of materials alone; products for devices
known by name only), and weighs what was found through the model, together with events, readings and age (assess, replay, forecast, actions).
People decide with cordon decide new; publish writes VEX and advisories, clocks says what has to be reported by when. docs/user/watch.md
follows one vulnerability from the advisory to the patch.`,
	}
	c.AddCommand(watchSyncCommand(), watchMatchCommand(), watchProductsCommand(), watchConfirmCommand())
	c.AddCommand(watchFindCommand(), watchAssessCommand(), watchRubricCommand(), watchActionsCommand())
	c.AddCommand(watchEventCommand(), watchIndicatorCommand(), watchReplayCommand(), watchForecastCommand())
	c.AddCommand(watchPublishCommand(), watchVEXCommand(), watchCheckCommand(), watchClocksCommand(), watchFleetCommand())
	return c
}

func watchSyncCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "sync --index DIR SOURCE...",
		Short: "Make the index of advisories from folders, zips and files",
		Long: `Sync reads feeds and makes the index that match looks into. A source is a folder, a zip, a file, or an address that begins with https://.

  OSV     records of OSV, one a file
  CVE     records of the CVE program (format 5), with what CISA adds: SSVC, exploitation, CVSS, CWE, CPE
  NVD     answers and files of the API 2.0, and corrections in its form
  CSAF    advisories of CSAF 2.0 and 2.1; products that have names only are not in the index
  KEV     known exploited vulnerabilities of CISA, JSON or CSV
  EPSS    daily scores, CSV
  end of life   pages of endoflife.date, and answers of its API 1

The format is told by what is in a file; its name ends in .json, .csv or .md, and .gz may follow. Other files are counted and left out. What is
damaged, too large or wrong in a source is a warning, and all else counts. The index is replaced at the end: a run that is stopped leaves the old
one, and the next run goes on, for what was read is kept in the directory (cache). Only files that have changed are read again.

An address is fetched into the directory (mirror), from where it broke off, and only if it has changed. Where the file with .sha256 or .sha512 after
its address exists, it proves the download; where not, that is said. The address of a provider-metadata.json stands for all documents of that
provider of CSAF, which its changes.csv and ROLIE feeds list.`,
		Example: `  cordon watch sync --index advisories osv/Go.zip kev.json epss.csv.gz vulnrichment/`,
		Args:    args(cobra.MinimumNArgs(1)),
	}
	dir := c.Flags().String("index", "", "directory of the index")
	format := formatFlag(c)
	_ = c.MarkFlagDirname("index")
	c.RunE = func(c *cobra.Command, sources []string) error {
		if err := given(c, "index"); err != nil {
			return err
		}
		var ds diag.List
		p := newProgress(c.ErrOrStderr())
		made, err := watch.Sync(c.Context(), *dir, sources, &ds, func(n int) { p.stage(fmt.Sprintf("reading feeds: %d records", n)) })
		p.done()
		if err := sound(c, &ds); err != nil {
			return err
		}
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission) || errors.Is(err, watch.ErrNothing) {
			return refuse(c, "watch sync: %s", err)
		}
		if err != nil {
			return err
		}
		if format.value == "json" {
			return writeJSON(c, made)
		}
		out := c.OutOrStdout()
		fmt.Fprintf(out, "%d advisories on %d packages in %s\n", made.Advisories, made.Packages, filepath.ToSlash(filepath.Join(*dir, watch.IndexFile)))
		fmt.Fprintf(out, "facts of %d vulnerabilities; %d products by CPE; end of life of %d products\n", made.Vulnerabilities, made.Products, made.Lines)
		for i := range made.Sources {
			fmt.Fprintf(out, "%s: %s\n", made.Sources[i].Path, made.Sources[i].Words())
		}
		if made.Unchanged > 0 {
			fmt.Fprintf(out, "%d of %d parts were not read again: they have not changed\n", made.Unchanged, made.Parts)
		}
		return nil
	}
	return c
}

func watchMatchCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "match --index DIR SBOM",
		Short: "List the advisories that concern the components of a bill of materials",
		Long: `Match reads a bill of materials (CycloneDX, SPDX) and lists its components with the advisories that concern them, one line for each component and
advisory. A component is looked up by its package URL, or where it has none by its CPE names; a platform that an advisory asks for besides has to be
in the bill of materials as well, or else the match is unsure. Advisories that name each other count once, under the CVE id where there is one; --no-merge keeps them apart. A version that has no
place in the order of its ecosystem is listed as unsure, unless every version is concerned.`,
		Example: `  cordon watch match --index advisories --format tsv device.cdx.json`,
		Args:    args(cobra.ExactArgs(1)),
	}
	dir := c.Flags().String("index", "", "directory of the index")
	format := addChoice(c, "format", "form of the output", "text", "text", "json", "tsv")
	apart := c.Flags().Bool("no-merge", false, "keep advisories apart that name each other")
	_ = c.MarkFlagDirname("index")
	c.RunE = func(c *cobra.Command, a []string) error {
		if err := given(c, "index"); err != nil {
			return err
		}
		ix, err := watch.OpenIndex(*dir)
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, postmarket.ErrIndex) {
			return refuse(c, "watch match: there is no index in %s that can be read; make it with cordon watch sync", *dir)
		}
		if err != nil {
			return err
		}
		var ds diag.List
		m, err := watch.Match(c.Context(), ix, a[0], !*apart, &ds)
		if err != nil {
			return err
		}
		if err := sound(c, &ds); err != nil {
			return err
		}
		if m == nil {
			return exit{exitInvalid}
		}
		return printMatches(c, m, format.value)
	}
	return c
}

func printMatches(c *cobra.Command, m *postmarket.Matched, format string) error {
	switch format {
	case "json":
		return writeJSON(c, m)
	case "tsv":
		return m.WriteTSV(c.OutOrStdout())
	}
	t := newText(c.OutOrStdout())
	last := ""
	for i := range m.Matches {
		x := &m.Matches[i]
		if x.Name() != last {
			t.heading("%s", x.Name())
			last = x.Name()
		}
		unsure := ""
		if x.Unsure {
			unsure = ", unsure"
		}
		t.item("%s%s: %s", x.Advisory, unsure, x.Because)
	}
	for _, s := range m.Skipped {
		t.item("not looked up: %s", s)
	}
	t.item("%d matches", len(m.Matches))
	return t.err
}
