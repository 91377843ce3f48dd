package cli

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"cordon/internal/auditlog"
	"cordon/internal/diag"
)

func auditVerifyCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "verify FILE",
		Short: "Check that an exported audit log was not changed",
		Long: `Verify reads an export of an audit log and says everything that is wrong with it, with its line: entries that were changed,
are missing or stand in another order, signatures by another key, an end that is missing. It needs no network. It exits
with 1 if anything is wrong.

The key is the public key of the log, which must come from elsewhere than the file; without it, verify uses the one in the
file, and finds damage and no forgery. A checkpoint that was kept from an earlier time, or an earlier export, shows that
nothing that was logged by then was changed since, not even by whoever runs the server.`,
		Example: `  cordon audit verify log.jsonl --key log.key
  cordon audit verify log.jsonl --key log.key --since last-year.checkpoint`,
		Args: args(cobra.ExactArgs(1)),
	}
	format := formatFlag(c)
	key := c.Flags().String("key", "", "public key of the log, as text (name+hash+key) or a file with it")
	since := c.Flags().String("since", "", "file with an earlier checkpoint, or an earlier export")
	_ = c.MarkFlagFilename("key")
	_ = c.MarkFlagFilename("since")
	c.RunE = func(c *cobra.Command, a []string) error {
		against, err := auditAgainst(c, *key, *since)
		if err != nil {
			return err
		}
		in, err := os.Open(a[0])
		if err != nil {
			return refuse(c, "audit verify: %s: %s", a[0], diag.Cause(err))
		}
		defer in.Close()
		r, err := auditlog.Verify(in, against)
		if unreadable := (*fs.PathError)(nil); errors.As(err, &unreadable) {
			return fmt.Errorf("audit verify: %w", err)
		}
		if err != nil {
			return refuse(c, "audit verify: %s: %s", a[0], err)
		}
		if format.value == "json" {
			err = writeJSON(c, r)
		} else {
			err = writeAudit(c.OutOrStdout(), a[0], *since, r)
		}
		if err == nil && len(r.Problems) > 0 {
			err = exit{exitFindings}
		}
		return err
	}
	return c
}

// auditAgainst reads what an export is checked with. A key that is not a key itself is the name of a file.
func auditAgainst(c *cobra.Command, key, since string) (a auditlog.Against, err error) {
	a.Key = key
	if key != "" && !auditlog.IsVerifier(key) {
		src, err := readKey(key, false)
		if err == nil && !auditlog.IsVerifier(string(src)) {
			err = errors.New("it does not hold a key of the form name+hash+key")
		}
		if err != nil {
			return a, refuse(c, "audit verify: key %s: %s", key, diag.Cause(err))
		}
		a.Key = string(src)
	}
	if since != "" {
		a.Since, err = readStart(since, auditlog.MaxLine)
		if err == nil && len(a.Since) == 0 {
			err = errors.New("it is empty")
		}
		if err != nil {
			return a, refuse(c, "audit verify: --since %s: %s", since, diag.Cause(err))
		}
	}
	return a, nil
}

// readStart reads a file up to a number of bytes.
func readStart(file string, most int64) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, most))
}

// writeAudit writes what was found: first what is wrong, in the form of diagnostics, and then what was shown nevertheless.
func writeAudit(w io.Writer, file, since string, r *auditlog.Report) error {
	t := newText(w)
	for _, p := range r.Problems {
		where := since
		if p.Line > 0 {
			where = fmt.Sprintf("%s:%d", file, p.Line)
		}
		t.printf("%s: %s: %s\n", where, p.Kind, p.Text)
	}
	if r.More > 0 {
		t.printf("%s: %d more\n", file, r.More)
	}
	of := "all entries"
	if r.Organisation != "" {
		of = "entries of organisation " + r.Organisation
	}
	t.heading("Audit log %s: %s, hash %s", r.Log, count(int(r.Size), "entry"), r.Root)
	t.item("%s in the file (%s), %d in the log as they stand here", count(int(r.Shown), "entry"), of, r.Proved)
	switch {
	case r.Complete && r.Organisation != "":
		t.item("none before the last of them was left out: they are numbered")
	case r.Complete:
		t.item("none was left out")
	case r.Organisation != "":
		t.item("whether entries of the organisation were left out is not shown")
	}
	if r.Since != nil && r.Since.Proved {
		t.item("what was logged by the earlier checkpoint (%s) was not changed since", count(int(r.Since.Size), "entry"))
	}
	if !r.KeyGiven {
		t.item("who made the file is not shown; give the key of the log with --key")
	}
	verdict := t.style(green, "verified")
	switch {
	case len(r.Problems) == 0 && !r.KeyGiven:
		verdict = "no damage found"
	case len(r.Problems) > 0:
		verdict = t.style(red, "not verified") + ": " + count(len(r.Problems)+int(r.More), "problem")
	}
	t.printf("%s\n", verdict)
	return t.err
}
