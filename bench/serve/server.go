package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime"
	"runtime/pprof"
	"strconv"
	"strings"
	"syscall"
	"time"

	"cordon/internal/cli"
	"cordon/internal/jobs"
	"cordon/internal/people"
	"cordon/internal/store/sqlite"
	"cordon/internal/workbench"
)

// serving holds the arguments, one a line, in the process that serves; profiling, the file for its CPU profile.
const (
	serving   = "CORDON_BENCH_SERVE"
	profiling = "CORDON_BENCH_PROFILE"
)

// serve is the program as `cordon serve` runs it.
func serve(args string) int {
	asked, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	ctx, end := context.WithCancel(context.Background())
	name := os.Getenv(profiling)
	context.AfterFunc(asked, func() {
		if name != "" {
			heap(name + ".heap") // before the server lets go of it
		}
		end()
	})
	if name != "" {
		f, err := os.Create(name)
		if err == nil {
			err = pprof.StartCPUProfile(f)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "serve: profile:", err)
			return 1
		}
		defer f.Close()
		defer pprof.StopCPUProfile()
	}
	return cli.Main(ctx, strings.Split(args, "\n"), strings.NewReader(""), os.Stdout, os.Stderr)
}

// heap writes what the server holds at the end.
func heap(name string) {
	f, err := os.Create(name)
	if err == nil {
		runtime.GC()
		err = errors.Join(pprof.WriteHeapProfile(f), f.Close())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "serve: profile:", err)
	}
}

// Place is the workbench that people work in.
type Place struct {
	Organisation workbench.OrganisationID
	Project      workbench.ProjectID
	Sessions     []people.Secret
}

// furnish makes an organisation with a system and people who are signed in, without the server: passwords would take longer than the measurement.
func furnish(ctx context.Context, dir string, system []byte, persons int) (*Place, error) {
	store, err := sqlite.Open(ctx, filepath.Join(dir, "cordon.db"))
	if err != nil {
		return nil, err
	}
	defer store.Close()
	db := jobs.SQLite(store.DB())
	if err := jobs.Migrate(ctx, db); err != nil {
		return nil, err
	}
	queue, err := jobs.NewQueue(db)
	if err != nil {
		return nil, err
	}
	w := &workbench.Workbench{Store: store, Now: time.Now, NewID: workbench.NewID, Jobs: queue, Hasher: people.NewHasher(people.HasherOptions{})}
	acc, org, err := w.SetUp(ctx, workbench.Newcomer{Email: "owner@bench.example", Name: "Owner", Password: "violet lamp seven rivers", Language: "en"}, "Bench", "")
	if err != nil {
		return nil, err
	}
	owner := workbench.Actor{Account: acc.ID, Name: acc.Name}
	p, _, err := w.CreateProject(ctx, owner, org.ID, workbench.System, "Hospital", map[string][]byte{"system.yaml": system}, "generated")
	if err != nil {
		return nil, err
	}
	out := &Place{Organisation: org.ID, Project: p.ID}
	for i := range persons {
		acc, _, err := w.Invite(ctx, owner, org.ID, workbench.Newcomer{Email: fmt.Sprintf("p%d@bench.example", i), Name: fmt.Sprintf("Person %d", i), Language: "en"}, workbench.Engineer)
		if err != nil {
			return nil, err
		}
		session, err := w.Begin(ctx, acc.ID, workbench.ByPassword, "bench", "", people.Secret{})
		if err != nil {
			return nil, err
		}
		out.Sessions = append(out.Sessions, session)
	}
	return out, nil
}

// server is the process that serves.
type server struct {
	cmd     *exec.Cmd
	address string
	ended   bool
}

func start(ctx context.Context, dir, profile string) (*server, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	s := &server{cmd: exec.CommandContext(ctx, self)}
	s.cmd.Env = append(os.Environ(), serving+"="+strings.Join([]string{"serve", dir, "--addr", "127.0.0.1:0"}, "\n"), profiling+"="+profile)
	s.cmd.Stderr = os.Stderr
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if _, at, ok := strings.Cut(lines.Text(), "the workbench is at "); ok {
			s.address = at
			return s, nil
		}
	}
	return nil, errors.Join(errors.New("the server ended before it served"), s.kill())
}

func (s *server) stop() error {
	s.ended = true
	return errors.Join(s.cmd.Process.Signal(syscall.SIGTERM), s.cmd.Wait())
}

func (s *server) kill() error {
	if s.ended {
		return nil
	}
	s.ended = true
	_ = s.cmd.Process.Kill() // it may have ended
	_ = s.cmd.Wait()
	return nil
}

// usage is what a process took.
type usage struct {
	cpu  time.Duration
	peak int64 // bytes resident at most
}

// used reads it from /proc, as Linux has it.
func (s *server) used() (usage, error) {
	var u usage
	dir := fmt.Sprintf("/proc/%d/", s.cmd.Process.Pid)
	stat, err := os.ReadFile(dir + "stat")
	if err != nil {
		return u, err
	}
	_, rest, _ := strings.Cut(string(stat), ") ") // the name may hold blanks
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return u, fmt.Errorf("%sstat has %d fields", dir, len(fields))
	}
	for _, text := range fields[11:13] { // of user and system, in hundredths of a second
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil {
			return u, err
		}
		u.cpu += time.Duration(n) * 10 * time.Millisecond
	}
	status, err := os.ReadFile(dir + "status")
	if err != nil {
		return u, err
	}
	_, rest, _ = strings.Cut(string(status), "VmHWM:")
	_, err = fmt.Sscanf(rest, "%d kB", &u.peak)
	u.peak <<= 10
	return u, err
}

func loadAverage() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Join(strings.Fields(string(text))[:3], " ")
}
