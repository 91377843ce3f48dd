package csaf

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Names of weaknesses, from cwe.tsv. The names of a weakness change from release to release, and advisories keep those of their time.

//go:embed cwe.tsv
var cweTable string

// naming is a name of a weakness from one release to another, as positions in releases.
type naming struct {
	first, last int
	name        string
}

type weaknesses struct {
	releases []string // in their order
	names    map[int][]naming
}

var cwes = sync.OnceValue(func() weaknesses {
	w := weaknesses{names: map[int][]naming{}}
	for line := range strings.Lines(cweTable) {
		line = strings.TrimSuffix(line, "\n")
		if list, ok := strings.CutPrefix(line, "# Releases: "); ok {
			w.releases = strings.Fields(list)
		}
		cells := strings.Split(line, "\t")
		if len(cells) != 4 {
			continue
		}
		id, _ := strconv.Atoi(cells[0])
		w.names[id] = append(w.names[id], naming{slices.Index(w.releases, cells[1]), slices.Index(w.releases, cells[2]), cells[3]})
	}
	return w
})

// weaknessRelease tells whether a release exists, or is newer than the table.
func weaknessRelease(version string) bool {
	w := cwes()
	return slices.Contains(w.releases, version) || newerRelease(version)
}

func newerRelease(version string) bool {
	releases := cwes().releases
	return slices.Compare(releaseNumbers(version), releaseNumbers(releases[len(releases)-1])) > 0
}

func releaseNumbers(version string) []int {
	var out []int
	for part := range strings.SplitSeq(version, ".") {
		n, _ := strconv.Atoi(part)
		out = append(out, n)
	}
	return out
}

// weaknessNames are the names of a weakness in a release, the newest first: one, or none where any will do, because the release is newer than the
// table and has the weakness only then. Without a release, they are the names in all of them, for an advisory of 2.0 does not say which it
// took. False says that the weakness does not exist.
func weaknessNames(id, version string) ([]string, bool) {
	w := cwes()
	n, err := strconv.Atoi(strings.TrimPrefix(id, "CWE-"))
	if err != nil {
		return nil, false
	}
	newer := version != "" && newerRelease(version)
	at := slices.Index(w.releases, version)
	var out []string
	for _, x := range slices.Backward(w.names[n]) {
		if version == "" || newer || x.first <= at && at <= x.last {
			out = append(out, x.name)
		}
	}
	if newer && len(out) == 0 {
		return nil, true
	}
	return out, len(out) > 0
}

// currentWeakness is the name of a weakness in the newest release of the table, and that release.
func currentWeakness(id string) (name, version string, ok bool) {
	releases := cwes().releases
	version = releases[len(releases)-1]
	names, ok := weaknessNames(id, version)
	if !ok {
		return "", "", false
	}
	return names[0], version, true
}
