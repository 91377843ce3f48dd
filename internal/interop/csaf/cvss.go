package csaf

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"regexp"
	"slices"
	"strings"

	gocvss20 "github.com/pandatix/go-cvss/20"
	gocvss30 "github.com/pandatix/go-cvss/30"
	gocvss31 "github.com/pandatix/go-cvss/31"
	gocvss40 "github.com/pandatix/go-cvss/40"
)

// metric is a property of a CVSS object that says again what the vector says.
type metric struct {
	name, short string
	// values are the words of the property by the letters of the vector. What no vector has to say ends with the word for "not defined".
	values map[string]string
}

// scheme is a version of CVSS as its published JSON schema has it.
type scheme struct {
	version    string
	head       string         // what vectors begin with
	vector     *regexp.Regexp // the pattern of the schema, which allows more than the specification
	undefined  string         // the letters for "not defined"
	severities []string       // severity properties; the same names with Score are scores
	need       []string
	metrics    []metric
}

const notDefined = "NOT_DEFINED"

// words pairs letters with words: "N NETWORK, L LOCAL".
func words(s string) map[string]string {
	out := map[string]string{}
	for pair := range strings.SplitSeq(s, ", ") {
		letters, word, _ := strings.Cut(pair, " ")
		out[letters] = word
	}
	return out
}

// optional adds the value for "not defined".
func optional(letters string, values map[string]string) map[string]string {
	out := maps.Clone(values)
	out[letters] = notDefined
	return out
}

var (
	noneLowHigh = words("N NONE, L LOW, H HIGH")
	requirement = words("L LOW, M MEDIUM, H HIGH")
	lowHigh     = words("L LOW, H HIGH")
)

var cvss2 = scheme{
	version: "2.0", undefined: "ND", need: []string{"version", "vectorString", "baseScore"},
	vector: repeated(``, `AV:[NAL]|AC:[LMH]|Au:[MSN]|[CIA]:[NPC]|E:(U|POC|F|H|ND)|RL:(OF|TF|W|U|ND)|RC:(UC|UR|C|ND)|CDP:(N|L|LM|MH|H|ND)|TD:(N|L|M|H|ND)|[CIA]R:(L|M|H|ND)`),
	metrics: []metric{
		{"accessVector", "AV", words("N NETWORK, A ADJACENT_NETWORK, L LOCAL")},
		{"accessComplexity", "AC", words("H HIGH, M MEDIUM, L LOW")},
		{"authentication", "Au", words("M MULTIPLE, S SINGLE, N NONE")},
		{"confidentialityImpact", "C", words("N NONE, P PARTIAL, C COMPLETE")},
		{"integrityImpact", "I", words("N NONE, P PARTIAL, C COMPLETE")},
		{"availabilityImpact", "A", words("N NONE, P PARTIAL, C COMPLETE")},
		{"exploitability", "E", optional("ND", words("U UNPROVEN, POC PROOF_OF_CONCEPT, F FUNCTIONAL, H HIGH"))},
		{"remediationLevel", "RL", optional("ND", words("OF OFFICIAL_FIX, TF TEMPORARY_FIX, W WORKAROUND, U UNAVAILABLE"))},
		{"reportConfidence", "RC", optional("ND", words("UC UNCONFIRMED, UR UNCORROBORATED, C CONFIRMED"))},
		{"collateralDamagePotential", "CDP", optional("ND", words("N NONE, L LOW, LM LOW_MEDIUM, MH MEDIUM_HIGH, H HIGH"))},
		{"targetDistribution", "TD", optional("ND", words("N NONE, L LOW, M MEDIUM, H HIGH"))},
		{"confidentialityRequirement", "CR", optional("ND", requirement)},
		{"integrityRequirement", "IR", optional("ND", requirement)},
		{"availabilityRequirement", "AR", optional("ND", requirement)},
	},
}

var cvss3 = []metric{
	{"attackVector", "AV", words("N NETWORK, A ADJACENT_NETWORK, L LOCAL, P PHYSICAL")},
	{"attackComplexity", "AC", lowHigh},
	{"privilegesRequired", "PR", noneLowHigh},
	{"userInteraction", "UI", words("N NONE, R REQUIRED")},
	{"scope", "S", words("U UNCHANGED, C CHANGED")},
	{"confidentialityImpact", "C", noneLowHigh},
	{"integrityImpact", "I", noneLowHigh},
	{"availabilityImpact", "A", noneLowHigh},
	{"exploitCodeMaturity", "E", optional("X", words("U UNPROVEN, P PROOF_OF_CONCEPT, F FUNCTIONAL, H HIGH"))},
	{"remediationLevel", "RL", optional("X", words("O OFFICIAL_FIX, T TEMPORARY_FIX, W WORKAROUND, U UNAVAILABLE"))},
	{"reportConfidence", "RC", optional("X", words("U UNKNOWN, R REASONABLE, C CONFIRMED"))},
	{"confidentialityRequirement", "CR", optional("X", requirement)},
	{"integrityRequirement", "IR", optional("X", requirement)},
	{"availabilityRequirement", "AR", optional("X", requirement)},
	{"modifiedAttackVector", "MAV", optional("X", words("N NETWORK, A ADJACENT_NETWORK, L LOCAL, P PHYSICAL"))},
	{"modifiedAttackComplexity", "MAC", optional("X", lowHigh)},
	{"modifiedPrivilegesRequired", "MPR", optional("X", noneLowHigh)},
	{"modifiedUserInteraction", "MUI", optional("X", words("N NONE, R REQUIRED"))},
	{"modifiedScope", "MS", optional("X", words("U UNCHANGED, C CHANGED"))},
	{"modifiedConfidentialityImpact", "MC", optional("X", noneLowHigh)},
	{"modifiedIntegrityImpact", "MI", optional("X", noneLowHigh)},
	{"modifiedAvailabilityImpact", "MA", optional("X", noneLowHigh)},
}

const pattern3 = `AV:[NALP]|AC:[LH]|PR:[NLH]|UI:[NR]|S:[UC]|[CIA]:[NLH]|E:[XUPFH]|RL:[XOTWU]|RC:[XURC]|[CIA]R:[XLMH]|MAV:[XNALP]|MAC:[XLH]|MPR:[XNLH]|MUI:[XNR]|MS:[XUC]|M[CIA]:[XNLH]`

var need3 = []string{"version", "vectorString", "baseScore", "baseSeverity"}

func scheme3(version string) scheme {
	return scheme{
		version: version, head: "CVSS:" + version + "/", undefined: "X", need: need3, metrics: cvss3, vector: repeated("CVSS:"+regexp.QuoteMeta(version)+"/", pattern3),
		severities: []string{"baseSeverity", "temporalSeverity", "environmentalSeverity"},
	}
}

var cvss4 = scheme{
	version: "4.0", head: "CVSS:4.0/", undefined: "X", need: need3, severities: []string{"baseSeverity"},
	vector: regexp.MustCompile(`^CVSS:4\.0/AV:[NALP]/AC:[LH]/AT:[NP]/PR:[NLH]/UI:[NPA]/VC:[HLN]/VI:[HLN]/VA:[HLN]/SC:[HLN]/SI:[HLN]/SA:[HLN](/E:[XAPU])?(/CR:[XHML])?(/IR:[XHML])?(/AR:[XHML])?(/MAV:[XNALP])?(/MAC:[XLH])?(/MAT:[XNP])?(/MPR:[XNLH])?(/MUI:[XNPA])?(/MVC:[XNLH])?(/MVI:[XNLH])?(/MVA:[XNLH])?(/MSC:[XNLH])?(/MSI:[XNLHS])?(/MSA:[XNLHS])?(/S:[XNP])?(/AU:[XNY])?(/R:[XAUI])?(/V:[XDC])?(/RE:[XLMH])?(/U:(X|Clear|Green|Amber|Red))?$`),
	metrics: []metric{
		{"attackVector", "AV", words("N NETWORK, A ADJACENT, L LOCAL, P PHYSICAL")},
		{"attackComplexity", "AC", lowHigh},
		{"attackRequirements", "AT", words("N NONE, P PRESENT")},
		{"privilegesRequired", "PR", noneLowHigh},
		{"userInteraction", "UI", words("N NONE, P PASSIVE, A ACTIVE")},
		{"vulnConfidentialityImpact", "VC", noneLowHigh},
		{"vulnIntegrityImpact", "VI", noneLowHigh},
		{"vulnAvailabilityImpact", "VA", noneLowHigh},
		{"subConfidentialityImpact", "SC", noneLowHigh},
		{"subIntegrityImpact", "SI", noneLowHigh},
		{"subAvailabilityImpact", "SA", noneLowHigh},
		{"exploitMaturity", "E", optional("X", words("U UNREPORTED, P PROOF_OF_CONCEPT, A ATTACKED"))},
		{"confidentialityRequirement", "CR", optional("X", requirement)},
		{"integrityRequirement", "IR", optional("X", requirement)},
		{"availabilityRequirement", "AR", optional("X", requirement)},
		{"modifiedAttackVector", "MAV", optional("X", words("N NETWORK, A ADJACENT, L LOCAL, P PHYSICAL"))},
		{"modifiedAttackComplexity", "MAC", optional("X", lowHigh)},
		{"modifiedAttackRequirements", "MAT", optional("X", words("N NONE, P PRESENT"))},
		{"modifiedPrivilegesRequired", "MPR", optional("X", noneLowHigh)},
		{"modifiedUserInteraction", "MUI", optional("X", words("N NONE, P PASSIVE, A ACTIVE"))},
		{"modifiedVulnConfidentialityImpact", "MVC", optional("X", noneLowHigh)},
		{"modifiedVulnIntegrityImpact", "MVI", optional("X", noneLowHigh)},
		{"modifiedVulnAvailabilityImpact", "MVA", optional("X", noneLowHigh)},
		{"modifiedSubConfidentialityImpact", "MSC", optional("X", words("N NEGLIGIBLE, L LOW, H HIGH"))},
		{"modifiedSubIntegrityImpact", "MSI", optional("X", words("N NEGLIGIBLE, L LOW, H HIGH, S SAFETY"))},
		{"modifiedSubAvailabilityImpact", "MSA", optional("X", words("N NEGLIGIBLE, L LOW, H HIGH, S SAFETY"))},
		{"Safety", "S", optional("X", words("N NEGLIGIBLE, P PRESENT"))},
		{"Automatable", "AU", optional("X", words("N NO, Y YES"))},
		{"Recovery", "R", optional("X", words("A AUTOMATIC, U USER, I IRRECOVERABLE"))},
		{"valueDensity", "V", optional("X", words("D DIFFUSE, C CONCENTRATED"))},
		{"vulnerabilityResponseEffort", "RE", optional("X", words("L LOW, M MODERATE, H HIGH"))},
		{"providerUrgency", "U", optional("X", words("Clear CLEAR, Green GREEN, Amber AMBER, Red RED"))},
	},
}

func repeated(head, one string) *regexp.Regexp {
	return regexp.MustCompile(`^` + head + `((` + one + `)/)*(` + one + `)$`)
}

var schemes = map[string]scheme{"2.0": cvss2, "3.0": scheme3("3.0"), "3.1": scheme3("3.1"), "4.0": cvss4}

// allowed are the versions that a member of a score may have.
var allowed = map[string][]string{"cvss_v2": {"2.0"}, "cvss_v3": {"3.0", "3.1"}, "cvss_v4": {"4.0"}}

// cvssVersion is the version of an object: as it says itself, or as its vector or its place does.
func cvssVersion(member string, x CVSS) string {
	if v := x.Version(); slices.Contains(allowed[member], v) {
		return v
	}
	for _, v := range allowed[member] {
		if head := schemes[v].head; head != "" && strings.HasPrefix(x.Vector(), head) {
			return v
		}
	}
	return allowed[member][len(allowed[member])-1]
}

// vectorMetrics are the letters of a vector by metric; false where a metric stands twice.
func (s scheme) vectorMetrics(vector string) (map[string]string, bool) {
	out := map[string]string{}
	for part := range strings.SplitSeq(strings.TrimPrefix(vector, s.head), "/") {
		name, value, _ := strings.Cut(part, ":")
		if _, twice := out[name]; twice {
			return nil, false
		}
		out[name] = value
	}
	return out, true
}

// cvssForm is the schema that the version of an object refers to.
func cvssForm(c *check) {
	c.eachCVSS(func(at, member string, x CVSS) {
		if said, ok := x["version"]; ok {
			if v, isText := said.(string); !isText || !slices.Contains(allowed[member], v) {
				c.fail(at+"/version", "", "%s is of version %v, not %s", member, said, strings.Join(allowed[member], " or "))
				return
			}
		}
		s := schemes[cvssVersion(member, x)]
		for _, name := range s.need {
			if _, ok := x[name]; !ok {
				c.fail(at, "add it; it follows from the vector", "CVSS %s needs %q", s.version, name)
			}
		}
		for _, name := range slices.Sorted(maps.Keys(x)) {
			if says := s.wrong(name, x[name]); says != "" {
				c.fail(at+"/"+name, "", "%s", says)
			}
		}
		if s.version == "4.0" {
			c.cvssBands(at, x)
		}
	})
}

// cvssBands is what the schema of 4.0 has and those before it have not: scores have one digit after the point, and each severity its scores.
func (c *check) cvssBands(at string, x CVSS) {
	score, ok := x.BaseScore()
	word, isText := x["baseSeverity"].(string)
	switch {
	case !ok || score < 0 || score > 10:
	case math.Abs(score*10-math.Round(score*10)) > 1e-9:
		c.fail(at+"/baseScore", "", "%v is no score with one digit after the point", score)
	case isText && slices.Contains(severityWords, word) && word != severity(score):
		c.fail(at+"/baseSeverity", "write "+severity(score), "%s is not the severity of the score %v", word, score)
	}
}

func (c *check) eachCVSS(do func(at, member string, x CVSS)) {
	for at, v := range c.vulnerabilities() {
		for path, m := range c.metrics(at, v) {
			for member, x := range m.Content.Vectors() {
				do(path+"/"+member, member, x)
			}
		}
	}
}

var severityWords = []string{"NONE", "LOW", "MEDIUM", "HIGH", "CRITICAL"}

// wrong says what is wrong with a property; nothing where it is right, or no property of the schema.
func (s scheme) wrong(name string, value any) string {
	switch {
	case name == "vectorString":
		if v, ok := value.(string); !ok || !s.vector.MatchString(v) {
			return fmt.Sprintf("%q is no vector of CVSS %s", short(fmt.Sprint(value)), s.version)
		}
	case slices.Contains(s.scores(), name):
		if f, ok := value.(float64); !ok || f < 0 || f > 10 {
			return fmt.Sprintf("%v is no score from 0 to 10", value)
		}
	case slices.Contains(s.severities, name):
		if v, ok := value.(string); !ok || !slices.Contains(severityWords, v) {
			return fmt.Sprintf("%v is no severity; they are %s", value, strings.Join(severityWords, ", "))
		}
	}
	for _, m := range s.metrics {
		if m.name == name && !slices.Contains(slices.Collect(maps.Values(m.values)), fmt.Sprint(value)) {
			return fmt.Sprintf("%v is no value of %s; they are %s", value, name, strings.Join(slices.Sorted(maps.Values(m.values)), ", "))
		}
	}
	return ""
}

func (s scheme) scores() []string {
	if s.version == "4.0" {
		return []string{"baseScore"}
	}
	return []string{"baseScore", "temporalScore", "environmentalScore"}
}

// computed are the scores that a vector gives, by property. A property may have several right values in CVSS 4.0: the score of the base metrics
// alone, which its name says, and that of the whole vector, which is what the specification calls the score.
func (s scheme) computed(vector string) (map[string][]float64, error) {
	given, ok := s.vectorMetrics(vector)
	if !ok {
		return nil, errors.New("a metric stands twice in it")
	}
	for _, m := range s.metrics {
		if _, mayLack := m.values[s.undefined]; !mayLack && given[m.short] == "" {
			return nil, fmt.Errorf("it has no %s", m.short)
		}
	}
	switch s.version {
	case "2.0":
		x, err := gocvss20.ParseVector(s.ordered(given, true))
		if err != nil {
			return nil, err
		}
		return triple(x.BaseScore(), x.TemporalScore(), x.EnvironmentalScore()), nil
	case "3.0":
		x, err := gocvss30.ParseVector(vector)
		if err != nil {
			return nil, err
		}
		return triple(x.BaseScore(), x.TemporalScore(), x.EnvironmentalScore()), nil
	case "3.1":
		x, err := gocvss31.ParseVector(vector)
		if err != nil {
			return nil, err
		}
		return triple(x.BaseScore(), x.TemporalScore(), x.EnvironmentalScore()), nil
	}
	whole, err := gocvss40.ParseVector(vector)
	if err != nil {
		return nil, err
	}
	base, err := gocvss40.ParseVector(s.head + s.ordered(given, false))
	if err != nil {
		return nil, err
	}
	return map[string][]float64{"baseScore": {base.Score(), whole.Score()}}, nil
}

func triple(base, temporal, environmental float64) map[string][]float64 {
	return map[string][]float64{"baseScore": {base}, "temporalScore": {temporal}, "environmentalScore": {environmental}}
}

// ordered writes the metrics in the order of the specification: all, with what is not defined, or those only that every vector has.
func (s scheme) ordered(given map[string]string, all bool) string {
	var parts []string
	for _, m := range s.metrics {
		_, mayLack := m.values[s.undefined]
		value, ok := given[m.short]
		switch {
		case mayLack && !all, !ok && !mayLack:
			continue
		case !ok:
			value = s.undefined
		}
		parts = append(parts, m.short+":"+value)
	}
	return strings.Join(parts, "/")
}

// severity is the word for a score (CVSS 3.0 section 5, 4.0 section 6).
func severity(score float64) string {
	switch {
	case score == 0:
		return "NONE"
	case score < 4:
		return "LOW"
	case score < 7:
		return "MEDIUM"
	case score < 9:
		return "HIGH"
	}
	return "CRITICAL"
}

func cvssComputed(c *check) {
	c.eachCVSS(func(at, member string, x CVSS) {
		s := schemes[cvssVersion(member, x)]
		if !s.vector.MatchString(x.Vector()) {
			return // 6.1.8
		}
		right, err := s.computed(x.Vector())
		if err != nil {
			c.fail(at+"/vectorString", "write every base metric once", "%q gives no score: %v", short(x.Vector()), err)
			return
		}
		for _, name := range s.scores() {
			if f, ok := x[name].(float64); ok && !slices.ContainsFunc(right[name], func(r float64) bool { return math.Abs(r-f) < 1e-9 }) {
				c.fail(at+"/"+name, fmt.Sprintf("write %.1f", right[name][0]), "%s is %v, and the vector gives %.1f", name, f, right[name][0])
			}
		}
		for _, name := range s.severities {
			score := strings.TrimSuffix(name, "Severity") + "Score"
			if word, ok := x[name].(string); ok && !slices.ContainsFunc(right[score], func(r float64) bool { return severity(r) == word }) {
				c.fail(at+"/"+name, "write "+severity(right[score][0]), "%s is %s, and the vector gives %s", name, short(word), severity(right[score][0]))
			}
		}
	})
}

// cvssAgrees compares the properties with the vector. What a vector does not say is not defined.
func cvssAgrees(c *check) {
	c.eachCVSS(func(at, member string, x CVSS) {
		s := schemes[cvssVersion(member, x)]
		given, ok := s.vectorMetrics(x.Vector())
		if !ok || !s.vector.MatchString(x.Vector()) {
			return
		}
		for _, m := range s.metrics {
			said, ok := x[m.name].(string)
			if !ok {
				continue
			}
			letters, has := given[m.short]
			right := m.values[letters]
			if !has {
				right = m.values[s.undefined]
			}
			if right != "" && said != right {
				c.fail(at+"/"+m.name, "the vector counts: write "+right, "%s is %s, and the vector says %s", m.name, short(said), right)
			}
		}
	})
}

// ScoreOf makes the object of a vector of version 2.0, 3.0, 3.1 or 4.0, with the scores and severities that follow from it, and says in which
// member of a document it belongs. For CVSS 4.0 the score is that of the base metrics.
func ScoreOf(vector string) (member string, x CVSS, err error) {
	version := "2.0"
	if rest, ok := strings.CutPrefix(vector, "CVSS:"); ok {
		version, _, _ = strings.Cut(rest, "/")
	}
	s, ok := schemes[version]
	if !ok || !s.vector.MatchString(vector) {
		return "", nil, fmt.Errorf("%q is no vector of CVSS 2.0, 3.0, 3.1 or 4.0", short(vector))
	}
	scores, err := s.computed(vector)
	if err != nil {
		return "", nil, fmt.Errorf("%q gives no score: %w", short(vector), err)
	}
	base := scores["baseScore"][0]
	x = CVSS{"version": version, "vectorString": vector, "baseScore": base}
	if len(s.severities) > 0 {
		x["baseSeverity"] = severity(base)
	}
	return "cvss_v" + version[:1], x, nil
}
