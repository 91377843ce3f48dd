// Package satisfy decides whether clauses and bounds on weighted sums can hold together, by conflict-driven clause learning.
// It finds a model or proves that there is none; it minimises nothing itself and knows nothing of controls.
//
// One search goes by itself: it has no global state, so that several can run side by side, it is the same on every machine
// (no clock, no randomness), and a context or a number of conflicts ends it. The method is that of MiniSat (Eén and Sörensson
// 2003) with the deletion policy of Glucose (Audemard and Simon 2009); bounds propagate by counting and explain themselves by clauses.
package satisfy

import "context"

// Lit is a variable (from 0) or its negation. Make it with Yes and No.
type Lit uint32

// Yes is the literal that a variable is true.
func Yes(v int) Lit { return Lit(2 * v) }

// No is the literal that a variable is false.
func No(v int) Lit { return Lit(2*v + 1) }

// Not is the opposite literal.
func (l Lit) Not() Lit { return l ^ 1 }

// Var is the variable of a literal.
func (l Lit) Var() int { return int(l >> 1) }

// IsNo tells whether the literal says that its variable is false.
func (l Lit) IsNo() bool { return l&1 == 1 }

// Status is the outcome of a search.
type Status int

const (
	Unknown       Status = iota // ended before there was an answer
	Satisfiable                 // Value tells the model
	Unsatisfiable               // Core tells the assumptions that are to blame
)

// Solver holds clauses, bounds, and what was learnt from them. What it learns stays true as more is added, so that one Solver
// answers a row of like questions faster than new ones. It belongs to one goroutine.
type Solver struct {
	value    []int8    // by literal: 1 true, -1 false, 0 open
	level    []int32   // by variable: the decision level at which it was set
	position []int32   // by variable: its place on the trail
	reason   []reason  // by variable: what implied it
	phase    []bool    // by variable: the value to try first
	activity []float64 // by variable: how much it was in conflicts of late
	seen     []bool    // by variable: scratch of the analysis
	order    heap

	watches [][]watch      // by literal: the clauses to look at when it becomes false
	counted [][]occurrence // by literal: the bounds that count it
	ruled   [][]*bound     // by literal: the bounds that begin to hold when it becomes true

	trail  []Lit
	starts []int32 // where each decision level begins on the trail
	head   int     // literals of the trail before this one are propagated

	store, spare []Lit // all clauses; room for them to move
	learnt       []clause
	bump         float64
	clauseBump   float32
	maxLearnt    int

	model []bool
	core  []Lit
	never bool // the clauses contradict each other

	conflicts int
	pace      pace
	lits      []Lit // scratch: the clause being learnt
	why       []Lit // scratch: an explanation of a bound
	chosen    []Term
	stack     []int // scratch of the minimisation
	toClear   []int
	levelMark []int // scratch: by decision level, the conflict that counted it
	spread    int32 // number of decision levels in the clause learnt last
}

// reason is what implied a literal: a clause, or a bound, or neither for a decision.
type reason struct {
	clause clause
	bound  *bound
}

// New makes a solver without variables.
func New() *Solver {
	s := &Solver{bump: 1, clauseBump: 1, maxLearnt: 4000, store: []Lit{0}}
	s.order.before = func(a, b int32) bool {
		if s.activity[a] != s.activity[b] {
			return s.activity[a] > s.activity[b]
		}
		return a < b
	}
	return s
}

// Var adds a variable and returns its number. The search tries false for it first.
func (s *Solver) Var() int {
	v := len(s.level)
	s.value = append(s.value, 0, 0)
	s.level, s.position = append(s.level, 0), append(s.position, 0)
	s.reason, s.phase = append(s.reason, reason{}), append(s.phase, false)
	s.activity, s.seen = append(s.activity, 0), append(s.seen, false)
	s.watches, s.counted, s.ruled = append(s.watches, nil, nil), append(s.counted, nil, nil), append(s.ruled, nil, nil)
	s.order.grow()
	s.order.push(int32(v))
	return v
}

// Clause demands that at least one of the literals is true.
func (s *Solver) Clause(lits ...Lit) {
	s.backtrack(0)
	kept := make([]Lit, 0, len(lits))
	for i, l := range lits {
		if s.value[l] > 0 || contains(lits[:i], l.Not()) {
			return
		}
		if s.value[l] == 0 && !contains(kept, l) {
			kept = append(kept, l)
		}
	}
	switch len(kept) {
	case 0:
		s.never = true
	case 1:
		s.set(kept[0], reason{})
		s.never = s.never || !s.propagate().none()
	default:
		s.addClause(kept, 0)
	}
}

func contains(lits []Lit, l Lit) bool {
	for _, m := range lits {
		if m == l {
			return true
		}
	}
	return false
}

// Conflicts is the number of conflicts so far, a measure of the work done that does not depend on the machine.
func (s *Solver) Conflicts() int { return s.conflicts }

// Value is the value of a variable in the last model found.
func (s *Solver) Value(v int) bool { return s.model[v] }

// Core lists assumptions of the last search that cannot hold together; it is empty where the clauses contradict each other without any.
// It need not be smallest. The next search overwrites it.
func (s *Solver) Core() []Lit { return s.core }

// Solve searches for a model in which the assumptions are true. It gives up with Unknown after so many conflicts (below 0: never), or
// when the context ends.
func (s *Solver) Solve(ctx context.Context, conflicts int, assumptions ...Lit) Status {
	s.backtrack(0)
	s.core = s.core[:0]
	if s.never {
		return Unsatisfiable
	}
	if ctx.Err() != nil {
		return Unknown
	}
	return s.search(ctx, conflicts, assumptions)
}
