package auditlog

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write the examples")

// story is a log of two organisations on one server.
var story = []Entry{
	{Account: "ACCOUNT-LINDGREN", Action: "project.made", Name: "A. Lindgren", Organisation: "ORG-MAKER", Number: 1, Project: "PROJECT-MONITOR", New: json.RawMessage(`{"name":"Wearable monitor"}`)},
	{Account: "ACCOUNT-LINDGREN", Action: "member.added", Name: "A. Lindgren", Organisation: "ORG-MAKER", Number: 2, About: "ACCOUNT-OKAFOR", New: json.RawMessage(`{"role":"security-engineer"}`)},
	{Account: "ACCOUNT-REYES", Action: "project.made", Name: "M. Reyes", Organisation: "ORG-CLINIC", Number: 1, Project: "PROJECT-WARD", New: json.RawMessage(`{"name":"Ward 4"}`)},
	{Account: "ACCOUNT-OKAFOR", Action: "revision.made", Name: "B. Okafor", Organisation: "ORG-MAKER", Number: 3, Project: "PROJECT-MONITOR", About: "REVISION-1", Reason: "first description"},
	{Account: "ACCOUNT-OKAFOR", Action: "revision.made", Name: "B. Okafor", Organisation: "ORG-MAKER", Number: 4, Project: "PROJECT-MONITOR", About: "REVISION-2", Reason: "pairing by comparison", Old: json.RawMessage(`{"head":"REVISION-1"}`), New: json.RawMessage(`{"head":"REVISION-2"}`)},
	{Account: "ACCOUNT-REYES", Action: "member.added", Name: "M. Reyes", Organisation: "ORG-CLINIC", Number: 2, About: "ACCOUNT-NOVAK", New: json.RawMessage(`{"role":"operator"}`)},
	{Account: "ACCOUNT-LINDGREN", Action: "signature.made", Name: "A. Lindgren", Organisation: "ORG-MAKER", Number: 5, Project: "PROJECT-MONITOR", About: "REVISION-2", Reason: "approved: the benefit outweighs what is left", New: json.RawMessage(`{"meaning":"approval"}`)},
	{Account: "ACCOUNT-NOVAK", Action: "member.changed", Name: "T. Novak", Organisation: "ORG-CLINIC", Number: 3, About: "ACCOUNT-REYES", Old: json.RawMessage(`{"role":"operator"}`), New: json.RawMessage(`{"role":"clinical"}`)},
}

// The files in examples/audit-log are for documents and scripts. They come from here.
func TestExamplesAreWhatIsWritten(t *testing.T) {
	m := &memory{}
	var earlier []byte
	for i, e := range story {
		if i == 5 {
			earlier = checkpointOf(t, m)
		}
		e.Address, e.At, e.Salt = "192.0.2.17", someDay.Add(time.Duration(i)*time.Hour), strings.Repeat(string(rune('A'+i)), 26)
		if _, err := Append(t.Context(), m, e); err != nil {
			t.Fatal(err)
		}
	}
	whole := exported(t, m, Filter{})
	for name, want := range map[string]string{
		"log.jsonl":          whole,
		"clinic.jsonl":       exported(t, m, Filter{Organisation: "ORG-CLINIC", Since: 5}),
		"changed.jsonl":      strings.Replace(whole, "pairing by comparison", "pairing by a fixed PIN", 1),
		"log.key":            testKey(t).Verifier() + "\n",
		"earlier.checkpoint": string(earlier),
	} {
		file := filepath.Join("..", "..", "examples", "audit-log", name)
		if *update {
			if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, []byte(want)) {
			t.Errorf("%s is not what is written now; go test ./internal/auditlog -update writes it: %v", file, err)
		}
	}
}
