package workbench

import (
	"container/list"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// Checkouts are revisions written to disk, for what works on folders. They are copies: deleting them loses nothing. One process
// owns the directory.
type Checkouts struct {
	root *os.Root
	dir  string
	most int

	mu    sync.Mutex
	by    map[string]*checkout
	order *list.List // of *checkout, those used last in front
}

type checkout struct {
	digest string
	users  int
	ready  chan struct{}
	err    error
	place  *list.Element
}

// OpenCheckouts uses an empty or new directory for at most the given number of folders beside those in use.
func OpenCheckouts(dir string, most int) (*Checkouts, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return &Checkouts{root: root, dir: dir, most: most, by: map[string]*checkout{}, order: list.New()}, nil
}

// Close removes all folders.
func (c *Checkouts) Close() error {
	c.root.Close()
	return os.RemoveAll(c.dir)
}

// Open writes the tree unless it is there, and gives its directory. Nobody may change it. Release must be called once it is
// not read any more.
func (c *Checkouts) Open(ctx context.Context, t Tree, blob func(ctx context.Context, hash string) ([]byte, error)) (dir string, release func(), err error) {
	digest := t.Digest()
	c.mu.Lock()
	k, ok := c.by[digest]
	if ok {
		c.order.MoveToFront(k.place)
	} else {
		k = &checkout{digest: digest, ready: make(chan struct{})}
		k.place = c.order.PushFront(k)
		c.by[digest] = k
	}
	k.users++
	c.mu.Unlock()
	if !ok {
		if k.err = c.write(ctx, digest, t, blob); k.err != nil {
			c.mu.Lock()
			c.remove(k) // nobody uses it, and whoever comes begins anew
			c.mu.Unlock()
		}
		close(k.ready)
	}
	select {
	case <-k.ready:
	case <-ctx.Done():
		c.release(k)
		return "", nil, ctx.Err()
	}
	if k.err != nil {
		c.release(k)
		if ok && (errors.Is(k.err, context.Canceled) || errors.Is(k.err, context.DeadlineExceeded)) && ctx.Err() == nil {
			return c.Open(ctx, t, blob) // the one who wrote it went away
		}
		return "", nil, k.err
	}
	return filepath.Join(c.dir, digest), sync.OnceFunc(func() { c.release(k) }), nil
}

func (c *Checkouts) write(ctx context.Context, digest string, t Tree, blob func(context.Context, string) ([]byte, error)) error {
	if err := c.root.MkdirAll(digest, 0o700); err != nil {
		return err
	}
	for _, f := range t {
		if err := ctx.Err(); err != nil {
			return err
		}
		data, err := blob(ctx, f.Hash)
		if err != nil {
			return fmt.Errorf("read %s: %w", f.Path, err)
		}
		name := filepath.Join(digest, filepath.FromSlash(f.Path))
		if err := c.root.MkdirAll(filepath.Dir(name), 0o700); err != nil {
			return err
		}
		if err := c.root.WriteFile(name, data, 0o600); err != nil {
			return err
		}
	}
	return nil
}

func (c *Checkouts) release(k *checkout) {
	c.mu.Lock()
	defer c.mu.Unlock()
	k.users--
	for at := c.order.Back(); at != nil && c.order.Len() > c.most; {
		old := at.Value.(*checkout)
		at = at.Prev()
		if old.users == 0 {
			c.remove(old)
		}
	}
}

func (c *Checkouts) remove(k *checkout) {
	if c.by[k.digest] == k {
		delete(c.by, k.digest)
		c.order.Remove(k.place)
		_ = c.root.RemoveAll(k.digest)
	}
}

// Inside runs f on the directory of a revision; "" is the head.
func (w *Workbench) Inside(ctx context.Context, a Actor, id ProjectID, rev RevisionID, f func(dir string, r Revision) error) error {
	r, err := w.Revision(ctx, a, id, rev)
	if err != nil {
		return err
	}
	dir, release, err := w.Checkouts.Open(ctx, r.Tree, w.blob)
	if err != nil {
		return fmt.Errorf("write revision %d of %s to disk: %w", r.Number, id, err)
	}
	defer release()
	return f(dir, r)
}

func (w *Workbench) blob(ctx context.Context, hash string) (data []byte, err error) {
	err = w.Store.Read(ctx, func(tx Tx) error {
		data, err = tx.Blob(ctx, hash)
		return err
	})
	return data, err
}

// Work runs f on a copy of the folder of a revision that f may change; what it changed becomes the next revision, merged with what
// others did meanwhile. Needs is what the actor must be allowed to do.
func (w *Workbench) Work(ctx context.Context, a Actor, id ProjectID, base RevisionID, needs Action, message string, f func(dir string) error) (Made, error) {
	var changes map[string]*string
	r, err := w.Revision(ctx, a, id, base)
	if err != nil {
		return Made{}, err
	}
	acc, err := w.Inspect(ctx, a, id)
	if err != nil {
		return Made{}, err
	}
	if !acc.May(needs) {
		return Made{}, forbidden(needs, "this project")
	}
	tmp, err := os.MkdirTemp(w.Temp, "cordon-work-")
	if err != nil {
		return Made{}, err
	}
	defer os.RemoveAll(tmp)
	root, err := os.OpenRoot(tmp)
	if err != nil {
		return Made{}, err
	}
	defer root.Close()
	for _, file := range r.Tree {
		data, err := w.blob(ctx, file.Hash)
		if err != nil {
			return Made{}, fmt.Errorf("read %s: %w", file.Path, err)
		}
		if err := root.MkdirAll(filepath.Dir(file.Path), 0o700); err != nil {
			return Made{}, err
		}
		if err := root.WriteFile(file.Path, data, 0o600); err != nil {
			return Made{}, err
		}
	}
	if err := f(tmp); err != nil {
		return Made{}, err
	}
	if changes, err = changed(root, r.Tree, w.limits()); err != nil {
		return Made{}, err
	}
	return w.change(ctx, a, id, needs, Change{Base: r.ID, Files: changes, Message: message})
}

// changed lists the files below a directory that differ from a tree.
func changed(root *os.Root, t Tree, l Limits) (map[string]*string, error) {
	out := map[string]*string{}
	seen := map[string]bool{}
	err := fs.WalkDir(root.FS(), ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if !d.Type().IsRegular() {
			return Errorf(Invalid, "%s is no plain file", p)
		}
		seen[p] = true
		info, err := d.Info()
		if err != nil {
			return err
		}
		if info.Size() > l.FileBytes {
			return Errorf(TooLarge, "%s has %d bytes; at most %d are taken", p, info.Size(), l.FileBytes)
		}
		data, err := fs.ReadFile(root.FS(), p)
		if err != nil {
			return err
		}
		if old, ok := t.Get(p); !ok || old.Hash != Hash(data) {
			text := string(data)
			out[p] = &text
		}
		return nil
	})
	for _, f := range t {
		if !seen[f.Path] {
			out[f.Path] = nil
		}
	}
	return out, err
}
