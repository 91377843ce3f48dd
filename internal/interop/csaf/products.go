package csaf

import (
	"fmt"
	"iter"
	"strings"
)

// Product is a product of the tree, with what the branches above it say.
type Product struct {
	ID      ProductID
	Name    string // in full, as its author writes it
	Vendor  string
	Family  string // of several in one line, the last
	Product string // product_name
	Version string // one version
	Range   string // several versions, in the author's form: vers:generic/<2.1, <2.1, "2.1 and prior"; empty where Version is there
	// Other has what further branches say, such as architecture, patch level or service pack.
	Other  map[BranchCategory]string
	Helper *Helper // nil where there is none
	// Relation says what the product is made of; nil for a product that stands by itself.
	Relation *Relation
	// Pointer is where the product is defined, as a JSON pointer.
	Pointer string
}

// Relation is how a product is made of two others.
type Relation struct {
	Category RelationshipCategory
	Part     *Product // the first of the two: what is installed, or is a component; nil where nothing defines it
	Whole    *Product // the second: what the first is installed on, or a component of; nil where nothing defines it
}

// Products lists the products of the tree in the order in which they are defined: branches, plain names, relationships. A relationship whose
// ends lead back to itself keeps them: whoever follows Part and Whole may come by a product twice (test 6.1.3). Of two definitions of one id
// (test 6.1.2) the first is what others refer to.
//
// A product of a relationship has its own vendor, name and version only where its part has: they are the part's, for that is what a
// vulnerability is in. Its own name tells both.
func (d *Document) Products() []*Product {
	var out []*Product
	byID := map[ProductID]*Product{}
	add := func(p *Product) {
		out = append(out, p)
		if byID[p.ID] == nil {
			byID[p.ID] = p
		}
	}
	if d.ProductTree == nil {
		return nil
	}
	for _, l := range d.leaves() {
		add(l.product())
	}
	for i, n := range d.ProductTree.FullProductNames {
		add(&Product{ID: n.ProductID, Name: n.Name, Helper: n.ProductIdentificationHelper, Pointer: fmt.Sprintf("/product_tree/full_product_names/%d", i)})
	}
	first := len(out)
	for i, r := range d.ProductTree.Relationships {
		n := r.FullProductName
		add(&Product{
			ID: n.ProductID, Name: n.Name, Helper: n.ProductIdentificationHelper, Relation: &Relation{Category: r.Category},
			Pointer: fmt.Sprintf("/product_tree/relationships/%d/full_product_name", i),
		})
	}
	for i, r := range d.ProductTree.Relationships {
		rel := out[first+i].Relation
		rel.Part, rel.Whole = byID[r.ProductReference], byID[r.RelatesToProductReference]
	}
	inherit(out[first:])
	return out
}

// inherit gives products of relationships what their innermost parts say. Each chain of parts is walked once; one that is a circle has no end.
func inherit(made []*Product) {
	ends := map[*Product]*Product{}
	for _, p := range made {
		var chain []*Product
		at := p
		for at != nil && at.Relation != nil {
			if end, seen := ends[at]; seen {
				at = end
				break
			}
			ends[at] = nil
			chain = append(chain, at)
			at = at.Relation.Part
		}
		for _, x := range chain {
			ends[x] = at
			if at != nil {
				x.Vendor, x.Family, x.Product, x.Version, x.Range, x.Other = at.Vendor, at.Family, at.Product, at.Version, at.Range, at.Other
			}
		}
	}
}

// leaf is a product at the end of branches.
type leaf struct {
	steps   []*Branch
	pointer string // of the product
}

func (l leaf) full() *FullProductName { return l.steps[len(l.steps)-1].Product }

func (l leaf) product() *Product {
	n := l.full()
	p := &Product{ID: n.ProductID, Name: n.Name, Helper: n.ProductIdentificationHelper, Pointer: l.pointer}
	for _, b := range l.steps {
		switch b.Category {
		case VendorName:
			p.Vendor = b.Name
		case ProductFamily:
			p.Family = b.Name
		case ProductName:
			p.Product = b.Name
		case ProductVersion:
			p.Version, p.Range = b.Name, ""
			if strings.HasPrefix(b.Name, "vers:") {
				p.Version, p.Range = "", b.Name // CISA writes all versions so: vers:all/*
			}
		case ProductVersionRange:
			p.Version, p.Range = "", b.Name
		default:
			if p.Other == nil {
				p.Other = map[BranchCategory]string{}
			}
			p.Other[b.Category] = b.Name
		}
	}
	return p
}

// leaves are the products at the ends of branches, in their order.
func (d *Document) leaves() []leaf {
	var out []leaf
	d.branches(func(pointer string, steps []*Branch) {
		if steps[len(steps)-1].Product != nil {
			out = append(out, leaf{append([]*Branch(nil), steps...), pointer + "/product"})
		}
	})
	return out
}

// branches visits every branch with those above it.
func (d *Document) branches(visit func(pointer string, steps []*Branch)) {
	if d.ProductTree == nil {
		return
	}
	var walk func(pointer string, list []Branch, steps []*Branch)
	walk = func(pointer string, list []Branch, steps []*Branch) {
		for i := range list {
			below := fmt.Sprintf("%s/branches/%d", pointer, i)
			now := append(steps, &list[i])
			visit(below, now)
			walk(below, list[i].Branches, now)
		}
	}
	walk("/product_tree", d.ProductTree.Branches, nil)
}

// named is a definition of a product, with its pointer.
type named struct {
	at   string
	full *FullProductName
}

// fullNames goes through all definitions of products.
func (d *Document) fullNames() iter.Seq[named] {
	return func(yield func(named) bool) {
		if d.ProductTree == nil {
			return
		}
		for _, l := range d.leaves() {
			if !yield(named{l.pointer, l.full()}) {
				return
			}
		}
		for i := range d.ProductTree.FullProductNames {
			if !yield(named{fmt.Sprintf("/product_tree/full_product_names/%d", i), &d.ProductTree.FullProductNames[i]}) {
				return
			}
		}
		for i := range d.ProductTree.Relationships {
			if !yield(named{fmt.Sprintf("/product_tree/relationships/%d/full_product_name", i), &d.ProductTree.Relationships[i].FullProductName}) {
				return
			}
		}
	}
}

// Members are the products of groups, by group.
func (d *Document) Members() map[GroupID][]ProductID {
	out := map[GroupID][]ProductID{}
	if d.ProductTree == nil {
		return out
	}
	for _, g := range d.ProductTree.ProductGroups {
		if _, twice := out[g.GroupID]; !twice {
			out[g.GroupID] = g.ProductIDs
		}
	}
	return out
}
