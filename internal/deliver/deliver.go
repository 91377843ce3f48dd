// Package deliver sends what happened to addresses that people typed in: signed, within bounds, and to no host inside. Who subscribed to what, and what is
// tried again, it does not know.
package deliver

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"errors"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"syscall"
	"time"

	"cordon/internal/workbench"
)

// Options are the options of a Sender. The zero value works.
type Options struct {
	// Local lets messages go to addresses that are not public, and without TLS: for a subscriber on the same machine or network.
	Local bool
	// Lookup finds the addresses of a name; the system's resolver if nil.
	Lookup func(ctx context.Context, host string) ([]netip.Addr, error)
	// Roots are the certificates that are trusted; the system's if nil.
	Roots *x509.CertPool
	// Now is the time; time.Now if nil.
	Now func() time.Time
}

// Sender sends messages. It may be used from several goroutines.
type Sender struct {
	local  bool
	lookup func(ctx context.Context, host string) ([]netip.Addr, error)
	now    func() time.Time
	client *http.Client
}

const (
	connectTime = 5 * time.Second
	answerTime  = 10 * time.Second // for all of it
	maxHead     = 16 << 10         // bytes of an answer's head
	maxAnswer   = 64 << 10         // bytes that are read of an answer; nobody sees them
)

// New makes a sender.
func New(o Options) *Sender {
	s := &Sender{local: o.Local, lookup: o.Lookup, now: o.Now}
	if s.now == nil {
		s.now = time.Now
	}
	if s.lookup == nil {
		s.lookup = func(ctx context.Context, host string) ([]netip.Addr, error) {
			return net.DefaultResolver.LookupNetIP(ctx, "ip", host)
		}
	}
	s.client = &http.Client{
		Timeout: answerTime,
		// A redirect would lead to an address that nobody typed in.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{
			// No proxy of the environment: it would connect in our place, without the checks below.
			Proxy: nil, DialContext: s.dial, DisableKeepAlives: true, MaxResponseHeaderBytes: maxHead, TLSHandshakeTimeout: connectTime,
			TLSClientConfig: &tls.Config{RootCAs: o.Roots, MinVersion: tls.VersionTLS12},
		},
	}
	return s
}

// dial connects to one of the addresses of a name. The name is looked up here, once, and the address that comes out is checked where the connection is
// made, so that a name that leads elsewhere the next time (DNS rebinding) gains nothing.
func (s *Sender) dial(ctx context.Context, network, hostPort string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(hostPort)
	if err != nil {
		return nil, err
	}
	var ips []netip.Addr
	if ip, err := netip.ParseAddr(host); err == nil {
		ips = []netip.Addr{ip}
	} else if ips, err = s.lookup(ctx, host); err != nil {
		return nil, err
	}
	d := net.Dialer{Timeout: connectTime, Control: s.control}
	err = &net.DNSError{Err: "no addresses", Name: host, IsNotFound: true}
	for _, ip := range ips {
		var c net.Conn
		if c, err = d.DialContext(ctx, network, net.JoinHostPort(ip.String(), port)); err == nil {
			return c, nil
		}
	}
	return nil, err
}

// control sees the address just before the connection is made, as the kernel gets it.
func (s *Sender) control(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	if !s.may(at.Addr()) {
		return refusedAddress{at.Addr().String()}
	}
	return nil
}

// The headers of a message.
const (
	HeaderDelivery  = "Cordon-Delivery"  // id, the same when it is sent again
	HeaderTopic     = "Cordon-Topic"     // what happened
	HeaderTimestamp = "Cordon-Timestamp" // when this was sent, in seconds since 1970
	HeaderSignature = "Cordon-Signature" // v1= and the HMAC-SHA256 of timestamp, a point, and the body, in hex
)

// Send implements workbench.Sender. Of the answer, only the status is told: the rest may be of a host that whoever subscribed should not see into.
func (s *Sender) Send(ctx context.Context, m workbench.Message) workbench.Outcome {
	if s.Check(m.URL) != nil {
		return workbench.Outcome{Problem: workbench.NotPublic}
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, m.URL, bytes.NewReader(m.Body))
	if err != nil {
		return workbench.Outcome{Problem: workbench.NotPublic}
	}
	at := strconv.FormatInt(s.now().Unix(), 10)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "Cordon")
	r.Header.Set(HeaderDelivery, m.ID)
	r.Header.Set(HeaderTopic, m.Topic)
	r.Header.Set(HeaderTimestamp, at)
	r.Header.Set(HeaderSignature, Sign(m.Secret, at, m.Body))
	res, err := s.client.Do(r)
	if err != nil {
		return workbench.Outcome{Problem: problem(err)}
	}
	defer res.Body.Close()
	_, _ = io.CopyN(io.Discard, res.Body, maxAnswer)
	return workbench.Outcome{Status: res.StatusCode}
}

// Sign is what stands in HeaderSignature. A subscriber computes the same, compares in constant time, and refuses timestamps that are older than five minutes.
func Sign(secret, timestamp string, body []byte) string {
	h := hmac.New(sha256.New, []byte(secret))
	io.WriteString(h, timestamp+".")
	h.Write(body)
	return "v1=" + hex.EncodeToString(h.Sum(nil))
}

// problem says coarsely why there is no answer: details would let whoever subscribes look around from here.
func problem(err error) workbench.Problem {
	var refused refusedAddress
	var name *net.DNSError
	var cert *tls.CertificateVerificationError
	var slow net.Error
	switch {
	case errors.As(err, &refused):
		return workbench.NotPublic
	case errors.As(err, &cert):
		return workbench.BadCertificate
	case errors.As(err, &name):
		return workbench.UnknownName
	case errors.As(err, &slow) && slow.Timeout():
		return workbench.TooSlow
	}
	return workbench.NoConnection
}
