package watch

import (
	"archive/zip"
	"cmp"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"cordon/internal/postmarket"
)

// realFeed is the Go vulnerability database beside the project.
var realFeed = filepath.Join("..", "..", "..", "shared", "data", "feeds", "osv-go", "Go-all.zip")

// event is an event of a range as a record has it; one field is set.
type event struct {
	Introduced   string `json:"introduced"`
	Fixed        string `json:"fixed"`
	LastAffected string `json:"last_affected"`
}

type ranges []rangeOf

type rangeOf struct {
	Events []event `json:"events"`
}

type rangesOf struct {
	ID        string `json:"id"`
	Withdrawn string `json:"withdrawn"`
	Affected  []struct {
		Package struct {
			Name string `json:"name"`
		} `json:"package"`
		Ranges   ranges `json:"ranges"`
		Specific struct {
			Releases ranges `json:"custom_ranges"`
		} `json:"ecosystem_specific"`
	} `json:"affected"`
}

// TestBoundariesOfRealRecords asks for the versions just below, at and just above each limit of each range of the Go vulnerability database, through
// the index and a bill of materials. What must be found is computed here from the records themselves, with an order of its own.
func TestBoundariesOfRealRecords(t *testing.T) {
	if testing.Short() {
		t.Skip("one thing after another, which the race detector makes ten times slower for nothing; go test without -short runs it")
	}
	records := readRecords(t)
	purls := map[string]bool{}
	counts := map[string]int{}
	for _, r := range records {
		for _, a := range r.Affected {
			for _, e := range slices.Concat(eventsOf(a.Ranges), eventsOf(a.Specific.Releases)) {
				for kind, version := range map[string]string{"introduced": e.Introduced, "fixed": e.Fixed, "last_affected": e.LastAffected} {
					v, ok := parseSemver(version)
					if version == "" || !ok {
						continue
					}
					counts[kind]++
					for _, n := range append(slices.Concat(v.below(), v.above()), v) {
						purls[purlOf(a.Package.Name, n)] = true
					}
				}
			}
		}
	}
	var asked []string
	for p := range purls {
		asked = append(asked, p)
	}
	m, _ := matchFeed(t, realFeed, document(asked), false)
	got := map[[2]string]postmarket.Match{}
	for _, x := range m.Matches {
		got[[2]string{x.PURL, x.Advisory}] = x
	}

	wrong := func(format string, args ...any) {
		if counts["wrong"]++; counts["wrong"] <= 20 {
			t.Errorf(format, args...)
		}
	}
	for _, r := range records {
		for _, a := range r.Affected {
			for _, e := range eventsOf(a.Ranges) {
				for kind, version := range map[string]string{"introduced": e.Introduced, "fixed": e.Fixed, "last_affected": e.LastAffected} {
					v, ok := parseSemver(version)
					if version == "" || !ok {
						continue
					}
					for where, list := range map[string][]semver{"below": v.below(), "at": {v}, "above": v.above()} {
						for _, n := range list {
							want := r.concerns(a.Package.Name, n)
							x, found := got[[2]string{purlOf(a.Package.Name, n), r.ID}]
							counts["checks"]++
							if want == yes && (!found || x.Unsure) || want == unsure && !(found && x.Unsure) || want == no && found {
								wrong("%s, %s %s %s: %s: found %v (unsure %v), want %s", r.ID, a.Package.Name, kind, where, n, found, x.Unsure, want)
							}
							if found {
								counts[kind+" "+where+" concerned"]++
							} else {
								counts[kind+" "+where+" not concerned"]++
							}
						}
					}
				}
			}
		}
	}
	t.Logf("%d records; %d introduced, %d fixed, %d last_affected (releases included); %d components asked for, %d checks, %d wrong",
		len(records), counts["introduced"], counts["fixed"], counts["last_affected"], len(asked), counts["checks"], counts["wrong"])
	for _, kind := range []string{"introduced", "fixed"} {
		for _, where := range []string{"below", "at", "above"} {
			t.Logf("%s %s: %d concerned, %d not", where, kind, counts[kind+" "+where+" concerned"], counts[kind+" "+where+" not concerned"])
		}
	}
	if counts["fixed"] < 5000 || counts["fixed at concerned"] > counts["fixed at not concerned"]/10 {
		t.Errorf("counts are not those of the feed: %v", counts)
	}
}

func readRecords(t *testing.T) []rangesOf {
	t.Helper()
	if _, err := os.Stat(realFeed); err != nil {
		t.Skipf("NO RECORDS: the limits of 4,274 records are not checked, since %s is absent; put the Go vulnerability database in OSV's format there", realFeed)
	}
	z, err := zip.OpenReader(realFeed)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	var out []rangesOf
	for _, f := range z.File {
		src, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		var r rangesOf
		if err := json.NewDecoder(src).Decode(&r); err != nil {
			t.Fatalf("%s: %v", f.Name, err)
		}
		src.Close()
		if r.Withdrawn == "" {
			out = append(out, r)
		}
	}
	return out
}

func eventsOf(all ranges) []event {
	var out []event
	for _, r := range all {
		out = append(out, r.Events...)
	}
	return out
}

// verdict is what must be found.
type verdict string

const (
	yes     verdict = "yes"
	unsure  verdict = "unsure"
	no      verdict = "no"
	anybody verdict = "anything" // a range of releases says yes and that of versions no; postmarket.TestReleases is about these
)

// concerns tells whether a record concerns a version of a module, by the ranges of versions and those of releases of each of its entries.
func (r *rangesOf) concerns(module string, v semver) verdict {
	out := no
	for _, a := range r.Affected {
		if !strings.EqualFold(a.Package.Name, module) {
			continue
		}
		versions := slices.ContainsFunc(a.Ranges, func(x rangeOf) bool { return holds(x.Events, v) })
		releases := slices.ContainsFunc(a.Specific.Releases, func(x rangeOf) bool { return holds(x.Events, v) })
		// Of releases that are no versions (RELEASE.2024-06-06T09-36-42Z) a warning is given, and they do not count.
		split := len(a.Specific.Releases) > 0 && !slices.ContainsFunc(eventsOf(a.Specific.Releases), func(e event) bool { _, ok := parseSemver(e.version()); return !ok })
		switch {
		case versions && (!split || releases):
			return yes
		case versions:
			out = unsure
		case split && releases && out == no:
			out = anybody
		}
	}
	return out
}

func (e event) version() string { return cmp.Or(e.Introduced, e.Fixed, e.LastAffected) }

// holds goes through the events as the schema of OSV says: in order, the last at or below the version decides.
func holds(events []event, v semver) bool {
	events = slices.Clone(events)
	slices.SortStableFunc(events, func(a, b event) int {
		if a.Introduced == "0" || b.Introduced == "0" { // before every version, 0.0.0-alpha too
			return cmp.Compare(b2i(a.Introduced != "0"), b2i(b.Introduced != "0"))
		}
		x, _ := parseSemver(a.version())
		y, _ := parseSemver(b.version())
		return x.compare(y)
	})
	in := false
	for _, e := range events {
		at, _ := parseSemver(e.version())
		switch c := v.compare(at); {
		case e.Introduced == "0", e.Introduced != "" && c >= 0:
			in = true
		case e.Fixed != "" && c >= 0, e.LastAffected != "" && c > 0:
			in = false
		}
	}
	return in
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func purlOf(module string, v semver) string {
	return "pkg:golang/" + module + "@" + url.QueryEscape("v"+v.String())
}

// semver is a semantic version, or one with a fourth number, as releases have.
type semver struct {
	numbers [4]int
	pre     []string
	build   string
}

func parseSemver(text string) (v semver, ok bool) {
	text, v.build, _ = strings.Cut(text, "+")
	text, pre, hasPre := strings.Cut(text, "-")
	if hasPre {
		v.pre = strings.Split(pre, ".")
	}
	if i := strings.IndexFunc(text, func(c rune) bool { return c != '.' && (c < '0' || c > '9') }); i > 0 && !hasPre { // 9.6.0b1
		text, v.pre = text[:i], strings.Split(text[i:], ".")
	}
	parts := strings.Split(text, ".")
	if len(parts) > len(v.numbers) {
		return v, false
	}
	for i, p := range parts {
		n, err := strconv.Atoi(p)
		if err != nil {
			return v, false
		}
		v.numbers[i] = n
	}
	return v, true
}

func (v semver) String() string {
	s := fmt.Sprintf("%d.%d.%d", v.numbers[0], v.numbers[1], v.numbers[2])
	if v.numbers[3] > 0 {
		s += fmt.Sprintf(".%d", v.numbers[3])
	}
	if v.pre != nil {
		s += "-" + strings.Join(v.pre, ".")
	}
	if v.build != "" {
		s += "+" + v.build
	}
	return s
}

// compare orders as clause 11 of Semantic Versioning 2.0.0 says.
func (v semver) compare(o semver) int {
	if c := slices.Compare(v.numbers[:], o.numbers[:]); c != 0 {
		return c
	}
	if (v.pre == nil) != (o.pre == nil) {
		if v.pre == nil {
			return 1
		}
		return -1
	}
	return slices.CompareFunc(v.pre, o.pre, func(a, b string) int {
		x, errA := strconv.Atoi(a)
		y, errB := strconv.Atoi(b)
		switch {
		case errA == nil && errB == nil:
			return cmp.Compare(x, y)
		case errA == nil:
			return -1
		case errB == nil:
			return 1
		}
		return strings.Compare(a, b)
	})
}

// below are versions just below: the last release and the last pre-releases before it.
func (v semver) below() []semver {
	if v.pre == nil {
		out := []semver{v.with("rc", "99"), v.with("0")}
		for i := 3; i >= 0; i-- {
			if v.numbers[i] > 0 {
				last := semver{numbers: [4]int{999999, 999999, 999999}, build: v.build}
				copy(last.numbers[:i], v.numbers[:i])
				last.numbers[i] = v.numbers[i] - 1
				return append(out, last)
			}
		}
		return out
	}
	last := v.pre[len(v.pre)-1]
	pre := slices.Clone(v.pre[:len(v.pre)-1])
	n, err := strconv.Atoi(last)
	date, hash, pseudo := strings.Cut(last, "-")
	at, errDate := strconv.Atoi(date)
	switch {
	case err == nil && n > 0:
		return []semver{v.with(append(pre, strconv.Itoa(n-1))...)}
	case err == nil && len(pre) > 0:
		return []semver{v.with(pre...)}
	case err == nil:
		return nil
	case pseudo && errDate == nil && len(date) == 14:
		return []semver{v.with(append(pre, strconv.Itoa(at-1)+"-"+hash)...)}
	}
	return []semver{v.with(append(pre, "0")...)}
}

// above are versions just above.
func (v semver) above() []semver {
	if v.pre != nil {
		release := semver{numbers: v.numbers, build: v.build}
		return []semver{v.with(append(slices.Clone(v.pre), "0")...), release}
	}
	next := v
	next.numbers[2]++
	next.numbers[3] = 0
	return []semver{next.with("0"), next}
}

// with is a pre-release.
func (v semver) with(pre ...string) semver {
	v.pre = pre
	return v
}
