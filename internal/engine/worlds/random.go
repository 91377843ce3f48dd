package worlds

import "math"

// Random words come from SplitMix64 (Steele, Lea and Flood 2014), begun anew for each event and each word of 64 worlds from
// a well-mixed function of (seed, event, word). So a draw depends on nothing else: not on the order of rules, not on threads, not
// on which other events are drawn.
//
// Why it suffices: SplitMix64 passes BigCrush. A draw takes up to 32 outputs, some 8 on average, from a place in the period of
// 2^64 that is as good as chosen at random; that any two of 16 million draws (1,000 events, a million worlds) overlap has a
// probability below 0.001, and would tie two events in 64 worlds only. Nothing here is secret, so nothing needs to be hard to guess.

const golden = 0x9e3779b97f4a7c15 // 2^64 divided by the golden ratio, odd

// mix is the output function of SplitMix64, a bijection in which each bit of the input moves about half of those of the output.
func mix(x uint64) uint64 {
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// stream is the key of an event's random numbers.
func stream(seed, event uint64) uint64 { return mix(mix(seed+golden) ^ event) }

// at is the state that begins the draw for one word of worlds.
func at(stream uint64, word int) uint64 { return mix(stream + uint64(word)*golden) }

// always is the threshold of a certain event.
const always = 1 << 32

// A threshold is a probability in units of 2^-32. Low ends are rounded down and high ends up, so that the exact bounds stay
// bounds: a probability moves by less than 2.4e-10.
func thresholdDown(p float64) uint64 { return uint64(math.Floor(p * always)) }
func thresholdUp(p float64) uint64   { return uint64(math.Ceil(p * always)) }
func threshold(p float64) uint64     { return uint64(math.RoundToEven(p * always)) }

// draw tells in which of 64 worlds an event happens: where a random number of 32 bits lies below the threshold. Bit by bit from the
// highest, all worlds are compared at once; most draws end after 8 bits, when no world is equal so far.
//
// The k-th word is bit k of the random numbers whatever the threshold is. So with a higher threshold an event happens in all the
// worlds in which it happened before: runs with other probabilities use common random numbers.
func draw(state, threshold uint64) uint64 {
	if threshold >= always {
		return math.MaxUint64
	}
	below, equal := uint64(0), uint64(math.MaxUint64)
	// What is left of the threshold stands at the top of rest; once it is 0, no world that is equal so far can lie below.
	for rest := threshold << 32; rest != 0 && equal != 0; rest <<= 1 {
		state += golden
		bits := mix(state)
		if rest>>63 == 1 {
			below |= equal &^ bits
			equal &= bits
		} else {
			equal &^= bits
		}
	}
	return below
}
