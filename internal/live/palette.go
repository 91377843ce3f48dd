package live

import (
	"cmp"
	"slices"
	"strings"

	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/yamltext"
)

// Choice is a kind that a palette offers.
type Choice struct {
	Kind  string      `json:"kind"`
	Title string      `json:"title"`
	Says  string      `json:"says"` // in a sentence
	Block model.Block `json:"block"`
}

// Palette lists the kinds that an author may write, in one block or, where block is empty, in all. Each word of the query must stand in
// the id, the title or the sentence of a kind, or in those of a kind above it. Kinds whose title or id has the words come first, those that
// begin with them before others; then by title and id. An empty query gives all. Where nothing has the words, those that are near count.
func Palette(ix *knowledge.Index, query string, block model.Block) []Choice {
	words := strings.Fields(strings.ToLower(query))
	out := ranking(ix, words, block)
	if len(out) == 0 && len(words) > 0 {
		for i, w := range words {
			words[i] = cmp.Or(near(ix, w, block), w)
		}
		out = ranking(ix, words, block)
	}
	return out
}

// near is the word of a title that is nearest to a misspelt one; empty where none is near.
func near(ix *knowledge.Index, word string, block model.Block) string {
	var all []string
	for i := range ix.Base.Kinds {
		if k := &ix.Base.Kinds[i]; block == "" || model.Block(ix.BlockOf(k.ID)) == block {
			all = append(all, strings.Fields(strings.ToLower(k.Title))...)
		}
	}
	return yamltext.Nearest(word, all)
}

// ranking lists the kinds that have all words, in lower case.
func ranking(ix *knowledge.Index, words []string, block model.Block) []Choice {
	type ranked struct {
		Choice
		rank int
	}
	var found []ranked
	for i := range ix.Base.Kinds {
		k := &ix.Base.Kinds[i]
		in := model.Block(ix.BlockOf(k.ID))
		if k.Abstract == knowledge.Yes || k.Status == knowledge.Withdrawn || k.Construction == knowledge.Yes || in == "" || block != "" && in != block {
			continue
		}
		rank, ok := 0, true
		for _, w := range words {
			r := rankOf(ix, k, w)
			rank, ok = rank+r, ok && r < unfound
		}
		if ok {
			found = append(found, ranked{Choice{k.ID, k.Title, k.Says, in}, rank})
		}
	}
	slices.SortFunc(found, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), strings.Compare(a.Title, b.Title), strings.Compare(a.Kind, b.Kind))
	})
	out := make([]Choice, 0, len(found))
	for _, f := range found {
		out = append(out, f.Choice)
	}
	return out
}

// unfound is the rank of a word that a kind does not have.
const unfound = 9

// rankOf says how well a word in lower case fits a kind: 0 is best.
func rankOf(ix *knowledge.Index, k *knowledge.Kind, word string) int {
	title, last := strings.ToLower(k.Title), k.ID[strings.LastIndexByte(k.ID, '.')+1:]
	switch {
	case title == word, last == word, k.ID == word:
		return 0
	case strings.HasPrefix(title, word), strings.HasPrefix(last, word), strings.HasPrefix(k.ID, word):
		return 1
	case begins(title, word), begins(k.ID, word):
		return 2
	case strings.Contains(title, word), strings.Contains(k.ID, word):
		return 3
	case begins(strings.ToLower(k.Says), word):
		return 5
	case slices.ContainsFunc(k.Is, func(up string) bool { return ix.Kinds[up] != nil && rankOf(ix, ix.Kinds[up], word) < 5 }):
		return 6
	}
	return unfound
}

// begins tells whether one of the words of a text begins with a word.
func begins(text, word string) bool {
	for i := 0; i+len(word) <= len(text); {
		at := strings.Index(text[i:], word)
		if at < 0 {
			return false
		}
		if i += at; i == 0 || strings.IndexByte(" .-/(,", text[i-1]) >= 0 {
			return true
		}
		i++
	}
	return false
}
