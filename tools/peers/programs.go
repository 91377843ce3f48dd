package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// match is what cordon says of a component and a record.
type match struct {
	PURL     string `json:"purl"`
	Advisory string `json:"advisory"`
	Unsure   bool   `json:"unsure"`
	Because  string `json:"because"`
}

// errStops says that a program stopped with a panic.
var errStops = errors.New("it stops")

// run runs a program in this folder with variables beside those of its own, and reads the JSON that it writes to a file.
func run(into string, out any, env []string, program string, args ...string) error {
	c := exec.Command(program, args...)
	c.Env = append(os.Environ(), env...)
	said, err := c.CombinedOutput()
	// osv-scanner ends with 1 where it found something, and with 128 where it knows no type of the package URLs.
	switch e, ended := err.(*exec.ExitError); {
	case err == nil, ended && e.ExitCode() == 1:
	case ended && e.ExitCode() == 128 && strings.Contains(string(said), "No package sources found"):
		return nil
	case ended && strings.Contains(string(said), "\npanic: "):
		return errStops
	default:
		return fmt.Errorf("%s: %w\n%s", program, err, said)
	}
	data, err := os.ReadFile(into)
	if err != nil {
		return fmt.Errorf("%s wrote nothing: %w\n%s", program, err, said)
	}
	return json.Unmarshal(data, out)
}

// cordon matches without merging of aliases.
func (o *options) cordon(feeds []string, sbom string) (map[pair]match, error) {
	index := filepath.Join(o.work, "index")
	if said, err := exec.Command(filepath.Join(o.bin, "cordon"), append([]string{"watch", "sync", "--index", index}, feeds...)...).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("cordon: %w\n%s", err, said)
	}
	out, err := exec.Command(filepath.Join(o.bin, "cordon"), "watch", "match", "--index", index, "--no-merge", "--format", "json", sbom).Output()
	if err != nil {
		return nil, fmt.Errorf("cordon: %w", err)
	}
	var found struct {
		Matches []match `json:"matches"`
	}
	if err := json.Unmarshal(out, &found); err != nil {
		return nil, err
	}
	all := map[pair]match{}
	for _, m := range found.Matches {
		name, version := split(m.PURL)
		all[pair{strings.TrimPrefix(name, "pkg:golang/"), version, m.Advisory}] = m
	}
	return all, nil
}

// peer is another program that matches.
type peer struct {
	name  string
	needs []string // programs in bin
	bin   string
	// match matches a bill of materials with zips of records, one for each ecosystem of OSV.
	match func(feeds map[string]string, sbom string) (map[pair]bool, error)
	// ids is how the ids of the records begin that it takes; empty where it takes all.
	ids string
}

func (p *peer) installed() bool {
	return !slices.ContainsFunc(p.needs, func(name string) bool {
		_, err := os.Stat(filepath.Join(p.bin, name))
		return err != nil
	})
}

func (o *options) peers() []*peer {
	return []*peer{
		{name: "osv-scanner", needs: []string{"osv-scanner"}, bin: o.bin, match: o.osvScanner},
		{name: "grype", needs: []string{"grype", "grypedb"}, bin: o.bin, match: o.grype, ids: "GO-"},
	}
}

// osvScanner runs osv-scanner without a network. Version 2.5.0 looks for records in the user's cache, whatever its flags say.
func (o *options) osvScanner(feeds map[string]string, sbom string) (map[pair]bool, error) {
	cache := filepath.Join(o.work, "cache")
	if err := os.RemoveAll(cache); err != nil {
		return nil, err
	}
	for ecosystem, zip := range feeds {
		if err := copyFile(zip, filepath.Join(cache, "osv-scalibr", ecosystem, "all.zip")); err != nil {
			return nil, err
		}
	}
	doc := filepath.Join(o.work, "sbom.cdx.json") // the name tells it what it is
	if err := copyFile(sbom, doc); err != nil {
		return nil, err
	}
	var found struct {
		Results []struct {
			Packages []struct {
				Package struct {
					Name, Version string
				} `json:"package"`
				Vulnerabilities []struct {
					ID string `json:"id"`
				} `json:"vulnerabilities"`
			} `json:"packages"`
		} `json:"results"`
	}
	into := filepath.Join(o.work, "osv.json")
	err := run(into, &found, []string{"XDG_CACHE_HOME=" + cache}, filepath.Join(o.bin, "osv-scanner"), "scan", "source", "--offline", "--format", "json", "-L", doc, "--output-file", into)
	all := map[pair]bool{}
	for _, r := range found.Results {
		for _, p := range r.Packages {
			for _, v := range p.Vulnerabilities {
				all[pair{p.Package.Name, p.Package.Version, v.ID}] = true
			}
		}
	}
	return all, err
}

// grype runs grype with a database of the records on Go, made by its own code.
func (o *options) grype(feeds map[string]string, sbom string) (map[pair]bool, error) {
	db := filepath.Join(o.work, "grype")
	if err := os.RemoveAll(db); err != nil {
		return nil, err
	}
	if said, err := exec.Command(filepath.Join(o.bin, "grypedb"), feeds["Go"], db).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("grypedb: %w\n%s", err, said)
	}
	var found struct {
		Matches []struct {
			Vulnerability struct {
				ID string `json:"id"`
			} `json:"vulnerability"`
			Artifact struct {
				PURL string `json:"purl"`
			} `json:"artifact"`
		} `json:"matches"`
	}
	into := filepath.Join(o.work, "grype.json")
	env := []string{"GRYPE_DB_CACHE_DIR=" + db, "GRYPE_DB_AUTO_UPDATE=false", "GRYPE_CHECK_FOR_APP_UPDATE=false", "GRYPE_DB_VALIDATE_AGE=false", "GRYPE_DB_VALIDATE_BY_HASH_ON_START=false"}
	err := run(into, &found, env, filepath.Join(o.bin, "grype"), "sbom:"+sbom, "-o", "json", "--file", into)
	all := map[pair]bool{}
	for _, m := range found.Matches {
		name, version := split(m.Artifact.PURL)
		all[pair{strings.TrimPrefix(name, "pkg:golang/"), version, m.Vulnerability.ID}] = true
	}
	return all, err
}

func copyFile(from, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil {
		return err
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	if _, err := io.Copy(out, in); err != nil {
		out.Close()
		return err
	}
	return out.Close()
}
