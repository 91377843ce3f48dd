package storetest

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"cordon/internal/workbench"
)

// crashing names the database to the program that is killed.
const crashing = "CORDON_STORETEST_CRASH"

// CrashChild turns this process into the one that is killed, if it was started as that; TestMain calls it first.
func CrashChild(open func(ctx context.Context, address string) (workbench.Store, error)) {
	address := os.Getenv(crashing)
	if address == "" {
		return
	}
	if err := commit(context.Background(), address, open); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// commit writes without end, from several goroutines, and says each number after it was acknowledged.
func commit(ctx context.Context, address string, open func(context.Context, string) (workbench.Store, error)) error {
	s, err := open(ctx, address)
	if err != nil {
		return err
	}
	failed := make(chan error)
	for range 4 {
		go func() {
			for {
				var n int64
				err := s.Write(ctx, func(tx workbench.Tx) (err error) {
					n, err = commitOne(ctx, tx)
					return err
				})
				if err != nil {
					failed <- err
					return
				}
				fmt.Printf("%d\n", n)
			}
		}()
	}
	return <-failed
}

// commitOne writes the parts of one change, and gives its number.
func commitOne(ctx context.Context, tx workbench.Tx) (int64, error) {
	size, err := tx.LogSize(ctx)
	if err != nil {
		return 0, err
	}
	n := size + 1
	content := contentOf(n)
	project, err := tx.Get(ctx, "project", "p")
	if workbench.FaultOf(err) == workbench.NotFound {
		project, err = record("project", "p", "o", "", ""), nil
	}
	if err != nil {
		return 0, err
	}
	project.Doc = fmt.Append(nil, n)
	r := revision("p", n)
	r.Tree = workbench.Tree{{Path: "system.yaml", Hash: workbench.Hash(content), Size: int64(len(content))}}
	_, put := tx.Put(ctx, project)
	_, event := tx.AddEvent(ctx, workbench.Event{Organisation: "o", Project: "p", Kind: "revision", At: now})
	return n, errors.Join(put, event, tx.PutBlob(ctx, workbench.Hash(content), content), tx.AddRevision(ctx, r),
		tx.AppendLeaf(ctx, size, content[:20], map[int64][32]byte{size: hashOf(size)}))
}

// contentOf spans several pages of a database, so that a half one would be seen.
func contentOf(n int64) []byte { return []byte(strings.Repeat(fmt.Sprintf("%019d\n", n), 500)) }

// Crash starts this test binary as a program that writes, ends it in some round's middle, and wants that each change that was acknowledged is
// there whole, and that of no other a part is there.
type Crash struct {
	Address string
	Open    Open
	// End ends the program, or the server under it, in the middle of its work.
	End func(child *os.Process) error
	// Most is the longest time before the end: in one of four rounds from the start of the program, in the others from its first change.
	Most time.Duration

	checked, acknowledged int64
}

// Round is one start, end and look. It gives the number of changes there are.
func (c *Crash) Round(t *testing.T, r *rand.Rand) int64 {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), crashing+"="+c.Address)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var reading sync.WaitGroup
	first := make(chan struct{})
	reading.Go(func() { c.hear(t, out, first) })
	if r.IntN(4) > 0 {
		<-first
	}
	time.Sleep(time.Duration(r.Int64N(int64(c.Most))))
	if err := c.End(cmd.Process); err != nil {
		t.Fatal(err)
	}
	reading.Wait()
	_ = cmd.Wait() // it was killed, or its server was
	c.check(t)
	return c.checked
}

// hear keeps the greatest number that was acknowledged, and closes first after one line or the end. The last line may be a part of one.
func (c *Crash) hear(t *testing.T, out io.Reader, first chan<- struct{}) {
	lines := bufio.NewReader(out)
	for told := false; ; {
		line, err := lines.ReadString('\n')
		if !told {
			told = true
			close(first)
		}
		if err != nil {
			return
		}
		n, err := strconv.ParseInt(strings.TrimSpace(line), 10, 64)
		if err != nil {
			t.Errorf("the program said %q", line)
			return
		}
		c.acknowledged = max(c.acknowledged, n)
	}
}

// check looks at what came since the last round.
func (c *Crash) check(t *testing.T) {
	t.Helper()
	s := c.Open(t)
	err := s.Read(t.Context(), func(tx workbench.Tx) error { return c.look(t, tx) })
	if err := errors.Join(err, s.Close()); err != nil {
		t.Fatal(err)
	}
}

func (c *Crash) look(t *testing.T, tx workbench.Tx) error {
	ctx := t.Context()
	size, err := tx.LogSize(ctx)
	if err != nil {
		return err
	}
	if size < c.acknowledged {
		t.Fatalf("change %d was acknowledged and there are %d", c.acknowledged, size)
	}
	if size == 0 {
		_, err := tx.Get(ctx, "project", "p")
		same(t, "fault of a project without changes", workbench.FaultOf(err), workbench.NotFound)
		return nil
	}
	project, err := tx.Get(ctx, "project", "p")
	if err != nil {
		return err
	}
	same(t, "project", project, versioned(record("project", "p", "o", "", fmt.Sprint(size)), size))
	const many = 1 << 20
	leaves, err1 := tx.Leaves(ctx, c.checked, many)
	events, err2 := tx.Events(ctx, "o", c.checked, many)
	revisions, err3 := tx.Revisions(ctx, "p", 0, int(size-c.checked)+1)
	if err := errors.Join(err1, err2, err3); err != nil {
		return err
	}
	if c.checked > 0 {
		revisions = revisions[:len(revisions)-1] // one more was asked for, to see that none is missing in between
	}
	same(t, "numbers of leaves, events and revisions", [3]int64{int64(len(leaves)), int64(len(events)), int64(len(revisions))}, [3]int64{size - c.checked, size - c.checked, size - c.checked})
	for i := range leaves {
		n := c.checked + int64(i) + 1
		content := contentOf(n)
		r := revisions[len(revisions)-1-i]
		kept, err1 := tx.Blob(ctx, r.Tree[0].Hash)
		hashes, err2 := tx.LogHashes(ctx, []int64{n - 1})
		if err := errors.Join(err1, err2); err != nil {
			return fmt.Errorf("change %d: %w", n, err)
		}
		if r.Number != n || events[i].Number != n || string(leaves[i]) != string(content[:20]) || string(kept) != string(content) || hashes[0] != hashOf(n-1) {
			t.Fatalf("change %d is not whole: revision %d, event %d, leaf %q", n, r.Number, events[i].Number, leaves[i])
		}
	}
	c.checked = size
	return nil
}

// Rounds runs rounds with a seed that is told, and wants that work was done in some.
func (c *Crash) Rounds(t *testing.T, rounds int) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d, %d rounds", seed, rounds)
	r := rand.New(rand.NewPCG(seed, 0))
	for range rounds {
		c.Round(t, r)
	}
	t.Logf("%d changes, %d of them acknowledged", c.checked, c.acknowledged)
	if c.acknowledged == 0 {
		t.Error("no change was acknowledged in any round: nothing was tested")
	}
}
