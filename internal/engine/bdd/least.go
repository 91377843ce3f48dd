package bdd

// web has nodes, then rules, then events as its vertices.
func (s System) web(into [][]int) web {
	rule, event := s.Nodes, s.Nodes+len(s.Rules)
	size := event + s.Events
	w := web{parts: make([][]int, size), event: make([]int, size), events: s.Events}
	for v := range w.event {
		w.event[v] = max(none, v-event)
	}
	for n, rules := range into {
		for _, i := range rules {
			w.parts[n] = append(w.parts[n], rule+i)
			if w.parts[rule+i] != nil {
				continue // seen at another of its heads
			}
			r := s.Rules[i]
			if r.Event != Certain {
				w.parts[rule+i] = append(w.parts[rule+i], event+r.Event)
			}
			w.parts[rule+i] = append(w.parts[rule+i], r.Tails...)
		}
	}
	return w
}

// components are the strongly connected parts of the nodes that have rules, each after those it depends on (Tarjan 1972).
func (s System) components(into [][]int) [][]int {
	var parts [][]int
	var stack []int
	number := make([]int, s.Nodes) // in the order of first visits, from 1; 0 not visited
	lowest := make([]int, s.Nodes) // the lowest number on the stack that is reached from here
	onStack := make([]bool, s.Nodes)
	visits := 0
	var visit func(n int)
	visit = func(n int) {
		visits++
		number[n], lowest[n] = visits, visits
		stack = append(stack, n)
		onStack[n] = true
		for _, i := range into[n] {
			for _, t := range s.Rules[i].Tails {
				if number[t] == 0 {
					visit(t)
					lowest[n] = min(lowest[n], lowest[t])
				} else if onStack[t] {
					lowest[n] = min(lowest[n], number[t])
				}
			}
		}
		if lowest[n] == number[n] {
			// Last visited first: those that depend on the least stand at the end of the stack.
			var part []int
			for onStack[n] {
				m := stack[len(stack)-1]
				stack = stack[:len(stack)-1]
				onStack[m] = false
				part = append(part, m)
			}
			parts = append(parts, part)
		}
	}
	for n := range s.Nodes {
		if number[n] == 0 && len(into[n]) > 0 {
			visit(n)
		}
	}
	return parts
}

// settle finds the functions of the nodes of one strongly connected part, when those it depends on are settled. From false they only
// rise, and there are finitely many functions, so it ends, at the least fixed point whatever the sequence.
func (s System) settle(t *table, level []uint32, into [][]int, part []int, holds []ref) {
	inside := map[int]bool{}
	for _, n := range part {
		inside[n] = true
	}
	given := map[int]ref{}    // by rule: its event and the tails outside
	needs := map[int][]int{}  // by rule: the tails inside
	raises := map[int][]int{} // by node: the nodes that it raises
	for _, n := range part {
		for _, i := range into[n] {
			if _, ok := given[i]; !ok {
				given[i], needs[i] = s.given(t, level, s.Rules[i], inside, holds)
			}
			for _, m := range needs[i] {
				raises[m] = append(raises[m], n)
			}
		}
	}
	waiting := map[int]bool{}
	for _, n := range part {
		waiting[n] = true
	}
	for len(waiting) > 0 && t.err == nil {
		for _, n := range part {
			if !waiting[n] {
				continue
			}
			delete(waiting, n)
			was := holds[n]
			for _, i := range into[n] {
				works := given[i]
				for _, m := range needs[i] {
					works = t.and(works, holds[m])
				}
				holds[n] = t.or(holds[n], works)
			}
			if holds[n] != was {
				for _, m := range raises[n] {
					waiting[m] = true
				}
			}
		}
	}
}

// given is when the event of a rule happens and its tails outside a part hold; the tails inside are listed.
func (s System) given(t *table, level []uint32, r Rule, inside map[int]bool, holds []ref) (ref, []int) {
	var outside []ref
	var needs []int
	if r.Event != Certain {
		outside = append(outside, t.function(level[r.Event], zero, one))
	}
	for _, n := range r.Tails {
		if inside[n] {
			needs = append(needs, n)
		} else {
			outside = append(outside, holds[n])
		}
	}
	return t.all(opAnd, one, outside), needs
}
