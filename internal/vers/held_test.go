package vers

import "testing"

func TestWithout(t *testing.T) {
	for _, c := range []struct{ from, minus, want string }{
		{"vers:generic/*", "vers:generic/<2.0", "vers:generic/>=2.0"},
		{"vers:generic/*", "vers:generic/>=2.0", "vers:generic/<2.0"},
		{"vers:generic/*", "vers:generic/>=1.0|<2.0|>=3.0|<=4.0", "vers:generic/<1.0|>=2.0|<3.0|>4.0"},
		{"vers:generic/>=1.0|<2.0", "vers:generic/>=1.5|<=1.6", "vers:generic/>=1.0|<1.5|>1.6|<2.0"},
		{"vers:generic/>=1.0|<2.0", "vers:generic/>=0.5|<3.0", "vers:none/*"},
		{"vers:generic/>=1.0|<2.0", "vers:generic/*", "vers:none/*"},
		{"vers:generic/>=1.0|<2.0", "vers:generic/>=2.0|<3.0", "vers:generic/>=1.0|<2.0"},
	} {
		a, err1 := ParseVERS(c.from)
		b, err2 := ParseVERS(c.minus)
		got, err := a.Without(b)
		if err1 != nil || err2 != nil || err != nil || got.String() != c.want {
			t.Errorf("%s without %s: %s, want %s", c.from, c.minus, got, c.want)
		}
		if again := Held(Generic, got.Intervals(), got.Texts()); again.String() != got.String() {
			t.Errorf("%s came back as %s", got, again)
		}
	}
	if _, err := All(Generic).Without(All(Deb)); err == nil {
		t.Error("ranges of two orders were taken from each other")
	}
}
