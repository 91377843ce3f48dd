package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"cordon/internal/workbench"
)

func accountCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "account",
		Short: "Help people who cannot come in to a workbench, and keep others out",
		Long: `Account changes the accounts of a workbench where its database is, whether or not the server runs. Who may read and write
that database may do so; nobody else can, not even an owner of an organisation. Each use is in the audit log.`,
	}
	c.AddCommand(recoverCommand(),
		accountSub("disable", "Keep somebody out", `Disable ends all that the account is signed in with; its password, passkeys, single sign-on and tokens no longer count. What
the person did and signed stays.`, func(c *cobra.Command, w *workbench.Workbench, email string) error {
			return said(c, w.Disable(c.Context(), email), "the account of %s is disabled", email)
		}),
		accountSub("enable", "Let somebody in again who was kept out", "", func(c *cobra.Command, w *workbench.Workbench, email string) error {
			return said(c, w.Enable(c.Context(), email), "the account of %s is let in", email)
		}))
	return c
}

// accountSub is a subcommand that does something with one account.
func accountSub(name, short, long string, do func(c *cobra.Command, w *workbench.Workbench, email string) error) *cobra.Command {
	c := &cobra.Command{
		Use:   name + " EMAIL [DIR]",
		Short: short,
		Long:  long,
		Args:  args(cobra.RangeArgs(1, 2)),
		Example: fmt.Sprintf(`  cordon account %s olga@clinic.example
  cordon account %s olga@clinic.example --store postgres://cordon@db/cordon`, name, name),
	}
	var o serving
	c.Flags().StringVar(&o.store, "store", "", "postgres:// address of the database, instead of the file in DIR ("+workbenchDir+")")
	c.RunE = func(c *cobra.Command, a []string) error {
		o.dir = workbenchDir
		if len(a) == 2 {
			o.dir = a[1]
		}
		if o.store == "" { // what is not there is not made
			if _, err := os.Stat(filepath.Join(o.dir, "cordon.db")); errors.Is(err, fs.ErrNotExist) {
				return refuse(c, "account %s: %s holds no workbench: there is no cordon.db", name, o.dir)
			}
		}
		store, _, err := openStore(c.Context(), o)
		if err != nil {
			return err
		}
		defer store.Close()
		return do(c, &workbench.Workbench{Store: store, Now: time.Now, NewID: workbench.NewID}, a[0])
	}
	return c
}

func recoverCommand() *cobra.Command {
	var origin string
	c := accountSub("recover", "Make a link by which somebody chooses a new password", `Recover prints a link that counts once and for a day. With it the person chooses a new password, which ends all that is signed
in with the account; passkeys and tokens stay. Give it to that person, after you made sure who it is.`,
		func(c *cobra.Command, w *workbench.Workbench, email string) error {
			secret, until, err := w.Recover(c.Context(), email)
			return said(c, err, "until %s, %s chooses a new password at\n  %s/invitation#%s", until.UTC().Format("2006-01-02 15:04 UTC"), email, strings.TrimSuffix(origin, "/"), secret.Reveal())
		})
	c.Flags().StringVar(&origin, "origin", "http://127.0.0.1:8080", "address by which the person's browser reaches the server")
	return c
}

// said tells what was done, or why not.
func said(c *cobra.Command, err error, format string, a ...any) error {
	if e := (*workbench.Error)(nil); errors.As(err, &e) {
		if e.Hint != "" {
			return refuse(c, "%s\n    hint: %s", e.Text, e.Hint)
		}
		return refuse(c, "%s", e.Text)
	}
	if err == nil {
		fmt.Fprintf(c.OutOrStdout(), format+"\n", a...)
	}
	return err
}
