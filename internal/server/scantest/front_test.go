package scantest

import (
	"fmt"
	"html"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// front stands before the server that is scanned. A scanner knows links and forms; our interface takes variables in its paths, JSON, and five methods. The front
// has a page of links and forms for all operations, at /map, and asks the server what they stand for: /as/<operation>?<variables>, with the fields of a body. All
// else goes to the server as it came. It counts what the server answered.
type front struct {
	server     http.Handler
	operations map[string]operation
	address    string // that the server sees: the brake on wrong passwords is for each scan apart
	tally      *tally
}

func (f *front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/map" {
		f.page(w)
		return
	}
	name := "pages"
	if id, ok := strings.CutPrefix(r.URL.Path, "/as/"); ok {
		o, ok := f.operations[id]
		if !ok {
			http.NotFound(w, r)
			return
		}
		meant, err := o.request(r)
		if err != nil || meant == nil {
			http.NotFound(w, r)
			return
		}
		name, r = id, meant
	}
	seen := &recorder{ResponseWriter: w, status: http.StatusOK}
	r.RemoteAddr = f.address
	f.server.ServeHTTP(seen, r)
	f.tally.count(name, r, seen)
}

// at is where an operation with its example is asked for.
func (o operation) at(id string) string {
	q := url.Values{}
	for name, value := range o.variables {
		q.Set(name, value)
	}
	return "/as/" + id + "?" + q.Encode()
}

// starts are where a scan begins: the first page, the page of forms, and the operations without a body.
func (f *front) starts(origin string) []string {
	out := []string{origin + "/", origin + "/map"}
	for _, id := range slices.Sorted(maps.Keys(f.operations)) {
		if o := f.operations[id]; !o.takesBody() {
			out = append(out, origin+o.at(id))
		}
	}
	return out
}

// page has a form for each operation with a body.
func (f *front) page(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintln(w, "<!doctype html><title>Map</title>")
	for _, id := range slices.Sorted(maps.Keys(f.operations)) {
		o := f.operations[id]
		switch {
		case o.raw != "":
			fmt.Fprintf(w, `<form method="post" enctype="multipart/form-data" action="%s"><input type="file" name="body"></form>`+"\n", html.EscapeString(o.at(id)))
		case len(o.fields) > 0:
			fmt.Fprintf(w, `<form method="post" action="%s">`, html.EscapeString(o.at(id)))
			for _, field := range o.fields {
				fmt.Fprintf(w, `<input type="hidden" name="%s" value="%s">`, html.EscapeString(field.path), html.EscapeString(field.value))
			}
			fmt.Fprintln(w, "</form>")
		}
	}
}
