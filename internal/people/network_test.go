package people

import "testing"

func TestNetworksAreCountedTogether(t *testing.T) {
	for in, want := range map[string]string{
		"192.0.2.1": "192.0.2.1", "2001:db8:1:2:3:4:5:6": "2001:db8:1:2::/64", "2001:db8:1:2::": "2001:db8:1:2::/64", "2001:db8:1:3::1": "2001:db8:1:3::/64",
		"::ffff:192.0.2.1": "192.0.2.1", "fe80::1%eth0": "fe80::/64", "::1": "::/64", "": "", "@": "@",
	} {
		if got := Network(in); got != want {
			t.Errorf("%s is counted as %s, want %s", in, got, want)
		}
	}
}
