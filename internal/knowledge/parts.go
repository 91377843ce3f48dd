package knowledge

import (
	"maps"
	"slices"
)

// Part is a piece of a document that is made from the facts of a system.
type Part struct {
	Says     string // what it shows
	Argument string // what it needs after its name, or may have; empty where nothing
}

// optional begins the argument of a part that can do without.
const optional = "if wanted, "

// Parts are the words of `parts` in the sections of a template. What each does is in internal/report/dossier.
var Parts = map[string]Part{
	"system":               {"name, version, intended purpose, users, regulatory frame and support of the system", ""},
	"digests":              {"what the document was made from", ""},
	"diagram":              {"the system by zones, as a picture", ""},
	"contexts":             {"contexts of use", ""},
	"people":               {"people with their abilities", ""},
	"organisations":        {"organisations and their duties", ""},
	"zones":                {"zones, places and networks and who is in charge of them", ""},
	"elements":             {"assets of the product and of its surroundings", ""},
	"software":             {"software components of the product: supplier, release, list of components, end of support", ""},
	"interfaces":           {"interfaces of the product: enabled, exposed, what they connect to", ""},
	"data":                 {"classes of data, their sensitivity and where they are kept", ""},
	"personal-data":        {"data about people: where kept, where sent, to whom", ""},
	"flows":                {"flows of data between assets: data, way, protocol, protection", ""},
	"ports":                {"services of the product that others reach, and traffic that a network has to let through", ""},
	"functions":            {"clinical functions with what they need and the fall-back", ""},
	"benefits":             {"clinical benefits and the risks of the same functions", ""},
	"criteria":             {"scales and the table of acceptability", ""},
	"threats":              {"threats that begin chains, with likelihood, risk and answer", ""},
	"threat-categories":    {"number of threats by category and level of risk", ""},
	"threat-coverage":      {"interfaces and flows against categories of threat", ""},
	"risks":                {"harms without controls, today and as planned", ""},
	"risk-readings":        {"the likeliest way to each harm, in a sentence", ""},
	"relation":             {"how security and safety meet in each risk", ""},
	"causes":               {"what attacks, misuse, failures and side effects contribute to each risk", ""},
	"residual-risks":       {"what is left after the planned controls, with the decisions about it", ""},
	"residual-plain":       {"what is left, in words for people who use the device", ""},
	"side-effects":         {"controls that burden care, and threats that controls open", ""},
	"decisions":            {"decisions on record and whether they stand", ""},
	"requirements":         {"security requirements: each control at its elements, with criterion, state and catalogue entries", ""},
	"layers":               {"controls by layer", ""},
	"single-failures":      {"losses of one control or layer that make a harm worse", ""},
	"held-outside":         {"harms that only the surroundings hold down", ""},
	"verification":         {"each control with method, criterion and evidence", ""},
	"evidence":             {"evidence on record", ""},
	"assumptions":          {"what the product relies on in its surroundings", ""},
	"minimum-it":           {"what networks, hosts and people around the product must provide", ""},
	"tasks":                {"controls that one duty holder applies, as a list of tasks", "manufacturer, integrator, operator, patient or supplier"},
	"responsibilities":     {"who does what, and what nobody has taken on", ""},
	"accounts":             {"log-in secrets at first use, and shared accounts", ""},
	"logging":              {"clocks and records of events", ""},
	"updates":              {"how each host and software gets updates, and how soon", ""},
	"backup":               {"where data are kept once, and what restores them", ""},
	"remote-access":        {"ways in for remote service", ""},
	"disposal":             {"what keeps secrets or data and has to be erased", ""},
	"support":              {"support period, rhythm of updates, components that end before it", ""},
	"open-questions":       {"facts that nobody knows yet, and open facts of the description", ""},
	"clauses":              {"clauses of a document with their status", "a document, with or without edition, and then, if wanted, the beginning of the places"},
	"clause-summary":       {"number of clauses by document and status", ""},
	"open-clauses":         {"clauses that are open, with what to do", ""},
	"crosswalk":            {"how clauses of one document relate to others", "a document without edition, and then, if wanted, the only other one"},
	"questionnaire":        {"the items of a questionnaire with answers and reasons", "id of a questionnaire"},
	"terms":                {"terms of the glossary that the document uses", ""},
	"duties":               {"what those who issue and read the document are called under the laws that bind", optional + "a document without edition, and then for all holders of duties"},
	"releases-in-use":      {"after release: which releases are in use, with their bills of materials and the end of their support", ""},
	"watched-sources":      {"after release: when which bills of materials were last searched for vulnerabilities", ""},
	"vulnerabilities":      {"after release: the vulnerabilities of the releases in use, by what they do to patients", ""},
	"vulnerability-counts": {"after release: number of vulnerabilities, by decision, priority and age", ""},
	"uncontrolled":         {"after release: vulnerabilities of uncontrolled risk, each with its time line", ""},
	"events":               {"after release: events, incidents and measures in the period", ""},
	"risk-over-time":       {"after release: harms at the beginning and at the end of the period, as a table and a picture", ""},
	"trend":                {"after release: figures of the period against those of the period before", ""},
	"endings":              {"after release: what ends when: support, algorithms, keys, certificates", ""},
	"forecast":             {"after release: when each harm gets worse if nothing is done", ""},
	"forecast-plain":       {"after release: the same for those who have the product in use, in plain words", ""},
	"actions":              {"after release: what may be done, by what it does for patients", ""},
	"indicators":           {"after release: indicators that fit the system, with owner, interval and last reading", ""},
	"notice-what":          {"after release: weaknesses that affect the product or did, in plain words", ""},
	"notice-means":         {"after release: what they mean for patients, in plain words", ""},
	"notice-do":            {"after release: what people who have the product do now, in plain words", ""},
	"notice-maker":         {"after release: what the manufacturer does about them, in plain words", ""},
	"notice-care":          {"after release: the same for those who care for patients", ""},
	"notice-contact":       {"whom people can ask", ""},
	"documents":            {"the documents that can be made, and whom they are for", optional + "whom they are for"},
}

func partNames() []string { return slices.Sorted(maps.Keys(Parts)) }

// ItemValues are the words of `value` in the items of a questionnaire.
var ItemValues = []string{
	"manufacturer", "contact", "device", "model-version", "intended-purpose", "document-date", "networks", "software-components", "support-until", "update-rhythm", "operating-systems",
	"regulation",
}
