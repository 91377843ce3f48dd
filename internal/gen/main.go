// Command gen writes what is made from other files: the index of the knowledge base, schemas, and reference pages. Run it
// with `make generate`; `make verify` fails where its output and the committed files differ.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra/doc"

	"cordon/internal/cli"
	"cordon/internal/decisions"
	"cordon/internal/diag"
	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/postmarket/names"
	"cordon/internal/postmarket/record"
	"cordon/internal/server/api"
)

func main() {
	if err := run("."); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

func run(root string) error {
	var ds diag.List
	base := knowledge.Load(os.DirFS(filepath.Join(root, "content")), "content", &ds)
	if ds.HasErrors() {
		return fmt.Errorf("%s", ds.Sorted()[0])
	}
	index, err := base.EncodeIndex()
	if err != nil {
		return err
	}
	schema, err := assessmentSchema()
	if err != nil {
		return err
	}
	spec, err := api.Describe()
	if err != nil {
		return err
	}
	files := map[string][]byte{
		"docs/reference/openapi.json":           spec,
		"content/index.json":                    index,
		"docs/reference/model.schema.json":      model.Schema(),
		"docs/reference/diagnostics.md":         diagnostics(),
		"docs/reference/assessment.schema.json": schema,
		"docs/reference/model.md":               language(),
		"docs/reference/decisions.schema.json":  decisions.Schema(),
		"docs/reference/decisions.md":           records(),
		"docs/reference/record.schema.json":     record.Schema(),
		"docs/reference/knowledge-fields.md":    fields(),
		"docs/reference/products.schema.json":   names.Schema(),
	}
	for name, content := range files {
		path := filepath.Join(root, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, content, 0o644); err != nil {
			return err
		}
	}
	return manual(filepath.Join(root, "docs/reference"))
}

// manual writes a man page and a Markdown page for each command.
func manual(dir string) error {
	root := cli.Root()
	root.DisableAutoGenTag = true
	for _, sub := range []string{"man", "commands"} {
		if err := os.RemoveAll(filepath.Join(dir, sub)); err != nil {
			return err
		}
		if err := os.MkdirAll(filepath.Join(dir, sub), 0o755); err != nil {
			return err
		}
	}
	// A fixed date: the pages are compared with their source, and a clock would make them differ.
	date := time.Date(2026, time.November, 1, 0, 0, 0, 0, time.UTC)
	header := &doc.GenManHeader{Title: "CORDON", Section: "1", Source: "Cordon", Manual: "Cordon", Date: &date}
	if err := doc.GenManTree(root, header, filepath.Join(dir, "man")); err != nil {
		return err
	}
	return doc.GenMarkdownTree(root, filepath.Join(dir, "commands"))
}

func diagnostics() []byte {
	var b strings.Builder
	b.WriteString("# Diagnostics\n\nGenerated from internal/diag/codes.go; do not edit.\n\nA code is permanent: it never gets another meaning.\n\n| Code | Severity | What it is | What to do |\n| --- | --- | --- | --- |\n")
	for _, c := range diag.Codes {
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", c.Code, c.Severity, c.Title, c.Advice)
	}
	return []byte(b.String())
}
