package client

import (
	"strings"
	"testing"
)

func FuzzReadEvents(f *testing.F) {
	f.Add("retry: 2000\nid: 4\nevent: hello\ndata: {}\n\n: alive\n\nid: 5\nevent: revision.made\ndata: {\"number\":5,\"kind\":\"revision.made\"}\n\n")
	f.Add("data: {\n\n")
	f.Fuzz(func(t *testing.T, text string) {
		after, n := int64(3), 0
		more, err := readEvents(strings.NewReader(text), &after, func(Event) bool { n++; return true })
		if after < 3 || !more || err == nil && n > strings.Count(text, "data") {
			t.Errorf("%d events, after %d, %v", n, after, err)
		}
	})
}
