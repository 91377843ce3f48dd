package knowledge

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Pair is two entries of one type that may say the same. Title and Pattern are how much of the words of both titles, and of the parts
// of both patterns with causes and effects, the two have in common: 0-100 percent.
type Pair struct {
	First   Listed `json:"first"`
	Second  Listed `json:"second"`
	Title   int    `json:"title"`
	Pattern int    `json:"pattern"`
}

func (p Pair) most() int { return max(p.Title, p.Pattern) }

// Similar lists the pairs whose titles or patterns are alike to the given percentage or more, the likest first, for a reader who decides
// whether they are two entries or one. Withdrawn entries are left out.
func (b *Base) Similar(least int) []Pair {
	patterns := map[string]map[string]bool{}
	for i := range b.Threats {
		t := &b.Threats[i]
		patterns[t.ID] = t.parts(slices.Concat(t.Causes, t.Effects))
	}
	for i := range b.Checks {
		patterns[b.Checks[i].ID] = b.Checks[i].parts(nil)
	}
	for i := range b.Rules {
		r := &b.Rules[i]
		patterns[r.ID] = r.parts(r.Adds)
	}
	entries := slices.DeleteFunc(b.List(), func(e Listed) bool { return e.Status == Withdrawn })
	words := make([]map[string]bool, len(entries))
	for i, e := range entries {
		words[i] = titleWords(e.Title)
	}
	out := []Pair{}
	for i, x := range entries {
		for j := i + 1; j < len(entries) && entries[j].Type == x.Type; j++ {
			y := entries[j]
			if p := (Pair{x, y, common(words[i], words[j]), common(patterns[x.ID], patterns[y.ID])}); p.most() >= least {
				out = append(out, p)
			}
		}
	}
	slices.SortStableFunc(out, func(x, y Pair) int { return cmp.Compare(y.most(), x.most()) })
	return out
}

// common is the share of what both sets hold in what either holds. One thing in common says nothing.
func common(x, y map[string]bool) int {
	both := 0
	for s := range x {
		if y[s] {
			both++
		}
	}
	if both < 2 {
		return 0
	}
	return 100 * both / (len(x) + len(y) - both)
}

var (
	roleInTitle = regexp.MustCompile(`\{[^}]*\}`)
	longWord    = regexp.MustCompile(`\pL{4,}`)
)

// titleWords are the words of a title that carry its meaning: not its roles, and none as short as "the".
func titleWords(title string) map[string]bool {
	return set(longWord.FindAllString(strings.ToLower(roleInTitle.ReplaceAllString(title, " ")), -1))
}

var roleName = regexp.MustCompile(`[a-z0-9-]+`)

// parts are what a pattern, and the links or terms that hang on its roles, consist of, with kinds in place of the names of roles.
func (p *Pattern) parts(more []string) map[string]bool {
	var out []string
	kinds := map[string]string{}
	for _, r := range p.Where {
		kinds[r.Key] = r.Value.Kind
		out = append(out, fmt.Sprint(r.Value.Kind, " ", r.Value.Role))
		for _, f := range r.Value.Facts {
			out = append(out, fmt.Sprint(r.Value.Kind, " ", f.Key, " ", f.Value))
		}
	}
	for _, s := range slices.Concat(p.Links, more) {
		out = append(out, roleName.ReplaceAllStringFunc(s, func(w string) string { return cmp.Or(kinds[w], w) }))
	}
	return set(out)
}

// set gives the members of a list; what stands there twice counts as two.
func set(list []string) map[string]bool {
	out := map[string]bool{}
	for _, s := range list {
		key := s
		for n := 2; out[key]; n++ {
			key = fmt.Sprint(s, " ", n)
		}
		out[key] = true
	}
	return out
}
