package api_test

import (
	"context"
	"errors"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"cordon/internal/server/api"
	"cordon/internal/study"
	"cordon/internal/watch"
	"cordon/internal/workbench"
)

func TestOnlyFeedsAreTakenIn(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	base := "/organisations/" + org + "/feeds"
	// send uploads text as a file of a name.
	send := func(status int, name, text string, out any) {
		t.Helper()
		o.want(status, "POST", base+"/uploads?name="+name, text, out, "Content-Type", "application/octet-stream")
	}
	var p api.Problem
	send(http.StatusUnprocessableEntity, "notes.json", `{"some":"notes"}`, &p)
	if p.Detail != "notes.json holds nothing that can be read as a feed" || p.Hint == "" {
		t.Errorf("a file without a feed: %+v", p)
	}
	for _, name := range []string{"..%2Fkev.json", "kev.exe", ".kev.json", "a%2Fkev.json"} {
		send(http.StatusUnprocessableEntity, name, "{}", &p)
		if p.Detail != "the file cannot be taken under this name" {
			t.Errorf("%s: %+v", name, p)
		}
	}
	var in study.TakenIn
	send(http.StatusCreated, "kev.json", kevOf("CVE-2099-0502"), &in)
	if in.Vulnerabilities != 1 || in.Sources[0].Path != "kev.json" {
		t.Errorf("taken in: %+v", in.Synced)
	}
	var f api.Feeds
	o.want(http.StatusOK, "GET", base, nil, &f)
	if len(f.Uploads) != 1 || f.Uploads[0].Name != "kev.json" || f.Index == nil || f.Made.IsZero() || f.Lasts {
		t.Errorf("the feeds are %+v", f)
	}
	o.refused(http.StatusNotFound, "DELETE", base+"/uploads/none.json", nil)
	o.want(http.StatusOK, "DELETE", base+"/uploads/kev.json", nil, nil)
	f = api.Feeds{}
	if o.want(http.StatusOK, "GET", base, nil, &f); len(f.Uploads) != 0 || f.Index != nil {
		t.Errorf("without the file: %+v", f)
	}
}

// What a request takes in must not wait for other machines: addresses are fetched by the job, and count as it fetched them last.
func TestAnUploadFetchesNothing(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	base := "/organisations/" + org + "/feeds"
	o.want(http.StatusOK, "PUT", base+"/addresses", map[string]any{"addresses": []string{"https://feeds.invalid/new.json", "https://feeds.invalid/kev.json"}}, nil)
	mirror := filepath.Join(b.w.Feeds, org, "mirror", "feeds.invalid")
	if err := errors.Join(os.MkdirAll(mirror, 0o700), os.WriteFile(filepath.Join(mirror, "kev.json"), []byte(kevOf("CVE-2099-0502")), 0o600)); err != nil {
		t.Fatal(err)
	}
	var in study.TakenIn
	o.want(http.StatusCreated, "POST", base+"/uploads?name=own.json", kevOf("CVE-2099-0503"), &in, "Content-Type", "application/octet-stream")
	if want := []string{"https://feeds.invalid/new.json: it was not fetched yet"}; in.Vulnerabilities != 2 || !slices.Equal(in.Warnings, want) {
		t.Errorf("taken in %d vulnerabilities with warnings %q", in.Vulnerabilities, in.Warnings)
	}
	in = study.TakenIn{}
	o.want(http.StatusOK, "DELETE", base+"/uploads/own.json", nil, &in)
	if in.Vulnerabilities != 1 {
		t.Errorf("without the file there are %d vulnerabilities", in.Vulnerabilities)
	}
	// Nothing is left where the addresses were never fetched.
	o.want(http.StatusOK, "PUT", base+"/addresses", map[string]any{"addresses": []string{"https://feeds.invalid/new.json"}}, nil)
	o.want(http.StatusCreated, "POST", base+"/uploads?name=own.json", kevOf("CVE-2099-0503"), nil, "Content-Type", "application/octet-stream")
	o.want(http.StatusOK, "DELETE", base+"/uploads/own.json", nil, nil)
	var f api.Feeds
	if o.want(http.StatusOK, "GET", base, nil, &f); len(f.Uploads) != 0 || f.Index != nil {
		t.Errorf("without the file and without a fetch: %+v", f)
	}
	var log api.Page[api.LogEntry]
	if o.want(http.StatusOK, "GET", "/organisations/"+org+"/log", nil, &log); len(log.Items) == 0 || string(log.Items[0].New) != `"without own.json: nothing is left"` {
		t.Errorf("the log says %+v", log.Items)
	}
}

// kevOf is a catalogue with one vulnerability.
func kevOf(id string) string {
	return `{"title":"CISA Catalog of Known Exploited Vulnerabilities","catalogVersion":"2099.01.01","count":1,"vulnerabilities":[{"cveID":"` + id + `","vendorProject":"x","product":"y","vulnerabilityName":"z","dateAdded":"2099-01-01","shortDescription":"s","requiredAction":"a","dueDate":"2099-01-22"}]}`
}

// Servers and workers on one database may share the folder of their indexes.
func TestAnIndexIsMadeByOneProcessAtATime(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	dir := filepath.Join(b.w.Feeds, org)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	other, err := watch.LockFolder(dir)
	if err != nil || other == nil {
		t.Skipf("folders cannot be locked here: %v", err)
	}
	take := func(wait time.Duration) error {
		ctx, stop := context.WithTimeout(t.Context(), wait)
		defer stop()
		_, err := b.api.Study.TakeExample(ctx, workbench.Actor{Account: workbench.AccountID(o.account)}, workbench.OrganisationID(org))
		return err
	}
	first, second := make(chan error, 1), make(chan error, 1)
	go func() { first <- take(3 * time.Second) }()
	time.Sleep(100 * time.Millisecond) // mostly, the first is before the second then
	go func() { second <- take(200 * time.Millisecond) }()
	select {
	case err := <-second:
		if !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("while another one waits for the folder: %v", err)
		}
	case err := <-first:
		first <- err
		t.Error("who gives up waits for the one before")
	}
	if err := <-first; !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("while another process has the folder: %v", err)
	}
	if err := other.Close(); err != nil {
		t.Fatal(err)
	}
	if err := take(time.Minute); err != nil {
		t.Errorf("when it is free: %v", err)
	}
}

func TestAddressesThatGiveAwayOrLeadInsideAreRefused(t *testing.T) {
	b := newServer(t)
	o, org := b.owner()
	base := "/organisations/" + org + "/feeds"
	if got := o.refused(http.StatusConflict, "POST", base+"/sync", nil); got.Detail != "no address is set that could be fetched" {
		t.Errorf("without addresses: %+v", got)
	}
	for address, says := range map[string]string{
		"http://feeds.example/kev.json":        "only https:// is fetched",
		"file:///etc/passwd":                   "only https:// is fetched",
		"https://me:secret@feeds.example/x":    "it holds a name or password, which others could read here",
		"https://localhost/x":                  "it leads to this machine, or to nobody else's",
		"https://127.0.0.1/x":                  "it leads to this machine, or to nobody else's",
		"https://[::ffff:127.0.0.1]/x":         "it leads to this machine, or to nobody else's",
		"https://169.254.169.254/latest":       "it leads to this machine, or to nobody else's",
		"https:///x":                           "it has no host",
		"https://" + strings.Repeat("a", 1000): "it is no address",
	} {
		got := o.refused(http.StatusUnprocessableEntity, "PUT", base+"/addresses", map[string]any{"addresses": []string{address}})
		if len(got.Fields) != 1 || got.Fields[0].Path != "addresses.0" || got.Fields[0].Text != says {
			t.Errorf("%.60s: %+v", address, got)
		}
	}
	var set workbench.Feeds
	want := []string{"https://feeds.example/kev.json", "https://feeds.example/osv.zip"}
	o.want(http.StatusOK, "PUT", base+"/addresses", map[string]any{"addresses": want}, &set)
	var f api.Feeds
	op := o.invite(org, workbench.OperatorRole)
	op.want(http.StatusAccepted, "POST", base+"/sync", nil, &f)
	if !slices.Equal(f.Addresses, want) || f.Job == nil || f.Job.State != "waiting" || f.Job.Kind != "sync" {
		t.Errorf("the job is %+v of %v", f.Job, f.Addresses)
	}
	op.refused(http.StatusForbidden, "PUT", base+"/addresses", map[string]any{"addresses": []string{}})

	// The same is fetched once; other addresses, which the job that is there may have read too early for, by another job.
	var again, other api.Feeds
	op.want(http.StatusAccepted, "POST", base+"/sync", nil, &again)
	o.want(http.StatusOK, "PUT", base+"/addresses", map[string]any{"addresses": want[:1]}, nil)
	op.want(http.StatusAccepted, "POST", base+"/sync", nil, &other)
	if again.Job.ID != f.Job.ID || other.Job.ID == f.Job.ID {
		t.Errorf("jobs %d, the same again %d, and with another address %d", f.Job.ID, again.Job.ID, other.Job.ID)
	}
}
