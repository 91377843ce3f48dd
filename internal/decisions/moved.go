package decisions

import (
	"slices"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/yamltext"
)

// renames gives every id the one name under which old and new ids are compared: the newest. The parts of an element that
// was split share the name of the first part, so that what is said of any of them is compared with what was said of the whole.
type renames struct {
	to    map[string]string
	known map[string]string // results: the same ids are asked for again and again
}

func newRenames(moved []Move) *renames {
	r := &renames{to: map[string]string{}, known: map[string]string{}}
	for _, m := range moved {
		if len(m.To) > 0 && m.To[0].Text != m.From.Text {
			r.to[m.From.Text] = m.To[0].Text
		}
	}
	for _, m := range moved {
		for _, w := range m.To[min(1, len(m.To)):] {
			if w.Text != m.From.Text {
				r.split(w.Text, m.To[0].Text)
			}
		}
	}
	return r
}

// split joins a further part to the first one, at the end of the ways that both have gone since.
func (r *renames) split(part, first string) {
	part, first = r.last(part), r.last(first)
	if part != first {
		r.to[part] = first
	}
}

func (r *renames) last(id string) string {
	for range len(r.to) + 1 {
		next, ok := r.to[id]
		if !ok {
			break
		}
		id = next
	}
	return id
}

// name is the name of an element, asserted or inferred. The id of an inferred one holds those of others:
// copy(plan,cloud/records), and judge:report is the use of data by a function.
func (r *renames) name(id string) string {
	if len(r.to) == 0 {
		return id
	}
	if n, ok := r.known[id]; ok {
		return n
	}
	var b strings.Builder
	begin := 0
	for i := 0; i <= len(id); i++ {
		if i < len(id) && !strings.ContainsRune("(),:", rune(id[i])) {
			continue
		}
		word := id[begin:i]
		if i < len(id) && id[i] == '(' {
			b.WriteString(word) // the kind of an inferred element
		} else {
			b.WriteString(r.element(word))
		}
		if i < len(id) {
			b.WriteByte(id[i])
		}
		begin = i + 1
	}
	r.known[id] = b.String()
	return r.known[id]
}

// maxName bounds what following moves can make of an id, should they lead deeper into themselves without end.
const maxName = 1000

// element follows the moves of an element and of what is around it, the innermost first.
func (r *renames) element(id string) string {
	for range len(r.to) + 1 {
		next, ok := r.step(id)
		if !ok || len(next) > maxName {
			break
		}
		id = next
	}
	return id
}

func (r *renames) step(id string) (string, bool) {
	for end := len(id); end > 0; end = strings.LastIndexByte(id[:end], '/') {
		if to, ok := r.to[id[:end]]; ok {
			return to + id[end:], true
		}
	}
	return id, false
}

// about names what a decision is about: a harm, or a control at an element.
func (r *renames) about(id string) string {
	if control, element, ok := strings.Cut(id, "@"); ok {
		return control + "@" + r.name(element)
	}
	return r.name(id)
}

// checkMoved checks moves against each other: an id is moved once, and never in a circle.
func (s *Set) checkMoved(ds *diag.List) {
	first := map[string]diag.Pos{}
	next := map[string][]string{}
	var ids []string
	for _, m := range s.Moved {
		from := m.From.Text
		if from == "" {
			continue
		}
		if at, twice := first[from]; twice {
			ds.Add(m.From.At, diag.MoveCircle, "name all new ids in one record", "%q is moved twice; first at %s", from, at)
			continue
		}
		first[from], ids = m.From.At, append(ids, from)
		for i, w := range m.To {
			if i == 0 && strings.HasPrefix(w.Text, from+"/") {
				ds.Add(w.At, diag.MoveCircle, "", "%q cannot be moved into itself", from)
			}
			if w.Text != from { // a part that keeps the id of the whole is no circle
				next[from] = append(next[from], w.Text)
			}
		}
	}
	for _, id := range circles(ids, next) {
		ds.Add(first[id], diag.MoveCircle, "", "following the moves of %q leads back to it", id)
	}
}

// circles lists, in the order of ids, each id at which following next closes a circle.
func circles(ids []string, next map[string][]string) []string {
	var out []string
	const (
		begun = 1
		done  = 2
	)
	state := map[string]int{}
	closed := map[string]bool{}
	var visit func(id string)
	visit = func(id string) {
		state[id] = begun
		for _, n := range next[id] {
			switch state[n] {
			case begun:
				closed[n] = true
			case done:
			default:
				visit(n)
			}
		}
		state[id] = done
	}
	for _, id := range ids {
		if state[id] == 0 {
			visit(id)
		}
	}
	for _, id := range ids {
		if closed[id] {
			out = append(out, id)
		}
	}
	return out
}

// CheckMoves checks moves against the elements that there are now.
func (s *Set) CheckMoves(f *Found, ds *diag.List) {
	there := map[string]bool{}
	var ids []string
	for _, a := range f.Assessment.Assets {
		if a.Inferred {
			continue
		}
		ids = append(ids, a.ID)
		for end := len(a.ID); end > 0; end = strings.LastIndexByte(a.ID[:end], '/') {
			there[a.ID[:end]] = true
		}
	}
	old := map[string]bool{}
	for _, m := range s.Moved {
		old[m.From.Text] = true
	}
	searches := 0
	near := func(id, from string) string {
		if searches++; searches > maxNear {
			return ""
		}
		return yamltext.Suggest(id, slices.DeleteFunc(slices.Clone(ids), func(other string) bool { return other == from }))
	}
	for _, m := range s.Moved {
		kept := false
		for _, w := range m.To {
			kept = kept || w.Text == m.From.Text
			if w.Text != "" && !there[w.Text] && !old[w.Text] {
				ds.Add(w.At, diag.MoveNowhere, near(w.Text, m.From.Text), "%q is moved to %q, which the model does not have", m.From.Text, w.Text)
			}
		}
		if there[m.From.Text] && !kept {
			ds.Add(m.From.At, diag.MoveStillThere, "give the new element another id, or remove the record", "%q is said to be moved, and is in the model", m.From.Text)
		}
	}
}
