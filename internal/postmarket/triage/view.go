package triage

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/yamltext"
)

// View is what a model knows of an element. Fact and Raises are asked of an analysis; without them only what the files say counts.
type View struct {
	Model *model.Model
	Index *knowledge.Index
	// Fact gives the value of a fact at an element, by the author or by its kind; unknown otherwise. May be nil.
	Fact func(element, fact string) string
	// Raises lists the harms that become likelier when nothing of the element can be trusted. May be nil.
	Raises func(element string) []string
}

//go:embed prefill.tsv
var prefillText string

type way struct {
	kind, sort         string
	ip, wireless, near Is
	because            string
}

type prefillTable struct {
	ways      []way
	classes   map[string][]string // kinds of data by letter of the rubric
	functions map[string][]string
	harms     []struct{ kind, impact string }
}

var prefills = sync.OnceValue(func() *prefillTable {
	t := &prefillTable{classes: map[string][]string{}, functions: map[string][]string{}}
	for line := range strings.Lines(prefillText) {
		c := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		switch c[0] {
		case "way":
			t.ways = append(t.ways, way{c[1], c[2], Is(c[3]), Is(c[4]), Is(c[5]), c[6]})
		case "class":
			t.classes[c[1]] = strings.Fields(c[2])
		case "function":
			t.functions[c[1]] = strings.Fields(c[2])
		case "harm":
			t.harms = append(t.harms, struct{ kind, impact string }{c[1], c[2]})
		}
	}
	return t
})

// subject is an element with what surrounds it: itself, all it is in or runs on, and, where it rules them, all that is in it or runs on it.
type subject struct {
	View
	element *model.Element[model.Asset]
	around  []*model.Element[model.Asset] // the element first, then outwards
	scope   map[string]bool               // ids whose data it gets to
	data    []held
	uses    map[string][]*model.Element[model.Function] // functions that depend on data, at once or through data made of it
}

// held is data that an element gets to, with the place.
type held struct {
	data *model.Element[model.Data]
	how  string
}

func (v View) subject(id string) (*subject, bool) {
	s := &subject{View: v, scope: map[string]bool{}}
	for at := id; at != ""; {
		i := slices.IndexFunc(v.Model.Assets, func(e model.Element[model.Asset]) bool { return e.ID == at })
		if i < 0 {
			break
		}
		s.around = append(s.around, &v.Model.Assets[i])
		s.scope[at] = true
		at = v.Model.Assets[i].Parent
	}
	if len(s.around) == 0 {
		return nil, false
	}
	s.element = s.around[0]
	if s.rules() {
		for _, e := range v.Model.Assets {
			// What runs on a host in the same device is in its hands as well.
			for _, top := range s.around {
				if strings.HasPrefix(e.ID, top.ID+"/") {
					s.scope[e.ID] = true
				}
			}
		}
	}
	s.dependence()
	s.holdings()
	return s, true
}

// rules tells whether the element rules what is in it or beside it: devices, platforms and system software do.
func (s *subject) rules() bool {
	return s.Index.IsAny(s.element.Value.Kind.Text, []string{"device", "host", "software.system"})
}

func (s *subject) fact(element, fact string) string {
	if s.Fact != nil {
		return s.Fact(element, fact)
	}
	for _, e := range s.Model.Assets {
		if e.ID == element {
			return factOf(e.Value.Common, fact)
		}
	}
	for _, e := range s.Model.Interfaces {
		if e.ID == element {
			return factOf(e.Value.Common, fact)
		}
	}
	return string(Unknown)
}

func factOf(c model.Common, fact string) string {
	if v, ok := c.Facts.Get(fact); ok {
		return v.Text
	}
	return string(Unknown)
}

// dependence finds the functions behind each class of data, through what is made of it.
func (s *subject) dependence() {
	made := map[string][]string{}
	for _, d := range s.Model.Data {
		for _, from := range d.Value.MadeFrom {
			made[from.Text] = append(made[from.Text], d.ID)
		}
	}
	s.uses = map[string][]*model.Element[model.Function]{}
	for _, d := range s.Model.Data {
		reached := []string{d.ID}
		for i := 0; i < len(reached); i++ {
			for _, next := range made[reached[i]] {
				if !slices.Contains(reached, next) {
					reached = append(reached, next)
				}
			}
		}
		for i := range s.Model.Functions {
			f := &s.Model.Functions[i]
			if slices.ContainsFunc(reached, func(id string) bool { _, ok := f.Value.Uses.Get(id); return ok }) {
				s.uses[d.ID] = append(s.uses[d.ID], f)
			}
		}
	}
}

// holdings lists the data that the element gets to.
func (s *subject) holdings() {
	for i := range s.Model.Data {
		d := &s.Model.Data[i]
		if how := s.holds(d); how != "" {
			s.data = append(s.data, held{d, how})
		}
	}
}

// holds says how the element gets to data: kept first, then made, then moved.
func (s *subject) holds(d *model.Element[model.Data]) string {
	for _, at := range d.Value.StoredOn {
		if s.scope[at.Text] {
			return "is kept on " + at.Text
		}
	}
	if s.scope[d.Value.MadeBy.Text] {
		return "is made by " + d.Value.MadeBy.Text
	}
	for _, f := range s.Model.Flows {
		carries := slices.ContainsFunc(f.Value.Carries, func(c yamltext.Word) bool { return c.Text == d.ID })
		if carries && (s.scope[f.Value.From.Text] || s.scope[f.Value.To.Text]) {
			return "passes in " + f.ID
		}
	}
	return ""
}

// reach is a way by which the element can be reached.
type reach struct {
	way
	id string
}

// reaches lists the ways to the element, with the interfaces and networks of all that it is in or runs on. What is switched off is no way.
func (s *subject) reaches() []reach {
	var out []reach
	add := func(id, kind string, wired bool) {
		if slices.ContainsFunc(out, func(r reach) bool { return r.id == id }) {
			return
		}
		if w, ok := s.wayOf(kind); ok {
			if w.sort == "touch" && wired {
				w.sort, w.because = "wire", "It is wired to something else."
			}
			out = append(out, reach{w, id})
		}
	}
	for _, a := range s.around {
		for _, i := range s.Model.Interfaces {
			if i.Parent == a.ID && s.fact(i.ID, "enabled") != string(No) {
				add(i.ID, i.Value.Kind.Text, len(i.Value.Connects) > 0)
				for _, c := range i.Value.Connects {
					s.network(c.Text, add)
				}
			}
		}
		for _, n := range a.Value.On {
			s.network(n.Text, add)
		}
	}
	return out
}

// described tells whether the model says anything of ways to the element, be it that one is switched off.
func (s *subject) described() bool {
	for _, a := range s.around {
		if len(a.Value.On) > 0 || slices.ContainsFunc(s.Model.Interfaces, func(i model.Element[model.Interface]) bool { return i.Parent == a.ID }) {
			return true
		}
	}
	return false
}

// Ways says by which ways an element can be reached, for [Justify]. Where the model describes none at all, they are unknown; that nobody runs
// anything on it, or gets to touch it, is not what a model says by silence. It is false where the model has no asset of the id.
func (v View) Ways(element string) (Ways, bool) {
	s, ok := v.subject(element)
	if !ok || !s.described() {
		return Ways{Unknown, Unknown, Unknown, Unknown}, ok
	}
	w := Ways{No, No, Unknown, Unknown}
	for _, r := range s.reaches() {
		switch {
		case r.sort == "touch":
			w.Physical = Yes
		default:
			w.Adjacent = Yes
			if r.ip == Yes || r.ip == Unknown && w.Network == No {
				w.Network = r.ip
			}
		}
	}
	return w, true
}

func (s *subject) network(id string, add func(id, kind string, wired bool)) {
	for _, n := range s.Model.Networks {
		if n.ID == id {
			add(id, n.Value.Kind.Text, true)
		}
	}
}

// wayOf finds the way of a kind, or that of the nearest kind above it in the table.
func (s *subject) wayOf(kind string) (way, bool) {
	best := -1
	ways := prefills().ways
	for i := range ways {
		if s.Index.Is(kind, ways[i].kind) && (best < 0 || s.Index.Is(ways[i].kind, ways[best].kind)) {
			best = i
		}
	}
	if best < 0 {
		return way{}, false
	}
	return ways[best], true
}

// people are those who use or manage the element or what it is in.
func (s *subject) people(of func(*model.Person) []yamltext.Word) []string {
	var out []string
	for i := range s.Model.People {
		for _, w := range of(&s.Model.People[i].Value) {
			if slices.ContainsFunc(s.around, func(a *model.Element[model.Asset]) bool { return a.ID == w.Text }) {
				out = append(out, s.Model.People[i].ID)
				break
			}
		}
	}
	return out
}
