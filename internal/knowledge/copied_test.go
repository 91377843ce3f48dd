package knowledge

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cordon/internal/diag"
)

func TestCopies(t *testing.T) {
	at := diag.Pos{File: "THR-1.yaml", Line: 1, Column: 1}
	b := &Base{Threats: []Threat{{Entry: Entry{ID: "THR-1", At: at},
		Story: "Whoever holds the device reads its memory with a cheap tool. Then the secrets of all devices are known to them.",
		Check: "Look for a fuse that locks the port, and try to read it.",
	}}}
	for name, tt := range map[string]struct {
		source string
		want   string // what is quoted; empty where nothing is copied
	}{
		"other words":       {"Whoever has the device in hand can read its memory with a cheap tool.", ""},
		"eight in a row":    {"the device reads its memory with a cheap", ""},
		"nine in a row":     {"The device reads its memory with a CHEAP -- tool", "the device reads its memory with a cheap tool"},
		"over a full stop":  {"a cheap tool. Then the secrets of all devices", "a cheap tool then the secrets of all devices"},
		"over lines":        {"# device reads its\n#   memory with a cheap\n# tool then", "device reads its memory with a cheap tool then"},
		"in JSON":           {`{"text":"for a fuse\nthat locks the port, and try\""}`, "for a fuse that locks the port and try"},
		"over two texts":    {"of all devices are known to them look for", ""},
		"an empty source":   {"", ""},
		"no text at all":    {"\x00\xff\xfe", ""},
		"a long line of it": {strings.Repeat("x ", 1<<17) + "its memory with a cheap tool then the secrets", "its memory with a cheap tool then the secrets"},
	} {
		t.Run(name, func(t *testing.T) {
			c := NewCopies(b)
			if err := c.Look("source.txt", strings.NewReader(tt.source)); err != nil {
				t.Fatal(err)
			}
			var ds diag.List
			c.Report(&ds)
			var got, want []string
			for _, d := range ds.Sorted() {
				got = append(got, d.String())
			}
			if tt.want != "" {
				want = []string{`THR-1.yaml:1:1: C611: THR-1 has 9 words in a row of source.txt: "` + tt.want + `"` + "\n    hint: say it in your own words, or name the place instead"}
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}
