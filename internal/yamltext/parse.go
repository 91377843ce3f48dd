// Package yamltext reads YAML into Go values strictly, naming every problem with its place, and writes it back in one
// canonical form that keeps comments. It knows nothing of what the values mean.
package yamltext

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"
	"go.yaml.in/yaml/v4/plugin/loaderlimits"

	"cordon/internal/diag"
)

// Limits of one file. They are far above what people write and far below what would exhaust a machine.
const (
	MaxBytes = 16 << 20
	MaxDepth = 40
	MaxNodes = 2_000_000
)

var errTooDeep = errors.New("too deep")

// Parse reads one YAML document. It returns nil when the text cannot be used at all; the reasons are in ds.
func Parse(file string, src []byte, ds *diag.List) *yaml.Node {
	whole := diag.Pos{File: file}
	switch {
	case len(src) > MaxBytes:
		ds.Add(whole, diag.FileTooLarge, "split it: a directory of files is one system", "file has %d bytes; at most %d are read", len(src), MaxBytes)
		return nil
	case !utf8.Valid(src):
		ds.Add(placeAt(file, src, invalid(src)), diag.NotUTF8, "save the file as UTF-8", "text is not valid UTF-8")
		return nil
	case strings.TrimSpace(string(src)) == "":
		ds.Add(whole, diag.FileEmpty, "begin with `cordon: 1`", "file is empty")
		return nil
	}
	deep := false
	limits := loaderlimits.New(loaderlimits.DepthFunc(func(depth int, _ *loaderlimits.DepthContext) error {
		if deep = depth > MaxDepth; deep {
			return errTooDeep
		}
		return nil
	}))
	var docs []yaml.Node
	if err := yaml.Load(src, &docs, yaml.WithAllDocuments(), yaml.WithV3Defaults(), yaml.WithPlugin(limits)); err != nil {
		if deep {
			ds.Add(syntaxPlace(file, src, err), diag.TooDeep, "write the inner blocks as elements of their own", "blocks are nested more than %d deep", MaxDepth)
		} else {
			at := syntaxPlace(file, src, err)
			ds.Add(at, diag.BadYAML, syntaxHint(src, at.Line), "%s", syntaxMessage(err))
		}
		return nil
	}
	if len(docs) == 0 || len(docs[0].Content) == 0 {
		ds.Add(whole, diag.FileEmpty, "begin with `cordon: 1`", "file holds only comments")
		return nil
	}
	if len(docs) > 1 {
		ds.Add(place(file, &docs[1]), diag.ManyDocuments, "remove the line `---`, or move what follows into its own file", "a second document begins here")
		return nil
	}
	small, untagged := plain(file, &docs[0], ds), unmarked(file, src, &docs[0], ds)
	if !small || !untagged {
		return nil
	}
	return &docs[0]
}

// unmarked rejects the tag `!`, which stands where a value begins and leaves no other trace in the tree.
func unmarked(file string, src []byte, doc *yaml.Node, ds *diag.List) bool {
	if bytes.IndexByte(src, '!') < 0 {
		return true
	}
	at, good := cursor{text: string(bytes.TrimPrefix(src, []byte("\uFEFF"))), line: 1, column: 1}, true
	var walk func(n *yaml.Node)
	walk = func(n *yaml.Node) {
		if i, err := at.seek(n.Line, n.Column); err == nil && n.Style&yaml.TaggedStyle == 0 && strings.HasPrefix(at.text[i:], "!") {
			ds.Add(place(file, n), diag.WrongPlainTag, "remove the tag", "explicit tag !")
			good = false
		}
		for _, c := range n.Content {
			walk(c)
		}
	}
	walk(doc.Content[0])
	return good
}

// plain rejects aliases, tags, and trees that are too deep or too large. It reports each kind where it first occurs.
func plain(file string, doc *yaml.Node, ds *diag.List) bool {
	nodes, good := 0, true
	var walk func(n *yaml.Node) bool
	walk = func(n *yaml.Node) bool {
		if nodes++; nodes > MaxNodes {
			ds.Add(place(file, n), diag.TooManyNodes, "split the model into several files", "more than %d values in one file", MaxNodes)
			return false
		}
		if n.Kind == yaml.AliasNode || n.Anchor != "" {
			ds.Add(place(file, n), diag.AliasUsed, "write the value out; elements are named by id, not by anchor", "anchors and aliases are not part of the language")
			good = false
			return n.Kind != yaml.AliasNode
		}
		if n.Style&yaml.TaggedStyle != 0 {
			ds.Add(place(file, n), diag.WrongPlainTag, "remove the tag", "explicit tag %s", n.Tag)
			good = false
		}
		for _, c := range n.Content {
			if !walk(c) && nodes > MaxNodes {
				return false
			}
		}
		return true
	}
	return walk(doc) && good
}

func place(file string, n *yaml.Node) diag.Pos {
	return diag.Pos{File: file, Line: n.Line, Column: n.Column}
}

// invalid is the byte offset of the first byte that is not UTF-8.
func invalid(src []byte) int {
	for i := 0; i < len(src); {
		r, size := utf8.DecodeRune(src[i:])
		if r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return len(src)
}

func placeAt(file string, src []byte, offset int) diag.Pos {
	before := src[:min(offset, len(src))]
	line := before[bytes.LastIndexByte(before, '\n')+1:]
	return diag.Pos{File: file, Line: bytes.Count(before, []byte("\n")) + 1, Column: utf8.RuneCount(line) + 1}
}

// syntaxPlace is where reading stopped. For a control character the library gives only the offset.
func syntaxPlace(file string, src []byte, err error) diag.Pos {
	var load *yaml.LoadError
	switch {
	case !errors.As(err, &load):
		return diag.Pos{File: file}
	case load.Mark.Line == 0:
		return placeAt(file, src, load.Mark.Index)
	}
	return diag.Pos{File: file, Line: load.Mark.Line, Column: load.Mark.Column}
}

// syntaxHint names the one common mistake that the library's message does not.
func syntaxHint(src []byte, line int) string {
	lines := bytes.SplitN(src, []byte("\n"), line+1)
	if line < 1 || line > len(lines) {
		return ""
	}
	text := lines[line-1]
	if bytes.ContainsRune(text[:len(text)-len(bytes.TrimLeft(text, " \t"))], '\t') {
		return "indent with spaces; YAML allows no tabs there"
	}
	return ""
}

func syntaxMessage(err error) string {
	var load *yaml.LoadError
	if !errors.As(err, &load) {
		return err.Error()
	}
	if load.ContextMsg != "" {
		return load.Message + " " + load.ContextMsg
	}
	return load.Message
}
