// Package workbench is work in common on system descriptions: who may see and change which project, its revisions, and what
// people said and signed of it. It knows neither SQL nor HTTP, and no threat: files are assessed by package project.
package workbench

import (
	"context"
	"time"

	"cordon/internal/model"
	"cordon/internal/people"
)

// Ids are 26 letters and digits that sort by the time they were made; see NewID.
type (
	OrganisationID string
	AccountID      string
	ProjectID      string
	RevisionID     string
)

// Organisation is a tenant. Nobody outside it sees that anything in it exists.
type Organisation struct {
	ID      OrganisationID `json:"id"`
	Name    string         `json:"name"`
	Created time.Time      `json:"created"`
	// Autosave keeps drafts on the server while people type; some policies forbid it.
	Autosave bool `json:"autosave"`
	// TwoPeople forbids that who took part in writing something approves it; see authors.
	TwoPeople bool `json:"two-people"`
	// Packs are those whose knowledge entries count in this organisation, on top of the shipped ones.
	Packs []PackInUse `json:"packs,omitempty"`
	// RetainDays is for how many days what is of use for a while is kept (see Retain); 0 keeps it for ever.
	RetainDays int   `json:"retain-days"`
	Version    int64 `json:"-"`
}

// Account is a person. Accounts are never shared (21 CFR 11.100): one person, one account, whatever organisations they are in.
type Account struct {
	ID       AccountID `json:"id"`
	Email    string    `json:"email"` // as folded by people.FoldEmail; unique
	Name     string    `json:"name"`  // printed beside signatures
	Language string    `json:"language"`
	Created  time.Time `json:"created"`
	Disabled time.Time `json:"disabled,omitzero"`
	// Operator runs the installation: organisations, backup, sign-on. It gives no right to read a project.
	Operator bool  `json:"operator"`
	Version  int64 `json:"-"`
}

// Member gives an account a role in an organisation and so in all its projects; a Grant, in one project only.
type Member struct {
	Organisation OrganisationID `json:"organisation"`
	Account      AccountID      `json:"account"`
	Role         Role           `json:"role"`
	Since        time.Time      `json:"since"`
	Version      int64          `json:"-"`
}

// Grant gives an account a role in one project, beside the role it has in the organisation.
type Grant struct {
	Project ProjectID `json:"project"`
	Account AccountID `json:"account"`
	Role    Role      `json:"role"`
	Since   time.Time `json:"since"`
	Version int64     `json:"-"`
}

// Sort is what the folder of a project holds.
type Sort string

// The sorts: the description of a system with all that belongs to it, or a pack of knowledge entries of the organisation's own.
const (
	System Sort = "system"
	Pack   Sort = "pack"
)

// Project is one system, or one pack, with its folder of files.
type Project struct {
	ID           ProjectID      `json:"id"`
	Organisation OrganisationID `json:"organisation"`
	Sort         Sort           `json:"sort"`
	Name         string         `json:"name"`
	Head         RevisionID     `json:"head"`
	Created      time.Time      `json:"created"`
	Changed      time.Time      `json:"changed"`
	Archived     time.Time      `json:"archived,omitzero"`
	Version      int64          `json:"-"`
}

// Revision is a state of a project's folder.
type Revision struct {
	ID      RevisionID `json:"id"`
	Project ProjectID  `json:"project"`
	Number  int64      `json:"number"`           // 1 is the first
	Parent  RevisionID `json:"parent,omitempty"` // none for the first
	Merged  RevisionID `json:"merged,omitempty"` // the revision a merged change was made from, where that is not the parent
	Author  AccountID  `json:"author"`
	At      time.Time  `json:"at"`
	Message string     `json:"message"` // what was changed and why, in the author's words
	Tree    Tree       `json:"tree"`
}

// Draft is what one person has changed and not saved yet.
type Draft struct {
	Project ProjectID  `json:"project"`
	Account AccountID  `json:"account"`
	Base    RevisionID `json:"base"`
	// Files holds the changed files whole; nil deletes one.
	Files   map[string]*string `json:"files"`
	Changed time.Time          `json:"changed"`
	Version int64              `json:"-"`
}

// Actor is who asks: a person in a session, or a token that acts for one.
type Actor struct {
	Account AccountID
	Name    string
	// Scopes limit a token; nil for a person in a session.
	Scopes []Scope
	Token  string // id of the token, if it is one
	// Proved is when the person last showed a password or passkey; signing needs it to be recent.
	Proved time.Time
	// Begun is when the person signed in.
	Begun time.Time
	// Address is where the request came from, for the audit log.
	Address string
	// program is true for the program itself; see ByProgram.
	program bool
}

// Workbench is the use cases over a store.
type Workbench struct {
	Store Store
	Now   func() time.Time
	NewID func() string
	// Jobs takes background work in the transaction that asks for it.
	Jobs Jobs
	// BackupDir is the folder of backups; "" where the store is backed up with tools of its own.
	BackupDir string
	// Sender sends messages to subscribers; nil if nothing is sent.
	Sender Sender
	// Hasher makes and checks hashes of passwords.
	Hasher *people.Hasher
	// Checkouts holds revisions on disk, for what works on folders.
	Checkouts *Checkouts
	// Temp is the directory for what is written to disk for a moment; "" is the system's.
	Temp string
	// Limits bound what people may upload.
	Limits Limits
	// DocumentHash gives the SHA-256, in lower-case hex, of a document of a revision as it is handed out; nil where no documents are made.
	DocumentHash func(ctx context.Context, a Actor, id ProjectID, rev RevisionID, name string) (string, error)
	// Feeds is the directory of the indexes of advisories, a folder for each organisation. "" if this process keeps none.
	Feeds string
	// Trees keeps what was parsed of descriptions; nil keeps nothing.
	Trees *model.Trees
	// FeedsLast tells whether that directory outlives the process.
	FeedsLast bool
}

// Limits bound one project. The zero value means the defaults of DefaultLimits.
type Limits struct {
	Files     int   // files in a folder
	FileBytes int64 // one file
	TreeBytes int64 // all files of a revision
}

// DefaultLimits hold a site of 100,000 elements with its evidence.
var DefaultLimits = Limits{Files: 5000, FileBytes: 64 << 20, TreeBytes: 512 << 20}

// Jobs is a queue on the store's database.
type Jobs interface {
	// Enqueue asks for work in the transaction; it is done only if that commits. It returns the id of the job.
	Enqueue(ctx context.Context, tx Tx, job Job) (int64, error)
	// Open counts the jobs of an organisation that an account asked for and that are not finished; where there are very many, among the newest.
	Open(ctx context.Context, tx Tx, org OrganisationID, who AccountID) (int, error)
}

// Job is a request for work.
type Job struct {
	// Kind names the worker: assess, options, numbers, document, sync, deliver, retain.
	Kind string
	// Args is the JSON the worker gets.
	Args []byte
	// Unique leaves out a job of the same kind and args that waits or runs already.
	Unique bool
	// Organisation and Project own the job, for the list of jobs and who may cancel it.
	Organisation OrganisationID
	Project      ProjectID
	Account      AccountID
}
