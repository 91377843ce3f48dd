package knowledge

import (
	"fmt"
	"slices"
	"strings"

	"cordon/internal/diag"
	"cordon/internal/model"
	"cordon/internal/yamltext"
)

// ReportingClock is a duty to report something by a time: who has to tell whom, from when on, how long there is, and what ends it. One event
// starts all clocks whose conditions hold. It says what to count; internal/postmarket/clocks counts.
type ReportingClock struct {
	Entry         `yaml:",inline"`
	Regime        string         `yaml:"regime" need:"yes" doc:"Short name of the law or paper: MDR, CRA, FDA 806."`
	Article       string         `yaml:"article" need:"yes" doc:"Place in it."`
	Clause        string         `yaml:"clause" doc:"Full id of the clause of the knowledge base, where it has one." json:",omitempty"`
	Says          string         `yaml:"says" need:"yes" doc:"The duty in our own words."`
	Force         Force          `yaml:"force" need:"yes" doc:"law, guidance, policy (a value that the organisation sets itself) or proposed. What is proposed never counts as in force."`
	From          string         `yaml:"from" doc:"First day on which it applies, YYYY-MM-DD; always, where absent." json:",omitempty"`
	Until         string         `yaml:"until" doc:"Last day on which it applies, YYYY-MM-DD." json:",omitempty"`
	Who           []Reporter     `yaml:"who" need:"yes" doc:"Who has to report; one of these roles is enough."`
	Markets       []model.Market `yaml:"markets" doc:"Markets in which it applies; all where absent." json:",omitempty"`
	When          []string       `yaml:"when" need:"yes" doc:"What must hold, all of them: a fact of an event, 'not fact', or several with 'or' between them."`
	AwareOf       []string       `yaml:"aware-of" doc:"Facts whose knowledge is the awareness that starts it; those of when that are about the event, where absent." json:",omitempty"`
	Anchor        Anchor         `yaml:"anchor" need:"yes" doc:"What the time is counted from."`
	Follows       string         `yaml:"follows" doc:"Clock whose report comes before this one." json:",omitempty"`
	OneReportWith []string       `yaml:"one-report-with" doc:"Clocks that the same report meets; the one that ends first is to be watched." json:",omitempty"`
	Within        *Period        `yaml:"within" doc:"How long there is. Without delay, and no number set, where absent." json:",omitempty"`
	Counted       Counting       `yaml:"counted" need:"yes" doc:"Calendar and end of the time: eu-1182-71, us-federal, weekdays or plain."`
	CountedSince  string         `yaml:"counted-because" need:"yes" doc:"Who says that it is counted so, and what is doubtful about it."`
	Zone          string         `yaml:"zone" need:"yes" doc:"Time zone in which days end: a name of the IANA list, or event: the zone that the event states."`
	Recipient     string         `yaml:"recipient" need:"yes" doc:"Who gets the report."`
	Report        Outline        `yaml:"report" need:"yes" doc:"What the report contains."`
	Stops         []Stop         `yaml:"stops" doc:"What ends or suspends it without a report." json:",omitempty"`
	Beware        string         `yaml:"beware" doc:"What is often got wrong." json:",omitempty"`
	Certainty     Certainty      `yaml:"certainty" need:"yes" doc:"How we know the text: checked, secondary or general."`
	Sources       []Source       `yaml:"sources" doc:"Where the facts come from." json:",omitempty"`
	Examples      []ClockExample `yaml:"examples" doc:"Events that start it, and that do not." json:"-"`
}

// Period is a length of time.
type Period struct {
	Count   int      `yaml:"count" need:"yes" range:"0-400" doc:"How many; 0 at the moment of the anchor itself."`
	Unit    Unit     `yaml:"unit" need:"yes" doc:"hours, days, working-days or months."`
	YearEnd Flag     `yaml:"from-year-end" doc:"yes where it is counted from the end of the calendar year of the anchor." json:",omitempty"`
	At      diag.Pos `json:"-"`
}

// Outline is what a report contains, point by point in our own words.
type Outline struct {
	Title    string    `yaml:"title" need:"yes" doc:"Name of the report."`
	Contents []Content `yaml:"contents" need:"yes" doc:"Its points."`
	At       diag.Pos  `json:"-"`
}

// Content is one point of a report.
type Content struct {
	Says string   `yaml:"says" need:"yes" doc:"What has to be said."`
	From string   `yaml:"from" need:"yes" doc:"Where it can be taken from: a word of the list in content/FORMAT.md; person where only a person can say it."`
	At   diag.Pos `json:"-"`
}

// Stop is what ends or suspends a clock.
type Stop struct {
	When    []string `yaml:"when" doc:"Conditions as in when; a person decides where absent." json:",omitempty"`
	Because string   `yaml:"because" need:"yes" doc:"What ends it, and by which rule."`
	At      diag.Pos `json:"-"`
}

// ClockExample is a claim about a clock: that an event starts it, does not, or that something has to be asked. Role and market are taken to fit.
type ClockExample struct {
	Says    string              `yaml:"says" need:"yes" doc:"What the example shows."`
	Expects Running             `yaml:"expects" need:"yes" doc:"runs, rests or asks."`
	Facts   yamltext.Map[Truth] `yaml:"facts" need:"yes" doc:"What is known of the event; the rest is unknown."`
	At      diag.Pos
}

// The closed word lists of clocks.
type (
	Force    string
	Reporter string
	Anchor   string
	Unit     string
	Counting string
	Running  string
	Truth    string // to a question about an event
)

// Words of the lists that code names.
const (
	LawForce      Force = "law"
	ProposedForce Force = "proposed"
	PolicyForce   Force = "policy"

	Awareness      Anchor = "awareness"
	PreviousReport Anchor = "previous-report"

	Hours       Unit = "hours"
	Days        Unit = "days"
	WorkingDays Unit = "working-days"
	Months      Unit = "months"

	EU118271  Counting = "eu-1182-71" // Regulation (EEC, Euratom) No 1182/71
	USFederal Counting = "us-federal" // Monday to Friday without federal holidays (5 U.S.C. 6103)
	Weekdays  Counting = "weekdays"   // Monday to Friday without the holidays that the event states
	PlainDays Counting = "plain"      // every day counts, and the time ends where it ends

	Runs  Running = "runs"
	Rests Running = "rests"
	Asks  Running = "asks"

	IsTrue    Truth = "yes"
	IsFalse   Truth = "no"
	IsUnknown Truth = "unknown" // also written as nothing

	EventZone = "event" // in zone: the zone that the event states
)

func (Force) Words() []string { return []string{"law", "guidance", "policy", "proposed"} }
func (Reporter) Words() []string {
	return []string{"manufacturer", "integrator", "operator", "supplier", "economic-operator", "deployer"}
}
func (Unit) Words() []string     { return []string{"hours", "days", "working-days", "months"} }
func (Counting) Words() []string { return []string{"eu-1182-71", "us-federal", "weekdays", "plain"} }
func (Running) Words() []string  { return []string{"runs", "rests", "asks"} }
func (Truth) Words() []string    { return []string{"yes", "no", "unknown"} }

// Words of Anchor; Anchors says what each is.
func (Anchor) Words() []string { return namesOf(Anchors) }

// Condition is a parsed condition on facts of an event: one of its parts is enough.
type Condition []Literal

// Literal is a fact that is true, or with Not, that is not.
type Literal struct {
	Fact string
	Not  bool
}

// ParseCondition reads 'fact', 'not fact' and 'fact or not fact'.
func ParseCondition(s string) (Condition, error) {
	var out Condition
	for _, part := range strings.Split(s, " or ") {
		words := strings.Fields(part)
		l := Literal{}
		if len(words) == 2 && words[0] == "not" {
			l.Not, words = true, words[1:]
		}
		if len(words) != 1 {
			return nil, fmt.Errorf("%q is not of the form 'fact', 'not fact' or 'fact or fact'", s)
		}
		l.Fact = words[0]
		out = append(out, l)
	}
	return out, nil
}

// Holds tells whether a condition holds where facts may be unknown.
func (c Condition) Holds(is func(fact string) Truth) Truth {
	out := IsFalse
	for _, l := range c {
		switch a := is(l.Fact); {
		case a == IsTrue && !l.Not, a == IsFalse && l.Not:
			return IsTrue
		case a != IsTrue && a != IsFalse:
			out = IsUnknown
		}
	}
	return out
}

// Conditions are all that must hold for a clock to run, those on role and market first. What does not parse is left out; the lint reports it.
func (c *ReportingClock) Conditions() []Condition {
	var out []Condition
	var who, where Condition
	for _, w := range c.Who {
		who = append(who, Literal{Fact: RoleFact(w)})
	}
	for _, m := range c.Markets {
		where = append(where, Literal{Fact: MarketFact(m)})
	}
	for _, c := range []Condition{who, where} {
		if len(c) > 0 {
			out = append(out, c)
		}
	}
	return append(out, Conditions(c.When)...)
}

// Conditions parses a list of conditions and leaves out what does not parse.
func Conditions(list []string) []Condition {
	var out []Condition
	for _, s := range list {
		if p, err := ParseCondition(s); err == nil {
			out = append(out, p)
		}
	}
	return out
}

// All tells whether all of some conditions hold: no where one does not, unknown where one may not.
func All(list []Condition, is func(fact string) Truth) Truth {
	out := IsTrue
	for _, c := range list {
		switch c.Holds(is) {
		case IsFalse:
			return IsFalse
		case IsUnknown:
			out = IsUnknown
		}
	}
	return out
}

// Aware lists the facts whose knowledge starts the clock.
func (c *ReportingClock) Aware() []string {
	if len(c.AwareOf) > 0 {
		return c.AwareOf
	}
	var out []string
	for _, cond := range Conditions(c.When) {
		for _, l := range cond {
			if f := EventFact(l.Fact); f != nil && !f.Standing && !l.Not && !slices.Contains(out, l.Fact) {
				out = append(out, l.Fact)
			}
		}
	}
	return out
}

// Time says in words how long there is and from when on: "72 hours from awareness".
func (c *ReportingClock) Time() string {
	from := strings.ReplaceAll(string(c.Anchor), "-", " ")
	switch {
	case c.Within == nil:
		return "without delay, no number set"
	case c.Within.Count == 0:
		return "by the " + from
	case c.Within.YearEnd == Yes:
		from = "the end of the year of " + from
	}
	unit := strings.ReplaceAll(string(c.Within.Unit), "-", " ")
	if c.Within.Count == 1 {
		unit = strings.TrimSuffix(unit, "s")
	}
	return fmt.Sprintf("%d %s from %s", c.Within.Count, unit, from)
}
