package project

import (
	"context"
	"fmt"

	"cordon/internal/engine"
	"cordon/internal/model"
	"cordon/internal/proportion"
)

// Propose finds proportionate sets of controls for a system. Stage is called with what is being done; it may be nil.
func Propose(ctx context.Context, m *model.Model, k *Knowledge, q proportion.Request, stage func(proportion.Stage)) (*proportion.Proposal, error) {
	if stage == nil {
		stage = func(proportion.Stage) {}
	}
	stage(proportion.Stage{Code: proportion.FindingThreats})
	an, err := engine.Analyze(ctx, k.engine, engine.Lower(m))
	if err != nil {
		return nil, fmt.Errorf("propose controls for %s: %w", m.System.ID.Text, err)
	}
	stage(proportion.Stage{Code: proportion.ChoosingControls})
	p, err := proportion.Propose(ctx, m, k.Index, an, q, stage)
	if err != nil {
		return nil, fmt.Errorf("propose controls for %s: %w", m.System.ID.Text, err)
	}
	return p, nil
}
