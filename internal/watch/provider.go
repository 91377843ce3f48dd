package watch

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"cordon/internal/diag"
)

// maxListed bounds the documents that a provider lists.
const maxListed = 200_000

// isProvider tells whether an address is that of the metadata of a provider of CSAF documents (section 7.1.8 of CSAF 2.0).
func isProvider(address string) bool {
	u, err := url.Parse(address)
	return err == nil && strings.HasSuffix(u.Path, "/provider-metadata.json")
}

// provider fetches the documents of a provider of CSAF documents: those that its directories list in changes.csv, and its ROLIE feeds as entries. A
// document is fetched again when its list gives another date for it.
func (f *fetcher) provider(ctx context.Context, address string, ds *diag.List) (local, bool) {
	src, name, ok := f.list(ctx, address, ds)
	if !ok {
		return local{}, false
	}
	var about struct {
		Distributions []struct {
			Directory string `json:"directory_url"`
			Rolie     struct {
				Feeds []struct {
					URL string `json:"url"`
				} `json:"feeds"`
			} `json:"rolie"`
		} `json:"distributions"`
	}
	if err := json.Unmarshal(src, &about); err != nil {
		ds.Add(diag.Pos{File: name}, diag.FeedForm, "", "the metadata of the provider: %s", err)
		return local{}, false
	}
	listed := map[string]string{} // address of a document -> the date that its list gives
	for _, d := range about.Distributions {
		if d.Directory != "" {
			f.directory(ctx, strings.TrimSuffix(d.Directory, "/")+"/", listed, ds)
		}
		for _, feed := range d.Rolie.Feeds {
			f.rolie(ctx, feed.URL, listed, ds)
		}
	}
	out := local{path: f.dir, name: name, files: []string{}}
	for _, document := range slices.Sorted(maps.Keys(listed)) {
		if len(out.files) == maxListed {
			ds.Add(diag.Pos{File: name}, diag.FeedTooLarge, "", "the provider lists more than %d documents; the others are left out", maxListed)
			break
		}
		if ctx.Err() != nil {
			return local{}, false
		}
		if file, ok := f.document(ctx, document, listed[document], ds); ok {
			if rel, err := filepath.Rel(f.dir, file); err == nil {
				out.files = append(out.files, filepath.ToSlash(rel))
			}
		}
	}
	return out, true
}

// list fetches a file that says what to fetch. It need not be proved, for the documents are.
func (f *fetcher) list(ctx context.Context, address string, ds *diag.List) (src []byte, name string, ok bool) {
	var said diag.List
	file, name, ok := f.fetch(ctx, address, &said)
	ds.Append(slices.DeleteFunc(said.Sorted(), func(d diag.Diagnostic) bool { return d.Code == diag.FeedUnproved }))
	if !ok {
		return nil, name, false
	}
	opened, err := os.Open(file)
	if err == nil {
		src, err = limited(opened, maxFile)
		opened.Close() //nolint:errcheck // nothing was written
	}
	if err != nil {
		complain(ds, name, err)
		return nil, name, false
	}
	return src, name, true
}

// directory reads which documents a directory has: a path and a date in each line.
func (f *fetcher) directory(ctx context.Context, address string, listed map[string]string, ds *diag.List) {
	base, err := url.Parse(address)
	if err != nil {
		ds.Add(diag.Pos{File: "the metadata of the provider"}, diag.FeedFetch, "", "a directory is not fetched: %s", bareError(err))
		return
	}
	src, name, ok := f.list(ctx, address+"changes.csv", ds)
	if !ok {
		return
	}
	r := csv.NewReader(strings.NewReader(string(src)))
	r.FieldsPerRecord = -1
	rows, err := r.ReadAll()
	if err != nil {
		ds.Add(diag.Pos{File: name}, diag.FeedForm, "", "the list of documents: %s", err)
	}
	for i, row := range rows {
		to, err := url.Parse(row[0])
		if err != nil || len(row) < 2 || to.IsAbs() || to.Host != "" || !strings.HasSuffix(to.Path, ".json") {
			ds.Add(diag.Pos{File: name, Line: i + 1, Column: 1}, diag.FeedForm, "", "%.80q is no path of a document with a date", strings.Join(row, ","))
			continue
		}
		listed[base.ResolveReference(to).String()] = row[1]
	}
}

// rolie reads which documents a feed has.
func (f *fetcher) rolie(ctx context.Context, address string, listed map[string]string, ds *diag.List) {
	src, name, ok := f.list(ctx, address, ds)
	if !ok {
		return
	}
	var doc struct {
		Feed struct {
			Entries []struct {
				Updated string `json:"updated"`
				Content struct {
					Src string `json:"src"`
				} `json:"content"`
			} `json:"entry"`
		} `json:"feed"`
	}
	if err := json.Unmarshal(src, &doc); err != nil {
		ds.Add(diag.Pos{File: name}, diag.FeedForm, "", "the feed of documents: %s", err)
		return
	}
	for i, e := range doc.Feed.Entries {
		if !isAddress(e.Content.Src) {
			ds.Add(diag.Pos{File: name}, diag.FeedForm, "", "entry %d of the feed has no address", i+1)
			continue
		}
		listed[e.Content.Src] = e.Updated
	}
}

// document fetches a document, unless it was fetched with the date that its list gives.
func (f *fetcher) document(ctx context.Context, address, date string, ds *diag.List) (file string, ok bool) {
	if u, err := url.Parse(address); err == nil && allowed(u) == nil {
		file = f.place(u)
		if _, err := os.Stat(file); err == nil && date != "" && load(file).Listed == date {
			return file, true
		}
	}
	var said diag.List
	file, name, ok := f.fetch(ctx, address, &said)
	ds.Append(said.Sorted())
	if !ok || f.client == nil || slices.ContainsFunc(said.Sorted(), func(d diag.Diagnostic) bool { return d.Code == diag.FeedFetch }) {
		return file, ok
	}
	s := load(file)
	s.Listed = date
	if err := s.save(file); err != nil {
		complain(ds, name, fmt.Errorf("its date is not kept: %w", err))
	}
	return file, true
}
