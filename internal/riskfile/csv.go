package riskfile

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// columns are those of the table of risks, with what a row has there.
var columns = []struct {
	name string
	of   func(r *Risk) string
}{
	{"Harm id", func(r *Risk) string { return r.Harm }},
	{"Hazard", func(r *Risk) string { return r.Hazard }},
	{"Kind of hazard", func(r *Risk) string { return r.HazardKind }},
	{"Sequence of events", func(r *Risk) string { return r.Reading }},
	{"Hazardous situation", func(r *Risk) string { return r.Situation }},
	{"Harm", func(r *Risk) string { return r.Title }},
	{"Class of harm", func(r *Risk) string { return r.Class }},
	{"Relation of security to safety", func(r *Risk) string { return string(r.Relation) }},
	{"Severity", func(r *Risk) string { return r.Planned.Severity }},
	{"P1 without controls, per device-year", func(r *Risk) string { return interval(r.Without.P1.From, r.Without.P1.To) }},
	{"Verdict without controls", func(r *Risk) string { return r.Without.Acceptability }},
	{"Risk controls", func(r *Risk) string { return r.controlList() }},
	{"P1 today, per device-year", func(r *Risk) string { return interval(r.Today.P1.From, r.Today.P1.To) }},
	{"Verdict today", func(r *Risk) string { return r.Today.Acceptability }},
	{"P1 as planned, per device-year", func(r *Risk) string { return interval(r.Planned.P1.From, r.Planned.P1.To) }},
	{"P2", func(r *Risk) string { return interval(r.P2.From, r.P2.To) }},
	{"Probability of harm as planned, per device-year", func(r *Risk) string { return interval(r.Planned.Probability.From, r.Planned.Probability.To) }},
	{"Verdict as planned", func(r *Risk) string { return r.Planned.Acceptability }},
	{"Benefits of the same function", func(r *Risk) string { return strings.Join(r.Benefits, "; ") }},
}

func (r *Risk) controlList() string {
	var out []string
	for _, c := range r.Controls {
		out = append(out, fmt.Sprintf("%s %s (%s)", c.ID, c.Title, c.State))
	}
	return strings.Join(out, "; ")
}

func interval(from, to float64) string {
	f := func(p float64) string { return strconv.FormatFloat(p, 'g', 3, 64) }
	return f(from) + " to " + f(to)
}

// WriteCSV writes the table of risks after RFC 4180, with a first row of names. A cell that a spreadsheet would take for a formula begins
// with an apostrophe.
func (f *File) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	row := make([]string, len(columns))
	for i, c := range columns {
		row[i] = c.name
	}
	if err := out.Write(row); err != nil {
		return err
	}
	for _, list := range [][]Risk{f.Risks, f.Apart} {
		for i := range list {
			for j, c := range columns {
				row[j] = harmless(c.of(&list[i]))
			}
			if err := out.Write(row); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

func harmless(cell string) string {
	if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
		return "'" + cell
	}
	return cell
}
