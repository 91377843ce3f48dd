package proportion

import "fmt"

// Codes of stages.
const (
	FindingThreats   = "finding-threats"
	ChoosingControls = "choosing-controls" // figures, once a set is found: what it costs in euro over years, and what any costs at least
	ComparingSets    = "comparing-sets"    // figures: how many sets were found
)

// Stage is what a search is at.
type Stage struct {
	Code    string
	Figures map[string]int64
}

func (s Stage) String() string {
	f := s.Figures
	switch {
	case s.Code == FindingThreats:
		return "finding threats"
	case s.Code == ComparingSets:
		return fmt.Sprintf("comparing sets of controls: %d found", f["sets"])
	case f == nil:
		return "choosing controls"
	}
	return fmt.Sprintf("choosing controls: a set for %d euro over %d years found, %d at least", f["euro"], f["years"], f["least"])
}
