package spyderisk

// Expansion is what a base becomes when it is expanded for populations, as the option -e of Spyderisk's own converter does: beside
// each entry there is one for the lowest and one for the highest member. Lists are in the order of the tables, each entry followed by
// its _Min and _Max.
type Expansion struct {
	Controls, Misbehaviours, Attributes, Threats []string
	Undermined                                   [][2]string // attribute and the misbehaviour that undermines it
}

// Expand expands a base. A run needs no expanded base: it expands where an asset stands for many.
func (b *Base) Expand() Expansion {
	var x Expansion
	all := []Variant{Average, Min, Max}
	for _, v := range b.Controls {
		x.Controls = appendVariants(x.Controls, v.ID)
	}
	for _, v := range b.Misbehaviours {
		x.Misbehaviours = appendVariants(x.Misbehaviours, v.ID)
	}
	for _, v := range b.Attributes {
		x.Attributes = appendVariants(x.Attributes, v.ID)
	}
	for _, t := range b.Threats {
		if !t.Current && !t.Future {
			x.Threats = append(x.Threats, t.ID) // takes no part in the risk
			continue
		}
		for _, v := range all {
			x.Threats = append(x.Threats, ThreatVariant(t.ID, v))
		}
	}
	for _, i := range b.Impacts {
		for _, v := range all {
			// The lowest trust belongs to the highest likelihood.
			crossed := [...]Variant{Average: Average, Min: Max, Max: Min}[v]
			x.Undermined = append(x.Undermined, [2]string{i.Attribute.ID + v.Suffix(), i.Misbehaviour.ID + crossed.Suffix()})
		}
	}
	return x
}

func appendVariants(list []string, id string) []string {
	return append(list, id, id+Min.Suffix(), id+Max.Suffix())
}
