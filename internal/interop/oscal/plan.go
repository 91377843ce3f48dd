package oscal

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	types "github.com/defenseunicorns/go-oscal/src/types/oscal-1-2-2"
)

// Plan writes a plan of action and milestones: an item for each clause that is open or met in part, with what to do about it. Other results
// are left out; ErrEmpty says that nothing is open. Who does it and until when is for people to add.
func Plan(s System, all []Result, a About) ([]byte, error) {
	meta, err := a.metadata("What is open for "+s.name(), s.version(), s.props()...)
	if err != nil {
		return nil, fmt.Errorf("plan of %s: %w", s.ID, err)
	}
	day, _ := a.day()
	run := newRun(s, a, day)
	doc := &types.PlanOfActionAndMilestones{Metadata: meta, SystemId: &types.SystemId{ID: cmp.Or(line(s.ID), s.name()), IdentifierType: Namespace}}
	seen := map[string]bool{}
	for _, r := range all {
		if r.Status != Open && r.Status != Partly || seen[r.Clause] {
			continue
		}
		seen[r.Clause] = true
		doc.PoamItems = append(doc.PoamItems, types.PoamItem{
			UUID: uuid("item", s.ID, s.Version, r.Clause), Title: titled(r.Title, r.Clause), Description: markup(r.Because),
			Props:   list(append(ours(propClause, r.Clause), ours("status", r.Status)...)),
			Origins: &[]types.PoamItemOrigin{{Actors: run.actors()}}, RelatedObservations: list(run.observe(r)), Remarks: markup(hints(r.Findings)),
		})
	}
	if len(doc.PoamItems) == 0 {
		return nil, fmt.Errorf("plan of %s: %w", s.ID, ErrEmpty)
	}
	doc.Metadata.Links, doc.Metadata.Parties = catalogs(all), list(run.people)
	doc.Observations = list(run.observations)
	doc.LocalDefinitions = &types.PlanOfActionAndMilestonesLocalDefinitions{Components: &run.components}
	return render(PlanModel, doc, &doc.UUID)
}

// hints are what to do, each once.
func hints(findings []Finding) string {
	var out []string
	for _, f := range findings {
		if f.Hint != "" && !slices.Contains(out, f.Hint) {
			out = append(out, f.Hint)
		}
	}
	return strings.Join(out, "\n")
}
