package knowledge

import "cordon/internal/diag"

// GlossaryTerm is a word of the field with the meaning chosen here, those of its sources, and how they differ.
type GlossaryTerm struct {
	Entry    `yaml:",inline"`
	Means    string     `yaml:"means" need:"yes" doc:"The meaning in which Cordon and its documents use the word."`
	Because  string     `yaml:"because" need:"yes" doc:"Why this meaning and not another."`
	Also     []string   `yaml:"also" doc:"Other words for the same." json:",omitempty"`
	Readings []Reading  `yaml:"readings" need:"yes" doc:"What sources mean by it, in our own words."`
	Differ   string     `yaml:"differ" doc:"The difference between them that matters; required with several readings." json:",omitempty"`
	Misuses  []WrongUse `yaml:"misuses" doc:"Phrases that use the word against its meaning." json:",omitempty"`
	See      []string   `yaml:"see" doc:"Related terms." json:",omitempty"`
	Sources  []Source   `yaml:"sources" doc:"Where the facts come from." json:",omitempty"`
}

// Reading is what one source means by a term.
type Reading struct {
	Source    string    `yaml:"source" need:"yes" doc:"Document with edition."`
	Part      string    `yaml:"part" doc:"Place in it." json:",omitempty"`
	Means     string    `yaml:"means" need:"yes" doc:"Its meaning in our own words."`
	Certainty Certainty `yaml:"certainty" need:"yes" doc:"How it was learnt: checked, secondary or general."`
	At        diag.Pos  `json:"-"`
}

// WrongUse is a phrase that uses a term against its meaning.
type WrongUse struct {
	Phrase  string   `yaml:"phrase" need:"yes" doc:"Words as they would stand in a text, in small letters; * stands for one word."`
	Instead string   `yaml:"instead" need:"yes" doc:"What to write."`
	At      diag.Pos `json:"-"`
}

// Duty says what a holder of duties is called under the laws and standards, since one organisation has several names.
type Duty struct {
	Entry   `yaml:",inline"`
	Holder  Holder     `yaml:"holder" need:"yes" doc:"The word of clauses."`
	Says    string     `yaml:"says" need:"yes" doc:"Who this is."`
	Names   []DutyName `yaml:"names" need:"yes" doc:"What documents call it."`
	Beware  string     `yaml:"beware" doc:"Where the names do not mean the same." json:",omitempty"`
	Sources []Source   `yaml:"sources" doc:"Where the facts come from." json:",omitempty"`
}

// DutyName is the name of a holder of duties in one document.
type DutyName struct {
	Document string   `yaml:"document" need:"yes" doc:"Document without the edition: mdr."`
	Part     string   `yaml:"part" need:"yes" doc:"Place that defines it."`
	Called   string   `yaml:"called" need:"yes" doc:"The name there."`
	When     string   `yaml:"when" need:"yes" doc:"When somebody of this sort is that."`
	At       diag.Pos `json:"-"`
}

// Crosswalk relates clauses of documents.
type Crosswalk struct {
	Entry   `yaml:",inline"`
	Says    string   `yaml:"says" need:"yes" doc:"What is related, and how far one may lean on it."`
	Links   []Walk   `yaml:"links" need:"yes" doc:"The links."`
	Sources []Source `yaml:"sources" doc:"Where the facts come from." json:",omitempty"`
}

// Walk is a link between two clauses.
type Walk struct {
	From     string   `yaml:"from" need:"yes" doc:"Full id of a clause."`
	To       string   `yaml:"to" need:"yes" doc:"Full id of a clause."`
	Relation Relates  `yaml:"relation" need:"yes" doc:"equal, part-of (the first is part of the second), overlaps or related."`
	Because  string   `yaml:"because" need:"yes" doc:"What they share."`
	At       diag.Pos `json:"-"`
}

// Relates is how one clause relates to another.
type Relates string

func (Relates) Words() []string { return []string{"equal", "part-of", "overlaps", "related"} }
