package workbench

import (
	"context"
	"encoding/json"
	"fmt"
)

// The kinds of records, with what their ids, owners and keys are.
const (
	kindOrganisation Kind = "organisation" // owner "all"
	kindAccount      Kind = "account"      // owner "all"; key: e-mail address
	kindMember       Kind = "member"       // id organisation:account, owner organisation
	kindMembership   Kind = "membership"   // the same by account: id account:organisation, owner account
	kindGrant        Kind = "grant"        // id project:account, owner project
	kindGranted      Kind = "granted"      // the same by account: id account:project, owner account
	kindProject      Kind = "project"      // owner organisation
	kindDraft        Kind = "draft"        // id project:account, owner project
	kindSummary      Kind = "summary"      // id project, owner organisation
	kindFeeds        Kind = "feeds"        // id and owner organisation
)

// everything owns what belongs to the installation.
const everything = "all"

// kept is a value that is kept as a record, with the version it had when it was read.
type kept interface {
	// record gives id, owner and key of the record.
	record() (kind Kind, id, owner, key string)
	version() *int64
}

func (o *Organisation) record() (Kind, string, string, string) {
	return kindOrganisation, string(o.ID), everything, ""
}
func (o *Organisation) version() *int64 { return &o.Version }

func (a *Account) record() (Kind, string, string, string) {
	return kindAccount, string(a.ID), everything, a.Email
}
func (a *Account) version() *int64 { return &a.Version }

func (p *Project) record() (Kind, string, string, string) {
	return kindProject, string(p.ID), string(p.Organisation), ""
}
func (p *Project) version() *int64 { return &p.Version }

func (d *Draft) record() (Kind, string, string, string) {
	return kindDraft, pair(d.Project, d.Account), string(d.Project), ""
}
func (d *Draft) version() *int64 { return &d.Version }

// pair is the id of what belongs to two things.
func pair[A, B ~string](a A, b B) string { return string(a) + ":" + string(b) }

// pointer lets the helpers below make values of a kept type.
type pointer[T any] interface {
	*T
	kept
}

func decode[T any, P pointer[T]](r Record) (T, error) {
	var v T
	if err := json.Unmarshal(r.Doc, &v); err != nil {
		return v, fmt.Errorf("read %s %s: %w", r.Kind, r.ID, err)
	}
	*P(&v).version() = r.Version
	return v, nil
}

// get reads a value; NotFound if there is none.
func get[T any, P pointer[T]](ctx context.Context, tx Records, id string) (T, error) {
	kind, _, _, _ := P(new(T)).record()
	r, err := tx.Get(ctx, kind, id)
	if err != nil {
		return *new(T), err
	}
	return decode[T, P](r)
}

// maybe reads a value; the zero value if there is none.
func maybe[T any, P pointer[T]](ctx context.Context, tx Records, id string) (T, error) {
	v, err := get[T, P](ctx, tx, id)
	if FaultOf(err) == NotFound {
		return *new(T), nil
	}
	return v, err
}

// listOf reads values of an owner by rising id.
func listOf[T any, P pointer[T]](ctx context.Context, tx Records, owner, after string, limit int) ([]T, error) {
	kind, _, _, _ := P(new(T)).record()
	records, err := tx.List(ctx, kind, owner, after, limit)
	if err != nil {
		return nil, err
	}
	out := make([]T, 0, len(records))
	for _, r := range records {
		v, err := decode[T, P](r)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

// put keeps a value and takes its new version.
func put(ctx context.Context, tx Records, v kept) error {
	kind, id, owner, key := v.record()
	doc, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("write %s %s: %w", kind, id, err)
	}
	r, err := tx.Put(ctx, Record{Kind: kind, ID: id, Owner: owner, Key: key, Version: *v.version(), Doc: doc})
	if err != nil {
		return err
	}
	*v.version() = r.Version
	return nil
}

// overwrite keeps a value, whatever version of it is kept.
func overwrite(ctx context.Context, tx Records, v kept) error {
	kind, id, _, _ := v.record()
	r, err := tx.Get(ctx, kind, id)
	if err != nil && FaultOf(err) != NotFound {
		return err
	}
	*v.version() = r.Version
	return put(ctx, tx, v)
}

// drop removes a value as it was read.
func drop(ctx context.Context, tx Records, v kept) error {
	kind, id, _, _ := v.record()
	return tx.Delete(ctx, kind, id, *v.version())
}
