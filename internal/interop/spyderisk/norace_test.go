//go:build !race

package spyderisk

const raceEnabled = false
