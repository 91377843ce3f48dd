package riskfile

import (
	"slices"

	"cordon/internal/engine"
	"cordon/internal/knowledge"
)

// losing are the consequences at a function with which its benefit does not come about.
var losing = []string{"absent", "late", "misled"}

func (b *builder) benefits(risks []Risk) ([]Benefit, error) {
	out := []Benefit{}
	for _, e := range b.m.Benefits {
		v := &e.Value
		x := Benefit{
			Benefit: e.ID, Title: title(e.ID, v.Title), Group: v.Group, Magnitude: v.Magnitude, Probability: v.Probability, Duration: v.Duration,
			Evidence: v.Evidence, From: []string{}, Risks: []string{}, TakenBy: []Taking{},
		}
		var ids []string
		for _, w := range v.From {
			x.From = append(x.From, w.Text)
			for _, c := range losing {
				ids = append(ids, engine.ConsequenceID(w.Text, c))
			}
		}
		for _, r := range risks {
			if slices.Contains(r.Benefits, e.ID) {
				x.Risks = append(x.Risks, r.Harm)
			}
		}
		if err := b.lost(&x, ids); err != nil {
			return nil, err
		}
		out = append(out, x)
	}
	return out, nil
}

// lost says how likely a benefit does not come about, as planned, what of that security itself brings, and which controls do.
func (b *builder) lost(x *Benefit, ids []string) error {
	now, without := uint8(0), uint8(0)
	for _, id := range ids {
		l, _ := b.s.Run.Likelihood(id)
		now = max(now, l)
		without = max(without, b.level(id, knowledge.Attack, knowledge.Misuse, knowledge.Failure))
	}
	x.Lost, x.LostWithoutSideEffects = b.word(now), b.word(without)
	for i := range b.s.Planned.Controls {
		c := &b.s.Planned.Controls[i]
		if c.State != "present" && c.State != "planned" || len(c.Opens) == 0 {
			continue
		}
		undo, err := b.s.Run.Try(engine.Trial{Without: []string{c.ID}})
		if err != nil {
			return err
		}
		after := uint8(0)
		for _, id := range ids {
			l, _ := b.s.Run.Likelihood(id)
			after = max(after, l)
		}
		undo()
		if after < now {
			x.TakenBy = append(x.TakenBy, Taking{c.ID, c.Title, b.word(after)})
		}
	}
	return nil
}
