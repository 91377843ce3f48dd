package knowledge

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// Types lists the types of entries in reading order.
func Types() []string {
	out := make([]string, len(folders))
	for i, f := range folders {
		out[i] = string(f.typ)
	}
	return out
}

// Format writes an entry in its one canonical form. The folder in the file's name tells what sort of entry it is.
func Format(file string, src []byte, ds *diag.List) ([]byte, error) {
	for dir := path.Dir(strings.ReplaceAll(file, `\`, "/")); dir != "." && dir != "/"; dir = path.Dir(dir) {
		for _, f := range folders {
			if f.dir == path.Base(dir) {
				return yamltext.Format(file, src, f.shape(), ds)
			}
		}
	}
	ds.Add(diag.Pos{File: file}, diag.EntryID, "entries stand in a folder of the knowledge base, such as threats/", "the file's folder does not tell what sort of entry it is")
	return nil, nil
}

// Show writes an entry as YAML-like text and lists the entries that name it. Where several types have an entry of that id, the first in reading
// order is meant, and term/harm names another.
func (ix *Index) Show(id string) (entry string, users []Listed, err error) {
	var found *Listed
	for _, e := range ix.Base.List() {
		if e.ID == id || string(e.Type)+"/"+e.ID == id {
			found = &e
			break
		}
	}
	if found == nil {
		return "", nil, fmt.Errorf("no entry %q", id)
	}
	if entry, err = ix.Text(*found); err != nil {
		return "", nil, err
	}
	return entry, ix.Users(found.ID), nil
}

func (ix *Index) value(t Type, id string) any {
	switch t {
	case "kind", "harm":
		return ix.Kinds[id]
	case "relation":
		return ix.Relations[id]
	case "fact":
		return ix.Facts[id]
	case "trust":
		return ix.Trust[id]
	case "consequence":
		return ix.Consequences[id]
	case "threat":
		return ix.Threats[id]
	case "control":
		return ix.Controls[id]
	case "strategy":
		return ix.Strategies[id]
	case "rule":
		return ix.Rules[id]
	case "check":
		return ix.Checks[id]
	case "weakness":
		return ix.Weaknesses[id]
	case "property":
		return ix.Properties[id]
	case "document":
		return ix.Documents[id]
	case "criterion":
		return ix.Criteria[id]
	case "crosswalk":
		return ix.Crosswalks[id]
	case "term":
		return ix.Terms[id]
	case "role":
		return ix.Duties[id]
	case "questionnaire":
		return ix.Questionnaires[id]
	case "template":
		return ix.Templates[id]
	case "indicator":
		return ix.Indicators[id]
	case "clock":
		return ix.Clocks[id]
	}
	return nil
}

// Users lists the entries whose text names an id as a word.
func (ix *Index) Users(id string) []Listed {
	var out []Listed
	for _, e := range ix.Base.List() {
		if e.ID == id {
			continue
		}
		var words []string
		add := func(list ...string) {
			for _, s := range list {
				words = append(words, strings.FieldsFunc(s, func(r rune) bool { return r == ' ' })...)
				if _, name, ok := strings.Cut(s, "."); ok {
					words = append(words, name)
				}
			}
		}
		roles := func(p *Pattern) {
			add(p.Links...)
			for _, r := range p.Where {
				add(r.Value.Kind)
				for _, f := range r.Value.Facts {
					add(f.Key)
				}
			}
		}
		switch v := ix.value(e.Type, e.ID).(type) {
		case *Threat:
			roles(&v.Pattern)
			add(v.Causes...)
			add(v.Effects...)
			add(v.BlockedBy...)
			add(v.TriggeredBy...)
			for _, s := range slices.Concat(v.Causes, v.Effects) {
				if t, err := ParseTerm(s); err == nil {
					add(t.Name)
				}
			}
		case *ConstructionRule:
			roles(&v.Pattern)
			add(v.Adds...)
		case *Strategy:
			add(v.Needs...)
		case *ModelCheck:
			roles(&v.Pattern)
		case *Weakness:
			add(v.Is...)
			for _, t := range v.Takes {
				add(t.Trust)
			}
		case *Property:
			add(v.Is...)
			add(v.Kinds...)
			for _, f := range v.Facts {
				add(f.Fact)
			}
		case *Document:
			add(v.Kinds...)
			for _, c := range v.Clauses {
				add(c.Kinds...)
			}
		case *Criterion:
			if v.Each != nil {
				roles(v.Each)
			}
			add(v.Needs...)
			if v.Fields != nil {
				add(v.Fields.Kinds...)
			}
		case *Questionnaire:
			for i := range v.Items {
				if v.Items[i].Each != nil {
					roles(v.Items[i].Each)
				}
				add(v.Items[i].Needs...)
			}
		case *Template:
			add(v.Kinds...)
		case *Indicator:
			add(v.Target.Kinds...)
			add(v.Target.Trust, v.Target.Impact, v.Target.Control)
		case *ReportingClock:
			add(v.Follows)
			add(v.OneReportWith...)
		case *Kind:
			add(v.Is...)
			if v.Harm != nil {
				words = append(words, v.Harm.Hazards...)
			}
		case *Control:
			add(v.On...)
		case *Fact:
			add(v.On...)
		case *TrustAttribute:
			add(v.On...)
			add(v.UnderminedBy)
		}
		if slices.Contains(words, id) {
			out = append(out, e)
		}
	}
	return out
}
