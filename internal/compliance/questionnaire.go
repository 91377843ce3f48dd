package compliance

import (
	"fmt"
	"slices"
	"strings"

	"cordon/internal/knowledge"
	"cordon/internal/model"
	"cordon/internal/yamltext"
)

// How says where the answer to an item comes from.
type How string

// The ways. An item that nobody and nothing answers is asked, never left out.
const (
	Stated  How = "stated"  // by the author
	Derived How = "derived" // from the description
	AskedOf How = "asked"
)

// Filled is an item of a questionnaire with its answer.
type Filled struct {
	Item    string   `json:"item"`
	Clause  string   `json:"clause"` // full id
	Asks    string   `json:"asks"`
	Answer  string   `json:"answer"` // yes, no, n-a, see-note, or a text; empty where it is asked
	Note    string   `json:"note,omitempty"`
	How     How      `json:"how"`
	Because string   `json:"because"`           // what in the description says so
	Holds   []string `json:"holds,omitempty"`   // elements for which it is so
	Fails   []string `json:"fails,omitempty"`   // elements for which it is not, or is not known
	Differs string   `json:"differs,omitempty"` // what the description says, where the author states something else
}

// Fill answers the items of a questionnaire as far as the description does.
func (c *Case) Fill(q *knowledge.Questionnaire) ([]Filled, error) {
	c.prepare()
	d := c.Index.Documents[q.Document]
	said := map[string]*model.Answer{}
	for i := range c.Model.Answers {
		if a := &c.Model.Answers[i]; a.To.Text == q.ID {
			said[a.Item.Text] = a
		}
	}
	out := make([]Filled, 0, len(q.Items))
	for i := range q.Items {
		it := &q.Items[i]
		f := Filled{Item: it.ID, Clause: d.Full(&knowledge.Clause{ID: it.Clause}), Asks: it.Asks, How: AskedOf, Because: "the description does not say"}
		if err := c.fill(q, it, &f); err != nil {
			return nil, fmt.Errorf("item %s of %s: %w", it.ID, q.ID, err)
		}
		if a := said[it.ID]; a != nil {
			if f.How == Derived && f.Answer != a.Is {
				f.Differs = f.Answer + ": " + f.Because
			}
			f.Answer, f.Note, f.How, f.Because = a.Is, a.Note, Stated, "stated in the description"
		}
		out = append(out, f)
	}
	return out, nil
}

// fill derives the answer to an item.
func (c *Case) fill(q *knowledge.Questionnaire, it *knowledge.Item, f *Filled) error {
	if it.Value != "" {
		if v := values[it.Value](c); v != "" {
			f.Answer, f.How, f.Because = v, Derived, "as described"
		}
		return nil
	}
	if it.Each == nil {
		return nil
	}
	if len(it.Needs) > 0 {
		subjects, err := c.look(q.LookOf(it), it.Needs, knowledge.OfProduct)
		if err != nil {
			return err
		}
		c.fillNeeds(it, f, subjects)
		return nil
	}
	seen, err := c.Run.Look(q.LookOf(it), c.Stop)
	if err != nil {
		return err
	}
	var sure, unsure []string
	for i := range seen {
		switch s := &seen[i]; {
		case !c.within(s.Subject, knowledge.OfProduct):
		case len(s.Asks) > 0:
			unsure = append(unsure, s.Asks...)
		default:
			sure = append(sure, s.Subject)
		}
	}
	switch {
	case len(sure) > 0:
		f.Answer, f.How, f.Holds = string(knowledge.ReplyYes), Derived, unique(sure)
		f.Because = "there is " + list(f.Holds)
	case len(unsure) > 0:
		f.Because = "nobody knows " + list(unique(unsure))
	default:
		f.Answer, f.How, f.Because = reply(it.None, knowledge.ReplyNo), Derived, "nothing of that kind is described"
	}
	return nil
}

// fillNeeds answers an item about what elements must have: yes where all do, no where none does.
func (c *Case) fillNeeds(it *knowledge.Item, f *Filled, subjects []Subject) {
	by := map[knowledge.Outcome][]string{}
	for _, s := range subjects {
		by[s.Outcome] = append(by[s.Outcome], s.ID)
	}
	good, bad := slices.Concat(by[knowledge.Met], by[knowledge.Partly]), by[knowledge.Open]
	f.Holds, f.Fails = good, slices.Concat(bad, by[knowledge.Asked])
	switch {
	case len(subjects) == 0:
		f.Answer, f.How, f.Because = reply(it.None, knowledge.ReplyNA), Derived, "nothing of that kind is described"
	case len(by[knowledge.Asked]) > 0 && len(good) == 0:
		f.Because = subjects[slices.IndexFunc(subjects, func(s Subject) bool { return s.Outcome == knowledge.Asked })].Because
	case len(bad)+len(by[knowledge.Asked]) == 0:
		f.Answer, f.How, f.Because = string(knowledge.ReplyYes), Derived, reasons(subjects)
	case len(good) == 0:
		f.Answer, f.How, f.Because = string(knowledge.ReplyNo), Derived, reasons(subjects)
	default:
		f.Answer, f.How, f.Because = string(knowledge.ReplySeeNote), Derived, reasons(subjects)
		f.Note = fmt.Sprintf("Yes for %s; no or not known for %s.", list(good), list(f.Fails))
	}
}

func reply(given, otherwise knowledge.Reply) string {
	if given == "" {
		given = otherwise
	}
	return string(given)
}

// reasonsShown bounds the reasons that are given for an answer.
const reasonsShown = 3

// reasons are those of some elements, each once.
func reasons(subjects []Subject) string {
	var out []string
	for _, s := range subjects {
		if !slices.Contains(out, s.Because) {
			out = append(out, s.Because)
		}
	}
	if n := len(out); n > reasonsShown {
		out = append(out[:reasonsShown], fmt.Sprintf("and %d more", n-reasonsShown))
	}
	return strings.Join(out, "; ")
}

func unique(ids []string) []string {
	slices.Sort(ids)
	return slices.Compact(ids)
}

// values are the texts that a description has for items, by the words of [knowledge.ItemValues].
var values = map[string]func(c *Case) string{
	"manufacturer": func(c *Case) string {
		for _, o := range c.Model.Organisations {
			if o.Value.Duty == "manufacturer" {
				return title(o.ID, o.Value.Title)
			}
		}
		return ""
	},
	"contact": func(c *Case) string {
		for _, o := range c.Model.Organisations {
			if o.Value.Duty == "manufacturer" {
				return o.Value.Contact
			}
		}
		return ""
	},
	"device":            func(c *Case) string { return c.Model.System.Name },
	"model-version":     func(c *Case) string { return c.Model.System.Version },
	"intended-purpose":  func(c *Case) string { return c.Model.System.IntendedPurpose },
	"document-date":     func(c *Case) string { return c.Day },
	"networks":          func(c *Case) string { return c.networks() },
	"operating-systems": func(c *Case) string { return c.assetsOf("os") },
	"software-components": func(c *Case) string {
		return c.assetsOf("software")
	},
	"support-until": func(c *Case) string {
		if s := c.Model.System.Support; s != nil {
			return string(s.Until)
		}
		return ""
	},
	"update-rhythm": func(c *Case) string {
		if s := c.Model.System.Support; s != nil {
			return string(s.Updates)
		}
		return ""
	},
	"regulation": func(c *Case) string {
		r := c.Model.System.Regulation
		if r == nil {
			return ""
		}
		out := string(r.DeviceClass)
		for _, m := range r.Markets {
			out += " " + string(m)
		}
		return strings.TrimSpace(out)
	},
}

func title(id, given string) string {
	if given == "" {
		return id
	}
	return given
}

// networks are those that the product is on or that its flows take.
func (c *Case) networks() string {
	var out []string
	for _, n := range c.Model.Networks {
		used := slices.ContainsFunc(c.Model.Assets, func(a model.Element[model.Asset]) bool {
			return c.product.Has(a.ID) && slices.ContainsFunc(a.Value.On, func(w yamltext.Word) bool { return w.Text == n.ID })
		}) || slices.ContainsFunc(c.Model.Flows, func(f model.Element[model.Flow]) bool {
			return c.product.Has(f.ID) && slices.ContainsFunc(f.Value.Over, func(w yamltext.Word) bool { return w.Text == n.ID })
		})
		if used {
			out = append(out, title(n.ID, n.Value.Title))
		}
	}
	return strings.Join(out, ", ")
}

// assetsOf names the assets of the product of a kind, with releases.
func (c *Case) assetsOf(kind string) string {
	var out []string
	for _, a := range c.Model.Assets {
		if c.product.Has(a.ID) && c.Index.Is(a.Value.Kind.Text, kind) {
			out = append(out, strings.TrimSpace(title(a.ID, a.Value.Title)+" "+a.Value.Release))
		}
	}
	return strings.Join(out, ", ")
}
