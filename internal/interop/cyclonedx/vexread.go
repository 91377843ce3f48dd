package cyclonedx

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"strconv"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/jsontext"
	"cordon/internal/postmarket"
)

// mostStatements bounds what a document unfolds to: each version of each component of a vulnerability is a statement.
const mostStatements = 100_000

// IsVEX tells whether a JSON object looks like a document of CycloneDX that speaks of vulnerabilities.
func IsVEX(root *jsontext.Value) bool {
	format := root.Step("bomFormat")
	return format != nil && format.Text == "CycloneDX" && root.Step("vulnerabilities") != nil
}

// ReadVEX reads what a document in JSON says of vulnerabilities; File is its name in diagnostics. Of components it takes what names them. A component
// of the document's subject, or within another component, is a part of that. It is nil where the file holds no such document.
func ReadVEX(file string, src []byte, ds *diag.List) *postmarket.VEX {
	f, root, ok := jsontext.ReadForm(file, src, 64, jsontext.FormCodes{Malformed: diag.VexJSON, TooLarge: diag.VexTooLarge, Wrong: diag.VexForm, LeftOut: diag.VexLeftOut}, ds)
	if !ok {
		return nil
	}
	if !IsVEX(&root) {
		f.Report(root.At, diag.VexUnknown, `such a document has "bomFormat": "CycloneDX" and "vulnerabilities"`, "the file is no document of CycloneDX with vulnerabilities")
		return nil
	}
	r := &vexReader{Form: f, doc: &postmarket.VEX{Version: 1}, refs: map[string]subject{}, links: map[string][]subject{}}
	d := r.doc
	var components, vulnerabilities *jsontext.Value
	skip := jsontext.Ignore
	f.Object(&root, jsontext.Members{
		"$schema": skip, "bomFormat": skip, "specVersion": r.spec, "serialNumber": f.Text(&d.ID), "version": r.version,
		"metadata": r.metadata, "dependencies": skip, "compositions": skip, "services": skip,
		"components": func(v *jsontext.Value) { components = v }, "vulnerabilities": func(v *jsontext.Value) { vulnerabilities = v },
	})
	if components != nil { // the subject, which they are parts of, may stand behind them
		f.Below("components", func() { r.top(components) })
	}
	f.Below("vulnerabilities", func() { f.Each(vulnerabilities, r.vulnerability) })
	return d
}

type vexReader struct {
	*jsontext.Form
	doc   *postmarket.VEX
	root  *postmarket.ProductRef // the subject of the document
	refs  map[string]subject
	links map[string][]subject // by place in a bill of materials
	full  bool
}

// subject is a component of the document, and the product that it is a part of.
type subject struct {
	product postmarket.ProductRef
	part    *postmarket.ProductRef
}

func (s *subject) named() *postmarket.ProductRef {
	if s.part != nil {
		return s.part
	}
	return &s.product
}

func (r *vexReader) spec(v *jsontext.Value) {
	if !slices.Contains([]string{"1.4", "1.5", "1.6", "1.7"}, v.Text) {
		r.Report(v.At, diag.VexLeftOut, "known are 1.4 to 1.7", "the document is of version %.40q of CycloneDX, of which no vulnerabilities are known", v.Text)
	}
}

func (r *vexReader) version(v *jsontext.Value) {
	n, err := strconv.Atoi(v.Text)
	if err != nil || n < 1 || v.Kind != jsontext.Number {
		r.Report(v.At, diag.VexForm, "the first version is 1", "%s is no whole number from 1", r.Where())
		return
	}
	r.doc.Version = n
}

func (r *vexReader) metadata(v *jsontext.Value) {
	d := r.doc
	var supplier postmarket.Publisher
	stamp := ""
	r.Object(v, jsontext.Members{
		"timestamp": r.Text(&stamp), "tools": r.tools, "component": r.subject, "lifecycles": jsontext.Ignore,
		"authors": func(v *jsontext.Value) {
			r.Each(v, func(v *jsontext.Value) {
				c := vexContact{}
				r.contact(v, &c)
				if c.Name != "" && d.Author != "" {
					d.Author += ", "
				}
				d.Author += c.Name
			})
		},
		"manufacturer": func(v *jsontext.Value) { r.publisher(v, &d.Publisher) },
		"supplier":     func(v *jsontext.Value) { r.publisher(v, &supplier) },
		"properties": func(v *jsontext.Value) {
			r.properties(v, map[string]func(string){
				ofID: set(&d.ID), ofTitle: set(&d.Title), ofRole: set(&d.Role), ofTLP: set((*string)(&d.TLP)), ofCategory: set((*string)(&d.Publisher.Category)), ofIssued: set(&d.Issued),
				ofNote: func(s string) { d.Notes = append(d.Notes, s) }, ofEdition: func(s string) { value(r, v, s, &d.History) },
			})
		},
	})
	if d.Issued == "" {
		d.Issued = stamp
	} else {
		d.Updated = stamp
	}
	if d.Publisher.Name == "" && supplier.Name != "" {
		supplier.Category = d.Publisher.Category
		d.Publisher = supplier
	}
}

func set(to *string) func(string) { return func(s string) { *to = s } }

// value adds a value that a property holds as JSON.
func value[T any](r *vexReader, at *jsontext.Value, text string, to *[]T) {
	var x T
	if err := json.Unmarshal([]byte(text), &x); err != nil {
		r.Report(at.At, diag.VexForm, "write it with this program", "%s: a property has not the form that it should have", r.Where())
		return
	}
	*to = append(*to, x)
}

// properties reads those that are known. Others are of other programs.
func (r *vexReader) properties(v *jsontext.Value, known map[string]func(string)) {
	r.Each(v, func(v *jsontext.Value) {
		var p vexProperty
		r.Object(v, jsontext.Members{"name": r.Text(&p.Name), "value": r.Text(&p.Value)})
		switch read, ok := known[p.Name]; {
		case ok:
			read(p.Value)
		default:
			r.Report(v.At, diag.VexLeftOut, "", "the property %.80q is not read", p.Name)
		}
	})
}

func (r *vexReader) publisher(v *jsontext.Value, to *postmarket.Publisher) {
	var urls []string
	r.Object(v, jsontext.Members{"name": r.Text(&to.Name), "url": r.Texts(&urls), "bom-ref": jsontext.Ignore, "contact": func(v *jsontext.Value) {
		r.Each(v, func(v *jsontext.Value) {
			var c vexContact
			r.contact(v, &c)
			to.Contact = cmp.Or(to.Contact, c.Email, c.Name)
		})
	}})
	if len(urls) > 0 {
		to.Namespace = urls[0]
	}
}

func (r *vexReader) contact(v *jsontext.Value, to *vexContact) {
	r.Object(v, jsontext.Members{"name": r.Text(&to.Name), "email": r.Text(&to.Email), "phone": jsontext.Ignore, "bom-ref": jsontext.Ignore})
}

// tools are a list of programs up to 1.4, and later two lists.
func (r *vexReader) tools(v *jsontext.Value) {
	var names []string
	tool := func(v *jsontext.Value) {
		var name, version string
		r.Object(v, jsontext.Members{"name": r.Text(&name), "version": r.Text(&version), "*": jsontext.Ignore})
		names = append(names, strings.TrimSpace(name+" "+version))
	}
	list := func(v *jsontext.Value) { r.Each(v, tool) }
	if v.Kind == jsontext.List {
		list(v)
	} else {
		r.Object(v, jsontext.Members{"components": list, "services": list})
	}
	r.doc.Tooling = strings.Join(names, ", ")
}

// subject reads what the document is about. Its components are parts of it.
func (r *vexReader) subject(v *jsontext.Value) {
	p, nested := r.component(v, nil)
	r.root = &p
	r.keep(subject{product: p})
	r.parts(nested, subject{product: p})
}

// top reads the components of the document: parts of the subject, where there is one.
func (r *vexReader) top(v *jsontext.Value) {
	r.Each(v, func(v *jsontext.Value) {
		p, nested := r.component(v, r.root)
		s := subject{product: p}
		if r.root != nil {
			s = subject{*r.root, &p}
		}
		r.keep(s)
		r.parts(nested, s)
	})
}

// parts reads components within a component. Of a part of a part, the outermost component is the product.
func (r *vexReader) parts(v *jsontext.Value, of subject) {
	if v == nil {
		return
	}
	r.Each(v, func(v *jsontext.Value) {
		p, nested := r.component(v, &of.product)
		s := subject{of.product, &p}
		r.keep(s)
		r.parts(nested, s)
	})
}

func (r *vexReader) keep(s subject) {
	p := s.named()
	ref := p.ID
	if s.part != nil {
		full := s.product.ID + "#" + p.ID
		if _, twice := r.refs[full]; !twice {
			r.refs[full] = s
		}
	}
	if _, twice := r.refs[ref]; !twice {
		r.refs[ref] = s
	}
	if p.BOM != "" {
		r.links[p.BOM] = append(r.links[p.BOM], s)
	}
}

func (r *vexReader) component(v *jsontext.Value, of *postmarket.ProductRef) (p postmarket.ProductRef, nested *jsontext.Value) {
	var ref, group, name string
	var supplier postmarket.Publisher
	r.Object(v, jsontext.Members{
		"bom-ref": r.Text(&ref), "group": r.Text(&group), "name": r.Text(&name), "version": r.Text(&p.Version), "cpe": r.Text(&p.CPE), "purl": r.Text(&p.PURL),
		"supplier": func(v *jsontext.Value) { r.publisher(v, &supplier) },
		"externalReferences": func(v *jsontext.Value) {
			r.Each(v, func(v *jsontext.Value) {
				var x vexExternal
				r.Object(v, jsontext.Members{"type": r.Text(&x.Type), "url": r.Text(&x.URL), "*": jsontext.Ignore})
				if x.Type == "bom" {
					p.BOM = x.URL
				}
			})
		},
		"properties": func(v *jsontext.Value) {
			known := map[string]func(string){
				ofModel: func(s string) { p.ModelNumbers = append(p.ModelNumbers, s) }, ofSerial: func(s string) { p.Serials = append(p.Serials, s) }, ofUDI: set(&p.UDI), ofRange: set(&p.Range),
			}
			r.Each(v, func(v *jsontext.Value) {
				var x vexProperty
				r.Object(v, jsontext.Members{"name": r.Text(&x.Name), "value": r.Text(&x.Value)})
				if read := known[x.Name]; read != nil {
					read(x.Value)
				}
			})
		},
		"components": func(v *jsontext.Value) { nested = v },
		"*":          jsontext.Ignore,
	})
	p.Supplier = supplier.Name
	p.ID = ref
	if of != nil {
		p.ID = strings.TrimPrefix(ref, of.ID+"#")
	}
	if p.Name = strings.TrimPrefix(group+"/"+name, "/"); p.Name == p.ID {
		p.Name = ""
	}
	p.ID = p.Key()
	return p, nested
}

func (r *vexReader) vulnerability(v *jsontext.Value) {
	s := postmarket.Statement{At: r.Place(v.At)}
	x := &s.Vulnerability
	var state, detail, recommendation, workaround, source string
	var about []postmarket.Statement
	var affects *jsontext.Value
	var ratings []vexRating
	r.Object(v, jsontext.Members{
		"bom-ref": jsontext.Ignore, "id": r.Text(&x.ID), "description": r.Text(&x.Summary), "published": r.Text(&x.Published), "created": jsontext.Ignore, "updated": jsontext.Ignore,
		"recommendation": r.Text(&recommendation), "workaround": r.Text(&workaround),
		"source": func(v *jsontext.Value) {
			r.Object(v, jsontext.Members{"name": jsontext.Ignore, "url": r.Text(&source)})
		},
		"references": func(v *jsontext.Value) {
			r.Each(v, func(v *jsontext.Value) {
				var id string
				r.Object(v, jsontext.Members{"id": r.Text(&id), "source": jsontext.Ignore})
				x.Aliases = append(x.Aliases, id)
			})
		},
		"ratings": func(v *jsontext.Value) { r.Each(v, func(v *jsontext.Value) { r.rating(v, &ratings) }) },
		"cwes": func(v *jsontext.Value) {
			r.Each(v, func(v *jsontext.Value) {
				if r.Is(v, jsontext.Number) {
					x.CWEs = append(x.CWEs, "CWE-"+v.Text)
				}
			})
		},
		"advisories": func(v *jsontext.Value) {
			r.Each(v, func(v *jsontext.Value) {
				var url string
				r.Object(v, jsontext.Members{"url": r.Text(&url), "title": jsontext.Ignore})
				x.References = append(x.References, url)
			})
		},
		"analysis": func(v *jsontext.Value) {
			r.Object(v, jsontext.Members{
				"state": jsontext.Word(r.Form, &state, slices.Sorted(maps.Keys(statusOf))), "justification": jsontext.Word(r.Form, &s.Justification, justifications()), "detail": r.Text(&detail),
				"response": func(v *jsontext.Value) {
					r.Each(v, func(v *jsontext.Value) {
						var word postmarket.Response
						jsontext.Word(r.Form, &word, postmarket.Responses)(v)
						if word != "" && !slices.Contains(s.Response, word) {
							s.Response = append(s.Response, word)
						}
					})
				},
				"firstIssued": r.Text(&s.Issued), "lastUpdated": r.Text(&s.Updated),
			})
		},
		"affects": func(v *jsontext.Value) { affects = v },
		"properties": func(v *jsontext.Value) {
			r.properties(v, map[string]func(string){
				ofName: set(&x.Title), ofHarm: set(&s.Harm), ofStatusNotes: set(&s.Notes), ofAttacks: set(&s.Exploited), ofBy: set(&s.By), ofActionDate: set(&s.ActionDate), ofReason: set((*string)(&s.Reason)),
				ofRemedy: func(text string) { value(r, v, text, &s.Remedies) },
			})
		},
	})
	if source != "" && !slices.Contains(x.References, source) {
		x.References = append(x.References, source)
	}
	for _, v := range ratings {
		if !slices.Contains(x.Vectors, v.Vector) {
			x.Vectors = append(x.Vectors, v.Vector)
		}
	}
	if bare := (postmarket.Statement{Reason: s.Reason}); s.Reason != "" {
		if fine, _ := bare.Fine(); fine == s.Justification {
			s.Justification = ""
		}
	}
	said := words{state: state, detail: detail, recommendation: recommendation, workaround: workaround}
	if affects != nil {
		r.Below("affects", func() { r.affects(affects, state, &about) })
	}
	r.statements(v, s, said, about)
}

// words are what a vulnerability says, which means other things with other states.
type words struct{ state, detail, recommendation, workaround string }

func justifications() []postmarket.Justification {
	var out []postmarket.Justification
	for _, c := range postmarket.Correspondences {
		out = append(out, c.Justification)
	}
	return out
}

var statusOf = map[string]postmarket.VEXStatus{
	"exploitable": postmarket.StatusAffected, "not_affected": postmarket.StatusNotAffected, "false_positive": postmarket.StatusNotAffected, "resolved": postmarket.StatusFixed,
	"resolved_with_pedigree": postmarket.StatusFixed, "in_triage": postmarket.StatusUnderInvestigation,
}

// rating keeps vectors. In documents of others those of version 3 often lack what they begin with.
func (r *vexReader) rating(v *jsontext.Value, to *[]vexRating) {
	var x vexRating
	r.Object(v, jsontext.Members{"method": r.Text(&x.Method), "vector": r.Text(&x.Vector), "source": jsontext.Ignore, "score": jsontext.Ignore, "severity": jsontext.Ignore, "justification": jsontext.Ignore})
	if x.Vector == "" {
		r.Report(v.At, diag.VexLeftOut, "", "%s: a rating without a vector is not read", r.Where())
		return
	}
	for _, m := range methods {
		if m.name == x.Method && strings.HasPrefix(m.prefix, "CVSS:") && strings.HasPrefix(x.Vector, "AV:") {
			x.Vector = m.prefix + x.Vector
		}
	}
	*to = append(*to, x)
}

// affects lists what a vulnerability is about: a statement for each version of each component, with a status where the version has one of its own.
func (r *vexReader) affects(v *jsontext.Value, state string, to *[]postmarket.Statement) {
	r.Each(v, func(v *jsontext.Value) {
		var ref string
		var versions []vexVersion
		r.Object(v, jsontext.Members{"ref": r.Text(&ref), "versions": func(v *jsontext.Value) {
			r.Each(v, func(v *jsontext.Value) {
				var x vexVersion
				r.Object(v, jsontext.Members{"version": r.Text(&x.Version), "range": r.Text(&x.Range), "status": jsontext.Word(r.Form, &x.Status, []string{"affected", "unaffected", "unknown"})})
				versions = append(versions, x)
			})
		}})
		if len(versions) == 0 {
			versions = []vexVersion{{}}
		}
		for _, x := range versions {
			s := postmarket.Statement{Status: statusOf[state], At: r.Place(v.At)}
			s.Product, s.Component = r.named(v, ref, x)
			if own := ofVersion[x.Status]; own != "" && versionStatus[s.Status] != x.Status {
				s.Status = own
			}
			*to = append(*to, s)
		}
	})
}

// ofVersion is the status of a version that has another one than the vulnerability as a whole.
var ofVersion = map[string]postmarket.VEXStatus{"affected": postmarket.StatusAffected, "unaffected": postmarket.StatusNotAffected, "unknown": postmarket.StatusUnderInvestigation}

// named is the component of a reference, in the version that is meant.
func (r *vexReader) named(at *jsontext.Value, ref string, x vexVersion) (postmarket.ProductRef, *postmarket.ProductRef) {
	candidates := r.links[ref]
	if s, ok := r.refs[ref]; ok {
		candidates = append([]subject{s}, candidates...)
	}
	for _, s := range candidates {
		if p := s.named(); x == (vexVersion{}) || x.Version == p.Version && (x.Range == p.Range || x.Range == "") {
			return s.product, s.part
		}
	}
	s := subject{product: postmarket.ProductRef{ID: ref}}
	switch {
	case len(candidates) > 0:
		s = candidates[0]
	case strings.HasPrefix(ref, "urn:cdx:"):
		s.product.BOM = ref
	default:
		r.Report(at.At, diag.VexForm, "it is the bom-ref of a component of the document, or a BOM-Link", "%s: the document has no component %.80q", r.Where(), ref)
	}
	if s.part != nil {
		part := *s.part
		s.part = &part
	}
	if p := s.named(); x.Version+x.Range != "" {
		p.ID, p.Version, p.Range = ref+"@"+x.Version+x.Range, x.Version, x.Range
		p.CPE, p.PURL = "", "" // they are of another version
	}
	return s.product, s.part
}

// statements says for each of what a vulnerability is about what its words mean with its status.
func (r *vexReader) statements(v *jsontext.Value, s postmarket.Statement, said words, about []postmarket.Statement) {
	if len(about) == 0 {
		r.Report(v.At, diag.VexLeftOut, "", "%s names nothing that is affected or not, and is not read", r.Where())
	}
	for _, a := range about {
		switch {
		case a.Status == "":
			r.Report(v.At, diag.VexLeftOut, "a VEX document says it under analysis", "%s has no state, and is not read", r.Where())
			return
		case len(r.doc.Statements) == mostStatements:
			if !r.full {
				r.full = true
				r.Report(v.At, diag.VexTooLarge, "ask its author for several documents", "the document says more than %d things; those from here on are not read", mostStatements)
			}
			return
		}
		one := s
		one.Product, one.Component, one.Status = a.Product, a.Component, a.Status
		one.Response, one.Remedies = slices.Clone(s.Response), slices.Clone(s.Remedies)
		say(&one, said)
		r.doc.Statements = append(r.doc.Statements, one)
	}
}

// say puts words where they belong with a status: the detail of a product that is not affected is why, and a recommendation is for affected ones.
func say(s *postmarket.Statement, said words) {
	switch {
	case s.Status == postmarket.StatusNotAffected:
		s.Impact = said.detail
		if said.state == "false_positive" && s.Impact == "" && s.Justification == "" && s.Reason == "" {
			s.Impact = "It was reported by mistake (false positive)."
		}
	default:
		s.Notes, s.Justification, s.Reason = said.detail, "", ""
	}
	if said.workaround != "" && len(s.Remedies) == 0 {
		s.Remedies = []postmarket.Remedy{{Category: postmarket.Workaround, Details: said.workaround}}
	}
	switch bare := (postmarket.Statement{Remedies: s.Remedies}); {
	case said.recommendation == "" || said.recommendation == bare.ActionText():
	case s.Status == postmarket.StatusAffected:
		s.Action = said.recommendation
	case s.Notes == "":
		s.Notes = said.recommendation
	default:
		s.Notes += "\n\n" + said.recommendation
	}
}
