package yamltext

import (
	"fmt"
	"slices"
	"strings"
)

// Suggest makes a hint from the words that would be allowed: the nearest one if it is near, else the list if it is short.
func Suggest(word string, allowed []string) string {
	if near := Nearest(word, allowed); near != "" {
		return fmt.Sprintf("did you mean %q?", near)
	}
	if len(allowed) == 0 {
		return ""
	}
	if len(allowed) > 12 {
		return ""
	}
	return "allowed: " + strings.Join(allowed, ", ")
}

// Nearest returns the allowed word with the least edit distance, if that is at most a third of the length, else "".
// Of equally near words it returns the first in alphabetical order.
func Nearest(word string, allowed []string) string {
	if len(word) > 100 {
		return ""
	}
	best, bestDistance := "", len(word)/3+1
	for _, a := range slices.Sorted(slices.Values(allowed)) {
		if len(a)-len(word) >= bestDistance || len(word)-len(a) >= bestDistance {
			continue
		}
		if d := distance(word, a); d < bestDistance {
			best, bestDistance = a, d
		}
	}
	if best == "" {
		for _, a := range slices.Sorted(slices.Values(allowed)) {
			if len(word) > 2 && (strings.HasSuffix(a, "/"+word) || strings.HasSuffix(a, "."+word)) {
				return a
			}
		}
	}
	return best
}

// distance is the number of single-byte insertions, deletions, substitutions and neighbour swaps between two words.
func distance(a, b string) int {
	prev2, prev, cur := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], prev2[j-2]+1)
			}
		}
		prev2, prev, cur = prev, cur, prev2
	}
	return prev[len(b)]
}
