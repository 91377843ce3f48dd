package crashtest

import (
	"bufio"
	"bytes"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"
)

// program is a process that serves.
type program struct {
	*exec.Cmd
	begun time.Time
	said  chan string // its address, or closed if it ended before
	log   bytes.Buffer
}

func (b *bed) start(t *testing.T) *program {
	t.Helper()
	p := &program{Cmd: exec.Command(os.Args[0]), begun: time.Now(), said: make(chan string, 1)}
	args := append([]string{"serve", "--addr", "127.0.0.1:0"}, b.where...)
	p.Env = append(os.Environ(), serving+"="+strings.Join(args, "\n"), "TMPDIR="+b.temp)
	p.Stderr = &p.log
	out, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Process.Kill() }) // if the test failed meanwhile; else it has ended
	go func() {
		defer close(p.said)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if _, at, ok := strings.Cut(lines.Text(), "the workbench is at "); ok {
				p.said <- at
			}
		}
	}()
	return p
}

// address waits until the program serves.
func (p *program) address(t *testing.T) string {
	t.Helper()
	select {
	case at, ok := <-p.said:
		if ok {
			return at
		}
		_ = p.Wait()
		t.Fatalf("the program ended by itself: %s", p.log.String())
	case <-time.After(2 * time.Minute):
		t.Fatal("the program does not serve after two minutes")
	}
	return ""
}

// kill ends the program at once, which must not have ended by itself.
func (p *program) kill(t *testing.T) {
	t.Helper()
	if err := p.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = p.Wait() // it says what the state below says
	if s := p.ProcessState.Sys().(syscall.WaitStatus); !s.Signaled() || s.Signal() != syscall.SIGKILL {
		t.Fatalf("the program ended by itself, %s: %s", p.ProcessState, p.log.String())
	}
}

// stop asks the program to end and wants that it does so well.
func (p *program) stop(t *testing.T) {
	t.Helper()
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := p.Wait(); err != nil {
		t.Fatalf("the program was stopped: %v: %s", err, p.log.String())
	}
}
