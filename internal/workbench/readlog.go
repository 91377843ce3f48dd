package workbench

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"

	"cordon/internal/auditlog"
)

// logKey is the key that signs the audit log. It is never shown; its public part is.
type logKey struct {
	Secret  string `json:"secret"`
	Version int64  `json:"-"`
}

const kindLogKey Kind = "log-key" // one, owner "all"

func (k *logKey) record() (Kind, string, string, string) {
	return kindLogKey, "log-key", everything, ""
}
func (k *logKey) version() *int64 { return &k.Version }

// keyOfLog gives the key of the log, which is made once.
func (w *Workbench) keyOfLog(ctx context.Context) (auditlog.Key, error) {
	var k logKey
	err := w.Store.Read(ctx, func(tx Tx) (err error) { k, err = get[logKey](ctx, tx, "log-key"); return err })
	if FaultOf(err) == NotFound {
		err = w.Store.Write(ctx, func(tx Tx) error { return w.makeLogKey(ctx, tx, &k) })
	}
	if err != nil {
		return auditlog.Key{}, err
	}
	return auditlog.ParseKey(k.Secret)
}

// makeLogKey makes the key, unless somebody was faster.
func (w *Workbench) makeLogKey(ctx context.Context, tx Tx, k *logKey) (err error) {
	if *k, err = get[logKey](ctx, tx, "log-key"); FaultOf(err) != NotFound {
		return err
	}
	// The name says which installation it is of: two must not be taken for one another.
	if k.Secret, err = auditlog.NewKey("cordon-" + w.NewID()); err != nil {
		return err
	}
	return put(ctx, tx, k)
}

// logged reads the log in transactions of its own, so that a slow reader holds none open. What was logged stays as it is.
type logged struct{ Store }

func (l logged) LogSize(ctx context.Context) (n int64, err error) {
	err = l.Read(ctx, func(tx Tx) error { n, err = tx.LogSize(ctx); return err })
	return n, err
}

func (l logged) LogHashes(ctx context.Context, indexes []int64) (out [][32]byte, err error) {
	err = l.Read(ctx, func(tx Tx) error { out, err = tx.LogHashes(ctx, indexes); return err })
	return out, err
}

func (l logged) Leaves(ctx context.Context, from int64, limit int) (out [][]byte, err error) {
	err = l.Read(ctx, func(tx Tx) error { out, err = tx.Leaves(ctx, from, limit); return err })
	return out, err
}

// AppendLeaf is not for readers.
func (l logged) AppendLeaf(context.Context, int64, []byte, map[int64][32]byte) error {
	return fmt.Errorf("append to the audit log: it is only read here")
}

// mayReadLog wants somebody who may read the log of an organisation.
func (w *Workbench) mayReadLog(ctx context.Context, a Actor, org OrganisationID) error {
	return w.Store.Read(ctx, func(tx Tx) error { _, err := enter(ctx, tx, a, org, ReadLog); return err })
}

// Logged is an entry of the audit log with its index.
type Logged struct {
	Index int64
	auditlog.Entry
}

// logScan is how many entries are looked at for one page: those of other organisations are passed over.
const logScan = 5000

// Log gives entries of an organisation, newest first, those with an index less than before (0: all), at most limit; where about is given, only those
// whose action or subject it is. Next is where to go on, 0 at the end.
func (w *Workbench) Log(ctx context.Context, a Actor, org OrganisationID, about string, before int64, limit int) (out []Logged, next int64, err error) {
	if err := w.mayReadLog(ctx, a, org); err != nil {
		return nil, 0, err
	}
	return w.logOf(ctx, org, about, before, limit)
}

// InstallationLog is Log of what belongs to no organisation, for those who run the installation: sign-ins, passwords, passkeys, tokens, backups.
func (w *Workbench) InstallationLog(ctx context.Context, a Actor, about string, before int64, limit int) (out []Logged, next int64, err error) {
	if err := w.operates(ctx, a); err != nil {
		return nil, 0, err
	}
	return w.logOf(ctx, "", about, before, limit)
}

func (w *Workbench) logOf(ctx context.Context, org OrganisationID, about string, before int64, limit int) (out []Logged, next int64, err error) {
	s := logged{w.Store}
	size, err := s.LogSize(ctx)
	if err != nil {
		return nil, 0, err
	}
	if before <= 0 || before > size {
		before = size
	}
	const step = 500
	for end := before; end > 0; {
		from := max(0, end-step)
		leaves, err := s.Leaves(ctx, from, int(end-from))
		if err != nil {
			return nil, 0, err
		}
		for i, leaf := range slices.Backward(leaves) {
			index := from + int64(i)
			e := Logged{Index: index}
			if err := json.Unmarshal(leaf, &e.Entry); err != nil {
				return nil, 0, fmt.Errorf("read entry %d of the audit log: %w", index, err)
			}
			if e.Organisation != string(org) || about != "" && e.Action != about && e.About != about && e.Account != about && e.Project != about {
				continue
			}
			if len(out) == limit {
				return out, index + 1, nil
			}
			out = append(out, e)
		}
		if end = from; before-end >= logScan && end > 0 {
			return out, end, nil
		}
	}
	return out, 0, nil
}

// LogState is what an auditor keeps: the public key, and a signed checkpoint of now.
type LogState struct {
	Verifier   string
	Checkpoint string
	Size       int64
}

// LogState gives the state of the log.
func (w *Workbench) LogState(ctx context.Context, a Actor, org OrganisationID) (LogState, error) {
	if err := w.mayReadLog(ctx, a, org); err != nil {
		return LogState{}, err
	}
	k, err := w.keyOfLog(ctx)
	if err != nil {
		return LogState{}, err
	}
	signed, err := auditlog.Checkpoint(ctx, logged{w.Store}, k)
	if err != nil {
		return LogState{}, err
	}
	tree, err := auditlog.OpenCheckpoint(signed, k.Verifier())
	return LogState{k.Verifier(), string(signed), tree.N}, err
}

// ExportLog gives a function that writes the log of an organisation, as cordon audit verify reads it; with since, it proves that it goes on from an
// earlier checkpoint of that size. All that can be refused is refused before.
func (w *Workbench) ExportLog(ctx context.Context, a Actor, org OrganisationID, since int64) (func(context.Context, io.Writer) error, error) {
	st, err := w.LogState(ctx, a, org)
	if err != nil {
		return nil, err
	}
	if since < 0 || since > st.Size {
		return nil, Errorf(Invalid, "the log has %d entries; it cannot go on from %d", st.Size, since)
	}
	k, err := w.keyOfLog(ctx)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, out io.Writer) error {
		return auditlog.Write(ctx, out, logged{w.Store}, k, auditlog.Filter{Organisation: string(org), Since: since})
	}, nil
}
