package worlds

import "math"

// incompleteBeta is the regularised incomplete beta function I_x(a, b) for a, b > 0 and 0 <= x <= 1: the probability that a variable
// with the beta distribution is at most x. By the continued fraction of DLMF 8.17.22, which converges in about
// sqrt(max(a, b)) steps on its side of the mean; the other side is its mirror image (DLMF 8.17.4).
func incompleteBeta(x, a, b float64) float64 {
	switch {
	case x <= 0:
		return 0
	case x >= 1:
		return 1
	case x > (a+1)/(a+b+2):
		return 1 - incompleteBeta(1-x, b, a)
	}
	return math.Exp(a*math.Log(x)+b*math.Log1p(-x)-logBeta(a, b)) / a * betaFraction(x, a, b)
}

// betaFraction is 1/(1+d1/(1+d2/(1+...))), by Lentz's method as modified by Thompson and Barnett (1986).
func betaFraction(x, a, b float64) float64 {
	const tiny, enough = 1e-300, 1e-15
	away := func(v float64) float64 { // from 0, by which the next step divides
		if math.Abs(v) < tiny {
			return tiny
		}
		return v
	}
	value, c, d := 1.0, 1.0, 0.0
	for i := 1; i < 10_000_000; i++ {
		m := float64(i / 2)
		coefficient := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		if i%2 == 1 {
			coefficient = -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		}
		d = 1 / away(1+coefficient*d)
		c = away(1 + coefficient/c)
		value *= c * d
		if math.Abs(c*d-1) < enough {
			break
		}
	}
	return 1 / value
}

func logBeta(a, b float64) float64 {
	la, _ := math.Lgamma(a)
	lb, _ := math.Lgamma(b)
	lab, _ := math.Lgamma(a + b)
	return la + lb - lab
}

// betaQuantile is the x with I_x(a, b) = p, for 0 < p < 1: Newton's method, with halving where it would leave the range that is
// known to hold x.
func betaQuantile(p, a, b float64) float64 {
	low, high, x := 0.0, 1.0, a/(a+b)
	for range 200 {
		miss := incompleteBeta(x, a, b) - p
		if miss > 0 {
			high = x
		} else {
			low = x
		}
		density := math.Exp((a-1)*math.Log(x) + (b-1)*math.Log1p(-x) - logBeta(a, b))
		next := x - miss/density
		if !(low < next && next < high) { // also where the density is 0
			next = low + (high-low)/2
		}
		if next == x || math.Abs(next-x) <= 1e-13*min(x, 1-x) {
			return next
		}
		x = next
	}
	return x
}
