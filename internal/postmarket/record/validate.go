package record

import (
	"path"
	"regexp"
	"strings"

	"cordon/internal/civil"
	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// validate checks what can be checked in one file without a description.
func (f *File) validate(ds *diag.List) {
	for _, e := range f.Inventory {
		v := &e.Value
		released, isDay := validDay(v.Released, ds)
		if until, ok := validDay(v.Until, ds); ok && isDay && until < released {
			ds.Add(v.Until.At, diag.DateOrder, "", "support of %q ends before it is released", e.Key)
		}
		if p := v.File.Text; p != "" && (path.IsAbs(p) || p != path.Clean(p) || strings.HasPrefix(p, "../") || strings.Contains(p, `\`)) {
			ds.Add(v.File.At, diag.ImportOutside, "write it from the folder of the record, with /", "%q does not lie in the folder of the record", p)
		}
	}
	for i := range f.Products {
		f.Products[i].Value.Validate(f.Products[i].Key, ds)
	}
	for i := range f.Bind {
		for _, c := range f.Bind[i].Components {
			if strings.Trim(c, "* ") == "" {
				ds.Add(f.Bind[i].At, diag.WrongValue, "components that no line names belong to the element of the bill", "%q stands for every component", c)
			}
		}
	}
	for i := range f.Lifetimes {
		l := &f.Lifetimes[i]
		validDay(l.Until, ds)
		if (l.Control.Text == "") != (l.What == Support || l.What == "") {
			ds.Add(l.At, diag.EventForm, "an algorithm, key or certificate names the control that rests on it; support names none", "lifetime of %s: control is %q", l.What, l.Control.Text)
		}
		validControl(l.Control, ds)
	}
	for i := range f.Events {
		f.Events[i].Value.validate(f.Events[i].Key, ds)
	}
}

func (e *Event) validate(id string, ds *diag.List) {
	when, ok := validInstant(e.When, ds)
	if until, given := validInstant(e.Until, ds); given && ok && until <= when {
		ds.Add(e.Until.At, diag.DateOrder, "", "event %q is over before it begins", id)
	}
	if e.For.Text != "" {
		if _, err := civil.ParsePeriod(e.For.Text); err != nil {
			ds.Add(e.For.At, diag.WrongValue, "", "event %q: %s", id, err)
		}
	}
	if e.Until.Text != "" && e.For.Text != "" {
		ds.Add(e.For.At, diag.EventForm, "keep one of the two", "event %q says both until and for", id)
	}
	if e.Kind == PatchApplied && len(e.Installs) == 0 {
		ds.Add(e.At, diag.EventForm, "say under installs which release of which element is in use now", "event %q applies a patch and names no release", id)
	}
	if e.Kind == VulnerabilityEvent && len(e.Vulnerabilities) == 0 {
		ds.Add(e.At, diag.EventForm, "name them under vulnerabilities", "event %q is about a vulnerability and names none", id)
	}
	for i := range e.Controls {
		validControl(e.Controls[i].Control, ds)
	}
	for _, a := range e.Decided {
		if at, given := validInstant(a.When, ds); given && ok && at > when {
			ds.Add(a.When.At, diag.DateOrder, "", "event %q was decided on after it happened", id)
		}
	}
}

var controlForm = regexp.MustCompile(`^CTL-[0-9]{4}$`)

func validControl(w yamltext.Word, ds *diag.List) {
	if w.Text != "" && !controlForm.MatchString(w.Text) {
		ds.Add(w.At, diag.WrongValue, "write it as CTL-0001", "%q is no id of a control", w.Text)
	}
}

// validInstant tells whether a point in time was given in the right form; a wrong form is reported.
func validInstant(w yamltext.Word, ds *diag.List) (civil.Instant, bool) {
	if w.Text == "" {
		return 0, false
	}
	at, err := civil.Parse(w.Text)
	if err != nil {
		ds.Add(w.At, diag.WrongValue, "", "%s", err)
	}
	return at, err == nil
}

// validDay is validInstant for a day.
func validDay(w yamltext.Word, ds *diag.List) (civil.Instant, bool) {
	at, ok := validInstant(w, ds)
	if ok && len(w.Text) != len("2026-11-26") {
		ds.Add(w.At, diag.WrongValue, "write it as YYYY-MM-DD", "%q is not a day", w.Text)
	}
	return at, ok
}
