// Package web is the pages of the workbench as built from the folder web of the repository. They are committed, so that Go alone builds the program.
package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"net/http"
	"path"
	"strings"
	"sync"
)

//go:embed all:dist
var dist embed.FS

// file is one built file, plain and compressed.
type file struct {
	plain, packed []byte
	kind, etag    string
}

// kinds are the content types of what is built. Those of the machine may differ.
var kinds = map[string]string{
	".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml",
	".png": "image/png", ".woff2": "font/woff2", ".json": "application/json", ".txt": "text/plain; charset=utf-8",
}

// Handler gives the built files; every other path that looks like a page gives index.html, whose program shows the page of that address.
func Handler() http.Handler {
	files := sync.OnceValue(load)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			http.Error(w, "pages are only read", http.StatusMethodNotAllowed)
			return
		}
		name := strings.TrimPrefix(path.Clean(r.URL.Path), "/")
		f, ok := files()[name]
		if !ok {
			if path.Ext(name) != "" && strings.HasPrefix(name, "assets/") {
				http.NotFound(w, r)
				return
			}
			f = files()["index.html"]
		}
		serve(w, r, f)
	})
}

func serve(w http.ResponseWriter, r *http.Request, f file) {
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("ETag", f.etag)
	h.Add("Vary", "Accept-Encoding")
	// Names are stable, so browsers ask each time whether a file is still the same.
	h.Set("Cache-Control", "no-cache")
	data := f.plain
	if f.packed != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		data = f.packed
	}
	if r.Header.Get("If-None-Match") == f.etag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	if r.Method == http.MethodHead {
		return
	}
	_, _ = w.Write(data)
}

func load() map[string]file {
	out := map[string]file{}
	_ = fs.WalkDir(dist, "dist", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := dist.ReadFile(p)
		if err != nil {
			return err
		}
		sum := sha256.Sum256(data)
		f := file{plain: data, kind: kinds[path.Ext(p)], etag: `"` + hex.EncodeToString(sum[:16]) + `"`}
		if f.kind == "" {
			f.kind = "application/octet-stream"
		}
		if len(data) > 1024 && path.Ext(p) != ".woff2" && path.Ext(p) != ".png" {
			var b bytes.Buffer
			z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression)
			_, _ = z.Write(data)
			_ = z.Close()
			f.packed = b.Bytes()
		}
		out[strings.TrimPrefix(p, "dist/")] = f
		return nil
	})
	return out
}
