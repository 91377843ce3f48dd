package knowledge

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"strings"

	"cordon/internal/diag"
)

// run is how many words in a row may not be those of a source. So many hardly meet by chance; fixed terms and names are shorter.
const run = 9

// Copies finds prose of a base that stands word by word in a source.
type Copies struct {
	base *Base
	runs map[[run]string]string // words in a row of the base, with the source that has them; empty where none has
}

// NewCopies prepares the search for the prose of a base.
func NewCopies(b *Base) *Copies {
	c := &Copies{b, map[[run]string]string{}}
	c.each(func(_ diag.Pos, _ string, words [run]string) { c.runs[words] = "" })
	return c
}

func (c *Copies) each(do func(at diag.Pos, id string, words [run]string)) {
	c.base.texts(func(at diag.Pos, id string, texts ...string) {
		for _, text := range texts {
			var last window
			for _, w := range plainWords(text) {
				if last.push(w) {
					do(at, id, last.words)
				}
			}
		}
	})
}

// Look reads a source: any text, also JSON or YAML, whose words are compared. Name is said in reports.
func (c *Copies) Look(name string, source io.Reader) error {
	in := bufio.NewReaderSize(source, 1<<16)
	var last window
	for {
		line, err := in.ReadString('\n')
		for _, w := range plainWords(line) {
			if last.push(w) {
				if from, ours := c.runs[last.words]; ours && from == "" {
					c.runs[last.words] = name
				}
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read %s: %w", name, err)
		}
	}
}

// Report says which entries have words in a row that a source has as well; each entry once for each source.
func (c *Copies) Report(ds *diag.List) {
	said := map[string]bool{}
	c.each(func(at diag.Pos, id string, words [run]string) {
		from := c.runs[words]
		if key := id + " " + from; from != "" && !said[key] {
			said[key] = true
			ds.Add(at, diag.EntryCopied, "say it in your own words, or name the place instead", "%s has %d words in a row of %s: %q", id, run, from, strings.Join(words[:], " "))
		}
	})
}

var (
	escaped   = regexp.MustCompile(`\\[nrt"]`) // line breaks and quotes in JSON
	plainWord = regexp.MustCompile(`[\pL\pN]+(?:['’-][\pL\pN]+)*`)
)

func plainWords(text string) []string {
	return plainWord.FindAllString(strings.ToLower(escaped.ReplaceAllString(text, " ")), -1)
}

// window holds the last words.
type window struct {
	words [run]string
	n     int
}

// push adds a word and tells whether the window is full.
func (w *window) push(word string) bool {
	copy(w.words[:], w.words[1:])
	w.words[run-1] = word
	w.n++
	return w.n >= run
}
