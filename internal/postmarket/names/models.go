package names

import (
	"regexp"
	"strconv"
	"strings"
)

// models are the models that a text names: single ones, and ranges and patterns of them.
type models struct {
	single map[string]bool
	ranges []modelRange
	wild   []string // 5x0: any digit for the x
	said   []string // as they stand in the text, for reasons
}

// modelRange is MX400-MX850: letters, and a number from lo to hi.
type modelRange struct {
	letters string
	lo, hi  int
}

var (
	slashForm = regexp.MustCompile(`([a-z]*)([0-9]+)([a-z]*)((?:\s?/\s?[a-z]{0,4}[0-9]+[a-z]*)+)`)
	rangeForm = regexp.MustCompile(`\b([a-z]{1,4})([0-9]{1,6})\s?(?:-|–|to|through)\s?([a-z]{0,4})([0-9]{1,6})\b`)
	wildForm  = regexp.MustCompile(`^[0-9]+x[0-9]+$`)
	modelForm = regexp.MustCompile(`^([a-z]*)([0-9]+)([a-z]*)$`)
)

// modelsOf finds the models in words of a text. Numbers with points are versions, not models.
func modelsOf(texts ...string) models {
	m := models{single: map[string]bool{}}
	for _, s := range texts {
		for _, t := range tokens(s) {
			switch {
			case wildForm.MatchString(t):
				m.wild = append(m.wild, t)
				m.said = appendNew(m.said, t)
			case hasDigit(t) && !isDecimal(t):
				m.add(t)
				m.said = appendNew(m.said, t)
			}
		}
		low := fold(s)
		for _, g := range slashForm.FindAllStringSubmatch(low, -1) {
			m.addList(g[1]+g[2]+g[3], g[1], g[4])
		}
		for _, g := range rangeForm.FindAllStringSubmatch(low, -1) {
			lo, _ := strconv.Atoi(g[2])
			hi, _ := strconv.Atoi(g[4])
			if lo < hi && (g[3] == "" || g[3] == g[1]) {
				m.ranges = append(m.ranges, modelRange{g[1], lo, hi})
			}
		}
		for joined, pair := range joins(tokens(s)) {
			if hasDigit(joined) && !hasDigit(pair[0]) && !isDecimal(pair[1]) && len(pair[0]) <= 4 {
				m.add(joined) // NM 750b
			}
		}
	}
	return m
}

func (m *models) add(t string) { m.single[t] = true }

// addList adds the rest of a list that leaves out what repeats: MX800/700/600, M8001A/2A/3A, 865240/41/42, MP5/5SC.
func (m *models) addList(base, letters, rest string) {
	for _, piece := range strings.Split(rest, "/") {
		piece = strings.TrimSpace(piece)
		if piece == "" {
			continue
		}
		if len(piece) < len(base) {
			m.add(base[:len(base)-len(piece)] + piece)
		}
		if letters != "" && piece[0] >= '0' && piece[0] <= '9' {
			m.add(letters + piece)
		}
	}
}

// has tells whether the models of a text hold one of somebody's products.
func (m *models) has(t string) bool {
	if m.single[t] {
		return true
	}
	g := modelForm.FindStringSubmatch(t)
	if g == nil {
		return false
	}
	n, _ := strconv.Atoi(g[2])
	for _, r := range m.ranges {
		if r.letters == g[1] && r.lo <= n && n <= r.hi {
			return true
		}
	}
	for _, w := range m.wild {
		if fitsWild(w, t) {
			return true
		}
	}
	if g[1] == "" || len(g[2]) < 3 {
		return false
	}
	return m.single[g[2]+g[3]] // EM2400 and 2400, MMT723 and 723
}

// strong tells whether a model that agrees tells products apart by itself: it has letters and digits, or many digits, and stands there as it is.
func (m *models) strong(t string) bool {
	g := modelForm.FindStringSubmatch(t)
	if !m.single[t] && (g == nil || g[1] == "" || len(m.ranges) == 0) {
		return false
	}
	return g == nil || g[1] != "" || len(g[2]) >= 4
}

func fitsWild(w, t string) bool {
	if len(w) != len(t) {
		return false
	}
	for i := range w {
		if w[i] != t[i] && (w[i] != 'x' || t[i] < '0' || t[i] > '9') {
			return false
		}
	}
	return true
}
