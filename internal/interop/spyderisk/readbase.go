package spyderisk

import (
	"io/fs"
	"strconv"
	"strings"

	"cordon/internal/diag"
)

// ReadBase reads the tables of a knowledge base. Shown is the folder as the user knows it. Everything that is wrong becomes a
// diagnostic with file, row and column; the base is nil if there is any.
func ReadBase(fsys fs.FS, shown string, ds *diag.List) *Base {
	before := ds.Len()
	r := &baseReader{fsys: fsys, shown: shown, ds: ds, lost: make(lost), b: &Base{}}
	r.scales()
	r.model()
	r.packages()
	r.vocabulary()
	r.locations()
	r.defaults()
	r.rootPatterns()
	r.matchingPatterns()
	r.rules()
	r.threats()
	r.strategies()
	r.compliance()
	r.oldNames()
	r.unmade()
	if ds.Len() > before {
		return nil
	}
	return r.b
}

type baseReader struct {
	fsys  fs.FS
	shown string
	ds    *diag.List
	lost  lost
	b     *Base
}

func (r *baseReader) table(name string, columns ...string) *table {
	return readTable(r.fsys, r.shown, name, false, columns, r.lost, r.ds)
}

func (r *baseReader) optional(name string, columns ...string) *table {
	return readTable(r.fsys, r.shown, name, true, columns, r.lost, r.ds)
}

// define enters an object under the name in column URI, once.
func define[T any](t *table, w row, prefix string, into *map[string]*T, all *[]*T, make1 func(id string) *T) *T {
	id := t.local(w, "URI", prefix)
	if id == "" {
		t.lost[t.name] = true
		return nil
	}
	if *into == nil {
		*into = make(map[string]*T, len(t.rows))
	}
	if _, twice := (*into)[id]; twice {
		t.wrong(w, "URI", diag.ForeignDuplicate, "remove one of the rows", "%s is defined twice in %s", id, t.name)
		t.lost[t.name] = true
		return nil
	}
	x := make1(id)
	(*into)[id] = x
	*all = append(*all, x)
	return x
}

// ref resolves a cell that names an object of another table.
func ref[T any](t *table, w row, column string, index map[string]*T, where string) *T {
	id := t.local(w, column, "domain")
	if id == "" {
		return nil
	}
	x := index[id]
	if x == nil {
		t.dangling(w, column, id, where)
	}
	return x
}

func (t *table) dangling(w row, column, name, where string) {
	if t.lost.in(where + ".csv") {
		t.lost[t.name] = true
		return
	}
	t.wrong(w, column, diag.ForeignReference, "the name must stand in "+where+".csv", "%s is %s, which %s does not define", column, name, where)
}

// packageOf reads the column package. It may be empty: the table Likelihood leaves it so in every published base.
func (r *baseReader) packageOf(t *table, w row) string {
	if t.get(w, "package") == "" {
		return ""
	}
	id := t.local(w, "package", "package")
	if id != "" && r.b.packages != nil && r.b.packages[id] == nil {
		t.dangling(w, "package", id, "Packages")
	}
	return id
}

// --- scales ---

func (r *baseReader) scales() {
	b := r.b
	b.Likelihood = r.scale("Likelihood")
	b.Impact = r.scale("ImpactLevel")
	b.Trust = r.scale("TrustworthinessLevel")
	b.Risk = r.scale("RiskLevel")
	b.Population = r.scale("PopulationLevel")
	b.Cost = r.scale("CostLevel")
	b.Performance = r.scale("PerformanceImpactLevel")
	if n, m := len(b.Likelihood.Levels), len(b.Trust.Levels); n != m && n > 0 && m > 0 {
		// A trust level is turned into a likelihood by counting from the other end.
		r.ds.Add(diag.Pos{File: r.shown}, diag.ForeignValue, "both scales need the same number of levels", "there are %d levels of likelihood and %d of trustworthiness", n, m)
	}
	r.riskTable()
}

func (r *baseReader) scale(name string) Scale {
	t := r.table(name, "levelValue", "URI", "label", "comment")
	s := Scale{index: make(map[string]int)}
	levels := make(map[int]Level)
	for _, w := range t.rows {
		id, v := t.local(w, "URI", "domain"), t.int(w, "levelValue")
		if _, twice := levels[v]; twice {
			t.wrong(w, "levelValue", diag.ForeignDuplicate, "each level has a value of its own", "the value %d is given twice", v)
		}
		if _, twice := s.index[id]; twice {
			t.wrong(w, "URI", diag.ForeignDuplicate, "remove one of the rows", "%s is defined twice in %s", id, t.name)
		}
		levels[v] = Level{Value: v, ID: id, Label: t.get(w, "label"), Comment: t.get(w, "comment")}
		s.index[id] = v
	}
	if len(t.rows) == 0 && t.reports == 0 {
		t.whole(diag.ForeignValue, "a scale needs its levels", "the table %s has no rows", name)
	}
	for v := range len(levels) {
		l, ok := levels[v]
		if !ok {
			t.whole(diag.ForeignValue, "number the levels 0, 1, 2 and so on", "the scale %s has no level %d", name, v)
			break
		}
		s.Levels = append(s.Levels, l)
	}
	if t.reports > 0 {
		r.lost[name] = true
	}
	return s
}

// level resolves a cell that names a level, or gives NoLevel.
func (r *baseReader) level(t *table, w row, column string, s *Scale, where string) int {
	id := t.local(w, column, "domain")
	if id == "" {
		return NoLevel
	}
	v, ok := s.Value(id)
	if !ok {
		t.dangling(w, column, id, where)
		return NoLevel
	}
	return v
}

func (r *baseReader) riskTable() {
	b := r.b
	t := r.table("RiskLookupTable", "IV", "LV", "impactLevel", "likelihoodLevel", "riskLevel", "RV")
	for range b.Impact.Levels {
		line := make([]int, len(b.Likelihood.Levels))
		for i := range line {
			line[i] = NoLevel
		}
		b.RiskTable = append(b.RiskTable, line)
	}
	for _, w := range t.rows {
		i := r.level(t, w, "impactLevel", &b.Impact, "ImpactLevel")
		l := r.level(t, w, "likelihoodLevel", &b.Likelihood, "Likelihood")
		v := r.level(t, w, "riskLevel", &b.Risk, "RiskLevel")
		for column, level := range map[string]int{"IV": i, "LV": l, "RV": v} {
			if n := t.int(w, column); level != NoLevel && n != level {
				t.wrong(w, column, diag.ForeignMismatch, "the number repeats the level beside it", "%s is %d; the level named in the row has the value %d", column, n, level)
			}
		}
		switch {
		case i < 0 || l < 0 || v < 0 || i >= len(b.RiskTable) || l >= len(b.RiskTable[i]):
		case b.RiskTable[i][l] != NoLevel:
			t.wrong(w, "impactLevel", diag.ForeignDuplicate, "remove one of the rows", "the risk for impact %d and likelihood %d is given twice", i, l)
		default:
			b.RiskTable[i][l] = v
		}
	}
	if t.reports > 0 {
		return
	}
	for i, line := range b.RiskTable {
		for l, v := range line {
			if v == NoLevel {
				t.whole(diag.ForeignValue, "add a row", "the risk for impact %d and likelihood %d is missing", i, l)
			}
		}
	}
}

// --- the base itself ---

func (r *baseReader) model() {
	t := r.table("DomainModel", "URI", "label", "comment", "domainGraph")
	for i, w := range t.rows {
		if i > 0 {
			t.wrong(w, "URI", diag.ForeignDuplicate, "a base describes itself in one row", "the table DomainModel has more than one row")
			break
		}
		r.b.URI, r.b.Name, r.b.Comment, r.b.Graph = t.get(w, "URI"), t.get(w, "label"), t.get(w, "comment"), t.get(w, "domainGraph")
		if r.b.Graph == "" {
			t.wrong(w, "domainGraph", diag.ForeignValue, "a model names its base by this URI", "domainGraph is empty")
		}
	}
	if len(t.rows) == 0 && t.reports == 0 {
		t.whole(diag.ForeignVersion, "copy the table again", "the table DomainModel does not describe the base")
	}
	r.features()
}

// features that our reading of the tables relies on. The tables have no version number of their own: these declarations are
// what tells one version of the format from another.
var features = []string{"ConstructionStateFlags", "MixedThreatCauses", "PopulationModel", "RiskTypeFlags", "ThreatTypeFlags"}

func (r *baseReader) features() {
	t := r.table("DomainFeature", "URI", "supported")
	r.b.Features = make(map[string]bool)
	for _, w := range t.rows {
		id := t.local(w, "URI", "feature")
		if _, twice := r.b.Features[id]; twice {
			t.wrong(w, "URI", diag.ForeignDuplicate, "remove one of the rows", "%s is declared twice", id)
		}
		r.b.Features[id] = t.bool(w, "supported")
		known := false
		for _, f := range features {
			known = known || f == id
		}
		if !known && id != "" && r.b.Features[id] {
			t.wrong(w, "URI", diag.ForeignVersion, "Cordon knows "+strings.Join(features, ", "), "the base uses the feature %s, which Cordon does not know", id)
		}
	}
	if t.reports > 0 {
		return
	}
	for _, f := range features {
		if !r.b.Features[f] {
			t.whole(diag.ForeignVersion, "use a base of the version 6 family", "the base does not declare the feature %s", f)
		}
	}
}

func (r *baseReader) packages() {
	b := r.b
	t := r.table("Packages", "URI", "Label", "Description", "Rank", "PresentedAs")
	for _, w := range t.rows {
		define(t, w, "package", &b.packages, &b.Packages, func(id string) *Package {
			return &Package{ID: id, Label: t.get(w, "Label"), Comment: t.get(w, "Description"), Rank: t.int(w, "Rank"), PresentedAs: t.get(w, "PresentedAs")}
		})
	}
	t = r.table("PackageInterdependencies", "package", "dependsOn")
	for _, w := range t.rows {
		p, q := b.packages[t.local(w, "package", "package")], b.packages[t.local(w, "dependsOn", "package")]
		switch {
		case p == nil:
			t.dangling(w, "package", t.get(w, "package"), "Packages")
		case q == nil:
			t.dangling(w, "dependsOn", t.get(w, "dependsOn"), "Packages")
		default:
			p.DependsOn = append(p.DependsOn, q)
		}
	}
}

// --- classes, relations, roles, types of sets ---

func (r *baseReader) vocabulary() {
	b := r.b
	t := r.table("DomainAsset", "package", "URI", "label", "isAssertable", "isConstructed", "isVisible", "comment", "icon", "constructionState")
	for _, w := range t.rows {
		define(t, w, "domain", &b.classes, &b.Classes, func(id string) *Class {
			return &Class{
				Index: len(b.Classes), ID: id, Label: t.get(w, "label"), Comment: t.get(w, "comment"), Icon: t.get(w, "icon"), Package: r.packageOf(t, w),
				Assertable: t.bool(w, "isAssertable"), Constructed: t.bool(w, "isConstructed"), Visible: t.bool(w, "isVisible"), ConstructionState: t.bool(w, "constructionState"),
			}
		})
	}
	t = r.table("ObjectProperty", "package", "URI", "label", "comment", "hidden", "isAssertable", "isVisible", "isLoopback", "isConstructed", "constructionState")
	for _, w := range t.rows {
		define(t, w, "domain", &b.relations, &b.Relations, func(id string) *Relation {
			return &Relation{
				Index: len(b.Relations), ID: id, Label: t.get(w, "label"), Comment: t.get(w, "comment"), Package: r.packageOf(t, w), Hidden: t.bool(w, "hidden"),
				Assertable: t.bool(w, "isAssertable"), Visible: t.bool(w, "isVisible"), Loopback: t.bool(w, "isLoopback"), Constructed: t.bool(w, "isConstructed"),
				ConstructionState: t.bool(w, "constructionState"),
			}
		})
	}
	t = r.table("Role", "package", "URI", "label", "comment")
	for _, w := range t.rows {
		define(t, w, "domain", &b.roles, &b.Roles, func(id string) *Role {
			name, ok := strings.CutPrefix(id, "Role_")
			if !ok {
				t.wrong(w, "URI", diag.ForeignValue, "write domain#Role_NAME", "the role %s does not begin with Role_", id)
			}
			return &Role{Index: len(b.Roles), ID: name, Label: t.get(w, "label"), Comment: t.get(w, "comment"), Package: r.packageOf(t, w)}
		})
	}
	b.roleNames = make(map[string]*Role, len(b.Roles))
	for _, x := range b.Roles {
		b.roleNames[x.ID] = x
	}
	t = r.table("Misbehaviour", "package", "URI", "label", "comment", "isVisible", "abbrev")
	for _, w := range t.rows {
		define(t, w, "domain", &b.misbehaviours, &b.Misbehaviours, func(id string) *Misbehaviour {
			return &Misbehaviour{Index: len(b.Misbehaviours), ID: id, Label: t.get(w, "label"), Comment: t.get(w, "comment"), Package: r.packageOf(t, w), Visible: t.bool(w, "isVisible"), Abbrev: t.get(w, "abbrev")}
		})
	}
	t = r.table("TrustworthinessAttribute", "package", "URI", "label", "comment", "isVisible")
	for _, w := range t.rows {
		define(t, w, "domain", &b.attributes, &b.Attributes, func(id string) *TrustAttribute {
			return &TrustAttribute{Index: len(b.Attributes), ID: id, Label: t.get(w, "label"), Comment: t.get(w, "comment"), Package: r.packageOf(t, w), Visible: t.bool(w, "isVisible")}
		})
	}
	t = r.table("Control", "package", "URI", "label", "isVisible", "comment", "unitCost", "performanceImpact")
	for _, w := range t.rows {
		define(t, w, "domain", &b.controls, &b.Controls, func(id string) *Control {
			return &Control{
				Index: len(b.Controls), ID: id, Label: t.get(w, "label"), Comment: t.get(w, "comment"), Package: r.packageOf(t, w), Visible: t.bool(w, "isVisible"),
				Cost:        r.level(t, w, "unitCost", &b.Cost, "CostLevel"),
				Performance: r.level(t, w, "performanceImpact", &b.Performance, "PerformanceImpactLevel"),
			}
		})
	}
	r.hierarchies()
	r.pairs()
}

func (r *baseReader) hierarchies() {
	b := r.b
	t := r.table("DomainAssetParents", "URI", "subClassOf")
	for _, w := range t.rows {
		c := ref(t, w, "URI", b.classes, "DomainAsset")
		switch t.get(w, "subClassOf") {
		case "core#Asset": // the root of all classes, which is in no table
			continue
		case "core#PaletteType":
			if c != nil {
				c.Palette = true
			}
			continue
		}
		if p := ref(t, w, "subClassOf", b.classes, "DomainAsset"); c != nil && p != nil {
			c.Parents = append(c.Parents, p)
		}
	}
	cycles(t, b.Classes, func(c *Class) (int, string, []*Class) { return c.Index, c.ID, c.Parents })
	t = r.table("ObjectPropertyParents", "URI", "subPropertyOf")
	for _, w := range t.rows {
		if c, p := ref(t, w, "URI", b.relations, "ObjectProperty"), ref(t, w, "subPropertyOf", b.relations, "ObjectProperty"); c != nil && p != nil {
			c.Parents = append(c.Parents, p)
		}
	}
	cycles(t, b.Relations, func(c *Relation) (int, string, []*Relation) { return c.Index, c.ID, c.Parents })
	t = r.table("ControlParents", "URI", "parent")
	for _, w := range t.rows {
		if c, p := ref(t, w, "URI", b.controls, "Control"), ref(t, w, "parent", b.controls, "Control"); c != nil && p != nil {
			c.Parents = append(c.Parents, p)
		}
	}
}

// cycles reports each object that is its own ancestor, for the first circle met.
func cycles[T any](t *table, all []*T, of func(*T) (index int, id string, parents []*T)) {
	const open, done = 1, 2
	state := make([]int, len(all))
	var visit func(x *T) bool
	visit = func(x *T) bool {
		i, id, parents := of(x)
		switch state[i] {
		case open:
			t.whole(diag.ForeignCycle, "break the circle", "%s is its own ancestor in %s", id, t.name)
			return false
		case done:
			return true
		}
		state[i] = open
		for _, p := range parents {
			if !visit(p) {
				return false
			}
		}
		state[i] = done
		return true
	}
	for _, x := range all {
		if !visit(x) {
			return
		}
	}
}

func (r *baseReader) pairs() {
	b := r.b
	t := r.table("TWIS", "URI", "affectedBy", "affects")
	seen := make(map[string]bool)
	for _, w := range t.rows {
		x := TrustImpact{ID: t.local(w, "URI", "domain"), Misbehaviour: ref(t, w, "affectedBy", b.misbehaviours, "Misbehaviour"), Attribute: ref(t, w, "affects", b.attributes, "TrustworthinessAttribute")}
		if seen[x.ID] {
			t.wrong(w, "URI", diag.ForeignDuplicate, "remove one of the rows", "%s is defined twice in %s", x.ID, t.name)
		}
		seen[x.ID] = true
		b.Impacts = append(b.Impacts, x)
	}
	t = r.table("MIS", "URI", "inhibited", "inhibitedBy")
	for _, w := range t.rows {
		b.Inhibited = append(b.Inhibited, Inhibition{ID: t.local(w, "URI", "domain"), Inhibited: ref(t, w, "inhibited", b.misbehaviours, "Misbehaviour"), InhibitedBy: ref(t, w, "inhibitedBy", b.misbehaviours, "Misbehaviour")})
	}
}

// --- locations and defaults ---

func (r *baseReader) locations() {
	b := r.b
	classes := func(t *table, w row, column string, to *[]*Class) {
		if c := ref(t, w, column, b.classes, "DomainAsset"); c != nil {
			*to = append(*to, c)
		}
	}
	t := r.table("RoleLocations", "URI", "metaLocatedAt")
	for _, w := range t.rows {
		if x := ref(t, w, "URI", b.roles, "Role"); x != nil {
			classes(t, w, "metaLocatedAt", &x.Classes)
		}
	}
	t = r.table("ObjectPropertyDomains", "URI", "domain")
	for _, w := range t.rows {
		if x := ref(t, w, "URI", b.relations, "ObjectProperty"); x != nil {
			classes(t, w, "domain", &x.Domains)
		}
	}
	t = r.table("ObjectPropertyRanges", "URI", "range")
	for _, w := range t.rows {
		if x := ref(t, w, "URI", b.relations, "ObjectProperty"); x != nil {
			classes(t, w, "range", &x.Ranges)
		}
	}
	t = r.table("MisbehaviourLocations", "URI", "metaLocatedAt")
	for _, w := range t.rows {
		if x := ref(t, w, "URI", b.misbehaviours, "Misbehaviour"); x != nil {
			classes(t, w, "metaLocatedAt", &x.Locations)
		}
	}
	t = r.table("TWALocations", "URI", "metaLocatedAt")
	for _, w := range t.rows {
		if x := ref(t, w, "URI", b.attributes, "TrustworthinessAttribute"); x != nil {
			classes(t, w, "metaLocatedAt", &x.Locations)
		}
	}
	t = r.table("ControlLocations", "URI", "metaLocatedAt")
	for _, w := range t.rows {
		if x := ref(t, w, "URI", b.controls, "Control"); x != nil {
			classes(t, w, "metaLocatedAt", &x.Locations)
		}
	}
}

func (r *baseReader) defaults() {
	b := r.b
	type place struct {
		class *Class
		what  any
	}
	once := func(t *table, w row, seen map[place]bool, c *Class, what any) bool {
		if seen[place{c, what}] {
			t.wrong(w, "URI", diag.ForeignDuplicate, "remove one of the rows", "%s is set twice for the class %s", t.get(w, "URI"), c.ID)
			return false
		}
		seen[place{c, what}] = true
		return true
	}
	t := r.table("MADefaultSetting", "URI", "metaLocatedAt", "hasMisbehaviour", "hasLevel")
	seen := make(map[place]bool, len(t.rows))
	for _, w := range t.rows {
		c, m := ref(t, w, "metaLocatedAt", b.classes, "DomainAsset"), ref(t, w, "hasMisbehaviour", b.misbehaviours, "Misbehaviour")
		level := r.level(t, w, "hasLevel", &b.Impact, "ImpactLevel")
		if c != nil && m != nil && once(t, w, seen, c, m) {
			c.DefaultImpacts = append(c.DefaultImpacts, DefaultImpact{ID: t.local(w, "URI", "domain"), Misbehaviour: m, Level: level})
		}
	}
	t = r.table("TWAADefaultSetting", "URI", "hasTrustworthinessAttribute", "metaLocatedAt", "hasLevel", "independentLevels")
	for _, w := range t.rows {
		c, a := ref(t, w, "metaLocatedAt", b.classes, "DomainAsset"), ref(t, w, "hasTrustworthinessAttribute", b.attributes, "TrustworthinessAttribute")
		level, free := r.level(t, w, "hasLevel", &b.Trust, "TrustworthinessLevel"), t.bool(w, "independentLevels")
		if c != nil && a != nil && once(t, w, seen, c, a) {
			c.DefaultTrust = append(c.DefaultTrust, DefaultTrust{ID: t.local(w, "URI", "domain"), Attribute: a, Level: level, Independent: free})
		}
	}
	t = r.table("CASetting", "URI", "metaLocatedAt", "hasControl", "isAssertable", "hasLevel", "independentLevels")
	for _, w := range t.rows {
		c, k := ref(t, w, "metaLocatedAt", b.classes, "DomainAsset"), ref(t, w, "hasControl", b.controls, "Control")
		level, free, can := r.level(t, w, "hasLevel", &b.Trust, "TrustworthinessLevel"), t.bool(w, "independentLevels"), t.bool(w, "isAssertable")
		if c != nil && k != nil && once(t, w, seen, c, k) {
			c.ControlSettings = append(c.ControlSettings, ControlSetting{ID: t.local(w, "URI", "domain"), Control: k, Assertable: can, Level: level, Independent: free})
		}
	}
}

// --- patterns ---

// split finds the one place where a composite name parts into two known names. A name may hold hyphens itself.
func split(s string, known func(left, right string) bool) (left, right string, n int) {
	for i := range len(s) {
		if s[i] == '-' && known(s[:i], s[i+1:]) {
			left, right = s[:i], s[i+1:]
			n++
		}
	}
	return left, right, n
}

func (r *baseReader) composite(t *table, w row, column, prefix string) (string, bool) {
	id := t.local(w, column, "domain")
	rest, ok := strings.CutPrefix(id, prefix+"-")
	if !ok && id != "" {
		t.wrong(w, column, diag.ForeignValue, "the form is "+prefix+"-…-…", "%s is %s; it must begin with %s-", column, id, prefix)
	}
	return rest, ok
}

func (r *baseReader) parts(t *table, w row, column, prefix string, known func(left, right string) bool, where string) (left, right string, ok bool) {
	rest, ok := r.composite(t, w, column, prefix)
	if !ok {
		return "", "", false
	}
	left, right, n := split(rest, known)
	if n == 0 && t.lost.in(where) {
		t.lost[t.name] = true
		return "", "", false
	}
	if n != 1 {
		t.lost[t.name] = true
		how := "names nothing"
		if n > 1 {
			how = "can be read in " + strconv.Itoa(n) + " ways"
		}
		t.wrong(w, column, diag.ForeignReference, "both parts must stand in "+where, "%s is %s-%s, which %s", column, prefix, rest, how)
		return "", "", false
	}
	return left, right, true
}

// node reads Node-<role>-<class>.
func (r *baseReader) node(t *table, w row, column string) (Node, bool) {
	role, class, ok := r.parts(t, w, column, "Node", func(left, right string) bool {
		return r.b.roleNames[left] != nil && r.b.classes[right] != nil
	}, "Role.csv and DomainAsset.csv")
	if !ok {
		return Node{}, false
	}
	return Node{Role: r.b.roleNames[role], Class: r.b.classes[class]}, true
}

// link reads Link-<role>-<relation>-<role>.
func (r *baseReader) link(t *table, w row, column string) (Link, bool) {
	rest, ok := r.composite(t, w, column, "Link")
	if !ok {
		return Link{}, false
	}
	var found []Link
	for i := range len(rest) {
		if rest[i] != '-' {
			continue
		}
		from := r.b.roleNames[rest[:i]]
		if from == nil {
			continue
		}
		for j := i + 1; j < len(rest); j++ {
			if rest[j] != '-' {
				continue
			}
			relation, to := r.b.relations[rest[i+1:j]], r.b.roleNames[rest[j+1:]]
			if relation != nil && to != nil {
				found = append(found, Link{From: from, Relation: relation, To: to})
			}
		}
	}
	if len(found) == 0 && t.lost.in("Role.csv and ObjectProperty.csv") {
		t.lost[t.name] = true
		return Link{}, false
	}
	if len(found) != 1 {
		t.lost[t.name] = true
		t.wrong(w, column, diag.ForeignReference, "the roles must stand in Role.csv, the relation in ObjectProperty.csv", "%s is Link-%s, which can be read in %d ways", column, rest, len(found))
		return Link{}, false
	}
	return found[0], true
}

func (r *baseReader) rootPatterns() {
	b := r.b
	t := r.table("RootPattern", "package", "URI", "label", "comment", "usesLoopback", "usesParallel")
	for _, w := range t.rows {
		define(t, w, "domain", &b.roots, &b.Roots, func(id string) *RootPattern {
			return &RootPattern{Index: len(b.Roots), ID: id, Label: t.get(w, "label"), Comment: t.get(w, "comment"), Package: r.packageOf(t, w), Loopback: t.bool(w, "usesLoopback"), Parallel: t.bool(w, "usesParallel")}
		})
	}
	t = r.table("RootPatternNodes", "URI", "hasNode", "keyNode")
	for _, w := range t.rows {
		p := ref(t, w, "URI", b.roots, "RootPattern")
		n, ok := r.node(t, w, "hasNode")
		key := t.bool(w, "keyNode")
		if p == nil || !ok {
			continue
		}
		for _, o := range p.Nodes {
			if o.Role == n.Role {
				t.wrong(w, "hasNode", diag.ForeignDuplicate, "a role occurs once in a pattern", "the role %s occurs twice in %s", n.Role.ID, p.ID)
			}
		}
		p.Nodes = append(p.Nodes, RootNode{Node: n, Key: key})
	}
	t = r.table("RootPatternLinks", "URI", "hasLink")
	for _, w := range t.rows {
		p := ref(t, w, "URI", b.roots, "RootPattern")
		l, ok := r.link(t, w, "hasLink")
		if p == nil || !ok {
			continue
		}
		r.within(t, w, "hasLink", p.ID, &MatchingPattern{Root: p}, l.From, l.To)
		p.Links = append(p.Links, l)
	}
}

// within checks that roles are nodes of the pattern.
func (r *baseReader) within(t *table, w row, column, id string, p *MatchingPattern, roles ...*Role) {
	if r.lost["RootPatternNodes"] || r.lost["MatchingPatternNodes"] || r.lost["InferredNodeSetting"] {
		return
	}
	for _, role := range roles {
		if p != nil && p.Root != nil && role != nil && !p.Has(role) {
			t.wrong(w, column, diag.ForeignReference, "use a role that is a node of the pattern", "the role %s is not a node of the pattern %s", role.ID, id)
		}
	}
}

func (r *baseReader) matchingPatterns() {
	b := r.b
	t := r.table("MatchingPattern", "package", "URI", "label", "comment", "hasRootPattern", "usesLoopback", "usesParallel")
	for _, w := range t.rows {
		define(t, w, "domain", &b.patterns, &b.Patterns, func(id string) *MatchingPattern {
			return &MatchingPattern{
				Index: len(b.Patterns), ID: id, Label: t.get(w, "label"), Comment: t.get(w, "comment"), Package: r.packageOf(t, w),
				Root: ref(t, w, "hasRootPattern", b.roots, "RootPattern"), Loopback: t.bool(w, "usesLoopback"), Parallel: t.bool(w, "usesParallel"),
			}
		})
	}
	t = r.table("MatchingPatternNodes", "URI", "hasNode", "mandatoryNode", "prohibitedNode", "sufficientNode")
	for _, w := range t.rows {
		p := ref(t, w, "URI", b.patterns, "MatchingPattern")
		n, ok := r.node(t, w, "hasNode")
		x := PatternNode{Node: n, Mandatory: t.bool(w, "mandatoryNode"), Prohibited: t.bool(w, "prohibitedNode"), Sufficient: t.bool(w, "sufficientNode")}
		if p == nil || p.Root == nil || !ok {
			continue
		}
		if x.Prohibited && (x.Mandatory || x.Sufficient) {
			t.wrong(w, "prohibitedNode", diag.ForeignValue, "set one of the flags", "the node %s of %s is both prohibited and needed", n.Role.ID, p.ID)
		}
		if p.Has(n.Role) {
			t.wrong(w, "hasNode", diag.ForeignDuplicate, "a role occurs once in a pattern", "the role %s occurs twice in %s", n.Role.ID, p.ID)
		}
		p.Nodes = append(p.Nodes, x)
	}
	t = r.table("MatchingPatternLinks", "URI", "hasLink", "prohibited")
	for _, w := range t.rows {
		p := ref(t, w, "URI", b.patterns, "MatchingPattern")
		l, ok := r.link(t, w, "hasLink")
		not := t.bool(w, "prohibited")
		if p == nil || !ok {
			continue
		}
		r.within(t, w, "hasLink", p.ID, p, l.From, l.To)
		p.Links = append(p.Links, PatternLink{Link: l, Prohibited: not})
	}
	r.distinct()
}

func (r *baseReader) distinct() {
	b := r.b
	type group struct {
		pattern *MatchingPattern
		at      int
	}
	groups := make(map[string]group)
	t := r.table("MatchingPatternDNG", "hasDistinctNodeGroup", "URI", "label")
	for _, w := range t.rows {
		p, id := ref(t, w, "URI", b.patterns, "MatchingPattern"), t.local(w, "hasDistinctNodeGroup", "domain")
		if p == nil || id == "" {
			continue
		}
		if _, twice := groups[id]; twice {
			t.wrong(w, "hasDistinctNodeGroup", diag.ForeignDuplicate, "remove one of the rows", "%s is defined twice in %s", id, t.name)
			continue
		}
		groups[id] = group{p, len(p.Distinct)}
		p.Distinct = append(p.Distinct, DistinctGroup{ID: id, Label: t.get(w, "label")})
	}
	t = r.table("DistinctNodeGroupNodes", "URI", "hasNode")
	for _, w := range t.rows {
		id := t.local(w, "URI", "domain")
		n, ok := r.node(t, w, "hasNode")
		g, known := groups[id]
		if !known && id != "" {
			t.dangling(w, "URI", id, "MatchingPatternDNG")
		}
		if !ok || !known {
			continue
		}
		r.within(t, w, "hasNode", g.pattern.ID, g.pattern, n.Role)
		d := &g.pattern.Distinct[g.at]
		d.Nodes = append(d.Nodes, n)
	}
}

func (r *baseReader) rules() {
	b := r.b
	t := r.table("ConstructionPattern", "hasPriority", "URI", "package", "label", "iterate", "maxIterations", "usesLoopback", "usesParallel", "hasMatchingPattern", "comment")
	for _, w := range t.rows {
		define(t, w, "domain", &b.rules, &b.Rules, func(id string) *ConstructionPattern {
			return &ConstructionPattern{
				Index: len(b.Rules), ID: id, Label: t.get(w, "label"), Comment: t.get(w, "comment"), Package: r.packageOf(t, w),
				Priority: t.int(w, "hasPriority"), Iterate: t.bool(w, "iterate"), MaxIterations: t.int(w, "maxIterations"),
				Loopback: t.bool(w, "usesLoopback"), Parallel: t.bool(w, "usesParallel"), Pattern: ref(t, w, "hasMatchingPattern", b.patterns, "MatchingPattern"),
			}
		})
	}
	settings := r.inferredNodes()
	t = r.table("InferredNodeSettingIncludes", "URI", "includesNodeInURI")
	for _, w := range t.rows {
		id := t.local(w, "URI", "domain")
		n, ok := r.node(t, w, "includesNodeInURI")
		s, known := settings[id]
		if !known && id != "" {
			t.dangling(w, "URI", id, "InferredNodeSetting")
		}
		if !ok || !known {
			continue
		}
		r.inRule(t, w, "includesNodeInURI", s.rule, n.Role)
		x := &s.rule.Nodes[s.at]
		x.Includes = append(x.Includes, n)
	}
	t = r.table("ConstructionPatternLinks", "URI", "hasInferredLink")
	for _, w := range t.rows {
		p := ref(t, w, "URI", b.rules, "ConstructionPattern")
		l, ok := r.link(t, w, "hasInferredLink")
		if p == nil || !ok {
			continue
		}
		r.inRule(t, w, "hasInferredLink", p, l.From, l.To)
		p.Links = append(p.Links, l)
	}
	for _, name := range []string{"Predecessor", "Successor"} {
		t := r.optional("Construction"+name, "URI", "has"+name)
		for _, w := range t.rows {
			p, q := ref(t, w, "URI", b.rules, "ConstructionPattern"), ref(t, w, "has"+name, b.rules, "ConstructionPattern")
			switch {
			case p == nil || q == nil:
			case name == "Predecessor":
				p.Predecessors = append(p.Predecessors, q)
			default:
				p.Successors = append(p.Successors, q)
			}
		}
	}
}

type setting struct {
	rule *ConstructionPattern
	at   int
}

func (r *baseReader) inferredNodes() map[string]setting {
	settings := make(map[string]setting)
	t := r.table("InferredNodeSetting", "inPattern", "hasNode", "hasSetting", "displayedAtNode", "displayedAtLink", "displayedAt")
	for _, w := range t.rows {
		p := ref(t, w, "inPattern", r.b.rules, "ConstructionPattern")
		n, ok := r.node(t, w, "hasNode")
		id := t.local(w, "hasSetting", "domain")
		atNode, atLink := t.bool(w, "displayedAtNode"), t.bool(w, "displayedAtLink")
		if p == nil || !ok || id == "" {
			continue
		}
		if _, twice := settings[id]; twice {
			t.wrong(w, "hasSetting", diag.ForeignDuplicate, "remove one of the rows", "%s is defined twice in %s", id, t.name)
			continue
		}
		x := InferredNode{Node: n, Setting: id}
		switch {
		case atNode && atLink:
			t.wrong(w, "displayedAtLink", diag.ForeignValue, "set one of the flags", "%s is displayed both at a node and at a link", id)
		case atNode:
			if at, ok := r.node(t, w, "displayedAt"); ok {
				x.DisplayedAt = &at
			}
		case atLink:
			if at, ok := r.link(t, w, "displayedAt"); ok {
				x.DisplayedOn = &at
			}
		}
		settings[id] = setting{p, len(p.Nodes)}
		p.Nodes = append(p.Nodes, x)
	}
	return settings
}

// inRule checks that roles are nodes of the rule's pattern, or are what it infers.
func (r *baseReader) inRule(t *table, w row, column string, p *ConstructionPattern, roles ...*Role) {
next:
	for _, role := range roles {
		for _, n := range p.Nodes {
			if n.Role == role {
				continue next
			}
		}
		if p.Pattern != nil {
			r.within(t, w, column, p.Pattern.ID, p.Pattern, role)
		}
	}
}

// --- threats and strategies ---

// misbehaviourAt reads MS-<misbehaviour>-<role>.
func (r *baseReader) misbehaviourAt(t *table, w row, column string) (MisbehaviourAt, bool) {
	m, role, ok := r.parts(t, w, column, "MS", func(left, right string) bool {
		return r.b.misbehaviours[left] != nil && r.b.roleNames[right] != nil
	}, "Misbehaviour.csv and Role.csv")
	return MisbehaviourAt{Misbehaviour: r.b.misbehaviours[m], Role: r.b.roleNames[role]}, ok
}

func (r *baseReader) threats() {
	b := r.b
	t := r.table("ThreatCategory", "URI", "label", "comment")
	for _, w := range t.rows {
		define(t, w, "domain", &b.categories, &b.Categories, func(id string) *Category {
			return &Category{ID: id, Label: t.get(w, "label"), Comment: t.get(w, "comment")}
		})
	}
	t = r.table("Threat", "package", "URI", "label", "hasCategory", "secondaryThreat", "normalOperation", "hasFrequency", "currentRisk", "futureRisk", "comment", "appliesTo", "threatens")
	for _, w := range t.rows {
		define(t, w, "domain", &b.threats, &b.Threats, func(id string) *Threat {
			x := &Threat{
				Index: len(b.Threats), ID: id, Label: t.get(w, "label"), Comment: t.get(w, "comment"), Package: r.packageOf(t, w),
				Pattern:   ref(t, w, "appliesTo", b.patterns, "MatchingPattern"),
				Threatens: ref(t, w, "threatens", b.roles, "Role"), Secondary: t.bool(w, "secondaryThreat"), NormalOperation: t.bool(w, "normalOperation"),
				Current: t.bool(w, "currentRisk"), Future: t.bool(w, "futureRisk"), Frequency: NoLevel,
			}
			// Eight threats of network-ai-harms have no category.
			if t.get(w, "hasCategory") != "" {
				x.Category = ref(t, w, "hasCategory", b.categories, "ThreatCategory")
			}
			// Modelling errors and similar threats have no frequency: they take no part in the risk.
			if t.get(w, "hasFrequency") != "" {
				x.Frequency = r.level(t, w, "hasFrequency", &b.Likelihood, "Likelihood")
			}
			if x.Pattern != nil {
				r.within(t, w, "threatens", x.Pattern.ID, x.Pattern, x.Threatens)
			}
			return x
		})
	}
	t = r.table("ThreatEffects", "URI", "causesMisbehaviour")
	for _, w := range t.rows {
		x := ref(t, w, "URI", b.threats, "Threat")
		if m, ok := r.misbehaviourAt(t, w, "causesMisbehaviour"); x != nil && ok {
			r.inThreat(t, w, "causesMisbehaviour", x, m.Role)
			x.Effects = append(x.Effects, m)
		}
	}
	t = r.table("ThreatSEC", "URI", "hasSecondaryEffectCondition")
	for _, w := range t.rows {
		x := ref(t, w, "URI", b.threats, "Threat")
		if m, ok := r.misbehaviourAt(t, w, "hasSecondaryEffectCondition"); x != nil && ok {
			r.inThreat(t, w, "hasSecondaryEffectCondition", x, m.Role)
			x.Conditions = append(x.Conditions, m)
		}
	}
	t = r.table("ThreatEntryPoints", "URI", "hasEntryPoint")
	for _, w := range t.rows {
		x := ref(t, w, "URI", b.threats, "Threat")
		a, role, ok := r.parts(t, w, "hasEntryPoint", "TWAS", func(left, right string) bool {
			return b.attributes[left] != nil && b.roleNames[right] != nil
		}, "TrustworthinessAttribute.csv and Role.csv")
		if x == nil || !ok {
			continue
		}
		at := TrustAt{Attribute: b.attributes[a], Role: b.roleNames[role]}
		r.inThreat(t, w, "hasEntryPoint", x, at.Role)
		x.EntryPoints = append(x.EntryPoints, at)
	}
}

func (r *baseReader) inThreat(t *table, w row, column string, x *Threat, role *Role) {
	if x.Pattern != nil {
		r.within(t, w, column, x.Pattern.ID, x.Pattern, role)
	}
}

func (r *baseReader) strategies() {
	b := r.b
	t := r.table("ControlStrategy", "package", "URI", "label", "comment", "hasBlockingEffect", "currentRisk", "futureRisk")
	for _, w := range t.rows {
		define(t, w, "domain", &b.strategies, &b.Strategies, func(id string) *Strategy {
			return &Strategy{
				Index: len(b.Strategies), ID: id, Label: t.get(w, "label"), Comment: t.get(w, "comment"), Package: r.packageOf(t, w),
				Effect: r.level(t, w, "hasBlockingEffect", &b.Trust, "TrustworthinessLevel"), Current: t.bool(w, "currentRisk"), Future: t.bool(w, "futureRisk"),
			}
		})
	}
	t = r.table("ControlStrategyControls", "URI", "hasControlSet", "optional")
	for _, w := range t.rows {
		s := ref(t, w, "URI", b.strategies, "ControlStrategy")
		c, role, ok := r.parts(t, w, "hasControlSet", "CS", func(left, right string) bool {
			return b.controls[left] != nil && b.roleNames[right] != nil
		}, "Control.csv and Role.csv")
		optional := t.bool(w, "optional")
		if s != nil && ok {
			s.Controls = append(s.Controls, ControlAt{Control: b.controls[c], Role: b.roleNames[role], Optional: optional})
		}
	}
	t = r.table("ControlStrategyBlocks", "URI", "blocks")
	for _, w := range t.rows {
		if s, x := ref(t, w, "URI", b.strategies, "ControlStrategy"), ref(t, w, "blocks", b.threats, "Threat"); s != nil && x != nil {
			s.Blocks, x.BlockedBy = append(s.Blocks, x), append(x.BlockedBy, s)
		}
	}
	t = r.table("ControlStrategyMitigates", "URI", "mitigates")
	for _, w := range t.rows {
		if s, x := ref(t, w, "URI", b.strategies, "ControlStrategy"), ref(t, w, "mitigates", b.threats, "Threat"); s != nil && x != nil {
			s.Mitigates, x.MitigatedBy = append(s.Mitigates, x), append(x.MitigatedBy, s)
		}
	}
	t = r.table("ControlStrategyTriggers", "URI", "triggers")
	for _, w := range t.rows {
		if s, x := ref(t, w, "URI", b.strategies, "ControlStrategy"), ref(t, w, "triggers", b.threats, "Threat"); s != nil && x != nil {
			s.Triggers, x.TriggeredBy = append(s.Triggers, x), append(x.TriggeredBy, s)
		}
	}
}

// --- the rest ---

func (r *baseReader) compliance() {
	b := r.b
	var sets map[string]*ComplianceSet
	t := r.table("ComplianceSet", "package", "URI", "label", "comment")
	for _, w := range t.rows {
		define(t, w, "domain", &sets, &b.Compliance, func(id string) *ComplianceSet {
			return &ComplianceSet{ID: id, Label: t.get(w, "label"), Comment: t.get(w, "comment"), Package: r.packageOf(t, w)}
		})
	}
	t = r.table("ComplianceSetThreats", "URI", "requiresTreatmentOf")
	for _, w := range t.rows {
		if s, x := ref(t, w, "URI", sets, "ComplianceSet"), ref(t, w, "requiresTreatmentOf", b.threats, "Threat"); s != nil && x != nil {
			s.Threats = append(s.Threats, x)
		}
	}
}

func (r *baseReader) oldNames() {
	t := r.table("MatchingPatternEquivalence", "URI", "URIv5", "comment")
	for _, w := range t.rows {
		r.b.OldNames = append(r.b.OldNames, OldName{Pattern: ref(t, w, "URI", r.b.patterns, "MatchingPattern"), Name5: t.get(w, "URIv5"), Comment: t.get(w, "comment")})
	}
}

// unmade reports patterns without nodes: such an entry lost its rows in another table.
func (r *baseReader) unmade() {
	for _, p := range r.b.Roots {
		if len(p.Nodes) == 0 && !r.lost["RootPatternNodes"] {
			r.ds.Add(diag.Pos{File: r.shown + "/RootPatternNodes.csv"}, diag.ForeignValue, "add the nodes, or remove the pattern", "the pattern %s has no nodes", p.ID)
		}
	}
}
