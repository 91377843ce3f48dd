package edit

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// mangled changes lines of a text as an editor without any knowledge would.
func mangled(t *rapid.T, src, tag string) string {
	rows := strings.SplitAfter(src, "\n")
	for range rapid.IntRange(1, 4).Draw(t, "changes") {
		i := rapid.IntRange(0, len(rows)-1).Draw(t, "row")
		row := rows[i]
		blanks := row[:len(row)-len(strings.TrimLeft(row, " "))]
		n := fmt.Sprint(tag, rapid.IntRange(0, 9).Draw(t, "number"))
		colon, brace, bracket := strings.Index(row, ":"), strings.Index(row, "{"), strings.Index(row, "[")
		switch rapid.IntRange(0, 7).Draw(t, "how") {
		case 0:
			if len(rows) > 1 {
				rows = slices.Delete(rows, i, i+1)
			}
		case 1:
			rows = slices.Insert(rows, i, blanks+"# "+n+"\n")
		case 2:
			if !strings.Contains(row, "#") && strings.TrimSpace(row) != "" {
				rows[i] = strings.TrimRight(row, "\n") + " # " + n + "\n"
			}
		case 3:
			rows = slices.Insert(rows, i, "\n")
		case 4:
			if colon > 0 {
				rows[i] = row[:colon] + ": " + n + "\n"
			}
		case 5:
			if colon > 0 {
				rows = slices.Insert(rows, i, blanks+n+row[colon:])
			}
		case 6:
			if brace > 0 {
				rows[i] = row[:brace+1] + n + ": 1, " + row[brace+1:]
			}
		case 7:
			if bracket > 0 {
				rows[i] = row[:bracket+1] + n + ", " + row[bracket+1:]
			}
		}
	}
	return strings.Join(rows, "")
}

// Whatever people do to the lines: what can be read can be merged, and neither a comment nor a key at the top that only one
// side wrote is lost without a conflict.
func TestMergeOfLines(t *testing.T) {
	merged := 0
	rapid.Check(t, func(t *rapid.T) {
		base := rapid.SampledFrom([]string{
			home, "a: {b: c, d: [e, f]}\nx:\n  y: z # k\n  w:\n    - 1\n    - 2\n", "a:\n- {id: 1, v: 2}\n- {id: 2, v: 2}\nb: >-\n  text\n  more\nc: d\n",
		}).Draw(t, "base")
		ours, theirs := mangled(t, base, "ours"), mangled(t, base, "theirs")
		if parsed("", []byte(ours)) != "" || parsed("", []byte(theirs)) != "" {
			return
		}
		m := Merge(one(base), one(ours), one(theirs), nil)
		out := string(m.Files["home.yaml"])
		if said := parsed("home.yaml", []byte(out)); said != "" {
			t.Fatalf("%s\n%s", said, out)
		}
		if len(m.Conflicts) > 0 {
			return
		}
		merged++
		for _, side := range []string{ours, theirs} {
			for line := range strings.Lines(side) {
				if i := strings.Index(line, "# "); i >= 0 && !strings.Contains(base, line[i:]) && !strings.Contains(out, strings.TrimSpace(line[i:])) {
					t.Errorf("%q is lost\n%s\n---\n%s\n---\n%s\n---\n%s", line[i:], base, ours, theirs, out)
				}
			}
		}
		for _, k := range append(keysOnlyIn([]byte(ours), []byte(base), []byte(theirs)), keysOnlyIn([]byte(theirs), []byte(base), []byte(ours))...) {
			if !slices.Contains(topKeys([]byte(out)), k) {
				t.Errorf("key %q is lost\n%s\n---\n%s\n---\n%s\n---\n%s", k, base, ours, theirs, out)
			}
		}
	})
	if merged == 0 {
		t.Error("nothing was ever merged")
	}
}
