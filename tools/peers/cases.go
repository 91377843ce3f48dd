package main

import (
	"archive/zip"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// allCases asks the other programs the cases of internal/watch/testdata/cases, one component at a time, so that one that stops a program costs no
// other answer. The answer that a case does not name is ours; unsure counts as found.
func (o *options) allCases(w io.Writer) error {
	files, err := filepath.Glob(filepath.Join(o.cases, "*.txtar"))
	if err != nil || len(files) == 0 {
		return fmt.Errorf("no cases in %s: %v", o.cases, err)
	}
	var wrong []error
	for _, p := range o.peers() {
		if !p.installed() {
			continue
		}
		asked, differ := 0, 0
		for _, file := range files {
			c, err := readCase(file)
			if err != nil {
				return err
			}
			if !c.has(p.ids) {
				continue
			}
			feeds, err := c.zips(o.work)
			if err != nil {
				return err
			}
			for purl, want := range c.want {
				asked++
				if theirs, other := c.others[p.name][purl]; other {
					want = theirs
					differ++
				}
				got, err := o.ask(p, feeds, purl)
				if err != nil {
					return fmt.Errorf("%s: %s: %w", filepath.Base(file), purl, err)
				}
				if want := strings.ReplaceAll(want, "?", ""); got != want {
					wrong = append(wrong, fmt.Errorf("%s: %s answers %s with %s, and the case says %s", filepath.Base(file), p.name, purl, got, want))
				}
			}
		}
		fmt.Fprintf(w, "%s: asked for %d components of cases, of which it answers %d in another way than cordon\n", p.name, asked, differ)
	}
	return errors.Join(wrong...)
}

// ask asks a program for one component.
func (o *options) ask(p *peer, feeds map[string]string, purl string) (string, error) {
	name, version := split(purl)
	typ, name, _ := strings.Cut(name, "/") // osv-scanner goes by the name, not by the package URL
	version, _, _ = strings.Cut(version, "#")
	version, _, _ = strings.Cut(version, "?")
	switch typ {
	case "pkg:maven":
		name = strings.ReplaceAll(name, "/", ":")
	case "pkg:deb", "pkg:rpm", "pkg:apk":
		name = path.Base(name)
	}
	doc, err := json.Marshal(map[string]any{"bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1, "components": []any{
		map[string]string{"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl},
	}})
	if err != nil {
		return "", err
	}
	file := filepath.Join(o.work, "case.cdx.json")
	if err := os.WriteFile(file, doc, 0o644); err != nil {
		return "", err
	}
	found, err := p.match(feeds, file)
	if errors.Is(err, errStops) {
		return "stops", nil
	}
	var ids []string
	for k := range found {
		ids = append(ids, k.record)
	}
	slices.Sort(ids)
	if len(ids) == 0 {
		return "-", err
	}
	return strings.Join(ids, " "), err
}

// kase is a case: records of OSV, the answers for package URLs, and those of other programs where they differ.
type kase struct {
	records [][]byte
	want    map[string]string
	others  map[string]map[string]string
}

// readCase reads a case. Its form is that of txtar: a line "-- name --" begins a file.
func readCase(file string) (*kase, error) {
	src, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	sections := map[string][]string{}
	name := ""
	for line := range strings.Lines(string(src)) {
		line = strings.TrimSuffix(line, "\n")
		if strings.HasPrefix(line, "-- ") && strings.HasSuffix(line, " --") {
			name = line[3 : len(line)-3]
			continue
		}
		sections[name] = append(sections[name], line)
	}
	c := &kase{others: map[string]map[string]string{}}
	for name, lines := range sections {
		if strings.HasPrefix(name, "feed/") {
			c.records = append(c.records, []byte(strings.Join(lines, "\n")))
		}
	}
	c.want = answers(sections["want"])
	if apart := sections["apart"]; apart != nil { // these programs count records
		c.want = answers(apart)
	}
	for _, name := range []string{"osv-scanner", "grype"} {
		c.others[name] = answers(sections[name])
	}
	return c, nil
}

func answers(lines []string) map[string]string {
	out := map[string]string{}
	for _, line := range lines {
		if purl, all, ok := strings.Cut(line, " "); ok {
			out[purl] = all
		}
	}
	return out
}

// has tells whether all records have ids that begin so.
func (c *kase) has(prefix string) bool {
	return !slices.ContainsFunc(c.records, func(src []byte) bool {
		var r record
		return json.Unmarshal(src, &r) != nil || !strings.HasPrefix(r.ID, prefix)
	})
}

func (c *kase) ecosystems() []string {
	var out []string
	for _, src := range c.records {
		var r record
		if json.Unmarshal(src, &r) == nil {
			for _, a := range r.Affected {
				name, _, _ := strings.Cut(a.Package.Ecosystem, ":")
				out = append(out, name)
			}
		}
	}
	slices.Sort(out)
	return slices.DeleteFunc(slices.Compact(out), func(s string) bool { return s == "" })
}

// zips writes a zip of all records for each ecosystem.
func (c *kase) zips(dir string) (map[string]string, error) {
	out := map[string]string{}
	for _, ecosystem := range c.ecosystems() {
		file := filepath.Join(dir, "records", ecosystem+".zip")
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			return nil, err
		}
		f, err := os.Create(file)
		if err != nil {
			return nil, err
		}
		z := zip.NewWriter(f)
		for i, src := range c.records {
			w, err := z.Create(fmt.Sprintf("%d.json", i))
			if err != nil {
				return nil, err
			}
			if _, err := w.Write(src); err != nil {
				return nil, err
			}
		}
		if err := errors.Join(z.Close(), f.Close()); err != nil {
			return nil, err
		}
		out[ecosystem] = file
	}
	return out, nil
}
