package model

import (
	"slices"

	"cordon/internal/yamltext"
)

// The closed word lists of the language. Each type is a string whose zero value means "not said".
type (
	Market       string
	DeviceClass  string
	SafetyClass  string
	FDAClass     string
	Month        string
	Rhythm       string
	Duty         string
	Population   string
	Sensitivity  string
	Need         string
	Timeliness   string
	Delay        string
	WhenStale    string
	Exposure     string
	ControlState string
	Level        string
	EvidenceSort string
	YesNo        string
)

func (Market) Words() []string {
	return []string{"EU", "UK", "CH", "NO", "US", "CA", "AU", "JP", "other"}
}

func (DeviceClass) Words() []string {
	return []string{"MDR-I", "MDR-IIa", "MDR-IIb", "MDR-III", "IVDR-A", "IVDR-B", "IVDR-C", "IVDR-D", "none"}
}
func (SafetyClass) Words() []string { return []string{"A", "B", "C"} }
func (FDAClass) Words() []string    { return []string{"I", "II", "III"} }
func (Rhythm) Words() []string {
	return []string{"continuous", "monthly", "quarterly", "yearly", "on-need", "none"}
}
func (Duty) Words() []string {
	return []string{"manufacturer", "integrator", "operator", "supplier", "other"}
}

// Words of Population, from one to many: the index is the population level of the engine.
func (Population) Words() []string { return []string{"single", "few", "some", "many", "very-many"} }
func (Sensitivity) Words() []string {
	return []string{"public", "internal", "personal", "health", "special"}
}
func (Need) Words() []string         { return []string{"none", "low", "medium", "high"} }
func (WhenStale) Words() []string    { return []string{"acts", "waits"} }
func (Exposure) Words() []string     { return []string{"rare", "occasional", "frequent", "continuous"} }
func (ControlState) Words() []string { return []string{"absent", "planned", "present"} }

func (YesNo) Words() []string { return []string{"yes", "no"} }

// Words of EvidenceSort.
func (EvidenceSort) Words() []string {
	return []string{"test", "penetration-test", "inspection", "analysis", "certificate", "clinical", "record"}
}

// Words of Timeliness, from the most to the least urgent.
func (Timeliness) Words() []string { return []string{"seconds", "minutes", "hours", "days", "any"} }

// Words of Delay, from the shortest to the longest.
func (Delay) Words() []string { return []string{"seconds", "minutes", "hours", "days"} }

// Words of Level, from the least to the most trustworthy: the index is the trust level 0 to 5 of the engine.
func (Level) Words() []string {
	return []string{"very-low", "low", "medium", "high", "very-high", "safe"}
}

// Rank is the position of a word in its list, or -1 where nothing was said.
func Rank[W interface {
	~string
	yamltext.Enum
}](w W) int {
	return slices.Index(w.Words(), string(w))
}
