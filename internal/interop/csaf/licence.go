package csaf

import (
	_ "embed"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"sync"
)

// Licence expressions of SPDX (annex B of its specification, version 3.0.1), with the limits of CSAF: no DocumentRef, and what is not of the SPDX
// list names who lists it.

//go:embed spdx.txt
var spdxTable string

var spdxIDs = sync.OnceValue(func() map[string]bool {
	ids := map[string]bool{}
	for line := range strings.Lines(spdxTable) {
		if id := strings.TrimSpace(line); !strings.HasPrefix(id, "#") {
			ids[strings.ToLower(id)] = true
		}
	}
	return ids
})

// licence is an expression that was read.
type licence struct {
	unlisted []string // licences and exceptions that neither SPDX nor the ScanCode LicenseDB lists
}

var (
	licenceID   = regexp.MustCompile(`^[A-Za-z0-9.\-]+$`)
	ownLicence  = regexp.MustCompile(`^LicenseRef-[A-Za-z0-9.]+-[A-Za-z0-9.\-]+$`)
	ownAddition = regexp.MustCompile(`^AdditionRef-[A-Za-z0-9.]+-[A-Za-z0-9.\-]+$`)
	licenceWord = regexp.MustCompile(`\(|\)|[^\s()]+`)
)

// parseLicence reads an expression, or says why it is none. What the ScanCode LicenseDB lists is taken from its prefix.
func parseLicence(s string) (licence, error) {
	p := licenceParser{words: licenceWord.FindAllString(s, -1)}
	if len(p.words) > 1000 {
		return licence{}, errors.New("it is too long")
	}
	if err := p.expression(0); err != nil {
		return licence{}, err
	}
	if len(p.words) > 0 {
		return licence{}, fmt.Errorf("%q stands where AND, OR or WITH is expected", short(p.words[0]))
	}
	return p.licence, nil
}

type licenceParser struct {
	licence
	words []string
}

func (p *licenceParser) next() string {
	if len(p.words) == 0 {
		return ""
	}
	w := p.words[0]
	p.words = p.words[1:]
	return w
}

// operator takes one of the operators, all capital or all small.
func (p *licenceParser) operator(names ...string) bool {
	for _, name := range names {
		if len(p.words) > 0 && (p.words[0] == name || p.words[0] == strings.ToLower(name)) {
			p.next()
			return true
		}
	}
	return false
}

// expression is terms with AND and OR between them; which binds closer does not matter here.
func (p *licenceParser) expression(depth int) error {
	if depth > 50 {
		return errors.New("it is nested too deeply")
	}
	for {
		if err := p.term(depth); err != nil {
			return err
		}
		if !p.operator("AND", "OR") {
			return nil
		}
	}
}

func (p *licenceParser) term(depth int) error {
	w := p.next()
	switch {
	case w == "":
		return errors.New("it ends where a licence is expected")
	case w == "(":
		if err := p.expression(depth + 1); err != nil {
			return err
		}
		if p.next() != ")" {
			return errors.New("a parenthesis is not closed")
		}
		return nil
	}
	if err := p.id(w); err != nil {
		return err
	}
	if p.operator("WITH") {
		return p.addition(p.next())
	}
	return nil
}

func (p *licenceParser) id(w string) error {
	if strings.HasPrefix(w, "DocumentRef-") {
		return errors.New("DocumentRef is not used in CSAF")
	}
	if strings.HasPrefix(w, "LicenseRef-") {
		if !ownLicence.MatchString(w) {
			return fmt.Errorf("%q does not name who lists it: LicenseRef-www.example.com-Name", short(w))
		}
		p.own(w, "LicenseRef-scancode-")
		return nil
	}
	id := strings.TrimSuffix(w, "+")
	if !licenceID.MatchString(id) || isOperator(id) {
		return fmt.Errorf("%q is no licence identifier", short(w))
	}
	if !spdxIDs()[strings.ToLower(id)] {
		return fmt.Errorf("%q is not of the SPDX list", short(w))
	}
	return nil
}

func isOperator(w string) bool {
	switch strings.ToUpper(w) {
	case "AND", "OR", "WITH":
		return true
	}
	return false
}

func (p *licenceParser) addition(w string) error {
	switch {
	case strings.HasPrefix(w, "AdditionRef-"):
		if !ownAddition.MatchString(w) {
			return fmt.Errorf("%q does not name who lists it: AdditionRef-www.example.com-Name", short(w))
		}
		p.own(w, "AdditionRef-scancode-")
	case !spdxIDs()["+"+strings.ToLower(w)]:
		return fmt.Errorf("%q is no exception of the SPDX list", short(w))
	}
	return nil
}

func (p *licenceParser) own(w, listed string) {
	if !strings.HasPrefix(w, listed) {
		p.unlisted = append(p.unlisted, w)
	}
}
