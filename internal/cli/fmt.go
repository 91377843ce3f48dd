package cli

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"cordon/internal/additions"
	"cordon/internal/decisions"
	"cordon/internal/diag"
	"cordon/internal/model"
	"cordon/internal/postmarket/clocks"
	"cordon/internal/postmarket/names"
	"cordon/internal/postmarket/record"
	"cordon/internal/report"
)

func fmtCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "fmt PATH...",
		Short: "Write system descriptions in their one canonical form",
		Long: `Fmt writes the canonical form of a file to standard output; comments are kept. With -w it changes the files in
place and lists those that changed. A directory stands for all its *.yaml files. What lies in a folder named additions, decisions,
events or watch is taken for that, and what has a block products for a list of products.`,
		Args: args(cobra.MinimumNArgs(1)),
	}
	write := c.Flags().BoolP("write", "w", false, "change the files in place")
	c.RunE = func(c *cobra.Command, paths []string) error {
		return formatFiles(c, paths, *write, formatEither)
	}
	return c
}

// formatEither formats a description, or a file of additions, of decisions, with an event or of a record, which the name of its folder tells, or a list of
// products, which its block tells.
func formatEither(file string, src []byte, ds *diag.List) ([]byte, error) {
	whole, err := filepath.Abs(file)
	if err != nil {
		return nil, err
	}
	switch filepath.Base(filepath.Dir(whole)) {
	case additions.Folder:
		return additions.Format(file, src, ds)
	case decisions.Folder:
		return decisions.Format(file, src, ds)
	case clocks.Folder:
		return clocks.Format(file, src, ds)
	case record.Folder:
		return record.Format(file, src, ds)
	}
	if names.Is(src) {
		return names.Format(file, src, ds)
	}
	return model.Format(file, src, ds)
}

// formatFiles formats each file, going on after a bad one, so that all problems are reported at once.
func formatFiles(c *cobra.Command, paths []string, write bool, format func(string, []byte, *diag.List) ([]byte, error)) error {
	var all diag.List
	for _, path := range paths {
		files, err := yamlFiles(path)
		if err != nil {
			all.Add(diag.Pos{File: path}, diag.FileUnreadable, "check the path", "cannot read it: %s", err)
			continue
		}
		for _, file := range files {
			if err := formatFile(c, file, write, format, &all); err != nil {
				return err
			}
		}
	}
	printDiagnostics(c.ErrOrStderr(), all.Sorted())
	if all.HasErrors() {
		return exit{exitInvalid}
	}
	return nil
}

func formatFile(c *cobra.Command, file string, write bool, format func(string, []byte, *diag.List) ([]byte, error), all *diag.List) error {
	src, err := os.ReadFile(file)
	if err != nil {
		all.Add(diag.Pos{File: file}, diag.FileUnreadable, "check the permissions", "cannot read the file: %s", err)
		return nil
	}
	out, err := format(file, src, all)
	if err != nil {
		return fmt.Errorf("format %s: %w", file, err)
	}
	switch {
	case out == nil:
		return nil // the diagnostics say why
	case !write:
		_, err = c.OutOrStdout().Write(out)
		return err
	case bytes.Equal(src, out):
		return nil
	}
	if err := replaceFile(file, out); err != nil {
		return err
	}
	fmt.Fprintln(c.OutOrStdout(), file)
	return nil
}

// replaceFile puts a whole new content in place of a file, so that a stop half way loses nothing.
func replaceFile(file string, content []byte) error {
	mode := report.Shared
	if info, err := os.Stat(file); err == nil {
		mode = info.Mode().Perm()
	}
	err := report.ReplaceFile(file, mode, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
	if err != nil {
		return fmt.Errorf("write %s: %w", file, err)
	}
	return nil
}

// yamlFiles lists a file, or the YAML files directly in a directory.
func yamlFiles(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil || !info.IsDir() {
		return []string{path}, err
	}
	entries, err := os.ReadDir(path)
	var out []string
	for _, e := range entries {
		if n := e.Name(); !e.IsDir() && strings.HasSuffix(n, ".yaml") && !strings.HasSuffix(n, ".layout.yaml") {
			out = append(out, filepath.Join(path, n))
		}
	}
	return out, err
}
