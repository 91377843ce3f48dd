// Package eox reads until when makers look after their products, as endoflife.date keeps it: the source of a page (Markdown with data before it), and the
// answer of its API of version 1.
package eox

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"cordon/internal/diag"
	"cordon/internal/postmarket"
)

// Source is whose data it is.
const Source = "endoflife.date"

// MaxPage bounds a page in bytes.
const MaxPage = 4 << 20

// page is the data before a page.
type page struct {
	Title       string              `yaml:"title"`
	Permalink   string              `yaml:"permalink"`
	Identifiers []map[string]string `yaml:"identifiers"`
	Releases    []release           `yaml:"releases"`
}

// release is a line of versions. A day may be true or false instead: it is over, or it is not and no day is known.
type release struct {
	Cycle    string    `yaml:"releaseCycle"`
	Released yaml.Node `yaml:"releaseDate"`
	Active   yaml.Node `yaml:"eoas"`
	Life     yaml.Node `yaml:"eol"`
	Extended yaml.Node `yaml:"eoes"`
	Latest   string    `yaml:"latest"`
}

// IsPage tells whether a text looks like the source of a page.
func IsPage(src []byte) bool {
	head, ok := front(src)
	return ok && bytes.Contains(head, []byte("\nreleases:")) && bytes.Contains(head, []byte("releaseCycle"))
}

// front is the data before a page.
func front(src []byte) ([]byte, bool) {
	src = bytes.ReplaceAll(bytes.TrimPrefix(src, []byte("\xef\xbb\xbf")), []byte("\r\n"), []byte("\n"))
	rest, ok := bytes.CutPrefix(src, []byte("---\n"))
	if !ok {
		return nil, false
	}
	head, _, ok := bytes.Cut(rest, []byte("\n---"))
	return head, ok
}

// ReadPage reads the source of a page. What is wrong is reported under the file; a page that names its product in no system that components are
// known by gives nothing.
func ReadPage(file string, src []byte, ds *diag.List) []postmarket.Ending {
	at := diag.Pos{File: file}
	head, ok := front(src)
	if !ok || len(src) > MaxPage {
		ds.Add(at, diag.FeedForm, "", "the page has no data before it, or is larger than %d MiB", MaxPage>>20)
		return nil
	}
	var p page
	if err := yaml.Unmarshal(head, &p); err != nil {
		ds.Add(at, diag.FeedForm, "", "the data of the page: %s", strings.ReplaceAll(err.Error(), "\n", " "))
		return nil
	}
	var ids []string
	for _, m := range p.Identifiers {
		ids = append(ids, m["cpe"], m["purl"])
	}
	keys := keysOf(ids)
	var out []postmarket.Ending
	for _, r := range p.Releases {
		e := postmarket.Ending{
			Product: postmarket.Clean(cmp.Or(strings.TrimPrefix(p.Permalink, "/"), p.Title)), Keys: keys, Cycle: postmarket.Clean(r.Cycle), Latest: postmarket.Clean(r.Latest), Source: Source,
			Released: postmarket.Day(r.Released.Value), EndOfSupport: postmarket.Day(r.Active.Value), EndOfLife: postmarket.Day(r.Life.Value), Extended: postmarket.Day(r.Extended.Value),
			Ended: r.Life.Value == "true",
		}
		if e.Cycle == "" {
			ds.Add(diag.Pos{File: file, Line: r.Life.Line + 1}, diag.FeedForm, "", "a line of versions has no name")
			continue
		}
		if len(keys) > 0 {
			out = append(out, e)
		}
	}
	return out
}

// keysOf are the keys of a product by its CPE names and package URLs. A URI of CPE may leave out what follows the product, and so do the names of
// endoflife.date in the other form.
func keysOf(ids []string) []string {
	var keys []string
	for _, id := range ids {
		key := ""
		if rest, ok := strings.CutPrefix(id, "cpe:2.3:"); ok && strings.Count(id, ":") < 12 {
			id = "cpe:2.3:" + rest + strings.Repeat(":*", 12-strings.Count(id, ":"))
		}
		if cpe, err := postmarket.ParseCPE(id); err == nil {
			key = cpe.ProductKey()
		} else if p, err := postmarket.ParsePURL(id); err == nil {
			key = p.Key()
		}
		if key != "" && !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	return keys
}

// ReadJSON reads the answer of the API of version 1 on one product.
func ReadJSON(file string, src []byte, ds *diag.List) []postmarket.Ending {
	var doc struct {
		Result struct {
			Name        string `json:"name"`
			Identifiers []struct {
				ID string `json:"id"`
			} `json:"identifiers"`
			Releases []struct {
				Name     string `json:"name"`
				Released string `json:"releaseDate"`
				Active   string `json:"eoasFrom"`
				Life     string `json:"eolFrom"`
				Over     bool   `json:"isEol"`
				Extended string `json:"eoesFrom"`
				Latest   struct {
					Name string `json:"name"`
				} `json:"latest"`
			} `json:"releases"`
		} `json:"result"`
	}
	if err := json.Unmarshal(src, &doc); err != nil {
		ds.Add(diag.Pos{File: file}, diag.FeedForm, "", "the answer of endoflife.date: %s", err)
		return nil
	}
	var ids []string
	for _, x := range doc.Result.Identifiers {
		ids = append(ids, x.ID)
	}
	keys := keysOf(ids)
	if len(keys) == 0 {
		return nil
	}
	var out []postmarket.Ending
	for i, r := range doc.Result.Releases {
		if r.Name == "" {
			ds.Add(diag.Pos{File: file}, diag.FeedForm, "", "line %d of versions has no name", i+1)
			continue
		}
		life := postmarket.Day(r.Life)
		out = append(out, postmarket.Ending{
			Product: postmarket.Clean(doc.Result.Name), Keys: keys, Cycle: postmarket.Clean(r.Name), Latest: postmarket.Clean(r.Latest.Name), Source: Source,
			Released: postmarket.Day(r.Released), EndOfSupport: postmarket.Day(r.Active), EndOfLife: life, Extended: postmarket.Day(r.Extended), Ended: r.Over && life == "",
		})
	}
	return out
}
