package assessment

import (
	"bytes"
	"testing"
)

// FuzzDecode reads arbitrary text as an assessment: what can be read can be written and read again, and does not differ from
// itself.
func FuzzDecode(f *testing.F) {
	var seed bytes.Buffer
	if err := before().Encode(&seed); err != nil {
		f.Fatal(err)
	}
	f.Add(seed.Bytes())
	f.Add([]byte("{}"))
	f.Add([]byte(`{"harms": [{"id": "h", "rank": {"severity": 99}}, {"id": "h"}]}`))
	f.Fuzz(func(t *testing.T, src []byte) {
		a, err := Decode(bytes.NewReader(src))
		if err != nil {
			return
		}
		var out bytes.Buffer
		if err := a.Encode(&out); err != nil {
			t.Fatal(err)
		}
		b, err := Decode(&out)
		if err != nil {
			t.Fatalf("what was written cannot be read: %v", err)
		}
		Diff(a, b)
		Diff(b, a)
	})
}
