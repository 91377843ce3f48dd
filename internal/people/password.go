package people

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"regexp"
	"strconv"

	"golang.org/x/crypto/argon2"
)

// cost is what one hash takes.
type cost struct {
	memory uint32 // KiB
	passes uint32
	lanes  uint8
}

// today is the second choice of RFC 9106, 4 (64 MiB, 3 passes, 4 lanes, 16 bytes of salt, 32 of hash), above what OWASP asks for (19 MiB, 2 passes).
// The first choice, 2 GiB, would let a few sign-ins at once stop the server.
var today = cost{memory: 64 << 10, passes: 3, lanes: 4}

const (
	saltBytes = 16
	hashBytes = 32
)

// HasherOptions are the options of a Hasher.
type HasherOptions struct {
	// AtOnce is how many hashes are computed at once; each takes 64 MiB and up to four processors. The default is 2.
	AtOnce int
	// Random is where salts come from. The default is crypto/rand.
	Random io.Reader
	// Memory is what new hashes take, in KiB. The default is 64 MiB; less is for tests that sign many people in.
	Memory uint32
}

// Hasher makes and checks hashes of passwords with argon2id. Those who come while AtOnce are at work wait, so that 200 people who sign in
// at nine o'clock take 128 MiB and not 13 GiB. It may be used from several goroutines.
type Hasher struct {
	slots  chan struct{}
	random io.Reader
	cost   cost // of new hashes
}

// NewHasher makes a hasher.
func NewHasher(o HasherOptions) *Hasher {
	if o.AtOnce <= 0 {
		o.AtOnce = 2
	}
	if o.Random == nil {
		o.Random = rand.Reader
	}
	h := &Hasher{slots: make(chan struct{}, o.AtOnce), random: o.Random, cost: today}
	if o.Memory > 0 {
		h.cost.memory = o.Memory
	}
	return h
}

// Hash gives the text to keep of a password: $argon2id$v=19$m=65536,t=3,p=4$salt$hash. The password has passed CheckPassword.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	if len(password) > maxPassword {
		return "", fmt.Errorf("hash a password: it has more than %d bytes", maxPassword)
	}
	salt := make([]byte, saltBytes)
	if _, err := io.ReadFull(h.random, salt); err != nil {
		return "", fmt.Errorf("hash a password: draw a salt: %w", err)
	}
	sum, err := h.derive(ctx, password, salt, h.cost, hashBytes)
	if err != nil {
		return "", err
	}
	return phc(h.cost, salt, sum), nil
}

// Verify tells whether a password is the one of a kept hash, and whether that is of another cost than new ones, so that the caller keeps a new one.
// It fails for a hash that cannot be read and for a context that ends while it waits for its turn.
func (h *Hasher) Verify(ctx context.Context, password, kept string) (ok, stale bool, err error) {
	k, err := parsePHC(kept)
	if err != nil {
		return false, false, fmt.Errorf("check a password: %w", err)
	}
	if len(password) > maxPassword {
		return false, false, nil // nobody's; its normal form alone would be work without bound
	}
	sum, err := h.derive(ctx, password, k.salt, k.cost, len(k.sum))
	if err != nil {
		return false, false, err
	}
	if subtle.ConstantTimeCompare(sum, k.sum) != 1 {
		return false, false, nil
	}
	return true, k.cost != h.cost || len(k.salt) != saltBytes || len(k.sum) != hashBytes, nil
}

// VerifyNobody does the work of Verify for an account that does not exist or has no password, so that the time of an answer does not tell who has
// an account here.
func (h *Hasher) VerifyNobody(ctx context.Context, password string) error {
	// Any hash of the cost of new ones does: what it says is thrown away.
	_, _, err := h.Verify(ctx, password, phc(h.cost, make([]byte, saltBytes), make([]byte, hashBytes)))
	return err
}

func (h *Hasher) derive(ctx context.Context, password string, salt []byte, c cost, n int) ([]byte, error) {
	select {
	case h.slots <- struct{}{}:
		defer func() { <-h.slots }()
	case <-ctx.Done():
		return nil, fmt.Errorf("wait for a turn to check a password: %w", context.Cause(ctx))
	}
	return argon2.IDKey([]byte(normal(password)), salt, c.passes, c.memory, c.lanes, uint32(n)), nil
}

// kept is a hash as it was kept.
type kept struct {
	cost
	salt, sum []byte
}

func phc(c cost, salt, sum []byte) string {
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, c.memory, c.passes, c.lanes, b64(salt), b64(sum))
}

var phcForm = regexp.MustCompile(`^\$argon2id\$v=19\$m=([1-9][0-9]{0,6}),t=([1-9][0-9]?),p=([1-9][0-9]?)\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$`)

// maxMemory bounds what a hash from elsewhere, an imported account or a changed database, can make us take: 256 MiB.
const maxMemory = 256 << 10

// parsePHC reads the string format of the Password Hashing Competition for argon2id. Errors do not repeat the hash.
func parsePHC(s string) (kept, error) {
	m := phcForm.FindStringSubmatch(s)
	if m == nil {
		return kept{}, fmt.Errorf("the hash is not argon2id in PHC form")
	}
	// The expression bounds the numbers, so that they parse and fit.
	memory, _ := strconv.ParseUint(m[1], 10, 32)
	passes, _ := strconv.ParseUint(m[2], 10, 32)
	lanes, _ := strconv.ParseUint(m[3], 10, 8)
	if memory > maxMemory || memory < 8*lanes || passes > 16 || lanes > 16 {
		return kept{}, fmt.Errorf("the hash asks for m=%d, t=%d, p=%d; at most m=%d, t=16, p=16 and at least m=8p are computed", memory, passes, lanes, maxMemory)
	}
	salt, err := base64.RawStdEncoding.Strict().DecodeString(m[4])
	if err != nil {
		return kept{}, fmt.Errorf("the salt of the hash is not base 64")
	}
	sum, err := base64.RawStdEncoding.Strict().DecodeString(m[5])
	if err != nil {
		return kept{}, fmt.Errorf("the hash is not base 64")
	}
	return kept{cost{uint32(memory), uint32(passes), uint8(lanes)}, salt, sum}, nil
}
