package csaf

import (
	"cmp"
	"fmt"
	"iter"
	"slices"
	"strings"
	"time"
)

// Tests of the history of a document.

// edition is a version of a document: an integer, or a semantic version.
type edition struct {
	integer  bool
	parts    []digits // one, or three
	pre      []string // identifiers after the hyphen
	original string
}

// digits is a number without leading zeros. Versions have no upper bound, so that they are compared as they are written.
type digits string

func (d digits) compare(e digits) int {
	return cmp.Or(cmp.Compare(len(d), len(e)), strings.Compare(string(d), string(e)))
}

// next is one more.
func (d digits) next() digits {
	out := []byte(d)
	for i := len(out) - 1; i >= 0; i-- {
		if out[i] < '9' {
			out[i]++
			return digits(out)
		}
		out[i] = '0'
	}
	return digits("1" + string(out))
}

// parseEdition reads a version; false where it has neither form.
func parseEdition(s string) (edition, bool) {
	if !forms["version"].holds(V21, s) {
		return edition{original: s}, false
	}
	n := edition{original: s}
	core, _, _ := strings.Cut(s, "+")
	core, pre, isPre := strings.Cut(core, "-")
	if isPre {
		n.pre = strings.Split(pre, ".")
	}
	for part := range strings.SplitSeq(core, ".") {
		n.parts = append(n.parts, digits(part))
	}
	n.integer = len(n.parts) == 1
	return n, true
}

func (n edition) major() digits { return n.parts[0] }

// zero tells whether it is 0 or 0.y.z.
func (n edition) zero() bool { return n.major() == "0" }

// compare orders versions as Semantic Versioning 2.0.0 does (section 11), integers as versions with nothing after them.
func (n edition) compare(o edition) int {
	for i := range 3 {
		if c := n.part(i).compare(o.part(i)); c != 0 {
			return c
		}
	}
	if len(n.pre) == 0 || len(o.pre) == 0 {
		return cmp.Compare(len(o.pre), len(n.pre)) // a pre-release comes before its release
	}
	for i := range min(len(n.pre), len(o.pre)) {
		if c := comparePre(n.pre[i], o.pre[i]); c != 0 {
			return c
		}
	}
	return cmp.Compare(len(n.pre), len(o.pre))
}

func (n edition) part(i int) digits {
	if i < len(n.parts) {
		return n.parts[i]
	}
	return "0"
}

// comparePre orders numbers by value and before words, and words by their bytes.
func comparePre(a, b string) int {
	isWord := func(s string) int { return min(1, len(strings.Trim(s, "0123456789"))) }
	if c := cmp.Compare(isWord(a), isWord(b)); c != 0 || isWord(a) == 1 {
		return cmp.Or(c, strings.Compare(a, b))
	}
	return digits(a).compare(digits(b))
}

// release is a revision that can be compared.
type release struct {
	at     string
	when   time.Time
	number edition
}

// history is the revisions in the order of their dates, and of their numbers where two have one date. It is false where one of them has no date
// or number of the right form, which Read reports: then there is no order.
func (c *check) history() ([]release, bool) {
	var out []release
	for i, r := range c.doc.Document.Tracking.RevisionHistory {
		when, ok := r.Date.lenient()
		n, isNumber := parseEdition(r.Number)
		if !ok || !isNumber {
			return nil, false
		}
		out = append(out, release{fmt.Sprintf("/document/tracking/revision_history/%d", i), when, n})
	}
	slices.SortStableFunc(out, func(a, b release) int { return cmp.Or(a.when.Compare(b.when), a.number.compare(b.number)) })
	return out, len(out) > 0
}

// lenient reads what the schema allows: small letters and leap seconds too.
func (m Moment) lenient() (time.Time, bool) {
	if !isMoment(V20, string(m)) {
		return time.Time{}, false
	}
	s := strings.ToUpper(string(m))
	leap := s[17:19] == "60"
	if leap {
		s = s[:17] + "59" + s[19:]
	}
	t, err := time.Parse(time.RFC3339, s)
	if leap {
		t = t.Add(time.Second)
	}
	return t, err == nil
}

func revisionsRise(c *check) {
	h, ok := c.history()
	if !ok {
		return
	}
	for i := 1; i < len(h); i++ {
		if h[i-1].number.compare(h[i].number) > 0 {
			c.fail(h[i].at+"/number", "correct the dates or the numbers", "version %s is later than version %s", short(h[i].number.original), short(h[i-1].number.original))
		}
	}
}

func versionIsLast(c *check) {
	h, ok := c.history()
	t := c.doc.Document.Tracking
	n, isNumber := parseEdition(t.Version)
	if !ok || !isNumber {
		return
	}
	last := h[len(h)-1].number
	if t.Status == Draft {
		n.pre, last.pre = nil, nil
	}
	if n.compare(last) != 0 || n.integer != last.integer {
		c.fail("/document/tracking/version", "write the number of the last revision", "the version is %s, and that of the last revision %s", short(t.Version), short(last.original))
	}
}

func draftWhereBefore(c *check) {
	t := c.doc.Document.Tracking
	if n, ok := parseEdition(t.Version); ok && t.Status != Draft && (n.zero() || len(n.pre) > 0) {
		c.fail("/document/tracking/status", "make it a draft, or raise the version", "version %s is from before a release, and the status is %s", short(t.Version), t.Status)
	}
}

func (c *check) released() bool {
	s := c.doc.Document.Tracking.Status
	return s == Final || s == Interim
}

// numbers goes through the revisions whose numbers have the right form.
func (c *check) numbers() iter.Seq2[string, edition] {
	return func(yield func(string, edition) bool) {
		for i, r := range c.doc.Document.Tracking.RevisionHistory {
			if n, ok := parseEdition(r.Number); ok && !yield(fmt.Sprintf("/document/tracking/revision_history/%d/number", i), n) {
				return
			}
		}
	}
}

func noRevisionZero(c *check) {
	if !c.released() {
		return
	}
	for at, n := range c.numbers() {
		if n.zero() {
			c.fail(at, "leave drafts out of the history of a release", "the history has version %s, and the status is %s", short(n.original), c.doc.Document.Tracking.Status)
		}
	}
}

func noPreRevision(c *check) {
	for at, n := range c.numbers() {
		if len(n.pre) > 0 {
			c.fail(at, "leave pre-releases out of the history", "version %s is a pre-release", short(n.original))
		}
	}
}

func noPreRelease(c *check) {
	t := c.doc.Document.Tracking
	if n, ok := parseEdition(t.Version); ok && c.released() && len(n.pre) > 0 {
		c.fail("/document/tracking/version", "release it under a version without a part after the hyphen", "version %s is a pre-release, and the status is %s", short(t.Version), t.Status)
	}
}

func noRevisionMissing(c *check) {
	h, ok := c.history()
	if !ok {
		return
	}
	if first := h[0].number; first.major().compare("1") > 0 {
		c.fail(h[0].at+"/number", "begin the history with version 1", "the history begins with version %s", short(first.original))
	}
	for i := 1; i < len(h); i++ {
		if h[i].number.major().compare(h[i-1].number.major().next()) > 0 {
			c.fail(h[i].at+"/number", "add the revisions between them", "version %s follows version %s", short(h[i].number.original), short(h[i-1].number.original))
		}
	}
}

func revisionsOnce(c *check) {
	for at, n := range twice(func(yield func(string, string) bool) {
		for at, n := range c.numbers() {
			if !yield(at, n.original) {
				return
			}
		}
	}) {
		c.fail(at, "give each revision a number of its own", "version %s stands in the history already", short(n))
	}
}

func oneVersioning(c *check) {
	var kinds []bool
	for _, n := range c.numbers() {
		kinds = append(kinds, n.integer)
	}
	n, ok := parseEdition(c.doc.Document.Tracking.Version)
	if ok {
		kinds = append(kinds, n.integer)
	}
	if slices.Contains(kinds, true) && slices.Contains(kinds, false) {
		c.fail("/document/tracking", "number all versions 1, 2, 3, or all 1.0.0, 1.1.0, 2.0.0", "some versions are integers, and some are semantic versions")
	}
}

// Tests that compare dates with the newest revision. A document that is out cannot know what came after it.

// newest is the date of the newest revision of a document that is out.
func (c *check) newest() (time.Time, bool) {
	h, ok := c.history()
	if !ok || !c.released() {
		return time.Time{}, false
	}
	return h[len(h)-1].when, true
}

// known fails for a moment after the newest revision.
func (c *check) known(at, what string, m Moment) {
	newest, out := c.newest()
	if t, ok := m.lenient(); ok && out && t.After(newest) {
		c.fail(at, "add a revision, or correct the date", "%s is %s, which is later than the newest revision", what, m)
	}
}

func disclosedBefore(c *check) {
	if d := c.doc.Document.Distribution; d == nil || d.TLP == nil || d.TLP.Label != Clear {
		return
	}
	for at, v := range c.vulnerabilities() {
		c.known(at+"/disclosure_date", "the disclosure", v.DisclosureDate)
	}
}

func ssvcBefore(c *check) {
	for at, v := range c.vulnerabilities() {
		for path, m := range c.metrics(at, v) {
			s, _ := m.Content.SSVC2["timestamp"].(string)
			c.known(path+"/ssvc_v2/timestamp", "the time of the selections", Moment(s))
		}
	}
}

func epssBefore(c *check) {
	for at, v := range c.vulnerabilities() {
		for path, m := range c.metrics(at, v) {
			if m.Content.EPSS != nil {
				c.known(path+"/epss/timestamp", "the time of the probability", m.Content.EPSS.Timestamp)
			}
		}
	}
}

func exploitedBefore(c *check) {
	for at, v := range c.vulnerabilities() {
		for i, x := range v.FirstKnownExploitationDates {
			where := fmt.Sprintf("%s/first_known_exploitation_dates/%d", at, i)
			c.known(where+"/date", "the report of exploitation", x.Date)
			c.known(where+"/exploitation_date", "the exploitation", x.ExploitationDate)
		}
	}
}

func exploitedThenReported(c *check) {
	for at, v := range c.vulnerabilities() {
		for i, x := range v.FirstKnownExploitationDates {
			when, ok := x.ExploitationDate.lenient()
			said, ok2 := x.Date.lenient()
			if ok && ok2 && when.After(said) {
				c.fail(fmt.Sprintf("%s/first_known_exploitation_dates/%d/exploitation_date", at, i), "correct one of the dates", "the exploitation is later than its report of %s", x.Date)
			}
		}
	}
}

func datesStrict(c *check) {
	for at, m := range c.doc.moments() {
		if _, ok := m.Time(); !ok {
			c.fail(at, "write 2026-11-26T12:00:00Z", "%q is no date of the standard: T and Z are capital, the zone is given, and there are no leap seconds", short(string(m)))
		}
	}
}

// moments goes through all dates that are there.
func (d *Document) moments() iter.Seq2[string, Moment] {
	return func(yield func(string, Moment) bool) {
		more := true
		say := func(at string, m Moment) {
			if more && m != "" {
				more = yield(at, m)
			}
		}
		t := &d.Document.Tracking
		say("/document/tracking/current_release_date", t.CurrentReleaseDate)
		if t.Generator != nil {
			say("/document/tracking/generator/date", t.Generator.Date)
		}
		say("/document/tracking/initial_release_date", t.InitialReleaseDate)
		for i, r := range t.RevisionHistory {
			say(fmt.Sprintf("/document/tracking/revision_history/%d/date", i), r.Date)
		}
		for i := range d.Vulnerabilities {
			d.Vulnerabilities[i].moments(fmt.Sprintf("/vulnerabilities/%d", i), say)
		}
	}
}

func (v *Vulnerability) moments(at string, say func(string, Moment)) {
	say(at+"/disclosure_date", v.DisclosureDate)
	say(at+"/discovery_date", v.DiscoveryDate)
	for i, x := range v.FirstKnownExploitationDates {
		say(fmt.Sprintf("%s/first_known_exploitation_dates/%d/date", at, i), x.Date)
		say(fmt.Sprintf("%s/first_known_exploitation_dates/%d/exploitation_date", at, i), x.ExploitationDate)
	}
	for i, x := range v.Flags {
		say(fmt.Sprintf("%s/flags/%d/date", at, i), x.Date)
	}
	for i, x := range v.Involvements {
		say(fmt.Sprintf("%s/involvements/%d/date", at, i), x.Date)
	}
	for i, x := range v.Metrics {
		if x.Content.EPSS != nil {
			say(fmt.Sprintf("%s/metrics/%d/content/epss/timestamp", at, i), x.Content.EPSS.Timestamp)
		}
	}
	for i, x := range v.Remediations {
		say(fmt.Sprintf("%s/remediations/%d/date", at, i), x.Date)
	}
	for i, x := range v.Threats {
		say(fmt.Sprintf("%s/threats/%d/date", at, i), x.Date)
	}
}
