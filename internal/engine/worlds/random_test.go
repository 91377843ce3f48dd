package worlds

import (
	"math/bits"
	"testing"
)

// number reads the random number of one world off the bits that a draw compares.
func number(state uint64, world int) uint64 {
	u := uint64(0)
	for range 32 {
		state += golden
		u = u<<1 | mix(state)>>world&1
	}
	return u
}

func TestADrawComparesARandomNumberWithTheThreshold(t *testing.T) {
	for word := range 200 {
		state := at(stream(7, 11), word)
		own := number(state, word%64) // makes the number itself a threshold: the closest call there is
		for _, threshold := range []uint64{0, 1, own, own + 1, 1 << 31, 0xfffffffe, 0xffffffff, always} {
			want := uint64(0)
			for world := range 64 {
				if number(state, world) < threshold {
					want |= 1 << world
				}
			}
			if got := draw(state, threshold); got != want {
				t.Fatalf("word %d, threshold %#x: %064b, want %064b", word, threshold, got, want)
			}
		}
	}
}

// The first output of SplitMix64 for the seed 0, and the next, as published with Vigna's reference code and in the JDK's tests.
func TestMixIsSplitMix64(t *testing.T) {
	golden := uint64(golden)
	for i, want := range []uint64{0xe220a8397b1dcdaf, 0x6e789e6aa1b965f4, 0x06c45d188009454f} {
		if got := mix(uint64(i+1) * golden); got != want {
			t.Errorf("output %d: %#x, want %#x", i, got, want)
		}
	}
}

// Streams of neighbouring events, seeds and words must not go together. For two independent fair words the number of equal bits
// in n words is binomial; a chance below 1 in 10^6 lies beyond 5 standard deviations.
func TestStreamsAreIndependent(t *testing.T) {
	const words = 20_000
	for name, other := range map[string]func(word int) uint64{
		"event": func(word int) uint64 { return at(stream(1, 3), word) },
		"seed":  func(word int) uint64 { return at(stream(2, 2), word) },
		"word":  func(word int) uint64 { return at(stream(1, 2), word+1) },
	} {
		same := 0
		for word := range words {
			same += bits.OnesCount64(^(draw(at(stream(1, 2), word), always/2) ^ draw(other(word), always/2)))
		}
		const mean, deviation = words * 32, 4 * 141.4214 // sqrt(n * 64 / 4)
		if d := (float64(same) - mean) / deviation; d < -5 || d > 5 {
			t.Errorf("next %s: equal bits are %.1f standard deviations off", name, d)
		}
	}
}

func TestThresholdsEncloseTheProbability(t *testing.T) {
	for _, c := range []struct {
		p                  float64
		down, nearest, up_ uint64
	}{
		{0, 0, 0, 0}, {1, always, always, always}, {0.5, 1 << 31, 1 << 31, 1 << 31},
		{0.1, 429496729, 429496730, 429496730}, {1e-12, 0, 0, 1}, {1e-5, 42949, 42950, 42950},
	} {
		if d, n, u := thresholdDown(c.p), threshold(c.p), thresholdUp(c.p); d != c.down || n != c.nearest || u != c.up_ {
			t.Errorf("%v: %d, %d, %d; want %d, %d, %d", c.p, d, n, u, c.down, c.nearest, c.up_)
		}
	}
}
