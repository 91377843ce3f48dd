package postmarket

import (
	"encoding/binary"
	"math"
)

// facts writes the record of a vulnerability: the members of Facts in their order, lists with their length before them.
func (b *writer) facts(f *Facts) {
	b.text(f.ID)
	b.texts(f.Aliases)
	b.texts(f.CWEs)
	b.text(f.Summary, f.Published, f.Modified)
	b.severity(f.Severity)
	b.number(truth(f.EPSS != nil))
	if f.EPSS != nil {
		b.epss(*f.EPSS)
	}
	b.exploited(f.Exploited)
	b.points(f.SSVC)
	b.texts(f.Files)
	b.text(f.Withdrawn)
	b.texts(f.Sources)
}

// facts reads the record of a vulnerability after its id.
func (r *reader) facts(id string) Facts {
	f := Facts{ID: id, Aliases: r.texts(), CWEs: r.texts(), Summary: r.text(), Published: r.text(), Modified: r.text(), Severity: r.severity()}
	if r.number() == 1 {
		e := r.epss()
		f.EPSS = &e
	}
	f.Exploited, f.SSVC, f.Files, f.Withdrawn, f.Sources = r.exploited(), r.points(), r.texts(), r.text(), r.texts()
	return f
}

func (b *writer) epss(e EPSS) {
	b.float(e.Probability)
	b.float(e.Percentile)
	b.text(e.Day)
}

func (r *reader) epss() EPSS {
	return EPSS{Probability: r.float(), Percentile: r.float(), Day: r.text()}
}

func (b *writer) exploited(list []Exploited) {
	b.number(len(list))
	for _, e := range list {
		b.text(e.Source, e.Since, e.Due)
		b.number(truth(e.Ransomware))
	}
}

func (r *reader) exploited() []Exploited {
	var list []Exploited
	for range r.count() {
		list = append(list, Exploited{Source: r.text(), Since: r.text(), Due: r.text(), Ransomware: r.number() == 1})
	}
	return list
}

func (b *writer) points(list []SSVCPoints) {
	b.number(len(list))
	for _, p := range list {
		b.text(p.Source, p.Day, p.Exploitation, p.Automatable, p.TechnicalImpact)
	}
}

func (r *reader) points() []SSVCPoints {
	var list []SSVCPoints
	for range r.count() {
		list = append(list, SSVCPoints{Source: r.text(), Day: r.text(), Exploitation: r.text(), Automatable: r.text(), TechnicalImpact: r.text()})
	}
	return list
}

func (b *writer) texts(list []string) {
	b.number(len(list))
	b.text(list...)
}

func (b *writer) float(x float64) {
	b.bytes = binary.LittleEndian.AppendUint64(b.bytes, math.Float64bits(x))
}

func (b *writer) severity(list []Severity) {
	b.number(len(list))
	for _, s := range list {
		b.text(s.Type, s.Score, s.Source)
	}
}

// Facts are what feeds say of a vulnerability, by any of its names; nil where they say nothing.
func (ix *Index) Facts(id string) (*Facts, error) {
	r, err := ix.search(ix.facts, id)
	if r == nil && err == nil {
		if r, err = ix.search(ix.aliases, id); r == nil {
			return nil, err
		}
		id = r.text()
		r, err = ix.search(ix.facts, id)
	}
	if r == nil {
		return nil, err
	}
	f := r.facts(id)
	if r.wrong {
		return nil, ErrIndex
	}
	return &f, nil
}

func (r *reader) texts() []string {
	var list []string
	for range r.count() {
		list = append(list, r.text())
	}
	return list
}

func (r *reader) float() float64 {
	if len(r.rest) < 8 {
		r.rest, r.wrong = nil, true
		return 0
	}
	x := math.Float64frombits(binary.LittleEndian.Uint64(r.rest))
	r.rest = r.rest[8:]
	return x
}

func (r *reader) severity() []Severity {
	var list []Severity
	for range r.count() {
		list = append(list, Severity{r.text(), r.text(), r.text()})
	}
	return list
}
