package auditlog

import "fmt"

// Report says what an export is of, and everything that is wrong with it.
type Report struct {
	Log          string `json:"log"`                    // name of the log, from its key
	Key          string `json:"key"`                    // the key that signatures were checked with
	KeyGiven     bool   `json:"key-given"`              // false: it is the one in the file, which anybody can have put there
	Organisation string `json:"organisation,omitempty"` // none: the export claims to hold all entries
	Size         int64  `json:"size"`                   // entries of the log
	Root         string `json:"root"`                   // hash over all of them
	Shown        int64  `json:"shown"`                  // entries in the file
	Proved       int64  `json:"proved"`                 // of these, entries that are in the log as they stand here
	// Complete: nothing of what the export is of was kept back. All entries are there; or those of the organisation are numbered without a gap,
	// and only newer ones than the last could have been kept back.
	Complete   bool   `json:"complete"`
	Since      *Since `json:"since,omitempty"` // what came of an earlier checkpoint
	Checkpoint string `json:"checkpoint"`      // to be kept and given to a later Verify

	// Problems in the order in which they were found, at most 100; empty if all is as it should be.
	Problems []Problem `json:"problems"`
	More     int64     `json:"more-problems,omitempty"` // how many are not listed
}

// Since is what came of an earlier checkpoint.
type Since struct {
	Size   int64 `json:"size"`   // entries it is of
	Proved bool  `json:"proved"` // the log begins with just these
}

// Problem is one thing that is wrong.
type Problem struct {
	Line int64  `json:"line"` // from 1; 0 for the earlier checkpoint
	Kind Kind   `json:"kind"`
	Text string `json:"text"`
}

// Kind is the sort of a problem.
type Kind string

// The kinds of problems.
const (
	Malformed     Kind = "malformed"     // a line is not of the form of an export
	Changed       Kind = "changed"       // an entry, a hash or a proof is not what it was
	Missing       Kind = "missing"       // entries are not there
	Order         Kind = "order"         // a line is not where it belongs
	Signature     Kind = "signature"     // the key did not sign this
	Truncated     Kind = "truncated"     // the file ends too early
	Contradiction Kind = "contradiction" // two checkpoints cannot both be of one log that only grew
	Unproved      Kind = "unproved"      // the file does not hold what would prove it
)

// maxProblems bounds the list; a file that was mangled has one for each line.
const maxProblems = 100

func (r *Report) add(line int64, k Kind, format string, a ...any) {
	if len(r.Problems) == maxProblems {
		r.More++
		return
	}
	r.Problems = append(r.Problems, Problem{line, k, fmt.Sprintf(format, a...)})
}

// entries names those from first up to, and not with, end.
func entries(first, end int64) string {
	if end == first+1 {
		return fmt.Sprintf("entry %d", first)
	}
	return fmt.Sprintf("entries %d to %d", first, end-1)
}
