package spyderisk

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"cordon/internal/engine"
)

// wardView finds things by their labels.
type wardView struct {
	testing.TB
	b               *Base
	future, current *Model // results at design time and at run time
}

// labelled is the thing with a label, or nil.
func labelled[T any](all []*T, label string, of func(*T) string) *T {
	if i := slices.IndexFunc(all, func(x *T) bool { return of(x) == label }); i >= 0 {
		return all[i]
	}
	return nil
}

func (w wardView) findAsset(label string) *Asset {
	return labelled(w.future.Assets, label, func(a *Asset) string { return a.Label })
}

func (w wardView) findMatch(label string) *Match {
	return labelled(w.future.Matches, label, func(x *Match) string { return x.Label })
}

func (w wardView) findThreat(label string) *ThreatAt {
	return labelled(w.future.Threats, label, func(x *ThreatAt) string { return x.Label })
}

func (w wardView) has(label string) bool {
	return w.findAsset(label) != nil || w.findMatch(label) != nil || w.findThreat(label) != nil
}

// orEmpty is x, or something empty in place of what is missing.
func orEmpty[T any](w wardView, x *T, label string, empty *T) *T {
	if x != nil {
		return x
	}
	w.Errorf("there is no %s", label)
	return empty
}

func (w wardView) asset(label string) *Asset {
	return orEmpty(w, w.findAsset(label), label, &Asset{CreatedBy: &ConstructionPattern{}})
}

func (w wardView) match(label string) *Match {
	return orEmpty(w, w.findMatch(label), label, &Match{})
}

func (w wardView) threat(label string) *ThreatAt {
	return orEmpty(w, w.findThreat(label), label, &ThreatAt{})
}

// trust is the first attribute that a threat can be caused by.
func (w wardView) trust(threat string) *TrustSet {
	for _, s := range w.threat(threat).Entry {
		return s
	}
	return &TrustSet{}
}

func (w wardView) linked(from, relation, to string) bool {
	return slices.ContainsFunc(w.future.Links, func(l *AssetLink) bool { return l.From.Label == from && l.Relation.ID == relation && l.To.Label == to })
}

// effects are all that a threat can cause.
func (w wardView) effects(threat string) string {
	return joined(w.threat(threat).Effects, func(s *MisbehaviourSet) string { return nameOfWard(s) })
}

// threatens is the label of the asset that a threat names.
func (w wardView) threatens(threat string) string {
	return orEmpty(w, w.threat(threat).Threatens, threat+", or it threatens nothing", &Asset{}).Label
}

// needs are all that a threat can be caused by.
func (w wardView) needs(label string) string {
	var all []Cause
	for _, s := range w.threat(label).Entry {
		all = append(all, s)
	}
	for _, s := range w.threat(label).Conditions {
		all = append(all, s)
	}
	return joined(all, nameOfWard)
}

// strategy is the strategy that blocks or triggers a threat, at design time or at run time; or an empty one.
func (w wardView) strategy(id, threat string, m *Model) *StrategyAt {
	of := func(x *ThreatAt) bool { return x.Label == threat }
	for _, s := range m.Strategies {
		if s.Strategy.ID == id && (slices.ContainsFunc(s.Blocks, of) || slices.ContainsFunc(s.Triggers, of)) {
			return s
		}
	}
	return &StrategyAt{}
}

// wardExercises name, for everything that the base and the model are there to exercise, the entry that does it.
var wardExercises = []struct {
	what, where string
	holds       func(w wardView) bool
}{
	{"a class with several parents", "InfusionPump is a Device (DS_Ward pumps) and a Connected (NT_Ward net)", func(w wardView) bool {
		return len(w.b.Class("InfusionPump").Parents) == 2 && w.has("DS_Ward pumps") && strings.Contains(w.needs("N.S.NT.8_NT_Ward net"), "Ward pumps")
	}},
	{"a relation with several parents", "stores is below handles and keeps", func(w wardView) bool { return len(w.b.Relation("stores").Parents) == 2 }},
	{"a sub-relation satisfies a pattern", "Records stores Dose plan: as keeps in DI_Records_Dose plan, as handles in the first round of CP-DRS+C", func(w wardView) bool {
		return w.has("DI_Records_Dose plan") && w.linked("Gateway", "relays", "Dose plan")
	}},
	{"two sub-relations between the same assets count once", "Nurse programs and checks Ward pumps: Staff of DS_Ward pumps, Checker of CPP_Nurse_Nurse", func(w wardView) bool {
		same := func(x *Match) bool { return x.Label == "CPP_Nurse_Nurse" }
		at := slices.IndexFunc(w.future.Matches, same)
		return w.needs("D.H.DS.19_DS_Ward pumps") == "Attentive at Doctor, Attentive at Nurse" && at >= 0 && !slices.ContainsFunc(w.future.Matches[at+1:], same)
	}},
	{"a sub-relation prevents the link of the super-relation", "Records stores Dose plan, so that CP-EDD+h adds no handles", func(w wardView) bool {
		return w.linked("Records", "stores", "Dose plan") && !w.linked("Records", "handles", "Dose plan")
	}},
	{"a super-relation does not prevent the link of a sub-relation", "Ward pumps handles Dose plan; CP-DRS+C adds relays", func(w wardView) bool {
		return w.linked("Ward pumps", "handles", "Dose plan") && w.linked("Ward pumps", "relays", "Dose plan")
	}},
	{"a rule adds links to a role that collects", "CP-RSN+CP: the channel from Gateway to Monitor runsOver both networks", func(w wardView) bool {
		return w.linked("[Channel:Monitor-Gateway]", "runsOver", "Ward net") && w.linked("[Channel:Monitor-Gateway]", "runsOver", "House net")
	}},
	{"a rule that iterates three times, and one that adds links alone", "CP-DRS+C, CP-SRS+r; see TestWardRounds", func(w wardView) bool {
		return w.b.Rule("CP-DRS+C").Iterate && w.b.Rule("CP-SRS+r").Iterate && len(w.b.Rule("CP-SRS+r").Nodes) == 0
	}},
	{"rules run by priority, not by row", "CP-DRS+C stands first and has 300", func(w wardView) bool { return w.b.Rules[0].Priority > w.b.Rules[1].Priority }},
	{"two rules make one asset", "[Port:Gateway], by CP-TN+P, and then by CP-RSN+CP for either of two receivers", func(w wardView) bool {
		return w.asset("[Port:Gateway]").CreatedBy.ID == "CP-TN+P" && w.asset("[Port:Records]").CreatedBy.ID == "CP-RSN+CP"
	}},
	{"two inferred assets in one rule", "CP-RSN+CP: Channel and Port", func(w wardView) bool { return len(w.b.Rule("CP-RSN+CP").Nodes) == 2 }},
	{"a construction-state class and relation", "Errand and touches (also Staff touches Device) are gone, after CP-EDD+h has used them", func(w wardView) bool {
		used := func(l *AssetLink) bool { return l.Relation.ID == "touches" || l.From.Class.ID == "Errand" }
		errand := func(a *Asset) bool { return a.Class.ID == "Errand" }
		return w.linked("Ward pumps", "handles", "Dose plan") && !slices.ContainsFunc(w.future.Links, used) && !slices.ContainsFunc(w.future.Assets, errand)
	}},
	{"a necessary node", "Channel of MP-RSC", func(w wardView) bool { return len(w.match("RSC_Records_Gateway").Necessary) == 1 }},
	{"a sufficient node", "Thing of MP-NTs", func(w wardView) bool { return len(w.match("NTs_House net").Sufficient) == 3 }},
	{"an optional node", "Staff of MP-DS: two at the pumps, none at the gateway", func(w wardView) bool {
		return len(w.match("DS_Ward pumps").Optional) == 3 && len(w.match("DS_Gateway").Optional) == 1
	}},
	{"a prohibited node", "Staff of MP-DU: a nurse stands at the monitor, nobody at the gateway", func(w wardView) bool {
		return w.has("DU_Gateway") && !w.has("DU_Monitor") && !w.has("DU_Records") && !w.has("DU_Ward pumps")
	}},
	{"a prohibited link between root nodes", "MP-DRS: Gateway sendsTo Records, which stores the plan and gets no copy", func(w wardView) bool {
		return w.linked("Gateway", "sendsTo", "Records") && !w.has("[Copy:(Dose plan)-Records]") && !w.linked("Records", "relays", "Dose plan")
	}},
	{"a prohibited link at a necessary node spoils the match", "MP-NT: Monitor connects House net without a plug, but others are plugged", func(w wardView) bool {
		return w.linked("Monitor", "connects", "House net") && w.linked("Records", "plugged", "House net") && !w.has("NT_House net")
	}},
	{"a distinct group, and one asset at two root nodes without one", "CPP_Nurse_Nurse is a match of MP-CPP, but not of MP-CPPd", func(w wardView) bool {
		return w.has("CPP_Nurse_Nurse") && !w.has("CPPd_Nurse_Nurse") && w.has("CPPd_Doctor_Nurse")
	}},
	{"a root node that is no key node", "Pump of R-CPP: many pumps, but a match of single assets without their label", func(w wardView) bool {
		x := w.match("CPP_Doctor_Nurse")
		return x.Population == 0 && len(x.Unique) == 3 && w.needs("P.W.CPP.13_CPP_Nurse_Nurse") == "Attentive at Nurse"
	}},
	{"causes of both sorts at one role", "Receiver (root) of D.H.RSC.4, Channel (necessary) of C.O.RSC.5, Thing (sufficient) of N.O.NTs.9", func(w wardView) bool {
		return w.needs("C.O.RSC.5_RSC_Records_Gateway") == "InUse at [Channel:Records-Gateway], Sealed at [Channel:Records-Gateway]"
	}},
	{"a frequency that caps", "D.H.DU.12_DU_Gateway", func(w wardView) bool {
		x := w.threat("D.H.DU.12_DU_Gateway")
		return x.Likelihood == x.Frequency && w.trust(x.Label).Inferred < engine.Top-x.Frequency
	}},
	{"a threat without causes", "P.W.PC.15 in general; D.H.DS.19_DS_Gateway, since nobody plays the role", func(w wardView) bool {
		return w.needs("P.W.PC.15_PC_Ward pumps") == "" && w.threat("P.W.PC.15_PC_Ward pumps").Frequency == 2 && w.needs("D.H.DS.19_DS_Gateway") == ""
	}},
	{"a threat for neither mode", "B.X.BP.16, which is there once in a population", func(w wardView) bool {
		return w.threat("B.X.BP.16_BP_Monitor").Min == nil && w.threat("B.S.BP.21_BP_Monitor").Min != nil
	}},
	{"a threat for one mode", "D.S.DS.17 for run time, P.W.PC.18 for design time", func(w wardView) bool {
		return w.threat("D.S.DS.17_DS_Records").Likelihood == NoLevel && w.threat("P.W.PC.18_PC_Ward pumps").Likelihood > 0
	}},
	{"a strategy with two controls", "CSG-Login", func(w wardView) bool { return len(w.b.Strategy("CSG-Login").Controls) == 2 }},
	{"a strategy not for current risk", "CSG-DoseLimit", func(w wardView) bool {
		const threat = "P.W.PC.7_PC_Ward pumps"
		return w.strategy("CSG-DoseLimit", threat, w.future).Enabled && !w.strategy("CSG-DoseLimit", threat, w.current).Enabled
	}},
	{"a strategy whose role is bound to nothing", "CSG-Login at the gateway needs no badge; CSG-Training is not there at all", func(w wardView) bool {
		const threat = "D.H.DS.19_DS_Gateway"
		return len(w.strategy("CSG-Login", "D.H.DS.2_DS_Gateway", w.future).Mandatory) == 1 && len(w.threat(threat).BlockedBy) == 0
	}},
	{"a strategy that lacks a control set", "CSG-Login at Records, since Login is not assertable at RecordServer", func(w wardView) bool {
		return w.strategy("CSG-Login", "D.H.DS.2_DS_Records", w.future).Strategy == nil
	}},
	{"a blocked threat", "D.H.DS.2_DS_Gateway", func(w wardView) bool {
		return w.threat("D.H.DS.2_DS_Gateway").Likelihood < engine.Top-w.trust("D.H.DS.2_DS_Gateway").Inferred
	}},
	{"a triggered threat that is on, one that is off, and one that nothing triggers", "D.S.DS.11 at the pumps and at Records; S.O.DS.10 at the gateway", func(w wardView) bool {
		return w.threat("D.S.DS.11_DS_Ward pumps").Likelihood > 0 && w.threat("D.S.DS.11_DS_Records").Likelihood == NoLevel && !w.has("S.O.DS.10_DS_Gateway")
	}},
	{"a cycle of threats", "D.H.RSC.4 from Records to Gateway and back", func(w wardView) bool {
		const there, back = "D.H.RSC.4_RSC_Gateway_Records", "D.H.RSC.4_RSC_Records_Gateway"
		return strings.Contains(w.needs(there), w.effects(back)) && strings.Contains(w.needs(back), w.effects(there)) && w.threat(there).Likelihood == 2 && w.threat(back).Likelihood == 2
	}},
	{"a consequence undermines trust, which causes another threat", "Falsified, Truthful, P.W.PC.7", func(w wardView) bool {
		s := w.trust("P.W.PC.7_PC_Ward pumps")
		return s.Asserted == engine.Top && s.Inferred == 2
	}},
	{"normal operation as initial cause, and what follows from it", "D.U.DS.1, C.U.RSC.3", func(w wardView) bool {
		first, next := w.threat("D.U.DS.1_DS_Records"), w.threat("C.U.RSC.3_RSC_Gateway_Records")
		return first.InitialCause && first.NormalOperation && next.NormalOperation && !next.InitialCause && slices.Contains(first.IndirectThreats, next)
	}},
	{"a secondary threat", "I.F.DI.6, which is no root cause; N.J.NTo.20, which is an initial one", func(w wardView) bool {
		follows, begins := w.threat("I.F.DI.6_DI_Records_Dose plan"), w.threat("N.J.NTo.20_NTo_Ward net")
		return follows.Secondary && !follows.RootCause && !follows.InitialCause && begins.Secondary && begins.InitialCause
	}},
	{"a root cause with indirect effects", "D.H.DS.19_DS_Monitor", func(w wardView) bool {
		x := w.threat("D.H.DS.19_DS_Monitor")
		return x.RootCause && len(x.IndirectEffects) > len(x.DirectEffects)
	}},
	{"a necessary node tied x to 1 in a population", "Copy of P.W.PC.7, Channel of D.H.RSC.4: trust crosses over, consequences do not", func(w wardView) bool {
		return w.needs("P.W_Min.PC.7_PC_Ward pumps") == "Truthful_Max at [Copy:(Dose plan)-(Ward pumps)]" &&
			w.needs("D.H_Max.RSC.4_RSC_Monitor_Gateway") == "Guarded_Min at Monitor, Hijacked at Gateway, InUse_Max at Monitor, InUse_Max at [Channel:Monitor-Gateway]"
	}},
	{"a necessary node not so tied in a population", "Pump of B.S.BP.21: more pumps than monitors", func(w wardView) bool {
		const worst = "Guarded_Max at Ward pumps, Hijacked_Min at Ward pumps"
		return w.needs("B.S_Min.BP.21_BP_Monitor") == worst && w.needs("B.S.BP.21_BP_Monitor") == worst && w.needs("B.S_Max.BP.21_BP_Monitor") == worst
	}},
	{"a necessary node at a population in a match of single assets", "Thing of N.S.NT.8", func(w wardView) bool {
		return w.needs("N.S.NT.8_NT_Ward net") == "Hijacked at Gateway, Hijacked_Min at Monitor, Hijacked_Min at Ward pumps"
	}},
	{"a sufficient node at a population in a match of single assets", "Thing of N.O.NTs.9", func(w wardView) bool {
		return w.needs("N.O.NTs.9_NTs_Ward net") == "Guarded at Gateway, Guarded_Min at Monitor, Guarded_Min at Ward pumps, InUse at Gateway, InUse_Max at Monitor, InUse_Max at Ward pumps, Sealed at Ward net"
	}},
	{"an optional node, and a root node that is no key node, at a population in a match of single assets", "Thing of N.J.NTo.20, Pump of P.W.CPP.13", func(w wardView) bool {
		return w.effects("N.J.NTo.20_NTo_Ward net") == "Silent at Gateway, Silent at Monitor, Silent at Ward pumps" && w.effects("P.W.CPP.13_CPP_Nurse_Nurse") == "Wrong-Dose at Ward pumps"
	}},
	{"levels that do not vary independently", "Dose-Fit and DoseLimit at InfusionPump", func(w wardView) bool {
		pump := w.b.Class("InfusionPump")
		fixed := func(d DefaultTrust) bool { return d.Attribute.ID == "Dose-Fit" && !d.Independent }
		return slices.ContainsFunc(pump.DefaultTrust, fixed) && !pump.controlSetting(w.b.Control("DoseLimit")).Independent
	}},
	{"an inferred asset displayed at an included node, at another node, and at a link", "Copy; Port of CP-TN+P; Channel", func(w wardView) bool {
		copied, port, channel := w.asset("[Copy:(Dose plan)-Gateway]"), w.asset("[Port:Gateway]"), w.asset("[Channel:Records-Gateway]")
		return copied.DisplayedAt == w.asset("Dose plan") && port.DisplayedAt == w.asset("Ward net") && channel.DisplayedOn == w.b.Relation("sendsTo")
	}},
	{"settings at inferred assets", "trust Sealed and impact Overheard at channels, control Cipher at another", func(w wardView) bool {
		inferred := func(id string) bool { return !w.future.AssetByID(id).Asserted }
		m := w.future
		return slices.ContainsFunc(m.TrustLevels, func(s TrustSetting) bool { return inferred(s.AssetID) }) &&
			slices.ContainsFunc(m.ImpactLevels, func(s ImpactSetting) bool { return inferred(s.AssetID) }) &&
			slices.ContainsFunc(m.Proposals, func(p Proposal) bool { return inferred(p.AssetID) })
	}},
	{"another result at run time", "Wrong-Dose at Ward pumps", func(w wardView) bool {
		const name = "risk of Wrong-Dose at Ward pumps"
		return levelsOfWard(w.future)[name] != levelsOfWard(w.current)[name]
	}},
}

// TestWardExercises looks whether the entries named above still do what they are there for.
func TestWardExercises(t *testing.T) {
	m := wardInput(t)
	w := wardView{t, m.Base, computed(t, m, engine.Parity, engine.Future), computed(t, m, engine.Parity, engine.Current)}
	for _, x := range wardExercises {
		if !x.holds(w) {
			t.Errorf("%s: %s does not show it", x.what, x.where)
		}
	}
}

// TestWardNames looks at names and texts: root nodes in the order of their roles, whatever the order of rows; what is bound to roles.
func TestWardNames(t *testing.T) {
	m := wardInput(t)
	w := wardView{t, m.Base, computed(t, m, engine.Parity, engine.Future), nil}
	id := func(label string) string { return w.asset(label).ID }
	for _, tt := range []struct{ what, got, want string }{
		{"match", w.match("RSC_Gateway_Records").URI, systemNS + "MP-RSC_" + id("Gateway") + "_" + id("Records")},
		{"match with a root node that is no key node", w.match("CPP_Doctor_Nurse").URI, systemNS + "MP-CPP_" + id("Doctor") + "_" + id("Nurse") + "_" + id("Ward pumps")},
		{"threat", w.threat("P.W_Min.PC.7_PC_Ward pumps").URI, systemNS + "P.W_Min.PC.7-MP-PC_" + id("Ward pumps")},
		{"inferred asset", w.asset("[Channel:Monitor-Gateway]").URI, systemNS + "Channel_" + id("Monitor") + "_" + id("Gateway")},
		{"two at a role", w.threat("D.H.DS.19_DS_Ward pumps").Comment, `A stranger talks {"Doctor" or "Nurse"} out of the password of "Ward pumps".`},
		{"nobody at a role", w.threat("D.H.DS.19_DS_Gateway").Comment, `A stranger talks _Staff_ out of the password of "Gateway".`},
		{"three at a role", w.threat("N.S.NT.8_NT_Ward net").Comment, `Network "Ward net" is silenced: strangers command everything on it, that is {"Gateway", "Monitor" or "Ward pumps"}.`},
		{"strategy", w.strategy("CSG-Login", "D.H.DS.2_DS_Gateway", w.future).Comment, `"Gateway" asks who is there, and _Staff_ can say so.`},
		// One of several is named by its place in a hash table (FORMAT.md 3.9): of 16 entries for three assets, of 256 for 109 threats.
		{"threatens one of gateway 13, monitor 10, pumps 4", w.threatens("N.O.NTs.9_NTs_Ward net"), "Ward pumps"},
		{"threatens one of gateway 13, monitor 10, records 7", w.threatens("N.O.NTs.9_NTs_House net"), "Records"},
		{"strategy of P.W.PC.7 226, P.W.CPP.13 of the doctor 34, of the nurse 193", w.strategy("CSG-DoseLimit", "P.W.PC.7_PC_Ward pumps", w.future).Comment, `"Ward pumps" has a limit, whatever "Nurse" wants.`},
		{"threats", fmt.Sprint(len(w.future.Threats)), "109"},
	} {
		if tt.got != tt.want {
			t.Errorf("%s is %s, want %s", tt.what, tt.got, tt.want)
		}
	}
}
