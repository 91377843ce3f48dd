package peopletest

import (
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// ClientSecret is that of the client "cordon".
const ClientSecret = "not for logs 7f3a"

// IDP is a small identity provider: discovery, keys, and a token end point that holds clients to their secret and to PKCE. Tests turn its switches to
// make it, or whoever stands before it, do wrong.
type IDP struct {
	*httptest.Server
	t      *testing.T
	Key    *rsa.PrivateKey
	Claims map[string]any              // of the next token; nonce is added
	Token  func(claims []byte) string  // makes the token; RS256 with key if nil
	Answer func(w http.ResponseWriter) // answers in place of the token end point, if not nil
	Doc    func(map[string]any)        // changes the discovery document
	// Redirect is where browsers are sent back to.
	Redirect string
	mu       sync.Mutex
	asked    map[string]url.Values // by code: what a browser asked for
}

var rsaKey = sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) })

// NewIDP starts a provider whose tokens are made at a time and count for five minutes, for the client "cordon" at https://cordon.example/sign-in/back.
func NewIDP(t *testing.T, now time.Time) *IDP {
	t.Helper()
	key, err := rsaKey()
	if err != nil {
		t.Fatal(err)
	}
	p := &IDP{t: t, Key: key, Redirect: "https://cordon.example/sign-in/back", asked: map[string]url.Values{}}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /.well-known/openid-configuration", p.discovery)
	mux.HandleFunc("GET /keys", p.keys)
	mux.HandleFunc("POST /token", p.tokens)
	p.Server = httptest.NewServer(mux)
	t.Cleanup(p.Close)
	p.Claims = map[string]any{
		"iss": p.URL, "aud": "cordon", "sub": "4711", "exp": now.Unix() + 300, "iat": now.Unix(),
		"email": "Anna@Hospital.example", "email_verified": true, "name": "Anna Müller",
	}
	return p
}

// Authorize is the person who signs in at the provider: it gives the query that the browser comes back with.
func (p *IDP) Authorize(address string) url.Values {
	p.t.Helper()
	u, err := url.Parse(address)
	if err != nil {
		p.t.Fatal(err)
	}
	q := u.Query()
	want := url.Values{
		"client_id": {"cordon"}, "redirect_uri": {p.Redirect}, "response_type": {"code"}, "scope": {"openid profile email"},
		"code_challenge_method": {"S256"}, "state": q["state"], "nonce": q["nonce"], "code_challenge": q["code_challenge"],
	}
	if u.Path != "/authorize" || q.Encode() != want.Encode() || len(q.Get("state")) != 43 || len(q.Get("nonce")) != 43 || len(q.Get("code_challenge")) != 43 {
		p.t.Fatalf("the browser was sent to %s", address)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked["code1"] = q
	return url.Values{"code": {"code1"}, "state": {q.Get("state")}}
}

func (p *IDP) discovery(w http.ResponseWriter, _ *http.Request) {
	doc := map[string]any{
		"issuer": p.URL, "authorization_endpoint": p.URL + "/authorize", "token_endpoint": p.URL + "/token", "jwks_uri": p.URL + "/keys",
		"id_token_signing_alg_values_supported": []string{"RS256", "HS256", "none"},
	}
	if p.Doc != nil {
		p.Doc(doc)
	}
	p.write(w, doc)
}

func (p *IDP) keys(w http.ResponseWriter, _ *http.Request) {
	p.write(w, map[string]any{"keys": []any{map[string]any{
		"kty": "RSA", "alg": "RS256", "use": "sig", "kid": "k1", "n": b64(p.Key.N.Bytes()), "e": b64(big.NewInt(int64(p.Key.E)).Bytes()),
	}}})
}

func (p *IDP) tokens(w http.ResponseWriter, r *http.Request) {
	if p.Answer != nil {
		p.Answer(w)
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	q, ok := p.asked[r.PostFormValue("code")]
	delete(p.asked, r.PostFormValue("code"))
	id, secret, _ := r.BasicAuth()
	secret, _ = url.QueryUnescape(secret)
	sum := sha256.Sum256([]byte(r.PostFormValue("code_verifier")))
	if !ok || id != "cordon" || secret != ClientSecret || b64(sum[:]) != q.Get("code_challenge") || r.PostFormValue("redirect_uri") != q.Get("redirect_uri") {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusBadRequest)
		w.Write([]byte(`{"error":"invalid_grant","error_description":"secret of the provider"}`))
		return
	}
	claims := map[string]any{"nonce": q.Get("nonce")}
	for k, v := range p.Claims {
		claims[k] = v
	}
	data, err := json.Marshal(claims)
	if err != nil {
		p.t.Error(err)
	}
	token := p.Token
	if token == nil {
		token = func(c []byte) string { return RS256(p.t, p.Key, c) }
	}
	p.write(w, map[string]any{"access_token": "a", "token_type": "Bearer", "id_token": token(data)})
}

func (p *IDP) write(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(v); err != nil {
		p.t.Error(err)
	}
}

func jwt(header string, claims []byte, sign func(text string) []byte) string {
	text := b64([]byte(header)) + "." + b64(claims)
	return text + "." + base64.RawURLEncoding.EncodeToString(sign(text))
}

// RS256 signs claims with a key.
func RS256(t *testing.T, key *rsa.PrivateKey, claims []byte) string {
	return jwt(`{"alg":"RS256","kid":"k1"}`, claims, func(text string) []byte {
		sum := sha256.Sum256([]byte(text))
		sig, err := rsa.SignPKCS1v15(rand.Reader, key, crypto.SHA256, sum[:])
		if err != nil {
			t.Error(err)
		}
		return sig
	})
}

// HS256 signs them with a text, as nobody should.
func HS256(key string, claims []byte) string {
	return jwt(`{"alg":"HS256","kid":"k1"}`, claims, func(text string) []byte {
		h := hmac.New(sha256.New, []byte(key))
		h.Write([]byte(text))
		return h.Sum(nil)
	})
}

// Unsigned does not sign them.
func Unsigned(claims []byte) string {
	return jwt(`{"alg":"none"}`, claims, func(string) []byte { return nil })
}

// Tamper changes the claims of a token and leaves its signature.
func Tamper(token, from, to string) string {
	parts := strings.Split(token, ".")
	claims, _ := base64.RawURLEncoding.DecodeString(parts[1])
	parts[1] = b64([]byte(strings.Replace(string(claims), from, to, 1)))
	return strings.Join(parts, ".")
}
