// Package cvss reads, writes and scores the vectors of the Common Vulnerability Scoring System. It gives metrics; what they mean for a device is
// said by the knowledge base.
package cvss

import (
	"fmt"
	"slices"
	"strings"
)

// Vector is a vector that is valid in its version.
type Vector struct {
	Version string            // 2.0, 3.0, 3.1 or 4.0
	Given   map[string]string // values by the abbreviations of the metrics, as the vector has them; those that are not defined are left out
	text    string            // in the order and with the metrics that its version asks for
}

// Parse reads a vector of version 3.0, 3.1 or 4.0, such as CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H, or of version 2.0, which begins with its
// first metric, with or without parentheses around it.
func Parse(vector string) (Vector, error) {
	version, rest := "2.0", strings.TrimSuffix(strings.TrimPrefix(vector, "("), ")")
	if head, body, _ := strings.Cut(vector, "/"); strings.HasPrefix(head, "CVSS:") {
		version, rest = strings.TrimPrefix(head, "CVSS:"), body
	}
	known, ok := versions[version]
	if !ok || version == "2.0" && !strings.HasPrefix(rest, "AV:") {
		return Vector{}, fmt.Errorf("%q does not begin with CVSS:3.0, CVSS:3.1 or CVSS:4.0, nor with AV: as one of version 2.0 does", vector)
	}
	given := map[string]string{}
	for m := range strings.SplitSeq(rest, "/") {
		name, value, _ := strings.Cut(m, ":")
		if _, twice := given[name]; twice {
			return Vector{}, fmt.Errorf("%q is no vector of CVSS %s: %s stands twice", vector, version, name)
		}
		if value == "" {
			return Vector{}, fmt.Errorf("%q is no vector of CVSS %s: %q has no value", vector, version, m)
		}
		given[name] = value
	}
	// The temporal and environmental metrics of 2.0 are often not all written, so it is the whole vector that is checked there.
	text, err := known.write(given)
	if err == nil && version == "2.0" {
		err = known.check(text)
	} else if version != "2.0" {
		if wrong := known.check(vector); wrong != nil {
			err = wrong
		}
	}
	if err != nil {
		return Vector{}, fmt.Errorf("%q is no vector of CVSS %s: %w", vector, version, err)
	}
	for name, value := range given {
		if value == known.undefined {
			delete(given, name)
		}
	}
	return Vector{version, given, text}, nil
}

// Compose writes the vector of a version from the values of its metrics. An error names what is missing or does not exist.
func Compose(version string, metrics map[string]string) (Vector, error) {
	known, ok := versions[version]
	if !ok {
		return Vector{}, fmt.Errorf("there is no version %q of CVSS", version)
	}
	text, err := known.write(metrics)
	if err != nil {
		return Vector{}, fmt.Errorf("no vector of CVSS %s: %w", version, err)
	}
	return Parse(text)
}

// String is the vector as text.
func (v Vector) String() string { return v.text }

// Metrics reads a vector as Parse does, and gives its effective metrics.
func Metrics(vector string) (map[string]string, error) {
	v, err := Parse(vector)
	if err != nil {
		return nil, err
	}
	return v.Metrics(), nil
}

// Metrics are the values of the effective metrics, with environmental values in the place of base ones, by their abbreviations: those that say how
// hard it is to use (AV, AC, AT, PR, UI), the impact on the element (C, I, A in all versions) and beyond it (S in 3.x; SC, SI, SA in 4.0), and E.
// Metrics that are not defined are left out, and so is what 4.0 says beside the score, for S is another metric in 3.1; Supplemental has it.
func (v Vector) Metrics() map[string]string {
	if v.Version == "2.0" {
		return fromVersion2(v.Given)
	}
	out := map[string]string{}
	names := []string{"AV", "AC", "PR", "UI", "S", "C", "I", "A", "E"}
	if v.Version == "4.0" {
		names = []string{"AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA", "E"}
	}
	for _, name := range names {
		value := v.Given[name]
		if m := v.Given["M"+name]; m != "" {
			value = m
		}
		if value == "" {
			continue
		}
		if len(name) == 2 && name[0] == 'V' {
			name = name[1:]
		}
		out[name] = value
	}
	return out
}

// Supplemental are the metrics of 4.0 that stand beside the score: S (safety), AU, R, V, RE and U.
func (v Vector) Supplemental() map[string]string {
	out := map[string]string{}
	if v.Version == "4.0" {
		for _, name := range []string{"S", "AU", "R", "V", "RE", "U"} {
			if value, ok := v.Given[name]; ok {
				out[name] = value
			}
		}
	}
	return out
}

// fromVersion2 says the metrics of version 2.0 in the words of the later ones. What 2.0 does not tell apart gets the reading in which the
// weakness is easier to use:
//
//   - Au:S takes one log-in, PR:L. Au:M takes several, which need not have special rights, so it is PR:L as well.
//   - AC:M is a circumstance that is often there, or somebody who has to act; it counts as AC:L, for which of them is not said.
//   - AV:L includes hands on the element; it stays L.
//   - C, I and A are complete (H) or partial (L). There is no word for user interaction nor for impact beyond the element.
//   - E:POC is P. The environmental metrics of 2.0 weigh the score and change no base metric.
func fromVersion2(given map[string]string) map[string]string {
	same := map[string]string{"N": "N", "A": "A", "L": "L", "H": "H"}
	words := map[string]map[string]string{
		"AV": same, "AC": {"L": "L", "M": "L", "H": "H"}, "Au": {"N": "N", "S": "L", "M": "L"},
		"E": {"U": "U", "POC": "P", "F": "F", "H": "H"},
	}
	for _, impact := range []string{"C", "I", "A"} {
		words[impact] = map[string]string{"N": "N", "P": "L", "C": "H"}
	}
	out := map[string]string{}
	for name, value := range given {
		if to := words[name][value]; to != "" {
			if name == "Au" {
				name = "PR"
			}
			out[name] = to
		}
	}
	return out
}

// write puts metrics in their order.
func (s scheme) write(metrics map[string]string) (string, error) {
	parts, left := []string{}, len(metrics)
	if s.head != "" {
		parts = append(parts, s.head)
	}
	for _, g := range s.groups {
		if !g.always && !slices.ContainsFunc(g.names, func(n string) bool { return metrics[n] != "" && metrics[n] != s.undefined }) {
			for _, name := range g.names {
				if _, ok := metrics[name]; ok {
					left--
				}
			}
			continue
		}
		for _, name := range g.names {
			value, ok := metrics[name]
			switch {
			case ok:
				left--
			case g.always:
				return "", fmt.Errorf("%s is missing", name)
			case !g.whole:
				continue
			default:
				value = s.undefined
			}
			if value != s.undefined || g.whole {
				parts = append(parts, name+":"+value)
			}
		}
	}
	if left > 0 {
		return "", fmt.Errorf("it has metrics that the version does not have")
	}
	return strings.Join(parts, "/"), nil
}
