package openvex

import (
	"strconv"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/jsontext"
	"cordon/internal/postmarket"
)

// mostStatements bounds what a document unfolds to: products and their parts are statements of their own.
const mostStatements = 100_000

// Is tells whether a JSON object looks like a document of OpenVEX.
func Is(root *jsontext.Value) bool {
	v := root.Step("@context")
	return v != nil && strings.HasPrefix(v.Text, "https://openvex.dev/ns")
}

// Read reads a document; File is its name in diagnostics. A statement about several products is several. It is nil where the file holds no OpenVEX.
func Read(file string, src []byte, ds *diag.List) *postmarket.VEX {
	f, root, ok := jsontext.ReadForm(file, src, 64, jsontext.FormCodes{Malformed: diag.VexJSON, TooLarge: diag.VexTooLarge, Wrong: diag.VexForm, LeftOut: diag.VexLeftOut}, ds)
	if !ok {
		return nil
	}
	if !Is(&root) {
		f.Report(root.At, diag.VexUnknown, `OpenVEX says "@context": "https://openvex.dev/ns/v0.2.0"`, "the file is no document of OpenVEX")
		return nil
	}
	r := &reader{Form: f, doc: &postmarket.VEX{Version: 1}}
	d := r.doc
	f.Object(&root, jsontext.Members{
		"@context": r.context, "@id": f.Text(&d.ID), "author": f.Text(&d.Author), "role": f.Text(&d.Role), "timestamp": f.Text(&d.Issued), "last_updated": f.Text(&d.Updated),
		"version": r.version, "tooling": f.Text(&d.Tooling), "format": jsontext.Ignore, "statements": func(v *jsontext.Value) { f.Each(v, r.statement) },
	})
	return d
}

type reader struct {
	*jsontext.Form
	doc  *postmarket.VEX
	full bool // a limit was reached
}

func (r *reader) context(v *jsontext.Value) {
	switch v.Text {
	case "https://openvex.dev/ns", "https://openvex.dev/ns/v0.0.1", contextURL:
	default:
		r.Report(v.At, diag.VexLeftOut, "known are 0.0.1 and 0.2.0", "the document is of a version of OpenVEX that is not known: %.80q", v.Text)
	}
}

// version is a number, and was a text in 0.0.1.
func (r *reader) version(v *jsontext.Value) {
	n, err := strconv.Atoi(v.Text)
	if err != nil || n < 1 || v.Kind != jsontext.Number && v.Kind != jsontext.Text {
		r.Report(v.At, diag.VexForm, "the first version is 1", "%s is no whole number from 1", r.Where())
		return
	}
	r.doc.Version = n
}

func (r *reader) statement(v *jsontext.Value) {
	s := postmarket.Statement{At: r.Place(v.At)}
	var supplier, status string
	var products []postmarket.Statement
	r.Object(v, jsontext.Members{
		"@id": jsontext.Ignore, "version": jsontext.Ignore,
		"vulnerability": func(v *jsontext.Value) { r.vulnerability(v, &s.Vulnerability) },
		"timestamp":     r.Text(&s.Issued), "last_updated": r.Text(&s.Updated), "supplier": r.Text(&supplier),
		"products": func(v *jsontext.Value) {
			r.Each(v, func(v *jsontext.Value) { r.product(v, &products) })
		},
		"status":           jsontext.Word(r.Form, &s.Status, postmarket.VEXStatuses),
		"status_notes":     r.Text(&status),
		"justification":    jsontext.Word(r.Form, &s.Reason, postmarket.Reasons),
		"impact_statement": r.Text(&s.Impact), "action_statement": r.Text(&s.Action), "action_statement_timestamp": r.Text(&s.ActionDate),
	})
	readNotes(&s, status)
	if len(products) == 0 {
		products = []postmarket.Statement{{}} // Problems says that it names no product
	}
	for _, p := range products {
		if len(r.doc.Statements) == mostStatements {
			if !r.full {
				r.full = true
				r.Report(v.At, diag.VexTooLarge, "ask its author for several documents", "the document says more than %d things; those from here on are not read", mostStatements)
			}
			return
		}
		one := s
		one.Product, one.Component = p.Product, p.Component
		if one.Product.Supplier == "" {
			one.Product.Supplier = supplier
		}
		r.doc.Statements = append(r.doc.Statements, one)
	}
}

func (r *reader) vulnerability(v *jsontext.Value, to *postmarket.VulnerabilityRef) {
	if v.Kind == jsontext.Text { // 0.0.1
		to.ID = v.Text
		return
	}
	id := ""
	r.Object(v, jsontext.Members{"@id": r.Text(&id), "name": r.Text(&to.ID), "description": r.Text(&to.Summary), "aliases": r.Texts(&to.Aliases)})
	if to.ID == "" {
		to.ID = id
	}
}

// product adds a statement for each part of a product that is named, or one for the product.
func (r *reader) product(v *jsontext.Value, to *[]postmarket.Statement) {
	var p postmarket.ProductRef
	if v.Kind == jsontext.Text { // 0.0.1
		*to = append(*to, postmarket.Statement{Product: named(v.Text)})
		return
	}
	var parts []postmarket.ProductRef
	members := r.component(&p)
	members["subcomponents"] = func(v *jsontext.Value) {
		r.Each(v, func(v *jsontext.Value) {
			var c postmarket.ProductRef
			if v.Kind == jsontext.Text {
				c = named(v.Text)
			} else {
				r.Object(v, r.component(&c))
			}
			parts = append(parts, c)
		})
	}
	r.Object(v, members)
	for i := range parts {
		*to = append(*to, postmarket.Statement{Product: p, Component: &parts[i]})
	}
	if len(parts) == 0 {
		*to = append(*to, postmarket.Statement{Product: p})
	}
}

func (r *reader) component(p *postmarket.ProductRef) jsontext.Members {
	identifiers := jsontext.Members{"purl": r.Text(&p.PURL), "cpe22": r.Text(&p.CPE), "cpe23": r.Text(&p.CPE), "@cpe22": r.Text(&p.CPE), "@cpe23": r.Text(&p.CPE)}
	return jsontext.Members{
		"@id": func(v *jsontext.Value) {
			if r.Is(v, jsontext.Text) {
				id := named(v.Text)
				p.ID = id.ID
				if p.PURL == "" {
					p.PURL = id.PURL
				}
			}
		},
		"identifiers": func(v *jsontext.Value) { r.Object(v, identifiers) },
	}
}

// named is a product of which only the name is known.
func named(id string) postmarket.ProductRef {
	p := postmarket.ProductRef{ID: id}
	if strings.HasPrefix(id, "pkg:") {
		p.PURL = id
	}
	return p
}

// readNotes takes the paragraphs that Write puts there out of the notes. A paragraph without a label goes on with the one before.
func readNotes(s *postmarket.Statement, text string) {
	labels := map[string]*string{forPatients: &s.Harm, ofAttacks: &s.Exploited, decidedBy: &s.By}
	into := &s.Notes
	for part := range strings.SplitSeq(text, "\n\n") {
		label, said, _ := strings.Cut(part, ": ")
		label += ": "
		if to := labels[label]; to != nil {
			into, part = to, said
		}
		if bare := (postmarket.Statement{Justification: postmarket.Justification(said)}); label == inWords {
			if reason, _ := bare.Coarse(); reason != "" && (reason == s.Reason || s.Reason == "") {
				s.Justification, s.Reason = bare.Justification, ""
				continue
			}
		}
		if *into != "" {
			*into += "\n\n"
		}
		*into += part
	}
}
