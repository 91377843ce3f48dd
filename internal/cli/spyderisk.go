package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"cordon/internal/diag"
	"cordon/internal/engine"
	"cordon/internal/interop/spyderisk"
)

func spyderiskCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "spyderisk",
		Short: "Run knowledge bases and models of the Spyderisk System Modeller",
		Long: `Spyderisk is the modeller that the NEMECYS project used. These commands read its knowledge bases (a folder of CSV tables) and
its system models (N-Quads, packed with gzip or not), run them on Cordon's engine, and write them back.

With --parity the results are Spyderisk's own, number for number, including what we hold to be mistakes; without it coverage
limits what a control achieves and causes are counted exactly. docs/user/spyderisk.md says more.`,
		Example: `  cordon spyderisk assess --kb network-6a6 model.nq.gz
  cordon spyderisk assess --kb network-6a6 --verify model.nq.gz
  cordon spyderisk explain --kb network-6a6 model.nq.gz MS-LossOfAvailability-bb38bdc7
  cordon spyderisk convert --kb network-6a6 model.nq.gz > model.yaml`,
		Args: args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.PersistentFlags().String("kb", "", "folder with the CSV tables of the knowledge base that the model was made with (needed)")
	_ = c.MarkPersistentFlagDirname("kb")
	c.AddCommand(spyderiskCheckCommand(), spyderiskAssessCommand(), spyderiskExplainCommand(), spyderiskExportCommand(), spyderiskConvertCommand())
	return c
}

// spyderiskRun is a model with its base, ready to run.
type spyderiskRun struct {
	base  *spyderisk.Base
	model *spyderisk.Model
	kb    string // as the user wrote them
	path  string
	mode  engine.Mode
}

// openSpyderisk reads the base of --kb and a model; an empty path reads the base alone. What is wrong goes to standard error.
func openSpyderisk(c *cobra.Command, path string) (*spyderiskRun, error) {
	s := &spyderiskRun{path: path, mode: engine.Future}
	s.kb, _ = c.Flags().GetString("kb")
	if s.kb == "" {
		return nil, usageError{errors.New("--kb is missing: name the folder of the knowledge base")}
	}
	var ds diag.List
	if s.base = readBase(s.kb, &ds); s.base != nil && path != "" {
		s.model = readSpyderiskModel(c.Context(), path, s.base, &ds)
	}
	if err := c.Context().Err(); err != nil {
		return nil, err
	}
	if s.base == nil || path != "" && s.model == nil {
		printDiagnostics(c.ErrOrStderr(), ds.Sorted())
		fmt.Fprintf(c.ErrOrStderr(), "%s\n", verdict(ds.Sorted()))
		return nil, exit{exitInvalid}
	}
	if s.model != nil && s.model.Mode != "" {
		s.mode = engine.Mode(strings.ToLower(s.model.Mode))
	}
	if f := c.Flags().Lookup("mode"); f != nil && f.Changed {
		s.mode = engine.Mode(f.Value.String())
	}
	return s, nil
}

func readBase(dir string, ds *diag.List) *spyderisk.Base {
	info, err := os.Stat(dir)
	switch {
	case err != nil:
		ds.Add(diag.Pos{File: dir}, diag.FileUnreadable, "check the path", "the knowledge base cannot be read: %v", cause(err))
		return nil
	case !info.IsDir():
		ds.Add(diag.Pos{File: dir}, diag.FileUnreadable, "--kb names the folder that holds the CSV tables", "the knowledge base is not a folder")
		return nil
	}
	return spyderisk.ReadBase(os.DirFS(dir), dir, ds)
}

func readSpyderiskModel(ctx context.Context, path string, base *spyderisk.Base, ds *diag.List) *spyderisk.Model {
	f, err := os.Open(path)
	if err != nil {
		ds.Add(diag.Pos{File: path}, diag.FileUnreadable, "check the path and the permissions", "the model cannot be read: %v", cause(err))
		return nil
	}
	defer f.Close()
	return spyderisk.ReadModel(&stoppable{ctx, f}, path, base, ds)
}

// stoppable ends with the context's error.
type stoppable struct {
	ctx context.Context
	io.Reader
}

func (s *stoppable) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.Reader.Read(p)
}

// cause is an error of the file system without the path, which the diagnostic names.
func cause(err error) error {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		return p.Err
	}
	return err
}

// analyze constructs the system and finds its threats.
func (s *spyderiskRun) analyze(c *cobra.Command, semantics engine.Semantics) (*spyderisk.System, *engine.Run, error) {
	p := newProgress(c.ErrOrStderr())
	defer p.done()
	var ds diag.List
	failed := func() error {
		p.done()
		printDiagnostics(c.ErrOrStderr(), ds.Sorted())
		return exit{exitInvalid}
	}
	p.stage("preparing the knowledge base")
	program := spyderisk.NewProgram(s.base, s.kb, semantics, &ds)
	if program == nil {
		return nil, nil, failed()
	}
	p.stage("constructing the system and finding threats")
	system, err := program.Analyze(c.Context(), s.model)
	if err != nil {
		return nil, nil, err
	}
	p.stage("calculating risk")
	run, err := system.Run(s.mode, s.path, &ds)
	switch {
	case err != nil:
		return nil, nil, err
	case run == nil:
		return nil, nil, failed()
	}
	return system, run, nil
}

func parityFlag(c *cobra.Command) *bool {
	return c.Flags().Bool("parity", false, "give Spyderisk's own results, mistakes included")
}

func semantics(parity bool) engine.Semantics {
	if parity {
		return engine.Parity
	}
	return engine.Correct
}

func spyderiskModeFlag(c *cobra.Command) {
	addChoice(c, "mode", "what counts: design time or run time; where it is not given, as the model says", string(engine.Future), string(engine.Future), string(engine.Current))
}
