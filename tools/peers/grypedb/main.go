// Command grypedb makes a database of grype from a zip of the Go vulnerability database, with grype's own code.
package main

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/anchore/grype/grype/db"
	"github.com/anchore/grype/grype/db/provider"
)

func main() {
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(feed, dir string) error {
	z, err := zip.OpenReader(feed)
	if err != nil {
		return err
	}
	w := provider.NewWorkspace(dir, "govulndb")
	if err := os.MkdirAll(w.ResultsPath(), 0o755); err != nil {
		return err
	}
	for _, f := range z.File {
		if !strings.HasSuffix(f.Name, ".json") {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return err
		}
		item, err := io.ReadAll(r)
		r.Close()
		if err != nil {
			return err
		}
		id := strings.TrimSuffix(filepath.Base(f.Name), ".json")
		out, err := json.Marshal(map[string]any{"schema": "https://raw.githubusercontent.com/anchore/vunnel/main/schema/vulnerability/osv/schema-1.6.1.json", "identifier": id, "item": json.RawMessage(item)})
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(w.ResultsPath(), id+".json"), out, 0o644); err != nil {
			return err
		}
	}
	if err := w.EnsureListingFile(); err != nil {
		return err
	}
	listing, err := provider.NewFile(w.ListingPath())
	if err != nil {
		return err
	}
	listing.Path = "results/listing.xxh64"
	at := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	state, err := json.Marshal(provider.State{Provider: "govulndb", Version: 1, Processor: "vunnel", Timestamp: at, Listing: listing, Store: "flat-file"})
	if err != nil {
		return err
	}
	if err := os.WriteFile(w.StatePath(), state, 0o644); err != nil {
		return err
	}
	s, err := w.ReadState()
	if err != nil {
		return err
	}
	fmt.Println(len(s.ResultPaths()), "records", s.ResultPaths()[0])
	out := filepath.Join(dir, "6")
	if err := os.MkdirAll(out, 0o755); err != nil {
		return err
	}
	return db.Build(db.BuildConfig{SchemaVersion: 6, Directory: out, States: provider.States{*s}, Timestamp: at, Hydrate: true, SQLiteCacheSizeKiB: 100000})
}
