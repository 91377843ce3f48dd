package live

import (
	"io/fs"
	"strings"
	"unicode/utf8"

	"cordon/internal/diag"
)

// Diagnostic is a finding with the range of text to underline: from Column up to EndColumn, which is not part of it. Both count characters
// from 1. EndColumn is absent where the finding has no place within a line.
type Diagnostic struct {
	diag.Diagnostic
	EndColumn int `json:"end-column,omitempty"`
}

// places finds where words end, in the files of a system. Files are read and cut into lines when first asked for.
type places struct {
	fsys  fs.FS
	lines map[string][]string
}

func newPlaces(fsys fs.FS) *places { return &places{fsys, map[string][]string{}} }

func (p *places) diagnostics(all []diag.Diagnostic) []Diagnostic {
	out := make([]Diagnostic, 0, len(all))
	for _, d := range all {
		out = append(out, Diagnostic{d, p.end(d.Pos)})
	}
	return out
}

// end is the column after the word, key or quoted text that begins at a place; 0 where the place is no line of a file.
func (p *places) end(at diag.Pos) int {
	if at.Line == 0 {
		return 0
	}
	lines, read := p.lines[at.File]
	if !read {
		src, err := fs.ReadFile(p.fsys, at.File)
		if err == nil {
			lines = strings.Split(string(src), "\n")
		}
		p.lines[at.File] = lines
	}
	if at.Line > len(lines) {
		return 0
	}
	line := strings.TrimSuffix(lines[at.Line-1], "\r")
	start := 0
	for i := 1; i < at.Column && start < len(line); i++ {
		_, size := utf8.DecodeRuneInString(line[start:])
		start += size
	}
	return max(at.Column, 1) + utf8.RuneCountInString(line[start:start+wordLength(line[start:])])
}

// wordLength is the length in bytes of the scalar or key that a text begins with; 1 for a bracket, so that something is underlined, and 0 at
// the end of a line.
func wordLength(s string) int {
	if s == "" {
		return 0
	}
	switch q := s[0]; q {
	case '"', '\'':
		for i := 1; i < len(s); i++ {
			switch {
			case s[i] == '\\' && q == '"':
				i++
			case s[i] == q:
				return i + 1
			}
		}
		return len(s)
	case '[', '{', ']', '}', ',':
		return 1
	}
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case ',', ']', '}', '[', '{':
			return len(strings.TrimRight(s[:i], " "))
		case ':':
			if i+1 == len(s) || s[i+1] == ' ' {
				return i
			}
		case '#':
			if s[i-1] == ' ' {
				return max(1, len(strings.TrimRight(s[:i], " ")))
			}
		}
	}
	return max(1, len(strings.TrimRight(s, " ")))
}
