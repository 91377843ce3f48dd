package spyderisk

import "cordon/internal/diag"

func (r *baseReader) scales() {
	b := r.b
	b.Likelihood = r.scale("Likelihood")
	b.Impact = r.scale("ImpactLevel")
	b.Trust = r.scale("TrustworthinessLevel")
	b.Risk = r.scale("RiskLevel")
	b.Population = r.scale("PopulationLevel")
	b.Cost = r.scale("CostLevel")
	b.Performance = r.scale("PerformanceImpactLevel")
	if n, m := len(b.Likelihood.Levels), len(b.Trust.Levels); n != m && n > 0 && m > 0 {
		// A trust level is turned into a likelihood by counting from the other end.
		r.ds.Add(diag.Pos{File: r.shown}, diag.ForeignValue, "both scales need the same number of levels", "there are %d levels of likelihood and %d of trustworthiness", n, m)
	}
	r.riskTable()
}

func (r *baseReader) scale(name string) Scale {
	t := r.table(name, "levelValue", "URI", "label", "comment")
	s := Scale{index: make(map[string]int)}
	levels := make(map[int]Level)
	for _, w := range t.rows {
		id, v := t.local(w, "URI", "domain"), t.int(w, "levelValue")
		if _, twice := levels[v]; twice {
			t.wrong(w, "levelValue", diag.ForeignDuplicate, "each level has a value of its own", "the value %d is given twice", v)
		}
		if _, twice := s.index[id]; twice {
			t.twice(w, "URI", id)
		}
		levels[v] = Level{Value: v, ID: id, Label: t.get(w, "label"), Comment: t.get(w, "comment")}
		s.index[id] = v
	}
	if len(t.rows) == 0 && t.reports == 0 {
		t.whole(diag.ForeignValue, "a scale needs its levels", "the table %s has no rows", name)
	}
	for v := range len(levels) {
		l, ok := levels[v]
		if !ok {
			t.whole(diag.ForeignValue, "number the levels 0, 1, 2 and so on", "the scale %s has no level %d", name, v)
			break
		}
		s.Levels = append(s.Levels, l)
	}
	if t.reports > 0 {
		r.lost[name] = true
	}
	return s
}

// level resolves a cell that names a level, or gives NoLevel.
func (r *baseReader) level(t *table, w row, column string, s *Scale, where string) int {
	id := t.local(w, column, "domain")
	if id == "" {
		return NoLevel
	}
	v, ok := s.Value(id)
	if !ok {
		t.dangling(w, column, id, where)
		return NoLevel
	}
	return v
}

func (r *baseReader) riskTable() {
	b := r.b
	t := r.table("RiskLookupTable", "IV", "LV", "impactLevel", "likelihoodLevel", "riskLevel", "RV")
	for range b.Impact.Levels {
		line := make([]int, len(b.Likelihood.Levels))
		for i := range line {
			line[i] = NoLevel
		}
		b.RiskTable = append(b.RiskTable, line)
	}
	for _, w := range t.rows {
		i := r.level(t, w, "impactLevel", &b.Impact, "ImpactLevel")
		l := r.level(t, w, "likelihoodLevel", &b.Likelihood, "Likelihood")
		v := r.level(t, w, "riskLevel", &b.Risk, "RiskLevel")
		for _, x := range []struct {
			column string
			level  int
		}{{"IV", i}, {"LV", l}, {"RV", v}} {
			if n := t.int(w, x.column); x.level != NoLevel && n != x.level {
				t.wrong(w, x.column, diag.ForeignMismatch, "the number repeats the level beside it", "%s is %d; the level named in the row has the value %d", x.column, n, x.level)
			}
		}
		switch {
		case i < 0 || l < 0 || v < 0 || i >= len(b.RiskTable) || l >= len(b.RiskTable[i]):
		case b.RiskTable[i][l] != NoLevel:
			t.wrong(w, "impactLevel", diag.ForeignDuplicate, "remove one of the rows", "the risk for impact %d and likelihood %d is given twice", i, l)
		default:
			b.RiskTable[i][l] = v
		}
	}
	if t.reports > 0 {
		return
	}
	for i, line := range b.RiskTable {
		for l, v := range line {
			if v == NoLevel {
				t.whole(diag.ForeignValue, "add a row", "the risk for impact %d and likelihood %d is missing", i, l)
			}
		}
	}
}
