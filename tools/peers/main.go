// Command peers compares the matches of cordon with those of osv-scanner and grype on the same advisories and the same bill of materials. It counts
// the differences by cause, and fails where a difference has none or a count is not the expected one.
package main

import (
	"archive/zip"
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strings"
)

// pair is a component and a record that concerns it, by the record's own id.
type pair struct{ name, version, record string }

func main() {
	var o options
	flag.StringVar(&o.bin, "bin", "", "folder of the programs")
	flag.StringVar(&o.work, "work", "", "folder for what is made on the way")
	flag.StringVar(&o.feed, "feed", "", "zip of the Go vulnerability database")
	flag.StringVar(&o.sbom, "sbom", "", "bill of materials of Go modules")
	flag.StringVar(&o.expected, "expected", "", "file of expected counts")
	flag.StringVar(&o.cases, "cases", "", "folder of cases")
	only := flag.Bool("only-cases", false, "leave the large comparison out")
	flag.Parse()
	run := o.run
	if *only {
		run = o.allCases
	}
	if err := run(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "peers:", err)
		os.Exit(1)
	}
}

type options struct{ bin, work, feed, sbom, expected, cases string }

func (o *options) run(w io.Writer) error {
	counts, err := o.large(w)
	if err != nil {
		return err
	}
	return errors.Join(compareCounts(w, o.expected, counts), o.allCases(w))
}

// large compares on the large bill of materials and returns counts by what is counted.
func (o *options) large(w io.Writer) (map[string]int, error) {
	records, err := readFeed(o.feed)
	if err != nil {
		return nil, err
	}
	ours, err := o.cordon([]string{o.feed}, o.sbom)
	if err != nil {
		return nil, err
	}
	unsure := 0
	for _, m := range ours {
		if m.Unsure {
			unsure++
		}
	}
	counts := map[string]int{"cordon": len(ours), "cordon, of these unsure": unsure}
	for _, p := range o.peers() {
		if !p.installed() {
			fmt.Fprintf(w, "%s is not in %s: left out\n", p.name, o.bin)
			continue
		}
		theirs, err := p.match(map[string]string{"Go": o.feed}, o.sbom)
		if err != nil {
			return nil, err
		}
		counts[p.name] = len(theirs)
		counts[p.name+" and cordon"] = 0
		for k := range theirs {
			if _, both := ours[k]; both {
				counts[p.name+" and cordon"]++
			} else {
				counts[p.name+" only: "+causeOfTheirs(k)]++
			}
		}
		for k, m := range ours {
			if !theirs[k] {
				counts["cordon, not "+p.name+": "+causeOfOurs(k, m, records[k.record])]++
			}
		}
	}
	return counts, nil
}

const unexplained = "NOT EXPLAINED"

// causeOfOurs is why another program does not report what cordon does; the words are names of cases.
func causeOfOurs(k pair, m match, r record) string {
	same, releases := false, false
	for _, a := range r.Affected {
		same = same || a.Package.Name == k.name
		releases = releases || strings.EqualFold(a.Package.Name, k.name) && len(a.Specific.Ranges) > 0
	}
	switch {
	case !same:
		return "names-with-capital-letters"
	case strings.HasSuffix(m.Because, "by the count of releases it is not concerned"):
		return "releases-beside-versions, unsure"
	case strings.Contains(m.Because, "(releases)") && m.Unsure:
		return "releases-fill-a-side, unsure"
	case strings.Contains(m.Because, "(releases)"):
		return "releases-beside-versions"
	case k.version == "(devel)" && m.Unsure:
		return "devel, unsure"
	case releases && m.Because == "every version":
		return "releases-that-cannot-be-read"
	}
	return unexplained
}

var commit = regexp.MustCompile(`^v0\.0\.0-\d{14}-[0-9a-f]{12}$`)

// causeOfTheirs is why cordon does not report what another program does. Only releases give such; the records are those of expected.tsv.
func causeOfTheirs(k pair) string {
	switch {
	case slices.Contains(halves, k.record):
		return "releases-fill-a-side"
	case commit.MatchString(k.version):
		return "commits-fixed-by-commits"
	}
	return unexplained
}

// halves are the records of which a range of releases is open on a side, or has two ends, as looked through by hand.
var halves = []string{
	"GO-2024-2921", "GO-2024-2982", "GO-2025-3826", "GO-2025-4148", "GO-2025-4191", "GO-2025-4248", "GO-2026-4282", "GO-2026-5102",
}

type record struct {
	ID       string `json:"id"`
	Affected []struct {
		Package struct {
			Ecosystem string `json:"ecosystem"`
			Name      string `json:"name"`
		} `json:"package"`
		Specific struct {
			Ranges []json.RawMessage `json:"custom_ranges"`
		} `json:"ecosystem_specific"`
	} `json:"affected"`
}

func readFeed(file string) (map[string]record, error) {
	z, err := zip.OpenReader(file)
	if err != nil {
		return nil, err
	}
	defer z.Close()
	out := map[string]record{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			return nil, err
		}
		var x record
		err = json.NewDecoder(r).Decode(&x)
		r.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
		out[x.ID] = x
	}
	return out, nil
}

// split takes a package URL apart.
func split(purl string) (name, version string) {
	text, err := url.PathUnescape(purl)
	if err != nil {
		text = purl
	}
	if at := strings.LastIndexByte(text, '@'); at > 0 && !strings.Contains(text[at:], "/") {
		return text[:at], text[at+1:]
	}
	return text, ""
}

// compareCounts prints the counts beside the expected ones, which a file has as lines of a number, a tab and what is counted.
func compareCounts(w io.Writer, file string, got map[string]int) error {
	src, err := os.Open(file)
	if err != nil {
		return err
	}
	defer src.Close()
	wrong := 0
	seen := map[string]bool{}
	lines := bufio.NewScanner(src)
	for lines.Scan() {
		number, what, _ := strings.Cut(lines.Text(), "\t")
		n, measured := got[what]
		seen[what] = true
		note := ""
		if peer := peerOf(what); !measured && (peer == "" || got[peer] > 0) || measured && fmt.Sprint(n) != number {
			note = fmt.Sprintf("  EXPECTED %s", number)
			wrong++
		} else if !measured {
			note = "  not measured"
		}
		fmt.Fprintf(w, "%6d  %s%s\n", n, what, note)
	}
	for what, n := range got {
		if !seen[what] {
			fmt.Fprintf(w, "%6d  %s  NOT EXPECTED\n", n, what)
			wrong++
		}
	}
	if wrong > 0 {
		return fmt.Errorf("%d counts are not as %s says", wrong, file)
	}
	return lines.Err()
}

// peerOf is the program that a count needs.
func peerOf(what string) string {
	for _, name := range []string{"osv-scanner", "grype"} {
		if strings.Contains(what, name) {
			return name
		}
	}
	return ""
}
