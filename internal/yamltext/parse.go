// Package yamltext reads YAML into Go values strictly, naming every problem with its place, and writes it back in one
// canonical form that keeps comments. It knows nothing of what the values mean.
package yamltext

import (
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
		ds.Add(invalidUTF8(file, src), diag.NotUTF8, "save the file as UTF-8", "text is not valid UTF-8")
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
			ds.Add(syntaxPlace(file, err), diag.TooDeep, "write the inner blocks as elements of their own", "blocks are nested more than %d deep", MaxDepth)
		} else {
			ds.Add(syntaxPlace(file, err), diag.BadYAML, "", "%s", syntaxMessage(err))
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
	if !plain(file, &docs[0], ds) {
		return nil
	}
	return &docs[0]
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

func invalidUTF8(file string, src []byte) diag.Pos {
	line, column := 1, 1
	for len(src) > 0 {
		r, size := utf8.DecodeRune(src)
		if r == utf8.RuneError && size == 1 {
			break
		}
		if column++; r == '\n' {
			line, column = line+1, 1
		}
		src = src[size:]
	}
	return diag.Pos{File: file, Line: line, Column: column}
}

func syntaxPlace(file string, err error) diag.Pos {
	var load *yaml.LoadError
	if !errors.As(err, &load) || load.Mark.Line == 0 {
		return diag.Pos{File: file}
	}
	return diag.Pos{File: file, Line: load.Mark.Line, Column: load.Mark.Column}
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
