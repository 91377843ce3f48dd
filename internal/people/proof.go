package people

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"

	"github.com/go-webauthn/webauthn/protocol"
	"github.com/go-webauthn/webauthn/webauthn"
)

// Proof is a device's own signature for a Signature: it is kept beside it and can be checked later, by anybody, without the server. That the public
// key was the person's, the audit log says, where the passkey was registered.
type Proof struct {
	Passkey           string `json:"passkey"`    // its ID
	PublicKey         []byte `json:"public-key"` // COSE_Key (RFC 9052, 7)
	ClientData        []byte `json:"client-data"`
	AuthenticatorData []byte `json:"authenticator-data"`
	Signature         []byte `json:"signature"`
}

// BeginSigning asks a person, who is signed in, to sign with a passkey. The challenge ends with the digest of what is signed, so that the device signs
// just that. See Signature.Intent.
func (k *Passkeys) BeginSigning(p Person, intent [32]byte) (options json.RawMessage, c Ceremony, err error) {
	if len(p.Passkeys) == 0 {
		return nil, Ceremony{}, refuse("you have no passkey", "sign with your password, or add a passkey first")
	}
	challenge, err := k.challenge(intent[:])
	if err != nil {
		return nil, Ceremony{}, err
	}
	assertion, session, err := k.web.BeginLogin(user{p}, webauthn.WithChallenge(challenge))
	if err != nil {
		return nil, Ceremony{}, fmt.Errorf("ask %s to sign: %w", p.Account, err)
	}
	return k.asked(assertion.Response, Ceremony{Kind: Signing, Account: p.Account, Signs: hex.EncodeToString(intent[:]), Session: *session})
}

// FinishSigning takes the answer for the same digest. The passkey that is returned has been used now, and is kept in place of the old one.
func (k *Passkeys) FinishSigning(p Person, c Ceremony, answer []byte, intent [32]byte) (Passkey, Proof, error) {
	if err := k.open(c, Signing, p.Account, answer); err != nil {
		return Passkey{}, Proof{}, err
	}
	if !sameHex(c.Signs, intent) {
		return Passkey{}, Proof{}, refuse("what you were asked to sign has changed", "read it again and sign it then")
	}
	parsed, err := protocol.ParseCredentialRequestResponseBytes(answer)
	if err != nil {
		return Passkey{}, Proof{}, notTaken(err)
	}
	credential, err := k.web.ValidateLogin(user{p}, c.Session, parsed)
	if err != nil {
		return Passkey{}, Proof{}, notTaken(err)
	}
	used, err := k.used(p, credential)
	if err != nil {
		return Passkey{}, Proof{}, err
	}
	raw := parsed.Raw.AssertionResponse
	return used, Proof{Passkey: used.ID, PublicKey: credential.PublicKey, ClientData: raw.ClientDataJSON, AuthenticatorData: raw.AuthenticatorData, Signature: raw.Signature}, nil
}

// Check tells whether the device of the public key signed this digest for pages of this origin, with the person verified.
func (p Proof) Check(intent [32]byte, origin string) error {
	u, err := url.Parse(origin)
	if err != nil {
		return fmt.Errorf("check the proof of passkey %s: %w", p.Passkey, err)
	}
	id, err := base64.RawURLEncoding.DecodeString(p.Passkey)
	if err != nil {
		return fmt.Errorf("check the proof of passkey %q: its id is not base 64: %w", p.Passkey, err)
	}
	parsed, err := protocol.CredentialAssertionResponse{
		PublicKeyCredential: protocol.PublicKeyCredential{Credential: protocol.Credential{ID: p.Passkey, Type: string(protocol.PublicKeyCredentialType)}, RawID: id},
		AssertionResponse: protocol.AuthenticatorAssertionResponse{
			AuthenticatorResponse: protocol.AuthenticatorResponse{ClientDataJSON: p.ClientData},
			AuthenticatorData:     p.AuthenticatorData, Signature: p.Signature,
		},
	}.Parse()
	if err != nil {
		return fmt.Errorf("check the proof of passkey %s: %w", p.Passkey, err)
	}
	stated := parsed.Response.CollectedClientData.Challenge
	challenge, err := base64.RawURLEncoding.DecodeString(stated)
	if err != nil || len(challenge) != 64 || !bytes.Equal(challenge[32:], intent[:]) {
		return fmt.Errorf("check the proof of passkey %s: it is for something else", p.Passkey)
	}
	if err := parsed.Verify(stated, u.Hostname(), "", []string{origin}, nil, nil, protocol.TopOriginExplicitVerificationMode, false, true, true, p.PublicKey, protocol.SignaturePolicy{}); err != nil {
		if e := (*protocol.Error)(nil); errors.As(err, &e) && e.DevInfo != "" {
			err = fmt.Errorf("%w: %s", err, e.DevInfo)
		}
		return fmt.Errorf("check the proof of passkey %s: %w", p.Passkey, err)
	}
	return nil
}
