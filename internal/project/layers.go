package project

import (
	"context"
	"fmt"

	"cordon/internal/layers"
)

// Layers judges the defence in depth of an assessed system. Stage is called with what is being done; it may be nil.
func Layers(ctx context.Context, a *Assessed, k *Knowledge, stage func(string)) (*layers.Defence, error) {
	if stage == nil {
		stage = func(string) {}
	}
	d, err := layers.Make(ctx, a.Model, k.Index, a.Run, a.Assessment, stage)
	if err != nil {
		return nil, fmt.Errorf("layers of %s: %w", a.Assessment.Model.ID, err)
	}
	return d, nil
}
