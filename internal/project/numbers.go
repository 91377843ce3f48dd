package project

import (
	"context"
	"fmt"

	"cordon/internal/model"
	"cordon/internal/numbers"
)

// Numbers samples how often harm is expected for an assessed system.
func Numbers(ctx context.Context, m *model.Model, k *Knowledge, a *Assessed, o numbers.Options) (*numbers.Result, error) {
	r, err := numbers.Compute(ctx, m, k.Index, a.Run, o)
	if err != nil {
		return nil, fmt.Errorf("numbers for %s: %w", m.System.ID.Text, err)
	}
	return r, nil
}
