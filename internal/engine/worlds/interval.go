package worlds

import "math"

// Estimate is what sampling gives for one number, with an interval that contains the true value in 95 of 100 samples or more.
// The interval says how far the number of worlds can mislead. It holds for each number by itself, not for all at once.
type Estimate struct{ Value, From, To float64 }

// miss is how often an interval may miss the true value.
const miss = 0.05

// proportion estimates a probability from k of n worlds, with the interval of Clopper and Pearson (1934). It is made from the
// binomial distribution itself, so that it holds for rare events and few worlds too.
func proportion(k, n int64, miss float64) Estimate {
	e := Estimate{Value: float64(k) / float64(n), To: 1}
	if k > 0 {
		e.From = betaQuantile(miss/2, float64(k), float64(n-k+1))
	}
	if k < n {
		e.To = betaQuantile(1-miss/2, float64(k+1), float64(n-k))
	}
	return e
}

// moments are the sums of a variable and of its squares over worlds.
type moments struct{ sum, squares float64 }

func (m *moments) add(o moments) {
	m.sum += o.sum
	m.squares += o.squares
}

// mean estimates the expected value of a variable between 0 and most from n worlds, with the interval of Maurer and Pontil (2009,
// theorem 4), an empirical Bernstein bound, for each side at half the risk. It holds for every bounded variable and every n, where the usual
// normal interval is too narrow for rare and heavy sums; the price is a width of some 1.5 times, plus 10 * most / n.
func (m moments) mean(n int64, most, miss float64) Estimate {
	count := float64(n)
	e := Estimate{Value: min(m.sum/count, most)}
	variance := max(0, (m.squares-m.sum*m.sum/count)/(count-1))
	log := math.Log(4 / miss)
	half := math.Sqrt(2*variance*log/count) + 7*most*log/(3*(count-1))
	e.From, e.To = max(0, e.Value-half), min(most, e.Value+half)
	return e
}
