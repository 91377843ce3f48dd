package satisfy

// heap orders variables, the first by before on top. container/heap would box each of millions of pushes.
type heap struct {
	before func(a, b int32) bool
	list   []int32
	at     []int32 // by variable: its place in the list; -1 where it is not in
}

func (h *heap) len() int { return len(h.list) }

// grow makes room for one more variable.
func (h *heap) grow() { h.at = append(h.at, -1) }

// push adds a variable unless it is in.
func (h *heap) push(v int32) {
	if h.at[v] >= 0 {
		return
	}
	h.at[v] = int32(len(h.list))
	h.list = append(h.list, v)
	h.up(h.at[v])
}

// rise moves a variable up after it gained.
func (h *heap) rise(v int32) {
	if h.at[v] >= 0 {
		h.up(h.at[v])
	}
}

func (h *heap) pop() int32 {
	top, last := h.list[0], h.list[len(h.list)-1]
	h.list = h.list[:len(h.list)-1]
	h.at[top] = -1
	if len(h.list) > 0 {
		h.list[0], h.at[last] = last, 0
		h.down(0)
	}
	return top
}

func (h *heap) up(i int32) {
	v := h.list[i]
	for i > 0 {
		above := (i - 1) / 2
		if !h.before(v, h.list[above]) {
			break
		}
		h.list[i] = h.list[above]
		h.at[h.list[i]] = i
		i = above
	}
	h.list[i], h.at[v] = v, i
}

func (h *heap) down(i int32) {
	v := h.list[i]
	for {
		below := 2*i + 1
		if int(below) >= len(h.list) {
			break
		}
		if next := below + 1; int(next) < len(h.list) && h.before(h.list[next], h.list[below]) {
			below = next
		}
		if !h.before(h.list[below], v) {
			break
		}
		h.list[i] = h.list[below]
		h.at[h.list[i]] = i
		i = below
	}
	h.list[i], h.at[v] = v, i
}
