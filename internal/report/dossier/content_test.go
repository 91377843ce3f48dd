package dossier_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"cordon/internal/engine"
	"cordon/internal/knowledge"
	"cordon/internal/report/dossier"
)

// What each part says of the example, by rows and sentences that must be there, and by some that must not.
func TestContent(t *testing.T) {
	f := theExample(t)
	for part, lines := range map[string][]string{
		"ports": {
			"smartbox/receiver | Sensor receiver | Smartbox | Body-area link, Home Wi-Fi | Support console, Update service, Motion sensors | Bluetooth Low Energy, HTTPS |",
			"update | Home Wi-Fi | Update service | Smartbox | Smartbox | HTTPS | Smartbox update\nProtection: Encrypted channel with a verified server (present) |",
			"show | Hospital network | Physician tool | Clinic workstation | Clinic workstation | HTTPS |", "not: are to be added: Sensor data to smartbox",
			"Open: The protocol is not named: Diary to records,", "Open: Numbers of ports are not part of a description; they are to be added:",
			"not: office-lan | Build server",
		},
		"flows": {
			"collect | Sensor data to smartbox | Motion sensors | Smartbox | Motion signal | Body-area link, Sensor radio, Smartbox radio | Bluetooth Low Energy | Store and forward (present) |",
			"Open: No protection of the flow is described: Settings of the smartbox,",
		},
		"software": {
			"smartbox/os | Smartbox Linux | Linux | Manufacturer | not recorded | not recorded | 2034-12 |",
			"phone/app | Diary app | Mobile app | Manufacturer | 2.3.1 | not recorded | 2034-12 |", "cloud/records | Patient records | Database | Manufacturer | not recorded | not recorded | 2034-12, with the system |",
			"Open: There is no list of components: Identity service,", "not: workstation/os",
		},
		"interfaces": {"smartbox/console | Console on the board | Debug port | Smartbox | unknown | no | no | does not apply | none |", "Open: “Enabled in the field” is not known: Console on the board."},
		"data":       {"motion | Motion signal | Signal | Patient | health | Smartbox | Motion sensors |"},
		"risks": {
			"wrong-intake | Medication taken after a forged plan | indirect | adult: critical; frail: critical | unacceptable\nlikelihood high\n0.004 to 0.12 per device-year | unacceptable\nlikelihood medium\n0.0004 to 0.04 per device-year |",
		},
		"risk-readings": {
			"| 1. A foreign link opens Diary app past its lock, and Patient has tapped it (decided: not applicable, current)\n2. Taking the medication is misled by wrong Medication plan at Diary app\n3. ",
			"\nLikelihood of the whole: medium | The patient follows a plan", "not: by themselves",
			"Open: The likeliest way to a harm needs a threat that a decision calls not applicable; the figures still count the threat: Medication taken after a forged plan.",
		},
		"residual-plain": {
			"Medication taken after a forged plan: How it comes about: The patient follows a plan on the phone that nobody prescribed.\n" +
				"Severity: adult: critical; frail: critical.\nIn words for patients: “You may take medicine that nobody prescribed. ",
			"How often: if 10,000 devices are used for a year, this may happen with 4 to 400 of them.",
			"What the patient does instead: The printed plan from the last consultation.", "not: wrong-intake", "not: P1", "not: CTL-",
			"Open: A risk is left that is unacceptable, and no decision about it stands, so this must not be handed out yet: Medication taken after a forged plan.",
			"Open: The figures count on a control that is planned and not in place: Mutual authentication of both ends (Upload),",
		},
		"residual-risks": {
			"late-adjustment | Adjustment comes too late | adult: minor; frail: serious | 0.00002 to 0.004 | reduce | accept; A. Lindgren, clinical lead; 2026-11-25, until 2027-11-30; current |",
			"Open: A risk is left that is not acceptable by the table, and no decision about it stands:", "Judgement of the benefits against all risks together: treat;",
			"Open: The risks together are not accepted: the overall judgement is to treat: Overall benefit-risk judgement.",
		},
		"requirements": {
			"CTL-0009 | Access recorded and looked at. Who saw or changed what", "Physician tool: planned\nSupport console: planned", "IEC 62443-4-2: CR 2.8, CR 6.1\nIEC TR 80001-2-2: AUDT |",
			"CTL-0018@judge | Practised fall-back (Judging the state of the disease) | Symptoms go unrecorded | Judging the state of the disease does not happen without Physician's report",
			"CTL-0020@cloud/platform | Administration only with two proofs and from a known place (Cloud platform) | none | ",
		},
		"verification": {
			"CTL-0001@upload | Encrypted channel with a verified server | Upload | present | TR-NET-01 | yes, by test |", "CTL-0002@upload | Mutual authentication of both ends | Upload | planned | not recorded | no: not built yet |",
			"CTL-0010@upload | Store and forward | Upload | present | TR-BUF-02 | no: TR-BUF-02: made on release 2.2 |", "| Physician tool | present | not recorded | no: without evidence |",
			"CTL-0006 | Age shown with the data, and refusal beyond a limit | Feed data older than the limit. | It is marked and not used for the decision. |",
			"Open: A control is in place, and no evidence shows it:", "not: of which there is no record",
		},
		"minimum-it": {
			"hospital-lan | Hospital network | Hospital network | Report on screen | Filter between networks (present), Admission to the network by proof of identity (present) | Hospital |",
			"phone | Patient's phone | Smartphone | runs or holds Diary app | unknown |", "patient | Patient | Diary app, Smartbox | none | dexterity limited; memory limited; knowledge of security low | none |",
			"CTL-0004 | Filter between networks | Hospital network: present |", "Open: Nobody is said to be in charge: Inner cloud network.",
			"not: office-lan", "not: supporter", "not: build/signing",
		},
		"tasks operator": {
			"CTL-0004 | Filter between networks | Deny by default;", "Hospital network: present | Scan from", "bind-patient | Link sensors and smartbox", "hospital-workstation | The hospital keeps",
			"Open: It is not settled who applies a control:", "not: Manufacturer's network", "not: CTL-0001",
		},
		"tasks manufacturer": {"CTL-0001 | Encrypted channel with a verified server |", "Manufacturer's network: present | Scan from", "not: Hospital network"},
		"tasks patient":      {"- Report a lost or stolen smartbox within a week.", "- See to it that this is so: The patient's phone receives security updates", "not: CTL-", "not: |  |"},
		"tasks supplier": {
			"cloud/platform | Cloud platform | Cloud platform | Cloud provider | not recorded | not recorded |", "mobile | Mobile network | Mobile network | Mobile operator | does not apply | does not apply |",
		},
		"responsibilities": {"report-loss | Report a lost or stolen smartbox within a week. | Patient | patient | Smartbox | not recorded |", "CTL-0020@cloud/platform |", "bind-patient | Link sensors and smartbox to the right patient at hand-over. | Hospital | operator | Smartbox, Motion sensors | service agreement, section 4 |", "Open: It is not said where a task that is given to others was accepted: "},
		"updates": {
			"smartbox | Smartbox | over network | unknown | unknown | 2034-12, with the system | Image to update service, from Build and signing service\nUpdate of the smartbox, from Update service |",
			"cloud/updates | Update service | over network | weeks | yes | 2034-12, with the system | none |", "phone/os | Phone operating system | over network | unknown | unknown | not recorded | none |",
			"Open: “Receives security updates” is not known: Symptom model, Motion sensors, Smartbox.", "Open: No control of updates is in place or planned.",
			"Open: It is updated over a network, and no flow that brings the updates is described: Symptom model, Update service, Diary app.",
		},
		"accounts":     {"smartbox | Smartbox | per unit | does not apply | none | Patient |"},
		"backup":       {"settings | Settings of the smartbox | Smartbox | none |", "not: Device key"},
		"held-outside": {"CTL-0004@hospital-lan | Filter between networks | Hospital network |", "caregiver | Caregiver | Recognises deception: medium, taken to low |"},
		"side-effects": {
			"CTL-0009 | Access recorded and looked at | Physician tool: planned\nSupport console: planned | maintenance per year: a day |",
			"| Upload stops because a certificate has run out | Encrypted channel with a verified server (Upload), Mutual authentication of both ends (Upload) | medium | very low | no control is in place or planned |",
		},
		"relation": {"exposure-of-illness | The illness becomes known | privacy | Knowledge of the disease in wrong hands (hazard.rights.known) | security risk without safety impact |"},
		"threat-coverage": {
			"Interface or flow | Access | Spoofing | Tampering |", "\nSmartbox USB port | ", "\nUpload | ", "not: workstation", "not: | Clinical |",
			"Categories of which no threat was found at any of them: supply chain, clinical.",
		},
		"threats": {
			"| A foreign link opens Diary app past its lock, and Patient has tapped it (Medication plan) | access | medium | high |",
			"Open: No control answers a threat of medium risk, and nobody has decided on it: ", "; Anybody on Internet can call Update service",
			" | Motion signal is changed in Upload | tampering | ", "Encrypted channel with a verified server (Upload)",
		},
		"remote-access": {"smartbox | Smartbox | Support staff (Manufacturer) | Settings of the smartbox | Inner cloud network, Internet, Home Wi-Fi | none |"},
		"disposal": {
			"smartbox | Smartbox | Device key, Motion signal, Settings of the smartbox | yes | yes | Erased and brought to a known state between holders (decided on 2026-11-25, not in place) |",
			"nothing is named that erases or seals them: Patient records,",
		},
		"open-questions":  {"| Is Console on the board enabled on devices in use? |", "| Facts | Is Console on the board enabled on devices in use? | Console on the board |", "not: Open: Is ", "disposal-route | Who erases the motion sensors"},
		"personal-data":   {"diary | Medication diary | Patient | health | Patient records |", "Open: No clinical function needs data about people; the purpose is to be added: Patient account and device binding, Recordings with scores by experts."},
		"organisations":   {"maker | Manufacturer | manufacturer | security@maker.example |", "not: cloud/maker", "Open: No contact for security is named: Mobile operator, Cloud provider, Hospital."},
		"elements":        {"phone | Patient's phone | Smartphone | none | Patient's home | single | not recorded |"},
		"single-failures": {"CTL-0001@deliver\nEncrypted channel with a verified server (Plan to phone) |"},
		"system":          {"Manufacturer: Manufacturer", "Contact of the manufacturer for security: security@maker.example\n"},
		"clauses mdr GSPR-18": {
			"Medical Device Regulation (EU) 2017/745, in force. Its clauses are retold in other words, from general knowledge", "Clauses of Medical Device Regulation (EU) 2017/745 that begin with GSPR-18\n",
			"GSPR-18.8 | ", " | manufacturer | partly | Lacking: ", "\nDealt with in: ", "not: GSPR-17", "not: | AnxII",
		},
		"clauses ivdr":                {"does not bind this system: its class is MDR-IIa, and this is for IVDR-A or"},
		"clauses law":                 {"Open: The template asks for clauses of “law”, which the knowledge base does not have."},
		"clause-summary":              {"\nMDCG 2019-16 rev.1", "Documents that do not bind it: ", "; Cyber Resilience Act (EU) 2024/2847,", "not: cra-2024"},
		"open-clauses":                {"CRI-0001 | Bluetooth radios that are on pair in a way that proves the other side | Sensor radio, Smartbox radio | ", "not: Choose a pairing mode", "Clauses that no criterion decides and that nobody has stated: "},
		"crosswalk mdcg-2019-16 mdr":  {"mdcg-2019-16:r1/2.4#3\n", "| overlaps with | mdr:2017/GSPR-3c\n", "not: | ivdr:2017/", "and what they relate to in mdr"},
		"crosswalk mdcg-2019-16 ivdr": {"In Vitro Diagnostic Regulation (EU) 2017/746 does not bind this system, so that no relation to it is listed.", "not: | ivdr:2017/"},
		"questionnaire mds2": {
			"DOC-1 | ", "| Manufacturer | Derived: as described. |", "| 2026-11-26 | Derived", "ALOF-1 | ", "| yes | Derived: Identity service, Ingest service, ", "| see note | The physician tool logs off after 15 minutes; app and smartbox have no session. The description says: no.\nStated by the author. |",
			"| asked | Asked: nobody knows “Shared account” of Identity service, Ingest service,", "not: nobody knows cloud/",
			" of 240 items are asked; by group: ",
		},
		"criteria": {
			"Likelihood of a threat\nLevel | Meaning | \nnegligible | can be left out of account |", "\nhigh | act now |",
			"Impact | negligible | very low | low | medium | high | very high | \nvery high | very low | low | medium | high | very high | very high |", "Acceptability by severity",
		},
		"decisions":          {"late-adjustment | Adjustment comes too late | accept | A. Lindgren, clinical lead |", "not: sources-of-security-news"},
		"duties":             {"Operator | General Data Protection Regulation (EU) 2016/679 | Article 4(7) | controller |", "not: IVDR", "not: HIPAA", "not: Patient or lay user"},
		"duties gdpr":        {"Patient or lay user | General Data Protection Regulation (EU) 2016/679 |", "not: NIS"},
		"documents operator": {"Minimum IT requirements | manufacturer | operator, integrator, notified body |", "not: Periodic safety"},
		"documents":          {"Security concept | manufacturer | notified body, manufacturer, operator | "},
	} {
		compare(t, part, strings.Join(asText(made(t, with(part), f)), "\n"), lines)
	}
}

// An open point names what it is about, so that an author finds the place.
func TestOpenPointsNameElements(t *testing.T) {
	d := made(t, with("software"), theExample(t))
	i := slices.IndexFunc(d.Open, func(o dossier.OpenPoint) bool { return o.Says == "No release is named" })
	if i < 0 || d.Open[i].Section != "Facts" || !slices.Contains(d.Open[i].About, "smartbox/uploader") {
		t.Errorf("%v", d.Open)
	}
}

// What only patients read has no ids and no levels; what only clinical users read is short.
func TestForPatientsAndClinicalUsers(t *testing.T) {
	f := theExample(t)
	for reader, lines := range map[knowledge.Holder][]string{
		"patient": {
			"You may take medicine that nobody prescribed: This can happen when somebody puts a false plan on your phone.\nHow bad it is: ",
			"How bad it is: The patient may be hurt for life, or be in danger of dying.",
			"How often: if 10,000 devices are used for a year, this may happen with 4 to 400 of them.",
			"What you can do instead: The printed plan from the last consultation.", "Ask the maker: security@maker.example\n",
			"Taking the medication: The printed plan from the last consultation. This works within minutes.\n", "Updates until: December 2034\n",
			"Motion signal: Kept on: Smartbox (with you).\nSent to: Ingest service, Symptom model.\n", "Open: Say in plain words who has this: Ingest service,", "\nMade from: model ",
			"not: wrong-intake", "not: P1", "not: CTL-", "not: How it comes about", "not: No plain words", "not: Judging the state", "not: mailto",
		},
		"professional": {
			"Adjusting the medication: Adjustment by examination and interview alone. This works within hours.\n",
			"Severity: adult: critical; frail: critical.\nHow often: ", "\nMade from: model ",
			"Least privilege for users: Where: Physician tool, Support console\nTime per clinical task: under 2 s; delay of emergency access: under 1 min.\n", "not: Filter between networks", "not: maintenance", "not: In words for patients",
			"not: T-",
		},
	} {
		tpl := with("residual-plain", "functions", "support", "side-effects", "personal-data")
		if tpl.To = []knowledge.Holder{reader}; reader == "patient" {
			tpl.Sections[0].Parts = slices.DeleteFunc(tpl.Sections[0].Parts, func(p string) bool { return p == "side-effects" })
		}
		d := made(t, tpl, f)
		if d.Document.Contents || len(d.Document.Digests) > 0 {
			t.Errorf("%s: contents or digests stand in front", reader)
		}
		compare(t, string(reader), strings.Join(asText(d), "\n"), lines)
	}
}

// What a hospital reads of clauses has no ids of criteria, and what only others have to show is not open for the issuer.
func TestClausesForAHospital(t *testing.T) {
	tpl := with("clauses enisa-procurement")
	tpl.To = []knowledge.Holder{"operator"}
	for issuer, lines := range map[knowledge.Holder][]string{
		"manufacturer": {"Clauses of ENISA procurement guidelines", "not: CRI-", "not: Open: Not shown by any rule"},
		"operator":     {"Open: Not shown by any rule, and not stated by anybody: G1 Security staff have a say in buying,"},
	} {
		tpl.From = []knowledge.Holder{issuer}
		compare(t, string(issuer), strings.Join(asText(made(t, tpl, theExample(t))), "\n"), lines)
	}
}

// compare looks for lines, and for those that must not be there.
func compare(t *testing.T, of, all string, lines []string) {
	t.Helper()
	for _, line := range lines {
		if absent, ok := strings.CutPrefix(line, "not: "); ok {
			if strings.Contains(all, absent) {
				t.Errorf("%s says %q", of, absent)
			}
		} else if !strings.Contains(all, line) {
			t.Errorf("%s does not say %q; it says\n%s", of, line, all)
		}
	}
}

// What patients do is in the words of the knowledge base. Where words for patients are missing, those for colleagues stand if there are
// any, and that is open.
func TestWordsForPatients(t *testing.T) {
	f := *theExample(t)
	m, a, ix, base := *f.Model, *f.Assessment, *f.Index, *f.Index.Base
	m.Harms, a.Controls, ix.Controls, base.Scales.Severity = slices.Clone(m.Harms), slices.Clone(a.Controls), maps.Clone(ix.Controls), slices.Clone(base.Scales.Severity)
	f.Model, f.Assessment, f.Index, ix.Base = &m, &a, &ix, &base

	for _, id := range []string{"CTL-0004", "CTL-0005"} {
		a.Controls = append(a.Controls, engine.Control{ID: id + "@home-wifi", Control: id, Title: ix.Controls[id].Title, Element: "home-wifi", State: "present"})
	}
	silent := *ix.Controls["CTL-0005"]
	silent.Plain, ix.Controls["CTL-0005"] = "", &silent
	for i := range m.Harms {
		switch m.Harms[i].ID {
		case "wrong-intake":
			m.Harms[i].Value.Plain = ""
		case "no-monitoring":
			m.Harms[i].Value.Plain = "Nobody sees how you were.\n"
		}
	}
	base.Scales.Severity[3].Plain, base.Scales.Severity[1].PlainLoss = "", ""

	tpl := with("residual-plain", "tasks patient")
	tpl.To = []knowledge.Holder{"patient"}
	all := strings.Join(asText(made(t, tpl, &f)), "\n")
	for _, line := range []string{
		"- Keep the wall between your home network and the Internet switched on.",
		"Open: Say in plain words what this asks of the patient: Admission to the network by proof of identity: ",
		"\nMedication taken after a forged plan: How it comes about: The patient follows a plan on the phone that nobody prescribed.\n" +
			"How bad it is: Permanent impairment or life-threatening injury.\n",
		"Open: No plain words are given for a harm: Medication taken after a forged plan.",
		"\nNobody sees how you were: How bad it is: The patient may be hurt a little. It heals without a doctor.\n",
		"\nOther people may learn of your illness: Your employer, an insurer, your family or strangers could find out how you are.\n" +
			"How bad it is: Passing injury or impairment that needs no medical intervention.\n",
		"Open: Say in plain words how bad this is: The illness becomes known, ",
	} {
		if !strings.Contains(all, line) {
			t.Errorf("not there: %q; there is\n%s", line, all)
		}
	}
}

// What clauses lack is told of those that the document lists, with advice only where nobody but its author reads it.
func TestOpenClausesOfADocument(t *testing.T) {
	f := theExample(t)
	all := strings.Join(asText(made(t, with("clauses mdr GSPR-17", "open-clauses"), f)), "\n")
	if !strings.Contains(all, "| GSPR-17.1 |") || strings.Contains(all, "CRI-0300 |") || strings.Contains(all, "To do") {
		t.Error(all)
	}
	own := with("open-clauses")
	own.To = []knowledge.Holder{"manufacturer"}
	if all := strings.Join(asText(made(t, own, f)), "\n"); !strings.Contains(all, "Choose a pairing mode") || !strings.Contains(all, "CRI-0300 |") {
		t.Error(all)
	}
}

// After clauses only the documents are listed that serve some of the same document. A document that does not bind says so once in full.
func TestDocumentsThatServeClauses(t *testing.T) {
	f := theExample(t)
	all := strings.Join(asText(made(t, with("clauses mdr 86", "clauses cra 14", "clauses cra 13", "documents"), f)), "\n")
	for _, line := range []string{
		"\nPeriodic safety update report, cybersecurity section | manufacturer | notified body, authority | ", " | 86, 85, ",
		"does not bind this system: its class is", "does not bind this system, as is said further up.", "not: (eSTAR)",
	} {
		if absent, ok := strings.CutPrefix(line, "not: "); ok == strings.Contains(all, strings.TrimPrefix(line, "not: ")) {
			t.Errorf("%q; there is\n%s", absent, all)
		}
	}
	if all := strings.Join(asText(made(t, with("documents"), f)), "\n"); strings.Contains(all, "Serves") || !strings.Contains(all, "(eSTAR)") {
		t.Error(all)
	}
}
