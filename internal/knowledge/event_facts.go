package knowledge

import (
	"slices"
	"strings"

	"cordon/internal/model"
)

// FactOfEvent is something that decides which reporting clocks an event starts.
type FactOfEvent struct {
	Name string
	Asks string // the question, for somebody who knows the event and not the law
	// Standing facts are about the organisation, the market or the product, and not about the event: to know them is not to be aware of anything.
	Standing bool
}

// Named is a word with what it means.
type Named struct{ Name, Says string }

// Anchors are the words of `anchor`.
var Anchors = []Named{
	{"awareness", "the organisation came to know the facts of the event; anybody who works for it counts"},
	{"initiation", "the action on devices in the field begins, or is planned to begin"},
	{"measure-available", "a corrective or mitigating measure can be had"},
	{"previous-report", "the report of the clock that this one follows was sent"},
	{"listing", "the vulnerability was put on the list of those known to be exploited"},
	{"due-date", "the day that the list names for the vulnerability"},
	{"report-received", "a report of a finder arrived"},
	{"request", "the authority asked for a report"},
	{"handled", "the handling of the incident ended"},
	{"significance", "a trend was established to be significant"},
}

// Details are the words of `from` in the contents of a report: what can be filled in, and where it comes from.
var Details = []Named{
	{"event", "title and id of the event"},
	{"facts", "what is known of the event, with time and person"},
	{"awareness", "when and by whom the organisation became aware"},
	{"previous", "the report before this one, with its reference"},
	{"organisation", "who reports: name, address, number, contact"},
	{"product", "the product: name, model, releases, device identifier"},
	{"devices", "how many devices, where, with which release"},
	{"vulnerability", "the vulnerability: id, weakness, exploitation"},
	{"harm", "what can happen or happened to patients, as assessed"},
	{"measures", "corrective and mitigating measures, taken and planned"},
	{"advice", "what users can do meanwhile"},
	{"data", "personal data concerned: sorts, number of people and records"},
	{"cause", "root cause, as far as it is known"},
	{"effects", "effects on services, other organisations and other states"},
	{"actor", "whether the act was unlawful or malicious, and who is suspected"},
	{"person", "only a person can say it"},
}

// EventFacts are the facts of events that conditions of clocks name, besides those on role and market.
var EventFacts = withRolesAndMarkets([]FactOfEvent{
	{"product-md", "Is the product a medical device in the sense of the MDR?", true},
	{"product-ivd", "Is the product an in vitro diagnostic device in the sense of the IVDR?", true},
	{"product-cra", "Is the product one with digital elements that is no medical device, such as a companion app, a gateway or a service tool?", true},
	{"product-ai-high-risk", "Is the product, or a part of it, a high-risk AI system?", true},
	{"nis2-entity", "Is the organisation an essential or important entity under NIS2?", true},
	{"nis2-2690-entity", "Does the organisation offer cloud, data centre, managed or other digital services to which Regulation 2024/2690 applies?", true},
	{"controller", "Does the organisation decide why and how the personal data are processed?", true},
	{"processor", "Does the organisation process the personal data on behalf of another one?", true},
	{"hipaa-covered-entity", "Is the organisation a covered entity under HIPAA, such as a hospital that bills electronically?", true},
	{"hipaa-business-associate", "Does the organisation handle health data of the United States on behalf of a covered entity?", true},
	{"health-record-vendor", "Does the organisation offer a personal health record, or an app beside one, that HIPAA does not cover?", true},
	{"federal-agency", "Is the organisation a civilian federal agency of the United States, or does it run systems for one?", true},
	{"publicly-exposed", "Can the vulnerable system be reached from the internet?", true},
	{"exploit-automatable", "Can an attacker automate the exploitation?", true},
	{"total-control", "Does exploitation give total control of the system?", true},
	{"isao-member", "Does the manufacturer take active part in an organisation that shares security information (ISAO)?", true},

	{"serious-incident", "Did an incident with the device lead, or could it have led, to death, a serious worsening of health, or a serious threat to public health?", false},
	{"public-health-threat", "Is there a serious threat to public health, such as an imminent risk of death that may strike many?", false},
	{"death-or-unanticipated-serious-deterioration", "Did somebody die, or did somebody's health become seriously worse in a way that nobody had anticipated?", false},
	{"death", "Did somebody die?", false},
	{"field-action", "Is an action on devices in the field taken or planned, to lower a risk to safety?", false},
	{"field-action-urgent", "Must that action begin at once?", false},
	{"trend-significant", "Did incidents that are not serious, or expected side effects, become significantly more frequent or severe?", false},
	{"suspected-incident", "Is there a complaint or a report of an incident that is only suspected?", false},
	{"actively-exploited", "Is there reliable evidence that somebody exploits the vulnerability without permission of the owner?", false},
	{"severe-incident", "Did an incident hurt the security of the product or of its development, or could it have, so that sensitive data, functions or code are at risk?", false},
	{"significant-incident", "Did an incident disrupt the services of the organisation severely, cost it much, or harm others considerably, or can it?", false},
	{"recurring-incidents", "Did incidents with the same root cause come twice or more within six months, each too small to report and together costly?", false},
	{"incident-ongoing", "Is the incident still going on when the final report would be due?", false},
	{"recipients-affected", "Can those who use the service be hurt by the incident or by the threat behind it?", false},
	{"status-requested", "Has the authority asked for a report in between?", false},
	{"component-vulnerability", "Was the vulnerability found in a component that somebody else maintains?", false},
	{"personal-data-breach", "Were personal data lost, altered, disclosed or made unavailable?", false},
	{"breach-risk-unlikely", "Is it unlikely that the breach is a risk to people's rights and freedoms?", false},
	{"breach-likely-high-risk", "Is the breach likely to be a high risk to people's rights and freedoms?", false},
	{"data-unintelligible", "Were the data unintelligible to whoever got them, for instance encrypted with a key that is safe?", false},
	{"phi-breach", "Were unsecured health data of patients in the United States acquired, used or disclosed without permission?", false},
	{"persons-500-or-more", "Are 500 or more people concerned?", false},
	{"residents-over-500", "Are more than 500 residents of one state of the United States concerned?", false},
	{"ai-serious-incident", "Did the AI system lead to a death, serious harm to health, broken fundamental rights, or serious harm to property or nature?", false},
	{"rights-infringed", "Were obligations infringed that protect fundamental rights, for instance by discrimination?", false},
	{"widespread-or-infrastructure", "Is the infringement widespread, or is critical infrastructure seriously and irreversibly disrupted?", false},
	{"fda-death-or-serious-injury", "Does information reasonably suggest that the device may have caused or contributed to a death or serious injury?", false},
	{"fda-malfunction", "Did the device malfunction so that a recurrence would be likely to cause or contribute to a death or serious injury?", false},
	{"remedial-action-needed", "Is remedial action necessary to prevent an unreasonable risk of substantial harm to public health, or has FDA asked for a report within five days?", false},
	{"correction-or-removal", "Is a device corrected or removed, also by software?", false},
	{"reduces-risk-to-health", "Is that done to reduce a risk to health, or to remedy a violation that may present one?", false},
	{"uncontrolled-risk", "Is the residual risk of harm to patients unacceptable with the controls that are in place (uncontrolled)?", false},
	{"known-harm", "Is a serious adverse event or death known that is associated with the vulnerability?", false},
	{"fixed-in-time", "Were customers told within 30 days, the fix brought to them within 60 days, and the information shared with the ISAO?", false},
	{"listed-as-exploited", "Does the catalogue of known exploited vulnerabilities of CISA list it?", false},
	{"vulnerability-present", "Is the vulnerability in a system that the organisation runs?", false},
	{"report-received-from-finder", "Did somebody outside report the vulnerability?", false},
	{"suspected-security-event", "Does an operator suspect that the security of a device was touched?", false},
	{"serious-event-elsewhere", "Did an authority abroad order a change, recall or relabelling for a serious risk, or did the manufacturer begin one there?", false},
	{"serious-deterioration", "Did somebody die, or did somebody's health become seriously worse?", false},
	{"could-recur", "Could a recurrence lead to death or a serious worsening of health?", false},
})

// RoleFact is the fact that the organisation has a role, MarketFact that the product is on a market.
func RoleFact(r Reporter) string       { return "role-" + string(r) }
func MarketFact(m model.Market) string { return "market-" + strings.ToLower(string(m)) }

func withRolesAndMarkets(facts []FactOfEvent) []FactOfEvent {
	var out []FactOfEvent
	for _, r := range Reporter("").Words() {
		out = append(out, FactOfEvent{RoleFact(Reporter(r)), "Does the organisation act as " + strings.ReplaceAll(r, "-", " ") + "?", true})
	}
	for _, m := range model.Market("").Words() {
		out = append(out, FactOfEvent{MarketFact(model.Market(m)), "Is the product, or the service, on the market " + m + "?", true})
	}
	return append(out, facts...)
}

// EventFact finds a fact of events by its name; nil where there is none.
func EventFact(name string) *FactOfEvent {
	i := slices.IndexFunc(EventFacts, func(f FactOfEvent) bool { return f.Name == name })
	if i < 0 {
		return nil
	}
	return &EventFacts[i]
}

// EventFactNames are the names in the order of the list.
func EventFactNames() []string {
	out := make([]string, len(EventFacts))
	for i, f := range EventFacts {
		out[i] = f.Name
	}
	return out
}

// namesOf are the words of a list.
func namesOf(list []Named) []string {
	out := make([]string, len(list))
	for i, n := range list {
		out[i] = n.Name
	}
	return out
}
