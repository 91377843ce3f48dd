package postmarket

import "iter"

// Element is something that a bill of materials is expected to say.
type Element string

// The elements. The first seven are the minimum elements of NTIA (2021), which the guidance of FDA on cybersecurity in premarket submissions takes
// over in section V.A.4(b), where it adds the last two for each component of software.
const (
	ElementSupplier Element = "supplier"
	ElementName     Element = "name"
	ElementVersion  Element = "version"
	ElementID       Element = "identifier"   // package URL, CPE or another one
	ElementRelation Element = "relationship" // what it is part of, what depends on it, or what it depends on
	ElementAuthor   Element = "author"       // of the document
	ElementTime     Element = "timestamp"    // of the document
	ElementSupport  Element = "support-level"
	ElementEnd      Element = "end-of-support"
)

// Answer says how far one element is there.
type Answer struct {
	Element Element
	Asked   int      // of how many components; 1 where it is asked of the document
	Missing []string // their refs in the order of the document; one that is empty where the document itself lacks it
	// Unknown counts the components for which the document says that it does not know: an answer, and still a gap to close.
	Unknown int
}

// Present is the number of components that have the element.
func (a Answer) Present() int { return a.Asked - len(a.Missing) }

// Complete tells whether nothing is missing. What is said to be unknown is not missing.
func (a Answer) Complete() bool { return len(a.Missing) == 0 }

// Quality says which of the minimum elements a bill of materials has, in the order of the constants. The root counts as a component. Files, data and
// cryptographic assets are not asked for version and identifier; what is no software is not asked for support.
func Quality(b *BOM) []Answer {
	linked := b.linked()
	return []Answer{
		ask(b, ElementSupplier, anything, func(c *Component) bool { return c.Supplier != "" || c.Maker != "" }),
		ask(b, ElementName, anything, func(c *Component) bool { return c.Name != "" }),
		ask(b, ElementVersion, product, func(c *Component) bool { return c.Version != "" }),
		ask(b, ElementID, product, func(c *Component) bool { return c.PURL != "" || len(c.CPE) > 0 || len(c.IDs) > 0 }),
		ask(b, ElementRelation, anything, func(c *Component) bool { return c == b.Root || c.Parent != "" || linked[c.Ref] }),
		{Element: ElementAuthor, Asked: 1, Missing: unless(len(b.Authors) > 0)},
		{Element: ElementTime, Asked: 1, Missing: unless(b.Created != "")},
		known(b, ElementSupport, func(c *Component) (string, bool) {
			if c.Support == SupportUnknown {
				return "", true
			}
			return string(c.Support), c.SupportNote != ""
		}),
		known(b, ElementEnd, func(c *Component) (string, bool) { return c.EndOfSupport, c.EndNote != "" }),
	}
}

func anything(*Component) bool { return true }

func software(c *Component) bool { return c.Type.Software() }

// product tells whether a component is something that is sold or released, so that it has versions and identifiers.
func product(c *Component) bool {
	return c.Type != File && c.Type != Data && c.Type != CryptographicAsset
}

func ask(b *BOM, e Element, of, has func(*Component) bool) Answer {
	a := Answer{Element: e}
	for c := range filter(b.All(), of) {
		a.Asked++
		if !has(c) {
			a.Missing = append(a.Missing, c.Ref)
		}
	}
	return a
}

func unless(there bool) []string {
	if there {
		return nil
	}
	return []string{""}
}

// known asks for what a document may say not to know: value gives what it says, and whether it says that it does not know.
func known(b *BOM, e Element, value func(*Component) (string, bool)) Answer {
	unknown := 0
	a := ask(b, e, software, func(c *Component) bool {
		v, said := value(c)
		if v == "" && said {
			unknown++
		}
		return v != "" || said
	})
	a.Unknown = unknown
	return a
}

func filter(all iter.Seq[*Component], keep func(*Component) bool) iter.Seq[*Component] {
	return func(yield func(*Component) bool) {
		for c := range all {
			if keep(c) && !yield(c) {
				return
			}
		}
	}
}

// linked are the names of components that a dependency speaks of.
func (b *BOM) linked() map[string]bool {
	m := map[string]bool{}
	for _, d := range b.Depends {
		m[d.Ref] = true
		for _, on := range d.On {
			m[on] = true
		}
	}
	return m
}
