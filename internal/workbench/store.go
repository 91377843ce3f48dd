package workbench

import (
	"context"
	"encoding/json"
	"time"
)

// Store keeps everything that people have in common. Implementations pass storetest.Run.
type Store interface {
	// Read runs f on one consistent state. f must not write.
	Read(ctx context.Context, f func(Tx) error) error
	// Write runs f in a transaction that is seen whole or not at all, and is on disk when Write returns nil. f may be run
	// again after a conflict with another writer, so it must have no effect but through tx.
	Write(ctx context.Context, f func(Tx) error) error
	// Backup writes a copy of the whole store to a new file while others go on. Databases that have tools of their own for
	// this return an error of kind Unsupported that names the tool.
	Backup(ctx context.Context, file string) error
	// Ready tells whether the store answers and has the schema this program needs.
	Ready(ctx context.Context) error
	Close() error
}

// Tx is a transaction. Errors are of kind NotFound, Conflict or, for everything else, no kind.
type Tx interface {
	Records
	// PutBlob keeps content by its SHA-256 in lower-case hex; it may be there already.
	PutBlob(ctx context.Context, hash string, data []byte) error
	// Blob gives content back.
	Blob(ctx context.Context, hash string) ([]byte, error)
	// DropBlob deletes content that no revision and no record names any more. Content that one names stays. It looks through all of them.
	DropBlob(ctx context.Context, hash string) error

	// AddRevision keeps a revision. Another one with the same project and number is a Conflict.
	AddRevision(ctx context.Context, r Revision) error
	// Revision gives one revision of the project.
	Revision(ctx context.Context, p ProjectID, id RevisionID) (Revision, error)
	// Revisions gives the revisions of a project, newest first, those with a smaller number than before (0: all), at most limit.
	Revisions(ctx context.Context, p ProjectID, before int64, limit int) ([]Revision, error)

	// AddEvent keeps an event and gives it the next number. Numbers rise in the order in which transactions become visible: a reader who
	// has seen number n never sees a smaller one appear later.
	AddEvent(ctx context.Context, e Event) (Event, error)
	// Events gives events of an organisation after a number, in order, at most limit.
	Events(ctx context.Context, o OrganisationID, after int64, limit int) ([]Event, error)
	// DropEvents deletes events of an organisation and of a kind ("": of all kinds) before a time and gives their number.
	DropEvents(ctx context.Context, o OrganisationID, kind string, before time.Time) (int64, error)

	// The audit log as auditlog.Storage wants it. AppendLeaf takes the index it expects the leaf to get and is a Conflict for any other.
	LogSize(ctx context.Context) (int64, error)
	LogHashes(ctx context.Context, indexes []int64) ([][32]byte, error)
	AppendLeaf(ctx context.Context, index int64, leaf []byte, hashes map[int64][32]byte) error
	Leaves(ctx context.Context, from int64, limit int) ([][]byte, error)

	// Unwrap gives the transaction of the database to the job queue of the same database.
	Unwrap() any
}

// Records keeps small documents.
type Records interface {
	// Get gives a record; NotFound if there is none.
	Get(ctx context.Context, kind Kind, id string) (Record, error)
	// Find gives the record of a kind with a key; NotFound if there is none. Keys are compared byte by byte.
	Find(ctx context.Context, kind Kind, key string) (Record, error)
	// List gives records of a kind and owner by rising id, those after an id ("": all), at most limit. Ids are compared byte by byte.
	List(ctx context.Context, kind Kind, owner, after string, limit int) ([]Record, error)
	// Put keeps a record. Version 0 makes a new one, and is a Conflict if id or key is taken; any other must be the version kept,
	// or it is a Conflict. It gives the record with its new version.
	Put(ctx context.Context, r Record) (Record, error)
	// Delete removes a record with the version kept; version 0 removes any. Conflict or NotFound otherwise.
	Delete(ctx context.Context, kind Kind, id string, version int64) error
}

// Kind is a kind of record.
type Kind string

// Record is one document of a kind. Owner is the id of what it belongs to, by which it is listed; Key, if not empty, is unique
// among records of the kind; Version counts its changes from 1.
type Record struct {
	Kind    Kind
	ID      string
	Owner   string
	Key     string
	Version int64
	Doc     json.RawMessage
}

// Event says that something happened. People who may see its project get it.
type Event struct {
	Number       int64           `json:"number"`
	Organisation OrganisationID  `json:"organisation"`
	Project      ProjectID       `json:"project,omitempty"`
	Kind         string          `json:"kind"` // as in Topics, or JobTopic
	At           time.Time       `json:"at"`   // milliseconds, UTC
	By           AccountID       `json:"by,omitempty"`
	Data         json.RawMessage `json:"data,omitempty"`
}
