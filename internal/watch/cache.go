package watch

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"cordon/internal/diag"
	"cordon/internal/postmarket"
	"cordon/internal/report"
)

// cache keeps what was read of the parts of sources, so that a run that was stopped goes on where it was, and one that is repeated reads only what has
// changed. What is damaged in it is read anew. It belongs to one goroutine.
//
// A file of it is named after the digest of the part and of the program that read it, since another one may read more. It holds the feeds as they
// were packed, what else was found, and the digest of both.
type cache struct {
	dir  string
	used map[string]bool
}

// found is what reading a part gave.
type found struct {
	feeds *postmarket.Feeds
	about
}

// about is what is kept beside the feeds.
type about struct {
	Files  map[Format]int    // by format; other files under Other
	Number int               // records
	Said   []diag.Diagnostic // at most saidMost of one code
	More   map[diag.Code]int // how many more of a code
}

// program is the digest of the program that runs, which stands for the way in which it reads.
var program = sync.OnceValue(func() string {
	sum := sha256.New()
	if path, err := os.Executable(); err == nil {
		if f, err := os.Open(path); err == nil {
			io.Copy(sum, f) //nolint:errcheck // where it cannot be read, other parts have other digests
			f.Close()       //nolint:errcheck // nothing was written
		}
	}
	return hex.EncodeToString(sum.Sum(nil))
})

func (c *cache) path(p part) string {
	sum := sha256.Sum256(append([]byte(program()), p.digest[:]...))
	name := hex.EncodeToString(sum[:]) + ".pack"
	c.used[name] = true
	return filepath.Join(c.dir, name)
}

// get is what was kept of a part; false where nothing was, or it is damaged.
func (c *cache) get(p part) (f found, ok bool) {
	data, err := os.ReadFile(c.path(p))
	if err != nil || len(data) < sha256.Size {
		return f, false
	}
	data, sum := data[:len(data)-sha256.Size], data[len(data)-sha256.Size:]
	if digest := sha256.Sum256(data); !bytes.Equal(digest[:], sum) {
		return f, false
	}
	head, pack, ok := bytes.Cut(data, []byte("\n"))
	if !ok || json.Unmarshal(head, &f.about) != nil {
		return f, false
	}
	f.feeds, err = postmarket.Unpack(pack)
	return f, err == nil
}

// put keeps what was found in a part.
func (c *cache) put(p part, f found) error {
	head, err := json.Marshal(f.about)
	if err != nil {
		return err
	}
	data := append(append(head, '\n'), f.feeds.Pack()...)
	sum := sha256.Sum256(data)
	return report.ReplaceFile(c.path(p), report.Shared, func(w io.Writer) error {
		_, err := w.Write(append(data, sum[:]...))
		return err
	})
}

// sweep removes what no part of this run used, and what stopped runs left.
func (c *cache) sweep() {
	files, err := os.ReadDir(c.dir)
	if err != nil {
		return
	}
	for _, f := range files {
		if name := f.Name(); strings.HasSuffix(name, ".pack") && !c.used[name] || strings.HasPrefix(name, ".cordon-") {
			os.Remove(filepath.Join(c.dir, name)) //nolint:errcheck // it only takes space
		}
	}
}
