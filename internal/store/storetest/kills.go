package storetest

import (
	"os"
	"strconv"
	"testing"
)

// Kills is how often a test kills what it tests: 15 times, 3 with -short, or as often as CORDON_KILLS says. The issue that asked for it wants 200.
func Kills(t *testing.T) int {
	t.Helper()
	text := os.Getenv("CORDON_KILLS")
	switch {
	case text == "" && testing.Short():
		return 3
	case text == "":
		return 15
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("CORDON_KILLS is %q; it is how often to kill", text)
	}
	return n
}
