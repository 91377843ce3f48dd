package csaf

import "strconv"

// Concern is what a document says of one vulnerability in one product. The product has what it can be found by: vendor, family, name, version or
// range, and with its Helper model numbers, serial numbers, package URLs and CPE.
type Concern struct {
	Vulnerability string // its CVE id, or else the first id in another system, or else the id of the document with the number of the vulnerability in it
	Number        int    // of the vulnerability in the document, from 0
	Status        Status
	Product       *Product
}

// ModelNumbers are the model numbers of the product; a star stands for any characters (section 3.1.3.3.5 of the standard).
func (c Concern) ModelNumbers() []string {
	if c.Product.Helper == nil {
		return nil
	}
	return c.Product.Helper.ModelNumbers
}

// SerialNumbers are the serial numbers of the product, written in the same way.
func (c Concern) SerialNumbers() []string {
	if c.Product.Helper == nil {
		return nil
	}
	return c.Product.Helper.SerialNumbers
}

// CPE is the name of the product in the Common Platform Enumeration; empty where the document gives none.
func (c Concern) CPE() string {
	if c.Product.Helper == nil {
		return ""
	}
	return c.Product.Helper.CPE
}

// PURLs are the package URLs of the product.
func (c Concern) PURLs() []string { return c.Product.Helper.AllPURLs() }

// Concerns lists what the document says of each vulnerability in each product, in the order of vulnerabilities, states and products. A product
// may stand in several states. One that nothing defines is left out (test 6.1.1).
func (d *Document) Concerns() []Concern {
	byID := map[ProductID]*Product{}
	for _, p := range d.Products() {
		if byID[p.ID] == nil {
			byID[p.ID] = p
		}
	}
	var out []Concern
	for i := range d.Vulnerabilities {
		v := &d.Vulnerabilities[i]
		name := d.name(i)
		for status, products := range v.ProductStatus.All() {
			for _, id := range products {
				if p := byID[id]; p != nil {
					out = append(out, Concern{Vulnerability: name, Number: i, Status: status, Product: p})
				}
			}
		}
	}
	return out
}

// name is what the vulnerability of a number is called.
func (d *Document) name(number int) string {
	v := &d.Vulnerabilities[number]
	switch {
	case v.CVE != "":
		return v.CVE
	case len(v.IDs) > 0:
		return v.IDs[0].Text
	}
	return d.Document.Tracking.ID + "#" + strconv.Itoa(number+1)
}

// Affected tells whether a status says that the product has the vulnerability.
func (s Status) Affected() bool { return groupOf[s] == affected }
