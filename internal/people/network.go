package people

import "net/netip"

// Network is what is counted for an address, without port: an IPv4 address, written as IPv6 or not, or the /64 that an IPv6 address is in, for one subscriber
// has that many. What is no address is counted as it is.
func Network(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	if a = a.Unmap().WithZone(""); a.Is6() {
		p, _ := a.Prefix(64) // 64 is no length that is refused
		return p.String()
	}
	return a.String()
}
