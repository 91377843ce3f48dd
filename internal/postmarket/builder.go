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
	refs   map[string]*Part
	others map[string]bool // what may be referred to and is no component
	words  map[string]string

	depends []Dependency
	holds   [][2]string // what contains what
	gaps    map[string]*gap
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

// gap is something that components lack.
type gap struct {
	code  diag.Code
	hint  string
	n     int
	first diag.Pos
	which string
}

// Limits of what is read.
const (
	MaxBytes      = 256 << 20
	MaxComponents = 1_000_000
	MaxDepth      = 256
	maxReports    = 50 // for one file; a file of another kind would give one for each value
)

const chunk = 512

// NewBuilder begins a bill of materials. File is its name in diagnostics.
func NewBuilder(format Format, file string, ds *diag.List) *Builder {
	return &Builder{
		BOM: BOM{Format: format}, file: file, ds: ds, said: map[diag.Diagnostic]bool{},
		refs: map[string]*Part{}, others: map[string]bool{}, words: map[string]string{}, gaps: map[string]*gap{},
	}
}

// Report says something once, and after the fiftieth time errors only.
func (b *Builder) Report(at diag.Pos, code diag.Code, hint, format string, args ...any) {
	d := diag.Diagnostic{Pos: at, Code: code, Severity: code.Severity(), Message: fmt.Sprintf(format, args...), Hint: hint}
	if b.said[d] || len(b.said) >= maxReports && d.Severity != diag.Error {
		return
	}
	b.said[d] = true
	b.ds.Append([]diag.Diagnostic{d})
}

// Count is the number of components so far, apart from one that was added as the root.
func (b *Builder) Count() int {
	if len(b.chunks) == 0 {
		return 0
	}
	return (len(b.chunks)-1)*chunk + len(b.chunks[len(b.chunks)-1])
}

// Add begins a component, which stands at a place and may be part of another one. It is nil after the millionth.
func (b *Builder) Add(of *Part, at diag.Pos) *Part {
	if b.Count() == MaxComponents {
		b.Report(at, diag.BomTooLarge, "export the document in parts", "the document has more than %d components", MaxComponents)
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
	if p.Name == "" {
		b.gap(p, gapName, diag.BomGaps, "", "")
	}
	if p.Type.Software() && p.Version == "" {
		b.gap(p, gapVersion, diag.BomGaps, "without a version it is not known which vulnerabilities a component has", "")
	}
	if p.Type.Software() && p.PURL == "" && len(p.CPE) == 0 {
		b.gap(p, gapID, diag.BomGaps, "advisories are found by their names only", "")
	}
	if p.PURL != "" {
		if _, err := ParsePURL(p.PURL); err != nil {
			b.gap(p, gapPURL, diag.BomPurl, "", ": "+err.Error())
		}
	}
	if b.refs[p.Ref] != nil {
		b.gap(p, gapRef, diag.BomTwice, "what refers to it means the first of them", "")
		return
	}
	b.refs[p.Ref] = p
}

// What components lack, in the order in which it is said.
const (
	gapName    = "no name"
	gapVersion = "no version"
	gapID      = "neither package URL nor CPE"
	gapPURL    = "a package URL that is not well formed"
	gapRef     = "an id that another one has as well"
)

func (b *Builder) gap(p *Part, what string, code diag.Code, hint, detail string) {
	g := b.gaps[what]
	if g == nil {
		g = &gap{code: code, hint: hint, first: p.pos(b.file), which: fmt.Sprintf("%q%s", cut(p.Label()), detail)}
		b.gaps[what] = g
	}
	g.n++
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

// Depend says that a component depends on others, or, with none, that it depends on nothing.
func (b *Builder) Depend(ref string, on ...string) {
	b.depends = append(b.depends, Dependency{ref, on})
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

// known are the dependencies whose ends are there.
func (b *Builder) known() []Dependency {
	out := b.depends[:0]
	missing, first := 0, ""
	there := func(ref string) bool {
		ok := b.refs[ref] != nil || b.others[ref]
		if !ok {
			if missing++; missing == 1 {
				first = ref
			}
		}
		return ok
	}
	for _, d := range b.depends {
		if !there(d.Ref) {
			continue
		}
		on := d.On[:0]
		for _, ref := range d.On {
			if there(ref) {
				on = append(on, ref)
			}
		}
		out = append(out, Dependency{d.Ref, on})
	}
	if missing > 0 {
		b.Report(diag.Pos{File: b.file}, diag.BomReference, "", "%s to components that the document does not have; the first is %q",
			count(missing, "dependency refers", "dependencies refer"), cut(first))
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// report says what components lack, each thing once.
func (b *Builder) report() {
	total := b.Count()
	if b.root != nil && !b.root.listed {
		total++
	}
	for _, what := range []string{gapName, gapVersion, gapID, gapPURL, gapRef} {
		if g := b.gaps[what]; g != nil {
			b.Report(g.first, g.code, g.hint, "%d of %s %s; the first is %s", g.n, count(total, "component has", "components have"), what, g.which)
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
