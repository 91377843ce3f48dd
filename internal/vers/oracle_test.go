package vers

import (
	"bufio"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// fixtures is where the comparison lines of google/osv-scalibr (Apache-2.0) lie beside the project: files of lines "a < b".
var fixtures = filepath.Join("..", "..", "..", "shared", "data", "versions")

// fixtureSchemes says which files there test which scheme, with the tool of the ecosystem whose verdicts they hold (as osv-scalibr's generators
// name it; other files are written by hand from the ecosystem's documents), and how many lines must be found at least.
var fixtureSchemes = []struct {
	file   string
	scheme Scheme
	tool   string
	least  int
}{
	{"alpine", APK, "apk version -t", 14757}, {"cran", CRAN, "R's compareVersion", 78}, {"debian", Deb, "dpkg --compare-versions", 14472}, {"hackage", Hackage, "hand", 11}, {"maven", Maven, "Maven's ComparableVersion", 14854},
	{"nuget", NuGet, "hand", 35}, {"packagist", Packagist, "PHP's version_compare", 10725}, {"pub", Pub, "hand", 100}, {"pypi", PyPI, "Python's packaging", 12412}, {"redhat", RPM, "hand", 165},
	{"rubygems", Gem, "Gem::Version", 4123}, {"semver", Semver, "hand", 86},
}

// Reasons why a line of the fixtures does not hold here.
const (
	mvnPrefix = "the line orders .qualifier before -qualifier; Maven 3.8.7 says the opposite of this line, and Maven 3.9 knows no difference (MNG-7644)"
	mvnZero   = "the line keeps the zero before .qualifier, which is then newer than any -; Maven 3.8.7 says the opposite of this line, and Maven 3.9 drops the zero (MNG-7559)"
	mvnOld    = "Maven 3.8.7 agrees with the line; Maven 3.9 drops the zero before .qualifier, and knows no difference between .qualifier and -qualifier (MNG-7559, MNG-7644)"
	phpCycle  = "contradicts two other lines of the file, 1.2.3.# = 1.2.3 and 1.0.0 > 1.0; PHP 8.2 says <"
)

// disagreements are the lines that do not hold, each with the reason.
var disagreements = map[string]string{
	"maven 1.0.0-RC16 < 1.0.0.RC8-beta":                   mvnZero,
	"maven 1.0.0-gradle-rework-beta3 < 1.0.0.RC7-3":       mvnZero,
	"maven 2.9.0-1 < 2.9.0.RC1":                           mvnZero,
	"maven 3.6.2.FL.20090615 < 3.6.2-FL-2009-05-11":       mvnOld,
	"maven 6.1.12.rc5 < 6.1.12rc1":                        mvnPrefix,
	"maven 1.1.31.sec10 < 1.1.31_noneautotype":            mvnPrefix,
	"maven 1.1.34.sec10 < 1.1.34_noneautotype":            mvnPrefix,
	"maven 1.1.46.sec10 < 1.1.46_noneautotype":            mvnPrefix,
	"maven 1.2.8.sec10_noneautotype < 1.2.8_noneautotype": mvnPrefix,
	"maven 1.2.31.sec10 < 1.2.31_noneautotype":            mvnPrefix,
	"maven 1.2.48.sec10 < 1.2.48_noneautotype":            mvnPrefix,
	"maven 1.2.50.sec10 < 1.2.50_noneautotype":            mvnPrefix,
	"maven 1.2.54.sec10 < 1.2.54_noneautotype":            mvnPrefix,
	"maven 1.2.57.sec10 < 1.2.57_noneautotype":            mvnPrefix,
	"maven 1.2.60.sec10 < 1.2.60_noneautotype":            mvnPrefix,
	"maven 1.2.67.sec10 < 1.2.67_noneautotype":            mvnPrefix,
	"maven 1.0.0rc0 < 1.0.beta8":                          mvnZero,
	"maven 1.5.9.RC1 < 1.5.9-RC0":                         mvnPrefix,
	"maven 3.5.0-CR-2 < 3.5.0.Beta-1":                     mvnOld,
	"maven 1.1.0-01-glassfish < 1.1.0.Beta1":              mvnZero,
	"packagist 1.2.3.# = 1.2.3.1":                         phpCycle,
}

func TestFixtures(t *testing.T) {
	if _, err := os.Stat(fixtures); err != nil {
		t.Skipf("NO ORACLE: 71,818 comparison lines are not checked, since %s is absent; put the fixtures of google/osv-scalibr (semantic/testdata) there", fixtures)
	}
	met := map[string]bool{}
	all, other := 0, 0
	for _, f := range fixtureSchemes {
		t.Run(f.file, func(t *testing.T) {
			files, err := filepath.Glob(filepath.Join(fixtures, f.file+"-versions*.txt"))
			if err != nil || len(files) == 0 {
				t.Fatalf("no files of %s: %v", f.file, err)
			}
			lines, listed := 0, 0
			for _, file := range files {
				n, not := compareFile(t, file, f.scheme, f.file+" ", met)
				lines, listed = lines+n, listed+not
			}
			all, other = all+lines, other+listed
			t.Logf("%s, by %s: %d of %d lines agree, %d are listed with the reason", f.scheme, f.tool, lines-listed, lines, listed)
			if lines < f.least {
				t.Errorf("found %d lines, want at least %d", lines, f.least)
			}
		})
	}
	t.Logf("%d of %d lines agree", all-other, all)
	for _, line := range slices.Sorted(maps.Keys(disagreements)) {
		t.Logf("not %s: %s", line, disagreements[line])
		if !met[line] {
			t.Errorf("listed line %q holds now, or is not in the files: strike it off", line)
		}
	}
}

// TestTools compares with what the ecosystems' own tools said about random texts; testdata/tools/*.txt says which tools.
func TestTools(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "tools", "*.txt"))
	if err != nil || len(files) != 6 {
		t.Fatalf("found %d files, want 6: %v", len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		t.Run(name, func(t *testing.T) {
			scheme, ok := Of(name)
			if !ok {
				t.Fatalf("no scheme %s", name)
			}
			if n, _ := compareFile(t, file, scheme, "", nil); n != 1500 {
				t.Errorf("found %d lines, want 1500", n)
			}
		})
	}
}

// compareFile checks the lines of a file; it returns how many there are, and how many are listed as disagreements.
func compareFile(t *testing.T, file string, scheme Scheme, prefix string, met map[string]bool) (lines, listed int) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	scan := bufio.NewScanner(f)
	for scan.Scan() {
		line := scan.Text()
		if line == "" || line[0] == '#' || strings.HasPrefix(line, "//") {
			continue
		}
		lines++
		problem := compareLine(scheme, line)
		if _, ok := disagreements[prefix+line]; ok && problem != "" {
			listed++
			met[prefix+line] = true
		} else if problem != "" {
			t.Errorf("%s: %s: %s", filepath.Base(file), line, problem)
		}
	}
	if err := scan.Err(); err != nil {
		t.Fatal(err)
	}
	return lines, listed
}

// compareLine says what is wrong with a line "a < b", both ways round.
func compareLine(scheme Scheme, line string) string {
	words := strings.Split(line, " ")
	if len(words) != 3 {
		return "line is not of the form a < b"
	}
	got, err := Compare(scheme, words[0], words[2])
	if err != nil {
		return err.Error()
	}
	back, err := Compare(scheme, words[2], words[0])
	if err != nil {
		return err.Error()
	}
	if sign := string("<=>"[got+1]); sign != words[1] || got != -back {
		return fmt.Sprintf("got %s, and %d the other way round", sign, back)
	}
	return ""
}
