package workbench

import (
	"context"
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Feeds says from where an organisation takes advisories, and when it last did. The index itself is a file, which can be made again.
type Feeds struct {
	Organisation OrganisationID `json:"organisation"`
	Addresses    []string       `json:"addresses"` // each begins with https://
	Synced       time.Time      `json:"synced,omitzero"`
	Version      int64          `json:"-"`
}

func (f *Feeds) record() (Kind, string, string, string) {
	return kindFeeds, string(f.Organisation), string(f.Organisation), ""
}
func (f *Feeds) version() *int64 { return &f.Version }

// mostAddresses is how many addresses an organisation may have.
const mostAddresses = 50

// FeedsOf gives the feeds of an organisation to whoever may do something with it.
func (w *Workbench) FeedsOf(ctx context.Context, a Actor, org OrganisationID, action Action) (Feeds, error) {
	var f Feeds
	err := w.Store.Read(ctx, func(tx Tx) (err error) {
		if _, err := enter(ctx, tx, a, org, action); err != nil {
			return err
		}
		f, err = feeds(ctx, tx, org)
		return err
	})
	return f, err
}

func feeds(ctx context.Context, tx Tx, org OrganisationID) (Feeds, error) {
	f, err := get[Feeds](ctx, tx, string(org))
	if FaultOf(err) == NotFound {
		return Feeds{Organisation: org, Addresses: []string{}}, nil
	}
	return f, err
}

// SetFeeds sets the addresses that are fetched. Version is that of what was changed; 0 changes whatever is there.
func (w *Workbench) SetFeeds(ctx context.Context, a Actor, org OrganisationID, version int64, addresses []string) (Feeds, error) {
	if err := checkAddresses(addresses); err != nil {
		return Feeds{}, err
	}
	var f Feeds
	err := w.Store.Write(ctx, func(tx Tx) (err error) {
		if _, err = enter(ctx, tx, a, org, Manage); err != nil {
			return err
		}
		if f, err = feeds(ctx, tx, org); err != nil {
			return err
		}
		if version != 0 && version != f.Version {
			return Errorf(Conflict, "somebody else has changed the addresses meanwhile").WithHint("load them again")
		}
		old := loggedFeeds(f.Addresses)
		f.Addresses = append([]string{}, addresses...)
		if err := put(ctx, tx, &f); err != nil {
			return err
		}
		return w.note(ctx, tx, a, Note{Organisation: org, Action: "feeds.changed", About: string(org), Old: old, New: loggedFeeds(addresses)})
	})
	return f, err
}

func loggedFeeds(addresses []string) string {
	out := make([]string, len(addresses))
	for i, a := range addresses {
		out[i] = loggedFeed(a)
	}
	return strings.Join(out, " ")
}

// checkAddresses wants addresses that can be fetched without giving away a secret or asking this machine itself.
func checkAddresses(addresses []string) error {
	if len(addresses) > mostAddresses {
		return Errorf(TooLarge, "at most %d addresses are taken", mostAddresses)
	}
	e := Errorf(Invalid, "an address cannot be fetched")
	for i, s := range addresses {
		if why := unfetchable(s); why != "" {
			e.Fields = append(e.Fields, Field{fmt.Sprintf("addresses.%d", i), why})
		} else if slices.Index(addresses, s) < i {
			e.Fields = append(e.Fields, Field{fmt.Sprintf("addresses.%d", i), "it stands here twice"})
		}
	}
	if e.Fields != nil {
		return e
	}
	return nil
}

func unfetchable(s string) string {
	u, err := url.Parse(s)
	if err != nil || len(s) > 1000 {
		return "it is no address"
	}
	ip, _ := netip.ParseAddr(u.Hostname())
	switch {
	case u.Scheme != "https":
		return "only https:// is fetched"
	case u.Hostname() == "":
		return "it has no host"
	case u.User != nil:
		return "it holds a name or password, which others could read here"
	case u.Hostname() == "localhost" || strings.HasSuffix(u.Hostname(), ".localhost"), ip.Unmap().IsLoopback(), ip.Unmap().IsLinkLocalUnicast(), ip.Unmap().IsUnspecified():
		return "it leads to this machine, or to nobody else's"
	}
	return ""
}

// AskSync asks for the index of an organisation to be made anew. It gives the id of the job.
func (w *Workbench) AskSync(ctx context.Context, a Actor, org OrganisationID) (int64, error) {
	var id int64
	err := w.Store.Write(ctx, func(tx Tx) error {
		if _, err := enter(ctx, tx, a, org, Triage); err != nil {
			return err
		}
		f, err := feeds(ctx, tx, org)
		if err != nil {
			return err
		}
		if len(f.Addresses) == 0 {
			return Errorf(Conflict, "no address is set that could be fetched").WithHint("an owner or administrator can set addresses; or upload a file")
		}
		// A job that runs may have read the addresses before they were changed: one for others is another job.
		args := fmt.Appendf(nil, `{"organisation":%q,"addresses":%q}`, org, Hash([]byte(strings.Join(f.Addresses, " "))))
		id, err = w.Jobs.Enqueue(ctx, tx, Job{Kind: "sync", Args: args, Unique: true, Organisation: org, Account: a.Account})
		if err != nil {
			return err
		}
		return w.note(ctx, tx, a, Note{Organisation: org, Action: "feeds.asked", About: string(org)})
	})
	return id, err
}

// KeepSynced notes that an index was made, and of what.
func (w *Workbench) KeepSynced(ctx context.Context, a Actor, org OrganisationID, what string) error {
	return w.Store.Write(ctx, func(tx Tx) error {
		f, err := feeds(ctx, tx, org)
		if err != nil {
			return err
		}
		f.Synced = w.now()
		if err := put(ctx, tx, &f); err != nil {
			return err
		}
		return w.note(ctx, tx, a, Note{Organisation: org, Action: "feeds.synced", About: string(org), New: what, Event: true})
	})
}
