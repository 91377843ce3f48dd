package watch

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"cordon/internal/diag"
	"cordon/internal/postmarket/fleet"
)

const fleetDay fleet.Day = 20_000

// openToWrite opens a fleet, and must be able to.
func openToWrite(t testing.TB, dir string) *FleetStore {
	t.Helper()
	var ds diag.List
	s, err := OpenFleet(dir, true, &ds)
	if err != nil || ds.HasErrors() {
		t.Fatal(err, ds.Sorted())
	}
	if err := s.Fleet.Begin(max(fleetDay, s.Fleet.Known())); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// withRelease makes a fleet with one release.
func withRelease(t testing.TB, dir string) *FleetStore {
	t.Helper()
	s := openToWrite(t, dir)
	r := fleet.Release{ID: "1.0", Components: []string{"pkg:generic/lib@1"}}
	if _, err := s.Fleet.AddRelease(r); err != nil {
		t.Fatal(err)
	}
	if err := s.add(fleet.Change{Release: &r}); err != nil {
		t.Fatal(err)
	}
	if err := s.Commit(); err != nil {
		t.Fatal(err)
	}
	return s
}

func loadText(t testing.TB, s *FleetStore, text string) (Taken, []diag.Diagnostic) {
	t.Helper()
	var ds diag.List
	taken, err := s.LoadDevices(t.Context(), "devices.csv", strings.NewReader(text), &ds, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	return taken, ds.Sorted()
}

func manyDevices(n int) string {
	var b strings.Builder
	b.WriteString("serial,release,since\n")
	for i := range n {
		fmt.Fprintf(&b, "S%06d,1.0,2024-01-%02d\n", i, 1+i%28)
	}
	return b.String()
}

// What is loaded at once goes to the snapshot; what is small, to the log. Both are there when the fleet is opened again.
func TestBulkAndLines(t *testing.T) {
	dir := t.TempDir()
	s := withRelease(t, dir)
	if taken, ds := loadText(t, s, manyDevices(maxLines+5)); taken.Changed != maxLines+5 || len(ds) > 0 {
		t.Fatal(taken, ds)
	}
	if err := s.Commit(); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = openToWrite(t, dir)
	if taken, _ := loadText(t, s, manyDevices(maxLines+7)); taken.Changed != 2 {
		t.Errorf("%+v", taken)
	}
	if err := s.Commit(); err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	var ds diag.List
	again, err := OpenFleet(dir, false, &ds)
	if err != nil || ds.Len() > 0 {
		t.Fatal(err, ds.Sorted())
	}
	log, err := os.ReadFile(filepath.Join(dir, FleetLog))
	if n := again.Fleet.Sizes().Devices; err != nil || n != maxLines+7 || bytes.Count(log, []byte("\n")) != 4 || !bytes.Contains(log, []byte(`"loaded":{"devices":20005}`)) {
		t.Errorf("%d devices, %v; the log is\n%s", n, err, log)
	}
	// A log that is shorter than the snapshot knows is not of this fleet.
	if err := os.Truncate(filepath.Join(dir, FleetLog), 5); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenFleet(dir, false, &ds); err != nil || !ds.HasErrors() || ds.Sorted()[0].Code != diag.FleetDamaged {
		t.Error(err, ds.Sorted())
	}
}

// Few lines that are long go to the snapshot too.
func TestLongLines(t *testing.T) {
	if testing.Short() {
		t.Skip("one thing after another, which the race detector makes ten times slower for nothing; go test without -short runs it")
	}
	dir := t.TempDir()
	s := openToWrite(t, dir)
	for n := range 40 {
		r := fleet.Release{ID: fmt.Sprintf("r%d", n)}
		for k := range 20_000 {
			r.Components = append(r.Components, fmt.Sprintf("pkg:generic/package-%d@1.%d", k, n))
		}
		if _, err := s.Fleet.AddRelease(r); err != nil {
			t.Fatal(err)
		}
		if err := s.add(fleet.Change{Release: &r}); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(s.Commit(), s.Close()); err != nil {
		t.Fatal(err)
	}
	log, err := os.ReadFile(filepath.Join(dir, FleetLog))
	var ds diag.List
	again, opened := OpenFleet(dir, false, &ds)
	if err != nil || opened != nil || again.Fleet.Sizes().Releases != 40 || len(log) > 200 {
		t.Error(err, opened, ds.Sorted(), len(log))
	}
}

func TestOneAtATime(t *testing.T) {
	dir := t.TempDir()
	openToWrite(t, dir)
	var ds diag.List
	if s, err := OpenFleet(dir, true, &ds); !errors.Is(err, ErrBusy) && s.lock != nil {
		t.Error("the fleet was opened twice to be written:", err)
	}
}

// A line that breaks off is told, and the next change takes it away.
func TestTornLine(t *testing.T) {
	dir := t.TempDir()
	s := withRelease(t, dir)
	loadText(t, s, manyDevices(3))
	if err := errors.Join(s.Commit(), s.Close()); err != nil {
		t.Fatal(err)
	}
	log := filepath.Join(dir, FleetLog)
	f, err := os.OpenFile(log, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString(`{"n":5,"known":"20`); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	var ds diag.List
	if s, err := OpenFleet(dir, false, &ds); err != nil || s.Fleet.Sizes().Devices != 3 || ds.Len() != 1 || ds.Sorted()[0].Code != diag.FleetTorn {
		t.Fatal(err, ds.Sorted())
	}
	s = openToWrite(t, dir)
	loadText(t, s, manyDevices(4))
	if err := errors.Join(s.Commit(), s.Close()); err != nil {
		t.Fatal(err)
	}
	ds = diag.List{}
	if s, err := OpenFleet(dir, false, &ds); err != nil || s.Fleet.Sizes().Devices != 4 || ds.Len() > 0 {
		t.Fatal(err, ds.Sorted())
	}
	// A damaged line before the last one is no torn line.
	src, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(log, bytes.Replace(src, []byte(`{"n":2`), []byte(`x"n":2`), 1), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenFleet(dir, false, &ds); err != nil || !ds.HasErrors() || ds.Sorted()[0].Line != 2 {
		t.Error(err, ds.Sorted())
	}
}

// killed is set where this test program runs as the one that is killed: it writes devices one by one and says after each that it is on the disk.
const killed = "CORDON_FLEET_KILLED"

func TestKilledWhileWriting(t *testing.T) {
	if dir := os.Getenv(killed); dir != "" {
		s := openToWrite(t, dir)
		for i := 0; ; i++ {
			if _, err := s.Update(fleet.Device{Serial: fmt.Sprintf("K%d-%d", os.Getpid(), i), Since: 1, Release: "1.0"}); err != nil {
				t.Fatal(err)
			}
			// Every third time all of it goes to a snapshot, as a large load does.
			if i%3 == 2 {
				s.count = maxLines + 1
			}
			if err := s.Commit(); err != nil {
				t.Fatal(err)
			}
			fmt.Println("written")
		}
	}
	dir := t.TempDir()
	if err := withRelease(t, dir).Close(); err != nil {
		t.Fatal(err)
	}
	written := 0
	for round := range 12 {
		c := exec.Command(os.Args[0], "-test.run=^TestKilledWhileWriting$")
		c.Env = append(os.Environ(), killed+"="+dir)
		var out bytes.Buffer
		c.Stdout = &out
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(60+23*round) * time.Millisecond)
		if err := c.Process.Kill(); err != nil {
			t.Fatal(err)
		}
		_ = c.Wait()
		written += strings.Count(out.String(), "written\n")
		var ds diag.List
		s, err := OpenFleet(dir, false, &ds)
		if err != nil || s.Damaged() {
			t.Fatal(err, ds.Sorted())
		}
		// What was being written when it ended may be there too.
		if n := s.Fleet.Sizes().Devices; n < written || n > written+round+1 {
			t.Fatalf("%d devices, and %d were said to be written in %d rounds", n, written, round+1)
		}
	}
	if written == 0 {
		t.Error("nothing was written before the process was killed")
	}
}

func TestListsOfDevices(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       Taken
		says       []string
	}{
		{"semicolons and a byte order mark", "\ufeffserial;release;since\na;1.0;2025-01-01\n", Taken{1, 1, 0}, nil},
		{"tabs", "serial\trelease\tsince\na\t1.0\t2025-01-01\n", Taken{1, 1, 0}, nil},
		{"no end of line, and an empty one", "serial,release,since\r\n\r\na,1.0,2025-01-01", Taken{1, 1, 0}, nil},
		{"quotes", "serial,release,since,site\n\"a,b\",1.0,2025-01-01,\"north \"\"old\"\"\"\n", Taken{1, 1, 0}, nil},
		{"a quote that does not end", "serial,release,since\n\"a,1.0,2025-01-01\nb,1.0,2025-01-01\n", Taken{2, 1, 1}, []string{"devices.csv:2:18: C871"}},
		{"no text", "serial,release,since\n\xff,1.0,2025-01-01\nb,1.0,2025-01-01\n", Taken{2, 1, 1}, []string{"devices.csv:2:1: C871: the line is not UTF-8"}},
		{"a long line", "serial,release,since\n" + strings.Repeat("x", 1<<17) + "\nb,1.0,2025-01-01\n", Taken{2, 1, 1}, []string{"devices.csv:2:1: C871: the line is longer than 65536 bytes"}},
		{"a column twice", "serial,serial,since\n", Taken{}, []string{"devices.csv:1:8: C870: the column serial stands twice"}},
		{"nothing", "", Taken{}, []string{"devices.csv: C870: the list is empty, or no text"}},
		{"the same twice", "serial,release,since\na,1.0,2025-01-01\na,1.0,2025-01-01\n", Taken{2, 1, 0}, nil},
		{"a history", "serial,release,since\na,1.0,2025-01-01\na,-,2025-02-01\n", Taken{2, 2, 0}, nil},
	} {
		s := withRelease(t, t.TempDir())
		got, ds := loadText(t, s, c.text)
		if got != c.want || len(ds) != len(c.says) {
			t.Errorf("%s: %+v, wanted %+v; %v", c.name, got, c.want, ds)
			continue
		}
		for i, want := range c.says {
			if !strings.HasPrefix(ds[i].String(), want) {
				t.Errorf("%s: %s, wanted %s", c.name, ds[i], want)
			}
		}
	}
}

// A list that is wrong from top to bottom is told so far as anybody reads.
func TestManyWrongLines(t *testing.T) {
	s := withRelease(t, t.TempDir())
	got, ds := loadText(t, s, strings.ReplaceAll(manyDevices(maxWrong+20), "2024", "x"))
	if got.Wrong != maxWrong+20 || len(ds) != maxWrong+1 || ds[0].Code != diag.FleetMore {
		t.Errorf("%+v, %d told, the first is %s", got, len(ds), ds[0])
	}
}

// FuzzDevices: every line of a list is either taken or told, and what was taken stays.
func FuzzDevices(f *testing.F) {
	f.Add([]byte("serial,release,since,site,udi,changes,support-end\na,1.0,2025-01-01,n,u,off pkg:generic/lib,2026-01-01\nb,-,2025-01-01,,,,\n\"c,1.0\n"))
	f.Add([]byte("serial;release;since\na;1.0;2025-01-01\n"))
	f.Fuzz(func(t *testing.T, text []byte) {
		s := &FleetStore{Fleet: fleet.New()}
		if err := s.Fleet.Begin(fleetDay); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Fleet.AddRelease(fleet.Release{ID: "1.0", Components: []string{"pkg:generic/lib@1"}}); err != nil {
			t.Fatal(err)
		}
		var ds diag.List
		taken, err := s.LoadDevices(t.Context(), "devices.csv", bytes.NewReader(text), &ds, func(int) {})
		if err != nil || taken.Wrong > 0 != ds.HasErrors() && taken.Lines > 0 {
			t.Fatal(err, taken, ds.Sorted())
		}
		whole := append([]byte(nil), s.lines...)
		again := fleet.New()
		_ = again.Begin(fleetDay)
		if _, err := again.AddRelease(fleet.Release{ID: "1.0", Components: []string{"pkg:generic/lib@1"}}); err != nil {
			t.Fatal(err)
		}
		if n, err := again.Replay(whole); err != nil || n != len(whole) || again.Sizes() != s.Fleet.Sizes() {
			t.Fatalf("%d of %d bytes, %v\n%s", n, len(whole), err, whole)
		}
	})
}
