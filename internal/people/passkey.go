package people

import (
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"time"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// Person is somebody with passkeys, as the caller keeps them.
type Person struct {
	Account  string // an id that says nothing of the person, at most 64 bytes: authenticators keep it
	Email    string
	Name     string
	Passkeys []Passkey
}

// Passkey is a key pair whose private half only the person's device has. It is kept as JSON; nothing in it is secret.
type Passkey struct {
	ID         string              `json:"id"`   // of the credential, base 64 for URLs; unique among all accounts
	Name       string              `json:"name"` // as the person calls it
	Added      time.Time           `json:"added"`
	Used       time.Time           `json:"used,omitzero"`
	Credential webauthn.Credential `json:"credential"`
}

// Ceremony is what the server keeps between question and answer, for the browser it asked and for nobody else. The caller deletes it when an answer
// comes, whatever the answer: a second one to the same question is a replay.
type Ceremony struct {
	Kind    CeremonyKind         `json:"kind"`
	Account string               `json:"account,omitempty"` // of whom it is asked; none when somebody signs in
	Signs   string               `json:"signs,omitempty"`   // SHA-256 in hex of what is signed
	Expires time.Time            `json:"expires"`
	Session webauthn.SessionData `json:"session"`
}

// CeremonyKind is what is asked of a passkey.
type CeremonyKind string

// The kinds of ceremonies.
const (
	Registering CeremonyKind = "register"
	SigningIn   CeremonyKind = "sign-in"
	Signing     CeremonyKind = "sign"
)

// ceremonyTime is how long an answer may take: to find the telephone, and no longer.
const ceremonyTime = 5 * time.Minute

// maxAnswer bounds what a browser sends, in bytes. A registration has a certificate at most.
const maxAnswer = 64 << 10

// ErrCloned is the cause of a refusal where the counter of a passkey went back: two devices hold its private key, or one has an old copy.
// The caller logs it and tells the person.
var ErrCloned = errors.New("the counter of the passkey went back")

// PasskeyOptions are the options of Passkeys.
type PasskeyOptions struct {
	Origin string           // where browsers find the pages: https://cordon.hospital.example
	Name   string           // of the installation, as browsers show it; "Cordon" if empty
	Random io.Reader        // for challenges; crypto/rand if nil
	Now    func() time.Time // required
}

// Passkeys holds ceremonies with passkeys. Each asks that the device verifies the person, by PIN or biometrics, so that a passkey is two factors.
type Passkeys struct {
	web    *webauthn.WebAuthn
	random io.Reader
	now    func() time.Time
}

// NewPasskeys prepares ceremonies for one origin. It refuses origins that browsers have no passkeys for: those without TLS, but for localhost, and
// addresses without a name.
func NewPasskeys(o PasskeyOptions) (*Passkeys, error) {
	u, err := url.Parse(o.Origin)
	switch {
	case err != nil || u.Host == "" || u.Path != "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil:
		return nil, refuse(fmt.Sprintf("%q is no origin for passkeys", o.Origin), "give scheme, name and perhaps port: https://cordon.hospital.example")
	case u.Scheme != "https" && (u.Scheme != "http" || u.Hostname() != "localhost"):
		return nil, refuse(fmt.Sprintf("browsers have no passkeys for %s", o.Origin), "serve it with https, or open http://localhost on the same machine")
	case protocol.ValidateRPID(u.Hostname()) != nil:
		return nil, refuse(fmt.Sprintf("browsers have no passkeys for %s", o.Origin), "use a name, not an address of numbers")
	}
	if o.Name == "" {
		o.Name = "Cordon"
	}
	if o.Random == nil {
		o.Random = rand.Reader
	}
	web, err := webauthn.New(&webauthn.Config{
		RPID:          u.Hostname(),
		RPDisplayName: o.Name,
		RPOrigins:     []string{o.Origin},
		// Which make of device somebody has is not our concern, and asking for it makes browsers ask back.
		AttestationPreference: protocol.PreferNoAttestation,
		AuthenticatorSelection: protocol.AuthenticatorSelection{
			ResidentKey:        protocol.ResidentKeyRequirementRequired,
			RequireResidentKey: protocol.ResidentKeyRequired(),
			UserVerification:   protocol.VerificationRequired,
		},
		// Some password managers add outputs of extensions unasked. They are not signed, and none is looked at.
		ExtensionsUnsolicitedOutputPolicy: protocol.UnsolicitedOutputPolicyIgnore,
		Timeouts: webauthn.TimeoutsConfig{
			Login:        webauthn.TimeoutConfig{Timeout: ceremonyTime},
			Registration: webauthn.TimeoutConfig{Timeout: ceremonyTime},
		},
	})
	if err != nil {
		return nil, fmt.Errorf("prepare passkeys for %s: %w", o.Origin, err)
	}
	return &Passkeys{web: web, random: o.Random, now: o.Now}, nil
}

// BeginRegistration asks a person who is signed in for a new passkey. The options go to PublicKeyCredential.parseCreationOptionsFromJSON.
func (k *Passkeys) BeginRegistration(p Person) (options json.RawMessage, c Ceremony, err error) {
	challenge, err := k.challenge(nil)
	if err != nil {
		return nil, Ceremony{}, err
	}
	set := func(o *protocol.PublicKeyCredentialCreationOptions) error { o.Challenge = challenge; return nil }
	creation, session, err := k.web.BeginRegistration(user{p}, set, webauthn.WithExclusions(descriptors(p)))
	if err != nil {
		return nil, Ceremony{}, fmt.Errorf("ask %s for a passkey: %w", p.Account, err)
	}
	return k.asked(creation.Response, Ceremony{Kind: Registering, Account: p.Account, Session: *session})
}

// FinishRegistration gives the new passkey. That no other account has one of this ID, the caller sees to.
func (k *Passkeys) FinishRegistration(p Person, c Ceremony, answer []byte, name string) (Passkey, error) {
	if err := k.open(c, Registering, p.Account, answer); err != nil {
		return Passkey{}, err
	}
	parsed, err := protocol.ParseCredentialCreationResponseBytes(answer)
	if err != nil {
		return Passkey{}, notTaken(err)
	}
	credential, err := k.web.CreateCredential(user{p}, c.Session, parsed)
	if err != nil {
		return Passkey{}, notTaken(err)
	}
	id := passkeyID(credential.ID)
	for _, have := range p.Passkeys {
		if have.ID == id {
			return Passkey{}, refuse("you have this passkey already", "choose another device, or delete the passkey first")
		}
	}
	return Passkey{ID: id, Name: name, Added: k.now().UTC(), Credential: *credential}, nil
}

// BeginSignIn asks whoever is there for a passkey. The options go to PublicKeyCredential.parseRequestOptionsFromJSON. They are the same for
// everybody, so that they do not tell who has an account.
func (k *Passkeys) BeginSignIn() (options json.RawMessage, c Ceremony, err error) {
	challenge, err := k.challenge(nil)
	if err != nil {
		return nil, Ceremony{}, err
	}
	assertion, session, err := k.web.BeginDiscoverableLogin(webauthn.WithChallenge(challenge))
	if err != nil {
		return nil, Ceremony{}, fmt.Errorf("ask for a passkey: %w", err)
	}
	return k.asked(assertion.Response, Ceremony{Kind: SigningIn, Session: *session})
}

// FinishSignIn finds out who answered. find gives the person of an account, or Refused if there is none or it is disabled. The passkey
// that is returned has been used now, and is kept in place of the old one.
func (k *Passkeys) FinishSignIn(c Ceremony, answer []byte, find func(account string) (Person, error)) (Person, Passkey, error) {
	if err := k.open(c, SigningIn, "", answer); err != nil {
		return Person{}, Passkey{}, err
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return Person{}, Passkey{}, notTaken(err)
	}
	var found Person
	var failed error
	look := func(_, handle []byte) (webauthn.User, error) {
		found, failed = find(string(handle))
		return user{found}, failed
	}
	_, credential, err := k.web.ValidatePasskeyLogin(look, c.Session, parsed)
	if r := (*Refused)(nil); failed != nil && !errors.As(failed, &r) {
		return Person{}, Passkey{}, fmt.Errorf("find the owner of a passkey: %w", failed)
	}
	if err != nil {
		return Person{}, Passkey{}, notTaken(err)
	}
	used, err := k.used(found, credential)
	if err != nil {
		return Person{}, Passkey{}, err
	}
	return found, used, nil
}

// challenge is 32 random bytes and what they are asked for.
func (k *Passkeys) challenge(about []byte) ([]byte, error) {
	b := make([]byte, 32, 32+len(about))
	if _, err := io.ReadFull(k.random, b); err != nil {
		return nil, fmt.Errorf("ask for a passkey: draw a challenge: %w", err)
	}
	return append(b, about...), nil
}

func (k *Passkeys) asked(options any, c Ceremony) (json.RawMessage, Ceremony, error) {
	c.Expires = k.now().Add(ceremonyTime).UTC()
	data, err := json.Marshal(options)
	if err != nil {
		return nil, Ceremony{}, fmt.Errorf("write the options of a ceremony: %w", err)
	}
	return data, c, nil
}

// open tells whether an answer may be looked at.
func (k *Passkeys) open(c Ceremony, kind CeremonyKind, account string, answer []byte) error {
	switch {
	case c.Kind != kind || c.Account != account:
		return notTaken(fmt.Errorf("a ceremony to %s of account %q does not %s as %q", c.Kind, c.Account, kind, account))
	case k.now().After(c.Expires):
		return refuse("that took longer than five minutes", "try again")
	case len(answer) > maxAnswer:
		return notTaken(fmt.Errorf("the answer has %d bytes; at most %d are read", len(answer), maxAnswer))
	}
	return nil
}

// used gives the passkey of a credential as it is after its use.
func (k *Passkeys) used(p Person, credential *webauthn.Credential) (Passkey, error) {
	if credential.Authenticator.CloneWarning {
		return Passkey{}, refuse("this passkey may have been copied", "sign in another way, delete it, and tell your administrator").because(ErrCloned)
	}
	id := passkeyID(credential.ID)
	for _, have := range p.Passkeys {
		if have.ID == id {
			have.Credential = *credential
			have.Used = k.now().UTC()
			return have, nil
		}
	}
	return Passkey{}, fmt.Errorf("use a passkey: account %s has none of id %s", p.Account, id)
}

// notTaken hides from people, and so from whoever tries, which check failed. The cause is for logs.
func notTaken(err error) error {
	if p := (*protocol.Error)(nil); errors.As(err, &p) && p.DevInfo != "" {
		err = fmt.Errorf("%w: %s", err, p.DevInfo)
	}
	return refuse("the passkey was not accepted", "try again, or sign in another way").because(err)
}

func passkeyID(id []byte) string { return base64.RawURLEncoding.EncodeToString(id) }

// user is a Person as the library asks for it.
type user struct{ Person }

func (u user) WebAuthnID() []byte          { return []byte(u.Account) }
func (u user) WebAuthnName() string        { return u.Email }
func (u user) WebAuthnDisplayName() string { return u.Name }
func (u user) WebAuthnCredentials() []webauthn.Credential {
	out := make([]webauthn.Credential, len(u.Passkeys))
	for i, p := range u.Passkeys {
		out[i] = p.Credential
	}
	return out
}

func descriptors(p Person) []protocol.CredentialDescriptor {
	out := make([]protocol.CredentialDescriptor, len(p.Passkeys))
	for i, k := range p.Passkeys {
		out[i] = k.Credential.Descriptor()
	}
	return out
}

// sameHex compares two digests in constant time.
func sameHex(a string, b [32]byte) bool {
	return subtle.ConstantTimeCompare([]byte(a), []byte(hex.EncodeToString(b[:]))) == 1
}
