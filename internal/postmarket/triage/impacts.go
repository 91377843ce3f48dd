package triage

import (
	"cmp"
	"slices"
	"strings"

	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/yamltext"
)

// The letters of the rubric for classes of data and functions, with their names.
var classNames = map[string]string{
	"P": "about a person", "D": "for diagnosis or monitoring", "T": "for therapy", "W": "for clinical workflow", "S": "a secret of system or users", "O": "critical in another way",
}

var impactNames = map[string]string{"C": "confidentiality", "I": "integrity", "A": "availability"}

// impact answers the questions about one of C, I and A.
func (f *filling) impact(impact string) {
	said := f.adv.Metrics[impact]
	for _, class := range []string{"P", "D", "T", "W", "S", "O"} {
		id := "X" + impact + class
		found, because := f.of(class)
		switch {
		case said == "N":
			f.advisory(id, No, nil, "The vector says %s:N.", impact)
		case said == "" && !f.touches(impact):
			f.advisory(id, No, nil, "The weakness (%s) takes nothing that %s rests on.", strings.Join(f.adv.CWE, ", "), impactNames[impact])
		case len(found) > 0:
			f.model(id, Yes, found, "%s", because)
		case len(f.data) == 0:
			f.unknown(id, nil, "The model puts no data at %s.", f.element.ID)
		default:
			f.model(id, No, f.names(), "None of the data that %s gets to is %s.", f.element.ID, classNames[class])
		}
	}
}

// of lists the data and functions of a class that the element gets to, and why they are of it.
func (f *filling) of(class string) (elements []string, because string) {
	note := func(id, why string) {
		elements = append(elements, id)
		if because == "" {
			because = why
		}
	}
	for _, h := range f.data {
		kind := h.data.Value.Kind.Text
		if f.Index.IsAny(kind, prefills().classes[class]) || class == "P" && h.data.Value.About.Text != "" {
			note(h.data.ID, title(h.data.Value.Common, h.data.ID)+" "+h.how+".")
			continue
		}
		for _, fn := range f.uses[h.data.ID] {
			if f.functionOf(fn, class) {
				note(h.data.ID, title(h.data.Value.Common, h.data.ID)+" "+h.how+", and "+title(fn.Value.Common, fn.ID)+" depends on it.")
				break
			}
		}
	}
	for i := range f.Model.Functions {
		if fn := &f.Model.Functions[i]; f.scope[fn.Value.By.Text] && f.functionOf(fn, class) {
			note(fn.ID, title(fn.Value.Common, fn.ID)+" is carried out by "+fn.Value.By.Text+".")
		}
	}
	if class == "S" && len(elements) == 0 {
		f.secrets(note)
	}
	return elements, because
}

// functionOf tells whether a function is of a class. Clinical workflow is all that clinicians do.
func (f *filling) functionOf(fn *model.Element[model.Function], class string) bool {
	if class == "W" {
		i := slices.IndexFunc(f.Model.People, func(p model.Element[model.Person]) bool { return p.ID == fn.Value.By.Text })
		return i >= 0 && f.Index.Is(f.Model.People[i].Value.Kind.Text, "person.clinician")
	}
	return f.Index.IsAny(fn.Value.Kind.Text, prefills().functions[class])
}

// secrets notes what facts say of secrets where no data does.
func (f *filling) secrets(note func(id, why string)) {
	for _, a := range f.around {
		switch c := f.fact(a.ID, "credentials"); {
		case f.fact(a.ID, "keeps-secrets") == string(Yes):
			note(a.ID, a.ID+" keeps secrets (keeps-secrets).")
		case c == "per-user" || c == "per-unit" || c == "same-for-all":
			note(a.ID, a.ID+" has log-in secrets (credentials: "+c+").")
		}
	}
}

// touches tells whether the weaknesses can have an impact, as far as no vector says it. What takes nothing but the resistance to bad input or
// dependability stops an element and does no more.
func (f *filling) touches(impact string) bool {
	if impact == "A" || len(f.adv.CWE) == 0 {
		return true
	}
	l := f.Index.Losses(f.adv.CWE, nil)
	if len(l.Lost) == 0 || len(l.Unknown) > 0 {
		return true
	}
	return slices.ContainsFunc(l.Lost, func(x knowledge.Loss) bool { return x.Trust != "withstands-input" && x.Trust != "dependable" })
}

// many answers XCPM, by whom the element serves.
func (f *filling) many() {
	for _, a := range f.around {
		switch {
		case f.fact(a.ID, "several-customers") == string(Yes):
			f.model("XCPM", Yes, []string{a.ID}, "%s serves several customers (several-customers).", a.ID)
			return
		case a.Value.WornBy.Text != "":
			f.model("XCPM", No, []string{a.ID, a.Value.WornBy.Text}, "%s is worn by one person (worn-by).", a.ID)
			return
		case f.homeOf(a) != "":
			f.model("XCPM", No, []string{a.ID, a.Value.Place.Text}, "%s stands in the home of its patient.", a.ID)
			return
		}
	}
	f.unknown("XCPM", []string{f.element.ID}, "It is not said how many patients %s holds data of.", f.element.ID)
}

// homeOf is the place of an asset where that is a home.
func (f *filling) homeOf(a *model.Element[model.Asset]) string {
	for _, p := range f.Model.Places {
		if p.ID == a.Value.Place.Text && f.Index.Is(p.Value.Kind.Text, "place.home") {
			return p.ID
		}
	}
	return ""
}

func (f *filling) names() []string {
	var out []string
	for _, h := range f.data {
		out = append(out, h.data.ID)
	}
	return out
}

func title(c model.Common, id string) string { return cmp.Or(c.Title, id) }

// public tells whether strangers reach the element over a public network.
func (s *subject) public() Is {
	is := No
	for _, a := range s.around {
		switch s.fact(a.ID, "public-address") {
		case string(Yes):
			return Yes
		case string(Unknown), "":
			for _, n := range a.Value.On {
				for _, net := range s.Model.Networks {
					if net.ID == n.Text && s.Index.Is(net.Value.Kind.Text, "network.internet") {
						is = Unknown
					}
				}
			}
		}
	}
	return is
}

// hanging lists the harms that follow from data or functions which the element gets to, and those that the analysis adds.
func (s *subject) hanging() []Hangs {
	raised := []string{}
	if s.Raises != nil {
		raised = s.Raises(s.element.ID)
	}
	out := []Hangs{}
	for i := range s.Model.Harms {
		h := &s.Model.Harms[i]
		x := Hangs{ID: h.ID, Title: title(h.Value.Common, h.ID), FallBack: true, Through: []string{}}
		for _, from := range h.Value.From {
			s.through(&x, from.Text)
		}
		if len(x.Through) == 0 {
			if !slices.Contains(raised, h.ID) {
				continue
			}
			x.FallBack = s.fallBacks(h)
		}
		slices.Sort(x.Through)
		x.Through = slices.Compact(x.Through)
		for _, group := range h.Value.Severity {
			x.Severity = max(x.Severity, group.Value)
		}
		kind := h.Value.Kind.Text
		if k := s.Index.Kinds[kind]; k != nil && k.Harm != nil {
			x.Class = string(k.Harm.Class)
		}
		for _, impact := range []string{"C", "I", "A"} {
			if slices.ContainsFunc(prefills().harms, func(p struct{ kind, impact string }) bool { return p.impact == impact && s.Index.Is(kind, p.kind) }) {
				x.Impacts += impact
			}
		}
		out = append(out, x)
	}
	slices.SortStableFunc(out, func(a, b Hangs) int { return cmp.Or(cmp.Compare(b.Severity, a.Severity), strings.Compare(a.ID, b.ID)) })
	return out
}

// fallBacks tells whether each function behind a harm has something that is done instead.
func (s *subject) fallBacks(h *model.Element[model.Harm]) bool {
	for _, fn := range s.Model.Functions {
		behind := slices.ContainsFunc(h.Value.From, func(w yamltext.Word) bool { return w.Text == fn.ID })
		if behind && fn.Value.FallBack == nil {
			return false
		}
	}
	return true
}

// through adds what lies between the element and the source of a harm.
func (s *subject) through(x *Hangs, from string) {
	if s.scope[from] {
		x.Through = append(x.Through, from)
	}
	for _, h := range s.data {
		if h.data.ID == from {
			x.Through = append(x.Through, from)
		}
		for _, fn := range s.uses[h.data.ID] {
			if fn.ID == from {
				x.Through = append(x.Through, h.data.ID, fn.ID)
				x.FallBack = x.FallBack && fn.Value.FallBack != nil
			}
		}
	}
	for _, fn := range s.Model.Functions {
		if fn.ID == from && s.scope[fn.Value.By.Text] {
			x.Through = append(x.Through, fn.ID)
			x.FallBack = x.FallBack && fn.Value.FallBack != nil
		}
	}
}
