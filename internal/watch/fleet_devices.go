package watch

import (
	"context"
	"io"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/postmarket/fleet"
)

// Columns of a list of devices.
var (
	deviceNeeds = []string{"serial", "release", "since"}
	deviceMay   = []string{"site", "udi", "changes", "support-end"}
)

// Taken is what came of a list.
type Taken struct {
	Lines   int `json:"lines"`   // that were read
	Changed int `json:"changed"` // that said something new
	Wrong   int `json:"wrong"`   // that were left out
}

// LoadDevices records the devices of a CSV file. A line that is wrong is told in ds and left out. A device may stand on several lines: each says
// what holds from a day on. Progress is told how many lines were read.
func (s *FleetStore) LoadDevices(ctx context.Context, name string, r io.Reader, ds *diag.List, progress func(lines int)) (Taken, error) {
	var t Taken
	l := openList(name, r, deviceNeeds, deviceMay, ds)
	if l == nil {
		return t, nil
	}
	days := map[string]fleet.Day{}
	for {
		more, err := l.next()
		if err != nil || !more {
			t.Wrong = l.wrong
			t.Lines += l.wrong
			return t, err
		}
		if l.line%10_000 == 0 {
			if err := ctx.Err(); err != nil {
				return t, err
			}
			progress(l.line)
		}
		changed, ok, err := s.device(l, days)
		if err != nil {
			return t, err
		}
		if ok {
			t.Lines++
		}
		if changed {
			t.Changed++
		}
	}
}

// device records a line. It is not ok where the line is wrong, which is told.
func (s *FleetStore) device(l *list, days map[string]fleet.Day) (changed, ok bool, err error) {
	x := fleet.Device{Serial: l.cell("serial"), UDI: l.cell("udi"), Site: l.cell("site"), Release: l.cell("release")}
	for _, d := range []struct {
		column string
		to     *fleet.Day
	}{{"since", &x.Since}, {"support-end", &x.SupportEnd}} {
		text := l.cell(d.column)
		if text == "" {
			continue
		}
		day, known := days[text] // a million devices have a few thousand days
		if !known {
			if day, err = fleet.ParseDay(text); err != nil {
				l.bad(d.column, "%s", err)
				return false, false, nil
			}
			days[text] = day
		}
		*d.to = day
	}
	for c := range strings.SplitSeq(l.cell("changes"), ";") {
		if c = strings.TrimSpace(c); c != "" {
			x.Changes = append(x.Changes, c)
		}
	}
	changed, err = s.put(x)
	if err != nil {
		l.refused(err)
		return false, false, nil
	}
	return changed, true, nil
}

// put records a device. The error is a *fleet.FieldError.
func (s *FleetStore) put(x fleet.Device) (bool, error) {
	x, changed, err := s.Fleet.Put(x)
	if err != nil || !changed {
		return false, err
	}
	return true, s.add(fleet.Change{Device: &x})
}

// Update records what holds of one device from a day on. The error is a *fleet.FieldError.
func (s *FleetStore) Update(x fleet.Device) (changed bool, err error) { return s.put(x) }
