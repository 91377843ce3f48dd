package vers

import (
	"slices"
	"strings"
)

// read reads a pattern into steps; it returns the part that is wrong, if one is, and why.
func (c *compiledForm) read(pattern string) (string, error) {
	open, brackets := -1, 0 // open is the index of the first step in brackets
	for pattern != "" {
		switch pattern[0] {
		case '{':
			name, rest, ok := strings.Cut(pattern[1:], "}")
			i := c.find(name)
			if !ok {
				return "", ErrPattern
			}
			if i < 0 || slices.ContainsFunc(c.steps, func(s step) bool { return s.part == i }) {
				return name, ErrPart
			}
			c.steps = append(c.steps, step{part: i})
			pattern = rest
		case '[', ']':
			if (pattern[0] == '[') != (open < 0) {
				return "", ErrPattern
			}
			if pattern[0] == '[' {
				open = len(c.steps)
				brackets++
			} else {
				if open == len(c.steps) {
					return "", ErrPattern
				}
				c.steps[open].skip = len(c.steps) - open
				open = -1
			}
			pattern = pattern[1:]
		case '}':
			return "", ErrPattern
		default:
			if pattern[0] == '\\' && len(pattern) > 1 {
				pattern = pattern[1:]
			}
			c.steps = append(c.steps, step{literal: pattern[:1], part: -1})
			pattern = pattern[1:]
		}
	}
	if open >= 0 || brackets > maxParts {
		return "", ErrPattern
	}
	for i, p := range c.parts {
		if !slices.ContainsFunc(c.steps, func(s step) bool { return s.part == i }) {
			return p.Name, ErrPart
		}
	}
	return c.checkBorders()
}

// checkBorders refuses two neighbours that could share their characters.
func (c *compiledForm) checkBorders() (string, error) {
	for i, s := range c.steps[:max(len(c.steps)-1, 0)] {
		next := c.steps[i+1]
		if s.part < 0 || next.part < 0 {
			continue
		}
		p, q := c.parts[s.part], c.parts[next.part]
		if p.Kind == Skipped || p.Width == 0 && (p.Kind == Number && (q.Kind == Number || q.Kind == Date) || p.Kind == Letters && (q.Kind == Letters || q.Kind == Word)) {
			return p.Name, ErrAmbiguous
		}
	}
	return "", nil
}

// match says whether the whole text has this form, and sets the values of its parts.
func (c *compiledForm) match(text string, values *[maxParts]string) bool {
	return c.matchFrom(0, text, values)
}

func (c *compiledForm) matchFrom(i int, text string, values *[maxParts]string) bool {
	for ; i < len(c.steps); i++ {
		s := c.steps[i]
		if s.skip > 0 {
			with := *values
			if c.matchStep(i, text, &with) {
				*values = with
				return true
			}
			return c.matchFrom(i+s.skip, text, values)
		}
		n := c.take(i, text)
		if n < 0 {
			return false
		}
		if s.part >= 0 {
			values[s.part] = text[:n]
		}
		text = text[n:]
	}
	return text == ""
}

// matchStep matches step i as if its brackets were not there, and all that follows it.
func (c *compiledForm) matchStep(i int, text string, values *[maxParts]string) bool {
	n := c.take(i, text)
	if n < 0 {
		return false
	}
	if part := c.steps[i].part; part >= 0 {
		values[part] = text[:n]
	}
	return c.matchFrom(i+1, text[n:], values)
}

// take returns how many characters at the start of text step i takes, or -1.
func (c *compiledForm) take(i int, text string) int {
	s := c.steps[i]
	if s.part < 0 {
		if text != "" && lower(text[0]) == lower(s.literal[0]) {
			return 1
		}
		return -1
	}
	p := &c.parts[s.part]
	n := -1
	switch p.Kind {
	case Number:
		n = digits(text)
	case Letters:
		n = letters(text)
	case Word:
		n = p.longestWord(text)
	case Date:
		n = takeDate(p.Layout, text)
	case Skipped:
		n = c.takeSkipped(i, text)
	}
	if p.Width > 0 && (p.Kind == Number || p.Kind == Letters) {
		if n < p.Width {
			return -1
		}
		n = p.Width
	}
	if n == 0 && p.Kind != Skipped {
		return -1
	}
	return n
}

func (p *Part) longestWord(text string) int {
	n := -1
	for _, w := range p.Words {
		if len(w) > n && len(text) >= len(w) && strings.EqualFold(text[:len(w)], w) {
			n = len(w)
		}
	}
	return n
}

// takeSkipped takes everything up to the literal that follows, or to the end.
func (c *compiledForm) takeSkipped(i int, text string) int {
	if i+1 == len(c.steps) {
		return len(text)
	}
	end := lower(c.steps[i+1].literal[0])
	for n := range len(text) {
		if lower(text[n]) == end {
			return n
		}
	}
	return len(text)
}
