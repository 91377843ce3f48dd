package people

import (
	"net/url"
	"strings"
)

// LocalPath tells whether a text may follow "Location:" after somebody signed in: a path of this server, with query and fragment perhaps, and nothing
// that a browser could read as another server. Whoever sends a link to the page for signing in chooses this text.
func LocalPath(s string) bool {
	// Browsers read a backslash as a slash and drop tabs and line ends (WHATWG URL, 4.4), so //evil, /\evil and /<tab>/evil are other servers.
	// What is not plain ASCII is not needed: our own pages encode it.
	odd := func(r rune) bool { return r <= ' ' || r >= 0x7f || r == '\\' }
	if len(s) > 2048 || !strings.HasPrefix(s, "/") || strings.HasPrefix(s, "//") || strings.ContainsFunc(s, odd) {
		return false
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || u.Opaque != "" {
		return false
	}
	// A proxy that decodes or cleans the path before it answers must not make another server of it either.
	return !strings.HasPrefix(u.Path, "//") && !strings.ContainsFunc(u.Path, func(r rune) bool { return r < ' ' || r == 0x7f || r == '\\' }) &&
		!strings.Contains(u.Path, "/./") && !strings.Contains(u.Path+"/", "/../")
}
