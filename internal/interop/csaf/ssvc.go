package csaf

import (
	_ "embed"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Selections of Stakeholder-Specific Vulnerability Categorization: the form of SelectionList 2.0.0, and the decision points of CERT/CC.

// fieldRule says what a member of an object of SSVC has to be.
type fieldRule struct {
	need  bool
	holds func(any) string // what is wrong; nothing where it is right
}

var (
	ssvcKey       = regexp.MustCompile(`^([a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9_]*[a-zA-Z0-9]|T\*)$`)
	semantic      = regexp.MustCompile(`^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)([-+].+)?$`)
	ssvcNamespace = regexp.MustCompile(`^(x_[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+#[a-z0-9]+([.-][a-z0-9]+)*|[a-z][a-z0-9]([.-]?[a-z0-9]+)+(#[a-z0-9]+([.-][a-z0-9]+)*)?)(/.*)?$`)
)

func aText(v any) string {
	if s, ok := v.(string); !ok || s == "" {
		return "is no text, or empty"
	}
	return ""
}

func aPattern(re *regexp.Regexp, says string) func(any) string {
	return func(v any) string {
		if s, ok := v.(string); !ok || !re.MatchString(s) {
			return says
		}
		return ""
	}
}

func aURI(v any) string {
	if s, ok := v.(string); !ok || !isURI(s) {
		return "is no URI"
	}
	return ""
}

var (
	valueRules = map[string]fieldRule{
		"key": {true, aPattern(ssvcKey, "is no key")}, "name": {false, aText}, "definition": {false, aText},
	}
	selectionRules = map[string]fieldRule{
		"namespace": {true, func(v any) string {
			if s, ok := v.(string); !ok || len(s) > 1000 || !ssvcNamespace.MatchString(s) {
				return "is no namespace"
			}
			return ""
		}},
		"key": {true, aPattern(ssvcKey, "is no key")}, "version": {true, aPattern(semantic, "is no semantic version")},
		"name": {false, aText}, "definition": {false, aText}, "values": {true, nil},
	}
	referenceRules = map[string]fieldRule{"uri": {true, aURI}, "summary": {true, func(v any) string {
		if _, ok := v.(string); !ok {
			return "is no text"
		}
		return ""
	}}}
	listRules = map[string]fieldRule{
		"timestamp": {true, func(v any) string {
			if s, ok := v.(string); !ok || !isMoment(V21, s) {
				return "is no date with time and zone"
			}
			return ""
		}},
		"schemaVersion": {true, func(v any) string {
			if v != "2.0.0" {
				return "is not 2.0.0"
			}
			return ""
		}},
		"target_ids": {false, nil}, "selections": {true, nil}, "decision_point_resources": {false, nil}, "references": {false, nil},
	}
)

func (c *check) eachSSVC(do func(at string, v *Vulnerability, x SSVC)) {
	for at, v := range c.vulnerabilities() {
		for path, m := range c.metrics(at, v) {
			if m.Content.SSVC2 != nil {
				do(path+"/ssvc_v2", v, m.Content.SSVC2)
			}
		}
	}
}

func ssvcForm(c *check) {
	c.eachSSVC(func(at string, _ *Vulnerability, x SSVC) {
		c.fields(at, x, listRules)
		c.texts(at+"/target_ids", x["target_ids"])
		c.items(at+"/decision_point_resources", x["decision_point_resources"], referenceRules)
		c.items(at+"/references", x["references"], referenceRules)
		selections := c.items(at+"/selections", x["selections"], selectionRules)
		for _, i := range slices.Sorted(maps.Keys(selections)) {
			c.items(fmt.Sprintf("%s/selections/%d/values", at, i), selections[i]["values"], valueRules)
		}
	})
}

// fields checks the members of an object.
func (c *check) fields(at string, x map[string]any, rules map[string]fieldRule) {
	for _, name := range slices.Sorted(maps.Keys(rules)) {
		if _, ok := x[name]; rules[name].need && !ok {
			c.fail(at, "the schema of SSVC requires it", "the object has no %q", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(x)) {
		r, ok := rules[name]
		switch {
		case !ok:
			c.fail(at+"/"+name, "remove it", "the schema of SSVC has no member %q", short(name))
		case r.holds != nil:
			if says := r.holds(x[name]); says != "" {
				c.fail(at+"/"+name, "", "%v %s", short(fmt.Sprint(x[name])), says)
			}
		}
	}
}

// items checks a list of objects, and gives those that are, by their places.
func (c *check) items(at string, v any, rules map[string]fieldRule) map[int]map[string]any {
	out := map[int]map[string]any{}
	if v == nil {
		return out
	}
	list, ok := v.([]any)
	if !ok || len(list) == 0 {
		c.fail(at, "", "this is no list, or empty")
		return out
	}
	for i, item := range list {
		x, ok := item.(map[string]any)
		if !ok {
			c.fail(fmt.Sprintf("%s/%d", at, i), "", "this is no object")
			continue
		}
		c.fields(fmt.Sprintf("%s/%d", at, i), x, rules)
		out[i] = x
	}
	return out
}

// texts checks a list of different texts.
func (c *check) texts(at string, v any) {
	if v == nil {
		return
	}
	list, ok := v.([]any)
	if !ok || len(list) == 0 {
		c.fail(at, "", "this is no list, or empty")
	}
	seen := map[string]bool{}
	for i, item := range list {
		s, ok := item.(string)
		if !ok || seen[s] {
			c.fail(fmt.Sprintf("%s/%d", at, i), "", "this is no text, or stands twice")
		}
		seen[s] = true
	}
}

func ssvcTargets(c *check) {
	c.eachSSVC(func(at string, v *Vulnerability, x SSVC) {
		list, _ := x["target_ids"].([]any)
		for i, item := range list {
			id, ok := item.(string)
			where := fmt.Sprintf("%s/target_ids/%d", at, i)
			switch {
			case !ok:
			case id == c.doc.Document.Tracking.ID && len(c.doc.Vulnerabilities) > 1:
				c.fail(where, "name the vulnerability", "the target %q is the whole document, which has %d vulnerabilities", short(id), len(c.doc.Vulnerabilities))
			case id == c.doc.Document.Tracking.ID, id == v.CVE && id != "", slices.ContainsFunc(v.IDs, func(x ID) bool { return x.Text == id }):
			default:
				c.fail(where, "write the CVE or an id of the vulnerability, or remove it", "the target %q is no id of the vulnerability", short(id))
			}
		}
	})
}

//go:embed ssvc.tsv
var ssvcTable string

// point is a version of a decision point.
type point struct {
	name   string
	values [][2]string // key and name, in their order
}

type pointID struct{ namespace, key, version string }

var points = sync.OnceValue(func() map[pointID]point {
	out := map[pointID]point{}
	for line := range strings.Lines(ssvcTable) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") || len(cells) != 5 {
			continue
		}
		p := point{name: cells[3]}
		for v := range strings.SplitSeq(cells[4], "|") {
			key, name, _ := strings.Cut(v, "=")
			p.values = append(p.values, [2]string{key, name})
		}
		out[pointID{cells[0], cells[1], cells[2]}] = p
	}
	return out
})

// ssvcPoints compares selections with the decision points of the namespace ssvc, all of which are known here, and with those of cisa that are. Decision
// points of the namespace cvss are not looked at, nor are versions that are newer than those known.
func ssvcPoints(c *check) {
	c.eachSSVC(func(at string, _ *Vulnerability, x SSVC) {
		list, _ := x["selections"].([]any)
		for i, item := range list {
			if s, ok := item.(map[string]any); ok {
				c.selection(fmt.Sprintf("%s/selections/%d", at, i), s)
			}
		}
	})
}

func (c *check) selection(at string, s map[string]any) {
	namespace, _ := s["namespace"].(string)
	base, _, extended := strings.Cut(namespace, "/")
	key, _ := s["key"].(string)
	version, _ := s["version"].(string)
	if base != "ssvc" && base != "cisa" {
		return
	}
	p, ok := points()[pointID{base, key, version}]
	if !ok {
		if newest := newestPoint(base, key); newest == "" && base == "ssvc" {
			c.fail(at+"/key", "look it up in the repository of SSVC", "the namespace %s has no decision point %q", base, short(key))
		} else if newest != "" && !newer(version, newest) {
			c.fail(at+"/version", "write a version that exists, such as "+newest, "the decision point %s has no version %q", key, short(version))
		}
		return
	}
	if name, ok := s["name"].(string); ok && !extended && name != p.name {
		c.fail(at+"/name", fmt.Sprintf("write %q", p.name), "the decision point %s is not called %q", key, short(name))
	}
	c.values(at, key+" "+version, p, s["values"], extended)
}

// values wants the values of a decision point in its order. Extensions may have fewer of them, and other names for them.
func (c *check) values(at, what string, p point, v any, extended bool) {
	list, _ := v.([]any)
	from := 0
	for i, item := range list {
		x, _ := item.(map[string]any)
		key, _ := x["key"].(string)
		name, named := x["name"].(string)
		is := func(v [2]string) bool { return v[0] == key && (!named || extended || v[1] == name) }
		where := fmt.Sprintf("%s/values/%d", at, i)
		switch next := slices.IndexFunc(p.values[from:], is); {
		case next >= 0:
			from += next + 1
		case slices.ContainsFunc(p.values, is):
			c.fail(where, "write the values in the order of their definition, each once", "the value %q of %s stands out of its order", short(key), what)
		case slices.ContainsFunc(p.values, func(v [2]string) bool { return v[0] == key }):
			c.fail(where+"/name", "", "the value %q of %s is not called %q", short(key), what, short(name))
		default:
			c.fail(where, "", "%s has no value %q", what, short(key))
		}
	}
}

// newestPoint is the newest known version of a decision point.
func newestPoint(namespace, key string) string {
	out := ""
	for id := range points() {
		if id.namespace == namespace && id.key == key && (out == "" || newer(id.version, out)) {
			out = id.version
		}
	}
	return out
}

func newer(a, b string) bool {
	x, xok := parseEdition(a)
	y, yok := parseEdition(b)
	return xok && yok && x.compare(y) > 0
}
