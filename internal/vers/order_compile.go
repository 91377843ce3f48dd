package vers

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// What can be wrong with an Order.
var (
	ErrNoForm     = errors.New("order has no forms, or more than 250")
	ErrPattern    = errors.New("pattern has a bracket or brace without its partner, brackets in brackets, empty ones or too many")
	ErrPart       = errors.New("part is not described, or described twice, or not in the pattern once")
	ErrManyParts  = fmt.Errorf("form has no parts, or more than %d", maxParts)
	ErrKind       = errors.New("part is of no known kind")
	ErrWords      = errors.New("part of kind word has no words, an empty one, or one twice")
	ErrLayout     = errors.New("layout has no year, or something twice")
	ErrAmbiguous  = errors.New("where one part ends and the next begins cannot be told; give a width")
	ErrNoSuchPart = errors.New("order is by a part that the form does not have, or by one twice")
)

// OrderError says which form and part of an order is wrong; Err is one of the errors above.
type OrderError struct {
	Order   string
	Pattern string
	Part    string // empty where the form as a whole is wrong
	Err     error
}

// Error names the order, the pattern, the part and the reason.
func (e *OrderError) Error() string {
	if e.Part == "" {
		return fmt.Sprintf("order %s: pattern %s: %v", quote(e.Order), quote(e.Pattern), e.Err)
	}
	return fmt.Sprintf("order %s: pattern %s: part %s: %v", quote(e.Order), quote(e.Pattern), quote(e.Part), e.Err)
}

// Unwrap returns the reason.
func (e *OrderError) Unwrap() error { return e.Err }

// compiledForm is a form whose pattern is read.
type compiledForm struct {
	steps []step
	parts []Part
	by    []int // parts that have weight, heaviest first
}

// step is a literal text or a part of a pattern.
type step struct {
	literal string
	part    int // -1 for a literal
	// skip is how many steps after this one belong to the same brackets, at the first of them; 0 elsewhere.
	skip int
}

// Compile checks an order and makes it ready for use. Its error is an *OrderError.
func (o Order) Compile() (*Ordered, error) {
	if len(o.Forms) == 0 || len(o.Forms) > 250 {
		return nil, &OrderError{Order: o.Name, Err: ErrNoForm}
	}
	out := &Ordered{name: o.Name}
	for _, form := range o.Forms {
		f, part, err := form.compile()
		if err != nil {
			return nil, &OrderError{Order: o.Name, Pattern: form.Pattern, Part: part, Err: err}
		}
		out.forms = append(out.forms, f)
	}
	return out, nil
}

// compile returns the form, or the part that is wrong and why.
func (f Form) compile() (compiledForm, string, error) {
	c := compiledForm{parts: slices.Clone(f.Parts)}
	if len(c.parts) == 0 || len(c.parts) > maxParts {
		return c, "", ErrManyParts
	}
	for i, p := range c.parts {
		if err := p.check(); err != nil {
			return c, p.Name, err
		}
		if slices.ContainsFunc(c.parts[:i], func(q Part) bool { return q.Name == p.Name }) {
			return c, p.Name, ErrPart
		}
	}
	if name, err := c.read(f.Pattern); err != nil {
		return c, name, err
	}
	if name, err := c.weigh(f.By); err != nil {
		return c, name, err
	}
	return c, "", nil
}

func (p Part) check() error {
	switch p.Kind {
	case Number, Letters, Skipped:
		return nil
	case Word:
		for i, w := range p.Words {
			if w == "" || slices.ContainsFunc(p.Words[:i], func(v string) bool { return strings.EqualFold(v, w) }) {
				return ErrWords
			}
		}
		if len(p.Words) == 0 || len(p.Words) > 1<<16 {
			return ErrWords
		}
		return nil
	case Date:
		return checkLayout(p.Layout)
	}
	return ErrKind
}

// weigh sets the order of the parts.
func (c *compiledForm) weigh(by []string) (string, error) {
	if len(by) == 0 {
		for _, s := range c.steps {
			if s.part >= 0 && c.parts[s.part].Kind != Skipped {
				c.by = append(c.by, s.part)
			}
		}
		return "", nil
	}
	for _, name := range by {
		i := c.find(name)
		if i < 0 || c.parts[i].Kind == Skipped || slices.Contains(c.by, i) {
			return name, ErrNoSuchPart
		}
		c.by = append(c.by, i)
	}
	return "", nil
}

func (c *compiledForm) find(name string) int {
	return slices.IndexFunc(c.parts, func(p Part) bool { return p.Name == name })
}
