//go:build !race

package oscal

const raceEnabled = false
