package knowledge

import (
	"regexp"
	"slices"

	"cordon/internal/diag"
)

// weakness checks what a weakness takes away, and that what it includes has no other place.
func (l *linter) weakness(w *Weakness) {
	for _, up := range w.Is {
		refer(l, w.At, "weakness", up, l.ix.Weaknesses)
	}
	for _, t := range w.Takes {
		refer(l, t.At, "trust attribute", t.Trust, l.ix.Trust)
	}
	if w.Status == Withdrawn {
		return
	}
	if found := l.ix.taking(w); found == nil && w.NoTrust == "" {
		l.ds.Add(w.At, diag.EntryCoverage, "say what it takes, or why nothing in no-trust-because", "%s takes no trust away, and nothing above it does", w.ID)
	}
	if len(w.Takes) > 0 && w.NoTrust != "" {
		l.ds.Add(w.At, diag.EntryCoverage, "remove one of them", "%s takes trust away, and says why it takes none", w.ID)
	}
	if w.Because == "" && w.NoTrust == "" {
		l.ds.Add(w.At, diag.EntryProse, "say why this trust, or that above it, is lost", "%s does not say why", w.ID)
	}
	for _, id := range w.Includes {
		if l.ix.Weaknesses[id] != nil {
			l.ds.Add(w.At, diag.EntryReference, "remove it from `includes`", "%s includes %s, which has an entry of its own", w.ID, id)
		} else if first := l.ix.weakness(id); first.ID != w.ID {
			l.ds.Add(w.At, diag.EntryReference, "leave it with one of them", "%s includes %s, which %s includes as well", w.ID, id, first.ID)
		}
	}
}

func (l *linter) property(p *Property) {
	for _, up := range p.Is {
		refer(l, p.At, "property", up, l.ix.Properties)
	}
	for _, k := range p.Kinds {
		refer(l, p.At, "kind", k, l.ix.Kinds)
	}
	for _, f := range p.Facts {
		if refer(l, f.At, "fact", f.Fact, l.ix.Facts) {
			for _, v := range f.Is {
				if !slices.Contains(l.ix.Facts[f.Fact].Words(), v) {
					l.ds.Add(f.At, diag.EntryReference, "", "fact %q has no value %q", f.Fact, v)
				}
			}
		}
	}
	if (len(p.Kinds) == 0) == (p.NoKind == "") && p.Status != Withdrawn {
		l.ds.Add(p.At, diag.EntryCoverage, "name the kinds, or say why there are none in no-kind-because", "%s needs kinds or a reason, and not both", p.ID)
	}
}

var metric = regexp.MustCompile(`^[A-Z]+:[A-Z]$`)

func (l *linter) vectors() {
	v := &l.b.Vectors
	metrics := func(at diag.Pos, lists ...Metrics) {
		for _, m := range slices.Concat(lists...) {
			if !metric.MatchString(m) {
				l.ds.Add(at, diag.EntryReference, "write metric and value, as AV:L", "%q is no metric with a value", m)
			}
		}
	}
	for _, h := range v.Harder {
		metrics(h.At, h.When)
	}
	if v.Unnamed.Trust != "" {
		refer(l, v.Unnamed.At, "trust attribute", v.Unnamed.Trust, l.ix.Trust)
	}
	for _, r := range v.Remarks {
		metrics(r.At, r.When)
	}
	for _, i := range v.Instead {
		metrics(i.At, i.When, i.Unless)
		for _, t := range append([]string{i.Trust}, i.Of...) {
			refer(l, i.At, "trust attribute", t, l.ix.Trust)
		}
	}
}
