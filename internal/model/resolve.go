package model

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"sync"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// Model is a whole system: every file and import in one, ids in full, sorted by id. References hold full ids.
// Parts, software and interfaces stand beside the asset they belong to, which their Parent names.
type Model struct {
	System           System
	Contexts         []Element[Context]
	Zones            []Element[Zone]
	Places           []Element[Place]
	Networks         []Element[Network]
	Organisations    []Element[Organisation]
	People           []Element[Person]
	Assets           []Element[Asset]
	Interfaces       []Element[Interface]
	Data             []Element[Data]
	Flows            []Element[Flow]
	Functions        []Element[Function]
	Benefits         []Element[Benefit]
	Hazards          []Element[Hazard]
	Harms            []Element[Harm]
	Controls         []Control
	Assumptions      []Element[Assumption]
	Responsibilities []Element[Responsibility]
	OpenFacts        []Element[OpenFact]
	Evidence         []Evidence // by id
	Answers          []Answer   // by questionnaire and item

	blocks   map[string]Block    // of every element with a kind, by full id
	at       map[string]diag.Pos // where each id is given, and each use of data
	referred map[string]bool     // ids that another element names; controls and prose do not count
}

// Block names the part of the language an element stands in.
type Block string

const (
	Contexts      Block = "contexts"
	Zones         Block = "zones"
	Places        Block = "places"
	Networks      Block = "networks"
	Organisations Block = "organisations"
	People        Block = "people"
	Assets        Block = "assets"
	Interfaces    Block = "interfaces"
	DataBlock     Block = "data"
	Flows         Block = "flows"
	Functions     Block = "functions"
	Benefits      Block = "benefits"
	Hazards       Block = "hazards"
	Harms         Block = "harms"
)

// Holding says how a nested element belongs to its parent.
type Holding string

const (
	HoldsPart      Holding = "part"
	HoldsSoftware  Holding = "software"
	HoldsInterface Holding = "interface"
)

// Element is a value with its full id and place. Parent and Holding are empty except for nested assets and interfaces.
type Element[T any] struct {
	ID      string
	At      diag.Pos
	Parent  string
	Holding Holding
	Value   T
}

// Each calls a function with every element of a block that has kinds, block by block.
func (m *Model) Each(see func(b Block, id string, c Common)) {
	each(Contexts, m.Contexts, see, func(e *Context) Common { return e.Common })
	each(Zones, m.Zones, see, func(e *Zone) Common { return e.Common })
	each(Places, m.Places, see, func(e *Place) Common { return e.Common })
	each(Networks, m.Networks, see, func(e *Network) Common { return e.Common })
	each(Organisations, m.Organisations, see, func(e *Organisation) Common { return e.Common })
	each(People, m.People, see, func(e *Person) Common { return e.Common })
	each(Assets, m.Assets, see, func(e *Asset) Common { return e.Common })
	each(Interfaces, m.Interfaces, see, func(e *Interface) Common { return e.Common })
	each(DataBlock, m.Data, see, func(e *Data) Common { return e.Common })
	each(Flows, m.Flows, see, func(e *Flow) Common { return e.Common })
	each(Functions, m.Functions, see, func(e *Function) Common { return e.Common })
	each(Benefits, m.Benefits, see, func(e *Benefit) Common { return e.Common })
	each(Hazards, m.Hazards, see, func(e *Hazard) Common { return e.Common })
	each(Harms, m.Harms, see, func(e *Harm) Common { return e.Common })
}

func each[T any](b Block, all []Element[T], see func(Block, string, Common), common func(*T) Common) {
	for i := range all {
		see(b, all[i].ID, common(&all[i].Value))
	}
}

// BlockOf tells where an element stands; empty for an unknown id.
func (m *Model) BlockOf(id string) Block { return m.blocks[id] }

// At tells where an element, or the use of data by a function (UseID), is described; the zero position for an unknown id.
func (m *Model) At(id string) diag.Pos { return m.at[id] }

// UseID is the id of a function's use of data.
func UseID(function, data string) string { return function + ":" + data }

// maxSuggestions bounds the search for near words in a model that is wrong all over.
const maxSuggestions = 200

type resolver struct {
	m         *Model
	ds        *diag.List
	first     map[string]diag.Pos
	ids       map[string][]string // for suggestions: ids by block, filled on first need
	suggested int                 // references for which a near word was looked for
}

func resolve(spaces []space, ds *diag.List) *Model {
	r := &resolver{m: &Model{blocks: map[string]Block{}, referred: map[string]bool{}}, ds: ds, first: map[string]diag.Pos{}}
	for i, sp := range spaces {
		r.system(sp, i == 0)
		for _, f := range sp.files {
			r.collect(sp.prefix, f)
		}
	}
	for _, sp := range spaces {
		for _, f := range sp.files {
			r.references(sp.prefix, reflect.ValueOf(f).Elem(), reflect.StructField{})
		}
	}
	// Flattening copies the values, so it comes after their references are full ids.
	for _, sp := range spaces {
		for _, f := range sp.files {
			r.flatten(sp.prefix, f)
		}
	}
	r.m.sort()
	r.m.at = r.first
	for _, f := range r.m.Functions {
		for _, u := range f.Value.Uses {
			r.m.at[UseID(f.ID, u.Key)] = u.At
		}
	}
	r.kinds()
	r.m.validate(ds)
	return r.m
}

func (r *resolver) system(sp space, root bool) {
	var found []*System
	unread := false
	for _, f := range sp.files {
		unread = unread || f.At.Line == 0
		if f.System != nil {
			found = append(found, f.System)
		}
	}
	switch {
	case len(sp.files) == 0:
	case len(found) == 0 && unread: // it may stand there, and the file has been reported
	case len(found) == 0 && root:
		r.ds.Add(sp.at, diag.NoSystem, "add a `system` block with id, name and intended-purpose", "no file has a `system` block")
	case len(found) > 1:
		r.ds.Add(found[1].At, diag.NoSystem, "keep one", "a second `system` block; the first is at %s", found[0].At)
	}
	if root && len(found) > 0 {
		r.m.System = *found[0]
	}
}

func (r *resolver) collect(prefix string, f *File) {
	for _, imp := range f.Imports {
		if imp.As.Text != "" {
			r.claim(prefix+imp.As.Text, "", imp.As.At)
		}
	}
	collect(r, prefix, Contexts, f.Contexts)
	collect(r, prefix, Zones, f.Zones)
	collect(r, prefix, Places, f.Places)
	collect(r, prefix, Networks, f.Networks)
	collect(r, prefix, Organisations, f.Organisations)
	collect(r, prefix, People, f.People)
	r.collectAssets(prefix, f.Assets)
	collect(r, prefix, DataBlock, f.Data)
	collect(r, prefix, Flows, f.Flows)
	collect(r, prefix, Functions, f.Functions)
	collect(r, prefix, Benefits, f.Benefits)
	collect(r, prefix, Hazards, f.Hazards)
	collect(r, prefix, Harms, f.Harms)
	collect(r, prefix, "", f.Assumptions)
	collect(r, prefix, "", f.Responsibilities)
	collect(r, prefix, "", f.OpenFacts)
}

func collect[T any](r *resolver, prefix string, block Block, m yamltext.Map[T]) {
	for _, e := range m {
		r.claim(prefix+e.Key, block, e.At)
	}
}

func (r *resolver) collectAssets(prefix string, m yamltext.Map[Asset]) {
	for _, e := range m {
		id := prefix + e.Key
		r.claim(id, Assets, e.At)
		collect(r, id+"/", Interfaces, e.Value.Interfaces)
		r.collectAssets(id+"/", e.Value.Parts)
		r.collectAssets(id+"/", e.Value.Runs)
	}
}

func (r *resolver) claim(id string, block Block, at diag.Pos) {
	if before, taken := r.first[id]; taken {
		r.ds.Add(at, diag.DuplicateID, "rename one of the two", "id %q is taken; it is first used at %s", id, before)
		return
	}
	r.first[id] = at
	if block != "" {
		r.m.blocks[id] = block
	}
}

// references walks a file and turns each reference, as the `ref` tag of its field says, into a full id.
func (r *resolver) references(prefix string, v reflect.Value, f reflect.StructField) {
	t := v.Type()
	switch {
	case t == reflect.TypeFor[yamltext.Word]():
		if blocks := f.Tag.Get("ref"); blocks != "" {
			w := v.Addr().Interface().(*yamltext.Word)
			w.Text = r.refer(prefix, *w, blocks)
		}
	case t.Kind() == reflect.Pointer && !v.IsNil():
		r.references(prefix, v.Elem(), f)
	case t.Kind() == reflect.Slice:
		r.list(prefix, v, f)
	case t.Kind() == reflect.Struct:
		for _, i := range referring(t) {
			r.references(prefix, v.Field(i), t.Field(i))
		}
	}
}

func (r *resolver) list(prefix string, v reflect.Value, f reflect.StructField) {
	keyref := f.Tag.Get("keyref")
	for i := range v.Len() {
		e := v.Index(i)
		if keyref != "" {
			key, at := e.FieldByName("Key"), e.FieldByName("At").Interface().(diag.Pos)
			key.SetString(r.refer(prefix, yamltext.Word{Text: key.String(), At: at}, keyref))
		}
		if e.Kind() == reflect.Struct && e.Type() != reflect.TypeFor[yamltext.Word]() {
			if val := e.FieldByName("Value"); val.IsValid() {
				e = val
			}
		}
		r.references(prefix, e, f)
	}
	if words, ok := v.Interface().([]yamltext.Word); ok && f.Tag.Get("ref") != "" {
		r.repeated(words)
	}
}

func (r *resolver) repeated(words []yamltext.Word) {
	for i, w := range words {
		if w.Text != "" && slices.ContainsFunc(words[:i], func(o yamltext.Word) bool { return o.Text == w.Text }) {
			r.ds.Add(w.At, diag.RepeatedReference, "remove one", "%q stands twice in this list", w.Text)
		}
	}
}

// refer looks a reference up in its own namespace. What cannot be found becomes the empty reference, so that later
// checks do not report it again.
func (r *resolver) refer(prefix string, w yamltext.Word, blocks string) string {
	if w.Text == "" {
		return ""
	}
	id := prefix + w.Text
	block, known := r.m.blocks[id]
	switch {
	case !known:
		hint := ""
		if r.suggested++; r.suggested <= maxSuggestions {
			hint = yamltext.Suggest(w.Text, r.visible(prefix, blocks))
		}
		r.ds.Add(w.At, diag.DanglingReference, hint, "%q is not defined in %s", w.Text, named(blocks))
		return ""
	case blocks != "*" && !slices.Contains(strings.Split(blocks, ","), string(block)):
		r.ds.Add(w.At, diag.WrongBlock, "", "%q stands in %s; here it must be one of %s", w.Text, block, named(blocks))
		return ""
	}
	if blocks != "*" {
		r.m.referred[id] = true
	}
	return id
}

func named(blocks string) string {
	if blocks == "*" {
		return "the model"
	}
	return strings.ReplaceAll(blocks, ",", " or ")
}

func (r *resolver) visible(prefix, blocks string) []string {
	if r.ids == nil {
		r.ids = map[string][]string{}
		for id, b := range r.m.blocks {
			r.ids[string(b)] = append(r.ids[string(b)], id)
			r.ids["*"] = append(r.ids["*"], id)
		}
	}
	var out []string
	for _, b := range strings.Split(blocks, ",") {
		for _, id := range r.ids[b] {
			if rest, ok := strings.CutPrefix(id, prefix); ok {
				out = append(out, rest)
			}
		}
	}
	slices.Sort(out)
	return out
}

func (r *resolver) flatten(prefix string, f *File) {
	m := r.m
	m.Contexts = flat(m.Contexts, prefix, f.Contexts)
	m.Zones = flat(m.Zones, prefix, f.Zones)
	m.Places = flat(m.Places, prefix, f.Places)
	m.Networks = flat(m.Networks, prefix, f.Networks)
	m.Organisations = flat(m.Organisations, prefix, f.Organisations)
	m.People = flat(m.People, prefix, f.People)
	r.flattenAssets(prefix, "", "", f.Assets)
	m.Data = flat(m.Data, prefix, f.Data)
	m.Flows = flat(m.Flows, prefix, f.Flows)
	m.Functions = flat(m.Functions, prefix, f.Functions)
	m.Benefits = flat(m.Benefits, prefix, f.Benefits)
	m.Hazards = flat(m.Hazards, prefix, f.Hazards)
	m.Harms = flat(m.Harms, prefix, f.Harms)
	m.Controls = append(m.Controls, f.Controls...)
	m.Assumptions = flat(m.Assumptions, prefix, f.Assumptions)
	m.Responsibilities = flat(m.Responsibilities, prefix, f.Responsibilities)
	m.OpenFacts = flat(m.OpenFacts, prefix, f.OpenFacts)
	m.Evidence = append(m.Evidence, f.Evidence...)
	m.Answers = append(m.Answers, f.Answers...)
}

func flat[T any](out []Element[T], prefix string, m yamltext.Map[T]) []Element[T] {
	for _, e := range m {
		out = append(out, Element[T]{ID: prefix + e.Key, At: e.At, Value: e.Value})
	}
	return out
}

func (r *resolver) flattenAssets(prefix, parent string, held Holding, m yamltext.Map[Asset]) {
	for _, e := range m {
		id := prefix + e.Key
		v := e.Value
		for _, i := range v.Interfaces {
			r.m.Interfaces = append(r.m.Interfaces, Element[Interface]{ID: id + "/" + i.Key, At: i.At, Parent: id, Holding: HoldsInterface, Value: i.Value})
		}
		r.flattenAssets(id+"/", id, HoldsPart, v.Parts)
		r.flattenAssets(id+"/", id, HoldsSoftware, v.Runs)
		v.Interfaces, v.Parts, v.Runs = nil, nil, nil
		r.m.Assets = append(r.m.Assets, Element[Asset]{ID: id, At: e.At, Parent: parent, Holding: held, Value: v})
	}
}

// kinds fills in the kind where a block has only one, and reports it where it is missing.
func (r *resolver) kinds() {
	withKind(r, r.m.Contexts, "", func(e *Context) *Common { return &e.Common })
	withKind(r, r.m.Zones, "zone", func(e *Zone) *Common { return &e.Common })
	withKind(r, r.m.Places, "", func(e *Place) *Common { return &e.Common })
	withKind(r, r.m.Networks, "", func(e *Network) *Common { return &e.Common })
	withKind(r, r.m.Organisations, "organisation", func(e *Organisation) *Common { return &e.Common })
	withKind(r, r.m.People, "", func(e *Person) *Common { return &e.Common })
	withKind(r, r.m.Assets, "", func(e *Asset) *Common { return &e.Common })
	withKind(r, r.m.Interfaces, "", func(e *Interface) *Common { return &e.Common })
	withKind(r, r.m.Data, "", func(e *Data) *Common { return &e.Common })
	withKind(r, r.m.Flows, "flow", func(e *Flow) *Common { return &e.Common })
	withKind(r, r.m.Functions, "", func(e *Function) *Common { return &e.Common })
	withKind(r, r.m.Benefits, "benefit", func(e *Benefit) *Common { return &e.Common })
	withKind(r, r.m.Hazards, "hazard", func(e *Hazard) *Common { return &e.Common })
	withKind(r, r.m.Harms, "", func(e *Harm) *Common { return &e.Common })
}

func withKind[T any](r *resolver, all []Element[T], otherwise string, common func(*T) *Common) {
	for i := range all {
		c := common(&all[i].Value)
		switch {
		case c.Kind.Text != "" || c.Kind.At.Line > 0 || c.At.Line == 0: // given, or wrong and reported
		case otherwise != "":
			c.Kind = yamltext.Word{Text: otherwise, At: all[i].At}
		default:
			r.ds.Add(all[i].At, diag.MissingKey, "say what it is: kind: …", "%q has no `kind`", all[i].ID)
		}
	}
}

func (m *Model) sort() {
	sortByID(m.Contexts)
	sortByID(m.Zones)
	sortByID(m.Places)
	sortByID(m.Networks)
	sortByID(m.Organisations)
	sortByID(m.People)
	sortByID(m.Assets)
	sortByID(m.Interfaces)
	sortByID(m.Data)
	sortByID(m.Flows)
	sortByID(m.Functions)
	sortByID(m.Benefits)
	sortByID(m.Hazards)
	sortByID(m.Harms)
	sortByID(m.Assumptions)
	sortByID(m.Responsibilities)
	sortByID(m.OpenFacts)
	slices.SortStableFunc(m.Evidence, func(a, b Evidence) int { return strings.Compare(a.ID.Text, b.ID.Text) })
	slices.SortStableFunc(m.Answers, func(a, b Answer) int {
		return cmp.Or(strings.Compare(a.To.Text, b.To.Text), strings.Compare(a.Item.Text, b.Item.Text))
	})
	for _, f := range m.Functions {
		slices.SortFunc(f.Value.Uses, func(a, b yamltext.Entry[Use]) int { return strings.Compare(a.Key, b.Key) })
	}
	slices.SortStableFunc(m.Controls, func(a, b Control) int {
		return cmp.Or(strings.Compare(a.Control.Text, b.Control.Text), slices.CompareFunc(a.On, b.On, func(x, y yamltext.Word) int {
			return strings.Compare(x.Text, y.Text)
		}))
	})
}

func sortByID[T any](s []Element[T]) {
	slices.SortFunc(s, func(a, b Element[T]) int { return strings.Compare(a.ID, b.ID) })
}

var referringFields sync.Map // reflect.Type to []int: types are few and never change

// referring lists the fields of a struct that hold references or values with references.
func referring(t reflect.Type) []int {
	if known, ok := referringFields.Load(t); ok {
		return known.([]int)
	}
	var out []int
	for i := range t.NumField() {
		ft := t.Field(i)
		switch {
		case ft.Tag.Get("ref") != "" || ft.Tag.Get("keyref") != "":
			out = append(out, i)
		case ft.Type == reflect.TypeFor[yamltext.Map[yamltext.Word]]() || ft.Type == reflect.TypeFor[yamltext.Map[Level]]() || ft.Type == reflect.TypeFor[diag.Pos]():
		case ft.Type.Kind() == reflect.Struct, ft.Type.Kind() == reflect.Pointer, ft.Type.Kind() == reflect.Slice && ft.Type.Elem().Kind() == reflect.Struct:
			out = append(out, i)
		}
	}
	referringFields.Store(t, out)
	return out
}
