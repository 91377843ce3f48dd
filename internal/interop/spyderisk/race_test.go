//go:build race

package spyderisk

const raceEnabled = true
