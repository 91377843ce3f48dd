package propagate

// SetInit changes the initial level of a node; Update makes it count.
func (s *State) SetInit(n int, level uint8) {
	if s.init[n] != level {
		s.init[n] = level
		s.changedNodes = append(s.changedNodes, uint32(n))
	}
}

// SetCap changes the cap of an arc; Update makes it count.
func (s *State) SetCap(a int, level uint8) {
	if s.cap[a] != level {
		s.cap[a] = level
		s.changedArcs = append(s.changedArcs, uint32(a))
	}
}

// Update recomputes what the changes since the last run reach, and gives exactly what Resolve would give in levels.
//
// Falling needs care, because a cycle must not keep itself alive: every node whose recorded proof no longer holds is taken
// back to its initial level first, with all that leans on it; then the best of what is left is pulled in, and rises run as
// in a full run (a form of Ramalingam and Reps' dynamic grammar problem with the proof forest as guard).
func (s *State) Update() {
	s.invalidate()
	for _, n := range s.invalid {
		s.level[n], s.support[n] = s.init[n], None
	}
	for _, n := range s.invalid {
		s.marked[n] = false
		s.pull(int(n))
	}
	for _, n := range s.changedNodes {
		if s.init[n] > s.level[n] {
			s.raise(n, s.init[n], None)
		}
	}
	for _, a := range s.changedArcs {
		s.relax(a)
	}
	for l := 255; l > 0; l-- {
		for len(s.buckets[l]) > 0 {
			last := len(s.buckets[l]) - 1
			n := s.buckets[l][last]
			s.buckets[l] = s.buckets[l][:last]
			if s.level[n] != uint8(l) {
				continue // raised further meanwhile; it waits in a higher bucket or was done there
			}
			for _, a := range s.g.Out(int(n)) {
				s.relax(a)
			}
		}
	}
	s.invalid, s.changedNodes, s.changedArcs = s.invalid[:0], s.changedNodes[:0], s.changedArcs[:0]
}

// invalidate collects the nodes whose recorded proof no longer gives their level, and all that leans on them.
func (s *State) invalidate() {
	for _, n := range s.changedNodes {
		if s.support[n] == None && s.level[n] > s.init[n] {
			s.mark(n)
		}
	}
	for _, a := range s.changedArcs {
		v := s.ArcLevel(int(a))
		for _, h := range s.g.Heads(int(a)) {
			if s.support[h] == int32(a) && s.level[h] > v {
				s.mark(h)
			}
		}
	}
	for i := 0; i < len(s.invalid); i++ {
		for _, a := range s.g.Out(int(s.invalid[i])) {
			for _, h := range s.g.Heads(int(a)) {
				if s.support[h] == int32(a) {
					s.mark(h)
				}
			}
		}
	}
}

func (s *State) mark(n uint32) {
	if !s.marked[n] {
		s.marked[n] = true
		s.invalid = append(s.invalid, n)
	}
}

func (s *State) pull(n int) {
	best, from := s.level[n], s.support[n]
	for _, a := range s.g.In(n) {
		if v := s.ArcLevel(int(a)); v > best {
			best, from = v, int32(a)
		}
	}
	s.level[n], s.support[n] = best, from
	if best > 0 {
		s.buckets[best] = append(s.buckets[best], uint32(n))
	}
}

func (s *State) relax(a uint32) {
	v := s.ArcLevel(int(a))
	if v == 0 {
		return
	}
	for _, h := range s.g.Heads(int(a)) {
		if s.level[h] < v {
			s.raise(h, v, int32(a))
		}
	}
}

func (s *State) raise(n uint32, level uint8, from int32) {
	s.level[n], s.support[n] = level, from
	s.buckets[level] = append(s.buckets[level], n)
}
