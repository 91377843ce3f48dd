package navigator

import (
	"fmt"
	"strings"

	"cordon/internal/compliance"
)

// bar is the share of each status in the clauses of a heading that bind or may, as a stacked bar. Counts stand beside it in words as well.
type bar struct {
	ID     string // of the picture on its page
	Title  string
	Href   string // to what is counted
	Filter string // the beginning of addresses that show only clauses of a status
	Note   string
	Parts  []part
	All    int // clauses that bind or may
	Out    int // clauses that do not
}

// part is a piece of a bar. Lengths are hundredths of it.
type part struct {
	mark
	N                   int
	From, Width, Middle string
	Share               string
	Fits                bool // the number has room in it
}

// leastForNumber is the share of a bar, in hundredths, that three digits need on a narrow screen.
const leastForNumber = 9

func newBar(id, title, href, filter string, c compliance.Coverage) bar {
	b := bar{ID: id, Title: title, Href: href, Filter: filter, All: c.Binding(), Out: c.Statuses[compliance.NotApplicable]}
	before := 0
	for _, s := range statuses {
		k := c.Statuses[compliance.Status(s.Class)]
		if k == 0 || s.Class == string(compliance.NotApplicable) {
			continue
		}
		of := func(n int) string { return fmt.Sprintf("%.2f", 100*float64(n)/float64(b.All)) }
		b.Parts = append(b.Parts, part{
			mark: s.mark, N: k, From: of(before), Width: of(k), Middle: fmt.Sprintf("%.2f", 100*(float64(before)+float64(k)/2)/float64(b.All)),
			Share: percent(k, b.All), Fits: 100*k >= leastForNumber*b.All,
		})
		before += k
	}
	return b
}

// percent never rounds something to nothing, nor a part to the whole.
func percent(n, all int) string {
	switch p := (100*n + all/2) / all; {
	case p == 0 && n > 0:
		return "under 1 %"
	case p == 100 && n < all:
		return "over 99 %"
	default:
		return fmt.Sprintf("%d %%", p)
	}
}

// Shares says in words what the bar shows.
func (b bar) Shares() string {
	var out []string
	for _, p := range b.Parts {
		out = append(out, p.Share+" "+p.Word)
	}
	return strings.Join(out, ", ")
}

// Total is the number of clauses in words.
func (b bar) Total() string { return counted(b.All, "clause") }

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
