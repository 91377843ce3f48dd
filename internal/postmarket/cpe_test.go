package postmarket

import (
	"testing"
)

// Names in both forms, read and written. Capital letters, backslashes too many and short URIs are taken as they are meant.
func TestParseCPE(t *testing.T) {
	for _, c := range []struct{ in, formatted, uri string }{
		{"cpe:2.3:a:acme:pump_server:1.2.3:sp1:*:*:*:*:*:*", "cpe:2.3:a:acme:pump_server:1.2.3:sp1:*:*:*:*:*:*", "cpe:/a:acme:pump_server:1.2.3:sp1"},
		{"CPE:2.3:O:Acme:RTOS:-:*:*:*:*:*:*:*", "cpe:2.3:o:acme:rtos:-:*:*:*:*:*:*:*", "cpe:/o:acme:rtos:-"},
		{`cpe:2.3:a:at\&t:c\+\+\:x:8.0.60\-1:*:*:*:*:*:*:*`, `cpe:2.3:a:at\&t:c\+\+\:x:8.0.60-1:*:*:*:*:*:*:*`, "cpe:/a:at%26t:c%2b%2b%3ax:8.0.60-1"},
		{`cpe:2.3:a:acme:pump\_server:1:*:*:*:*:*:*:*`, "cpe:2.3:a:acme:pump_server:1:*:*:*:*:*:*:*", "cpe:/a:acme:pump_server:1"},
		{"cpe:2.3:a:acme:thing:8.%02:*:*:*:*:*:*:*", `cpe:2.3:a:acme:thing:8.\%02:*:*:*:*:*:*:*`, "cpe:/a:acme:thing:8.%2502"},
		{"cpe:2.3:a:acme:thing:8.*:??sp:*:*:*:*:*:*", "cpe:2.3:a:acme:thing:8.*:??sp:*:*:*:*:*:*", "cpe:/a:acme:thing:8.%02:%01%01sp"},
		{"cpe:/a:acme:thing:9.5:sp1:~-~online~win2003~x32~", "cpe:2.3:a:acme:thing:9.5:sp1:-:*:online:win2003:x32:*", "cpe:/a:acme:thing:9.5:sp1:~-~online~win2003~x32~"},
		{"cpe:/o:linux:linux_kernel", "cpe:2.3:o:linux:linux_kernel:*:*:*:*:*:*:*:*", "cpe:/o:linux:linux_kernel"},
		{"cpe:/a:acme:thing:::pro:de", "cpe:2.3:a:acme:thing:*:*:pro:de:*:*:*:*", "cpe:/a:acme:thing:::pro:de"},
	} {
		n, err := ParseCPE(c.in)
		if err != nil || n.String() != c.formatted || n.URI() != c.uri {
			t.Errorf("%s: %s, %s, %v", c.in, n, n.URI(), err)
		}
		if again, err := ParseCPE(n.URI()); err != nil || again != n {
			t.Errorf("%s: the URI reads as %s, %v", c.in, again, err)
		}
	}
}

func TestParseCPERefuses(t *testing.T) {
	for _, s := range []string{
		"", "cpe", "cpe:2.3:a:b", "cpe:2.3:a:b:c:d:e:f:g:h:i:j:k:l", "cpe:2.3:x:b:c:*:*:*:*:*:*:*:*", "cpe:2.3:a:b:c d:*:*:*:*:*:*:*:*", "cpe:2.3:a::c:*:*:*:*:*:*:*:*",
		"cpe:2.3:a:b:c:1*2:*:*:*:*:*:*:*", "cpe:2.3:a:b:ü:*:*:*:*:*:*:*:*", "cpe:/a:b:c:1:2:3:4:5", "cpe:/a:b:c:1:2:~x~y", "cpe:/a:b%zz", "cpe:/a:b%00", `cpe:2.3:a:b:c:*:*:*:*:*:*:*:\`,
	} {
		if c, err := ParseCPE(s); err == nil {
			t.Errorf("%s was read as %s", s, c)
		}
	}
}

// The relations of NISTIR 7696, table 6-2: for each sort of source and target one row.
func TestCompareAttribute(t *testing.T) {
	for _, c := range []struct {
		source, target string
		want           Relation
	}{
		{"*", "*", Equal}, {"*", "-", Superset}, {"*", "a", Superset}, {"*", "a*", Undefined},
		{"-", "*", Subset}, {"-", "-", Equal}, {"-", "a", Disjoint}, {"-", "a?", Undefined},
		{"a", "*", Subset}, {"a", "-", Disjoint}, {"a", "a", Equal}, {"a", "b", Disjoint}, {"a", "?a", Undefined},
		{"a*", "*", Subset}, {"a*", "-", Disjoint}, {"a*", "abc", Superset}, {"a*", "bc", Disjoint}, {"a*", "a*", Undefined},
		{"*bc", "abc", Superset}, {"?bc", "abc", Superset}, {"?bc", "bc", Superset}, {"?bc", "aabc", Disjoint}, {"1??", `1\.`, Superset}, {`1\.*`, `1\.2`, Superset}, {"*a", `x\-a`, Superset},
	} {
		if got := CompareAttribute(c.source, c.target); got != c.want {
			t.Errorf("%s to %s: %s, want %s", c.source, c.target, got, c.want)
		}
	}
}

func TestCompareNames(t *testing.T) {
	for _, c := range []struct {
		source, target string
		want           Relation
	}{
		{"cpe:/a:acme:thing", "cpe:/a:acme:thing:1.0", Superset},
		{"cpe:/a:acme:thing:1.0", "cpe:/a:acme:thing", Subset},
		{"cpe:/a:acme:thing:1.0", "cpe:/a:acme:thing:1.0", Equal},
		{"cpe:/a:acme:thing:1.0", "cpe:/a:acme:thing:1.1", Disjoint},
		{"cpe:/o:acme:thing", "cpe:/a:acme:thing", Disjoint},
		{"cpe:/a:acme:thing:1.0", "cpe:/a:acme:thing::sp1", Undefined}, // each says something that the other leaves open
		{"cpe:/a:acme:thing", "cpe:/a:acme:thing:1.%02", Undefined},
	} {
		s, err1 := ParseCPE(c.source)
		o, err2 := ParseCPE(c.target)
		if err1 != nil || err2 != nil || s.Compare(o) != c.want {
			t.Errorf("%s to %s: %s, want %s (%v, %v)", c.source, c.target, s.Compare(o), c.want, err1, err2)
		}
	}
}

// FuzzParseCPE reads anything; what is read comes back from both forms as it was.
func FuzzParseCPE(f *testing.F) {
	f.Add(`cpe:2.3:a:at\&t:c\+\+\:x:8.0.60-1:*:*:*:*:*:*:*`)
	f.Add("cpe:/a:acme:thing:9.5:sp1:~-~online~win2003~x32~")
	f.Add(`cpe:2.3:a:a:b:\-:\*:*\?:?\\:*:*:*:*`)
	f.Fuzz(func(t *testing.T, s string) {
		c, err := ParseCPE(s)
		if err != nil {
			return
		}
		if again, err := ParseCPE(c.String()); err != nil || again != c {
			t.Fatalf("%q: %q comes back as %q, %v", s, c, again, err)
		}
		if again, err := ParseCPE(c.URI()); err != nil || again != c {
			t.Fatalf("%q: %s comes back as %q, %v", s, c.URI(), again, err)
		}
		c.Compare(c)
	})
}
