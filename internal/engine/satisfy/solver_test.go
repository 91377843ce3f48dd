package satisfy

import (
	"context"
	"math/rand/v2"
	"slices"
	"testing"
)

// puzzle is a random question small enough to try every assignment.
type puzzle struct {
	vars    int
	clauses [][]Lit
	bounds  []puzzleBound
	assume  []Lit
}

type puzzleBound struct {
	terms []Term
	most  int
}

func randomPuzzle(r *rand.Rand) puzzle {
	p := puzzle{vars: 3 + r.IntN(10)}
	lit := func() Lit { return Lit(r.IntN(2 * p.vars)) }
	for range p.vars * (1 + r.IntN(4)) {
		var c []Lit
		for range 1 + r.IntN(4) {
			c = append(c, lit())
		}
		if len(c) > 1 || r.IntN(4) == 0 {
			p.clauses = append(p.clauses, c)
		}
	}
	for range r.IntN(4) {
		b := puzzleBound{most: r.IntN(3 * p.vars)}
		for v := range p.vars {
			if r.IntN(3) > 0 {
				b.terms = append(b.terms, Term{Lit(2*v + r.IntN(2)), 1 + r.IntN(9)})
			}
		}
		p.bounds = append(p.bounds, b)
	}
	for range r.IntN(4) {
		p.assume = append(p.assume, lit())
	}
	return p
}

func (p puzzle) holds(world int, assume []Lit) bool {
	is := func(l Lit) bool { return world>>l.Var()&1 == 1 != l.IsNo() }
	for _, c := range p.clauses {
		if !slices.ContainsFunc(c, is) {
			return false
		}
	}
	for _, b := range p.bounds {
		sum := 0
		for _, t := range b.terms {
			if is(t.Lit) {
				sum += t.Weight
			}
		}
		if sum > b.most {
			return false
		}
	}
	return !slices.ContainsFunc(assume, func(l Lit) bool { return !is(l) })
}

func (p puzzle) possible(assume []Lit) bool {
	for world := range 1 << p.vars {
		if p.holds(world, assume) {
			return true
		}
	}
	return false
}

func TestSolveAgreesWithAllAssignments(t *testing.T) {
	found := map[Status]int{}
	for seed := range uint64(4000) {
		r := rand.New(rand.NewPCG(seed, 1))
		p := randomPuzzle(r)
		s := New()
		for range p.vars {
			s.Var()
		}
		for _, c := range p.clauses {
			s.Clause(c...)
		}
		var on []Lit
		for _, b := range p.bounds {
			on = append(on, s.AtMost(b.terms, b.most))
		}
		// The same solver answers first under the bounds, then without some of them, then with them again.
		for round := range 3 {
			q, assume := p, slices.Clone(on)
			if round == 1 && len(on) > 0 {
				q.bounds, assume = p.bounds[1:], slices.Clone(on[1:])
			}
			q.assume = p.assume[:r.IntN(len(p.assume)+1)]
			got := s.Solve(context.Background(), -1, append(assume, q.assume...)...)
			found[got]++
			want := Unsatisfiable
			if q.possible(q.assume) {
				want = Satisfiable
			}
			if got != want {
				t.Fatalf("seed %d, round %d: got %d, want %d", seed, round, got, want)
			}
			if got == Satisfiable {
				world := 0
				for v := range p.vars {
					if s.Value(v) {
						world |= 1 << v
					}
				}
				if !q.holds(world, q.assume) {
					t.Fatalf("seed %d, round %d: the model breaks the question", seed, round)
				}
				continue
			}
			checkCore(t, seed, q, s.Core(), on)
		}
	}
	if found[Satisfiable] < 1000 || found[Unsatisfiable] < 1000 {
		t.Errorf("the questions are one-sided: %v", found)
	}
}

// checkCore demands that what is blamed is enough: the clauses with the blamed bounds and assumptions alone cannot hold.
func checkCore(t *testing.T, seed uint64, q puzzle, core, on []Lit) {
	t.Helper()
	small := puzzle{vars: q.vars, clauses: q.clauses}
	var assume []Lit
	for _, l := range core {
		if i := slices.Index(on, l); i >= 0 {
			small.bounds = append(small.bounds, q.bounds[i-len(on)+len(q.bounds)])
		} else if slices.Contains(q.assume, l) {
			assume = append(assume, l)
		} else {
			t.Fatalf("seed %d: blames %d, which was not assumed", seed, l)
		}
	}
	if small.possible(assume) {
		t.Fatalf("seed %d: the core %v can hold", seed, core)
	}
}

// pigeons demands that n+1 pigeons sit in n holes, one a hole: impossible, and hard for clause learning.
func pigeons(n int) *Solver {
	s := New()
	at := make([][]Lit, n+1)
	for p := range at {
		for range n {
			at[p] = append(at[p], Yes(s.Var()))
		}
		s.Clause(at[p]...)
	}
	for h := range n {
		for p := range at {
			for q := range p {
				s.Clause(at[p][h].Not(), at[q][h].Not())
			}
		}
	}
	return s
}

func TestSolveProvesPigeons(t *testing.T) {
	if got := pigeons(7).Solve(context.Background(), -1); got != Unsatisfiable {
		t.Errorf("8 pigeons in 7 holes: got %d", got)
	}
}

func TestSolveEnds(t *testing.T) {
	s := pigeons(12)
	if got := s.Solve(context.Background(), 500); got != Unknown || s.Conflicts() != 500 {
		t.Errorf("after 500 conflicts: got %d after %d", got, s.Conflicts())
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if got := s.Solve(ctx, -1); got != Unknown {
		t.Errorf("with a context that has ended: got %d", got)
	}
}

func TestRetiredBoundBindsNoMore(t *testing.T) {
	s := New()
	a, b := s.Var(), s.Var()
	s.Clause(Yes(a))
	s.Clause(Yes(b))
	on := s.AtMost([]Term{{Yes(a), 2}, {Yes(b), 3}}, 4)
	if got := s.Solve(context.Background(), -1, on); got != Unsatisfiable {
		t.Errorf("2 + 3 at most 4: got %d", got)
	}
	s.Retire(on)
	if got := s.Solve(context.Background(), -1); got != Satisfiable || !s.Value(a) || !s.Value(b) {
		t.Errorf("after the bound: got %d", got)
	}
}
