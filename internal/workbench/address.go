package workbench

import "net/url"

// loggedWebhook is how the audit log names the address of a webhook, and loggedFeed that of a feed. Many let in whoever knows the whole of it, and what is logged
// is kept for ever and read by auditors: so of the parts that may be secret there is a digest, which tells one from another.
func loggedWebhook(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return loggedDigest(address)
	}
	out := u.Scheme + "://" + u.Host + "/"
	if u.Path != "/" || u.RawQuery != "" {
		out += "…"
	}
	return out + " " + loggedDigest(address)
}

func loggedFeed(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return loggedDigest(address)
	}
	out := u.Scheme + "://" + u.Host + u.EscapedPath()
	if u.RawQuery == "" && u.Fragment == "" {
		return out
	}
	return out + "?… " + loggedDigest(address)
}

func loggedDigest(address string) string { return "(SHA-256 " + Hash([]byte(address))[:16] + ")" }
