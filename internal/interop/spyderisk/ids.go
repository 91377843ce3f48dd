package spyderisk

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
)

// The namespaces of a model.
const (
	coreNS   = "http://it-innovation.soton.ac.uk/ontologies/trustworthiness/core#"
	domainNS = "http://it-innovation.soton.ac.uk/ontologies/trustworthiness/domain#"
	systemNS = "http://it-innovation.soton.ac.uk/ontologies/trustworthiness/system#"
)

// Variant tells the members of a population apart: the average asset, and the lowest and highest level among them.
type Variant uint8

const (
	Average Variant = iota
	Min
	Max
)

// Suffix is what the variant adds to a name.
func (v Variant) Suffix() string { return [...]string{"", "_Min", "_Max"}[v] }

// cutVariant takes _Min or _Max off a name.
func cutVariant(name string) (string, Variant) {
	if s, ok := strings.CutSuffix(name, "_Min"); ok {
		return s, Min
	}
	if s, ok := strings.CutSuffix(name, "_Max"); ok {
		return s, Max
	}
	return name, Average
}

// HashID is the short name Spyderisk makes of a URI: the Java hash of the text plus 91 (= 7·13, the seeds of its hash builder), as
// 32-bit hex without leading zeros. Two URIs can have the same one.
func HashID(uri string) string { return strconv.FormatUint(uint64(javaHash(uri)+91), 16) }

func javaHash(s string) uint32 {
	var h uint32
	for _, c := range utf16.Encode([]rune(s)) {
		h = h*31 + uint32(c)
	}
	return h
}

// Where one of several is named, Spyderisk takes the first that a Java hash table gives. hashTable is the size of such a table with
// so many entries, and hashPlace is where the table has an object of the system, by its local name. Two objects can have the same
// place; we take the one with the lower name.
func hashTable(entries int) uint32 {
	size := uint32(16)
	for 4*uint64(entries) > 3*uint64(size) {
		size *= 2
	}
	return size
}

func hashPlace(local string, table uint32) uint32 {
	h := javaHash("system#" + local)
	return (h ^ h>>16) & (table - 1)
}

// The functions below give local names, without the namespace of the system.

// InferredAssetName names an asset a rule adds: its class and the ids of the included nodes, in file order.
func InferredAssetName(class string, ids []string) string {
	return strings.Join(append([]string{class}, ids...), "_")
}

// InferredAssetLabel is the label of such an asset: the label of the class and the labels of the included nodes. An asserted label
// with a space is put into parentheses.
func InferredAssetLabel(classLabel string, labels []string) string {
	parts := make([]string, len(labels))
	for i, l := range labels {
		if strings.Contains(l, " ") && !strings.HasPrefix(l, "[") {
			l = "(" + l + ")"
		}
		parts[i] = l
	}
	if len(parts) == 0 {
		return "[" + classLabel + "]"
	}
	return "[" + classLabel + ":" + strings.Join(parts, "-") + "]"
}

// NodeName names a node of a match.
func NodeName(assetID, role string) string { return "Node-" + assetID + "-Role_" + role }

// LinkName names a link with its cardinalities.
func LinkName(fromID, relation, toID string) string { return fromID + "-" + relation + "-" + toID }

// MatchName names a match: the pattern and the ids of all root nodes, ordered by role (code points).
func MatchName(pattern string, ids []string) string { return pattern + "_" + strings.Join(ids, "_") }

// MatchLabel is the label of a match: the label of the pattern and those of the key nodes, ordered by role.
func MatchLabel(patternLabel string, labels []string) string {
	return strings.Join(append([]string{patternLabel}, labels...), "_")
}

// RolesInName are the root roles in the order of MatchName, and the key roles in that of MatchLabel.
func RolesInName(p *RootPattern) (all, keys []*Role) {
	for _, n := range p.Nodes {
		all = append(all, n.Role)
		if n.Key {
			keys = append(keys, n.Role)
		}
	}
	byName := func(a, b *Role) int { return strings.Compare(a.ID, b.ID) }
	slices.SortFunc(all, byName)
	slices.SortFunc(keys, byName)
	return all, keys
}

// ThreatVariant is the id of a threat for a member of a population: the suffix stands before the second full stop.
func ThreatVariant(threat string, v Variant) string {
	first := strings.IndexByte(threat, '.')
	second := strings.IndexByte(threat[first+1:], '.')
	if v == Average || first < 0 || second < 0 {
		return threat
	}
	second += first + 1
	return threat[:second] + v.Suffix() + threat[second:]
}

// ThreatName names a threat at a match.
func ThreatName(threat string, v Variant, match string) string {
	return ThreatVariant(threat, v) + "-" + match
}

// ThreatLabel is the label of a threat at a match.
func ThreatLabel(threat string, v Variant, matchLabel string) string {
	return ThreatVariant(threat, v) + "_" + matchLabel
}

// ControlSetName, MisbehaviourSetName and TrustSetName name a control, misbehaviour or trust attribute at an asset.
func ControlSetName(control string, v Variant, assetID string) string {
	return "CS-" + control + v.Suffix() + "-" + assetID
}

func MisbehaviourSetName(misbehaviour string, v Variant, assetID string) string {
	return "MS-" + misbehaviour + v.Suffix() + "-" + assetID
}

func TrustSetName(attribute string, v Variant, assetID string) string {
	return "TWAS-" + attribute + v.Suffix() + "-" + assetID
}

// ImpactSetName names the pair of a trust attribute and the misbehaviour that undermines it at an asset. In a population the lowest
// trust belongs to the highest likelihood, so their variants are crossed.
func ImpactSetName(assetID, attribute string, av Variant, misbehaviour string, mv Variant) string {
	return "TWIS-" + assetID + "-" + attribute + av.Suffix() + "-" + misbehaviour + mv.Suffix()
}

// StrategyName names a strategy: its parent and the hash of each mandatory control set, ordered by the sets' names.
func StrategyName(strategy string, controlSets []string) string {
	sets := slices.Clone(controlSets)
	slices.Sort(sets)
	var b strings.Builder
	b.WriteString(strategy + "_M")
	for _, s := range slices.Compact(sets) {
		b.WriteString("_" + HashID(systemNS+s))
	}
	return b.String()
}

// Describe fills a description with what its roles are bound to: _Role_ becomes "label" for a root node, {"a", "b" or "c"} for
// one that collects assets, and stays where nothing is bound.
func Describe(text string, labels func(role string) (bound []string, root bool)) string {
	var b strings.Builder
	for {
		start := strings.IndexByte(text, '_')
		if start < 0 {
			break
		}
		n := strings.IndexByte(text[start+1:], '_')
		if n < 0 {
			break
		}
		role := text[start+1 : start+1+n]
		bound, root := labels(role)
		if !plainWord(role) || len(bound) == 0 {
			// The second underscore may begin a role of its own.
			b.WriteString(text[:start+1+n])
			text = text[start+1+n:]
			continue
		}
		b.WriteString(text[:start])
		if root {
			b.WriteString(`"` + bound[0] + `"`)
		} else {
			b.WriteString("{" + alternatives(bound) + "}")
		}
		text = text[start+n+2:]
	}
	b.WriteString(text)
	return b.String()
}

func plainWord(s string) bool {
	for _, c := range s {
		if !(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9') {
			return false
		}
	}
	return s != ""
}

func alternatives(labels []string) string {
	quoted := make([]string, len(labels))
	for i, l := range labels {
		quoted[i] = `"` + l + `"`
	}
	last := len(quoted) - 1
	if last == 0 {
		return quoted[0]
	}
	return strings.Join(quoted[:last], ", ") + " or " + quoted[last]
}
