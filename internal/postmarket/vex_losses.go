package postmarket

import "fmt"

// Losses are what a format cannot hold of a document, in words, in the order in which it was found, each thing once. The zero value is ready for use.
type Losses struct {
	list []string
	seen map[string]bool
}

// Add notes a loss, if it is one.
func (l *Losses) Add(is bool, format string, args ...any) {
	if !is {
		return
	}
	text := fmt.Sprintf(format, args...)
	if l.seen[text] {
		return
	}
	if l.seen == nil {
		l.seen = map[string]bool{}
	}
	l.seen[text] = true
	l.list = append(l.list, text)
}

// List lists them.
func (l *Losses) List() []string { return l.list }
