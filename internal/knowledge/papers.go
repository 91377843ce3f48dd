package knowledge

import "cordon/internal/diag"

// Questionnaire is a form that others ask to have filled in, item by item, in our own words.
type Questionnaire struct {
	Entry    `yaml:",inline"`
	Document string   `yaml:"document" need:"yes" doc:"Document whose clauses ask for it, with the edition: mds2-2019."`
	Says     string   `yaml:"says" need:"yes" doc:"Who asks whom, and what for."`
	Items    []Item   `yaml:"items" need:"yes" doc:"The items, in its order."`
	Sources  []Source `yaml:"sources" doc:"Where the facts come from." json:",omitempty"`
}

// Item is one item of a questionnaire. It is answered by the description where it can be, and asked otherwise.
type Item struct {
	ID     string   `yaml:"id" need:"yes" doc:"Number in the form."`
	Clause string   `yaml:"clause" need:"yes" doc:"Place of the clause in the document that it belongs to."`
	Asks   string   `yaml:"asks" need:"yes" doc:"The question in our own words."`
	Text   Flag     `yaml:"text" doc:"yes where the answer is text, not yes or no." json:",omitempty"`
	Value  string   `yaml:"value" doc:"Text that answers it: a name of the list in content/FORMAT.md." json:",omitempty"`
	Each   *Pattern `yaml:"each" doc:"Elements of the product that decide; without needs, one that fits is a yes." json:",omitempty"`
	Needs  []string `yaml:"needs" doc:"With each: as in criteria; yes where all elements meet it, no where none does." json:",omitempty"`
	None   Reply    `yaml:"none" doc:"Answer where no element fits: no (the default without needs) or n-a (the default with needs)." json:",omitempty"`
	At     diag.Pos `json:"-"`
}

// LookOf is the name under which the engine looks for the pattern of an item.
func (q *Questionnaire) LookOf(it *Item) string { return q.ID + "/" + it.ID }

// Reply is an answer to an item.
type Reply string

// The replies.
const (
	ReplyYes     Reply = "yes"
	ReplyNo      Reply = "no"
	ReplyNA      Reply = "n-a"
	ReplySeeNote Reply = "see-note"
)

func (Reply) Words() []string { return []string{"yes", "no", "n-a", "see-note"} }

// Template says what a kind of document contains. A user's own template has the same form.
type Template struct {
	Entry    `yaml:",inline"`
	From     []Holder  `yaml:"from" need:"yes" doc:"Who issues it."`
	To       []Holder  `yaml:"to" need:"yes" doc:"Who reads it."`
	Says     string    `yaml:"says" need:"yes" doc:"What it is for; its first paragraph."`
	Serves   []string  `yaml:"serves" doc:"Clauses that it serves, by full id." json:",omitempty"`
	Kinds    []string  `yaml:"kinds" doc:"Made only for systems with an element of one of these kinds." json:",omitempty"`
	Sections []Section `yaml:"sections" need:"yes" doc:"What it contains, in order."`
	Sources  []Source  `yaml:"sources" doc:"What asks for such a document." json:",omitempty"`
}

// Section is a section of a kind of document: a heading, words that are the same for every system, and parts made from the facts.
type Section struct {
	Heading string   `yaml:"heading" need:"yes" doc:"Heading."`
	Level   int      `yaml:"level" range:"1-3" doc:"Depth; 1 where absent." json:",omitempty"`
	Says    string   `yaml:"says" doc:"Text; names in braces are replaced: {system}, {version}, {manufacturer}." json:",omitempty"`
	Parts   []string `yaml:"parts" doc:"Parts made from the facts: a word of the list in content/FORMAT.md, some with arguments." json:",omitempty"`
	Open    []string `yaml:"open" doc:"What a person has to add; shown as open." json:",omitempty"`
	// Unrecorded is what parts say where there is a record.
	Unrecorded []string `yaml:"unrecorded" doc:"What a person has to add as long as nothing is kept of the time after release; shown as open then." json:",omitempty"`
	At         diag.Pos `json:"-"`
}
