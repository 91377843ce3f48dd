package report

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"

	"cordon/internal/assessment"
	"cordon/internal/model"
)

// Pictures draws the pictures of an assessment. They are keyed "system", "zone-" and an id, "harm-" and an id.
func Pictures(ctx context.Context, m *model.Model, a *assessment.Assessment) (map[string][]byte, error) {
	scenes := []Scene{System(m, a)}
	for _, z := range m.Zones {
		scenes = append(scenes, Zone(m, a, z.ID))
	}
	for _, h := range a.Harms {
		scenes = append(scenes, Harm(m, a, h.ID))
	}
	// Each picture is drawn in a goroutine that ends with it; there are never more at work than processors.
	drawn := make([][]byte, len(scenes))
	var wait sync.WaitGroup
	turn := make(chan struct{}, runtime.GOMAXPROCS(0))
	for i, s := range scenes {
		wait.Go(func() {
			turn <- struct{}{}
			defer func() { <-turn }()
			if ctx.Err() == nil {
				drawn[i] = Draw(ctx, s)
			}
		})
	}
	wait.Wait()
	// A cancelled context must not end in a report full of grids.
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("draw pictures: %w", err)
	}
	out := map[string][]byte{}
	for i, s := range scenes {
		out[s.ID] = drawn[i]
	}
	return out, nil
}

// Write writes the documents of an assessment into a directory that exists: report.html, assessment.json, and the pictures. It
// returns the names of the files, sorted. Each file is complete or not there: it is written under another name and renamed.
func Write(ctx context.Context, dir string, s *Subject) ([]string, error) {
	pictures, err := Pictures(ctx, s.Model, s.Assessment)
	if err != nil {
		return nil, err
	}
	files := map[string]func(io.Writer) error{
		"report.html":     func(w io.Writer) error { return HTML(w, s, pictures) },
		"assessment.json": s.Assessment.Encode,
	}
	for id, name := range fileNames(pictures) {
		files[name] = func(w io.Writer) error {
			_, err := w.Write(pictures[id])
			return err
		}
	}
	names := []string{}
	for name := range files {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("write %s: %w", name, err)
		}
		if err := ReplaceFile(filepath.Join(dir, name), Shared, files[name]); err != nil {
			return nil, fmt.Errorf("write %s: %w", name, err)
		}
	}
	return names, nil
}

// fileNames gives each picture a file name: slashes in ids become hyphens, and where two ids come to the same name, also where
// a file system takes capitals and small letters as the same, the later ones get a number.
func fileNames(pictures map[string][]byte) map[string]string {
	ids := []string{}
	for id := range pictures {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	out, taken := map[string]string{}, map[string]bool{}
	for _, id := range ids {
		base := strings.ReplaceAll(id, "/", "-")
		name := base + ".svg"
		for n := 2; taken[strings.ToLower(name)]; n++ {
			name = fmt.Sprintf("%s-%d.svg", base, n)
		}
		taken[strings.ToLower(name)] = true
		out[id] = name
	}
	return out
}

// Shared is the mode of what is written for others to read.
const Shared fs.FileMode = 0o644

// ReplaceFile writes a file so that a stopped run leaves the old one or none, never half of one.
func ReplaceFile(path string, mode fs.FileMode, write func(io.Writer) error) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".cordon-*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			os.Remove(f.Name()) //nolint:errcheck // the first error is the one to tell
		}
	}()
	if err := write(f); err != nil {
		f.Close() //nolint:errcheck // the first error is the one to tell
		return err
	}
	if err := f.Sync(); err != nil {
		f.Close() //nolint:errcheck // the first error is the one to tell
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	if err := os.Chmod(f.Name(), mode); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
