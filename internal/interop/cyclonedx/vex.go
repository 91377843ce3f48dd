package cyclonedx

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"cordon/internal/postmarket"
)

// What the format has no member for is kept in properties. Other programs do not read them.
const (
	ours          = "cordon:vex:"
	ofID          = ours + "id"
	ofTitle       = ours + "title"
	ofRole        = ours + "role"
	ofTLP         = ours + "tlp"
	ofCategory    = ours + "publisher-category"
	ofIssued      = ours + "issued"
	ofNote        = ours + "note"
	ofEdition     = ours + "edition" // JSON
	ofName        = ours + "vulnerability-title"
	ofHarm        = ours + "patient-harm"
	ofStatusNotes = ours + "status-notes"
	ofAttacks     = ours + "attacks"
	ofBy          = ours + "decided-by"
	ofActionDate  = ours + "action-date"
	ofReason      = ours + "reason"
	ofRemedy      = ours + "remedy" // JSON
	ofModel       = ours + "model-number"
	ofSerial      = ours + "serial-number"
	ofUDI         = ours + "udi"
	ofRange       = ours + "range"
)

type vexDocument struct {
	Schema          string             `json:"$schema"`
	Format          string             `json:"bomFormat"`
	Spec            string             `json:"specVersion"`
	Serial          string             `json:"serialNumber,omitempty"`
	Version         int                `json:"version"`
	Metadata        vexMetadata        `json:"metadata"`
	Components      []vexComponent     `json:"components,omitempty"`
	Vulnerabilities []vexVulnerability `json:"vulnerabilities"`
}

type vexMetadata struct {
	Timestamp    string           `json:"timestamp,omitempty"`
	Tools        *vexTools        `json:"tools,omitempty"`
	Authors      []vexContact     `json:"authors,omitempty"`
	Component    *vexComponent    `json:"component,omitempty"`
	Manufacturer *vexOrganization `json:"manufacturer,omitempty"`
	Properties   []vexProperty    `json:"properties,omitempty"`
}

type vexTools struct {
	Components []vexComponent `json:"components"`
}

type vexContact struct {
	Name  string `json:"name,omitempty"`
	Email string `json:"email,omitempty"`
}

type vexOrganization struct {
	Name    string       `json:"name,omitempty"`
	URL     []string     `json:"url,omitempty"`
	Contact []vexContact `json:"contact,omitempty"`
}

type vexProperty struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

type vexComponent struct {
	Type       string           `json:"type"`
	Ref        string           `json:"bom-ref,omitempty"`
	Supplier   *vexOrganization `json:"supplier,omitempty"`
	Name       string           `json:"name"`
	Version    string           `json:"version,omitempty"`
	CPE        string           `json:"cpe,omitempty"`
	PURL       string           `json:"purl,omitempty"`
	External   []vexExternal    `json:"externalReferences,omitempty"`
	Components []vexComponent   `json:"components,omitempty"`
	Properties []vexProperty    `json:"properties,omitempty"`
}

type vexExternal struct {
	Type string `json:"type"`
	URL  string `json:"url"`
}

type vexVulnerability struct {
	ID             string         `json:"id"`
	References     []vexReference `json:"references,omitempty"`
	Ratings        []vexRating    `json:"ratings,omitempty"`
	CWEs           []int          `json:"cwes,omitempty"`
	Description    string         `json:"description,omitempty"`
	Recommendation string         `json:"recommendation,omitempty"`
	Workaround     string         `json:"workaround,omitempty"`
	Advisories     []vexAdvisory  `json:"advisories,omitempty"`
	Published      string         `json:"published,omitempty"`
	Analysis       vexAnalysis    `json:"analysis"`
	Affects        []vexAffects   `json:"affects"`
	Properties     []vexProperty  `json:"properties,omitempty"`
}

type vexReference struct {
	ID     string    `json:"id"`
	Source vexSource `json:"source"`
}

type vexSource struct {
	Name string `json:"name"`
}

type vexRating struct {
	Method string `json:"method"`
	Vector string `json:"vector"`
}

type vexAdvisory struct {
	URL string `json:"url"`
}

type vexAnalysis struct {
	State         string                `json:"state"`
	Justification string                `json:"justification,omitempty"`
	Response      []postmarket.Response `json:"response,omitempty"`
	Detail        string                `json:"detail,omitempty"`
	FirstIssued   string                `json:"firstIssued,omitempty"`
	LastUpdated   string                `json:"lastUpdated,omitempty"`
}

type vexAffects struct {
	Ref      string       `json:"ref"`
	Versions []vexVersion `json:"versions,omitempty"`
}

type vexVersion struct {
	Version string `json:"version,omitempty"`
	Range   string `json:"range,omitempty"`
	Status  string `json:"status"`
}

// WriteVEX writes a VEX document as CycloneDX 1.6 in JSON, with a vulnerability for each statement. The same document gives the same bytes: the serial
// number is made from the id, or from what the document says. What a product is called in a bill of materials is what it is called here, too, where
// that is known. VEXLosses says what the format cannot hold.
func WriteVEX(w io.Writer, v *postmarket.VEX) error {
	d := layVEX(v)
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(d); err != nil {
		return fmt.Errorf("write CycloneDX: %w", err)
	}
	return nil
}

func layVEX(v *postmarket.VEX) vexDocument {
	d := vexDocument{
		Schema: "http://cyclonedx.org/schema/bom-1.6.schema.json", Format: "CycloneDX", Spec: "1.6", Version: max(v.Version, 1), Metadata: layMetadata(v), Vulnerabilities: []vexVulnerability{},
	}
	list, at, parts := []vexComponent{}, map[string]int{}, map[string]bool{}
	for i := range v.Statements {
		s := &v.Statements[i]
		key := s.Product.Key()
		n, known := at[key]
		if !known {
			n = len(list)
			at[key] = n
			list = append(list, layComponent(&s.Product, ""))
		}
		if s.Component != nil {
			part := layComponent(s.Component, key)
			if !parts[part.Ref] {
				parts[part.Ref] = true
				list[n].Components = append(list[n].Components, part)
			}
		}
		d.Vulnerabilities = append(d.Vulnerabilities, layVulnerability(s))
	}
	if len(list) == 1 {
		d.Metadata.Component = &list[0]
	} else {
		d.Components = list
	}
	switch {
	case serialForm.MatchString(v.ID):
		d.Serial = v.ID
	case v.ID != "":
		d.Serial = serial([]byte(v.ID))
	default:
		text, _ := json.Marshal(d) // texts and numbers only, which always can be written
		d.Serial = serial(text)
	}
	return d
}

var serialForm = regexp.MustCompile(`^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)

// serial is a UUID of version 8 (RFC 9562), made from a text.
func serial(text []byte) string {
	sum := sha256.Sum256(text)
	sum[6] = sum[6]&0x0f | 0x80
	sum[8] = sum[8]&0x3f | 0x80
	x := hex.EncodeToString(sum[:16])
	return "urn:uuid:" + x[:8] + "-" + x[8:12] + "-" + x[12:16] + "-" + x[16:20] + "-" + x[20:]
}

// properties collects those that are not empty.
type properties []vexProperty

func (p *properties) add(name string, values ...string) {
	for _, v := range values {
		if v != "" {
			*p = append(*p, vexProperty{name, v})
		}
	}
}

func layMetadata(v *postmarket.VEX) vexMetadata {
	m := vexMetadata{Timestamp: cmp.Or(v.Updated, v.Issued)}
	if v.Tooling != "" {
		m.Tools = &vexTools{Components: []vexComponent{{Type: "application", Name: v.Tooling}}}
	}
	if v.Author != "" {
		m.Authors = []vexContact{{Name: v.Author}}
	}
	if p := v.Publisher; p.Name != "" || p.Namespace != "" || p.Contact != "" {
		m.Manufacturer = &vexOrganization{Name: p.Name}
		if p.Namespace != "" {
			m.Manufacturer.URL = []string{p.Namespace}
		}
		switch {
		case emailForm.MatchString(p.Contact):
			m.Manufacturer.Contact = []vexContact{{Email: p.Contact}}
		case p.Contact != "":
			m.Manufacturer.Contact = []vexContact{{Name: p.Contact}}
		}
	}
	var out properties
	if !serialForm.MatchString(v.ID) {
		out.add(ofID, v.ID)
	}
	out.add(ofTitle, v.Title)
	out.add(ofRole, v.Role)
	out.add(ofTLP, string(v.TLP))
	out.add(ofCategory, string(v.Publisher.Category))
	if v.Updated != "" {
		out.add(ofIssued, v.Issued)
	}
	out.add(ofNote, v.Notes...)
	for _, e := range v.History {
		out.add(ofEdition, compact(e))
	}
	m.Properties = out
	return m
}

var emailForm = regexp.MustCompile(`^[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$`)

// compact is a value of texts and numbers as JSON in one line.
func compact(v any) string {
	text, _ := json.Marshal(v)
	return string(text)
}

// layComponent is a product, or a part of another one. Its name in the document is its key; that of a part stands behind the product's.
func layComponent(p *postmarket.ProductRef, of string) vexComponent {
	c := vexComponent{Type: componentType(p), Ref: refIn(p, of), Name: cmp.Or(p.Name, p.Key()), Version: p.Version, CPE: p.CPE, PURL: p.PURL}
	if p.Supplier != "" {
		c.Supplier = &vexOrganization{Name: p.Supplier}
	}
	if p.BOM != "" {
		c.External = []vexExternal{{"bom", p.BOM}}
	}
	var out properties
	out.add(ofModel, p.ModelNumbers...)
	out.add(ofSerial, p.Serials...)
	out.add(ofUDI, p.UDI)
	out.add(ofRange, p.Range)
	c.Properties = out
	return c
}

func refIn(p *postmarket.ProductRef, of string) string {
	if of == "" {
		return p.Key()
	}
	return of + "#" + p.Key()
}

// componentType is the nearest word for what is not said.
func componentType(p *postmarket.ProductRef) string {
	switch {
	case p.UDI != "" || len(p.ModelNumbers)+len(p.Serials) > 0 || strings.HasPrefix(p.CPE, "cpe:2.3:h:"):
		return "device"
	case strings.HasPrefix(p.CPE, "cpe:2.3:o:"):
		return "firmware"
	case p.PURL != "":
		return "library"
	}
	return "application"
}

var states = map[postmarket.VEXStatus]string{
	postmarket.StatusAffected: "exploitable", postmarket.StatusNotAffected: "not_affected", postmarket.StatusFixed: "resolved", postmarket.StatusUnderInvestigation: "in_triage",
}

// versionStatus is what a status is to one version of a product.
var versionStatus = map[postmarket.VEXStatus]string{
	postmarket.StatusAffected: "affected", postmarket.StatusNotAffected: "unaffected", postmarket.StatusFixed: "unaffected", postmarket.StatusUnderInvestigation: "unknown",
}

func layVulnerability(s *postmarket.Statement) vexVulnerability {
	x := &s.Vulnerability
	fine, _ := s.Fine()
	out := vexVulnerability{
		ID: x.ID, Description: x.Summary, Published: x.Published,
		Analysis: vexAnalysis{State: states[s.Status], Justification: string(fine), Response: s.Response, Detail: s.Notes, FirstIssued: s.Issued, LastUpdated: s.Updated},
	}
	for _, a := range x.Aliases {
		head, _, _ := strings.Cut(a, "-")
		out.References = append(out.References, vexReference{a, vexSource{head}})
	}
	for _, v := range x.Vectors {
		out.Ratings = append(out.Ratings, vexRating{method(v), v})
	}
	for _, w := range x.CWEs {
		if n, err := strconv.Atoi(strings.TrimPrefix(w, "CWE-")); err == nil && n > 0 {
			out.CWEs = append(out.CWEs, n)
		}
	}
	for _, url := range x.References {
		out.Advisories = append(out.Advisories, vexAdvisory{url})
	}
	out.Recommendation, out.Workaround = s.ActionText(), workaround(s)
	out.Affects = []vexAffects{affects(s)}
	var p properties
	p.add(ofName, x.Title)
	p.add(ofHarm, s.Harm)
	if s.Status == postmarket.StatusNotAffected { // the detail is why
		out.Analysis.Detail = s.Impact
		p.add(ofStatusNotes, s.Notes)
	}
	p.add(ofAttacks, s.Exploited)
	p.add(ofBy, s.By)
	p.add(ofActionDate, s.ActionDate)
	p.add(ofReason, string(s.Reason))
	for _, r := range s.Remedies {
		p.add(ofRemedy, compact(r))
	}
	out.Properties = p
	return out
}

// affects names what a statement is about: by its place in a bill of materials where that is known.
func affects(s *postmarket.Statement) vexAffects {
	p, ref := &s.Product, refIn(&s.Product, "")
	if s.Component != nil {
		p, ref = s.Component, refIn(s.Component, ref)
	}
	a := vexAffects{Ref: cmp.Or(p.BOM, ref)}
	switch {
	case p.Version != "":
		a.Versions = []vexVersion{{Version: p.Version, Status: versionStatus[s.Status]}}
	case p.Range != "":
		a.Versions = []vexVersion{{Range: p.Range, Status: versionStatus[s.Status]}}
	}
	return a
}

func workaround(s *postmarket.Statement) string {
	var out []string
	for _, r := range s.Remedies {
		if r.Category == postmarket.Workaround {
			out = append(out, r.Details)
		}
	}
	return strings.Join(out, "\n")
}

// methods are the names of versions of CVSS, by what their vectors begin with.
var methods = []struct{ prefix, name string }{{"CVSS:4.0/", "CVSSv4"}, {"CVSS:3.1/", "CVSSv31"}, {"CVSS:3.0/", "CVSSv3"}, {"AV:", "CVSSv2"}, {"", "other"}}

func method(vector string) string {
	for _, m := range methods {
		if strings.HasPrefix(vector, m.prefix) {
			return m.name
		}
	}
	return ""
}

// VEXLosses says what of a document the format cannot hold, or holds in properties that only this program reads.
func VEXLosses(v *postmarket.VEX) []string {
	var l postmarket.Losses
	l.Add(v.ID != "" && !serialForm.MatchString(v.ID), "the id %s, other than as a property", v.ID)
	l.Add(v.Title != "" || v.Role != "" || len(v.Notes) > 0, "title, role of the author and notes of the document, other than as properties")
	l.Add(v.TLP != "" && v.TLP != postmarket.TLPClear, "TLP:%s, the limit of sharing, other than as a property", v.TLP)
	l.Add(len(v.History) > 0, "the history, other than as properties")
	for i := range v.Statements {
		s := &v.Statements[i]
		if fine, exact := s.Fine(); !exact {
			l.Add(fine != "", "%s: the reason %s is written as %s, which is the nearest, and as a property", s.Label(), s.Reason, fine)
			l.Add(fine == "", "%s: the reason %s, other than as a property", s.Label(), s.Reason)
		}
		l.Add(s.Vulnerability.Title != "", "titles of vulnerabilities, other than as properties")
		l.Add(s.Harm != "" || s.By != "" || s.Exploited != "" || s.ActionDate != "" || s.Notes != "" && s.Status == postmarket.StatusNotAffected, "what it means for patients, who decided, notes, attacks and dates of actions, other than as properties")
		l.Add(len(s.Remedies) > 0, "remedies, other than as one text and as properties")
		for _, p := range []*postmarket.ProductRef{&s.Product, s.Component} {
			l.Add(p != nil && (len(p.ModelNumbers)+len(p.Serials) > 0 || p.UDI != ""), "model numbers, serial numbers and UDI, other than as properties")
		}
	}
	return l.List()
}
