// Package nvd reads what the National Vulnerability Database publishes of vulnerabilities (API 2.0 and its files), and the corrections that others
// write in the same form (anchore/nvd-data-overrides). Its configurations say which products are concerned; it matches none.
package nvd

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/postmarket"
)

// item is a vulnerability.
type item struct {
	ID           string `json:"id"`
	Published    string `json:"published"`
	Modified     string `json:"lastModified"`
	Status       string `json:"vulnStatus"`
	Descriptions []struct {
		Lang  string `json:"lang"`
		Value string `json:"value"`
	} `json:"descriptions"`
	Metrics    map[string]json.RawMessage `json:"metrics"`
	Weaknesses []struct {
		Description []struct {
			Value string `json:"value"`
		} `json:"description"`
	} `json:"weaknesses"`
	Configurations []Configuration `json:"configurations"`
	KEV            string          `json:"cisaExploitAdd"`
	Due            string          `json:"cisaActionDue"`
}

// annotation is what a correction says of the vulnerability it is for.
type annotation struct {
	ID          string `json:"cve_id"`
	Description string `json:"description"`
	Published   string `json:"published"`
	Modified    string `json:"modified"`
}

// Read reads a correction of one record, or an answer or file of NVD with many. What is wrong is reported under the file, and the rest counts.
func Read(file string, src []byte, ds *diag.List) []postmarket.Advisory {
	at := diag.Pos{File: file}
	d := json.NewDecoder(bytes.NewReader(src))
	var out []postmarket.Advisory
	var one *item
	var about annotation
	err := members(d, func(key string) error {
		switch key {
		case "cve":
			one = new(item)
			return d.Decode(one)
		case "_annotation":
			return d.Decode(&about)
		case "vulnerabilities":
			return items(d, func() error {
				var x struct {
					CVE item `json:"cve"`
				}
				err := d.Decode(&x)
				if err == nil {
					if a, ok := x.CVE.advisory(at, ds); ok {
						out = append(out, a)
					}
				}
				return err
			})
		}
		var skip json.RawMessage
		return d.Decode(&skip)
	})
	if one != nil {
		one.ID, one.Published, one.Modified = cmp.Or(one.ID, about.ID), cmp.Or(one.Published, about.Published), cmp.Or(one.Modified, about.Modified)
		if a, ok := one.advisory(at, ds); ok {
			a.Summary = cmp.Or(a.Summary, postmarket.Brief(about.Description))
			out = append(out, a)
		}
	}
	if err != nil {
		ds.Add(at, diag.FeedForm, "", "after %d records of NVD: %s", len(out), err)
	}
	return out
}

// members goes through the members of an object; see reads each value.
func members(d *json.Decoder, see func(key string) error) error {
	if err := open(d, '{'); err != nil {
		return err
	}
	for d.More() {
		t, err := d.Token()
		if err != nil {
			return err
		}
		key, _ := t.(string)
		if err := see(key); err != nil {
			return err
		}
	}
	_, err := d.Token()
	return err
}

// items goes through the items of a list; see reads each.
func items(d *json.Decoder, see func() error) error {
	if err := open(d, '['); err != nil {
		return err
	}
	for d.More() {
		before := d.InputOffset()
		if err := see(); err != nil {
			return fmt.Errorf("the record at byte %d: %w", before, err)
		}
	}
	_, err := d.Token()
	return err
}

func open(d *json.Decoder, want json.Delim) error {
	t, err := d.Token()
	if err == io.EOF {
		err = io.ErrUnexpectedEOF
	}
	if err == nil && t != want {
		err = fmt.Errorf("%v stands where %v belongs", t, want)
	}
	return err
}

func (x *item) advisory(at diag.Pos, ds *diag.List) (postmarket.Advisory, bool) {
	if !strings.HasPrefix(x.ID, "CVE-") {
		ds.Add(at, diag.FeedForm, "", "a record of NVD has no CVE id, but %.40q", x.ID)
		return postmarket.Advisory{}, false
	}
	id := postmarket.Clean(x.ID)
	a := postmarket.Advisory{ID: id, Source: "NVD", Published: postmarket.Day(x.Published), Modified: postmarket.Clean(x.Modified)}
	for _, d := range x.Descriptions {
		if a.Summary == "" && d.Lang == "en" {
			a.Summary = postmarket.Brief(d.Value)
		}
	}
	if strings.EqualFold(x.Status, "Rejected") {
		a.Withdrawn = cmp.Or(postmarket.Day(x.Modified), a.Published, "1999-01-01")
		return a, true
	}
	for _, w := range x.Weaknesses {
		for _, d := range w.Description {
			if strings.HasPrefix(d.Value, "CWE-") {
				a.CWEs = append(a.CWEs, postmarket.Clean(d.Value))
			}
		}
	}
	for _, m := range metrics {
		a.Severity = append(a.Severity, m.read(x.Metrics[m.key])...)
	}
	if x.KEV != "" {
		a.Exploited = []postmarket.Exploited{{Source: "CISA KEV", Since: postmarket.Day(x.KEV), Due: postmarket.Day(x.Due)}}
	}
	a.Configurations = Configurations(x.Configurations, at, id, ds)
	return a, true
}

// metric is a member of metrics, with the type that OSV calls its ratings.
type metric struct{ key, typ string }

var metrics = []metric{{"cvssMetricV2", "CVSS_V2"}, {"cvssMetricV30", "CVSS_V3"}, {"cvssMetricV31", "CVSS_V3"}, {"cvssMetricV40", "CVSS_V4"}}

func (m metric) read(src json.RawMessage) []postmarket.Severity {
	var list []struct {
		Source string `json:"source"`
		Data   struct {
			Vector string `json:"vectorString"`
		} `json:"cvssData"`
	}
	if len(src) == 0 || json.Unmarshal(src, &list) != nil {
		return nil
	}
	var out []postmarket.Severity
	for _, x := range list {
		if x.Data.Vector != "" {
			out = append(out, postmarket.Severity{Type: m.typ, Score: postmarket.Clean(x.Data.Vector), Source: postmarket.Clean(cmp.Or(x.Source, "nvd@nist.gov"))})
		}
	}
	return out
}
