package people

import (
	"net/url"
	"strings"
	"testing"
)

func TestLocalPath(t *testing.T) {
	for _, s := range []string{
		"/", "/projects", "/projects/01J/canvas?view=zones&x=1#node", "/a//b", "/search?q=https://evil.example/", "/a%20b", "/a:b", "/@evil.example",
		"/a?next=//evil.example", "/k%C3%A4se", "/" + strings.Repeat("a", 2047), "/...", "/a.b/..c",
	} {
		if !LocalPath(s) {
			t.Errorf("%q is a path here", s)
		}
	}
	for _, s := range []string{
		"", " ", "projects", "?q", "#x", ".", "../x", "//evil.example", "///evil.example", "////evil.example", `\\evil.example`, `/\evil.example`, `\/evil.example`,
		`/a\b`, "https://evil.example", "HTTPS:evil.example", "https:/evil.example", "javascript:alert(1)", "data:text/html,x", "mailto:a@b", " //evil.example", "\t//evil.example",
		"/\t/evil.example", "/\n/evil.example", "/\r\n/evil.example", "/x\r\nSet-Cookie: a=b", "/\x00/evil.example", "/\x7f", "/a b", "/\u2028", "/\u00a0", "/käse", "/\xff",
		"/%2fevil.example", "/%2F%2Fevil.example", "/%5cevil.example", "/%5Cevil.example", "/%09/evil.example", "/%0d%0aSet-Cookie:x", "/%00", "/%zz",
		"/.//evil.example", "/./evil.example", "/..//evil.example", "/a/..//evil.example", "/a/..", "/..", "/%2e%2e//evil.example", "/%2e//evil.example", "/" + strings.Repeat("a", 2048),
	} {
		if LocalPath(s) {
			t.Errorf("%q leads away, or may", s)
		}
	}
}

// FuzzLocalPath reads what passes as a browser would, and as a server that decodes twice would.
func FuzzLocalPath(f *testing.F) {
	for _, s := range []string{"/", "//x", `/\x`, "/%2fx", "/a/../x", "/?//x", "/#//x", "/%255cx", "/\t/x", "/%25"} {
		f.Add(s)
	}
	base := &url.URL{Scheme: "https", Host: "cordon.example", Path: "/sign-in"}
	f.Fuzz(func(t *testing.T, s string) {
		if !LocalPath(s) {
			return
		}
		browser := strings.NewReplacer("\t", "", "\n", "", "\r", "", `\`, "/").Replace(strings.TrimSpace(s))
		u, err := base.Parse(browser)
		if err != nil || u.Scheme != "https" || u.Host != "cordon.example" || u.User != nil {
			t.Errorf("%q leads to %v, %v", s, u, err)
		}
		// What cannot be read a second time leads nowhere.
		if again, err := base.Parse(u.Path); err == nil && again.Host != "cordon.example" {
			t.Errorf("%q, decoded, leads to %v", s, again)
		}
	})
}
