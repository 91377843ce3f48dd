package scantest

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// request is what a link or form asks of the server; nil if it is neither of this operation. Places that are not named are those of the example.
func (o operation) request(r *http.Request) (*http.Request, error) {
	if r.Method == http.MethodGet && o.takesBody() {
		return nil, nil // the page that a form would stand on
	}
	q, path := r.URL.Query(), o.path
	for name, value := range o.places {
		path = strings.ReplaceAll(path, "{"+name+"}", url.PathEscape(value))
	}
	for name := range o.variables {
		if place := "{" + name + "}"; strings.Contains(path, place) {
			if q.Get(name) == "" {
				return nil, nil
			}
			path = strings.ReplaceAll(path, place, url.PathEscape(q.Get(name)))
			q.Del(name)
		}
	}
	body, kind, err := o.body(r)
	if err != nil {
		return nil, err
	}
	at, err := url.Parse(path + "?" + q.Encode())
	if err != nil {
		return nil, err
	}
	out := r.Clone(r.Context())
	out.URL, out.RequestURI = at, at.RequestURI()
	if r.Method == http.MethodGet || r.Method == http.MethodPost {
		out.Method = o.method
	}
	out.Body, out.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	out.Header.Del("Content-Type")
	if kind != "" {
		out.Header.Set("Content-Type", kind)
	}
	return out, nil
}

func (o operation) takesBody() bool { return o.raw != "" || len(o.fields) > 0 }

// body makes the body of a form the one that the operation takes. One that is no form is passed on as it is.
func (o operation) body(r *http.Request) ([]byte, string, error) {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return nil, "", nil
	}
	kind := r.Header.Get("Content-Type")
	switch {
	case o.raw != "" && strings.HasPrefix(kind, "multipart/form-data"):
		part, _, err := r.FormFile("body")
		if err != nil {
			return nil, "", err
		}
		raw, err := io.ReadAll(part)
		return raw, o.raw, err
	case len(o.fields) > 0 && strings.HasPrefix(kind, "application/x-www-form-urlencoded"):
		if err := r.ParseForm(); err != nil {
			return nil, "", err
		}
		var v any = map[string]any{}
		for _, field := range o.fields {
			if given, ok := r.PostForm[field.path]; ok {
				v = field.put(v, strings.Split(field.path, "/"), given[0])
			}
		}
		raw, err := json.Marshal(v)
		return raw, "application/json", err
	}
	raw, err := io.ReadAll(r.Body)
	return raw, kind, err
}

// put places a text in a document, as the type that the example has where it can be read as that.
func (f field) put(in any, path []string, text string) any {
	if len(path) == 0 {
		return f.typed(text)
	}
	if n, err := strconv.Atoi(path[0]); err == nil {
		list, _ := in.([]any)
		for len(list) <= n {
			list = append(list, nil)
		}
		list[n] = f.put(list[n], path[1:], text)
		return list
	}
	m, ok := in.(map[string]any)
	if !ok {
		m = map[string]any{}
	}
	m[path[0]] = f.put(m[path[0]], path[1:], text)
	return m
}

func (f field) typed(text string) any {
	switch f.example.(type) {
	case float64, int:
		if n, err := strconv.ParseFloat(text, 64); err == nil {
			return n
		}
	case bool:
		if b, err := strconv.ParseBool(text); err == nil {
			return b
		}
	case map[string]any, []any:
		return f.example // an empty one
	}
	return text
}
