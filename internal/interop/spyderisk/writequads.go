package spyderisk

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
)

// WriteQuads writes canonical N-Quads: sorted by code point, each statement once. It does not change the argument.
func WriteQuads(w io.Writer, quads []Quad) error {
	sorted := slices.Clone(quads)
	slices.SortFunc(sorted, compareQuads)
	sorted = slices.Compact(sorted)
	out := bufio.NewWriterSize(w, 64<<10)
	for _, q := range sorted {
		out.WriteString(string(q.Subject))
		out.WriteByte(' ')
		out.WriteString(string(q.Predicate))
		out.WriteByte(' ')
		out.WriteString(string(q.Object))
		if q.Graph != "" {
			out.WriteByte(' ')
			out.WriteString(string(q.Graph))
		}
		out.WriteString(" .\n")
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("write N-Quads: %w", err)
	}
	return nil
}

// compareQuads orders as the written lines would be: no term is the beginning of another one, up to the characters that follow.
func compareQuads(a, b Quad) int {
	if c := strings.Compare(string(a.Subject), string(b.Subject)); c != 0 {
		return c
	}
	if c := strings.Compare(string(a.Predicate), string(b.Predicate)); c != 0 {
		return c
	}
	if c := strings.Compare(string(a.Object), string(b.Object)); c != 0 {
		return c
	}
	return strings.Compare(string(a.Graph), string(b.Graph))
}
