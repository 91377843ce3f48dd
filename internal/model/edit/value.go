package edit

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"cordon/internal/yamltext"
)

// maxDepth bounds the nesting of a value, as that of a file is.
const maxDepth = yamltext.MaxDepth

// literal reads a value of an operation, with the order of its keys.
func literal(raw json.RawMessage) (yamltext.Literal, error) {
	if len(raw) == 0 {
		return yamltext.Literal{}, errors.New("there is no value")
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	l, err := readValue(d, 0)
	if err != nil {
		return l, fmt.Errorf("the value cannot be read: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return l, errors.New("the value cannot be read: something follows it")
	}
	return l, nil
}

func readValue(d *json.Decoder, depth int) (yamltext.Literal, error) {
	t, err := d.Token()
	if err != nil {
		return yamltext.Literal{}, err
	}
	if depth > maxDepth {
		return yamltext.Literal{}, fmt.Errorf("it is nested more than %d deep", maxDepth)
	}
	switch v := t.(type) {
	case string:
		if strings.Trim(v, " \n\t\r") == "" {
			return yamltext.Literal{}, errors.New("it holds an empty text")
		}
		return yamltext.Literal{Text: strings.ReplaceAll(v, "\r\n", "\n"), Quoted: true}, nil
	case json.Number:
		return yamltext.Literal{Text: v.String()}, nil
	case bool:
		return yamltext.Literal{}, fmt.Errorf("it holds %t: facts are the words yes, no and unknown", v)
	case nil:
		return yamltext.Literal{}, errors.New("it holds null: use unset")
	}
	if t == json.Delim('[') {
		l := yamltext.Literal{Kind: yamltext.List}
		for d.More() {
			v, err := readValue(d, depth+1)
			if err != nil {
				return l, err
			}
			l.Values = append(l.Values, v)
		}
		_, err := d.Token()
		return l, err
	}
	l := yamltext.Literal{Kind: yamltext.Block}
	for d.More() {
		key, err := d.Token()
		if err != nil {
			return l, err
		}
		name := key.(string)
		if _, twice := l.Get(name); twice {
			return l, fmt.Errorf("the key %q stands twice", name)
		}
		v, err := readValue(d, depth+1)
		if err != nil {
			return l, err
		}
		l.Keys, l.Values = append(l.Keys, name), append(l.Values, v)
	}
	_, err = d.Token()
	return l, err
}

// word is a scalar to be written.
func word(s string) yamltext.Literal { return yamltext.Literal{Text: s, Quoted: true} }

// words is a list of scalars to be written.
func words(all ...string) yamltext.Literal {
	l := yamltext.Literal{Kind: yamltext.List}
	for _, s := range all {
		l.Values = append(l.Values, word(s))
	}
	return l
}

// nested is a value below keys.
func nested(keys []string, l yamltext.Literal) yamltext.Literal {
	for i := len(keys) - 1; i >= 0; i-- {
		l = yamltext.Literal{Kind: yamltext.Block, Keys: []string{keys[i]}, Values: []yamltext.Literal{l}}
	}
	return l
}
