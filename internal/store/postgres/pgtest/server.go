package pgtest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// Server is a PostgreSQL server of a test, reached by a socket in its own folder. Its texts have the order of a language, not of
// bytes, so that a test sees where our order would depend on it.
type Server struct {
	bin, dir string
	settings []string
	// alive holds the server's keeper: it ends the server when this pipe closes, also because the test was killed.
	alive io.Closer
	ended chan error
}

// programs finds the folder of the newest server that is installed.
func programs() (string, error) {
	const debian = "/usr/lib/postgresql/*/bin/initdb"
	found, err := filepath.Glob(debian)
	if err != nil {
		return "", err
	}
	if len(found) == 0 {
		path, err := exec.LookPath("initdb")
		if err != nil {
			return "", fmt.Errorf("no PostgreSQL server is installed: %s is absent and initdb is not in PATH", debian)
		}
		return filepath.Dir(path), nil
	}
	version := func(path string) int {
		n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
		return n
	}
	return filepath.Dir(slices.MaxFunc(found, func(a, b string) int { return version(a) - version(b) })), nil
}

// New makes the files of a server in a new folder; settings, such as fsync=off, hold beside those of PostgreSQL. It needs version 15 or
// newer.
func New(settings ...string) (*Server, error) {
	bin, err := programs()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "pg")
	if err != nil {
		return nil, err
	}
	s := &Server{bin: bin, dir: dir, settings: settings}
	if os.Geteuid() == 0 {
		if err := give(dir, "postgres"); err != nil {
			return nil, errors.Join(err, s.Remove())
		}
	}
	if out, err := s.command("initdb", "-D", s.data(), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync",
		"--locale=C.UTF-8", "--locale-provider=icu", "--icu-locale=de-DE").CombinedOutput(); err != nil {
		return nil, errors.Join(fmt.Errorf("initdb: %w\n%s", err, out), s.Remove())
	}
	return s, nil
}

// give makes a folder that of a user.
func give(dir, name string) error {
	u, err := user.Lookup(name)
	if err != nil {
		return err
	}
	uid, err1 := strconv.Atoi(u.Uid)
	gid, err2 := strconv.Atoi(u.Gid)
	return errors.Join(err1, err2, os.Chown(dir, uid, gid))
}

func (s *Server) data() string { return filepath.Join(s.dir, "data") }

// command runs one of the server's programs, never as root.
func (s *Server) command(name string, args ...string) *exec.Cmd {
	args = append([]string{filepath.Join(s.bin, name)}, args...)
	if os.Geteuid() == 0 {
		args = append([]string{"setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"}, args...)
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = s.dir
	return cmd
}

// Address is where the server is reached.
func (s *Server) Address() string {
	return (&url.URL{Scheme: "postgres", Path: "/postgres", RawQuery: url.Values{"host": {s.dir}, "user": {"postgres"}}.Encode()}).String()
}

// Start starts the server and waits until it answers. After Kill it recovers first; before that the last processes of the killed
// one must have ended, which a new one refuses to wait for.
func (s *Server) Start() error {
	var err error
	for range 20 {
		if err = s.launch(); err != nil {
			return err
		}
		if err = s.answers(); err == nil {
			return nil
		}
		if ended := s.end(); ended != nil {
			return errors.Join(err, ended)
		}
		if !errors.Is(err, errInUse) {
			break
		}
		time.Sleep(100 * time.Millisecond)
	}
	return fmt.Errorf("start test server: %w", err)
}

var errInUse = errors.New("the killed server's memory is still in use")

// launch starts the server under a shell that ends it when our end of the pipe closes.
func (s *Server) launch() error {
	args := []string{"-D", s.data(), "-k", s.dir, "-c", "listen_addresses=", "-c", "max_connections=200"}
	for _, setting := range s.settings {
		args = append(args, "-c", setting)
	}
	server := s.command("postgres", args...)
	keeper := exec.Command("sh", append([]string{"-c", `"$@" & cat; kill -QUIT $! 2>/dev/null; wait $!`, "sh"}, server.Args...)...)
	keeper.Dir = s.dir
	log, err := os.Create(s.log())
	if err != nil {
		return err
	}
	defer log.Close() //nolint:errcheck // the server has its own
	keeper.Stdout, keeper.Stderr = log, log
	alive, err := keeper.StdinPipe()
	if err != nil {
		return err
	}
	if err := keeper.Start(); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- keeper.Wait() }()
	s.alive, s.ended = alive, ended
	return nil
}

// answers waits until the server does, or says why it will not.
func (s *Server) answers() (err error) {
	for range 600 {
		if err = s.ping(); err == nil {
			return nil
		}
		text, _ := os.ReadFile(s.log())
		if bytes.Contains(text, []byte("pre-existing shared memory")) {
			return errInUse
		}
		time.Sleep(50 * time.Millisecond)
	}
	text, _ := os.ReadFile(s.log())
	return fmt.Errorf("%w\n%s", err, text)
}

func (s *Server) log() string { return filepath.Join(s.dir, "log") }

func (s *Server) ping() error {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
	defer cancel()
	conn, err := pgx.Connect(ctx, s.Address())
	if err != nil {
		return err
	}
	return conn.Close(ctx)
}

// end closes the pipe and waits for the keeper, whose end is that of a server that was told to stop at once.
func (s *Server) end() error {
	err := s.alive.Close()
	<-s.ended
	return err
}

// Stop ends the server at once, as an immediate shutdown does: it writes nothing more.
func (s *Server) Stop() error { return s.end() }

// Kill ends the server as kill -9 does.
func (s *Server) Kill() error {
	text, err := os.ReadFile(filepath.Join(s.data(), "postmaster.pid"))
	if err != nil {
		return err
	}
	first, _, _ := strings.Cut(string(text), "\n")
	pid, err := strconv.Atoi(first)
	if err != nil {
		return err
	}
	p, err := os.FindProcess(pid)
	if err != nil {
		return err
	}
	return errors.Join(p.Kill(), s.end())
}

// Remove deletes the files of a server that has ended.
func (s *Server) Remove() error { return os.RemoveAll(s.dir) }
