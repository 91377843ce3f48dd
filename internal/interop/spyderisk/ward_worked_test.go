package spyderisk

// The ward is a base and a model of our own, for machines that have none of the published ones: a server of records tells a gateway,
// the gateway a bedside monitor (one for few beds), and the monitor several equal infusion pumps which dose to give. What follows
// from the tables in testdata/ward/base was worked out by hand, from FORMAT.md and design/engine.md section 3, before anything was
// computed; it stands in this file by labels, so that it can be checked against the tables. Where a hand-made value and the engine part
// ways, find out by the documents which one is wrong.
//
// Some of it no stored result of Spyderisk shows; it rests on engine.md alone: mode CURRENT, population 1, trust at a sufficient role in a
// match of single assets, a necessary role that is not tied x to 1 in a population, a secondary threat as initial cause. Of two things
// the documents say nothing, and we take the average member: a root node that is no key node (Pump of R-CPP), and an optional node
// (Thing of MP-NTo), at a population in a match of single assets.

// wardAssets are the inferred assets: label, class, rule, population (0 is one), and what stands for it in the picture.
const wardAssets = `
	[Copy:(Dose plan)-Gateway]      | DoseCopy | CP-DRS+C  | 0 | at Dose plan
	[Copy:(Dose plan)-Monitor]      | DoseCopy | CP-DRS+C  | 1 | at Dose plan
	[Copy:(Dose plan)-(Ward pumps)] | DoseCopy | CP-DRS+C  | 2 | at Dose plan
	[Port:Gateway]                  | Port     | CP-TN+P   | 0 | at Ward net
	[Port:Monitor]                  | Port     | CP-TN+P   | 1 | at Ward net
	[Port:(Ward pumps)]             | Port     | CP-TN+P   | 2 | at Ward net
	[Port:Records]                  | Port     | CP-RSN+CP | 0 | at Records
	[Channel:Gateway-Records]       | Channel  | CP-RSN+CP | 0 | on Records sendsTo Gateway
	[Channel:Monitor-Gateway]       | Channel  | CP-RSN+CP | 1 | on Gateway sendsTo Monitor
	[Channel:Records-Gateway]       | Channel  | CP-RSN+CP | 0 | on Gateway sendsTo Records
	[Channel:(Ward pumps)-Monitor]  | Channel  | CP-RSN+CP | 2 | on Monitor sendsTo Ward pumps
`

// wardLinks are the inferred links with their cardinalities: one to one where as many stand at either end, else many (-1) on the side
// of the larger population. Records needs no link "handles", since it stores the plan; it relays nothing, and has no copy.
const wardLinks = `
	Ward pumps handles Dose plan                                      | -1 1
	Records reaches Monitor                                           | 1 -1
	Records reaches Ward pumps                                        | 1 -1
	Gateway reaches Ward pumps                                        | 1 -1

	Gateway relays Dose plan                                          | 1 1
	Gateway keeps [Copy:(Dose plan)-Gateway]                          | 1 1
	[Copy:(Dose plan)-Gateway] copyOf Dose plan                       | 1 1
	Monitor relays Dose plan                                          | -1 1
	Monitor keeps [Copy:(Dose plan)-Monitor]                          | 1 1
	[Copy:(Dose plan)-Monitor] copyOf Dose plan                       | -1 1
	Ward pumps relays Dose plan                                       | -1 1
	Ward pumps keeps [Copy:(Dose plan)-(Ward pumps)]                  | 1 1
	[Copy:(Dose plan)-(Ward pumps)] copyOf Dose plan                  | -1 1

	[Port:Gateway] at Gateway                                         | 1 1
	[Port:Monitor] at Monitor                                         | 1 1
	[Port:(Ward pumps)] at Ward pumps                                 | 1 1
	[Port:Records] at Records                                         | 1 1

	[Channel:Gateway-Records] at Records                              | 1 1
	[Channel:Gateway-Records] to Gateway                              | 1 1
	[Channel:Gateway-Records] runsOver House net                      | 1 1
	[Channel:Monitor-Gateway] at Gateway                              | -1 1
	[Channel:Monitor-Gateway] to Monitor                              | 1 1
	[Channel:Monitor-Gateway] runsOver House net                      | -1 1
	[Channel:Monitor-Gateway] runsOver Ward net                       | -1 1
	[Channel:Records-Gateway] at Gateway                              | 1 1
	[Channel:Records-Gateway] to Records                              | 1 1
	[Channel:Records-Gateway] runsOver House net                      | 1 1
	[Channel:(Ward pumps)-Monitor] at Monitor                         | -1 1
	[Channel:(Ward pumps)-Monitor] to Ward pumps                      | 1 1
	[Channel:(Ward pumps)-Monitor] runsOver Ward net                  | -1 1
`

// wardMatches are the matches with their population, what plays each role, and the threats. A threat is there three times
// (average, Min, Max) where the population is above 0, but for B.X.BP.16, which takes no part in the risk.
const wardMatches = `
	DS_Ward pumps | 2 | Device=Ward pumps; Staff=Doctor, Nurse; Port=[Port:(Ward pumps)] | D.A.DS.22 D.H.DS.19 D.H.DS.2 D.S.DS.11 D.S.DS.17 D.U.DS.1 S.O.DS.10
	DS_Monitor    | 1 | Device=Monitor; Staff=Nurse; Port=[Port:Monitor]                 | D.A.DS.22 D.H.DS.19 D.H.DS.2 D.S.DS.11 D.S.DS.17 D.U.DS.1 S.O.DS.10
	DS_Gateway    | 0 | Device=Gateway; Staff=; Port=[Port:Gateway]                      | D.A.DS.22 D.H.DS.19 D.H.DS.2 D.S.DS.11 D.S.DS.17 D.U.DS.1
	DS_Records    | 0 | Device=Records; Staff=Doctor; Port=[Port:Records]                | D.A.DS.22 D.H.DS.19 D.H.DS.2 D.S.DS.11 D.S.DS.17 D.U.DS.1 S.O.DS.10

	RSC_Gateway_Records    | 0 | Sender=Records; Receiver=Gateway; Channel=[Channel:Gateway-Records]         | C.O.RSC.5 C.U.RSC.3 D.H.RSC.4
	RSC_Monitor_Gateway    | 1 | Sender=Gateway; Receiver=Monitor; Channel=[Channel:Monitor-Gateway]         | C.O.RSC.5 C.U.RSC.3 D.H.RSC.4
	RSC_Records_Gateway    | 0 | Sender=Gateway; Receiver=Records; Channel=[Channel:Records-Gateway]         | C.O.RSC.5 C.U.RSC.3 D.H.RSC.4
	RSC_Ward pumps_Monitor | 2 | Sender=Monitor; Receiver=Ward pumps; Channel=[Channel:(Ward pumps)-Monitor] | C.O.RSC.5 C.U.RSC.3 D.H.RSC.4

	DI_Records_Dose plan                          | 0 | Device=Records; Info=Dose plan                          | I.F.DI.6
	DI_Gateway_[Copy:(Dose plan)-Gateway]         | 0 | Device=Gateway; Info=[Copy:(Dose plan)-Gateway]         | I.F.DI.6
	DI_Monitor_[Copy:(Dose plan)-Monitor]         | 1 | Device=Monitor; Info=[Copy:(Dose plan)-Monitor]         | I.F.DI.6
	DI_Ward pumps_[Copy:(Dose plan)-(Ward pumps)] | 2 | Device=Ward pumps; Info=[Copy:(Dose plan)-(Ward pumps)] | I.F.DI.6

	PC_Ward pumps     | 2 | Pump=Ward pumps; Copy=[Copy:(Dose plan)-(Ward pumps)] | P.W.PC.15 P.W.PC.18 P.W.PC.7
	NT_Ward net       | 0 | Network=Ward net; Thing=Gateway, Monitor, Ward pumps  | N.S.NT.8
	NTs_Ward net      | 0 | Network=Ward net; Thing=Gateway, Monitor, Ward pumps  | N.O.NTs.9
	NTs_House net     | 0 | Network=House net; Thing=Gateway, Monitor, Records    | N.O.NTs.9
	NTo_Ward net      | 0 | Network=Ward net; Thing=Gateway, Monitor, Ward pumps  | N.J.NTo.20
	NTo_House net     | 0 | Network=House net; Thing=                             | N.J.NTo.20
	DU_Gateway        | 0 | Device=Gateway; Staff=                                | D.H.DU.12
	CPP_Nurse_Nurse   | 0 | Programmer=Nurse; Checker=Nurse; Pump=Ward pumps      | P.W.CPP.13
	CPP_Doctor_Nurse  | 0 | Programmer=Nurse; Checker=Doctor; Pump=Ward pumps     | P.W.CPP.13
	CPPd_Doctor_Nurse | 0 | Programmer=Nurse; Checker=Doctor; Pump=Ward pumps     | S.O.CPPd.14
	BP_Monitor        | 1 | Bedside=Monitor; Pump=Ward pumps                      | B.S.BP.21 B.X.BP.16
`

// wardStrategies are the strategies with the controls they need, whether they are on at design time, and the threats they block, or
// trigger (!). At a population the threat of the average needs the controls of the average; Min needs those of Max, and the
// reverse. In a match of single assets a necessary role needs those of Max (CSG-Harden against N.S), a sufficient one those of Min
// (CSG-Harden against N.O). A triggering strategy is not crossed, so that D.S_Min has the strategy that D.H_Max has.
const wardStrategies = `
	CSG-Login    | Badge at Doctor, Badge at Nurse, Login at Ward pumps          | off | D.H.DS.2_DS_Ward pumps
	CSG-Login    | Badge at Doctor, Badge at Nurse, Login_Max at Ward pumps      | off | D.H_Min.DS.2_DS_Ward pumps
	CSG-Login    | Badge at Doctor, Badge at Nurse, Login_Min at Ward pumps      | off | D.H_Max.DS.2_DS_Ward pumps
	CSG-Login    | Badge at Nurse, Login at Monitor                              | on  | D.H.DS.2_DS_Monitor
	CSG-Login    | Badge at Nurse, Login_Max at Monitor                          | on  | D.H_Min.DS.2_DS_Monitor
	CSG-Login    | Badge at Nurse, Login_Min at Monitor                          | on  | D.H_Max.DS.2_DS_Monitor
	CSG-Login    | Login at Gateway                                              | on  | D.H.DS.2_DS_Gateway

	CSG-Patch    | Patching at Ward pumps                                        | on  | D.H.DS.2_DS_Ward pumps, !D.S.DS.11_DS_Ward pumps
	CSG-Patch    | Patching_Max at Ward pumps                                    | on  | D.H_Min.DS.2_DS_Ward pumps, !D.S_Max.DS.11_DS_Ward pumps
	CSG-Patch    | Patching_Min at Ward pumps                                    | on  | D.H_Max.DS.2_DS_Ward pumps, !D.S_Min.DS.11_DS_Ward pumps
	CSG-Patch    | Patching at Monitor                                           | off | D.H.DS.2_DS_Monitor, !D.S.DS.11_DS_Monitor
	CSG-Patch    | Patching_Max at Monitor                                       | off | D.H_Min.DS.2_DS_Monitor, !D.S_Max.DS.11_DS_Monitor
	CSG-Patch    | Patching_Min at Monitor                                       | off | D.H_Max.DS.2_DS_Monitor, !D.S_Min.DS.11_DS_Monitor
	CSG-Patch    | Patching at Gateway                                           | off | D.H.DS.2_DS_Gateway, !D.S.DS.11_DS_Gateway
	CSG-Patch    | Patching at Records                                           | off | D.H.DS.2_DS_Records, !D.S.DS.11_DS_Records

	CSG-Filter   | Filter at [Port:(Ward pumps)]                                 | off | D.H.DS.2_DS_Ward pumps
	CSG-Filter   | Filter_Max at [Port:(Ward pumps)]                             | off | D.H_Min.DS.2_DS_Ward pumps
	CSG-Filter   | Filter_Min at [Port:(Ward pumps)]                             | off | D.H_Max.DS.2_DS_Ward pumps
	CSG-Filter   | Filter at [Port:Monitor]                                      | off | D.H.DS.2_DS_Monitor
	CSG-Filter   | Filter_Max at [Port:Monitor]                                  | off | D.H_Min.DS.2_DS_Monitor
	CSG-Filter   | Filter_Min at [Port:Monitor]                                  | off | D.H_Max.DS.2_DS_Monitor
	CSG-Filter   | Filter at [Port:Gateway]                                      | off | D.H.DS.2_DS_Gateway
	CSG-Filter   | Filter at [Port:Records]                                      | off | D.H.DS.2_DS_Records

	CSG-Training | Training at Doctor, Training at Nurse                         | on  | D.H.DS.19_DS_Ward pumps, D.H_Max.DS.19_DS_Ward pumps, D.H_Min.DS.19_DS_Ward pumps, !S.O.DS.10_DS_Ward pumps, !S.O_Max.DS.10_DS_Ward pumps, !S.O_Min.DS.10_DS_Ward pumps
	CSG-Training | Training at Nurse                                             | on  | D.H.DS.19_DS_Monitor, D.H_Max.DS.19_DS_Monitor, D.H_Min.DS.19_DS_Monitor, !S.O.DS.10_DS_Monitor, !S.O_Max.DS.10_DS_Monitor, !S.O_Min.DS.10_DS_Monitor
	CSG-Training | Training at Doctor                                            | on  | D.H.DS.19_DS_Records, !S.O.DS.10_DS_Records

	CSG-DoseLimit | DoseLimit at Ward pumps                                      | on  | P.W.CPP.13_CPP_Doctor_Nurse, P.W.CPP.13_CPP_Nurse_Nurse, P.W.PC.7_PC_Ward pumps
	CSG-DoseLimit | DoseLimit_Max at Ward pumps                                  | on  | P.W_Min.PC.7_PC_Ward pumps
	CSG-DoseLimit | DoseLimit_Min at Ward pumps                                  | on  | P.W_Max.PC.7_PC_Ward pumps

	CSG-Cipher   | Cipher at [Channel:Gateway-Records]                           | off | C.O.RSC.5_RSC_Gateway_Records, D.H.RSC.4_RSC_Gateway_Records
	CSG-Cipher   | Cipher at [Channel:Records-Gateway]                           | off | C.O.RSC.5_RSC_Records_Gateway, D.H.RSC.4_RSC_Records_Gateway
	CSG-Cipher   | Cipher at [Channel:Monitor-Gateway]                           | on  | C.O.RSC.5_RSC_Monitor_Gateway, D.H.RSC.4_RSC_Monitor_Gateway
	CSG-Cipher   | Cipher_Max at [Channel:Monitor-Gateway]                       | on  | C.O_Min.RSC.5_RSC_Monitor_Gateway, D.H_Min.RSC.4_RSC_Monitor_Gateway
	CSG-Cipher   | Cipher_Min at [Channel:Monitor-Gateway]                       | on  | C.O_Max.RSC.5_RSC_Monitor_Gateway, D.H_Max.RSC.4_RSC_Monitor_Gateway
	CSG-Cipher   | Cipher at [Channel:(Ward pumps)-Monitor]                      | off | C.O.RSC.5_RSC_Ward pumps_Monitor, D.H.RSC.4_RSC_Ward pumps_Monitor
	CSG-Cipher   | Cipher_Max at [Channel:(Ward pumps)-Monitor]                  | off | C.O_Min.RSC.5_RSC_Ward pumps_Monitor, D.H_Min.RSC.4_RSC_Ward pumps_Monitor
	CSG-Cipher   | Cipher_Min at [Channel:(Ward pumps)-Monitor]                  | off | C.O_Max.RSC.5_RSC_Ward pumps_Monitor, D.H_Max.RSC.4_RSC_Ward pumps_Monitor

	CSG-Shielding | Shielding at Ward net                                        | off | N.J.NTo.20_NTo_Ward net
	CSG-Shielding | Shielding at House net                                       | off | N.J.NTo.20_NTo_House net

	CSG-Harden   | Patching at Gateway, Patching_Max at Monitor, Patching_Max at Ward pumps | off | N.S.NT.8_NT_Ward net
	CSG-Harden   | Patching at Gateway, Patching_Min at Monitor, Patching_Min at Ward pumps | off | N.O.NTs.9_NTs_Ward net
	CSG-Harden   | Patching at Gateway, Patching at Records, Patching_Min at Monitor        | off | N.O.NTs.9_NTs_House net
`

// wardLevels are levels at design time and at run time, with the reason. Likelihoods of consequences and threats; a dash means
// that the threat is not considered. "trust" is the inferred level of an attribute; three of them are the lowest, the average and the
// highest in a population, while three likelihoods are Min, average and Max: the lowest trust belongs to Max.
var wardLevels = []struct{ what, future, current, why string }{
	// Assumed trust in a population (engine.md, Populations).
	{"assumed Guarded at Ward pumps", "0 2 5", "0 2 5", "asserted 2 of population 2: 2-2, and the best is as good as can be"},
	{"assumed Steady at Monitor", "2 3 5", "2 3 5", "default 3 of population 1: 3-1"},
	{"assumed Dormant at Monitor", "0 0 2", "0 0 2", "default 0 of population 1: the best is 2"},
	{"assumed Dormant at Ward pumps", "0 0 5", "0 0 5", "default 0 of population 2"},
	{"assumed Dose-Fit at Ward pumps", "4 4 4", "4 4 4", "default 4; the members do not vary independently"},
	{"assumed Truthful at [Copy:(Dose plan)-(Ward pumps)]", "5 5 5", "5 5 5", "what is Safe is so for all"},
	{"assumed Sealed at [Channel:(Ward pumps)-Monitor]", "0 1 5", "0 1 5", "asserted 1 at an inferred asset of population 2"},

	// Normal operation.
	{"D.U.DS.1_DS_Ward pumps", "0 5 5", "0 5 5", "Min takes the highest trust: 5-5; the others 5-0"},
	{"InUse at Monitor", "3 5 5", "3 5 5", "Min: 5-2"},
	{"InUse at Records", "4", "4", "5-1"},
	{"InUse at [Channel:Gateway-Records]", "4", "4", "both ends are needed: the lower of 4 and 5"},
	{"InUse at [Channel:(Ward pumps)-Monitor]", "0 5 5", "0 5 5", "Min of the monitor 3, of the pumps 0"},

	// Staff.
	{"S.O.DS.10_DS_Ward pumps", "2 2 2", "2 2 2", "on, since both are trained; both are needed, and the doctor has 3"},
	{"Overworked at Nurse", "3", "3", "S.O.DS.10 at the monitor, where the nurse is alone: 5-2"},
	{"S.O.CPPd.14_CPPd_Doctor_Nurse", "2", "2", "the doctor has 3"},
	{"D.H.DS.19_DS_Monitor", "3 3 3", "3 3 3", "the nurse has 2; training blocks with 2, which is no more; the frequency is 3"},
	{"D.H.DS.19_DS_Gateway", "-", "-", "nobody stands there, so that it has no causes"},

	// How strangers spread.
	{"D.H.DU.12_DU_Gateway", "3", "3", "5-1 = 4, capped by the frequency 3"},
	{"D.H.DS.2_DS_Gateway", "2", "2", "5-1 = 4 is blocked by the login, 5-3"},
	{"Hijacked at Gateway", "3", "3", "D.H.DU.12"},
	{"D.H.RSC.4_RSC_Monitor_Gateway", "1 1 1", "1 1 1", "blocked by the cipher, 5-4"},
	{"Hijacked at Monitor", "3 3 3", "3 3 3", "D.H.DS.19"},
	{"Hijacked at Records", "2", "2", "D.H.DS.19, by the doctor's 3. Records and the gateway take each other over, and their trust falls with it, " +
		"but no more comes of it than went in; if a cycle could raise itself, both would have 4"},
	{"trust Guarded at Records", "3", "3", "4 is undermined: 5-2"},
	{"D.H.DS.2_DS_Records", "2", "2", "5-3; assumed were 4"},
	{"D.H.DS.2_DS_Ward pumps", "1 1 1", "1 1 1", "blocked by patching, 5-4"},
	{"D.H.RSC.4_RSC_Ward pumps_Monitor", "0 3 3", "0 3 3", "Min: its channel is in use with 0; else the monitor has 3, and the average pump is guarded with 2"},
	{"Hijacked at Ward pumps", "2 3 3", "2 3 3", "Min: D.H.DS.19, by the doctor's 3; else D.H.RSC.4"},

	// What the pumps do.
	{"Falsified at [Copy:(Dose plan)-(Ward pumps)]", "2 3 3", "2 3 3", "I.F.DI.6 follows Hijacked"},
	{"trust Truthful at [Copy:(Dose plan)-(Ward pumps)]", "2 2 3", "2 2 3", "Safe is undermined: the highest by Min, 5-2"},
	{"P.W.PC.7_PC_Ward pumps", "2 2 2", "2 3 3", "blocked by the limit, 5-3, which does not count at run time; then 5-3, 5-2, 5-2"},
	{"P.W.CPP.13_CPP_Nurse_Nurse", "2", "3", "the same: 5-2, if nothing blocks it"},
	{"P.W.CPP.13_CPP_Doctor_Nurse", "2", "2", "the doctor has 3"},
	{"P.W.PC.18_PC_Ward pumps", "2 2 2", "-", "for design time only: the rate is no better than 5-2, since the dose is wrong with 2"},
	{"P.W.PC.15_PC_Ward pumps", "-", "-", "no causes"},
	{"B.X.BP.16_BP_Monitor", "-", "-", "for neither mode"},
	{"Wrong-Dose at Ward pumps", "2 2 2", "2 3 3", "P.W.PC.7"},
	{"risk of Wrong-Dose at Ward pumps", "0 2 0", "0 3 0", "impact 5; only the average has one"},
	{"trust Dose-Fit at Ward pumps", "3 3 3", "2 2 3", "4 is undermined"},

	// Networks.
	{"N.O.NTs.9_NTs_Ward net", "5", "5", "one thing is enough: the worst pump is guarded with 0, and the network is sealed with 0"},
	{"N.O.NTs.9_NTs_House net", "2", "2", "the network is sealed with 3"},
	{"N.S.NT.8_NT_Ward net", "2", "2", "all are needed: gateway 3, Min of the monitors 3, Min of the pumps 2"},
	{"N.J.NTo.20_NTo_Ward net", "3", "3", "5-0, capped by the frequency 3"},
	{"C.O.RSC.5_RSC_Ward pumps_Monitor", "0 4 5", "0 4 5", "5-5, 5-1, 5-0"},
	{"C.O.RSC.5_RSC_Monitor_Gateway", "0 1 1", "0 1 1", "5-5; else blocked by the cipher, 5-4"},

	// Silence. A single threat raises the average member alone, also above Max.
	{"B.S.BP.21_BP_Monitor", "2 2 2", "2 2 2", "all pumps are needed, and more stand for one monitor: Min of Hijacked 2, and the highest trust 3, for all three"},
	{"D.S.DS.11_DS_Ward pumps", "0 3 3", "0 3 3", "on, since patched; average: assumed 4 is undermined by N.J.NTo.20 to 2; Max: 5-2"},
	{"D.S.DS.11_DS_Records", "-", "-", "off, since not patched"},
	{"D.S.DS.17_DS_Records", "-", "1", "for run time only: 5-4"},
	{"D.S.DS.17_DS_Monitor", "-", "2 3 3", "Min: 5 is undermined by B.S.BP.21 to 3; average: 3 by N.J.NTo.20 to 2; Max: 5-2"},
	{"Silent at Monitor", "2 3 2", "2 3 3", "B.S.BP.21; average: N.J.NTo.20; at run time Max: D.S.DS.17"},
	{"Silent at Ward pumps", "0 3 3", "0 3 3", "D.S.DS.11; average: N.J.NTo.20"},
	{"Silent at Records", "0", "1", "D.S.DS.17"},
	{"D.A.DS.22_DS_Monitor", "1 1 1", "1 1 1", "silent and in use, capped by the frequency 1"},
	{"D.A.DS.22_DS_Ward pumps", "0 1 1", "0 1 1", "Min is neither"},
	{"D.A.DS.22_DS_Records", "0", "1", "follows Silent"},

	// Risk: the table in engine.md, section 3.
	{"risk of Falsified at [Copy:(Dose plan)-(Ward pumps)]", "0 3 0", "0 3 0", "asserted impact 5 at an inferred asset, likelihood 3"},
	{"risk of Falsified at [Copy:(Dose plan)-Gateway]", "2", "2", "impact 3, likelihood 3"},
	{"risk of Overheard at [Channel:Gateway-Records]", "2", "2", "asserted impact 4, likelihood 2; with the default 2 it were 0"},
	{"risk of Silent at Gateway", "2", "2", "asserted impact 3, likelihood 3"},
	{"risk of Hijacked at Ward pumps", "0 2 0", "0 2 0", "impact 3, likelihood 3"},
	{"risk of D.H.DS.19_DS_Monitor", "0 3 0", "0 3 0", "the average leads to the copy at the pumps; Min and Max have no impacts"},
	{"risk of D.H.DU.12_DU_Gateway", "2", "2", "it leads to the copy at the gateway"},
	{"risk of the system", "3", "3", "the copy at the pumps"},
}

// wardBeginnings are the threats where chains begin, at design time.
const wardBeginnings = `
	initial D.U.DS.1_DS_Gateway
	initial D.U.DS.1_DS_Monitor
	initial D.U.DS.1_DS_Records
	initial D.U.DS.1_DS_Ward pumps
	initial D.U_Max.DS.1_DS_Monitor
	initial D.U_Max.DS.1_DS_Ward pumps
	initial D.U_Min.DS.1_DS_Monitor
	initial N.J.NTo.20_NTo_House net
	initial N.J.NTo.20_NTo_Ward net

	root C.O.RSC.5_RSC_Gateway_Records
	root C.O.RSC.5_RSC_Monitor_Gateway
	root C.O.RSC.5_RSC_Records_Gateway
	root C.O.RSC.5_RSC_Ward pumps_Monitor
	root C.O_Max.RSC.5_RSC_Monitor_Gateway
	root C.O_Max.RSC.5_RSC_Ward pumps_Monitor
	root D.H.DS.19_DS_Monitor
	root D.H.DS.19_DS_Records
	root D.H.DS.19_DS_Ward pumps
	root D.H_Max.DS.19_DS_Monitor
	root D.H_Max.DS.19_DS_Ward pumps
	root D.H_Min.DS.19_DS_Monitor
	root D.H_Min.DS.19_DS_Ward pumps
	root D.H.DS.2_DS_Gateway
	root D.H.DS.2_DS_Monitor
	root D.H.DS.2_DS_Ward pumps
	root D.H_Max.DS.2_DS_Monitor
	root D.H_Max.DS.2_DS_Ward pumps
	root D.H.DU.12_DU_Gateway
	root D.S.DS.11_DS_Ward pumps
	root D.S_Max.DS.11_DS_Ward pumps
	root N.O.NTs.9_NTs_Ward net
	root P.W.CPP.13_CPP_Doctor_Nurse
	root P.W.CPP.13_CPP_Nurse_Nurse
	root S.O.CPPd.14_CPPd_Doctor_Nurse
	root S.O.DS.10_DS_Monitor
	root S.O.DS.10_DS_Records
	root S.O.DS.10_DS_Ward pumps
	root S.O_Max.DS.10_DS_Monitor
	root S.O_Max.DS.10_DS_Ward pumps
	root S.O_Min.DS.10_DS_Monitor
	root S.O_Min.DS.10_DS_Ward pumps
`

// wardCauses say what a threat is caused by, and what follows from it, at design time.
const wardCauses = `
	D.U.DS.1_DS_Records caused by              | Dormant at Records
	D.U.DS.1_DS_Records causes in the end      | InUse at Records, InUse at [Channel:Gateway-Records], InUse at [Channel:Records-Gateway]
	D.U.DS.1_DS_Gateway leads to               | C.U.RSC.3_RSC_Gateway_Records, C.U.RSC.3_RSC_Monitor_Gateway, C.U.RSC.3_RSC_Records_Gateway, C.U_Max.RSC.3_RSC_Monitor_Gateway, C.U_Min.RSC.3_RSC_Monitor_Gateway, D.A.DS.22_DS_Gateway, D.U.DS.1_DS_Gateway
	D.U_Max.DS.1_DS_Monitor leads to           | C.U_Max.RSC.3_RSC_Monitor_Gateway, C.U_Max.RSC.3_RSC_Ward pumps_Monitor, D.U_Max.DS.1_DS_Monitor
	N.J.NTo.20_NTo_Ward net leads to           | D.A.DS.22_DS_Gateway, D.A.DS.22_DS_Monitor, D.A.DS.22_DS_Ward pumps, N.J.NTo.20_NTo_Ward net
	N.J.NTo.20_NTo_Ward net causes             | Silent at Gateway, Silent at Monitor, Silent at Ward pumps
	D.S.DS.11_DS_Ward pumps caused by          | Silent at Ward pumps
	D.H.DS.2_DS_Records caused by              | Hijacked at Records
	D.H.RSC.4_RSC_Records_Gateway caused by    | Hijacked at Gateway, Hijacked at Records, InUse at Records, InUse at [Channel:Records-Gateway]
	D.H.RSC.4_RSC_Gateway_Records causes       |
	D.H_Min.DS.19_DS_Ward pumps causes         | Hijacked_Min at Ward pumps
	D.H.DS.19_DS_Ward pumps causes             |
	D.H_Min.DS.19_DS_Ward pumps leads to       | B.S.BP.21_BP_Monitor, B.S_Max.BP.21_BP_Monitor, B.S_Min.BP.21_BP_Monitor, D.H_Min.DS.19_DS_Ward pumps, D.H_Min.DS.2_DS_Ward pumps, I.F_Min.DI.6_DI_Ward pumps_[Copy:(Dose plan)-(Ward pumps)], N.S.NT.8_NT_Ward net, P.W_Min.PC.18_PC_Ward pumps, P.W_Min.PC.7_PC_Ward pumps
	D.H_Min.DS.19_DS_Ward pumps causes in the end | Falsified_Min at [Copy:(Dose plan)-(Ward pumps)], Hijacked_Min at Ward pumps, Silent at Ward net, Silent_Max at Monitor, Silent_Min at Monitor, Wrong-Dose_Min at Ward pumps
	P.W_Min.PC.7_PC_Ward pumps caused by       | Falsified_Min at [Copy:(Dose plan)-(Ward pumps)]
	B.S_Max.BP.21_BP_Monitor caused by         | Hijacked_Min at Ward pumps
	N.O.NTs.9_NTs_Ward net caused by           | Guarded at Gateway, Guarded_Min at Monitor, Guarded_Min at Ward pumps, InUse at Gateway, InUse_Max at Monitor, InUse_Max at Ward pumps, Sealed at Ward net
	D.H.DS.19_DS_Monitor leads to              | D.H.DS.19_DS_Monitor, D.H.RSC.4_RSC_Ward pumps_Monitor, I.F.DI.6_DI_Monitor_[Copy:(Dose plan)-Monitor], I.F.DI.6_DI_Ward pumps_[Copy:(Dose plan)-(Ward pumps)], P.W.PC.18_PC_Ward pumps, P.W.PC.7_PC_Ward pumps
	D.H.DS.19_DS_Monitor causes in the end     | Falsified at [Copy:(Dose plan)-(Ward pumps)], Falsified at [Copy:(Dose plan)-Monitor], Hijacked at Monitor, Hijacked at Ward pumps, Wrong-Dose at Ward pumps
`
