package worlds

import (
	"math"
	"testing"
)

func near(a, b, tolerance float64) bool { return math.Abs(a-b) <= tolerance }

// Student's t at 0.975 by degrees of freedom, from the usual tables: I_x(v/2, 1/2) with x = v/(v+t^2) is 0.05.
func TestIncompleteBetaAgreesWithTablesOfStudentsT(t *testing.T) {
	for _, c := range []struct{ freedom, t float64 }{{1, 12.70620}, {2, 4.302653}, {5, 2.570582}, {10, 2.228139}, {30, 2.042272}, {100, 1.983972}, {1000, 1.962339}} {
		x := c.freedom / (c.freedom + c.t*c.t)
		if got := incompleteBeta(x, c.freedom/2, 0.5); !near(got, 0.05, 1e-7) {
			t.Errorf("%v degrees of freedom: %v, want 0.05", c.freedom, got)
		}
	}
}

// Where one number is whole the function is a sum of binomial terms.
func TestIncompleteBetaOfWholeNumbers(t *testing.T) {
	for _, x := range []float64{0, 1e-9, 0.01, 0.3, 0.5, 0.77, 0.999, 1} {
		y := 1 - x
		for _, c := range []struct {
			a, b, want float64
		}{
			{1, 1, x}, {1, 7, 1 - math.Pow(y, 7)}, {7, 1, math.Pow(x, 7)},
			{2, 3, 6*x*x*y*y + 4*x*x*x*y + x*x*x*x},
			{3, 2, 4*x*x*x*y + x*x*x*x},
		} {
			if got := incompleteBeta(x, c.a, c.b); !near(got, c.want, 1e-14) {
				t.Errorf("I_%v(%v, %v) = %v, want %v", x, c.a, c.b, got, c.want)
			}
		}
	}
	if got := incompleteBeta(0.5, 1e6, 1e6); !near(got, 0.5, 1e-9) {
		t.Errorf("I_0.5(a, a) = %v", got)
	}
}

// Intervals as published: Newcombe (Statistics in Medicine 17, 1998, table I) and, to four digits, in textbooks for 10 trials.
func TestClopperPearsonAsPublished(t *testing.T) {
	for _, c := range []struct {
		k, n     int64
		from, to float64
	}{
		{81, 263, 0.2527, 0.3676}, {15, 148, 0.0578, 0.1617}, {0, 20, 0, 0.1684}, {1, 29, 0.0009, 0.1776},
		{0, 10, 0, 0.3085}, {1, 10, 0.0025, 0.4450}, {5, 10, 0.1871, 0.8129}, {10, 10, 0.6915, 1},
	} {
		got := proportion(c.k, c.n, 0.05)
		if !near(got.From, c.from, 5e-5) || !near(got.To, c.to, 5e-5) || got.Value != float64(c.k)/float64(c.n) {
			t.Errorf("%d of %d: %v, want %v to %v", c.k, c.n, got, c.from, c.to)
		}
	}
}

// logBinomial is the logarithm of the probability of k of n, from a table of log-factorials that uses no beta function.
func logBinomial(logFactorial []float64, n, k int, p float64) float64 {
	return logFactorial[n] - logFactorial[k] - logFactorial[n-k] + float64(k)*math.Log(p) + float64(n-k)*math.Log1p(-p)
}

func logFactorials(n int) []float64 {
	out := make([]float64, n+1)
	for i := 1; i <= n; i++ {
		out[i] = out[i-1] + math.Log(float64(i))
	}
	return out
}

// By definition: at the lower end k or more of n have half the risk, at the upper end k or fewer.
func TestClopperPearsonByItsDefinition(t *testing.T) {
	for _, n := range []int{1, 2, 17, 500, 4096, 60_000} {
		facts := logFactorials(n)
		for _, k := range []int{0, 1, 2, n / 3, n / 2, n - 2, n - 1, n} {
			if k < 0 || k > n {
				continue
			}
			for _, miss := range []float64{0.05, 1e-6} {
				got := proportion(int64(k), int64(n), miss)
				above, below := 0.0, 0.0
				for i := k; i <= n && k > 0; i++ {
					above += math.Exp(logBinomial(facts, n, i, got.From))
				}
				for i := 0; i <= k && k < n; i++ {
					below += math.Exp(logBinomial(facts, n, i, got.To))
				}
				// Close to 1 an end can be no more exact than a float64 is.
				tolerance := func(end float64) float64 { return 1e-7 + 1e-15*float64(n)/(1-end) }
				if k > 0 && !near(above/(miss/2), 1, tolerance(got.From)) || k == 0 && got.From != 0 {
					t.Errorf("%d of %d: at least as many with %v from %v, want %v", k, n, above, got.From, miss/2)
				}
				if k < n && !near(below/(miss/2), 1, tolerance(got.To)) || k == n && got.To != 1 {
					t.Errorf("%d of %d: at most as many with %v up to %v, want %v", k, n, below, got.To, miss/2)
				}
			}
		}
	}
}

func TestClopperPearsonOfManyWorlds(t *testing.T) {
	// Without a hit the upper end is 1 - (0.025)^(1/n); about -ln(0.025)/n.
	if got := proportion(0, 1<<30, 0.05); !near(got.To/(3.6888794541/(1<<30)), 1, 1e-6) {
		t.Errorf("none of 2^30: %v", got)
	}
	// Near the middle the normal interval is right to several digits.
	if got, half := proportion(500_000, 1_000_000, 0.05), 1.959964*0.0005; !near(got.From, 0.5-half, 1e-6) || !near(got.To, 0.5+half, 1e-6) {
		t.Errorf("half of 10^6: %v, want 0.5 and %v to each side", got, half)
	}
}

// Worked out by hand: half of 1,000 values are 1, the others 0. The variance is 250/999 = 0.25025, ln 80 = 4.382027; the half width is
// sqrt(2 * 0.25025 * 4.382027 / 1000) + 7 * 4.382027 / (3 * 999) = 0.046832 + 0.010235.
func TestMean(t *testing.T) {
	for _, c := range []struct {
		m              moments
		most           float64
		want, from, to float64
	}{
		{moments{500, 500}, 1, 0.5, 0.442933, 0.557067},
		{moments{1000, 2000}, 2, 1, 0.885867, 1.114133},
		{moments{0, 0}, 3, 0, 0, 0.030705},
		{moments{3000, 9000}, 3, 3, 2.969295, 3},
		{moments{0, 0}, 0, 0, 0, 0},
	} {
		got := c.m.mean(1000, c.most, 0.05)
		if !near(got.Value, c.want, 1e-12) || !near(got.From, c.from, 2e-6) || !near(got.To, c.to, 2e-6) {
			t.Errorf("%+v, most %v: %v; want %v, %v to %v", c.m, c.most, got, c.want, c.from, c.to)
		}
	}
}
