package live

import (
	"container/list"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"runtime/debug"
	"slices"
	"sync"

	"cordon/internal/folder"
	"cordon/internal/model"
	"cordon/internal/project"
)

// Editor makes views for many people at once: the same content is looked at once, by whoever asks first, and kept for a while. It is safe for
// use by several goroutines.
//
// Each calculation runs in a goroutine that View starts and that ends by itself. It is stopped when nobody waits for it any more. The mutex
// guards all fields; a kept Viewed is never changed.
type Editor struct {
	size  int64
	turns *turns
	trees *model.Trees

	mu      sync.Mutex
	kept    map[string]*list.Element // of *Viewed, by digest
	recent  *list.List               // of *Viewed, the latest used first
	bytes   int64                    // of JSON in recent
	running map[string]*calculation  // by digest
}

// Options of an Editor. The zero value works.
type Options struct {
	Bytes  int64 // most bytes of JSON of kept views; 32 MiB where 0. In memory a view takes about three times that.
	AtOnce int   // most calculations at once; 2 where 0
}

// treeBytes is the text of files whose trees are kept: the files of some ten systems of 1,000 assets.
const treeBytes = 2 << 20

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
		o.Bytes = 32 << 20
	}
	if o.AtOnce == 0 {
		o.AtOnce = 2
	}
	return &Editor{
		size: o.Bytes, turns: newTurns(o.AtOnce), trees: model.NewTrees(treeBytes), kept: map[string]*list.Element{}, recent: list.New(), running: map[string]*calculation{},
	}
}

// calculation is one view in the making.
type calculation struct {
	waiting int // requests; guarded by the editor's mutex
	stop    context.CancelFunc
	done    chan struct{} // closed when out and err are set
	out     *Viewed
	err     error
}

// View gives the view of files, as Make does. Requests for content that others wait for already wait for the same calculation. A request whose
// ctx ends gets its error at once; the calculation goes on as long as somebody else waits for it. So nobody may change the files afterwards.
func (e *Editor) View(ctx context.Context, k *project.Knowledge, files folder.Files, name string) (*Viewed, error) {
	digest := digestOf(k, files, name)
	e.mu.Lock()
	if at, ok := e.kept[digest]; ok {
		e.recent.MoveToFront(at)
		e.mu.Unlock()
		return at.Value.(*Viewed), nil
	}
	c, ok := e.running[digest]
	if !ok {
		c = e.start(digest, k, files, name)
	}
	c.waiting++
	e.mu.Unlock()
	select {
	case <-c.done:
		return c.out, c.err
	case <-ctx.Done():
		e.leave(digest, c)
		return nil, ctx.Err()
	}
}

// start begins a calculation. The mutex is held.
func (e *Editor) start(digest string, k *project.Knowledge, files folder.Files, name string) *calculation {
	ctx, stop := context.WithCancel(context.Background())
	c := &calculation{stop: stop, done: make(chan struct{})}
	e.running[digest] = c
	go func() {
		defer stop()
		out, err := e.calculate(ctx, digest, k, files, name)
		e.mu.Lock()
		defer e.mu.Unlock()
		c.out, c.err = out, err
		if e.running[digest] == c {
			delete(e.running, digest)
		}
		if err == nil {
			e.keep(out)
		}
		close(c.done)
	}()
	return c
}

// leave takes a request back; with the last one the calculation ends, and a later request starts another.
func (e *Editor) leave(digest string, c *calculation) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if c.waiting--; c.waiting == 0 && e.running[digest] == c {
		delete(e.running, digest)
		c.stop()
	}
}

func (e *Editor) calculate(ctx context.Context, digest string, k *project.Knowledge, files folder.Files, name string) (out *Viewed, err error) {
	if err := e.turns.take(ctx); err != nil {
		return nil, err
	}
	defer e.turns.give()
	// No server stands above this goroutine to keep one bad text from ending the program for all.
	defer func() {
		if p := recover(); p != nil {
			out, err = nil, fmt.Errorf("view %s: panic: %v\n%s", name, p, debug.Stack())
		}
	}()
	v, err := remake(ctx, e.trees, k, files, name)
	if err != nil {
		return nil, err
	}
	raw, parts, err := v.write()
	if err != nil {
		return nil, fmt.Errorf("write view: %w", err)
	}
	return &Viewed{digest, v, raw, parts}, nil
}

// keep puts a view in front, and forgets those that were not used for longest. The mutex is held.
func (e *Editor) keep(v *Viewed) {
	if old, twice := e.kept[v.Digest]; twice { // a calculation that was given up has come to its end nevertheless
		e.drop(old)
	}
	e.kept[v.Digest] = e.recent.PushFront(v)
	for e.bytes += int64(len(v.JSON)); e.bytes > e.size; {
		e.drop(e.recent.Back())
	}
}

func (e *Editor) drop(at *list.Element) {
	v := e.recent.Remove(at).(*Viewed)
	e.bytes -= int64(len(v.JSON))
	delete(e.kept, v.Digest)
}

// Kept gives the view of a digest while it is kept: what a client that names its last view is compared with.
func (e *Editor) Kept(digest string) (*Viewed, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	at, ok := e.kept[digest]
	if !ok {
		return nil, false
	}
	e.recent.MoveToFront(at)
	return at.Value.(*Viewed), true
}

// digestOf names what a view is made from.
func digestOf(k *project.Knowledge, files folder.Files, name string) string {
	h := sha256.New()
	fmt.Fprintf(h, "%s %q\n", k.Index.Base.Digest, name)
	for _, path := range slices.Sorted(maps.Keys(files)) {
		fmt.Fprintf(h, "%q %x\n", path, sha256.Sum256(files[path]))
	}
	return hex.EncodeToString(h.Sum(nil))
}
