package bdd

// and is the function that is true where both are.
func (t *table) and(a, b ref) ref { return t.apply(opAnd, a, b) }

// or is the function that is true where one of both is.
func (t *table) or(a, b ref) ref { return t.apply(opOr, a, b) }

// apply does "and" or "or" for each outcome of the first event of both.
func (t *table) apply(o op, a, b ref) ref {
	neutral, absorbing := one, zero
	if o == opOr {
		neutral, absorbing = zero, one
	}
	switch {
	case a == absorbing || b == absorbing:
		return absorbing
	case a == neutral || a == b:
		return b
	case b == neutral:
		return a
	case a > b: // the order does not matter, and one order finds more results that are known
		a, b = b, a
	}
	if r, ok := t.known(o, a, b); ok {
		return r
	}
	na, nb := t.nodes[a], t.nodes[b]
	level := min(na.level, nb.level)
	if na.level > level {
		na.low, na.high = a, a
	}
	if nb.level > level {
		nb.low, nb.high = b, b
	}
	low := t.apply(o, na.low, nb.low)
	high := t.apply(o, na.high, nb.high)
	return t.keep(o, a, b, t.function(level, low, high))
}

// not is the function that is true where a is false.
func (t *table) not(a ref) ref {
	if a <= one {
		return one - a
	}
	if r, ok := t.known(opNot, a, a); ok {
		return r
	}
	n := t.nodes[a]
	low := t.not(n.low)
	high := t.not(n.high)
	return t.keep(opNot, a, a, t.function(n.level, low, high))
}

// without takes from family a the sets that contain a set of family b. Neither family may have a set that contains another one of it.
func (t *table) without(a, b ref) ref {
	switch {
	case a == zero || b == zero:
		return a
	case b == one || a == b:
		return zero
	case a == one:
		return one // b has no empty set, or it would be one
	}
	if r, ok := t.known(opWithout, a, b); ok {
		return r
	}
	na, nb := t.nodes[a], t.nodes[b]
	var r ref
	switch {
	case na.level < nb.level:
		low := t.without(na.low, b)
		r = t.family(na.level, low, t.without(na.high, b))
	case na.level > nb.level:
		r = t.without(a, nb.low)
	default:
		low := t.without(na.low, nb.low)
		high := t.without(t.without(na.high, nb.low), nb.high)
		r = t.family(na.level, low, high)
	}
	return t.keep(opWithout, a, b, r)
}
