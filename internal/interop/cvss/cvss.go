// Package cvss reads the vectors of the Common Vulnerability Scoring System. It gives metrics; what they mean for a device is said by
// the knowledge base.
package cvss

import (
	"fmt"
	"strings"

	gocvss30 "github.com/pandatix/go-cvss/30"
	gocvss31 "github.com/pandatix/go-cvss/31"
	gocvss40 "github.com/pandatix/go-cvss/40"
)

// Metrics reads a vector of version 3.0, 3.1 or 4.0, such as CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H, into the values of its effective
// metrics by their abbreviations: those that say how hard it is to use (AV, AC, AT, PR, UI), the impact on the element (C, I, A) and beyond it
// (S in 3.x; SC, SI, SA in 4.0), and E. Metrics that are not defined (X) are left out.
func Metrics(vector string) (map[string]string, error) {
	head, rest, _ := strings.Cut(vector, "/")
	parse, ok := map[string]func(string) error{
		"CVSS:3.0": parser(gocvss30.ParseVector),
		"CVSS:3.1": parser(gocvss31.ParseVector),
		"CVSS:4.0": parser(gocvss40.ParseVector),
	}[head]
	if !ok {
		return nil, fmt.Errorf("%q does not begin with CVSS:3.0, CVSS:3.1 or CVSS:4.0", vector)
	}
	if err := parse(vector); err != nil {
		return nil, fmt.Errorf("%q is no vector of %s: %w", vector, head, err)
	}
	given := map[string]string{}
	for _, m := range strings.Split(rest, "/") {
		name, value, _ := strings.Cut(m, ":")
		given[name] = value
	}
	return effective(given, head == "CVSS:4.0"), nil
}

// effective leaves base and threat metrics, with environmental values in the place of base ones. The impact on the element itself is called
// C, I and A in all versions; what 4.0 says beside the score (S, AU, R, V, RE, U) is left out, for S is another metric in 3.1.
func effective(given map[string]string, v4 bool) map[string]string {
	out := map[string]string{}
	names := []string{"AV", "AC", "PR", "UI", "S", "C", "I", "A", "E"}
	if v4 {
		names = []string{"AV", "AC", "AT", "PR", "UI", "VC", "VI", "VA", "SC", "SI", "SA", "E"}
	}
	for _, name := range names {
		value := given[name]
		if m := given["M"+name]; m != "" && m != "X" {
			value = m
		}
		if value == "" || value == "X" {
			continue
		}
		if len(name) == 2 && name[0] == 'V' {
			name = name[1:]
		}
		out[name] = value
	}
	return out
}

func parser[T any](parse func(string) (T, error)) func(string) error {
	return func(vector string) error {
		_, err := parse(vector)
		return err
	}
}
