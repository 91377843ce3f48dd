package cli

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"cordon/internal/people"
	"cordon/internal/store/sqlite"
	"cordon/internal/workbench"
)

// account runs `cordon account` and gives its exit code with what it said.
func account(t *testing.T, a ...string) (int, string) {
	t.Helper()
	var out, errs strings.Builder
	code := Main(t.Context(), append([]string{"account"}, a...), strings.NewReader(""), &out, &errs)
	return code, out.String() + errs.String()
}

func TestWhoLostThePasswordIsHelpedWhereTheDatabaseIs(t *testing.T) {
	const email, old, fresh = "olga@tremor.example", "violet lamp seven rivers", "nine green boats at noon"
	ctx, dir := t.Context(), t.TempDir()
	store, err := sqlite.Open(ctx, filepath.Join(dir, "cordon.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer store.Close() // as a server that runs meanwhile
	w := &workbench.Workbench{Store: store, Now: time.Now, NewID: workbench.NewID, Hasher: people.NewHasher(people.HasherOptions{})}
	olga, _, err := w.SetUp(ctx, workbench.Newcomer{Email: email, Name: "Olga", Password: old, Language: "en"}, "Tremor", "")
	if err != nil {
		t.Fatal(err)
	}
	session, err := w.Begin(ctx, olga.ID, workbench.ByPassword, "", "", people.Secret{})
	if err != nil {
		t.Fatal(err)
	}
	link := func() people.Secret {
		t.Helper()
		code, text := account(t, "recover", "Olga@Tremor.example", dir, "--origin", "https://cordon.example/")
		found := regexp.MustCompile(`^until 20\d\d-\d\d-\d\d \d\d:\d\d UTC, Olga@Tremor.example chooses a new password at\n  https://cordon\.example/invitation#(\S+)\n$`).FindStringSubmatch(text)
		if code != 0 || found == nil {
			t.Fatalf("exit code %d: %s", code, text)
		}
		s, err := people.ParseSecret(people.Setup, found[1])
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	first, second := link(), link()
	if _, err := w.Accept(ctx, first, fresh, ""); workbench.FaultOf(err) != workbench.NotFound {
		t.Errorf("a link of before: %v", err)
	}
	if _, _, err := w.InSession(ctx, session, true); err != nil {
		t.Errorf("a link that nobody took ended a session: %v", err)
	}
	if _, err := w.Accept(ctx, second, fresh, ""); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Accept(ctx, second, old, ""); workbench.FaultOf(err) != workbench.NotFound {
		t.Errorf("a link that was used: %v", err)
	}
	if _, _, err := w.InSession(ctx, session, true); workbench.FaultOf(err) != workbench.Unauthenticated {
		t.Errorf("a session of before: %v", err)
	}
	signIn := func(password string, want workbench.Fault) {
		t.Helper()
		if _, err := w.CheckPassword(ctx, email, password, ""); workbench.FaultOf(err) != want {
			t.Errorf("signing in with %q: %v", password, err)
		}
	}
	signIn(old, workbench.Unauthenticated)
	signIn(fresh, 0)

	// Kept out, and let in again.
	third := link()
	for _, name := range []string{"disable", "disable"} {
		if code, text := account(t, name, email, dir); code != 0 || text != "the account of "+email+" is disabled\n" {
			t.Errorf("exit code %d: %s", code, text)
		}
	}
	signIn(fresh, workbench.Unauthenticated)
	if _, err := w.Accept(ctx, third, old, ""); workbench.FaultOf(err) != workbench.NotFound {
		t.Errorf("the link of an account that is disabled: %v", err)
	}
	if code, text := account(t, "recover", email, dir); code != exitInvalid || text != "cordon: the account of "+email+" is disabled\n    hint: let it in first: cordon account enable\n" {
		t.Errorf("exit code %d: %s", code, text)
	}
	if code, text := account(t, "enable", email, dir); code != 0 || text != "the account of "+email+" is let in\n" {
		t.Errorf("exit code %d: %s", code, text)
	}
	signIn(fresh, 0)

	// All of it is logged.
	entries, _, err := w.InstallationLog(ctx, workbench.Actor{Account: olga.ID}, "", 0, 50)
	if err != nil {
		t.Fatal(err)
	}
	var done []string
	for _, e := range entries {
		if strings.HasPrefix(e.Action, "account.") {
			done = append(done, e.Action)
		}
	}
	if got := strings.Join(done, " "); got != "account.enabled account.disabled account.helped account.helped account.helped" {
		t.Errorf("the log has %s", got)
	}
}

func TestAccountsAreHelpedOnlyWhereTheyAre(t *testing.T) {
	empty := t.TempDir()
	if code, text := account(t, "recover", "a@x.example", empty); code != exitInvalid || text != "cordon: account recover: "+empty+" holds no workbench: there is no cordon.db\n" {
		t.Errorf("exit code %d: %s", code, text)
	}
	if found, _ := filepath.Glob(filepath.Join(empty, "*")); len(found) > 0 {
		t.Errorf("%v was made", found)
	}
	store, err := sqlite.Open(t.Context(), filepath.Join(empty, "cordon.db"))
	if err != nil {
		t.Fatal(err)
	}
	store.Close()
	for want, email := range map[string]string{
		"cordon: there is no account of a@x.example\n    hint: the address is the one the person signs in with\n": "a@x.example",
		"cordon: the email address has not exactly one @ with something on both sides\n    hint: ":                "no address",
	} {
		if code, text := account(t, "disable", email, empty); code != exitInvalid || !strings.HasPrefix(text, want) {
			t.Errorf("exit code %d: %s", code, text)
		}
	}
}
