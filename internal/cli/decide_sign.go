package cli

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"

	"github.com/spf13/cobra"

	"cordon/internal/decisions"
	"cordon/internal/diag"
	"cordon/internal/project"
)

func decideSignCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "sign PATH [DECISION] --key FILE",
		Short: "Sign a decision with a key of your own",
		Long: `Sign adds an Ed25519 signature over a decision to its record; without an id, to the overall benefit-risk judgement. Any
later change of the record shows. The key is a private key in a file that only you can read:

  (umask 077; openssl genpkey -algorithm ed25519 -out lead.key)
  openssl pkey -in lead.key -pubout -out lead.pub`,
		Args: args(cobra.RangeArgs(1, 2)),
	}
	format := formatFlag(c)
	key := c.Flags().String("key", "", "file with the private key (PKCS #8, PEM)")
	_ = c.MarkFlagFilename("key")
	c.RunE = func(c *cobra.Command, a []string) error {
		e, src, err := keyed(c, a, *key, true)
		if err != nil {
			return err
		}
		private, err := decisions.ParsePrivateKey(src)
		if err != nil {
			return refuse(c, "decide sign: key %s: %s", *key, err)
		}
		for _, s := range e.Signatures {
			if !s.Fits(e.ID, &e.Decision) {
				return refuse(c, "decide sign: decision %s was changed after it was signed with key %s; restore it or remove that signature", e.ID, s.Key.Text)
			}
		}
		signature := decisions.Sign(e.ID, &e.Decision, private)
		file := filepath.Join(project.DecisionsFolder(a[0]), e.File)
		if err := putSignature(file, e, signature); err != nil {
			return err
		}
		if format.value == "json" {
			return writeJSON(c, struct {
				ID  string `json:"id"`
				Key string `json:"key"`
			}{e.ID, signature.Key.Text})
		}
		fmt.Fprintf(c.OutOrStdout(), "signed decision %s with key %s\n", e.ID, signature.Key.Text)
		return nil
	}
	return c
}

// putSignature writes a signature into the record of a decision, in place of an earlier one by the same key.
func putSignature(file string, e *decisions.Entry, s decisions.Signature) error {
	src, err := os.ReadFile(file)
	if err != nil {
		return fmt.Errorf("sign decision %s: %w", e.ID, err)
	}
	var ds diag.List
	out, err := decisions.AddSignature(filepath.ToSlash(file), src, e.ID, s, &ds)
	if err == nil && out == nil {
		err = errors.New(ds.Sorted()[0].String())
	}
	if err != nil {
		return fmt.Errorf("sign decision %s: %w", e.ID, err)
	}
	return replaceFile(file, out)
}

// keyed finds the decision that the arguments of sign or verify name, and reads the key file.
func keyed(c *cobra.Command, a []string, key string, private bool) (*decisions.Entry, []byte, error) {
	if err := given(c, "key"); err != nil {
		return nil, nil, err
	}
	set, err := openDecisions(c, a[0])
	if err != nil {
		return nil, nil, err
	}
	e, err := standing(set, a[1:])
	if err != nil {
		return nil, nil, refuse(c, "decide %s: %s", c.Name(), err)
	}
	src, err := readKey(key, private)
	if err != nil {
		return nil, nil, refuse(c, "decide %s: key %s: %s", c.Name(), key, diag.Cause(err))
	}
	return e, src, nil
}

// maxKey bounds a key file; a key has some hundred bytes.
const maxKey = 1 << 16

// readKey reads a key file. A private one must not be readable by others, where the system has such permissions.
func readKey(file string, private bool) ([]byte, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	if private && runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("others can read it (permissions %04o); run chmod 600 on it", info.Mode().Perm())
	}
	src, err := io.ReadAll(io.LimitReader(f, maxKey+1))
	if err == nil && len(src) > maxKey {
		err = fmt.Errorf("it is longer than %d bytes", maxKey)
	}
	return src, err
}
