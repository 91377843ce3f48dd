package knowledge

import (
	"slices"

	"cordon/internal/diag"
	"cordon/internal/model"
)

// Document is one edition of a law, a guidance or a standard, with what it asks of somebody in our own words. Nothing of its text is in it.
type Document struct {
	Entry     `yaml:",inline"`
	Document  string              `yaml:"document" need:"yes" doc:"Short name without the edition: mdcg-2019-16."`
	Edition   string              `yaml:"edition" need:"yes" doc:"Short name of the edition: r1, 2021."`
	Issuer    string              `yaml:"issuer" need:"yes" doc:"Who issues it."`
	Form      Form                `yaml:"form" need:"yes" doc:"law, guidance, standard or proposal."`
	Standing  Standing            `yaml:"standing" need:"yes" doc:"in-force, draft or superseded."`
	From      string              `yaml:"from" doc:"First month in which it applies, YYYY-MM; left out where that is not known or does not matter." json:",omitempty"`
	Markets   []model.Market      `yaml:"markets" doc:"Markets that it is for; all where absent." json:",omitempty"`
	Classes   []model.DeviceClass `yaml:"classes" doc:"Device classes that it is for; all where absent." json:",omitempty"`
	Kinds     []string            `yaml:"kinds" doc:"It is only for systems with an element of one of these kinds; for all where absent." json:",omitempty"`
	Certainty Certainty           `yaml:"certainty" need:"yes" doc:"How the clauses were learnt: checked against the text, from a secondary source, or of general knowledge."`
	Shares    *Shares             `yaml:"shares" doc:"Another edition whose clauses it has as well." json:"-"`
	Clauses   []Clause            `yaml:"clauses" doc:"What it asks for, in its order; in place of a shared clause with the same id."`
	Flaws     []string            `yaml:"flaws" doc:"Flaws of the document as a whole, as at clauses." json:",omitempty"`
	Sources   []Source            `yaml:"sources" doc:"Where the text can be read." json:",omitempty"`
}

// Shares says that an edition has the clauses of another, so that what did not change is written once.
type Shares struct {
	With    string   `yaml:"with" need:"yes" doc:"The other edition: fda-premarket-2026."`
	Without []string `yaml:"without" doc:"Places of the other edition that this one does not have."`
	At      diag.Pos
}

// share gives documents the clauses that they share with others, in the order of the other; clauses of their own that are new come last. What
// cannot be found stays as it is, for the lint to report.
func (b *Base) share() {
	for i := range b.Documents {
		d := &b.Documents[i]
		if d.Shares == nil {
			continue
		}
		at := slices.IndexFunc(b.Documents, func(x Document) bool { return x.ID == d.Shares.With })
		if at < 0 || b.Documents[at].Shares != nil {
			continue
		}
		own := d.Clauses
		d.Clauses = nil
		for _, c := range b.Documents[at].Clauses {
			if j := slices.IndexFunc(own, func(x Clause) bool { return x.ID == c.ID }); j >= 0 {
				d.Clauses = append(d.Clauses, own[j])
				own = slices.Delete(slices.Clone(own), j, j+1)
			} else if !slices.Contains(d.Shares.Without, c.ID) {
				if c.Certainty == "" && b.Documents[at].Certainty != d.Certainty {
					c.Certainty = b.Documents[at].Certainty
				} else if c.Certainty == d.Certainty {
					c.Certainty = ""
				}
				d.Clauses = append(d.Clauses, c)
			}
		}
		d.Clauses = append(d.Clauses, own...)
		d.Shares = nil
	}
}

// Clause is one thing that a document asks of somebody.
type Clause struct {
	ID          string              `yaml:"id" need:"yes" doc:"Place in the document; #n tells the duties of one place apart."`
	Title       string              `yaml:"title" need:"yes" doc:"One line."`
	Says        string              `yaml:"says" need:"yes" doc:"The obligation in our own words."`
	Who         []Holder            `yaml:"who" need:"yes" doc:"Who has to do it."`
	Stages      []Stage             `yaml:"stages" need:"yes" doc:"When in the life of a device."`
	Decides     string              `yaml:"decides" need:"yes" doc:"What shows that it is met, or why nothing can decide it."`
	Kinds       []string            `yaml:"kinds" doc:"It binds only systems with an element of one of these kinds." json:",omitempty"`
	Classes     []model.DeviceClass `yaml:"classes" doc:"It binds only devices of these classes." json:",omitempty"`
	From        string              `yaml:"from" doc:"First month in which it applies, where that differs from the document's." json:",omitempty"`
	Undecidable string              `yaml:"undecidable" doc:"Why nothing can show that it is met, where it is too vague for that." json:",omitempty"`
	Flaw        string              `yaml:"flaw" doc:"What in the documents stands against it: a wrong reference, a contradiction, a word without meaning; and what is done here." json:",omitempty"`
	Certainty   Certainty           `yaml:"certainty" doc:"Where it differs from that of the document." json:",omitempty"`
	At          diag.Pos            `json:"-"`
}

// Full is the id of a clause over all documents: mdcg-2019-16:r1/3.6#7.
func (d *Document) Full(c *Clause) string { return d.Document + ":" + d.Edition + "/" + c.ID }

// Of is how a clause was learnt.
func (c *Clause) Of(d *Document) Certainty {
	if c.Certainty != "" {
		return c.Certainty
	}
	return d.Certainty
}

// ClauseIn is a clause with the document it stands in.
type ClauseIn struct {
	Document *Document
	Clause   *Clause
}

// Related lists what crosswalks say of a clause, in their order. Each link is turned so that it begins at the clause; Of names the crosswalk.
func (ix *Index) Related(clause string) []RelatedClause {
	var out []RelatedClause
	for i := range ix.Base.Crosswalks {
		c := &ix.Base.Crosswalks[i]
		if c.Status == Withdrawn {
			continue
		}
		for _, w := range c.Links {
			switch clause {
			case w.From:
				out = append(out, RelatedClause{c.ID, w.To, relations[w.Relation][0], w.Because})
			case w.To:
				out = append(out, RelatedClause{c.ID, w.From, relations[w.Relation][1], w.Because})
			}
		}
	}
	return out
}

// RelatedClause is a link of a crosswalk, seen from one of its ends.
type RelatedClause struct {
	Of       string `json:"crosswalk"`
	Clause   string `json:"clause"`
	Relation string `json:"relation"` // in words: is equal to, is part of, contains, overlaps, is related to
	Because  string `json:"because"`
}

// relations are the words for a link, from its beginning and from its end.
var relations = map[Relates][2]string{
	"equal": {"is equal to", "is equal to"}, "part-of": {"is part of", "contains"}, "overlaps": {"overlaps with", "overlaps with"}, "related": {"is related to", "is related to"},
}
