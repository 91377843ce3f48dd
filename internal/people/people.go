// Package people is who somebody is: passwords, passkeys, single sign-on, the secrets of sessions and links, and what a signature says. It keeps
// nothing, answers no request and knows no role: clock and randomness are given to it, and what it makes is kept by the caller.
package people

// Refused says why something of a person is not taken, in words for that person. Any other error is a failure of the system.
type Refused struct {
	Text string // what is wrong, lower case, no full stop
	Hint string // what to do; may be empty
	// Cause is for logs. It holds no secret, and people do not see it.
	Cause error
}

func (r *Refused) Error() string { return r.Text }

func (r *Refused) Unwrap() error { return r.Cause }

func refuse(text, hint string) *Refused { return &Refused{Text: text, Hint: hint} }

func (r *Refused) because(err error) *Refused {
	r.Cause = err
	return r
}
