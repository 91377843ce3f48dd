package auditlog

import (
	"encoding/json"
	"fmt"
	"hash"

	"golang.org/x/mod/sumdb/tlog"
)

// An export is lines of JSON:
//
//	{"audit-log":1,"checkpoint":"…","key":"…","organisation":"…","since":{…}}   what it is of
//	{"block":3,"proof":["…",…]}                                                the log has this block; its lines follow
//	{"index":768,"hash":"…","entry":{…}}                                       an entry, byte for byte as it was logged
//	{"index":770,"left-out":2,"hash":"…"}                                      entries of others, under one hash
//	{"seal":"…"}                                                               the end; signs all bytes before
//
// Blocks without an entry that is shown are left out. An export of all entries leaves nothing out.

// line is any of them, as it is read.
type line struct {
	header
	blockLine
	itemLine
	sealLine
}

type header struct {
	Form         int    `json:"audit-log,omitempty"`
	Checkpoint   string `json:"checkpoint,omitempty"`
	Key          string `json:"key,omitempty"`
	Organisation string `json:"organisation,omitempty"` // none: all entries are shown
	Since        *since `json:"since,omitempty"`
}

// since proves that the log begins with all of a log of a size.
type since struct {
	Size  int64          `json:"size"`
	Proof tlog.TreeProof `json:"proof"`
}

type blockLine struct {
	Block *int64           `json:"block,omitempty"`
	Proof tlog.RecordProof `json:"proof,omitempty"`
}

type itemLine struct {
	Index   *int64          `json:"index,omitempty"`
	LeftOut int64           `json:"left-out,omitempty"`
	Hash    *tlog.Hash      `json:"hash,omitempty"`
	Entry   json.RawMessage `json:"entry,omitempty"`
}

type sealLine struct {
	Seal string `json:"seal,omitempty"`
}

// form is the number of this form. A reader refuses any other.
const form = 1

// MaxLine bounds a line, in bytes: the longest entry with what stands around it.
const MaxLine = MaxEntry + 4<<10

// sealText is what a seal signs: its first line cannot be the name of a log, so that no seal is a checkpoint.
func sealText(log string, entries int64, lines hash.Hash) string {
	return fmt.Sprintf("cordon audit export\n%s\n%d\n%s\n", log, entries, tlog.Hash(lines.Sum(nil)))
}
