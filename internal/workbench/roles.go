package workbench

import "slices"

// Role is what a person is in an organisation or project.
type Role string

// The roles, as in the product's documentation.
const (
	Owner         Role = "owner"             // answers for the organisation or project
	Engineer      Role = "security-engineer" // models, assesses, proposes controls
	Clinical      Role = "clinical"          // judges harm and benefit
	Regulatory    Role = "regulatory"        // documents, clauses, reports to authorities
	Integrator    Role = "integrator"        // brings systems of others together
	OperatorRole  Role = "operator"          // runs devices: hospital IT, clinical engineering
	Assessor      Role = "assessor"          // reads everything, changes nothing: notified body, auditor
	Administrator Role = "administrator"     // people, tokens, settings; no clinical or security judgement
)

// Roles lists all roles.
var Roles = []Role{Owner, Engineer, Clinical, Regulatory, Integrator, OperatorRole, Assessor, Administrator}

// Action is what may be allowed.
type Action string

// The actions. What nobody must be asked for (own password, own tokens) is none.
const (
	Read     Action = "read"     // see a project and everything derived from it
	Edit     Action = "edit"     // change files of a project, make decisions' records
	Comment  Action = "comment"  // say something about anything
	Review   Action = "review"   // sign as reviewer
	Approve  Action = "approve"  // sign as approver
	Triage   Action = "triage"   // advisories, events, VEX
	Publish  Action = "publish"  // share by link, write VEX and notices for others
	Create   Action = "create"   // new projects
	Manage   Action = "manage"   // people of a project or organisation, archive, webhooks, settings
	ReadLog  Action = "read-log" // audit log
	EditPack Action = "packs"    // knowledge packs of the organisation
)

// Actions lists all actions.
var Actions = []Action{Read, Edit, Comment, Review, Approve, Triage, Publish, Create, Manage, ReadLog, EditPack}

var mays = map[Role][]Action{
	Owner:         {Read, Edit, Comment, Review, Approve, Triage, Publish, Create, Manage, ReadLog, EditPack},
	Engineer:      {Read, Edit, Comment, Review, Triage, Publish, Create, EditPack},
	Clinical:      {Read, Edit, Comment, Review, Approve},
	Regulatory:    {Read, Edit, Comment, Review, Approve, Triage, Publish, ReadLog},
	Integrator:    {Read, Edit, Comment, Review, Create},
	OperatorRole:  {Read, Comment, Triage, Approve, Publish},
	Assessor:      {Read, Comment, ReadLog},
	Administrator: {Manage, ReadLog},
}

// May tells whether a role allows an action.
func (r Role) May(a Action) bool { return slices.Contains(mays[r], a) }

// Valid tells whether it is one of the roles.
func (r Role) Valid() bool { return slices.Contains(Roles, r) }

// Scope limits a token to some of what its person may do.
type Scope string

// The scopes of tokens.
const (
	ScopeRead   Scope = "read"   // Read and ReadLog
	ScopeWrite  Scope = "write"  // Edit, Comment, Create, Triage, EditPack, Publish
	ScopeManage Scope = "manage" // Manage
)

// Scopes lists all scopes.
var Scopes = []Scope{ScopeRead, ScopeWrite, ScopeManage}

// scopeOf says which scope an action needs. A token signs nothing: signatures are a person's (21 CFR 11.200).
func scopeOf(a Action) Scope {
	switch a {
	case Read, ReadLog:
		return ScopeRead
	case Manage:
		return ScopeManage
	case Review, Approve:
		return ""
	}
	return ScopeWrite
}
