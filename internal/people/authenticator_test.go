package people

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"testing"

	"github.com/go-webauthn/webauthn/protocol/webauthncbor"
)

// device is an authenticator and the browser in front of it, as far as a server sees them (WebAuthn level 3, 6.1, 6.5.4): ES256, discoverable
// credentials, no attestation. Tests turn its switches to make it lie.
type device struct {
	t        *testing.T
	origin   string // of the page in the browser
	rpID     string // that the browser hands to the authenticator
	key      *ecdsa.PrivateKey
	id       []byte
	handle   []byte
	count    uint32 // of signatures; stays 0 on devices that keep none
	counts   bool
	verifies bool // asks the person for a PIN or finger
	kind     string
}

func newDevice(t *testing.T) *device {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	id := make([]byte, 16)
	if _, err := rand.Read(id); err != nil {
		t.Fatal(err)
	}
	return &device{t: t, origin: "https://cordon.example", rpID: "cordon.example", key: key, id: id, verifies: true, counts: true}
}

var b64 = base64.RawURLEncoding.EncodeToString

// asked is what a device reads in options.
type asked struct {
	Challenge string `json:"challenge"`
	RPID      string `json:"rpId"`
	RP        struct {
		ID string `json:"id"`
	} `json:"rp"`
	User struct {
		ID string `json:"id"`
	} `json:"user"`
	AllowCredentials   []struct{ ID string } `json:"allowCredentials"`
	ExcludeCredentials []struct{ ID string } `json:"excludeCredentials"`
	UserVerification   string                `json:"userVerification"`
	Timeout            int                   `json:"timeout"`
	Attestation        string                `json:"attestation"`
	Selection          struct {
		ResidentKey      string `json:"residentKey"`
		UserVerification string `json:"userVerification"`
	} `json:"authenticatorSelection"`
}

func (d *device) read(options []byte) (a asked) {
	d.t.Helper()
	if err := json.Unmarshal(options, &a); err != nil {
		d.t.Fatal(err)
	}
	return a
}

func (d *device) clientData(kind, challenge string) []byte {
	if d.kind != "" {
		kind = d.kind
	}
	data, err := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": d.origin, "crossOrigin": false})
	if err != nil {
		d.t.Fatal(err)
	}
	return data
}

// data is the authenticator data: hash of the relying party, flags, counter, and what follows.
func (d *device) data(flags byte, rest []byte) []byte {
	rp := sha256.Sum256([]byte(d.rpID))
	flags |= 0x01 // present
	if d.verifies {
		flags |= 0x04
	}
	if d.counts {
		d.count++
	}
	return append(binary.BigEndian.AppendUint32(append(rp[:], flags), d.count), rest...)
}

// register answers a question for a new credential.
func (d *device) register(options []byte) []byte {
	d.t.Helper()
	a := d.read(options)
	handle, err := base64.RawURLEncoding.DecodeString(a.User.ID)
	if err != nil {
		d.t.Fatal(err)
	}
	d.handle = handle
	point, err := d.key.PublicKey.Bytes()
	if err != nil {
		d.t.Fatal(err)
	}
	cose := d.cbor(map[int]any{1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:65]})
	attested := append(make([]byte, 16), byte(len(d.id)>>8), byte(len(d.id)))
	attested = append(append(attested, d.id...), cose...)
	auth := d.data(0x40, attested)
	return d.answer(map[string]any{
		"clientDataJSON":    b64(d.clientData("webauthn.create", a.Challenge)),
		"attestationObject": b64(d.cbor(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": auth})),
		"transports":        []string{"internal"},
	})
}

// sign answers a question for a signature.
func (d *device) sign(options []byte) []byte {
	d.t.Helper()
	client := d.clientData("webauthn.get", d.read(options).Challenge)
	auth := d.data(0, nil)
	hash := sha256.Sum256(client)
	digest := sha256.Sum256(append(auth[:len(auth):len(auth)], hash[:]...))
	sig, err := ecdsa.SignASN1(rand.Reader, d.key, digest[:])
	if err != nil {
		d.t.Fatal(err)
	}
	return d.answer(map[string]any{"clientDataJSON": b64(client), "authenticatorData": b64(auth), "signature": b64(sig), "userHandle": b64(d.handle)})
}

func (d *device) answer(response map[string]any) []byte {
	d.t.Helper()
	data, err := json.Marshal(map[string]any{"id": b64(d.id), "rawId": b64(d.id), "type": "public-key", "response": response, "clientExtensionResults": map[string]any{"credProps": map[string]any{"rk": true}}})
	if err != nil {
		d.t.Fatal(err)
	}
	return data
}

func (d *device) cbor(v any) []byte {
	d.t.Helper()
	data, err := webauthncbor.Marshal(v)
	if err != nil {
		d.t.Fatal(err)
	}
	return data
}
