package storetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"cordon/internal/workbench"
)

// kept is a value as a record.
func kept(t *testing.T, kind workbench.Kind, id, owner string, v any) workbench.Record {
	t.Helper()
	doc, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return record(kind, id, owner, "", string(doc))
}

// organisation fills an organisation with old and new things of each kind, and gives those records that no retention may touch.
func organisation(t *testing.T, s workbench.Store, id string, days int) (always []workbench.Record) {
	t.Helper()
	ago := func(days int) time.Time { return now.AddDate(0, 0, -days) }
	o, p, h := workbench.OrganisationID(id), workbench.ProjectID(id+"-p"), id+"-h"
	always = []workbench.Record{
		kept(t, "organisation", id, "all", workbench.Organisation{ID: o, RetainDays: days}),
		kept(t, "project", string(p), id, workbench.Project{ID: p, Organisation: o, Archived: ago(400)}),
		kept(t, "webhook", h, id, workbench.Webhook{ID: h, Organisation: o, URL: "https://hooks.example"}),
		kept(t, "comment", id+"-c", string(p), workbench.Said{ID: id + "-c", Project: p, At: ago(400)}),
		kept(t, "share", id+"-s", string(p), workbench.Share{ID: id + "-s", Project: p, Expires: ago(400)}),
	}
	put(t, s, always...)
	// Two of the old ones have the same zip as one that is new, and one never came.
	for _, d := range []workbench.Dossier{{ID: "old", Ready: ago(9), Hash: workbench.Hash([]byte(id))}, {ID: "other", Ready: ago(9), Hash: workbench.Hash([]byte("new"))}, {ID: "new", Ready: ago(6), Hash: workbench.Hash([]byte("new"))}, {ID: "never"}} {
		d.ID, d.Project, d.Number, d.Created = id+"-"+d.ID, p, 1, ago(9)
		if d.Hash != "" {
			d.Expires = d.Ready.Add(workbench.DossierLife)
		}
		put(t, s, kept(t, "dossier", d.ID, string(p), d))
	}
	write(t, s, func(ctx context.Context, tx workbench.Tx) error {
		return errors.Join(tx.PutBlob(ctx, workbench.Hash([]byte(id)), []byte(id)), tx.PutBlob(ctx, workbench.Hash([]byte("new")), []byte("new")))
	})
	for _, age := range []int{31, 29} {
		a := workbench.AccountID(fmt.Sprint(age))
		d := workbench.Delivery{ID: fmt.Sprint(id, "-", age), Webhook: h, Made: ago(age), State: workbench.Delivered}
		waits := d
		waits.ID, waits.State = d.ID+"-waits", workbench.Underway
		put(t, s, kept(t, "draft", string(p)+":"+string(a), string(p), workbench.Draft{Project: p, Account: a, Changed: ago(age)}),
			kept(t, "delivery", d.ID, h, d), kept(t, "delivery", waits.ID, h, waits))
		announce(t, s, workbench.Event{Organisation: o, Project: p, Kind: "revision.made", At: ago(age)})
	}
	announce(t, s, workbench.Event{Organisation: o, Kind: workbench.JobTopic, At: ago(2)}) // which goes everywhere, and is not counted
	old := revision(p, 1)
	old.At = ago(400)
	add(t, s, old)
	return always
}

// told gives what the log says of what was deleted, newest first: zips, or all else.
func told(t *testing.T, w *workbench.Workbench, org string, zips bool) (out []string) {
	t.Helper()
	log, _, err := w.Log(t.Context(), workbench.ByProgram(), workbench.OrganisationID(org), "organisation.retained", 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range log {
		if strings.Contains(string(e.Old), " as a zip: ") == zips {
			out = append(out, fmt.Sprintf("%s-%s %s %s", e.Organisation, e.Project, e.Old, e.Reason))
		}
	}
	return out
}

var retention = map[string]func(*testing.T, Open){
	"the zip of a dossier goes when it has ended, in any organisation, and the log tells": func(t *testing.T, open Open) {
		s := open(t)
		w := &workbench.Workbench{Store: s, Now: func() time.Time { return now }}
		for _, id := range []string{"forever", "month"} {
			organisation(t, s, id, map[string]int{"month": 30}[id])
		}
		for range 2 {
			if err := w.Retain(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		same(t, "zip that is not old", read(t, s, func(ctx context.Context, tx workbench.Tx) ([]byte, error) {
			return tx.Blob(ctx, workbench.Hash([]byte("new")))
		}), []byte("new"))
		for _, id := range []string{"forever", "month"} {
			same(t, id+": dossiers", ids(list(t, s, "dossier", id+"-p", 10)), []string{id + "-new"})
			faults(t, s, workbench.NotFound, func(ctx context.Context, tx workbench.Tx) error {
				_, err := tx.Blob(ctx, workbench.Hash([]byte(id)))
				return err
			})
			one := id + `-` + id + `-p "documents of revision 1 as a zip: 1" older than 7 days`
			same(t, id+": log", told(t, w, id, true), []string{one, one, one})
		}
	},
	"what is of use for a while goes after the days of its organisation, once, and the log tells": func(t *testing.T, open Open) {
		s := open(t)
		w := &workbench.Workbench{Store: s, Now: func() time.Time { return now }}
		always := map[string][]workbench.Record{"forever": organisation(t, s, "forever", 0), "month": organisation(t, s, "month", 30)}
		for range 2 {
			if err := w.Retain(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		for _, c := range []struct {
			org                string
			drafts, deliveries []string
			events             int
			told               []string
		}{
			{"forever", []string{"forever-p:29", "forever-p:31"}, []string{"forever-29", "forever-29-waits", "forever-31", "forever-31-waits"}, 2, nil},
			{"month", []string{"month-p:29"}, []string{"month-29", "month-29-waits", "month-31-waits"}, 1, []string{
				`month- "events: 1" older than 30 days`, `month- "messages to https://hooks.example/… (SHA-256 551682a0b16aef0b): 1" older than 30 days`, `month-month-p "drafts: 1" older than 30 days`}},
		} {
			same(t, c.org+": drafts", ids(list(t, s, "draft", c.org+"-p", 10)), c.drafts)
			same(t, c.org+": deliveries", ids(list(t, s, "delivery", c.org+"-h", 10)), c.deliveries)
			same(t, c.org+": events", len(heard(t, s, workbench.OrganisationID(c.org), 0, 10)), c.events)
			same(t, c.org+": revisions", len(history(t, s, workbench.ProjectID(c.org+"-p"), 0, 10)), 1)
			for _, r := range always[c.org] {
				same(t, c.org+": "+string(r.Kind), read(t, s, func(ctx context.Context, tx workbench.Tx) (workbench.Record, error) { return tx.Get(ctx, r.Kind, r.ID) }), versioned(r, 1))
			}
			same(t, c.org+": log", told(t, w, c.org, false), c.told)
		}
	},
}
