package postmarket

import (
	"encoding/binary"
	"maps"
	"slices"

	"cordon/internal/vers"
)

// Feeds are what an index is made of.
type Feeds struct {
	Advisories []Advisory
	Facts      []Facts // of catalogues that say something of vulnerabilities and name no package
	Scores     []Score
	Endings    []Ending
}

// BuildIndex writes the index of advisories.
func BuildIndex(all []Advisory) []byte { return (&Feeds{Advisories: all}).Index() }

// Index writes the index. The same feeds give the same bytes, in whatever order things come.
func (in *Feeds) Index() []byte {
	kept, withdrawn := sorted(in.Advisories)
	names := canonical(kept)
	entries := map[string][]entryOf{}
	for i := range kept {
		for _, a := range kept[i].Affected {
			entries[a.Package] = append(entries[a.Package], entryOf{i, a})
		}
	}

	b := &writer{bytes: append([]byte(magic), make([]byte, header-len(magic))...)}
	var t listed
	for i := range kept {
		a := &kept[i]
		b.begin(&t.advisories)
		b.text(a.ID, names[a.ID], a.Summary, a.Published, a.Modified)
		b.severity(a.Severity)
	}
	for _, k := range slices.Sorted(maps.Keys(entries)) {
		b.begin(&t.packages)
		b.text(k)
		b.number(int(entries[k][0].Scheme))
		b.number(len(entries[k]))
		for _, e := range entries[k] {
			b.entry(e)
		}
	}
	in.gather(kept, withdrawn, names, func(f *Facts) {
		b.begin(&t.facts)
		b.facts(f)
	})
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if names[name] != name {
			b.begin(&t.aliases)
			b.text(name, names[name])
		}
	}
	products := map[string][]int{}
	for i := range kept {
		for j := range kept[i].Configurations {
			c := &kept[i].Configurations[j]
			n := len(t.configs)
			b.begin(&t.configs)
			b.number(i)
			b.configuration(c, 0)
			c.keys(func(key string) {
				if list := products[key]; len(list) == 0 || list[len(list)-1] != n {
					products[key] = append(list, n)
				}
			}, 0)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(products)) {
		b.begin(&t.products)
		b.text(key)
		b.number(len(products[key]))
		for _, n := range products[key] {
			b.number(n)
		}
	}
	ends := endings(in.Endings)
	for _, key := range slices.Sorted(maps.Keys(ends)) {
		b.begin(&t.endings)
		b.text(key)
		b.endings(ends[key])
	}
	for i, places := range [][]int{t.advisories, t.packages, t.facts, t.aliases, t.configs, t.products, t.endings} {
		b.table(i, places)
	}
	return b.bytes
}

// listed are the places of the records of each table.
type listed struct{ advisories, packages, facts, aliases, configs, products, endings []int }

// begin notes where a record begins.
func (b *writer) begin(places *[]int) { *places = append(*places, len(b.bytes)) }

// table writes where records begin, and in the header how many there are.
func (b *writer) table(i int, places []int) {
	b.at(len(magic)+16*i, len(places))
	b.at(len(magic)+16*i+8, len(b.bytes))
	for _, p := range places {
		b.bytes = binary.LittleEndian.AppendUint64(b.bytes, uint64(p))
	}
}

type entryOf struct {
	advisory int
	Affected
}

type writer struct{ bytes []byte }

func (b *writer) at(place, n int) { binary.LittleEndian.PutUint64(b.bytes[place:], uint64(n)) }

func (b *writer) number(n int) { b.bytes = binary.AppendUvarint(b.bytes, uint64(n)) }

func (b *writer) text(all ...string) {
	for _, s := range all {
		b.number(len(s))
		b.bytes = append(b.bytes, s...)
	}
}

func (b *writer) entry(e entryOf) {
	b.number(e.advisory)
	b.ranges(e.Range)
	b.ranges(e.Releases)
}

func (b *writer) ranges(of vers.Range) {
	intervals := of.Intervals()
	b.number(len(intervals))
	for _, x := range intervals {
		b.text(string(x.Lo))
		if x.Hi == nil {
			b.number(0)
		} else {
			b.number(1)
			b.text(string(x.Hi))
		}
		b.text(x.From, x.To)
	}
	texts := of.Texts()
	b.number(len(texts))
	b.text(texts...)
}
