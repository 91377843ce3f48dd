package triage

import (
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// The tables of Stakeholder-Specific Vulnerability Categorization that can be decided by.
const (
	Supplier           = "supplier"             // a maker: how soon to develop a fix
	Deployer           = "deployer"             // an operator: how soon to apply it
	HumanImpact        = "human-impact"         // from safety and mission
	Utility            = "utility"              // of the vulnerability to an attacker
	PublicSafetyImpact = "public-safety-impact" // from safety
	BOD2604            = "cisa-bod-26-04"       // by when an agency of the United States has to act
)

//go:embed ssvc.tsv
var ssvcText string

// DecisionPoint is a question of SSVC in one version, with its values from mild to grave.
type DecisionPoint struct {
	Namespace string   `json:"namespace"`
	Key       string   `json:"key"`
	Version   string   `json:"version"`
	Name      string   `json:"name"`
	Keys      []string `json:"keys"`   // of the values
	Values    []string `json:"values"` // their names
	Asks      string   `json:"asks"`   // in our words
}

type decisionTable struct {
	name, key, version string
	outcome            *DecisionPoint
	points             []*DecisionPoint
	rows               map[string]string // values with a bar between them -> outcome
}

type categorization struct {
	points  map[string]*DecisionPoint
	tables  map[string]*decisionTable
	decides map[string]*decisionTable // by the key of a point that other points decide
}

// ssvc reads the tables once. They are ours and tested, so a mistake in them is a bug.
var ssvc = sync.OnceValue(func() *categorization {
	c := &categorization{map[string]*DecisionPoint{}, map[string]*decisionTable{}, map[string]*decisionTable{}}
	var t *decisionTable
	for line := range strings.Lines(ssvcText) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		switch cells[0] {
		case "point":
			p := &DecisionPoint{Namespace: cells[1], Key: cells[2], Version: cells[3], Name: cells[4], Asks: cells[6]}
			for v := range strings.SplitSeq(cells[5], "|") {
				key, name, _ := strings.Cut(v, "=")
				p.Keys, p.Values = append(p.Keys, key), append(p.Values, name)
			}
			c.points[p.Key] = p
		case "table":
			t = &decisionTable{name: cells[1], key: cells[2], version: cells[3], outcome: c.points[cells[4]], rows: map[string]string{}}
			for key := range strings.FieldsSeq(cells[5]) {
				t.points = append(t.points, c.points[key])
			}
			c.tables[t.name] = t
			if t.outcome.Key == "HI" || t.outcome.Key == "U" || t.outcome.Key == "PSI" {
				c.decides[t.outcome.Key] = t
			}
		case "row":
			before := cells[1:len(t.points)]
			for i, value := range t.points[len(t.points)-1].Values {
				t.rows[strings.Join(append(slices.Clone(before), value), "|")] = cells[len(t.points)+i]
			}
		}
	}
	return c
})

// Tables lists the names of the tables.
func Tables() []string { return slices.Sorted(maps.Keys(ssvc().tables)) }

// Point is a decision point by its key, such as E or HI; nil for none of the tables.
func Point(key string) *DecisionPoint { return ssvc().points[key] }

// Points are the values that decision points may have, by the keys of the points and the names of the values. A point that is absent or
// has no value is unknown; one with several is partly known.
type Points map[string][]string

// Decision is what a table decides.
type Decision struct {
	Table    string     `json:"table"`
	Key      string     `json:"key"` // of the table in SSVC
	Version  string     `json:"version"`
	Outcome  string     `json:"outcome"`  // the only one that is possible, or the worst of them
	Possible []string   `json:"possible"` // from mild to grave
	From     []Selected `json:"from"`     // in the order of the table
	Missing  []Missing  `json:"missing"`  // what to answer, the answers that tell most first; empty where they would change nothing
}

// Certain tells whether only one outcome is possible.
func (d Decision) Certain() bool { return len(d.Possible) == 1 }

// Selected is what is known of a decision point.
type Selected struct {
	*DecisionPoint `json:"point"`
	May            []string `json:"may"` // be, from mild to grave
}

// Missing is a decision point whose value is not known and matters.
type Missing struct {
	*DecisionPoint `json:"point"`
	Then           []Then `json:"then"` // one for each value that it may have
}

// Then is what is possible with a value of a point.
type Then struct {
	Value    string   `json:"value"`
	Possible []string `json:"possible"`
}

// Decide looks up a table. A point of it that is not given is decided by a table of its own, where there is one: Human Impact (HI) from Safety
// Impact (SI) and Mission Impact (MI), Utility (U) from Automatable (A) and Value Density (VD), Public Safety Impact (PSI) from SI. What is
// unknown makes several outcomes possible. An error names a table, point or value that does not exist.
func Decide(table string, points Points) (Decision, error) {
	c := ssvc()
	t := c.tables[table]
	if t == nil {
		return Decision{}, fmt.Errorf("SSVC has no table %q here; there are %s", table, strings.Join(Tables(), ", "))
	}
	for _, key := range slices.Sorted(maps.Keys(points)) {
		p := c.points[key]
		if p == nil {
			return Decision{}, fmt.Errorf("SSVC has no decision point %q here", key)
		}
		for _, v := range points[key] {
			if !slices.Contains(p.Values, v) {
				return Decision{}, fmt.Errorf("%s (%s) has no value %q; it is one of %s", p.Name, key, v, strings.Join(p.Values, ", "))
			}
		}
	}
	d := Decision{Table: t.name, Key: t.key, Version: t.version, Possible: c.possible(t, points), From: []Selected{}, Missing: []Missing{}}
	d.Outcome = d.Possible[len(d.Possible)-1]
	for _, p := range t.points {
		d.From = append(d.From, Selected{p, c.may(p, points)})
	}
	if !d.Certain() {
		d.Missing = c.missing(t, points, len(d.Possible))
	}
	return d, nil
}

// may lists the values that a point can have, in its order.
func (c *categorization) may(p *DecisionPoint, points Points) []string {
	if given := points[p.Key]; len(given) > 0 {
		return inOrder(p, given)
	}
	if t := c.decides[p.Key]; t != nil {
		return c.possible(t, points)
	}
	return p.Values
}

func inOrder(p *DecisionPoint, values []string) []string {
	var out []string
	for _, v := range p.Values {
		if slices.Contains(values, v) {
			out = append(out, v)
		}
	}
	return out
}

// possible lists the outcomes of a table, from mild to grave. No two points of a table are decided by the same third one, so each combination
// of their values can occur.
func (c *categorization) possible(t *decisionTable, points Points) []string {
	rows := []string{""}
	for i, p := range t.points {
		var longer []string
		for _, row := range rows {
			for _, v := range c.may(p, points) {
				if i > 0 {
					v = row + "|" + v
				}
				longer = append(longer, v)
			}
		}
		rows = longer
	}
	var out []string
	for _, row := range rows {
		out = append(out, t.rows[row])
	}
	return inOrder(t.outcome, out)
}

// leaves are the points that somebody has to answer: those of the table, and in the place of one that others decide, those others.
func (c *categorization) leaves(t *decisionTable, points Points) []*DecisionPoint {
	var out []*DecisionPoint
	for _, p := range t.points {
		if by := c.decides[p.Key]; by != nil && len(points[p.Key]) == 0 {
			out = append(out, c.leaves(by, points)...)
		} else {
			out = append(out, p)
		}
	}
	return out
}

// missing lists the points that are not known and whose value alone makes fewer outcomes possible, or, where none does alone, all that are
// not known. Those that leave the fewest come first.
func (c *categorization) missing(t *decisionTable, points Points, possible int) []Missing {
	var tell, all []Missing
	left := map[string]int{}
	for _, p := range c.leaves(t, points) {
		values := c.may(p, points)
		if len(values) == 1 {
			continue
		}
		m := Missing{DecisionPoint: p}
		narrows := false
		for _, v := range values {
			with := maps.Clone(points)
			if with == nil {
				with = Points{}
			}
			with[p.Key] = []string{v}
			then := Then{v, c.possible(t, with)}
			m.Then = append(m.Then, then)
			narrows = narrows || len(then.Possible) < possible
			left[p.Key] += len(then.Possible)
		}
		all = append(all, m)
		if narrows {
			tell = append(tell, m)
		}
	}
	if len(tell) == 0 {
		tell = all
	}
	slices.SortStableFunc(tell, func(a, b Missing) int {
		return left[a.Key]*len(b.Then) - left[b.Key]*len(a.Then) // by the mean number that is left
	})
	return tell
}
