package auditlog

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Key signs for one log: an Ed25519 key with the name of the log, such as cordon.example.org/audit.
type Key struct {
	signer   note.Signer
	verifier string
}

// NewKey makes a key of a new log, as the secret text that ParseKey reads. The name has neither blanks nor plus.
func NewKey(name string) (string, error) {
	secret, _, err := note.GenerateKey(rand.Reader, name)
	if err != nil {
		return "", fmt.Errorf("make a key for the audit log %q: %w", name, err)
	}
	if _, err := note.NewSigner(secret); err != nil {
		return "", fmt.Errorf("make a key for the audit log %q: a name has neither blanks nor plus", name)
	}
	return secret, nil
}

// ParseKey reads the secret text of a key.
func ParseKey(secret string) (Key, error) {
	secret = strings.TrimSpace(secret)
	signer, err := note.NewSigner(secret)
	if err != nil {
		return Key{}, errors.New("the key of the audit log is not one that NewKey makes") // never with the text
	}
	// NewSigner took it, so it is PRIVATE+KEY+name+hash+key, and the key an algorithm and a seed.
	seed, err := base64.StdEncoding.DecodeString(strings.SplitN(secret, "+", 5)[4])
	if err != nil {
		return Key{}, err
	}
	public := ed25519.NewKeyFromSeed(seed[1:]).Public().(ed25519.PublicKey)
	verifier, err := note.NewEd25519VerifierKey(signer.Name(), public)
	return Key{signer, verifier}, err
}

// Verifier is the public part, as text that may be given to everybody: name+hash+key.
func (k Key) Verifier() string { return k.verifier }

// Checkpoint signs the log as it is: how many entries, and the hash over them. The form is a signed note of the sort tlog-checkpoint (C2SP); the name of the
// log is that of the key.
func Checkpoint(ctx context.Context, s Storage, k Key) ([]byte, error) {
	tree, err := Tree(ctx, s)
	if err != nil {
		return nil, err
	}
	return sign(k, formatTree(k.signer.Name(), tree))
}

// OpenCheckpoint reads a checkpoint and makes sure that the key of a verifier signed it.
func OpenCheckpoint(signed []byte, verifier string) (tlog.Tree, error) {
	v, err := note.NewVerifier(strings.TrimSpace(verifier))
	if err != nil {
		return tlog.Tree{}, errors.New("the key is not of the form name+hash+key")
	}
	tree, err := openCheckpoint(signed, v)
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("read the checkpoint: %w", err)
	}
	return tree, nil
}

func sign(k Key, text string) ([]byte, error) {
	return note.Sign(&note.Note{Text: text}, k.signer)
}

// errUnsigned says that a note is well formed, and that it is not the key that signed it.
var errUnsigned = errors.New("it is not signed with this key, or was changed after")

// openNote gives the text of a note. With errUnsigned it gives the text as well, which then anybody may have written.
func openNote(signed []byte, v note.Verifier) (string, error) {
	n, err := note.Open(signed, note.VerifierList(v))
	var unverified *note.UnverifiedNoteError
	var invalid *note.InvalidSignatureError
	switch {
	case err == nil:
		return n.Text, nil
	case errors.As(err, &unverified):
		return unverified.Note.Text, errUnsigned
	case errors.As(err, &invalid):
		return string(signed[:bytes.LastIndex(signed, []byte("\n\n"))+1]), errUnsigned
	}
	return "", errors.New("it is not a signed note")
}

// openCheckpoint gives what a checkpoint says, also with errUnsigned.
func openCheckpoint(signed []byte, v note.Verifier) (tlog.Tree, error) {
	text, unsigned := openNote(signed, v)
	if unsigned != nil && !errors.Is(unsigned, errUnsigned) {
		return tlog.Tree{}, unsigned
	}
	tree, err := parseTree(v.Name(), text)
	if err != nil {
		return tlog.Tree{}, err
	}
	return tree, unsigned
}

func formatTree(name string, t tlog.Tree) string {
	return fmt.Sprintf("%s\n%d\n%s\n", name, t.N, t.Hash)
}

// maxSize bounds the size that a checkpoint may claim, far above what a log can reach and below where sums of tlog overflow.
const maxSize = 1 << 40

func parseTree(name, text string) (tlog.Tree, error) {
	lines := strings.Split(text, "\n")
	if len(lines) < 4 {
		return tlog.Tree{}, errors.New("it is not a checkpoint")
	}
	if lines[0] != name {
		return tlog.Tree{}, fmt.Errorf("it is of the log %q, not of %q", short(lines[0]), name)
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 0 || size > maxSize || strconv.FormatInt(size, 10) != lines[1] {
		return tlog.Tree{}, errors.New("it is not a checkpoint")
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return tlog.Tree{}, errors.New("it is not a checkpoint")
	}
	return tlog.Tree{N: size, Hash: root}, nil
}

// short keeps a text of somebody else from filling a message.
func short(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
