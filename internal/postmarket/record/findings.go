package record

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"cordon/internal/civil"
	"cordon/internal/postmarket"
)

// FindingsFile is the file in the folder of a record that holds what was found.
const FindingsFile = "findings.json"

// Findings are the vulnerabilities that were found in the bills of materials of a system, each with the time when it became known. They are
// kept, so that everything after them needs no feeds and can say what was known on a day.
type Findings struct {
	Cordon          int                `json:"cordon"`
	Looked          string             `json:"looked"` // when last, RFC 3339 in UTC
	Index           string             `json:"index"`  // SHA-256 of the index of advisories that was asked last
	Vulnerabilities []postmarket.Facts `json:"vulnerabilities"`
	Findings        []Finding          `json:"findings"` // by vulnerability, bill, component
}

// Finding is a vulnerability in a component of a bill of materials.
type Finding struct {
	Vulnerability string `json:"vulnerability"`
	Inventory     string `json:"inventory"` // id of the bill
	Ref           string `json:"ref"`       // of the component in it
	Component     string `json:"component"` // what a person calls it
	Name          string `json:"name"`      // package URL, CPE name, or name
	Versions      string `json:"versions"`  // the versions concerned
	Unsure        bool   `json:"unsure,omitempty"`
	Known         string `json:"known"`          // when it was first found
	Gone          string `json:"gone,omitempty"` // since when it is not found any more
}

// Holds tells whether a finding was known at an instant and not gone.
func (f *Finding) Holds(at civil.Instant) bool {
	known, _ := civil.Parse(f.Known)
	gone, err := civil.Parse(f.Gone)
	return known <= at && (err != nil || at < gone)
}

// Until is what had been found by an instant; what is gone since then is still there.
func (f *Findings) Until(at civil.Instant) *Findings {
	out := *f
	out.Findings = []Finding{}
	for _, x := range f.Findings {
		if known, err := civil.Parse(x.Known); err != nil || known > at {
			continue
		}
		if gone, err := civil.Parse(x.Gone); err == nil && gone > at {
			x.Gone = ""
		}
		out.Findings = append(out.Findings, x)
	}
	return &out
}

func (f *Finding) compare(o *Finding) int {
	return cmp.Or(strings.Compare(f.Vulnerability, o.Vulnerability), strings.Compare(f.Inventory, o.Inventory), strings.Compare(f.Ref, o.Ref), strings.Compare(f.Name, o.Name))
}

// Update is what is known after looking again. Asked are the bills that were looked at; facts tells what the index says of a vulnerability.
// A finding keeps the time when it was first known; one that is not there any more stays, with the time. Facts that the index has no more are
// kept as they were.
func (old *Findings) Update(at, index string, asked []string, found []Finding, facts func(id string) (*postmarket.Facts, error)) (*Findings, error) {
	now := &Findings{Cordon: Version, Looked: at, Index: index, Vulnerabilities: []postmarket.Facts{}, Findings: []Finding{}}
	there := map[Finding]Finding{}
	key := func(f Finding) Finding {
		return Finding{Vulnerability: f.Vulnerability, Inventory: f.Inventory, Ref: f.Ref, Name: f.Name}
	}
	for _, f := range found {
		f.Known = at
		there[key(f)] = f
	}
	for _, f := range old.Findings {
		again, is := there[key(f)]
		switch {
		case is && f.Gone == "":
			again.Known = f.Known
			there[key(f)] = again
		case is: // it was gone and is back: that is news
			now.Findings = append(now.Findings, f)
		case f.Gone == "" && slices.Contains(asked, f.Inventory):
			f.Gone = at
			now.Findings = append(now.Findings, f)
		default:
			now.Findings = append(now.Findings, f)
		}
	}
	for _, f := range there {
		now.Findings = append(now.Findings, f)
	}
	slices.SortFunc(now.Findings, func(a, b Finding) int { return cmp.Or(a.compare(&b), strings.Compare(a.Known, b.Known)) })
	for i := range now.Findings {
		id := now.Findings[i].Vulnerability
		if i > 0 && now.Findings[i-1].Vulnerability == id {
			continue
		}
		f, err := facts(id)
		if err != nil {
			return nil, err
		}
		if f == nil {
			f = old.Facts(id)
		}
		if f != nil {
			now.Vulnerabilities = append(now.Vulnerabilities, *f)
		}
	}
	return now, nil
}

// Facts are what was known of a vulnerability when it was last looked for; nil where nothing was.
func (f *Findings) Facts(id string) *postmarket.Facts {
	i, ok := slices.BinarySearchFunc(f.Vulnerabilities, id, func(v postmarket.Facts, id string) int { return strings.Compare(v.ID, id) })
	if !ok {
		return nil
	}
	return &f.Vulnerabilities[i]
}

// Write writes the findings as JSON.
func (f *Findings) Write(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	return e.Encode(f)
}

// maxFindings bounds a file of findings, in bytes.
const maxFindings = 256 << 20

// ReadFindings reads what Write wrote.
func ReadFindings(r io.Reader) (*Findings, error) {
	src, err := io.ReadAll(io.LimitReader(r, maxFindings+1))
	if err != nil {
		return nil, err
	}
	if len(src) > maxFindings {
		return nil, fmt.Errorf("the file is larger than %d MiB", maxFindings>>20)
	}
	f := &Findings{}
	d := json.NewDecoder(bytes.NewReader(src))
	d.DisallowUnknownFields()
	if err := d.Decode(f); err != nil {
		return nil, err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the findings")
	}
	if f.Cordon != Version {
		return nil, fmt.Errorf("it is of version %d, and this program reads version %d", f.Cordon, Version)
	}
	for i := range f.Findings {
		x := &f.Findings[i]
		for _, at := range []string{x.Known, x.Gone} {
			if _, err := civil.Parse(at); err != nil && (at != "" || x.Known == "") {
				return nil, fmt.Errorf("%s in %s: %w", x.Vulnerability, x.Inventory, err)
			}
		}
	}
	slices.SortFunc(f.Vulnerabilities, func(a, b postmarket.Facts) int { return strings.Compare(a.ID, b.ID) })
	return f, nil
}
