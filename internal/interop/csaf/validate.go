package csaf

import (
	"fmt"
	"iter"
	"slices"
)

// Failure is a mandatory test that a document does not pass, at one place.
type Failure struct {
	Test string // section of the standard: 6.1.7, 6.1.27.9
	Path string // JSON pointer; of something that is missing, where it should stand
	Says string // what is wrong
	Hint string // what to do; may be empty
}

func (f Failure) String() string { return fmt.Sprintf("%s %s: %s", f.Test, f.Path, f.Says) }

// MandatoryTest is one of the tests of section 6.1.
type MandatoryTest struct {
	ID    string // section, as in Failure
	Title string // in our words
	Of    []Version

	run func(*check)
}

// MandatoryTests are the tests that Validate makes, in the order of the standard. 6.1.27 stands there with its parts.
//
// Where the standard refers to lists that others keep, they are here as they were when this was written: weaknesses up to CWE 4.17, licences of
// SPDX, decision points of SSVC in the namespaces ssvc and cisa. A weakness or decision point of a version that is newer does not fail; a licence
// that is not of the list does.
func MandatoryTests() []MandatoryTest { return slices.Clone(tests) }

// Validate makes all mandatory tests of the document's version. A document with failures is not valid; neither is one whose form Read reports. The
// failures stand in the order of the tests, and end with the ten thousandth. A version without tests is a failure of 6.1, as is a document that is
// too large for a test: its groups, written out, have more than ten million products.
func Validate(d *Document) []Failure {
	c := &check{doc: d, version: d.Version(), members: d.Members(), leaves: d.leaves(), names: slices.Collect(d.fullNames()), test: "6.1"}
	if c.version != V20 && c.version != V21 {
		c.fail("/document/csaf_version", "write 2.0 or 2.1", "there are no tests for version %q", c.version)
	}
	for _, t := range tests {
		if slices.Contains(t.Of, c.version) {
			c.test = t.ID
			t.run(c)
		}
	}
	return c.failures
}

var (
	always = []Version{V20, V21}
	only21 = []Version{V21}
)

var tests = []MandatoryTest{
	{"6.1.1", "products that are referred to are defined", always, productsDefined},
	{"6.1.2", "no product is defined twice", always, productsOnce},
	{"6.1.3", "no product is defined by itself", always, noCircle},
	{"6.1.4", "groups that are referred to are defined", always, groupsDefined},
	{"6.1.5", "no group is defined twice", always, groupsOnce},
	{"6.1.6", "no product has two statuses that contradict each other", always, statusAgrees},
	{"6.1.7", "no product has two scores of one version of CVSS", always, scoredOnce},
	{"6.1.8", "objects of CVSS have the form of their schema", always, cvssForm},
	{"6.1.9", "scores and severities are those of the vector", always, cvssComputed},
	{"6.1.10", "properties of CVSS are those of the vector", always, cvssAgrees},
	{"6.1.11", "weaknesses exist under their name", always, weaknessesExist},
	{"6.1.12", "languages exist", always, languagesExist},
	{"6.1.13", "package URLs are valid", always, purlsValid},
	{"6.1.14", "revisions rise with their dates", always, revisionsRise},
	{"6.1.15", "a translator names the language of the original", always, translated},
	{"6.1.16", "the version is that of the last revision", always, versionIsLast},
	{"6.1.17", "a version before the first release is a draft", always, draftWhereBefore},
	{"6.1.18", "the history of a release has no version 0", always, noRevisionZero},
	{"6.1.19", "no revision is a pre-release", always, noPreRevision},
	{"6.1.20", "a release is no pre-release", always, noPreRelease},
	{"6.1.21", "no revision is missing", always, noRevisionMissing},
	{"6.1.22", "no revision stands twice", always, revisionsOnce},
	{"6.1.23", "no CVE stands twice", always, cvesOnce},
	{"6.1.24", "nobody is involved twice at one date", always, involvedOnce},
	{"6.1.25", "no file has two hashes of one algorithm", always, hashedOnce},
	{"6.1.26", "a category of one's own is not named like a profile", always, categoryName},
	{"6.1.27.1", "an informational advisory or incident response has notes that say something", always, profileNotes},
	{"6.1.27.2", "an informational advisory or incident response has references", always, profileReferences},
	{"6.1.27.3", "an informational, withdrawn or superseded document has no vulnerabilities", always, noVulnerabilities},
	{"6.1.27.4", "an advisory or VEX document has a product tree", always, hasTree},
	{"6.1.27.5", "vulnerabilities of an advisory or VEX document have notes", always, vulnerabilityNotes},
	{"6.1.27.6", "vulnerabilities of an advisory have a product status", always, hasStatus},
	{"6.1.27.7", "vulnerabilities of a VEX document have a status of VEX", always, hasVEXStatus},
	{"6.1.27.8", "vulnerabilities of a VEX document have a CVE or an id", always, hasID},
	{"6.1.27.9", "a VEX document says why products are not affected", always, impactStated},
	{"6.1.27.10", "a VEX document says what to do about affected products", always, actionStated},
	{"6.1.27.11", "an advisory or VEX document has vulnerabilities", always, hasVulnerabilities},
	{"6.1.27.12", "vulnerabilities of an advisory have affected products", only21, hasAffected},
	{"6.1.27.13", "a fixed product of an advisory has an affected version", only21, fixedWasAffected},
	{"6.1.27.14", "a withdrawn or superseded document has a description", only21, withdrawnNotes},
	{"6.1.27.15", "a withdrawn or superseded document has no product tree", only21, noTree},
	{"6.1.27.16", "a withdrawn or superseded document has a history", only21, withdrawnHistory},
	{"6.1.27.17", "a withdrawn document says why", only21, reasonToWithdraw},
	{"6.1.27.18", "a superseded document says why", only21, reasonToSupersede},
	{"6.1.27.19", "a superseded document leads to its successor", only21, successor},
	{"6.1.28", "a translation is in another language than the original", always, otherLanguage},
	{"6.1.29", "remediations name products", always, remediationsApply},
	{"6.1.30", "all versions of a document are of one kind", always, oneVersioning},
	{"6.1.31", "a product version is no range", always, noRangeAsVersion},
	{"6.1.32", "flags name products", always, flagsApply},
	{"6.1.33", "no product has two justifications", always, justifiedOnce},
	{"6.1.34", "branches are at most 30 deep", only21, branchesDeep},
	{"6.1.35", "no product has remediations that contradict each other", only21, remediationsAgree},
	{"6.1.36", "no product has a remediation that contradicts its status", only21, remediationsFit},
	{"6.1.37", "dates have the form of the standard", only21, datesStrict},
	{"6.1.38", "the sharing group of everybody is for TLP:CLEAR", only21, maxIsClear},
	{"6.1.39", "a document that is TLP:CLEAR has no closed sharing group", only21, clearIsMax},
	{"6.1.40", "reserved names of sharing groups stand with their ids", only21, groupNameReserved},
	{"6.1.41", "reserved ids of sharing groups have their names", only21, groupNameMissing},
	{"6.1.42", "package URLs of one product differ in qualifiers only", only21, purlsAlike},
	{"6.1.43", "a model number has at most one star", only21, modelStars},
	{"6.1.44", "a serial number has at most one star", only21, serialStars},
	{"6.1.45", "a public document is not older than the disclosure", only21, disclosedBefore},
	{"6.1.46", "objects of SSVC have the form of their schema", only21, ssvcForm},
	{"6.1.47", "targets of SSVC are the vulnerability", only21, ssvcTargets},
	{"6.1.48", "decision points of SSVC exist", only21, ssvcPoints},
	{"6.1.49", "a document is not older than its selections of SSVC", only21, ssvcBefore},
	{"6.1.50", "a product version range has the form of the standard", only21, rangesValid},
	{"6.1.51", "a document is not older than its EPSS", only21, epssBefore},
	{"6.1.52", "a document is not older than what it says of exploitation", only21, exploitedBefore},
	{"6.1.53", "exploitation is not later than its report", only21, exploitedThenReported},
	{"6.1.54", "the licence is an expression of SPDX", only21, licenceValid},
	{"6.1.55", "a licence that is not listed stands in a note", only21, licenceText},
	{"6.1.56", "no product has CVSS and a severity in words from one source", only21, oneSeverity},
}

// check is a run of the tests over a document.
type check struct {
	doc      *Document
	version  Version
	members  map[GroupID][]ProductID
	leaves   []leaf
	names    []named
	test     string
	failures []Failure
	written  int // products of groups that were written out
}

const (
	maxFailures = 10_000
	maxWritten  = 10_000_000
)

func (c *check) fail(path, hint, format string, args ...any) {
	if len(c.failures) == maxFailures {
		return
	}
	c.failures = append(c.failures, Failure{Test: c.test, Path: path, Says: fmt.Sprintf(format, args...), Hint: hint})
}

// profile tells whether the document is of one of some profiles.
func (c *check) profile(of ...string) bool { return slices.Contains(of, c.doc.Document.Category) }

// vulnerabilities goes through the vulnerabilities with their pointers.
func (c *check) vulnerabilities() iter.Seq2[string, *Vulnerability] {
	return func(yield func(string, *Vulnerability) bool) {
		for i := range c.doc.Vulnerabilities {
			if !yield(fmt.Sprintf("/vulnerabilities/%d", i), &c.doc.Vulnerabilities[i]) {
				return
			}
		}
	}
}

// metrics goes through the metrics of a vulnerability. The pointer leads to what holds the ratings: a score in 2.0, a content in 2.1.
func (c *check) metrics(at string, v *Vulnerability) iter.Seq2[string, Metric] {
	return func(yield func(string, Metric) bool) {
		for i, m := range v.AllMetrics() {
			pointer := fmt.Sprintf("%s/metrics/%d/content", at, i)
			if c.version == V20 {
				pointer = fmt.Sprintf("%s/scores/%d", at, i)
			}
			if !yield(pointer, m) {
				return
			}
		}
	}
}

// about are the products that are named directly or by a group, each once.
func (c *check) about(products []ProductID, groups []GroupID) []ProductID {
	out := slices.Clone(products)
	for _, g := range groups {
		if c.written > maxWritten {
			break
		}
		if c.written += len(c.members[g]); c.written > maxWritten {
			c.failures = append(c.failures, Failure{
				Test: "6.1", Path: "/product_tree/product_groups", Says: "the groups are too large to be checked wherever they are used", Hint: "ask its author for several documents",
			})
			break
		}
		out = append(out, c.members[g]...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// twice gives the keys that stand more than once, at each place but the first, and where the first is.
func twice[K comparable](all iter.Seq2[string, K]) iter.Seq2[string, K] {
	return func(yield func(string, K) bool) {
		seen := map[K]bool{}
		for at, key := range all {
			if seen[key] && !yield(at, key) {
				return
			}
			seen[key] = true
		}
	}
}
