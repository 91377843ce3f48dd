package decisions

import (
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"

	"cordon/internal/yamltext"
)

const (
	keyBytes       = ed25519.PublicKeySize
	signatureBytes = ed25519.SignatureSize
)

// Message is what a signature covers: the line `cordon decision 1`, then the record as JSON on one line, with keys as in the
// file, its id under `id`, keys sorted, no blanks, empty keys and `signatures` left out. How the file is laid out does not
// enter, and any change of what it says does.
func Message(id string, d *Decision) []byte {
	unsigned := *d
	unsigned.Signatures = nil
	record, ok := yamltext.Plain(unsigned).(map[string]any)
	if !ok {
		record = map[string]any{}
	}
	record["id"] = id
	var b bytes.Buffer
	b.WriteString("cordon decision 1\n")
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(record); err != nil {
		panic(fmt.Sprintf("decisions: encode %s: %v", id, err)) // maps, lists, texts and numbers always encode
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// Sign signs a record.
func Sign(id string, d *Decision, key ed25519.PrivateKey) Signature {
	public := key.Public().(ed25519.PublicKey)
	return Signature{word(public), word(ed25519.Sign(key, Message(id, d)))}
}

func word(raw []byte) yamltext.Word {
	return yamltext.Word{Text: base64.StdEncoding.EncodeToString(raw)}
}

// Fits tells whether a signature is one over this record by the key it names. Whose key that is, it does not tell.
func (s Signature) Fits(id string, d *Decision) bool {
	public, errKey := base64.StdEncoding.Strict().DecodeString(s.Key.Text)
	value, errValue := base64.StdEncoding.Strict().DecodeString(s.Value.Text)
	return errKey == nil && errValue == nil && len(public) == keyBytes && ed25519.Verify(public, Message(id, d), value)
}

// By finds the signature that names a key; false if there is none.
func (d *Decision) By(public ed25519.PublicKey) (Signature, bool) {
	for _, s := range d.Signatures {
		if s.Key.Text == word(public).Text {
			return s, true
		}
	}
	return Signature{}, false
}

// ParsePrivateKey reads a private key as `openssl genpkey -algorithm ed25519` writes it. Its errors hold nothing of the key.
func ParsePrivateKey(src []byte) (ed25519.PrivateKey, error) {
	raw, err := onePEM(src, "PRIVATE KEY")
	if err != nil {
		return nil, err
	}
	parsed, err := x509.ParsePKCS8PrivateKey(raw)
	key, ok := parsed.(ed25519.PrivateKey)
	if err != nil || !ok {
		return nil, errors.New("it holds no Ed25519 key; make one with openssl genpkey -algorithm ed25519")
	}
	return key, nil
}

// ParsePublicKey reads a public key as `openssl pkey -pubout` writes it.
func ParsePublicKey(src []byte) (ed25519.PublicKey, error) {
	raw, err := onePEM(src, "PUBLIC KEY")
	if err != nil {
		return nil, err
	}
	parsed, err := x509.ParsePKIXPublicKey(raw)
	key, ok := parsed.(ed25519.PublicKey)
	if err != nil || !ok {
		return nil, errors.New("it holds no Ed25519 key")
	}
	return key, nil
}

func onePEM(src []byte, label string) ([]byte, error) {
	block, rest := pem.Decode(src)
	if block == nil || block.Type != label || len(bytes.TrimSpace(rest)) > 0 {
		return nil, fmt.Errorf("it is not one PEM block %q", label)
	}
	return block.Bytes, nil
}
