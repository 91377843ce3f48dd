// Package cve reads records of the CVE program in format 5 (CVEProject/cve-schema), with what authorised data publishers add to them: the container of
// CISA has decision points of SSVC, exploitation, ratings, weaknesses and names of products.
package cve

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/interop/nvd"
	"cordon/internal/postmarket"
)

// MaxRecord bounds a record in bytes.
const MaxRecord = 16 << 20

type record struct {
	DataType string `json:"dataType"`
	About    struct {
		ID        string `json:"cveId"`
		State     string `json:"state"` // PUBLISHED, REJECTED
		Published string `json:"datePublished"`
		Updated   string `json:"dateUpdated"`
		Rejected  string `json:"dateRejected"`
	} `json:"cveMetadata"`
	Containers struct {
		CNA container   `json:"cna"`
		ADP []container `json:"adp"`
	} `json:"containers"`
}

// container is what one organisation says.
type container struct {
	Provider struct {
		Name string `json:"shortName"`
	} `json:"providerMetadata"`
	Title        string `json:"title"`
	Descriptions []text `json:"descriptions"`
	Reasons      []text `json:"rejectedReasons"`
	Problems     []struct {
		Descriptions []struct {
			CWE  string `json:"cweId"`
			Text string `json:"description"`
		} `json:"descriptions"`
	} `json:"problemTypes"`
	Metrics       []metric            `json:"metrics"`
	Affected      []affected          `json:"affected"`
	Applicability []nvd.Configuration `json:"cpeApplicability"`
}

type text struct {
	Lang  string `json:"lang"`
	Value string `json:"value"`
}

type vector struct {
	Vector string `json:"vectorString"`
}

type metric struct {
	V2    *vector `json:"cvssV2_0"`
	V30   *vector `json:"cvssV3_0"`
	V31   *vector `json:"cvssV3_1"`
	V4    *vector `json:"cvssV4_0"`
	Other *struct {
		Type    string          `json:"type"` // ssvc, kev
		Content json.RawMessage `json:"content"`
	} `json:"other"`
}

// Read reads a record. What is wrong is reported under the file; ok says whether there is a record at all.
func Read(file string, src []byte, ds *diag.List) (a postmarket.Advisory, ok bool) {
	at := diag.Pos{File: file}
	if len(src) > MaxRecord {
		ds.Add(at, diag.FeedTooLarge, "", "the record has %d bytes, more than %d", len(src), MaxRecord)
		return a, false
	}
	var r record
	if err := json.Unmarshal(bytes.TrimPrefix(src, []byte("\xef\xbb\xbf")), &r); err != nil {
		ds.Add(at, diag.FeedForm, "", "the CVE record: %s", err)
		return a, false
	}
	if !strings.HasPrefix(r.About.ID, "CVE-") {
		ds.Add(at, diag.FeedForm, "", "the CVE record has no CVE id, but %.40q", r.About.ID)
		return a, false
	}
	a = postmarket.Advisory{
		ID: postmarket.Clean(r.About.ID), Source: "CVE", Published: postmarket.Day(r.About.Published), Modified: postmarket.Clean(r.About.Updated),
	}
	if r.About.State == "REJECTED" {
		a.Withdrawn = cmp.Or(postmarket.Day(r.About.Rejected), postmarket.Day(r.About.Updated), a.Published, "1999-01-01")
		return a, true
	}
	for _, c := range append([]container{r.Containers.CNA}, r.Containers.ADP...) {
		c.read(&a, at, ds)
	}
	slices.Sort(a.Files)
	a.Files = slices.Compact(a.Files)
	return a, true
}

func (c *container) read(a *postmarket.Advisory, at diag.Pos, ds *diag.List) {
	who := postmarket.Clean(c.Provider.Name)
	if a.Summary == "" { // the CNA comes first; titles of the others are those of their containers
		a.Summary = postmarket.Brief(cmp.Or(c.Title, english(c.Descriptions)))
	}
	for _, p := range c.Problems {
		for _, d := range p.Descriptions {
			if id := cmp.Or(d.CWE, weakness(d.Text)); strings.HasPrefix(id, "CWE-") {
				a.CWEs = append(a.CWEs, postmarket.Clean(id))
			}
		}
	}
	for _, m := range c.Metrics {
		for _, x := range []struct {
			typ string
			v   *vector
		}{{"CVSS_V2", m.V2}, {"CVSS_V3", m.V30}, {"CVSS_V3", m.V31}, {"CVSS_V4", m.V4}} {
			if x.v != nil && x.v.Vector != "" {
				a.Severity = append(a.Severity, postmarket.Severity{Type: x.typ, Score: postmarket.Clean(x.v.Vector), Source: who})
			}
		}
		if m.Other != nil {
			other(m.Other.Type, m.Other.Content, who, a)
		}
	}
	for i := range c.Affected {
		c.Affected[i].read(a, at, ds)
	}
	a.Configurations = append(a.Configurations, nvd.Configurations(c.Applicability, at, a.ID, ds)...)
}

// english is the first text in English, or else the first.
func english(all []text) string {
	for _, t := range all {
		if strings.HasPrefix(strings.ToLower(t.Lang), "en") {
			return t.Value
		}
	}
	if len(all) > 0 {
		return all[0].Value
	}
	return ""
}

// weakness is the id of the CWE that a text begins with: older records have no member for it.
func weakness(text string) string {
	rest, ok := strings.CutPrefix(text, "CWE-")
	n := 0
	for n < len(rest) && '0' <= rest[n] && rest[n] <= '9' {
		n++
	}
	if !ok || n == 0 {
		return ""
	}
	return text[:len("CWE-")+n]
}

// other reads metrics that are no CVSS. What has another form than that of CISA is somebody else's, and left out.
func other(typ string, src json.RawMessage, who string, a *postmarket.Advisory) {
	switch strings.ToLower(typ) {
	case "ssvc":
		var c struct {
			Options   []map[string]string `json:"options"`
			Timestamp string              `json:"timestamp"`
		}
		if json.Unmarshal(src, &c) != nil {
			return
		}
		p := postmarket.SSVCPoints{Source: who, Day: postmarket.Day(c.Timestamp)}
		for _, o := range c.Options {
			for name, value := range o {
				p.Set(name, value)
			}
		}
		if p.Known() {
			a.SSVC = append(a.SSVC, p)
		}
	case "kev":
		var c struct {
			Added string `json:"dateAdded"`
		}
		if json.Unmarshal(src, &c) == nil {
			a.Exploited = append(a.Exploited, postmarket.Exploited{Source: "CISA KEV", Since: postmarket.Day(c.Added)})
		}
	}
}
