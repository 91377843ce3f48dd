// Package peopletest is what people sign in with, for tests: a device with a passkey, and an identity provider. Both can be made to lie.
package peopletest

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

// Device is an authenticator and the browser in front of it, as far as a server sees them (WebAuthn level 3, 6.1, 6.5.4): ES256, discoverable
// credentials, no attestation. Tests turn its switches to make it lie.
type Device struct {
	t        *testing.T
	Origin   string // of the page in the browser
	RPID     string // that the browser hands to the authenticator
	Key      *ecdsa.PrivateKey
	ID       []byte
	Handle   []byte
	Count    uint32 // of signatures; stays 0 on devices that keep none
	Counts   bool
	Verifies bool // asks the person for a PIN or finger
	Kind     string
}

// NewDevice gives a device of a person whose browser shows https://cordon.example.
func NewDevice(t *testing.T) *Device {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	id := make([]byte, 16)
	if _, err := rand.Read(id); err != nil {
		t.Fatal(err)
	}
	return &Device{t: t, Origin: "https://cordon.example", RPID: "cordon.example", Key: key, ID: id, Verifies: true, Counts: true}
}

var b64 = base64.RawURLEncoding.EncodeToString

// Asked is what a device reads in options.
type Asked struct {
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

// Read gives what stands in options.
func (d *Device) Read(options []byte) (a Asked) {
	d.t.Helper()
	if err := json.Unmarshal(options, &a); err != nil {
		d.t.Fatal(err)
	}
	return a
}

func (d *Device) clientData(kind, challenge string) []byte {
	if d.Kind != "" {
		kind = d.Kind
	}
	data, err := json.Marshal(map[string]any{"type": kind, "challenge": challenge, "origin": d.Origin, "crossOrigin": false})
	if err != nil {
		d.t.Fatal(err)
	}
	return data
}

// data is the authenticator data: hash of the relying party, flags, counter, and what follows.
func (d *Device) data(flags byte, rest []byte) []byte {
	rp := sha256.Sum256([]byte(d.RPID))
	flags |= 0x01 // present
	if d.Verifies {
		flags |= 0x04
	}
	if d.Counts {
		d.Count++
	}
	return append(binary.BigEndian.AppendUint32(append(rp[:], flags), d.Count), rest...)
}

// Register answers a question for a new credential.
func (d *Device) Register(options []byte) []byte {
	d.t.Helper()
	a := d.Read(options)
	handle, err := base64.RawURLEncoding.DecodeString(a.User.ID)
	if err != nil {
		d.t.Fatal(err)
	}
	d.Handle = handle
	point, err := d.Key.PublicKey.Bytes()
	if err != nil {
		d.t.Fatal(err)
	}
	cose := d.cbor(map[int]any{1: 2, 3: -7, -1: 1, -2: point[1:33], -3: point[33:65]})
	attested := append(make([]byte, 16), byte(len(d.ID)>>8), byte(len(d.ID)))
	attested = append(append(attested, d.ID...), cose...)
	auth := d.data(0x40, attested)
	return d.answer(map[string]any{
		"clientDataJSON":    b64(d.clientData("webauthn.create", a.Challenge)),
		"attestationObject": b64(d.cbor(map[string]any{"fmt": "none", "attStmt": map[string]any{}, "authData": auth})),
		"transports":        []string{"internal"},
	})
}

// Sign answers a question for a signature.
func (d *Device) Sign(options []byte) []byte {
	d.t.Helper()
	client := d.clientData("webauthn.get", d.Read(options).Challenge)
	auth := d.data(0, nil)
	hash := sha256.Sum256(client)
	digest := sha256.Sum256(append(auth[:len(auth):len(auth)], hash[:]...))
	sig, err := ecdsa.SignASN1(rand.Reader, d.Key, digest[:])
	if err != nil {
		d.t.Fatal(err)
	}
	return d.answer(map[string]any{"clientDataJSON": b64(client), "authenticatorData": b64(auth), "signature": b64(sig), "userHandle": b64(d.Handle)})
}

func (d *Device) answer(response map[string]any) []byte {
	d.t.Helper()
	data, err := json.Marshal(map[string]any{"id": b64(d.ID), "rawId": b64(d.ID), "type": "public-key", "response": response, "clientExtensionResults": map[string]any{"credProps": map[string]any{"rk": true}}})
	if err != nil {
		d.t.Fatal(err)
	}
	return data
}

func (d *Device) cbor(v any) []byte {
	d.t.Helper()
	data, err := webauthncbor.Marshal(v)
	if err != nil {
		d.t.Fatal(err)
	}
	return data
}
