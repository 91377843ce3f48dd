package project

import (
	"context"

	"cordon/internal/engine"
	"cordon/internal/model"
	"cordon/internal/riskfile"
)

// RiskFile makes the record of risks: the system is assessed without controls, with those that are present, and with those that are planned
// as well; the last assessment is returned too. Stage is called with what is being done; it may be nil.
func RiskFile(ctx context.Context, m *model.Model, k *Knowledge, stage func(string)) (*riskfile.File, *Assessed, error) {
	bare := *m
	bare.Controls = nil
	var s riskfile.States
	var planned *Assessed
	for _, x := range []struct {
		m    *model.Model
		mode engine.Mode
		put  func(a *Assessed)
	}{
		{&bare, engine.Future, func(a *Assessed) { s.Without = a.Assessment }},
		{m, engine.Current, func(a *Assessed) { s.Today = a.Assessment }},
		{m, engine.Future, func(a *Assessed) { planned, s.Planned, s.Run = a, a.Assessment, a.Run }},
	} {
		a, err := Assess(ctx, x.m, k, x.mode, stage)
		if err != nil {
			return nil, nil, err
		}
		x.put(a)
	}
	f, err := riskfile.Make(m, k.Index, s)
	return f, planned, err
}
