// Package kev reads catalogues of vulnerabilities that are known to be exploited, in the form of the one of CISA: JSON or CSV.
package kev

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/postmarket"
)

// Source is whose catalogue it is.
const Source = "CISA KEV"

type entry struct {
	ID         string   `json:"cveID"`
	Vendor     string   `json:"vendorProject"`
	Product    string   `json:"product"`
	Name       string   `json:"vulnerabilityName"`
	Added      string   `json:"dateAdded"`
	Due        string   `json:"dueDate"`
	Ransomware string   `json:"knownRansomwareCampaignUse"` // Known, Unknown
	CWEs       []string `json:"cwes"`
}

// Read reads the catalogue in JSON. What is wrong with single entries is reported under the file, and they are left out.
func Read(file string, src []byte, ds *diag.List) []postmarket.Facts {
	var doc struct {
		Entries []json.RawMessage `json:"vulnerabilities"`
	}
	if err := json.Unmarshal(src, &doc); err != nil {
		ds.Add(diag.Pos{File: file}, diag.FeedForm, "", "the catalogue of exploited vulnerabilities: %s", err)
		return nil
	}
	var out []postmarket.Facts
	for i, raw := range doc.Entries {
		var e entry
		err := json.Unmarshal(raw, &e)
		out = e.add(out, file, i+1, err, ds)
	}
	return out
}

// IsCSV tells whether a text looks like the catalogue in CSV.
func IsCSV(src []byte) bool {
	head, _, _ := bytes.Cut(bytes.TrimPrefix(src, []byte("\xef\xbb\xbf")), []byte("\n"))
	return !bytes.ContainsAny(head, "{[") && bytes.Contains(head, []byte("cveID")) && bytes.Contains(head, []byte("dateAdded"))
}

// ReadCSV reads the catalogue in CSV.
func ReadCSV(file string, src []byte, ds *diag.List) []postmarket.Facts {
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(src, []byte("\xef\xbb\xbf"))))
	r.FieldsPerRecord = -1
	columns := map[string]int{}
	var out []postmarket.Facts
	for n := 0; ; n++ {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			at := diag.Pos{File: file}
			if parse := (*csv.ParseError)(nil); errors.As(err, &parse) {
				at.Line, at.Column = parse.Line, parse.Column
			}
			ds.Add(at, diag.FeedForm, "", "the catalogue of exploited vulnerabilities breaks off here: %s", err)
			return out
		}
		if n == 0 {
			for i, name := range row {
				columns[strings.TrimSpace(name)] = i
			}
			continue
		}
		cell := func(name string) string {
			if i, ok := columns[name]; ok && i < len(row) {
				return row[i]
			}
			return ""
		}
		e := entry{
			ID: cell("cveID"), Vendor: cell("vendorProject"), Product: cell("product"), Name: cell("vulnerabilityName"), Added: cell("dateAdded"), Due: cell("dueDate"),
			Ransomware: cell("knownRansomwareCampaignUse"), CWEs: strings.FieldsFunc(cell("cwes"), func(r rune) bool { return r == ',' || r == ' ' }),
		}
		out = e.add(out, file, n, nil, ds)
	}
}

// add checks an entry and adds what it says.
func (e *entry) add(out []postmarket.Facts, file string, number int, err error, ds *diag.List) []postmarket.Facts {
	at := diag.Pos{File: file}
	switch {
	case err != nil:
		ds.Add(at, diag.FeedForm, "", "entry %d of the catalogue of exploited vulnerabilities: %s", number, err)
	case !strings.HasPrefix(e.ID, "CVE-"):
		ds.Add(at, diag.FeedForm, "", "entry %d of the catalogue of exploited vulnerabilities has no CVE id, but %.40q", number, e.ID)
	case postmarket.Day(e.Added) == "":
		ds.Add(at, diag.FeedForm, "", "entry %d of the catalogue of exploited vulnerabilities: %.40q is no day on which %.40s was listed", number, e.Added, e.ID)
	default:
		f := postmarket.Facts{
			ID: postmarket.Clean(e.ID), Summary: postmarket.Brief(e.Name), Sources: []string{Source},
			Exploited: []postmarket.Exploited{{Source: Source, Since: postmarket.Day(e.Added), Due: postmarket.Day(e.Due), Ransomware: strings.EqualFold(e.Ransomware, "Known")}},
		}
		for _, c := range e.CWEs {
			f.CWEs = append(f.CWEs, postmarket.Clean(c))
		}
		return append(out, f)
	}
	return out
}
