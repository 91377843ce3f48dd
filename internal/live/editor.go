package live

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"

	"cordon/internal/folder"
	"cordon/internal/memo"
	"cordon/internal/model"
	"cordon/internal/project"
)

// Editor makes views for many people at once: the same content is looked at once, by whoever asks first, and kept for a while. It is safe for
// use by several goroutines.
type Editor struct {
	turns *turns
	trees *model.Trees
	views memo.Of[*Viewed] // by digest; nobody changes one
}

// Options of an Editor. The zero value works.
type Options struct {
	Bytes  int64        // most bytes of JSON of kept views; 64 MiB where 0. In memory a view takes about twice that.
	AtOnce int          // most calculations at once; 2 where 0
	Trees  *model.Trees // keeps what is made of the files
}

// Viewed is a view in both forms. Nobody may change it: others have the same.
type Viewed struct {
	Digest string // SHA-256 in hex of the files, the name and the knowledge: equal digests mean equal JSON
	View   *View
	JSON   []byte

	parts []part // of JSON
}

// NewEditor gives an editor that keeps nothing yet.
func NewEditor(o Options) *Editor {
	if o.Bytes == 0 {
		o.Bytes = 64 << 20
	}
	if o.AtOnce == 0 {
		o.AtOnce = 2
	}
	return &Editor{turns: newTurns(o.AtOnce), trees: o.Trees, views: memo.Of[*Viewed]{Bytes: func(v *Viewed) int64 { return int64(len(v.JSON)) }, Room: o.Bytes}}
}

// View gives the view of files, as Make does. Requests for content that others wait for already wait for the same calculation. A request whose
// ctx ends gets its error at once; the calculation goes on as long as somebody else waits for it. So nobody may change the files afterwards.
func (e *Editor) View(ctx context.Context, k *project.Knowledge, files folder.Files, name string) (*Viewed, error) {
	digest := digestOf(k, files, name)
	v, err := e.views.Get(ctx, digest, func(ctx context.Context) (*Viewed, error) {
		if err := e.turns.take(ctx); err != nil {
			return nil, err
		}
		defer e.turns.give()
		v, err := remake(ctx, e.trees, k, files, name)
		if err != nil {
			return nil, err
		}
		raw, parts, err := v.write()
		if err != nil {
			return nil, fmt.Errorf("write view: %w", err)
		}
		return &Viewed{digest, v, raw, parts}, nil
	})
	if err != nil {
		return nil, fmt.Errorf("view %s: %w", name, err)
	}
	return v, nil
}

// Kept gives the view of a digest while it is kept: what a client that names its last view is compared with.
func (e *Editor) Kept(digest string) (*Viewed, bool) { return e.views.Kept(digest) }

// digestOf names what a view is made from.
func digestOf(k *project.Knowledge, files folder.Files, name string) string {
	h := sha256.New()
	fmt.Fprintf(h, "%s %q\n", k.Index.Base.Digest, name)
	for _, path := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(h, "%q %x\n", path, sha256.Sum256(files[path]))
	}
	return hex.EncodeToString(h.Sum(nil))
}
