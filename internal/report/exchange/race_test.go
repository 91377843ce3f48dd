//go:build race

package exchange

// raceEnabled skips what validates every document: nothing of it runs at the same time as anything else, and the race detector makes it ten times slower.
const raceEnabled = true
