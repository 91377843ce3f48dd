package vers

// A date's key is its year, its month or week, and its day, whatever their order in the text.

// dateField is a field of a layout: where it goes in the key, and the largest value it may have.
type dateField struct {
	text  string
	place int
	most  int
}

// dateFields are tried in order, so that YYYY stands before YY.
var dateFields = [...]dateField{{"YYYY", 0, 9999}, {"YY", 0, 99}, {"MM", 1, 12}, {"WW", 1, 53}, {"DD", 2, 31}}

// cutField returns the field at the start of a layout; false if a plain character stands there.
func cutField(layout string) (dateField, bool) {
	for _, f := range dateFields {
		if len(layout) >= len(f.text) && layout[:len(f.text)] == f.text {
			return f, true
		}
	}
	return dateField{}, false
}

func checkLayout(layout string) error {
	var seen [3]bool
	for layout != "" {
		f, ok := cutField(layout)
		if !ok {
			layout = layout[1:]
			continue
		}
		if seen[f.place] {
			return ErrLayout
		}
		seen[f.place] = true
		layout = layout[len(f.text):]
	}
	if !seen[0] {
		return ErrLayout
	}
	return nil
}

// takeDate returns how many characters of text the layout takes, or -1.
func takeDate(layout, text string) int {
	if _, ok := readDate(layout, text); !ok {
		return -1
	}
	return len(layout)
}

// readDate reads a date into year, month or week, and day; what the layout lacks is 0.
func readDate(layout, text string) (date [3]int, ok bool) {
	if len(text) < len(layout) {
		return date, false
	}
	for i := 0; i < len(layout); {
		f, isField := cutField(layout[i:])
		if !isField {
			if lower(text[i]) != lower(layout[i]) {
				return date, false
			}
			i++
			continue
		}
		n := 0
		for j := range len(f.text) {
			if !isDigit(text[i+j]) {
				return date, false
			}
			n = n*10 + int(text[i+j]-'0')
		}
		if n > f.most || n == 0 && f.place > 0 {
			return date, false
		}
		if len(f.text) == 2 && f.place == 0 {
			n += 1900
			if n < 1970 {
				n += 100
			}
		}
		date[f.place] = n
		i += len(f.text)
	}
	return date, true
}

func appendDate(dst []byte, layout, text string) []byte {
	date, _ := readDate(layout, text)
	return append(dst, byte(date[0]>>8), byte(date[0]), byte(date[1]), byte(date[2]))
}
