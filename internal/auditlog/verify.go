package auditlog

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"strings"
	"unicode"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Against is what an export is checked with. The zero value checks it with the key in it, which shows damage and no forgery.
type Against struct {
	// Key is the verifier key of the log, got from elsewhere than the file. Default: the one in the file.
	Key string
	// Since is an earlier checkpoint of the same log, or an earlier export, of which the first line is enough. Default: none.
	Since []byte
}

// IsVerifier tells whether a text is a key that can be given to Verify.
func IsVerifier(text string) bool {
	_, err := note.NewVerifier(strings.TrimSpace(text))
	return err == nil
}

// ErrNotExport says that what was read does not begin as an export does.
var ErrNotExport = errors.New("it is not an export of an audit log")

// Verify reads an export and reports everything that is wrong with it. It keeps one block of lines in mind, whatever the length of the file. The error
// is for what cannot be judged at all: a key that is none, another sort of file (ErrNotExport), or a failure to read.
func Verify(r io.Reader, a Against) (*Report, error) {
	v := verifier{Report: Report{Problems: []Problem{}}, in: bufio.NewReaderSize(r, MaxLine), lines: sha256.New()}
	if err := v.begin(a); err != nil {
		return nil, err
	}
	for {
		l, err := v.next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		v.take(l)
	}
	v.end()
	return &v.Report, nil
}

// verifier reads an export.
type verifier struct {
	Report
	in        *bufio.Reader
	lines     hash.Hash // over all lines before the current one
	text      []byte    // the current line, with its end
	number    int64     // of the current line
	key       note.Verifier
	tree      tlog.Tree
	full      bool // the export claims to hold all entries
	blind     bool // there is no checkpoint to judge by
	signed    bool // the checkpoint is signed
	earlier   earlier
	block     *block
	counted   int64 // the greatest number of an entry of the organisation
	uncounted bool  // an entry has no number
	stray     bool  // lines outside blocks were reported, up to the next block
	blocks    int64 // the next block may have this number or, where not all is shown, a greater one
	sealed    bool
	after     bool // something after the seal was reported
	cut       bool // the last line has no end
}

// begin reads the first line.
func (v *verifier) begin(a Against) error {
	l, err := v.next()
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if l == nil || l.Form == 0 {
		return ErrNotExport
	}
	if l.Form != form {
		return fmt.Errorf("%w of form %d; this program reads form %d", ErrNotExport, l.Form, form)
	}
	v.Key, v.KeyGiven = strings.TrimSpace(a.Key), a.Key != ""
	if !v.KeyGiven {
		v.Key = l.Key
	}
	if v.key, err = note.NewVerifier(v.Key); err != nil {
		return fmt.Errorf("the key %q is not of the form name+hash+key", short(v.Key))
	}
	if !plain(v.key.Name()) || !plain(l.Organisation) {
		return fmt.Errorf("%w: its names are too long or have characters that cannot be shown", ErrNotExport)
	}
	if l.Key != v.Key {
		v.add(v.number, Signature, "the file names the key %q, which is not the one given", short(l.Key))
	}
	v.Log, v.Organisation, v.full, v.Checkpoint = v.key.Name(), l.Organisation, l.Organisation == "", l.Checkpoint
	v.tree, err = openCheckpoint([]byte(l.Checkpoint), v.key)
	v.signed, v.blind = err == nil, err != nil && !errors.Is(err, errUnsigned)
	if err != nil {
		v.add(v.number, Signature, "the checkpoint: %s", err)
	}
	v.Size, v.Root = v.tree.N, v.tree.Hash.String()
	if len(a.Since) > 0 {
		return v.compare(a.Since, l.header.Since)
	}
	return nil
}

// plain tells whether a name may be shown on a terminal.
func plain(name string) bool {
	return len(name) <= 256 && !strings.ContainsFunc(name, func(r rune) bool { return !unicode.IsPrint(r) })
}

// next reads a line; nil for one that is no line of an export, which is reported.
func (v *verifier) next() (*line, error) {
	v.lines.Write(v.text)
	v.number++
	var err error
	v.text, err = v.in.ReadSlice('\n')
	switch {
	case errors.Is(err, bufio.ErrBufferFull):
		return nil, v.skip()
	case err != nil && (!errors.Is(err, io.EOF) || len(v.text) == 0):
		return nil, err
	case err != nil:
		v.cut = true
	}
	l := parseLine(v.text)
	if l == nil && !v.cut && !v.sealed {
		v.add(v.number, Malformed, "this is not a line of an export")
	}
	return l, nil
}

func parseLine(text []byte) *line {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	var l line
	if d.Decode(&l) != nil || len(bytes.TrimSpace(text[d.InputOffset():])) > 0 {
		return nil
	}
	return &l
}

// skip reads to the end of a line that is too long.
func (v *verifier) skip() error {
	if !v.sealed {
		v.add(v.number, Malformed, "the line has more than %d bytes", MaxLine)
	}
	for {
		v.lines.Write(v.text)
		var err error
		v.text, err = v.in.ReadSlice('\n')
		switch {
		case errors.Is(err, io.EOF):
			v.cut = true
			return nil
		case !errors.Is(err, bufio.ErrBufferFull):
			return err
		}
	}
}

// take goes on with a line.
func (v *verifier) take(l *line) {
	switch {
	case v.sealed:
		if !v.after {
			v.add(v.number, Order, "here is something after the seal")
		}
		v.after = true
	case l == nil:
		v.spoil()
	case v.blind && l.Seal == "":
	case l.Block != nil:
		v.open(*l.Block, l.blockLine.Proof)
	case l.Index != nil && l.Hash != nil && (l.Entry == nil) == (l.LeftOut > 0):
		v.item(l.itemLine)
	case l.Seal != "":
		v.seal(l.Seal)
	default:
		v.spoil()
		v.add(v.number, Malformed, "this is not a line of an export")
	}
}

func (v *verifier) seal(signed string) {
	v.close()
	if !v.blind {
		v.skipped(blocks(v.Size))
	}
	v.sealed = true
	text, err := openNote([]byte(signed), v.key)
	switch {
	case err != nil:
		v.add(v.number, Signature, "the seal: %s", err)
	case text != sealText(v.Log, v.Shown, v.lines):
		v.add(v.number, Changed, "the file is not the one that was sealed: something in lines 1 to %d was changed", v.number-1)
	case !v.cut && !v.exactly(signed):
		v.add(v.number, Changed, "the seal is not written as it was")
	}
}

// exactly tells whether the line of the seal is the only way to write it. Nothing signs that line, and base64 and JSON have several ways.
func (v *verifier) exactly(signed string) bool {
	line, err := encode(sealLine{signed})
	if err != nil || !bytes.Equal(append(line, '\n'), v.text) {
		return false
	}
	signatures := signed[strings.LastIndex(signed, "\n\n")+2:]
	encoded := strings.TrimSuffix(signatures[strings.LastIndex(signatures, " ")+1:], "\n")
	_, err = base64.StdEncoding.Strict().DecodeString(encoded)
	return err == nil && strings.Count(signatures, "\n") == 1
}

// end is after the last line.
func (v *verifier) end() {
	if !v.sealed || v.cut {
		v.add(v.number-1, Truncated, "the file ends here, before its end; what would follow is not known")
	}
	if v.block != nil {
		v.block.at, v.block.spoilt = v.block.end, true
		v.close()
	}
	if !v.signed {
		v.Proved = 0
	}
	v.Complete = v.Proved == v.Shown && (v.full && v.Shown == v.Size || !v.full && v.Shown > 0 && v.counted == v.Shown && !v.uncounted)
	v.judgeSince()
}
