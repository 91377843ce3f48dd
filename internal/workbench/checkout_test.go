package workbench

import (
	"context"
	"errors"
	"testing"
)

// Whoever writes a folder for all may run out of time; the others have their own.
func TestACheckoutThatWasBrokenOffIsWrittenByWhoWaits(t *testing.T) {
	for _, why := range []error{context.Canceled, context.DeadlineExceeded} {
		c, err := OpenCheckouts(t.TempDir()+"/checkouts", 5)
		if err != nil {
			t.Fatal(err)
		}
		tree := Tree{{"system.yaml", Hash([]byte("x")), 1}}
		begun, end := make(chan struct{}), make(chan struct{})
		first := make(chan error)
		go func() {
			_, _, err := c.Open(context.Background(), tree, func(context.Context, string) ([]byte, error) {
				close(begun)
				<-end
				return nil, why // as reading does whose context ends
			})
			first <- err
		}()
		<-begun
		opened := make(chan error, 3)
		for range cap(opened) {
			go func() {
				_, release, err := c.Open(t.Context(), tree, func(context.Context, string) ([]byte, error) { return []byte("x"), nil })
				if err == nil {
					release()
				}
				opened <- err
			}()
		}
		for { // all wait for the first
			c.mu.Lock()
			users := c.by[tree.Digest()].users
			c.mu.Unlock()
			if users == 1+cap(opened) {
				break
			}
		}
		close(end)
		if err := <-first; !errors.Is(err, why) {
			t.Errorf("the one who wrote it: %v", err)
		}
		for range cap(opened) {
			if err := <-opened; err != nil {
				t.Errorf("one who waited is told of the end of another: %v", err)
			}
		}
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
}
