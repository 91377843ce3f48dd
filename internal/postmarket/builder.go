package postmarket

import (
	"fmt"
	"iter"
	"strconv"
	"strings"

	"cordon/internal/diag"
)

// Builder takes what a reader finds in a document, and says what is wrong or missing in it whatever its format. It belongs to one goroutine.
type Builder struct {
	BOM  BOM // all but Root, Components and Depends
	file string
	ds   *diag.List
	said map[diag.Diagnostic]bool

	root   *Part
	chunks [][]Part // of components; they stay where they are, for readers fill them
	full   bool     // there are as many as may be
	refs   map[string]*Part
	others map[string]bool // what may be referred to and is no component
	words  map[string]string

	depends []edge
	holds   [][2]string // what contains what
	gaps    map[lack]*gap
}

// edge says that a component depends on another one, or on nothing.
type edge struct {
	from, to  string
	line, col int32
}

// Part is a component that is being read: whoever adds it fills it, and says then that it is done.
type Part struct {
	Component
	of        *Part
	line, col int32
	walk      int32 // number of the last walk that came by
	listed    bool  // among the components
}

func (p *Part) pos(file string) diag.Pos {
	return diag.Pos{File: file, Line: int(p.line), Column: int(p.col)}
}

// Limits of what is read.
const (
	MaxBytes      = 256 << 20
	MaxComponents = 500_000 // each takes some 700 bytes while it is read, however little a document says of it
	MaxDepth      = 256
	maxReports    = 50 // for one file; a file of another kind would give one for each value
)

const chunk = 512

// NewBuilder begins a bill of materials. File is its name in diagnostics.
func NewBuilder(format Format, file string, ds *diag.List) *Builder {
	return &Builder{
		BOM: BOM{Format: format}, file: file, ds: ds, said: map[diag.Diagnostic]bool{},
		refs: map[string]*Part{}, others: map[string]bool{}, words: map[string]string{}, gaps: map[lack]*gap{},
	}
}

// Report says something once, and after the fiftieth time errors only.
func (b *Builder) Report(at diag.Pos, code diag.Code, hint, format string, args ...any) {
	if len(b.said) >= maxReports && code.Severity() != diag.Error {
		return
	}
	d := diag.Diagnostic{Pos: at, Code: code, Severity: code.Severity(), Message: fmt.Sprintf(format, args...), Hint: hint}
	if !b.said[d] {
		b.said[d] = true
		b.ds.Append([]diag.Diagnostic{d})
	}
}

// Count is the number of components so far, apart from one that was added as the root.
func (b *Builder) Count() int {
	if len(b.chunks) == 0 {
		return 0
	}
	return (len(b.chunks)-1)*chunk + len(b.chunks[len(b.chunks)-1])
}

// Add begins a component, which stands at a place and may be part of another one. It is nil where there are as many as may be.
func (b *Builder) Add(of *Part, at diag.Pos) *Part {
	if b.Count() == MaxComponents {
		if !b.full {
			b.full = true
			b.Report(at, diag.BomTooLarge, "export the document in parts", "the document has more than %d components", MaxComponents)
		}
		return nil
	}
	n := len(b.chunks)
	if n == 0 || len(b.chunks[n-1]) == chunk {
		b.chunks = append(b.chunks, make([]Part, 0, chunk))
		n++
	}
	last := append(b.chunks[n-1], Part{of: of, line: int32(at.Line), col: int32(at.Column), listed: true})
	b.chunks[n-1] = last
	return &last[len(last)-1]
}

// AddRoot begins the component that the document is about.
func (b *Builder) AddRoot(at diag.Pos) *Part {
	b.root = &Part{line: int32(at.Line), col: int32(at.Column)}
	return b.root
}

// Done ends a component: it can be referred to from now on. Place names it where the document does not.
func (b *Builder) Done(p *Part, place func() string) {
	for _, s := range []*string{&p.Ref, &p.Group, &p.Name, &p.Version, &p.PURL, &p.Supplier, &p.Maker} {
		*s = Clean(*s)
	}
	if p.Ref == "" {
		p.Ref = place()
	}
	if b.refs[p.Ref] != nil {
		b.gap(p, gapRef, "")
		return
	}
	b.refs[p.Ref] = p
}

// lack is something that components lack.
type lack struct {
	what string
	code diag.Code
	hint string
}

var (
	gapName    = lack{"no name", diag.BomGaps, ""}
	gapVersion = lack{"no version", diag.BomGaps, "without a version it is not known which vulnerabilities a component has"}
	gapID      = lack{"neither package URL nor CPE", diag.BomGaps, "advisories are found by their names only"}
	gapPURL    = lack{"a package URL that is not well formed", diag.BomPurl, ""}
	gapRef     = lack{"an id that another one has as well", diag.BomTwice, "what refers to it means the first of them"}
)

// gap is a lack that was found.
type gap struct {
	n     int
	first diag.Pos
	which string
}

func (b *Builder) gap(p *Part, l lack, detail string) {
	g := b.gaps[l]
	if g == nil {
		g = &gap{first: p.pos(b.file), which: fmt.Sprintf("%q%s", cut(p.Label()), detail)}
		b.gaps[l] = g
	}
	g.n++
}

// look finds what a component lacks. The root is the product itself, for which nobody else writes advisories.
func (b *Builder) look(p *Part) {
	if p.Name == "" {
		b.gap(p, gapName, "")
	}
	if p.Type.Software() && p.Version == "" {
		b.gap(p, gapVersion, "")
	}
	if p.Type.Software() && p.PURL == "" && len(p.CPE) == 0 && p != b.root {
		b.gap(p, gapID, "")
	}
	if p.PURL != "" {
		if _, err := ParsePURL(p.PURL); err != nil {
			b.gap(p, gapPURL, ": "+err.Error())
		}
	}
}

// Clean is text without space at the ends and without characters that a terminal obeys.
func Clean(s string) string {
	for _, c := range []byte(s) {
		if c < ' ' || c == 0x7F || c == 0xC2 { // 0xC2 begins U+0080 to U+00BF, among which are control characters
			return strings.TrimSpace(strings.Map(func(r rune) rune {
				if r < ' ' || 0x7F <= r && r < 0xA0 {
					return ' '
				}
				return r
			}, s))
		}
	}
	return strings.TrimSpace(s)
}

// Word is a text of which many are the same: types, licences, names of suppliers. It is kept once.
func (b *Builder) Word(text []byte) string {
	if w, ok := b.words[string(text)]; ok {
		return w
	}
	w := Clean(string(text))
	if len(b.words) < 10_000 && len(text) < 200 {
		b.words[string(text)] = w
	}
	return w
}

// Known is the name of a component as a text that is kept already, if it was read by now.
func (b *Builder) Known(ref []byte) string {
	if p, ok := b.refs[string(ref)]; ok {
		return p.Ref
	}
	return Clean(string(ref))
}

// Other makes known what may be referred to and is no component: a service, a file.
func (b *Builder) Other(ref string) { b.others[ref] = true }

// Depend says that a component depends on others, or, with none, that it depends on nothing. What is said of a component several times adds up.
func (b *Builder) Depend(at diag.Pos, ref string, on ...string) {
	e := edge{from: ref, line: int32(at.Line), col: int32(at.Column)}
	if len(on) == 0 {
		b.depends = append(b.depends, e)
	}
	for _, e.to = range on {
		b.depends = append(b.depends, e)
	}
}

// Hold says that a component is part of another one, by their names. It may come before the components.
func (b *Builder) Hold(whole, part string) { b.holds = append(b.holds, [2]string{whole, part}) }

// Root makes a component that was added the one that the document is about, if there is one of that name.
func (b *Builder) Root(ref string) {
	if p := b.refs[ref]; p != nil {
		b.root = p
	}
}

// Build ends the document.
func (b *Builder) Build() *BOM {
	b.hold()
	b.report()
	out := b.BOM
	out.Components = make([]Component, 0, b.Count())
	for p := range b.parts() {
		if p.of != nil {
			p.Parent = p.of.Ref
		}
		if p != b.root {
			out.Components = append(out.Components, p.Component)
		}
	}
	if b.root != nil {
		out.Root = &b.root.Component
	}
	out.Depends = b.known()
	return &out
}

func (b *Builder) parts() iter.Seq[*Part] {
	return func(yield func(*Part) bool) {
		for _, chunk := range b.chunks {
			for i := range chunk {
				if !yield(&chunk[i]) {
					return
				}
			}
		}
	}
}

// hold turns what was held by name into parents. The first to hold a component is its parent; one that would be part of itself stands alone.
func (b *Builder) hold() {
	for _, h := range b.holds {
		if whole, part := b.refs[h[0]], b.refs[h[1]]; whole != nil && part != nil && part.of == nil {
			part.of = whole
		}
	}
	walk := int32(0)
	for p := range b.parts() {
		walk++
		for ; p != nil && p.walk == 0; p = p.of {
			p.walk = walk
			if p.of != nil && p.of.walk == walk {
				b.Report(p.pos(b.file), diag.BomReference, "", "%q is part of itself", cut(p.Label()))
				p.of = nil
			}
		}
	}
}

// known are the dependencies of which both ends are components.
func (b *Builder) known() []Dependency {
	var out []Dependency
	var first edge
	missing, what := 0, ""
	there := func(e edge, ref string) bool {
		if b.refs[ref] == nil && !b.others[ref] {
			if missing++; missing == 1 {
				first, what = e, ref
			}
		}
		return b.refs[ref] != nil
	}
	places := map[string]int{}
	for _, e := range b.depends {
		if !there(e, e.from) {
			continue
		}
		i, ok := places[e.from]
		if !ok {
			i = len(out)
			places[e.from] = i
			out = append(out, Dependency{Ref: e.from})
		}
		if e.to != "" && there(e, e.to) {
			out[i].On = append(out[i].On, e.to)
		}
	}
	if missing > 0 {
		b.Report(diag.Pos{File: b.file, Line: int(first.line), Column: int(first.col)}, diag.BomReference, "", "%s to components that the document does not have; the first is %q",
			count(missing, "dependency leads", "dependencies lead"), cut(what))
	}
	return out
}

// report says what components lack, each thing once.
func (b *Builder) report() {
	total := b.Count()
	if b.root != nil && !b.root.listed {
		total++
		b.look(b.root)
	}
	for p := range b.parts() {
		b.look(p)
	}
	for _, l := range []lack{gapName, gapVersion, gapID, gapPURL, gapRef} {
		if g := b.gaps[l]; g != nil {
			have := "have"
			if g.n == 1 {
				have = "has"
			}
			b.Report(g.first, l.code, l.hint, "%d of %s %s %s; the first is %s", g.n, count(total, "component", "components"), have, l.what, g.which)
		}
	}
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

func cut(s string) string {
	const most = 100
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
