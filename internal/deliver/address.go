package deliver

import (
	"fmt"
	"net/netip"
	"net/url"

	"cordon/internal/workbench"
)

// maxURL bounds an address, in bytes.
const maxURL = 2000

// Check tells whether a text may be the address of a subscriber. What its name leads to is looked at each time that something is sent.
func (s *Sender) Check(text string) error {
	wrong := func(format string, args ...any) error {
		e := workbench.Errorf(workbench.Invalid, format, args...).WithHint("give an address such as https://hooks.hospital.example/cordon")
		e.Fields = []workbench.Field{{Path: "url", Text: e.Text}}
		return e
	}
	u, err := url.Parse(text)
	switch {
	case len(text) > maxURL:
		return wrong("the address is longer than %d bytes", maxURL)
	case err != nil || u.Host == "" || u.Hostname() == "" || u.Opaque != "":
		return wrong("this is no address")
	case u.Scheme != "https" && (u.Scheme != "http" || !s.local):
		return wrong("the address does not begin with https://")
	case u.User != nil:
		return wrong("the address holds a name or password")
	case u.Fragment != "":
		return wrong("the address has a part after #, which is never sent")
	}
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil && !s.may(ip) {
		return wrong("the address is not a public one")
	}
	return nil
}

// may tells whether something may be sent to an address.
func (s *Sender) may(ip netip.Addr) bool { return s.local || public(ip) }

// public tells whether an address is one that any host of the Internet can be reached at: not of this machine, network or provider, not of a metadata
// service of a cloud, and not one in which another is hidden. For IPv6 that is what IANA has given out of 2000::/3, for IPv4 all but the special ones
// (IANA's registries of special-purpose addresses, RFC 6890).
func public(ip netip.Addr) bool {
	if !ip.IsValid() || ip.Zone() != "" {
		return false
	}
	ip = ip.Unmap() // ::ffff:127.0.0.1 is 127.0.0.1
	if ip.Is6() && !global.Contains(ip) {
		return false
	}
	for _, p := range special {
		if p.Contains(ip) {
			return false
		}
	}
	return true
}

// global holds all addresses of IPv6 that are routed between networks. Outside of it are ::1, link-local fe80::/10, private fc00::/7, multicast ff00::/8, and
// 64:ff9b::/96 and 64:ff9b:1::/48, in which NAT64 hides an IPv4 address.
var global = netip.MustParsePrefix("2000::/3")

var special = prefixes(
	"0.0.0.0/8",       // this network
	"10.0.0.0/8",      // private
	"100.64.0.0/10",   // behind a provider
	"127.0.0.0/8",     // this machine
	"169.254.0.0/16",  // link-local; 169.254.169.254 is the metadata service of clouds
	"172.16.0.0/12",   // private
	"192.0.0.0/24",    // protocols
	"192.0.2.0/24",    // documentation
	"192.88.99.0/24",  // 6to4 relays
	"192.168.0.0/16",  // private
	"198.18.0.0/15",   // benchmarks
	"198.51.100.0/24", // documentation
	"203.0.113.0/24",  // documentation
	"224.0.0.0/4",     // multicast
	"240.0.0.0/4",     // reserved, and broadcast
	"2001::/23",       // protocols; 2001::/32 is Teredo, which hides an IPv4 address
	"2001:db8::/32",   // documentation
	"2002::/16",       // 6to4, which hides an IPv4 address
	"3fff::/20",       // documentation
)

func prefixes(texts ...string) []netip.Prefix {
	out := make([]netip.Prefix, len(texts))
	for i, t := range texts {
		out[i] = netip.MustParsePrefix(t)
	}
	return out
}

// refusedAddress is the error where something would have been sent to an address that is not public.
type refusedAddress struct{ ip string }

func (r refusedAddress) Error() string { return fmt.Sprintf("%s is not a public address", r.ip) }
