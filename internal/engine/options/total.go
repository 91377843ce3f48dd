package options

import "cordon/internal/engine/satisfy"

// total counts literals in clauses, so that what the solver learns can speak of partial sums: the totalizer of Bailleux and Boufkhad 2003.
// Counts higher than anybody asked for have no literals yet (Martins and others 2014).
type total struct {
	solver      *satisfy.Solver
	left, right *total
	size        int           // literals below
	more        []satisfy.Lit // more[k] is true if more than k of them are
}

// newTotal counts at least one literal.
func newTotal(solver *satisfy.Solver, lits []satisfy.Lit) *total {
	if len(lits) == 1 {
		return &total{size: 1, more: lits}
	}
	half := len(lits) / 2
	return &total{solver: solver, size: len(lits), left: newTotal(solver, lits[:half]), right: newTotal(solver, lits[half:])}
}

// moreThan is a literal that is true if more than k of the literals are; k is less than their number.
func (t *total) moreThan(k int) satisfy.Lit {
	t.grow(k + 1)
	return t.more[k]
}

// grow makes literals for counts up to most.
func (t *total) grow(most int) {
	most = min(most, t.size)
	old := len(t.more)
	if most <= old {
		return
	}
	t.left.grow(most)
	t.right.grow(most)
	for range most - old {
		t.more = append(t.more, satisfy.Yes(t.solver.Var()))
	}
	for i := range min(most, t.left.size) + 1 {
		for j := max(0, old+1-i); j <= min(most-i, t.right.size); j++ {
			clause := []satisfy.Lit{t.more[i+j-1]}
			if i > 0 {
				clause = append(clause, t.left.more[i-1].Not())
			}
			if j > 0 {
				clause = append(clause, t.right.more[j-1].Not())
			}
			t.solver.Clause(clause...)
		}
	}
}
