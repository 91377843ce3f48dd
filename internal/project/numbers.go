package project

import (
	"context"
	"fmt"

	"cordon/internal/numbers"
)

// Numbers computes how often harm is expected for an assessed system.
func Numbers(ctx context.Context, a *Assessed, k *Knowledge, o numbers.Options) (*numbers.Result, error) {
	r, err := numbers.Compute(ctx, a.Model, k.Index, a.Run, o)
	if err != nil {
		return nil, fmt.Errorf("numbers for %s: %w", a.Assessment.Model.ID, err)
	}
	return r, nil
}
