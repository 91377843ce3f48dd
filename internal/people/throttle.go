package people

import "time"

// Tries is what is kept of failed sign-ins with a password, of one account or from one address. The zero value is none.
type Tries struct {
	Failures int       `json:"failures"` // in a row
	Last     time.Time `json:"last"`     // when the last of them was
}

// Brake says how failures slow down what follows: after Free of them each next one doubles the wait, from First to at most Most. When none came for
// Forget, all are forgotten.
//
// There is no lock for good: whoever knows an address could then shut its owner out. NIST SP 800-63B-4, 3.2.2, wants a password disabled
// after 100 failures in a row; that is not done for this reason. At the longest wait an account takes 96 guesses a day, of passwords
// that have 15 characters. A passkey cannot be guessed, so that the caller lets passkeys pass without asking here: who has one is never held up.
type Brake struct {
	Free        int
	First, Most time.Duration
	Forget      time.Duration
}

// AccountBrake is for one account, AddressBrake for one Network, behind which may be a whole hospital.
var (
	AccountBrake = Brake{Free: 5, First: 2 * time.Second, Most: 15 * time.Minute, Forget: 24 * time.Hour}
	AddressBrake = Brake{Free: 30, First: time.Second, Most: 5 * time.Minute, Forget: time.Hour}
)

// Wait is how long a next try is refused without looking at its password; 0 lets it pass. A clock that was set back lengthens no wait
// beyond the one that the failures ask for.
func (b Brake) Wait(t Tries, now time.Time) time.Duration {
	delay := b.delay(b.remembered(t, now))
	return min(delay, max(0, t.Last.Add(delay).Sub(now)))
}

// Failed is the state after one more failure. Tries that were made to wait are none; a success is the zero value.
func (b Brake) Failed(t Tries, now time.Time) Tries {
	return Tries{Failures: b.remembered(t, now) + 1, Last: now}
}

func (b Brake) remembered(t Tries, now time.Time) int {
	if now.Sub(t.Last) >= b.Forget {
		return 0
	}
	return t.Failures
}

func (b Brake) delay(failures int) time.Duration {
	if failures < b.Free {
		return 0
	}
	d := b.First
	for range failures - b.Free {
		if d >= b.Most {
			break
		}
		d *= 2
	}
	return min(d, b.Most)
}
